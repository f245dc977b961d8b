// parkctl db-roles.

#include "base/literals.h"
#include "cli/command.h"
#include "domain/problems.h"
#include "store/migrator.h"
#include "store/transaction.h"

namespace parking::cli {

namespace {

/// Rights of the roles (PostgreSQL), column by column where the work needs no more; what is not
/// named is taken back. Migrations make no roles: whoever owns the database decides about logins.
/// What columns cannot say, triggers do (sql/postgres/0007_told.sql).
const char kRoles[] = R"(DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['parking_viewer', 'parking_operator', 'parking_station',
            'parking_shared'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
END
$$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM parking_viewer, parking_operator, parking_station;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO parking_viewer, parking_operator, parking_station;

-- Of bookings a viewer sees no person.

REVOKE SELECT ON reservations FROM parking_viewer;

GRANT SELECT (id, space_id, start_time, end_time, status, arrived_at, blocked_at, unverified_at,
        no_show_at, ended_early_at, overstay_at, left_at, created_at, updated_at)
    ON reservations TO parking_viewer;

-- Nor who is written to when something is amiss.

REVOKE SELECT ON alarm_notices FROM parking_viewer;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO parking_operator, parking_station;

-- A screen for the public tells of itself, and nothing else.

GRANT EXECUTE ON FUNCTION report_screen(uuid, text, text, text, text, integer)
    TO parking_viewer, parking_operator, parking_station;

-- Who did what is written with the act, and stays: nobody changes or deletes it.

GRANT INSERT ON acts TO parking_station, parking_operator;

-- The station: what devices, lamps and the network server say.

GRANT INSERT ON sensor_readings, state_changes TO parking_station;

GRANT INSERT, UPDATE ON ingest_positions, station_status, left_out, device_remarks, device_logs
    TO parking_station;

GRANT INSERT, UPDATE, DELETE ON dead_letters, downlinks TO parking_station;

GRANT INSERT, DELETE ON downlink_events TO parking_station;

GRANT DELETE ON left_out, device_remarks, device_logs, devices TO parking_station;

GRANT INSERT (dev_eui, kind, name, profile_name, resolved_type, first_heard, last_heard, last_join,
        battery_volt, battery_percent, temperature, rssi, snr, gateway_id, f_cnt, uplink_count, power,
        day_first, day_longest),
    UPDATE (kind, name, profile_name, resolved_type, last_heard, last_join, battery_volt,
        battery_percent, temperature, rssi, snr, gateway_id, f_cnt, uplink_count, power,
        day_first, day_longest, days_longest)
    ON devices TO parking_station;

GRANT UPDATE (state, state_reason, reserved_for_someone, state_since, sensor_state,
        sensor_event_time, sensor_event_key, override_state, override_reason, override_actor,
        override_since, override_until)
    ON spaces TO parking_station;

GRANT INSERT (dev_eui, device_class, evidence, shown_f_port, shown_payload, shown_colour,
        shown_state, shown_at, problem, suggested_type, problem_since, mismatches),
    UPDATE (device_class, evidence, shown_f_port, shown_payload, shown_colour, shown_state, shown_at,
        problem, suggested_type, problem_since, mismatches)
    ON displays TO parking_station;

GRANT UPDATE (status, user_email, user_phone, plate, arrived_at, blocked_at, unverified_at,
        no_show_at, overstay_at, left_at, updated_at)
    ON reservations TO parking_station;

GRANT INSERT, UPDATE (ended_at), DELETE ON outages TO parking_station;

GRANT INSERT, UPDATE, DELETE ON alarms, alarm_notices TO parking_station;

-- What is old goes; nothing else.

GRANT EXECUTE ON FUNCTION detach_reading_month(timestamptz) TO parking_station;

GRANT EXECUTE ON FUNCTION drop_detached_month() TO parking_station;

GRANT EXECUTE ON FUNCTION drop_old_changes(timestamptz, bigint, int) TO parking_station;

GRANT EXECUTE ON FUNCTION ensure_reading_partition(timestamptz) TO parking_station;

-- Operators: what people decide.

GRANT UPDATE (name, time_zone, settings) ON sites TO parking_operator;

GRANT INSERT, UPDATE, DELETE ON floors TO parking_operator;

GRANT INSERT (id, site_id, code, name, building, floor, zone, gps_latitude, gps_longitude,
        sensor_eui, display_eui, features, x, y, w, h, rotation, metadata, created_at, updated_at,
        deleted_at, state_since),
    UPDATE (site_id, code, name, building, floor, zone, gps_latitude, gps_longitude, sensor_eui,
        display_eui, features, x, y, w, h, rotation, metadata, updated_at, deleted_at,
        state, state_reason, reserved_for_someone, state_since,
        override_state, override_reason, override_actor, override_since, override_until)
    ON spaces TO parking_operator;

GRANT INSERT (dev_eui, kind, type_setting, first_heard),
    UPDATE (type_setting, name_setting, retired_at)
    ON devices TO parking_operator;

GRANT INSERT (id, space_id, start_time, end_time, user_email, user_phone, plate, title, reason,
        status, metadata, request_id, series_id, actor, cancel_reason, arrived_at, blocked_at, unverified_at,
        ended_early_at, created_at, updated_at),
    UPDATE (space_id, start_time, end_time, user_email, user_phone, plate, title, reason, status,
        metadata, actor, cancel_reason, arrived_at, blocked_at, unverified_at, ended_early_at,
        updated_at)
    ON reservations TO parking_operator;

GRANT INSERT ON booking_series TO parking_operator;

GRANT UPDATE (acknowledged_at, acknowledged_by) ON alarms TO parking_operator;

GRANT INSERT ON state_changes TO parking_operator;

GRANT UPDATE (asked_at), DELETE ON dead_letters TO parking_operator;

GRANT DELETE ON station_status TO parking_operator;

GRANT INSERT, UPDATE ON displays, downlinks TO parking_operator;

-- A standby puts a frozen station aside. Not everybody may give this right away.
DO $$
BEGIN
    GRANT pg_signal_backend TO parking_station;
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
)";

} // namespace

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
    const auto database = store::Database::open({.url = loaded->settings.databaseUrl});
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
    // At once: a station that works meanwhile never stands without its rights.
    const Result<> done =
        store::transact(**database, [&] { return (*database)->runScript(script); });
    if (!done)
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
