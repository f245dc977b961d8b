#pragma once

#include "map/floorlayout.h"
#include "map/mapscale.h"
#include "map/zonetext.h"
#include "theme/theme.h"

#include <QPainter>

namespace parking::ui {

/// Draws what lies around the spaces: walls, lanes with arrows, ramps, cores, pillars, plates.
class FloorPainter {
public:
    explicit FloorPainter(const Theme &theme) : m_theme(theme) { }

    /// Arrows keep clear of what `zones` say.
    void paintGround(QPainter &painter, const FloorLayout &layout, const MapScale &scale,
                     const QList<ZoneText> &zones) const;
    /// `onPicture`: the words stand on a plate, whatever the picture draws there.
    void paintZone(QPainter &painter, const ZoneText &zone, bool onPicture) const;

private:
    void paintLane(QPainter &painter, const domain::FloorPlan::Lane &lane,
                   const QList<domain::FloorPlan::Note> &notes, const MapScale &scale,
                   const QList<ZoneText> &zones) const;
    void paintRamp(QPainter &painter, const domain::FloorPlan::Ramp &ramp,
                   const MapScale &scale) const;
    void paintCore(QPainter &painter, const domain::FloorPlan::Core &core,
                   const MapScale &scale) const;
    void paintNote(QPainter &painter, const domain::FloorPlan::Note &note,
                   const MapScale &scale) const;

    const Theme &m_theme;
};

} // namespace parking::ui
