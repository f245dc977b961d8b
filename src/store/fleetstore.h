#pragma once

#include "domain/fleet.h"
#include "store/database.h"

/// All devices at once, and which are in use; defined where their columns are named.
namespace parking::store {

/// What is stored of every device: device, place and whether it is retired; the rest follows by
/// rules. Devices that a space names and that were never heard are among them.
Result<QList<domain::FleetDevice>> fleet(Database &database);

/// Since when a device is out of use; empty: it is in use. Gives what stood before.
/// RECORD_NOT_FOUND.
Result<std::optional<UtcTime>> setRetired(Database &database, domain::DevEui eui,
                                          const std::optional<UtcTime> &since);

/// A row for a device that nobody heard yet; one that is there stays as it is.
Result<> addDevice(Database &database, domain::DevEui eui, domain::DeviceKind kind, UtcTime now);
/// What people call it, whatever ChirpStack does; empty: as ChirpStack does. RECORD_NOT_FOUND.
Result<> setDeviceName(Database &database, domain::DevEui eui, const QString &name);

} // namespace parking::store
