#pragma once

#include "domain/page.h"
#include "store/database.h"

namespace parking::store {

/// Looks downlinks up for people.
class DownlinkQuery {
public:
    explicit DownlinkQuery(Database &database) : m_db(database) { }

    /// Newest first. Totals are of all rows that match; delays of the newest ones.
    Result<domain::DownlinkPage> page(const domain::DownlinkFilter &filter,
                                      const domain::PageRequest &request = {});

private:
    Database &m_db;
};

} // namespace parking::store
