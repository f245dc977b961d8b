#include "store/sessions.h"

#include "base/literals.h"
#include "base/lockfile.h"
#include "base/plaintext.h"
#include "domain/problems.h"
#include "store/databaseprivate.h"

#include <QFileInfo>
#include <QSqlDriver>

namespace parking::store {

namespace {

/// The sessions "l" that hold the lock `:name` of this database.
/// Source of the two halves: PostgreSQL 15, 54.12 pg_locks, "bigint keys".
const QString kHeld = u"pg_locks l, (SELECT hashtextextended(:name, 0) AS key) k "
                      "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
                      "AND l.database = (SELECT oid FROM pg_database "
                      "WHERE datname = current_database()) "
                      "AND l.classid::bigint = (k.key >> 32) & 4294967295 "
                      "AND l.objid::bigint = k.key & 4294967295"_s;

QString prefixed(const QString &lock)
{
    return u"smart-parking:"_s + lock;
}

/// Runs a query for the booleans it gives: true when one of them is.
Result<bool> anyTrue(Database &database, const QString &sql, const QString &lock)
{
    bool found = false;
    const Result<> done =
        database.each(sql, {{u"name"_s, prefixed(lock)}},
                      [&found](const QSqlQuery &row) { found = row.value(0).toBool() || found; });
    if (!done)
        return done.error();
    return found;
}

/// One name for each file, by whatever path it was opened; empty: in memory.
QString lockPath(const Database &database, const QString &name)
{
    const QString file = QFileInfo(database.sqlitePath()).canonicalFilePath();
    return file.isEmpty() ? QString() : u"%1.%2-lock"_s.arg(file, name);
}

Result<bool> tryLockFile(const QString &path, std::unique_ptr<QLockFile> &held)
{
    if (path.isEmpty() || held)
        return true;
    auto lock = std::make_unique<QLockFile>(path);
    if (takeLock(*lock)) {
        held = std::move(lock);
        return true;
    }
    if (lock->error() == QLockFile::LockFailedError)
        return false;
    return Error{problem::kDatabase,
                 u"%1 cannot be written: nobody could see that this database is in use"_s.arg(path),
                 {{u"wait"_s, true}}};
}

/// Who wrote the lock file, be that one killed since.
std::optional<LockHolder> holderOf(const QString &path)
{
    LockHolder holder;
    return QLockFile(path).getLockInfo(&holder.process, &holder.address, &holder.application)
        ? std::optional(holder)
        : std::nullopt;
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
        return tryLockFile(lockPath(database, name), database.d->locks[name]);
    return anyTrue(database, u"SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"_s, name);
}

Result<bool> endLockHolder(Database &database, const QString &name)
{
    if (!database.isPostgres())
        return false;
    return anyTrue(database,
                   u"SELECT pg_terminate_backend(l.pid) FROM (SELECT l.pid FROM %1) l "
                   "LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
                   "WHERE (a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Client') "
                   "IS NOT TRUE"_s.arg(kHeld),
                   name);
}

Result<std::optional<LockHolder>> lockHolder(Database &database, const QString &name)
{
    std::optional<LockHolder> holder;
    if (!database.isPostgres()) {
        return holderOf(lockPath(database, name));
    }
    const Result<> done = database.each(
        u"SELECT l.pid, a.usename, a.application_name, host(a.client_addr), %1 FROM "
        "pg_stat_activity a RIGHT JOIN (SELECT l.pid FROM %2) l ON l.pid = a.pid"_s.arg(
            database.timeColumn(u"a.backend_start"_s), kHeld),
        {{u"name"_s, prefixed(name)}}, [&holder](const QSqlQuery &row) {
            holder = LockHolder{row.value(0).toLongLong(), row.value(1).toString(),
                                row.value(2).toString(), row.value(3).toString(),
                                Database::readOptionalTime(row.value(4))};
        });
    return done ? Result<std::optional<LockHolder>>(holder) : done.error();
}

QString LockHolder::inWords() const
{
    QStringList words;
    if (!login.isEmpty())
        words.append(u"login "_s + plainText(login));
    if (!application.isEmpty())
        words.append(u"program "_s + plainText(application));
    if (!address.isEmpty())
        words.append(u"from "_s + address);
    if (connectedAt)
        words.append(u"since "_s + toIso(*connectedAt));
    words.append(u"process %1"_s.arg(process));
    return words.join(u", "_s);
}

QString LockHolder::endStatement() const
{
    return u"SELECT pg_terminate_backend(%1)"_s.arg(process);
}

Result<QString> actorOf(Database &database, const QString &told)
{
    if (!database.isPostgres())
        return told;
    QString actor = told;
    const Result<> done =
        database.each(u"SELECT session_user WHERE is_person()"_s, {},
                      [&actor](const QSqlQuery &row) { actor = row.value(0).toString(); });
    return done ? Result<QString>(actor) : done.error();
}

Result<std::optional<qint64>> foreignWrites(Database &database)
{
    if (database.isPostgres()) {
        std::optional<qint64> replayed;
        const Result<> done = database.each(
            u"SELECT coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0)::bigint "
            "WHERE pg_is_in_recovery()"_s,
            {}, [&replayed](const QSqlQuery &row) { replayed = row.value(0).toLongLong(); });
        return done ? Result<std::optional<qint64>>(replayed) : done.error();
    }
    const Result<qint64> version = database.count(u"PRAGMA data_version"_s);
    return version ? Result<std::optional<qint64>>(*version) : version.error();
}

Result<std::optional<UtcTime>> serverTime(Database &database)
{
    if (!database.isPostgres())
        return std::optional<UtcTime>();
    const Result<qint64> time =
        database.count(u"SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"_s);
    if (!time)
        return time.error();
    return std::optional(fromMillis(*time));
}

} // namespace parking::store
