#pragma once

#include <QRectF>

namespace parking::ui {

/// Metres to the painter's pixels.
struct MapScale {
    QPointF origin; ///< pixel position of the plan's (0, 0)
    double pixelsPerMetre = 10;

    QPointF toPixels(const QPointF &metres) const { return origin + metres * pixelsPerMetre; }
    QPointF toMetres(const QPointF &pixels) const { return (pixels - origin) / pixelsPerMetre; }
    QRectF toPixels(const QRectF &metres) const
    {
        return {toPixels(metres.topLeft()), metres.size() * pixelsPerMetre};
    }
};

} // namespace parking::ui
