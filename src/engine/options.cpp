#include "engine/options.h"

namespace parking::engine {

EngineOptions optionsFrom(const settings::Settings &s)
{
    mqtt::MqttOptions mqtt;
    mqtt.url = s.mqttUrl;
    mqtt.user = s.mqttUsername;
    mqtt.password = s.mqttPassword;
    mqtt.caFile = s.mqttCaFile;
    mqtt.certificateFile = s.mqttCertFile;
    mqtt.keyFile = s.mqttKeyFile;
    mqtt.clientId = s.mqttClientId;
    mqtt.topics = {s.mqttTopic};
    EngineOptions options;
    options.databaseUrl = s.databaseUrl;
    options.dataFolder = s.dataDir;
    options.mqtt = mqtt;
    options.sync = s.journalSync;
    options.batchSize = s.ingestBatchSize;
    return options;
}

} // namespace parking::engine
