// parkctl bookings export, import and policy: tables and calendars there and back; a calendar is
// read by the Python package icalendar, which is not ours.

#include "base/literals.h"
#include "parkctl.h"
#include "store/bookingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using test::Finished;
using test::oneLine;

class tst_BookingFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTableThereAndBack_data() { test::TestDatabases::addRows(); }
    void aTableThereAndBack();
    void allOrNothing_data() { test::TestDatabases::addRows(); }
    void allOrNothing();
    void anotherParserReadsTheCalendar();
    void aCalendarThereAndBack_data() { test::TestDatabases::addRows(); }
    void aCalendarThereAndBack();
    void othersCalendars_data() { test::TestDatabases::addRows(); }
    void othersCalendars();
    void thePolicyIsSet_data() { test::TestDatabases::addRows(); }
    void thePolicyIsSet();
    void wrongWords_data();
    void wrongWords();

private:
    /// A site in Paris with the spaces A-1 to A-3.
    void prepare(store::Dialect dialect);
    Finished run(const QStringList &words)
    {
        return m_parkctl.run(QStringList{u"bookings"_s} + words
                             + QStringList{u"--database"_s, m_url});
    }
    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_parkctl.file(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
            ? file.fileName()
            : QString();
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QList<domain::Booking> stored()
    {
        const auto database = store::Database::open({.url = m_url});
        if (!database)
            return {};
        const auto page = store::BookingStore(**database)
                              .page({}, {domain::BookingOrder::Start, false}, {1000, 0});
        return page ? page->rows : QList<domain::Booking>();
    }
    /// Codes of what is wrong, with their lines.
    static QString problems(const Finished &done)
    {
        QStringList words;
        for (const QJsonValue &one : oneLine(done.out).value(u"problems").toArray())
            words.append(u"%1 %2"_s.arg(one.toObject().value(u"line").toInt())
                             .arg(one.toObject().value(u"code").toString()));
        return words.join(u", "_s);
    }
    QString day(int days) const { return m_first.addDays(days).toString(Qt::ISODate); }

    test::Parkctl m_parkctl;
    test::TestDatabases m_databases;
    QString m_url;
    QDate m_first; ///< 1 June of the next year
};

void tst_BookingFiles::prepare(store::Dialect dialect)
{
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    m_first = QDate(toDateTime(systemNow()).date().year() + 1, 6, 1);
    const QString csv = write(u"spaces.csv"_s,
                              "code,name,building,floor,zone\nA-1,One,House,0,North\n"
                              "A-2,Two,House,0,North\nA-3,Three,House,0,South\n");
    const Finished done = m_parkctl.run({u"spaces"_s, u"import"_s, csv, u"--database"_s, m_url});
    VERIFY_SAID(done.exitCode == 0, done);
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"UPDATE sites SET time_zone = 'Europe/Paris'"_s));
}

void tst_BookingFiles::aTableThereAndBack()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    for (int i = 0; i < 4; ++i) {
        const Finished made =
            run({u"create"_s, u"--space"_s, u"A-%1"_s.arg(1 + i % 3), u"--email"_s,
                 u"ann%1@example.org"_s.arg(i), u"--from"_s, day(i) + u"T08:00"_s, u"--to"_s,
                 day(i) + u"T09:30"_s, u"--title"_s, u"=1+1, \"x\"; %1"_s.arg(i), u"--phone"_s,
                 u"+33612345678"_s});
        VERIFY_SAID(made.exitCode == 0, made);
    }
    const QList<domain::Booking> before = stored();
    QCOMPARE(run({u"cancel"_s, before.last().id.toString()}).exitCode, 0);
    const QString path = m_parkctl.file(u"bookings.csv"_s);
    const Finished exported = run({u"export"_s, path});
    VERIFY_SAID(exported.exitCode == 0, exported);
    const QByteArray table = read(path);
    QVERIFY(table.contains("'=1+1"));
    QCOMPARE(QFile(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), 0);
    // Into another database.
    prepare(dialect);
    const Finished tried = run({u"import"_s, path, u"--dry-run"_s, u"--json"_s});
    VERIFY_SAID(tried.exitCode == 0, tried);
    QCOMPARE(oneLine(tried.out).value(u"created").toInt(), 3);
    QCOMPARE(oneLine(tried.out).value(u"skipped").toInt(), 1);
    QCOMPARE(stored().size(), 0);
    const Finished done = run({u"import"_s, path, u"--json"_s});
    VERIFY_SAID(done.exitCode == 0, done);
    const QList<domain::Booking> after = stored();
    QCOMPARE(after.size(), 3);
    for (int i = 0; i < 3; ++i) {
        domain::BookingDraft expected = before[i];
        expected.spaceId = after[i].spaceId; // of another site
        QCOMPARE(static_cast<const domain::BookingDraft &>(after[i]), expected);
        QCOMPARE(after[i].id, before[i].id);
    }
    const Finished again = run({u"import"_s, path, u"--json"_s});
    QCOMPARE(oneLine(again.out).value(u"unchanged").toInt(), 3);
    QCOMPARE(oneLine(again.out).value(u"created").toInt(-1), 0);
    run({u"export"_s, path, u"--status"_s, u"active"_s});
    QCOMPARE(read(path).count('\n'), 4);
    QVERIFY(table.startsWith(read(path)));
}

/// What is booked already, what the file's own rows do to each other, and broken rules, with lines.
void tst_BookingFiles::allOrNothing()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const Finished taken =
        run({u"create"_s, u"--space"_s, u"A-1"_s, u"--email"_s, u"a@b.org"_s, u"--from"_s,
             day(0) + u"T08:00"_s, u"--to"_s, day(0) + u"T09:00"_s});
    VERIFY_SAID(taken.exitCode == 0, taken);
    const QString rows = u"space;start;end;email\n"
                         "A-1;%1T08:30;%1T10:00;a@b.org\n" // taken
                         "A-2;%1T08:00;%1T10:00;a@b.org\n"
                         "A-2;%1T09:00;%1T11:00;a@b.org\n" // by the line above
                         "A-2;%1T11:00;%1T12:00;a@b.org\n"
                         "A-9;%1T11:00;%1T12:00;a@b.org\n" // no such space
                         "A-3;%1T12:00;%1T11:00;a@b.org\n" // ends first
                         "A-3;%1T12:00;%1T13:00;ann\n"
                         "A-3;2020-01-01T12:00;2020-01-01T13:00;a@b.org\n"_s.arg(day(0));
    const QString path = write(u"wrong.csv"_s, rows.toUtf8());
    const QString expected = u"2 SPACE_NOT_AVAILABLE, 4 SPACE_NOT_AVAILABLE, 6 RECORD_NOT_FOUND, "
                             "7 END_BEFORE_START, 8 BAD_EMAIL, 9 BOOKING_IN_PAST"_s;
    for (const QStringList &more : {QStringList{u"--dry-run"_s}, QStringList()}) {
        const Finished done = run(QStringList{u"import"_s, path, u"--json"_s} + more);
        VERIFY_SAID(done.exitCode == 1, done);
        QCOMPARE(problems(done), expected);
        QCOMPARE(stored().size(), 1);
    }
    const Finished words = run({u"import"_s, path});
    VERIFY_SAID(words.err.contains(u"line 8: BAD_EMAIL: "), words);
    const Finished broken = run({u"import"_s, write(u"none.csv"_s, "x,y\n"), u"--json"_s});
    VERIFY_SAID(broken.exitCode == 1, broken);
    QCOMPARE(oneLine(broken.out).value(u"error").toObject().value(u"code").toString(),
             u"BAD_CSV"_s);
    const Finished missing = run({u"import"_s, m_parkctl.file(u"nowhere.csv"_s)});
    VERIFY_SAID(missing.exitCode == 1 && missing.err.startsWith(u"BAD_FILE"), missing);
}

void tst_BookingFiles::anotherParserReadsTheCalendar()
{
    prepare(store::Dialect::Sqlite);
    const QString title = u"Visit; a,b \\ "_s + u"\u00df\U0001F697"_s.repeated(20);
    for (int i = 0; i < 2; ++i) {
        const Finished made =
            run({u"create"_s, u"--space"_s, u"A-1"_s, u"--email"_s, u"ann@example.org"_s,
                 u"--from"_s, day(i) + u"T08:00"_s, u"--to"_s, day(i) + u"T09:30"_s, u"--title"_s,
                 title, u"--plate"_s, u"HH-AB 1"_s});
        VERIFY_SAID(made.exitCode == 0, made);
    }
    const QList<domain::Booking> before = stored();
    QCOMPARE(run({u"cancel"_s, before[1].id.toString(), u"--reason"_s, u"ill"_s}).exitCode, 0);
    const QString path = m_parkctl.file(u"bookings.ics"_s);
    const auto readByPython = [&path] {
        QProcess python;
        python.start(u"/usr/bin/python3"_s, {test::sourcePath(u"tests/e2e/readical.py"_s), path});
        python.waitForFinished(60'000);
        const QByteArray err = python.readAllStandardError();
        if (python.exitCode() != 0 || !err.isEmpty())
            qWarning().noquote() << err;
        return QJsonDocument::fromJson(python.readAllStandardOutput()).array();
    };
    const Finished exported = run({u"export"_s, u"--ical"_s, path});
    VERIFY_SAID(exported.exitCode == 0, exported);
    QVERIFY(!read(path).contains("ann@") && !read(path).contains("Visit")
            && !read(path).contains("HH-AB") && !read(path).contains("ill\r"));
    const QJsonArray hidden = readByPython();
    QCOMPARE(hidden.size(), 2);
    const QJsonObject first = hidden[0].toObject();
    QCOMPARE(first.value(u"uid").toString(), before[0].id.toString() + u"@smart-parking"_s);
    QCOMPARE(first.value(u"start").toString(), day(0) + u"T06:00:00+00:00"_s);
    QCOMPARE(first.value(u"end").toString(), day(0) + u"T07:30:00+00:00"_s);
    QCOMPARE(first.value(u"location").toString(), u"A-1"_s);
    QCOMPARE(first.value(u"summary").toString(), u"A-1"_s);
    QCOMPARE(first.value(u"status").toString(), u"CONFIRMED"_s);
    QCOMPARE(hidden[1].toObject().value(u"status").toString(), u"CANCELLED"_s);
    QCOMPARE(first.value(u"errors").toArray().size(), 0);
    const Finished shown = run({u"export"_s, path, u"--with-persons"_s});
    VERIFY_SAID(shown.exitCode == 0, shown);
    const QJsonObject whole = readByPython().at(0).toObject();
    QCOMPARE(whole.value(u"summary").toString(), title);
    QCOMPARE(whole.value(u"organizer").toString(), u"mailto:ann@example.org"_s);
    QCOMPARE(whole.value(u"plate").toString(), u"HH-AB 1"_s);
}

void tst_BookingFiles::aCalendarThereAndBack()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const Finished made =
        run({u"create"_s, u"--space"_s, u"A-2"_s, u"--email"_s, u"ann@example.org"_s, u"--from"_s,
             day(0) + u"T08:00"_s, u"--to"_s, day(0) + u"T09:30"_s, u"--title"_s, u"Visit, \\n"_s});
    VERIFY_SAID(made.exitCode == 0, made);
    const QList<domain::Booking> before = stored();
    const QString path = m_parkctl.file(u"bookings.ics"_s);
    QCOMPARE(run({u"export"_s, path, u"--with-persons"_s}).exitCode, 0);
    QCOMPARE(oneLine(run({u"import"_s, path, u"--json"_s}).out).value(u"unchanged").toInt(), 1);
    prepare(dialect);
    const Finished done = run({u"import"_s, path, u"--json"_s});
    VERIFY_SAID(done.exitCode == 0, done);
    QCOMPARE(stored().size(), 1);
    domain::BookingDraft expected = before.first();
    expected.spaceId = stored().first().spaceId;
    QCOMPARE(static_cast<const domain::BookingDraft &>(stored().first()), expected);
    QCOMPARE(stored().first().id, before.first().id);
}

/// As other programs write them: zones, a weekly rule, and again without doing it twice.
void tst_BookingFiles::othersCalendars()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const QString date = m_first.toString(u"yyyyMMdd"_s);
    const QString calendar =
        u"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
        "BEGIN:VEVENT\r\nUID:weekly-1\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;TZID=America/New_York:%1T080000\r\n"
        "DTEND;TZID=America/New_York:%1T090000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
        "SUMMARY:Stand-up\r\nLOCATION:House\\, A-1\r\n"
        "ORGANIZER;CN=Ben:mailto:ben@example.org\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:once\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART:%1T100000\r\nDURATION:PT30M\r\nCATEGORIES:A-2\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"_s.arg(date);
    const QString path = write(u"others.ics"_s, calendar.toUtf8());
    const Finished nobody = run({u"import"_s, path, u"--json"_s});
    VERIFY_SAID(nobody.exitCode == 1, nobody);
    QCOMPARE(problems(nobody), u"14 BAD_EMAIL"_s);
    const QStringList words{u"import"_s, path, u"--json"_s, u"--email"_s, u"desk@example.org"_s};
    const Finished done = run(words);
    VERIFY_SAID(done.exitCode == 0, done);
    const QList<domain::Booking> made = stored();
    QCOMPARE(made.size(), 4);
    QCOMPARE(toIso(made[0].start), day(0) + u"T08:00:00.000Z"_s); // ten in Paris
    QCOMPARE(made[0].email, u"desk@example.org"_s);
    QCOMPARE(toIso(made[1].start), day(0) + u"T12:00:00.000Z"_s);
    QCOMPARE(made[1].email, u"ben@example.org"_s);
    QCOMPARE(made[1].title, u"Stand-up"_s);
    QCOMPARE(made[3].start - made[1].start, 336h);
    const Finished again = run(words);
    VERIFY_SAID(again.exitCode == 0, again);
    QCOMPARE(oneLine(again.out).value(u"unchanged").toInt(), 4);
    QCOMPARE(stored().size(), 4);
    // The other program has moved one: that is told, not done twice.
    const QString later =
        write(u"later.ics"_s, QString(calendar).replace(u"T100000"_s, u"T120000"_s).toUtf8());
    const Finished moved =
        run({u"import"_s, later, u"--json"_s, u"--email"_s, u"desk@example.org"_s});
    VERIFY_SAID(moved.exitCode == 1, moved);
    QCOMPARE(problems(moved), u"14 DUPLICATE_RESOURCE"_s);
}

void tst_BookingFiles::thePolicyIsSet()
{
    QFETCH(store::Dialect, dialect);
    prepare(dialect);
    const Finished usual = run({u"policy"_s, u"--json"_s});
    VERIFY_SAID(usual.exitCode == 0, usual);
    QCOMPARE(oneLine(usual.out).value(u"leadSeconds").toInt(), 900);
    const Finished set =
        run({u"policy"_s, u"--json"_s, u"--set"_s, u"leadSeconds=600"_s,
             u"reasonFor=charging,wide"_s, u"hours={\"House\":{\"tue\":\"07:00-22:00\"}}"_s});
    VERIFY_SAID(set.exitCode == 0, set);
    const QJsonObject policy = oneLine(run({u"policy"_s, u"--json"_s}).out);
    QCOMPARE(policy, oneLine(set.out));
    QCOMPARE(policy.value(u"leadSeconds").toInt(), 600);
    QCOMPARE(policy.value(u"graceMinutes").toInt(), 15);
    QCOMPARE(policy.value(u"reasonFor").toArray(), (QJsonArray{u"charging"_s, u"wide"_s}));
    QCOMPARE(policy.value(u"hours")[u"House"_s][u"tue"_s].toString(), u"07:00-22:00"_s);
    // It is the one that bookings go by.
    QDate monday = m_first.addDays(8 - m_first.dayOfWeek());
    const QString date = monday.toString(Qt::ISODate);
    const Finished closed = run({u"create"_s, u"--space"_s, u"A-1"_s, u"--email"_s, u"a@b.org"_s,
                                 u"--from"_s, date + u"T08:00"_s, u"--to"_s, date + u"T09:00"_s});
    VERIFY_SAID(closed.exitCode == 1, closed);
    VERIFY_SAID(closed.out.contains(u"OUTSIDE_OPENING_HOURS"), closed);
    for (const QString &pair : {u"leadSeconds=3601"_s, u"leadSeconds=soon"_s, u"hours=1"_s,
                                u"colour=red"_s, u"leadSeconds"_s}) {
        const Finished refused = run({u"policy"_s, pair});
        VERIFY_SAID(refused.exitCode == 1, refused);
        VERIFY_SAID(refused.err.startsWith(u"VALIDATION_ERROR"), refused);
    }
    QCOMPARE(oneLine(run({u"policy"_s, u"--json"_s}).out), policy);
}

void tst_BookingFiles::wrongWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("export without a file") << QStringList{u"export"_s};
    QTest::newRow("import without a file") << QStringList{u"import"_s};
    QTest::newRow("two files") << QStringList{u"export"_s, u"a"_s, u"b"_s};
    QTest::newRow("no status") << QStringList{u"export"_s, u"a"_s, u"--status"_s, u"x"_s};
}

void tst_BookingFiles::wrongWords()
{
    QFETCH(QStringList, words);
    if (!m_url.startsWith(u"sqlite"))
        prepare(store::Dialect::Sqlite);
    const Finished done = run(words);
    VERIFY_SAID(done.exitCode == 2, done);
}

PARKING_TEST(tst_BookingFiles)
#include "tst_bookingfiles.moc"
