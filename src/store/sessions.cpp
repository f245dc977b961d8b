#include "store/sessions.h"

#include "base/literals.h"
#include "store/databaseprivate.h"

#include <QSqlDriver>

namespace parking::store {

namespace {

/// Runs a query for the booleans it gives: true when one of them is.
Result<bool> anyTrue(Database &database, const QString &sql, const QString &lock)
{
    bool found = false;
    const Result<> done =
        database.each(sql, {{u"name"_s, u"smart-parking:"_s + lock}},
                      [&found](const QSqlQuery &row) { found = row.value(0).toBool() || found; });
    if (!done)
        return done.error();
    return found;
}

} // namespace

Result<> listen(Database &database, const QString &channel,
                std::function<void(const QString &)> heard)
{
    if (!database.isPostgres())
        return {};
    Database::Private &d = *database.d;
    QSqlDriver *driver = d.connection().driver();
    if (driver->subscribedToNotifications().contains(channel))
        return {};
    if (!driver->subscribeToNotification(channel))
        return d.failed(driver->lastError(), u"LISTEN"_s);
    QObject::connect(driver, &QSqlDriver::notification, driver,
                     [channel, heard](const QString &name, QSqlDriver::NotificationSource,
                                      const QVariant &payload) {
                         if (name == channel)
                             heard(payload.toString());
                     });
    return {};
}

Result<> notify(Database &database, const QString &channel, const QString &payload)
{
    if (!database.isPostgres())
        return {};
    return database.each(u"SELECT pg_notify(:channel, :payload)"_s,
                         {{u"channel"_s, channel}, {u"payload"_s, payload}},
                         [](const QSqlQuery &) {});
}

Result<bool> tryLock(Database &database, const QString &name)
{
    if (!database.isPostgres())
        return true;
    return anyTrue(database, u"SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"_s, name);
}

// Source of the two halves: PostgreSQL 15, 54.12 pg_locks, "bigint keys".
Result<bool> endLockHolder(Database &database, const QString &name)
{
    if (!database.isPostgres())
        return false;
    return anyTrue(database,
                   u"SELECT pg_terminate_backend(l.pid) FROM pg_locks l "
                   "JOIN pg_stat_activity a ON a.pid = l.pid, "
                   "(SELECT hashtextextended(:name, 0) AS key) k "
                   "WHERE (a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Client') "
                   "IS NOT TRUE AND l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
                   "AND l.database = (SELECT oid FROM pg_database "
                   "WHERE datname = current_database()) "
                   "AND l.classid::bigint = (k.key >> 32) & 4294967295 "
                   "AND l.objid::bigint = k.key & 4294967295"_s,
                   name);
}

Result<std::optional<qint64>> foreignWrites(Database &database)
{
    if (database.isPostgres())
        return std::optional<qint64>();
    const Result<qint64> version = database.count(u"PRAGMA data_version"_s);
    return version ? Result<std::optional<qint64>>(*version) : version.error();
}

} // namespace parking::store
