#pragma once

#include <QList>
#include <QSize>

namespace parking::ui {
class Theme;
}

/// Pictures of the page "Bookings" into a folder: without, with few and with 500 bookings, a form,
/// a drag over a conflict, a list, as a viewer sees it, with the database away. `sizes` of windows.
void takeBookings(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes);
