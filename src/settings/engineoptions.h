#pragma once

#include "chirpstack/restclient.h"
#include "engine/engine.h"
#include "settings/settings.h"

namespace parking::settings {

/// The engine's options by the settings; the version is the program's to fill in.
engine::EngineOptions engineOptions(const Settings &settings);

/// ChirpStack's REST API by the settings, with a key or without.
chirpstack::RestOptions restOptions(const Settings &settings);

/// Where alarms go beside the windows.
engine::OutletOptions outletOptions(const Settings &settings);

} // namespace parking::settings
