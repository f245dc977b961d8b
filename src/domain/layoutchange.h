#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"

#include <QHash>

#include <optional>

namespace parking::domain {

/// What changes of a floor's layout, at once.
struct LayoutChange {
    QHash<SpaceId, std::optional<Placement>> placements; ///< by space; empty: it has no place
    std::optional<Floor> floor; ///< as it is to be, with its picture

    bool isEmpty() const { return placements.isEmpty() && !floor; }
};

} // namespace parking::domain
