// The states as a program knows them: what it moved itself is gathered and told to others, what
// others moved is found.

#include "engine/spaces/livestates.h"
#include "engine/station/databaselink.h"
#include "store/devicestore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceId;
using domain::SpaceState;
using engine::DatabaseLink;
using engine::LiveStates;

class tst_LiveStates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatMovedHereIsGathered();
    void whatMovedElsewhereIsFound();
    void anUplinkMovesWhatIsShownOfItsSensor();
    void aLearntLimitHolds();
    void knowledgeMovesByWordsAndByTime();
    void aMomentWithoutKnowledgeIsTold();

private:
    static constexpr domain::DevEui kSensor{0xe8e1'e100'0102'0304};

    test::TestDatabases m_databases;
    test::TurnedClock m_clock;
    std::unique_ptr<DatabaseLink> m_link;
    std::unique_ptr<LiveStates> m_states;
    SpaceId m_space = SpaceId::create();
};

void tst_LiveStates::init()
{
    m_states.reset();
    m_link = std::make_unique<DatabaseLink>(
        store::DatabaseOptions{.url = m_databases.migratedUrl(store::Dialect::Sqlite).valueOr({})},
        m_clock);
    m_states = std::make_unique<LiveStates>(*m_link, m_clock);
    m_link->beforeUp([this](store::Database &database) { return m_states->load(database); });
    VERIFY_OK(m_link->open());
    VERIFY_OK(m_link->with([this](store::Database &database) -> Result<> {
        domain::Space space;
        space.id = m_space;
        space.siteId = store::SiteStore(database).first().valueOr(domain::Site()).id;
        space.code = space.name = u"A-1"_s;
        space.sensorEui = kSensor;
        return store::SpaceStore(database).create(space, m_clock.now());
    }));
    VERIFY_OK(m_states->reload());
}

void tst_LiveStates::whatMovedHereIsGathered()
{
    QSignalSpy changed(m_states.get(), &LiveStates::changed);
    QSignalSpy flushed(m_states.get(), &LiveStates::flushed);
    store::StateRow row;
    row.id = m_space;
    row.state = SpaceState::Occupied;
    m_states->take(QList<store::StateRow>{row});
    m_clock.turn(40ms);
    QVERIFY(changed.isEmpty());
    row.state = SpaceState::Maintenance;
    m_states->take(QList<store::StateRow>{row});
    m_clock.turn(10ms);
    QCOMPARE(changed.size(), 1);
    const auto told = changed.first().first().value<QList<domain::SpaceStatus>>();
    QCOMPARE(told.size(), 1);
    QVERIFY(told.first().state == SpaceState::Maintenance);
    QCOMPARE(flushed.size(), 1);
    row.id = SpaceId::create(); // one that nobody knows
    m_states->take(QList<store::StateRow>{row});
    QVERIFY(!m_clock.untilNext());
}

void tst_LiveStates::whatMovedElsewhereIsFound()
{
    QSignalSpy changed(m_states.get(), &LiveStates::changed);
    QSignalSpy flushed(m_states.get(), &LiveStates::flushed);
    QSignalSpy moved(m_states.get(), &LiveStates::movedElsewhere);
    VERIFY_OK(m_link->with([](store::Database &database) {
        return database.run(u"UPDATE spaces SET state = 'OCCUPIED', state_reason = 'sensor'"_s);
    }));
    VERIFY_OK(m_states->refresh({m_space}));
    QCOMPARE(moved.size(), 1);
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_states->of(m_space).state == SpaceState::Occupied);
    VERIFY_OK(m_states->refresh({}));
    QCOMPARE(changed.size(), 1); // it is known by now
    QVERIFY(flushed.isEmpty()); // others know it
}

/// Between two flushes: an old word that means free came late, then one of now. The lamp was left
/// alone for the old one, and nothing moves any more.
void tst_LiveStates::aMomentWithoutKnowledgeIsTold()
{
    const auto hear = [this] {
        domain::DeviceHeard heard;
        heard.devEui = kSensor;
        heard.resolvedType = u"browan_tabs"_s;
        heard.lastHeard = m_clock.now();
        m_states->take(QList<domain::DeviceHeard>{heard});
    };
    const auto pass = [this](int seconds) {
        for (int i = 0; i < seconds; ++i) {
            m_clock.turn(1s);
            m_states->tick();
        }
    };
    store::StateRow row;
    row.id = m_space;
    row.sensorEui = kSensor;
    row.reason = domain::StateReason::Sensor;
    row.state = SpaceState::Occupied;
    row.inputs.sensor = domain::SensorInput{domain::Occupancy::Occupied, m_clock.now(), {}};
    m_states->take(QList<store::StateRow>{row});
    hear();
    m_clock.turn(72h);
    pass(20); // silent, and taken as far as anybody knows
    QSignalSpy moved(m_states.get(), &LiveStates::knowledgeMoved);
    row.state = SpaceState::Free;
    row.inputs.sensor = domain::SensorInput{domain::Occupancy::Free, m_clock.now() - 71h, {}};
    m_states->take(QList<store::StateRow>{row});
    hear();
    pass(2);
    QCOMPARE(moved.size(), 1);
    pass(20);
    QCOMPARE(moved.size(), 1);
}

/// Whoever commands lamps has to hear of it: the state stays the same.
void tst_LiveStates::knowledgeMovesByWordsAndByTime()
{
    const auto pass = [this](Milliseconds time) { // a tick each second
        for (auto passed = 0s; passed < time; passed += 1s) {
            m_clock.turn(1s);
            m_states->tick();
        }
    };
    pass(15s);
    QSignalSpy moved(m_states.get(), &LiveStates::knowledgeMoved);
    store::StateRow row;
    row.id = m_space;
    row.sensorEui = kSensor;
    row.reason = domain::StateReason::Sensor;
    row.inputs.sensor = domain::SensorInput{domain::Occupancy::Free, m_clock.now(), {}};
    const auto hear = [&] {
        domain::DeviceHeard heard;
        heard.devEui = kSensor;
        heard.resolvedType = u"browan_tabs"_s;
        heard.lastHeard = m_clock.now();
        m_states->take(QList<store::StateRow>{row});
        m_states->take(QList<domain::DeviceHeard>{heard});
        m_states->flush();
    };
    hear();
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.last().first().value<QSet<SpaceId>>(), QSet<SpaceId>{m_space});
    hear();
    pass(15s);
    QCOMPARE(moved.size(), 1); // as before
    m_clock.set(m_clock.now() + m_states->of(m_space).silentAfter);
    pass(30s);
    QCOMPARE(moved.size(), 2); // nobody said a word
    hear();
    QCOMPARE(moved.size(), 3);
}

void tst_LiveStates::anUplinkMovesWhatIsShownOfItsSensor()
{
    QVERIFY(!m_states->shortestSilence());
    domain::DeviceHeard heard;
    heard.devEui = kSensor;
    heard.resolvedType = u"browan_tabs"_s;
    heard.lastHeard = m_clock.now();
    heard.batteryVolt = 3.6;
    m_states->take(QList<domain::DeviceHeard>{heard});
    m_states->flush();
    QCOMPARE(m_states->of(m_space).batteryVolt, std::optional(3.6));
    QVERIFY(m_states->of(m_space).silentAfter > 0ms);
    QCOMPARE(m_states->shortestSilence(), std::optional(m_states->of(m_space).silentAfter));
    QCOMPARE(m_states->bindings().value(kSensor).sensorOf, std::optional(m_space));
}

/// Also where the newest uplink tells its type anew.
void tst_LiveStates::aLearntLimitHolds()
{
    const auto learn = [this](const QString &days) {
        VERIFY_OK(m_link->with([&](store::Database &database) {
            return database.run(u"INSERT INTO devices (dev_eui, first_heard, resolved_type, "
                                "days_longest) VALUES (:eui, 0, 'chirpstack_object', :days) "
                                "ON CONFLICT (dev_eui) DO UPDATE SET days_longest = :days"_s,
                                {{u"eui"_s, kSensor.toString()}, {u"days"_s, days}});
        }));
        VERIFY_OK(m_states->reload());
    };
    domain::DeviceHeard heard;
    heard.devEui = kSensor;
    heard.resolvedType = u"chirpstack_object"_s;
    learn(u"000600"_s.repeated(3));
    QCOMPARE(m_states->of(m_space).silentAfter, Milliseconds(domain::kUsualSilence));
    QVERIFY(!m_states->shortestSilence());
    learn(u"000600"_s.repeated(4));
    for (int uplink = 0; uplink < 2; ++uplink) {
        QCOMPARE(m_states->of(m_space).silentAfter, Milliseconds(25min));
        QCOMPARE(m_states->of(m_space).heardEvery, Milliseconds(10min));
        QCOMPARE(m_states->shortestSilence(), std::optional<Milliseconds>(25min));
        heard.lastHeard = m_clock.now();
        m_states->take(QList<domain::DeviceHeard>{heard});
    }
}

PARKING_TEST(tst_LiveStates)
#include "tst_livestates.moc"
