#pragma once

#include <QString>

namespace parking::ui {
class Theme;
}

/// Pictures of a review: a morning with a space selected, a gap of recording, the site.
void takeReview(const QString &folder, parking::ui::Theme &theme);
