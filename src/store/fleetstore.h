#pragma once

#include "domain/devicechange.h"
#include "domain/fleet.h"
#include "store/database.h"

/// All devices at once, and what people decide about many of them: one statement each on
/// PostgreSQL, in the caller's transaction.
namespace parking::store {

/// What is stored of every device: device, place and whether it is retired; the rest follows by
/// rules. Devices that a space names and that were never heard are among them; one of which nothing
/// at all is known, as when an import of it was taken back, is none.
Result<QList<domain::FleetDevice>> fleet(Database &database);

/// How people set a device that has a row.
struct DeviceSettings {
    QString name; ///< empty: as the network server names it
    QString shownName;
    QString type; ///< empty: by what it tells
    std::optional<UtcTime> retiredAt;
};
/// Of those among them that have a row.
Result<QHash<domain::DevEui, DeviceSettings>> deviceSettings(Database &database,
                                                             const QList<domain::DevEui> &devices);

/// Rows for devices that nobody heard yet; one that is there stays as it is.
Result<> addDevices(Database &database, const QHash<domain::DevEui, domain::DeviceKind> &kinds,
                    UtcTime now);
/// What people call them, whatever ChirpStack does; empty: as ChirpStack does. Rows that are not
/// there stay so.
Result<> setDeviceNames(Database &database, const QHash<domain::DevEui, QString> &names);
/// Makes the rows when needed.
Result<> setDeviceTypes(Database &database, const QHash<domain::DevEui, QString> &types,
                        UtcTime now);
/// Since when devices are out of use; empty: they are in use.
Result<> setRetired(Database &database,
                    const QHash<domain::DevEui, std::optional<UtcTime>> &retired);

/// Which devices spaces have. Who takes one from another frees that first.
Result<> setBindings(Database &database, const QHash<domain::SpaceId, domain::Binding> &bindings,
                     UtcTime now);

} // namespace parking::store
