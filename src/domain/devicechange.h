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

/// What becomes of devices, all of it or nothing: whose they are, and which are in use.
struct DeviceChange {
    QHash<SpaceId, Binding> bindings;
    QHash<DevEui, std::optional<UtcTime>> retired; ///< since when; empty: in use

    bool isEmpty() const { return bindings.isEmpty() && retired.isEmpty(); }
    bool operator==(const DeviceChange &) const = default;
};

} // namespace parking::domain
