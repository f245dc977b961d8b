#pragma once

#include "domain/battery.h"
#include "domain/fleet.h"
#include "domain/reading.h"
#include "domain/remark.h"

namespace parking::domain {

/// A device as its page shows it.
struct DeviceDetail {
    FleetDevice fleet;
    CellFigures figures;
    BatteryTrend trend;
    std::optional<ChargeEstimate> charge;
    int uplinksInWeek = 0; ///< that came in the last seven days
    int lostInWeek = 0;
    std::optional<Milliseconds> usualInterval; ///< median of the last seven days
    QList<RemarkCount> remarks;
    QList<DeviceLog> logs; ///< newest first
    QList<Reading> newest; ///< the last six, newest first
};

/// So long back gateways are known: what if one dies is answered by these days.
inline constexpr std::chrono::days kGatewayDays{7};

/// A gateway, as far as uplinks tell of it.
struct GatewayDetail {
    QString id;
    UtcTime lastHeard; ///< an uplink came over it
    int uplinksLastHour = 0;
    int devices = 0; ///< that it heard lately
    QList<FleetDevice> alone; ///< those that no other gateway heard, by space

    bool operator==(const GatewayDetail &) const = default;
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::DeviceDetail)
Q_DECLARE_METATYPE(parking::domain::GatewayDetail)
