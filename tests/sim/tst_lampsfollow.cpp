// The real station against the simulated network over HTTP: every lamp that follows shows its
// space's state in the end, and those that do not are found out.

#include "base/literals.h"
#include "engine/engine.h"
#include "heardsensors.h"
#include "read/downlinks.h"
#include "read/lamps.h"
#include "sim/restfront.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::sim;
using namespace std::chrono_literals;
using domain::SpaceState;

namespace {

constexpr int kPatience = 60'000; // of QTRY, ms: for slow machines only
constexpr int kSpaces = 120;
constexpr int kRounds = 5; ///< reports of each lamp
// An echo counts from 10 s after the command: the lamp reports, by its clock, a little later.
constexpr auto kLater = 12s;

} // namespace

class TestLampsFollow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allThatFollowShowTheState();

private:
    void deliver(const QList<SimMessage> &messages);
    bool isSettled();
    void reportAll(int round);

    SimSite m_site = makeSite(kSpaces, 7);
    LampNetwork m_network{m_site, 7, {.delayScale = 0, .ignoring = 0.1, .lossy = 0.2}};
    test::TestDatabases m_databases;
    QTemporaryDir m_folder;
    std::unique_ptr<store::Database> m_database; ///< to look, beside the engine
    std::unique_ptr<engine::Engine> m_engine;
};

void TestLampsFollow::deliver(const QList<SimMessage> &messages)
{
    for (const SimMessage &message : messages)
        m_engine->journal()->append({message.topic, message.payload, 1, false, false}, systemNow());
}

/// Time goes on for the network; true when nothing waits anywhere.
bool TestLampsFollow::isSettled()
{
    deliver(m_network.step(systemNow()));
    const auto open = read::downlinks(*m_database, {.openOnly = true}, 1);
    return m_engine->isIdle() && open && open->total == 0;
}

void TestLampsFollow::reportAll(int round)
{
    QList<SimMessage> reports;
    for (const domain::Space &space : std::as_const(m_site.spaces)) {
        if (space.displayEui)
            reports.append(m_network.report(*space.displayEui, systemNow() + kLater * round));
    }
    deliver(reports);
}

void TestLampsFollow::allThatFollowShowTheState()
{
    RestFront front(m_network, u"key"_s);
    VERIFY_OK(front.start());
    const Result<QString> url = m_databases.migratedUrl(store::Dialect::Sqlite);
    VERIFY_OK(url);
    auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    m_database = std::move(*database);
    engine::EngineOptions options;
    options.databaseUrl = *url;
    options.dataFolder = m_folder.path();
    options.sync = journal::JournalSync::Never;
    options.chirpstack.emplace();
    options.chirpstack->rest.base = front.url();
    options.chirpstack->rest.apiKey = u"key"_s;
    options.chirpstack->perMinute = 0;
    m_engine = std::make_unique<engine::Engine>(options);
    VERIFY_OK(m_engine->start());
    QTRY_VERIFY_WITH_TIMEOUT(m_engine->isIdle(), kPatience);
    VERIFY_OK(m_engine->spaces().createSite({m_site.site, m_site.floors, m_site.spaces, {}}));
    VERIFY_OK(test::hearSensors(*m_database, m_site.spaces, systemNow()));
    m_engine->lamps().compareAllLater();
    // Every third space is taken, every fifth closed.
    QHash<SpaceState, QList<domain::SpaceId>> wanted;
    for (qsizetype i = 0; i < m_site.spaces.size(); ++i)
        wanted[i % 3 == 0       ? SpaceState::Occupied
                   : i % 5 == 0 ? SpaceState::Maintenance
                                : SpaceState::Free]
            .append(m_site.spaces[i].id);
    for (const SpaceState state : {SpaceState::Occupied, SpaceState::Maintenance}) {
        domain::Override value;
        value.state = state;
        VERIFY_OK(m_engine->spaces().setOverrides(domain::overridesOf(wanted[state], value), {}));
    }
    for (int round = 1; round <= kRounds; ++round) {
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), kPatience);
        reportAll(round);
    }
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), kPatience);

    int lamps = 0;
    int ignoring = 0;
    int lost = 0;
    for (const domain::Space &space : std::as_const(m_site.spaces)) {
        if (!space.displayEui)
            continue;
        ++lamps;
        const auto lamp = read::lamp(*m_database, space.id, systemNow());
        VERIFY_OK(lamp);
        QVERIFY(lamp->has_value() && (*lamp)->wanted);
        const domain::Display &display = (*lamp)->display;
        const QByteArray shown = m_network.applied(*space.displayEui);
        if (m_network.condition(*space.displayEui) == LampCondition::Ignoring) {
            ++ignoring;
            QVERIFY2(display.problem == u"NOT_FOLLOWING", qPrintable(space.code));
            QVERIFY(shown.isEmpty());
            continue;
        }
        // Who loses frames is asked again three times, then no more by itself; it is found out too.
        if (m_network.condition(*space.displayEui) == LampCondition::Lossy
            && display.problem == u"NOT_FOLLOWING") {
            ++lost;
            continue;
        }
        QVERIFY2(shown == (*lamp)->wanted->payload, qPrintable(space.code));
        QVERIFY2(wanted[(*lamp)->wanted->state].contains(space.id), qPrintable(space.code));
        QVERIFY2(display.evidence == domain::Evidence::Echoed, qPrintable(space.code));
        QVERIFY2(display.problem.isEmpty(), qPrintable(space.code + display.problem));
    }
    QVERIFY2(lost < 4, qPrintable(QString::number(lost)));
    QVERIFY(lamps > 50 && ignoring > 2 && ignoring < lamps / 3);
    QVERIFY2(m_network.counts().lost > 0, "none was lost, so none was sent again");
    m_engine->stop();
}

PARKING_TEST(TestLampsFollow)
#include "tst_lampsfollow.moc"
