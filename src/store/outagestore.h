#pragma once

#include "domain/outage.h"
#include "store/database.h"

namespace parking::store {

/// The table outages.
class OutageStore {
public:
    explicit OutageStore(Database &database) : m_db(database) { }

    Result<> write(const QList<domain::Outage> &outages); ///< new, or with their end
    /// Those that last, of whatever station, end at `now`: nobody is there who would end them.
    Result<> endAll(UtcTime now);
    Result<QList<domain::Outage>> recent(int limit); ///< newest beginning first
    Result<qint64> prune(UtcTime before); ///< that ended before; how many

private:
    Database &m_db;
};

} // namespace parking::store
