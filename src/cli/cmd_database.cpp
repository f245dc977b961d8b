// parkctl migrate, parkctl db-roles.

#include "base/literals.h"
#include "cli/command.h"
#include "domain/problems.h"
#include "store/migrator.h"

namespace parking::cli {

namespace {

/// Rights of the three roles (PostgreSQL). Migrations make no roles: whoever owns the database
/// decides about logins.
const char kRoles[] = R"(DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parking_viewer') THEN
        CREATE ROLE parking_viewer NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parking_operator') THEN
        CREATE ROLE parking_operator NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parking_station') THEN
        CREATE ROLE parking_station NOLOGIN;
    END IF;
END
$$;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO parking_viewer, parking_operator, parking_station;

GRANT INSERT, UPDATE ON sites, floors, spaces, devices TO parking_operator;

GRANT DELETE ON floors TO parking_operator;

GRANT INSERT ON state_changes TO parking_operator, parking_station;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO parking_operator, parking_station;

GRANT INSERT, UPDATE ON devices, ingest_positions, station_status TO parking_station;

GRANT INSERT, UPDATE, DELETE ON outages TO parking_station;

GRANT INSERT ON sensor_readings TO parking_station;

GRANT INSERT, UPDATE, DELETE ON left_out, device_remarks, device_logs TO parking_station;

GRANT DELETE ON devices TO parking_station;

GRANT INSERT, UPDATE, DELETE ON dead_letters TO parking_station;

GRANT UPDATE (asked_at), DELETE ON dead_letters TO parking_operator;

GRANT UPDATE ON spaces TO parking_station;

GRANT INSERT, UPDATE ON displays, downlinks TO parking_operator, parking_station;

GRANT INSERT ON downlink_events TO parking_station;

GRANT DELETE ON downlinks, downlink_events TO parking_station;

GRANT EXECUTE ON FUNCTION ensure_reading_partition(timestamptz) TO parking_station;

-- A standby puts a frozen station aside. Not everybody may give this right away.
DO $$
BEGIN
    GRANT pg_signal_backend TO parking_station;
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
)";

Result<std::unique_ptr<store::Database>> open(const settings::Settings &settings)
{
    return store::Database::open({.url = settings.databaseUrl});
}

} // namespace

int runMigrate(const QStringList &words)
{
    Parser parser("migrate", "Makes or updates the tables and prints what was applied.", true);
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = open(loaded->settings);
    if (!database)
        return fail(database.error());
    const Result<QStringList> applied = store::Migrator(**database).migrate(systemNow());
    if (!applied)
        return fail(applied.error());
    for (const QString &name : *applied)
        print(name);
    if (applied->isEmpty())
        print(u"up to date"_s);
    return kOk;
}

int runDbRoles(const QStringList &words)
{
    Parser parser("db-roles",
                  "Prints the roles parking_station, parking_operator and "
                  "parking_viewer with their grants, or applies them.",
                  true);
    parser.addOption({u"apply"_s, u"Apply instead of printing."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString script = QString::fromLatin1(kRoles);
    if (!parser.isSet(u"apply"_s)) {
        print(script.trimmed());
        return kOk;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = open(loaded->settings);
    if (!database)
        return fail(database.error());
    if (!(*database)->isPostgres()) {
        complain(u"an SQLite file has no roles"_s);
        return kFailed;
    }
    const auto state = store::Migrator(**database).state();
    if (!state)
        return fail(state.error());
    if (!state->pending.isEmpty())
        return fail({problem::kMigrationNeeded,
                     u"the database needs its tables: run `parkctl migrate` first"_s});
    if (const Result<> done = (*database)->runScript(script); !done)
        return fail(done.error());
    const Result<qint64> signalling = (*database)->count(
        u"SELECT pg_has_role('parking_station', 'pg_signal_backend', 'MEMBER')::int"_s);
    if (!signalling)
        return fail(signalling.error());
    if (*signalling == 0)
        complain(u"pg_signal_backend was not granted to parking_station: this login "
                 "may not. Until an administrator does, let all stations log in as "
                 "one user, or a frozen one cannot be put aside"_s);
    print(u"parking_station, parking_operator and parking_viewer have their rights"_s);
    return kOk;
}

} // namespace parking::cli
