#pragma once

#include "store/database.h"

#include <type_traits>

namespace parking::store {

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
