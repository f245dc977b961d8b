#pragma once

#include <QString>

namespace parking::ui {

class Theme;

/// The first run, in both themes.
void takeSetup(const QString &folder, Theme &theme);

} // namespace parking::ui
