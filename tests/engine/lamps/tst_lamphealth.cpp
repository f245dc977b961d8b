// What Health says of lamps.

#include "lampfixture.h"
#include "testmain.h"

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test;
using domain::DownlinkState;
using domain::HealthLevel;
using store::Dialect;

class TestLampHealth : public QObject, private LampFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void lampsThatDoNotFollowAreNamed_data() { TestDatabases::addRows(); }
    void lampsThatDoNotFollowAreNamed();
    void lampsThatNobodyKnowsAreNamed();
    void withoutChirpStackLampsStayAsTheyAre_data();
    void withoutChirpStackLampsStayAsTheyAre();

private:
    domain::HealthCheck lamps() const { return m_station->Station::check(u"lamps"_s); }
};

void TestLampHealth::lampsThatDoNotFollowAreNamed()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    QTRY_COMPARE_WITH_TIMEOUT(lamps().detail, u"6 of 6 show what they should, as far as known"_s,
                              kPatience);
    QVERIFY(lamps().level == HealthLevel::Healthy && lamps().problem.isEmpty());
    for (int n : {1, 2}) {
        m_station->tell(lamp(n), "up", upBody(15, kuandoStatus(255, 0, 0)));
        QTRY_COMPARE_WITH_TIMEOUT(display(n).problem, u"NOT_FOLLOWING"_s, kPatience);
    }
    QTRY_VERIFY_WITH_TIMEOUT(lamps().detail.startsWith(u"2 of 6 lamps: 2 do not follow: A-1"_s),
                             kPatience);
    QVERIFY(lamps().level == HealthLevel::Degraded);
    QCOMPARE(lamps().problem, u"LAMPS_AMISS"_s);
    QVERIFY2(lamps().detail.contains(u", A-2"), qPrintable(lamps().detail));
    QVERIFY((*m_station)->health().level != HealthLevel::Healthy);
    for (int n : {1, 2})
        m_station->tell(lamp(n), "up", upBody(15, kuandoStatus(0, 255, 0)), systemNow() + 1s);
    QTRY_COMPARE_WITH_TIMEOUT(lamps().problem, QString(), kPatience);
}

void TestLampHealth::lampsThatNobodyKnowsAreNamed()
{
    start(Dialect::Sqlite);
    m_rest->setDevices({lamp(1), lamp(2), lamp(3), lamp(4), lamp(5)});
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Failed));
    QTRY_VERIFY_WITH_TIMEOUT(lamps().detail.contains(u"not known to ChirpStack"_s), kPatience);
    QVERIFY2(lamps().detail.startsWith(u"1 of 6 lamps: "_s), qPrintable(lamps().detail));
    QVERIFY2(lamps().detail.contains(u": A-0 (since "_s), qPrintable(lamps().detail));
    QVERIFY(lamps().level == HealthLevel::Degraded);
    // Somebody adds it there; the next change reaches it.
    m_rest->setDevices({});
    m_station->park(0, false);
    m_station->park(0, true, systemNow() + 1s);
    QTRY_VERIFY2_WITH_TIMEOUT(lamps().problem.isEmpty(), qPrintable(lamps().detail), kPatience);
}

void TestLampHealth::withoutChirpStackLampsStayAsTheyAre_data()
{
    QTest::addColumn<int>("lamps");
    QTest::newRow("lamps") << kSpaces;
    QTest::newRow("none") << 0;
}

void TestLampHealth::withoutChirpStackLampsStayAsTheyAre()
{
    QFETCH(int, lamps);
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack.reset(); };
    m_site = lampSite(lamps);
    startBare();
    if (lamps == 0) {
        QSignalSpy health(m_station->operator->(), &engine::Engine::healthChanged);
        QTRY_VERIFY_WITH_TIMEOUT(health.size() > 1, kPatience);
        QCOMPARE(m_station->problem(), u"-"_s);
        return;
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_NOT_SET_UP"_s, kPatience);
    QCOMPARE(m_station->check().level, HealthLevel::Degraded);
    QCOMPARE(m_station->check().detail, u"6 lamps are not commanded"_s);
}

PARKING_TEST(TestLampHealth)
#include "tst_lamphealth.moc"
