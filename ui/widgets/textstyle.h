#pragma once

#include "base/literals.h"

#include <QWidget>

namespace parking::ui {

/// The size and weight of a text, as the style sheet knows it: "strong", "cardTitle", "topBar",
/// "pageTitle", "objectTitle". A font that is set by hand goes when a style sheet comes over it.
inline void setTextStyle(QWidget &widget, QLatin1StringView style)
{
    widget.setProperty("textStyle", QString(style));
}

} // namespace parking::ui
