#pragma once

#include "domain/act.h"
#include "domain/devicechange.h"
#include "store/database.h"

namespace parking::engine {

/// Writes a change of devices, in the caller's transaction, and gives what stood before: the undo.
/// A device that another space has leaves it, and that space is part of the answer; so may two
/// change places. RECORD_NOT_FOUND for spaces and devices that are not there, CHANGED_MEANWHILE
/// when `expected` is given and something else stands.
Result<domain::DeviceChange> changeDevices(store::Database &database,
                                           const domain::DeviceChange &change,
                                           const std::optional<domain::DeviceChange> &expected,
                                           UtcTime now, const QString &actor = {});

/// The same, for who notes it with what else they do: as acts of nobody yet.
struct DevicesChanged {
    domain::DeviceChange before;
    QList<domain::Act> acts;
};
Result<DevicesChanged> writeDevices(store::Database &database, const domain::DeviceChange &change,
                                    const std::optional<domain::DeviceChange> &expected,
                                    UtcTime now);

} // namespace parking::engine
