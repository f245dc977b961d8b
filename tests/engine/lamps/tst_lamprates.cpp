// How many commands leave, in which order, and how long they live.

#include "engine/lamps/ratelimits.h"
#include "lampfixture.h"
#include "testmain.h"

#include <QTest>

Q_DECLARE_METATYPE(parking::Milliseconds)

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test;
using domain::DownlinkCause;
using domain::DownlinkState;
using engine::RateLimits;
using store::Dialect;

class TestLampRates : public QObject, private LampFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void bucketsFillAndEmpty();
    void bucketsAreApart();
    void noLimit();
    void aGatewayLimitsItsOwnLampsOnly();
    void changesGoBeforeComparisons();
    void itemsExpireByClass_data();
    void itemsExpireByClass();
    void itemsLiveByTheServersClock_data();
    void itemsLiveByTheServersClock();
};

void TestLampRates::bucketsFillAndEmpty()
{
    RateLimits limits(60); // one a second
    const Steady::time_point start(1h);
    for (int i = 0; i < 60; ++i)
        QVERIFY(!limits.take(u"g"_s, start));
    const auto wait = limits.take(u"g"_s, start);
    QVERIFY(wait && *wait > start + 990ms && *wait < start + 1010ms);
    QVERIFY(limits.take(u"g"_s, start + 500ms)); // asking costs nothing
    QVERIFY(!limits.take(u"g"_s, *wait));
    QVERIFY(limits.take(u"g"_s, *wait));
    // A quiet hour fills the bucket, not more.
    for (int i = 0; i < 60; ++i)
        QVERIFY(!limits.take(u"g"_s, start + 1h));
    QVERIFY(limits.take(u"g"_s, start + 1h));
}

void TestLampRates::bucketsAreApart()
{
    RateLimits limits(1);
    const Steady::time_point start(1h);
    QVERIFY(!limits.take(u"a"_s, start));
    QVERIFY(limits.take(u"a"_s, start));
    QVERIFY(!limits.take(u"b"_s, start));
    QVERIFY(!limits.take({}, start));
    QVERIFY(limits.take({}, start));
}

void TestLampRates::noLimit()
{
    RateLimits limits(0);
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!limits.take({}, Steady::time_point()));
}

void TestLampRates::aGatewayLimitsItsOwnLampsOnly()
{
    m_rest->failAll(RestFailure::Unavailable503);
    startBare();
    for (int n = 0; n < kSpaces; ++n)
        hear(n, "CLASS_C", n < 3 ? "0016c001f153a14c" : "00016c001ff1aa01");
    (*m_station)->stop();
    m_rest->failAll({});
    m_rest->forgetPosts();
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->perMinute = 2; };
    restart();
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->posts().size(), 4, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT((*m_station)->health().downlinksWaiting, 2, kPatience);
    int ofFirst = 0;
    for (int n = 0; n < 3; ++n)
        ofFirst += int(posts(n).size());
    QCOMPARE(ofFirst, 2);
    QCOMPARE(m_rest->posts().size(), 4);
}

/// Many lamps are compared; a car comes.
void TestLampRates::changesGoBeforeComparisons()
{
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->parallel = 1; };
    m_rest->setKey(u"another"_s); // all wait
    startBare();
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_KEY"_s, kPatience);
    m_station->park(kSpaces - 1, true);
    QTRY_COMPARE_WITH_TIMEOUT(last(kSpaces - 1)->cause, DownlinkCause::Change, kPatience);
    m_rest->forgetPosts();
    m_rest->setKey(u"test-key"_s);
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
    QCOMPARE(m_rest->posts().first().devEui, lamp(kSpaces - 1).toString());
    QCOMPARE(m_rest->posts().first().data, kRed);
    QCOMPARE(last(0)->cause, DownlinkCause::Reconcile);
}

void TestLampRates::itemsExpireByClass_data()
{
    QTest::addColumn<QByteArray>("deviceClass");
    QTest::addColumn<QString>("type");
    QTest::addColumn<Milliseconds>("lifetime");
    // Twice the half hour in which a Busylight speaks once, the hour of a Heltec.
    QTest::newRow("class A") << QByteArray("CLASS_A") << QString() << Milliseconds(1h);
    QTest::newRow("class B") << QByteArray("CLASS_B") << QString() << Milliseconds(1h);
    QTest::newRow("class C") << QByteArray("CLASS_C") << QString() << Milliseconds(2min);
    QTest::newRow("class A that speaks once an hour")
        << QByteArray("CLASS_A") << u"heltec_display"_s << Milliseconds(2h);
    QTest::newRow("class C, and a first join says A")
        << QByteArray("CLASS_C, join") << QString() << Milliseconds(2min);
    QTest::newRow("never heard") << QByteArray() << QString() << Milliseconds(1h);
}

void TestLampRates::itemsExpireByClass()
{
    QFETCH(QByteArray, deviceClass);
    QFETCH(QString, type);
    QFETCH(Milliseconds, lifetime);
    m_site = lampSite(1);
    startBare();
    transmit(0);
    if (!deviceClass.isEmpty())
        hear(0, deviceClass.left(7));
    if (deviceClass.endsWith("join")) {
        m_station->tell(lamp(0), "join", "\"devAddr\":\"00189440\"", systemNow() + 1s, "CLASS_A");
        QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
        transmit(0, systemNow() + 2s);
    }
    if (!type.isEmpty())
        VERIFY_OK((*m_station)->lamps().setDeviceType(lamp(0), type));
    m_rest->forgetPosts();
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(!posts(0).isEmpty(), kPatience);
    const SeenPost post = posts(0).last();
    const auto rest = *post.expiresAt - post.time;
    QVERIFY2(rest <= lifetime && rest > lifetime - 10s,
             qPrintable(
                 QString::number(std::chrono::duration_cast<std::chrono::seconds>(rest).count())));
}

void TestLampRates::itemsLiveByTheServersClock_data()
{
    QTest::addColumn<Milliseconds>("behind"); // the server's
    QTest::newRow("this station is slow") << Milliseconds(-3min);
    QTest::newRow("this station is fast") << Milliseconds(3min);
}

/// Else every item would expire at once, or a stale one be played long after.
void TestLampRates::itemsLiveByTheServersClock()
{
    QFETCH(Milliseconds, behind);
    m_site = lampSite(1);
    m_rest->setClockBehind(behind);
    startBare();
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->tell(lamp(0), "up", upBody(1, "x"), systemNow() - behind);
    QTRY_COMPARE_WITH_TIMEOUT(display(0).deviceClass, u"CLASS_C"_s, kPatience);
    transmit(0, systemNow() - behind);
    QCOMPARE(display(0).evidence, domain::Evidence::Sent);
    m_rest->forgetPosts();
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(!posts(0).isEmpty(), kPatience);
    const auto rest = *posts(0).last().expiresAt - (posts(0).last().time - behind);
    QVERIFY(rest > 110s && rest < 130s);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->Station::check(u"messages"_s).problem, u"CLOCK_DIFFERS"_s,
                              kPatience);
    QVERIFY(m_station->problem().isEmpty());
    QVERIFY(settled(0, DownlinkState::Queued));
    transmit(0, systemNow() - behind);
    QCOMPARE(display(0).shown->payload, kRed);
}

PARKING_TEST(TestLampRates)
#include "tst_lamprates.moc"
