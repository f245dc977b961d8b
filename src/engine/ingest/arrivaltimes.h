#pragma once

#include "engine/ingest/ingestitem.h"
#include "store/database.h"

#include <span>

namespace parking::engine {

/// A message without any clock has the time of its arrival, so that one delivered twice would have
/// two times. This gives each reading of such a message the time under which it is stored already,
/// or under which it stands further in front: it is then a redelivery like any other.
///
/// One deduplicationId is one uplink. Where the content stands for it, the same content may be said
/// anew: it is a redelivery when the broker says so, of one that arrived in the day before it.
///
/// Asks the database once, and not at all where each message has a clock. Gives whether any time
/// was changed.
Result<bool> settleArrivalTimes(store::Database &database, std::span<IngestItem> items);

} // namespace parking::engine
