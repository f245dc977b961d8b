#pragma once

#include <QColor>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace parking::ui {

/// The nine-patch from which every shadow is drawn: 0 3 8 around a card with corners of 8 px.
QPixmap shadowPatch(const QColor &colour, qreal ratio);

void paintShadowPatch(QPainter &painter, const QRectF &card, const QPixmap &patch);

} // namespace parking::ui
