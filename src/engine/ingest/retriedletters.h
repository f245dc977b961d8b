#pragma once

#include "engine/ingest/batch.h"

namespace parking::engine {

struct RetriedLetters {
    QList<BatchOutcome> outcomes; ///< of those that were taken in this time; their rows are gone
    int refused = 0; ///< they stay, with what is wrong now
    bool more = false;
};

/// Takes in the dead letters that somebody asked for, each in a transaction of its own. An error is
/// the database's: it asks to wait.
Result<RetriedLetters> retryLetters(store::Database &database, const Bindings &bindings,
                                    const MovementRules &rules, UtcTime now);

} // namespace parking::engine
