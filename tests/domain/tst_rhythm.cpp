// What a device's last days tell of how long it may be silent.

#include "base/literals.h"
#include "domain/rhythm.h"
#include "domain/status.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

class tst_Rhythm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatDaysTell_data();
    void whatDaysTell();
    void theDataSheetComesFirst();
    void threeDaysOfSilenceAreNeverCertain();
};

void tst_Rhythm::whatDaysTell_data()
{
    QTest::addColumn<QList<int>>("days"); // minutes
    QTest::addColumn<int>("every"); // minutes; 0: nothing is learnt
    QTest::addColumn<int>("after");
    const auto row = [](const char *name, const QList<int> &days, int every, int after) {
        QTest::newRow(name) << days << every << after;
    };
    row("none", {}, 0, 0);
    row("three days", {10, 10, 10}, 0, 0);
    row("four days", {60, 60, 60, 60}, 60, 150);
    row("as fast as it goes", {1, 1, 1, 1}, 1, 15);
    row("ten minutes", {10, 10, 11, 10, 10, 9, 10}, 10, 25);
    row("some uplinks lost", {10, 20, 10, 10, 30, 10, 11}, 10, 30);
    row("most days lose one", {20, 20, 30, 20, 40, 20, 30}, 20, 50);
    row("one outage of three days", {10, 10, 4320, 10, 10}, 10, 25);
    row("two outages", {10, 10, 300, 10, 200, 10, 10}, 10, 300);
    row("each day", {1440, 1445, 1440, 1438}, 1440, 60 * 60);
    row("each third day", {4320, 4320, 4320, 4320}, 4320, 60 * 60);
    row("a building's nights", {480, 470, 500, 490, 3300, 480, 470}, 480, 25 * 60);
    // Sensors that tell changes alone.
    row("quiet and busy days", {70, 240, 35, 120, 700, 90, 15}, 0, 0);
    row("a car park by night", {300, 480, 390, 600, 3600, 350, 420}, 0, 0);
    row("only half agree", {60, 60, 200, 90}, 0, 0);
    row("no silence at all", {0, 0, 0, 0}, 0, 0);
}

void tst_Rhythm::whatDaysTell()
{
    QFETCH(const QList<int>, days);
    QFETCH(const int, every);
    QFETCH(const int, after);
    QList<Milliseconds> longest;
    for (const int day : days)
        longest.append(day * 1min);
    const std::optional<SilenceLimit> learnt = learntSilence(longest);
    QCOMPARE(learnt.has_value(), every > 0);
    const SilenceLimit limit = silenceLimit(0ms, longest);
    if (!learnt) {
        QCOMPARE(limit, (SilenceLimit{25h, 0ms, SilenceLimit::Origin::Usual}));
        return;
    }
    QCOMPARE(learnt->every / 1min, every);
    QCOMPARE(learnt->after / 1min, after);
    QCOMPARE(learnt->origin, SilenceLimit::Origin::Learnt);
    QCOMPARE(limit, *learnt);
}

void tst_Rhythm::theDataSheetComesFirst()
{
    const QList<Milliseconds> days(kRhythmDays, 10min);
    QCOMPARE(silenceLimit(60min, days),
             (SilenceLimit{150min, 60min, SilenceLimit::Origin::DataSheet}));
}

/// Whatever a device's days were like.
void tst_Rhythm::threeDaysOfSilenceAreNeverCertain()
{
    SpaceStatus status;
    status.hasSensor = true;
    status.lastHeard = fromMillis(1'790'000'000'000);
    status.inputs.sensor = SensorInput{Occupancy::Free, *status.lastHeard, {}};
    for (const Milliseconds day : {Milliseconds(0), Milliseconds(1min), Milliseconds(24h),
                                   Milliseconds(72h), Milliseconds(200h)}) {
        for (int days = 0; days <= kRhythmDays; ++days) {
            status.setLimit(silenceLimit(0ms, QList<Milliseconds>(days, day)));
            QCOMPARE(status.confidence(*status.lastHeard + 72h), Confidence::Stale);
            QCOMPARE(status.confidence(*status.lastHeard + 10min), Confidence::Fresh);
        }
    }
}

PARKING_TEST(tst_Rhythm)
#include "tst_rhythm.moc"
