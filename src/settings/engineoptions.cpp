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
    engine::EngineOptions options;
    options.databaseUrl = s.databaseUrl;
    options.dataFolder = s.dataDir;
    options.mqtt = mqttOptions(s);
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

} // namespace parking::settings
