#pragma once

#include "devices/chartcontent.h"
#include "domain/battery.h"

/// What the charts of a device show, as values.
namespace parking::ui {

/// What is known beside the readings.
struct DeviceOutlook {
    domain::BatteryTrend trend;
    domain::CellFigures figures;
    Milliseconds silence{0}; ///< less is no gap
    UtcTime now;
    bool withForecast = false; ///< the range is long enough to look ahead
};

ChartContent batteryChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook);
ChartContent signalChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook,
                         bool isSnr);
ChartContent lossChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook);
ChartContent intervalChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook);
ChartContent dataRateChart(const domain::DeviceCharts &charts, const DeviceOutlook &outlook);

} // namespace parking::ui
