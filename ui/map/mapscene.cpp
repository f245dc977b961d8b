#include "map/mapscene.h"

#include "base/literals.h"

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

constexpr double kMargin = 14; // pixels around a fitted plan
constexpr double kTileGap = 6; // metres between the tiles of a building
constexpr double kLeastScale = 0.8; // pixels per metre
constexpr double kMostScale = 60;
constexpr double kMostFitted = 28; // a small floor does not fill a large screen
constexpr double kLevelUpBelow = 0.45; // of the fitting scale
constexpr double kLevelDownFrom = 0.75; // of the scale at which a floor alone would fit
constexpr double kAlwaysSeen = 120; // pixels of the scene that no panning takes out of view

/// True when a lane runs along the lower end of the box: there the number stands.
bool laneBelow(const QRectF &box, const domain::FloorPlan &plan)
{
    const QPointF above(box.center().x(), box.top() - 1);
    for (const domain::FloorPlan::Lane &lane : plan.lanes) {
        if (lane.area.contains(above))
            return false;
    }
    return true;
}

quint8 featureOf(const domain::Space &space)
{
    if (space.features.contains(u"charging"_s))
        return 1;
    return space.features.contains(u"accessible"_s) ? 2 : 0;
}

} // namespace

// --- Floors --------------------------------------------------------------------------------------

void MapScene::load(const MapPlace &place, const LayoutEdit *draft)
{
    const bool isSame = place == m_place && m_floors.size() == 1;
    const QPointF before = isSame ? m_floors.first().offset : QPointF();
    m_place = place;
    m_floors.clear();
    for (const QString &floor : m_model.floorsOf(place.building)) {
        if (place.floor.isEmpty() || floor == place.floor)
            m_floors.append(makeFloor(floor, draft));
    }
    arrange();
    // An edit may move the floor's edge: what stays on the plan stays under the hand.
    if (isSame && draft && m_floors.size() == 1)
        m_scale.origin -= (m_floors.first().offset - before) * m_scale.pixelsPerMetre;
}

MapFloor MapScene::makeFloor(const QString &name, const LayoutEdit *draft) const
{
    MapFloor shown;
    shown.floor.building = m_place.building;
    shown.floor.name = name;
    for (const domain::Floor &floor : m_model.floors()) {
        if (floor.building == m_place.building && floor.name == name)
            shown.floor = floor;
    }
    if (draft)
        putOn(shown.floor, draft->sheet());
    QList<domain::Space> spaces;
    shown.rows = m_model.rowsOf(m_place.building, name);
    for (const int row : std::as_const(shown.rows)) {
        domain::Space space = m_model.space(row);
        if (draft)
            space.placement = draft->placements().value(space.id);
        if (!space.placement)
            shown.unplaced.insert(space.id);
        spaces.append(space);
    }
    shown.layout = layOut(shown.floor, spaces);
    for (const domain::Space &space : std::as_const(spaces)) {
        const QRectF box = ui::boxOf(shown.layout.placements.value(space.id));
        shown.boxes.append(box);
        shown.numberBelow.append(laneBelow(box, shown.layout.plan));
        shown.labels.append(shown.layout.labels.value(space.id));
        shown.features.append(featureOf(space));
    }
    return shown;
}

namespace {

/// Tiles of such sizes in so many columns; each column is as wide as its widest one, each row as
/// high as its highest.
struct TileGrid {
    TileGrid(const QList<MapFloor> &floors, int columns, double top)
    {
        const qsizetype rows = (floors.size() + columns - 1) / columns;
        QList<double> widths(columns, 0);
        QList<double> heights(rows, 0);
        for (qsizetype i = 0; i < floors.size(); ++i) {
            const QSizeF tile = floors[i].layout.area.size();
            widths[i % columns] = std::max(widths[i % columns], tile.width());
            heights[i / columns] = std::max(heights[i / columns], tile.height());
        }
        for (const double width : std::as_const(widths)) {
            lefts.append(size.width());
            size.rwidth() += width + kTileGap;
        }
        for (const double height : std::as_const(heights)) {
            tops.append(size.height() + top);
            size.rheight() += height + 2 * kTileGap;
        }
    }
    QPointF corner(qsizetype i) const { return {lefts[i % lefts.size()], tops[i / lefts.size()]}; }

    QList<double> lefts;
    QList<double> tops;
    QSizeF size{0, 0}; ///< with a gap behind the last ones
};

} // namespace

/// Tiles in as many columns as make them the largest.
void MapScene::arrange()
{
    m_size = {};
    if (m_floors.isEmpty())
        return;
    const QSizeF room = m_viewport.height() > 0 ? m_viewport : QSizeF(1.2, 1);
    const double top = m_floors.size() == 1 ? 0 : kTileGap; // room for the floor's name
    TileGrid best(m_floors, 1, top);
    const auto scaleOf = [&room](const TileGrid &grid) {
        return std::min(room.width() / grid.size.width(), room.height() / grid.size.height());
    };
    for (int columns = 2; columns <= m_floors.size(); ++columns) {
        const TileGrid grid(m_floors, columns, top);
        if (scaleOf(grid) > scaleOf(best))
            best = grid;
    }
    for (qsizetype i = 0; i < m_floors.size(); ++i) {
        m_floors[i].offset = best.corner(i) - m_floors[i].layout.area.topLeft();
        const QRectF area = m_floors[i].area();
        m_size = m_size.expandedTo({area.right(), area.bottom()});
    }
}

// --- Scale ---------------------------------------------------------------------------------------

void MapScene::resize(const QSizeF &viewport)
{
    m_viewport = viewport;
    arrange();
    refit();
    if (!m_fitted)
        keepInView();
}

void MapScene::reveal(const QSizeF &viewport)
{
    m_viewport = viewport;
    keepInView();
}

void MapScene::fit()
{
    m_fitted = true;
    refit();
}

void MapScene::refit()
{
    if (!m_fitted || m_size.isEmpty())
        return;
    const QSizeF seen = viewport().size();
    const double fitting = qMin((seen.width() - 2 * kMargin) / m_size.width(),
                                (seen.height() - 2 * kMargin) / m_size.height());
    m_scale.pixelsPerMetre = qBound(kLeastScale, fitting, kMostFitted);
    const QSizeF pixels = m_size * m_scale.pixelsPerMetre;
    const double left = qMax(kMargin, (seen.width() - pixels.width()) / 2);
    m_scale.origin = QPointF(qRound(left), qRound(kMargin));
}

bool MapScene::zoom(const QPointF &pixels, double factor)
{
    if (isEmpty())
        return true;
    const double wanted = m_scale.pixelsPerMetre * factor;
    const double fitting =
        qMin(m_viewport.width() / m_size.width(), m_viewport.height() / m_size.height());
    if (factor < 1 && wanted < fitting * kLevelUpBelow)
        return false;
    const QPointF metres = m_scale.toMetres(pixels);
    m_scale.pixelsPerMetre = qBound(kLeastScale, wanted, kMostScale);
    m_scale.origin = pixels - metres * m_scale.pixelsPerMetre;
    m_fitted = false;
    keepInView();
    return true;
}

std::optional<MapPlace> MapScene::floorToOpen(const QPointF &pixels) const
{
    if (!m_place.floor.isEmpty())
        return std::nullopt;
    for (const MapFloor &floor : m_floors) {
        const QSizeF size = floor.layout.area.size();
        if (size.isEmpty() || !m_scale.toPixels(floor.area()).contains(pixels))
            continue;
        const double alone = qMin((m_viewport.width() - 2 * kMargin) / size.width(),
                                  (m_viewport.height() - 2 * kMargin) / size.height());
        if (m_scale.pixelsPerMetre >= kLevelDownFrom * qMin(alone, kMostFitted))
            return floor.place();
    }
    return std::nullopt;
}

void MapScene::enter(const MapPlace &place, const QPointF &pixels)
{
    QPointF before;
    for (const MapFloor &floor : std::as_const(m_floors)) {
        if (floor.place() == place)
            before = floor.offset;
    }
    const QPointF metres = m_scale.toMetres(pixels) - before;
    load(place);
    if (m_floors.isEmpty())
        return;
    m_scale.origin = pixels - (metres + m_floors.first().offset) * m_scale.pixelsPerMetre;
    m_fitted = false;
    keepInView();
}

void MapScene::pan(const QPointF &pixels)
{
    m_scale.origin += pixels;
    m_fitted = false;
    keepInView();
}

void MapScene::keepInView()
{
    const QSizeF pixels = m_size * m_scale.pixelsPerMetre;
    const QRectF seen = viewport();
    const double across = qMin(kAlwaysSeen, qMin(pixels.width(), seen.width()));
    const double down = qMin(kAlwaysSeen, qMin(pixels.height(), seen.height()));
    QPointF &origin = m_scale.origin;
    origin.setX(qBound(across - pixels.width(), origin.x(), seen.width() - across));
    origin.setY(qBound(down - pixels.height(), origin.y(), seen.height() - down));
}

void MapScene::bringIntoView(const QRectF &box)
{
    if (!viewport().contains(box))
        pan(viewport().center() - box.center());
}

void MapScene::bringToEdge(const QRectF &box)
{
    const QRectF seen = viewport().adjusted(kMargin, kMargin, -kMargin, -kMargin);
    if (seen.contains(box) || box.isNull())
        return;
    const auto by = [](double low, double high, double from, double to) {
        return high > to ? to - high : low < from ? from - low : 0.0;
    };
    m_scale.origin += QPointF(by(box.left(), box.right(), seen.left(), seen.right()),
                              by(box.top(), box.bottom(), seen.top(), seen.bottom()));
}

// --- Spaces --------------------------------------------------------------------------------------

MapHit MapScene::hitAt(const QPointF &pixels) const
{
    const QPointF metres = m_scale.toMetres(pixels);
    for (int floor = 0; floor < m_floors.size(); ++floor) {
        const QPointF local = metres - m_floors[floor].offset;
        const QList<QRectF> &boxes = m_floors[floor].boxes;
        for (int i = 0; i < boxes.size(); ++i) {
            if (boxes[i].contains(local))
                return {floor, i};
        }
    }
    return {};
}

std::optional<MapPlace> MapScene::placeAt(const QPointF &pixels) const
{
    const QPointF metres = m_scale.toMetres(pixels);
    for (const MapFloor &floor : m_floors) {
        if (floor.area().contains(metres))
            return floor.place();
    }
    return std::nullopt;
}

MapHit MapScene::hitOf(int row) const
{
    for (int floor = 0; floor < m_floors.size(); ++floor) {
        const QList<int> &rows = m_floors[floor].rows;
        const auto it = std::lower_bound(rows.cbegin(), rows.cend(), row);
        if (it != rows.cend() && *it == row)
            return {floor, int(it - rows.cbegin())};
    }
    return {};
}

QRectF MapScene::boxOf(const MapHit &hit) const
{
    if (!hit.isValid())
        return {};
    const MapFloor &floor = m_floors[hit.floor];
    return m_scale.toPixels(floor.boxes[hit.index].translated(floor.offset));
}

QList<int> MapScene::rows() const
{
    QList<int> rows;
    for (const MapFloor &floor : m_floors)
        rows += floor.rows;
    return rows;
}

QSet<domain::SpaceId> MapScene::touching(const QRectF &pixels) const
{
    QSet<domain::SpaceId> spaces;
    for (int floor = 0; floor < m_floors.size(); ++floor) {
        for (int i = 0; i < m_floors[floor].rows.size(); ++i) {
            if (pixels.intersects(boxOf(MapHit{floor, i})))
                spaces.insert(idOf({floor, i}));
        }
    }
    return spaces;
}

QSet<domain::SpaceId> MapScene::zoneOf(domain::SpaceId space) const
{
    const int row = m_model.rowOf(space);
    QSet<domain::SpaceId> spaces;
    for (const int other : rows()) {
        if (row < 0 || m_model.space(other).zone == m_model.space(row).zone)
            spaces.insert(m_model.space(other).id);
    }
    return spaces;
}

MapHit MapScene::neighbour(const MapHit &from, const QPointF &direction) const
{
    const QPointF start = boxOf(from).center();
    MapHit best;
    double bestCost = 1e18;
    for (int floor = 0; floor < m_floors.size(); ++floor) {
        for (int i = 0; i < m_floors[floor].rows.size(); ++i) {
            const QPointF way = boxOf(MapHit{floor, i}).center() - start;
            const double along = QPointF::dotProduct(way, direction);
            const double across =
                std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
            if (along > 1 && along + 3 * across < bestCost) {
                bestCost = along + 3 * across;
                best = {floor, i};
            }
        }
    }
    return best;
}

QList<MapHit> MapScene::rowThrough(const MapHit &hit) const
{
    const QList<QRectF> &boxes = m_floors[hit.floor].boxes;
    const QRectF &box = boxes[hit.index];
    const bool along = box.height() >= box.width(); // else its neighbours stand above and below
    const auto across = [along](const QRectF &b) {
        return along ? b.center().y() : b.center().x();
    };
    const auto place = [along](const QRectF &b) { return along ? b.center().x() : b.center().y(); };
    QList<MapHit> row;
    for (int i = 0; i < boxes.size(); ++i) {
        if (std::abs(across(boxes[i]) - across(box)) <= 1)
            row.append({hit.floor, i});
    }
    std::sort(row.begin(), row.end(), [&](const MapHit &a, const MapHit &b) {
        return place(boxes[a.index]) < place(boxes[b.index]);
    });
    return row;
}

MapHit MapScene::endOfRow(const MapHit &from, bool first) const
{
    const QList<MapHit> row = rowThrough(from);
    return first ? row.first() : row.last();
}

} // namespace parking::ui
