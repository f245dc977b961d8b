#include "map/dragtool.h"

#include <utility>

namespace parking::ui {

namespace {

constexpr double kDragFrom = 5; // pixels; less is a click

} // namespace

void DragTool::press(const QPointF &pixels, bool mayBand)
{
    m_pressed = m_last = pixels;
    m_drag = mayBand && !m_scene.hitAt(pixels).isValid() ? Drag::Band : Drag::None;
}

void DragTool::move(const QPointF &pixels, bool withShift)
{
    const bool isLong = (pixels - m_pressed).manhattanLength() >= kDragFrom;
    if (m_drag == Drag::None && isLong && !m_scene.isEmpty())
        m_drag = withShift ? Drag::Band : Drag::Pan;
    if (m_drag == Drag::Pan)
        m_scene.pan(pixels - m_last);
    m_last = pixels;
}

DragTool::Drag DragTool::release(const QPointF &pixels)
{
    m_last = pixels;
    return std::exchange(m_drag, Drag::None);
}

} // namespace parking::ui
