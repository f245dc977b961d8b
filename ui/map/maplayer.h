#pragma once

#include "domain/status.h"
#include "theme/tokens.h"

#include <QStringList>

#include <array>

namespace parking::ui {

/// What the colours of the map tell, one at a time.
enum class MapLayer { State, TimeInState, Battery, Signal, Lamps, Bookings };
inline constexpr std::array kMapLayers{MapLayer::State,  MapLayer::TimeInState, MapLayer::Battery,
                                       MapLayer::Signal, MapLayer::Lamps,       MapLayer::Bookings};

inline constexpr int kLayerSteps = 5; ///< the last one asks for attention

QString nameOf(MapLayer layer); ///< for people
/// In words with units, from calm to what asks for attention. Empty for State.
QStringList stepNames(MapLayer layer);
QString unknownName(MapLayer layer); ///< of the spaces without a step; empty: all have one
/// The steps that these names are of: all five, of lamps the first and the last.
QList<int> stepsOf(MapLayer layer);
/// Of a lamp: it shows what it should, or it does not.
int lampStep(bool isRight);
/// 0 to 4; empty: not known (never heard, no sensor), or the layer is State or Lamps.
std::optional<int> stepOf(MapLayer layer, const domain::SpaceStatus &status, UtcTime now);

/// One hue in five steps from the surface on, and the text that can be read on each.
QColor stepFill(const Tokens &tokens, int step);
QColor stepText(const Tokens &tokens, int step);

} // namespace parking::ui
