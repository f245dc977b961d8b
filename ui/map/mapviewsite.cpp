// The site level of MapView: a card per building, a strip of dots per floor.

#include "labels.h"
#include "map/mapview.h"

#include <QPainter>

#include <algorithm>

namespace parking::ui {

using domain::SpaceState;

namespace {

constexpr double kCardGap = 12;
constexpr double kStripName = 34;
constexpr double kStripCount = 52;
constexpr double kCardHead = 48;
constexpr double kTallestStrip = 76;
constexpr double kLargestDot = 20;
constexpr double kLargestOfMany = 14; // beside each other they look alike
constexpr int kFewFree = 5;

} // namespace

/// A card per building; in it a strip of dots per floor, the top floor on top.
void MapView::layOutSite()
{
    m_strips.clear();
    m_causeLinks.clear();
    const QStringList buildings = m_model.buildings();
    if (buildings.isEmpty())
        return;
    const int columns = width() >= 720 && buildings.size() > 1
        ? (width() > 1700 && buildings.size() > 2 ? 3 : 2)
        : 1;
    const int rows = int((buildings.size() + columns - 1) / columns);
    const double cardWidth = (width() - 2 * 16 - (columns - 1) * kCardGap) / columns;
    qsizetype mostFloors = 1;
    for (const QString &building : buildings) {
        const auto isHere = [&](const domain::Floor &f) { return f.building == building; };
        mostFloors = qMax(
            mostFloors, std::count_if(m_model.floors().cbegin(), m_model.floors().cend(), isHere));
    }
    // No higher than its floors can fill: a small site is not stretched.
    const double filled = kCardHead + 12 + double(mostFloors) * kTallestStrip;
    const double cardHeight =
        qBound(150.0, (height() - 2 * 14 - (rows - 1) * kCardGap) / double(rows),
               qBound(150.0, filled, 460.0));
    for (int b = 0; b < buildings.size(); ++b) {
        const QRectF card(16 + (b % columns) * (cardWidth + kCardGap),
                          14 + (b / columns) * (cardHeight + kCardGap), cardWidth, cardHeight);
        m_strips.append({buildings[b], {}, card, {}, 0, {}, 1});
        QStringList floors;
        for (const domain::Floor &floor : m_model.floors()) {
            if (floor.building == buildings[b])
                floors.prepend(floor.name);
        }
        for (int row = 0; row < m_model.count(); ++row) {
            const domain::Space &space = m_model.space(row);
            if (space.building == buildings[b] && !floors.contains(space.floor))
                floors.append(space.floor);
        }
        const double top = card.top() + kCardHead;
        const double each = (card.bottom() - 12 - top) / qMax<qsizetype>(1, floors.size());
        int largest = 1;
        for (const QString &floor : std::as_const(floors))
            largest = qMax(largest, m_model.counts(buildings[b], floor).total);
        const double dotsWidth = cardWidth - 2 * 16 - kStripName - kStripCount;
        // The largest pitch at which the largest floor fits into its strip.
        double pitch = buildings.size() > 1 ? kLargestOfMany : kLargestDot;
        int dotRows = 1;
        for (; pitch > 1; pitch -= 0.25) {
            const int perRow = qMax(1, int(dotsWidth / pitch));
            dotRows = (largest + perRow - 1) / perRow;
            if (dotRows * pitch <= qMin(each - 8, 60.0))
                break;
        }
        for (int f = 0; f < floors.size(); ++f) {
            Strip strip;
            strip.building = buildings[b];
            strip.floor = floors[f];
            strip.box = QRectF(card.left() + 16, top + f * each, cardWidth - 32, each);
            strip.dots = strip.box.adjusted(kStripName, 0, -kStripCount, 0);
            strip.dot = pitch;
            strip.rowsOfDots = dotRows;
            strip.origin = {strip.box.left() + kStripName,
                            strip.box.center().y() - dotRows * pitch / 2};
            m_strips.append(strip);
        }
    }
    layOutCauses();
}

void MapView::paintSite(QPainter &painter)
{
    const Tokens &t = m_theme.tokens();
    for (const Strip &strip : std::as_const(m_strips)) {
        if (!strip.floor.isEmpty() || strip.dot > 0) {
            paintStrip(painter, strip);
            continue;
        }
        painter.setPen(QPen(t.border, 1));
        painter.setBrush(t.surface);
        painter.drawRoundedRect(strip.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        const Counts counts = m_model.counts(strip.building);
        const QRectF head = strip.box.adjusted(16, 12, -16, 0);
        painter.setFont(m_theme.font(TextStyle::TopBar));
        painter.setPen(t.text);
        painter.drawText(QRectF(head.topLeft(), QSizeF(head.width(), 28)),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         strip.building.isEmpty() ? m_model.site().name : strip.building);
        const QString of = tr("free of %1").arg(labels::number(counts.total));
        painter.setFont(m_theme.font(TextStyle::Body));
        const double wide = QFontMetricsF(painter.font()).horizontalAdvance(of);
        painter.setPen(t.text2);
        painter.drawText(QRectF(head.right() - wide, head.top() + 3, wide + 1, 26),
                         Qt::AlignLeft | Qt::AlignVCenter, of);
        QFont big = m_theme.font(TextStyle::PageTitle);
        big.setPixelSize(22);
        painter.setFont(big);
        painter.setPen(counts.free() < kFewFree ? t.warning : t.state(SpaceState::Free).text);
        painter.drawText(QRectF(head.left(), head.top(), head.width() - wide - 8, 28),
                         Qt::AlignRight | Qt::AlignVCenter, labels::number(counts.free()));
    }
    paintCauses(painter);
}

QRectF MapView::Strip::bar() const
{
    const double height = qMin(12.0, box.height() - 8);
    return {dots.left(), box.center().y() - height / 2, dots.width(), height};
}

DotGrid MapView::Strip::grid(qsizetype spaces) const
{
    return {origin, dot, qMax(1, int((spaces + rowsOfDots - 1) / rowsOfDots))};
}

void MapView::paintStrip(QPainter &painter, const Strip &strip)
{
    const Tokens &t = m_theme.tokens();
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text2);
    painter.drawText(QRectF(strip.box.left(), strip.box.top(), kStripName, strip.box.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, strip.floor);
    const Counts counts = m_model.counts(strip.building, strip.floor);
    const bool few = counts.free() < kFewFree;
    painter.setPen(few ? t.warning : t.text);
    painter.drawText(
        QRectF(strip.box.right() - kStripCount, strip.box.top(), kStripCount, strip.box.height()),
        Qt::AlignRight | Qt::AlignVCenter,
        counts.free() == 0 ? tr("Full") : labels::number(counts.free()));
    if (strip.dot < 3) { // a proportional bar instead
        QRectF part = strip.bar();
        for (const SpaceState state : {SpaceState::Occupied, SpaceState::Reserved,
                                       SpaceState::Maintenance, SpaceState::Free}) {
            part.setWidth(strip.dots.width() * counts.byState[size_t(state)]
                          / qMax(1, counts.total));
            painter.fillRect(
                part, state == SpaceState::Free ? t.state(state).fill : t.state(state).chart);
            part.moveLeft(part.right());
        }
        return;
    }
    const QList<int> rows = m_model.rowsOf(strip.building, strip.floor);
    const DotGrid grid = strip.grid(rows.size());
    painter.setRenderHint(QPainter::Antialiasing, strip.dot >= 7);
    for (int i = 0; i < rows.size(); ++i) {
        SpaceLook look;
        look.state = m_model.status(rows[i]).state;
        look.confidence = m_model.confidence(rows[i]);
        const double opacity = painter.opacity();
        if (isDimmed(rows[i]))
            painter.setOpacity(opacity * 0.25);
        m_spacePainter.paint(painter, grid.dot(i), look, {});
        painter.setOpacity(opacity);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

} // namespace parking::ui
