// How long a lamp waits: from the uplink that changes a space's state to the POST at ChirpStack, at
// 50 changes a second, beside what a bare POST takes on the same machine in the same run.

#include "base/literals.h"
#include "chirpstack/restclient.h"
#include "chirpstackstandin.h"
#include "engine/enginethread.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "testdatabases.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;

namespace {

constexpr int kLamps = 500;

struct Figures {
    QString database;
    int changes = 0;
    double rate = 0;
    double p50Ms = 0;
    double p99Ms = 0;
    double bareP50Ms = 0; ///< a POST by the same client, nothing else going on
    double bareP99Ms = 0;
};

DevEui sensor(int n)
{
    return DevEui(0xe8e1'e100'0300'0000 + quint64(n));
}

DevEui lamp(int n)
{
    return DevEui(0x2020'20ac'0000'0000 + quint64(n));
}

Error broken(const QString &what)
{
    return {u"BENCH"_s, what};
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, size_t(double(values.size()) * share))];
}

domain::SiteSnapshot site()
{
    domain::SiteSnapshot site;
    site.site.name = u"Bench"_s;
    for (int n = 0; n < kLamps; ++n) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = u"P-%1"_s.arg(n);
        space.name = space.code;
        space.sensorEui = sensor(n);
        space.displayEui = lamp(n);
        site.spaces.append(space);
    }
    return site;
}

engine::EngineOptions station(const QString &url, const QString &folder, const QUrl &broker,
                              quint16 restPort)
{
    engine::EngineOptions options;
    options.databaseUrl = url;
    options.dataFolder = folder;
    options.version = u"bench"_s;
    options.mqtt.emplace();
    options.mqtt->url = broker;
    options.mqtt->clientId = u"station"_s;
    options.mqtt->topics = {u"application/+/device/+/event/+"_s};
    options.chirpstack.emplace();
    options.chirpstack->rest.base = QUrl(u"http://127.0.0.1:%1"_s.arg(restPort));
    options.chirpstack->rest.apiKey = u"test-key"_s;
    options.chirpstack->perMinute = 0;
    return options;
}

/// The same request by the same client, one after the other.
Result<> measureBare(quint16 restPort, Figures &figures)
{
    chirpstack::RestClient client({.base = QUrl(u"http://127.0.0.1:%1"_s.arg(restPort)),
                                   .apiKey = u"test-key"_s,
                                   .caFile = {}});
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        bool answered = false;
        QEventLoop loop; // QTest::qWaitFor() looks each 10 ms only
        QTimer::singleShot(10s, &loop, &QEventLoop::quit);
        client.enqueue(
            lamp(i),
            {.fPort = 15, .data = "12345", .expiresAt = systemNow() + 60s, .flushQueue = true},
            [&](const Result<QString> &item) {
                answered = item.hasValue();
                loop.quit();
            });
        loop.exec();
        if (!answered)
            return broken(u"the stand-in does not answer"_s);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                .count());
    }
    figures.bareP50Ms = percentile(times, 0.5);
    figures.bareP99Ms = percentile(times, 0.99);
    return {};
}

/// The gateways' word for what was posted since the last call: until it comes, a lamp's next frame
/// waits. False: nothing can be published.
bool tellTransmitted(mqtt::MqttClient &client, test::ChirpStackStandIn &rest, qsizetype &told)
{
    const QList<test::SeenPost> posts = rest.posts();
    for (; told < posts.size(); ++told) {
        const QString eui = posts[told].devEui;
        const std::optional<test::StandInItem> item = rest.takeOldest(eui);
        if (!item)
            continue;
        const QJsonObject event{{u"deviceInfo"_s, QJsonObject{{u"devEui"_s, eui}}},
                                {u"time"_s, toIso(systemNow())},
                                {u"downlinkId"_s, 1},
                                {u"queueItemId"_s, item->id},
                                {u"fCntDown"_s, qint64(item->fCntDown)},
                                {u"gatewayId"_s, u"0016c001f153a14c"_s},
                                {u"txInfo"_s, QJsonObject()}};
        if (!client.publish(test::uplinkTopic(eui).replace("/event/up", "/event/txack"),
                            QJsonDocument(event).toJson(QJsonDocument::Compact)))
            return false;
    }
    return true;
}

/// Changes in turn, `rate` a second; the k-th change of a lamp belongs to its k-th POST.
Result<> measureChanges(mqtt::MqttClient &client, test::ChirpStackStandIn &rest, Figures &figures)
{
    QHash<QString, QList<UtcTime>> sent;
    const auto begin = std::chrono::steady_clock::now();
    int made = 0;
    qsizetype told = 0;
    const bool done = QTest::qWaitFor(
        [&] {
            while (made < figures.changes
                   && std::chrono::steady_clock::now()
                       >= begin + std::chrono::duration<double>(made / figures.rate)) {
                const int n = made % kLamps;
                const bool occupied = (made / kLamps) % 2 == 0;
                const UtcTime now = systemNow();
                if (!client.publish(test::uplinkTopic(sensor(n).toString()),
                                    test::goodUplink(sensor(n).toString(), occupied, now)))
                    return false;
                sent[lamp(n).toString()].append(now);
                ++made;
            }
            return tellTransmitted(client, rest, told) && rest.posts().size() >= figures.changes;
        },
        int(figures.changes / figures.rate * 1000) + 60'000);
    if (!done)
        return broken(u"%1 of %2 POSTs came"_s.arg(rest.posts().size()).arg(made));
    QHash<QString, int> taken;
    std::vector<double> times;
    for (const test::SeenPost &post : rest.posts()) {
        const int k = taken[post.devEui]++;
        if (k >= sent.value(post.devEui).size())
            return broken(u"more POSTs than changes"_s);
        times.push_back(double((post.time - sent.value(post.devEui)[k]).count()));
    }
    figures.p50Ms = percentile(times, 0.5);
    figures.p99Ms = percentile(times, 0.99);
    return {};
}

Result<Figures> measure(store::Dialect dialect, test::TestDatabases &databases, int changes,
                        double rate)
{
    Figures figures;
    figures.database = dialect == store::Dialect::Postgres ? u"PostgreSQL"_s : u"SQLite"_s;
    figures.changes = changes;
    figures.rate = rate;
    test::Mosquitto broker;
    test::ChirpStackStandIn rest;
    QTemporaryDir folder;
    const Result<QString> url = databases.migratedUrl(dialect);
    if (!url)
        return url.error();
    if (Result<> done = broker.start(); !done)
        return done.error();
    if (Result<> done = rest.start(); !done)
        return done.error();
    if (Result<> done = measureBare(rest.port(), figures); !done)
        return done.error();
    rest.forgetPosts();
    engine::EngineThread thread(station(*url, folder.path(), broker.url(), rest.port()));
    thread.start();
    thread.ask([](engine::Engine &engine) { return engine.spaces().createSite(site()); });
    mqtt::MqttOptions options;
    options.url = broker.url();
    options.clientId = u"publisher"_s;
    mqtt::MqttClient client(options, [](const mqtt::MqttMessage &) {});
    if (Result<> done = client.start(); !done)
        return done.error();
    const auto ready = [&] {
        return client.info().state == mqtt::ConnectionState::Connected
            && broker.log().contains(u"Sending SUBACK to station"_s);
    };
    if (!QTest::qWaitFor(ready, 60'000))
        return broken(u"the station does not begin"_s);
    for (int n = 0; n < kLamps; ++n) {
        const QString eui = sensor(n).toString();
        if (!client.publish(test::uplinkTopic(eui), test::goodUplink(eui, false, systemNow())))
            return broken(u"nothing can be published"_s);
    }
    qsizetype told = 0;
    const auto set = [&] { return tellTransmitted(client, rest, told) && told >= kLamps; };
    if (!QTest::qWaitFor(set, 60'000))
        return broken(u"the lamps were not set once"_s);
    rest.forgetPosts();
    if (Result<> done = measureChanges(client, rest, figures); !done)
        return done.error();
    thread.stop();
    if (!rest.violations().isEmpty())
        return broken(rest.violations().first());
    return figures;
}

void print(const Figures &f)
{
    const auto line = [](const char *name, double value) {
        std::printf("  %-44s %.1f\n", name, value);
    };
    std::printf("%s, %d changes at %.0f/s, %d lamps\n", qPrintable(f.database), f.changes, f.rate,
                kLamps);
    line("uplink published to POST seen, p50, ms", f.p50Ms);
    line("uplink published to POST seen, p99, ms", f.p99Ms);
    line("a bare POST and its answer, p50, ms", f.bareP50Ms);
    line("a bare POST and its answer, p99, ms", f.bareP99Ms);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"changes"_s, u"How many."_s, u"N"_s, u"2000"_s},
                       {u"rate"_s, u"Changes a second."_s, u"R"_s, u"50"_s},
                       {u"json"_s, u"Figures go to this file too."_s, u"FILE"_s}});
    parser.process(application);
    test::TestDatabases databases(test::PostgresServer::Durability::Durable);
    QJsonObject report;
    for (const store::Dialect dialect : {store::Dialect::Postgres, store::Dialect::Sqlite}) {
        const Result<Figures> figures =
            measure(dialect, databases, parser.value(u"changes"_s).toInt(),
                    parser.value(u"rate"_s).toDouble());
        if (!figures) {
            std::fprintf(stderr, "%s\n", qPrintable(figures.error().detail));
            return 1;
        }
        print(*figures);
        const QJsonObject latency{{u"p50"_s, figures->p50Ms}, {u"p99"_s, figures->p99Ms}};
        const QJsonObject bare{{u"p50"_s, figures->bareP50Ms}, {u"p99"_s, figures->bareP99Ms}};
        report.insert(figures->database.toLower(),
                      QJsonObject{{u"changes"_s, figures->changes},
                                  {u"changesPerSecond"_s, figures->rate},
                                  {u"latencyMs"_s, latency},
                                  {u"barePostMs"_s, bare}});
    }
    if (!parser.isSet(u"json"_s))
        return 0;
    QFile file(parser.value(u"json"_s));
    const QByteArray text = QJsonDocument(report).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? 0 : 1;
}
