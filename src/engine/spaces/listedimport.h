#pragma once

#include "domain/directory.h"
#include "engine/spaces/deviceimport.h"

namespace parking::engine {

/// What the network server's devices make of the site's: those that are not known here are added,
/// as far as their profile or DevEUI tells what they are; with `bind`, a device that no space has
/// and whose name is the code of a space without one of its kind is bound to it. What is known here
/// keeps its name and type: uplinks bring the network server's, and people choose others. Pure.
DevicePlan planListed(const QList<domain::ListedDevice> &listed,
                      const QList<domain::FleetDevice> &devices, const QList<domain::Space> &spaces,
                      bool bind);

/// All of it or nothing; `dryRun`: nothing, but what it would be.
Result<domain::ImportResult> importListed(store::Database &database,
                                          const QList<domain::ListedDevice> &listed, bool bind,
                                          bool dryRun, UtcTime now, const QString &actor = {});

} // namespace parking::engine
