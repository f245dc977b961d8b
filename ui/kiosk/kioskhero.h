#pragma once

#include "kiosk/kioskbrush.h"

namespace parking::ui {

/// The card with the one big number and where to go. `isTall`: number above, way below.
void paintKioskHero(KioskBrush &brush, const KioskPicture &picture, const QRectF &box, bool isTall);

} // namespace parking::ui
