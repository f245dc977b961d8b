// Two stations on one database: who ingests, who stands by, and what is told of one that went.

#include "engine/engine.h"
#include "mosquitto.h"
#include "read/stations.h"
#include "station.h"
#include "store/sessions.h"
#include "store/stationstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QScopeGuard>
#include <QTest>

#include <future>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using store::Dialect;
using test::Station;
using test::TurnedClock;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
const QString kOther = u"11111111-2222-4333-8444-555555555555"_s;

using ClockPtr = std::shared_ptr<TurnedClock>;

ClockPtr clockAt(UtcTime now = systemNow())
{
    return std::make_shared<TurnedClock>(now);
}

Station::Tune by(const ClockPtr &clock, const Station::Tune &more = {})
{
    return [clock, more](engine::EngineOptions &options) {
        if (more)
            more(options);
        options.clock = clock;
    };
}

store::StationStatus statusOf(const QString &id, UtcTime reportedAt, bool ingesting)
{
    store::StationStatus status;
    status.stationId = id;
    status.host = u"cellar-pc"_s;
    status.version = u"1"_s;
    status.reportedAt = reportedAt;
    status.startedAt = reportedAt;
    status.ingesting = ingesting;
    status.mqttState = u"connected"_s;
    status.backlog = 17;
    return status;
}

} // namespace

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

class TestHandover : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void aFrozenHolderIsPutAside();
    void aHolderThatNeverReportedIsPutAside();
    void aHolderWhoseStatementRunsIsNot();
    void aStandbyIsGivenTheBroker();
    void twoFoldersOnOneFileTakeTurns();
    void whoWentWithoutAWordIsTold_data() { test::TestDatabases::addRows(); }
    void whoWentWithoutAWordIsTold();
    void aWrongClockIsNoDeadStation();

private:
    std::unique_ptr<store::Database> open(const QString &url);
    QString migrated(Dialect dialect) { return m_databases.migratedUrl(dialect).valueOr({}); }

    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
};

void TestHandover::cleanup()
{
    if (m_databases.server().port() != 0 && !m_databases.server().isRunning())
        VERIFY_OK(m_databases.server().start());
}

std::unique_ptr<store::Database> TestHandover::open(const QString &url)
{
    auto database = store::Database::open({.url = url});
    return database ? std::move(*database) : nullptr;
}

/// Its computer still answers for it: the lock stays until a standby ends the session.
void TestHandover::aFrozenHolderIsPutAside()
{
    const QString url = migrated(Dialect::Postgres);
    const auto frozen = open(url);
    QVERIFY(*store::tryLock(*frozen, u"ingest"_s));
    VERIFY_OK(store::StationStore(*frozen).report(statusOf(kOther, systemNow(), true)));
    const ClockPtr clock = clockAt();
    Station standby(url, by(clock));
    VERIFY_OK(standby->start());
    QCOMPARE(standby.problem(u"station"_s), u"STANDBY"_s);
    for (int second = 0; second < 8; ++second)
        clock->turn(1s);
    QVERIFY(!standby->isIdle());
    const auto takesOver = [&] {
        clock->turn(500ms);
        return standby->isIdle();
    };
    QTRY_TRUE(takesOver());
    QVERIFY(!frozen->ping());
}

/// Any login may take an advisory lock.
void TestHandover::aHolderThatNeverReportedIsPutAside()
{
    const QString url = migrated(Dialect::Postgres);
    const auto somebody = open(url);
    QVERIFY(*store::tryLock(*somebody, u"ingest"_s));
    const ClockPtr clock = clockAt();
    Station standby(url, by(clock));
    VERIFY_OK(standby->start());
    const auto takesOver = [&] {
        clock->turn(1s);
        return standby->isIdle();
    };
    QTRY_TRUE(takesOver());
    QVERIFY(!somebody->ping());
}

/// The server is busy for it, so another station would have to wait for the same thing.
void TestHandover::aHolderWhoseStatementRunsIsNot()
{
    const QString url = migrated(Dialect::Postgres);
    std::promise<void> isHeld;
    std::promise<void> mayEnd;
    auto holder = std::async(std::launch::async, [&] {
        const auto database = open(url);
        (void)store::tryLock(*database, u"ingest"_s);
        isHeld.set_value();
        (void)database->each(u"SELECT pg_sleep(1.5)"_s, {}, [](const QSqlQuery &) {});
        mayEnd.get_future().wait();
    });
    const auto release = qScopeGuard([&mayEnd] { mayEnd.set_value(); });
    isHeld.get_future().wait();
    const auto standby = open(url);
    const auto sleeps = [&] {
        return standby
                   ->count(u"SELECT count(*) FROM pg_stat_activity "
                           "WHERE wait_event = 'PgSleep' AND datname = current_database()"_s)
                   .valueOr(0)
            == 1;
    };
    QTRY_TRUE(sleeps());
    QVERIFY(!*store::endLockHolder(*standby, u"ingest"_s));
    QTRY_TRUE(!sleeps());
    QVERIFY(*store::endLockHolder(*standby, u"ingest"_s));
}

/// What a station without a database acknowledges lies on its disk, where nobody reads it.
void TestHandover::aStandbyIsGivenTheBroker()
{
    const QString url = migrated(Dialect::Postgres);
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    const ClockPtr clock = clockAt();
    Station station(url, by(clock, test::from(broker)));
    VERIFY_OK(station->start());
    QTRY_TRUE(station->arrival().broker().isConnected());
    const auto isAt = [&](Milliseconds step) {
        clock->turn(step);
        return station->arrival().broker().state();
    };
    m_databases.server().stopImmediately();
    const auto isCut = [&] {
        clock->turn(100ms);
        return station.problem(u"database"_s) == u"UNREACHABLE";
    };
    QTRY_TRUE(isCut());
    // Nobody else would take them: it goes on collecting.
    for (int second = 0; second < 70; ++second)
        QCOMPARE(isAt(1s), u"connected"_s);

    VERIFY_OK(m_databases.server().start());
    const auto isBack = [&] {
        clock->turn(1s);
        return station->isIdle();
    };
    QTRY_TRUE(isBack());
    const ClockPtr otherClock = clockAt();
    Station standby(url, by(otherClock, test::from(broker)));
    VERIFY_OK(standby->start());
    QCOMPARE(standby.problem(u"station"_s), u"STANDBY"_s);
    otherClock->turn(2s); // it reports
    clock->turn(2s); // and is seen
    m_databases.server().stopImmediately();
    QTRY_TRUE(isCut());
    QTRY_COMPARE_WITH_TIMEOUT(isAt(500ms), u"stopped"_s, kPatience);
    clock->turn(1s);
    QCOMPARE(station.problem(u"mqtt"_s), u"BROKER_LEFT"_s);
    QVERIFY(station.check(u"mqtt"_s).level == domain::HealthLevel::Unhealthy);
    QCOMPARE(standby->arrival().broker().state(), u"stopped"_s); // it has no database either
    // Nobody came: a broker keeps only so many.
    clock->turn(60s);
    QTRY_COMPARE_WITH_TIMEOUT(isAt(100ms), u"connected"_s, kPatience);
    clock->turn(70s);
    QCOMPARE(station->arrival().broker().state(), u"connected"_s);
}

/// Data folders of their own do not keep two stations from one SQLite file.
void TestHandover::twoFoldersOnOneFileTakeTurns()
{
    const QString url = migrated(Dialect::Sqlite);
    const ClockPtr clock = clockAt();
    auto first = std::make_unique<Station>(url, by(clock));
    VERIFY_OK((*first)->start());
    QVERIFY((*first)->isIdle());
    const ClockPtr otherClock = clockAt();
    Station second(url, by(otherClock));
    VERIFY_OK(second->start());
    QCOMPARE(second.problem(u"station"_s), u"STANDBY"_s);
    otherClock->turn(2s);
    QCOMPARE(second.problem(u"station"_s), u"STANDBY"_s);
    first.reset();
    const auto takesOver = [&] {
        otherClock->turn(500ms);
        return second->isIdle();
    };
    QTRY_TRUE(takesOver());
    QCOMPARE(second.problem(u"station"_s), u"-"_s);
}

void TestHandover::whoWentWithoutAWordIsTold()
{
    QFETCH(const Dialect, dialect);
    const QString url = migrated(dialect);
    const auto database = open(url);
    store::StationStore stations(*database);
    VERIFY_OK(stations.report(statusOf(kOther, systemNow() - 20s, true)));
    const ClockPtr clock = clockAt();
    Station station(url, by(clock));
    VERIFY_OK(station->start());
    const auto problem = [&] {
        clock->turn(2s);
        return station.problem(u"handover"_s);
    };
    QTRY_COMPARE_WITH_TIMEOUT(problem(), u"LEFT_BEHIND"_s, kPatience);
    const QString detail = station.check(u"handover"_s).detail;
    QVERIFY2(detail.contains(u"cellar-pc") && detail.contains(u"17 messages"), qPrintable(detail));
    // It was started again, and says good-bye.
    VERIFY_OK(stations.report(statusOf(kOther, systemNow(), false)));
    QCOMPARE(problem(), u"-"_s);
    // Its folder is gone for good.
    VERIFY_OK(stations.report(statusOf(kOther, systemNow() - 20s, true)));
    QCOMPARE(problem(), u"LEFT_BEHIND"_s);
    QVERIFY(*stations.forget(kOther));
    QVERIFY(!*stations.forget(kOther));
    QCOMPARE(problem(), u"-"_s);
}

/// Both clocks are this computer's in an embedded database; with a server, its own counts.
void TestHandover::aWrongClockIsNoDeadStation()
{
    const QString url = migrated(Dialect::Postgres);
    const ClockPtr late = clockAt(systemNow() - 1h);
    Station station(url, by(late));
    VERIFY_OK(station->start());
    late->turn(2s);
    const auto database = open(url);
    const UtcTime own = systemNow() + 1h; // of who reads it
    const auto working = read::workingStation(*database, own);
    QVERIFY(*working);
    // What it says of times is told by the reader's clock: nothing began an hour, or two, ago.
    const QList<domain::HealthCheck> checks = read::toldChecks(**working, {});
    QVERIFY(!checks.isEmpty());
    for (const domain::HealthCheck &check : checks)
        QVERIFY2(check.since > own - 5min && check.since < own + 5min, qPrintable(check.name));
    VERIFY_OK(database->runScript(
        u"UPDATE station_status SET reported_at = reported_at - interval '16 s'"_s));
    QVERIFY(!*read::workingStation(*database, systemNow() - 1h));
}

PARKING_TEST(TestHandover)
#include "tst_handover.moc"
