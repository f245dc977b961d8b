#pragma once

#include "theme/theme.h"

#include <QSettings>

namespace parking::ui {

/// The window as it was left: its place and size, its theme. In a file of the person's own.
class WindowMemory {
public:
    WindowMemory(QWidget &window, Theme &theme);

    void restore();
    void save();

private:
    QWidget &m_window;
    Theme &m_theme;
    QSettings m_file;
};

} // namespace parking::ui
