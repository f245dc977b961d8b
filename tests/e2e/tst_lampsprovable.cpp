// Lamps with real parts: broker, PostgreSQL, a station that is killed again and again, and a
// ChirpStack that fails in every way. At the end every lamp shows what it should, and the ledger
// knows of every POST.

#include "base/literals.h"
#include "chirpstackstandin.h"
#include "devices/displayframe.h"
#include "domain/downlink.h"
#include "heardsensors.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "postgres.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "testmain.h"
#include "testpaths.h"
#include "testprocess.h"
#include "verify.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>
#include <QUuid>

#include <atomic>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using test::RestFailure;

namespace {

constexpr int kDisplays = 500;
constexpr int kChanges = 5'000;
constexpr int kPerTick = 5;
constexpr int kTickMs = 20; // 250 changes a second
constexpr int kKills = 5;

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

DevEui sensor(int n)
{
    return DevEui(0xe8e1'e100'0200'0000 + quint64(n));
}

DevEui lamp(int n)
{
    return DevEui(0x2020'20ab'0000'0000 + quint64(n));
}

QByteArray txAck(const test::StandInItem &item)
{
    return "{\"downlinkId\":7,\"time\":\"" + toIso(systemNow()).toLatin1()
        + "\",\"deviceInfo\":{\"tenantId\":\"52f14cd4-c6f1-4fbd-8f87-4025e1d49242\","
          "\"tenantName\":\"t\",\"applicationId\":\"ca739e26-7b67-4f14-b69e-d568c22a5a75\","
          "\"applicationName\":\"a\",\"deviceProfileId\":\"605d08d4-65f5-4d2c-8a5a-3d2457662f79\","
          "\"deviceProfileName\":\"kuando_busylight\",\"deviceName\":\"lamp\",\"devEui\":\""
        + item.devEui.toLatin1()
        + "\",\"deviceClassEnabled\":\"CLASS_C\",\"tags\":{}},\"queueItemId\":\""
        + item.id.toLatin1()
        + "\",\"fCntDown\":1,\"gatewayId\":\"0016c001f153a14c\",\"txInfo\":{}}";
}

struct Shown {
    QString devEui;
    QString itemId;
    QByteArray data;
};

} // namespace

class TestLampsProvable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyLampShowsItsState();
    void aFrozenStationSendsNothing();

private:
    QStringList common(const QString &folder) const;
    void prepareSite();
    void startStation(QProcess &process, const QString &folder);
    void connectPublisher();
    void change(int n);
    void transmit();
    QString unaccomplished(store::Database &database);
    bool isAccomplished(store::Database &database) { return unaccomplished(database).isEmpty(); }
    void checkShown(store::Database &database);
    void checkOrder(store::Database &database);
    void checkLedger(store::Database &database);
    void checkOnce(store::Database &database);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::Mosquitto> m_broker;
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<test::ChirpStackStandIn> m_rest;
    std::unique_ptr<mqtt::MqttClient> m_publisher;
    QString m_url;
    int m_perMinute = 0;
    QList<bool> m_occupied;
    QList<UtcTime> m_changed;
    QList<Shown> m_shown; ///< what gateways transmitted, in order
    QRandomGenerator m_random{QRandomGenerator::global()->generate()};
};

void TestLampsProvable::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_broker = std::make_unique<test::Mosquitto>();
    VERIFY_OK(m_broker->start());
    m_server = std::make_unique<test::PostgresServer>();
    VERIFY_OK(m_server->start());
    const auto admin = store::Database::open({.url = m_server->url(text("postgres"))});
    VERIFY_OK(admin);
    VERIFY_OK((*admin)->runScript(text("CREATE DATABASE e2e")));
    m_url = m_server->url(text("e2e"));
    m_rest = std::make_unique<test::ChirpStackStandIn>();
    VERIFY_OK(m_rest->start());
    m_occupied = QList<bool>(kDisplays, false);
    m_changed = QList<UtcTime>(kDisplays);
    m_shown.clear();
    m_perMinute = 0;
    prepareSite();
}

void TestLampsProvable::cleanup()
{
    m_publisher.reset();
    QCOMPARE(m_rest->violations(), QStringList());
    m_rest.reset();
    m_server.reset();
    m_broker.reset();
}

QStringList TestLampsProvable::common(const QString &folder) const
{
    QStringList words{text("--database"), m_url, text("--mqtt"), m_broker->url().toString()};
    for (const QString &setting :
         {text("DATA_DIR=") + m_folder->filePath(folder), text("CHIRPSTACK_HOST=127.0.0.1"),
          u"CHIRPSTACK_PORT=%1"_s.arg(m_rest->port()), text("CHIRPSTACK_API_KEY=test-key"),
          text("CHIRPSTACK_TIMEOUT_MS=1000"), u"DOWNLINKS_PER_MINUTE=%1"_s.arg(m_perMinute)})
        words += {text("--set"), setting};
    return words;
}

void TestLampsProvable::prepareSite()
{
    QFile csv(m_folder->filePath(text("spaces.csv")));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("code,name,building,floor,sensor_eui,display_eui\n");
    for (int n = 0; n < kDisplays; ++n)
        csv.write(u"P-%1,P-%1,North,G,%2,%3\n"_s.arg(n)
                      .arg(sensor(n).toString(), lamp(n).toString())
                      .toUtf8());
    csv.close();
    const QString parkctl = test::programPath(text("parkctl"));
    for (const QStringList &words : {QStringList{text("migrate")},
                                     QStringList{text("spaces"), text("import"), csv.fileName()}}) {
        const test::Finished done = test::run(parkctl, words + common(text("data")));
        QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    }
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto site = store::SiteStore(**database).first();
    VERIFY_OK(site);
    const auto spaces = store::SpaceStore(**database).all(site->id);
    VERIFY_OK(spaces);
    VERIFY_OK(test::hearSensors(**database, *spaces, systemNow() - 60s));
}

void TestLampsProvable::startStation(QProcess &process, const QString &folder)
{
    test::tie(process);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(m_folder->filePath(folder + text(".log")), QIODevice::Append);
    process.start(test::programPath(text("parkctl")), QStringList{text("ingest")} + common(folder));
    QVERIFY(process.waitForStarted());
}

void TestLampsProvable::connectPublisher()
{
    mqtt::MqttOptions options;
    options.url = m_broker->url();
    options.clientId = text("e2e-publisher");
    m_publisher = std::make_unique<mqtt::MqttClient>(options, [](const mqtt::MqttMessage &) {});
    VERIFY_OK(m_publisher->start());
    QTRY_COMPARE_WITH_TIMEOUT(m_publisher->info().state, mqtt::ConnectionState::Connected, 20'000);
}

void TestLampsProvable::change(int n)
{
    m_occupied[n] = !m_occupied[n];
    m_changed[n] = std::max(systemNow(), m_changed[n] + 1ms); // no two at the same time
    const QString eui = sensor(n).toString();
    QVERIFY(m_publisher->publish(test::uplinkTopic(eui),
                                 test::goodUplink(eui, m_occupied[n], m_changed[n])));
}

/// A gateway's moment: some of the devices with items get their oldest one transmitted.
void TestLampsProvable::transmit()
{
    QSet<QString> devices;
    for (const test::StandInItem &item : m_rest->items()) {
        if (!devices.contains(item.devEui) && m_random.bounded(4) == 0)
            devices.insert(item.devEui);
    }
    for (const QString &device : std::as_const(devices)) {
        const auto item = m_rest->takeOldest(device);
        if (!item)
            continue;
        m_shown.append({item->devEui, item->id, item->data});
        (void)m_publisher->publish("application/ca739e26-7b67-4f14-b69e-d568c22a5a75/device/"
                                       + item->devEui.toLatin1() + "/event/txack",
                                   txAck(*item));
    }
}

/// All uplinks are taken in, nothing is open, and the ledger believes that every lamp shows what
/// its space is.
/// Empty: no command is under way, and each lamp shows what its sensor said last.
QString TestLampsProvable::unaccomplished(store::Database &database)
{
    const auto open = store::DownlinkStore(database).open();
    if (!open)
        return open.error().detail;
    if (!open->isEmpty())
        return text("%1 commands are open, one is %2 of %3")
            .arg(open->size())
            .arg(domain::nameOf(open->first().state), open->first().devEui.toString());
    const auto displays = store::DisplayStore(database).find();
    const auto states = store::StateStore(database).displayed();
    if (!displays || !states || states->size() != kDisplays)
        return text("lamps or states cannot be read");
    for (const store::DisplayedState &state : *states) {
        const domain::Display display = displays->value(state.displayEui);
        const int n = int(state.displayEui.value() - lamp(0).value());
        if ((state.status.state == domain::SpaceState::Occupied) != m_occupied[n])
            return text("%1 is %2").arg(state.code, domain::nameOf(state.status.state));
        const auto wanted = devices::wantedFrame(display, {}, false, state.status.state);
        if (!wanted || !display.shown || !display.shown->sameBytes(*wanted))
            return text("the lamp of %1 does not show it").arg(state.code);
    }
    return {};
}

void TestLampsProvable::everyLampShowsItsState()
{
    const QList<RestFailure> kinds = {RestFailure::BadRequest400,
                                      RestFailure::Unauthorized401WithText,
                                      RestFailure::NotFound404,
                                      RestFailure::Unauthorized401Empty,
                                      RestFailure::Internal500,
                                      RestFailure::Unavailable503,
                                      RestFailure::Garbage,
                                      RestFailure::GarbageAfter,
                                      RestFailure::HalfAnswer,
                                      RestFailure::HalfAnswerAfter,
                                      RestFailure::NoAnswer,
                                      RestFailure::NoAnswerAfter,
                                      RestFailure::CloseWithoutAnswer,
                                      RestFailure::CloseAfter,
                                      RestFailure::TooMany429};
    m_rest->failRandomly(0.15, kinds, m_random.generate());
    m_rest->setRedirect("http://127.0.0.1:9/");
    auto station = std::make_unique<QProcess>();
    startStation(*station, text("data"));
    QTRY_VERIFY_WITH_TIMEOUT(m_broker->log().contains(text("SUBSCRIBE")), 20'000);
    connectPublisher();

    int changes = 0;
    int kills = 0;
    QTimer traffic;
    QTimer gateway;
    connect(&traffic, &QTimer::timeout, this, [&] {
        for (int i = 0; i < kPerTick; ++i, ++changes)
            change(m_random.bounded(kDisplays));
    });
    // One kind after the other, by looks as well as by posts: how many posts a life of the station
    // has, and which kind one of them meets, is the computer's affair.
    const auto kindsMet = [this] {
        QSet<RestFailure> met;
        for (const test::SeenPost &post : m_rest->posts()) {
            if (post.failure)
                met.insert(*post.failure);
        }
        return met;
    };
    const auto failures = [&kindsMet] {
        return (kindsMet() - QSet<RestFailure>{RestFailure::Redirect}).size();
    };
    connect(&gateway, &QTimer::timeout, this, [this] { transmit(); });
    traffic.start(kTickMs);
    gateway.start(100);
    while (kills < kKills) {
        const int at = (kills + 1) * kChanges / (kKills + 1) + m_random.bounded(200);
        QTRY_VERIFY_WITH_TIMEOUT(changes >= at, 120'000);
        QTRY_VERIFY_WITH_TIMEOUT(failures() > kills * kinds.size() / (kKills + 1), 120'000);
        if (kills == 1) // the station pauses for a minute after a redirect: only a kill ends that
            m_rest->failNext({RestFailure::Redirect});
        const auto wasRedirected = [this] {
            const QList<test::SeenPost> posts = m_rest->posts();
            return std::any_of(posts.cbegin(), posts.cend(), [](const test::SeenPost &post) {
                return post.failure == RestFailure::Redirect;
            });
        };
        if (kills == 1) // two of the failures may make it pause for a minute, and a quarter, each
            QTRY_VERIFY_WITH_TIMEOUT(wasRedirected(), 240'000);
        station->kill();
        QVERIFY(station->waitForFinished());
        ++kills;
        station = std::make_unique<QProcess>();
        startStation(*station, text("data"));
    }
    QTRY_VERIFY_WITH_TIMEOUT(changes >= kChanges && failures() >= kinds.size(), 240'000);
    traffic.stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_publisher->inFlight(), 0, 20'000);
    m_rest->failRandomly(0, {}, 1);
    // What 400, 401 and 404 made fail is compared again by itself.
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    QTRY_VERIFY_WITH_TIMEOUT(isAccomplished(**database), 120'000);
    gateway.stop();
    station->terminate();
    QVERIFY(station->waitForFinished(30'000));

    QCOMPARE(kindsMet().size(), kinds.size() + 1); // and the redirect
    checkShown(**database);
    checkOrder(**database);
    checkLedger(**database);
}

/// The last frame on the air of every lamp is the one that its space's state asks for, and that
/// state is what its sensor said last.
void TestLampsProvable::checkShown(store::Database &database)
{
    QHash<QString, QByteArray> shown;
    for (const Shown &one : std::as_const(m_shown))
        shown.insert(one.devEui, one.data);
    const auto states = store::StateStore(database).displayed();
    VERIFY_OK(states);
    QCOMPARE(states->size(), kDisplays);
    for (const store::DisplayedState &state : *states) {
        const int n = int(state.displayEui.value() - lamp(0).value());
        QCOMPARE(state.status.state == domain::SpaceState::Occupied, m_occupied[n]);
        const QByteArray wanted = QByteArray::fromHex(m_occupied[n] ? "ff0000ff00" : "0000ffff00");
        QCOMPARE(shown.value(state.displayEui.toString()).toHex(), wanted.toHex());
    }
}

/// No lamp was shown or sent an older colour after a newer one.
void TestLampsProvable::checkOrder(store::Database &database)
{
    QHash<QString, qint64> sequenceOf; // of a POST, by device and expiry, which is unique to it
    VERIFY_OK(database.each(text("SELECT e.dev_eui, e.detail, d.sequence FROM downlink_events e "
                                 "JOIN downlinks d ON d.id = e.downlink_id WHERE e.kind = 'post'"),
                            {}, [&](const QSqlQuery &row) {
                                sequenceOf.insert(row.value(0).toString()
                                                      + row.value(1).toString().section(u' ', -1),
                                                  row.value(2).toLongLong());
                            }));
    QHash<QString, qint64> ofItem;
    QHash<QString, qint64> newestPost;
    for (const test::SeenPost &post : m_rest->posts()) {
        const qint64 sequence = sequenceOf.value(post.devEui + toIso(*post.expiresAt), -1);
        QVERIFY2(sequence >= newestPost.value(post.devEui, 0), qPrintable(post.devEui));
        newestPost.insert(post.devEui, sequence);
        if (!post.itemId.isEmpty())
            ofItem.insert(post.itemId, sequence);
    }
    QHash<QString, qint64> newest;
    for (const Shown &one : std::as_const(m_shown)) {
        const qint64 sequence = ofItem.value(one.itemId, -1);
        QVERIFY2(sequence >= 0, qPrintable(one.itemId));
        QVERIFY2(sequence >= newest.value(one.devEui, 0), qPrintable(one.devEui));
        newest.insert(one.devEui, sequence);
    }
    QVERIFY(m_shown.size() > kDisplays);
}

/// Every POST that ChirpStack saw is in the ledger, once; what is there besides never left.
void TestLampsProvable::checkLedger(store::Database &database)
{
    QHash<QString, int> begun;
    VERIFY_OK(database.each(
        text("SELECT dev_eui, detail FROM downlink_events WHERE kind = 'post'"), {},
        [&](const QSqlQuery &row) {
            ++begun[row.value(0).toString() + row.value(1).toString().section(u' ', -1)];
        }));
    const QList<test::SeenPost> posts = m_rest->posts();
    for (const test::SeenPost &post : posts) {
        int &count = begun[post.devEui + toIso(*post.expiresAt)];
        QVERIFY2(count == 1, qPrintable(post.devEui + u' ' + toIso(*post.expiresAt)));
        count = 0;
    }
    const auto left = std::count_if(begun.cbegin(), begun.cend(), [](int count) { return count; });
    qInfo("%lld POSTs, %lld begun and never left (kills), %lld frames on the air",
          qint64(posts.size()), qint64(left), qint64(m_shown.size()));
    QVERIFY(left <= 8 * (kKills + 1)); // those that were under way when the station died
}

/// No row of the ledger has two items: two stations sent nothing twice.
void TestLampsProvable::checkOnce(store::Database &database)
{
    QHash<QString, QString> rowOf; // of a POST
    VERIFY_OK(database.each(
        text("SELECT dev_eui, detail, downlink_id FROM downlink_events WHERE kind = 'post'"), {},
        [&](const QSqlQuery &row) {
            rowOf.insert(row.value(0).toString() + row.value(1).toString().section(u' ', -1),
                         row.value(2).toString());
        }));
    QSet<QString> seen;
    for (const test::SeenPost &post : m_rest->posts()) {
        if (post.itemId.isEmpty())
            continue;
        const QString row = rowOf.value(post.devEui + toIso(*post.expiresAt));
        QVERIFY(!row.isEmpty());
        QVERIFY2(!seen.contains(row), qPrintable(post.devEui));
        seen.insert(row);
    }
}

/// A station that stands still keeps its connection; the other one puts it aside and goes on. The
/// first one stops in the middle: a POST is under way, others wait for the rate.
void TestLampsProvable::aFrozenStationSendsNothing()
{
    if (!test::kCanFreeze)
        QSKIP("this system cannot freeze a process");
    constexpr int kRed = 350;
    m_perMinute = 600;
    QProcess first;
    startStation(first, text("data"));
    QTRY_VERIFY_WITH_TIMEOUT(m_broker->log().contains(text("SUBSCRIBE")), 20'000);
    connectPublisher();
    QTimer gateway;
    connect(&gateway, &QTimer::timeout, this, [this] { transmit(); });
    gateway.start(50);
    const auto opened = store::Database::open({.url = m_url});
    VERIFY_OK(opened);
    store::Database &database = **opened;
    QProcess second;
    startStation(second, text("other"));
    QTRY_VERIFY_WITH_TIMEOUT(isAccomplished(database), 60'000); // all green

    std::atomic<bool> isFrozen = false;
    int alone = 0;
    QElapsedTimer since;
    m_rest->onEnqueued([&, pid = first.processId()](const test::StandInItem &) {
        // Past the burst, when one POST leaves at a time.
        alone = since.isValid() && since.elapsed() > 50 ? alone + 1 : 0;
        since.start();
        if (alone == 3) {
            test::freeze(pid);
            isFrozen = true;
        }
    });
    for (int n = 0; n < kRed; ++n)
        change(n);
    QTRY_VERIFY_WITH_TIMEOUT(isFrozen, 60'000);
    const auto rows = [&](const char *state) {
        return database
            .count(text("SELECT count(*) FROM downlinks WHERE state = '%1'").arg(text(state)))
            .valueOr(-1);
    };
    QCOMPARE(rows("sending"), 1);
    QVERIFY(rows("pending") >= 60);
    for (int n = kRed - 40; n < kRed; ++n)
        change(n); // what the frozen one knows of them is out of date
    // The broker keeps the uplinks until the second station has taken over.
    // It may pause for a minute, when a busy computer's answers were late.
    QTRY_COMPARE_WITH_TIMEOUT(unaccomplished(database), QString(), 180'000);
    const qsizetype before = m_rest->posts().size();
    const UtcTime woken = systemNow();
    QVERIFY(test::thaw(first.processId()));
    // The woken one finds its connection gone and stands by: its status says so.
    const auto bothReport = [&] {
        return database
                   .count(text("SELECT count(*) FROM pg_stat_activity WHERE datname = 'e2e' AND "
                               "application_name = 'smart-parking'"))
                   .valueOr(0)
            >= 3; // two stations and this test
    };
    QTRY_VERIFY_WITH_TIMEOUT(bothReport(), 60'000);
    // And they have settled who speaks with the broker.
    const auto reporting = [&database, woken](const char *how) {
        return database
            .count(text("SELECT count(*) FROM station_status WHERE %1 AND reported_at > :woken")
                       .arg(text(how)),
                   {{text("woken"), database.bind(woken)}})
            .valueOr(0);
    };
    QTRY_VERIFY_WITH_TIMEOUT(reporting("ingesting AND mqtt_state = 'connected'") == 1
                                 && reporting("NOT ingesting") == 1,
                             60'000);
    QCOMPARE(m_rest->posts().size(), before);
    for (int n = 300; n < 340; ++n)
        change(n);
    QTRY_VERIFY_WITH_TIMEOUT(isAccomplished(database), 60'000);
    gateway.stop();
    for (QProcess *process : {&first, &second}) {
        process->terminate();
        QVERIFY(process->waitForFinished(30'000));
    }
    m_rest->onEnqueued({});
    checkShown(database);
    checkOrder(database);
    checkLedger(database);
    checkOnce(database);
}

PARKING_TEST(TestLampsProvable)
#include "tst_lampsprovable.moc"
