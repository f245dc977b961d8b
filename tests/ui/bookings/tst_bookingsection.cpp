// What a space's panel tells of its bookings, and what can be done there at once.

#include "base/literals.h"
#include "bookings/bookingalarms.h"
#include "bookings/bookinglabels.h"
#include "bookings/bookingsection.h"
#include "fixturebookings.h"
#include "fixturesite.h"
#include "testmain.h"

#include <QApplication>
#include <QCheckBox>
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
using fixture::kNow;
using fixture::spaceId;

class TestBookingSection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void standing_data();
    void standing();
    void tellsWhatRunsAndComes();
    void nothingIsClaimedWithoutAnAnswer();
    void bookedWithOneClick();
    void whoTellsNoAddressIsAsked();
    void reasonsAreAskedFor();
    void endsWhatRuns();
    void viewersHaveNoHands();
    void alarmsTellTheWayOut();

private:
    Booking booking(const QString &code, Milliseconds from, Milliseconds length) const;
    QPushButton *button(const QString &text, QWidget *in = nullptr) const;
    QLineEdit *field(const QString &name) const;
    bool isShown(const QString &text, QWidget *in = nullptr) const;
    void setSettings(const QString &contact);
    void show(const QString &code, const QList<Booking> &bookings);

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<BookingSection> m_section;
};

void TestBookingSection::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestBookingSection::init()
{
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
    m_situation.setRole(u"Operator"_s, false);
    m_situation.setHealth(fixture::healthy());
    m_situation.setNow(kNow);
    m_section = std::make_unique<BookingSection>(m_model, m_situation, m_theme);
    m_section->resize(328, 500);
    m_section->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_section.get()));
}

Booking TestBookingSection::booking(const QString &code, Milliseconds from,
                                    Milliseconds length) const
{
    Booking one;
    one.id = domain::BookingId::create();
    one.spaceId = spaceId(code);
    one.start = kNow + from;
    one.end = one.start + length;
    one.email = u"ann@example.com"_s;
    return one;
}

QPushButton *TestBookingSection::button(const QString &text, QWidget *in) const
{
    for (QPushButton *found : (in ? in : m_section.get())->findChildren<QPushButton *>()) {
        if (found->isVisible() && found->text() == text)
            return found;
    }
    return nullptr;
}

QLineEdit *TestBookingSection::field(const QString &name) const
{
    for (QLineEdit *found : m_section->findChildren<QLineEdit *>()) {
        if (found->isVisible() && found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

bool TestBookingSection::isShown(const QString &text, QWidget *in) const
{
    for (const QLabel *label : (in ? in : m_section.get())->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text() == text)
            return true;
    }
    return false;
}

void TestBookingSection::setSettings(const QString &contact)
{
    domain::SiteSnapshot site = fixture::harbourSite();
    site.site.settings = domain::withWalkInContact(site.site.settings, contact).valueOr({});
    m_model.load(site);
}

void TestBookingSection::show(const QString &code, const QList<Booking> &bookings)
{
    m_section->setSpace(spaceId(code));
    m_section->setBookings(spaceId(code), bookings);
    QCoreApplication::processEvents(); // new rows are shown
}

void TestBookingSection::standing_data()
{
    QTest::addColumn<Booking>("booking");
    QTest::addColumn<bool>("hasSensor");
    QTest::addColumn<domain::Confidence>("heard");
    QTest::addColumn<QString>("instead");
    QTest::addColumn<QString>("words");
    using enum domain::Confidence;
    const Booking later = booking({}, 2h, 1h);
    const Booking soon = booking({}, 12min + 1s, 1h);
    const Booking runs = booking({}, -2min, 1h);
    Booking arrived = runs;
    arrived.arrivedAt = kNow;
    Booking blocked = runs;
    blocked.blockedAt = kNow - 2min;
    Booking unverified = runs;
    unverified.unverifiedAt = kNow;
    Booking over = booking({}, -107min, 1h);
    over.status = domain::BookingStatus::Completed;
    over.overstayAt = over.end;
    const QChar thin(0x202f);
    const auto minutes = [thin](int number) { return u"%1%2min"_s.arg(number).arg(thin); };
    const auto row = [](const char *name, const Booking &booking, bool hasSensor,
                        domain::Confidence heard, const QString &instead, const QString &words) {
        QTest::newRow(name) << booking << hasSensor << heard << instead << words;
    };
    row("to come", later, true, Fresh, {}, u"begins in 2%1h"_s.arg(thin));
    row("soon", soon, true, Fresh, {}, u"held for it, begins in "_s + minutes(13));
    row("awaited", runs, true, Fresh, {}, u"nobody came yet, no-show in "_s + minutes(13));
    row("awaited, silent", runs, true, Stale, {}, u"running, not verified: the sensor is silent"_s);
    row("awaited, no sensor", runs, false, Unverified, {}, u"running; no sensor tells who came"_s);
    row("arrived", arrived, true, Fresh, {}, u"arrived at 14:02"_s);
    row("blocked", blocked, true, Fresh, u"G-014"_s, u"blocked: offer G-014"_s);
    row("blocked, none", blocked, true, Fresh, {}, u"blocked, and no free space near is known"_s);
    row("blocked, silent", blocked, true, Stale, u"G-014"_s,
        u"was blocked at 14:00; the sensor is silent since"_s);
    row("unverified", unverified, true, Fresh, {}, u"running, not verified"_s);
    row("overstay", over, true, Fresh, {},
        u"the car is still there, "_s + minutes(47) + u" over"_s);
    row("overstay, silent", over, true, Stale, {}, u"the car stayed; the sensor is silent since"_s);
}

void TestBookingSection::standing()
{
    QFETCH(Booking, booking);
    QFETCH(bool, hasSensor);
    QFETCH(domain::Confidence, heard);
    QFETCH(QString, instead);
    QFETCH(QString, words);
    QCOMPARE(labels::standing(booking, {}, kNow, {hasSensor, heard, instead},
                              QTimeZone(m_model.site().timeZone.toLatin1())),
             words);
}

void TestBookingSection::tellsWhatRunsAndComes()
{
    QSignalSpy wanted(m_section.get(), &BookingSection::wanted);
    QSignalSpy opened(m_section.get(), &BookingSection::opened);
    const Booking next = booking(u"B1-055"_s, 3h, 1h);
    show(u"B1-055"_s, {booking(u"B1-055"_s, -2min, 2h), next, booking(u"B1-055"_s, 25h, 1h)});
    QCOMPARE(wanted.size(), 1);
    QVERIFY(button(u"14:00 – 16:00"_s));
    QVERIFY(button(u"17:02 – 18:02"_s));
    QVERIFY(button(u"Tue 15 Sept, 15:02 – 16:02"_s));
    QVERIFY(isShown(u"ann@example.com"_s));
    QVERIFY(!field(u"E-mail"_s)); // it is somebody's
    QTest::mouseClick(button(u"17:02 – 18:02"_s), Qt::LeftButton);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].value<Booking>().id, next.id);
    m_section->setBookings(spaceId(u"B1-061"_s), QList<Booking>()); // the answer for another space
    QVERIFY(button(u"14:00 – 16:00"_s));
}

void TestBookingSection::nothingIsClaimedWithoutAnAnswer()
{
    show(u"B1-061"_s, {});
    QVERIFY(isShown(u"Not booked."_s));
    QVERIFY(field(u"E-mail"_s));
    m_section->setBookings(spaceId(u"B1-061"_s), {});
    QVERIFY(isShown(u"Nobody knows what it is booked for."_s));
    QVERIFY(!field(u"E-mail"_s));
}

void TestBookingSection::bookedWithOneClick()
{
    QSignalSpy asked(&m_section->walkIn(), &WalkInForm::bookAsked);
    setSettings(u"desk@example.com"_s);
    show(u"B1-061"_s, {booking(u"B1-061"_s, 4h, 1h)});
    QCOMPARE(field(u"E-mail"_s)->text(), u"desk@example.com"_s);
    QVERIFY(button(u"18:02"_s)); // then somebody else comes
    QVERIFY(!button(u"18:15"_s));
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    const BookingDraft draft = asked[0][0].value<BookingDraft>();
    QCOMPARE(draft.spaceId, spaceId(u"B1-061"_s));
    QCOMPARE(draft.start, kNow - 36s);
    QCOMPARE(draft.end, kNow - 36s + 73min);
    QCOMPARE(draft.email, u"desk@example.com"_s);
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton); // a double click books once
    QCOMPARE(asked.size(), 1);
    QVERIFY(!m_section->walkIn().setRefused(spaceId(u"B1-055"_s), u"Taken."_s)); // another's
    QVERIFY(!m_section->walkIn().setBooked(spaceId(u"B1-055"_s)));
    QVERIFY(!isShown(u"Taken."_s));
    QCOMPARE(field(u"E-mail"_s)->text(), u"desk@example.com"_s);
    QVERIFY(
        m_section->walkIn().setRefused(spaceId(u"B1-061"_s), u"B1-061 was booked a moment ago."_s));
    QVERIFY(isShown(u"B1-061 was booked a moment ago."_s));
    m_situation.setHealth(fixture::databaseDown(4min));
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
}

void TestBookingSection::whoTellsNoAddressIsAsked()
{
    QSignalSpy asked(&m_section->walkIn(), &WalkInForm::bookAsked);
    QSignalSpy kept(&m_section->walkIn(), &WalkInForm::contactKept);
    show(u"B1-061"_s, {});
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 0);
    QVERIFY(isShown(u"Enter an e-mail address such as name@example.com."_s));
    QTest::keyClicks(field(u"E-mail"_s), u"desk@example.com"_s);
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(kept.size(), 0); // nobody asked to remember it
    QVERIFY(m_section->walkIn().setBooked(spaceId(u"B1-061"_s)));
    QVERIFY(field(u"E-mail"_s)->text().isEmpty());
    QTest::keyClicks(field(u"E-mail"_s), u"desk@example.com"_s);
    m_section->findChild<QCheckBox *>()->setChecked(true);
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept[0][0].toString(), u"desk@example.com"_s);
}

void TestBookingSection::reasonsAreAskedFor()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    for (domain::Space &space : site.spaces) {
        if (space.code == u"B1-061")
            space.features = {u"charging"_s};
    }
    m_model.load(site);
    QSignalSpy asked(&m_section->walkIn(), &WalkInForm::bookAsked);
    show(u"B1-061"_s, {});
    QTest::keyClicks(field(u"E-mail"_s), u"ann@example.com"_s);
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 0);
    QTest::keyClicks(field(u"Reason"_s), u"empty battery"_s);
    QTest::mouseClick(button(u"15:15"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].value<BookingDraft>().reason, u"empty battery"_s);
}

void TestBookingSection::endsWhatRuns()
{
    QSignalSpy ended(m_section.get(), &BookingSection::endAsked);
    const Booking runs = booking(u"B1-055"_s, -2min, 2h);
    show(u"B1-055"_s, {runs, booking(u"B1-055"_s, 3h, 1h)});
    QTest::mouseClick(button(u"End now"_s), Qt::LeftButton);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended[0][0].value<Booking>().id, runs.id);
}

void TestBookingSection::viewersHaveNoHands()
{
    m_situation.setRole(u"Viewer"_s, true);
    show(u"B1-055"_s, {booking(u"B1-055"_s, -2min, 2h)});
    QVERIFY(!button(u"End now"_s));
    QVERIFY(isShown(u"Booked"_s));
    QVERIFY(!isShown(u"ann@example.com"_s));
    show(u"B1-061"_s, {});
    QVERIFY(!field(u"E-mail"_s));
}

void TestBookingSection::alarmsTellTheWayOut()
{
    BookingAlarms alarms(m_model, m_theme);
    alarms.resize(900, 100);
    QSignalSpy moved(&alarms, &BookingAlarms::moveAsked);
    Booking blocked = booking(u"B1-055"_s, -2min, 2h);
    blocked.blockedAt = blocked.start;
    Booking over = booking(u"B1-046"_s, -107min, 1h);
    over.status = domain::BookingStatus::Completed;
    over.overstayAt = over.end;
    const QList<domain::BookingAmiss> amiss{
        {blocked, u"B1-055"_s, true,
         domain::BookingAlternative{spaceId(u"B1-061"_s), u"B1-061"_s, blocked.span()}},
        {over, u"B1-046"_s, false, {}}};
    alarms.setAmiss(amiss, kNow, false);
    alarms.show();
    QCoreApplication::processEvents();
    QCOMPARE(alarms.count(), 2);
    QVERIFY(isShown(u"B1-055 is taken by somebody else · booked 14:00 – 16:00, ann@example.com · "
                    "B1-061 is free"_s,
                    &alarms));
    QTest::mouseClick(button(u"Move it to B1-061"_s, &alarms), Qt::LeftButton);
    QCOMPARE(moved.size(), 1);
    alarms.setAmiss(amiss, kNow, true);
    QCoreApplication::processEvents();
    QVERIFY(!button(u"Move it to B1-061"_s, &alarms));
    alarms.setAmiss({}, kNow, false);
    QVERIFY(alarms.isHidden());
    // The sensor has fallen silent: nobody knows whether the car is still there.
    domain::SpaceStatus silent = m_model.status(m_model.rowOf(over.spaceId));
    silent.silentAfter = 1h;
    silent.lastHeard = kNow - 2h;
    m_model.apply({silent});
    alarms.setAmiss(amiss, kNow, false);
    QCOMPARE(alarms.count(), 1);
}

PARKING_TEST(TestBookingSection)
#include "tst_bookingsection.moc"
