// Alarms of a running station: raised once, kept over restarts, acknowledged by people, told to
// other programs.

#include "domain/problems.h"
#include "engine/alarms/alarmwork.h"
#include "engine/engine.h"
#include "hostilemessages.h"
#include "station.h"
#include "store/alarmstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Alarm;
using domain::AlarmKind;
using test::Station;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers
constexpr int kSensors = 24;
constexpr int kAtLostGateway = 6;
const QByteArray kGateway("0016c001f153a14c"); // of goodUplink()
const QByteArray kLost("0016c001f1530000");

QString sensor(int number)
{
    return u"e8e1e100000001%1"_s.arg(number, 2, 16, QLatin1Char('0'));
}

} // namespace

class tst_Alarms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLostGatewayLastsOverARestart_data() { test::TestDatabases::addRows(); }
    void aLostGatewayLastsOverARestart();
    void whoAcknowledgesIsKept_data() { test::TestDatabases::addRows(); }
    void whoAcknowledgesIsKept();
    void othersHearOfIt();

private:
    void start(store::Dialect dialect);
    void open();
    void hear(int from, int to, const QByteArray &gateway = kGateway);
    void loseGateway();
    QList<Alarm> stored(); ///< after five seconds
    QString words(); ///< of these

    test::TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder; ///< of one site
    QString m_url;
    std::shared_ptr<test::TurnedClock> m_clock;
    std::unique_ptr<Station> m_station;
};

void tst_Alarms::open()
{
    m_station = std::make_unique<Station>(
        m_url, [this](engine::EngineOptions &options) { options.clock = m_clock; },
        m_folder->path());
    VERIFY_OK((*m_station)->start());
    const auto isReady = [this] {
        m_clock->turn(1s);
        return (*m_station)->isIdle();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), kPatience);
    m_clock->turn(1s);
}

void tst_Alarms::start(store::Dialect dialect)
{
    m_station.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = std::make_shared<test::TurnedClock>(systemNow() - 24h);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    open();
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/Paris"_s;
    for (int i = 0; i < kSensors; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = space.name = u"A-%1"_s.arg(i, 2, 10, QLatin1Char('0'));
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        space.zone = i < kAtLostGateway ? u"A"_s : u"B"_s;
        space.sensorEui = *domain::DevEui::parse(sensor(i));
        site.spaces.append(space);
    }
    VERIFY_OK((*m_station)->spaces().createSite(site));
}

void tst_Alarms::hear(int from, int to, const QByteArray &gateway)
{
    for (int i = from; i < to; ++i)
        m_station->append(
            test::uplinkTopic(sensor(i)),
            test::goodUplink(sensor(i), true, m_clock->now()).replace(kGateway, gateway));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
}

QList<Alarm> tst_Alarms::stored()
{
    m_clock->turn(5s);
    const auto database = store::Database::open({.url = m_url});
    return database ? store::AlarmStore(**database).open().valueOr({}) : QList<Alarm>();
}

QString tst_Alarms::words()
{
    QStringList words;
    for (const Alarm &alarm : stored())
        words.append(domain::nameOf(alarm.cause.kind) + u": %1"_s.arg(alarm.count));
    return words.join(u", "_s);
}

void tst_Alarms::loseGateway()
{
    hear(0, kAtLostGateway, kLost);
    hear(kAtLostGateway, kSensors);
    for (int i = 0; i < 3; ++i) {
        m_clock->turn(1h);
        QCOMPARE(words(), QString());
        hear(kAtLostGateway, kSensors);
    }
    QTRY_COMPARE_WITH_TIMEOUT(words(), u"gateway_lost: 6"_s, kPatience);
}

void tst_Alarms::aLostGatewayLastsOverARestart()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    loseGateway();
    const Alarm lost = stored().value(0);
    QVERIFY(lost.cause.kind == AlarmKind::GatewayLost);
    QCOMPARE(lost.cause.subject, QString::fromLatin1(kLost));
    QCOMPARE(lost.count, kAtLostGateway);
    QCOMPARE(lost.facts.value(u"zone").toString(), u"A"_s);

    m_station.reset();
    m_clock->turn(2h); // nobody looks
    open();
    for (int i = 0; i < 30; ++i)
        QCOMPARE(stored(), QList<Alarm>({lost}));
    hear(kAtLostGateway, kSensors);
    QCOMPARE(stored(), QList<Alarm>({lost}));
    hear(0, kAtLostGateway, kLost); // it is back, and stays
    for (int i = 0; i < 15; ++i)
        (void)stored();
    QCOMPARE(stored(), QList<Alarm>());
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto history = store::AlarmStore(**database).history({});
    VERIFY_OK(history);
    QCOMPARE(history->total, 1);
    QVERIFY(history->rows[0].raisedAt == lost.raisedAt);
    QVERIFY(history->rows[0].clearedAt);
}

void tst_Alarms::whoAcknowledgesIsKept()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    loseGateway();
    engine::Alarms &alarms = (*m_station)->alarms();
    const Alarm lost = stored().value(0);
    const auto done = alarms.acknowledge({lost.id}, u"Kim"_s);
    VERIFY_OK(done);
    QCOMPARE(done->size(), 1);
    QCOMPARE(stored().value(0).acknowledgedBy, u"Kim"_s);
    const auto again = alarms.acknowledge({lost.id}, u"Lee"_s);
    QVERIFY(!again);
    QCOMPARE(again.error().code, QString(problem::kChangedMeanwhile));
    QCOMPARE(alarms.acknowledge({}, u"Lee"_s).valueOr({}), QList<Alarm>()); // none is left
    VERIFY_OK(alarms.withdraw(*done));
    QCOMPARE(stored(), QList<Alarm>({lost}));
    m_clock->turn(1s);
    const auto later = alarms.acknowledge({}, u"Lee"_s);
    VERIFY_OK(later);
    const Result<> stale = alarms.withdraw(*done); // Lee's stands now
    QVERIFY(!stale);
    QCOMPARE(stale.error().code, QString(problem::kChangedMeanwhile));
    QCOMPARE(stored().value(0).acknowledgedBy, u"Lee"_s);
    QCOMPARE(alarms.acknowledge({domain::AlarmId::create()}, u"Kim"_s).error().code,
             QString(problem::kNotFound));
}

void tst_Alarms::othersHearOfIt()
{
    start(store::Dialect::Postgres);
    Station viewer(m_url, test::asViewer);
    VERIFY_OK(viewer->start());
    QSignalSpy seen(viewer.operator->(), &engine::Engine::alarmsMoved);
    QSignalSpy here(m_station->operator->(), &engine::Engine::alarmsMoved);
    loseGateway();
    const auto isSeen = [&] {
        m_clock->turn(1s); // the station gathers what it tells
        return !seen.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(), kPatience);
    QVERIFY(!here.isEmpty());
    here.clear();
    // Somebody at the other desk has seen it.
    const auto done = viewer->alarms().acknowledge({}, u"Kim"_s);
    VERIFY_OK(done);
    QCOMPARE(done->size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!here.isEmpty(), kPatience);
    QCOMPARE(stored().value(0).acknowledgedBy, u"Kim"_s);
}

PARKING_TEST(tst_Alarms)
#include "tst_alarms.moc"
