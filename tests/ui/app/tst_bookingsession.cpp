// The page "Bookings" on a running engine: what people wish there reaches the database and comes
// back.

#include "bookings/bookinglabels.h"
#include "read/bookings.h"
#include "sessiontest.h"
#include "shell/searchpopup.h"
#include "store/bookingstore.h"
#include "store/statestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMouseEvent>
#include <QProcess>
#include <QTableView>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::BookingSpan;
using store::Dialect;

class TestBookingSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void bookedByTheForm_data() { test::TestDatabases::addRows(); }
    void bookedByTheForm();
    void theNextFormIsAnother();
    void takenMeanwhileIsRefusedInWords();
    void movesAreToldAndUndone();
    void undoTakesBackNobodyElsesWork();
    void undoWritesOverNothingThatCameBetween();
    void cancelledAndUndone();
    void undoOfCancelSaysThatTheSlotIsGone();
    void acrossUndoABookingStaysTheSame();
    void otherProgramsBookingsAppear();
    void twoPeopleChangeOneBooking_data();
    void twoPeopleChangeOneBooking();
    void whatIsTypedOnIsReckonedAnew();
    void whoChangedItIsToldBeforeACancellation();
    void whoMovedItUnderTheHandIsTold_data();
    void whoMovedItUnderTheHandIsTold();
    void twoPeopleChangeOneSeries_data();
    void twoPeopleChangeOneSeries();
    void viewersGetNoPerson();
    void lostDatabaseKeepsThePicture();
    void mapBooksTheSelectedSpace();
    void policyReachesTheForm();
    void aSeriesIsMadeChangedAndCancelled_data() { test::TestDatabases::addRows(); }
    void aSeriesIsMadeChangedAndCancelled();
    void theSearchFindsBookings();
    void aSeriesThatDoesNotFitListsItsDays();
    void aPipeIsNoFile();
    void filesComeInAndGoOut();
    void theListReadsPages();
    void walkInAndItsEnd();

private:
    void start(const QString &url);
    BookingsPage &page() const { return m_window->bookings(); }
    const TimelineScene &scene() const { return page().timeline().scene(); }
    domain::SpaceId idOf(const QString &code) const;
    BookingDraft draft(const QString &code, int from, int until,
                       const QString &email = u"anna@example.com"_s) const;
    /// As another person at the same station would.
    void bookAsBen(const BookingDraft &draft);
    void changeAsBen(const BookingId &booking, const BookingDraft &draft);
    /// The timeline shows this one booking and no other.
    bool isOnlyOne(const BookingDraft &draft) const;
    void dragOver(const BookingDraft &draft); ///< opens the form
    /// By keys on the timeline, as people do: with Shift held, so often; then it is let go.
    void moveByKeys(const BookingId &id, Qt::Key arrow, int times);
    void cancelByKeys(const BookingId &id, const QString &reason);
    void choose(const QString &path); ///< in the dialog that is open
    QLineEdit *field(const QString &name) const;
    QPushButton *button(const QString &begin) const { return buttonIn(page(), begin); }
    void repeat() const
    {
        auto *box = page().findChild<QCheckBox *>(u"repeat"_s);
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    }
    bool isShown(const QString &begin) const { return hasLabel(page(), begin); }

    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
    QString m_url;
    UtcTime m_midnight; ///< of the day that is shown: tomorrow
};

/// Three spaces, and the page with tomorrow's bookings: none.
void TestBookingSession::start(const QString &url)
{
    m_url = url;
    engine::EngineOptions options;
    options.databaseUrl = url;
    runOn(options);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit());
    const QByteArray csv = "code,building,floor\nG-001,Main,G\nG-002,Main,G\nG-003,Main,G\n";
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 3, kPatience);
    m_window->showPage(u"bookings"_s);
    QTRY_TRUE(page().choice().day.isValid());
    BookingsChoice choice = page().choice();
    choice.day = choice.day.addDays(1);
    page().choose(choice);
    m_midnight = scene().axis().from();
    QTRY_TRUE(isShown(u"No bookings on this day."_s)); // the answer has come
}

domain::SpaceId TestBookingSession::idOf(const QString &code) const
{
    for (const domain::Space &space : m_model->spaces()) {
        if (space.code == code)
            return space.id;
    }
    return {};
}

BookingDraft TestBookingSession::draft(const QString &code, int from, int until,
                                       const QString &email) const
{
    BookingDraft draft;
    draft.spaceId = idOf(code);
    draft.start = m_midnight + std::chrono::hours(from);
    draft.end = m_midnight + std::chrono::hours(until);
    draft.email = email;
    return draft;
}

void TestBookingSession::bookAsBen(const BookingDraft &draft)
{
    m_engine->ask([draft](engine::Engine &engine) {
        return engine.bookings().create({.draft = draft, .actor = u"Ben"_s});
    });
}

bool TestBookingSession::isOnlyOne(const BookingDraft &draft) const
{
    return scene().bookings().size() == 1 && BookingDraft(scene().booking(0)) == draft;
}

void TestBookingSession::dragOver(const BookingDraft &draft)
{
    Q_EMIT page().timeline().createAsked({draft.spaceId, draft.span()});
    QTRY_TRUE(field(u"E-mail"_s));
    field(u"E-mail"_s)->setFocus();
    QTest::keyClicks(field(u"E-mail"_s), draft.email);
}

void TestBookingSession::moveByKeys(const BookingId &id, Qt::Key arrow, int times)
{
    TimelineView &timeline = page().timeline();
    timeline.setFocus();
    timeline.setCurrent(id);
    QTest::keyPress(&timeline, Qt::Key_Shift);
    for (int i = 0; i < times; ++i)
        QTest::keyPress(&timeline, arrow, Qt::ShiftModifier); // a click would let Shift go
    QTest::keyRelease(&timeline, Qt::Key_Shift);
}

void TestBookingSession::cancelByKeys(const BookingId &id, const QString &reason)
{
    TimelineView &timeline = page().timeline();
    timeline.setFocus();
    timeline.setCurrent(id);
    QTest::keyClick(&timeline, Qt::Key_Delete);
    QTRY_TRUE(field(u"Reason"_s));
    QTest::keyClicks(field(u"Reason"_s), reason);
    QTest::keyClick(field(u"Reason"_s), Qt::Key_Return);
}

QLineEdit *TestBookingSession::field(const QString &name) const
{
    for (QLineEdit *found : page().findChildren<QLineEdit *>()) {
        if (found->isVisible() && found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

void TestBookingSession::twoPeopleChangeOneBooking_data()
{
    QTest::addColumn<bool>("clashes"); // both change the time
    QTest::addColumn<QString>("choice");
    QTest::addColumn<int>("until"); // as it is then
    QTest::addColumn<QString>("email");
    QTest::newRow("other fields") << false << u"Save both"_s << 16 << u"new@example.com"_s;
    QTest::newRow("mine") << true << u"Keep mine"_s << 15 << u"new@example.com"_s;
    QTest::newRow("theirs") << true << u"Take theirs"_s << 16 << u"anna@example.com"_s;
}

void TestBookingSession::changeAsBen(const BookingId &booking, const BookingDraft &draft)
{
    m_engine->ask([booking, draft](engine::Engine &engine) {
        return engine.bookings().change(booking, draft, u"Ben"_s);
    });
}

/// Ben made it longer while Anna typed: she is told so, and nothing is lost but what she gives up.
void TestBookingSession::twoPeopleChangeOneBooking()
{
    QFETCH(const bool, clashes);
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const Booking booking = scene().booking(0);
    page().edit(booking);
    QTRY_TRUE(field(u"E-mail"_s));
    field(u"E-mail"_s)->selectAll();
    QTest::keyClicks(field(u"E-mail"_s), u"new@example.com"_s);
    if (clashes) {
        field(u"Until"_s)->selectAll();
        QTest::keyClicks(field(u"Until"_s), u"1500"_s);
    }
    const BookingDraft longer = draft(u"G-001"_s, 12, 16);
    m_engine->ask([id = booking.id, longer](engine::Engine &engine) {
        return engine.bookings().change(id, longer, u"Ben"_s);
    });
    QTRY_TRUE(isOnlyOne(longer));
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QFETCH(const QString, choice);
    QTRY_TRUE(button(choice) != nullptr);
    QVERIFY(isShown(u"Ben changed it just now: end "_s));
    QCOMPARE(isShown(u"Both of you changed the end: theirs is "_s), clashes);
    QCOMPARE(field(u"E-mail"_s)->text(), u"new@example.com"_s); // what was typed is there
    QVERIFY(isOnlyOne(longer)); // and nothing was written over
    QTest::mouseClick(button(choice), Qt::LeftButton);
    QFETCH(const int, until);
    QFETCH(const QString, email);
    BookingDraft wanted = draft(u"G-001"_s, 12, until, email);
    QTRY_TRUE(isOnlyOne(wanted));
    if (choice == u"Take theirs") // the rest of what was typed waits to be saved
        QCOMPARE(field(u"E-mail"_s)->text(), u"new@example.com"_s);
}

/// The box tells of what the form holds when it is pressed, not of what was refused.
void TestBookingSession::whatIsTypedOnIsReckonedAnew()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const Booking booking = scene().booking(0);
    page().edit(booking);
    QTRY_TRUE(field(u"E-mail"_s));
    field(u"E-mail"_s)->selectAll();
    QTest::keyClicks(field(u"E-mail"_s), u"new@example.com"_s);
    const BookingDraft longer = draft(u"G-001"_s, 12, 16);
    changeAsBen(booking.id, longer);
    QTRY_TRUE(isOnlyOne(longer));
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_TRUE(button(u"Save both"_s) != nullptr);

    QLineEdit *until = field(u"Until"_s);
    until->selectAll();
    QTest::keyClicks(until, u"1500"_s);
    QVERIFY(!button(u"Save both"_s)); // it would write over theirs
    QVERIFY(button(u"Keep mine"_s));
    QVERIFY(isShown(u"Both of you changed the end: theirs is "_s));
    until->selectAll();
    QTest::keyClicks(until, u"xx"_s); // no time: neither is stored
    QTest::mouseClick(button(u"Keep mine"_s) ? button(u"Keep mine"_s) : button(u"Save both"_s),
                      Qt::LeftButton);
    QCOMPARE(until->text(), u"xx"_s);
    QVERIFY(button(u"Take theirs"_s));
    until->selectAll();
    QTest::keyClicks(until, u"1400"_s); // as it was opened
    QVERIFY(button(u"Save both"_s));
    QVERIFY(!isShown(u"Both of you changed"_s));
    QTest::mouseClick(button(u"Save both"_s), Qt::LeftButton);
    QTRY_TRUE(isOnlyOne(draft(u"G-001"_s, 12, 16, u"new@example.com"_s)));
}

/// What somebody made of it meanwhile does not go unseen.
void TestBookingSession::whoChangedItIsToldBeforeACancellation()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const BookingId id = scene().booking(0).id;
    page().timeline().setCurrent(id);
    page().timeline().setFocus();
    QTest::keyClick(&page().timeline(), Qt::Key_Delete);
    QTRY_TRUE(button(u"Cancel the booking"_s) != nullptr);
    const BookingDraft longer = draft(u"G-001"_s, 12, 16);
    changeAsBen(id, longer);
    QTRY_TRUE(isOnlyOne(longer));
    QTest::mouseClick(button(u"Cancel the booking"_s), Qt::LeftButton);
    QTRY_TRUE(said().startsWith(u"Ben changed it just now: end "_s));
    QVERIFY(said().endsWith(u"It was not cancelled. Look, and cancel it again."_s));
    QVERIFY(isOnlyOne(longer));
    QTest::keyClick(&page().timeline(), Qt::Key_Delete);
    QTRY_TRUE(button(u"Cancel the booking"_s) != nullptr);
    QTest::mouseClick(button(u"Cancel the booking"_s), Qt::LeftButton);
    QTRY_TRUE(scene().bookings().isEmpty());
}

void TestBookingSession::whoMovedItUnderTheHandIsTold_data()
{
    QTest::addColumn<QString>("by");
    QTest::newRow("mouse") << u"mouse"_s;
    QTest::newRow("keys") << u"keys"_s;
    QTest::newRow("an old alarm") << u"alarm"_s;
}

/// Ben moved it between the look of who holds it and the wish: what he did stays, and is told.
void TestBookingSession::whoMovedItUnderTheHandIsTold()
{
    QFETCH(const QString, by);
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const Booking booking = scene().booking(0);
    TimelineView &timeline = page().timeline();
    timeline.setFocus();
    timeline.setCurrent(booking.id);
    const QPoint at = timeline.boxOf(booking.id).center().toPoint();
    const QPoint to = at + QPoint(qRound(scene().axis().pixelsPerHour()), 0);
    if (by == u"mouse") {
        QTest::mousePress(timeline.viewport(), Qt::LeftButton, {}, at);
        QMouseEvent move(QEvent::MouseMove, to, timeline.viewport()->mapToGlobal(to), Qt::NoButton,
                         Qt::LeftButton, {}); // QTest's has no pressed button
        QApplication::sendEvent(timeline.viewport(), &move);
        QVERIFY(timeline.drag().isActive());
    } else if (by == u"keys") {
        QTest::keyPress(&timeline, Qt::Key_Shift);
        QTest::keyPress(&timeline, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(timeline.drag().isActive());
    }
    const BookingDraft longer = draft(u"G-001"_s, 12, 16);
    changeAsBen(booking.id, longer);
    QTRY_TRUE(isOnlyOne(longer));
    if (by == u"mouse") {
        QTest::mouseRelease(timeline.viewport(), Qt::LeftButton, {}, to);
    } else if (by == u"keys") {
        QTest::keyPress(&timeline, Qt::Key_Right, Qt::ShiftModifier); // nobody has read it yet
        QTest::keyRelease(&timeline, Qt::Key_Shift);
    } else {
        Q_EMIT page().findChild<BookingAlarms *>()->moveAsked(
            {booking, u"G-001"_s, true,
             domain::BookingAlternative{idOf(u"G-002"_s), u"G-002"_s, booking.span()}});
    }
    QTRY_TRUE(said().startsWith(u"Ben changed it just now: end "_s));
    QVERIFY(said().endsWith(u"It was not moved. Look, and move it again."_s));
    QVERIFY(isOnlyOne(longer));
    moveByKeys(booking.id, Qt::Key_Right, 4); // who has seen it may
    QTRY_TRUE(isOnlyOne(draft(u"G-001"_s, 13, 17)));
}

void TestBookingSession::twoPeopleChangeOneSeries_data()
{
    QTest::addColumn<QString>("typed"); // into the field "Until"
    QTest::addColumn<QString>("choice");
    QTest::addColumn<int>("until"); // of each of them then
    QTest::newRow("other fields") << QString() << u"Save both"_s << 16;
    QTest::newRow("mine") << u"1500"_s << u"Keep mine"_s << 15;
    QTest::newRow("theirs") << u"1500"_s << u"Take theirs"_s << 16;
}

/// Ben made the whole series longer while Anna changed it: she has the two ways on, and they mean
/// the same bookings as what she asked for.
void TestBookingSession::twoPeopleChangeOneSeries()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, choice);
    QFETCH(const int, until);
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    dragOver(first);
    repeat();
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QTRY_TRUE(isOnlyOne(first)); // of the day that is shown
    const Booking booking = scene().booking(0);
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto allHave = [&](const QString &email, std::chrono::hours length) {
        const auto found = store::BookingStore(**database).ofSeries(booking.seriesId);
        return found && found->size() == 12
            && std::all_of(found->cbegin(), found->cend(), [&](const Booking &one) {
                   return one.email == email && one.span().length() == length;
               });
    };
    page().edit(booking);
    QTRY_TRUE(buttonIn(page().form(), u"All"_s) != nullptr);
    QTest::mouseClick(buttonIn(page().form(), u"All"_s), Qt::LeftButton);
    field(u"E-mail"_s)->selectAll();
    QTest::keyClicks(field(u"E-mail"_s), u"new@example.com"_s);
    if (!typed.isEmpty()) {
        field(u"Until"_s)->selectAll();
        QTest::keyClicks(field(u"Until"_s), typed);
    }
    const BookingDraft longer = draft(u"G-001"_s, 12, 16, first.email);
    m_engine->ask([id = booking.id, longer](engine::Engine &engine) {
        return engine.bookings().changeSeries(
            {.booking = id, .draft = longer, .scope = domain::SeriesScope::All, .actor = u"Ben"_s});
    });
    QTRY_TRUE(isOnlyOne(longer));
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_TRUE(button(choice) != nullptr);
    QVERIFY(isShown(u"Ben changed it just now: end "_s));
    QCOMPARE(isShown(u"Both of you changed the end: theirs is "_s), !typed.isEmpty());
    QVERIFY(allHave(first.email, 4h)); // nothing was written over
    QTest::mouseClick(button(choice), Qt::LeftButton);
    if (choice == u"Take theirs") { // the rest of what was typed waits to be saved
        QCOMPARE(field(u"E-mail"_s)->text(), u"new@example.com"_s);
        QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    }
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"12 bookings changed"_s, kPatience);
    QVERIFY(allHave(u"new@example.com"_s, std::chrono::hours(until - 12)));
}

void TestBookingSession::bookedByTheForm()
{
    QFETCH(const Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    start(*url);
    const BookingDraft wanted = draft(u"G-001"_s, 12, 14);
    dragOver(wanted);
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Return);
    QTRY_TRUE(isOnlyOne(wanted));
    QVERIFY(page().form().isHidden());
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"G-001 booked"_s, kPatience);

    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto stored = read::bookingsBetween(**database, wanted.span());
    VERIFY_OK(stored);
    QCOMPARE(stored->size(), 1);
    QCOMPARE(BookingDraft(stored->first()), wanted);
    if (dialect == Dialect::Sqlite) // there is no login that says who it is
        QCOMPARE(stored->first().actor, u"Anna"_s);

    m_notices->undo();
    QTRY_TRUE(scene().bookings().isEmpty());
    QCOMPARE(read::bookingsBetween(**database, wanted.span()).valueOr({}).size(), 0);
    m_notices->redo();
    QTRY_TRUE(isOnlyOne(wanted));
    QCOMPARE(read::bookingsBetween(**database, wanted.span()).valueOr({}).size(), 1);
}

/// Ben was faster by a moment: the form says so, keeps what was typed and offers what is free.
/// What is typed for the next one while the answer is on its way stays.
void TestBookingSession::theNextFormIsAnother()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    const BookingDraft second = draft(u"G-002"_s, 12, 14, u"ben@example.com"_s);
    dragOver(first);
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Return);
    page().begin(second);
    QTRY_TRUE(isOnlyOne(first));
    QVERIFY(page().form().isVisible());
    QCOMPARE(*page().form().draft(), second);
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Return);
    QTRY_TRUE(scene().bookings().size() == 2);
    QTRY_TRUE(page().form().isHidden());
    // The refusal of one is not the next one's.
    page().begin(first); // taken by now
    Q_EMIT page().bookAsked(first);
    page().begin(draft(u"G-003"_s, 12, 14));
    QTRY_TRUE(said().startsWith(u"The space is booked at that time."_s));
    QVERIFY(!isShown(u"The space is booked at that time."_s));
}

void TestBookingSession::takenMeanwhileIsRefusedInWords()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft wanted = draft(u"G-001"_s, 12, 14);
    dragOver(wanted);
    bookAsBen(draft(u"G-001"_s, 13, 15, u"ben@example.com"_s));
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton); // the page has not heard of it
    QTRY_TRUE(isShown(u"The space is booked at that time."_s));
    QVERIFY(page().form().isVisible());
    QCOMPARE(field(u"E-mail"_s)->text(), wanted.email);
    QCOMPARE(m_notices->undoable(), 0);
    QTRY_TRUE(button(u"Take G-00"_s));
    QCOMPARE(scene().bookings().size(), 1);
    QTest::mouseClick(button(u"Take G-00"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QTRY_TRUE(scene().bookings().size() == 2);
    QTRY_TRUE(page().form().isHidden());
    QTRY_TRUE(said().startsWith(u"G-00") && said().endsWith(u"booked"));
    QVERIFY(!said().startsWith(u"G-001"));
}

void TestBookingSession::movesAreToldAndUndone()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const BookingId id = scene().booking(0).id;
    const BookingDraft later = draft(u"G-001"_s, 15, 17);
    moveByKeys(id, Qt::Key_Right, 12); // quarters
    QTRY_TRUE(isOnlyOne(later));
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Booking of G-001 moved to 15:00 – 17:00"_s, kPatience);
    BookingDraft other = later;
    other.spaceId = idOf(u"G-002"_s);
    // Keys go to rows that are shown, and this one has nothing.
    Q_EMIT page().moveAsked(id, other, later);
    QTRY_TRUE(isOnlyOne(other));
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Booking moved from G-001 to G-002"_s, kPatience);
    m_notices->undo();
    QTRY_TRUE(isOnlyOne(later));
    m_notices->undo();
    QTRY_TRUE(isOnlyOne(first));
    m_notices->redo();
    QTRY_TRUE(isOnlyOne(later));

    // Where somebody else is, it does not go; nothing is open that could say so but the notice.
    bookAsBen(draft(u"G-003"_s, 15, 17, u"ben@example.com"_s));
    QTRY_TRUE(scene().bookings().size() == 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    other.spaceId = idOf(u"G-003"_s);
    Q_EMIT page().moveAsked(id, other, later);
    QTRY_TRUE(said().startsWith(u"The space is booked at that time. Nearest fit: G-003 from "));
    QCOMPARE(m_notices->undoable(), 1);
    QCOMPARE(BookingDraft(scene().booking(scene().indexOf(id))), later);
}

void TestBookingSession::undoTakesBackNobodyElsesWork()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft mine = draft(u"G-001"_s, 12, 14);
    dragOver(mine);
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Return);
    QTRY_TRUE(isOnlyOne(mine));
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    const BookingDraft bens = draft(u"G-001"_s, 12, 15);
    m_engine->ask([id = scene().booking(0).id, bens](engine::Engine &engine) {
        return engine.bookings().change(id, bens, u"Ben"_s);
    });
    QTRY_TRUE(isOnlyOne(bens));
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Not taken back: Ben changed it since."_s, kPatience);
    QVERIFY(isOnlyOne(bens));
    QCOMPARE(m_notices->undoable(), 1);
}

/// Ben's change arrives while the undo is under way: it is found, or comes after it.
void TestBookingSession::undoWritesOverNothingThatCameBetween()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    const BookingDraft later = draft(u"G-001"_s, 15, 17);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const BookingId id = scene().booking(0).id;
    Q_EMIT page().moveAsked(id, later, first);
    QTRY_TRUE(isOnlyOne(later));
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    const BookingDraft bens = draft(u"G-001"_s, 15, 18);
    m_notices->undo();
    // Whatever the undo asks first is answered, and nobody here has read the answer.
    m_reads->ask([](store::Database &) { return Result<>(); }).waitForFinished();
    auto changed = m_engine->ask([id, bens](engine::Engine &engine) {
        return engine.bookings().change(id, bens, u"Ben"_s);
    });
    changed.waitForFinished();
    VERIFY_OK(changed.result());
    QTRY_TRUE(m_notices->redoable() == 1 || said().startsWith(u"Not taken back"_s));
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto stored = store::BookingStore(**database).find(id);
    VERIFY_OK(stored);
    QCOMPARE(BookingDraft(*stored), bens);
    QTRY_TRUE(isOnlyOne(bens));
    // What it was before is taken.
    Q_EMIT page().moveAsked(id, later, bens);
    QTRY_TRUE(isOnlyOne(later));
    bookAsBen(draft(u"G-001"_s, 17, 18, u"ben@example.com"_s));
    QTRY_TRUE(scene().bookings().size() == 2);
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(),
                              u"Not taken back: G-001 was booked by someone else meanwhile. The "
                              "booking stays where it is."_s,
                              kPatience);
    QCOMPARE(BookingDraft(scene().booking(scene().indexOf(id))), later);
}

void TestBookingSession::cancelledAndUndone()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    bookAsBen(first);
    QTRY_TRUE(isOnlyOne(first));
    const BookingId id = scene().booking(0).id;
    cancelByKeys(id, u"duplicate entry"_s);
    QTRY_TRUE(scene().bookings().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Booking of G-001 cancelled"_s, kPatience);
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto stored = store::BookingStore(**database).find(id);
    VERIFY_OK(stored);
    QCOMPARE(stored->cancelReason, u"duplicate entry"_s);
    QCOMPARE(stored->actor, u"Anna"_s);
    m_notices->undo();
    QTRY_TRUE(isOnlyOne(first));
    QCOMPARE(scene().booking(0).id, id); // whoever was told its number finds it
    m_notices->redo();
    QTRY_TRUE(scene().bookings().isEmpty());
    // What is over for somebody else is so for us.
    Q_EMIT page().cancelAsked(id, {});
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"This booking is over, or somebody cancelled it."_s,
                              kPatience);
}

void TestBookingSession::undoOfCancelSaysThatTheSlotIsGone()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    bookAsBen(draft(u"G-001"_s, 12, 14));
    QTRY_TRUE(scene().bookings().size() == 1);
    cancelByKeys(scene().booking(0).id, {});
    QTRY_TRUE(scene().bookings().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    const BookingDraft bens = draft(u"G-001"_s, 13, 16, u"ben@example.com"_s);
    bookAsBen(bens);
    QTRY_TRUE(isOnlyOne(bens));
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(),
                              u"Not taken back: G-001 was booked by someone else meanwhile. The "
                              "cancelled booking stays cancelled."_s,
                              kPatience);
    QVERIFY(isOnlyOne(bens));
}

/// What was done with it before can be undone, and done again, after it was gone.
void TestBookingSession::acrossUndoABookingStaysTheSame()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft first = draft(u"G-001"_s, 12, 14);
    const BookingDraft later = draft(u"G-001"_s, 15, 17);
    dragOver(first);
    QTest::keyClick(field(u"E-mail"_s), Qt::Key_Return);
    QTRY_TRUE(isOnlyOne(first));
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    Q_EMIT page().moveAsked(scene().booking(0).id, later, first);
    QTRY_TRUE(isOnlyOne(later));
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 2, kPatience);
    Q_EMIT page().cancelAsked(scene().booking(0).id, {});
    QTRY_TRUE(scene().bookings().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 3, kPatience);
    for (int left = 2; left >= 0; --left) {
        m_notices->undo();
        QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), left, kPatience);
    }
    QTRY_TRUE(scene().bookings().isEmpty());
    m_notices->redo();
    QTRY_TRUE(isOnlyOne(first));
    m_notices->redo();
    QTRY_TRUE(isOnlyOne(later));
    m_notices->redo();
    QTRY_TRUE(scene().bookings().isEmpty());
}

/// What is booked for later moves no state, and nobody tells of it.
void TestBookingSession::otherProgramsBookingsAppear()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    store::Database &db = **database;
    Booking theirs;
    static_cast<BookingDraft &>(theirs) = draft(u"G-002"_s, 9, 10, u"cy@example.com"_s);
    theirs.id = BookingId::create();
    theirs.actor = u"Cy"_s;
    theirs.createdAt = theirs.updatedAt = systemNow();
    VERIFY_OK(store::transact(db, [&]() -> Result<> {
        const auto locked = store::StateStore(db).lock({theirs.spaceId});
        return locked ? store::BookingStore(db).insert({theirs}) : Result<>(locked.error());
    }));
    QTRY_TRUE(isOnlyOne(theirs));
}

void TestBookingSession::viewersGetNoPerson()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    BookingDraft whole = draft(u"G-001"_s, 12, 14);
    whole.phone = u"4712345678901"_s;
    whole.plate = u"AB 123"_s;
    whole.title = u"Visit of Anna"_s;
    bookAsBen(whole);
    QTRY_TRUE(isOnlyOne(whole));
    m_situation->setRole(u"Viewer"_s, true);
    BookingDraft bare;
    bare.spaceId = whole.spaceId;
    bare.start = whole.start;
    bare.end = whole.end;
    QTRY_TRUE(isOnlyOne(bare));
    QVERIFY(labels::describe(scene(), 0, page().timeline().isReadOnly()).contains(u"Booked"));
    m_situation->setRole(u"Operator"_s, false);
    QTRY_TRUE(isOnlyOne(whole));
}

void TestBookingSession::lostDatabaseKeepsThePicture()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    start(*url);
    const BookingDraft wanted = draft(u"G-001"_s, 12, 14);
    bookAsBen(wanted);
    QTRY_TRUE(isOnlyOne(wanted));
    m_databases.server().stopImmediately();
    QTRY_TRUE(isShown(u"The database does not answer"_s));
    Q_EMIT page().cancelAsked(scene().booking(0).id, {}); // a box that was open already
    QTRY_TRUE(said().startsWith(u"The database does not answer."));
    QCOMPARE(m_notices->undoable(), 0);
    QVERIFY(isOnlyOne(wanted));
    VERIFY_OK(m_databases.server().start());
    QTRY_TRUE(!isShown(u"The database does not answer"_s));
    QTRY_TRUE(isOnlyOne(wanted));
    bookAsBen(draft(u"G-002"_s, 9, 10));
    QTRY_TRUE(scene().bookings().size() == 2);
}

void TestBookingSession::mapBooksTheSelectedSpace()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    m_window->showPage(u"map"_s);
    MapView &map = m_window->spaces().map().view();
    map.reveal(idOf(u"G-002"_s));
    map.setFocus();
    m_situation->setRole(u"Viewer"_s, true);
    QTest::keyClick(&map, Qt::Key_B);
    QVERIFY(map.isVisible());
    m_situation->setRole(u"Operator"_s, false);
    QTest::keyClick(&map, Qt::Key_B);
    QTRY_TRUE(page().isVisible());
    QVERIFY(page().form().isVisible());
    const auto *space = page().form().findChild<QComboBox *>();
    QCOMPARE(space->currentData().value<domain::SpaceId>(), idOf(u"G-002"_s));
    QCOMPARE(space->currentText(), u"G-002"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(page().form().isHidden());
}

/// The rules that the engine holds bookings to are those that the form tells.
void TestBookingSession::policyReachesTheForm()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    m_engine->ask([](engine::Engine &engine) {
        domain::BookingPolicy policy;
        policy.longest = 1h;
        return engine.bookings().setPolicy(policy);
    });
    dragOver(draft(u"G-001"_s, 12, 14));
    QTRY_TRUE(isShown(u"A booking can last %1 at most."_s.arg(labels::length(1h))));
}

/// By the form's own buttons; each step is in the database when it is told.
void TestBookingSession::aSeriesIsMadeChangedAndCancelled()
{
    QFETCH(const Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    start(*url);
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto active = [&] {
        return store::BookingStore(**database)
            .page({.status = domain::BookingStatus::Active}, {domain::BookingOrder::Start, false})
            .valueOr({})
            .rows;
    };
    const BookingDraft wanted = draft(u"G-001"_s, 12, 14);
    dragOver(wanted);
    repeat();
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"12 bookings of G-001 made"_s, kPatience);
    QTRY_TRUE(isOnlyOne(wanted)); // of the day that is shown
    QVERIFY(page().form().isHidden());
    QList<Booking> made = active();
    QCOMPARE(made.size(), 12);
    m_notices->undo();
    QTRY_TRUE(scene().bookings().isEmpty());
    QCOMPARE(active().size(), 0);
    m_notices->redo();
    QTRY_TRUE(isOnlyOne(wanted));
    made = active();
    QCOMPARE(made.size(), 12);

    page().form().edit(scene().booking(0));
    page().form().show();
    for (QPushButton *one : page().form().findChildren<QPushButton *>()) {
        if (one->text() == u"All")
            QTest::mouseClick(one, Qt::LeftButton);
    }
    field(u"E-mail"_s)->setFocus();
    field(u"E-mail"_s)->selectAll();
    QTest::keyClicks(field(u"E-mail"_s), u"eve@example.com"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"12 bookings changed"_s, kPatience);
    const auto allHave = [&](const QString &email) {
        const QList<Booking> all = active();
        return all.size() == 12 && std::all_of(all.cbegin(), all.cend(), [&](const Booking &one) {
                   return one.email == email;
               });
    };
    QVERIFY(allHave(u"eve@example.com"_s));
    m_notices->undo(); // one step for all of them
    QTRY_TRUE(allHave(wanted.email));
    m_notices->redo();
    QTRY_TRUE(allHave(u"eve@example.com"_s));

    Q_EMIT page().cancelSeriesAsked(made[2].id, u"moved away"_s, domain::SeriesScope::Following);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"10 bookings cancelled"_s, kPatience);
    QCOMPARE(active().size(), 2);
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(active().size(), 12, kPatience);
    m_notices->redo();
    QTRY_COMPARE_WITH_TIMEOUT(active().size(), 2, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->redoable(), 0, kPatience); // the window was told
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(active().size(), 12, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->redoable(), 1, kPatience);

    // The change of all is taken back as well, unless somebody changed one of them since.
    BookingDraft bens = made[5];
    bens.email = u"ben@example.com"_s;
    m_engine->ask([id = made[5].id, bens](engine::Engine &engine) {
        return engine.bookings().change(id, bens, u"Ben"_s);
    });
    QTRY_TRUE(std::any_of(made.cbegin(), made.cend(), [&](const Booking &one) {
        const auto there = store::BookingStore(**database).find(one.id);
        return there && there->email == bens.email;
    }));
    const int left = m_notices->undoable();
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Not taken back: Ben changed it since."_s, kPatience);
    QCOMPARE(m_notices->undoable(), left);
    QCOMPARE(active().size(), 12);
}

/// Ctrl+K finds bookings by what is known of them, with the keyboard alone; viewers find none.
void TestBookingSession::theSearchFindsBookings()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    BookingDraft first = draft(u"G-002"_s, 12, 14, u"maria.h@example.com"_s);
    first.plate = u"HH-QX 481"_s;
    first.title = u"Interview"_s;
    bookAsBen(first);
    QTRY_TRUE(scene().bookings().size() == 1);
    m_window->showPage(u"map"_s);
    auto *popup = m_window->findChild<SearchPopup *>();
    auto *field = popup->findChild<QLineEdit *>();
    auto *results = popup->findChild<QListWidget *>();
    const auto lookFor = [&](const QString &text) {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        field->clear();
        QTest::keyClicks(field, text);
    };
    const auto isFound = [&] {
        for (int row = 0; row < results->count(); ++row) {
            if (results->item(row)->text().contains(u"maria.h@example.com"))
                return results->item(row - 1)->text() == u"Bookings"
                    && results->item(row - 1)->flags() == Qt::NoItemFlags;
        }
        return false;
    };
    for (const QString &text : {u"MARIA"_s, u"hhqx481"_s, u"hh-qx 4"_s, u"interv"_s, u"g-002"_s}) {
        lookFor(text);
        QTRY_VERIFY2(isFound(), qPrintable(text));
        popup->hide();
    }
    lookFor(u"nobody@"_s);
    QTRY_TRUE(results->count() == 1 && results->item(0)->text().startsWith(u"Nothing found"));
    popup->hide();
    lookFor(u"g-002"_s); // the space first, then the heading, then the booking
    QTRY_TRUE(isFound());
    QCOMPARE(results->currentRow(), 0);
    QTest::keyClick(field, Qt::Key_Down);
    QVERIFY(results->currentItem()->text().contains(u"maria.h@"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_TRUE(page().form().isVisible());
    QCOMPARE(m_window->shown().id, u"bookings"_s);
    QCOMPARE(page().form().booking(), scene().booking(0).id);
    page().cancel();

    m_situation->setRole(u"Viewer"_s, true);
    lookFor(u"maria"_s);
    QTRY_TRUE(results->count() == 1 && results->item(0)->text().startsWith(u"Nothing found"));
}

void TestBookingSession::aSeriesThatDoesNotFitListsItsDays()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    BookingDraft bens = draft(u"G-001"_s, 13, 15, u"ben@example.com"_s);
    bens.start += 168h;
    bens.end += 168h;
    bookAsBen(bens);
    const BookingDraft wanted = draft(u"G-001"_s, 12, 14);
    dragOver(wanted);
    repeat();
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QTRY_TRUE(button(u"Leave out"_s)); // the week after
    QVERIFY(page().form().isVisible());
    QVERIFY(scene().bookings().isEmpty());
    QTest::mouseClick(button(u"Leave out"_s), Qt::LeftButton);
    QTRY_TRUE(button(u"Not on "_s));
    QTest::mouseClick(button(u"Book"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"11 bookings of G-001 made"_s, kPatience);
}

void TestBookingSession::choose(const QString &path)
{
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    dialog->selectFile(path);
    QMetaObject::invokeMethod(dialog, "accept");
    QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// Reading it would wait for ever.
void TestBookingSession::aPipeIsNoFile()
{
#ifdef Q_OS_WIN
    QSKIP("Windows has no such files");
#endif
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const QString pipe = m_folder->filePath(u"pipe.csv"_s);
    QCOMPARE(QProcess::execute(u"mkfifo"_s, {pipe}), 0);
    Q_EMIT page().importAsked();
    choose(pipe);
    QTRY_TRUE(said().contains(u"pipe.csv"));
    QVERIFY(!m_window->findChild<BookingsImportDialog *>());
}

void TestBookingSession::filesComeInAndGoOut()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const BookingDraft wanted = draft(u"G-002"_s, 9, 10);
    const QString in = m_folder->filePath(u"in.csv"_s);
    QFile file(in);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(u"space,start,end,email\nG-002,%1,%2,%3\n"_s
                   .arg(toIso(wanted.start), toIso(wanted.end), wanted.email)
                   .toUtf8());
    file.close();
    Q_EMIT page().importAsked();
    choose(in);
    QTRY_TRUE(m_window->findChild<BookingsImportDialog *>());
    auto *preview = m_window->findChild<BookingsImportDialog *>();
    QVERIFY(scene().bookings().isEmpty()); // nothing is done yet
    for (QPushButton *yes : preview->findChildren<QPushButton *>()) {
        if (yes->text() == u"Import")
            QTest::mouseClick(yes, Qt::LeftButton);
    }
    QTRY_TRUE(said().startsWith(u"1 booking") && said().endsWith(u" imported"));
    QTRY_TRUE(isOnlyOne(wanted));

    const QString out = m_folder->filePath(u"out.ics"_s);
    Q_EMIT page().exportAsked(m_midnight);
    choose(out);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Bookings written to "_s + out, kPatience);
    QFile written(out);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray calendar = written.readAll();
    QCOMPARE(calendar.count("BEGIN:VEVENT"), 1);
    QVERIFY(!calendar.contains(wanted.email.toUtf8())); // unless it is asked for
    QVERIFY(calendar.startsWith("BEGIN:VCALENDAR"));

    const QString table = m_folder->filePath(u"out.csv"_s);
    Q_EMIT page().exportAsked(m_midnight);
    choose(table);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Bookings written to "_s + table, kPatience);
    QFile rows(table);
    QVERIFY(rows.open(QIODevice::ReadOnly));
    QVERIFY(rows.readAll().startsWith("\xef\xbb\xbf")); // else spreadsheets take it for another
}

/// 250 bookings are read in pages, and one that the timeline does not show is changed and
/// cancelled.
void TestBookingSession::theListReadsPages()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    QList<Booking> many;
    for (int i = 0; i < 250; ++i) {
        Booking one;
        static_cast<BookingDraft &>(one) = draft(u"G-001"_s, 24 * (i + 2), 24 * (i + 2) + 1);
        one.id = BookingId::create();
        one.plate = i == 200 ? u"HH-AB 12"_s : QString();
        one.createdAt = one.updatedAt = m_midnight;
        many.append(one);
    }
    VERIFY_OK(
        store::transact(**database, [&] { return store::BookingStore(**database).insert(many); }));
    BookingsChoice choice = page().choice();
    choice.isList = true;
    page().choose(choice);
    QTRY_TRUE(isShown(u"1 – 100 of 250"_s));
    QVERIFY(isShown(u"250 bookings from today on"_s));
    auto *table = page().list().findChild<QTableView *>();
    QTest::keyClick(table, Qt::Key_PageDown, Qt::ControlModifier);
    QTRY_TRUE(isShown(u"101 – 200 of 250"_s));
    QTest::keyClicks(field(u"Plate"_s), u"hhab1"_s);
    QTRY_TRUE(isShown(u"1 – 1 of 1"_s));
    QVERIFY(isShown(u"1 bookings from today on · plate with “hhab1”"_s));
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Delete);
    QTest::keyClick(field(u"Reason"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Booking of G-001 cancelled"_s, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(0, BookingModel::Status).data().toString(),
                              u"Cancelled"_s, kPatience);
    QCOMPARE(store::BookingStore(**database).find(many[200].id).valueOr({}).status,
             domain::BookingStatus::Cancelled);
}

/// From the map: an end is chosen and the space is booked; it is ended early; both are undone.
void TestBookingSession::walkInAndItsEnd()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    m_window->resize(1440, 900);
    m_window->showPage(u"map"_s);
    m_window->spaces().map().view().reveal(idOf(u"G-002"_s));
    BookingSection &section = m_window->spaces().inspector().bookings();
    QTRY_TRUE(section.walkIn().isVisible());
    const auto find = [](QWidget &in, const QString &text) -> QPushButton * {
        for (QPushButton *one : in.findChildren<QPushButton *>()) {
            if (one->isVisible() && (one->text() == text || one->accessibleName().startsWith(text)))
                return one;
        }
        return nullptr;
    };
    section.walkIn().findChild<QLineEdit *>()->setText(u"desk@example.com"_s);
    section.walkIn().findChild<QCheckBox *>()->setChecked(true);
    QTest::mouseClick(find(section.walkIn(), u"Book now until "_s), Qt::LeftButton);
    QTRY_TRUE(said().startsWith(u"G-002 booked until "_s));
    QTRY_TRUE(!section.walkIn().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(domain::walkInContact(m_model->site().settings),
                              u"desk@example.com"_s, kPatience); // for those who tell none
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const auto stored = [&] {
        return store::BookingStore(**database).list({}, {}, {}).valueOr({}).rows;
    };
    QCOMPARE(stored().size(), 1);
    QCOMPARE(stored().first().email, u"desk@example.com"_s);
    QVERIFY(stored().first().status == domain::BookingStatus::Active);
    QTRY_TRUE(find(section, u"End now"_s));
    QTest::mouseClick(find(section, u"End now"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Booking of G-002 ended"_s, kPatience);
    QVERIFY(stored().first().status == domain::BookingStatus::Completed);
    QVERIFY(stored().first().endedEarlyAt.has_value());
    QTRY_TRUE(section.walkIn().isVisible());
    m_notices->undo();
    QTRY_TRUE(!section.walkIn().isVisible()); // it runs again
    QCOMPARE(stored().size(), 1);
    QVERIFY(stored().first().status == domain::BookingStatus::Active);
    QVERIFY(!stored().first().endedEarlyAt);
    m_situation->setRole(u"Viewer"_s, true);
    for (const QLabel *label : section.findChildren<QLabel *>())
        QVERIFY(!label->text().contains(u'@'));
}

PARKING_TEST(TestBookingSession)
#include "tst_bookingsession.moc"
