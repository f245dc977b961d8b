#pragma once

#include "domain/downlinknews.h"
#include "store/database.h"

namespace parking::read {

/// A page of the ledger, newest first, with the totals of all that the filter finds. limit 1..1000.
Result<domain::DownlinkPage> downlinks(store::Database &database,
                                       const domain::DownlinkFilter &filter, int limit,
                                       int offset = 0, const domain::NewestOf &newestOf = {});

/// The rows behind the sequence `before` of such a page. limit 1..1000.
Result<QList<domain::Downlink>> olderDownlinks(store::Database &database,
                                               const domain::DownlinkFilter &filter, qint64 before,
                                               int limit, const domain::NewestOf &newestOf = {});
Result<domain::DownlinkNews> downlinkNews(store::Database &database,
                                          const domain::DownlinkLook &look);

} // namespace parking::read
