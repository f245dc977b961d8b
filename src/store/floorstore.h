#pragma once

#include "domain/floorplan.h"
#include "store/database.h"

namespace parking::store {

/// Floors are made on demand: a space may name a building and floor that have no row.
class FloorStore {
public:
    explicit FloorStore(Database &database) : m_db(database) { }
    /// Ordered by building, level; with pictures. A floor whose plan cannot be read is left out
    /// (Database::unreadable() tells): its spaces are shown as those of a floor without a row.
    Result<QList<domain::Floor>> all(domain::SiteId site);
    Result<std::optional<domain::Floor>> find(domain::FloorId id); ///< empty: there is none
    /// Their ids, places and levels alone, also of those whose plan cannot be read.
    Result<QList<domain::Floor>> places(domain::SiteId site);
    Result<> save(const domain::Floor &floor, UtcTime now); ///< inserts or updates by id
    Result<> setLevel(domain::FloorId id, int level, UtcTime now);
    Result<> remove(domain::FloorId id);

private:
    Database &m_db;
};

} // namespace parking::store
