#pragma once

#include "base/literals.h"
#include "base/result.h"
#include "base/time.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantMap>

#include <functional>
#include <memory>

namespace parking::store {

class CopyRows;
class Rows;
struct RowStatement;

enum class Dialect { Sqlite, Postgres };

/// SQL that gives a time column as integer milliseconds.
QString timeColumn(Dialect dialect, const QString &column);

struct DatabaseOptions {
    QString url; ///< postgresql://... or sqlite:///path
    QString applicationName = u"smart-parking"_s;
    bool holdsLock = false; ///< short TCP keep-alives, so that a lock ends soon with its host
    bool readOnly = false; ///< the keep-alives are short as well
};

/// One connection, used only in the thread that opened it. Knows every trap of the two drivers;
/// store classes see one dialect flag and portable calls.
///
/// Texts with U+0000 are refused on both engines (22021).
///
/// Errors: DATABASE_ERROR with details {sqlstate, statement, wait (bool)}; unique violations give
/// DUPLICATE_RESOURCE with details {constraint} besides.
class Database {
public:
    static Result<std::unique_ptr<Database>> open(const DatabaseOptions &options);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    Dialect dialect() const;
    bool isPostgres() const { return dialect() == Dialect::Postgres; }
    QString sqlitePath() const; ///< empty for PostgreSQL
    bool isOpen() const; ///< false after the connection was lost
    Result<> reopen(); ///< a fresh connection with the same options; locks and LISTENs are gone

    /// Runs one statement with named placeholders (`:name`) and without a result.
    Result<> run(const QString &sql, const QVariantMap &values = {});
    /// As run, giving the number of rows that were touched.
    Result<qint64> change(const QString &sql, const QVariantMap &values = {});
    /// Runs a query and calls `row` for each row.
    Result<> each(const QString &sql, const QVariantMap &values,
                  const std::function<void(const QSqlQuery &)> &row);
    /// As each, until `row` says false: what comes after is not read.
    Result<> eachWhile(const QString &sql, const QVariantMap &values,
                       const std::function<bool(const QSqlQuery &)> &row);

    /// One statement for many rows. PostgreSQL: `postgres` takes each column as an array, bound to
    /// the placeholder of the column's name (`unnest(:code::text[], ...)`). SQLite: `sqlite` runs
    /// once for each row, prepared once. Gives the number of rows that were touched.
    Result<qint64> runRows(const QString &postgres, const QString &sqlite, const Rows &rows);
    /// As above, where their number does not matter.
    Result<> runRows(const RowStatement &statement, const Rows &rows);

    /// As runRows, for statements that give rows back (RETURNING): `row` is called for each.
    Result<> eachOfRows(const RowStatement &statement, const Rows &rows,
                        const std::function<void(const QSqlQuery &)> &row);

    /// The rows by COPY, the fastest way into PostgreSQL. Gives their number. Empty when it cannot
    /// be had: on SQLite, outside of a Transaction, where a unique constraint has one of the rows
    /// already (the transaction goes on as before the call), and for some calls after that. The
    /// caller has another way for these.
    Result<std::optional<qint64>> copy(const QString &table, const CopyRows &rows);

    /// The one number that a query gives.
    Result<qint64> count(const QString &sql, const QVariantMap &values = {});

    /// What this connection found out about the database and need not ask again, in its finder's
    /// words; forgotten on reopen and when a transaction rolls back.
    bool isKnown(const QString &fact) const;
    void remember(const QString &fact);

    /// A script of several statements without placeholders; an empty line ends a statement.
    Result<> runScript(const QString &script);

    /// Values in the form the dialect stores: PostgreSQL timestamptz as ISO text, SQLite as
    /// INTEGER milliseconds.
    QVariant bind(UtcTime time) const;
    QVariant bind(const std::optional<UtcTime> &time) const;
    /// Empty optionals are NULL.
    template <class T>
    static QVariant optional(const std::optional<T> &value)
    {
        return value ? QVariant(*value) : QVariant();
    }
    /// Reads what bind() wrote; queries select timestamptz columns through timeColumn().
    static UtcTime readTime(const QVariant &value);
    static std::optional<UtcTime> readOptionalTime(const QVariant &value);
    /// timeColumn() of this database's dialect.
    QString timeColumn(const QString &column) const;

    /// Notes a row (domain::errors::unreadable) that a list left out or did without; the log tells
    /// it once.
    void leaveOut(const Error &row);
    /// The rows left out since the connection was made, each once, at most a hundred.
    QList<Error> unreadable() const;
    /// Before these columns are read of all rows: what was left out for their sake is forgotten.
    void forgetUnreadable(const QString &table, const QStringList &columns);

    /// Round trip of `SELECT 1`.
    Result<std::chrono::microseconds> ping();

private:
    friend class Transaction;
    friend Result<> listen(Database &, const QString &, std::function<void(const QString &)>);
    friend Result<bool> tryLock(Database &, const QString &);
    class Private;
    explicit Database(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace parking::store
