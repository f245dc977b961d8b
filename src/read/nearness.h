#pragma once

#include "read/bookings.h"

#include <cmath>
#include <limits>
#include <tuple>

/// Which of the free spaces of a floor is offered before others.
namespace parking::read {

/// Metres on the plan; spaces that nobody placed are behind those that somebody did.
inline double distance(const std::optional<domain::Placement> &from,
                       const std::optional<domain::Placement> &to)
{
    return from && to ? std::hypot(from->x - to->x, from->y - to->y)
                      : std::numeric_limits<double>::max();
}

inline bool isBeforeCode(const FreeSpace &space, const QString &code)
{
    return space.code < code;
}

/// The zone first, those that are free now first, then the nearest; the least is the best.
using NearRank = std::tuple<bool, bool, double, qsizetype>;
/// Of the space at `index` among the free ones by code; the wanted one would be at `own`: where
/// there is no plan, codes tell who are neighbours.
inline NearRank nearRank(const FreeSpace &space, const QString &zone,
                         const std::optional<domain::Placement> &placement, qsizetype index,
                         qsizetype own)
{
    return {space.zone != zone, space.state != domain::SpaceState::Free,
            distance(space.placement, placement), index < own ? own - index : index - own + 1};
}

} // namespace parking::read
