#pragma once

#include "base/result.h"
#include "domain/reading.h"

#include <QString>

namespace parking::domain {

template <class T>
struct Range {
    T low;
    T high;
    constexpr bool contains(T value) const { return value >= low && value <= high; } // NaN: false
};

// Plan A15, A20. SNR: the plan's -20..20 refuses what real gateways report; LoRa demodulators
// work to about -25 dB and report up to +15 (Semtech SX1302), a Busylight has been seen at +30.
inline constexpr Range<double> kBatteryVolt{0.0, 9.99}; // A31: DECIMAL(3,2)
inline constexpr Range<double> kBatteryPercent{0.0, 100.0};
inline constexpr Range<double> kTempCelsius{-50.0, 100.0};
inline constexpr Range<int> kRssiDbm{-200, 0};
inline constexpr Range<double> kSnrDb{-32.0, 32.0};
inline constexpr Range<double> kLatitude{-90.0, 90.0};
inline constexpr Range<double> kLongitude{-180.0, 180.0};
inline constexpr int kNameMax = 100;
inline constexpr int kCodeMax = 20;
inline constexpr int kBuildingMax = 100;
inline constexpr int kFloorMax = 20;
inline constexpr int kZoneMax = 50;

/// A reading from an uplink and what was decoded from it (empty when nothing could be): picks
/// the best gateway, drops values outside their range and notes each drop.
Reading makeReading(const Uplink &uplink, const std::optional<Decoded> &decoded,
                    UtcTime receivedAt);

} // namespace parking::domain
