// The past beside the live window: a period is exported by the sheet, and looked at in a window of
// its own while the live one goes on.

#include "app/pastwork.h"
#include "archive/archivefile.h"
#include "base/literals.h"
#include "fixturereview.h"
#include "fixturesite.h"
#include "read/past.h"
#include "review/perioddialog.h"
#include "shell/searchpopup.h"
#include "store/alarmstore.h"
#include "store/databaseurl.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"
#include "widgets/dayfield.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::reviewBegin;

namespace {

constexpr int kPatience = 20'000; // of QTRY, ms: for slow machines only
constexpr int kDays = 5;

template <class Widget>
Widget *byText(const QWidget &in, const QString &text)
{
    for (Widget *widget : in.findChildren<Widget *>()) {
        if (widget->text() == text && widget->isVisible())
            return widget;
    }
    return nullptr;
}

} // namespace

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

class TestPastWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void exportsWhatTheSheetSays();
    void estimatesAnewWithEachChoice();
    void leavesNothingWhenCancelled();
    void tellsWhyNothingWasExported();
    void staysWhileItIsWritten();
    void closingItsWindowAsks();
    void asksForThePeriod();
    void looksAtThePastWhileLiveGoesOn();
    void goesBackToLive();
    void exportsThePeriodThatIsLookedAt();
    void goesToAlarms();
    void closesWithTheLiveWindow();

private:
    void command(QWidget &window, const QString &text);
    void openSheet();
    void chooseDays(PeriodFields &fields, const QDate &first, const QDate &last);
    void review(UtcTime from, UtcTime to);
    QString wordsOf(const char *name) const;
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_url;
    Theme m_theme{*qApp};
    std::unique_ptr<test::TurnedClock> m_clock;
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<OperatorWindow> m_window;
    std::unique_ptr<read::ReadThread> m_reads;
    std::unique_ptr<PastWork> m_past;
};

void TestPastWork::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    m_theme.setReduceMotion(true);
    const QString file = path(u"parking.sqlite"_s);
    VERIFY_OK(fixture::writeDatabase(file, kDays));
    m_url = store::sqliteUrl(file);
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    domain::Alarm alarm;
    alarm.id = domain::AlarmId(QUuid::createUuid());
    alarm.cause = {domain::AlarmKind::BatteryLow, u"70b3d50000000001"_s};
    alarm.raisedAt = reviewBegin() + 30h;
    VERIFY_OK(store::AlarmStore(**database).insert({alarm}));
}

void TestPastWork::init()
{
    m_clock = std::make_unique<test::TurnedClock>(reviewBegin() + kDays * 24h);
    m_model = std::make_unique<SiteModel>();
    m_situation = std::make_unique<Situation>();
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_model->setNow(m_clock->now());
    m_model->load(fixture::harbourSite());
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(m_clock->now());
    m_reads = std::make_unique<read::ReadThread>(m_url);
    m_past =
        std::make_unique<PastWork>(PastWork::Doors{m_url, *m_reads, *m_clock, u"ada"_s}, *m_window);
    m_window->resize(1440, 900);
    m_window->show();
}

void TestPastWork::cleanup()
{
    m_past.reset();
    m_reads.reset();
    m_window.reset();
    m_notices.reset();
    m_situation.reset();
    m_model.reset();
}

void TestPastWork::command(QWidget &window, const QString &text)
{
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    auto *popup = window.findChild<SearchPopup *>();
    QTRY_TRUE(popup->isVisible());
    auto *field = popup->findChild<QLineEdit *>();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

void TestPastWork::openSheet()
{
    command(*m_window, u"export an archive"_s);
    QTRY_TRUE(m_past->sheet() && m_past->sheet()->isVisible());
    QVERIFY(!m_past->sheet()->isModal()); // the live window can be used beside it
}

void TestPastWork::chooseDays(PeriodFields &fields, const QDate &first, const QDate &last)
{
    auto *length = fields.findChild<QComboBox *>();
    QTest::keyClick(length, Qt::Key_End);
    QCOMPARE(length->currentText(), u"Days"_s);
    const auto days = fields.findChildren<DayField *>();
    QCOMPARE(days.size(), 2);
    days[0]->setDate(first);
    days[1]->setDate(last);
}

QString TestPastWork::wordsOf(const char *name) const
{
    const QLabel *label =
        m_past->sheet() ? m_past->sheet()->findChild<QLabel *>(QString::fromLatin1(name)) : nullptr;
    return label ? label->text() : QString();
}

void TestPastWork::exportsWhatTheSheetSays()
{
    openSheet();
    ExportSheet &sheet = *m_past->sheet();
    chooseDays(sheet.period(), QDate(2026, 9, 2), QDate(2026, 9, 3));
    QTRY_TRUE(wordsOf("exportSize").startsWith(u"about "_s));
    auto *file = sheet.findChild<QLineEdit *>(QString(), Qt::FindChildrenRecursively);
    for (QLineEdit *one : sheet.findChildren<QLineEdit *>()) {
        if (one->accessibleName() == u"File")
            file = one;
    }
    QVERIFY2(file->text().endsWith(u"harbour-site-2026-09-02-to-2026-09-03.parkarchive"_s),
             qPrintable(file->text()));
    const QString target = path(u"by-the-sheet.parkarchive"_s);
    file->selectAll();
    QTest::keyClicks(file, target);
    QTest::mouseClick(byText<QPushButton>(sheet, u"Export"_s), Qt::LeftButton);
    QVERIFY(!byText<QPushButton>(sheet, u"Export"_s));
    QTRY_TRUE(wordsOf("exportWords").startsWith(u"Saved "_s));
    QVERIFY(wordsOf("exportWords").contains(target));
    const auto opened = archive::openArchive(target);
    VERIFY_OK(opened);
    QCOMPARE(opened->manifest.from, reviewBegin() + 24h);
    QCOMPARE(opened->manifest.to, reviewBegin() + 72h);
    QCOMPARE(opened->manifest.parts, QList{archive::Part::Readings});
    QVERIFY(!opened->manifest.isRedacted);
    const auto verdict = archive::verify(*opened);
    VERIFY_OK(verdict);
    QVERIFY(verdict->isSound());
    QSignalSpy wanted(m_past.get(), &PastWork::archiveWanted);
    QTest::mouseClick(byText<QPushButton>(sheet, u"Look at it"_s), Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), target);
}

void TestPastWork::estimatesAnewWithEachChoice()
{
    openSheet();
    ExportSheet &sheet = *m_past->sheet();
    QTRY_TRUE(wordsOf("exportSize").contains(u"readings"_s));
    const QString before = wordsOf("exportSize");
    QTest::mouseClick(byText<QCheckBox>(sheet, u"Readings of sensors"_s), Qt::LeftButton,
                      Qt::NoModifier, QPoint(8, 8));
    QTRY_TRUE(wordsOf("exportSize").startsWith(u"about "_s)
              && !wordsOf("exportSize").contains(u"readings"_s));
    QVERIFY(wordsOf("exportSize") != before);
    auto *bookings = byText<QCheckBox>(sheet, u"Bookings, with who booked"_s);
    QVERIFY(byText<QLabel>(sheet, u"Without bookings nothing of a person is in it."_s));
    QTest::mouseClick(bookings, Qt::LeftButton, Qt::NoModifier, QPoint(8, 8));
    QVERIFY(byText<QLabel>(sheet, u"The archive holds names, plates and notes of persons."_s));
    // Alarms are of the whole site.
    auto *alarms = byText<QCheckBox>(sheet, u"Alarms"_s);
    QTest::mouseClick(alarms, Qt::LeftButton, Qt::NoModifier, QPoint(8, 8));
    QVERIFY(sheet.wish().alarms);
    for (QComboBox *box : sheet.findChildren<QComboBox *>()) {
        if (box->itemText(0) == u"Whole site")
            QTest::keyClick(box, Qt::Key_Down);
    }
    QVERIFY(!sheet.wish().building.isEmpty());
    QVERIFY(!sheet.wish().alarms && !alarms->isEnabled());
    chooseDays(sheet.period(), QDate(2026, 9, 3), QDate(2026, 9, 2));
    QVERIFY(wordsOf("exportSize").contains(u"the last day is before the first"_s));
    QVERIFY(!byText<QPushButton>(sheet, u"Export"_s)->isEnabled());
}

void TestPastWork::leavesNothingWhenCancelled()
{
    openSheet();
    ExportSheet &sheet = *m_past->sheet();
    chooseDays(sheet.period(), QDate(2026, 9, 1), QDate(2026, 9, 5));
    const QString target = path(u"cancelled.parkarchive"_s);
    for (QLineEdit *one : sheet.findChildren<QLineEdit *>()) {
        if (one->accessibleName() == u"File") {
            one->selectAll();
            QTest::keyClicks(one, target);
        }
    }
    QTest::mouseClick(byText<QPushButton>(sheet, u"Export"_s), Qt::LeftButton);
    QVERIFY(sheet.isRunning());
    QTest::mouseClick(byText<QPushButton>(sheet, u"Cancel the export"_s), Qt::LeftButton);
    QTRY_TRUE(!sheet.isRunning());
    QCOMPARE(wordsOf("exportWords"), u"The export was given up. Nothing of it is left."_s);
    QVERIFY(!QFile::exists(target));
    QVERIFY(!QFile::exists(archive::partialPath(target)));
    // And once more, to its end.
    QTest::mouseClick(byText<QPushButton>(sheet, u"Export"_s), Qt::LeftButton);
    QTRY_TRUE(wordsOf("exportWords").startsWith(u"Saved "_s));
}

void TestPastWork::tellsWhyNothingWasExported()
{
    openSheet();
    ExportSheet &sheet = *m_past->sheet();
    const QString there = path(u"there.parkarchive"_s);
    QFile file(there);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
    file.close();
    for (const auto &[target, words] :
         {std::pair(there, u"is there already"_s),
          std::pair(path(u"nowhere/x.parkarchive"_s), u"takes no file"_s)}) {
        for (QLineEdit *one : sheet.findChildren<QLineEdit *>()) {
            if (one->accessibleName() == u"File") {
                one->selectAll();
                QTest::keyClicks(one, target);
            }
        }
        QTest::mouseClick(byText<QPushButton>(sheet, u"Export"_s), Qt::LeftButton);
        QTRY_TRUE(!sheet.isRunning());
        QVERIFY2(wordsOf("exportWords").contains(words), qPrintable(wordsOf("exportWords")));
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
}

/// Esc ends no work of minutes.
void TestPastWork::staysWhileItIsWritten()
{
    openSheet();
    ExportSheet &sheet = *m_past->sheet();
    sheet.setStarted();
    sheet.setEstimate(1000, 10, 10, 400);
    sheet.setProgress(100, false);
    QCOMPARE(wordsOf("exportWords"), u"100 of about 400 rows"_s);
    QTest::keyClick(&sheet, Qt::Key_Escape);
    QVERIFY(m_past->sheet() && sheet.isVisible());
    sheet.setProgress(400, true);
    QVERIFY(wordsOf("exportWords").contains(u"being sealed"_s));
    sheet.setDone(u"/x/y.parkarchive"_s, 5000, reviewBegin());
    QTest::keyClick(&sheet, Qt::Key_Escape);
    QTRY_TRUE(!m_past->sheet());
}

/// The export ends with the window: that is said before, and nothing half is left.
void TestPastWork::closingItsWindowAsks()
{
    const QString target = path(u"closed.parkarchive"_s);
    const auto begin = [&] {
        openSheet();
        ExportSheet &sheet = *m_past->sheet();
        chooseDays(sheet.period(), QDate(2026, 9, 1), QDate(2026, 9, 5));
        for (QLineEdit *one : sheet.findChildren<QLineEdit *>()) {
            if (one->accessibleName() == u"File") {
                one->selectAll();
                QTest::keyClicks(one, target);
            }
        }
        QTest::mouseClick(byText<QPushButton>(sheet, u"Export"_s), Qt::LeftButton);
        QVERIFY(m_past->isExporting());
    };
    begin();
    QVERIFY(!m_window->close());
    QPointer<QMessageBox> question = m_window->findChild<QMessageBox *>();
    QVERIFY(question && question->isVisible());
    QVERIFY(question->informativeText().contains(u"The export that runs: its file is not kept"_s));
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_TRUE(!question);
    QVERIFY(m_window->isVisible());
    QTRY_TRUE(!m_past->isExporting()); // it was not disturbed
    QVERIFY(QFile::remove(target));
    QTest::keyClick(m_past->sheet(), Qt::Key_Escape);
    QTRY_TRUE(!m_past->sheet());

    begin();
    QVERIFY(!m_window->close());
    question = m_window->findChild<QMessageBox *>();
    QVERIFY(question);
    for (QAbstractButton *button : question->buttons()) {
        if (button->text().remove(u'&') == u"Close")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_TRUE(!m_window->isVisible());
    m_past.reset();
    QVERIFY(!QFile::exists(archive::partialPath(target)));
}

void TestPastWork::asksForThePeriod()
{
    command(*m_window, u"review"_s);
    auto *dialog = m_window->findChild<PeriodDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    chooseDays(dialog->period(), QDate(2026, 9, 3), QDate(2026, 9, 2));
    QVERIFY(!byText<QPushButton>(*dialog, u"Look at it"_s)->isEnabled());
    chooseDays(dialog->period(), QDate(2026, 9, 2), QDate(2026, 9, 3));
    QTest::mouseClick(byText<QPushButton>(*dialog, u"Look at it"_s), Qt::LeftButton);
    QTRY_COMPARE(m_past->reviews(), 1);
    QTRY_TRUE(m_past->lastSession()->feed().past());
    QCOMPARE(m_past->lastSession()->feed().past()->from, reviewBegin() + 24h);
    QCOMPARE(m_past->lastSession()->feed().past()->to, reviewBegin() + 72h);
}

void TestPastWork::review(UtcTime from, UtcTime to)
{
    m_past->review(from, to);
    QTRY_TRUE(m_past->lastReview()->model().count() > 0);
}

void TestPastWork::looksAtThePastWhileLiveGoesOn()
{
    const UtcTime now = m_clock->now();
    review(reviewBegin(), now);
    ReviewWindow &window = *m_past->lastReview();
    QVERIFY2(window.windowTitle().startsWith(
                 u"Review of Harbour Site, 1 to 5 Sep 2026, nothing here is live"_s),
             qPrintable(window.windowTitle()));
    QVERIFY(byText<QLabel>(window, u"The running database, as it was"_s));
    QVERIFY(window.situation().isReadOnly() && !m_situation->isReadOnly());
    ReplayFeed &feed = m_past->lastSession()->feed();
    QCOMPARE(feed.past()->gaps.size(), 1);
    const auto database = store::Database::open({.url = m_url, .readOnly = true});
    VERIFY_OK(database);
    int occupied = 0;
    for (const Milliseconds after : {34h, 58h, 12h}) {
        feed.seek(reviewBegin() + after);
        QTRY_TRUE(feed.moment() == reviewBegin() + after);
        const auto expected = read::stateAt(**database, *feed.past(), feed.moment());
        VERIFY_OK(expected);
        for (const domain::SpaceStatus &status : *expected) {
            QCOMPARE(window.model().status(window.model().rowOf(status.id)).state, status.state);
            occupied += status.state == domain::SpaceState::Occupied;
        }
    }
    QVERIFY(occupied > 100);
    QCOMPARE(m_model->now(), now); // the live window knows nothing of it
    // Something new happens: the live window shows it, the past stays.
    domain::SpaceStatus status = m_model->status(0);
    status.state = domain::SpaceState::Maintenance;
    m_model->apply({status});
    QCOMPARE(m_model->status(0).state, domain::SpaceState::Maintenance);
    QVERIFY(window.model().status(window.model().rowOf(status.id)).state
            != domain::SpaceState::Maintenance);
}

void TestPastWork::goesBackToLive()
{
    review(reviewBegin(), m_clock->now());
    auto *live = byText<QPushButton>(*m_past->lastReview(), u"Live"_s);
    QVERIFY(live);
    QTest::mouseClick(live, Qt::LeftButton);
    QTRY_COMPARE(m_past->reviews(), 0);
    QVERIFY(m_window->isVisible());
    review(reviewBegin(), m_clock->now());
    QTest::mouseClick(byText<QPushButton>(*m_past->lastReview(), u"Leave review"_s),
                      Qt::LeftButton);
    QTRY_COMPARE(m_past->reviews(), 0);
}

void TestPastWork::exportsThePeriodThatIsLookedAt()
{
    review(reviewBegin() + 24h, reviewBegin() + 72h);
    command(*m_past->lastReview(), u"export this period"_s);
    QTRY_TRUE(m_past->sheet() && m_past->sheet()->isVisible());
    QCOMPARE(m_past->sheet()->wish().from, reviewBegin() + 24h);
    QCOMPARE(m_past->sheet()->wish().to, reviewBegin() + 72h);
    m_past->lastReview()->close();
    QTRY_COMPARE(m_past->reviews(), 0);
    QVERIFY(m_past->sheet()); // whoever exports may leave the past
}

void TestPastWork::goesToAlarms()
{
    review(reviewBegin(), m_clock->now());
    ReplayFeed &feed = m_past->lastSession()->feed();
    QSignalSpy told(&m_past->lastReview()->notices(), &Notices::told);
    command(*m_past->lastReview(), u"next alarm"_s);
    QTRY_TRUE(feed.moment() == reviewBegin() + 30h);
    Q_EMIT m_past->lastReview()->alarmWanted(+1);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().first().value<Notices::Notice>().text,
             u"No later alarm in this period"_s);
    QCOMPARE(feed.moment(), reviewBegin() + 30h);
}

void TestPastWork::closesWithTheLiveWindow()
{
    review(reviewBegin(), m_clock->now());
    m_window->close();
    QTRY_COMPARE(m_past->reviews(), 0);
}

PARKING_TEST(TestPastWork)
#include "tst_pastwork.moc"
