#pragma once

#include "domain/sensorstatus.h"
#include "store/database.h"

namespace parking::read {

/// Everything that is told of a space's sensor; empty for a space without one. RECORD_NOT_FOUND.
Result<std::optional<domain::SensorStatus>> sensor(store::Database &database,
                                                   domain::SpaceId space);

} // namespace parking::read
