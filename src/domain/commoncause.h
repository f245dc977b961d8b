#pragma once

#include "domain/space.h"
#include "domain/status.h"

namespace parking::domain {

/// Why several sensors are silent together.
struct CommonCause {
    enum class Kind : quint8 { GatewayLost, ZoneSilent };

    Kind kind = Kind::GatewayLost;
    QString gatewayId; ///< the lost one
    QString building; ///< where the silent zone is
    QString floor;
    QString zone; ///< empty: the whole floor
    QList<SpaceId> spaces; ///< whose sensors are silent for it, in the order they were given
    UtcTime since; ///< the last uplink that the gateway or the zone brought

    bool operator==(const CommonCause &) const = default;
};

/// The causes that silent sensors share, so that a screen can name each once. `statuses[i]` belongs
/// to `spaces[i]`; silent is Confidence::Stale at `now`; sensors that were never heard say nothing.
///
/// A gateway is lost when it is the last best gateway of five silent sensors or more, and no sensor
/// with this last best gateway was heard for longer than the shortest `silentAfter` among those
/// silent ones. In that time a gateway that works brings at least one of their uplinks; a sensor
/// that rarely speaks and is not overdue yet does not hide the loss. Sensors that another gateway
/// hears too have moved to that one by then.
///
/// A zone is silent when five of its sensors or more count, all of them are silent for longer than
/// that, and no lost gateway explains it; a floor likewise, which is then named instead of its
/// zones.
///
/// What is overdue is measured at the newest uplink of the site, not at `now`: when nothing arrives
/// at all, the broker or the network server is down and no gateway is to blame. For the same reason
/// there is no cause unless three in four of the sensors that none explains are heard: in the first
/// minutes after a start or an outage most are silent because their turn has not come.
///
/// In the order: gateways by id, then zones by building, floor and name.
QList<CommonCause> commonCauses(const QList<Space> &spaces, const QList<SpaceStatus> &statuses,
                                UtcTime now);

} // namespace parking::domain
