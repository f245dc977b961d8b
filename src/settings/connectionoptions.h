#pragma once

#include "chirpstack/restclient.h"
#include "mqtt/mqttclient.h"
#include "settings/settings.h"

namespace parking::settings {

/// The broker by the settings.
mqtt::MqttOptions mqttOptions(const Settings &settings);

/// ChirpStack's REST API by the settings, with a key or without.
chirpstack::RestOptions restOptions(const Settings &settings);

} // namespace parking::settings
