#pragma once

#include "domain/downlink.h"
#include "domain/lampcheck.h"
#include "store/statestore.h"

namespace parking::read {

/// Why it is not known whether the space of this display is free; empty where it is known.
std::optional<domain::Unknown> whyUnknown(const store::DisplayedState &displayed, UtcTime now);
/// What its lamp is to tell, where it may.
domain::LampWord lampWord(const store::DisplayedState &displayed);

/// Everything that is told of a space's lamp; empty for a space without one. What it should show
/// follows from the stored state, the site's colours and what the station that works at `now` said
/// of itself. RECORD_NOT_FOUND.
Result<std::optional<domain::LampStatus>> lamp(store::Database &database, domain::SpaceId space,
                                               UtcTime now);

/// The same of a lamp, whether or not a space has it: nothing is wanted of one that none has.
Result<domain::LampStatus> lampOf(store::Database &database, domain::DevEui device, UtcTime now);

/// How all lamps of the site do, by the same rules.
Result<domain::LampsKnown> lamps(store::Database &database, UtcTime now);

} // namespace parking::read
