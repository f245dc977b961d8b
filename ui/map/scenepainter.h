#pragma once

#include "map/floorpainter.h"
#include "map/floorpictures.h"
#include "map/maplink.h"
#include "map/mapoptions.h"
#include "map/mapscene.h"
#include "map/spacepainter.h"

namespace parking::ui {

/// What is drawn that neither the model nor the scene tells.
struct SceneMarks {
    MapOptions options;
    QSet<domain::SpaceId> selection;
    QPointF moved; ///< metres by which a drag has brought the selection
    MapHit hover;
    QList<std::pair<int, double>> rings; ///< rows that changed lately, see RecentChanges
    QList<MapLink> links; ///< "Place on plan"
    int litLink = -1; ///< under the pointer
};

/// Draws a MapScene: the floors with all that lies on them, and what the person points at and
/// chose.
class ScenePainter {
public:
    ScenePainter(const MapScene &scene, const Theme &theme)
        : m_scene(scene), m_theme(theme), m_spacePainter(theme), m_floorPainter(theme)
    {
    }

    void paint(QPainter &painter, const SceneMarks &marks, const QRect &dirty);
    /// Plates and words of a floor's zones as they are painted.
    QList<ZoneText> zoneTexts(const MapFloor &floor, const MapScale &scale) const;
    void paintBand(QPainter &painter, const QRectF &band) const;
    /// What a person wants to know first about a space, beside it.
    void paintHoverCard(QPainter &painter, const MapHit &hit, const QRectF &visible) const;
    /// Where that is painted: within what is seen of the map, as wide as its words.
    QRectF hoverCard(const MapHit &hit, const QRectF &visible) const;

    void forget() { m_spacePainter.forget(); } ///< the theme changed
    FloorPictures &pictures() { return m_pictures; }

private:
    void paintFloor(QPainter &painter, const MapFloor &floor, const SceneMarks &marks,
                    const QList<ZoneText> &zones);
    void paintPicture(QPainter &painter, const MapFloor &floor);
    void paintUnplaced(QPainter &painter, const MapFloor &floor, const SceneMarks &marks) const;
    void paintSpace(QPainter &painter, const MapFloor &floor, int index, const SceneMarks &marks);
    void paintSelection(QPainter &painter, const SceneMarks &marks);
    void paintMarks(QPainter &painter, const SceneMarks &marks) const;
    SpaceLook lookOf(const MapFloor &floor, int index, MapLayer layer) const;
    QRectF movedBox(const MapFloor &floor, int index, const SceneMarks &marks) const;

    const MapScene &m_scene;
    const Theme &m_theme;
    SpacePainter m_spacePainter;
    FloorPainter m_floorPainter;
    FloorPictures m_pictures;
};

} // namespace parking::ui
