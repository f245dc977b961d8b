#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"

#include <vector>

namespace parking::sim {

/// What a floor has to hold and where its ramps lead; empty destination: no such ramp.
struct FloorNeeds {
    int spaces = 0; ///< at least 1
    bool charging = false; ///< a block of charging spaces on the last zone
    QString rampUp;
    QString rampDown;
};

struct LaidOutSpace {
    QString zone;
    domain::Placement placement;
    QStringList features;
};

struct FloorLayout {
    double widthM = 0;
    double heightM = 0;
    domain::FloorPlan plan;
    std::vector<LaidOutSpace> spaces; ///< in the order in which people number them
};

/// A floor of parallel lanes, one zone per lane, with a row of spaces on either side of it; rows
/// of neighbouring zones stand back to back with pillars between. Stair cores cut into the first
/// and the last row, ramps lie beside the rows. Pure.
FloorLayout layOutFloor(const FloorNeeds &needs);

} // namespace parking::sim
