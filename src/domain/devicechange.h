#pragma once

#include "base/time.h"
#include "domain/deveui.h"
#include "domain/ids.h"

#include <QHash>

#include <optional>

namespace parking::domain {

/// Which devices a space has.
struct Binding {
    std::optional<DevEui> sensor;
    std::optional<DevEui> display;

    bool operator==(const Binding &) const = default;
};

/// What is left of a space's devices when these are bound elsewhere.
inline Binding freed(Binding left, const QHash<SpaceId, Binding> &bound)
{
    const auto isAmong = [](const std::optional<DevEui> &eui, const Binding &binding) {
        return eui && (eui == binding.sensor || eui == binding.display);
    };
    for (const Binding &binding : bound) {
        if (isAmong(left.sensor, binding))
            left.sensor.reset();
        if (isAmong(left.display, binding))
            left.display.reset();
    }
    return left;
}

/// What becomes of devices, all of it or nothing: whose they are, and which are in use.
struct DeviceChange {
    QHash<SpaceId, Binding> bindings;
    QHash<DevEui, std::optional<UtcTime>> retired; ///< since when; empty: in use

    bool isEmpty() const { return bindings.isEmpty() && retired.isEmpty(); }
    bool operator==(const DeviceChange &) const = default;
};

} // namespace parking::domain
