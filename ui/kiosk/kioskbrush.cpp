#include "kiosk/kioskbrush.h"

#include <QFontMetricsF>

#include <cmath>

namespace parking::ui {

KioskBrush::KioskBrush(KioskScene &scene, qreal pixelsPerUnit, const QFont &font)
    : m_scene(scene), m_unit(pixelsPerUnit), m_font(font)
{
}

/// A font has whole pixels; never fewer than asked for.
QFont KioskBrush::fontOf(qreal size, QFont::Weight weight) const
{
    QFont font = m_font;
    font.setPixelSize(std::max(1, int(std::ceil(size * m_unit))));
    font.setWeight(weight);
    return font;
}

QRectF KioskBrush::scaled(const QRectF &box) const
{
    return {box.topLeft() * m_unit, box.size() * m_unit};
}

qreal KioskBrush::width(const QString &text, qreal size, QFont::Weight weight) const
{
    return QFontMetricsF(fontOf(size, weight)).horizontalAdvance(text) / m_unit;
}

void KioskBrush::write(const QRectF &box, const Words &words)
{
    if (words.text.isEmpty() || box.width() <= 0)
        return;
    qreal size = std::max(words.size, kKioskSmallest);
    const qreal needed = width(words.text, size, words.weight);
    if (needed > box.width())
        size = std::max(kKioskSmallest, size * box.width() / needed * 0.99);
    KioskText text;
    text.role = words.role;
    text.box = scaled(box);
    text.font = fontOf(size, words.weight);
    const int least = fontOf(kKioskSmallest, words.weight).pixelSize();
    while (text.font.pixelSize() > least // whole pixels may be a bit more than was asked for
           && QFontMetricsF(text.font).horizontalAdvance(words.text) > text.box.width())
        text.font.setPixelSize(text.font.pixelSize() - 1);
    text.text = words.role == KioskText::Role::Name
        ? QFontMetricsF(text.font).elidedText(words.text, Qt::ElideRight, text.box.width())
        : words.text;
    text.colour = words.colour;
    text.align = words.align;
    m_scene.texts.append(text);
}

void KioskBrush::box(const QRectF &box, qreal radius, const QColor &fill, const QColor &edge,
                     qreal line)
{
    KioskShape shape;
    shape.box = scaled(box);
    shape.radius = radius * m_unit;
    shape.fill = fill;
    shape.edge = edge;
    shape.line = line * m_unit;
    m_scene.shapes.append(shape);
}

void KioskBrush::disc(const QPointF &centre, qreal radius, const QColor &fill)
{
    KioskShape shape;
    shape.kind = KioskShape::Kind::Disc;
    shape.box = scaled({centre - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)});
    shape.fill = fill;
    m_scene.shapes.append(shape);
}

void KioskBrush::arrow(const QPointF &centre, qreal size, Direction direction, const QColor &colour)
{
    if (direction == Direction::None)
        return;
    KioskShape shape;
    shape.kind = KioskShape::Kind::Arrow;
    shape.box = scaled({centre - QPointF(size, size) / 2, QSizeF(size, size)});
    shape.fill = colour;
    shape.line = size * m_unit * 0.12;
    shape.direction = direction;
    m_scene.shapes.append(shape);
}

void KioskBrush::icon(const QRectF &box, const QString &name, const QColor &colour)
{
    KioskShape shape;
    shape.kind = KioskShape::Kind::Icon;
    shape.box = scaled(box);
    shape.fill = colour;
    shape.icon = name;
    m_scene.shapes.append(shape);
}

} // namespace parking::ui
