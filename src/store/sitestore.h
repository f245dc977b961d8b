#pragma once

#include "domain/floorplan.h"
#include "store/database.h"

namespace parking::store {

class SiteStore {
public:
    explicit SiteStore(Database &database) : m_db(database) { }
    Result<QList<domain::Site>> all();
    Result<domain::Site> first(); ///< the one that migrations seed, or the oldest
    Result<domain::Site> firstLocked(); ///< the same, until the caller's transaction ends
    Result<> update(const domain::Site &site);
    /// The same as somebody's act, which becomes the history's.
    Result<> change(const domain::Site &before, const domain::Site &after, const QString &actor,
                    UtcTime now);

private:
    Result<QList<domain::Site>> read(const QString &lock);

    Database &m_db;
};

} // namespace parking::store
