// The rules for a booking (A18, A19, A48, A49) at their borders, and what is in its way.

#include "base/literals.h"
#include "domain/booking.h"
#include "testmain.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <functional>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

using Change = std::function<void(BookingDraft &)>;
Q_DECLARE_METATYPE(Change)
using PolicyChange = std::function<void(BookingPolicy &)>;
Q_DECLARE_METATYPE(PolicyChange)

namespace {

const UtcTime kNow = *fromIso(u"2026-09-02T10:00:00Z"); // a Wednesday

BookingDraft good()
{
    BookingDraft draft;
    draft.spaceId = SpaceId::create();
    draft.start = kNow + 1h;
    draft.end = kNow + 3h;
    draft.email = u"ann@example.org"_s;
    return draft;
}

Booking running()
{
    Booking booking;
    static_cast<BookingDraft &>(booking) = good();
    booking.id = BookingId::create();
    booking.start = kNow - 1h;
    booking.end = kNow + 1h;
    return booking;
}

QString letters(int count)
{
    return QString(count, u'x');
}

QString ruleOf(const Error &error)
{
    return error.details.value(u"rule").toString();
}

BookingSpan span(int fromMinute, int toMinute)
{
    return {kNow + std::chrono::minutes(fromMinute), kNow + std::chrono::minutes(toMinute)};
}

} // namespace

class tst_Booking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void emails_data();
    void emails();
    void phones_data();
    void phones();
    void maintenanceIsAWarning();
    void changes_data();
    void changes();
    void whatStaysIsNotJudgedAgain_data();
    void whatStaysIsNotJudgedAgain();
    void fits_data();
    void fits();
    void fitsAreNearestAndFree();
    void conflictsTravelInTheError();
    void phases_data();
    void phases();
    void noShowsAreDueOnce();
    void statusesHaveNames();

private:
    static void row(
        const char *name, const Change &change, const char *rule,
        const PolicyChange &policy = [](BookingPolicy &) {})
    {
        QTest::newRow(name) << change << policy << QString::fromLatin1(rule);
    }
};

void tst_Booking::rules_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<PolicyChange>("policy");
    QTest::addColumn<QString>("rule"); // empty: allowed
    row(
        "good", [](BookingDraft &) {}, "");
    row(
        "end at the start", [](BookingDraft &d) { d.end = d.start; }, "END_BEFORE_START");
    row(
        "end before the start", [](BookingDraft &d) { d.end = d.start - 1ms; }, "END_BEFORE_START");
    row(
        "exactly 24 hours", [](BookingDraft &d) { d.end = d.start + 24h; }, "");
    row(
        "a moment more", [](BookingDraft &d) { d.end = d.start + 24h + 1ms; }, "BOOKING_TOO_LONG");
    row(
        "the site's own limit", [](BookingDraft &d) { d.end = d.start + 2h + 1ms; },
        "BOOKING_TOO_LONG", [](BookingPolicy &p) { p.longest = 2h; });
    row(
        "no site allows more than 24 hours", [](BookingDraft &d) { d.end = d.start + 25h; },
        "BOOKING_TOO_LONG", [](BookingPolicy &p) { p.longest = 48h; });
    row(
        "began 5 minutes ago", [](BookingDraft &d) { d.start = kNow - 5min; }, "");
    row(
        "began before", [](BookingDraft &d) { d.start = kNow - 5min - 1ms; }, "BOOKING_IN_PAST");
    const auto aWeek = [](BookingPolicy &p) { p.aheadDays = 7; };
    row(
        "a week ahead", [](BookingDraft &d) { d.start = kNow + 168h, d.end = d.start + 1h; }, "",
        aWeek);
    row(
        "more than a week ahead",
        [](BookingDraft &d) { d.start = kNow + 168h + 1ms, d.end = d.start + 1h; },
        "BOOKING_TOO_FAR_AHEAD", aWeek);
    row(
        "no e-mail", [](BookingDraft &d) { d.email.clear(); }, "BAD_EMAIL");
    row(
        "e-mail of 255", [](BookingDraft &d) { d.email = letters(245) + u"@bcdef.org"_s; }, "");
    row(
        "e-mail of 256", [](BookingDraft &d) { d.email = letters(246) + u"@bcdef.org"_s; },
        "BAD_EMAIL");
    row(
        "phone", [](BookingDraft &d) { d.phone = u"+33 6 12-34-56-78"_s; }, "");
    row(
        "phone of words", [](BookingDraft &d) { d.phone = u"call me"_s; }, "BAD_PHONE");
    row(
        "phone of 21", [](BookingDraft &d) { d.phone = u"+33 6 12 34 56 78    "_s; }, "BAD_PHONE");
    row(
        "plate of 20", [](BookingDraft &d) { d.plate = letters(20); }, "");
    row(
        "plate of 21", [](BookingDraft &d) { d.plate = letters(21); }, "BAD_TEXT");
    row(
        "title of 100", [](BookingDraft &d) { d.title = letters(100); }, "");
    row(
        "title of 101", [](BookingDraft &d) { d.title = letters(101); }, "BAD_TEXT");
    row(
        "U+0000", [](BookingDraft &d) { d.title = QString(QChar(QChar::Null)); }, "BAD_TEXT");
    row(
        "lone surrogate", [](BookingDraft &d) { d.plate = QChar(0xd800); }, "BAD_TEXT");
    row(
        "reason of 201", [](BookingDraft &d) { d.reason = letters(201); }, "BAD_TEXT");
    const auto nine = [](BookingPolicy &p) { // 12:00 to 14:00 in Berlin
        for (auto &day : p.hours[u"House"_s].days)
            day = OpeningHours::Span{9 * 60, 14 * 60};
    };
    row(
        "in opening hours by the site's clock",
        [](BookingDraft &d) { d.start = kNow, d.end = kNow + 2h; }, "", nine);
    row(
        "ends after them", [](BookingDraft &d) { d.start = kNow, d.end = kNow + 2h + 1ms; },
        "OUTSIDE_OPENING_HOURS", nine);
    row(
        "begins when they end", [](BookingDraft &d) { d.start = kNow + 2h, d.end = kNow + 4h; },
        "OUTSIDE_OPENING_HOURS", nine);
    row(
        "stays over night", [](BookingDraft &d) { d.start = kNow + 1h, d.end = kNow + 24h; }, "",
        nine);
    const auto rare = [](BookingPolicy &p) { p.reasonFor = {u"wide"_s}; };
    row(
        "a rare feature without a reason", [](BookingDraft &) {}, "REASON_NEEDED", rare);
    row(
        "blanks are no reason", [](BookingDraft &d) { d.reason = u"  "_s; }, "REASON_NEEDED", rare);
    row(
        "a rare feature with one", [](BookingDraft &d) { d.reason = u"a van"_s; }, "", rare);
}

void tst_Booking::rules()
{
    QFETCH(Change, change);
    QFETCH(PolicyChange, policy);
    QFETCH(QString, rule);
    BookingDraft draft = good();
    change(draft);
    BookingPolicy rules;
    policy(rules);
    const BookingPlace place{.building = u"House"_s,
                             .features = {u"wide"_s},
                             .operatorOverride = {},
                             .timeZone = u"Europe/Berlin"_s};
    const auto checked = validate(draft, rules, place, kNow);
    QCOMPARE(bool(checked), rule.isEmpty());
    if (!checked) {
        QCOMPARE(checked.error().code, u"VALIDATION_ERROR"_s);
        QCOMPARE(ruleOf(checked.error()), rule);
        QVERIFY(!checked.error().details.value(u"field").toString().isEmpty());
    }
}

void tst_Booking::emails_data()
{
    QTest::addColumn<QString>("email");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *text, bool good) {
        QTest::newRow(text) << QString::fromUtf8(text) << good;
    };
    row("a@b.co", true);
    row("first.last+tag%x_y-z@sub-domain.example.museum", true);
    row("a@b", false);
    row("a@b.c", false);
    row("@b.co", false);
    row("a b@c.de", false);
    row("a@b.co\n", false);
    row("\na@b.co", false);
    row("ä@b.co", false);
    row("a@b.co@", false);
}

void tst_Booking::emails()
{
    QFETCH(QString, email);
    QFETCH(bool, good);
    QCOMPARE(isEmail(email), good);
}

void tst_Booking::phones_data()
{
    QTest::addColumn<QString>("phone");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *text, bool good) {
        QTest::newRow(text) << QString::fromUtf8(text) << good;
    };
    row("+33612345678", true);
    row("1234567890", true);
    row("123456789012345", true);
    row("1234567890123456", false);
    row("123456789", false);
    row("0612345678", false);
    row("+0612345678", false);
    row("+33612345678\n", false);
    row("+33 612/345678", false);
    row("++33612345678", false);
    row("١٢٣٤٥٦٧٨٩٠", false); // digits, and none that a telephone has
}

void tst_Booking::phones()
{
    QFETCH(QString, phone);
    QFETCH(bool, good);
    QCOMPARE(isPhone(phone), good);
}

void tst_Booking::maintenanceIsAWarning()
{
    const BookingDraft draft = good();
    BookingPlace place;
    Override set;
    const auto warnings = [&] {
        place.operatorOverride = set;
        return validate(draft, {}, place, kNow).valueOr({});
    };
    QCOMPARE(warnings(), QList{BookingWarning::Maintenance});
    set.until = draft.start + 1ms;
    QCOMPARE(warnings(), QList{BookingWarning::Maintenance});
    set.until = draft.start; // exclusive
    QVERIFY(warnings().isEmpty());
    set.until.reset();
    set.state = SpaceState::Occupied;
    QVERIFY(warnings().isEmpty());
}

void tst_Booking::changes_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *name, const Change &change, const char *rule) {
        QTest::newRow(name) << change << QString::fromLatin1(rule);
    };
    row(
        "nothing", [](BookingDraft &) {}, "");
    row(
        "a later end", [](BookingDraft &d) { d.end = kNow + 2h; }, "");
    row(
        "an end that has passed", [](BookingDraft &d) { d.end = kNow; }, "BOOKING_IN_PAST");
    row(
        "more than 24 hours in all", [](BookingDraft &d) { d.end = kNow + 24h; },
        "BOOKING_TOO_LONG");
    row(
        "another start in the past", [](BookingDraft &d) { d.start -= 1min; }, "BOOKING_IN_PAST");
    row(
        "a start to come", [](BookingDraft &d) { d.start = kNow + 10min; }, "");
    row(
        "a bad e-mail", [](BookingDraft &d) { d.email = u"x"_s; }, "BAD_EMAIL");
}

void tst_Booking::changes()
{
    QFETCH(Change, change);
    QFETCH(QString, rule);
    Booking before = running();
    BookingDraft draft = before;
    change(draft);
    const auto checked = validateChange(before, draft, {}, {}, kNow);
    QCOMPARE(bool(checked), rule.isEmpty());
    if (!checked)
        QCOMPARE(ruleOf(checked.error()), rule);

    before.status = BookingStatus::Cancelled;
    const auto cancelled = validateChange(before, draft, {}, {}, kNow);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, u"RECORD_NOT_FOUND"_s);
    QCOMPARE(cancelled.error().details.value(u"status").toString(), u"cancelled"_s);
    before.status = BookingStatus::Active;
    before.end = kNow;
    QVERIFY(!validateChange(before, draft, {}, {}, kNow));
}

/// A booking of five hours with a plate that was let in once, where each rule is stricter by now.
void tst_Booking::whatStaysIsNotJudgedAgain_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *name, const Change &change, const char *rule) {
        QTest::newRow(name) << change << QString::fromLatin1(rule);
    };
    row(
        "a title", [](BookingDraft &d) { d.title = u"hi"_s; }, "");
    row(
        "a plate", [](BookingDraft &d) { d.plate = u"AB 1"_s; }, "");
    row(
        "a bad plate", [](BookingDraft &d) { d.plate = letters(21); }, "BAD_TEXT");
    row(
        "another address", [](BookingDraft &d) { d.email = u"bob@example.org"_s; }, "");
    row(
        "no address", [](BookingDraft &d) { d.email.clear(); }, "BAD_EMAIL");
    row(
        "a telephone that is none", [](BookingDraft &d) { d.phone = u"12"_s; }, "BAD_PHONE");
    row(
        "longer", [](BookingDraft &d) { d.end += 1min; }, "BOOKING_TOO_LONG");
    row(
        "shorter, where the house is closed", [](BookingDraft &d) { d.end -= 1min; },
        "OUTSIDE_OPENING_HOURS");
    row(
        "shorter, until it closes", [](BookingDraft &d) { d.end = kNow + 2h; }, "");
    row(
        "later, where the house is closed", [](BookingDraft &d) { d.start += 1h, d.end += 1h; },
        "OUTSIDE_OPENING_HOURS");
    row(
        "another space, where the house is closed",
        [](BookingDraft &d) { d.spaceId = SpaceId::create(); }, "OUTSIDE_OPENING_HOURS");
    row(
        "another space that needs a reason",
        [](BookingDraft &d) {
            d.spaceId = SpaceId::create();
            d.start = kNow;
            d.end = kNow + 2h;
        },
        "REASON_NEEDED");
    row(
        "a reason", [](BookingDraft &d) { d.reason = u"a van"_s; }, "");
}

void tst_Booking::whatStaysIsNotJudgedAgain()
{
    QFETCH(Change, change);
    QFETCH(QString, rule);
    Booking before = running();
    before.end = before.start + 5h; // until 16:00 in Berlin
    before.plate = letters(22);
    BookingPolicy policy;
    policy.longest = 1h;
    policy.reasonFor = {u"wide"_s};
    for (auto &day : policy.hours[u"House"_s].days) // it began at 11:00
        day = OpeningHours::Span{12 * 60, 14 * 60};
    const BookingPlace place{.building = u"House"_s,
                             .features = {u"wide"_s},
                             .operatorOverride = {},
                             .timeZone = u"Europe/Berlin"_s};
    BookingDraft draft = before;
    change(draft);
    const auto checked = validateChange(before, draft, policy, place, kNow);
    QCOMPARE(checked ? QString() : ruleOf(checked.error()), rule);
}

void tst_Booking::fits_data()
{
    QTest::addColumn<QList<BookingSpan>>("taken");
    QTest::addColumn<BookingSpan>("wanted");
    QTest::addColumn<BookingSpan>("fit");
    using Spans = QList<BookingSpan>;
    QTest::newRow("nothing is taken") << Spans{} << span(60, 120) << span(60, 120);
    QTest::newRow("not before now") << Spans{} << span(-60, 0) << span(0, 60);
    QTest::newRow("adjacent ones are no conflict")
        << Spans{span(0, 60), span(120, 180)} << span(60, 120) << span(60, 120);
    QTest::newRow("the end is nearer") << Spans{span(30, 90)} << span(80, 140) << span(90, 150);
    QTest::newRow("the start is nearer") << Spans{span(60, 180)} << span(20, 80) << span(0, 60);
    QTest::newRow("of two as near ones the later")
        << Spans{span(60, 120)} << span(60, 120) << span(120, 180);
    QTest::newRow("a gap that is too short is none")
        << Spans{span(90, 200), span(0, 60)} << span(50, 110) << span(200, 260);
    QTest::newRow("what is taken overlaps")
        << Spans{span(0, 100), span(20, 40)} << span(30, 60) << span(100, 130);
}

void tst_Booking::fits()
{
    QFETCH(QList<BookingSpan>, taken);
    QFETCH(BookingSpan, wanted);
    QFETCH(BookingSpan, fit);
    const BookingSpan found = nearestFit(taken, wanted, kNow);
    QCOMPARE(found.start, fit.start);
    QCOMPARE(found.end, fit.end);
}

/// Against trying every minute.
void tst_Booking::fitsAreNearestAndFree()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 300; ++round) {
        QList<BookingSpan> taken;
        for (int i = random.bounded(6); i > 0; --i) {
            const int from = random.bounded(0, 200);
            taken.append(span(from, from + random.bounded(1, 60)));
        }
        const int from = random.bounded(-30, 220);
        const BookingSpan wanted = span(from, from + random.bounded(1, 50));
        const auto isFree = [&](UtcTime start) {
            const BookingSpan tried{start, start + wanted.length()};
            return std::none_of(taken.cbegin(), taken.cend(),
                                [&](const BookingSpan &one) { return one.overlaps(tried); });
        };
        const auto distance = [&](UtcTime start) { return std::chrono::abs(start - wanted.start); };
        Milliseconds best = 1000h;
        for (int minute = 0; minute < 600; ++minute) {
            const UtcTime start = kNow + std::chrono::minutes(minute);
            if (isFree(start))
                best = std::min(best, distance(start));
        }
        const BookingSpan found = nearestFit(taken, wanted, kNow);
        QVERIFY(isFree(found.start));
        QVERIFY(found.start >= kNow);
        QCOMPARE(found.length(), wanted.length());
        QCOMPARE(distance(found.start), best);
    }
}

void tst_Booking::conflictsTravelInTheError()
{
    QList<BookingConflict> conflicts;
    QList<BookingAlternative> alternatives;
    const SpaceId space = SpaceId::create();
    for (int i = 0; i < 4; ++i) {
        conflicts.append({BookingId::create(), space, span(i, i + 1)});
        alternatives.append({SpaceId::create(), u"A-%1"_s.arg(i), span(i, i + 2)});
    }
    const Error error = spaceNotAvailable(space, conflicts, alternatives);
    QCOMPARE(error.code, u"SPACE_NOT_AVAILABLE"_s);
    QCOMPARE(error.detail, u"Space is not available"_s);
    QCOMPARE(conflictsOf(error), conflicts.first(3));
    QCOMPARE(alternativesOf(error), alternatives.first(3));
    QVERIFY(conflictsOf(Error{}).isEmpty());
}

void tst_Booking::phases_data()
{
    QTest::addColumn<std::function<void(Booking &)>>("change");
    QTest::addColumn<Milliseconds>("into"); // from the start
    QTest::addColumn<int>("phase");
    using Set = std::function<void(Booking &)>;
    const auto row = [](const char *name, const Set &change, Milliseconds into,
                        BookingPhase phase) {
        QTest::newRow(name) << change << into << int(phase);
    };
    const Set as = [](Booking &) {};
    row("before its lead time", as, -15min - 1ms, BookingPhase::Upcoming);
    row("in its lead time", as, -15min, BookingPhase::Soon);
    row(
        "came early", [](Booking &b) { b.arrivedAt = b.start - 1min; }, -1ms,
        BookingPhase::Arrived);
    row("runs", as, 0ms, BookingPhase::Awaited);
    row(
        "blocked", [](Booking &b) { b.blockedAt = b.start; }, 1min, BookingPhase::Blocked);
    row(
        "nobody knows", [](Booking &b) { b.unverifiedAt = b.start; }, 20min,
        BookingPhase::Unverified);
    row("its last moment", as, 2h - 1ms, BookingPhase::Awaited);
    row("not completed yet", as, 2h, BookingPhase::Ended);
    const Set completed = [](Booking &b) { b.status = BookingStatus::Completed; };
    row("completed", completed, 2h, BookingPhase::Completed);
    const Set over = [](Booking &b) {
        b.status = BookingStatus::Completed;
        b.overstayAt = b.end;
    };
    row("overstay", over, 3h, BookingPhase::Overstay);
    row(
        "left later",
        [over](Booking &b) {
            over(b);
            b.leftAt = b.end + 10min;
        },
        3h, BookingPhase::Completed);
    row(
        "no-show", [](Booking &b) { b.status = BookingStatus::NoShow; }, 20min,
        BookingPhase::NoShow);
    row(
        "cancelled", [](Booking &b) { b.status = BookingStatus::Cancelled; }, 0ms,
        BookingPhase::Cancelled);
}

void tst_Booking::phases()
{
    QFETCH(std::function<void(Booking &)>, change);
    QFETCH(Milliseconds, into);
    QFETCH(int, phase);
    Booking booking = running();
    change(booking);
    QCOMPARE(int(phaseOf(booking, {}, booking.start + into)), phase);
}

void tst_Booking::noShowsAreDueOnce()
{
    Booking booking = running();
    QCOMPARE(noShowDue(booking, {}), std::optional(booking.start + 15min));
    BookingPolicy patient;
    patient.grace = 0ms;
    QVERIFY(!noShowDue(booking, patient));
    patient.grace = 2h; // it ends first
    QVERIFY(!noShowDue(booking, patient));
    for (auto Booking::*word : {&Booking::arrivedAt, &Booking::blockedAt, &Booking::unverifiedAt}) {
        Booking other = booking;
        other.*word = kNow;
        QVERIFY(!noShowDue(other, {}));
    }
    booking.status = BookingStatus::NoShow;
    QVERIFY(!noShowDue(booking, {}));
}

void tst_Booking::statusesHaveNames()
{
    for (const char *name : {"active", "completed", "cancelled", "no_show"}) {
        const auto status = bookingStatusFromString(QString::fromLatin1(name));
        QVERIFY(status);
        QCOMPARE(nameOf(*status), QString::fromLatin1(name));
    }
    QVERIFY(!bookingStatusFromString(u"confirmed"));
}

PARKING_TEST(tst_Booking)
#include "tst_booking.moc"
