#include "engine/engine.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "read/changes.h"
#include "station.h"
#include "store/changestore.h"
#include "store/devicestore.h"
#include "store/outagestore.h"
#include "store/readingstore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceState;
using engine::Engine;
using store::Dialect;
using test::asViewer;
using test::from;
using test::Station;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
const QString kSensor = u"e8e1e10001020304"_s;

domain::DevEui eui(const QString &text)
{
    return *domain::DevEui::parse(text);
}

domain::SiteSnapshot smallSite()
{
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/London"_s;
    for (int i = 1; i <= 3; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = u"A-%1"_s.arg(i);
        space.name = space.code;
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        if (i == 1)
            space.sensorEui = eui(kSensor);
        site.spaces.append(space);
    }
    return site;
}

/// The station's time is this one's.
Station::Tune by(const std::shared_ptr<test::TurnedClock> &clock)
{
    return [clock](engine::EngineOptions &options) { options.clock = clock; };
}

/// The server may not have freed the lock yet: the station tries again as its time passes.
bool isIdleAfter(Milliseconds time, Station &station, test::TurnedClock &clock)
{
    clock.turn(time);
    return station->isIdle();
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void uplinkMovesTheState_data() { test::TestDatabases::addRows(); }
    void uplinkMovesTheState();
    void unknownDeviceKeepsItsReadings_data() { test::TestDatabases::addRows(); }
    void unknownDeviceKeepsItsReadings();
    void overrideGoesInAndOut_data() { test::TestDatabases::addRows(); }
    void overrideGoesInAndOut();
    void overrideEndsByItself_data() { test::TestDatabases::addRows(); }
    void overrideEndsByItself();
    void startsAgainWhereItStopped_data() { test::TestDatabases::addRows(); }
    void startsAgainWhereItStopped();
    void whatWasBeforeAStartIsTold_data() { test::TestDatabases::addRows(); }
    void whatWasBeforeAStartIsTold();
    void qosZeroIsTold();
    void weakConnectionsAreTold();
    void journalInUseIsTold();
    void emptyPostgresAsksForMigration();
    void newerDatabaseIsRefused_data() { test::TestDatabases::addRows(); }
    void newerDatabaseIsRefused();
    void viewerFollowsAndDoesNotIngest();
    void standbyTakesOver();
    void lostLockIsTakenByTheOther();
    void databaseOutageLosesNothing();
    void anOldProtocolIsTold();
    void brokerOutageIsToldAndEnds();
    void connectingIsNoOutage_data() { test::TestDatabases::addRows(); }
    void connectingIsNoOutage();
    void aSilentBrokerIsAnOutage();
    void aTakenSessionIsTold();
    void commandsWithoutDatabaseSayWait();

private:
    /// A migrated database with the small site.
    QString database(Dialect dialect);
    std::unique_ptr<store::Database> open(const QString &url);
    domain::SpaceId space(const QString &url, const QString &code);

    // Durable: what was committed must outlive a server that is stopped without a good-bye.
    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
};

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

void TestEngine::cleanup()
{
    if (m_databases.server().port() != 0 && !m_databases.server().isRunning())
        VERIFY_OK(m_databases.server().start());
}

QString TestEngine::database(Dialect dialect)
{
    const Result<QString> url = m_databases.migratedUrl(dialect);
    if (!url)
        return {};
    Station setup(*url);
    if (!setup->start() || !QTest::qWaitFor([&] { return setup->isIdle(); }, kPatience)
        || !setup->spaces().createSite(smallSite()))
        return {};
    setup->stop();
    return *url;
}

std::unique_ptr<store::Database> TestEngine::open(const QString &url)
{
    auto database = store::Database::open({.url = url});
    return database ? std::move(*database) : nullptr;
}

domain::SpaceId TestEngine::space(const QString &url, const QString &code)
{
    const auto database = open(url);
    return store::SpaceStore(*database).findByCode(code)->id;
}

void TestEngine::uplinkMovesTheState()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    const domain::SpaceId id = space(url, u"A-1"_s);
    Station station(url);
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    const UtcTime now = fromMillis(toMillis(systemNow()));
    station.park(kSensor, true, now - 2min);
    QTRY_TRUE(station.told(id) == SpaceState::Occupied);
    const QString gateway = u"0016c001f153a14c"_s; // of goodUplink()
    QCOMPARE(station.status(id)->gatewayId, gateway);
    // An older event is kept as a reading and moves nothing, nor does its gateway.
    station.append(test::uplinkTopic(kSensor),
                   test::goodUplink(kSensor, false, now - 3min)
                       .replace(gateway.toLatin1(), "0016c001f1530000"));
    QTRY_TRUE(station->isIdle());
    const auto database = open(url);
    QCOMPARE(station.status(id)->gatewayId, gateway);
    QCOMPARE(store::StateStore(*database).statuses({id})->first().status.gatewayId, gateway);
    QCOMPARE(*store::ReadingStore(*database).count(), 2);
    const auto changes = store::ChangeStore(*database).recent(id, 10);
    VERIFY_OK(changes);
    QCOMPARE(changes->size(), 1);
    QCOMPARE(changes->first().time, now - 2min);
    QVERIFY(changes->first().current == SpaceState::Occupied);
    QCOMPARE(changes->first().source, u"sensor"_s);
}

void TestEngine::unknownDeviceKeepsItsReadings()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    const QString stranger = u"e8e1e100000000ff"_s;
    Station station(url);
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    station.park(stranger, true, systemNow() - 1min);
    QTRY_TRUE(station->isIdle());
    const auto database = open(url);
    const auto reading = store::ReadingStore(*database).latest(eui(stranger));
    VERIFY_OK(reading);
    QVERIFY(*reading);
    QVERIFY(!(*reading)->spaceId);
    QVERIFY((*reading)->occupancy == domain::Occupancy::Occupied);
    const auto device = store::DeviceStore(*database).find(eui(stranger));
    VERIFY_OK(device);
    QCOMPARE(device->resolvedType, u"browan_tabs"_s);

    // Somebody binds it: from then on it speaks for the space.
    auto bound = *store::SpaceStore(*database).findByCode(u"A-2"_s);
    bound.sensorEui = eui(stranger);
    VERIFY_OK(store::SpaceStore(*database).update(bound, systemNow()));
    engine::tellLayoutChanged(*database);
    station->stop();
    Station next(url);
    VERIFY_OK(next->start());
    QTRY_TRUE(next->isIdle());
    next.park(stranger, true);
    QTRY_TRUE(next.told(bound.id) == SpaceState::Occupied);
}

void TestEngine::overrideGoesInAndOut()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    const domain::SpaceId id = space(url, u"A-1"_s);
    Station station(url);
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    station.park(kSensor, true);
    QTRY_TRUE(station.told(id) == SpaceState::Occupied);
    domain::Override value;
    value.state = SpaceState::Maintenance;
    value.reason = u"oil on the floor"_s;
    value.actor = u"Anna"_s;
    value.since = systemNow();
    VERIFY_OK(station->spaces().setOverrides({{id, value}}, value.actor));
    QTRY_TRUE(station.told(id) == SpaceState::Maintenance);
    // A heartbeat never ends it.
    station.park(kSensor, false);
    QTRY_TRUE(station->isIdle());
    QVERIFY(station.told(id) == SpaceState::Maintenance);
    VERIFY_OK(station->spaces().setOverrides({{id, std::nullopt}}, u"Ben"_s));
    QTRY_TRUE(station.told(id) == SpaceState::Free); // what the sensor said meanwhile
    const auto changes = read::recentChanges(*open(url), id, 10);
    VERIFY_OK(changes);
    QCOMPARE(changes->size(), 3);
    QCOMPARE((*changes)[0].actor, u"Ben"_s);
    QCOMPARE((*changes)[1].actor, u"Anna"_s);
    QCOMPARE((*changes)[1].note, u"oil on the floor"_s);
}

void TestEngine::overrideEndsByItself()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    const domain::SpaceId id = space(url, u"A-2"_s);
    const auto clock = std::make_shared<test::TurnedClock>(systemNow());
    Station station(url, by(clock));
    VERIFY_OK(station->start());
    QTRY_TRUE(isIdleAfter(100ms, station, *clock));
    domain::Override value;
    value.state = SpaceState::Occupied;
    value.reason = u"delivery"_s;
    value.actor = u"Anna"_s;
    value.since = clock->now();
    value.until = clock->now() + 90s;
    VERIFY_OK(station->spaces().setOverrides({{id, value}}, value.actor));
    QVERIFY(station.told(id) == SpaceState::Occupied);
    clock->turn(88s);
    QVERIFY(station.told(id) == SpaceState::Occupied);
    clock->turn(3s);
    QVERIFY(station.told(id) == SpaceState::Free);
    const auto changes = read::recentChanges(*open(url), id, 10);
    QCOMPARE(changes->first().source, u"engine"_s);
    QCOMPARE(changes->first().note, u"override ended"_s);
    QVERIFY(changes->first().time >= *value.until);
}

void TestEngine::startsAgainWhereItStopped()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    QTemporaryDir folder;
    engine::EngineOptions options;
    options.databaseUrl = url;
    options.dataFolder = folder.path();
    const UtcTime now = systemNow();
    for (int run = 0; run < 3; ++run) {
        Engine station(options);
        VERIFY_OK(station.start());
        QTRY_TRUE(station.isIdle());
        for (int i = 0; i < 10; ++i)
            station.journal()->append(
                {test::uplinkTopic(kSensor),
                 test::goodUplink(kSensor, i % 2 == 0, now - 1min + Milliseconds(run * 100 + i))},
                now);
        station.stop(); // commits what is in the journal
    }
    const auto database = open(url);
    QCOMPARE(*store::ReadingStore(*database).count(), 30);
    QCOMPARE(store::ChangeStore(*database).recent(space(url, u"A-1"_s), 100)->size(), 30);
}

/// A restart is no reason to say that nothing was set aside, or ever heard.
void TestEngine::whatWasBeforeAStartIsTold()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    QTemporaryDir folder;
    std::optional<UtcTime> last;
    for (int run = 0; run < 2; ++run) {
        Station station(url, {}, folder.path());
        VERIFY_OK(station->start());
        QTRY_TRUE(station->isIdle());
        const auto health = [&] { return station->health(); };
        if (run == 1) {
            QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"messages"_s), u"MESSAGES_REFUSED"_s,
                                      kPatience);
            QCOMPARE(health().deadLetters, 1);
            // A server's clock and ours are held against each other, within what a question takes.
            QVERIFY(health().lastUplink);
            QVERIFY(std::chrono::abs(*health().lastUplink - *last) < 5s);
            break;
        }
        station.append(test::uplinkTopic(kSensor), "no JSON");
        station.park(kSensor, true);
        QTRY_TRUE(health().deadLetters == 1 && health().lastUplink);
        last = health().lastUplink;
        station->stop();
    }
}

void TestEngine::qosZeroIsTold()
{
    Station station(database(Dialect::Sqlite));
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    Station listening(database(Dialect::Sqlite), from(broker));
    VERIFY_OK(listening->start());
    QTRY_COMPARE_WITH_TIMEOUT(listening.problem(u"mqtt"_s), QString(), kPatience);
    listening.append(test::uplinkTopic(kSensor), test::goodUplink(kSensor, true, systemNow()), 0);
    QTRY_COMPARE_WITH_TIMEOUT(listening.problem(u"mqtt"_s), u"QOS_ZERO"_s, kPatience);
    QVERIFY(listening->health().level == domain::HealthLevel::Degraded);
}

/// A viewer speaks with the database alone.
void TestEngine::weakConnectionsAreTold()
{
    const QString url = database(Dialect::Sqlite);
    const auto weaken = [](engine::EngineOptions &options) {
        options.weakConnections = {{u"DATABASE_URL"_s, u"sslmode=require"_s},
                                   {u"MQTT_URL"_s, u"in clear"_s}};
    };
    Station station(url, weaken);
    VERIFY_OK(station->start());
    const domain::HealthCheck check = station.check(u"security"_s);
    QVERIFY(check.level == domain::HealthLevel::Degraded);
    QCOMPARE(check.problem, u"WEAK_CONNECTION"_s);
    QCOMPARE(check.detail, u"DATABASE_URL: sslmode=require; MQTT_URL: in clear"_s);
    Station viewer(url, [&](engine::EngineOptions &options) {
        weaken(options);
        test::asViewer(options);
    });
    VERIFY_OK(viewer->start());
    QCOMPARE(viewer.check(u"security"_s).detail, u"DATABASE_URL: sslmode=require"_s);
    Station strong(database(Dialect::Sqlite), test::asViewer);
    VERIFY_OK(strong->start());
    QCOMPARE(strong.problem(u"security"_s), u"-"_s);
}

void TestEngine::journalInUseIsTold()
{
    QTemporaryDir folder;
    engine::EngineOptions options;
    options.databaseUrl = database(Dialect::Sqlite);
    options.dataFolder = folder.path();
    Engine first(options);
    VERIFY_OK(first.start());
    Engine second(options);
    const Result<> refused = second.start();
    VERIFY_ERROR(refused, "JOURNAL_LOCKED");
    QVERIFY(
        refused.error().detail.contains(u"process %1"_s.arg(QCoreApplication::applicationPid())));
}

void TestEngine::emptyPostgresAsksForMigration()
{
    const Result<QString> url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    Station station(*url);
    const Result<> refused = station->start();
    VERIFY_ERROR(refused, "MIGRATION_NEEDED");
}

void TestEngine::newerDatabaseIsRefused()
{
    QFETCH(const Dialect, dialect);
    const QString url = database(dialect);
    VERIFY_OK(open(url)->runScript(
        u"INSERT INTO schema_migrations (number, name, checksum, compatible_from, applied_at) "
        "VALUES (9999, 'from_tomorrow', 'x', 9999, %1)"_s.arg(
            dialect == Dialect::Postgres ? u"now()"_s : u"0"_s)));
    Station station(url);
    VERIFY_ERROR(station->start(), "DATABASE_TOO_NEW");
}

void TestEngine::viewerFollowsAndDoesNotIngest()
{
    const QString url = database(Dialect::Postgres);
    const domain::SpaceId id = space(url, u"A-1"_s);
    Station viewer(url, asViewer);
    VERIFY_OK(viewer->start());
    QTRY_TRUE(viewer->isConnected());
    QVERIFY(!viewer->journal());
    QTRY_COMPARE_WITH_TIMEOUT(viewer.problem(u"station"_s), u"STATION_DOWN"_s, kPatience);
    Station station(url);
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    QTRY_COMPARE_WITH_TIMEOUT(viewer.problem(u"station"_s), QString(), kPatience);
    station.park(kSensor, true);
    QTRY_TRUE(viewer.told(id) == SpaceState::Occupied);
    // What the viewer's people decide reaches the station as well.
    domain::Override value;
    value.state = SpaceState::Maintenance;
    value.reason = u"oil"_s;
    value.actor = u"Viewer's operator"_s;
    value.since = systemNow();
    VERIFY_OK(viewer->spaces().setOverrides({{id, value}}, value.actor));
    QTRY_TRUE(station.told(id) == SpaceState::Maintenance);
    const int layouts = int(viewer.layouts.size());
    domain::Floor floor;
    floor.id = domain::FloorId::create();
    floor.siteId = station->spaces().snapshot()->site.id;
    floor.building = u"North"_s;
    floor.name = u"B1"_s;
    VERIFY_OK(station->spaces().saveLayout({.placements = {}, .floor = floor}));
    QTRY_TRUE(viewer.layouts.size() > layouts);
    station->stop();
    QTRY_COMPARE_WITH_TIMEOUT(viewer.problem(u"station"_s), u"STATION_DOWN"_s, kPatience);
}

void TestEngine::standbyTakesOver()
{
    const QString url = database(Dialect::Postgres);
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    auto first = std::make_unique<Station>(url, from(broker));
    VERIFY_OK((*first)->start());
    QTRY_TRUE((*first)->isIdle());
    QTRY_COMPARE_WITH_TIMEOUT(first->problem(u"mqtt"_s), QString(), kPatience);
    Station second(url, from(broker));
    VERIFY_OK(second->start());
    QTRY_COMPARE_WITH_TIMEOUT(second.problem(u"station"_s), u"STANDBY"_s, kPatience);
    QVERIFY(!second->isIdle());
    QCOMPARE(second.problem(u"mqtt"_s), u"-"_s); // it does not touch the broker meanwhile
    (*first)->stop();
    first.reset();
    QTRY_TRUE(second->isIdle());
    QTRY_COMPARE_WITH_TIMEOUT(second.problem(u"mqtt"_s), QString(), kPatience);
    QCOMPARE(second.problem(u"station"_s), u"-"_s);
}

/// A frozen or cut-off station loses its connection, and with it the lock.
void TestEngine::lostLockIsTakenByTheOther()
{
    const QString url = database(Dialect::Postgres);
    const auto firstClock = std::make_shared<test::TurnedClock>(systemNow());
    Station first(url, by(firstClock));
    VERIFY_OK(first->start());
    QTRY_TRUE(isIdleAfter(100ms, first, *firstClock));
    const auto secondClock = std::make_shared<test::TurnedClock>(systemNow());
    Station second(url, by(secondClock));
    VERIFY_OK(second->start());
    QCOMPARE(second.problem(u"station"_s), u"STANDBY"_s);
    secondClock->turn(5s);
    QVERIFY(!second->isIdle());
    VERIFY_OK(open(url)->runScript(
        u"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND "
        "granted AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database "
        "WHERE datname = current_database())"_s));
    // No time passes for the first one: it does not notice.
    QTRY_TRUE(isIdleAfter(2s, second, *secondClock));
    const auto standsBy = [&] {
        firstClock->turn(500ms);
        return first.problem(u"station"_s) == u"STANDBY"_s;
    };
    QTRY_TRUE(standsBy());
    QVERIFY(second->isIdle());
    // Both journals still reach the database, each message once.
    first.park(kSensor, true);
    second.park(kSensor, false);
    const auto database = open(url);
    QTRY_TRUE(*store::ReadingStore(*database).count() == 2);
}

void TestEngine::databaseOutageLosesNothing()
{
    const QString url = database(Dialect::Postgres);
    const domain::SpaceId id = space(url, u"A-1"_s);
    Station station(url);
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    m_databases.server().stopImmediately();
    const UtcTime now = systemNow();
    for (int i = 0; i < 50; ++i)
        station.park(kSensor, i % 2 == 0, now + Milliseconds(i));
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"database"_s), u"UNREACHABLE"_s, kPatience);
    QVERIFY(station->health().level == domain::HealthLevel::Unhealthy);
    QTRY_TRUE(station->health().backlog == 50);
    VERIFY_OK(m_databases.server().start());
    QTRY_TRUE(station->isIdle());
    const auto database = open(url);
    QTRY_TRUE(*store::ReadingStore(*database).count() == 50);
    QCOMPARE(store::ChangeStore(*database).recent(id, 100)->size(), 50);
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"database"_s), QString(), kPatience);
}

/// MQTT 3.1.1 works, and what it cannot say is told.
void TestEngine::anOldProtocolIsTold()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    Station station(database(Dialect::Sqlite), [&](engine::EngineOptions &options) {
        from(broker)(options);
        options.mqtt->onlyMqtt311 = true;
    });
    VERIFY_OK(station->start());
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"mqtt"_s), u"MQTT_OLD"_s, kPatience);
    QVERIFY(station.check(u"mqtt"_s).level == domain::HealthLevel::Degraded);
}

void TestEngine::brokerOutageIsToldAndEnds()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    Station station(database(Dialect::Sqlite), from(broker));
    VERIFY_OK(station->start());
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"mqtt"_s), QString(), kPatience);
    broker.kill();
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"mqtt"_s), u"BROKER_UNREACHABLE"_s, kPatience);
    VERIFY_OK(broker.start());
    // It was killed before it had saved anything: it does not know us any more, and Health says so.
    QTRY_TRUE(station.problem(u"mqtt"_s) == u"SESSION_LOST"
              || station.problem(u"mqtt"_s).isEmpty());
}

void TestEngine::connectingIsNoOutage()
{
    QFETCH(const Dialect, dialect);
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    const QString url = database(dialect);
    Station station(url, from(broker));
    QStringList told;
    connect(station.operator->(), &engine::Engine::healthChanged, this,
            [&told](const domain::Health &health) {
                for (const domain::HealthCheck &check : health.checks) {
                    if (check.name == u"mqtt" && !told.contains(check.problem))
                        told.append(check.problem);
                }
            });
    VERIFY_OK(station->start());
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"mqtt"_s), QString(), kPatience);
    QCOMPARE(told, QStringList({u"BROKER_CONNECTING"_s, QString()}));
    const auto outages = store::OutageStore(*open(url)).recent(10);
    VERIFY_OK(outages);
    for (const domain::Outage &outage : *outages)
        QVERIFY2(outage.check != u"mqtt", qPrintable(outage.problem));
}

/// It takes the connection and answers nothing.
void TestEngine::aSilentBrokerIsAnOutage()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    auto clock = std::make_shared<test::TurnedClock>();
    const QString url = database(Dialect::Sqlite);
    Station station(url, [&](engine::EngineOptions &options) {
        options.clock = clock;
        options.mqtt.emplace();
        options.mqtt->url = QUrl(u"mqtt://127.0.0.1:%1"_s.arg(silent.serverPort()));
        options.mqtt->topics = {u"#"_s};
    });
    VERIFY_OK(station->start());
    const auto isTold = [&](const QString &problem) {
        clock->turn(1s);
        return station.problem(u"mqtt"_s) == problem;
    };
    QTRY_TRUE(isTold(u"BROKER_CONNECTING"_s));
    QTRY_TRUE(isTold(u"BROKER_UNREACHABLE"_s));
    const auto outages = store::OutageStore(*open(url)).recent(10);
    VERIFY_OK(outages);
    QStringList problems;
    for (const domain::Outage &outage : *outages) {
        if (outage.check == u"mqtt")
            problems.append(outage.problem);
    }
    QCOMPARE(problems, QStringList{u"BROKER_UNREACHABLE"_s});
}

/// A data folder was copied: two stations with one client id, each with a database of its own.
void TestEngine::aTakenSessionIsTold()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    mqtt::MqttOptions other;
    const Station::Tune sameId = [&](engine::EngineOptions &options) {
        from(broker)(options);
        options.mqtt->clientId = u"smart-parking-1"_s;
        other = *options.mqtt;
    };
    Station station(database(Dialect::Sqlite), sameId);
    VERIFY_OK(station->start());
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"mqtt"_s), QString(), kPatience);
    mqtt::MqttClient copy(other, [](const mqtt::MqttMessage &) {});
    VERIFY_OK(copy.start());
    // Who stays in the end is open; that something is wrong is told by both.
    QTRY_TRUE(station.problem(u"mqtt"_s) == u"SESSION_TAKEN_OVER");
    QVERIFY(station.check(u"mqtt"_s).level != domain::HealthLevel::Healthy);
}

void TestEngine::commandsWithoutDatabaseSayWait()
{
    const QString url = database(Dialect::Postgres);
    const domain::SpaceId id = space(url, u"A-1"_s);
    Station station(url);
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    m_databases.server().stopImmediately();
    QTRY_TRUE(!station->isConnected());
    const auto refused = station->spaces().setOverrides({{id, std::nullopt}}, u"Anna"_s);
    VERIFY_ERROR(refused, "DATABASE_ERROR");
    QVERIFY(refused.error().details.value(u"wait"_s).toBool());
    VERIFY_ERROR(station->spaces().snapshot(), "DATABASE_ERROR");
}

PARKING_TEST(TestEngine)
#include "tst_engine.moc"
