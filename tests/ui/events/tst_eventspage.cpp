// The page "Events", as people drive it, without a database.

#include "base/literals.h"
#include "events/eventspage.h"
#include "events/payloadview.h"
#include "fixturedevices.h"
#include "fixtureevents.h"
#include "fixturesite.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::EventKind;
using fixture::kNow;

class TestEventsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void asksWhenItIsSeen();
    void tellsEachKind();
    void nothingIsToldTwice();
    void chipsTakeKindsAway();
    void whatIsTypedIsFound();
    void aSpaceIsLookedForInTheDatabase();
    void pausingGathers();
    void aRowThatIsReadStays();
    void aPointerThatRestsHoldsNothing();
    void lateOnesTakeTheirPlace();
    void tenThousandAreKept();
    void olderOnesTakeTheirPlace();
    void olderOnesAreKeptBeyondTheBound();
    void bytesBelongToFields();
    void whatNobodyDecodesSaysSo_data();
    void whatNobodyDecodesSaysSo();
    void lettersAreTriedAgainAndDeleted();
    void hostileMessagesAreShownAsTheyAre();
    void nobodysNameIsTold();
    void rowsAndPayloadsAreCopied();
    void whatWasLeftOutIsSaid();
    void failuresClaimNothing();
    void aFailedSearchIsNotToldAsEmpty();

private:
    QPushButton *button(const QString &begin) const;
    EventModel &events() const { return m_page->events(); }
    EventTable &table() const { return m_page->table(); }
    void click(int row);
    QStringList words(const QWidget &within) const;

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<EventsPage> m_page;
};

void TestEventsPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestEventsPage::init()
{
    m_page.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(kNow);
    m_model->load(fixture::harbourSite());
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(kNow);
    m_page = std::make_unique<EventsPage>(*m_model, *m_situation, m_theme);
    m_page->resize(1366, 760);
}

QPushButton *TestEventsPage::button(const QString &begin) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->text().startsWith(begin) && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

void TestEventsPage::click(int row)
{
    const QModelIndex index = events().index(row, EventModel::What);
    table().scrollTo(index);
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(index).center());
}

QStringList TestEventsPage::words(const QWidget &within) const
{
    QStringList texts;
    for (const QLabel *label : within.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts;
}

void TestEventsPage::asksWhenItIsSeen()
{
    QSignalSpy wanted(m_page.get(), &EventsPage::olderWanted);
    m_page->show();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toBool(), true);
    m_page->addOlder({});
    m_page->hide();
    m_page->show();
    QVERIFY(m_page->findChild<NoticePage *>()->isVisible());
}

void TestEventsPage::tellsEachKind()
{
    m_page->show();
    QAbstractItemModelTester tester(&events());
    m_page->addOlder({.events = fixture::events(), .hasMore = true});
    for (const EventKind kind : domain::kEventKinds)
        QVERIFY2(events().countOf(kind) > 0, qPrintable(labels::text(kind)));
    const int uplink = events().rowOf(fixture::uplink().key);
    QCOMPARE(events().index(uplink, EventModel::Subject).data().toString(), u"B1-145"_s);
    QVERIFY(events().index(uplink, EventModel::What).data().toString().startsWith(u"occupied"));
    for (int row = 0; row < events().rowCount(); ++row)
        QVERIFY2(!events().index(row, EventModel::What).data().toString().isEmpty(),
                 qPrintable(events().event(row).key));
    QVERIFY(button(u"Older events"_s));
}

void TestEventsPage::nothingIsToldTwice()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    const int before = events().rowCount();
    m_page->add(fixture::events());
    QCOMPARE(events().rowCount(), before);
}

void TestEventsPage::chipsTakeKindsAway()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    const int all = events().rowCount();
    QTest::mouseClick(button(u"Uplinks"_s), Qt::LeftButton);
    QCOMPARE(events().rowCount(), all - events().countOf(EventKind::Uplink));
    for (const QString &chip :
         {u"Changes"_s, u"Downlinks"_s, u"Bookings"_s, u"Operators"_s, u"System"_s})
        QTest::mouseClick(button(chip), Qt::LeftButton);
    QCOMPARE(events().rowCount(), 0);
    QVERIFY(words(*m_page->findChild<NoticePage *>()).join(u' ').contains(u"Not shown: Uplinks"));
    QTest::mouseClick(button(u"Clear filter"_s), Qt::LeftButton);
    QCOMPARE(events().rowCount(), all);
}

void TestEventsPage::whatIsTypedIsFound()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    auto *text = m_page->findChild<QLineEdit *>(u"eventSearch"_s);
    text->setFocus();
    QTest::keyClicks(text, u"b1-112"_s);
    QVERIFY(events().rowCount() >= 1);
    for (int row = 0; row < events().rowCount(); ++row)
        QCOMPARE(events().index(row, EventModel::Subject).data().toString(), u"B1-112"_s);
}

void TestEventsPage::aSpaceIsLookedForInTheDatabase()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events(), .hasMore = true});
    QSignalSpy wanted(m_page.get(), &EventsPage::olderWanted);
    auto *text = m_page->findChild<QLineEdit *>(u"eventSearch"_s);
    text->setFocus();
    QTest::keyClicks(text, u"B1-145"_s);
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(m_page->search().space, std::optional(fixture::spaceId(u"B1-145"_s)));
    QCOMPARE(events().kept(), 0);
    m_page->add(fixture::events()); // of others: not what is looked for
    QCOMPARE(events().kept(), 0);
    m_page->addOlder({.events = {fixture::uplink()}});
    QCOMPARE(events().rowCount(), 1);
    QVERIFY(m_page->cancel());
    QVERIFY(m_page->search().isAll());
    QCOMPARE(wanted.count(), 2);
}

void TestEventsPage::pausingGathers()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_Space);
    QVERIFY(m_page->isPaused());
    const int before = events().rowCount();
    m_page->add(fixture::uplinks(36, kNow));
    QVERIFY(!button(u"Pause"_s));
    QCOMPARE(events().rowCount(), before);
    QCOMPARE(events().waiting(), 36);
    QVERIFY(words(*m_page).join(u' ').contains(u"36 new since"));
    QTest::mouseClick(button(u"Show them"_s), Qt::LeftButton);
    QCOMPARE(events().rowCount(), before + 36);
    QVERIFY(m_page->isPaused());
    m_page->add(fixture::uplinks(3, kNow + 9s));
    QCOMPARE(events().waiting(), 3);
    QTest::mouseClick(button(u"Resume"_s), Qt::LeftButton);
    QCOMPARE(events().rowCount(), before + 39);
    QVERIFY(!m_page->isPaused());
}

void TestEventsPage::aRowThatIsReadStays()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    const int row = events().rowOf(fixture::uplink().key);
    click(row);
    QVERIFY(m_page->detail().isVisible());
    m_page->add(fixture::uplinks(5, kNow));
    QCOMPARE(events().rowOf(fixture::uplink().key), row);
    QCOMPARE(events().waiting(), 5);
    QVERIFY(!m_page->isPaused());
    QTest::keyClick(&table(), Qt::Key_Escape);
    QVERIFY(m_page->cancel());
    QTRY_VERIFY(!m_page->detail().isVisible());
}

/// Who went for a coffee left the pointer where it was: the list goes on.
void TestEventsPage::aPointerThatRestsHoldsNothing()
{
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->addOlder({.events = fixture::events()});
    const int before = events().rowCount();
    const QPoint middle = table().viewport()->rect().center();
    QTest::mouseMove(table().viewport(), middle);
    QTest::mouseMove(table().viewport(), middle + QPoint(2, 2));
    QTRY_VERIFY(table().viewport()->underMouse());
    m_page->add(fixture::uplinks(12, kNow));
    QCOMPARE(events().waiting(), 12);
    QVERIFY(words(*m_page).join(u' ').contains(u"12 new since"));
    m_situation->setNow(kNow + 9s);
    QCOMPARE(events().waiting(), 12);
    m_situation->setNow(kNow + 10s);
    QCOMPARE(events().waiting(), 0);
    QCOMPARE(events().rowCount(), before + 12);
    m_page->add(fixture::uplinks(3, kNow + 900s));
    QCOMPARE(events().rowCount(), before + 15);
    QTest::mouseMove(table().viewport(), middle); // and it moves again
    m_page->add(fixture::uplinks(2, kNow + 1800s));
    QCOMPARE(events().waiting(), 2);
    QTest::mouseClick(button(u"Show them"_s), Qt::LeftButton);
    QCOMPARE(events().rowCount(), before + 17);
    // A row that is read holds them for as long as it is read.
    click(events().rowOf(fixture::uplink().key));
    m_situation->setNow(kNow + 1h);
    m_page->add(fixture::uplinks(2, kNow + 2700s));
    QCOMPARE(events().waiting(), 2);
}

/// A row that commits late is told after newer ones, and stands below them.
void TestEventsPage::lateOnesTakeTheirPlace()
{
    m_page->show();
    QTest::mouseMove(m_page.get(), QPoint(4, 4));
    const QList<domain::SiteEvent> five = fixture::uplinks(5, kNow); // newest first
    events().add({five[1], five[4]});
    QSignalSpy inserted(&events(), &QAbstractItemModel::rowsInserted);
    events().add({five[0], five[2], five[3]});
    QStringList shown;
    QStringList wanted;
    for (int row = 0; row < 5; ++row) {
        shown.append(events().event(row).key);
        wanted.append(five[row].key);
    }
    QCOMPARE(shown, wanted);
    QCOMPARE(inserted.size(), 2); // those that stand together at once
}

void TestEventsPage::tenThousandAreKept()
{
    m_page->show();
    QTest::mouseMove(m_page.get(), QPoint(4, 4));
    for (int i = 0; i < 24; ++i)
        m_page->add(fixture::uplinks(500, kNow + i * 1000s));
    if (events().isHeld())
        events().setHeld(false);
    QCOMPARE(events().kept(), EventModel::kMost);
    QCOMPARE(events().rowCount(), int(EventModel::kMost));
    QCOMPARE(events().countOf(EventKind::Uplink), int(EventModel::kMost));
    QCOMPARE(events().event(0).time, fixture::uplinks(1, kNow + 23000s).first().time);
}

/// Older ones are read of several kinds: what happened meanwhile may be among them.
void TestEventsPage::olderOnesTakeTheirPlace()
{
    m_page->addOlder({.events = fixture::uplinks(3, kNow), .hasMore = true});
    m_page->addOlder({.events = fixture::uplinks(1, kNow + 5s) + fixture::uplinks(2, kNow - 60s)});
    QCOMPARE(events().rowCount(), 6);
    QCOMPARE(events().event(0).time, kNow + 5s);
    for (int row = 1; row < events().rowCount(); ++row)
        QVERIFY(events().event(row).time <= events().event(row - 1).time);
}

/// Who reads far back does not lose a page at the first new event: the oldest row goes for it.
void TestEventsPage::olderOnesAreKeptBeyondTheBound()
{
    m_page->addOlder({.events = fixture::uplinks(500, kNow), .hasMore = true});
    for (int i = 1; i < 20; ++i)
        events().add(fixture::uplinks(500, kNow + i * 1000s));
    QCOMPARE(events().kept(), EventModel::kMost);
    m_page->addOlder({.events = fixture::uplinks(500, kNow - 1000s), .hasMore = true});
    const QString asked = events().event(events().rowCount() - 1).key;
    QVERIFY(events().rowOf(asked) >= 0);
    events().add(fixture::uplinks(1, kNow + 20000s));
    QCOMPARE(events().kept(), EventModel::kMost + 500); // all but the one at the end
    QCOMPARE(events().rowOf(asked), -1);
    QCOMPARE(events().event(events().rowCount() - 1).time,
             fixture::uplinks(499, kNow - 1000s).last().time);
    m_page->events().clear(); // another search begins as ever
    for (int i = 0; i < 24; ++i)
        events().add(fixture::uplinks(500, kNow + i * 1000s));
    QCOMPARE(events().kept(), EventModel::kMost);
}

void TestEventsPage::bytesBelongToFields()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    click(events().rowOf(fixture::uplink().key));
    PayloadView &payload = m_page->detail().payload();
    QCOMPARE(payload.fieldCount(), 5);
    const QStringList texts = words(payload);
    QVERIFY(texts.contains(u"3.6\u202fV"_s) || texts.join(u' ').contains(u"3.6"));
    QVERIFY(texts.contains(u"bytes 5 – 7"_s));
    QVERIFY(texts.contains(u"96,476"_s));
    payload.fieldRow(4)->setFocus(Qt::TabFocusReason);
    QTRY_COMPARE(payload.bytes().marked(), 5);
    // And the other way round.
    QTest::mouseMove(&payload.bytes(), payload.bytes().cellOf(2).center());
    QTRY_COMPARE(payload.markedField(), 2);
}

void TestEventsPage::whatNobodyDecodesSaysSo_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("no type") << QString() << 2 << QByteArray("\x01\x02\x03\x04\x05", 5)
                             << u"No device type takes port 2, 5 bytes."_s;
    QTest::newRow("cut off") << u"browan_tabs"_s << 102 << QByteArray("\x01", 1)
                             << u"does not read this frame"_s;
    QTest::newRow("settings") << u"browan_tabs"_s << 204 << QByteArray(16, 'x')
                              << u"says nothing in this frame"_s;
    QTest::newRow("by the network server")
        << u"chirpstack_object"_s << 1 << QByteArray("\x01", 1) << QString();
    QTest::newRow("a type of a newer program")
        << u"newer_type"_s << 1 << QByteArray(300, 'x') << u"does not read"_s;
}

void TestEventsPage::whatNobodyDecodesSaysSo()
{
    QFETCH(QString, type);
    QFETCH(int, port);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    domain::Reading reading;
    reading.deviceType = type;
    reading.fPort = port;
    reading.payload = bytes;
    const QString said = labels::notDecoded(reading);
    QVERIFY(!said.isEmpty());
    QVERIFY2(said.contains(words), qPrintable(said));
    PayloadView view(m_theme);
    view.setReading(reading);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
}

void TestEventsPage::lettersAreTriedAgainAndDeleted()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    QSignalSpy retried(&m_page->detail(), &EventDetail::retryAsked);
    QSignalSpy deleted(&m_page->detail(), &EventDetail::deleteAsked);
    click(events().rowOf(fixture::letter().key));
    QVERIFY(words(m_page->detail()).contains(u"its time is wrong"_s));
    QTest::mouseClick(button(u"Try again"_s), Qt::LeftButton);
    QCOMPARE(retried.first().first().toLongLong(), 7);
    const auto ask = [this] {
        QTest::mouseClick(button(u"Delete"_s), Qt::LeftButton);
        return QPointer(m_page->findChild<QMessageBox *>());
    };
    QPointer<QMessageBox> box = ask();
    QVERIFY(box);
    QTest::keyClick(box, Qt::Key_Escape);
    QTRY_VERIFY(!box);
    box = ask();
    QTest::keyClick(box, Qt::Key_Return); // it is the only copy: who hurries keeps it
    QTRY_VERIFY(!box);
    QCOMPARE(deleted.count(), 0);
    box = ask();
    for (QAbstractButton *choice : box->buttons()) {
        if (choice->text() == u"Delete message")
            QTest::keyClick(choice, Qt::Key_Space);
    }
    QTRY_VERIFY(!box);
    QCOMPARE(deleted.count(), 1);
    QCOMPARE(deleted.first().first().toLongLong(), 7);
    m_page->detail().setRestores(true); // it can be had back: nobody asks
    QTest::mouseClick(button(u"Delete"_s), Qt::LeftButton);
    QVERIFY(!m_page->findChild<QMessageBox *>());
    QCOMPARE(deleted.count(), 2);
    m_page->letterGone(7);
    QCOMPARE(events().rowOf(fixture::letter().key), -1);
    m_situation->setRole(u"Viewer"_s, true);
    m_page->addOlder({.events = {fixture::letter()}});
}

void TestEventsPage::hostileMessagesAreShownAsTheyAre()
{
    m_page->show();
    domain::LetterNote note;
    note.id = 9;
    note.topic = QByteArray("\xff\xfe<b>\0x", 7);
    note.payload = QByteArray(70'000, '<') + "<img src=file:///etc/passwd>";
    note.payloadBytes = 1'000'000;
    note.code = u"<h1>"_s;
    note.detail = QString(10'000, u'W');
    m_page->addOlder({.events = {domain::eventOf(note, kNow)}});
    click(0);
    QVERIFY(m_page->detail().isVisible());
    QVERIFY(words(m_page->detail()).join(u' ').contains(u"of 1000000 bytes"));
    for (const QLabel *label : m_page->detail().findChildren<QLabel *>()) {
        if (label->text().contains(u"<img"))
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

/// What is told of bookings has no person in it, whoever looks.
void TestEventsPage::nobodysNameIsTold()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    QSignalSpy exported(m_page.get(), &EventsPage::exportAsked);
    QTest::mouseClick(button(u"Export"_s), Qt::LeftButton);
    const QByteArray csv = exported.first().first().toByteArray();
    QVERIFY(csv.contains("booked"));
    QVERIFY(!csv.contains('@'));
    QCOMPARE(csv.count('\n'), events().rowCount() + 1);
}

void TestEventsPage::rowsAndPayloadsAreCopied()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    click(events().rowOf(fixture::uplink().key));
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_C);
    QVERIFY(QApplication::clipboard()->text().contains(u"B1-145"));
    QTest::keyClick(&table(), Qt::Key_C, Qt::ShiftModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"010b340000dc7801"_s);
}

void TestEventsPage::whatWasLeftOutIsSaid()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events()});
    m_page->setMissed(false);
    QVERIFY(!words(*m_page).join(u' ').contains(u"too many came at once"));
    m_page->setMissed(true);
    m_page->setMissed(false); // they are missing all the same
    QVERIFY(words(*m_page).join(u' ').contains(u"too many came at once"));
    QSignalSpy wanted(m_page.get(), &EventsPage::olderWanted);
    QTest::mouseClick(button(u"Read them"_s), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toBool(), true); // from the newest on
    m_page->addOlder({.events = fixture::events(), .hasMore = true});
    QVERIFY(!words(*m_page).join(u' ').contains(u"too many came at once"));
    QVERIFY(!button(u"Read them"_s));
    // While one space is looked for nothing of it is shown, so nothing of it is missing.
    auto *text = m_page->findChild<QLineEdit *>(u"eventSearch"_s);
    text->setFocus();
    QTest::keyClicks(text, u"B1-145"_s);
    QTest::keyClick(text, Qt::Key_Return);
    m_page->setMissed(true);
    m_page->addOlder({.events = {fixture::uplink()}});
    QVERIFY(!words(*m_page).join(u' ').contains(u"too many came at once"));
}

void TestEventsPage::failuresClaimNothing()
{
    m_page->show();
    m_page->setFailed(u"The database does not answer."_s);
    const QString said = words(*m_page->findChild<NoticePage *>()).join(u' ');
    QVERIFY2(said.contains(u"not known"), qPrintable(said));
    m_page->addOlder({.events = fixture::events()});
    QVERIFY(table().isVisible());
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(words(*m_page).contains(u"The database does not answer."_s));
}

/// That new ones are read says nothing of what is looked for.
void TestEventsPage::aFailedSearchIsNotToldAsEmpty()
{
    m_page->show();
    m_page->addOlder({.events = fixture::events(), .hasMore = true});
    auto *text = m_page->findChild<QLineEdit *>(u"eventSearch"_s);
    text->setFocus();
    QTest::keyClicks(text, u"B1-145"_s);
    QTest::keyClick(text, Qt::Key_Return);
    const auto said = [this] { return words(*m_page->findChild<NoticePage *>()).join(u' '); };
    m_page->setFailed(u"The connection was lost."_s); // new ones could not be read,
    m_page->setFailed({}); // and can again
    QVERIFY(button(u"Reading"_s));
    QVERIFY2(!said().contains(u"No event passes"), qPrintable(said()));
    m_page->setOlderFailed(u"The database does not answer."_s);
    m_page->setFailed(u"The connection was lost."_s);
    m_page->setFailed({});
    QVERIFY2(said().contains(u"not known"), qPrintable(said()));
    QVERIFY(words(*m_page).contains(u"The database does not answer."_s));
    QSignalSpy wanted(m_page.get(), &EventsPage::olderWanted);
    QTest::mouseClick(button(u"Try again"_s), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QVERIFY(!said().contains(u"not known"));
    m_page->addOlder({});
    QVERIFY2(said().contains(u"No event passes"), qPrintable(said())); // now it is known
}

PARKING_TEST(TestEventsPage)
#include "tst_eventspage.moc"
