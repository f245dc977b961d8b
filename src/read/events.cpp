#include "read/events.h"

#include "store/eventstore.h"

namespace parking::read {

Result<domain::EventPosition> lastEvents(store::Database &database)
{
    return store::EventStore(database).end();
}

Result<domain::EventPage> newEvents(store::Database &database, const domain::EventPosition &since,
                                    int limit)
{
    return store::EventStore(database).newer(since, limit);
}

Result<domain::EventPage> olderEvents(store::Database &database, const domain::EventSearch &search,
                                      const std::optional<domain::EventPosition> &before, int limit)
{
    return store::EventStore(database).older(search, before, limit);
}

} // namespace parking::read
