#pragma once

#include "store/changestore.h"

namespace parking::read {

/// The history of a space, newest first, before `before` when given.
Result<QList<domain::StateChange>> recentChanges(store::Database &database, domain::SpaceId space,
                                                 int limit, std::optional<UtcTime> before = {});

/// The first change of a space after `moment`; empty: there is none.
Result<std::optional<domain::StateChange>> nextChange(store::Database &database,
                                                      domain::SpaceId space, UtcTime moment);

} // namespace parking::read
