// The window on a running engine: what people do there reaches the database and comes back.

#include "app/session.h"
#include "engine/enginethread.h"
#include "spaces/spacesdialogs.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceState;
using store::Dialect;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only

} // namespace

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.setReduceMotion(true); }
    void cleanup();

    void addsSpacesByHand_data() { test::TestDatabases::addRows(); }
    void addsSpacesByHand();
    void maintenanceUndoRedo();
    void makesTheTablesWhenAsked();
    void dataFolderInUseIsToldAndTriedAgain();
    void historyComesWithTheSelection();
    void lampIsToldAndCommanded();
    void othersSayWhatTheStationSays();

private:
    void start(const QString &url, const std::optional<engine::DispatcherOptions> &chirpstack = {});
    bool isShown(const QString &words) const;
    void press(QWidget *in, const QString &text);
    /// Adds the 24 spaces that the dialog proposes.
    void addSpaces();
    SpaceState stateOf(const QString &code) const;
    int rowOf(const QString &code) const;

    test::TestDatabases m_databases;
    Theme m_theme{*qApp};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<engine::EngineThread> m_engine;
    std::unique_ptr<Session> m_session;
};

void TestSession::start(const QString &url,
                        const std::optional<engine::DispatcherOptions> &chirpstack)
{
    if (!m_folder)
        m_folder = std::make_unique<QTemporaryDir>();
    engine::EngineOptions options;
    options.databaseUrl = url;
    options.dataFolder = m_folder->path();
    options.chirpstack = chirpstack;
    m_model = std::make_unique<SiteModel>();
    m_window = std::make_unique<MainWindow>(*m_model, m_theme);
    m_window->setRole(u"Operator"_s, false);
    m_engine = std::make_unique<engine::EngineThread>(options);
    m_session = std::make_unique<Session>(*m_engine, *m_model, *m_window, u"Anna"_s);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_engine->start();
}

void TestSession::cleanup()
{
    m_session.reset();
    m_engine.reset();
    m_window.reset();
    m_model.reset();
    m_folder.reset();
}

void TestSession::press(QWidget *in, const QString &text)
{
    const auto find = [&]() -> QPushButton * {
        for (QPushButton *candidate : in->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(find(), qPrintable(text), kPatience);
    QTest::mouseClick(find(), Qt::LeftButton);
}

void TestSession::addSpaces()
{
    press(m_window.get(), u"Add spaces…"_s);
    QTRY_TRUE(m_window->findChild<AddSpacesDialog *>());
    press(m_window->findChild<AddSpacesDialog *>(), u"Add spaces"_s);
    QTRY_TRUE(m_window->findChild<ImportDialog *>());
    QCOMPARE(m_window->findChild<ImportDialog *>()->windowTitle(), u"Import 24 spaces?"_s);
    press(m_window->findChild<ImportDialog *>(), u"Import"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 24, kPatience);
    // No window manager gives the focus back after the dialogs.
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

int TestSession::rowOf(const QString &code) const
{
    for (int row = 0; row < m_model->count(); ++row) {
        if (m_model->space(row).code == code)
            return row;
    }
    return -1;
}

SpaceState TestSession::stateOf(const QString &code) const
{
    return m_model->status(rowOf(code)).state;
}

void TestSession::addsSpacesByHand()
{
    QFETCH(const Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    start(*url);
    addSpaces();
    QTRY_TRUE(m_window->mapPage().isVisible());
    QVERIFY(rowOf(u"G-001"_s) >= 0 && rowOf(u"G-024"_s) >= 0);
    const Result<std::unique_ptr<store::Database>> database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto stored = store::SpaceStore(**database).findByCode(u"G-024"_s);
    VERIFY_OK(stored);
    QCOMPARE(stored->building, u"Main"_s);
    QCOMPARE(stored->floor, u"G"_s);
}

void TestSession::maintenanceUndoRedo()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite)); // an embedded file makes its tables itself
    addSpaces();
    const QString code = u"G-007"_s;
    m_window->mapPage().view().reveal(m_model->space(rowOf(code)).id);
    m_window->mapPage().view().setFocus();
    QTest::keyClick(&m_window->mapPage().view(), Qt::Key_M);
    auto *reason = m_window->inspector().findChild<QLineEdit *>();
    QTRY_TRUE(reason->isVisible());
    QTest::keyClicks(reason, u"oil"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
    QCOMPARE(m_model->status(rowOf(code)).inputs.operatorOverride->actor, u"Anna"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->undoStack().count(), 1, kPatience);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_TRUE(stateOf(code) == SpaceState::Free);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
}

void TestSession::makesTheTablesWhenAsked()
{
    const Result<QString> url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    start(*url);
    press(m_window.get(), u"Make the tables"_s);
    press(m_window.get(), u"Add spaces…"_s); // the site is there, and empty
    QVERIFY(m_window->findChild<AddSpacesDialog *>());
}

void TestSession::dataFolderInUseIsToldAndTriedAgain()
{
    m_folder = std::make_unique<QTemporaryDir>();
    journal::JournalOptions options;
    options.folder = m_folder->filePath(u"journal"_s);
    Result<std::unique_ptr<journal::Journal>> other = journal::Journal::open(options);
    VERIFY_OK(other);
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    const auto said = [this] {
        QStringList words;
        for (const QLabel *label : m_window->findChild<NoticePage *>()->findChildren<QLabel *>())
            words.append(label->text());
        return words.join(u'|');
    };
    QTRY_TRUE(said().contains(u"process %1"_s.arg(QCoreApplication::applicationPid())));
    other->reset();
    press(m_window.get(), u"Try again"_s);
    press(m_window.get(), u"Add spaces…"_s);
    QVERIFY(m_window->findChild<AddSpacesDialog *>());
}

void TestSession::historyComesWithTheSelection()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    domain::Override value;
    value.state = SpaceState::Occupied;
    value.reason = u"delivery"_s;
    value.actor = u"Ben"_s;
    const domain::SpaceId id = m_model->space(rowOf(u"G-003"_s)).id;
    m_engine->ask([=](engine::Engine &engine) {
        return engine.setOverrides({{id, value}}, value.actor);
    });
    QTRY_TRUE(stateOf(u"G-003"_s) == SpaceState::Occupied);
    m_window->mapPage().view().reveal(id);
    QTRY_TRUE(isShown(u"occupied by Ben: delivery"_s));
}

bool TestSession::isShown(const QString &words) const
{
    for (const QLabel *label : m_window->inspector().findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(words))
            return true;
    }
    return false;
}

/// A lamp behind a ChirpStack that is away: the inspector says why nothing comes, what a person
/// does there reaches the ledger, and undo brings the type back.
void TestSession::lampIsToldAndCommanded()
{
    engine::DispatcherOptions chirpstack;
    chirpstack.rest.base = QUrl(u"http://127.0.0.1:9"_s); // discard: nobody listens there
    chirpstack.rest.apiKey = u"key"_s;
    start(*m_databases.emptyUrl(Dialect::Sqlite), chirpstack);
    addSpaces();
    const QByteArray csv = "code,building,floor,display_eui\nG-001,Main,G,2020200000000001\n";
    m_engine->ask([csv](engine::Engine &engine) { return engine.importSpaces(csv, false); });
    QTRY_TRUE(m_model->space(rowOf(u"G-001"_s)).displayEui.has_value());
    m_window->mapPage().view().reveal(m_model->space(rowOf(u"G-001"_s)).id);
    QTRY_TRUE(isShown(u"Kuando Busylight"_s));
    QVERIFY(isShown(u"Wanted"_s) && isShown(u"Green"_s));
    press(&m_window->inspector(), u"Resend colour"_s);
    QTRY_TRUE(m_window->findChild<Toast *>()->isVisible()); // it waits already
    QTRY_TRUE(isShown(u"ChirpStack cannot be reached since"_s));
    QVERIFY(isShown(u"decided: "_s) && isShown(u"Nothing yet"_s));

    auto *menu = m_window->inspector().findChild<LampCard *>()->findChild<QMenu *>();
    Q_EMIT menu->aboutToShow();
    for (QAction *action : menu->actions()) {
        if (action->text() == u"Heltec display, status codes")
            action->trigger();
    }
    QTRY_TRUE(isShown(u"Heltec display, status codes"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->undoStack().count(), 1, kPatience);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_TRUE(isShown(u"Kuando Busylight"_s));
    QVERIFY(!isShown(u"Heltec display, status codes"_s));
}

/// Only the station speaks with ChirpStack; a standby's people see how it stands all the same.
void TestSession::othersSayWhatTheStationSays()
{
    const Result<QString> url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    QTemporaryDir folder;
    engine::EngineOptions options;
    options.databaseUrl = *url;
    options.dataFolder = folder.path();
    options.chirpstack.emplace();
    options.chirpstack->rest.base = QUrl(u"http://127.0.0.1:9"_s);
    options.chirpstack->rest.apiKey = u"key"_s;
    engine::EngineThread station(options);
    std::atomic<bool> isStation = false;
    connect(&station, &engine::EngineThread::healthChanged, this,
            [&](const domain::Health &health) { isStation = health.ingesting; });
    station.start();
    QTRY_TRUE(isStation);
    start(*url);
    const auto *line = m_window->findChild<StatusLine *>();
    QTRY_TRUE(line->accessibleName().contains(u"ChirpStack: by the station")
              || line->accessibleName() == u"All parts work");
    const QByteArray csv = "code,building,floor,display_eui\nG-001,Main,G,2020200000000001\n";
    station.ask([csv](engine::Engine &engine) { return engine.importSpaces(csv, false); });
    QTRY_TRUE(line->accessibleName().contains(u"ChirpStack cannot be reached."));
    m_session.reset();
    m_engine.reset();
    station.stop();
}

PARKING_TEST(TestSession)
#include "tst_session.moc"
