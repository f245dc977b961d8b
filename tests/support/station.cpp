#include "station.h"

#include "base/literals.h"
#include "hostilemessages.h"
#include "mosquitto.h"

namespace parking::test {

using namespace std::chrono_literals;
using engine::Engine;

namespace {

engine::EngineOptions options(const QString &url, const QString &folder, const Station::Tune &tune)
{
    engine::EngineOptions options;
    options.databaseUrl = url;
    options.dataFolder = folder;
    options.version = u"test"_s;
    if (tune)
        tune(options);
    return options;
}

} // namespace

Station::Station(const QString &url, const Tune &tune, const QString &folder)
    : m_engine(options(url, folder.isEmpty() ? m_folder.path() : folder, tune)),
      states(&m_engine, &Engine::spacesChanged), layouts(&m_engine, &Engine::layoutChanged)
{
}

void Station::append(const QByteArray &topic, const QByteArray &payload, int qos)
{
    m_engine.journal()->append({topic, payload, qos}, systemNow());
}

void Station::park(const QString &sensor, bool occupied, UtcTime time)
{
    append(uplinkTopic(sensor), goodUplink(sensor, occupied, time));
}

domain::HealthCheck Station::check(const QString &name) const
{
    for (const domain::HealthCheck &check : m_engine.health().checks) {
        if (check.name == name)
            return check;
    }
    domain::HealthCheck none;
    none.problem = u"-"_s;
    return none;
}

std::optional<domain::SpaceStatus> Station::status(domain::SpaceId space) const
{
    std::optional<domain::SpaceStatus> last;
    for (const QList<QVariant> &call : states) {
        for (const auto &status : call.first().value<QList<domain::SpaceStatus>>()) {
            if (status.id == space)
                last = status;
        }
    }
    return last;
}

std::optional<domain::SpaceState> Station::told(domain::SpaceId space) const
{
    const std::optional<domain::SpaceStatus> last = status(space);
    return last ? std::optional(last->state) : std::nullopt;
}

void asViewer(engine::EngineOptions &options)
{
    options.ingest = false;
}

Station::Tune from(const Mosquitto &broker)
{
    return [url = broker.url()](engine::EngineOptions &options) {
        options.mqtt.emplace();
        options.mqtt->url = url;
        options.mqtt->topics = {u"application/+/device/+/event/+"_s};
        options.mqtt->firstPause = 50ms;
        options.mqtt->maxPause = 200ms;
    };
}

} // namespace parking::test
