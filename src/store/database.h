#pragma once

#include "base/literals.h"
#include "base/result.h"
#include "base/time.h"

#include <QSet>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantMap>

#include <functional>
#include <memory>

namespace parking::store {

class CopyRows;

enum class Dialect { Sqlite, Postgres };

struct DatabaseOptions {
    QString url; ///< postgresql://... or sqlite:///path
    QString applicationName = u"smart-parking"_s;
    bool holdsLock = false; ///< short TCP keep-alives (DESIGN.md, "One station ingests")
    bool readOnly = false;
};

/// What the caller should do about a failed statement. Judged by SQLSTATE (DESIGN.md, "Nothing
/// blocks the journal"): none, 08, 57, 53, 40, 26000, 42501 wait; every other class is the data's.
enum class FailureKind { Wait, Data };

/// Rows for runRows(): column names, then values row by row. Bytes go to PostgreSQL as hex text
/// (`decode(x, 'hex')`), times as ISO text.
class Rows {
public:
    explicit Rows(QStringList columns) : m_columns(std::move(columns)) { }
    void add(QVariantList row)
    {
        Q_ASSERT(row.size() == m_columns.size());
        m_rows.append(std::move(row));
    }
    const QStringList &columns() const { return m_columns; }
    const QList<QVariantList> &rows() const { return m_rows; }

private:
    QStringList m_columns;
    QList<QVariantList> m_rows;
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

    /// One statement for many rows. PostgreSQL: `postgres` takes each column as an array, bound to
    /// the placeholder of the column's name (`unnest(:code::text[], ...)`). SQLite: `sqlite` runs
    /// once for each row, prepared once. Gives the number of rows that were touched.
    Result<qint64> runRows(const QString &postgres, const QString &sqlite, const Rows &rows);

    /// The rows by COPY, the fastest way into PostgreSQL. Gives their number. Empty when it cannot
    /// be had: on SQLite, outside of a Transaction, where a unique constraint has one of the rows
    /// already (the transaction goes on as before the call), and for some calls after that. The
    /// caller has another way for these.
    Result<std::optional<qint64>> copy(const QString &table, const CopyRows &rows);

    /// The one number that a query gives.
    Result<qint64> count(const QString &sql, const QVariantMap &values = {});

    /// Partition months (ReadingStore) that this connection has seen; forgotten on reopen and when
    /// a transaction rolls back.
    const QSet<int> &knownMonths() const;
    void rememberMonth(int month);

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
    /// SQL that gives a time column as integer milliseconds in both dialects.
    QString timeColumn(const QString &column) const;

    /// PostgreSQL: LISTEN and call `heard` with each payload, in this thread. SQLite: nothing,
    /// there is one process.
    Result<> listen(const QString &channel, std::function<void(const QString &payload)> heard);
    Result<> notify(const QString &channel, const QString &payload);

    /// PostgreSQL advisory lock of this session; SQLite: always true (the data folder is locked).
    Result<bool> tryAdvisoryLock(const QString &name);

    /// Ends the session that holds this lock, whoever that is; needs the holder's role or
    /// pg_signal_backend. False: nobody held it. SQLite: always false.
    Result<bool> endLockHolder(const QString &name);

    /// Round trip of `SELECT 1`.
    Result<std::chrono::microseconds> ping();

    static FailureKind failureKind(const Error &error);

private:
    friend class Transaction;
    class Private;
    explicit Database(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// Rolls back unless commit() succeeded. SQLite begins IMMEDIATE. A nested Transaction on the same
/// Database is a programmer's error.
class Transaction {
public:
    static Result<Transaction> begin(Database &database);
    ~Transaction();
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;

    /// After a failed statement it is that statement's error, and nothing is committed.
    /// A lost answer counts as failure; whether it was committed is then open, and the ingest
    /// position tells.
    Result<> commit();

private:
    explicit Transaction(Database &database) : m_database(&database) { }
    Database *m_database;
};

} // namespace parking::store
