#pragma once

#include "theme/theme.h"

#include <QPixmap>

namespace parking::ui {

/// A lamp's colour by its six hex digits, 12 px; a dashed ring where they are none.
QPixmap colourDisc(const QString &hex, const Theme &theme, qreal ratio);

} // namespace parking::ui
