#include "settings/engineoptions.h"

#include "base/literals.h"

namespace parking::settings {

engine::OutletOptions outletOptions(const Settings &s)
{
    engine::OutletOptions options;
    if (!s.mailTo.isEmpty())
        options.mail = {.smtp = s.smtp, .from = s.mailFrom, .to = s.mailTo, .least = s.mailLevel};
    if (!s.webhookUrl.isEmpty())
        options.webhook = {.url = s.webhookUrl,
                           .secret = s.webhookSecret.toUtf8(),
                           .caFile = s.webhookCaFile,
                           .least = s.webhookLevel};
    return options;
}

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
    options.readingsKeep = s.readingsKeep;
    options.changesKeep = s.changesKeep;
    options.outlets = outletOptions(s);
    options.weakConnections = weakConnections(s);
    if (!s.chirpstackApiKey.isEmpty()) {
        engine::DispatcherOptions dispatcher;
        dispatcher.rest = restOptions(s);
        dispatcher.perMinute = s.downlinksPerMinute;
        options.chirpstack = dispatcher;
    }
    return options;
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
