#pragma once

#include "map/floorlayout.h"
#include "map/layoutedit.h"
#include "map/mapplace.h"
#include "map/mapscale.h"
#include "models/sitemodel.h"

#include <QSet>

#include <optional>

namespace parking::ui {

/// One floor in the scene: its layout and the rows of the model that lie on it.
struct MapFloor {
    domain::Floor floor;
    FloorLayout layout;
    QPointF offset; ///< of the floor's (0, 0), metres; tiles of a building lie beside each other
    QList<int> rows; ///< ascending, which is by code
    QList<QRectF> boxes; ///< metres without offset, parallel to rows
    QList<bool> numberBelow; ///< parallel to rows: the lane lies below
    QStringList labels; ///< parallel to rows
    QList<quint8> features; ///< parallel to rows, as SpaceLook::feature
    QSet<domain::SpaceId> unplaced; ///< nobody gave them a place yet

    MapPlace place() const { return {floor.building, floor.name}; }
    QRectF area() const { return layout.area.translated(offset); } ///< metres of the scene
};

/// A space in the scene.
struct MapHit {
    int floor = -1; ///< index into MapScene::floors()
    int index = -1; ///< into its rows

    bool isValid() const { return index >= 0; }
    bool operator==(const MapHit &) const = default;
};

/// What lies where on the plan of a floor, or on the tiles of a building: the floors of a SiteModel
/// in metres, and the pixels of the viewport that they are seen through. Knows no widget and paints
/// nothing. Empty at site level, which is SiteScene's.
class MapScene {
public:
    explicit MapScene(const SiteModel &model) : m_model(model) { }

    /// Lays out the floors of `place`. While one is edited the places and the picture of `draft`
    /// are the valid ones. The scale stays: see refit().
    void load(const MapPlace &place, const LayoutEdit *draft = nullptr);
    void resize(const QSizeF &viewport); ///< pixels; fits again, unless somebody zoomed
    /// As resize(), but what is seen stays where it is: something was opened or closed beside it.
    void reveal(const QSizeF &viewport);
    /// So many pixels at the right lie under something else.
    void setCovered(double right) { m_covered = right; }

    const SiteModel &model() const { return m_model; }
    const MapPlace &place() const { return m_place; }
    bool isEmpty() const { return m_floors.isEmpty(); }
    const QList<MapFloor> &floors() const { return m_floors; }
    QSizeF size() const { return m_size; } ///< metres, of all floors together
    /// Pixels that are seen.
    QRectF viewport() const { return {0, 0, m_viewport.width() - m_covered, m_viewport.height()}; }

    const MapScale &scale() const { return m_scale; }
    void fit(); ///< and follows the viewport's size from now on
    void refit(); ///< fits again, unless somebody zoomed or moved
    /// The point keeps its place. False, and nothing is done, when the scene would be so small that
    /// the level above tells more.
    bool zoom(const QPointF &pixels, double factor);
    /// The floor of a building that is so large already that its own plan tells more; empty: none.
    std::optional<MapPlace> floorToOpen(const QPointF &pixels) const;
    /// As load(), but what lies at the point stays there, as large as it is.
    void enter(const MapPlace &place, const QPointF &pixels);
    void pan(const QPointF &pixels); ///< as far as a part of the scene stays in view
    void bringIntoView(const QRectF &box); ///< to the middle, unless it is seen whole
    void bringToEdge(const QRectF &box); ///< no further than it needs to be seen whole

    int rowOf(const MapHit &hit) const { return m_floors[hit.floor].rows[hit.index]; }
    domain::SpaceId idOf(const MapHit &hit) const { return m_model.space(rowOf(hit)).id; }
    MapHit hitAt(const QPointF &pixels) const;
    std::optional<MapPlace> placeAt(const QPointF &pixels) const; ///< the floor that lies there
    MapHit hitOf(int row) const; ///< invalid when it is not shown
    MapHit hitOf(domain::SpaceId space) const { return hitOf(m_model.rowOf(space)); }
    QRectF boxOf(const MapHit &hit) const; ///< pixels; null for an invalid one
    QRectF boxOf(domain::SpaceId space) const { return boxOf(hitOf(space)); }
    QList<int> rows() const; ///< of the model, floor by floor

    QSet<domain::SpaceId> touching(const QRectF &pixels) const;
    /// All shown spaces of its zone; all that are shown when it is null.
    QSet<domain::SpaceId> zoneOf(domain::SpaceId space) const;
    /// The nearest space in that direction: along it counts once, across it three times.
    MapHit neighbour(const MapHit &from, const QPointF &direction) const;
    /// The spaces that stand side by side with this one, itself among them, in their order.
    QList<MapHit> rowThrough(const MapHit &hit) const;
    /// The first or last space of the row that this one stands in.
    MapHit endOfRow(const MapHit &from, bool first) const;

private:
    MapFloor makeFloor(const QString &name, const LayoutEdit *draft) const;
    void arrange();
    void keepInView();

    const SiteModel &m_model;
    MapPlace m_place;
    QList<MapFloor> m_floors; ///< floor level: one; building level: all of the building
    QSizeF m_size;
    QSizeF m_viewport;
    double m_covered = 0;
    MapScale m_scale;
    bool m_fitted = true;
};

} // namespace parking::ui
