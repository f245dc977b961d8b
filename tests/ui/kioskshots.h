#pragma once

#include <QString>

namespace parking::ui {
class Theme;
}

/// Pictures of a screen: in both orientations, live, old, gone, full, half unknown, with many
/// floors.
void takeKiosk(const QString &folder, parking::ui::Theme &theme);
