// From the broker to the bell: one lost gateway with 80 sensors is one alarm, and 10,000 sensors
// that are silent at once because the broker was away are one.

#include "heardsensors.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "mqtt/mqttclient.h"
#include "sessiontest.h"
#include "shell/bell.h"
#include "store/alarmstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QLabel>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::AlarmKind;

namespace {

constexpr int kAtLostGateway = 80;
constexpr int kSensors = 320;
const QByteArray kGateway("0016c001f153a14c"); // of goodUplink()
const QByteArray kLost("0016c001f1530000");

QString sensor(int number)
{
    return u"e8e1e1000000%1"_s.arg(number, 4, 16, QLatin1Char('0'));
}

} // namespace

class TestAlarmSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void aLostGatewayIsOneAlarm();
    void tenThousandSilentAtOnceAreOne();

private:
    void makeSite(int sensors, bool heard);
    void start();
    void turn(Milliseconds time);
    void publish(int from, int to, const QByteArray &gateway = kGateway);
    qint64 storedReadings() const;
    bool isTakenIn(UtcTime newest, int number);
    /// Hours pass at the station, of which it takes no notice until its next second.
    void jump(Milliseconds time);
    /// What the bell says five seconds later, and which alarms are stored.
    QString bell();
    AlarmsPanel &panel() const { return m_window->alarms(); }
    QPushButton *button(const QString &begin) const { return buttonIn(panel(), begin); }

    test::TestDatabases m_databases;
    QString m_url;
    qint64 m_published = 0;
    QList<domain::SpaceId> m_spaces;
    std::unique_ptr<test::Mosquitto> m_broker;
    std::unique_ptr<mqtt::MqttClient> m_network;
    std::shared_ptr<test::TurnedClock> m_station;
};

void TestAlarmSession::cleanup()
{
    SessionTest::cleanup();
    m_network.reset();
    m_broker.reset();
}

void TestAlarmSession::makeSite(int sensors, bool heard)
{
    m_station = std::make_shared<test::TurnedClock>(systemNow() - 24h); // it is turned to now
    m_broker = std::make_unique<test::Mosquitto>();
    VERIFY_OK(m_broker->start());
    const auto url = m_databases.migratedUrl(store::Dialect::Sqlite);
    VERIFY_OK(url);
    m_url = *url;
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto site = store::SiteStore(**database).first();
    VERIFY_OK(site);
    QList<domain::Space> spaces;
    m_spaces.clear();
    m_published = 0;
    for (int i = 0; i < sensors; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.siteId = site->id;
        space.code = space.name = u"A-%1"_s.arg(i, 5, 10, QLatin1Char('0'));
        space.building = u"North"_s;
        space.floor = u"B%1"_s.arg(i / 500);
        space.zone = i < kAtLostGateway ? u"A"_s : u"B"_s;
        space.sensorEui = *domain::DevEui::parse(sensor(i));
        spaces.append(space);
        m_spaces.append(space.id);
    }
    VERIFY_OK(store::transact(**database, [&]() -> Result<> {
        for (const domain::Space &space : std::as_const(spaces)) {
            if (Result<> done = store::SpaceStore(**database).create(space, m_station->now());
                !done)
                return done;
        }
        return {};
    }));
    if (heard)
        VERIFY_OK(test::hearSensors(**database, spaces, m_station->now()));
}

void TestAlarmSession::start()
{
    engine::EngineOptions options;
    options.databaseUrl = m_url;
    options.clock = m_station;
    options.mqtt.emplace();
    options.mqtt->url = m_broker->url();
    options.mqtt->topics = {u"application/+/device/+/event/+"_s};
    options.mqtt->firstPause = 50ms;
    options.mqtt->maxPause = 200ms;
    mqtt::MqttOptions network = *options.mqtt;
    network.clientId = u"network-server"_s;
    network.topics.clear();
    m_network = std::make_unique<mqtt::MqttClient>(network, [](const mqtt::MqttMessage &) {});
    VERIFY_OK(m_network->start());
    runOn(options);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit());
    const auto isListening = [this] {
        turn(1s);
        const QList<domain::HealthCheck> &checks = m_situation->health().checks;
        const bool isConnected =
            std::any_of(checks.cbegin(), checks.cend(), [](const domain::HealthCheck &check) {
                return check.name == u"mqtt" && check.level == domain::HealthLevel::Healthy;
            });
        return m_network->info().state == mqtt::ConnectionState::Connected && isConnected
            && m_situation->health().ingesting && bell() == u"0";
    };
    QTRY_TRUE(isListening());
    for (int i = 0; i < 10; ++i) // what the broker kept is in
        turn(1s);
}

/// In the engine's thread, whose timers it moves.
void TestAlarmSession::turn(Milliseconds time)
{
    auto done = m_engine->ask([clock = m_station, time](engine::Engine &) -> Result<> {
        clock->turn(time);
        return {};
    });
    QTRY_TRUE(done.isFinished());
}

void TestAlarmSession::jump(Milliseconds time)
{
    auto done = m_engine->ask([clock = m_station, time](engine::Engine &) -> Result<> {
        clock->set(clock->now() + time);
        return {};
    });
    QTRY_TRUE(done.isFinished());
}

QString TestAlarmSession::bell()
{
    turn(5s);
    QStringList words{m_window->bell().count() ? QString::number(*m_window->bell().count())
                                               : u"?"_s};
    const auto database = store::Database::open({.url = m_url});
    for (const domain::Alarm &alarm :
         database ? store::AlarmStore(**database).open().valueOr({}) : QList<domain::Alarm>())
        words.append(domain::nameOf(alarm.cause.kind) + u": %1"_s.arg(alarm.count));
    return words.join(u", "_s);
}

void TestAlarmSession::publish(int from, int to, const QByteArray &gateway)
{
    const UtcTime now = m_station->now();
    for (int i = from; i < to; ++i) {
        const QByteArray uplink = test::goodUplink(sensor(i), true, now);
        QVERIFY(m_network->publish(test::uplinkTopic(sensor(i)),
                                   QByteArray(uplink).replace(kGateway, gateway)));
        QTRY_TRUE(m_network->inFlight() < 10); // a broker takes twenty at a time
    }
    QTRY_TRUE(m_network->inFlight() == 0);
    // Its clock stands meanwhile: how much it takes at once follows from how long the last took.
    m_published += to - from;
    QTRY_TRUE(storedReadings() >= m_published);
    turn(100ms); // states are told by the station's clock
    QTRY_TRUE(isTakenIn(now, to - 1) && isTakenIn(now, from));
}

qint64 TestAlarmSession::storedReadings() const
{
    const auto database = store::Database::open({.url = m_url});
    return database ? (*database)->count(u"SELECT count(*) FROM sensor_readings"_s).valueOr(-1)
                    : -1;
}

bool TestAlarmSession::isTakenIn(UtcTime newest, int number)
{
    const int row = m_model->rowOf(m_spaces[number]);
    return row >= 0 && m_model->statuses()[row].lastHeard
        && *m_model->statuses()[row].lastHeard >= newest - 1s;
}

void TestAlarmSession::aLostGatewayIsOneAlarm()
{
    makeSite(kSensors, false);
    start();
    publish(0, kAtLostGateway, kLost);
    publish(kAtLostGateway, kSensors);
    for (int hour = 0; hour < 3; ++hour) {
        QCOMPARE(bell(), u"0"_s);
        jump(1h);
        QCOMPARE(bell(), u"0"_s);
        publish(kAtLostGateway, kSensors);
    }
    QTRY_COMPARE_WITH_TIMEOUT(bell(), u"1, gateway_lost: 80"_s, kPatience);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QCOMPARE(panel().rows().size(), 1);
    const domain::Alarm lost = panel().rows().first()->alarm();
    QVERIFY(lost.cause.kind == AlarmKind::GatewayLost);
    QCOMPARE(lost.count, kAtLostGateway);
    QVERIFY(button(u"80 devices"_s));
    QCOMPARE(m_window->findChild<Toast *>()->text(),
             u"Gateway %1 is lost"_s.arg(QString::fromLatin1(kLost)));
    // Somebody has seen it, and thinks again.
    QTest::mouseClick(button(u"Acknowledge all"_s), Qt::LeftButton);
    QTRY_TRUE(m_window->bell().count() == 0);
    QVERIFY(button(u"Acknowledged, still there  1"_s));
    m_notices->undo();
    QTRY_TRUE(m_window->bell().count() == 1);
    m_notices->redo();
    QTRY_TRUE(m_window->bell().count() == 0);
    // It is back: a minute later it is over, and was one alarm.
    publish(0, kAtLostGateway, kLost);
    QTRY_COMPARE_WITH_TIMEOUT(bell(), u"0"_s, kPatience);
    QVERIFY(!button(u"Acknowledged, still"_s));
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto history = store::AlarmStore(**database).history({});
    VERIFY_OK(history);
    QCOMPARE(history->total, 1);
    QCOMPARE(history->rows[0].acknowledgedBy, u"Anna"_s);
}

void TestAlarmSession::tenThousandSilentAtOnceAreOne()
{
    constexpr int kMany = 10'000;
    makeSite(kMany, true);
    start();
    const QString one = u"1, nothing_heard: 10000"_s;
    QCOMPARE(bell(), u"0"_s);
    m_broker->kill();
    QTRY_COMPARE_WITH_TIMEOUT(bell(), one, kPatience);
    for (int i = 0; i < 30; ++i) {
        jump(1h); // longer than any of them may be silent
        QCOMPARE(bell(), one);
    }
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QCOMPARE(panel().rows().size(), 1);
    QVERIFY(panel().rows().first()->alarm().cause.kind == AlarmKind::NothingHeard);
    QCOMPARE(panel().rows().first()->alarm().count, kMany);
    VERIFY_OK(m_broker->start());
    QTRY_TRUE(m_network->info().state == mqtt::ConnectionState::Connected);
    for (int i = 0; i < 40; ++i)
        QCOMPARE(bell(), one); // it is back, and nobody has spoken: none is to blame
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    QCOMPARE(store::AlarmStore(**database).history({}).valueOr({}).total, 1);
}

PARKING_TEST(TestAlarmSession)
#include "tst_alarmsession.moc"
