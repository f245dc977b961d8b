#include "base/literals.h"
#include "bookings/bookingform.h"
#include "bookings/bookinglabels.h"
#include "fixturesite.h"
#include "testmain.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingSpan;

/// The times of a booking's form on days with a clock change, typed by real keys.
class TestFormTimes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void untouchedTimesStay_data() { addZones(); }
    void untouchedTimesStay();
    void aTimeThatComesTwiceIsAskedFor_data() { addZones(); }
    void aTimeThatComesTwiceIsAskedFor();
    void theEndIsCapped_data() { addZones(); }
    void theEndIsCapped();
    void aStricterPolicyShortensNothing_data() { addZones(); }
    void aStricterPolicyShortensNothing();
    void aTimeThatIsNoneMoves_data() { addZones(); }
    void aTimeThatIsNoneMoves();

private:
    static void addZones();
    /// The form in the row's zone, on the eve of `day`.
    void open(QDate day);
    UtcTime momentOf(QDate day, const QString &time) const;
    void type(const QString &field, const QString &text);
    QLineEdit *field(const QString &name) const;
    QPushButton *button(const QString &start) const; ///< that is shown and begins like this
    QString shown(const QString &part) const; ///< the words that hold this

    Theme m_theme{*qApp};
    QTimeZone m_zone;
    std::unique_ptr<BookingForm> m_form;
};

void TestFormTimes::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

/// What has the focus loses it while all of the form is there.
void TestFormTimes::cleanup()
{
    if (m_form)
        m_form->hide();
    m_form.reset();
}

void TestFormTimes::addZones()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QDate>("autumn");
    QTest::addColumn<QString>("twice");
    QTest::addColumn<int>("minutes"); // by which the clock is set
    QTest::addColumn<QDate>("spring");
    QTest::addColumn<QString>("none");
    QTest::addColumn<QString>("instead");
    QTest::newRow("Paris") << u"Europe/Paris"_s << QDate(2026, 10, 25) << u"02:30"_s << 60
                           << QDate(2026, 3, 29) << u"02:30"_s << u"03:30"_s;
    QTest::newRow("New York") << u"America/New_York"_s << QDate(2026, 11, 1) << u"01:30"_s << 60
                              << QDate(2026, 3, 8) << u"02:30"_s << u"03:30"_s;
    QTest::newRow("Lord Howe") << u"Australia/Lord_Howe"_s << QDate(2026, 4, 5) << u"01:45"_s << 30
                               << QDate(2026, 10, 4) << u"02:15"_s << u"02:45"_s;
}

void TestFormTimes::open(QDate day)
{
    QFETCH(QString, zone);
    cleanup();
    m_zone = domain::zoneOf(zone);
    m_form = std::make_unique<BookingForm>(m_theme);
    m_form->setSite(u"Site"_s, m_zone);
    m_form->setNow(momentOf(day.addDays(-1), u"10:00"_s));
    m_form->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_form.get()));
}

UtcTime TestFormTimes::momentOf(QDate day, const QString &time) const
{
    return domain::momentOf(QDateTime(day, QTime::fromString(time, u"HH:mm"_s), Qt::UTC), m_zone)
        .time;
}

QLineEdit *TestFormTimes::field(const QString &name) const
{
    for (QLineEdit *found : m_form->findChildren<QLineEdit *>()) {
        if (found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

void TestFormTimes::type(const QString &name, const QString &text)
{
    QLineEdit *edit = field(name);
    QVERIFY(edit);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

QPushButton *TestFormTimes::button(const QString &start) const
{
    for (QPushButton *found : m_form->findChildren<QPushButton *>()) {
        if (!found->isHidden() && found->text().startsWith(start))
            return found;
    }
    return nullptr;
}

QString TestFormTimes::shown(const QString &part) const
{
    for (const QLabel *label : m_form->findChildren<QLabel *>()) {
        if (!label->isHidden() && label->text().contains(part))
            return label->text();
    }
    return {};
}

/// Before, in and past the time that the clock shows twice, whatever else is changed of a booking.
void TestFormTimes::untouchedTimesStay()
{
    QFETCH(QDate, autumn);
    QFETCH(QDate, spring);
    for (const QDate day : {autumn, spring}) {
        open(day);
        const UtcTime midnight = momentOf(day, u"00:00"_s);
        for (UtcTime start = midnight - 1h; start < midnight + 6h; start += 15min) {
            for (const Milliseconds length :
                 {Milliseconds(15min), Milliseconds(60min), Milliseconds(90min), Milliseconds(4h),
                  Milliseconds(23h + 45min), Milliseconds(24h)}) {
                Booking booking;
                booking.id = domain::BookingId::create();
                booking.spaceId = domain::SpaceId::create();
                booking.start = start + 7s; // as who books at once does
                booking.end = start + length;
                m_form->edit(booking);
                QVERIFY(m_form->draft().has_value());
                QCOMPARE(m_form->draft()->start, booking.start);
                QCOMPARE(m_form->draft()->end, booking.end);
                BookingDraft made;
                made.start = start;
                made.end = start + length;
                m_form->begin(made);
                QCOMPARE(m_form->draft()->start, made.start);
                QCOMPARE(m_form->draft()->end, made.end);
            }
        }
    }
}

void TestFormTimes::aTimeThatComesTwiceIsAskedFor()
{
    QFETCH(QDate, autumn);
    QFETCH(QString, twice);
    QFETCH(int, minutes);
    open(autumn);
    BookingDraft draft;
    draft.start = momentOf(autumn, u"00:30"_s);
    draft.end = draft.start + 15min;
    m_form->begin(draft);
    QVERIFY(!button(u"00:45 comes twice"_s));
    type(u"Until"_s, twice);
    const UtcTime first = momentOf(autumn, twice);
    QCOMPARE(m_form->draft()->end, first);
    QPushButton *which = button(twice + u" comes twice: the first"_s);
    QVERIFY(which);
    QTest::mouseClick(which, Qt::LeftButton);
    QCOMPARE(m_form->draft()->end, first + std::chrono::minutes(minutes));
    which = button(twice + u" comes twice: the second"_s);
    QVERIFY(which);
    QVERIFY(!shown(u"The clock is set back by"_s).isEmpty());

    // Between the two only one of them is left.
    type(u"From"_s, twice);
    QTest::mouseClick(button(twice + u" comes twice: the first"_s), Qt::LeftButton);
    QCOMPARE(m_form->draft()->start, first + std::chrono::minutes(minutes));
    type(u"Until"_s, u"05:00"_s);
    QVERIFY(!button(u"05:00 comes twice"_s));
    QCOMPARE(m_form->draft()->span(),
             BookingSpan({first + std::chrono::minutes(minutes), momentOf(autumn, u"05:00"_s)}));
}

/// From noon to noon is longer than a day: the form says so, ends it earlier, and books that.
void TestFormTimes::theEndIsCapped()
{
    QFETCH(QDate, autumn);
    QFETCH(int, minutes);
    open(autumn);
    BookingDraft draft;
    draft.spaceId = domain::SpaceId::create();
    draft.start = momentOf(autumn.addDays(-1), u"12:00"_s);
    draft.end = draft.start + 1h;
    draft.email = u"ann@example.org"_s;
    m_form->begin(draft);
    QVERIFY(shown(u"The clock is set"_s).isEmpty());
    type(u"Until"_s, u"12:00"_s);
    const QString capped = minutes == 60 ? u"11:00"_s : u"11:30"_s;
    QCOMPARE(shown(u"The clock is set back by"_s),
             u"The clock is set back by %1 meanwhile: the longest stay ends at %2."_s.arg(
                 labels::length(std::chrono::minutes(minutes)), capped));
    QCOMPARE(m_form->draft()->span().length(), Milliseconds(24h));
    QTest::keyClick(field(u"Until"_s), Qt::Key_Tab);
    QCOMPARE(field(u"Until"_s)->text(), capped);
    QSignalSpy asked(m_form.get(), &BookingForm::bookAsked);
    QTest::keyClick(field(u"Until"_s), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<BookingDraft>().span(),
             BookingSpan({draft.start, draft.start + 24h}));
    // What is too long by the wall's clock as well is refused, and not made shorter.
    domain::BookingPolicy policy;
    policy.longest = 2h;
    m_form->setPolicy(policy);
    type(u"Until"_s, u"14:30"_s);
    QCOMPARE(m_form->draft()->end, draft.start + 150min);
}

void TestFormTimes::aStricterPolicyShortensNothing()
{
    QFETCH(QDate, autumn);
    QFETCH(QString, twice);
    QFETCH(int, minutes);
    open(autumn);
    domain::BookingPolicy policy;
    policy.longest = std::chrono::minutes(minutes);
    m_form->setPolicy(policy);
    Booking booking;
    booking.id = domain::BookingId::create();
    booking.spaceId = domain::SpaceId::create();
    booking.email = u"ann@example.org"_s;
    booking.start = momentOf(autumn, twice) - 15min;
    booking.end = momentOf(autumn, twice) + std::chrono::minutes(minutes); // the second one
    m_form->edit(booking);
    type(u"Title (optional)"_s, u"Visit"_s);
    QSignalSpy asked(m_form.get(), &BookingForm::changeAsked);
    QTest::keyClick(field(u"Until"_s), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().at(1).value<BookingDraft>().span(), booking.span());
}

void TestFormTimes::aTimeThatIsNoneMoves()
{
    QFETCH(QDate, spring);
    QFETCH(QString, none);
    QFETCH(QString, instead);
    QFETCH(int, minutes);
    open(spring);
    BookingDraft draft;
    draft.start = momentOf(spring, u"00:30"_s);
    draft.end = draft.start + 15min;
    m_form->begin(draft);
    type(u"Until"_s, none);
    QCOMPARE(m_form->draft()->end, momentOf(spring, instead));
    const QString said = u"%1 does not exist on this day: %2"_s.arg(none, instead);
    QVERIFY(shown(said).contains(u"The clock is set forward by %1 meanwhile."_s.arg(
        labels::length(std::chrono::minutes(minutes)))));
    QTest::keyClick(field(u"Until"_s), Qt::Key_Tab);
    QCOMPARE(field(u"Until"_s)->text(), instead);
    QVERIFY(!button(instead + u" comes twice"_s));
    // A day by the wall's clock is shorter then, and no longer than a stay may be.
    draft.start = momentOf(spring.addDays(-1), u"12:00"_s);
    draft.end = draft.start + 1h;
    m_form->begin(draft);
    type(u"Until"_s, u"12:00"_s);
    QCOMPARE(m_form->draft()->span().length(), 24h - std::chrono::minutes(minutes));
}

PARKING_TEST(TestFormTimes)
#include "tst_formtimes.moc"
