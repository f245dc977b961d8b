#include "testmain.h"
#include "timelinefixture.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingStatus;
using fixture::at;
using fixture::kMonday;
using fixture::timelineBooking;
using Part = TimelineHit::Part;

Q_DECLARE_METATYPE(parking::ui::TimelineHit::Part)

/// Axis and rows of the timeline.
class TestTimelineScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void daysAreAsLongAsTheyAre_data();
    void daysAreAsLongAsTheyAre();
    void ticksShowTheClockOnTheWall_data();
    void ticksShowTheClockOnTheWall();
    void timesSurviveTheWayToPixels_data();
    void timesSurviveTheWayToPixels();
    void aWideDayIsShownWhole();
    void anOrdinaryDayIsShownFromSixOn();
    void narrowTimelinesShowNow();
    void nightsShowNow_data();
    void nightsShowNow();
    void zoomKeepsTheMomentUnderThePointer();
    void zoomHasEnds();
    void coarseZoomAddsDays();
    void rowsStandInGroups();
    void groupsFold();
    void onlyBookedRowsAreShown();
    void headsStayAtTheTop();
    void onlyVisibleBlocksAreFound();
    void longStaysAreFoundFromAfar();
    void hits_data();
    void hits();
    void whatIsOverHasNoEnds();
    void whatRunsHasNoStart();
    void statusesAreFiltered();
    void neighboursAreFound();
    void whatIsInTheWay();
    void stripCountsSpacesPerHour();
    void stripCountsADayWithAClockChange();
    void whatNoSensorTellsIsNotKnown();
    void manyBookingsAreFoundFast();
};

namespace {

QTimeZone zoneOf(const char *name)
{
    return QTimeZone(QByteArray(name));
}

} // namespace

void TestTimelineScene::daysAreAsLongAsTheyAre_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<double>("hours");
    QTest::newRow("an ordinary day") << "Europe/Paris"_ba << kMonday << 24.0;
    QTest::newRow("Paris, spring") << "Europe/Paris"_ba << QDate(2026, 3, 29) << 23.0;
    QTest::newRow("Paris, autumn") << "Europe/Paris"_ba << QDate(2026, 10, 25) << 25.0;
    QTest::newRow("New York, spring") << "America/New_York"_ba << QDate(2026, 3, 8) << 23.0;
    QTest::newRow("New York, autumn") << "America/New_York"_ba << QDate(2026, 11, 1) << 25.0;
    QTest::newRow("Lord Howe, autumn") << "Australia/Lord_Howe"_ba << QDate(2026, 4, 5) << 24.5;
    QTest::newRow("Lord Howe, spring") << "Australia/Lord_Howe"_ba << QDate(2026, 10, 4) << 23.5;
}

void TestTimelineScene::daysAreAsLongAsTheyAre()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, day);
    QFETCH(double, hours);
    TimelineAxis axis;
    axis.setDays(day, 1, QTimeZone(zone));
    QCOMPARE(double((axis.to() - axis.from()).count()) / 3'600'000, hours);
    QCOMPARE(axis.dayOf(axis.from()), day);
    QCOMPARE(axis.dayOf(axis.to() - 1ms), day);
    QCOMPARE(axis.minuteOfDay(axis.from()), 0);
}

void TestTimelineScene::ticksShowTheClockOnTheWall_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QString>("clock"); // of the first hours; * = shown twice that day
    QTest::newRow("an ordinary day")
        << "Europe/Paris"_ba << kMonday << u"0:00 1:00 2:00 3:00 4:00"_s;
    QTest::newRow("Paris, an hour is missing")
        << "Europe/Paris"_ba << QDate(2026, 3, 29) << u"0:00 1:00 3:00 4:00 5:00"_s;
    QTest::newRow("Paris, an hour comes twice")
        << "Europe/Paris"_ba << QDate(2026, 10, 25) << u"0:00 1:00 2:00* 2:00* 3:00"_s;
    QTest::newRow("New York, an hour is missing")
        << "America/New_York"_ba << QDate(2026, 3, 8) << u"0:00 1:00 3:00 4:00 5:00"_s;
    QTest::newRow("New York, an hour comes twice")
        << "America/New_York"_ba << QDate(2026, 11, 1) << u"0:00 1:00* 1:00* 2:00 3:00"_s;
    // At 2:00 the clock shows 1:30: no full hour comes twice, and 2:00 is 150 minutes after 0:00.
    QTest::newRow("Lord Howe, half an hour comes twice")
        << "Australia/Lord_Howe"_ba << QDate(2026, 4, 5) << u"0:00 1:00 2:00 3:00 4:00"_s;
    // At 2:00 it shows 2:30: 2:00 does not exist.
    QTest::newRow("Lord Howe, half an hour is missing")
        << "Australia/Lord_Howe"_ba << QDate(2026, 10, 4) << u"0:00 1:00 3:00 4:00 5:00"_s;
}

void TestTimelineScene::ticksShowTheClockOnTheWall()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, day);
    QFETCH(QString, clock);
    TimelineAxis axis;
    axis.setWidth(1191);
    axis.setDays(day, 1, QTimeZone(zone));
    QCOMPARE(axis.tickStep(), Milliseconds(1h));
    QStringList found;
    for (const TimelineTick &tick : axis.ticks().mid(0, 5))
        found.append(axis.local(tick.time).toString(u"H:mm"_s) + (tick.isTwice ? u"*"_s : u""_s));
    QCOMPARE(found.join(u' '), clock);
    // The distance in pixels is elapsed time.
    const auto &ticks = axis.ticks();
    for (int i = 1; i < ticks.size(); ++i)
        QCOMPARE(axis.xOf(ticks[i].time) - axis.xOf(ticks[i - 1].time),
                 axis.pixelsPerHour() * double((ticks[i].time - ticks[i - 1].time).count())
                     / 3.6e6);
}

void TestTimelineScene::timesSurviveTheWayToPixels_data()
{
    daysAreAsLongAsTheyAre_data();
}

void TestTimelineScene::timesSurviveTheWayToPixels()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, day);
    TimelineAxis axis;
    axis.setWidth(1191);
    axis.setDays(day, 1, QTimeZone(zone));
    axis.scrollTo(0);
    for (UtcTime time = axis.from(); time < axis.to(); time += 5min) {
        const UtcTime back = axis.timeAt(axis.xOf(time));
        QVERIFY(std::chrono::abs(back - time) <= 1ms);
    }
}

void TestTimelineScene::aWideDayIsShownWhole()
{
    TimelineAxis axis;
    axis.setDays(kMonday, 1, QTimeZone::utc());
    axis.setWidth(2176);
    QCOMPARE(axis.offset(), 0.0);
    QCOMPARE(axis.xOf(axis.to()), 2160.0);
}

void TestTimelineScene::anOrdinaryDayIsShownFromSixOn()
{
    TimelineAxis axis;
    axis.setDays(kMonday, 1, QTimeZone::utc());
    axis.setWidth(1191);
    QVERIFY(qAbs(axis.xOf(at(6))) < 1);
    QVERIFY(qAbs(axis.xOf(at(22)) - 1175) < 1);
    axis.setWidth(863); // beside a form
    QVERIFY(qAbs(axis.xOf(at(6))) < 1);
    QVERIFY(qAbs(axis.xOf(at(20)) - 863) < 1);
}

/// Where a day is not seen whole, now is.
void TestTimelineScene::narrowTimelinesShowNow()
{
    TimelineScene scene;
    scene.setNow(at(14, 2));
    scene.setDays(kMonday, 1, QTimeZone::utc());
    scene.resize({500, 400}); // eight hours: 6 to 14 would hide it
    const double x = scene.axis().xOf(at(14, 2));
    QVERIFY(x > 100 && x < 300);
    scene.setDays(kMonday.addDays(1), 1, QTimeZone::utc());
    scene.fit();
    QVERIFY(qAbs(scene.axis().xOf(at(30))) < 1); // six o'clock
}

void TestTimelineScene::nightsShowNow_data()
{
    QTest::addColumn<int>("hour");
    QTest::addColumn<int>("minute");
    QTest::newRow("midnight") << 0 << 0;
    QTest::newRow("half past two") << 2 << 30;
    QTest::newRow("before six") << 5 << 59;
    QTest::newRow("six") << 6 << 0;
    QTest::newRow("ten in the evening") << 22 << 30;
    QTest::newRow("before midnight") << 23 << 59;
}

/// The hours from six on would hide it.
void TestTimelineScene::nightsShowNow()
{
    QFETCH(int, hour);
    QFETCH(int, minute);
    for (const double width : {500.0, 863.0, 1191.0}) {
        TimelineScene scene;
        scene.setNow(at(hour, minute));
        scene.setDays(kMonday, 1, QTimeZone::utc());
        scene.resize({width, 400});
        const double x = scene.axis().xOf(scene.now());
        QVERIFY2(x >= 0 && x < width - 16, qPrintable(QString::number(x)));
        QVERIFY(hour == 0 || x >= 24); // and what was just before it
        scene.scrollTo(width, 0);
        scene.fit();
        QCOMPARE(scene.axis().xOf(scene.now()), x);
    }
}

void TestTimelineScene::zoomKeepsTheMomentUnderThePointer()
{
    TimelineAxis axis;
    axis.setDays(kMonday, 1, QTimeZone::utc());
    axis.setWidth(1000);
    const UtcTime before = axis.timeAt(500);
    axis.zoom(500, 1.5);
    QVERIFY(std::chrono::abs(axis.timeAt(500) - before) < 1min);
    const double scale = axis.pixelsPerHour();
    axis.setWidth(1200); // who zoomed is not fitted again
    QCOMPARE(axis.pixelsPerHour(), scale);
}

void TestTimelineScene::zoomHasEnds()
{
    TimelineAxis axis;
    axis.setDays(kMonday, 1, QTimeZone::utc());
    axis.setWidth(1000);
    axis.zoom(500, 1000);
    QCOMPARE(axis.pixelsPerHour() / 4, 64.0); // 15 min
    QCOMPARE(axis.tickStep(), Milliseconds(15min));
    axis.zoom(500, 1e-6);
    QCOMPARE(axis.pixelsPerHour() * 24, 64.0); // a day
    QCOMPARE(axis.tickStep(), Milliseconds(24h));
}

void TestTimelineScene::coarseZoomAddsDays()
{
    TimelineAxis axis;
    axis.setDays(kMonday, 1, QTimeZone::utc());
    axis.setWidth(1000);
    const UtcTime before = axis.timeAt(500);
    axis.zoom(500, 1e-6);
    QVERIFY(axis.days() >= 1000 / 64);
    QVERIFY(axis.xOf(axis.to()) >= 1000 - 16);
    QVERIFY(std::chrono::abs(axis.timeAt(500) - before) < 24h);
    QCOMPARE(axis.ticks().size(), qsizetype(axis.days()));
}

void TestTimelineScene::rowsStandInGroups()
{
    TimelineScene scene;
    fixture::setUp(scene, {});
    QCOMPARE(scene.groups(), QStringList({u"A"_s, u"B"_s}));
    QCOMPARE(scene.lines().size(), 8);
    QCOMPARE(scene.lines()[0].space, -1);
    QCOMPARE(scene.topOf(1), 30.0);
    QCOMPARE(scene.topOf(5), 30.0 + 4 * 32);
    QCOMPARE(scene.lines()[5].space, -1);
    QCOMPARE(scene.lineAt(31), 1);
    QCOMPARE(scene.lineAt(61.5), 1);
    QCOMPARE(scene.lineAt(62), 2);
    QCOMPARE(scene.lineAt(1000), -1);
}

void TestTimelineScene::groupsFold()
{
    TimelineScene scene;
    fixture::setUp(scene, {timelineBooking(u"A-1"_s, at(9), at(10))});
    scene.setFolded(0, true);
    QCOMPARE(scene.lines().size(), 4);
    QVERIFY(scene.boxOf(0).isNull());
    scene.setSpaces(fixture::timelineSpaces()); // a new list keeps what is folded
    QCOMPARE(scene.lines().size(), 4);
    scene.setFolded(0, false);
    QCOMPARE(scene.lines().size(), 8);
}

void TestTimelineScene::onlyBookedRowsAreShown()
{
    TimelineScene scene;
    Booking cancelled = timelineBooking(u"A-3"_s, at(9), at(10));
    cancelled.status = BookingStatus::Cancelled;
    fixture::setUp(scene,
                   {timelineBooking(u"A-2"_s, at(9), at(10)), cancelled,
                    timelineBooking(u"B-1"_s, at(33), at(34)), // tomorrow
                    timelineBooking(u"B-2"_s, at(-1 + 24) - 24h, at(1))}); // over midnight
    scene.setOnlyBooked(true);
    QStringList codes;
    for (const TimelineLine &line : scene.lines())
        codes.append(line.space < 0 ? scene.groups()[line.group] : scene.spaces()[line.space].code);
    QCOMPARE(codes, QStringList({u"A"_s, u"A-2"_s, u"B"_s, u"B-2"_s}));
    scene.setPinned({fixture::timelineSpace(u"A-1"_s)});
    QCOMPARE(scene.lines().size(), 5);
    scene.setPinned({});
    scene.setShow(TimelineShow::Cancelled);
    QCOMPARE(scene.lines().size(), 2);
    QCOMPARE(scene.spaces()[scene.lines()[1].space].code, u"A-3"_s);
}

void TestTimelineScene::headsStayAtTheTop()
{
    TimelineScene scene;
    fixture::setUp(scene, {});
    scene.resize({1000, 100});
    scene.scrollTo(0, 50);
    QCOMPARE(scene.stickyGroup(), std::optional(std::pair(0, 0.0)));
    QCOMPARE(scene.hitAt({10, 10}).part, Part::Group);
    QCOMPARE(scene.hitAt({10, 10}).line, 0);
    scene.scrollTo(0, 140); // the head of B comes at 158 - 140 = 18 and pushes
    QCOMPARE(scene.stickyGroup(), std::optional(std::pair(0, -12.0)));
    QCOMPARE(scene.hitAt({10, 20}).line, 5);
    scene.scrollTo(0, 158);
    QCOMPARE(scene.stickyGroup(), std::optional(std::pair(1, 0.0)));
}

void TestTimelineScene::onlyVisibleBlocksAreFound()
{
    TimelineScene scene;
    fixture::setUp(scene,
                   {timelineBooking(u"A-1"_s, at(1), at(2)),
                    timelineBooking(u"A-1"_s, at(9), at(10)),
                    timelineBooking(u"A-1"_s, at(20), at(22))});
    scene.resize({300, 600}); // five hours
    scene.scrollTo(9.5 * 60, 0);
    QCOMPARE(scene.seen(0).size(), 1);
    QCOMPARE(scene.booking(scene.seen(0).first()).start, at(9));
    QCOMPARE(scene.boxOf(scene.seen(0).first()).left(), -30.0);
    QCOMPARE(scene.boxOf(scene.seen(0).first()).width(), 60.0);
    QVERIFY(scene.seen(1).isEmpty());
}

/// A stay that began long ago lies before one that is over.
void TestTimelineScene::longStaysAreFoundFromAfar()
{
    TimelineScene scene;
    Booking over = timelineBooking(u"A-1"_s, at(1), at(3));
    over.status = BookingStatus::Completed;
    over.overstayAt = at(3);
    fixture::setUp(scene, {over, timelineBooking(u"A-1"_s, at(4), at(5))});
    scene.resize({60, 600});
    scene.scrollTo(12 * 60, 0);
    QCOMPARE(scene.seen(0).size(), 1);
    QCOMPARE(scene.over(0), std::optional(domain::BookingSpan{at(3), at(14, 2)}));
    over.leftAt = at(6);
    scene.setBookings({over});
    QVERIFY(scene.seen(0).isEmpty());
    QCOMPARE(scene.over(0), std::optional(domain::BookingSpan{at(3), at(6)}));
}

void TestTimelineScene::hits_data()
{
    QTest::addColumn<QPointF>("point");
    QTest::addColumn<Part>("part");
    QTest::addColumn<QString>("time");
    // A booking of A-2 from 16:00 to 18:00: x 960 to 1080, y 66 to 90.
    QTest::newRow("a head") << QPointF(100, 10) << Part::Group << u"01:40"_s;
    QTest::newRow("an empty row") << QPointF(600, 40) << Part::Row << u"10:00"_s;
    QTest::newRow("before the block") << QPointF(959, 78) << Part::Row << u"15:59"_s;
    QTest::newRow("its left end") << QPointF(961, 78) << Part::Start << u"16:01"_s;
    QTest::newRow("its middle") << QPointF(1020, 78) << Part::Body << u"17:00"_s;
    QTest::newRow("its right end") << QPointF(1079, 78) << Part::End << u"17:59"_s;
    QTest::newRow("behind the block") << QPointF(1081, 78) << Part::Row << u"18:01"_s;
    QTest::newRow("between rows") << QPointF(1020, 63) << Part::Row << u"17:00"_s;
    QTest::newRow("below all rows") << QPointF(1020, 500) << Part::None << u"17:00"_s;
}

void TestTimelineScene::hits()
{
    QFETCH(QPointF, point);
    QFETCH(Part, part);
    QFETCH(QString, time);
    TimelineScene scene;
    fixture::setUp(scene, {timelineBooking(u"A-2"_s, at(16), at(18))});
    const TimelineHit hit = scene.hitAt(point);
    QCOMPARE(hit.part, part);
    QCOMPARE(toDateTime(hit.time).toString(u"HH:mm"_s), time);
    QCOMPARE(hit.isBooking(), part == Part::Start || part == Part::Body || part == Part::End);
}

void TestTimelineScene::whatIsOverHasNoEnds()
{
    TimelineScene scene;
    Booking over = timelineBooking(u"A-1"_s, at(9), at(11));
    over.status = BookingStatus::Completed;
    fixture::setUp(scene, {over});
    QCOMPARE(scene.hitAt({541, 46}).part, Part::Body);
    QCOMPARE(scene.hitAt({659, 46}).part, Part::Body);
    QVERIFY(!scene.isMovable(0));
}

void TestTimelineScene::whatRunsHasNoStart()
{
    TimelineScene scene;
    fixture::setUp(scene, {timelineBooking(u"A-1"_s, at(13), at(16))});
    QCOMPARE(scene.hitAt({781, 46}).part, Part::Body);
    QCOMPARE(scene.hitAt({959, 46}).part, Part::End);
}

void TestTimelineScene::statusesAreFiltered()
{
    using enum domain::BookingPhase;
    QVERIFY(isShown(Overstay, TimelineShow::Attention));
    QVERIFY(isShown(Blocked, TimelineShow::Attention));
    QVERIFY(!isShown(Arrived, TimelineShow::Attention));
    QVERIFY(!isShown(Cancelled, TimelineShow::Any));
    QVERIFY(isShown(Cancelled, TimelineShow::Cancelled));
    for (int phase = 0; phase <= int(NoShow); ++phase) { // each is found by one filter at least
        int shown = 0;
        for (const TimelineShow show :
             {TimelineShow::Upcoming, TimelineShow::Running, TimelineShow::Over,
              TimelineShow::NoShow, TimelineShow::Cancelled})
            shown += isShown(domain::BookingPhase(phase), show);
        QCOMPARE(shown, 1);
    }
}

void TestTimelineScene::neighboursAreFound()
{
    TimelineScene scene;
    fixture::setUp(
        scene,
        {timelineBooking(u"A-1"_s, at(8), at(9)), timelineBooking(u"A-1"_s, at(15), at(16)),
         timelineBooking(u"A-3"_s, at(7), at(8)), timelineBooking(u"A-3"_s, at(16), at(17)),
         timelineBooking(u"B-2"_s, at(12), at(13))});
    const auto startOf = [&scene](int index) { return scene.booking(index).start; };
    const int first = 0; // A-1, 8:00
    QCOMPARE(startOf(scene.neighbour(first, 1, 0)), at(15));
    QCOMPARE(scene.neighbour(first, -1, 0), first);
    QCOMPARE(startOf(scene.neighbour(first, 0, 1)), at(7)); // A-2 has none
    QCOMPARE(startOf(scene.neighbour(scene.neighbour(first, 1, 0), 0, 1)), at(16));
    QCOMPARE(startOf(scene.neighbour(scene.neighbour(first, 0, 1), 0, 1)), at(12)); // over a head
    QCOMPARE(scene.neighbour(4, 0, 1), 4);
    QCOMPARE(startOf(scene.firstBooking()), at(15)); // nearest to now
}

void TestTimelineScene::whatIsInTheWay()
{
    TimelineScene scene;
    Booking cancelled = timelineBooking(u"A-1"_s, at(18), at(19));
    cancelled.status = BookingStatus::Cancelled;
    const Booking first = timelineBooking(u"A-1"_s, at(15), at(16));
    fixture::setUp(scene, {first, timelineBooking(u"A-1"_s, at(16), at(17)), cancelled});
    QCOMPARE(scene.inTheWay(0, {at(15, 30), at(16, 30)}, {}).size(), 2);
    QCOMPARE(scene.inTheWay(0, {at(15, 30), at(16, 30)}, first.id).size(), 1);
    QVERIFY(scene.inTheWay(0, {at(14), at(15)}, {}).isEmpty()); // adjacent is free
    QVERIFY(scene.inTheWay(0, {at(17), at(20)}, {}).isEmpty());
    QVERIFY(scene.inTheWay(1, {at(15), at(17)}, {}).isEmpty());
}

void TestTimelineScene::stripCountsSpacesPerHour()
{
    TimelineScene scene;
    Booking cancelled = timelineBooking(u"A-4"_s, at(9), at(10));
    cancelled.status = BookingStatus::Cancelled;
    fixture::setUp(scene,
                   {timelineBooking(u"A-1"_s, at(9), at(9, 15)), // twice in one hour: one space
                    timelineBooking(u"A-1"_s, at(9, 30), at(10)),
                    timelineBooking(u"A-2"_s, at(9, 59), at(11, 1)), cancelled,
                    timelineBooking(u"A-3"_s, at(22), at(26)), // over midnight
                    timelineBooking(u"B-1"_s, at(22) - 24h, at(1))});
    const TimelineStrip &strip = scene.strip();
    QCOMPARE(strip.counts.size(), 24);
    QCOMPARE(strip.counts[0], 1);
    QCOMPARE(strip.counts[1], 0);
    QCOMPARE(strip.counts[9], 2);
    QCOMPARE(strip.counts[10], 1);
    QCOMPARE(strip.counts[11], 1);
    QCOMPARE(strip.counts[12], 0);
    QCOMPARE(strip.counts[23], 1);
    QCOMPARE(strip.most, 2);
}

void TestTimelineScene::stripCountsADayWithAClockChange()
{
    const QTimeZone zone = zoneOf("Australia/Lord_Howe");
    const QDate day(2026, 4, 5); // 1:30 to 2:00 comes twice: 24 pieces, one of 90 minutes
    TimelineScene scene;
    fixture::setUp(scene, {timelineBooking(u"A-1"_s, at(1, 0, zone, day), at(3, 0, zone, day))},
                   zone, day);
    QCOMPARE(scene.strip().counts.size(), 24);
    QCOMPARE(scene.strip().counts.mid(0, 4), QList<int>({0, 1, 1, 0}));
    QCOMPARE(scene.booking(0).span().length(), Milliseconds(150min));
    QCOMPARE(scene.boxOf(0).width(), 150.0);
}

/// What is painted must cost by what is seen: 2,000 rows with 20,000 bookings.
void TestTimelineScene::whatNoSensorTellsIsNotKnown()
{
    using domain::Confidence;
    using enum domain::BookingPhase;
    for (const Confidence heard : {Confidence::Stale, Confidence::Unverified}) {
        QVERIFY(asKnown(Awaited, heard) == Unverified); // whether nobody came
        QVERIFY(asKnown(Blocked, heard) == Unverified);
        QVERIFY(asKnown(Overstay, heard) == Completed);
        QVERIFY(asKnown(Arrived, heard) == Arrived); // it was seen
    }
    QVERIFY(asKnown(Awaited, Confidence::Fresh) == Awaited);
}

void TestTimelineScene::manyBookingsAreFoundFast()
{
    QList<TimelineSpace> spaces;
    QList<Booking> bookings;
    for (int i = 0; i < 2000; ++i) {
        const QString code = u"S-%1"_s.arg(i);
        spaces.append({fixture::timelineSpace(code), code, u"Group %1"_s.arg(i / 50)});
        for (int k = 0; k < 10; ++k)
            bookings.append(timelineBooking(code, at(k * 2), at(k * 2 + 1, 30)));
    }
    TimelineScene scene;
    scene.setNow(at(14, 2));
    scene.setSpaces(spaces);
    scene.setDays(kMonday, 1, QTimeZone::utc());
    scene.resize({1191, 600});
    scene.setBookings(bookings);
    QCOMPARE(scene.lines().size(), 2040);
    int found = 0;
    for (int step = 0; step < 100; ++step) {
        scene.scrollTo(0, step * 600);
        QVERIFY(scene.endSeen() - scene.firstSeen() <= 22);
        for (int line = scene.firstSeen(); line < scene.endSeen(); ++line) {
            if (scene.lines()[line].space >= 0)
                found += int(scene.seen(scene.lines()[line].space).size());
        }
    }
    QVERIFY(found > 100);
}

PARKING_TEST(TestTimelineScene)
#include "tst_timelinescene.moc"
