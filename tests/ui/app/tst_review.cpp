// An archive in a window: what is shown is of the moment that is told, and nobody can change it.

#include "app/reviewsession.h"
#include "fixturereview.h"
#include "fixturesite.h"
#include "labels.h"
#include "read/past.h"
#include "review/timeslider.h"
#include "shell/topbar.h"
#include "store/databaseurl.h"
#include "testmain.h"
#include "testpaths.h"
#include "testprocess.h"
#include "turnedclock.h"
#include "verify.h"
#include "widgets/whycard.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Confidence;
using domain::SpaceState;
using fixture::reviewBegin;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only

} // namespace

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

class TestReview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void saysThatItIsThePast();
    void nobodyCanChangeAnything();
    void showsTheMomentThatIsChosen();
    void playsByTheClock();
    void playsAcrossGapsAndSaysSo();
    void endsAtTheEnd();
    void knowsNothingInGaps();
    void stepsToChanges();
    void goesToTheNextChange();
    void movesByKeys();
    void isCheckedToItsEnd();
    void tellsDamage();
    void takesDroppedArchivesAlone();
    void tellsTheSitesClock();
    void tellsWhatIsShown();
    void takesEachOfQuickSteps();
    void forgetsAStepWhenAnotherMomentIsSought();
    void readsNoSettings();
    void keepsBookmarksBesideTheArchive();
    void leavesForeignBookmarks();
    void tellsWhatIsNotThere();
    void beginsAtTheTopOfAnotherSpace();

private:
    void start(const ReviewSession::Source &source);
    ReviewSession::Source source(const QString &path) const;
    void seek(UtcTime moment);
    QString textOf(const char *name) const;
    QStringList words() const; ///< that can be seen

    QTemporaryDir m_folder;
    QString m_path;
    Theme m_theme{*qApp};
    std::unique_ptr<test::TurnedClock> m_clock;
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<ReviewWindow> m_window;
    std::unique_ptr<ReviewSession> m_session;
};

void TestReview::initTestCase()
{
    m_theme.setReduceMotion(true);
    m_path = m_folder.filePath(u"harbour.parkarchive"_s);
    VERIFY_OK(fixture::writeArchive(m_path, 5));
}

ReviewSession::Source TestReview::source(const QString &path) const
{
    const auto opened = archive::openArchive(path);
    return opened ? ReviewSession::Source{path, opened->manifest, opened->tables, opened->bytes}
                  : ReviewSession::Source();
}

void TestReview::init()
{
    start(source(m_path));
    QVERIFY(m_model->count() > 500);
}

void TestReview::start(const ReviewSession::Source &source)
{
    cleanup();
    m_clock = std::make_unique<test::TurnedClock>();
    m_model = std::make_unique<SiteModel>();
    m_situation = std::make_unique<Situation>();
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<ReviewWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_session = std::make_unique<ReviewSession>(source, *m_clock, *m_window);
    QSignalSpy shown(&m_session->feed(), &ReplayFeed::momentShown);
    m_window->show();
    m_session->begin();
    QTRY_TRUE(!shown.isEmpty());
}

void TestReview::cleanup()
{
    m_session.reset();
    m_window.reset();
    m_notices.reset();
    m_situation.reset();
    m_model.reset();
}

void TestReview::seek(UtcTime moment)
{
    m_session->feed().seek(moment);
    QTRY_TRUE(m_session->feed().moment() == moment);
}

QString TestReview::textOf(const char *name) const
{
    const auto *label = m_window->findChild<QLabel *>(QString::fromLatin1(name));
    return label && label->isVisible() ? label->text() : QString();
}

QStringList TestReview::words() const
{
    QStringList texts;
    for (const QLabel *label : m_window->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
        if (button->isVisible())
            texts.append(button->text());
    }
    return texts;
}

void TestReview::saysThatItIsThePast()
{
    const QString title = u"Review of Harbour Site, 1 to 5 Sep 2026, nothing here is live"_s;
    QVERIFY(words().contains(title));
    QVERIFY(m_window->windowTitle().startsWith(title));
    QVERIFY(words().contains(u"Leave review"_s));
    QVERIFY(!m_window->bell().isVisible());
    m_window->spaces().reveal(fixture::spaceId(u"B1-055"_s));
    seek(reviewBegin() + 34h);
    QTRY_TRUE(words().contains(u"Changes around this moment"_s)
              || m_window->findChild<WhyCard *>()->isVisible());
    for (const QString &text : words()) {
        for (const char *live : {"ago", "just now", "today", "Last 24"})
            QVERIFY2(!text.contains(QLatin1StringView(live)), qPrintable(text));
    }
}

void TestReview::nobodyCanChangeAnything()
{
    QVERIFY(m_situation->isReadOnly());
    m_window->spaces().reveal(fixture::spaceId(u"B1-055"_s));
    for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
        const QString text = button->isVisible() ? button->text() : QString();
        for (const char *wish : {"Set ", "Take override", "Resend", "Edit", "Book", "Import"})
            QVERIFY2(!text.contains(QLatin1StringView(wish)), qPrintable(text));
    }
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_M);
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_L);
    QCOMPARE(m_notices->undoable(), 0);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
}

void TestReview::showsTheMomentThatIsChosen()
{
    const auto opened = archive::openArchive(m_path);
    VERIFY_OK(opened);
    const auto past = read::past(*opened->database, reviewBegin(), reviewBegin() + 120h);
    VERIFY_OK(past);
    for (const Milliseconds after : {34h, 10h, 58h, 119h}) {
        const UtcTime moment = reviewBegin() + after;
        Q_EMIT m_window->bar().slider().chosen(moment);
        QTRY_TRUE(m_session->feed().moment() == moment);
        QCOMPARE(m_model->now(), moment);
        QCOMPARE(m_situation->now(), moment);
        const auto expected = read::stateAt(*opened->database, *past, moment);
        VERIFY_OK(expected);
        for (const domain::SpaceStatus &status : *expected)
            QCOMPARE(m_model->status(m_model->rowOf(status.id)).state, status.state);
    }
    QVERIFY(words().contains(u"Saturday 5 Sep"_s));
    QVERIFY(words().contains(u"23:00:00"_s));
}

void TestReview::playsByTheClock()
{
    seek(reviewBegin() + 34h);
    ReviewBar &bar = m_window->bar();
    bar.setSpeed(600);
    QTest::keyClick(m_window.get(), Qt::Key_Space);
    QTRY_TRUE(m_session->feed().isPlaying());
    m_clock->turn(1s);
    QTRY_TRUE(m_session->feed().moment() == reviewBegin() + 34h + 600s);
    m_clock->turn(500ms);
    QTRY_TRUE(m_session->feed().moment() == reviewBegin() + 34h + 900s);
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_Space); // also when that has the keys
    QVERIFY(!m_session->feed().isPlaying());
    m_clock->turn(10s);
    QCOMPARE(m_session->feed().moment(), reviewBegin() + 34h + 900s);
}

void TestReview::playsAcrossGapsAndSaysSo()
{
    const read::Past &past = *m_session->feed().past();
    QCOMPARE(past.gaps.size(), 1);
    QSignalSpy told(m_notices.get(), &Notices::told);
    seek(past.gaps.first().from);
    m_session->feed().play(60);
    m_clock->turn(100ms);
    QTRY_TRUE(m_session->feed().moment() == past.gaps.first().to);
    QCOMPARE(told.size(), 1);
    QVERIFY(told.first().first().value<Notices::Notice>().text.startsWith(
        u"Nothing recorded for 9 h"_s));
    m_session->feed().pause();
}

void TestReview::endsAtTheEnd()
{
    const UtcTime end = m_session->feed().past()->to;
    seek(end - 30s);
    m_session->feed().play(3600);
    m_clock->turn(100ms);
    QTRY_TRUE(m_session->feed().moment() == end);
    QVERIFY(!m_session->feed().isPlaying());
    m_session->feed().seek(end + 24h); // no further than it was recorded
    seek(end);
}

void TestReview::knowsNothingInGaps()
{
    const domain::RecordingGap gap = m_session->feed().past()->gaps.first();
    QCOMPARE(textOf("nothingRecorded"), QString());
    seek(gap.from + 3h);
    QVERIFY(textOf("nothingRecorded").startsWith(u"Nothing recorded at this moment."_s));
    QVERIFY(m_model->counts().areAllUnknown());
    for (int row = 0; row < m_model->count(); ++row)
        QVERIFY(m_model->confidence(row) != Confidence::Fresh);
    seek(gap.to + 8h);
    QCOMPARE(textOf("nothingRecorded"), QString());
    QVERIFY(!m_model->counts().areAllUnknown());
}

void TestReview::stepsToChanges()
{
    const domain::SpaceId space = fixture::spaceId(u"B1-055"_s);
    m_window->spaces().reveal(space);
    const int row = m_model->rowOf(space);
    seek(reviewBegin());
    QList<UtcTime> moments;
    for (int i = 0; i < 2; ++i) {
        const UtcTime before = m_session->feed().moment();
        const SpaceState state = m_model->status(row).state;
        QTest::keyClick(m_window.get(), Qt::Key_Period);
        QTRY_TRUE(m_session->feed().moment() > before);
        moments.append(m_session->feed().moment());
        QVERIFY(m_model->status(row).state != state);
        QCOMPARE(m_model->status(row).since, moments.last());
    }
    QTest::keyClick(m_window.get(), Qt::Key_Comma);
    QTRY_TRUE(m_session->feed().moment() == moments.first());
    QSignalSpy told(m_notices.get(), &Notices::told);
    seek(m_session->feed().past()->to);
    QTest::keyClick(m_window.get(), Qt::Key_Period);
    QTRY_TRUE(!told.isEmpty());
}

void TestReview::goesToTheNextChange()
{
    m_window->spaces().reveal(fixture::spaceId(u"B1-055"_s));
    seek(reviewBegin() + 1h);
    const auto go = [this]() -> QPushButton * {
        for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (button->text() == u"Go there" && button->isVisible())
                return button;
        }
        return nullptr;
    };
    QTRY_TRUE(go());
    QTest::mouseClick(go(), Qt::LeftButton);
    QTRY_TRUE(m_session->feed().moment() > reviewBegin() + 1h);
    QCOMPARE(m_model->status(m_model->rowOf(fixture::spaceId(u"B1-055"_s))).since,
             m_session->feed().moment());
}

void TestReview::movesByKeys()
{
    seek(reviewBegin() + 34h);
    TimeSlider &slider = m_window->bar().slider();
    QTest::keyClick(&slider, Qt::Key_Right);
    const UtcTime later = reviewBegin() + 34h + std::chrono::seconds(slider.singleStep());
    QTRY_TRUE(m_session->feed().moment() == later);
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_TRUE(m_session->feed().moment() == reviewBegin() + 34h);
    QTest::keyClick(&slider, Qt::Key_Home);
    QTRY_TRUE(m_session->feed().moment() == reviewBegin());
    QTest::mouseClick(&slider, Qt::LeftButton, {}, slider.rect().center());
    QTRY_TRUE(m_session->feed().moment() > reviewBegin() + 58h
              && m_session->feed().moment() < reviewBegin() + 62h);
}

void TestReview::isCheckedToItsEnd()
{
    QTRY_TRUE(textOf("archiveState").endsWith(u"checked, not damaged"_s));
}

void TestReview::tellsDamage()
{
    const QString path = m_folder.filePath(u"damaged.parkarchive"_s);
    QFile::remove(path);
    QVERIFY(QFile::copy(m_path, path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll();
    const qsizetype place = bytes.lastIndexOf("browan_tabs");
    QVERIFY(place > 0);
    file.seek(place);
    file.write("x");
    file.close();
    start(source(path));
    QTRY_TRUE(textOf("archiveState").contains(u"damaged: what is shown may be wrong"_s));
}

void TestReview::takesDroppedArchivesAlone()
{
    QSignalSpy dropped(m_window.get(), &MainWindow::archiveDropped);
    const auto drop = [this](const QList<QUrl> &urls) {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_window.get(), &enter);
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_window.get(), &event);
        return enter.isAccepted();
    };
    QVERIFY(!drop({QUrl::fromLocalFile(u"/x/plan.png"_s)}));
    QVERIFY(!drop({QUrl(u"https://example.org/x.parkarchive"_s)}));
    QVERIFY(!drop(
        {QUrl::fromLocalFile(u"/x/a.parkarchive"_s), QUrl::fromLocalFile(u"/x/b.parkarchive"_s)}));
    QCOMPARE(dropped.size(), 0);
    QVERIFY(drop({QUrl::fromLocalFile(m_path)}));
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped.first().first().toString(), m_path);
}

/// Its mornings are the site's, wherever the file is looked at.
void TestReview::tellsTheSitesClock()
{
    QCOMPARE(toDateTime(reviewBegin()).toLocalTime().offsetFromUtc(), 0); // of this computer
    const QString path = m_folder.filePath(u"far.parkarchive"_s);
    VERIFY_OK(fixture::writeArchive(path, 1, u"America/New_York"_s));
    start(source(path));
    const QString title = u"Review of Harbour Site, 31 Aug to 1 Sep 2026, nothing here is live, "
                          "by the clock of America/New_York"_s;
    QVERIFY2(words().contains(title), qPrintable(words().join(u'|')));
    QVERIFY(words().contains(u"20:00:00"_s));
    QVERIFY(words().contains(u"Monday 31 Aug"_s));
    QVERIFY(words().contains(u"shown Mon 31 Aug  20:00:00  America/New_York"_s));
    seek(reviewBegin() + 4h);
    QVERIFY(words().contains(u"Tuesday 1 Sep"_s));
    QCOMPARE(labels::dayAndClock(reviewBegin() + 4h), u"1 Sep, 00:00"_s);
    cleanup();
    QCOMPARE(labels::dayAndClock(reviewBegin() + 4h), u"1 Sep, 04:00"_s);
}

void TestReview::tellsWhatIsShown()
{
    const int all = m_model->count();
    const QString path = m_folder.filePath(u"less.parkarchive"_s);
    QVERIFY(QFile::copy(m_path, path));
    {
        const auto database = store::Database::open({.url = store::sqliteUrl(path)});
        VERIFY_OK(database);
        VERIFY_OK((*database)->run(
            u"UPDATE spaces SET deleted_at = 1788300000000 WHERE code = 'B1-055'"_s));
        VERIFY_OK((*database)->run(
            u"INSERT INTO archive_gaps VALUES (%1, %2, '')"_s.arg(toMillis(reviewBegin()))
                .arg(toMillis(reviewBegin() + 10h))));
        VERIFY_OK((*database)->runScript(u"PRAGMA journal_mode = DELETE"_s));
    }
    ReviewSession::Source part = source(path);
    part.manifest.building = u"North"_s;
    start(part);
    QCOMPARE(m_model->count(), all - 1);
    const QStringList told = words();
    QVERIFY2(!told.filter(u"%1 spaces, "_s.arg(all - 1)).isEmpty(), qPrintable(told.join(u'|')));
    QVERIFY(m_window->windowTitle().startsWith(
        u"Review of Harbour Site, building North alone, 1 to 5 Sep 2026"_s));
    // Of the time before the period nobody said anything.
    seek(reviewBegin() + 3h);
    QCOMPARE(textOf("nothingRecorded"), u"Nothing recorded at this moment."_s);
    seek(m_session->feed().past()->gaps.last().from + 1h);
    QVERIFY(textOf("nothingRecorded").contains(u"The last word is from"_s));
}

void TestReview::takesEachOfQuickSteps()
{
    m_window->spaces().reveal(fixture::spaceId(u"B1-055"_s));
    seek(reviewBegin());
    QList<UtcTime> moments;
    for (int i = 0; i < 3; ++i) {
        const UtcTime before = m_session->feed().moment();
        QTest::keyClick(m_window.get(), Qt::Key_Period);
        QTRY_TRUE(m_session->feed().moment() > before);
        moments.append(m_session->feed().moment());
    }
    seek(reviewBegin());
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(m_window.get(), Qt::Key_Period);
    QTRY_TRUE(m_session->feed().moment() == moments[2]);
    QTest::keyClick(m_window.get(), Qt::Key_Comma);
    QTest::keyClick(m_window.get(), Qt::Key_Comma);
    QTRY_TRUE(m_session->feed().moment() == moments[0]);
}

void TestReview::forgetsAStepWhenAnotherMomentIsSought()
{
    seek(reviewBegin());
    QSignalSpy answered(&m_session->feed(), &ReplayFeed::densityKnown);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(m_window.get(), Qt::Key_Period);
    Q_EMIT m_window->bar().slider().chosen(reviewBegin() + 60h);
    QTRY_TRUE(m_session->feed().moment() == reviewBegin() + 60h);
    for (int i = 1; i <= 2; ++i) { // behind whatever was asked
        answered.clear();
        m_session->feed().askDensity(3);
        QTRY_TRUE(!answered.isEmpty());
    }
    QCOMPARE(m_session->feed().moment(), reviewBegin() + 60h);
}

/// A setting that is wrong keeps nobody from an archive.
void TestReview::readsNoSettings()
{
    QProcess review;
    test::tie(review);
    review.start(test::programPath(u"smart-parking"_s),
                 {u"--set"_s, u"LOG_LEVEL=frob"_s, u"--review"_s, u"/nowhere/x.parkarchive"_s});
    QVERIFY(review.waitForStarted(kPatience));
    QByteArray told;
    QTRY_TRUE((told += review.readAllStandardError()).contains("x.parkarchive is not there"));
    QVERIFY2(told.contains("LOG_LEVEL"), told.constData());
    review.kill();
    QVERIFY(review.waitForFinished(kPatience));
}

void TestReview::keepsBookmarksBesideTheArchive()
{
    const QString path = BookmarkFile::pathBeside(m_path);
    QVERIFY(!QFile::exists(path));
    const UtcTime moment = reviewBegin() + 34h + 7min;
    const auto note = [this]() -> QLineEdit * {
        auto *popup = m_window->findChild<BookmarkPopup *>();
        return popup->isVisible() ? popup->findChild<QLineEdit *>() : nullptr;
    };
    const auto openBookmark = [this] {
        for (QPushButton *button : m_window->bar().findChildren<QPushButton *>()) {
            if (button->accessibleName() == u"Bookmark of this moment (B)")
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    for (const auto &[after, text] :
         {std::pair(0ms, u"the lorry"_s), std::pair(5h + 0ms, QString())}) {
        seek(moment + after);
        openBookmark();
        QTRY_TRUE(note());
        QTest::keyClicks(note(), text);
        QTest::keyClick(note(), Qt::Key_Return);
        QVERIFY(!note());
    }
    QVERIFY(QFile::exists(path));
    start(source(m_path)); // another day
    QTest::keyClick(m_window.get(), Qt::Key_BracketRight);
    QTRY_TRUE(m_session->feed().moment() == moment);
    QTest::keyClick(m_window.get(), Qt::Key_BracketRight);
    QTRY_TRUE(m_session->feed().moment() == moment + 5h);
    QSignalSpy told(m_notices.get(), &Notices::told);
    QTest::keyClick(m_window.get(), Qt::Key_BracketRight);
    QCOMPARE(told.size(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_BracketLeft);
    QTRY_TRUE(m_session->feed().moment() == moment);
    // By its flag, from near it.
    seek(reviewBegin());
    TimeSlider &slider = m_window->bar().slider();
    const double share =
        double((moment - reviewBegin()).count()) / double(Milliseconds(5 * 24h).count());
    const int x = int(12 + share * (slider.width() - 24));
    QTest::mouseClick(&slider, Qt::LeftButton, {}, QPoint(x + 2, 4));
    QTRY_TRUE(m_session->feed().moment() == moment);
    // It is looked at, and taken away; with the last one the file goes.
    for (const Milliseconds after : {0h, 5h}) {
        seek(moment + after);
        openBookmark();
        QTRY_TRUE(note());
        QCOMPARE(note()->text(), after == 0ms ? u"the lorry"_s : QString());
        for (QPushButton *button :
             m_window->findChild<BookmarkPopup *>()->findChildren<QPushButton *>()) {
            if (button->text() == u"Take away")
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(!QFile::exists(path));
}

void TestReview::leavesForeignBookmarks()
{
    const QString path = BookmarkFile::pathBeside(m_path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
    file.close();
    start(source(m_path));
    QSignalSpy told(m_notices.get(), &Notices::told);
    QTest::keyClick(m_window.get(), Qt::Key_B);
    auto *popup = m_window->findChild<BookmarkPopup *>();
    QTRY_TRUE(popup->isVisible());
    QTest::keyClick(popup->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(told.size(), 1);
    QVERIFY(told.first().first().value<Notices::Notice>().text.contains(u"left as it is"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
    QVERIFY(file.remove());
}

/// An archive has no present, and this one no alarms: nobody is sent there.
void TestReview::tellsWhatIsNotThere()
{
    QVERIFY(!words().contains(u"Live"_s));
    QSignalSpy told(m_notices.get(), &Notices::told);
    seek(m_session->feed().past()->to);
    Q_EMIT m_window->fullWanted();
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().first().value<Notices::Notice>().text,
             u"No zone here gets full later in this period"_s);
    for (const Page &page : m_window->pages()) {
        for (const WindowCommand &command : page.commands) {
            const bool isOther = command.text.contains(u"alarm"_s)
                || command.text.contains(u"Export"_s) || command.text.contains(u"now"_s);
            QCOMPARE(!command.isPossible || command.isPossible(), !isOther);
        }
    }
}

void TestReview::beginsAtTheTopOfAnotherSpace()
{
    m_window->resize(1024, 520);
    m_window->spaces().reveal(fixture::spaceId(u"B1-055"_s));
    seek(reviewBegin() + 4 * 24h + 12h);
    auto *scroll = m_window->spaces().inspector().findChild<QScrollArea *>();
    QTRY_TRUE(scroll->verticalScrollBar()->maximum() > 0);
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    m_session->feed().seek(reviewBegin() + 4 * 24h + 13h);
    QTRY_TRUE(m_session->feed().moment() == reviewBegin() + 4 * 24h + 13h);
    QVERIFY(scroll->verticalScrollBar()->value() > 0); // the same space at another moment
    m_window->spaces().map().view().select({fixture::spaceId(u"B1-056"_s)});
    QCOMPARE(scroll->verticalScrollBar()->value(), 0);
}

PARKING_TEST(TestReview)
#include "tst_review.moc"
