#pragma once

#include "domain/devicecharts.h"
#include "domain/devicedetail.h"
#include "store/database.h"

/// What is known of one device: figures, a forecast, and pictures of its readings.
namespace parking::read {

struct ChartQuestion {
    domain::DevEui device;
    UtcTime from; ///< the epoch: from its first reading on
    UtcTime to;
    int columns = 400; ///< of the picture
};

/// All readings of the range in so many columns. The counter's gaps are taken from one reading
/// before the range on. Time goes with the number of readings, memory with the columns.
Result<domain::DeviceCharts> deviceCharts(store::Database &database, const ChartQuestion &question);

/// RECORD_NOT_FOUND for a device that was never heard and that no space names.
Result<domain::DeviceDetail> deviceDetail(store::Database &database, domain::DevEui device,
                                          UtcTime now);

} // namespace parking::read
