#pragma once

#include "domain/commoncause.h"
#include "map/mapplace.h"

#include <QRectF>
#include <QSet>

namespace parking::ui {

/// What can be pressed on the map beside spaces.
struct MapLink {
    enum class Kind { Cause, PlaceOnPlan };
    struct Ring { ///< around dots of a cause
        QRectF box;
        MapPlace place;
    };

    Kind kind = Kind::Cause;
    QString text;
    QString where; ///< "North · B2"
    QString detail; ///< for the tool tip
    QRectF box; ///< in widget pixels, as are the rings
    MapPlace place; ///< the floor that it opens
    QSet<domain::SpaceId> spaces; ///< those on that floor are selected
    domain::CommonCause cause;
    QList<Ring> rings; ///< of a cause: each opens its own floor
    bool isInHead = false; ///< a cause that is named in its card's head
};

/// The link at a point.
struct LinkHit {
    int index = -1; ///< into the links; -1: none
    MapPlace place; ///< the link's, or its ring's where one is hit
};

/// Labels lie above rings.
LinkHit linkAt(const QList<MapLink> &links, const QPointF &pixels);

/// With its place, for assistive technology: "North · B1: 28 sensors silent, gateway lost".
QString nameOf(const MapLink &link);

} // namespace parking::ui
