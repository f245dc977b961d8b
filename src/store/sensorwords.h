#pragma once

#include "domain/bookingclock.h"
#include "store/database.h"

namespace parking::store {

/// What the sensors of a space said of it since `from`, in order, with the last word before that in
/// front when there is one. Readings that tell nothing of it are left out.
Result<QList<domain::SensorWord>> sensorWords(Database &database, domain::SpaceId space,
                                              UtcTime from);

} // namespace parking::store
