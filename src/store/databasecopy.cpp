// COPY goes past Qt's driver, which has no call for it, to the libpq connection behind it.

#include "base/literals.h"
#include "store/copyrows.h"
#include "store/databaseprivate.h"
#include "store/pooler.h"

#include <libpq-fe.h>

namespace parking::store {

namespace {

constexpr int kLongestPause = 64; // calls

struct Freed {
    void operator()(PGresult *result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, Freed>;

/// What a conversation came to: the first failure, and the rows of the last command.
struct Answer {
    bool ok = true;
    QString state; ///< SQLSTATE; empty when the connection died
    QString text;
    qint64 rows = 0;

    void take(const PGresult *result)
    {
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK) {
            rows = QByteArray(PQcmdTuples(const_cast<PGresult *>(result))).toLongLong();
        } else if (ok) {
            ok = false;
            state = QString::fromLatin1(PQresultErrorField(result, PG_DIAG_SQLSTATE));
            text = QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
        }
    }
    void lose(const PGconn *connection)
    {
        if (!ok)
            return;
        ok = false;
        text = QString::fromUtf8(PQerrorMessage(connection));
    }
};

Answer copyIn(PGconn *connection, const QByteArray &sql, const QByteArray &data)
{
    // The driver leaves the end of its last result unread until its own next query.
    while (PgResult rest{PQgetResult(connection)}) { }
    Answer answer;
    if (!PQsendQuery(connection, sql.constData())) {
        answer.lose(connection);
        return answer;
    }
    while (PgResult result{PQgetResult(connection)}) {
        if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
            answer.take(result.get());
            continue;
        }
        constexpr qsizetype kChunk = 1 << 30; // libpq counts in int
        bool sent = true;
        for (qsizetype at = 0; sent && at < data.size(); at += kChunk)
            sent = PQputCopyData(connection, data.constData() + at,
                                 int(std::min(kChunk, data.size() - at)))
                == 1;
        if (!sent || PQputCopyEnd(connection, nullptr) != 1) {
            answer.lose(connection);
            return answer; // the connection is gone: more would wait for nothing
        }
    }
    if (PQstatus(connection) != CONNECTION_OK)
        answer.lose(connection);
    return answer;
}

} // namespace

Result<std::optional<qint64>> Database::copy(const QString &table, const CopyRows &rows)
{
    if (rows.count() == 0)
        return std::optional<qint64>(0);
    if (!isPostgres() || !d->inTransaction)
        return std::optional<qint64>();
    if (d->copyPause > 0) {
        --d->copyPause;
        return std::optional<qint64>();
    }
    PGconn *connection = connectionOf(d->connection());
    if (!connection)
        return std::optional<qint64>(); // another build of libpq than the driver's
    const QString sql =
        u"SAVEPOINT copied; COPY %1 (%2) FROM STDIN"_s.arg(table, rows.columns().join(u", "_s));
    const Answer answer = copyIn(connection, sql.toUtf8(), rows.data());
    if (answer.ok) {
        d->copyConflicts = 0;
        return std::optional<qint64>(answer.rows);
    }
    if (answer.state != "23505"_L1)
        return d->failed(answer.state, answer.text, sql);
    // Where one redelivery is, more may follow: for a while it is not tried at all.
    d->copyConflicts = std::clamp(d->copyConflicts * 2, 1, kLongestPause);
    d->copyPause = d->copyConflicts;
    const QString back = u"ROLLBACK TO SAVEPOINT copied"_s;
    if (QSqlQuery query(d->connection()); !query.exec(back))
        return d->failed(query.lastError(), back);
    return std::optional<qint64>();
}

} // namespace parking::store
