// Series of bookings: which days a rule names, and what their clock times are in UTC, on days when
// the clock is set, in three zones.

#include "base/literals.h"
#include "domain/bookingseries.h"
#include "testmain.h"
#include "verify.h"

#include <QJsonObject>
#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

QDate date(const QString &text)
{
    return QDate::fromString(text, Qt::ISODate);
}

UtcTime moment(const QString &text)
{
    return fromIso(text).value_or(UtcTime());
}

/// Mondays at eight, for an hour, four times.
SeriesRule plain()
{
    SeriesRule rule;
    rule.from = date(u"2026-09-07"_s);
    rule.start = QTime(8, 0);
    rule.length = 60min;
    rule.weekdays = {1};
    rule.count = 4;
    return rule;
}

QString shown(const Result<QList<SeriesOccurrence>> &found)
{
    if (!found)
        return found.error().details.value(u"rule").toString();
    QStringList days;
    for (const SeriesOccurrence &day : *found)
        days.append(day.date.toString(u"MM-dd"_s));
    return days.join(u' ');
}

Booking booked(const QString &from, const QString &to)
{
    Booking booking;
    booking.id = BookingId::create();
    booking.spaceId = SpaceId::create();
    booking.start = moment(from);
    booking.end = moment(to);
    booking.email = u"ann@example.org"_s;
    booking.title = u"Visit"_s;
    return booking;
}

} // namespace

class tst_BookingSeries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void days_data();
    void days();
    void clockChanges_data();
    void clockChanges();
    void theLaterOfTwo();
    void aWholeDay_data();
    void aWholeDay();
    void rulesAreKept();
    void likeABooking();
    void othersChangeAlike_data();
    void othersChangeAlike();
    void wordsChangeAlike();
    void conflictsHaveDates();
};

void tst_BookingSeries::days_data()
{
    QTest::addColumn<SeriesRule>("rule");
    QTest::addColumn<QString>("expected"); // or the code of the rule that is broken
    const auto row = [](const char *name, const char *expected, auto change) {
        SeriesRule rule = plain();
        change(rule);
        QTest::newRow(name) << rule << QString::fromLatin1(expected);
    };
    row("so many", "09-07 09-14 09-21 09-28", [](SeriesRule &) {});
    row("the first day comes later", "09-09 09-16 09-23 09-30",
        [](SeriesRule &r) { r.weekdays = {3}; });
    row("an earlier weekday", "09-11 09-14 09-18 09-21", [](SeriesRule &r) {
        r.from = date(u"2026-09-09"_s);
        r.weekdays = {5, 1};
    });
    row("until, that day too", "09-07 09-14 09-21", [](SeriesRule &r) {
        r.count = 0;
        r.until = date(u"2026-09-21"_s);
    });
    row("until the day before", "09-07 09-14", [](SeriesRule &r) {
        r.count = 0;
        r.until = date(u"2026-09-20"_s);
    });
    row("whichever comes first", "09-07 09-14",
        [](SeriesRule &r) { r.until = date(u"2026-09-14"_s); });
    row("exceptions count", "09-07 09-21 09-28",
        [](SeriesRule &r) { r.exceptions = {date(u"2026-09-14"_s)}; });
    row("each second week", "09-07 09-10 09-21 09-24", [](SeriesRule &r) {
        r.weekdays = {1, 4};
        r.everyWeeks = 2;
    });
    row("each second week from its middle on", "09-10 09-21 09-24 10-05", [](SeriesRule &r) {
        r.from = date(u"2026-09-08"_s);
        r.weekdays = {1, 4};
        r.everyWeeks = 2;
    });
    row("over the year's end", "12-28 01-04", [](SeriesRule &r) {
        r.from = date(u"2026-12-28"_s);
        r.count = 2;
    });
    row("nothing but exceptions", "SERIES_EMPTY", [](SeriesRule &r) {
        r.count = 1;
        r.exceptions = {date(u"2026-09-07"_s)};
    });
    row("no day until then", "SERIES_EMPTY", [](SeriesRule &r) {
        r.weekdays = {5};
        r.until = date(u"2026-09-08"_s);
    });
    row("too many", "SERIES_TOO_LONG", [](SeriesRule &r) {
        r.count = 0;
        r.weekdays = {1, 2, 3, 4, 5, 6, 7};
        r.until = date(u"2027-09-08"_s); // 367 days
    });
    row("so many are too many", "SERIES_TOO_LONG", [](SeriesRule &r) { r.count = 367; });
    row("endless", "SERIES_NO_END", [](SeriesRule &r) { r.count = 0; });
    row("no weekday", "BAD_SERIES", [](SeriesRule &r) { r.weekdays = {}; });
    row("an eighth weekday", "BAD_SERIES", [](SeriesRule &r) { r.weekdays = {8}; });
    row("a weekday twice", "BAD_SERIES", [](SeriesRule &r) { r.weekdays = {1, 1}; });
    row("each no week", "BAD_SERIES", [](SeriesRule &r) { r.everyWeeks = 0; });
    row("less than nothing", "SERIES_TOO_LONG", [](SeriesRule &r) { r.count = -1; });
    row("until before it", "BAD_SERIES", [](SeriesRule &r) { r.until = date(u"2026-09-06"_s); });
    row("no day", "NO_TIME", [](SeriesRule &r) { r.from = QDate(); });
    row("a day far away", "NO_TIME", [](SeriesRule &r) { r.from = QDate(99999, 1, 1); });
    row("no time", "NO_TIME", [](SeriesRule &r) { r.start = QTime(); });
    row("no length", "END_BEFORE_START", [](SeriesRule &r) { r.length = 0ms; });
    row("longer than a day", "BOOKING_TOO_LONG", [](SeriesRule &r) { r.length = 24h + 1ms; });
}

void tst_BookingSeries::days()
{
    QFETCH(SeriesRule, rule);
    QFETCH(QString, expected);
    QCOMPARE(shown(expand(rule, QTimeZone::utc())), expected);
}

void tst_BookingSeries::clockChanges_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("from"); // local
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QStringList>("expected"); // start/end of three Sundays around the change
    QTest::addColumn<bool>("isMoved"); // the second one
    const auto row = [](const char *name, const char *zone, const char *from, int minutes,
                        const QStringList &expected, bool isMoved = false) {
        QTest::newRow(name) << QString::fromLatin1(zone) << QString::fromLatin1(from) << minutes
                            << expected << isMoved;
    };
    row("Paris, spring: noon stays noon", "Europe/Paris", "2026-03-22T12:00", 60,
        {u"2026-03-22T11:00Z/12:00Z"_s, u"2026-03-29T10:00Z/11:00Z"_s,
         u"2026-04-05T10:00Z/11:00Z"_s});
    row("Paris, spring: begins in the gap", "Europe/Paris", "2026-03-22T02:30", 120,
        {u"2026-03-22T01:30Z/03:30Z"_s, u"2026-03-29T01:30Z/02:30Z"_s,
         u"2026-04-05T00:30Z/02:30Z"_s},
        true);
    row("Paris, spring: ends in the gap", "Europe/Paris", "2026-03-22T01:30", 60,
        {u"2026-03-22T00:30Z/01:30Z"_s, u"2026-03-29T00:30Z/01:30Z"_s,
         u"2026-04-04T23:30Z/00:30Z"_s},
        true);
    row("Paris, spring: the gap's end would come first", "Europe/Paris", "2026-03-22T02:30", 30,
        {u"2026-03-22T01:30Z/02:00Z"_s, u"2026-03-29T01:30Z/02:00Z"_s,
         u"2026-04-05T00:30Z/01:00Z"_s},
        true);
    row("Paris, autumn: the first of two", "Europe/Paris", "2026-10-18T02:30", 60,
        {u"2026-10-18T00:30Z/01:30Z"_s, u"2026-10-25T00:30Z/02:30Z"_s,
         u"2026-11-01T01:30Z/02:30Z"_s});
    row("Paris, autumn: noon stays noon", "Europe/Paris", "2026-10-18T12:00", 60,
        {u"2026-10-18T10:00Z/11:00Z"_s, u"2026-10-25T11:00Z/12:00Z"_s,
         u"2026-11-01T11:00Z/12:00Z"_s});
    row("New York, spring: begins in the gap", "America/New_York", "2026-03-01T02:15", 90,
        {u"2026-03-01T07:15Z/08:45Z"_s, u"2026-03-08T07:15Z/07:45Z"_s,
         u"2026-03-15T06:15Z/07:45Z"_s},
        true);
    row("New York, autumn: over both", "America/New_York", "2026-10-25T00:30", 120,
        {u"2026-10-25T04:30Z/06:30Z"_s, u"2026-11-01T04:30Z/07:30Z"_s,
         u"2026-11-08T05:30Z/07:30Z"_s});
    row("New York, autumn: the first of two", "America/New_York", "2026-10-25T01:30", 60,
        {u"2026-10-25T05:30Z/06:30Z"_s, u"2026-11-01T05:30Z/07:30Z"_s,
         u"2026-11-08T06:30Z/07:30Z"_s});
    row("Lord Howe, spring: half an hour", "Australia/Lord_Howe", "2026-09-27T02:15", 60,
        {u"2026-09-26T15:45Z/16:45Z"_s, u"2026-10-03T15:45Z/16:15Z"_s,
         u"2026-10-10T15:15Z/16:15Z"_s},
        true);
    row("Lord Howe, autumn: the first of two", "Australia/Lord_Howe", "2026-03-29T01:45", 60,
        {u"2026-03-28T14:45Z/15:45Z"_s, u"2026-04-04T14:45Z/16:15Z"_s,
         u"2026-04-11T15:15Z/16:15Z"_s});
}

void tst_BookingSeries::clockChanges()
{
    QFETCH(QString, zone);
    QFETCH(QString, from);
    QFETCH(int, minutes);
    QFETCH(QStringList, expected);
    QFETCH(bool, isMoved);
    const QDateTime local = QDateTime::fromString(from, Qt::ISODate);
    SeriesRule rule = plain();
    rule.from = local.date();
    rule.start = local.time();
    rule.length = std::chrono::minutes(minutes);
    rule.weekdays = {7};
    rule.count = 3;
    const auto found = expand(rule, zoneOf(zone));
    VERIFY_OK(found);
    QStringList spans;
    for (const SeriesOccurrence &day : *found)
        spans.append(toDateTime(day.span.start).toString(u"yyyy-MM-ddTHH:mmZ"_s) + u'/'
                     + toDateTime(day.span.end).toString(u"HH:mmZ"_s));
    QCOMPARE(spans, expected);
    QCOMPARE(found->at(1).isMoved, isMoved);
    QVERIFY(!found->at(0).isMoved && !found->at(2).isMoved);
    QVERIFY(!found->at(1).isCapped);
}

void tst_BookingSeries::theLaterOfTwo()
{
    SeriesRule rule = plain();
    rule.from = date(u"2026-10-25"_s);
    rule.start = QTime(2, 30);
    rule.weekdays = {7};
    rule.count = 1;
    rule.twice = Twice::Second;
    const auto found = expand(rule, zoneOf(u"Europe/Paris"_s));
    VERIFY_OK(found);
    QCOMPARE(toIso(found->first().span.start), u"2026-10-25T01:30:00.000Z"_s);
}

/// From midnight to midnight is 23 h, 24 h or 25 h: the last is cut to what is allowed.
void tst_BookingSeries::aWholeDay_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("day");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<bool>("isCapped");
    QTest::newRow("Paris, spring") << u"Europe/Paris"_s << u"2026-03-29"_s << 23 * 60 << false;
    QTest::newRow("Paris, summer") << u"Europe/Paris"_s << u"2026-07-05"_s << 24 * 60 << false;
    QTest::newRow("Paris, autumn") << u"Europe/Paris"_s << u"2026-10-25"_s << 24 * 60 << true;
    QTest::newRow("New York, autumn")
        << u"America/New_York"_s << u"2026-11-01"_s << 24 * 60 << true;
    QTest::newRow("Lord Howe, spring")
        << u"Australia/Lord_Howe"_s << u"2026-10-04"_s << 23 * 60 + 30 << false;
    QTest::newRow("Lord Howe, autumn")
        << u"Australia/Lord_Howe"_s << u"2026-04-05"_s << 24 * 60 << true;
}

void tst_BookingSeries::aWholeDay()
{
    QFETCH(QString, zone);
    QFETCH(QString, day);
    QFETCH(int, minutes);
    QFETCH(bool, isCapped);
    SeriesRule rule = plain();
    rule.from = date(day);
    rule.start = QTime(0, 0);
    rule.length = 24h;
    rule.weekdays = {7};
    rule.count = 1;
    const auto found = expand(rule, zoneOf(zone));
    VERIFY_OK(found);
    QCOMPARE(found->first().span.length() / 1min, minutes);
    QCOMPARE(found->first().isCapped, isCapped);
}

void tst_BookingSeries::rulesAreKept()
{
    SeriesRule rule = plain();
    rule.weekdays = {1, 3};
    rule.everyWeeks = 3;
    rule.until = date(u"2026-12-24"_s);
    rule.exceptions = {date(u"2026-09-09"_s), date(u"2026-12-23"_s)};
    rule.twice = Twice::Second;
    const auto read = seriesRuleFrom(toJson(rule));
    VERIFY_OK(read);
    QCOMPARE(*read, rule);
    QJsonObject foreign = toJson(rule);
    foreign.insert(u"weekdays"_s, u"Monday"_s);
    QVERIFY(!seriesRuleFrom(foreign));
    QVERIFY(!seriesRuleFrom({}));
}

void tst_BookingSeries::likeABooking()
{
    const BookingSpan span{moment(u"2026-10-25T01:30:00Z"_s), moment(u"2026-10-25T03:00:00Z"_s)};
    SeriesRule rule = weeklyLike(span, zoneOf(u"Europe/Paris"_s));
    QCOMPARE(rule.start, QTime(2, 30));
    QCOMPARE(rule.length, 90min);
    QCOMPARE(rule.weekdays, QList<int>{7});
    rule.count = 2;
    const auto found = expand(rule, zoneOf(u"Europe/Paris"_s));
    VERIFY_OK(found);
    QCOMPARE(found->first().span, span);
    QCOMPARE(toIso(found->at(1).span.start), u"2026-11-01T01:30:00.000Z"_s);
}

void tst_BookingSeries::othersChangeAlike_data()
{
    QTest::addColumn<QString>("afterStart"); // of Monday 19 October, 08:00 to 09:00 in Paris
    QTest::addColumn<QString>("afterEnd");
    QTest::addColumn<QString>("start"); // of Monday 26 October, a day after the clock was set back
    QTest::addColumn<QString>("end");
    const auto row = [](const char *name, const char *afterStart, const char *afterEnd,
                        const char *start, const char *end) {
        QTest::newRow(name) << QString::fromLatin1(afterStart) << QString::fromLatin1(afterEnd)
                            << QString::fromLatin1(start) << QString::fromLatin1(end);
    };
    row("nothing", "2026-10-19T06:00:00Z", "2026-10-19T07:00:00Z", "2026-10-26T07:00:00Z",
        "2026-10-26T08:00:00Z");
    row("an hour later", "2026-10-19T07:00:00Z", "2026-10-19T08:00:00Z", "2026-10-26T08:00:00Z",
        "2026-10-26T09:00:00Z");
    row("longer", "2026-10-19T06:00:00Z", "2026-10-19T08:30:00Z", "2026-10-26T07:00:00Z",
        "2026-10-26T09:30:00Z");
    row("the day before, into its clock change", "2026-10-18T00:30:00Z", "2026-10-18T01:30:00Z",
        "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z");
    row("the day after", "2026-10-20T06:00:00Z", "2026-10-20T07:00:00Z", "2026-10-27T07:00:00Z",
        "2026-10-27T08:00:00Z");
    row("over midnight", "2026-10-19T21:00:00Z", "2026-10-19T23:00:00Z", "2026-10-26T22:00:00Z",
        "2026-10-27T00:00:00Z");
}

void tst_BookingSeries::othersChangeAlike()
{
    QFETCH(QString, afterStart);
    QFETCH(QString, afterEnd);
    QFETCH(QString, start);
    QFETCH(QString, end);
    const Booking before = booked(u"2026-10-19T06:00:00Z"_s, u"2026-10-19T07:00:00Z"_s);
    const Booking other = booked(u"2026-10-26T07:00:00Z"_s, u"2026-10-26T08:00:00Z"_s);
    BookingDraft after = before;
    after.start = moment(afterStart);
    after.end = moment(afterEnd);
    const BookingDraft found = changedAlike(other, before, after, zoneOf(u"Europe/Paris"_s));
    QCOMPARE(toIso(found.start), toIso(moment(start)));
    QCOMPARE(toIso(found.end), toIso(moment(end)));
    QCOMPARE(found.spaceId, other.spaceId);
}

/// What was not changed stays each booking's own.
void tst_BookingSeries::wordsChangeAlike()
{
    const Booking before = booked(u"2026-10-19T06:00:00Z"_s, u"2026-10-19T07:00:00Z"_s);
    Booking other = booked(u"2026-10-26T07:15:00Z"_s, u"2026-10-26T08:00:00Z"_s);
    other.title = u"Another visit"_s;
    BookingDraft after = before;
    after.plate = u"HH-AB 1"_s;
    after.spaceId = SpaceId::create();
    BookingDraft expected = other;
    expected.plate = after.plate;
    expected.spaceId = after.spaceId;
    QCOMPARE(changedAlike(other, before, after, zoneOf(u"Europe/Paris"_s)), expected);
}

void tst_BookingSeries::conflictsHaveDates()
{
    const SpaceId space = SpaceId::create();
    QList<SeriesConflict> conflicts;
    for (int i = 0; i < 5; ++i) {
        const UtcTime start = moment(u"2026-10-19T06:00:00Z"_s) + i * 168h;
        conflicts.append({date(u"2026-10-19"_s).addDays(7 * i),
                          {BookingId::create(), space, {start, start + 1h}}});
    }
    const Error error = seriesNotAvailable(space, conflicts);
    QCOMPARE(error.code, u"SPACE_NOT_AVAILABLE"_s);
    QCOMPARE(seriesConflictsOf(error), conflicts);
    QCOMPARE(seriesConflictsOf(spaceNotAvailable(space, {conflicts.first().conflict})),
             QList<SeriesConflict>());
}

PARKING_TEST(tst_BookingSeries)
#include "tst_bookingseries.moc"
