#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"
#include "domain/status.h"

namespace parking::domain {

/// What a source of states gives at once: the running engine, or an archive at a moment.
struct SiteSnapshot {
    Site site;
    QList<Floor> floors;
    QList<Space> spaces;
    QList<SpaceStatus> statuses;
};

} // namespace parking::domain
