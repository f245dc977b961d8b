#pragma once

#include "domain/downlinknews.h"
#include "store/database.h"

namespace parking::store {

/// Looks downlinks up for people.
class DownlinkQuery {
public:
    explicit DownlinkQuery(Database &database) : m_db(database) { }

    /// Newest first. Totals are of all rows that match; delays of the newest ones.
    Result<domain::DownlinkPage> page(const domain::DownlinkFilter &filter,
                                      const domain::PageRequest &request = {},
                                      const domain::NewestOf &newestOf = {});
    /// The rows that come after the sequence `before`, newest first; limit 1..1000.
    Result<QList<domain::Downlink>> older(const domain::DownlinkFilter &filter, qint64 before,
                                          int limit, const domain::NewestOf &newestOf = {});
    Result<domain::DownlinkNews> news(const domain::DownlinkLook &look);

private:
    Database &m_db;
};

} // namespace parking::store
