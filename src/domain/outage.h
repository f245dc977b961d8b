#pragma once

#include "domain/health.h"

namespace parking::domain {

/// A time in which a check was not healthy for one reason.
struct Outage {
    QString id; ///< UUID
    QString stationId; ///< whose check
    QString check;
    HealthLevel level = HealthLevel::Degraded;
    QString problem;
    QString detail; ///< English, as it was at the beginning
    UtcTime from;
    std::optional<UtcTime> to; ///< empty: it lasts

    bool operator==(const Outage &) const = default;
};

} // namespace parking::domain
