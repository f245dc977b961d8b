#pragma once

#include <QList>
#include <QSize>
#include <QString>

namespace parking::ui {
class Theme;
}

/// Pictures of the alarms' panel into a folder, within its window: the five of the design, with
/// names and acknowledged ones unfolded, none, many, not known, as a viewer sees them. `sizes` of
/// windows.
void takeAlarms(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes);
