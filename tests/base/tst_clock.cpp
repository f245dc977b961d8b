#include "base/literals.h"
#include "testmain.h"
#include "turnedclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

class tst_Clock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timersFireInTheirOrderAtTheirMoment()
    {
        test::TurnedClock clock(fromMillis(0));
        ClockTimer once(clock);
        ClockTimer often(clock);
        once.setSingleShot(true);
        QList<std::pair<QString, qint64>> fired;
        connect(&once, &ClockTimer::timeout, this, [&] {
            fired.append({u"once"_s, toMillis(clock.now())});
        });
        connect(&often, &ClockTimer::timeout, this, [&] {
            fired.append({u"often"_s, toMillis(clock.now())});
        });
        once.start(250ms);
        often.start(100ms);
        clock.turn(99ms);
        QVERIFY(fired.isEmpty());
        clock.turn(221ms);
        const QList<std::pair<QString, qint64>> expected = {
            {u"often"_s, 100}, {u"often"_s, 200}, {u"once"_s, 250}, {u"often"_s, 300}};
        QCOMPARE(fired, expected);
        QCOMPARE(clock.now(), fromMillis(320));
        QVERIFY(!once.isActive());
        QVERIFY(often.isActive());
    }

    void aTimerStartedByATimerIsServedInTheSameTurn()
    {
        test::TurnedClock clock(fromMillis(0));
        ClockTimer first(clock);
        ClockTimer second(clock);
        first.setSingleShot(true);
        second.setSingleShot(true);
        connect(&first, &ClockTimer::timeout, &second, [&] { second.start(10ms); });
        QSignalSpy spy(&second, &ClockTimer::timeout);
        first.start(10ms);
        clock.turn(20ms);
        QCOMPARE(spy.count(), 1);
    }

    void stoppedAndDestroyedTimersStaySilent()
    {
        test::TurnedClock clock;
        ClockTimer stopped(clock);
        QSignalSpy spy(&stopped, &ClockTimer::timeout);
        stopped.start(10ms);
        stopped.stop();
        {
            ClockTimer gone(clock);
            gone.start(10ms);
        }
        QVERIFY(!clock.untilNext());
        clock.turn(1s);
        QCOMPARE(spy.count(), 0);
    }

    void setTimeMovesNoTimer()
    {
        test::TurnedClock clock(fromMillis(0));
        ClockTimer timer(clock);
        timer.start(10ms);
        const Steady::time_point before = clock.steady();
        clock.set(fromMillis(86'400'000));
        QCOMPARE(clock.steady(), before);
        QCOMPARE(*clock.untilNext(), 10ms);
    }

    void theSystemsClockDrivesTimers()
    {
        SystemClock clock;
        ClockTimer timer(clock);
        QSignalSpy spy(&timer, &ClockTimer::timeout);
        timer.start(1ms);
        QTRY_VERIFY(spy.count() >= 2); // it goes on by itself
        timer.stop();
        QVERIFY(!timer.isActive());
    }
};

PARKING_TEST(tst_Clock)
#include "tst_clock.moc"
