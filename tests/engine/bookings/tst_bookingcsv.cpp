// Bookings in tables: what is written reads back, formulas run nowhere, all problems have lines.

#include "base/literals.h"
#include "engine/bookings/bookingcsv.h"
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

Booking booking()
{
    Booking made;
    made.id = domain::BookingId::create();
    made.spaceId = kSpace;
    made.start = *fromIso(u"2026-10-19T06:00:00.517Z");
    made.end = made.start + 90min;
    made.email = u"ann@example.org"_s;
    return made;
}

Result<BookingImportPlan> read(const QByteArray &csv)
{
    return engine::readBookingsCsv(csv, {{u"A-1"_s, kSpace}, {u"A-2"_s, kOther}},
                                   domain::zoneOf(u"Europe/Paris"_s));
}

QString shown(const Result<BookingImportPlan> &plan)
{
    if (!plan)
        return u"%1 %2"_s.arg(plan.error().code).arg(plan.error().details.value(u"line").toInt());
    QStringList words;
    for (const domain::BookingImportProblem &one : plan->problems)
        words.append(u"%1 %2"_s.arg(one.line).arg(one.code));
    return words.join(u", "_s);
}

} // namespace

class tst_BookingCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBack_data();
    void whatIsWrittenReadsBack();
    void nothingIsRun();
    void times_data();
    void times();
    void problems_data();
    void problems();
    void historyIsSkipped();
    void bounded();
};

void tst_BookingCsv::whatIsWrittenReadsBack_data()
{
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QString &words) { QTest::newRow(name) << words; };
    row("plain", u"Visit"_s);
    row("formula", u"=1+cmd|' /C calc'!A0"_s);
    row("plus", u"+33612345678"_s);
    row("minus", u"-1"_s);
    row("at", u"@SUM(A1)"_s);
    row("wide", u"\uff1dA1"_s);
    row("disarmed by hand", u"'=1"_s);
    row("twice disarmed", u"''=1"_s);
    row("apostrophe", u"'tis"_s);
    row("only apostrophes", u"''"_s);
    row("separators", u"a,b;c\td"_s);
    row("quotes", u"say \"hi\""_s);
    row("line break", u"a\nb"_s);
    row("emoji", u"\U0001F697 ß"_s);
}

void tst_BookingCsv::whatIsWrittenReadsBack()
{
    QFETCH(QString, words);
    Booking first = booking();
    first.phone = u"+33612345678"_s;
    first.plate = first.title = first.reason = words;
    Booking second = booking();
    second.spaceId = kOther;
    const QByteArray csv = engine::csvOf({first, second}, {{kSpace, u"A-1"_s}, {kOther, u"A-2"_s}});
    const auto plan = read(csv);
    VERIFY_OK(plan);
    QCOMPARE(shown(plan), QString());
    QCOMPARE(plan->rows.size(), 2);
    QCOMPARE(plan->rows[0].id, first.id);
    QCOMPARE(plan->rows[0].draft, static_cast<domain::BookingDraft &>(first));
    QCOMPARE(plan->rows[1].draft, static_cast<domain::BookingDraft &>(second));
}

/// No field of a table begins with a sign that a spreadsheet would take for a formula.
void tst_BookingCsv::nothingIsRun()
{
    for (const QString &sign : {u"="_s, u"+"_s, u"-"_s, u"@"_s, u"\uff1d"_s, u"\uff0b"_s,
                                u"\uff0d"_s, u"\uff20"_s, u"\t="_s, u"\r="_s, u"\n="_s}) {
        Booking one = booking();
        one.title = sign + u"HYPERLINK(1)"_s;
        one.plate = one.reason = one.title;
        const QString csv = QString::fromUtf8(engine::csvOf({one}, {{kSpace, u"A-1"_s}}));
        QCOMPARE(csv.count(u"HYPERLINK"), 3);
        QCOMPARE(csv.count(u'\'' + sign + u"HYPERLINK"_s), 3);
    }
}

void tst_BookingCsv::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected"); // or the problem
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(expected);
    };
    row("by the site's clock", "2026-10-19T08:00", "2026-10-19T06:00:00.000Z");
    row("with a blank", "2026-10-19 08:00:30", "2026-10-19T06:00:30.000Z");
    row("Z", "2026-10-19T08:00Z", "2026-10-19T08:00:00.000Z");
    row("offset", "2026-10-19T08:00-04:00", "2026-10-19T12:00:00.000Z");
    row("in the gap", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z");
    row("twice", "2026-10-25T02:30", "2 TIME_TWICE");
    row("the second of two", "2026-10-25T02:30+01:00", "2026-10-25T01:30:00.000Z");
    row("words", "noon", "2 NO_TIME");
    row("nothing", "", "2 NO_TIME");
    row("no such day", "2026-02-30T08:00", "2 NO_TIME");
}

void tst_BookingCsv::times()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto plan = read("space,start,end\nA-1," + text + ",2026-12-24T10:00Z\n");
    VERIFY_OK(plan);
    QCOMPARE(plan->problems.isEmpty() ? toIso(plan->rows.first().draft.start) : shown(plan),
             expected);
}

void tst_BookingCsv::problems_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QString>("expected"); // "line code"
    const auto row = [](const char *name, const char *csv, const char *expected) {
        QTest::newRow(name) << QByteArray(csv) << QString::fromLatin1(expected);
    };
    const auto rows = [&row](const char *name, const char *lines, const char *expected) {
        const QByteArray csv = QByteArray("id,space,start,end,status\n") + lines;
        row(name, csv.constData(), expected);
    };
    row("nothing", "", "BAD_CSV 1");
    row("no space", "start,end\n", "BAD_CSV 1");
    row("no end", "\nspace,start\n", "BAD_CSV 2");
    row("an unknown column", "space,start,end,colour\n", "BAD_CSV 1");
    row("a column twice", "space,start,end,end\n", "BAD_CSV 1");
    row("no UTF-8", "space,start,end\n\xff\n", "BAD_CSV 2");
    row("a quote without its end", "space,start,end\n\"A-1\n", "BAD_CSV 2");
    row("the header alone", "space,start,end\n", "");
    rows("no such space", ",Z,2026-12-24T10:00Z,2026-12-24T11:00Z,\n", "2 RECORD_NOT_FOUND");
    rows("no id", "7,A-1,2026-12-24T10:00Z,2026-12-24T11:00Z,\n", "2 VALIDATION_ERROR");
    rows("no status", ",A-1,2026-12-24T10:00Z,2026-12-24T11:00Z,confirmed\n", "2 VALIDATION_ERROR");
    rows("too many fields", ",A-1,2026-12-24T10:00Z,2026-12-24T11:00Z,,x\n", "2 BAD_CSV");
    rows("all of them",
         ",Z,2026-12-24T10:00Z,later,\n"
         ",A-1,2026-12-24T10:00Z,2026-12-24T11:00Z,\n"
         "\n"
         "x,A-1,soon,2026-12-24T11:00Z,\n",
         "2 RECORD_NOT_FOUND, 2 NO_TIME, 5 VALIDATION_ERROR, 5 NO_TIME");
}

void tst_BookingCsv::problems()
{
    QFETCH(QByteArray, csv);
    QFETCH(QString, expected);
    QCOMPARE(shown(read(csv)), expected);
}

void tst_BookingCsv::historyIsSkipped()
{
    Booking one = booking();
    QList<Booking> all;
    for (const auto status : {domain::BookingStatus::Active, domain::BookingStatus::Completed,
                              domain::BookingStatus::Cancelled, domain::BookingStatus::NoShow}) {
        one.status = status;
        all.append(one);
    }
    const auto plan = read(engine::csvOf(all, {{kSpace, u"A-1"_s}}));
    VERIFY_OK(plan);
    QCOMPARE(plan->rows.size(), 1);
    QCOMPARE(plan->skipped, 3);
}

void tst_BookingCsv::bounded()
{
    const QByteArray line("A-1,2026-12-24T10:00Z,2026-12-24T11:00Z\n");
    const auto most = read("space,start,end\n" + line.repeated(domain::kBookingImportMost));
    VERIFY_OK(most);
    QCOMPARE(most->rows.size(), domain::kBookingImportMost);
    VERIFY_ERROR(read("space,start,end\n" + line.repeated(domain::kBookingImportMost + 1)),
                 "BAD_CSV");
}

PARKING_TEST(tst_BookingCsv)
#include "tst_bookingcsv.moc"
