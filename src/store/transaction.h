#pragma once

#include "store/database.h"

#include <type_traits>

namespace parking::store {

/// Rolls back unless commit() succeeded. SQLite begins IMMEDIATE. A nested Transaction on the same
/// Database is a programmer's error. What fits into one function is better off with transact().
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

/// Runs `work`, which gives a Result, in a transaction: committed when it succeeds, rolled back
/// when it fails. Gives what `work` gave, or why the transaction did not begin or commit.
template <class Work>
auto transact(Database &database, Work &&work) -> std::invoke_result_t<Work>
{
    Result<Transaction> transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    auto result = std::forward<Work>(work)();
    if (!result)
        return result;
    if (Result<> done = transaction->commit(); !done)
        return done.error();
    return result;
}

} // namespace parking::store
