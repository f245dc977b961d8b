#pragma once

#include "kiosk/kioskbrush.h"

namespace parking::ui {

/// The lines of a screen in `area` (units): one column to nine lines, then two.
void paintKioskRows(KioskBrush &brush, const KioskPicture &picture, const QRectF &area);
/// How high a row would be there.
qreal kioskRowHeight(qsizetype lines, const QSizeF &area);

/// What a number looks like: as its word says while it is live, grey when it is old.
QColor kioskNumberColour(domain::SignWord word, domain::DataAge age);

} // namespace parking::ui
