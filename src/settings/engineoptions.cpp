#include "settings/engineoptions.h"

#include "base/literals.h"

namespace parking::settings {

engine::EngineOptions engineOptions(const Settings &s)
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
    engine::EngineOptions options;
    options.databaseUrl = s.databaseUrl;
    options.dataFolder = s.dataDir;
    options.mqtt = mqtt;
    options.sync = s.journalSync;
    options.batchSize = s.ingestBatchSize;
    options.downlinksKeep = s.downlinksKeep;
    options.bounds = s.bounds;
    options.weakConnections = weakConnections(s);
    if (!s.chirpstackApiKey.isEmpty()) {
        engine::DispatcherOptions dispatcher;
        dispatcher.rest.base.setScheme(s.chirpstackTls ? u"https"_s : u"http"_s);
        dispatcher.rest.base.setHost(s.chirpstackHost);
        dispatcher.rest.base.setPort(s.chirpstackPort);
        dispatcher.rest.apiKey = s.chirpstackApiKey;
        dispatcher.rest.caFile = s.chirpstackCaFile;
        dispatcher.rest.timeout = s.chirpstackTimeout;
        dispatcher.perMinute = s.downlinksPerMinute;
        options.chirpstack = dispatcher;
    }
    return options;
}

} // namespace parking::settings
