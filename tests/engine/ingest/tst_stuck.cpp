// A database that stands, and takes nothing or takes its time: how much is asked of it at once.

#include "engine/engine.h"
#include "station.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000; // of QTRY, ms: for slow machines only
constexpr int kUplinks = 600;

} // namespace

class TestStuck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fewAreTriedAgain();
    void aSlowOneIsGivenFewer();

private:
    test::TestDatabases m_databases;
};

/// A station that tries thousands again has no time to say what is wrong.
void TestStuck::fewAreTriedAgain()
{
    const auto url = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    const auto clock = std::make_shared<test::TurnedClock>();
    test::Station station(*url, [clock](engine::EngineOptions &options) { options.clock = clock; });
    VERIFY_OK(station->start());
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    // Each row is counted, whether it is rolled back or not, and no statement succeeds.
    VERIFY_OK((*database)->runScript(
        u"CREATE SEQUENCE tried\n\n"
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM nextval('tried'); RETURN NEW; END $$\n\n"
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no'; END $$\n\n"
        "CREATE TRIGGER notes BEFORE INSERT ON sensor_readings FOR EACH ROW EXECUTE FUNCTION note()"
        "\n\n"
        "CREATE TRIGGER fails AFTER INSERT ON sensor_readings EXECUTE FUNCTION fail()"_s));
    const auto tried = [&] {
        return (*database)->count(u"SELECT last_value FROM tried"_s).valueOr(-1);
    };
    const UtcTime now = systemNow();
    for (int i = 0; i < kUplinks; ++i)
        station.park(u"e8e1e10001020304"_s, i % 2 == 0, now + Milliseconds(i));
    QTRY_VERIFY_WITH_TIMEOUT(tried() >= kUplinks, kPatience);
    const auto isTold = [&] { return station.problem(u"journal"_s) == u"NOTHING_STORED"; };
    QTRY_VERIFY_WITH_TIMEOUT((clock->turn(1s), isTold()), kPatience);
    // What arrives now is not tried before the clock says so.
    const qint64 before = tried();
    for (int i = 0; i < 10; ++i) {
        station.park(u"e8e1e10001020304"_s, i % 2 == 0, now + Milliseconds(kUplinks + i));
        bool isHandled = false;
        QMetaObject::invokeMethod(
            this, [&] { isHandled = true; }, Qt::QueuedConnection);
        QTRY_VERIFY_WITH_TIMEOUT(isHandled, kPatience);
    }
    QCOMPARE(tried(), before);
    const qint64 first = tried();
    clock->turn(1s);
    QTRY_VERIFY_WITH_TIMEOUT(tried() > first, kPatience);
    QVERIFY2(tried() - first < kUplinks, qPrintable(QString::number(tried() - first)));
    VERIFY_OK((*database)->runScript(u"DROP FUNCTION fail CASCADE"_s));
    QTRY_VERIFY_WITH_TIMEOUT((clock->turn(1s), station->isIdle()), kPatience);
    QCOMPARE((*database)->count(u"SELECT count(*) FROM sensor_readings"_s).valueOr(-1),
             kUplinks + 10);
    station->stop();
}

/// A station that waits for thousands reports nothing meanwhile, and does not hear that it is to
/// end.
void TestStuck::aSlowOneIsGivenFewer()
{
    const auto url = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    VERIFY_OK((*database)->runScript(
        u"CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(0.003); RETURN NEW; END $$\n\n"
        "CREATE TRIGGER dawdles BEFORE INSERT ON sensor_readings FOR EACH ROW EXECUTE FUNCTION "
        "dawdle()"_s));
    test::Station station(*url);
    QSignalSpy committed(station.operator->(), &engine::Engine::committed);
    VERIFY_OK(station->start());
    constexpr int kMany = 1200;
    const UtcTime now = systemNow();
    for (int i = 0; i < kMany; ++i)
        station.park(u"e8e1e10001020304"_s, i % 2 == 0, now + Milliseconds(i));
    QTRY_VERIFY_WITH_TIMEOUT(station->isIdle(), kPatience);
    QList<int> batches;
    for (const QList<QVariant> &call : committed)
        batches.append(call.first().toInt());
    const int longest = *std::max_element(batches.cbegin(), batches.cend());
    QVERIFY2(longest <= 500, qPrintable(QString::number(longest)));
    // Five hundred of them take 1.5 s.
    const qsizetype at = batches.indexOf(longest);
    QVERIFY(longest < 400 || batches.value(at + 1) < longest);
    station->stop();
}

PARKING_TEST(TestStuck)
#include "tst_stuck.moc"
