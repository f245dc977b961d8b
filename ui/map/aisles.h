#pragma once

#include "domain/floorplan.h"

namespace parking::ui {

/// A space on a plan: its upright box in metres, and its zone.
struct AisleSpace {
    QRectF box;
    QString zone;
};

/// The lanes between the rows in which these spaces stand, as one sees them on the ground: between
/// two rows that face each other, else beside a row where there is room. Pure.
QList<domain::FloorPlan::Lane> lanesBetween(const QList<AisleSpace> &spaces);

/// Plates for zones that `plates` has none for, each on the lane that most of the zone's spaces
/// stand at, clear of other plates; above its spaces where there is no lane. Pure.
QList<domain::FloorPlan::ZoneLabel> platesFor(const QList<AisleSpace> &spaces,
                                              const QList<domain::FloorPlan::Lane> &lanes,
                                              const QList<domain::FloorPlan::ZoneLabel> &plates);

} // namespace parking::ui
