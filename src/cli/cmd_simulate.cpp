#include "base/csv.h"
#include "base/literals.h"
#include "base/terminationsignal.h"
#include "cli/command.h"
#include "domain/problems.h"
#include "engine/spaces/spaceimport.h"
#include "sim/restfront.h"
#include "sim/traffic.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTimer>
#include <QUuid>

namespace parking::cli {

namespace {

struct SimulateOptions {
    int spaces = 60;
    double rate = 1;
    quint64 seed = 1;
    qint64 count = 0; ///< uplinks, without duplicates; 0: until stopped
    QString truthFile;
    std::optional<quint16> restPort; ///< ChirpStack's REST side is opened there
    QString restKey; ///< that it asks for; empty: any will do
    sim::LampOptions lamps;
};

/// The state of a space's latest event, as every taker of the messages must end up with.
struct Truth {
    UtcTime time;
    QString key;
    domain::Occupancy occupancy = domain::Occupancy::Free;
};

/// Publishes a Traffic to a broker, never more than the client takes.
class Simulation : public QObject {
public:
    Simulation(const SimulateOptions &options, mqtt::MqttOptions mqtt, UtcTime start)
        : m_options(options), m_site(sim::makeSite(options.spaces, options.seed)),
          m_traffic(m_site, options.seed, traffic(options, m_site, start)),
          m_lamps(m_site, options.seed, options.lamps), m_rest(m_lamps, options.restKey),
          m_client(std::move(mqtt), {})
    {
        connect(&m_client, &mqtt::MqttClient::published, this, [this](int count) {
            m_acknowledged += count;
            pump();
        });
        connect(&m_client, &mqtt::MqttClient::connectionChanged, this, [this] { pump(); });
        connect(&m_timer, &QTimer::timeout, this, &Simulation::pump);
        m_timer.start(5);
    }

    Result<> start()
    {
        if (m_options.restPort) {
            if (Result<> done = m_rest.start(*m_options.restPort); !done)
                return done;
        }
        return m_client.start();
    }
    QUrl restUrl() const { return m_rest.url(); }
    bool everConnected() const { return m_everConnected; }
    const sim::SimSite &site() const { return m_site; }

    /// Waits for what is in flight, unless there is nobody to acknowledge it.
    void finish()
    {
        m_finishing = true;
        if (m_client.info().state != mqtt::ConnectionState::Connected)
            QCoreApplication::quit();
    }

    QJsonObject summary() const
    {
        const sim::LampCounts &lamps = m_lamps.counts();
        return {{u"published"_s, m_published},
                {u"acknowledged"_s, m_acknowledged},
                {u"uplinks"_s, m_uplinks},
                {u"duplicates"_s, m_duplicates},
                {u"downlinks"_s,
                 QJsonObject{{u"accepted"_s, lamps.accepted},
                             {u"transmitted"_s, lamps.transmitted},
                             {u"expired"_s, lamps.expired},
                             {u"lost"_s, lamps.lost},
                             {u"rejoined"_s, lamps.rejoined}}}};
    }

    Result<> writeTruth(const QString &path) const
    {
        QSaveFile file(path);
        bool good = file.open(QIODevice::WriteOnly);
        for (auto it = m_truth.cbegin(); good && it != m_truth.cend(); ++it) {
            const domain::DevEui eui = m_site.devices[size_t(it.key())].sensorEui;
            const QJsonObject line{{u"sensor_eui"_s, eui.toString()},
                                   {u"occupancy"_s, domain::nameOf(it->occupancy)},
                                   {u"time"_s, toIso(it->time)},
                                   {u"key"_s, it->key}};
            good = file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n') > 0;
        }
        if (!good || !file.commit())
            return Error{problem::kBadFile, u"%1: %2"_s.arg(path, file.errorString())};
        return {};
    }

private:
    static sim::TrafficOptions traffic(const SimulateOptions &options, const sim::SimSite &site,
                                       UtcTime start)
    {
        sim::TrafficOptions traffic;
        traffic.start = start;
        traffic.speed = options.rate / sim::Traffic::naturalRate(site, options.seed);
        return traffic;
    }

    void pump()
    {
        m_everConnected =
            m_everConnected || m_client.info().state == mqtt::ConnectionState::Connected;
        const UtcTime now = systemNow();
        if (m_options.restPort)
            m_lampEvents += m_lamps.step(now);
        while (!m_lampEvents.isEmpty()
               && m_client.publish(m_lampEvents.first().topic, m_lampEvents.first().payload, 1,
                                   false)) {
            count(m_lampEvents.first());
            m_lampEvents.removeFirst();
        }
        while (!m_finishing) {
            if (!m_next)
                m_next = m_traffic.next();
            if (m_next->deliverAt > now
                || !m_client.publish(m_next->topic, m_next->payload, 1, false))
                break;
            count(*m_next);
            m_next.reset();
            m_finishing = m_options.count > 0 && m_uplinks >= m_options.count;
        }
        if (m_finishing && m_client.inFlight() == 0)
            QCoreApplication::quit();
    }

    void count(const sim::SimMessage &message)
    {
        ++m_published;
        m_duplicates += message.duplicate;
        if (message.kind != sim::SimMessage::Kind::Uplink || message.duplicate)
            return;
        ++m_uplinks;
        if (message.device < 0)
            return;
        const bool known = m_truth.contains(message.device);
        Truth &truth = m_truth[message.device];
        if (!known || message.time > truth.time
            || (message.time == truth.time && message.key > truth.key))
            truth = {message.time, message.key, message.occupancy};
    }

    const SimulateOptions m_options;
    const sim::SimSite m_site;
    sim::Traffic m_traffic;
    sim::LampNetwork m_lamps;
    sim::RestFront m_rest;
    QList<sim::SimMessage> m_lampEvents; ///< waiting for the broker
    mqtt::MqttClient m_client;
    QTimer m_timer;
    std::optional<sim::SimMessage> m_next;
    QMap<int, Truth> m_truth; ///< by device
    qint64 m_published = 0;
    qint64 m_acknowledged = 0;
    qint64 m_uplinks = 0;
    qint64 m_duplicates = 0;
    bool m_finishing = false;
    bool m_everConnected = false;
};

Result<> writeCsv(const QString &path, const sim::SimSite &site)
{
    QSaveFile file(path);
    bool good = file.open(QIODevice::WriteOnly)
        && file.write(csvLine(engine::importColumns()).toUtf8() + '\n') > 0;
    for (const domain::Space &space : site.spaces)
        good = good && file.write(csvLine(engine::exportRow(space)).toUtf8() + '\n') > 0;
    if (!good || !file.commit())
        return Error{problem::kBadFile, u"%1: %2"_s.arg(path, file.errorString())};
    return {};
}

void addOptions(Parser &parser)
{
    const auto option = [&parser](const char *name, const char *text, const char *value,
                                  const char *fallback) {
        parser.addOption({QLatin1StringView(name), QLatin1StringView(text),
                          QLatin1StringView(value), QLatin1StringView(fallback)});
    };
    option("spaces", "Size of the car park, 1 to 100000.", "N", "60");
    option("rate", "Uplinks per second on average, 0.01 to 20000.", "R", "1");
    option("seed", "The same seed gives the same car park and traffic.", "S", "1");
    option("count", "Stop after so many uplinks.", "N", "0");
    option("truth", "At the end write the state of each space's latest event.", "FILE", "");
    option("csv", "First write the spaces for `parkctl spaces import`.", "FILE", "");
    option("rest", "Open ChirpStack's REST side of the lamps on this port of 127.0.0.1.", "PORT",
           "");
    option("ignoring", "Share of lamps that follow no command, 0 to 1 (with --rest).", "SHARE",
           "0.01");
    option("losing", "Share of lamps that lose one frame in five, 0 to 1 (with --rest).", "SHARE",
           "0.02");
    option("rejoins", "Times a day that each lamp starts anew, 0 to 1000 (with --rest).", "N",
           "0.1");
    parser.addOption({u"class-a"_s, u"Lamps listen after their own uplinks only (with --rest)."_s});
    parser.addOption({u"json"_s, u"Summary as JSON."_s});
    parser.addOption({u"dry-run"_s, u"Publish nothing (with --csv)."_s});
}

/// A number from 0 to `most`; complains and gives nothing for anything else.
std::optional<double> amount(const Parser &parser, const char *name, double most)
{
    bool ok = false;
    const QString words = parser.words(name);
    const double value = words.toDouble(&ok);
    if (ok && value >= 0 && value <= most)
        return value;
    complain(u"--%1 takes a number from 0 to %2, not \"%3\""_s.arg(QLatin1StringView(name))
                 .arg(most)
                 .arg(words));
    return std::nullopt;
}

std::optional<sim::LampOptions> readLamps(const Parser &parser)
{
    const auto ignoring = amount(parser, "ignoring", 1);
    const auto losing = ignoring ? amount(parser, "losing", 1) : std::nullopt;
    const auto rejoins = losing ? amount(parser, "rejoins", 1000) : std::nullopt;
    if (!rejoins)
        return std::nullopt;
    return sim::LampOptions{.ignoring = *ignoring,
                            .lossy = *losing,
                            .classA = parser.isSet(u"class-a"_s),
                            .rejoins = *rejoins};
}

std::optional<SimulateOptions> readOptions(const Parser &parser)
{
    SimulateOptions options;
    const auto spaces = parser.number("spaces", 1, sim::kMaxSimSpaces);
    const auto seed = parser.number("seed", 0, INT_MAX);
    const auto count = parser.number("count", 0, INT_MAX);
    bool ok = false;
    options.rate = parser.words("rate").toDouble(&ok);
    if (!spaces || !seed || !count)
        return std::nullopt;
    if (!ok || !(options.rate >= 0.01 && options.rate <= 20'000)) {
        complain(u"--rate takes a number from 0.01 to 20000"_s);
        return std::nullopt;
    }
    options.spaces = *spaces;
    options.seed = quint64(*seed);
    options.count = *count;
    options.truthFile = parser.words("truth");
    const auto lamps = readLamps(parser);
    if (!lamps)
        return std::nullopt;
    options.lamps = *lamps;
    if (!parser.words("rest").isEmpty()) {
        const auto port = parser.number("rest", 1, 65'535);
        if (!port)
            return std::nullopt;
        options.restPort = quint16(*port);
    }
    return options;
}

int report(const Simulation &simulation, const SimulateOptions &options, bool json)
{
    if (!options.truthFile.isEmpty()) {
        if (const Result<> done = simulation.writeTruth(options.truthFile); !done)
            return fail(done.error());
    }
    const QJsonObject summary = simulation.summary();
    if (json)
        print(QString::fromUtf8(QJsonDocument(summary).toJson(QJsonDocument::Compact)));
    else
        print(u"%1 messages published, %2 of them uplinks"_s
                  .arg(summary.value(u"published").toInteger())
                  .arg(summary.value(u"uplinks").toInteger()));
    if (!simulation.everConnected()) {
        complain(u"the broker could not be reached"_s);
        return kFailed;
    }
    return kOk;
}

} // namespace

int runSimulate(const QStringList &words)
{
    Parser parser("simulate",
                  "Publishes ChirpStack-shaped uplinks of a believable car park to a broker.",
                  true);
    addOptions(parser);
    if (const auto exit = parser.parse(words))
        return *exit;
    auto options = readOptions(parser);
    const auto loaded = options ? parser.settings() : std::nullopt;
    if (!loaded)
        return kUsage;
    if (!parser.words("csv").isEmpty()) {
        const Result<> done =
            writeCsv(parser.words("csv"), sim::makeSite(options->spaces, options->seed));
        if (!done)
            return fail(done.error());
    }
    if (parser.isSet(u"dry-run"_s))
        return kOk;
    options->restKey = loaded->settings.chirpstackApiKey;
    mqtt::MqttOptions mqtt = *cli::engineOptions(loaded->settings).mqtt;
    mqtt.topics.clear();
    mqtt.clientId = u"parkctl-simulate-"_s + QUuid::createUuid().toString(QUuid::Id128);
    Simulation simulation(*options, mqtt, systemNow());
    TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, &simulation,
                     [&simulation] { simulation.finish(); });
    if (const Result<> started = simulation.start(); !started)
        return fail(started.error());
    QCoreApplication::exec();
    return report(simulation, *options, parser.isSet(u"json"_s));
}

} // namespace parking::cli
