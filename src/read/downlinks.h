#pragma once

#include "domain/page.h"
#include "store/database.h"

namespace parking::read {

/// A page of the ledger, newest first, with the totals of all that the filter finds. limit 1..1000.
Result<domain::DownlinkPage> downlinks(store::Database &database,
                                       const domain::DownlinkFilter &filter, int limit,
                                       int offset = 0);

} // namespace parking::read
