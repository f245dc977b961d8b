#pragma once

#include "domain/floorplan.h"
#include "store/database.h"

namespace parking::store {

/// Floors are made on demand: a space may name a building and floor that have no row.
class FloorStore {
public:
    explicit FloorStore(Database &database) : m_db(database) { }
    Result<QList<domain::Floor>>
    all(domain::SiteId site); ///< ordered by building, level; with pictures
    Result<> save(const domain::Floor &floor, UtcTime now); ///< inserts or updates by id
    Result<> remove(domain::FloorId id);

private:
    Database &m_db;
};

} // namespace parking::store
