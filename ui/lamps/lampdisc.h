#pragma once

#include "domain/colour.h"
#include "theme/theme.h"

#include <QPixmap>

#include <optional>

namespace parking::ui {

/// A lamp's colour: a disc of 14 px with a ring, the only place where lamps' own colours appear.
/// Without a colour a dashed ring.
QPixmap lampDisc(std::optional<domain::Rgb> colour, const Theme &theme, qreal ratio);

} // namespace parking::ui
