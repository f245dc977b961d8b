#include "map/aisles.h"

#include <QMap>

#include <algorithm>
#include <cmath>

namespace parking::ui {

using Lane = domain::FloorPlan::Lane;
using ZoneLabel = domain::FloorPlan::ZoneLabel;

namespace {

// Metres.
constexpr double kSameRow = 1.0; // by which the middles of a row's spaces differ at most
constexpr double kShortRow = 7; // of two spaces
constexpr double kWidestGap = 10; // in a row: stairs, a pillar's place
constexpr double kNarrowest = 2.5; // of lanes
constexpr double kWidest = 14;
constexpr double kUsual = 6; // beside a row that faces none
constexpr double kPlate = 16; // a plate with its numbers is about as long
constexpr double kPlateAt = 1; // from the begin of its zone

QRectF turned(const QRectF &box)
{
    return {box.y(), box.x(), box.height(), box.width()};
}

double shared(const QRectF &a, const QRectF &b)
{
    return std::min(a.right(), b.right()) - std::max(a.left(), b.left());
}

bool faceEachOther(const QRectF &a, const QRectF &b)
{
    return shared(a, b) >= 0.3 * std::min(a.width(), b.width());
}

/// Boxes that stand side by side from left to right, each row as one box, from top to bottom.
QList<QRectF> rowsOf(QList<QRectF> boxes)
{
    std::sort(boxes.begin(), boxes.end(),
              [](const QRectF &a, const QRectF &b) { return a.center().y() < b.center().y(); });
    QList<QRectF> rows;
    for (qsizetype first = 0, end = 0; first < boxes.size(); first = end) {
        while (end < boxes.size()
               && boxes[end].center().y() - boxes[first].center().y() <= kSameRow)
            ++end;
        std::sort(boxes.begin() + first, boxes.begin() + end,
                  [](const QRectF &a, const QRectF &b) { return a.left() < b.left(); });
        QRectF row = boxes[first];
        for (qsizetype i = first + 1; i < end; ++i) {
            if (boxes[i].left() - row.right() > kWidestGap) {
                rows.append(row);
                row = boxes[i];
            } else {
                row |= boxes[i];
            }
        }
        rows.append(row);
    }
    return rows;
}

/// What lies between `upper` and the nearest row below that faces it; null when that is no lane.
QRectF below(const QRectF &upper, const QList<QRectF> &rows)
{
    const QRectF *nearest = nullptr;
    for (const QRectF &row : rows) {
        if (row.top() > upper.center().y() && faceEachOther(upper, row)
            && (!nearest || row.top() < nearest->top()))
            nearest = &row;
    }
    if (!nearest || nearest->top() - upper.bottom() < kNarrowest
        || nearest->top() - upper.bottom() > kWidest)
        return {};
    return QRectF(QPointF(std::min(upper.left(), nearest->left()), upper.bottom()),
                  QPointF(std::max(upper.right(), nearest->right()), nearest->top()));
}

/// A lane whose parts lie in one line, with stairs or a pillar's place between them, is one.
void add(QList<QRectF> &lanes, QRectF lane)
{
    for (qsizetype i = lanes.size(); i-- > 0;) {
        const QRectF &other = lanes[i];
        const bool inLine = std::abs(other.top() - lane.top()) < kSameRow
            && std::abs(other.bottom() - lane.bottom()) < kSameRow;
        if (!inLine || -shared(other, lane) > kWidestGap)
            continue;
        lane |= other;
        lanes.removeAt(i);
    }
    lanes.append(lane);
}

/// Beside a row that faces none: below it, or above where something stands below.
QRectF beside(const QRectF &row, const QList<QRectF> &all)
{
    const QRectF under(row.left(), row.bottom(), row.width(), kUsual);
    const QRectF over(row.left(), row.top() - kUsual, row.width(), kUsual);
    for (const QRectF &side : {under, over}) {
        const QRectF inside = side.adjusted(0.1, 0.1, -0.1, -0.1);
        if (std::none_of(all.cbegin(), all.cend(),
                         [&](const QRectF &other) { return other.intersects(inside); }))
            return side;
    }
    return {};
}

/// `boxes` stand in rows from left to right, `others` do not and are kept clear of.
QList<QRectF> lanesOf(const QList<QRectF> &boxes, const QList<QRectF> &others)
{
    QList<QRectF> rows = rowsOf(boxes);
    // One or two that were moved out of their row make no lane of their own.
    const auto isShort = [](const QRectF &row) { return row.width() < kShortRow; };
    if (!std::all_of(rows.cbegin(), rows.cend(), isShort))
        rows.removeIf(isShort);
    QList<QRectF> lanes;
    for (const QRectF &row : rows) {
        if (const QRectF lane = below(row, rows); !lane.isNull())
            add(lanes, lane);
    }
    for (const QRectF &row : rows) {
        const auto serves = [&row](const QRectF &lane) {
            return lane.adjusted(0, -kSameRow, 0, kSameRow).intersects(row);
        };
        if (std::none_of(lanes.cbegin(), lanes.cend(), serves)) {
            if (const QRectF lane = beside(row, boxes + others); !lane.isNull())
                add(lanes, lane);
        }
    }
    for (QRectF &lane : lanes) {
        const double middle = lane.center().x();
        for (const QRectF &other : others) {
            if (!other.intersects(lane.adjusted(0, 0.1, 0, -0.1)))
                continue;
            if (other.center().x() < middle)
                lane.setLeft(std::max(lane.left(), other.right()));
            else
                lane.setRight(std::min(lane.right(), other.left()));
        }
    }
    lanes.removeIf([](const QRectF &lane) { return lane.width() < kNarrowest; });
    std::sort(lanes.begin(), lanes.end(),
              [](const QRectF &a, const QRectF &b) { return a.top() < b.top(); });
    return lanes;
}

bool isUpright(const QRectF &lane)
{
    return lane.height() > lane.width();
}

/// Where a zone's plate may stand on a lane, best first.
QList<QPointF> seatsOn(const QRectF &lane, const QRectF &zone)
{
    QList<QPointF> seats;
    if (isUpright(lane)) {
        const double x = lane.left() + std::min(kPlateAt, lane.width() / 8);
        for (double y = std::max(lane.top(), zone.top()) + 2; y < lane.bottom() - 1; y += 4)
            seats.append({x, y});
        return seats;
    }
    const double from = std::max(lane.left(), std::min(zone.left(), lane.right() - 3));
    for (double x = from + kPlateAt; x < lane.right() - 2; x += kPlate / 2)
        seats.append({x, lane.center().y()});
    return seats;
}

QRectF plateAt(const QPointF &seat)
{
    return {seat.x(), seat.y() - 1.7, kPlate, 3.4};
}

} // namespace

QList<Lane> lanesBetween(const QList<AisleSpace> &spaces)
{
    QList<QRectF> along; // rows from left to right
    QList<QRectF> across;
    for (const AisleSpace &space : spaces)
        (space.box.height() >= space.box.width() ? along : across).append(space.box);
    QList<Lane> lanes;
    for (const QRectF &area : lanesOf(along, across))
        lanes.append({area, lanes.size() % 2 == 0 ? 0.0 : 180.0, true});
    QList<QRectF> turnedAcross;
    QList<QRectF> turnedAlong;
    for (const QRectF &box : std::as_const(across))
        turnedAcross.append(turned(box));
    for (const QRectF &box : std::as_const(along))
        turnedAlong.append(turned(box));
    bool down = true;
    for (const QRectF &area : lanesOf(turnedAcross, turnedAlong)) {
        lanes.append({turned(area), down ? 90.0 : 270.0, true});
        down = !down;
    }
    return lanes;
}

QList<ZoneLabel> platesFor(const QList<AisleSpace> &spaces, const QList<Lane> &lanes,
                           const QList<ZoneLabel> &plates)
{
    QMap<QString, QList<QRectF>> zones;
    for (const AisleSpace &space : spaces)
        zones[space.zone].append(space.box);
    QList<QRectF> taken;
    for (const ZoneLabel &plate : plates) {
        zones.remove(plate.zone);
        taken.append(plateAt(plate.position));
    }
    QList<ZoneLabel> made;
    for (auto zone = zones.cbegin(); zone != zones.cend(); ++zone) {
        const Lane *best = nullptr;
        qsizetype most = 0;
        QRectF extent;
        for (const Lane &lane : lanes) {
            QRectF served;
            qsizetype count = 0;
            for (const QRectF &box : *zone) {
                if (!lane.area.adjusted(-kSameRow, -kSameRow, kSameRow, kSameRow).intersects(box))
                    continue;
                served |= box;
                ++count;
            }
            if (count <= most)
                continue;
            most = count;
            best = &lane;
            extent = served;
        }
        QRectF all;
        for (const QRectF &box : *zone)
            all |= box;
        QPointF seat(all.left(), all.top() - 2.2);
        const QList<QPointF> seats = best ? seatsOn(best->area, extent) : QList<QPointF>{};
        const auto isFree = [&taken](const QPointF &at) {
            return std::none_of(taken.cbegin(), taken.cend(),
                                [&](const QRectF &other) { return other.intersects(plateAt(at)); });
        };
        if (const auto free = std::find_if(seats.cbegin(), seats.cend(), isFree);
            free != seats.cend())
            seat = *free;
        else if (!seats.isEmpty() && taken.isEmpty())
            seat = seats.first();
        taken.append(plateAt(seat));
        made.append({zone.key(), seat});
    }
    return made;
}

} // namespace parking::ui
