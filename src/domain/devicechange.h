#pragma once

#include "base/time.h"
#include "domain/deveui.h"
#include "domain/device.h"
#include "domain/ids.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace parking::domain {

/// Which devices a space has.
struct Binding {
    std::optional<DevEui> sensor;
    std::optional<DevEui> display;

    bool operator==(const Binding &) const = default;
};

/// The devices that these spaces have.
inline QSet<DevEui> devicesOf(const QHash<SpaceId, Binding> &bindings)
{
    QSet<DevEui> devices;
    for (const Binding &binding : bindings) {
        for (const std::optional<DevEui> &eui : {binding.sensor, binding.display}) {
            if (eui)
                devices.insert(*eui);
        }
    }
    return devices;
}

/// What is left of a space's devices when these are bound elsewhere.
inline Binding freed(Binding left, const QSet<DevEui> &bound)
{
    for (std::optional<DevEui> *eui : {&left.sensor, &left.display}) {
        if (*eui && bound.contains(**eui))
            eui->reset();
    }
    return left;
}
inline Binding freed(const Binding &left, const QHash<SpaceId, Binding> &bound)
{
    return freed(left, devicesOf(bound));
}

/// What becomes of devices, all of it or nothing: whose they are, which are in use, and how people
/// set them.
struct DeviceChange {
    QHash<SpaceId, Binding> bindings;
    QHash<DevEui, std::optional<UtcTime>> retired = {}; ///< since when; empty: in use
    QHash<DevEui, QString> names = {}; ///< by people; empty: as the network server names it
    QHash<DevEui, QString> types = {}; ///< by people; empty: by what the device itself tells
    QHash<DevEui, DeviceKind> unheard = {}; ///< of those with a name or type: they may have no row

    bool isEmpty() const
    {
        return bindings.isEmpty() && retired.isEmpty() && names.isEmpty() && types.isEmpty();
    }
    bool operator==(const DeviceChange &) const = default;
};

} // namespace parking::domain
