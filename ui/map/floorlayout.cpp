#include "map/floorlayout.h"

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

/// One aisle after the other from `top` downwards: upper row, lane, lower row.
/// Returns the lower end.
double layAisles(FloorLayout &layout, const QList<Space> &spaces, double top, bool reverse)
{
    for (qsizetype first = 0; first < spaces.size(); first += 2 * kRow) {
        const qsizetype inAisle = std::min<qsizetype>(2 * kRow, spaces.size() - first);
        const qsizetype upper = (inAisle + 1) / 2;
        for (qsizetype i = 0; i < inAisle; ++i) {
            const bool isUpper = i < upper;
            const double column = double(isUpper ? i : i - upper);
            Placement placement;
            placement.x = kAisleMargin + (column + 0.5) * kSpaceWidth;
            placement.y = top + (isUpper ? 0.5 * kSpaceDepth : kAisleDepth - 0.5 * kSpaceDepth);
            layout.placements.insert(spaces[first + i].id, placement);
        }
        FloorPlan::Lane lane;
        lane.area = {kAisleMargin, top + kSpaceDepth, double(upper) * kSpaceWidth, kLaneDepth};
        lane.direction = reverse ? 180 : 0;
        reverse = !reverse;
        layout.plan.lanes.append(lane);
        layout.size = layout.size.expandedTo({lane.area.right() + kAisleMargin, top + kAisleDepth});
        top += kAisleDepth;
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
    layout.size.setHeight(top + 1.0);
}

} // namespace

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
    double bottom = 0;
    for (const Space &space : std::as_const(spaces)) {
        codes.append(space.code);
        if (space.placement) {
            layout.placements.insert(space.id, *space.placement);
            bottom = std::max(bottom, space.placement->y + 0.5 * space.placement->h);
        } else {
            unplaced.append(space);
        }
    }
    const QStringList labels = shortLabels(codes);
    for (qsizetype i = 0; i < spaces.size(); ++i)
        layout.labels.insert(spaces[i].id, labels[i]);

    const bool hasPlan = floor.widthM > 0 && floor.heightM > 0;
    layout.generated = !hasPlan && unplaced.size() == spaces.size();
    if (layout.generated) {
        generatePlan(layout, unplaced, 1.0);
        return layout;
    }
    layout.plan = floor.plan;
    layout.size = QSizeF(floor.widthM, std::max(floor.heightM, bottom));
    for (const Placement &placement : std::as_const(layout.placements))
        layout.size = layout.size.expandedTo({placement.x + 0.5 * placement.w, 0});
    if (!unplaced.isEmpty()) {
        const qsizetype lanes = layout.plan.lanes.size();
        const double top = layout.size.height() + kUnplacedGap;
        const double end = layAisles(layout, unplaced, top + kUnplacedHead, false) + kUnplacedGap;
        for (qsizetype i = lanes; i < layout.plan.lanes.size(); ++i)
            layout.plan.lanes[i].arrows = false; // nobody drives there
        layout.unplaced = {0, top, layout.size.width(), end - top};
        layout.size.setHeight(end);
    }
    return layout;
}

} // namespace parking::ui
