#include "store/rights.h"

#include <QFileInfo>

namespace parking::store {

namespace {

using domain::DatabaseRights;

// Columns that db-roles gives the role and nobody below it. `sites` is named for its owner, who may
// change all tables: one script makes them.
const char kQuestion[] = R"(SELECT current_user,
    coalesce((SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles
        WHERE rolname IN ('parking_station', 'parking_operator', 'parking_viewer')
        AND pg_has_role(current_user, oid, 'MEMBER')), ''),
    (SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class
        WHERE oid = 'sites'::regclass),
    pg_is_in_recovery(),
    has_column_privilege('reservations', 'user_email', 'SELECT'),
    has_column_privilege('spaces', 'override_state', 'UPDATE')
        AND has_column_privilege('reservations', 'space_id', 'INSERT'),
    has_column_privilege('sites', 'name', 'UPDATE')
        AND has_column_privilege('sites', 'time_zone', 'UPDATE')
        AND has_column_privilege('sites', 'settings', 'UPDATE'),
    has_table_privilege('sensor_readings', 'INSERT')
        AND has_column_privilege('ingest_positions', 'journal_id', 'UPDATE'))";

DatabaseRights ofFile(const QString &path)
{
    const QFileInfo file(path);
    const bool mayWrite =
        path.isEmpty() || (file.isWritable() && QFileInfo(file.path()).isWritable());
    return {.isOwner = mayWrite,
            .isReadOnly = !mayWrite,
            .maySeePersons = true,
            .mayOperate = mayWrite,
            .mayChangeSite = mayWrite,
            .mayIngest = mayWrite};
}

} // namespace

Result<DatabaseRights> rightsOf(Database &database)
{
    if (!database.isPostgres())
        return ofFile(database.sqlitePath());
    DatabaseRights rights;
    rights.isServer = true;
    const Result<> asked =
        database.each(QLatin1StringView(kQuestion), {}, [&](const QSqlQuery &row) {
            rights.login = row.value(0).toString();
            rights.roles = row.value(1).toString().split(u',', Qt::SkipEmptyParts);
            rights.isOwner = row.value(2).toBool();
            rights.isReadOnly = row.value(3).toBool();
            rights.maySeePersons = row.value(4).toBool();
            rights.mayOperate = row.value(5).toBool() && !rights.isReadOnly;
            rights.mayChangeSite = row.value(6).toBool() && !rights.isReadOnly;
            rights.mayIngest = row.value(7).toBool() && !rights.isReadOnly;
        });
    if (!asked)
        return asked.error();
    return rights;
}

} // namespace parking::store
