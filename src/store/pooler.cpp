#include "store/pooler.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QDeadlineTimer>
#include <QSqlDriver>
#include <QThread>

#include <libpq-fe.h>

#include <memory>
#include <vector>

namespace parking::store {

namespace {

constexpr int kPatienceMs = 3000;
constexpr int kTries = 4; // a pooler may give its sessions in turn

enum class Said { Yes, No, Nothing };

struct Answer {
    Said said = Said::Nothing; ///< Nothing: not in time, or the connection is gone
    QByteArray value;
};

/// Whoever stands before a pooler that has no session left would wait for minutes.
Answer ask(PGconn *connection, const char *sql)
{
    Answer answer;
    if (!PQsendQuery(connection, sql))
        return answer;
    const QDeadlineTimer end(kPatienceMs);
    while (PQconsumeInput(connection) && PQisBusy(connection)) {
        if (end.hasExpired())
            return answer;
        QThread::msleep(1);
    }
    while (PGresult *result = PQgetResult(connection)) {
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_TUPLES_OK && PQntuples(result) > 0)
            answer.value = PQgetvalue(result, 0, 0);
        answer.said =
            status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ? Said::Yes : Said::No;
        PQclear(result);
    }
    return answer;
}

Answer sessionOf(PGconn *connection)
{
    return ask(connection, "SELECT pg_backend_pid()");
}

struct Closed {
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Closed>;

/// Another connection to the same place; null: there is none to be had. Not by Qt's driver, which
/// waits for the session.
Connection secondTo(PGconn *first)
{
    PQconninfoOption *options = PQconninfo(first);
    std::vector<const char *> names;
    std::vector<const char *> values;
    for (const PQconninfoOption *option = options; option && option->keyword; ++option) {
        if (!option->val)
            continue;
        names.push_back(option->keyword);
        values.push_back(option->val);
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    Connection second(PQconnectdbParams(names.data(), values.data(), 0));
    PQconninfoFree(options);
    if (PQstatus(second.get()) != CONNECTION_OK)
        second.reset();
    return second;
}

/// Is the first connection's session somebody else's while it is idle? A session that is taken by
/// the second one's transaction, or that changes meanwhile, was not its own.
bool isShared(PGconn *first, PGconn *second)
{
    const Answer before = sessionOf(first);
    for (int i = 0; i < kTries; ++i) {
        const Answer begun = ask(second, "BEGIN");
        if (begun.said != Said::Yes)
            return begun.said == Said::No; // not even transactions, or no session is left
        const Answer other = sessionOf(second);
        if (other.value == before.value)
            return true;
        const Answer now = sessionOf(first);
        if (now.value != before.value)
            return true;
        ask(second, "ROLLBACK");
    }
    return false;
}

} // namespace

/// Source: Qt documentation, QSqlDriver::handle(), "PGconn*"; the type's own name is pg_conn.
pg_conn *connectionOf(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    const QByteArrayView type(handle.typeName());
    if (type != "pg_conn*" && type != "PGconn*")
        return nullptr;
    return *static_cast<PGconn *const *>(handle.constData());
}

QString poolerWords()
{
    return u"a connection pooler (PgBouncer) stands before PostgreSQL and gives each transaction "
           "another session; this program needs its own: set pool_mode = session for this database "
           "there, or let DATABASE_URL name PostgreSQL itself"_s;
}

/// A pooler tells a process number of its own at connecting; only then the second connection is
/// worth its price.
Result<> refuseSharedSession(const QSqlDatabase &database)
{
    PGconn *first = connectionOf(database);
    if (!first)
        return {};
    const Answer session = sessionOf(first);
    if (session.said != Said::Yes || session.value.toInt() == PQbackendPID(first))
        return {};
    const Connection second = secondTo(first);
    if (!second || !isShared(first, second.get()))
        return {};
    return Error{problem::kPooler, poolerWords(), {{u"wait"_s, true}}};
}

} // namespace parking::store
