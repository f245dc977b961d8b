#pragma once

#include <QScreen>
#include <QWidget>

namespace parking::ui {

/// Makes a window as large as it may be, with its frame, on the screen it is to stand on.
inline void fitScreen(QWidget &window, const QSize &wanted = {1440, 900})
{
    const QSize frame(4, 40); // that edges and title may take
    const QSize room = window.screen()->availableSize() - frame;
    window.setMinimumSize(QSize(1024, 680).boundedTo(room));
    window.resize(wanted.boundedTo(room));
}

} // namespace parking::ui
