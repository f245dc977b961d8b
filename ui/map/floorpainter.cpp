#include "map/floorpainter.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/bars.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace parking::ui {

using domain::FloorPlan;

namespace {

constexpr double kTextFrom = 8.0; // pixels per metre below which texts would only be noise
constexpr float kPaper = 0.88F; // under words on a picture
constexpr double kPaperEdge = 6;
constexpr double kArrowEvery = 6.0;
constexpr double kClear = 6; // pixels between an arrow and what a zone's plate says
constexpr double kNoteLength = 15; // metres that a remark on a lane takes, about

QString tr(const char *text)
{
    return QCoreApplication::translate("FloorPainter", text);
}

/// An arrow of `length` around `centre`, pointing `degrees` clockwise from the right.
void drawArrow(QPainter &painter, const QPointF &centre, double degrees, double length)
{
    painter.save();
    painter.translate(centre);
    painter.rotate(degrees);
    const double half = length / 2;
    const double head = length * 0.24;
    painter.drawLine(QPointF(-half, 0), QPointF(half, 0));
    painter.drawLine(QPointF(half - head, -head), QPointF(half, 0));
    painter.drawLine(QPointF(half - head, head), QPointF(half, 0));
    painter.restore();
}

void drawPanel(QPainter &painter, const QRectF &box, const Tokens &t)
{
    painter.setPen(QPen(t.mark, 1.5));
    painter.setBrush(t.floor);
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace

void FloorPainter::paintGround(QPainter &painter, const FloorLayout &layout, const MapScale &scale,
                               const QList<ZoneText> &zones) const
{
    const Tokens &t = m_theme.tokens();
    QRectF plan = layout.area;
    if (!layout.unplaced.isNull()) { // beside the plan, not on it
        plan.setBottom(layout.unplaced.top() - kUnplacedGap);
        painter.setPen(QPen(t.mark, 1.5, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(scale.toPixels(layout.unplaced), 4, 4);
    }
    painter.setPen(QPen(t.wall, scale.pixelsPerMetre < 3 ? 1 : 2));
    painter.setBrush(t.lane);
    painter.drawRoundedRect(scale.toPixels(plan), 4, 4);

    painter.setPen(Qt::NoPen);
    painter.setBrush(t.floor);
    for (const domain::Placement &p : layout.placements) {
        const bool turned = qRound(p.rotation / 90) % 2 != 0;
        const double w = turned ? p.h : p.w;
        const double h = turned ? p.w : p.h;
        painter.drawRect(
            scale.toPixels(QRectF(p.x - w / 2, p.y - h / 2, w, h).adjusted(-.15, -.15, .15, .15)));
    }
    for (const FloorPlan::Lane &lane : layout.plan.lanes)
        paintLane(painter, lane, layout.plan.notes, scale, zones);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.wall);
    for (const FloorPlan::Pillar &pillar : layout.plan.pillars) {
        const double half = pillar.size / 2;
        painter.drawRect(scale.toPixels(
            QRectF(pillar.centre - QPointF(half, half), QSizeF(pillar.size, pillar.size))));
    }
    for (const FloorPlan::Ramp &ramp : layout.plan.ramps)
        paintRamp(painter, ramp, scale);
    for (const FloorPlan::Core &core : layout.plan.cores)
        paintCore(painter, core, scale);
    for (const FloorPlan::Note &note : layout.plan.notes)
        paintNote(painter, note, scale);
}

void FloorPainter::paintLane(QPainter &painter, const FloorPlan::Lane &lane,
                             const QList<FloorPlan::Note> &notes, const MapScale &scale,
                             const QList<ZoneText> &zones) const
{
    if (!lane.arrows || scale.pixelsPerMetre < kTextFrom)
        return;
    painter.setPen(QPen(m_theme.tokens().mark, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const bool upright = lane.area.height() > lane.area.width();
    const double length = qMin(32.0, 2.7 * scale.pixelsPerMetre);
    // Arrows keep out of the way of the zone's plate at the left.
    const double from = upright ? 4.0 : qMax(16.0, lane.area.width() * 0.45);
    const double to = (upright ? lane.area.height() : lane.area.width()) - 3.0;
    for (double at = from; at < to; at += upright ? 14.0 : kArrowEvery) {
        const QPointF centre = upright ? QPointF(lane.area.center().x(), lane.area.top() + at)
                                       : QPointF(lane.area.left() + at, lane.area.center().y());
        const auto covers = [&centre](const FloorPlan::Note &note) {
            const QPointF way = centre - note.position;
            return std::abs(way.y()) < 2 && way.x() > -2 && way.x() < kNoteLength;
        };
        const QPointF pixels = scale.toPixels(centre);
        const QRectF arrow(pixels.x() - length / 2, pixels.y() - length / 2, length, length);
        const auto crosses = [&arrow](const ZoneText &zone) {
            return zone.plate.united(zone.box).adjusted(-kClear, 0, kClear, 0).intersects(arrow);
        };
        if (std::none_of(notes.cbegin(), notes.cend(), covers)
            && std::none_of(zones.cbegin(), zones.cend(), crosses))
            drawArrow(painter, pixels, lane.direction, length);
    }
}

void FloorPainter::paintRamp(QPainter &painter, const FloorPlan::Ramp &ramp,
                             const MapScale &scale) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF box = scale.toPixels(ramp.area);
    drawPanel(painter, box, t);
    if (scale.pixelsPerMetre < kTextFrom || box.height() < 70)
        return;
    painter.setFont(m_theme.font(TextStyle::Axis));
    painter.setPen(t.text2);
    painter.drawText(box.adjusted(0, 8, 0, 0), Qt::AlignHCenter | Qt::AlignTop, tr("Ramp"));
    painter.drawText(box.adjusted(0, 0, 0, -7), Qt::AlignHCenter | Qt::AlignBottom,
                     ramp.destination);
    const double turn = ramp.up ? -90 : 90;
    painter.setPen(QPen(t.text2, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    drawArrow(painter, QPointF(box.center().x(), box.bottom() - 32), turn, 15);
    painter.setPen(QPen(t.mark, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double wing = qMin(8.0, box.width() * 0.2);
    for (double y = box.top() + 36; y < box.bottom() - 46; y += 11) {
        const double tip = ramp.up ? y - wing / 2 : y + wing / 2;
        const double tail = ramp.up ? y + wing / 2 : y - wing / 2;
        painter.drawPolyline(
            QPolygonF({QPointF(box.center().x() - wing, tail), QPointF(box.center().x(), tip),
                       QPointF(box.center().x() + wing, tail)}));
    }
}

void FloorPainter::paintCore(QPainter &painter, const FloorPlan::Core &core,
                             const MapScale &scale) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF box = scale.toPixels(core.area);
    drawPanel(painter, box, t);
    if (scale.pixelsPerMetre < kTextFrom)
        return;
    const qreal ratio = painter.device()->devicePixelRatioF();
    const double y = box.top() + box.height() * 0.18;
    if (core.lift)
        painter.drawPixmap(QPointF(box.center().x() - 22, y),
                           m_theme.pixmap(u"lift"_s, 18, t.text, ratio));
    if (core.stairs)
        painter.drawPixmap(QPointF(box.center().x() + 4, y),
                           m_theme.pixmap(u"stairs"_s, 18, t.text, ratio));
    painter.setFont(m_theme.font(TextStyle::Axis));
    painter.setPen(t.text2);
    painter.drawText(box.adjusted(0, 0, 0, -6), Qt::AlignHCenter | Qt::AlignBottom, core.name);
}

void FloorPainter::paintNote(QPainter &painter, const FloorPlan::Note &note,
                             const MapScale &scale) const
{
    if (scale.pixelsPerMetre < kTextFrom * 1.5)
        return;
    const Tokens &t = m_theme.tokens();
    QPointF at = scale.toPixels(note.position);
    if (!note.icon.isEmpty()) {
        painter.drawPixmap(
            at - QPointF(0, 8),
            m_theme.pixmap(note.icon, 16, t.text2, painter.device()->devicePixelRatioF()));
        at.rx() += 21;
    }
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    painter.drawText(QRectF(at.x(), at.y() - 10, 240, 20), Qt::AlignVCenter, note.text);
}

void FloorPainter::paintZone(QPainter &painter, const ZoneText &zone, bool onPicture) const
{
    const Tokens &t = m_theme.tokens();
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.plate);
    painter.drawRoundedRect(zone.plate, 4, 4);
    painter.setFont(zone.letter);
    painter.setPen(t.plateText);
    painter.drawText(zone.plate, Qt::AlignCenter, zone.zone);
    if (onPicture && !zone.box.isNull()) {
        QColor paper = t.lane;
        paper.setAlphaF(kPaper);
        painter.setPen(Qt::NoPen);
        painter.setBrush(paper);
        painter.drawRoundedRect(zone.box.adjusted(-kPaperEdge, 0, kPaperEdge, 0), 4, 4);
    }
    double x = zone.box.left();
    for (const ZoneText::Word &word : zone.words) {
        x += word.before;
        const double width = QFontMetricsF(word.font).horizontalAdvance(word.text);
        painter.setFont(word.font);
        painter.setPen(word.colour);
        painter.drawText(QRectF(x, zone.box.top() + word.drop, width + 1, zone.box.height()),
                         Qt::AlignVCenter, word.text);
        x += width;
    }
}

} // namespace parking::ui
