#include "map/spacepainter.h"

#include "base/literals.h"
#include "labels.h"

#include <QPainterPath>

namespace parking::ui {

using domain::Confidence;
using domain::SpaceState;

namespace {

constexpr double kDotBelow = 7; // short side in pixels
constexpr double kSignFrom = 14;
constexpr double kNumberFrom = 22;
constexpr double kFullCodeFrom = 48;
constexpr qsizetype kSpriteLimit = 4000;

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

} // namespace

void SpacePainter::paint(QPainter &painter, const QRectF &box, const SpaceLook &look,
                         const QStringList &labels)
{
    const double side = qMin(box.width(), box.height());
    if (side < kDotBelow) {
        paintDot(painter, box, look);
        return;
    }
    const QRect pixels = box.toRect();
    const qreal ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(pixels.topLeft(), sprite(pixels.size(), look, ratio));
    if (side < kNumberFrom || labels.isEmpty())
        return;
    const Tokens &t = m_theme.tokens();
    const bool known = look.confidence == Confidence::Fresh;
    painter.setPen(look.step   ? (*look.step < 0 ? t.stale.text : stepText(t, *look.step))
                       : known ? t.state(look.state).text
                               : t.stale.text);
    const QString label = labelFor(labels, side, pixels.width());
    QFont font = m_theme.font(side < kFullCodeFrom ? TextStyle::Axis : TextStyle::Body);
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    const QRectF line = look.numberBelow
        ? QRectF(pixels.left(), pixels.bottom() - 18, pixels.width(), 16)
        : QRectF(pixels.left(), pixels.top() + 3, pixels.width(), 16);
    painter.drawText(line, Qt::AlignCenter | Qt::TextDontClip, label);
}

/// Never wider than its space, so that it reaches into no neighbour's: the longer label where there
/// is room, then the shorter one, then none. The space's card says the code at any size.
QString SpacePainter::labelFor(const QStringList &labels, double side, int width) const
{
    const bool isLarge = side >= kFullCodeFrom;
    QFont font = m_theme.font(isLarge ? TextStyle::Body : TextStyle::Axis);
    font.setWeight(QFont::Medium);
    const QFontMetrics metrics(font);
    for (const QString &label : isLarge ? labels : QStringList{labels.last()}) {
        if (metrics.horizontalAdvance(label) <= width - 2)
            return label;
    }
    return {};
}

void SpacePainter::paintDot(QPainter &painter, const QRectF &box, const SpaceLook &look) const
{
    const Tokens &t = m_theme.tokens();
    const bool known = look.confidence == Confidence::Fresh;
    const QColor colour = known ? t.state(look.state).chart : t.stale.chart;
    const double gap = qMin(box.width(), box.height()) > 3.5 ? 0.5 : 0.25;
    const QRectF dot = box.adjusted(gap, gap, -gap, -gap);
    if (look.step) {
        painter.fillRect(dot, *look.step < 0 ? t.stale.fill : stepFill(t, *look.step));
        return;
    }
    if (known && look.state == SpaceState::Free && dot.width() > 2.5) {
        painter.setPen(QPen(colour, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(dot.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        painter.fillRect(dot, colour);
    }
}

QPixmap SpacePainter::sprite(const QSize &size, const SpaceLook &look, qreal ratio)
{
    const quint64 key = quint64(look.key()) | quint64(size.width()) << 16
        | quint64(size.height()) << 32 | quint64(qRound(ratio * 16)) << 48;
    const auto known = m_sprites.constFind(key);
    if (known != m_sprites.cend())
        return *known;
    if (m_sprites.size() > kSpriteLimit)
        m_sprites.clear();
    QPixmap pixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const double gap = size.width() >= 14 ? 1.0 : 0.5;
    paintShape(painter, QRectF(QPointF(), QSizeF(size)).adjusted(gap, gap, -gap, -gap), look);
    painter.end();
    m_sprites.insert(key, pixmap);
    return pixmap;
}

void SpacePainter::paintStep(QPainter &painter, const QRectF &body, int step) const
{
    const Tokens &t = m_theme.tokens();
    const double radius = qMin(3.0, qMin(body.width(), body.height()) / 5);
    painter.setPen(step < 0 ? QPen(t.stale.edge, 1, Qt::DashLine) : QPen(t.series[0], 1));
    painter.setBrush(step < 0 ? t.floor : stepFill(t, step));
    painter.drawRoundedRect(body.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
}

void SpacePainter::paintShape(QPainter &painter, const QRectF &body, const SpaceLook &look) const
{
    if (look.step) {
        paintStep(painter, body, *look.step);
        return;
    }
    const Tokens &t = m_theme.tokens();
    const bool known = look.confidence == Confidence::Fresh;
    const bool never = look.confidence == Confidence::Unverified;
    const StateColours &colours = known ? t.state(look.state) : t.stale;
    const double side = qMin(body.width(), body.height());
    const double radius = qMin(3.0, side / 5);
    const QRectF edge = body.adjusted(0.75, 0.75, -0.75, -0.75);
    QPainterPath shape;
    shape.addRoundedRect(edge, radius, radius);

    QColor fill = colours.fill;
    if (never)
        fill = t.floor;
    else if (!known && look.state == SpaceState::Free)
        fill = faded(t.state(SpaceState::Free).fill, t.dark ? 0.6 : 0.45);
    if (fill.alpha() < 255) // a floor's picture would show through the number
        painter.fillPath(shape, t.floor);
    painter.fillPath(shape, fill);
    if (known && look.state == SpaceState::Maintenance) {
        painter.save();
        painter.setClipPath(shape);
        paintHatch(painter, body);
        painter.restore();
    }
    if (look.state == SpaceState::Occupied && !never && side >= kSignFrom - 2)
        paintCar(painter, body, known ? faded(colours.text, 0.24) : faded(colours.text, 0.14));
    QPen pen(colours.edge, known && look.state == SpaceState::Free ? 1.5 : 1.25);
    if (!known) {
        pen.setDashPattern({3, 2});
        pen.setWidthF(1.25);
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    if (side >= kSignFrom - 2)
        paintSign(painter, body, look);
}

/// 1.6 px every 7 px, diagonal.
void SpacePainter::paintHatch(QPainter &painter, const QRectF &body) const
{
    painter.setPen(QPen(faded(m_theme.tokens().state(SpaceState::Maintenance).edge, 0.55), 1.6));
    for (double x = body.left() - body.height(); x < body.right(); x += 7)
        painter.drawLine(QPointF(x, body.bottom()), QPointF(x + body.height(), body.top()));
}

/// A car from above: body, windscreen and rear window.
void SpacePainter::paintCar(QPainter &painter, const QRectF &body, const QColor &colour) const
{
    const double width = body.width() * 0.58;
    const double length = qMin(body.height() * 0.66, width * 2.1);
    const QRectF car(body.center().x() - width / 2, body.center().y() - length / 2, width, length);
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    path.addRoundedRect(car, width * 0.3, width * 0.3);
    path.addRoundedRect(
        QRectF(car.left() + width * 0.17, car.top() + length * 0.2, width * 0.66, length * 0.16),
        width * 0.12, width * 0.12);
    path.addRoundedRect(
        QRectF(car.left() + width * 0.2, car.bottom() - length * 0.22, width * 0.6, length * 0.1),
        width * 0.08, width * 0.08);
    painter.fillPath(path, colour);
}

void SpacePainter::paintSign(QPainter &painter, const QRectF &body, const SpaceLook &look) const
{
    const Tokens &t = m_theme.tokens();
    const bool large = qMin(body.width(), body.height()) >= kNumberFrom - 2;
    // With a number, signs stand at the other end; without, in the middle.
    QPointF centre = body.center();
    if (large)
        centre.setY(look.numberBelow ? body.top() + 13 : body.bottom() - 13);
    QFont font = m_theme.font(TextStyle::BodyStrong);
    font.setPixelSize(large ? 14 : qMax(9, int(body.width() * 0.6)));
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    const QRectF place(centre - QPointF(12, 10), QSizeF(24, 20));
    const bool isUnverified = look.confidence == Confidence::Unverified;
    if (look.confidence == Confidence::Stale || (isUnverified && look.wasHeard)) {
        if (large) {
            painter.setPen(QPen(t.stale.edge, 1));
            painter.setBrush(t.floor);
            painter.drawEllipse(centre, 8, 8);
            font.setPixelSize(11);
            painter.setFont(font);
        }
        painter.setPen(t.stale.text);
        painter.drawText(place, Qt::AlignCenter, u"?"_s);
    } else if (isUnverified) {
        painter.setPen(t.stale.text);
        painter.drawText(place, Qt::AlignCenter, u"–"_s);
    } else if (const QString letter = labels::letter(look.state); !letter.isEmpty()) {
        if (look.state == SpaceState::Maintenance) { // a plate, so that the hatch does not cut it
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.state(look.state).fill);
            painter.drawRoundedRect(QRectF(centre - QPointF(8, 8), QSizeF(16, 16)), 3, 3);
        }
        painter.setPen(t.state(look.state).text);
        painter.drawText(place, Qt::AlignCenter, letter);
    } else if (look.state == SpaceState::Free && look.feature != 0 && large) {
        const QString icon = look.feature == 1 ? u"charging"_s : u"accessible"_s;
        const qreal ratio = painter.device()->devicePixelRatioF();
        painter.drawPixmap(QPointF(centre - QPointF(8, 8)),
                           m_theme.pixmap(icon, 16, t.state(look.state).text, ratio));
    }
}

} // namespace parking::ui
