#pragma once

#include "engine/lamps/lanes.h"
#include "store/database.h"

namespace parking::engine {

/// Brings what the database says of lamps and their open rows into the lanes: at a start all of it,
/// later what other processes did. Errors are the database's.
class LaneReader {
public:
    LaneReader(store::Database &database, Lanes &lanes) : m_database(database), m_lanes(lanes) { }

    /// All lamps and open rows. A row that was queued before its lamp joined is to be looked for.
    Result<> readAll();
    Result<> readLamps();
    /// The lamps of these rows as they are now: how long an item lives follows from type and class.
    Result<> readLampsOf(const QList<domain::Downlink> &rows);
    /// What an operator's desktop, `parkctl downlinks send` or `flush` did: pending rows that the
    /// lanes do not have, and rows queued there that are open no more, as superseded ones. The
    /// caller puts them in.
    Result<QList<domain::Downlink>> news();

private:
    store::Database &m_database;
    Lanes &m_lanes;
};

} // namespace parking::engine
