#pragma once

#include "engine/engine.h"
#include "settings/settings.h"

namespace parking::settings {

/// The engine's options by the settings; the version is the program's to fill in.
engine::EngineOptions engineOptions(const Settings &settings);

} // namespace parking::settings
