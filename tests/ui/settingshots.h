#pragma once

#include <QList>
#include <QSize>
#include <QString>

namespace parking::ui {
class Theme;
}

/// Pictures of the page "Settings" into a folder: as an operator has it, each group, what is
/// refused, a search, a viewer's, without a database. `sizes` of windows.
void takeSettings(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes);
