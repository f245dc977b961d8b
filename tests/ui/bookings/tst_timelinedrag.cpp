#include "bookings/timelinedrag.h"
#include "testmain.h"
#include "timelinefixture.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingSpan;
using domain::BookingStatus;
using fixture::at;
using fixture::timelineBooking;
using fixture::timelineSpace;
using Kind = TimelineDrag::Kind;
using Problem = TimelineDrag::Problem;

/// Bookings that are made, moved and made longer by hand.
class TestTimelineDrag : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void creates_data();
    void creates();
    void aClickCreatesNothing();
    void movesInTime();
    void movesToAnotherRow();
    void movesStraightDownKeepTheTimes();
    void resizes_data();
    void resizes();
    void nothingMovesIntoThePast();
    void whatRunsKeepsItsStart();
    void whatIsOverStays();
    void conflictsAreToldAndDoNothing();
    void adjacentIsFree();
    void theNearestFitIsTold();
    void noFitIsToldOfDaysThatAreNotKnown();
    void whatTheRulesForbidIsNotOffered();
    void theNextSpaceOfTheGroupIsOffered();
    void spacesInMaintenanceAreNotOffered();
    void resizeTellsHowFarItMay();
    void escapePutsItBack();
    void keysMoveStepByStep();
    void keysGoOverHeads();
    void anotherBookingBeginsAnew();
    void whatComesMeanwhileIsInTheWay();
    void whatEndsMeanwhileIsLetGo();
    void whatIsMovedMeanwhileIsLetGo_data();
    void whatIsMovedMeanwhileIsLetGo();
    void whatElseChangesStaysInTheHand();
    void clockChanges_data();
    void clockChanges();

private:
    QPointF point(const QString &code, double hour) const;
    std::optional<TimelineWish> drop(const QPointF &from, const QPointF &to, bool fine = false);

    std::unique_ptr<TimelineScene> m_scene;
    std::unique_ptr<TimelineDrag> m_drag;
};

void TestTimelineDrag::init()
{
    m_scene = std::make_unique<TimelineScene>();
    fixture::setUp(*m_scene,
                   {timelineBooking(u"A-1"_s, at(16), at(18)),
                    timelineBooking(u"A-2"_s, at(15), at(17)),
                    timelineBooking(u"A-2"_s, at(19), at(20))});
    m_drag = std::make_unique<TimelineDrag>(*m_scene);
}

/// The middle of a row at that hour.
QPointF TestTimelineDrag::point(const QString &code, double hour) const
{
    const int line = m_scene->lineOf(m_scene->indexOf(timelineSpace(code)));
    return {hour * 60, m_scene->topOf(line) + 16};
}

std::optional<TimelineWish> TestTimelineDrag::drop(const QPointF &from, const QPointF &to,
                                                   bool fine)
{
    if (!m_drag->press(from))
        return std::nullopt;
    m_drag->drag(to, fine);
    return m_drag->drop();
}

void TestTimelineDrag::creates_data()
{
    QTest::addColumn<double>("from"); // hours
    QTest::addColumn<double>("to");
    QTest::addColumn<bool>("fine");
    QTest::addColumn<UtcTime>("start");
    QTest::addColumn<UtcTime>("end");
    QTest::newRow("to the right") << 15.1 << 16.9 << false << at(15) << at(17);
    QTest::newRow("to the left") << 16.9 << 15.1 << false << at(15) << at(17);
    QTest::newRow("a short one") << 15.1 << 15.2 << false << at(15) << at(15, 15);
    QTest::newRow("by minutes") << 15.1 << 16.9 << true << at(15, 6) << at(16, 54);
    QTest::newRow("from now on") << 14.02 << 16.0 << false << at(14, 2) << at(16);
    QTest::newRow("over now") << 13.0 << 15.0 << false << at(14, 2) << at(15);
}

void TestTimelineDrag::creates()
{
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(bool, fine);
    QFETCH(UtcTime, start);
    QFETCH(UtcTime, end);
    const auto wish = drop(point(u"A-3"_s, from), point(u"A-3"_s, to), fine);
    QVERIFY(wish);
    QCOMPARE(wish->space, timelineSpace(u"A-3"_s));
    QCOMPARE(toIso(wish->span.start), toIso(start));
    QCOMPARE(toIso(wish->span.end), toIso(end));
}

void TestTimelineDrag::aClickCreatesNothing()
{
    QVERIFY(m_drag->press(point(u"A-3"_s, 15)));
    QVERIFY(!m_drag->drag(point(u"A-3"_s, 15) + QPointF(3, 0), false));
    QVERIFY(!m_drag->isActive());
    QVERIFY(!m_drag->drop());
    QVERIFY(!m_drag->press({100, 10})); // a head
    QVERIFY(!m_drag->press({100, 580})); // below the rows
}

void TestTimelineDrag::movesInTime()
{
    const auto wish = drop(point(u"A-1"_s, 17), point(u"A-1"_s, 18.6));
    QVERIFY(wish);
    QCOMPARE(wish->span, (BookingSpan{at(17, 30), at(19, 30)})); // 1 h 36 is 1 h 30
    const auto fine = drop(point(u"A-1"_s, 17), point(u"A-1"_s, 18.6), true);
    QCOMPARE(fine->span, (BookingSpan{at(17, 36), at(19, 36)}));
}

void TestTimelineDrag::movesToAnotherRow()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-3"_s, 18), false);
    QCOMPARE(m_drag->booking(), m_scene->booking(0).id);
    QCOMPARE(m_drag->kind(), Kind::Move);
    // Over a head it stays in the row where it was last.
    m_drag->drag({18 * 60, 160}, false);
    const auto wish = m_drag->drop();
    QCOMPARE(wish, std::optional(TimelineWish{timelineSpace(u"A-3"_s), {at(17), at(19)}}));
}

void TestTimelineDrag::movesStraightDownKeepTheTimes()
{
    const Booking odd = timelineBooking(u"A-4"_s, at(16, 7), at(17, 11));
    m_scene->setBookings({odd});
    const auto wish = drop(point(u"A-4"_s, 16.5), point(u"A-3"_s, 16.5));
    QCOMPARE(wish, std::optional(TimelineWish{timelineSpace(u"A-3"_s), odd.span()}));
    QVERIFY(!drop(point(u"A-4"_s, 16.5), point(u"A-4"_s, 16.5) + QPointF(0, 6))); // the same row
}

void TestTimelineDrag::resizes_data()
{
    QTest::addColumn<double>("from"); // hours, A-1 has 16 to 18
    QTest::addColumn<double>("to");
    QTest::addColumn<UtcTime>("start");
    QTest::addColumn<UtcTime>("end");
    QTest::newRow("later end") << 17.97 << 19.5 << at(16) << at(19, 30);
    QTest::newRow("earlier end") << 17.97 << 17.2 << at(16) << at(17, 15);
    QTest::newRow("end not before its start") << 17.97 << 12.0 << at(16) << at(16, 15);
    QTest::newRow("earlier start") << 16.03 << 15.0 << at(15) << at(18);
    QTest::newRow("later start") << 16.03 << 17.0 << at(17) << at(18);
    QTest::newRow("start not behind its end") << 16.03 << 20.0 << at(17, 45) << at(18);
    QTest::newRow("start not before now") << 16.03 << 9.0 << at(14, 2) << at(18);
}

void TestTimelineDrag::resizes()
{
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(UtcTime, start);
    QFETCH(UtcTime, end);
    const auto wish = drop(point(u"A-1"_s, from), point(u"A-1"_s, to));
    QVERIFY(wish);
    QCOMPARE(toIso(wish->span.start), toIso(start));
    QCOMPARE(toIso(wish->span.end), toIso(end));
}

void TestTimelineDrag::nothingMovesIntoThePast()
{
    auto wish = drop(point(u"A-1"_s, 17), point(u"A-1"_s, 14.5)); // to 13:30
    QCOMPARE(wish->span, (BookingSpan{at(14, 2), at(16, 2)}));
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-1"_s, 9), false);
    QCOMPARE(m_drag->problem(), Problem::Past);
    QVERIFY(!m_drag->drop());
    QVERIFY(m_drag->press(point(u"A-3"_s, 9)));
    m_drag->drag(point(u"A-3"_s, 11), false);
    QCOMPARE(m_drag->problem(), Problem::Past);
    QVERIFY(!m_drag->drop());
}

void TestTimelineDrag::whatRunsKeepsItsStart()
{
    m_scene->setBookings({timelineBooking(u"A-1"_s, at(13), at(16))});
    const auto longer = drop(point(u"A-1"_s, 15.97), point(u"A-1"_s, 18));
    QCOMPARE(longer->span, (BookingSpan{at(13), at(18)}));
    const auto shorter = drop(point(u"A-1"_s, 15.97), point(u"A-1"_s, 13.5));
    QCOMPARE(shorter->span, (BookingSpan{at(13), at(14, 3)})); // the next minute
    QVERIFY(!drop(point(u"A-1"_s, 15), point(u"A-1"_s, 18)));
    const auto other = drop(point(u"A-1"_s, 15), point(u"A-2"_s, 18));
    QCOMPARE(other, std::optional(TimelineWish{timelineSpace(u"A-2"_s), {at(13), at(16)}}));
}

void TestTimelineDrag::whatIsOverStays()
{
    Booking over = timelineBooking(u"A-1"_s, at(9), at(11));
    over.status = BookingStatus::Completed;
    m_scene->setBookings({over});
    QVERIFY(!m_drag->press(point(u"A-1"_s, 10)));
    QVERIFY(!m_drag->nudge(0, Kind::Move, 15min));
}

void TestTimelineDrag::conflictsAreToldAndDoNothing()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-2"_s, 17), false);
    QCOMPARE(m_drag->problem(), Problem::Taken);
    QCOMPARE(m_drag->finding().inTheWay, QList<BookingSpan>({{at(15), at(17)}}));
    QVERIFY(!m_drag->drop());
    QVERIFY(!m_drag->isPressed());
}

void TestTimelineDrag::adjacentIsFree()
{
    const auto wish = drop(point(u"A-1"_s, 17), point(u"A-2"_s, 18)); // 17:00 to 19:00
    QCOMPARE(wish, std::optional(TimelineWish{timelineSpace(u"A-2"_s), {at(17), at(19)}}));
}

void TestTimelineDrag::theNearestFitIsTold()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-2"_s, 17.25), false); // 16:15 to 18:15 meets 15 to 17
    QCOMPARE(m_drag->finding().fit, std::optional(BookingSpan{at(17), at(19)}));
    m_drag->drag(point(u"A-2"_s, 19.25), false); // 18:15 to 20:15 meets 19 to 20
    QCOMPARE(m_drag->finding().fit, std::optional(BookingSpan{at(17), at(19)}));
    m_drag->drag(point(u"A-2"_s, 19.75), false); // 18:45: behind is nearer
    QCOMPARE(m_drag->finding().fit, std::optional(BookingSpan{at(20), at(22)}));
}

/// Behind the days whose bookings are loaded the space may be booked as well.
void TestTimelineDrag::noFitIsToldOfDaysThatAreNotKnown()
{
    const auto fit = [this](const BookingSpan &span) {
        return look(*m_scene, {timelineSpace(u"A-2"_s), span}).fit;
    };
    QList<domain::Booking> days{timelineBooking(u"A-2"_s, at(15), at(24))};
    for (int day = 1; day < 3; ++day)
        days.append(timelineBooking(u"A-2"_s, at(24 * day), at(24 * (day + 1))));
    const UtcTime known = m_scene->known().end;
    QCOMPARE(known, at(48)); // the day, and one behind it
    m_scene->setBookings(days);
    QVERIFY(!fit({at(18), at(20)}));
    days.removeLast();
    days.last().end = at(46);
    m_scene->setBookings(days);
    QCOMPARE(fit({at(18), at(20)}), std::optional(BookingSpan{at(46), at(48)}));
    QVERIFY(!fit({at(18), at(20, 15)}));
}

void TestTimelineDrag::whatTheRulesForbidIsNotOffered()
{
    QList<TimelineSpace> spaces = fixture::timelineSpaces();
    for (TimelineSpace &space : spaces)
        space.building = space.group;
    spaces[2].features = {u"accessible"_s};
    m_scene->setSpaces(spaces);
    m_scene->setBookings(
        {timelineBooking(u"A-2"_s, at(15), at(17)), timelineBooking(u"A-1"_s, at(15), at(17))});
    const auto find = [this](const QString &code) {
        return look(*m_scene, {timelineSpace(code), {at(15), at(17)}});
    };
    QCOMPARE(find(u"A-2"_s).other, std::optional(timelineSpace(u"A-4"_s)));
    QCOMPARE(find(u"A-2"_s).fit, std::optional(BookingSpan{at(17), at(19)}));
    domain::BookingPolicy policy;
    for (auto &day : policy.hours[u"A"_s].days)
        day = domain::OpeningHours::Span{7 * 60, 18 * 60};
    policy.hours[u"B"_s] = {}; // closed
    m_scene->setPolicy(policy);
    QCOMPARE(find(u"A-2"_s).fit, std::optional(BookingSpan{at(31), at(33)}));
    m_scene->setBookings({timelineBooking(u"A-1"_s, at(15), at(17)),
                          timelineBooking(u"A-2"_s, at(15), at(17)),
                          timelineBooking(u"A-4"_s, at(15), at(17))});
    QCOMPARE(find(u"A-2"_s).other, std::optional(timelineSpace(u"A-3"_s))); // B is closed then
}

void TestTimelineDrag::theNextSpaceOfTheGroupIsOffered()
{
    const auto other = [this](const QString &code, const BookingSpan &span) {
        return look(*m_scene, {timelineSpace(code), span}).other;
    };
    QCOMPARE(other(u"A-2"_s, {at(15), at(16)}), std::optional(timelineSpace(u"A-3"_s)));
    m_scene->setBookings(
        {timelineBooking(u"A-1"_s, at(15), at(16)), timelineBooking(u"A-2"_s, at(15), at(16)),
         timelineBooking(u"A-4"_s, at(15), at(16)), timelineBooking(u"B-1"_s, at(15), at(16))});
    // A-3 is of its group, B-2 is not.
    QCOMPARE(other(u"A-4"_s, {at(15), at(16)}), std::optional(timelineSpace(u"A-3"_s)));
    QCOMPARE(other(u"B-1"_s, {at(15), at(16)}), std::optional(timelineSpace(u"B-2"_s)));
    QVERIFY(!other(u"A-3"_s, {at(15), at(16)})); // it is free
}

void TestTimelineDrag::spacesInMaintenanceAreNotOffered()
{
    m_scene->setStatus(timelineSpace(u"A-1"_s), domain::SpaceState::Occupied,
                       domain::Confidence::Fresh);
    QCOMPARE(look(*m_scene, {timelineSpace(u"A-2"_s), {at(15), at(16)}}).other,
             std::optional(timelineSpace(u"A-3"_s))); // A-1 is as near, and taken now
    m_scene->setStatus(timelineSpace(u"A-3"_s), domain::SpaceState::Maintenance,
                       domain::Confidence::Fresh);
    QCOMPARE(look(*m_scene, {timelineSpace(u"A-2"_s), {at(15), at(16)}}).other,
             std::optional(timelineSpace(u"A-4"_s)));
}

void TestTimelineDrag::resizeTellsHowFarItMay()
{
    QVERIFY(m_drag->press(point(u"A-2"_s, 16.97)));
    m_drag->drag(point(u"A-2"_s, 19.5), false);
    QCOMPARE(m_drag->problem(), Problem::Taken);
    QCOMPARE(m_drag->finding().fit, std::optional(BookingSpan{at(15), at(19)}));
    QVERIFY(!m_drag->finding().other);
}

void TestTimelineDrag::escapePutsItBack()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-3"_s, 19), false);
    QVERIFY(m_drag->isActive());
    m_drag->cancel();
    QVERIFY(!m_drag->isActive());
    QVERIFY(!m_drag->drag(point(u"A-3"_s, 20), false));
    QVERIFY(!m_drag->drop());
}

void TestTimelineDrag::keysMoveStepByStep()
{
    QVERIFY(m_drag->nudge(0, Kind::Move, 15min));
    QVERIFY(m_drag->nudge(0, Kind::Move, 15min));
    QVERIFY(m_drag->nudge(0, Kind::Move, -15min));
    QCOMPARE(m_drag->drop(),
             std::optional(TimelineWish{timelineSpace(u"A-1"_s), {at(16, 15), at(18, 15)}}));
    QVERIFY(m_drag->nudge(0, Kind::End, 15min));
    QCOMPARE(m_drag->drop()->span, (BookingSpan{at(16), at(18, 15)}));
    QVERIFY(m_drag->nudge(0, Kind::Move, 15min));
    QVERIFY(m_drag->nudge(0, Kind::Move, -15min));
    QVERIFY(!m_drag->drop()); // back where it was
}

void TestTimelineDrag::keysGoOverHeads()
{
    QVERIFY(m_drag->nudge(0, Kind::Move, 0min, 1));
    QCOMPARE(m_drag->problem(), Problem::Taken);
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_drag->nudge(0, Kind::Move, 0min, 1));
    QCOMPARE(m_drag->wish().space, timelineSpace(u"B-1"_s));
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_drag->nudge(0, Kind::Move, 0min, 1));
    QCOMPARE(m_drag->wish().space, timelineSpace(u"B-2"_s)); // the last row
}

void TestTimelineDrag::anotherBookingBeginsAnew()
{
    QVERIFY(m_drag->nudge(0, Kind::Move, 15min));
    QVERIFY(m_drag->nudge(2, Kind::Move, 15min));
    QCOMPARE(m_drag->drop()->span, (BookingSpan{at(19, 15), at(20, 15)}));
}

void TestTimelineDrag::whatComesMeanwhileIsInTheWay()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-3"_s, 17), false);
    QCOMPARE(m_drag->problem(), Problem::None);
    QList<Booking> bookings = m_scene->bookings();
    bookings.append(timelineBooking(u"A-3"_s, at(17), at(18)));
    m_scene->setBookings(bookings);
    m_drag->refresh();
    QCOMPARE(m_drag->problem(), Problem::Taken);
}

void TestTimelineDrag::whatEndsMeanwhileIsLetGo()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-3"_s, 17), false);
    QList<Booking> bookings = m_scene->bookings();
    bookings[0].status = BookingStatus::Cancelled;
    m_scene->setBookings(bookings);
    m_drag->refresh();
    QVERIFY(!m_drag->isActive());
}

void TestTimelineDrag::whatIsMovedMeanwhileIsLetGo_data()
{
    QTest::addColumn<QString>("code"); // where it stands then
    QTest::addColumn<int>("until");
    QTest::newRow("another time") << u"A-1"_s << 19;
    QTest::newRow("another space") << u"A-4"_s << 18;
}

void TestTimelineDrag::whatIsMovedMeanwhileIsLetGo()
{
    QFETCH(const QString, code);
    QFETCH(const int, until);
    const Booking taken = m_scene->bookings()[0];
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-3"_s, 17), false);
    QList<Booking> bookings = m_scene->bookings();
    bookings[0].spaceId = timelineSpace(code);
    bookings[0].end = at(until);
    m_scene->setBookings(bookings);
    QCOMPARE(m_drag->refresh(), std::optional(taken));
    QVERIFY(!m_drag->isActive() && !m_drag->isPressed());
    QVERIFY(!m_drag->drop());
    QVERIFY(m_drag->press(point(code, 17))); // who has seen it may
    QCOMPARE(m_drag->before(), bookings[0]);
}

/// The wish is one of the row as it stands, so that nothing of it is written over.
void TestTimelineDrag::whatElseChangesStaysInTheHand()
{
    QVERIFY(m_drag->press(point(u"A-1"_s, 17)));
    m_drag->drag(point(u"A-3"_s, 17), false);
    QList<Booking> bookings = m_scene->bookings();
    bookings[0].plate = u"B-AB 1"_s;
    m_scene->setBookings(bookings);
    QVERIFY(!m_drag->refresh());
    QVERIFY(m_drag->isActive());
    QCOMPARE(m_drag->before().plate, u"B-AB 1"_s);
    QCOMPARE(m_drag->drop()->space, timelineSpace(u"A-3"_s));
}

void TestTimelineDrag::clockChanges_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QString>("ends"); // by the clock, two hours of pixels after 1:00
    QTest::newRow("Paris, spring") << "Europe/Paris"_ba << QDate(2026, 3, 29) << u"04:00"_s;
    QTest::newRow("Paris, autumn") << "Europe/Paris"_ba << QDate(2026, 10, 25) << u"02:00"_s;
    QTest::newRow("New York, spring") << "America/New_York"_ba << QDate(2026, 3, 8) << u"04:00"_s;
    QTest::newRow("New York, autumn") << "America/New_York"_ba << QDate(2026, 11, 1) << u"02:00"_s;
    QTest::newRow("Lord Howe, autumn")
        << "Australia/Lord_Howe"_ba << QDate(2026, 4, 5) << u"02:30"_s;
    QTest::newRow("Lord Howe, spring")
        << "Australia/Lord_Howe"_ba << QDate(2026, 10, 4) << u"03:30"_s;
}

/// What is drawn two hours long lasts two hours, whatever the clock on the wall does.
void TestTimelineDrag::clockChanges()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, day);
    QFETCH(QString, ends);
    const QTimeZone own(zone);
    fixture::setUp(*m_scene, {}, own, day);
    m_scene->setNow(m_scene->axis().from());
    const auto wish = drop(point(u"A-3"_s, 1.01), point(u"A-3"_s, 2.99));
    QVERIFY(wish);
    QCOMPARE(wish->span.length(), Milliseconds(2h));
    QCOMPARE(toDateTime(wish->span.start).toTimeZone(own).toString(u"HH:mm"_s), u"01:00"_s);
    QCOMPARE(toDateTime(wish->span.end).toTimeZone(own).toString(u"HH:mm"_s), ends);
}

PARKING_TEST(TestTimelineDrag)
#include "tst_timelinedrag.moc"
