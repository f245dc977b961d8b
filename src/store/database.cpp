#include "base/failpoint.h"
#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "store/databaseprivate.h"
#include "store/rows.h"
#include "store/sqlstate.h"

#include <QElapsedTimer>

namespace parking::store {

namespace {

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

/// What a statement for many rows binds on PostgreSQL.
QVariantMap arraysOf(const Rows &rows)
{
    QVariantMap arrays;
    for (qsizetype column = 0; column < rows.columns().size(); ++column)
        arrays.insert(rows.columns()[column], rows.array(column));
    return arrays;
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
    if (url.isPostgres && (isLostState(state) || (isCopyState(state) && options.holdsLock)))
        lost = true;
    return broken(statementError(state, text, sql));
}

Error Database::Private::broken(const Error &error)
{
    if (inTransaction && !brokenBy)
        brokenBy = error;
    return error;
}

/// The fault that a test wants at this place, with its SQLSTATE.
Result<> Database::Private::planted(const char *place, const QString &sql)
{
    const char *word = plantedFault(place);
    if (!word)
        return {};
    const QString state = QString::fromLatin1(word);
    lost = lost || isLostState(state);
    return broken(statementError(state, u"a test planted this"_s, sql));
}

/// PostgreSQL holds no U+0000, and where the driver writes values into the statement's text the
/// statement would end there.
Result<> Database::Private::check(const QVariant &value)
{
    if (value.typeId() != QMetaType::QString || !value.toString().contains(QChar::Null))
        return {};
    return broken({problem::kDatabase,
                   u"a text holds the character U+0000"_s,
                   {{u"sqlstate"_s, u"22021"_s}, {u"wait"_s, false}}});
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

// --- Statements ----------------------------------------------------------------------------------

Result<QSqlQuery *> Database::Private::prepare(const QString &sql)
{
    const auto found = prepared.find(sql);
    if (found != prepared.end())
        return &found->second;
    QSqlQuery query(connection());
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(query.lastError(), sql);
    return &prepared.emplace(sql, std::move(query)).first->second;
}

Result<QSqlQuery *> Database::Private::execute(const QString &sql, const QVariantMap &values)
{
    if (Result<> there = checkFile(); !there)
        return there.error();
    if (Result<> works = planted("statement", sql); !works)
        return works.error();
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
    return eachWhile(sql, values, [&row](const QSqlQuery &found) {
        row(found);
        return true;
    });
}

Result<> Database::eachWhile(const QString &sql, const QVariantMap &values,
                             const std::function<bool(const QSqlQuery &)> &row)
{
    const Result<QSqlQuery *> query = d->execute(sql, values);
    if (!query)
        return query.error();
    while ((*query)->next()) {
        if (!row(**query))
            break;
    }
    const QSqlError error = (*query)->lastError();
    (*query)->finish();
    if (error.type() != QSqlError::NoError)
        return d->failed(error, sql);
    return {};
}

/// One statement for each row, prepared once; `ran` is called after each.
Result<> Database::Private::runEach(const QString &sql, const Rows &rows,
                                    const std::function<void(QSqlQuery &)> &ran)
{
    Result<QSqlQuery *> query = prepare(sql);
    if (!query)
        return query.error();
    for (const QVariantList &row : rows.rows()) {
        if (Result<> works = planted("statement", sql); !works)
            return works;
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (Result<> checked = check(row[column]); !checked)
                return checked.error();
            (*query)->bindValue(u':' + rows.columns()[column], unlessNull(row[column]));
        }
        if (!(*query)->exec()) {
            const Error error = failed((*query)->lastError(), sql);
            (*query)->finish();
            return error;
        }
        ran(**query);
        (*query)->finish();
    }
    return {};
}

Result<qint64> Database::runRows(const QString &postgres, const QString &sqlite, const Rows &rows)
{
    if (rows.rows().isEmpty())
        return qint64(0);
    if (isPostgres())
        return change(postgres, arraysOf(rows));
    qint64 touched = 0;
    const Result<> done = d->runEach(
        sqlite, rows, [&touched](QSqlQuery &query) { touched += query.numRowsAffected(); });
    return done ? Result<qint64>(touched) : done.error();
}

Result<> Database::eachOfRows(const RowStatement &statement, const Rows &rows,
                              const std::function<void(const QSqlQuery &)> &row)
{
    if (rows.rows().isEmpty())
        return {};
    if (isPostgres())
        return each(statement.arrays, arraysOf(rows), row);
    return d->runEach(statement.row, rows, [&row](QSqlQuery &query) {
        while (query.next())
            row(query);
    });
}

Result<> Database::runRows(const RowStatement &statement, const Rows &rows)
{
    const Result<qint64> done = runRows(statement.arrays, statement.row, rows);
    return done ? Result<>() : Result<>(done.error());
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

bool Database::isKnown(const QString &fact) const
{
    return d->known.contains(fact);
}

void Database::remember(const QString &fact)
{
    d->known.insert(fact);
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

QString timeColumn(Dialect dialect, const QString &column)
{
    return dialect == Dialect::Postgres ? u"(extract(epoch FROM %1) * 1000)::bigint"_s.arg(column)
                                        : column;
}

QString Database::timeColumn(const QString &column) const
{
    return store::timeColumn(dialect(), column);
}

// --- Rows that cannot be read --------------------------------------------------------------------

void Database::leaveOut(const Error &row)
{
    constexpr qsizetype kRemembered = 100;
    if (d->unreadable.contains(row.detail) || d->unreadable.size() >= kRemembered)
        return;
    d->unreadable.insert(row.detail, row);
    qCWarning(lcStore).noquote() << row.code << row.detail;
}

QList<Error> Database::unreadable() const
{
    return d->unreadable.values();
}

void Database::forgetUnreadable(const QString &table, const QStringList &columns)
{
    d->unreadable.removeIf([&](const std::pair<const QString &, Error &> &row) {
        const QJsonObject &details = row.second.details;
        return details[u"table"].toString() == table
            && columns.contains(details[u"column"].toString());
    });
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

} // namespace parking::store
