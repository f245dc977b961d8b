#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"

#include <QHash>

namespace parking::ui {

/// Where everything lies on one floor, in the floor's metres.
struct FloorLayout {
    QRectF area; ///< the whole plan, the block "Not placed yet" included; need not begin at (0, 0)
    domain::FloorPlan plan; ///< the floor's own, with the lanes and plates that it lacks
    QHash<domain::SpaceId, domain::Placement> placements; ///< one for each space given
    QHash<domain::SpaceId, QString> labels; ///< see shortLabels()
    QRectF unplaced; ///< the block of spaces nobody placed; null when there is none
    bool generated = false; ///< the floor has no plan: aisles were made from the zones
};

inline constexpr double kAisleMargin = 6.0; ///< metres of lane around rows that were made
/// Metres above the rows of spaces that nobody placed: room for a title.
inline constexpr double kUnplacedHead = 5.0;
inline constexpr double kUnplacedGap = 1.5; ///< between the plan and what is not on it

/// Pure: the same input gives the same layout. Placed spaces stay where they are; a plan that tells
/// of no lanes, or of no plate for a zone, gets them from where they stand. On a floor without a
/// plan and without placed spaces each zone becomes aisles of two facing rows (24 spaces at most in
/// a row); on others, spaces without a placement stand in such rows below the plan.
FloorLayout layOut(const domain::Floor &floor, QList<domain::Space> spaces);

/// Where the floor's picture lies; null: it has none, or no place for it.
QRectF pictureArea(const domain::Floor &floor);

/// For each code the shortest end of it, of three characters or more (two after a
/// separator) and beginning with a letter or digit, that no other code on the floor ends with:
/// "055" of "B1-055".
QStringList shortLabels(const QStringList &codes);

} // namespace parking::ui
