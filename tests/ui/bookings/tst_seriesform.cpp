#include "base/literals.h"
#include "bookings/bookingform.h"
#include "bookings/bookingsimportdialog.h"
#include "bookings/cancelbox.h"
#include "fixturesite.h"
#include "testmain.h"
#include "widgets/dayfield.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::SeriesRule;
using domain::SeriesScope;

namespace {

/// Monday, 5 October 2026, 08:00 in Paris.
const UtcTime kNow = *fromIso(u"2026-10-05T06:00:00Z");
const QString kZone = u"Europe/Paris"_s;

} // namespace

/// Series in the form, and which of a series is meant, driven by a real mouse.
class TestSeriesForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void oneBookingIsNoSeries();
    void aSeriesIsAskedFor();
    void faultsStopIt();
    void clockChangesAreTold();
    void daysThatDoNotFitAreLeftOut();
    void aChangeAsksForWhich();
    void conflictsOfAChangeAreListed();
    void aCancellationAsksForWhich();
    void anImportIsShownFirst();
    void daysHaveNamesInEveryLocale();

private:
    BookingDraft draft() const;
    QPushButton *button(const QString &text) const;
    QPushButton *bookButton() const ///< "Book", "Book 12 dates"
    {
        for (QPushButton *one : m_form->findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text().startsWith(u"Book"))
                return one;
        }
        return nullptr;
    }
    void repeat() const
    {
        auto *box = m_page->findChild<QCheckBox *>(u"repeat"_s);
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    }
    QWidget *named(const QString &name) const;
    bool isShown(const QString &text) const;
    void click(QWidget *widget)
    {
        QVERIFY(widget && widget->isVisible());
        QTest::mouseClick(widget, Qt::LeftButton);
        QApplication::processEvents(); // rows that go do so later
    }
    void setUntil(QDate day)
    {
        DayField *until = nullptr;
        for (DayField *one : m_page->findChildren<DayField *>())
            until = one->accessibleName() == u"Last day" ? one : until;
        QVERIFY(until);
        until->setDate(day);
    }

    Theme m_theme{*qApp};
    std::unique_ptr<QWidget> m_page;
    BookingForm *m_form = nullptr;
};

void TestSeriesForm::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestSeriesForm::init()
{
    m_page = std::make_unique<QWidget>();
    m_page->resize(900, 900);
    m_form = new BookingForm(m_theme, m_page.get());
    m_form->resize(m_form->width(), 880);
    m_form->setSite(u"Paris"_s, domain::zoneOf(kZone));
    m_form->setNow(kNow);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_form->begin(draft());
    m_form->setOffered({{draft().spaceId, u"A-1"_s, {}, {}, true, {}, {}}}, true);
}

BookingDraft TestSeriesForm::draft() const
{
    BookingDraft draft;
    draft.spaceId = domain::SpaceId(QUuid(u"{6b2f3c1e-0000-4000-8000-000000000001}"_s));
    draft.start = kNow + 2h; // Monday, ten to half past eleven
    draft.end = draft.start + 90min;
    draft.email = u"ann@example.org"_s;
    return draft;
}

QPushButton *TestSeriesForm::button(const QString &text) const
{
    for (QPushButton *one : m_page->findChildren<QPushButton *>()) {
        if (one->isVisible() && (one->text() == text || one->accessibleName() == text))
            return one;
    }
    return nullptr;
}

QWidget *TestSeriesForm::named(const QString &name) const
{
    for (QWidget *one : m_page->findChildren<QWidget *>()) {
        if (one->accessibleName() == name && !qobject_cast<QLineEdit *>(one))
            return one;
    }
    return nullptr;
}

bool TestSeriesForm::isShown(const QString &text) const
{
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(text))
            return true;
    }
    return false;
}

void TestSeriesForm::oneBookingIsNoSeries()
{
    QSignalSpy asked(m_form, &BookingForm::bookAsked);
    QSignalSpy series(m_form, &BookingForm::seriesAsked);
    QVERIFY(!button(u"Tuesday"_s));
    click(bookButton());
    QCOMPARE(asked.size(), 1);
    QCOMPARE(series.size(), 0);
}

void TestSeriesForm::aSeriesIsAskedFor()
{
    QSignalSpy asked(m_form, &BookingForm::bookAsked);
    QSignalSpy series(m_form, &BookingForm::seriesAsked);
    repeat();
    QVERIFY(button(u"Monday"_s)->isChecked());
    QVERIFY(isShown(u"12 bookings, the last on Mon 21 Dec"_s));
    QCOMPARE(bookButton()->text(), u"Book 12 dates"_s);
    click(button(u"Wednesday"_s));
    setUntil(QDate(2026, 10, 14));
    QVERIFY(isShown(u"4 bookings, the last on Wed 14 Oct"_s));
    click(bookButton());
    QCOMPARE(asked.size(), 0);
    QCOMPARE(series.size(), 1);
    QCOMPARE(series.first().at(0).value<BookingDraft>().email, u"ann@example.org"_s);
    SeriesRule rule;
    rule.from = QDate(2026, 10, 5);
    rule.start = QTime(10, 0);
    rule.length = 90min;
    rule.weekdays = {1, 3};
    rule.until = QDate(2026, 10, 14);
    QCOMPARE(series.first().at(1).value<SeriesRule>(), rule);
    // The next new booking is none again.
    m_form->begin(draft());
    QVERIFY(!button(u"Tuesday"_s));
}

void TestSeriesForm::faultsStopIt()
{
    QSignalSpy series(m_form, &BookingForm::seriesAsked);
    repeat();
    click(button(u"Monday"_s));
    QVERIFY(isShown(u"Choose the days of the week."_s));
    click(bookButton());
    click(button(u"Friday"_s));
    QVERIFY(!isShown(u"Choose the days of the week."_s));
    setUntil(QDate(2026, 10, 8));
    QVERIFY(isShown(u"No day falls into the series."_s));
    click(bookButton());
    setUntil(QDate(2026, 10, 4));
    QVERIFY(isShown(u"The last day lies before the first."_s));
    click(bookButton());
    setUntil(QDate(2036, 10, 4));
    QVERIFY(isShown(u"A series has 366 bookings at most."_s));
    click(bookButton());
    QCOMPARE(series.size(), 0);
}

void TestSeriesForm::clockChangesAreTold()
{
    BookingDraft night = draft();
    night.start = *fromIso(u"2026-10-10T22:00:00Z"); // the whole of Sunday, the 11th
    night.end = night.start + 24h;
    m_form->begin(night);
    repeat();
    QVERIFY(isShown(u"Sun 25 Oct: the clock is set, 00:00 – 23:00"_s));
}

void TestSeriesForm::daysThatDoNotFitAreLeftOut()
{
    QSignalSpy series(m_form, &BookingForm::seriesAsked);
    repeat();
    click(bookButton());
    const auto conflict = [this](int week) {
        const UtcTime start = draft().start + week * 168h;
        return domain::SeriesConflict{
            QDate(2026, 10, 5).addDays(7 * week),
            {BookingId::create(), draft().spaceId, {start, start + 30min}}};
    };
    m_form->setRefusal(domain::seriesNotAvailable(draft().spaceId, {conflict(1), conflict(2)}));
    QVERIFY(isShown(u"Mon 12 Oct: booked 10:00 – 10:30"_s));
    QVERIFY(isShown(u"Mon 19 Oct: booked 10:00 – 10:30"_s));
    click(button(u"Leave out Mon 12 Oct"_s));
    QVERIFY(!isShown(u"Mon 12 Oct: booked"_s));
    QVERIFY(isShown(u"Mon 19 Oct: booked"_s));
    click(button(u"Leave out Mon 19 Oct"_s));
    QVERIFY(!isShown(u": booked"_s));
    click(button(u"Not on Mon 19 Oct"_s)); // after all
    click(bookButton());
    QCOMPARE(series.size(), 2);
    QCOMPARE(series.last().at(1).value<SeriesRule>().exceptions, QList<QDate>{QDate(2026, 10, 12)});
}

void TestSeriesForm::aChangeAsksForWhich()
{
    Booking booking;
    static_cast<BookingDraft &>(booking) = draft();
    booking.id = BookingId::create();
    m_form->edit(booking);
    QVERIFY(!button(u"This and following"_s)); // it stands alone
    QVERIFY(!m_page->findChild<QCheckBox *>(u"repeat"_s)->isVisible());
    booking.seriesId = domain::BookingSeriesId::create();
    m_form->edit(booking);
    QSignalSpy one(m_form, &BookingForm::changeAsked);
    QSignalSpy more(m_form, &BookingForm::changeSeriesAsked);
    click(button(u"Save"_s));
    QCOMPARE(one.size(), 1);
    click(button(u"This and following"_s));
    click(button(u"Save"_s));
    QCOMPARE(one.size(), 1);
    QCOMPARE(more.size(), 1);
    QCOMPARE(more.first().at(0).value<BookingId>(), booking.id);
    QCOMPARE(more.first().at(2).value<SeriesScope>(), SeriesScope::Following);
    click(button(u"All"_s));
    click(button(u"Save"_s));
    QCOMPARE(more.last().at(2).value<SeriesScope>(), SeriesScope::All);
    m_form->edit(booking); // nothing is left of the choice
    click(button(u"Save"_s));
    QCOMPARE(one.size(), 2);
}

void TestSeriesForm::conflictsOfAChangeAreListed()
{
    Booking booking;
    static_cast<BookingDraft &>(booking) = draft();
    booking.id = BookingId::create();
    booking.seriesId = domain::BookingSeriesId::create();
    m_form->edit(booking);
    click(button(u"All"_s));
    click(button(u"Save"_s));
    m_form->setRefusal(domain::seriesNotAvailable(
        booking.spaceId,
        {{QDate(2026, 10, 12), {BookingId::create(), booking.spaceId, booking.span()}},
         {QDate(2026, 10, 19), {BookingId::create(), booking.spaceId, booking.span()}}}));
    QVERIFY(isShown(u"Mon 12 Oct: booked 10:00 – 11:30\nMon 19 Oct: booked 10:00 – 11:30"_s));
}

void TestSeriesForm::aCancellationAsksForWhich()
{
    auto *box = new CancelBox(m_theme, m_page.get());
    QSignalSpy one(box, &CancelBox::agreed);
    QSignalSpy more(box, &CancelBox::seriesAgreed);
    Booking booking;
    booking.id = BookingId::create();
    box->open(booking, u"Cancel?"_s, QRect(500, 100, 1, 1));
    QVERIFY(!button(u"This and following"_s));
    click(button(u"Keep it"_s));
    booking.seriesId = domain::BookingSeriesId::create();
    box->open(booking, u"Cancel?"_s, QRect(500, 100, 1, 1));
    click(button(u"This and following"_s));
    auto *reason = box->findChild<QLineEdit *>();
    QTest::keyClicks(reason, u"away"_s);
    click(button(u"Cancel the booking"_s));
    QCOMPARE(one.size(), 0);
    QCOMPARE(more.size(), 1);
    QCOMPARE(more.first().at(0).value<BookingId>(), booking.id);
    QCOMPARE(more.first().at(1).toString(), u"away"_s);
    QCOMPARE(more.first().at(2).value<SeriesScope>(), SeriesScope::Following);
    box->open(booking, u"Cancel?"_s, QRect(500, 100, 1, 1));
    click(button(u"Cancel the booking"_s));
    QCOMPARE(one.size(), 1);
}

void TestSeriesForm::anImportIsShownFirst()
{
    const BookingsImportDialog::Site site{{{draft().spaceId, u"A-1"_s}}, domain::zoneOf(kZone)};
    Booking booking;
    static_cast<BookingDraft &>(booking) = draft();
    domain::BookingImportResult good{.created = {booking}, .unchanged = 2, .problems = {}};
    BookingsImportDialog asks(u"a.csv"_s, good, site, m_theme, m_page.get());
    asks.show();
    const auto *table = asks.findChild<QTableWidget *>();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 1);
    QCOMPARE(table->item(0, 0)->text(), u"A-1"_s);
    QCOMPARE(table->item(0, 2)->text(), u"10:00 – 11:30"_s);
    QSignalSpy accepted(&asks, &QDialog::accepted);
    for (QPushButton *yes : asks.findChildren<QPushButton *>()) {
        if (yes->text() == u"Import")
            QTest::mouseClick(yes, Qt::LeftButton);
    }
    QCOMPARE(accepted.size(), 1);
    domain::BookingImportResult bad{
        .created = {}, .problems = {{4, u"uid-1"_s, u"NO_TIME"_s, u"DTSTART is no time"_s}}};
    BookingsImportDialog tells(u"a.ics"_s, bad, site, m_theme, m_page.get());
    tells.show();
    table = tells.findChild<QTableWidget *>();
    QVERIFY(table);
    QCOMPARE(table->item(0, 0)->text(), u"4"_s);
    QCOMPARE(table->item(0, 1)->text(), u"uid-1"_s);
    for (const QPushButton *one : tells.findChildren<QPushButton *>())
        QVERIFY(one->text() != u"Import");
}

/// The C locale, in which services often run, has figures in place of the shortest names.
void TestSeriesForm::daysHaveNamesInEveryLocale()
{
    const QLocale before;
    for (const QLocale &locale : {QLocale::c(), QLocale(u"en_GB"_s), QLocale(u"de_DE"_s)}) {
        QLocale::setDefault(locale);
        const BookingSeriesBox box(m_theme);
        for (const QPushButton *day : box.findChildren<QPushButton *>()) {
            const bool isDay = day->isCheckable() && day->accessibleName() != day->text()
                && !day->accessibleName().isEmpty();
            QVERIFY2(!isDay || day->text().at(0).isLetter(), qPrintable(day->text()));
        }
    }
    QLocale::setDefault(before);
}

PARKING_TEST(TestSeriesForm)
#include "tst_seriesform.moc"
