#pragma once

#include "domain/battery.h"

#include <QStringView>

namespace parking::devices {

/// What is known of the battery of a type's devices; empty figures where nothing is: unknown types,
/// objects of ChirpStack's codecs, and what is fed by a cable.
domain::CellFigures cellFigures(QStringView type);

} // namespace parking::devices
