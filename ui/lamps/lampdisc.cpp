#include "lamps/lampdisc.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kDisc = 14; ///< logical pixels

} // namespace

QPixmap lampDisc(std::optional<domain::Rgb> colour, const Theme &theme, qreal ratio)
{
    QPixmap pixmap(QSize(kDisc, kDisc) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.tokens().text2, 1);
    if (!colour)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(colour ? QBrush(QColor(colour->r, colour->g, colour->b)) : QBrush());
    painter.drawEllipse(QRectF(1, 1, kDisc - 2, kDisc - 2));
    return pixmap;
}

} // namespace parking::ui
