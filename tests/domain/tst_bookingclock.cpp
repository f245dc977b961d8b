// What becomes of bookings by the clock and by what sensors say: rows for each rule, then random
// days against a plain model that goes through them minute by minute.

#include "base/literals.h"
#include "domain/bookingclock.h"
#include "domain/localtime.h"
#include "testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <functional>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

constexpr auto kFree = Occupancy::Free;
constexpr auto kTaken = Occupancy::Occupied;
const UtcTime kStart = *fromIso(u"2026-09-02T10:00:00Z");

UtcTime at(int minute)
{
    return kStart + std::chrono::minutes(minute);
}

/// From 10:00 to 12:00.
Booking booking(int from = 0, int to = 120)
{
    Booking made;
    made.id = BookingId::create();
    made.start = at(from);
    made.end = at(to);
    return made;
}

struct Word {
    int minute;
    Occupancy occupancy;
};

/// A sensor that speaks each hour and is heard without delay.
BookingFacts facts(std::initializer_list<Word> words, int heardUntil)
{
    BookingFacts made;
    made.hasSensor = true;
    made.silentAfter = 61min;
    made.heardUntil = at(heardUntil);
    for (const Word &word : words)
        made.words.append({at(word.minute), word.occupancy});
    return made;
}

Booking after(const Booking &before, const BookingFacts &known, int now)
{
    return advanceBookings({before}, known, {}, at(now)).first();
}

using Maybe = std::optional<UtcTime>;

} // namespace

class tst_BookingClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void arrivals_data();
    void arrivals();
    void oneChangeIsOneArrival();
    void whoComesWhileTheEarlierOneIsOpen_data();
    void whoComesWhileTheEarlierOneIsOpen();
    void whoCameBeforeBlocks();
    void whoIsMovedHereHasNoGraceTime_data();
    void whoIsMovedHereHasNoGraceTime();
    void noShows_data();
    void noShows();
    void whatIsOnItsWayIsWaitedFor();
    void ends();
    void overstays();
    void shortBookingsEndFirst();
    void aCrossedMomentIsDue();
    void anHourIsAnHourWhereClocksAreSet_data();
    void anHourIsAnHourWhereClocksAreSet();
    void randomDays();
};

void tst_BookingClock::arrivals_data()
{
    QTest::addColumn<QList<int>>("minutes"); // of words
    QTest::addColumn<QList<bool>>("taken");
    QTest::addColumn<int>("arrived"); // minute; -1000: nobody
    const auto row = [](const char *name, QList<int> minutes, QList<bool> taken, int arrived) {
        QTest::newRow(name) << minutes << taken << arrived;
    };
    row("in the lead time", {-30, -15}, {false, true}, -15);
    row("before it", {-30, -16}, {false, true}, -1000);
    row("while it runs", {-30, 119}, {false, true}, 119);
    row("at its end", {-30, 120}, {false, true}, -1000);
    row("a heartbeat is no arrival", {-30, -10}, {true, true}, -1000);
    row("the first word of a sensor", {5}, {true}, 5);
    row("the first of several", {-30, -5, 10, 20}, {false, true, false, true}, -5);
    row("after another car left", {-30, -5, 10}, {true, false, true}, 10);
}

void tst_BookingClock::arrivals()
{
    QFETCH(QList<int>, minutes);
    QFETCH(QList<bool>, taken);
    QFETCH(int, arrived);
    BookingFacts known = facts({}, 120);
    for (qsizetype i = 0; i < minutes.size(); ++i)
        known.words.append({at(minutes[i]), taken[i] ? kTaken : kFree});
    BookingPolicy patient; // nobody is a no-show
    patient.grace = 0ms;
    const Booking found = advanceBookings({booking()}, known, patient, at(10)).first();
    QCOMPARE(found.arrivedAt, arrived == -1000 ? Maybe() : Maybe(at(arrived)));
}

void tst_BookingClock::whoComesWhileTheEarlierOneIsOpen_data()
{
    QTest::addColumn<bool>("wasFresh"); // the sensor, over the first one's grace time
    QTest::newRow("it was a no-show: the car is the next one's") << true;
    QTest::newRow("it runs on unverified: the car is its own") << false;
}

/// A backlog: of the first booking it is not known yet what became of it, and a car comes in its
/// last minutes, which are the second one's lead time. Whenever somebody looks, and however often,
/// the car is the same one's.
void tst_BookingClock::whoComesWhileTheEarlierOneIsOpen()
{
    QFETCH(const bool, wasFresh);
    const QList<Booking> before{booking(0, 60), booking(60, 120)};
    BookingFacts open = facts({{wasFresh ? -30 : -300, kFree}, {50, kTaken}}, 10);
    const QList<Booking> early = advanceBookings(before, open, {}, at(52));
    QVERIFY(early[0].status == BookingStatus::Active && !early[0].arrivedAt);
    QVERIFY(!early[1].arrivedAt); // it is not known whose it is
    BookingFacts heard = open;
    heard.heardUntil = at(53);
    const QList<Booking> late = advanceBookings(early, heard, {}, at(53));
    QCOMPARE(late[0].status == BookingStatus::NoShow, wasFresh);
    QCOMPARE(late[0].arrivedAt, wasFresh ? Maybe() : Maybe(at(50)));
    QCOMPARE(late[1].arrivedAt, wasFresh ? Maybe(at(50)) : Maybe());
    // Who looked but once found the same.
    const QList<Booking> once = advanceBookings(before, heard, {}, at(53));
    for (int i : {0, 1})
        QCOMPARE(once[i].arrivedAt, late[i].arrivedAt);
}

void tst_BookingClock::oneChangeIsOneArrival()
{
    const Booking first = booking(0, 60);
    const Booking second = booking(60, 120);
    // In the last minutes of the first: its car, late.
    const BookingFacts late = facts({{-30, kFree}, {50, kTaken}}, 55);
    BookingPolicy patient;
    patient.grace = 0ms;
    QList<Booking> found = advanceBookings({first, second}, late, patient, at(55));
    QCOMPARE(found[0].arrivedAt, Maybe(at(50)));
    QVERIFY(!found[1].arrivedAt);
    // When that has come already it is the next one's.
    const BookingFacts both = facts({{-30, kFree}, {5, kTaken}, {40, kFree}, {50, kTaken}}, 55);
    found = advanceBookings({first, second}, both, patient, at(55));
    QCOMPARE(found[0].arrivedAt, Maybe(at(5)));
    QCOMPARE(found[1].arrivedAt, Maybe(at(50)));
    // A word that somebody else's arrival used up.
    BookingFacts used = late;
    used.used = {at(50)};
    QVERIFY(!after(second, used, 55).arrivedAt);
}

void tst_BookingClock::whoCameBeforeBlocks()
{
    const BookingFacts since = facts({{-40, kTaken}}, 0);
    QVERIFY(!after(booking(), since, -1).blockedAt);
    const Booking blocked = after(booking(), since, 0);
    QCOMPARE(blocked.blockedAt, Maybe(at(0)));
    QVERIFY(!blocked.arrivedAt);

    // Never a no-show, also when that car leaves; who comes then has arrived.
    const BookingFacts left = facts({{-40, kTaken}, {5, kFree}}, 60);
    const Booking later = after(blocked, left, 60);
    QVERIFY(later.status == BookingStatus::Active);
    QVERIFY(!later.unverifiedAt);
    const BookingFacts came = facts({{-40, kTaken}, {5, kFree}, {20, kTaken}}, 60);
    QCOMPARE(after(blocked, came, 60).arrivedAt, Maybe(at(20)));
    // The same when all of it is seen at once.
    const Booking atOnce = after(booking(), came, 60);
    QCOMPARE(atOnce.blockedAt, Maybe(at(0)));
    QCOMPARE(atOnce.arrivedAt, Maybe(at(20)));

    // A sensor that fell silent does not tell that somebody stands there.
    const BookingFacts silent = facts({{-90, kTaken}}, 30);
    const Booking unsure = after(booking(), silent, 30);
    QVERIFY(!unsure.blockedAt);
    QCOMPARE(unsure.unverifiedAt, Maybe(at(15)));
    QVERIFY(unsure.status == BookingStatus::Active);

    // What was received until the start is known first.
    QVERIFY(!after(booking(), facts({{-40, kTaken}}, -1), 5).blockedAt);
}

void tst_BookingClock::whoIsMovedHereHasNoGraceTime_data()
{
    QTest::addColumn<BookingFacts>("known");
    QTest::addColumn<Maybe>("arrived");
    QTest::newRow("free all the while") << facts({{-10, kFree}, {35, kFree}}, 60) << Maybe();
    QTest::newRow("taken at its start, free by then")
        << facts({{-40, kTaken}, {10, kFree}}, 60) << Maybe();
    QTest::newRow("somebody came and went") << facts({{5, kTaken}, {20, kFree}}, 60) << Maybe();
    QTest::newRow("who stands there") << facts({{-10, kFree}, {20, kTaken}}, 60) << Maybe(at(20));
    QTest::newRow("who comes later") << facts({{-10, kFree}, {50, kTaken}}, 60) << Maybe(at(50));
}

/// At 10:40, from another space.
void tst_BookingClock::whoIsMovedHereHasNoGraceTime()
{
    QFETCH(BookingFacts, known);
    Booking moved = booking();
    moved.unverifiedAt = at(40);
    const Booking done = after(moved, known, 60);
    QVERIFY(done.status == BookingStatus::Active && !done.blockedAt);
    QTEST(done.arrivedAt, "arrived");
}

void tst_BookingClock::noShows_data()
{
    QTest::addColumn<BookingFacts>("known");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("nobody came") << facts({{-30, kFree}}, 15) << u"no_show"_s;
    QTest::newRow("a word in between") << facts({{-50, kFree}, {5, kFree}}, 15) << u"no_show"_s;
    QTest::newRow("somebody came at the last moment")
        << facts({{-30, kFree}, {15, kTaken}}, 15) << u"active"_s;
    QTest::newRow("came and left")
        << facts({{-30, kFree}, {3, kTaken}, {9, kFree}}, 15) << u"active"_s;
    QTest::newRow("silent when it began")
        << facts({{-62, kFree}, {5, kFree}}, 15) << u"unverified"_s;
    QTest::newRow("silent when the grace time ended")
        << facts({{-50, kFree}}, 15) << u"unverified"_s;
    QTest::newRow("never heard") << facts({}, 15) << u"unverified"_s;
    BookingFacts gap = facts({{-10, kFree}, {14, kFree}}, 15);
    gap.silentAfter = 20min;
    QTest::newRow("a gap between fresh ends") << gap << u"unverified"_s;
    gap.silentAfter = 0ms;
    QTest::newRow("a sensor of which no silence tells") << gap << u"no_show"_s;
    BookingFacts none = facts({{-30, kFree}}, 15);
    none.hasSensor = false;
    QTest::newRow("no sensor") << none << u"unverified"_s;
    // Whoever looks late, after a restart, finds what one who looked in time found.
    QTest::newRow("came after it, seen later")
        << facts({{-30, kFree}, {16, kTaken}}, 40) << u"no_show"_s;
    QTest::newRow("came to an unverified one, seen later")
        << facts({{-62, kFree}, {16, kTaken}}, 40) << u"unverified"_s;
    QTest::newRow("not all is known") << facts({{-30, kFree}}, 14) << u"active"_s;
}

void tst_BookingClock::noShows()
{
    QFETCH(BookingFacts, known);
    QFETCH(QString, outcome);
    QVERIFY(after(booking(), known, 14).status == BookingStatus::Active);
    const Booking found = after(booking(), known, 15);
    QCOMPARE(found.unverifiedAt.has_value(), outcome == u"unverified");
    QCOMPARE(nameOf(found.status), outcome == u"unverified" ? u"active"_s : outcome);
    QCOMPARE(found.noShowAt, outcome == u"no_show" ? Maybe(at(15)) : Maybe());
    // And it stays so.
    QCOMPARE(after(found, known, 16).noShowAt, found.noShowAt);

    BookingPolicy patient;
    patient.grace = 0ms;
    const Booking waits = advanceBookings({booking()}, known, patient, at(119)).first();
    QVERIFY(waits.status == BookingStatus::Active && !waits.unverifiedAt);
}

/// The backlog of a station that was down tells in the end.
void tst_BookingClock::whatIsOnItsWayIsWaitedFor()
{
    const Booking waiting = after(booking(), facts({{-30, kFree}}, 5), 40);
    QCOMPARE(waiting.status == BookingStatus::Active, true);
    QVERIFY(!waiting.unverifiedAt);
    QVERIFY(isBookingDue(waiting, {}, at(40), at(40)));
    QCOMPARE(after(waiting, facts({{-30, kFree}, {12, kTaken}}, 41), 41).arrivedAt, Maybe(at(12)));
    const Booking late = after(waiting, facts({{-30, kFree}, {25, kFree}}, 41), 41);
    QVERIFY(late.status == BookingStatus::NoShow);
    QCOMPARE(late.noShowAt, Maybe(at(41))); // until then it held its space
}

void tst_BookingClock::ends()
{
    const BookingFacts known = facts({{-30, kFree}, {2, kTaken}, {100, kFree}}, 120);
    const Booking running = after(booking(), known, 119);
    QVERIFY(running.status == BookingStatus::Active);
    const Booking ended = after(running, known, 120);
    QVERIFY(ended.status == BookingStatus::Completed);
    QVERIFY(!ended.overstayAt);
    // A station that hears nothing waits a little, then ends it all the same.
    const BookingFacts deaf = facts({{-30, kFree}, {2, kTaken}}, 60);
    QVERIFY(after(running, deaf, 124).status == BookingStatus::Active);
    const Booking unheard = after(running, deaf, 125);
    QVERIFY(unheard.status == BookingStatus::Completed);
    QVERIFY(!unheard.overstayAt);
    // Without a sensor there is nothing to wait for.
    BookingFacts none = facts({}, 0);
    none.hasSensor = false;
    QVERIFY(after(booking(), none, 120).status == BookingStatus::Completed);
}

void tst_BookingClock::overstays()
{
    const BookingFacts known = facts({{-30, kFree}, {2, kTaken}, {70, kTaken}}, 120);
    Booking ended = after(booking(), known, 120);
    QVERIFY(ended.status == BookingStatus::Completed);
    QCOMPARE(ended.overstayAt, Maybe(at(120)));
    QVERIFY(!ended.leftAt);
    const BookingFacts later =
        facts({{-30, kFree}, {2, kTaken}, {70, kTaken}, {130, kTaken}, {147, kFree}}, 150);
    ended = after(ended, later, 150);
    QCOMPARE(ended.leftAt, Maybe(at(147)));

    // For the next one it is in the way.
    const QList<Booking> both = advanceBookings({booking(), booking(120, 180)}, known, {}, at(120));
    QCOMPARE(both[1].blockedAt, Maybe(at(120)));
    // Silent since: nobody knows.
    QVERIFY(!after(booking(), facts({{-30, kFree}, {2, kTaken}}, 120), 120).overstayAt);
}

void tst_BookingClock::shortBookingsEndFirst()
{
    const Booking brief = booking(0, 15);
    const Booking ended = after(brief, facts({{-30, kFree}}, 15), 15);
    QVERIFY(ended.status == BookingStatus::Completed);
    QVERIFY(!ended.noShowAt && !ended.unverifiedAt);
}

void tst_BookingClock::aCrossedMomentIsDue()
{
    const Booking one = booking();
    const auto isDue = [&](int before, int now) {
        return isBookingDue(one, {}, at(before), at(now));
    };
    QVERIFY(!isDue(-60, -16));
    QVERIFY(isDue(-16, -15));
    QVERIFY(!isDue(-15, -1));
    QVERIFY(isDue(-1, 0));
    QVERIFY(isDue(-60, 5)); // slept through
    QVERIFY(!isDue(0, 14));
    QVERIFY(isDue(14, 15));
    QVERIFY(isDue(15, 16)); // until it is decided
    QVERIFY(isDue(119, 120));
    Booking over = one;
    over.status = BookingStatus::Completed;
    QVERIFY(!isBookingDue(over, {}, at(-60), at(200)));
}

void tst_BookingClock::anHourIsAnHourWhereClocksAreSet_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("minutes"); // that pass
    const auto row = [](const char *name, const char *zone, const char *from, const char *to,
                        int minutes) {
        QTest::newRow(name) << QString::fromLatin1(zone) << QString::fromLatin1(from)
                            << QString::fromLatin1(to) << minutes;
    };
    row("Paris, spring", "Europe/Paris", "2026-03-28T20:00", "2026-03-29T20:00", 23 * 60);
    row("Paris, autumn", "Europe/Paris", "2026-10-24T20:00", "2026-10-25T20:00", 25 * 60);
    row("New York, spring", "America/New_York", "2026-03-08T01:30", "2026-03-08T03:30", 60);
    row("New York, autumn", "America/New_York", "2026-10-31T20:00", "2026-11-01T20:00", 25 * 60);
    row("Lord Howe, spring", "Australia/Lord_Howe", "2026-10-03T20:00", "2026-10-04T20:00",
        23 * 60 + 30);
    row("Lord Howe, autumn", "Australia/Lord_Howe", "2026-04-04T20:00", "2026-04-05T20:00",
        24 * 60 + 30);
}

/// The same times on the wall: a day that is longer than 24 hours cannot be booked whole, and all
/// that the clock does comes after as much time as on any day.
void tst_BookingClock::anHourIsAnHourWhereClocksAreSet()
{
    QFETCH(QString, zone);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, minutes);
    const QTimeZone there = zoneOf(zone);
    Booking one = booking();
    one.email = u"ann@example.org"_s;
    one.start = parseMoment(u"start_time"_s, from, there).valueOr({});
    one.end = parseMoment(u"end_time"_s, to, there).valueOr({});
    QCOMPARE(one.span().length(), Milliseconds(std::chrono::minutes(minutes)));
    const bool isTooLong = minutes > 24 * 60;
    const Result<> checked = validate(one, {}, one.start - 1h);
    QCOMPARE(bool(checked), !isTooLong);
    if (isTooLong) {
        QCOMPARE(checked.error().details.value(u"rule").toString(), u"BOOKING_TOO_LONG"_s);
        one.end = latestEnd(one.start, {});
        QVERIFY(validate(one, {}, one.start - 1h));
    }
    BookingFacts known;
    known.hasSensor = true;
    known.words = {{one.start - 30min, kFree}};
    known.heardUntil = one.end;
    const auto at = [&](Milliseconds into) {
        return advanceBookings({one}, known, {}, one.start + into).first();
    };
    QVERIFY(at(15min - 1ms).status == BookingStatus::Active);
    QVERIFY(at(15min).status == BookingStatus::NoShow);
    known.words.append({one.start + 1min, kTaken});
    QVERIFY(at(one.span().length() - 1ms).status == BookingStatus::Active);
    QVERIFY(at(one.span().length()).status == BookingStatus::Completed);
}

// --- Random days ---------------------------------------------------------------------------------

namespace {

struct Model {
    std::optional<int> arrived;
    std::optional<int> blocked;
    bool noShow = false;
    bool unverified = false;
    bool completed = false;
    bool overstay = false;
};

/// One booking that stands alone, told minute by minute: `taken[m]` is what the space was seen as
/// from minute `m` of the day on, `spoke[m]` whether its sensor was heard then.
Model retell(int start, int end, const QList<bool> &taken, const QList<bool> &spoke, int silence)
{
    Model model;
    bool isTaken = false;
    std::optional<int> heard;
    bool wasFresh = true;
    const auto isFresh = [&](int minute) { return heard && minute - *heard <= silence; };
    for (int minute = 0; minute < taken.size(); ++minute) {
        // What was heard before this minute counts for the silence that ends in it.
        if (minute > start && minute <= start + 15)
            wasFresh = wasFresh && isFresh(minute);
        if (spoke[minute]) {
            const bool isChange = taken[minute] && !isTaken;
            isTaken = taken[minute];
            heard = minute;
            if (isChange && minute >= start - 15 && minute < end && !model.arrived && !model.noShow
                && !model.completed)
                model.arrived = minute;
        }
        if (minute == start) {
            wasFresh = isFresh(minute);
            if (isTaken && isFresh(minute) && !model.arrived)
                model.blocked = minute;
        }
        const bool isOpen = !model.arrived && !model.blocked && !model.noShow;
        if (minute == start + 15 && start + 15 < end && isOpen)
            (wasFresh && !isTaken ? model.noShow : model.unverified) = true;
        if (minute == end && !model.noShow) {
            model.completed = true;
            model.overstay = model.arrived && isTaken && isFresh(minute);
        }
    }
    return model;
}

} // namespace

void tst_BookingClock::randomDays()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    int noShows = 0;
    int blocked = 0;
    for (int round = 0; round < 1000; ++round) {
        const int silence = random.bounded(5, 60);
        const int start = random.bounded(60, 150);
        const int end = start + random.bounded(5, 120);
        QList<bool> taken;
        QList<bool> spoke;
        bool isTaken = random.bounded(2) == 0;
        for (int minute = 0; minute < 300; ++minute) {
            const bool moves = random.bounded(40) == 0;
            isTaken = isTaken != moves;
            taken.append(isTaken);
            spoke.append(moves ? random.bounded(10) > 0 : random.bounded(10) == 0);
        }
        const Model model = retell(start, end, taken, spoke, silence);
        // The program looks whenever it likes, and at each of its moments unless it is away.
        Booking one = booking(start, end);
        BookingFacts known = facts({}, 0);
        known.silentAfter = std::chrono::minutes(silence);
        const bool looksOften = random.bounded(2) == 0;
        const int comesBackAt = random.bounded(2) == 0 ? random.bounded(300) : 0;
        for (int minute = 0; minute < 300; ++minute) {
            if (spoke[minute])
                known.words.append({at(minute), taken[minute] ? kTaken : kFree});
            known.heardUntil = at(minute);
            if (minute < comesBackAt)
                continue;
            if (looksOften || isBookingDue(one, {}, at(minute - 1), at(minute)))
                one = after(one, known, minute);
        }
        const QByteArray where = "round " + QByteArray::number(round);
        const bool isSame = one.arrivedAt == (model.arrived ? Maybe(at(*model.arrived)) : Maybe())
            && one.blockedAt == (model.blocked ? Maybe(at(*model.blocked)) : Maybe())
            && (one.status == BookingStatus::NoShow) == model.noShow
            && one.unverifiedAt.has_value() == model.unverified
            && (one.status == BookingStatus::Completed) == model.completed
            && one.overstayAt.has_value() == model.overstay;
        QVERIFY2(isSame, where.constData());
        noShows += model.noShow;
        blocked += model.blocked.has_value();
    }
    QVERIFY(noShows > 10 && blocked > 10); // the days are worth something
}

PARKING_TEST(tst_BookingClock)
#include "tst_bookingclock.moc"
