#pragma once

#include "map/mapscene.h"

namespace parking::ui {

/// What a drag does that no other tool took: it moves the scene, or with Shift it draws a band.
/// Points are in the scene's pixels.
class DragTool {
public:
    enum class Drag { None, Pan, Band };

    explicit DragTool(MapScene &scene) : m_scene(scene) { }

    /// `mayBand`: with Shift, and no other tool took it. On a space only a longer drag is a band.
    void press(const QPointF &pixels, bool mayBand);
    void move(const QPointF &pixels, bool withShift);
    void passBy(const QPointF &pixels) { m_last = pixels; } ///< another tool drags
    /// What the drag was; None: a click.
    Drag release(const QPointF &pixels);
    void cancel() { m_drag = Drag::None; }

    Drag drag() const { return m_drag; }
    QPointF pressed() const { return m_pressed; }
    QRectF band() const { return QRectF(m_pressed, m_last).normalized(); }

private:
    MapScene &m_scene;
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    QPointF m_last;
};

} // namespace parking::ui
