#pragma once

#include "domain/snapshot.h"
#include "store/database.h"

namespace parking::read {

/// The site with its floors and spaces; statuses come from who watches them.
Result<domain::SiteSnapshot> site(store::Database &database);

} // namespace parking::read
