#pragma once

#include <QList>
#include <QSize>
#include <QString>

namespace parking::ui {
class Theme;
}

/// Pictures of the page "Devices" into a folder, within its window: without, with few and with
/// 5,000 devices, a device with its charts, as a table, silent, without readings, newcomers, a
/// gateway, as a viewer sees it, with the database away. `sizes` of windows.
void takeDevices(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes);
