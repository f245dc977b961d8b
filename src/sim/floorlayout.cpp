#include "sim/floorlayout.h"

#include "base/literals.h"

namespace parking::sim {

namespace {

constexpr double kSpaceWidth = 2.5;
constexpr double kSpaceLength = 5.0;
constexpr double kLane = 6.0;
constexpr double kWall = 0.8;
constexpr double kSide = 6.0; ///< the cross lane and the ramps beside the rows
constexpr double kZone = 2 * kSpaceLength + kLane;
constexpr int kCoreColumns = 3;
constexpr int kSpacesPerZone = 45;
constexpr int kMaxZones = 26;

/// Rows and columns of one floor, and which cells its cores take.
struct Grid {
    int zones = 1;
    int columns = 1;
    int firstCore = 0; ///< column at which the core in the top row starts
    int lastCore = -1; ///< the same in the bottom row; -1: only one core

    int rows() const { return 2 * zones; }
    bool isCore(int row, int column) const
    {
        const auto within = [column](int start) {
            return start >= 0 && column >= start && column < start + kCoreColumns;
        };
        return (row == 0 && within(firstCore)) || (row == rows() - 1 && within(lastCore));
    }
    double x(int column) const { return kSide + column * kSpaceWidth; }
    double rowTop(int row) const
    {
        return kWall + (row / 2) * kZone + (row % 2) * (kSpaceLength + kLane);
    }
    double laneCentre(int zone) const { return kWall + zone * kZone + kSpaceLength + kLane / 2; }
    double width() const { return 2 * kSide + columns * kSpaceWidth; }
    double height() const { return 2 * kWall + zones * kZone; }
};

Grid gridFor(int spaces)
{
    Grid grid;
    grid.zones = std::clamp((spaces + kSpacesPerZone / 2) / kSpacesPerZone, 1, kMaxZones);
    if (grid.zones == 1 && spaces > 24)
        grid.zones = 2;
    const bool twoCores = grid.zones > 1;
    const int cells = spaces + kCoreColumns * (twoCores ? 2 : 1);
    grid.columns = std::max((cells + grid.rows() - 1) / grid.rows(), kCoreColumns);
    grid.firstCore = std::max(0, grid.columns / 2 - 1);
    if (twoCores)
        grid.lastCore = std::min(grid.columns * 2 / 3, grid.columns - kCoreColumns);
    return grid;
}

QString zoneName(int zone)
{
    return QString(QChar(char16_t(u'A' + zone)));
}

double rampLength(const Grid &grid)
{
    return std::min(13.0, grid.height() / 2 - 2 * kWall);
}

void addLanes(const Grid &grid, domain::FloorPlan &plan)
{
    for (int zone = 0; zone < grid.zones; ++zone) {
        const QRectF area(kSide, grid.laneCentre(zone) - kLane / 2, grid.columns * kSpaceWidth,
                          kLane);
        plan.lanes.append({area, zone % 2 == 0 ? 0.0 : 180.0, true});
        plan.zones.append({zoneName(zone), {kSide + 1.0, grid.laneCentre(zone)}});
    }
}

/// One way down at the left and one up at the right, beside the ramps and not over them.
void addCrossLanes(const Grid &grid, const FloorNeeds &needs, domain::FloorPlan &plan)
{
    if (grid.zones < 2)
        return;
    const double ramp = rampLength(grid) + kWall;
    const double top = grid.laneCentre(0);
    const double bottom = grid.laneCentre(grid.zones - 1);
    const double leftEnd =
        needs.rampDown.isEmpty() ? bottom : std::min(bottom, grid.height() - kWall - ramp);
    const double rightStart = needs.rampUp.isEmpty() ? top : std::max(top, kWall + ramp);
    const double width = kSide - 1.6;
    if (leftEnd > top)
        plan.lanes.append({QRectF(0.8, top, width, leftEnd - top), 90, true});
    if (bottom > rightStart)
        plan.lanes.append(
            {QRectF(grid.width() - kSide + 0.8, rightStart, width, bottom - rightStart), 270,
             true});
}

void addRamps(const Grid &grid, const FloorNeeds &needs, domain::FloorPlan &plan)
{
    const double length = rampLength(grid);
    if (!needs.rampUp.isEmpty())
        plan.ramps.append(
            {QRectF(grid.width() - kSide + 0.8, kWall, kSide - 1.6, length), needs.rampUp, true});
    if (!needs.rampDown.isEmpty())
        plan.ramps.append({QRectF(0.8, grid.height() - kWall - length, kSide - 1.6, length),
                           needs.rampDown, false});
}

void addCoresAndPillars(const Grid &grid, domain::FloorPlan &plan)
{
    const double width = kCoreColumns * kSpaceWidth;
    plan.cores.append({QRectF(grid.x(grid.firstCore), grid.rowTop(0), width, kSpaceLength),
                       u"Core 1"_s, true, true});
    if (grid.lastCore >= 0) {
        const double top = grid.rowTop(grid.rows() - 1);
        plan.cores.append(
            {QRectF(grid.x(grid.lastCore), top, width, kSpaceLength), u"Core 2"_s, true, true});
    }
    for (int zone = 1; zone < grid.zones; ++zone) {
        for (int column = 0; column <= grid.columns; column += 3)
            plan.pillars.append({{grid.x(column), grid.rowTop(2 * zone)}, 0.6});
    }
}

/// Two spaces before the first core and one behind it.
bool isBesideCore(const Grid &grid, int row, int column)
{
    return row == 0 && column >= grid.firstCore - 2 && column <= grid.firstCore + kCoreColumns;
}

void addSpaces(const Grid &grid, const FloorNeeds &needs, FloorLayout &layout)
{
    const int chargers = needs.charging ? std::clamp(needs.spaces / 20, 2, 8) : 0;
    const int chargingRow = grid.rows() - 2;
    int firstCharger = 0;
    int lastCharger = 0;
    for (int row = 0; row < grid.rows(); ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            if (int(layout.spaces.size()) == needs.spaces)
                break;
            if (grid.isCore(row, column))
                continue;
            LaidOutSpace space;
            space.zone = zoneName(row / 2);
            space.placement.x = grid.x(column) + kSpaceWidth / 2;
            space.placement.y = grid.rowTop(row) + kSpaceLength / 2;
            const int number = int(layout.spaces.size()) + 1;
            if (isBesideCore(grid, row, column)) {
                space.features.append(u"accessible"_s);
            } else if (row == chargingRow && column < chargers) {
                space.features.append(u"charging"_s);
                firstCharger = firstCharger == 0 ? number : firstCharger;
                lastCharger = number;
            }
            layout.spaces.push_back(std::move(space));
        }
    }
    if (firstCharger > 0) {
        const auto three = [](int n) { return u"%1"_s.arg(n, 3, 10, QChar(u'0')); };
        layout.plan.notes.append(
            {{kSide + 13.0, grid.laneCentre(grid.zones - 1)},
             u"Charging at %1\u2013%2"_s.arg(three(firstCharger), three(lastCharger)),
             u"charging"_s});
    }
}

} // namespace

FloorLayout layOutFloor(const FloorNeeds &needs)
{
    Q_ASSERT(needs.spaces > 0);
    const Grid grid = gridFor(needs.spaces);
    FloorLayout layout;
    layout.widthM = grid.width();
    layout.heightM = grid.height();
    addLanes(grid, layout.plan);
    addCrossLanes(grid, needs, layout.plan);
    addRamps(grid, needs, layout.plan);
    addCoresAndPillars(grid, layout.plan);
    addSpaces(grid, needs, layout);
    return layout;
}

} // namespace parking::sim
