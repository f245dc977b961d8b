#include "base/literals.h"
#include "base/logging.h"
#include "store/databaseprivate.h"

#include <QAtomicInteger>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlDriver>

namespace parking::store {

namespace {

QString quoted(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + value + u'\'';
}

/// libpq keywords for what QSqlDatabase has no setter for, among them several hosts. QPSQL turns
/// `;` into a space, wherever it stands; so no value may hold one.
QString connectOptions(const DatabaseUrl &url, const DatabaseOptions &options)
{
    QStringList hosts;
    QStringList ports;
    for (const DatabaseUrl::Host &host : url.hosts) {
        hosts.append(host.name);
        ports.append(host.port);
    }
    QMap<QString, QString> words = url.options;
    words.insert(u"host"_s, hosts.join(u','));
    words.insert(u"port"_s, ports.join(u','));
    const auto preset = [&words](const char *name, const QString &value) {
        if (!words.contains(QLatin1StringView(name)))
            words.insert(QLatin1StringView(name), value);
    };
    preset("connect_timeout", u"5"_s);
    preset("application_name", options.applicationName);
    if (options.holdsLock) {
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

/// SQLite has no SQLSTATE. Its result codes (sqlite3.h), told apart as one would for PostgreSQL.
QString sqliteState(const QString &nativeCode)
{
    switch (nativeCode.toInt() & 0xff) {
    case 19: // CONSTRAINT
        return nativeCode == "2067"_L1 || nativeCode == "1555"_L1 ? u"23505"_s : u"23000"_s;
    case 18: // TOOBIG
    case 20: // MISMATCH
        return u"22000"_s;
    case 1: // ERROR: the statement itself, or RAISE in a trigger
        return u"42000"_s;
    case 5: // BUSY
    case 6: // LOCKED
        return u"40001"_s;
    case 13: // FULL
        return u"53100"_s;
    default: // IOERR, CANTOPEN, READONLY, NOMEM, CORRUPT ...
        return u"58030"_s;
    }
}

bool isWaitState(const QString &state)
{
    if (state.isEmpty())
        return true; // QPSQL after the connection died
    for (const char *kind : {"08", "57", "53", "40", "58", "26000", "42501"}) {
        if (state.startsWith(QLatin1StringView(kind)))
            return true;
    }
    return false;
}

bool isLostState(const QString &state)
{
    return state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"57P")
        || state == u"26000";
}

/// The constraint's name (PostgreSQL) or its columns (SQLite) out of the message.
QString constraintOf(const QString &text)
{
    const qsizetype open = text.indexOf("constraint \""_L1);
    if (open >= 0)
        return text.mid(open + 12).section(u'"', 0, 0);
    const qsizetype failed = text.indexOf("constraint failed: "_L1);
    return failed >= 0 ? text.mid(failed + 19).section(u' ', 0, -1).section(u'\n', 0, 0)
                       : QString();
}

/// The drivers store a null QString or QByteArray as NULL; to us it is an empty one, and NULL is
/// a QVariant without a value.
QVariant unlessNull(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return QString::fromLatin1("");
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    return value;
}

/// An element of a PostgreSQL array literal.
void appendElement(QString &array, const QVariant &value)
{
    if (!value.isValid()) {
        array += "NULL"_L1;
        return;
    }
    switch (value.typeId()) {
    case QMetaType::Bool:
        array += value.toBool() ? u't' : u'f';
        return;
    case QMetaType::QByteArray:
        array += u'"';
        array += QLatin1StringView(value.toByteArray().toHex());
        array += u'"';
        return;
    case QMetaType::QString: {
        QString text = value.toString();
        if (text.contains(u'\\') || text.contains(u'"'))
            text.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1);
        array += u'"';
        array += text;
        array += u'"';
        return;
    }
    default:
        array += value.toString();
    }
}

} // namespace

// --- Connection ----------------------------------------------------------------------------------

Error Database::Private::failed(const QSqlError &error, const QString &sql)
{
    const QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return failed(error.nativeErrorCode(), text, sql);
}

Error Database::Private::failed(const QString &nativeState, const QString &text, const QString &sql)
{
    const QString state = url.isPostgres ? nativeState : sqliteState(nativeState);
    if (url.isPostgres && isLostState(state))
        lost = true;
    const QString shown = text.section(u"(EXECUTE"_s, 0, 0).trimmed().left(500);
    QJsonObject details{{u"sqlstate"_s, state},
                        {u"statement"_s, sql.simplified().left(200)},
                        {u"wait"_s, isWaitState(state)}};
    const bool duplicate = state == "23505"_L1;
    if (duplicate)
        details.insert(u"constraint"_s, constraintOf(shown));
    return broken({duplicate ? u"DUPLICATE_RESOURCE"_s : u"DATABASE_ERROR"_s, shown, details});
}

Error Database::Private::broken(const Error &error)
{
    if (inTransaction && !brokenBy)
        brokenBy = error;
    return error;
}

/// PostgreSQL holds no U+0000, and where the driver writes values into the statement's text the
/// statement would end there.
Result<> Database::Private::check(const QVariant &value)
{
    if (value.typeId() != QMetaType::QString || !value.toString().contains(QChar::Null))
        return {};
    return broken({u"DATABASE_ERROR"_s,
                   u"a text holds the character U+0000"_s,
                   {{u"sqlstate"_s, u"22021"_s}, {u"wait"_s, false}}});
}

Result<> Database::Private::connect()
{
    static QAtomicInteger<quint64> count = 0;
    connectionName = u"parking-%1"_s.arg(count.fetchAndAddRelaxed(1));
    QSqlDatabase db =
        QSqlDatabase::addDatabase(url.isPostgres ? u"QPSQL"_s : u"QSQLITE"_s, connectionName);
    if (!db.isValid())
        return Error{u"DRIVER_MISSING"_s,
                     u"Qt's database driver %1 is not installed"_s.arg(db.driverName())};
    if (url.isPostgres) {
        db.setDatabaseName(url.database);
        db.setUserName(url.user);
        db.setPassword(url.password);
        db.setConnectOptions(connectOptions(url, options));
    } else {
        if (!options.readOnly)
            QDir().mkpath(QFileInfo(url.path).path());
        db.setDatabaseName(url.path);
        QString words = u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_ENABLE_REGEXP"_s;
        if (options.readOnly)
            words += u";QSQLITE_OPEN_READONLY"_s;
        db.setConnectOptions(words);
    }
    if (!db.open()) {
        // The driver gives no SQLSTATE for a refused connection: all of these may mend by waiting.
        Error error = failed(db.lastError(), u"connect"_s);
        error.details.insert(u"wait"_s, true);
        lost = true;
        return error;
    }
    lost = false;
    inTransaction = false;
    months.clear();
    return setUp(db);
}

Result<> Database::Private::setUp(QSqlDatabase &db)
{
    const QStringList statements = url.isPostgres
        ? QStringList{u"SET TIME ZONE 'UTC'"_s, u"SET jit = off"_s,
                      u"SET client_min_messages = warning"_s}
        : QStringList{u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s,
                      u"PRAGMA foreign_keys = ON"_s};
    for (const QString &sql : statements) {
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
    if (connectionName.isEmpty())
        return;
    {
        QSqlDatabase db = connection();
        db.close();
    }
    QSqlDatabase::removeDatabase(connectionName);
    connectionName.clear();
}

Database::Database(std::unique_ptr<Private> state) : d(std::move(state)) { }

Database::~Database()
{
    d->disconnect();
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseOptions &options)
{
    Result<DatabaseUrl> url = parseDatabaseUrl(options.url);
    if (!url)
        return url.error();
    auto state = std::make_unique<Private>();
    state->options = options;
    state->url = std::move(*url);
    const Result<> connected = state->connect();
    std::unique_ptr<Database> database(new Database(std::move(state)));
    if (!connected)
        return connected.error();
    return database;
}

Result<> Database::reopen()
{
    d->disconnect();
    return d->connect();
}

Dialect Database::dialect() const
{
    return d->url.isPostgres ? Dialect::Postgres : Dialect::Sqlite;
}

QString Database::sqlitePath() const
{
    return d->url.path;
}

bool Database::isOpen() const
{
    return !d->lost;
}

FailureKind Database::failureKind(const Error &error)
{
    return error.details.value(u"wait"_s).toBool() ? FailureKind::Wait : FailureKind::Data;
}

// --- Statements ----------------------------------------------------------------------------------

Result<QSqlQuery *> Database::Private::prepare(const QString &sql)
{
    const auto known = prepared.find(sql);
    if (known != prepared.end())
        return &known->second;
    QSqlQuery query(connection());
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(query.lastError(), sql);
    return &prepared.emplace(sql, std::move(query)).first->second;
}

Result<QSqlQuery *> Database::Private::execute(const QString &sql, const QVariantMap &values)
{
    Result<QSqlQuery *> query = prepare(sql);
    if (!query)
        return query;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        if (Result<> checked = check(it.value()); !checked)
            return checked.error();
        (*query)->bindValue(u':' + it.key(), unlessNull(it.value()));
    }
    if (!(*query)->exec()) {
        const Error error = failed((*query)->lastError(), sql);
        (*query)->finish();
        return error;
    }
    return query;
}

Result<> Database::run(const QString &sql, const QVariantMap &values)
{
    const Result<qint64> rows = change(sql, values);
    return rows ? Result<>() : Result<>(rows.error());
}

Result<qint64> Database::change(const QString &sql, const QVariantMap &values)
{
    const Result<QSqlQuery *> query = d->execute(sql, values);
    if (!query)
        return query.error();
    const qint64 rows = (*query)->numRowsAffected();
    (*query)->finish();
    return rows;
}

Result<> Database::each(const QString &sql, const QVariantMap &values,
                        const std::function<void(const QSqlQuery &)> &row)
{
    const Result<QSqlQuery *> query = d->execute(sql, values);
    if (!query)
        return query.error();
    while ((*query)->next())
        row(**query);
    const QSqlError error = (*query)->lastError();
    (*query)->finish();
    if (error.type() != QSqlError::NoError)
        return d->failed(error, sql);
    return {};
}

Result<qint64> Database::runRows(const QString &postgres, const QString &sqlite, const Rows &rows)
{
    if (rows.rows().isEmpty())
        return qint64(0);
    if (isPostgres()) {
        QVariantMap arrays;
        for (qsizetype column = 0; column < rows.columns().size(); ++column) {
            QString array;
            array.reserve(rows.rows().size() * 24);
            array += u'{';
            for (const QVariantList &row : rows.rows()) {
                if (array.size() > 1)
                    array += u',';
                appendElement(array, row[column]);
            }
            array += u'}';
            arrays.insert(rows.columns()[column], array);
        }
        return change(postgres, arrays);
    }
    Result<QSqlQuery *> query = d->prepare(sqlite);
    if (!query)
        return query.error();
    qint64 touched = 0;
    for (const QVariantList &row : rows.rows()) {
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (Result<> checked = d->check(row[column]); !checked)
                return checked.error();
            (*query)->bindValue(u':' + rows.columns()[column], unlessNull(row[column]));
        }
        if (!(*query)->exec()) {
            const Error error = d->failed((*query)->lastError(), sqlite);
            (*query)->finish();
            return error;
        }
        touched += (*query)->numRowsAffected();
        (*query)->finish();
    }
    return touched;
}

Result<qint64> Database::count(const QString &sql, const QVariantMap &values)
{
    qint64 number = 0;
    const Result<> done =
        each(sql, values, [&number](const QSqlQuery &row) { number = row.value(0).toLongLong(); });
    if (!done)
        return done.error();
    return number;
}

const QSet<int> &Database::knownMonths() const
{
    return d->months;
}

void Database::rememberMonth(int month)
{
    d->months.insert(month);
}

Result<> Database::runScript(const QString &script)
{
    d->prepared.clear(); // they may speak of tables that the script alters
    for (const QString &statement : script.split(u"\n\n"_s, Qt::SkipEmptyParts)) {
        const QString sql = statement.trimmed();
        const QStringList lines = sql.split(u'\n');
        const bool onlyComments =
            std::all_of(lines.cbegin(), lines.cend(), [](const QString &line) {
                return line.trimmed().isEmpty() || line.startsWith(u"--");
            });
        if (onlyComments)
            continue;
        QSqlQuery query(d->connection());
        if (!query.exec(sql))
            return d->failed(query.lastError(), sql);
    }
    return {};
}

// --- Times ---------------------------------------------------------------------------------------

QVariant Database::bind(UtcTime time) const
{
    return isPostgres() ? QVariant(toIso(time)) : QVariant(toMillis(time));
}

QVariant Database::bind(const std::optional<UtcTime> &time) const
{
    return time ? bind(*time) : QVariant();
}

UtcTime Database::readTime(const QVariant &value)
{
    return fromMillis(value.toLongLong());
}

std::optional<UtcTime> Database::readOptionalTime(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(readTime(value));
}

QString Database::timeColumn(const QString &column) const
{
    return isPostgres() ? u"(extract(epoch FROM %1) * 1000)::bigint"_s.arg(column) : column;
}

// --- Between sessions ----------------------------------------------------------------------------

Result<> Database::listen(const QString &channel, std::function<void(const QString &)> heard)
{
    if (!isPostgres())
        return {};
    QSqlDriver *driver = d->connection().driver();
    if (driver->subscribedToNotifications().contains(channel))
        return {};
    if (!driver->subscribeToNotification(channel))
        return d->failed(driver->lastError(), u"LISTEN"_s);
    QObject::connect(driver, &QSqlDriver::notification, driver,
                     [channel, heard](const QString &name, QSqlDriver::NotificationSource,
                                      const QVariant &payload) {
                         if (name == channel)
                             heard(payload.toString());
                     });
    return {};
}

Result<> Database::notify(const QString &channel, const QString &payload)
{
    if (!isPostgres())
        return {};
    return each(u"SELECT pg_notify(:channel, :payload)"_s,
                {{u"channel"_s, channel}, {u"payload"_s, payload}}, [](const QSqlQuery &) {});
}

Result<bool> Database::tryAdvisoryLock(const QString &name)
{
    if (!isPostgres())
        return true;
    bool locked = false;
    const Result<> done = each(u"SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"_s,
                               {{u"name"_s, u"smart-parking:"_s + name}},
                               [&locked](const QSqlQuery &row) { locked = row.value(0).toBool(); });
    if (!done)
        return done.error();
    return locked;
}

Result<bool> Database::endLockHolder(const QString &name)
{
    if (!isPostgres())
        return false;
    bool ended = false;
    // Source of the two halves: PostgreSQL 15, 54.12 pg_locks, "bigint keys".
    const Result<> done =
        each(u"SELECT pg_terminate_backend(l.pid) FROM pg_locks l, "
             "(SELECT hashtextextended(:name, 0) AS key) k "
             "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
             "AND l.database = (SELECT oid FROM pg_database "
             "WHERE datname = current_database()) "
             "AND l.classid::bigint = (k.key >> 32) & 4294967295 "
             "AND l.objid::bigint = k.key & 4294967295"_s,
             {{u"name"_s, u"smart-parking:"_s + name}},
             [&ended](const QSqlQuery &row) { ended = row.value(0).toBool() || ended; });
    if (!done)
        return done.error();
    return ended;
}

Result<std::chrono::microseconds> Database::ping()
{
    QElapsedTimer timer;
    timer.start();
    const Result<> done = each(u"SELECT 1"_s, {}, [](const QSqlQuery &) {});
    if (!done)
        return done.error();
    return std::chrono::microseconds(timer.nsecsElapsed() / 1000);
}

// --- Transaction ---------------------------------------------------------------------------------

Result<Transaction> Transaction::begin(Database &database)
{
    Database::Private &d = *database.d;
    Q_ASSERT(!d.inTransaction);
    // SQLite's plain BEGIN takes the write lock only at the first write, and then may fail
    // half-way.
    const QString sql = database.isPostgres() ? u"BEGIN"_s : u"BEGIN IMMEDIATE"_s;
    QSqlQuery query(d.connection());
    if (!query.exec(sql))
        return d.failed(query.lastError(), sql);
    d.inTransaction = true;
    d.brokenBy.reset();
    return Transaction(database);
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

Transaction::~Transaction()
{
    if (!m_database)
        return;
    Database::Private &d = *m_database->d;
    d.inTransaction = false;
    d.months.clear();
    if (d.lost)
        return;
    QSqlQuery query(d.connection());
    if (!query.exec(u"ROLLBACK"_s))
        qCWarning(lcStore) << "rollback:" << query.lastError().text();
}

Result<> Transaction::commit()
{
    Q_ASSERT(m_database);
    Database::Private &d = *m_database->d;
    // PostgreSQL would answer the COMMIT of a failed transaction with success, and roll back.
    if (d.brokenBy)
        return *d.brokenBy;
    QSqlQuery query(d.connection());
    if (!query.exec(u"COMMIT"_s))
        return d.failed(query.lastError(), u"COMMIT"_s);
    d.inTransaction = false;
    m_database = nullptr;
    return {};
}

} // namespace parking::store
