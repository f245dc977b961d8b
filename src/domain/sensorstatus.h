#pragma once

#include "domain/device.h"
#include "domain/reading.h"

namespace parking::domain {

/// What is told of a space's sensor beside its state: what it sends, and whether that is
/// understood.
struct SensorStatus {
    Device device;
    std::optional<Reading> last; ///< its newest uplink; empty: never heard
    /// Types of sensors that read occupancy out of that uplink. Several may.
    QStringList fitting;
    /// Devices with the same profile that nobody understands either, without this one.
    QList<DevEui> alike;

    bool isUnderstood() const { return last && last->occupancy.has_value(); }
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::SensorStatus)
