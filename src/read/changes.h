#pragma once

#include "store/changestore.h"

namespace parking::read {

/// The history of a space, newest first, before `before` when given.
Result<QList<domain::StateChange>> recentChanges(store::Database &database, domain::SpaceId space,
                                                 int limit, std::optional<UtcTime> before = {});

} // namespace parking::read
