#pragma once

#include "domain/outage.h"
#include "store/database.h"

namespace parking::read {

/// The times in which something was not healthy, the newest beginning first.
Result<QList<domain::Outage>> recentOutages(store::Database &database, int limit);

} // namespace parking::read
