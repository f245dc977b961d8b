#pragma once

#include "domain/display.h"
#include "domain/fleet.h"

#include <QHash>

namespace parking::domain {

/// What is known of the devices of a site beside what their spaces tell.
struct SpaceDevices {
    QList<FleetDevice> devices; ///< all of them, also those that no space names
    QHash<DevEui, Display> displays; ///< what lamps show
};

} // namespace parking::domain
