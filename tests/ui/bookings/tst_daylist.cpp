// The printed day: what it says, on how many pages, and of when it is.

#include "base/literals.h"
#include "bookings/bookingspage.h"
#include "fixturebookings.h"
#include "fixturesite.h"
#include "testmain.h"
#include "verify.h"

#include <QApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::kNow;

class TestDayList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void holdsTheChosenDay();
    void aLostServerIsTold();
    void viewersPrintNoPerson();
    void whatIsNotKnownIsNotPrinted();
    void printedAsText();
    void asManyPagesAsItTakes();
    void whatCannotBeWrittenIsTold();

private:
    QString textOf(const QString &file) const; ///< by Poppler's pdftotext
    QString file() const { return m_folder.filePath(u"day.pdf"_s); }

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<BookingsPage> m_page;
    QTemporaryDir m_folder;
};

void TestDayList::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestDayList::init()
{
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
    m_situation.setRole(u"Operator"_s, false);
    m_situation.setHealth(fixture::healthy());
    m_situation.setNow(kNow);
    m_page = std::make_unique<BookingsPage>(m_model, m_situation, m_theme);
    m_page->resize(1367, 815);
    m_page->show();
    QList<domain::Booking> bookings = fixture::harbourBookings();
    bookings.first().plate = u"HH-AB 12"_s;
    m_page->setBookings(bookings);
}

QString TestDayList::textOf(const QString &file) const
{
    QProcess reader;
    reader.start(u"pdftotext"_s, {u"-layout"_s, file, u"-"_s});
    if (!reader.waitForFinished(60'000) || reader.exitCode() != 0)
        return u"pdftotext: "_s + reader.errorString();
    return QString::fromUtf8(reader.readAllStandardOutput());
}

void TestDayList::holdsTheChosenDay()
{
    const DayList list = m_page->dayList();
    QCOMPARE(list.title, u"Bookings of Monday 14 September 2026"_s);
    QCOMPARE(list.asOf, u"As of 14:02"_s);
    QVERIFY(!list.isOld);
    QCOMPARE(list.rows.size(), 33); // what was cancelled holds no space
    const auto first = std::find_if(list.rows.cbegin(), list.rows.cend(),
                                    [](const auto &row) { return row.code == u"B1-004"; });
    QVERIFY(first != list.rows.cend());
    QCOMPARE(first->group, u"North · Basement 1"_s);
    QCOMPARE(first->times, u"07:30 – 10:00"_s);
    QCOMPARE(first->who, u"m.fleet@example.com"_s);
    QCOMPARE(first->plate, u"HH-AB 12"_s);
    QCOMPARE(first->status, u"Completed"_s);
    QVERIFY(std::is_sorted(first, first + 4,
                           [](const auto &a, const auto &b) { return a.code < b.code; }));
    BookingsChoice choice = m_page->choice();
    choice.building = u"North"_s;
    choice.floor = u"1"_s;
    m_page->choose(choice);
    for (const DayList::Row &row : m_page->dayList().rows)
        QVERIFY(row.code.startsWith(u"1-"));
}

void TestDayList::aLostServerIsTold()
{
    m_situation.setNow(kNow + 7min);
    m_situation.setHealth(fixture::databaseDown(4min));
    const DayList list = m_page->dayList();
    QVERIFY(list.isOld);
    QCOMPARE(list.rows.size(), 33);
    QString said = list.asOf;
    said.replace(QChar(0x202f), u' ');
    QVERIFY2(said.startsWith(u"As of 14:02, 7 min ago: newer bookings and changes are missing. "
                             "The database does not answer since "_s),
             qPrintable(list.asOf));
    m_situation.setHealth(fixture::healthy());
    m_page->confirm(); // the database says the same now
    QCOMPARE(m_page->dayList().asOf, u"As of 14:09"_s);
}

void TestDayList::viewersPrintNoPerson()
{
    m_situation.setRole(u"Viewer"_s, true);
    for (const DayList::Row &row : m_page->dayList().rows) {
        QCOMPARE(row.who, u"Booked"_s);
        QVERIFY(row.plate.isEmpty());
    }
}

/// Another day that was not read yet has no list: an empty one would say that nobody comes.
void TestDayList::whatIsNotKnownIsNotPrinted()
{
    BookingsChoice choice = m_page->choice();
    choice.day = choice.day.addDays(20);
    m_page->choose(choice);
    const DayList list = m_page->dayList();
    QVERIFY(list.rows.isEmpty());
    QCOMPARE(list.asOf, u"Nobody knows what is booked: it could not be read."_s);
    QVERIFY(list.isOld);
    const auto pages = writeDayList(file(), list);
    VERIFY_OK(pages);
    QVERIFY(!textOf(file()).contains(u"No bookings on this day"));
}

void TestDayList::printedAsText()
{
    BookingsChoice choice = m_page->choice();
    choice.building = u"North"_s;
    choice.floor = u"B1"_s;
    m_page->choose(choice);
    const auto pages = writeDayList(file(), m_page->dayList());
    VERIFY_OK(pages);
    QCOMPARE(*pages, 1);
    const QString text = textOf(file());
    QVERIFY2(text.contains(u"Bookings of Monday 14 September 2026"), qPrintable(text));
    QVERIFY(text.contains(u"Harbour Site"));
    QVERIFY(text.contains(u"As of 14:02"));
    QVERIFY(text.contains(u"North · Basement 1"));
    QVERIFY(text.contains(u"audit@example.com"));
    QVERIFY(text.contains(u"HH-AB 12"));
    QVERIFY(text.contains(u"Page 1 of 1"));
}

void TestDayList::asManyPagesAsItTakes()
{
    m_page->setBookings(fixture::manyBookings(fixture::harbourSite(), 300));
    const DayList list = m_page->dayList();
    QCOMPARE(list.rows.size(), 300);
    const auto pages = writeDayList(file(), list);
    VERIFY_OK(pages);
    QVERIFY(*pages > 5);
    const QString text = textOf(file());
    QCOMPARE(text.count(u'\f'), *pages); // one ends each page
    QVERIFY(text.contains(u"Page %1 of %1"_s.arg(*pages)));
    QCOMPARE(text.count(u"From – until"), *pages); // each has a head
    for (const DayList::Row &row : list.rows)
        QVERIFY2(text.contains(row.code), qPrintable(row.code));
}

void TestDayList::whatCannotBeWrittenIsTold()
{
    const auto pages = writeDayList(m_folder.filePath(u"none/day.pdf"_s), m_page->dayList());
    QVERIFY(!pages);
    QCOMPARE(pages.error().code, u"BAD_FILE"_s);
}

PARKING_TEST(TestDayList)
#include "tst_daylist.moc"
