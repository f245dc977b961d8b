#pragma once

#include "domain/space.h"
#include "domain/spacedevices.h"
#include "store/database.h"

namespace parking::read {

/// Every device of the site, and what its lamps show. Two queries, then rules.
Result<domain::SpaceDevices> spaceDevices(store::Database &database, UtcTime now);

/// Spaces that were deleted, the last ones first, at most `limit`.
Result<QList<domain::Space>> deletedSpaces(store::Database &database, int limit);

} // namespace parking::read
