#pragma once

#include "domain/device.h"
#include "domain/status.h"

namespace parking::domain {

/// What was heard of one device: newest values, folded. Empty values tell nothing.
struct DeviceHeard {
    DevEui devEui = {};
    DeviceKind kind = DeviceKind::Sensor; ///< for devices never seen before
    QString name = {};
    QString profileName = {};
    QString resolvedType = {};
    std::optional<UtcTime> lastHeard = {}; ///< event time of the newest uplink
    std::optional<UtcTime> lastJoin = {};
    std::optional<double> batteryVolt = {};
    std::optional<double> batteryPercent = {};
    std::optional<double> tempCelsius = {};
    std::optional<int> rssiDbm = {};
    std::optional<double> snrDb = {};
    QString gatewayId = {};
    quint32 fCnt = 0;
    int uplinks = 0; ///< how many of them this is made of; to DeviceStore::touch, how many are new
    /// What it said of its power. Then batteryPercent is all that is known, be it empty.
    std::optional<Power> power = {};
    std::optional<UtcTime> firstHeard = {}; ///< event time of the oldest uplink of these
    Milliseconds longestGap{0}; ///< between two of these uplinks

    bool operator==(const DeviceHeard &) const = default;

    /// Joins what else was heard of the same device, in whatever order it came: of two values the
    /// one of the later uplink wins, of the same time the given one; counts add up. Words without
    /// an uplink (a join, a battery report) count as older than any.
    /// DeviceStore::touch says the same in SQL about what is stored.
    void merge(const DeviceHeard &other);
};

/// Takes over what a space shows of its sensor, unless a later uplink is known already.
void hear(SpaceStatus &status, const DeviceHeard &heard);

} // namespace parking::domain
