#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "bookings/bookingspage.h"
#include "domain/problems.h"
#include "fixturebookings.h"
#include "fixturesite.h"
#include "testmain.h"
#include "widgets/dayfield.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QCalendarWidget>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using fixture::kNow;
using fixture::spaceId;

/// The page "Bookings", driven by real keys and a real mouse.
class TestBookingsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void asksForWhatItShows();
    void summaryCounts();
    void dragCreates();
    void dragMoves();
    void dragResizes();
    void dropOnAConflictDoesNothing();
    void escapePutsTheDragBack();
    void whatWasAskedIsShownUntilTheAnswer();
    void arrowsMoveBetweenBookings();
    void shiftMovesAndControlResizes();
    void controlAndShiftMoveTheStart();
    void anotherKeyLosesNoMovedEnd();
    void keysChooseRowsAndHeads();
    void deleteAsksWhy();
    void enterEdits();
    void headsFold();
    void controlAndWheelZoom();
    void emptyDaysShowAllRows();
    void fewRowsAreAllShown();
    void viewersSeeNoPersonAndMoveNothing();
    void aLostDatabaseStopsHands();
    void daysAndWeeks();
    void todayShowsNow();
    void placesNarrowTheRows();
    void listAsksAndTells();
    void listTurnsPages();
    void listStaysWhileItIsRead();
    void listFailsHonestly();
    void listOpensAndCancels();
    void formTellsFaults();
    void formTellsConflictsAndWaysOut();
    void formKeepsWhatWasTyped();
    void formOffersOnlyWhatIsKnown();
    void formHoldsWhatIsNotShown();
    void ctrlNBeginsAtTheFirstEmptyField();
    void daysAreTypedAsPeopleWriteThem();
    void daysAreChosenInACalendar();
    void newOnesAreOfTheDayThatIsSeen();
    void tabGoesFromFieldToField();
    void assistiveTechnologySeesBookings();
    void keysReachRowsThatAreNotSeen();
    void todayIsFollowedOverMidnight();

private:
    BookingId id(const QString &code, double hour) const;
    QPoint pointOf(const BookingId &booking) const;
    QPoint pointAt(const QString &code, double hour) const;
    void press(const QPoint &at);
    void move(const QPoint &at);
    void release(const QPoint &at);
    void drag(const QPoint &from, const QPoint &to);
    QPushButton *button(const QString &text) const;
    QLineEdit *field(const QString &name) const;
    DayField *day() const; ///< of the form
    bool isShown(const QString &text) const;
    bool begins(const QString &text) const; ///< a text that is shown begins like this
    /// Turns to the list, whose question gets these as its answer.
    void openList(const QList<Booking> &rows, int total = -1);
    void answer(const QList<Booking> &rows, int total = -1);
    UtcTime at(double hour) const;
    TimelineView &view() const { return m_page->timeline(); }

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<BookingsPage> m_page;
    quint64 m_question = 0; ///< of the list, the last one
};

void TestBookingsPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestBookingsPage::init()
{
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
    m_situation.setRole(u"Operator"_s, false);
    m_situation.setHealth(fixture::healthy());
    m_situation.setNow(kNow);
    m_page = std::make_unique<BookingsPage>(m_model, m_situation, m_theme);
    m_page->resize(1367, 815);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    BookingsChoice choice = m_page->choice();
    choice.building = u"North"_s;
    m_page->choose(choice);
    m_page->setBookings(fixture::harbourBookings());
    QApplication::sendPostedEvents();
    view().setFocus();
}

void TestBookingsPage::openList(const QList<Booking> &rows, int total)
{
    connect(&m_page->list(), &BookingList::asked, this,
            [this](const BookingQuestion &question) { m_question = question.number; });
    BookingsChoice choice = m_page->choice();
    choice.isList = true;
    m_page->choose(choice);
    answer(rows, total);
}

void TestBookingsPage::answer(const QList<Booking> &rows, int total)
{
    domain::BookingPage page;
    page.rows = rows;
    page.total = total < 0 ? rows.size() : total;
    for (const Booking &row : rows) {
        ++page.byStatus[size_t(row.status)];
        page.codes.insert(row.spaceId, m_model.space(m_model.rowOf(row.spaceId)).code);
    }
    m_page->list().setPage(m_question, page);
    QCoreApplication::processEvents(); // new buttons are shown
}

UtcTime TestBookingsPage::at(double hour) const
{
    return kNow - 14h - 2min - 36s + Milliseconds(qRound64(hour * 3.6e6));
}

BookingId TestBookingsPage::id(const QString &code, double hour) const
{
    for (const Booking &row : view().scene().bookings()) {
        if (row.spaceId == spaceId(code) && row.start == at(hour))
            return row.id;
    }
    return {};
}

QPoint TestBookingsPage::pointOf(const BookingId &booking) const
{
    return view().boxOf(booking).center().toPoint();
}

QPoint TestBookingsPage::pointAt(const QString &code, double hour) const
{
    const TimelineScene &scene = view().scene();
    const int line = scene.lineOf(scene.indexOf(spaceId(code)));
    return view().toWidget({scene.axis().xOf(at(hour)), scene.topOf(line) + 16}).toPoint();
}

void TestBookingsPage::press(const QPoint &at)
{
    QTest::mousePress(view().viewport(), Qt::LeftButton, {}, at);
}

/// QTest::mouseMove sends no pressed button.
void TestBookingsPage::move(const QPoint &at)
{
    QMouseEvent event(QEvent::MouseMove, at, view().viewport()->mapToGlobal(at), Qt::NoButton,
                      Qt::LeftButton, {});
    QApplication::sendEvent(view().viewport(), &event);
}

void TestBookingsPage::release(const QPoint &at)
{
    QTest::mouseRelease(view().viewport(), Qt::LeftButton, {}, at);
}

void TestBookingsPage::drag(const QPoint &from, const QPoint &to)
{
    press(from);
    move((from + to) / 2);
    move(to);
    release(to);
}

QPushButton *TestBookingsPage::button(const QString &text) const
{
    for (QPushButton *found : m_page->findChildren<QPushButton *>()) {
        const QString name = found->text().isEmpty() ? found->accessibleName() : found->text();
        if (found->isVisible() && name == text)
            return found;
    }
    return nullptr;
}

QLineEdit *TestBookingsPage::field(const QString &name) const
{
    for (QLineEdit *found : m_page->findChildren<QLineEdit *>()) {
        if (found->isVisible() && found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

DayField *TestBookingsPage::day() const
{
    for (DayField *found : m_page->form().findChildren<DayField *>()) {
        if (found->accessibleName() == u"Day")
            return found;
    }
    return nullptr;
}

bool TestBookingsPage::begins(const QString &text) const
{
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().startsWith(text))
            return true;
    }
    return false;
}

bool TestBookingsPage::isShown(const QString &text) const
{
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text() == text)
            return true;
    }
    return false;
}

// --- The timeline --------------------------------------------------------------------------------

void TestBookingsPage::asksForWhatItShows()
{
    BookingsPage page(m_model, m_situation, m_theme);
    QSignalSpy asked(&page, &BookingsPage::rangeShown);
    page.show();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first()[0].value<UtcTime>(), at(-24)); // what began the day before may last
    QCOMPARE(asked.first()[1].value<UtcTime>(), at(48));
}

void TestBookingsPage::summaryCounts()
{
    // One of 34 was cancelled; one car stayed too long, one space is blocked.
    QVERIFY(isShown(u"33 bookings today · 2 need attention"_s));
    m_page->setBookings({});
    QVERIFY(isShown(u"0 bookings today"_s));
}

void TestBookingsPage::dragCreates()
{
    QSignalSpy book(m_page.get(), &BookingsPage::bookAsked);
    drag(pointAt(u"B1-047"_s, 19.1), pointAt(u"B1-047"_s, 20.9));
    QVERIFY(m_page->form().isVisible());
    QCOMPARE(field(u"From"_s)->text(), u"19:00"_s);
    QCOMPARE(field(u"Until"_s)->text(), u"21:00"_s);
    QTRY_VERIFY(field(u"E-mail"_s)->hasFocus());
    QTest::keyClicks(field(u"E-mail"_s), u"a@example.com"_s);
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Return);
    QCOMPARE(book.size(), 1);
    const auto draft = book.first()[0].value<BookingDraft>();
    QCOMPARE(draft.spaceId, spaceId(u"B1-047"_s));
    QCOMPARE(draft.start, at(19));
    QCOMPARE(draft.end, at(21));
    QCOMPARE(draft.email, u"a@example.com"_s);
    QVERIFY(m_page->form().isVisible()); // until it is known to be booked
    m_page->setBooked();
    QVERIFY(!m_page->form().isVisible());
}

void TestBookingsPage::dragMoves()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    const BookingId booking = id(u"B1-047"_s, 16);
    const QPoint from = pointOf(booking);
    drag(from,
         {from.x() + qRound(view().scene().axis().pixelsPerHour()), pointAt(u"B1-013"_s, 9).y()});
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[0].value<BookingId>(), booking);
    const auto draft = moved.first()[1].value<BookingDraft>();
    QCOMPARE(draft.spaceId, spaceId(u"B1-013"_s));
    QCOMPARE(draft.start, at(17));
    QCOMPARE(draft.end, at(19.5));
    QCOMPARE(draft.email, u"moved@example.com"_s);
}

void TestBookingsPage::dragResizes()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    const QRectF box = view().boxOf(id(u"B1-047"_s, 16));
    const QPoint end(int(box.right()) - 2, int(box.center().y()));
    drag(end, end + QPoint(qRound(view().scene().axis().pixelsPerHour()), 0));
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[1].value<BookingDraft>().span(),
             (domain::BookingSpan{at(16), at(19.5)}));
}

void TestBookingsPage::dropOnAConflictDoesNothing()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    QSignalSpy noted(m_page.get(), &BookingsPage::noted);
    const QPoint from = pointOf(id(u"B1-047"_s, 16));
    const QPoint to(from.x() - qRound(view().scene().axis().pixelsPerHour() / 2),
                    pointAt(u"B1-055"_s, 15).y());
    press(from);
    move(to);
    QCOMPARE(view().drag().problem(), TimelineDrag::Problem::Taken);
    const labels::Told told = labels::obstacle(view().scene(), view().drag());
    QCOMPARE(told.title, u"B1-055 is booked until 16:30"_s);
    QCOMPARE(told.lines.first(), u"Nearest fit: B1-055 from 16:30,"_s);
    QVERIFY(told.lines.last().startsWith(u"or B1-05"_s));
    release(to);
    QCOMPARE(moved.size(), 0);
    QCOMPARE(noted.size(), 1);
    QCOMPARE(noted.first()[0].toString(), u"B1-055 is booked until 16:30"_s);
}

void TestBookingsPage::escapePutsTheDragBack()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    const QPoint from = pointOf(id(u"B1-047"_s, 16));
    press(from);
    move(from + QPoint(100, 0));
    QVERIFY(view().drag().isActive());
    QTest::keyClick(&view(), Qt::Key_Escape);
    QVERIFY(!view().drag().isActive());
    move(from + QPoint(150, 0));
    release(from + QPoint(150, 0));
    QCOMPARE(moved.size(), 0);
}

void TestBookingsPage::whatWasAskedIsShownUntilTheAnswer()
{
    const BookingId booking = id(u"B1-047"_s, 16);
    const QRectF before = view().boxOf(booking);
    const QPoint from = pointOf(booking);
    const QImage calm = view().viewport()->grab().toImage();
    drag(from, from + QPoint(150, 0));
    QCOMPARE(view().boxOf(booking), before); // nothing is moved before it was
    QVERIFY(view().viewport()->grab().toImage() != calm);
    m_page->setRefused(Error{problem::kSpaceNotAvailable, {}, {}});
    view().setCurrent({});
    QCOMPARE(view().viewport()->grab().toImage(), calm);
}

void TestBookingsPage::arrowsMoveBetweenBookings()
{
    view().setCurrent(id(u"B1-007"_s, 8));
    QTest::keyClick(&view(), Qt::Key_Right);
    QCOMPARE(view().current(), id(u"B1-007"_s, 13.5));
    QTest::keyClick(&view(), Qt::Key_Right);
    QCOMPARE(view().current(), id(u"B1-007"_s, 13.5));
    QTest::keyClick(&view(), Qt::Key_Down);
    QCOMPARE(view().current(), id(u"B1-013"_s, 9));
    QTest::keyClick(&view(), Qt::Key_Up);
    QCOMPARE(view().current(), id(u"B1-007"_s, 8));
}

void TestBookingsPage::shiftMovesAndControlResizes()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    const BookingId booking = id(u"B1-047"_s, 16);
    view().setCurrent(booking);
    QTest::keyPress(&view(), Qt::Key_Shift);
    for (int i = 0; i < 3; ++i)
        QTest::keyEvent(QTest::Press, &view(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(moved.size(), 0); // one wish, when the key is let go
    QTest::keyRelease(&view(), Qt::Key_Shift);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[1].value<BookingDraft>().span(),
             (domain::BookingSpan{at(16.75), at(19.25)}));
    m_page->setBookings(fixture::harbourBookings());
    moved.clear();
    QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
    QTest::keyRelease(&view(), Qt::Key_Control);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[1].value<BookingDraft>().span(),
             (domain::BookingSpan{at(16), at(18.25)}));
    // What is over is not moved.
    moved.clear();
    view().setCurrent(id(u"B1-047"_s, 11));
    QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyRelease(&view(), Qt::Key_Shift);
    QCOMPARE(moved.size(), 0);
}

void TestBookingsPage::controlAndShiftMoveTheStart()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    view().setCurrent(id(u"B1-047"_s, 16));
    QTest::keyPress(&view(), Qt::Key_Control);
    QTest::keyPress(&view(), Qt::Key_Shift, Qt::ControlModifier);
    QTest::keyEvent(QTest::Press, &view(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyEvent(QTest::Press, &view(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyEvent(QTest::Press, &view(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(moved.size(), 0);
    QTest::keyRelease(&view(), Qt::Key_Shift, Qt::ControlModifier);
    QTest::keyRelease(&view(), Qt::Key_Control);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[1].value<BookingDraft>().span(),
             (domain::BookingSpan{at(16.25), at(18.5)}));
}

/// What one key moved is asked for before another begins with something else.
void TestBookingsPage::anotherKeyLosesNoMovedEnd()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    view().setCurrent(id(u"B1-047"_s, 16));
    QTest::keyPress(&view(), Qt::Key_Control);
    QTest::keyEvent(QTest::Press, &view(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(moved.size(), 0);
    QTest::keyEvent(QTest::Press, &view(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[1].value<BookingDraft>().span(),
             (domain::BookingSpan{at(16), at(18.25)}));
    QTest::keyRelease(&view(), Qt::Key_Control);
    QCOMPARE(moved.size(), 1); // the start stayed
}

/// Heads fold, and rows are booked, without a mouse.
void TestBookingsPage::keysChooseRowsAndHeads()
{
    const TimelineScene &scene = view().scene();
    QTest::keyClick(&view(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(scene.lineOf(view().row()), 0);
    QVERIFY(view().row().space.isNull());
    const qsizetype before = scene.lines().size();
    const int group = scene.lines().first().group; // the first one that has rows to show
    QTest::keyClick(&view(), Qt::Key_Return);
    QVERIFY(scene.isFolded(group));
    QVERIFY(scene.lines().size() < before);
    QCOMPARE(scene.lineOf(view().row()), 0);
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(scene.lines().size(), before);

    // From the booking that is chosen on; the next free hour of the row is asked for.
    const BookingId booking = id(u"B1-047"_s, 16);
    view().setCurrent(booking);
    QTest::keyClick(&view(), Qt::Key_Up, Qt::ControlModifier);
    QTest::keyClick(&view(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(view().row().space, spaceId(u"B1-047"_s));
    QSignalSpy created(&view(), &TimelineView::createAsked);
    QSignalSpy cancelled(&view(), &TimelineView::cancelAsked);
    QTest::keyClick(&view(), Qt::Key_Delete); // of the row, not of the booking before it
    QCOMPARE(cancelled.size(), 0);
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(created.size(), 1);
    const auto wish = created.first().first().value<TimelineWish>();
    QCOMPARE(wish.space, spaceId(u"B1-047"_s));
    QCOMPARE(wish.span, (domain::BookingSpan{at(14.25), at(15.25)}));
    QVERIFY(m_page->form().isVisible());
    QCOMPARE(m_page->form().draft()->span(), wish.span);
    QTest::keyClick(&m_page->form(), Qt::Key_Escape);

    // Arrows alone choose bookings again.
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Right);
    QCOMPARE(scene.lineOf(view().row()), -1);
}

void TestBookingsPage::deleteAsksWhy()
{
    QSignalSpy cancelled(m_page.get(), &BookingsPage::cancelAsked);
    const BookingId booking = id(u"B1-047"_s, 16);
    view().setCurrent(booking);
    QTest::keyClick(&view(), Qt::Key_Delete);
    QVERIFY(isShown(u"Cancel the booking of B1-047, 16:00 – 18:30?"_s));
    QLineEdit *reason = field(u"Reason"_s);
    QTRY_VERIFY(reason->hasFocus());
    QTest::keyClick(reason, Qt::Key_Escape);
    QVERIFY(!reason->isVisible());
    QCOMPARE(cancelled.size(), 0);
    QTRY_VERIFY(view().hasFocus());
    QTest::keyClick(&view(), Qt::Key_Delete);
    QTest::keyClicks(reason, u"duplicate entry"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(cancelled.first()[0].value<BookingId>(), booking);
    QCOMPARE(cancelled.first()[1].toString(), u"duplicate entry"_s);
    view().setCurrent(id(u"B1-047"_s, 11)); // over
    QTest::keyClick(&view(), Qt::Key_Delete);
    QVERIFY(!reason->isVisible());
}

void TestBookingsPage::enterEdits()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    view().setCurrent(id(u"B1-047"_s, 16));
    QTest::keyClick(&view(), Qt::Key_Return);
    QVERIFY(m_page->form().isVisible());
    QCOMPARE(field(u"E-mail"_s)->text(), u"moved@example.com"_s);
    QLineEdit *until = field(u"Until"_s);
    QTest::keyClick(until, Qt::Key_Up);
    QCOMPARE(until->text(), u"18:45"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved.first()[1].value<BookingDraft>().end, at(18.75));
}

void TestBookingsPage::headsFold()
{
    const qsizetype before = view().scene().lines().size();
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, view().toWidget({100, 10}).toPoint());
    QVERIFY(view().scene().lines().size() < before);
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, view().toWidget({100, 10}).toPoint());
    QCOMPARE(view().scene().lines().size(), before);
}

void TestBookingsPage::controlAndWheelZoom()
{
    const double before = view().scene().axis().pixelsPerHour();
    const QPointF point(600, 400);
    QWheelEvent wheel(point, view().viewport()->mapToGlobal(point), {}, {0, 120}, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view().viewport(), &wheel);
    QVERIFY(view().scene().axis().pixelsPerHour() > before);
    QTest::keyClick(&view(), Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(view().scene().axis().pixelsPerHour(), before);
}

void TestBookingsPage::emptyDaysShowAllRows()
{
    m_page->setBookings({});
    QVERIFY(isShown(u"No bookings on this day. Drag across a row or press Ctrl+N."_s));
    QCOMPARE(view().scene().lines().size() - view().scene().groups().size(), 473);
    m_page->setBookings(fixture::harbourBookings());
    QVERIFY(!isShown(u"No bookings on this day. Drag across a row or press Ctrl+N."_s));
    QVERIFY(view().scene().lines().size() < 60);
}

/// Of a small car park: the first booking of a day takes no row away, until somebody wants that.
void TestBookingsPage::fewRowsAreAllShown()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    site.spaces.removeIf(
        [](const domain::Space &space) { return space.floor != u"B1" || space.code > u"B1-062"; });
    m_model.load(site);
    m_page = std::make_unique<BookingsPage>(m_model, m_situation, m_theme);
    m_page->resize(1367, 815);
    m_page->show();
    const auto rows = [this] {
        const auto lines = view().scene().lines();
        return int(std::count_if(lines.cbegin(), lines.cend(),
                                 [](const TimelineLine &line) { return line.space >= 0; }));
    };
    m_page->setBookings({});
    QCOMPARE(rows(), m_model.count());
    QList<Booking> one;
    for (const Booking &booking : fixture::harbourBookings()) {
        if (m_model.rowOf(booking.spaceId) >= 0 && one.isEmpty())
            one.append(booking);
    }
    QCOMPARE(one.size(), 1);
    m_page->setBookings(one);
    QCOMPARE(rows(), m_model.count());
    QTest::mouseClick(button(u"Only with bookings"_s), Qt::LeftButton);
    QCOMPARE(rows(), 1);
    // What somebody chose holds, also in another place.
    BookingsChoice choice = m_page->choice();
    choice.building = u"North"_s;
    choice.floor = u"B1"_s;
    m_page->choose(choice);
    QCOMPARE(rows(), 1);
    QTest::mouseClick(button(u"Only with bookings"_s), Qt::LeftButton);
    QCOMPARE(rows(), m_model.count());
}

void TestBookingsPage::viewersSeeNoPersonAndMoveNothing()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    QSignalSpy noted(m_page.get(), &BookingsPage::noted);
    m_situation.setRole(u"Viewer"_s, true);
    const BookingId booking = id(u"B1-047"_s, 16);
    drag(pointOf(booking), pointOf(booking) + QPoint(100, 0));
    drag(pointAt(u"B1-047"_s, 19.1), pointAt(u"B1-047"_s, 20.9));
    view().setCurrent(booking);
    QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&view(), Qt::Key_Delete);
    QCOMPARE(moved.size(), 0);
    QVERIFY(!m_page->form().isVisible());
    QVERIFY(!field(u"Reason"_s));
    QVERIFY(!button(u"New booking"_s));
    QTest::keyClick(m_page.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(noted.last()[0].toString(), u"Viewers cannot book. Ask an operator."_s);
    const TimelineScene &scene = view().scene();
    for (int i = 0; i < scene.bookings().size(); ++i)
        QVERIFY(!labels::describe(scene, i, view().isReadOnly()).contains(u'@'));
    openList(fixture::harbourBookings());
    auto *list = m_page->findChild<QTableView *>();
    QVERIFY(list->isVisible());
    QVERIFY(list->isColumnHidden(BookingModel::Plate));
    QVERIFY(!field(u"Plate"_s) && !field(u"E-mail or title"_s));
    QCOMPARE(list->model()->rowCount(), 34);
    for (int row = 0; row < list->model()->rowCount(); ++row)
        QCOMPARE(list->model()->index(row, BookingModel::Who).data().toString(), u"Booked"_s);
}

void TestBookingsPage::aLostDatabaseStopsHands()
{
    QSignalSpy moved(m_page.get(), &BookingsPage::moveAsked);
    m_situation.setHealth(fixture::databaseDown(4min));
    QVERIFY(
        isShown(u"The database does not answer since 13:58. Bookings wait until it is back."_s));
    const BookingId booking = id(u"B1-047"_s, 16);
    drag(pointOf(booking), pointOf(booking) + QPoint(100, 0));
    QCOMPARE(moved.size(), 0);
    QVERIFY(!view().isReadOnly()); // who booked is told all the same
    m_page->newBooking();
    QVERIFY(!button(u"Book"_s)->isEnabled());
    m_situation.setHealth(fixture::healthy());
    QVERIFY(button(u"Book"_s)->isEnabled());
    drag(pointOf(booking), pointOf(booking) + QPoint(100, 0));
    QCOMPARE(moved.size(), 1);
}

void TestBookingsPage::daysAndWeeks()
{
    QSignalSpy asked(m_page.get(), &BookingsPage::rangeShown);
    QTest::mouseClick(button(u"Week"_s), Qt::LeftButton);
    const QString week = u"%1 – %2"_s.arg(labels::shortDay(QDate(2026, 9, 14)),
                                          labels::shortDay(QDate(2026, 9, 20)));
    QVERIFY(isShown(week));
    QCOMPARE(asked.last()[1].value<UtcTime>(), at(8 * 24));
    QVERIFY(!isShown(u"33 bookings today · 2 need attention"_s)); // not known yet of the week
    QTest::mouseClick(button(u"Day"_s), Qt::LeftButton);
    for (QPushButton *next : m_page->findChildren<QPushButton *>()) {
        if (next->accessibleName() == u"The next day or week")
            QTest::mouseClick(next, Qt::LeftButton);
    }
    QVERIFY(isShown(u"Tuesday 15 September 2026"_s));
    QTest::mouseClick(button(u"Today"_s), Qt::LeftButton);
    QVERIFY(isShown(u"Monday 14 September 2026"_s));
}

/// "Today" shows now, at night too, and also when today was scrolled or zoomed away.
void TestBookingsPage::todayShowsNow()
{
    const auto isNowShown = [this] {
        const double x = view().scene().axis().xOf(view().scene().now());
        return x >= 0 && x < view().scene().size().width();
    };
    m_page->resize(1024, 680);
    m_situation.setNow(at(2.5));
    for (QPushButton *next : m_page->findChildren<QPushButton *>()) {
        if (next->accessibleName() == u"The next day or week")
            QTest::mouseClick(next, Qt::LeftButton);
    }
    QCOMPARE(m_page->choice().day, QDate(2026, 9, 15));
    QTest::mouseClick(button(u"Today"_s), Qt::LeftButton);
    QCOMPARE(m_page->choice().day, QDate(2026, 9, 14));
    QVERIFY(isNowShown());
    view().horizontalScrollBar()->setValue(view().horizontalScrollBar()->maximum());
    QVERIFY(!isNowShown());
    QTest::mouseClick(button(u"Today"_s), Qt::LeftButton);
    QVERIFY(isNowShown());
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(&view(), Qt::Key_Minus);
    QVERIFY(view().scene().axis().days() > 1);
    QTest::mouseClick(button(u"Today"_s), Qt::LeftButton);
    QCOMPARE(view().scene().axis().days(), 1);
    QVERIFY(isNowShown());
}

void TestBookingsPage::placesNarrowTheRows()
{
    const TimelineScene &scene = view().scene();
    QCOMPARE(scene.spaces().size(), 473);
    BookingsChoice choice = m_page->choice();
    choice.floor = u"B1"_s;
    m_page->choose(choice);
    QCOMPARE(scene.spaces().size(), 186);
    QCOMPARE(scene.groups().first(), u"Basement 1 · Zone A"_s);
    choice.building.clear();
    choice.floor.clear();
    m_page->choose(choice);
    QVERIFY(scene.groups().first().startsWith(u"North · "_s)
            || scene.groups().first().startsWith(u"Quay · "_s));
}

void TestBookingsPage::listAsksAndTells()
{
    QSignalSpy asked(&m_page->list(), &BookingList::asked);
    QList<Booking> some = fixture::harbourBookings();
    some.first().plate = u"HH AB 12"_s;
    some.first().title = u"Board"_s;
    openList(some);
    QCOMPARE(asked.size(), 1);
    auto question = asked.last()[0].value<BookingQuestion>();
    QCOMPARE(question.search.from, at(0) + 1ms); // from today on
    QVERIFY(!question.search.to);
    QVERIFY(!question.sort.descending);
    QCOMPARE(question.page.limit, BookingList::kRows);
    auto *list = m_page->findChild<QTableView *>();
    const auto cell = [list](int row, BookingModel::Column column) {
        return list->model()->index(row, column).data().toString();
    };
    QVERIFY(list->isVisible() && !list->isColumnHidden(BookingModel::Plate));
    QCOMPARE(list->model()->rowCount(), 34);
    QCOMPARE(cell(0, BookingModel::Plate), u"HH AB 12"_s);
    QCOMPARE(cell(0, BookingModel::Who), some.first().email + u" · Board"_s);
    QVERIFY(begins(u"34 bookings from today on: "_s));
    QVERIFY(isShown(u"1 – 34 of 34"_s));
    QVERIFY(!button(u"Today"_s)); // the list has days of its own

    QTest::mouseClick(list->horizontalHeader()->viewport(), Qt::LeftButton, {},
                      QPoint(list->columnViewportPosition(BookingModel::Until) + 8, 12));
    question = asked.last()[0].value<BookingQuestion>();
    QCOMPARE(question.sort.by, domain::BookingOrder::End);
    QVERIFY(isShown(u"Searching…"_s));
    answer({});
    QTest::keyClicks(field(u"Plate"_s), u"hh-ab"_s);
    QTRY_COMPARE(asked.size(), 3);
    question = asked.last()[0].value<BookingQuestion>();
    QCOMPARE(question.search.plate, u"hh-ab"_s);
    QCOMPARE(question.sort.by, domain::BookingOrder::End);
    answer({});
    QVERIFY(isShown(u"None from today on · plate with “hh-ab”."_s));
    QTest::mouseClick(button(u"Clear filter"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 4);
    QVERIFY(field(u"Plate"_s)->text().isEmpty());
    BookingModel model(m_theme);
    QAbstractItemModelTester tester(&model);
    model.setRows({{fixture::harbourBookings().first(), u"B1-004"_s, u"B1"_s, {}}});
    model.setRows({});
}

/// Of many only a page is asked for; an older question's answer is none.
void TestBookingsPage::listTurnsPages()
{
    QSignalSpy asked(&m_page->list(), &BookingList::asked);
    openList(fixture::harbourBookings(), 250);
    QVERIFY(begins(u"250 bookings from today on"_s));
    QVERIFY(!button(u"The page before"_s)->isEnabled());
    QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(asked.last()[0].value<BookingQuestion>().page.offset, 100);
    const quint64 second = asked.last()[0].value<BookingQuestion>().number;
    answer(fixture::harbourBookings().mid(0, 3), 103);
    QVERIFY(isShown(u"101 – 103 of 103"_s));
    QVERIFY(!button(u"The next page"_s)->isEnabled());
    QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(asked.last()[0].value<BookingQuestion>().page.offset, 0);
    m_page->list().setPage(second, {{{}, 0}, {}, {}});
    QVERIFY(isShown(u"Searching…"_s));
    // What was on the last page went meanwhile: the one before is asked for.
    answer(fixture::harbourBookings(), 250);
    QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_PageDown, Qt::ControlModifier);
    answer({}, 40);
    QCOMPARE(asked.last()[0].value<BookingQuestion>().page.offset, 0);
}

/// Rows that somebody looks at change where they stand.
void TestBookingsPage::listStaysWhileItIsRead()
{
    QList<Booking> some = fixture::harbourBookings().mid(0, 3);
    openList(some);
    auto *list = m_page->findChild<QTableView *>();
    list->selectRow(1);
    m_page->list().refresh();
    some[1].status = domain::BookingStatus::Cancelled;
    answer(fixture::harbourBookings().mid(5, 1) + some, 4);
    QCOMPARE(list->model()->rowCount(), 3);
    QCOMPARE(list->model()->index(1, BookingModel::Status).data().toString(), u"Cancelled"_s);
    QVERIFY(button(u"Show them as they are now"_s));
    QTest::mouseClick(button(u"Show them as they are now"_s), Qt::LeftButton);
    answer(fixture::harbourBookings().mid(5, 1) + some, 4);
    QCOMPARE(list->model()->rowCount(), 4);
    QVERIFY(!button(u"Show them as they are now"_s));
}

void TestBookingsPage::listFailsHonestly()
{
    QSignalSpy asked(&m_page->list(), &BookingList::asked);
    openList(fixture::harbourBookings());
    const auto fail = [&] {
        m_page->list().setFailed(asked.last()[0].value<BookingQuestion>().number,
                                 u"The database does not answer."_s);
        QCoreApplication::processEvents();
    };
    m_page->list().refresh();
    fail();
    auto *list = m_page->findChild<QTableView *>();
    QVERIFY(list->isVisible());
    QVERIFY(begins(u"The database does not answer. What is shown is of "_s));
    // Of another filter nothing is known: the rows are none of it.
    QTest::keyClicks(field(u"Space"_s), u"B9"_s);
    QTRY_COMPARE(asked.size(), 3);
    fail();
    QVERIFY(!list->isVisible());
    QVERIFY(isShown(u"Nobody knows what is booked"_s));
    QTest::mouseClick(button(u"Try again"_s), Qt::LeftButton);
    answer({});
    QVERIFY(isShown(u"No bookings found"_s));
}

void TestBookingsPage::listOpensAndCancels()
{
    QSignalSpy cancelled(m_page.get(), &BookingsPage::cancelAsked);
    const BookingId upcoming = id(u"B1-004"_s, 15);
    const BookingId over = id(u"B1-004"_s, 7.5);
    QList<Booking> some;
    for (const Booking &one : fixture::harbourBookings()) {
        if (one.id == upcoming || one.id == over)
            some.append(one);
    }
    QSignalSpy noted(m_page.get(), &BookingsPage::noted);
    openList(some);
    auto *list = m_page->findChild<QTableView *>();
    list->setFocus();
    list->selectRow(0);
    QTest::keyClick(list, Qt::Key_Delete);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(!m_page->form().isVisible()); // it is over
    QCOMPARE(noted.size(), 1);
    list->selectRow(1);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(m_page->form().isVisible());
    QCOMPARE(m_page->form().booking(), upcoming);
    m_page->cancel();
    QTest::keyClick(list, Qt::Key_Delete);
    QTest::keyClicks(field(u"Reason"_s), u"twice"_s);
    QTest::keyClick(field(u"Reason"_s), Qt::Key_Return);
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(cancelled[0][0].value<BookingId>(), upcoming);
}

// --- The form ------------------------------------------------------------------------------------

void TestBookingsPage::formTellsFaults()
{
    QSignalSpy book(m_page.get(), &BookingsPage::bookAsked);
    m_page->newBooking();
    QVERIFY(!isShown(u"Enter an e-mail address such as name@example.com."_s)); // nothing was typed
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QVERIFY(isShown(u"Enter an e-mail address such as name@example.com."_s));
    QTRY_VERIFY(field(u"E-mail"_s)->hasFocus());
    QTest::keyClicks(field(u"E-mail"_s), u"a@example.com"_s);
    QVERIFY(!isShown(u"Enter an e-mail address such as name@example.com."_s)); // at once
    field(u"From"_s)->clear();
    QTest::keyClicks(field(u"From"_s), u"9:00"_s);
    QTest::keyClicks(field(u"Until"_s), u"10:00"_s);
    QVERIFY(isShown(u"This time is over. Choose one from now on."_s));
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QCOMPARE(book.size(), 0);
    field(u"From"_s)->clear();
    QTest::keyClicks(field(u"From"_s), u"15.30"_s);
    field(u"Until"_s)->clear();
    field(u"Until"_s)->setFocus();
    QTest::keyClicks(field(u"Until"_s), u"+2h"_s);
    QTest::keyClick(field(u"Until"_s), Qt::Key_Tab);
    QCOMPARE(field(u"Until"_s)->text(), u"17:30"_s);
    QVERIFY(isShown(labels::length(2h)));
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QCOMPARE(book.size(), 0);
    QVERIFY(isShown(u"Choose a space."_s));
}

void TestBookingsPage::formTellsConflictsAndWaysOut()
{
    QSignalSpy book(m_page.get(), &BookingsPage::bookAsked);
    BookingDraft draft;
    draft.spaceId = spaceId(u"B1-055"_s);
    draft.start = at(15.5);
    draft.end = at(18);
    draft.email = u"press@example.com"_s;
    m_page->newBooking();
    m_page->form().begin(draft);
    QPushButton *later = button(u"16:30 – 19:00"_s);
    QVERIFY(later);
    QComboBox *spaces = nullptr;
    for (QComboBox *found : m_page->findChildren<QComboBox *>()) {
        if (found->accessibleName() == u"Space")
            spaces = found;
    }
    QVERIFY(spaces);
    QCOMPARE(spaces->currentText(), u"B1-055"_s); // what is held stays, though it is taken
    QVERIFY(spaces->findText(u"B1-050"_s) >= 0);
    for (int i = 0; i < spaces->count(); ++i)
        QVERIFY2(!spaces->itemText(i).startsWith(u"B1-046"), "it is taken then");
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QCOMPARE(book.size(), 0);
    QTest::mouseClick(later, Qt::LeftButton);
    QCOMPARE(field(u"From"_s)->text(), u"16:30"_s);
    QVERIFY(!later->isVisible());
    QVERIFY(spaces->findText(u"B1-015"_s) < 0); // taken from 17:00 on
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QCOMPARE(book.size(), 1);
    QCOMPARE(book.first()[0].value<BookingDraft>().span(), (domain::BookingSpan{at(16.5), at(19)}));
}

void TestBookingsPage::formKeepsWhatWasTyped()
{
    BookingDraft draft;
    draft.spaceId = spaceId(u"B1-050"_s);
    draft.start = at(15.5);
    draft.end = at(18);
    draft.email = u"press@example.com"_s;
    m_page->newBooking();
    m_page->form().begin(draft);
    m_page->setRefused(
        Error{problem::kValidation,
              {},
              {{u"field"_s, u"user_email"_s}, {u"rule"_s, QString(problem::kTooManyBookings)}}});
    QVERIFY(isShown(u"This address holds as many bookings as one may."_s));
    QCOMPARE(field(u"E-mail"_s)->text(), u"press@example.com"_s);
    QTest::keyClicks(field(u"E-mail"_s), u"x"_s);
    QVERIFY(!isShown(u"This address holds as many bookings as one may."_s));
}

/// Of another day nothing is known before the answer.
void TestBookingsPage::formOffersOnlyWhatIsKnown()
{
    QSignalSpy asked(m_page.get(), &BookingsPage::rangeShown);
    BookingDraft draft;
    draft.spaceId = spaceId(u"B1-050"_s);
    draft.start = at(15.5 + 72);
    draft.end = at(18 + 72);
    m_page->newBooking();
    m_page->form().begin(draft);
    QCOMPARE(asked.size(), 1);
    auto *free = m_page->findChild<FreeSpaces *>();
    QVERIFY(!free->isVisible());
    m_page->setBookings({});
    QVERIFY(free->isVisible());
    QCOMPARE(m_page->form().draft()->spaceId, spaceId(u"B1-050"_s));
}

/// Which rows are shown has nothing to do with where is room.
void TestBookingsPage::formHoldsWhatIsNotShown()
{
    Booking elsewhere = *m_page->find(id(u"B1-047"_s, 16));
    BookingsChoice choice = m_page->choice();
    choice.floor = u"G"_s;
    m_page->choose(choice);
    QVERIFY(view().scene().indexOf(elsewhere.spaceId) < 0);
    const int shown = int(view().scene().spaces().size());
    m_page->edit(elsewhere);
    QCOMPARE(m_page->form().draft()->spaceId, elsewhere.spaceId);
    for (QComboBox *spaces : m_page->findChildren<QComboBox *>()) {
        if (spaces->accessibleName() != u"Space")
            continue;
        QCOMPARE(spaces->currentText(), u"B1-047"_s);
        QVERIFY(spaces->findText(u"B1-050"_s) >= 0);
        QVERIFY(spaces->count() > shown);
    }
    choice.floor = u"B2"_s;
    m_page->choose(choice);
    QCOMPARE(m_page->form().draft()->spaceId, elsewhere.spaceId);
    // What is in its way is told, whether it is shown or not.
    BookingDraft taken = elsewhere;
    taken.email = u"press@example.com"_s;
    m_page->newBooking();
    m_page->form().begin(taken);
    QVERIFY(begins(u"The space is booked "_s));
}

void TestBookingsPage::ctrlNBeginsAtTheFirstEmptyField()
{
    QTest::keyClick(m_page.get(), Qt::Key_N, Qt::ControlModifier);
    QVERIFY(m_page->form().isVisible());
    QTRY_VERIFY(field(u"E-mail"_s)->hasFocus());
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Escape);
    QVERIFY(!m_page->form().isVisible());
    QTRY_VERIFY(view().hasFocus());
}

/// By mouse or by keys alone.
void TestBookingsPage::daysAreChosenInACalendar()
{
    m_page->newBooking();
    DayField *day = this->day();
    day->setDate(QDate(2026, 9, 14));
    day->setFocus(Qt::TabFocusReason);
    const auto calendar = [day] { return day->findChild<QCalendarWidget *>(); };
    QTest::keyClick(day, Qt::Key_Down, Qt::AltModifier);
    QVERIFY(calendar() && calendar()->isVisible());
    QCOMPARE(calendar()->selectedDate(), QDate(2026, 9, 14));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // a week on
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(day->date(), QDate(2026, 9, 21));
    QTRY_VERIFY(!calendar());
    const auto sign = day->findChild<QToolButton *>();
    QVERIFY(sign);
    QTest::mouseClick(sign, Qt::LeftButton);
    QVERIFY(calendar() && calendar()->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_VERIFY(!calendar());
    QCOMPARE(day->date(), QDate(2026, 9, 21));
}

/// The day is one field: typed, it is the day of the month, and Tab leaves it.
void TestBookingsPage::daysAreTypedAsPeopleWriteThem()
{
    m_page->newBooking();
    DayField *day = this->day();
    const QString before = day->text();
    const auto type = [day, this](const QString &text) {
        day->setFocus(Qt::TabFocusReason);
        day->selectAll();
        QTest::keyClicks(day, text);
        QTest::keyClick(day, Qt::Key_Tab);
    };
    const QDate wanted(2026, 11, 28); // it is 14 September
    for (const QString &text : {u"28.11."_s, u"28.11.2026"_s, u"2026-11-28"_s, u"28 Nov"_s,
                                u"Sat 28 Nov"_s, u"28 November 2026"_s}) {
        day->setDate(QDate(2026, 9, 14));
        type(text);
        QVERIFY2(day->date() == wanted, qPrintable(text));
        QVERIFY(field(u"From"_s)->text().isEmpty()); // no key went there
    }
    day->setDate(QDate(2026, 9, 14));
    type(u"someday"_s);
    QCOMPARE(day->date(), QDate(2026, 9, 14));
    QCOMPARE(day->text(), before);
    QTRY_VERIFY(QToolTip::isVisible());
    QVERIFY2(QToolTip::text().contains(u"someday"), qPrintable(QToolTip::text()));
    QToolTip::hideText();
    // A click goes somewhere in the text, and Up is the next day all the same.
    QTest::mouseClick(day, Qt::LeftButton, {}, QPoint(40, day->height() / 2));
    QTest::keyClick(day, Qt::Key_Up);
    QCOMPARE(day->date(), QDate(2026, 9, 15));
}

/// Also by the button; a day that is over cannot be booked.
void TestBookingsPage::newOnesAreOfTheDayThatIsSeen()
{
    const QDate today = m_page->choice().day;
    const DayField *day = this->day();
    const auto open = [this](const QDate &seen, bool isWeek) {
        BookingsChoice choice = m_page->choice();
        choice.day = seen;
        choice.isWeek = isWeek;
        m_page->choose(choice);
        QTest::keyClick(m_page.get(), Qt::Key_N, Qt::ControlModifier);
    };
    open(today.addDays(5), false);
    QCOMPARE(day->date(), today.addDays(5));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
    QTest::mouseClick(button(u"New booking"_s), Qt::LeftButton);
    QCOMPARE(day->date(), today.addDays(5));
    // What is typed then is of that day, and the page stays there.
    field(u"From"_s)->setFocus();
    QTest::keyClicks(field(u"From"_s), u"22:30"_s);
    QTest::keyClick(field(u"From"_s), Qt::Key_Tab);
    QTest::keyClicks(field(u"Until"_s), u"23:30"_s);
    QCOMPARE(m_page->choice().day, today.addDays(5));
    QVERIFY(m_page->form().draft());
    QCOMPARE(domain::localOf(m_page->form().draft()->start, QTimeZone::utc()).date(),
             today.addDays(5));
    m_page->cancel();
    open(today.addDays(-3), false);
    QCOMPARE(day->date(), today);
    m_page->cancel();
    open(today, true); // this week
    QCOMPARE(day->date(), today);
    m_page->cancel();
    open(today.addDays(10), true);
    QVERIFY(day->date() > today && day->date() <= today.addDays(10));
}

void TestBookingsPage::tabGoesFromFieldToField()
{
    m_page->newBooking();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QTRY_VERIFY(field(u"E-mail"_s)->hasFocus());
    QTest::keyClicks(m_page->focusWidget(), u"ann@example.org"_s);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
    const auto *day = qobject_cast<DayField *>(m_page->focusWidget());
    QVERIFY(day);
    QTest::keyClicks(m_page->focusWidget(), u"29"_s);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
    QCOMPARE(day->date().day(), 29);
    QVERIFY(field(u"From"_s)->hasFocus());
    QCOMPARE(day->text(), u"Tue 29 Sept"_s);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Backtab);
    QCOMPARE(m_page->focusWidget(), day);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Backtab);
    QVERIFY(field(u"E-mail"_s)->hasFocus());
}

void TestBookingsPage::assistiveTechnologySeesBookings()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&view());
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), int(view().scene().bookings().size()));
    const BookingId booking = id(u"B1-055"_s, 14);
    QAccessibleInterface *child = list->child(view().scene().indexOf(booking));
    QCOMPARE(child->text(QAccessible::Name),
             u"B1-055, 14:00 – 16:30, visitor@example.com, Running, nobody came yet"_s);
    QCOMPARE(list->indexOfChild(child), view().scene().indexOf(booking));
    QVERIFY(child->rect().contains(view().viewport()->mapToGlobal(pointOf(booking))));
    view().setCurrent(booking);
    QVERIFY(child->state().selected);
    // What keys choose beside bookings has a name, too.
    const auto chosen = [&] { return list->child(list->childCount() - 1); };
    QTest::keyClick(&view(), Qt::Key_Down, Qt::ControlModifier);
    QTest::keyClick(&view(), Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(list->childCount(), int(view().scene().bookings().size()) + 1);
    QVERIFY(chosen()->state().selected && !child->state().selected);
    QCOMPARE(list->indexOfChild(chosen()), list->childCount() - 1);
    const QString row = chosen()->text(QAccessible::Name);
    QVERIFY2(row.startsWith(u"B1-055, "_s) && row.endsWith(u", 14:00 – 16:30"_s), qPrintable(row));
    QVERIFY(chosen()->rect().contains(view().viewport()->mapToGlobal(pointOf(booking))));
    view().setFocus();
    QCOMPARE(list->focusChild(), chosen());
    while (!view().row().space.isNull())
        QTest::keyClick(&view(), Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(chosen()->text(QAccessible::Name).endsWith(u", unfolded"_s));
    QTest::keyClick(&view(), Qt::Key_Return);
    QVERIFY(chosen()->text(QAccessible::Name).endsWith(u", folded"_s));
}

/// Also into a group that is folded, and past the edge of what is seen.
void TestBookingsPage::keysReachRowsThatAreNotSeen()
{
    const TimelineScene &scene = view().scene();
    const BookingId booking = id(u"B1-047"_s, 16);
    view().setCurrent(booking);
    const int group = scene.groupOf(scene.indexOf(spaceId(u"B1-047"_s)));
    QVERIFY(group + 1 < scene.groups().size());
    view().change([&](TimelineScene &all) {
        all.setOnlyBooked(false);
        all.setFolded(group + 1, true);
    });
    view().setCurrent(booking);
    QTest::keyPress(&view(), Qt::Key_Shift);
    const auto isThere = [&] {
        return scene.groupOf(scene.indexOf(view().drag().wish().space)) == group + 1;
    };
    for (int i = 0; i < scene.spaces().size() && !(view().drag().isActive() && isThere()); ++i)
        QTest::keyEvent(QTest::Press, &view(), Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(isThere());
    QVERIFY(!scene.isFolded(group + 1));
    const auto isSeen = [&] {
        const int line = scene.lineOf(scene.indexOf(view().drag().wish().space));
        return scene.topOf(line) >= 0 && scene.topOf(line) < scene.size().height();
    };
    QVERIFY(isSeen());
    QSignalSpy noted(&view(), &TimelineView::noted);
    const auto said = [&] { return noted.isEmpty() ? QString() : noted.last().first().toString(); };
    for (int i = 0; i < scene.spaces().size() && said() != u"There is no row further down."; ++i)
        QTest::keyEvent(QTest::Press, &view(), Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(isSeen());
    QTest::keyClick(&view(), Qt::Key_Escape, Qt::ShiftModifier);
    QTest::keyRelease(&view(), Qt::Key_Shift);
}

void TestBookingsPage::todayIsFollowedOverMidnight()
{
    const QDate day = m_page->choice().day;
    QVERIFY(day.isValid());
    m_situation.setNow(kNow + 24h);
    QCOMPARE(m_page->choice().day, day.addDays(1));
    // Not while somebody writes a booking.
    m_page->newBooking();
    m_situation.setNow(kNow + 48h);
    QCOMPARE(m_page->choice().day, day.addDays(1));
    QTest::keyClick(&m_page->form(), Qt::Key_Escape);
    m_page->cancel();
    m_situation.setNow(kNow + 48h + 1min);
    QCOMPARE(m_page->choice().day, day.addDays(2));
    // A day that was chosen is kept.
    BookingsChoice choice = m_page->choice();
    choice.day = day.addDays(1);
    m_page->choose(choice);
    m_situation.setNow(kNow + 72h);
    QCOMPARE(m_page->choice().day, day.addDays(1));
}

PARKING_TEST(TestBookingsPage)
#include "tst_bookingspage.moc"
