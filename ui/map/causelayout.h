#pragma once

#include <QList>
#include <QRectF>

namespace parking::ui {

/// How the spaces of a floor stand on its strip at site level: row by row, in the order of codes.
struct DotGrid {
    QPointF origin; ///< pixels
    double pitch = 0;
    int perRow = 1;
    double gap = 1; ///< of the pitch

    double side() const { return pitch - gap; }
    QRectF dot(int index) const
    {
        return {origin + QPointF(index % perRow, index / perRow) * pitch, QSizeF(side(), side())};
    }
};

struct CauseRing {
    QRectF box;
    int dots = 0; ///< that it is for; others may stand between them
};

/// Rings around some dots of a strip, given by ascending index: as few as tell where they are. Dots
/// that stand together share one; what lies scattered gets one ring around all.
QList<CauseRing> ringsAround(const QList<int> &marked, const DotGrid &grid);

/// What a label looks out for.
struct LabelSurroundings {
    QRectF within; ///< it stays inside
    QList<QRectF> taken; ///< it covers none: rings, other labels
    QList<QRectF> dots; ///< of each strip: it covers none where there is free ground
};

/// Where a label for a ring stands: above it where possible, else beside or below.
QRectF labelBeside(const QRectF &ring, const QSizeF &size, const LabelSurroundings &around);

} // namespace parking::ui
