#pragma once

#include "domain/counts.h"
#include "domain/floorplan.h"
#include "map/mapscale.h"
#include "theme/theme.h"

#include <QColor>
#include <QFont>
#include <QList>

namespace parking::ui {

/// A zone's plate with what is told of it behind, in pixels.
struct ZoneText {
    struct Word {
        QString text;
        QFont font;
        QColor colour;
        double before; ///< gap
        double drop; ///< below the middle, so that base lines meet
    };

    QString zone;
    QRectF plate;
    QFont letter; ///< of the plate
    QList<Word> words; ///< those that have room
    QRectF box; ///< of the words; null: there are none
};

struct ZoneWish {
    domain::FloorPlan::ZoneLabel label;
    domain::Counts counts;
    QRectF room; ///< metres; null: nobody told how far the words may go
};

/// In this order; no two of them overlap. One whose place is taken moves beside what stands there;
/// words without room are left out, and so is a plate that has none anywhere near.
QList<ZoneText> layZones(const QList<ZoneWish> &zones, const MapScale &scale, const Theme &theme);

} // namespace parking::ui
