#pragma once

#include "engine/engine.h"
#include "settings/connectionoptions.h"

namespace parking::settings {

/// The engine's options by the settings; the version is the program's to fill in.
engine::EngineOptions engineOptions(const Settings &settings);

/// Where alarms go beside the windows.
engine::OutletOptions outletOptions(const Settings &settings);

} // namespace parking::settings
