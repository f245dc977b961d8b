#pragma once

#include "domain/fleet.h"
#include "domain/walk.h"
#include "store/database.h"

namespace parking::read {

/// What somebody with a magnet wants to know of one space, and who was heard just now.
struct WalkNews {
    domain::WalkFacts facts; ///< without `begun`'s others and broker, which the window knows
    QList<domain::FleetDevice> heard; ///< in the last domain::kWalkHeard, newest first
};

/// `begun`: since when somebody stands at the space. RECORD_NOT_FOUND.
Result<WalkNews> walk(store::Database &database, const domain::SpaceId &space, UtcTime begun,
                      UtcTime now);

/// What a DevEUI is that somebody typed; nobody heard it yet: a sensor.
Result<domain::DeviceKind> kindOf(store::Database &database, domain::DevEui device);

} // namespace parking::read
