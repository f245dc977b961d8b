#pragma once

#include "theme/theme.h"

#include <QSize>

/// The pages of a site that came by CSV: with a picture under a floor, in outages, with 10,000
/// commands. `scale`: pixels of the screen for one of the window.
void takeImportedPages(const QString &folder, parking::ui::Theme &theme, const QList<QSize> &sizes,
                       double scale);
