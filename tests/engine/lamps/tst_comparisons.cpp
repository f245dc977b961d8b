// Which lamps are to be compared with what they should show, and when.

#include "engine/lamps/comparisons.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DevEui;
using domain::DownlinkState;
using engine::Comparisons;

namespace {

const Steady::time_point kNow{1h};

domain::Downlink ended(quint64 lamp, DownlinkState state)
{
    domain::Downlink row;
    row.devEui = DevEui(lamp);
    row.state = state;
    return row;
}

QHash<DevEui, domain::Display> lamps(int count)
{
    QHash<DevEui, domain::Display> lamps;
    for (int n = 1; n <= count; ++n)
        lamps[DevEui(quint64(n))].devEui = DevEui(quint64(n));
    return lamps;
}

} // namespace

class TestComparisons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatEndsCount_data();
    void whatEndsCount();
    void aFailingLampIsComparedLaterAndLater();
    void whatGrewOldBeforeItsFirstWordGoesAtOnce();
    void successForgetsFailures();
    void anOutageComparesAllOnce();
    void aFlickeringServerComparesSeldom();
    void lampsThatDoNotFollowSpeakFirst();
    void afterAnOutageAFailingLampKeepsItsTime();
};

void TestComparisons::whatEndsCount_data()
{
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<bool>("again");
    QTest::newRow("failed") << DownlinkState::Failed << true;
    QTest::newRow("expired") << DownlinkState::Expired << true;
    QTest::newRow("superseded") << DownlinkState::Superseded << false;
    QTest::newRow("sent") << DownlinkState::Sent << false;
    QTest::newRow("acked") << DownlinkState::Acked << false;
    QTest::newRow("echoed") << DownlinkState::Echoed << false;
}

void TestComparisons::whatEndsCount()
{
    QFETCH(DownlinkState, state);
    QFETCH(bool, again);
    Comparisons comparisons(10s);
    comparisons.noteEnd(ended(1, state), kNow);
    QVERIFY(comparisons.due(lamps(2), kNow + 9s).isEmpty());
    QCOMPARE(comparisons.due(lamps(2), kNow + 10s),
             again ? QList<DevEui>{DevEui(1)} : QList<DevEui>());
    QVERIFY(comparisons.due(lamps(2), kNow + 24h).isEmpty()); // told once
}

void TestComparisons::aFailingLampIsComparedLaterAndLater()
{
    Comparisons comparisons(10s);
    Steady::time_point now = kNow;
    for (const Milliseconds pause :
         {10s, 20s, 40s, 80s, 160s, 320s, 640s, 1280s, 2560s, 3600s, 3600s}) {
        comparisons.noteEnd(ended(1, DownlinkState::Failed), now);
        QVERIFY(comparisons.due(lamps(1), now + pause - 1ms).isEmpty());
        now += pause;
        QCOMPARE(comparisons.due(lamps(1), now).size(), 1);
    }
}

void TestComparisons::whatGrewOldBeforeItsFirstWordGoesAtOnce()
{
    Comparisons comparisons(10s);
    comparisons.noteEnd(ended(1, DownlinkState::Expired), kNow, true);
    QCOMPARE(comparisons.due(lamps(1), kNow).size(), 1);
    comparisons.noteEnd(ended(1, DownlinkState::Failed), kNow, true); // that says nothing of it
    QVERIFY(comparisons.due(lamps(1), kNow + 10s).isEmpty());
}

void TestComparisons::successForgetsFailures()
{
    Comparisons comparisons(10s);
    for (int i = 0; i < 3; ++i)
        comparisons.noteEnd(ended(1, DownlinkState::Failed), kNow);
    comparisons.noteEnd(ended(1, DownlinkState::Sent), kNow);
    QVERIFY(comparisons.due(lamps(1), kNow + 24h).isEmpty());
    comparisons.noteEnd(ended(1, DownlinkState::Expired), kNow);
    QCOMPARE(comparisons.due(lamps(1), kNow + 10s).size(), 1);
    comparisons.noteEnd(ended(1, DownlinkState::Failed), kNow);
    comparisons.clear();
    QVERIFY(comparisons.due(lamps(1), kNow + 24h).isEmpty());
}

void TestComparisons::anOutageComparesAllOnce()
{
    Comparisons comparisons(10s);
    QVERIFY(comparisons.due(lamps(3), kNow).isEmpty());
    comparisons.noteOutage();
    comparisons.noteOutage();
    QCOMPARE(comparisons.due(lamps(3), kNow).size(), 3);
    QVERIFY(comparisons.due(lamps(3), kNow + 1h).isEmpty());
}

void TestComparisons::aFlickeringServerComparesSeldom()
{
    Comparisons comparisons(10s);
    comparisons.noteOutage();
    QCOMPARE(comparisons.due(lamps(3), kNow).size(), 3);
    comparisons.noteOutage();
    QVERIFY(comparisons.due(lamps(3), kNow + 9s).isEmpty());
    QCOMPARE(comparisons.due(lamps(3), kNow + 10s).size(), 3);
}

/// Those whose echoes differ are asked again when they speak.
void TestComparisons::lampsThatDoNotFollowSpeakFirst()
{
    Comparisons comparisons(10s);
    auto known = lamps(2);
    known[DevEui(1)].mismatches = 1;
    comparisons.noteOutage();
    QCOMPARE(comparisons.due(known, kNow), QList<DevEui>{DevEui(2)});
}

void TestComparisons::afterAnOutageAFailingLampKeepsItsTime()
{
    Comparisons comparisons(10s);
    comparisons.noteEnd(ended(1, DownlinkState::Failed), kNow);
    comparisons.noteOutage();
    QCOMPARE(comparisons.due(lamps(2), kNow), QList<DevEui>{DevEui(2)});
    QCOMPARE(comparisons.due(lamps(2), kNow + 10s), QList<DevEui>{DevEui(1)});
    // Compared already: an outage includes it again.
    comparisons.noteOutage();
    QCOMPARE(comparisons.due(lamps(2), kNow + 10s).size(), 2);
}

PARKING_TEST(TestComparisons)
#include "tst_comparisons.moc"
