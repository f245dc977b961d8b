// How a Database gets its connection, and in which condition it is handed out.

#include "base/literals.h"
#include "base/privatefile.h"
#include "base/secret.h"
#include "domain/problems.h"
#include "store/databaseprivate.h"
#include "store/pooler.h"

#include <QAtomicInteger>
#include <QFileInfo>
#include <QUrl>

namespace parking::store {

namespace {

/// Keys of readings are random, so a batch touches pages all over their index. SQLite by itself
/// keeps 2 MB of them and would read the rest again for every batch; and its checkpoint, each 1,000
/// pages, would write the same pages again and again. KiB; pages of 4 KiB.
const QStringList kStationsOwn{u"PRAGMA cache_size = -16384"_s,
                               u"PRAGMA wal_autocheckpoint = 2048"_s};

QString quoted(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + value + u'\'';
}

/// What a session has to be able to do (target_session_attrs), each tried after the one before. A
/// station writes or is none; a window does better with a copy (a replica) than with nothing. Who
/// only reads takes the first host that answers.
QStringList sessionKinds(const DatabaseUrl &url, const DatabaseOptions &options)
{
    const QString any = u"any"_s;
    const QString writing = u"read-write"_s;
    if (const QString asked = url.options.value(u"target_session_attrs"_s); !asked.isEmpty())
        return {asked};
    if (options.readOnly)
        return {any};
    if (options.holdsLock)
        return {writing};
    return url.hosts.size() > 1 ? QStringList{writing, any} : QStringList{any};
}

/// libpq keywords for what QSqlDatabase has no setter for, among them several hosts. QPSQL turns
/// `;` into a space, wherever it stands; so no value may hold one.
QString connectOptions(const DatabaseUrl &url, const DatabaseOptions &options,
                       const QString &sessionKind)
{
    QStringList hosts;
    QStringList ports;
    for (const DatabaseUrl::Host &host : url.hosts) {
        hosts.append(host.name);
        ports.append(host.port);
    }
    QMap<QString, QString> words = serverOptions(url, authoritiesForLibpq());
    words.insert(u"host"_s, hosts.join(u','));
    words.insert(u"port"_s, ports.join(u','));
    const auto preset = [&words](const char *name, const QString &value) {
        if (!words.contains(QLatin1StringView(name)))
            words.insert(QLatin1StringView(name), value);
    };
    words.insert(u"target_session_attrs"_s, sessionKind);
    preset("connect_timeout", u"5"_s);
    preset("application_name", options.applicationName);
    // Who holds a lock gives it up soon, and who only reads soon knows that what it shows grows
    // old.
    if (options.holdsLock || options.readOnly) {
        preset("keepalives_idle", u"5"_s);
        preset("keepalives_interval", u"2"_s);
        preset("keepalives_count", u"3"_s);
        preset("tcp_user_timeout", u"10000"_s);
    }
    QStringList parts;
    for (auto it = words.cbegin(); it != words.cend(); ++it)
        parts.append(it.key() + u'=' + quoted(it.value()));
    return parts.join(u';');
}

/// `immutable`: whoever made the file is done with it, so that no log or lock beside it is looked
/// for, and none is made.
QString archiveName(const QString &path)
{
    return u"file:"_s + QString::fromLatin1(QUrl::toPercentEncoding(path, "/:"))
        + u"?mode=ro&immutable=1"_s;
}

/// The folder and the file, for this user alone; SQLite gives the file's rights to what it makes
/// beside it.
void makeReady(const QString &path)
{
    makePrivateFolder(QFileInfo(path).path());
    makePrivateFile(path);
    for (const QString &behind : {QString(), u"-wal"_s, u"-shm"_s})
        narrow(path + behind);
}

} // namespace

Result<> Database::Private::connect()
{
    static QAtomicInteger<quint64> count = 0;
    connectionName = u"parking-%1"_s.arg(count.fetchAndAddRelaxed(1));
    QSqlDatabase db =
        QSqlDatabase::addDatabase(url.isPostgres ? u"QPSQL"_s : u"QSQLITE"_s, connectionName);
    if (!db.isValid())
        return Error{problem::kDriverMissing,
                     u"Qt's database driver %1 is not installed"_s.arg(db.driverName())};
    if (url.isPostgres) {
        db.setDatabaseName(url.database);
        db.setUserName(url.user);
        db.setPassword(url.password);
        for (const QString &kind : sessionKinds(url, options)) {
            db.setConnectOptions(connectOptions(url, options, kind));
            if (db.open())
                break;
        }
    } else {
        if (Result<> ready = prepareFile(); !ready)
            return ready;
        db.setDatabaseName(url.isArchive() ? archiveName(url.path) : url.path);
        QString words = u"QSQLITE_BUSY_TIMEOUT=5000"_s;
        words += url.isArchive() ? u";QSQLITE_OPEN_URI"_s : u";QSQLITE_ENABLE_REGEXP"_s;
        if (options.readOnly || url.isArchive())
            words += u";QSQLITE_OPEN_READONLY"_s;
        db.setConnectOptions(words);
    }
    if (Result<> works = planted("connect", u"connect"_s); !works) {
        lost = true;
        return works;
    }
    if (!db.isOpen() && (url.isPostgres || !db.open())) {
        // The driver gives no SQLSTATE for a refused connection: all of these may mend by waiting.
        Error error = failed(db.lastError(), u"connect"_s);
        error.details.insert(u"wait"_s, true);
        error.detail = withoutSecret(error.detail, url.password);
        lost = true;
        return error;
    }
    lost = false;
    inTransaction = false;
    known.clear();
    unreadable.clear();
    Result<> done = url.isPostgres ? Result<>() : acceptFile(db);
    if (done)
        done = setUp(db);
    if (done && url.isPostgres)
        done = refuseSharedSession(db);
    lost = !done;
    return done;
}

/// Before the connection: the first one makes the file, a later one only finds it again. An empty
/// one in its place is no database of ours, whoever left it there.
Result<> Database::Private::prepareFile()
{
    if (url.isInMemory())
        return {};
    const std::optional<FileId> found = fileId(url.path);
    if (file && !found) {
        lost = true;
        return fileGone(url.path);
    }
    if (file && found != file && log && fileId(url.path + u"-wal"_s) == log)
        putLogAside(url.path);
    if (!options.readOnly && !url.isArchive())
        makeReady(url.path);
    return {};
}

/// After the connection, before anything is written.
Result<> Database::Private::acceptFile(QSqlDatabase &db)
{
    if (url.isInMemory())
        return {};
    const std::optional<FileId> found = fileId(url.path);
    if (file && (found != file || QFileInfo(url.path).size() == 0)) {
        QSqlQuery query(db);
        if (!query.exec(u"SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'"_s))
            return failed(query.lastError(), u"sqlite_master"_s);
        if (!query.next())
            return fileGone(url.path);
    }
    file = found;
    return {};
}

/// Whoever deletes or moves a file that is open takes away its name alone: what is written then is
/// gone with the last program that has it open.
Result<> Database::Private::checkFile()
{
    if (url.isPostgres || !file)
        return {};
    if (fileId(url.path) == file) {
        log = fileId(url.path + u"-wal"_s);
        return {};
    }
    lost = true;
    return broken(fileGone(url.path));
}

Result<> Database::Private::setUp(QSqlDatabase &db)
{
    QStringList statements = url.isPostgres
        ? QStringList{u"SET TIME ZONE 'UTC'"_s, u"SET jit = off"_s,
                      u"SET client_min_messages = warning"_s}
        : url.isArchive()
        ? QStringList{u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA cell_size_check = ON"_s,
                      u"PRAGMA query_only = ON"_s, u"PRAGMA mmap_size = 0"_s,
                      u"PRAGMA temp_store = MEMORY"_s}
        : QStringList{u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s,
                      u"PRAGMA foreign_keys = ON"_s};
    if (!url.isPostgres && options.holdsLock)
        statements += kStationsOwn;
    // A file that is made so gives back the room of what goes (RetentionStore); others: compact().
    if (!url.isPostgres && !url.isInMemory() && !options.readOnly
        && QFileInfo(url.path).size() == 0)
        statements.prepend(u"PRAGMA auto_vacuum = INCREMENTAL"_s);
    for (const QString &sql : std::as_const(statements)) {
        QSqlQuery query(db);
        if (!query.exec(sql) && !options.readOnly)
            return failed(query.lastError(), sql);
    }
    if (options.readOnly && url.isPostgres) {
        QSqlQuery query(db);
        if (!query.exec(u"SET default_transaction_read_only = on"_s))
            return failed(query.lastError(), u"SET default_transaction_read_only"_s);
    }
    return {};
}

void Database::Private::disconnect()
{
    prepared.clear();
    locks.clear();
    if (connectionName.isEmpty())
        return;
    {
        QSqlDatabase db = connection();
        db.close();
    }
    QSqlDatabase::removeDatabase(connectionName);
    connectionName.clear();
}

} // namespace parking::store
