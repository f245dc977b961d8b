#include "store/transaction.h"

#include "base/literals.h"
#include "base/logging.h"
#include "store/databaseprivate.h"

#include <utility>

namespace parking::store {

Result<Transaction> Transaction::begin(Database &database)
{
    Database::Private &d = *database.d;
    Q_ASSERT(!d.inTransaction);
    if (Result<> there = d.checkFile(); !there)
        return there.error();
    // SQLite's plain BEGIN takes the write lock only at the first write, and then may fail
    // half-way.
    const QString sql = database.isPostgres() ? u"BEGIN"_s : u"BEGIN IMMEDIATE"_s;
    if (Result<> works = d.planted("begin", sql); !works)
        return works.error();
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
    d.known.clear();
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
    if (Result<> there = d.checkFile(); !there)
        return there;
    if (Result<> works = d.planted("commit", u"COMMIT"_s); !works)
        return works;
    QSqlQuery query(d.connection());
    if (!query.exec(u"COMMIT"_s))
        return d.failed(query.lastError(), u"COMMIT"_s);
    d.inTransaction = false;
    m_database = nullptr;
    return d.planted("committed", u"COMMIT"_s); // its answer got lost
}

} // namespace parking::store
