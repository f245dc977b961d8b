#pragma once

#include "domain/status.h"
#include "theme/tokens.h"

#include <QStringList>

namespace parking::ui {

/// What the colours of the map tell, one at a time.
enum class MapLayer { State, TimeInState, Battery, Signal };

inline constexpr int kLayerSteps = 5; ///< the last one asks for attention

QString nameOf(MapLayer layer); ///< for people
/// In words with units, from calm to what asks for attention. Empty for State.
QStringList stepNames(MapLayer layer);
/// 0 to 4; empty: not known (never heard, no sensor), or the layer is State.
std::optional<int> stepOf(MapLayer layer, const domain::SpaceStatus &status, UtcTime now);

/// One hue in five steps from the surface on, and the text that can be read on each.
QColor stepFill(const Tokens &tokens, int step);
QColor stepText(const Tokens &tokens, int step);

} // namespace parking::ui
