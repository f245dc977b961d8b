// Changes that come while a frame is on the air, by the clock of a simulated network: its queues,
// gateways and lamps count frames as ChirpStack and LoRaWAN devices do.

#include "base/literals.h"
#include "devices/displayframe.h"
#include "engine/ingest/batch.h"
#include "engine/lamps/dispatcher.h"
#include "heardsensors.h"
#include "read/downlinks.h"
#include "sim/restfront.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::SpaceState;

namespace {

constexpr auto kStep = 50ms; // of simulated time
// Of a class A lamp until it is right: its item may be replaced after one, and be said once more.
constexpr int kReports = 3;

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

} // namespace

/// Of the random changes: PARKING_SEED=N makes the same ones again. What the network draws by
/// chance follows the order in which requests reach it, which is the operating system's.
static quint64 chosenSeed()
{
    bool isGiven = false;
    const quint64 given = qEnvironmentVariable("PARKING_SEED").toULongLong(&isGiven);
    const quint64 seed = isGiven ? given : QRandomGenerator::global()->generate();
    qInfo("PARKING_SEED=%llu", seed);
    return seed;
}

#ifdef __SANITIZE_ADDRESS__
constexpr int kMostChanges = 120; // memory is touched in the same ways, and ten times as slowly
#else
constexpr int kMostChanges = 1000;
#endif

/// The dispatcher and the ledger at a database, a network behind HTTP, and a clock that is turned.
class TestOverlaps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLampFollowsInTheEnd_data();
    void everyLampFollowsInTheEnd();
    void nothingOverlapsNothingIsNeedless();
    void aJoinEmptiesTheQueue();
    void aLampThatJoinsAndSaysNothing_data();
    void aLampThatJoinsAndSaysNothing();
    void aLostWordIsMissed();

    void lampsFollowSoonAfterAnOutage();

private:
    void begin(const sim::LampOptions &options, int spaces, quint64 seed = 7);
    void openFront(int port = 0);
    void takeIn(const QList<sim::SimMessage> &messages);
    void take(const engine::LampOutcome &outcome);
    void wish(const QList<engine::LampWish> &wishes);
    void change(qsizetype n);
    void answer();
    void pass(Milliseconds time);
    void reportAll();
    int wrong();

    test::TestDatabases m_databases;
    test::TurnedClock m_clock;
    std::unique_ptr<store::Database> m_database;
    sim::SimSite m_site;
    std::unique_ptr<sim::LampNetwork> m_network;
    std::unique_ptr<sim::RestFront> m_front;
    std::unique_ptr<engine::Dispatcher> m_dispatcher;
    engine::MovementRules m_rules;
    engine::Bindings m_bindings;
    QList<domain::Space> m_lamps; ///< spaces that have one
    QList<SpaceState> m_states; ///< of each
    std::multimap<UtcTime, qsizetype> m_due; ///< changes
    std::multimap<UtcTime, qsizetype> m_reports; ///< status uplinks of lamps, out of their turn
    qint64 m_record = 0;
    UtcTime m_nextTick;
    bool m_deaf = false; ///< the broker loses everything
};

void TestOverlaps::begin(const sim::LampOptions &options, int spaces, quint64 seed)
{
    m_dispatcher.reset();
    m_due.clear();
    m_reports.clear();
    m_lamps.clear();
    m_states.clear();
    m_deaf = false;
    auto database = m_databases.open(store::Dialect::Sqlite);
    VERIFY_OK(database);
    m_database = std::move(*database);
    m_site = sim::makeSite(spaces, 7);
    const auto site = store::SiteStore(*m_database).first();
    VERIFY_OK(site);
    for (domain::Space &space : m_site.spaces) {
        space.siteId = site->id;
        if (!space.displayEui)
            continue;
        m_lamps.append(space);
        m_states.append(SpaceState::Free);
    }
    VERIFY_OK(store::transact(*m_database, [&] {
        return store::SpaceStore(*m_database).createMany(m_lamps, m_clock.now());
    }));
    VERIFY_OK(test::hearSensors(*m_database, m_lamps, m_clock.now()));
    const auto bindings = store::DeviceStore(*m_database).bindings();
    VERIFY_OK(bindings);
    m_bindings = *bindings;
    m_network = std::make_unique<sim::LampNetwork>(m_site, seed, options);
    openFront();
    engine::DispatcherOptions dispatching;
    dispatching.rest.base = m_front->url();
    dispatching.rest.apiKey = text("key");
    dispatching.perMinute = 0;
    m_dispatcher = std::make_unique<engine::Dispatcher>(dispatching, m_clock);
    connect(m_dispatcher.get(), &engine::Dispatcher::recovered, this,
            [this](const QList<DevEui> &devices) {
                QList<engine::LampWish> wishes;
                for (DevEui device : devices)
                    wishes.append({.devEui = device, .cause = domain::DownlinkCause::Reconcile});
                wish(wishes);
            });
    m_rules.lamps.enabled = true;
    m_nextTick = m_clock.now();
    VERIFY_OK(m_dispatcher->activate(*m_database));
    takeIn(m_network->step(m_clock.now()));
    QList<engine::LampWish> all;
    for (const domain::Space &space : std::as_const(m_lamps))
        all.append({.devEui = *space.displayEui, .cause = domain::DownlinkCause::Reconcile});
    wish(all);
}

void TestOverlaps::openFront(int port)
{
    m_front =
        std::make_unique<sim::RestFront>(*m_network, text("key"), [this] { return m_clock.now(); });
    VERIFY_OK(m_front->start(quint16(port)));
}

void TestOverlaps::take(const engine::LampOutcome &outcome)
{
    m_dispatcher->take(outcome);
}

void TestOverlaps::takeIn(const QList<sim::SimMessage> &messages)
{
    if (messages.isEmpty() || m_deaf)
        return;
    std::vector<engine::IngestItem> items;
    for (const sim::SimMessage &message : messages) {
        journal::JournalRecord record;
        record.position = {text("j"), 1, ++m_record, {}};
        record.receivedAt = m_clock.now();
        record.message = {message.topic, message.payload, 1, false, false};
        items.push_back(engine::prepare(record, m_bindings, m_clock.now()));
        QVERIFY(!items.back().deadLetter);
    }
    const auto outcome = engine::write(*m_database, engine::fold(items), m_rules, m_clock.now());
    VERIFY_OK(outcome);
    take(outcome->moved.lamps);
}

void TestOverlaps::wish(const QList<engine::LampWish> &wishes)
{
    const auto outcome = store::transact(*m_database, [&] {
        engine::LampLedger ledger(*m_database, m_rules.lamps, m_clock.now());
        for (const engine::LampWish &wish : wishes)
            ledger.wish(wish);
        return ledger.finish();
    });
    VERIFY_OK(outcome);
    take(*outcome);
}

/// A car comes, or goes.
void TestOverlaps::change(qsizetype n)
{
    m_states[n] = m_states[n] == SpaceState::Free ? SpaceState::Occupied : SpaceState::Free;
    VERIFY_OK(m_database->run(
        text("UPDATE spaces SET state = :state WHERE id = :id"),
        {{text("state"), domain::nameOf(m_states[n])}, {text("id"), m_lamps[n].id.toString()}}));
    wish({{.devEui = *m_lamps[n].displayEui, .cause = domain::DownlinkCause::Change}});
}

/// Requests take no time by our clock.
void TestOverlaps::answer()
{
    do {
        m_clock.turn(0ms);
        while (m_dispatcher->status().underWay > 0)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    } while (m_clock.untilNext().value_or(1ms) <= 0ms);
}

void TestOverlaps::pass(Milliseconds time)
{
    const UtcTime end = m_clock.now() + time;
    while (m_clock.now() < end) {
        m_clock.turn(kStep);
        while (!m_due.empty() && m_due.begin()->first <= m_clock.now()) {
            change(m_due.begin()->second);
            m_due.erase(m_due.begin());
        }
        while (!m_reports.empty() && m_reports.begin()->first <= m_clock.now()) {
            const DevEui device = *m_lamps[m_reports.begin()->second].displayEui;
            takeIn({m_network->report(device, m_clock.now())});
            m_reports.erase(m_reports.begin());
        }
        if (m_nextTick <= m_clock.now()) {
            m_dispatcher->tick();
            m_nextTick += 1s;
        }
        answer();
        takeIn(m_network->step(m_clock.now()));
        answer();
    }
}

/// So that everybody knows their class.
void TestOverlaps::reportAll()
{
    QList<sim::SimMessage> reports;
    for (const domain::Space &space : std::as_const(m_lamps))
        reports.append(m_network->report(*space.displayEui, m_clock.now()));
    takeIn(reports);
}

/// Lamps that do not show what their space is.
int TestOverlaps::wrong()
{
    const auto displays = store::DisplayStore(*m_database).find();
    int count = 0;
    for (qsizetype n = 0; n < m_lamps.size(); ++n) {
        const DevEui device = *m_lamps[n].displayEui;
        const auto wanted =
            devices::wantedFrame(displays->value(device), m_rules.lamps.policy, false, m_states[n]);
        count += !wanted || m_network->applied(device) != wanted->payload;
    }
    return count;
}

void TestOverlaps::everyLampFollowsInTheEnd_data()
{
    QTest::addColumn<bool>("isHeard");
    QTest::addColumn<bool>("isClassA");
    QTest::addColumn<double>("mute");
    QTest::addColumn<int>("changes"); // two or three at a time
    QTest::addColumn<quint64>("seed"); // 0: any
    const quint64 any = 0;
    QTest::newRow("lamps whose class is known") << true << false << 0.0 << kMostChanges << any;
    QTest::newRow("lamps that listen after their uplinks") << true << true << 0.0 << 200 << any;
    QTest::newRow("lamps that were never heard") << false << false << 0.0 << 100 << any;
    QTest::newRow("gateways that lose their word") << true << false << 0.1 << 200 << any;
    QTest::newRow("a lamp that reports before its gateway does")
        << true << false << 0.0 << 120 << quint64(3900278412);
}

/// Double and triple changes at random, with gaps up to 6 s; gateways tell after 5 to 900 ms.
void TestOverlaps::everyLampFollowsInTheEnd()
{
    QFETCH(bool, isHeard);
    QFETCH(bool, isClassA);
    QFETCH(double, mute);
    QFETCH(int, changes);
    QFETCH(quint64, seed);
    if (seed == 0)
        seed = chosenSeed();
    begin({.lossy = 0, .mute = mute, .classA = isClassA}, 120, seed);
    if (isHeard)
        reportAll();
    pass(isHeard ? 30s : 5s);
    sim::Random random(seed);
    for (int made = 0; made < changes;) {
        for (qsizetype n = 0; n < m_lamps.size() && made < changes; ++n, ++made) {
            UtcTime time = m_clock.now() + Milliseconds(random.below(3000));
            for (int i = 0; i < 2 + random.below(2); ++i) {
                m_due.emplace(time, n);
                time += Milliseconds(random.below(6000));
                if (isClassA)
                    m_reports.emplace(time + Milliseconds(random.below(8000)), n);
            }
        }
        pass(40s);
        for (int i = 0; isClassA && i < kReports; ++i) {
            reportAll();
            pass(15s);
        }
        QCOMPARE(wrong(), 0);
    }
    pass(150s);
    QCOMPARE(wrong(), 0);
    if (isHeard && !isClassA) // there a frame may be dropped, and is sent once more
        QVERIFY(mute > 0 || m_network->counts().dropped == 0);
}

void TestOverlaps::nothingOverlapsNothingIsNeedless()
{
    begin({.lossy = 0}, 60);
    reportAll();
    pass(30s);
    QCOMPARE(m_network->counts().transmitted, qint64(m_lamps.size()));
    for (int round = 0; round < 5; ++round) {
        for (qsizetype n = 0; n < m_lamps.size(); ++n)
            m_due.emplace(m_clock.now() + n * 50ms, n);
        pass(20s);
    }
    pass(60s);
    QCOMPARE(wrong(), 0);
    QCOMPARE(m_network->counts().transmitted, qint64(m_lamps.size() * 6));
}

/// A row that says it already is no reason to believe that the lamp will hear it.
void TestOverlaps::aJoinEmptiesTheQueue()
{
    begin({.lossy = 0}, 60);
    reportAll();
    pass(30s);
    QList<sim::SimMessage> joins;
    for (qsizetype n = 0; n < m_lamps.size(); ++n)
        change(n);
    answer();
    for (const domain::Space &space : std::as_const(m_lamps))
        joins.append(m_network->rejoin(*space.displayEui, m_clock.now()));
    takeIn(joins);
    pass(1s);
    reportAll();
    pass(15s);
    QCOMPARE(wrong(), 0);
    QCOMPARE(m_network->counts().transmitted, qint64(m_lamps.size() * 2));
}

void TestOverlaps::aLampThatJoinsAndSaysNothing_data()
{
    QTest::addColumn<Milliseconds>("silence");
    QTest::newRow("for a moment") << Milliseconds(20s);
    QTest::newRow("for as long as an item lives") << Milliseconds(2min);
    QTest::newRow("until it is taken for expired") << Milliseconds(151s);
    QTest::newRow("until it was sent again") << Milliseconds(5min);
    QTest::newRow("for most of an hour") << Milliseconds(40min);
}

/// ChirpStack sends it nothing before its first word, and says nothing of that. With its first word
/// it follows, whatever became of its commands meanwhile; and it is asked for now and then only.
void TestOverlaps::aLampThatJoinsAndSaysNothing()
{
    QFETCH(const Milliseconds, silence);
    begin({.lossy = 0}, 8);
    QVERIFY(!m_lamps.isEmpty());
    reportAll();
    pass(30s);
    QCOMPARE(wrong(), 0);
    m_network->holdReports(m_clock.now() + 1h);
    QList<sim::SimMessage> joins;
    for (qsizetype n = 0; n < m_lamps.size(); ++n) {
        change(n);
        answer();
        joins.append(m_network->rejoin(*m_lamps[n].displayEui, m_clock.now()));
    }
    takeIn(joins);
    pass(silence);
    QCOMPARE(wrong(), int(m_lamps.size()));
    const auto displays = store::DisplayStore(*m_database).find();
    VERIFY_OK(displays);
    for (const domain::Display &display : *displays)
        QVERIFY(display.evidence == domain::Evidence::None); // nobody says that it is right
    const auto rows = read::downlinks(*m_database, {}, 1);
    VERIFY_OK(rows);
    QVERIFY2(rows->total <= m_lamps.size() * (4 + silence / 5min),
             qPrintable(QString::number(rows->total)));
    reportAll();
    pass(10s);
    QCOMPARE(wrong(), 0);
    const auto open = read::downlinks(*m_database, {.openOnly = true}, 1);
    VERIFY_OK(open);
    QCOMPARE(open->total, 0);
}

/// The broker loses a txack: the next colour does not wait for the end of the item's life.
void TestOverlaps::aLostWordIsMissed()
{
    begin({.lossy = 0}, 60);
    reportAll();
    pass(30s);
    m_deaf = true;
    for (qsizetype n = 0; n < m_lamps.size(); ++n)
        change(n);
    pass(5s);
    m_deaf = false;
    for (qsizetype n = 0; n < m_lamps.size(); ++n)
        change(n);
    pass(30s);
    QCOMPARE(wrong(), 0);
}

void TestOverlaps::lampsFollowSoonAfterAnOutage()
{
    begin({.lossy = 0}, 60);
    reportAll();
    pass(30s);
    const int port = m_front->url().port();
    m_front.reset();
    for (qsizetype n = 0; n < m_lamps.size(); ++n)
        change(n);
    pass(150s);
    QCOMPARE(m_dispatcher->status().problem, text("CHIRPSTACK_UNREACHABLE"));
    openFront(port);
    pass(15s);
    QCOMPARE(wrong(), 0);
}

PARKING_TEST(TestOverlaps)
#include "tst_overlaps.moc"
