#pragma once

#include "domain/devicechange.h"
#include "store/database.h"

namespace parking::engine {

/// Writes a change of devices, in the caller's transaction, and gives what stood before: the undo.
/// A device that another space has leaves it, and that space is part of the answer; so may two
/// change places. RECORD_NOT_FOUND for spaces and devices that are not there, VALIDATION_ERROR for
/// a type that is none, DUPLICATE_RESOURCE where two spaces are to have one device.
///
/// `expected`: what stands of all that is changed, also of spaces that a device leaves, and no
/// other space has a device that is to retire; else CHANGED_MEANWHILE, with details {code, actor}
/// of the first space or device of which that is not so.
Result<domain::DeviceChange> changeDevices(store::Database &database,
                                           const domain::DeviceChange &change,
                                           const std::optional<domain::DeviceChange> &expected,
                                           UtcTime now, const QString &actor = {});

} // namespace parking::engine
