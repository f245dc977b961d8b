#pragma once

#include <QPointF>

namespace parking::ui {

/// The direction of an arrow key, as a step of one; null for other keys.
inline QPointF directionOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace parking::ui
