#include "map/floorlayout.h"

#include "map/aisles.h"
#include "map/layoutedit.h"

#include <QMap>

#include <algorithm>
#include <tuple>
#include <utility>

namespace parking::ui {

using domain::Floor;
using domain::FloorPlan;
using domain::Placement;
using domain::Space;

namespace {

constexpr int kRow = 24; ///< spaces in a row
constexpr double kSpaceWidth = 2.5;
constexpr double kSpaceDepth = 5.0;
constexpr double kLaneDepth = 6.0;
constexpr double kAisleDepth = 2 * kSpaceDepth + kLaneDepth;
constexpr double kEdge = 1.0; ///< around what stands on a floor whose size nobody told
constexpr double kSide = 3.0; ///< and left and right of it

/// One aisle after the other from `top` downwards: upper row, lane, lower row.
/// Returns the lower end.
double layAisles(FloorLayout &layout, const QList<Space> &spaces, double top, bool reverse)
{
    const double left = layout.area.left() + kAisleMargin;
    for (qsizetype first = 0; first < spaces.size(); first += 2 * kRow) {
        const qsizetype inAisle = std::min<qsizetype>(2 * kRow, spaces.size() - first);
        const qsizetype upper = (inAisle + 1) / 2;
        for (qsizetype i = 0; i < inAisle; ++i) {
            const bool isUpper = i < upper;
            const double column = double(isUpper ? i : i - upper);
            Placement placement;
            placement.x = left + (column + 0.5) * kSpaceWidth;
            placement.y = top + (isUpper ? 0.5 * kSpaceDepth : kAisleDepth - 0.5 * kSpaceDepth);
            layout.placements.insert(spaces[first + i].id, placement);
        }
        FloorPlan::Lane lane;
        lane.area = {left, top + kSpaceDepth, double(upper) * kSpaceWidth, kLaneDepth};
        lane.direction = reverse ? 180 : 0;
        reverse = !reverse;
        layout.plan.lanes.append(lane);
        top += kAisleDepth;
        layout.area.setRight(std::max(layout.area.right(), lane.area.right() + kAisleMargin));
        layout.area.setBottom(std::max(layout.area.bottom(), top));
    }
    return top;
}

void generatePlan(FloorLayout &layout, const QList<Space> &spaces, double top)
{
    QMap<QString, QList<Space>> zones;
    for (const Space &space : spaces)
        zones[space.zone].append(space);
    bool reverse = false;
    for (auto zone = zones.cbegin(); zone != zones.cend(); ++zone) {
        layout.plan.zones.append({zone.key(), {kAisleMargin + 1.0, top + 0.5 * kAisleDepth}});
        top = layAisles(layout, *zone, top, reverse);
        reverse = !reverse;
    }
    layout.area.setBottom(top + kEdge);
}

/// The area, and the lanes and plates that the plan does not tell of. On a picture no arrows are
/// drawn: it shows where one drives.
void completePlan(FloorLayout &layout, const QList<Space> &spaces, const Floor &floor)
{
    QList<AisleSpace> placed;
    QRectF extent;
    for (const Space &space : spaces) {
        if (!space.placement)
            continue;
        placed.append({boxOf(*space.placement), space.zone});
        extent |= placed.last().box;
    }
    if (layout.plan.lanes.isEmpty()) {
        layout.plan.lanes = lanesBetween(placed);
        for (FloorPlan::Lane &lane : layout.plan.lanes)
            lane.arrows = floor.picture.isEmpty();
    }
    layout.plan.zones += platesFor(placed, layout.plan.lanes, layout.plan.zones);
    layout.area = QRectF(0, 0, floor.widthM, floor.heightM);
    if (floor.widthM > 0 && floor.heightM > 0) {
        layout.area |= extent;
        return;
    }
    for (const FloorPlan::Lane &lane : std::as_const(layout.plan.lanes))
        extent |= lane.area;
    for (const FloorPlan::ZoneLabel &plate : std::as_const(layout.plan.zones))
        extent |= QRectF(plate.position - QPointF(0, 2), QSizeF(4, 4));
    layout.area = extent.adjusted(-kSide, -kEdge, kSide, kEdge) | pictureArea(floor);
}

} // namespace

QRectF pictureArea(const Floor &floor)
{
    if (floor.picture.isEmpty())
        return {};
    const QRectF &own = floor.plan.backdrop.area;
    return own.isEmpty() ? QRectF(0, 0, floor.widthM, floor.heightM) : own;
}

QStringList shortLabels(const QStringList &codes)
{
    QHash<QString, int> endings;
    for (const QString &code : codes) {
        for (qsizetype length = 1; length <= code.size(); ++length)
            ++endings[code.right(length)];
    }
    QStringList labels;
    for (const QString &code : codes) {
        qsizetype length = std::min<qsizetype>(3, code.size());
        if (length == 3 && !code[code.size() - length].isLetterOrNumber())
            --length;
        while (length < code.size()
               && (endings.value(code.right(length)) > 1
                   || !code[code.size() - length].isLetterOrNumber()))
            ++length;
        labels.append(code.right(length));
    }
    return labels;
}

FloorLayout layOut(const Floor &floor, QList<Space> spaces)
{
    std::sort(spaces.begin(), spaces.end(), [](const Space &a, const Space &b) {
        return std::tie(a.code, a.id) < std::tie(b.code, b.id);
    });
    FloorLayout layout;
    QList<Space> unplaced;
    QStringList codes;
    for (const Space &space : std::as_const(spaces)) {
        codes.append(space.code);
        if (space.placement) {
            layout.placements.insert(space.id, *space.placement);
        } else {
            unplaced.append(space);
        }
    }
    const QStringList labels = shortLabels(codes);
    for (qsizetype i = 0; i < spaces.size(); ++i)
        layout.labels.insert(spaces[i].id, labels[i]);

    const bool hasPlan = (floor.widthM > 0 && floor.heightM > 0) || !pictureArea(floor).isEmpty();
    layout.generated = !hasPlan && unplaced.size() == spaces.size();
    if (layout.generated) {
        generatePlan(layout, unplaced, kEdge);
        return layout;
    }
    layout.plan = floor.plan;
    completePlan(layout, spaces, floor);
    if (!unplaced.isEmpty()) {
        const qsizetype lanes = layout.plan.lanes.size();
        const double top = layout.area.bottom() + kUnplacedGap;
        const double end = layAisles(layout, unplaced, top + kUnplacedHead, false) + kUnplacedGap;
        for (qsizetype i = lanes; i < layout.plan.lanes.size(); ++i)
            layout.plan.lanes[i].arrows = false; // nobody drives there
        layout.unplaced = {layout.area.left(), top, layout.area.width(), end - top};
        layout.area.setBottom(end);
    }
    return layout;
}

} // namespace parking::ui
