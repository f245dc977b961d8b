#pragma once

#include "domain/downlink.h"
#include "domain/health.h"

namespace parking::domain {

/// A lamp that does not show what it should, or is not told what it should show.
struct LampTrouble {
    QString space; ///< its space's code
    QString problem; ///< of the display, or of its last command
    std::optional<UtcTime> since;
    DevEui devEui = {};

    bool operator==(const LampTrouble &) const = default;
};

/// What is known of all lamps of a site.
struct LampsKnown {
    int lamps = 0;
    int right = 0; ///< show what they should, as far as known
    QList<LampTrouble> troubles;
    QList<DevEui> rightOnes = {}; ///< those that `right` counts
};

/// Takes one lamp in. `wanted`: empty when nothing is wanted of it now. `ended`: its newest command
/// that ended, but for withdrawn ones; one that failed is no trouble to a lamp that is right.
void take(LampsKnown &known, const QString &space, const LampStatus &lamp,
          const std::optional<Downlink> &ended);

/// The check "lamps". Its detail tells for each kind of trouble how many lamps have it, and names
/// those that have had it for longest. Empty while no lamp is known to work, and none not to.
std::optional<HealthCheck> lampsCheck(const LampsKnown &known, UtcTime now);

} // namespace parking::domain
