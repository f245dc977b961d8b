#pragma once

#include "domain/event.h"
#include "store/database.h"

namespace parking::store {

/// What happened, of every kind, read by position: readings, state_changes, downlink_events,
/// bookings (nobody's name), dead_letters, acts, alarms and outages. Writes nothing.
class EventStore {
public:
    explicit EventStore(Database &database) : m_db(database) { }

    /// Where new ones begin.
    Result<domain::EventPosition> end();
    /// What came since, at most `limit` of each kind, newest first; the position is behind those
    /// that were left out, too. Each is told once, also one that another transaction wrote before
    /// those that were told, and committed after them. On PostgreSQL an uplink whose event is more
    /// than an hour older than the last one is not found here: older() has it.
    Result<domain::EventPage> newer(const domain::EventPosition &since, int limit);
    /// What came before, newest first: `limit` in all. A position is one of the same search; an
    /// empty one begins at the end.
    Result<domain::EventPage> older(const domain::EventSearch &search,
                                    const std::optional<domain::EventPosition> &before, int limit);

private:
    Result<domain::EventMarks> newest();

    Database &m_db;
};

} // namespace parking::store
