// Bookings in calendars: what is written reads back; zones, rules and exceptions of others; and
// what nobody should write.

#include "base/literals.h"
#include "domain/bookingseries.h"
#include "engine/bookings/bookingical.h"
#include "engine/bookings/icalreader.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingImportPlan;

namespace {

const domain::SpaceId kSpace(QUuid(u"{6b2f3c1e-0000-4000-8000-000000000001}"_s));
const domain::SpaceId kOther(QUuid(u"{6b2f3c1e-0000-4000-8000-000000000002}"_s));
const QString kEmail = u"desk@example.org"_s;

Booking booking()
{
    Booking made;
    made.id = domain::BookingId(QUuid(u"{7a1b6f3e-0000-4000-8000-000000000001}"_s));
    made.spaceId = kSpace;
    made.start = *fromIso(u"2026-10-19T06:00:00.517Z");
    made.end = made.start + 90min;
    made.email = u"ann%1@example.org"_s;
    made.createdAt = *fromIso(u"2026-10-01T06:00:00.000Z");
    made.updatedAt = made.createdAt + 3s;
    return made;
}

engine::IcalExport how(domain::Persons persons)
{
    return {
        {{kSpace, u"A-1"_s}, {kOther, u"B,2; \\x"_s}}, persons, *fromIso(u"2026-10-02T06:00:00Z")};
}

Result<BookingImportPlan> read(const QByteArray &calendar)
{
    return engine::readBookingsIcal(
        calendar,
        {{{u"A-1"_s, kSpace}, {u"B,2; \\x"_s, kOther}, {u"A-2"_s, kOther}},
         domain::zoneOf(u"Europe/Paris"_s),
         kEmail});
}

/// A calendar of events, each given by its lines.
QByteArray calendar(const QByteArrayList &events)
{
    QByteArray text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n");
    int number = 0;
    for (const QByteArray &event : events) {
        text += "BEGIN:VEVENT\r\n";
        if (!event.contains("UID"))
            text += "UID:event-" + QByteArray::number(++number) + "\r\n";
        if (!event.contains("LOCATION") && !event.contains("CATEGORIES"))
            text += "LOCATION:A-1\r\n";
        text += "DTSTAMP:20261001T000000Z\r\n" + event + "\r\nEND:VEVENT\r\n";
    }
    return text + "END:VCALENDAR\r\n";
}

/// Starts and ends, or the problems with their lines.
QString shown(const Result<BookingImportPlan> &plan)
{
    if (!plan)
        return u"%1 %2"_s.arg(plan.error().code).arg(plan.error().details.value(u"line").toInt());
    QStringList words;
    for (const domain::BookingImportProblem &one : plan->problems)
        words.append(u"%1 %2 %3"_s.arg(QString::number(one.line), one.code, one.uid).trimmed());
    if (!words.isEmpty())
        return words.join(u", "_s);
    for (const domain::BookingImportRow &row : plan->rows)
        words.append(toDateTime(row.draft.start).toString(u"MM-dd HH:mm"_s)
                     + toDateTime(row.draft.end).toString(u"/HH:mm"_s));
    return words.join(u", "_s);
}

} // namespace

class tst_BookingIcal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBack_data();
    void whatIsWrittenReadsBack();
    void personsStayHere();
    void linesAreFolded();
    void times_data();
    void times();
    void spaces_data();
    void spaces();
    void anEventIsOneRequest();
    void problems_data();
    void problems();
    void oneHidesNoOther();
    void bounded();
    void nothingBreaksIt();
};

void tst_BookingIcal::whatIsWrittenReadsBack_data()
{
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QString &words) { QTest::newRow(name) << words; };
    row("plain", u"Visit"_s);
    row("separators", u"a,b;c:d"_s);
    row("backslashes", u"C:\\new\\, \\n"_s);
    row("line break", u"a\nb"_s);
    row("quotes", u"say \"hi\""_s);
    row("a line of its own", u"x\nEND:VEVENT\nBEGIN:VEVENT"_s);
    row("long", QString(100, u'ß'));
    row("emoji", u"\U0001F697"_s.repeated(25));
}

void tst_BookingIcal::whatIsWrittenReadsBack()
{
    QFETCH(QString, words);
    Booking first = booking();
    first.title = first.plate = first.reason = words;
    first.phone = u"+33612345678"_s;
    Booking second = booking();
    second.id = domain::BookingId::create();
    second.spaceId = kOther;
    const QByteArray written = engine::icalOf({first, second}, how(domain::Persons::Shown));
    QVERIFY(engine::isIcal(written));
    const auto plan = read(written);
    VERIFY_OK(plan);
    QCOMPARE(shown(plan), u"10-19 06:00/07:30, 10-19 06:00/07:30"_s);
    domain::BookingDraft expected = first;
    expected.start -= 517ms; // whole seconds
    expected.end -= 517ms;
    QCOMPARE(plan->rows[0].draft, expected);
    QCOMPARE(plan->rows[0].id, first.id);
    QCOMPARE(plan->rows[0].requestId, QString());
    QCOMPARE(plan->rows[1].draft.spaceId, kOther);
    QCOMPARE(plan->rows[1].draft.title, QString());
}

void tst_BookingIcal::personsStayHere()
{
    Booking one = booking();
    one.title = u"SECRET"_s;
    one.phone = one.plate = one.reason = one.cancelReason = one.actor = u"SECRET"_s;
    one.email = u"SECRET@example.org"_s;
    one.status = domain::BookingStatus::Cancelled;
    const QByteArray hidden = engine::icalOf({one}, how(domain::Persons::Hidden));
    QVERIFY2(!hidden.contains("SECRET"), hidden.constData());
    QVERIFY(hidden.contains("\r\nSTATUS:CANCELLED\r\n"));
    QVERIFY(hidden.contains("\r\nSEQUENCE:3\r\n"));
    QVERIFY(hidden.contains("\r\nUID:7a1b6f3e-0000-4000-8000-000000000001@smart-parking\r\n"));
    QVERIFY(engine::icalOf({one}, how(domain::Persons::Shown)).contains("SECRET@example.org"));
}

void tst_BookingIcal::linesAreFolded()
{
    Booking one = booking();
    one.title = u"ß\U0001F697x"_s.repeated(40);
    const QByteArray written = engine::icalOf({one}, how(domain::Persons::Shown));
    for (const QByteArray &line : written.split('\n')) {
        QVERIFY2(line.size() <= 76, line.constData()); // with its CR
        QVERIFY(line.isValidUtf8());
        QVERIFY(line.isEmpty() || line.endsWith('\r'));
    }
}

void tst_BookingIcal::times_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *event, const char *expected) {
        QTest::newRow(name) << QByteArray(event) << QString::fromLatin1(expected);
    };
    row("UTC", "DTSTART:20261019T060000Z\nDTEND:20261019T073000Z", "10-19 06:00/07:30");
    row("by the site's clock", "DTSTART:20261019T080000\nDTEND:20261019T093000",
        "10-19 06:00/07:30");
    row("by another clock",
        "DTSTART;TZID=America/New_York:20261019T080000\nDTEND;TZID=America/"
        "New_York:20261019T090000",
        "10-19 12:00/13:00");
    row("a zone behind a path",
        "DTSTART;TZID=/example.org/20070129/Europe/Berlin:20261019T080000\nDURATION:PT1H30M",
        "10-19 06:00/07:30");
    row("Windows' name of a zone",
        "DTSTART;TZID=Pacific Standard Time:20261019T080000\nDURATION:PT1H", "10-19 15:00/16:00");
    row("two clocks",
        "DTSTART;TZID=Europe/London:20261019T080000\nDTEND;TZID=Europe/Paris:20261019T100000",
        "10-19 07:00/08:00");
    row("in the gap", "DTSTART:20260329T023000\nDTEND:20260329T040000", "03-29 01:30/02:00");
    row("twice: the first", "DTSTART:20261025T023000\nDTEND:20261025T040000", "10-25 00:30/03:00");
    row("a whole day", "DTSTART;VALUE=DATE:20261019", "10-18 22:00/22:00");
    row("a day of 25 hours", "DTSTART;VALUE=DATE:20261025", "10-24 22:00/22:00");
    row("weekly over the clock change",
        "DTSTART:20261019T080000\nDTEND:20261019T090000\nRRULE:FREQ=WEEKLY;COUNT=2",
        "10-19 06:00/07:00, 10-26 07:00/08:00");
    row("until a moment in UTC",
        "DTSTART:20261019T080000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20261026T070000Z",
        "10-19 06:00/07:00, 10-26 07:00/08:00");
    row("until the second before",
        "DTSTART:20261019T080000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20261026T065959Z",
        "10-19 06:00/07:00");
    row("days of the week, with exceptions",
        "DTSTART;TZID=Europe/Paris:20261019T080000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5\nEXDATE;TZID=Europe/Paris:20261021T080000\n"
        "EXDATE:20261028T070000Z",
        "10-19 06:00/07:00, 10-26 07:00/08:00, 11-02 07:00/08:00");
    row("whole days left out",
        "DTSTART:20261019T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
        "EXDATE;VALUE=DATE:20261020",
        "10-19 06:00/07:00, 10-21 06:00/07:00");
    row("the last Friday of the month",
        "DTSTART:20261030T120000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2",
        "10-30 11:00/12:00, 11-27 11:00/12:00");
    row("a day that some months have",
        "DTSTART:20261031T120000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTH=2,12;BYMONTHDAY=31;"
        "COUNT=1",
        "12-31 11:00/12:00");
    row("nothing left",
        "DTSTART:20261019T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1\n"
        "EXDATE:20261019T080000",
        "");
    row("cancelled", "DTSTART:20261019T060000Z\nDTEND:20261019T073000Z\nSTATUS:CANCELLED", "");
}

void tst_BookingIcal::times()
{
    QFETCH(QByteArray, event);
    QFETCH(QString, expected);
    const auto plan = read(calendar({event.replace("\n", "\r\n")}));
    QCOMPARE(shown(plan), expected);
    for (const domain::BookingImportRow &row : plan->rows)
        QCOMPARE(row.draft.email, kEmail);
}

void tst_BookingIcal::spaces_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("expected"); // code of the problem; empty: A-1
    const auto row = [](const char *name, const char *event, const char *expected) {
        QTest::newRow(name) << QByteArray(event) << QString::fromLatin1(expected);
    };
    row("location", "LOCATION:A-1", "");
    row("with blanks", "LOCATION:  A-1 ", "");
    row("behind a building", "LOCATION:House\\, floor 0\\, A-1", "");
    row("category", "CATEGORIES:PARKING,A-1", "");
    row("category, another location", "LOCATION:Meeting room\r\nCATEGORIES:A-1", "");
    row("both say the same", "LOCATION:A-1\r\nCATEGORIES:A-1", "");
    row("a part of a word", "LOCATION:A-11", "RECORD_NOT_FOUND");
    row("none", "LOCATION:", "RECORD_NOT_FOUND");
    row("two", "LOCATION:A-1\\, A-2", "VALIDATION_ERROR");
}

void tst_BookingIcal::spaces()
{
    QFETCH(QByteArray, event);
    QFETCH(QString, expected);
    const auto plan =
        read(calendar({event + "\r\nDTSTART:20261019T060000Z\r\nDTEND:20261019T073000Z"}));
    VERIFY_OK(plan);
    QCOMPARE(plan->problems.value(0).code, expected);
    if (expected.isEmpty())
        QCOMPARE(plan->rows.value(0).draft.spaceId, kSpace);
}

/// The same event asks for the same booking each time; one of a recurring event by when it was to
/// be.
void tst_BookingIcal::anEventIsOneRequest()
{
    const QByteArray weekly("UID:weekly\r\nDTSTART:20261019T080000\r\nDURATION:PT1H\r\n"
                            "RRULE:FREQ=WEEKLY;COUNT=3");
    const QByteArray moved("UID:weekly\r\nRECURRENCE-ID:20261026T080000\r\n"
                           "DTSTART:20261027T100000\r\nDURATION:PT1H");
    const auto plain = read(calendar({weekly,
                                      "UID:other\r\nDTSTART:20261019T080000Z\r\n"
                                      "DURATION:PT1H\r\nCATEGORIES:A-2"}));
    const auto changed = read(calendar({moved, weekly}));
    QCOMPARE(shown(plain),
             u"10-19 06:00/07:00, 10-26 07:00/08:00, 11-02 07:00/08:00, "
             "10-19 08:00/09:00"_s);
    QCOMPARE(shown(changed), u"10-27 09:00/10:00, 10-19 06:00/07:00, 11-02 07:00/08:00"_s);
    QCOMPARE(plain->rows[1].requestId, changed->rows[0].requestId);
    QCOMPARE(plain->rows[0].requestId, changed->rows[1].requestId);
    QSet<QString> requests;
    for (const domain::BookingImportRow &row : plain->rows)
        requests.insert(row.requestId);
    QCOMPARE(requests.size(), 4);
}

void tst_BookingIcal::problems_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("expected"); // "line code uid"
    const auto row = [](const char *name, const QByteArray &file, const char *expected) {
        QTest::newRow(name) << file << QString::fromLatin1(expected);
    };
    const auto event = [&row](const char *name, const char *lines, const char *expected) {
        row(name, calendar({QByteArray(lines).replace("\n", "\r\n")}), expected);
    };
    row("nothing", "", "BAD_CALENDAR 1");
    row("a table", "space,start,end\n", "BAD_CALENDAR 1");
    row("an event alone", "BEGIN:VEVENT\nEND:VEVENT\n", "BAD_CALENDAR 1");
    row("no UTF-8", "BEGIN:VCALENDAR\nX:\xff\nEND:VCALENDAR\n", "BAD_CALENDAR 1");
    row("a NUL", QByteArray("BEGIN:VCALENDAR\nX:\0\nEND:VCALENDAR\n", 35), "BAD_CALENDAR 1");
    row("no end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\n", "BAD_CALENDAR 2");
    row("another end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "BAD_CALENDAR 3");
    row("words behind it", "BEGIN:VCALENDAR\nEND:VCALENDAR\nand more\n", "BAD_CALENDAR 3");
    row("nothing in it", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "");
    row("other parts", "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:x\nEND:VTODO\nEND:VCALENDAR\n", "");
    event("no UID", "UID:\nDTSTART:20261019T060000Z\nDURATION:PT1H", "4 BAD_CALENDAR");
    event("a line that is none", "DTSTART:20261019T060000Z\nhello\nDURATION:PT1H",
          "9 BAD_CALENDAR event-1");
    event("no start", "SUMMARY:x", "4 NO_TIME event-1");
    event("a start that is none", "DTSTART:soon\nDURATION:PT1H", "4 BAD_CALENDAR event-1");
    event("no such zone", "DTSTART;TZID=Middle/Earth:20261019T060000\nDURATION:PT1H",
          "4 UNKNOWN_TIME_ZONE event-1");
    event("endless", "DTSTART:20261019T060000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY",
          "4 SERIES_NO_END event-1");
    event("too often", "DTSTART:20261019T060000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=367",
          "4 SERIES_TOO_LONG event-1");
    event("until far away",
          "DTSTART:20261019T060000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=99991231T000000Z",
          "4 SERIES_TOO_LONG event-1");
    event("on no day",
          "DTSTART:20261019T060000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;"
          "COUNT=5",
          "4 SERIES_EMPTY event-1");
    for (const char *rule : {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
                             "FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31;COUNT=3",
                             "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-31;COUNT=2",
                             "FREQ=DAILY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=29;COUNT=40"})
        event(rule,
              (QByteArray("DTSTART:20261019T060000Z\nDURATION:PT1H\nRRULE:") + rule).constData(),
              "4 SERIES_EMPTY event-1");
    event("each second",
          "DTSTART:20261019T060000Z\nDURATION:PT1H\n"
          "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
          "4 UNSUPPORTED event-1");
    event("more days", "DTSTART:20261019T060000Z\nDURATION:PT1H\nRDATE:20261021T060000Z",
          "4 UNSUPPORTED event-1");
    event("from one on",
          "DTSTART:20261019T060000Z\nDURATION:PT1H\n"
          "RECURRENCE-ID;RANGE=THISANDFUTURE:20261019T060000Z",
          "4 UNSUPPORTED event-1");
    row("the same UID twice",
        calendar({"UID:x\r\nDTSTART:20261019T060000Z\r\nDURATION:PT1H",
                  "UID:x\r\nDTSTART:20261020T060000Z\r\nDURATION:PT1H"}),
        "11 DUPLICATE_RESOURCE x");
}

void tst_BookingIcal::problems()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, expected);
    QCOMPARE(shown(read(file)), expected);
}

void tst_BookingIcal::oneHidesNoOther()
{
    const QByteArray good("DTSTART:20261019T060000Z\r\nDURATION:PT1H");
    const auto plan = read(calendar({good, "DTSTART:20261020T060000Z\r\nbroken\r\nDURATION:PT1H",
                                     good, good + "\r\nRRULE:FREQ=DAILY"}));
    QCOMPARE(shown(plan), u"16 BAD_CALENDAR event-2, 26 SERIES_NO_END event-4"_s);
    QCOMPARE(plan->rows.size(), 2);
}

void tst_BookingIcal::bounded()
{
    QByteArrayList many;
    for (int i = 0; i < 28; ++i)
        many.append("DTSTART:20261019T060000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=366");
    const auto tooMany = read(calendar(many)); // 10,248
    VERIFY_ERROR(tooMany, "BAD_CALENDAR");
    many.removeLast();
    VERIFY_OK(read(calendar(many)));
    const QByteArray never("DTSTART:20261019T060000Z\r\nDURATION:PT1H\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5");
    const auto hopeless = read(calendar(QByteArrayList(30, never)));
    VERIFY_ERROR(hopeless, "BAD_CALENDAR");
    QCOMPARE(hopeless.error().details.value(u"line").toInt(), 4 + 5 * 8); // looks no further
    const QByteArray huge = calendar({}) + QByteArray(engine::kIcalMostBytes, ' ');
    VERIFY_ERROR(read(huge), "BAD_CALENDAR");
    const QByteArray deep = QByteArray("BEGIN:VCALENDAR\n").repeated(100'000);
    VERIFY_ERROR(read(deep), "BAD_CALENDAR");
}

/// Cut and disturbed files give problems or bookings, never more than they said, and no crash.
void tst_BookingIcal::nothingBreaksIt()
{
    Booking one = booking();
    one.title = u"Visit ß"_s;
    QByteArray file = engine::icalOf({one}, how(domain::Persons::Shown));
    file.replace("END:VEVENT", "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO\r\nEND:VEVENT");
    for (qsizetype size = 0; size < file.size(); ++size)
        QVERIFY(shown(read(file.left(size)))
                    != u"10-19 06:00/07:30, 10-26 06:00/07:30, 11-02 06:00/07:30"_s
                || size > file.size() - 3);
    int understood = 0;
    for (qsizetype at = 0; at < file.size(); ++at) {
        QByteArray disturbed = file;
        disturbed[at] = disturbed[at] == ';' ? ',' : ';';
        const auto plan = read(disturbed);
        understood += plan && plan->problems.isEmpty();
        QVERIFY(!plan || plan->rows.size() <= 366);
    }
    QVERIFY(understood > 0);
    QVERIFY(understood < file.size());
}

PARKING_TEST(tst_BookingIcal)
#include "tst_bookingical.moc"
