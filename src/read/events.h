#pragma once

#include "domain/event.h"
#include "store/database.h"

namespace parking::read {

/// Where new events begin; see store::EventStore.
Result<domain::EventPosition> lastEvents(store::Database &database);
Result<domain::EventPage> newEvents(store::Database &database, const domain::EventPosition &since,
                                    int limit);
Result<domain::EventPage> olderEvents(store::Database &database, const domain::EventSearch &search,
                                      const std::optional<domain::EventPosition> &before,
                                      int limit);

} // namespace parking::read
