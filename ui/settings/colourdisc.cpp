#include "settings/colourdisc.h"

#include "domain/colour.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kDisc = 12; // logical pixels

} // namespace

QPixmap colourDisc(const QString &hex, const Theme &theme, qreal ratio)
{
    QPixmap pixmap(QSize(kDisc, kDisc) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    const Result<domain::Rgb> colour = domain::parseRgbHex(hex);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.tokens().text2, 1, colour ? Qt::SolidLine : Qt::DashLine));
    if (colour)
        painter.setBrush(QColor(colour->r, colour->g, colour->b));
    painter.drawEllipse(QRectF(0.5, 0.5, kDisc - 1, kDisc - 1));
    return pixmap;
}

} // namespace parking::ui
