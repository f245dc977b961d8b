#pragma once

#include "domain/directory.h"
#include "engine/spaces/deviceimport.h"

namespace parking::engine {

/// Which devices of the network server's list hang at which spaces, by their names: a device that
/// no space has, whose name is the code of a space without one of its kind, is bound to it, heard
/// or not. A name that two of them have says nothing. Others are left to their first uplink, which
/// may never come: a key shows what other sites have, too. Pure.
DevicePlan planListed(const QList<domain::ListedDevice> &listed,
                      const QList<domain::FleetDevice> &devices,
                      const QList<domain::Space> &spaces);

/// By what stands in a database, which is only read.
Result<DevicePlan> planListed(store::Database &database, const QList<domain::ListedDevice> &listed);

} // namespace parking::engine
