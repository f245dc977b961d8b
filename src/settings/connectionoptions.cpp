#include "settings/connectionoptions.h"

#include "base/literals.h"

namespace parking::settings {

mqtt::MqttOptions mqttOptions(const Settings &s)
{
    mqtt::MqttOptions mqtt;
    mqtt.url = s.mqttUrl;
    mqtt.user = s.mqttUsername;
    mqtt.password = s.mqttPassword;
    mqtt.caFile = s.mqttCaFile;
    mqtt.certificateFile = s.mqttCertFile;
    mqtt.keyFile = s.mqttKeyFile;
    mqtt.clientId = s.mqttClientId;
    mqtt.onlyMqtt311 = s.mqttOnly311;
    mqtt.topics = {s.mqttTopic};
    return mqtt;
}

chirpstack::RestOptions restOptions(const Settings &s)
{
    chirpstack::RestOptions rest;
    rest.base.setScheme(s.chirpstackTls ? u"https"_s : u"http"_s);
    rest.base.setHost(s.chirpstackHost);
    rest.base.setPort(s.chirpstackPort);
    rest.apiKey = s.chirpstackApiKey;
    rest.caFile = s.chirpstackCaFile;
    rest.timeout = s.chirpstackTimeout;
    return rest;
}

} // namespace parking::settings
