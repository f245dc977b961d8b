#pragma once

#include "domain/reading.h"
#include "domain/status.h"
#include "store/table.h"

/// How rows of two tables are read, for who reads them beside their own stores.
namespace parking::store {

extern const Table kReadingRow; ///< all columns of sensor_readings
domain::Reading readReading(RowReader &row);

extern const Table kChangeRow; ///< state_changes, without its id
domain::StateChange readChange(RowReader &row);

} // namespace parking::store
