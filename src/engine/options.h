#pragma once

#include "engine/engine.h"
#include "settings/settings.h"

namespace parking::engine {

/// The engine's options by the settings; the version is the program's to fill in.
EngineOptions optionsFrom(const settings::Settings &settings);

} // namespace parking::engine
