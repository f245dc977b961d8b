#pragma once

#include "map/maplink.h"
#include "map/mapscene.h"

class QFontMetricsF;

namespace parking::ui {

/// The line above the spaces that nobody placed yet, as wide as their rows, in pixels; null where
/// there are none, or no room for a title.
QRectF unplacedHead(const MapFloor &floor, const MapScale &scale);

QString unplacedTitle(); ///< "Not placed yet"
inline constexpr double kPlaceTitleGap = 12; ///< between the title and its link, in pixels

/// "Place on plan" beside the title of each floor that needs it, or instead of it where there is
/// room for one only. `metrics` is of the title's font.
QList<MapLink> placeLinks(const MapScene &scene, const QFontMetricsF &metrics);

} // namespace parking::ui
