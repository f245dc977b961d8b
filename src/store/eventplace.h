#pragma once

#include "domain/event.h"
#include "store/database.h"

#include <array>

/// Where who reads new events stands, and from where on he reads again: rows of transactions that
/// commit late lie before some that were told.
namespace parking::store {

inline constexpr int kEventSources = 7;
/// EventMarks by source, times in milliseconds.
using EventNumbers = std::array<qint64, kEventSources>;

EventNumbers numbersOf(const domain::EventMarks &marks);
domain::EventMarks marksOf(const EventNumbers &numbers);

/// Where a reader begins who knows nothing of those that write just now.
domain::EventMarks readAgainFrom(const domain::EventMarks &newest, Dialect dialect);

/// Transactions that write: all below `oldest` are over, and none has reached `next`. On SQLite one
/// comes after the other.
struct Writers {
    qint64 oldest = 0;
    qint64 next = 0;
};
Result<Writers> writersOf(Database &db);

/// After a look, before which `writers` was asked: behind what was told nothing comes in between
/// once all transactions are over that wrote then, for a later one takes higher numbers. Those are
/// counted one look later, since a row has its number a moment before its transaction has one.
void settle(domain::EventPosition &position, const Writers &writers, Dialect dialect);

} // namespace parking::store
