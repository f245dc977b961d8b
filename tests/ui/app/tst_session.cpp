// The window on a running engine: what people do there reaches the database and comes back.

#include "sessiontest.h"
#include "shell/statusline.h"
#include "store/changestore.h"
#include "store/database.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSpinBox>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceState;
using store::Dialect;

class TestSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void addsSpacesByHand_data() { test::TestDatabases::addRows(); }
    void addsSpacesByHand();
    void floorsAreOrderedByKeys();
    void maintenanceUndoRedo();
    void undoBringsTheFormerOverrideBack();
    void undoOfASelectionBringsEachBack();
    void undoOfTakingBackIsOneTransaction();
    void undoTakesBackNobodyElsesWork();
    void aRefusedReasonStays();
    void refusedSavesAreNotTold();
    void closingAsksForTheDraft();
    void discardedEditsComeBack();
    void discardedEditsDoNotPushOthersAside();
    void savesAreToldAndUndone();
    void undoOfALayoutLeavesWhatOthersMoved();
    void whatAThirdOneMovedIsAskedAbout();
    void aFloorThatIsGoneStaysGone();
    void spacesThatWentAreHarmless();
    void makesTheTablesWhenAsked();
    void dataFolderInUseIsToldAndTriedAgain();
    void historyComesWithTheSelection();
    void lampIsToldAndCommanded();
    void othersSayWhatTheStationSays();

private:
    void start(const QString &url, const std::optional<engine::DispatcherOptions> &chirpstack = {});
    bool isShown(const QString &words) const;
    void press(QWidget *in, const QString &text);
    /// Of one floor, 24 of them.
    void addSpaces();
    SpaceState stateOf(const QString &code) const;
    std::optional<domain::Override> overrideOf(const QString &code) const;
    domain::SpaceId idOf(const QString &code) const { return m_model->space(rowOf(code)).id; }
    /// Somebody else says that they are occupied.
    void occupy(const QStringList &codes);
    void select(const QStringList &codes);
    void maintainByKey(); ///< what is selected
    void undo();
    void redo();
    int steps() const { return m_notices->undoable(); }
    int rowOf(const QString &code) const;

    test::TestDatabases m_databases;
};

void TestSession::start(const QString &url,
                        const std::optional<engine::DispatcherOptions> &chirpstack)
{
    engine::EngineOptions options;
    options.databaseUrl = url;
    options.chirpstack = chirpstack;
    runOn(options);
    m_engine->start();
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
    QTRY_TRUE(!m_model->site().id.isNull());
    QByteArray csv = "code,building,floor\n";
    for (int number = 1; number <= 24; ++number)
        csv += u"G-%1,Main,G\n"_s.arg(number, 3, 10, QLatin1Char('0')).toUtf8();
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 24, kPatience);
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
    press(m_window.get(), u"Add spaces…"_s);
    SpaceListPage &page = m_window->spaceList();
    QTRY_TRUE(page.form().isVisible());
    QTest::keyClicks(page.findChild<QLineEdit *>(u"code"_s), u"G-001"_s);
    page.form().findChild<QSpinBox *>()->setValue(24);
    press(&page, u"Add 24 spaces"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 24, kPatience);
    m_window->showPage(u"map"_s);
    QTRY_TRUE(m_window->spaces().map().isVisible());
    QVERIFY(rowOf(u"G-001"_s) >= 0 && rowOf(u"G-024"_s) >= 0);
    const Result<std::unique_ptr<store::Database>> database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    const auto stored = store::SpaceStore(**database).findByCode(u"G-024"_s);
    VERIFY_OK(stored);
    QCOMPARE(stored->building, u"Main"_s);
    QCOMPARE(stored->floor, u"G"_s);
}

void TestSession::floorsAreOrderedByKeys()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    QTRY_TRUE(m_window->spaces().mayEdit());
    const QByteArray csv = "code,building,floor\nA,Main,1\nB,Main,Roof\nC,Main,G\n";
    m_engine->ask([csv](engine::Engine &e) { return e.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 3, kPatience);
    const QStringList before{u"Roof"_s, u"1"_s, u"G"_s};
    const QStringList after{u"1"_s, u"Roof"_s, u"G"_s};
    QCOMPARE(m_model->floorsOf(u"Main"_s), before);
    m_window->spaces().map().view().show({u"Main"_s, u"Roof"_s});
    auto *list = m_window->findChild<FloorList *>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
    QTRY_TRUE(m_model->floorsOf(u"Main"_s) == after);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Floors of Main put in order"_s, kPatience);
    undo();
    QTRY_TRUE(m_model->floorsOf(u"Main"_s) == before);
    redo();
    QTRY_TRUE(m_model->floorsOf(u"Main"_s) == after);
    QCOMPARE(m_model->floors().first().level, 0); // the ground stays the ground
}

void TestSession::maintenanceUndoRedo()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite)); // an embedded file makes its tables itself
    addSpaces();
    const QString code = u"G-007"_s;
    m_window->spaces().map().view().reveal(m_model->space(rowOf(code)).id);
    m_window->spaces().map().view().setFocus();
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_M);
    auto *reason = m_window->spaces().inspector().findChild<QLineEdit *>();
    QTRY_TRUE(reason->isVisible());
    QTest::keyClicks(reason, u"oil"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
    QCOMPARE(m_model->status(rowOf(code)).inputs.operatorOverride->actor, u"Anna"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_TRUE(stateOf(code) == SpaceState::Free);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
}

std::optional<domain::Override> TestSession::overrideOf(const QString &code) const
{
    return m_model->status(rowOf(code)).inputs.operatorOverride;
}

void TestSession::occupy(const QStringList &codes)
{
    domain::Override value;
    value.state = SpaceState::Occupied;
    value.reason = u"delivery"_s;
    value.actor = u"Ben"_s;
    QList<domain::SpaceId> ids;
    for (const QString &code : codes)
        ids.append(idOf(code));
    m_engine->ask([=](engine::Engine &engine) {
        return engine.spaces().setOverrides(domain::overridesOf(ids, value), value.actor);
    });
    for (const QString &code : codes)
        QTRY_TRUE(stateOf(code) == SpaceState::Occupied);
}

void TestSession::select(const QStringList &codes)
{
    QSet<domain::SpaceId> ids;
    for (const QString &code : codes)
        ids.insert(idOf(code));
    m_window->spaces().map().view().reveal(*ids.cbegin());
    m_window->spaces().map().view().select(ids);
}

void TestSession::maintainByKey()
{
    m_window->spaces().map().view().setFocus();
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_M);
    auto *reason = m_window->spaces().inspector().findChild<QLineEdit *>();
    QTRY_TRUE(reason->isVisible());
    QTest::keyClick(reason, Qt::Key_Return);
}

void TestSession::undo()
{
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
}

void TestSession::redo()
{
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
}

/// No button sets an override over another one, but the key does.
void TestSession::undoBringsTheFormerOverrideBack()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    const QString code = u"G-007"_s;
    occupy({code});
    const std::optional<domain::Override> before = overrideOf(code);
    QVERIFY(before);
    select({code});
    maintainByKey();
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
    QCOMPARE(overrideOf(code)->actor, u"Anna"_s);
    QTRY_COMPARE_WITH_TIMEOUT(steps(), 1, kPatience);
    undo();
    QTRY_TRUE(stateOf(code) == SpaceState::Occupied);
    QVERIFY(overrideOf(code) == before);
    redo();
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
    QCOMPARE(overrideOf(code)->actor, u"Anna"_s);
    undo();
    QTRY_TRUE(overrideOf(code) == before);
}

void TestSession::undoOfASelectionBringsEachBack()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    const QStringList codes{u"G-007"_s, u"G-008"_s, u"G-009"_s};
    occupy({codes[0]});
    const std::optional<domain::Override> before = overrideOf(codes[0]);
    select(codes);
    press(&m_window->spaces().inspector(), u"Set 3 to maintenance"_s);
    QTest::keyClick(m_window->spaces().inspector().findChild<QLineEdit *>(), Qt::Key_Return);
    for (const QString &code : codes)
        QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"3 spaces set to maintenance"_s, kPatience);
    undo();
    QTRY_TRUE(stateOf(codes[0]) == SpaceState::Occupied);
    QVERIFY(overrideOf(codes[0]) == before);
    for (const QString &code : {codes[1], codes[2]}) {
        QTRY_TRUE(stateOf(code) == SpaceState::Free);
        QVERIFY(!overrideOf(code));
    }
}

/// All or nothing: where one space cannot have its override back, none has.
void TestSession::undoOfTakingBackIsOneTransaction()
{
    const QString url = *m_databases.emptyUrl(Dialect::Sqlite);
    start(url);
    addSpaces();
    const QStringList codes{u"G-007"_s, u"G-008"_s};
    occupy(codes);
    select(codes);
    press(&m_window->spaces().inspector(), u"Take 2 overrides back"_s);
    for (const QString &code : codes)
        QTRY_TRUE(stateOf(code) == SpaceState::Free);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Override taken back on 2 spaces"_s, kPatience);
    undo();
    for (const QString &code : codes) {
        QTRY_TRUE(stateOf(code) == SpaceState::Occupied);
        QCOMPARE(overrideOf(code)->actor, u"Ben"_s);
    }
    redo();
    for (const QString &code : codes)
        QTRY_TRUE(stateOf(code) == SpaceState::Free);
    const auto database = store::Database::open({.url = url});
    VERIFY_OK(database);
    VERIFY_OK(store::SpaceStore(**database).softDelete(idOf(codes[1]), systemNow()));
    store::ChangeStore changes(**database);
    const auto before = changes.recent(idOf(codes[0]), 10);
    VERIFY_OK(before);
    const QString told = said();
    undo();
    QTRY_TRUE(said() != told);
    QCOMPARE(changes.recent(idOf(codes[0]), 10).valueOr({}), *before);
}

void TestSession::undoTakesBackNobodyElsesWork()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    const QString code = u"G-007"_s;
    select({code});
    maintainByKey();
    QTRY_TRUE(stateOf(code) == SpaceState::Maintenance);
    QTRY_COMPARE_WITH_TIMEOUT(steps(), 1, kPatience);
    occupy({code}); // by Ben
    undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Not taken back: Ben changed it since."_s, kPatience);
    QCOMPARE(overrideOf(code)->actor, u"Ben"_s);
    QCOMPARE(steps(), 1);
}

/// What was typed is there for another try; then the map has the focus again.
void TestSession::aRefusedReasonStays()
{
    const QString url = *m_databases.emptyUrl(Dialect::Sqlite);
    start(url);
    addSpaces();
    const auto database = store::Database::open({.url = url});
    VERIFY_OK(database);
    VERIFY_OK(store::SpaceStore(**database).softDelete(idOf(u"G-008"_s), systemNow()));
    select({u"G-007"_s, u"G-008"_s});
    m_window->spaces().map().view().setFocus();
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_M);
    auto *reason = m_window->spaces().inspector().findChild<QLineEdit *>();
    QTRY_TRUE(reason->isVisible());
    QTest::keyClicks(reason, u"oil on the floor"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_TRUE(isShown(u"This space is gone: someone else deleted it meanwhile."_s));
    QVERIFY(reason->isVisible());
    QCOMPARE(reason->text(), u"oil on the floor"_s);
    QCOMPARE(steps(), 0);
    QTest::keyClick(reason, Qt::Key_Escape);
    select({u"G-007"_s});
    maintainByKey();
    QTRY_TRUE(stateOf(u"G-007"_s) == SpaceState::Maintenance);
    QTRY_TRUE(!reason->isVisible());
    QVERIFY(m_window->spaces().map().view().hasFocus());
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_M);
    QTRY_TRUE(reason->isVisible());
    QTest::keyClick(reason, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(reason->text(), QString()); // and not the reason of another space
}

void TestSession::savesAreToldAndUndone()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    const domain::SpaceId id = idOf(u"G-007"_s);
    const auto before = m_model->space(m_model->rowOf(id)).placement;
    const domain::Placement there{.x = 40, .y = 30, .w = 2.5, .h = 5, .rotation = 0};
    Q_EMIT m_window->spaces().map().layoutEdited({{{id, there}}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 spaces moved"_s, kPatience);
    QTRY_TRUE(m_model->space(m_model->rowOf(id)).placement == there);
    undo();
    QTRY_TRUE(m_model->space(m_model->rowOf(id)).placement == before);
    redo();
    QTRY_TRUE(m_model->space(m_model->rowOf(id)).placement == there);
}

/// What nobody moved since goes back; of the rest is said who did.
void TestSession::undoOfALayoutLeavesWhatOthersMoved()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    const domain::SpaceId mine = idOf(u"G-006"_s);
    const domain::SpaceId bens = idOf(u"G-007"_s);
    const auto placed = [this](domain::SpaceId id) {
        return m_model->space(m_model->rowOf(id)).placement;
    };
    const auto before = placed(mine);
    const domain::Placement there{.x = 40, .y = 30, .w = 2.5, .h = 5, .rotation = 0};
    const domain::Placement elsewhere{.x = 10, .y = 30, .w = 2.5, .h = 5, .rotation = 0};
    Q_EMIT m_window->spaces().map().layoutEdited({{{mine, there}, {bens, there}}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(steps(), 1, kPatience);
    m_engine->ask([bens, elsewhere](engine::Engine &engine) {
        return engine.spaces().saveLayout({{{bens, elsewhere}}, {}}, u"Ben"_s);
    });
    QTRY_TRUE(placed(bens) == elsewhere);
    undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Left as they are: G-007. Changed since by Ben."_s,
                              kPatience);
    QTRY_TRUE(placed(mine) == before);
    QVERIFY(placed(bens) == elsewhere);
    QCOMPARE(steps(), 0);
}

/// What the engine refuses was not done: nothing says that it was, and nothing can be undone.
void TestSession::refusedSavesAreNotTold()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    auto *toast = m_window->findChild<Toast *>();
    toast->hide();
    m_window->spaces().map().view().show({u"Main"_s, u"G"_s});
    m_window->spaces().map().view().setEditing(true);
    const auto bar = [this] { return m_window->findChild<EditBar *>()->findChild<QLabel *>(); };
    const domain::Placement none{.x = 1, .y = 1, .w = 0, .h = 0, .rotation = 0};
    Q_EMIT m_window->spaces().map().layoutEdited({{{idOf(u"G-007"_s), none}}, {}});
    QTRY_TRUE(bar()->text().startsWith(u"Not saved: "));
    QVERIFY(!toast->isVisible());
    QCOMPARE(steps(), 0);
    const QString first = bar()->text();
    domain::Floor floor;
    floor.id = domain::FloorId::create();
    floor.siteId = domain::SiteId::create(); // there is no such site
    floor.building = u"Main"_s;
    floor.name = u"G"_s;
    Q_EMIT m_window->spaces().map().layoutEdited({{}, floor});
    QTRY_TRUE(bar()->text().startsWith(u"Not saved: ") && bar()->text() != first);
    QVERIFY(!toast->isVisible());
    QCOMPARE(steps(), 0);
}

void TestSession::closingAsksForTheDraft()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    MapView &map = m_window->spaces().map().view();
    select({u"G-007"_s});
    map.setEditing(true);
    map.setFocus();
    QTest::keyClick(&map, Qt::Key_Right);
    QVERIFY(map.hasDraft());
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible());
    press(m_window->findChild<QMessageBox *>(), u"Save"_s);
    QTRY_TRUE(!m_window->isVisible()); // closed once it is stored
    QCOMPARE(steps(), 1);
}

/// Discard is one step of the window's undo; what was saved before it is not touched.
void TestSession::discardedEditsComeBack()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    MapView &map = m_window->spaces().map().view();
    const auto x = [&](const QString &code) {
        return map.editTool()->draft().placements().value(idOf(code))->x;
    };
    select({u"G-007"_s});
    press(&m_window->spaces().map(), u"Edit layout"_s);
    QTest::keyClick(&map, Qt::Key_Right);
    press(&m_window->spaces().map(), u"Save"_s);
    QTRY_TRUE(!map.isEditing());
    QCOMPARE(steps(), 1);
    const auto saved = m_model->space(rowOf(u"G-007"_s)).placement;

    press(&m_window->spaces().map(), u"Edit layout"_s);
    QTest::keyClick(&map, Qt::Key_Right);
    QTest::keyClick(&map, Qt::Key_Right);
    const double edited = x(u"G-007"_s);
    press(&m_window->spaces().map(), u"Discard"_s);
    QVERIFY(!map.isEditing());
    QCOMPARE(said(), u"Edits of G discarded"_s);
    QCOMPARE(steps(), 2);
    map.show({});
    undo();
    QTRY_TRUE(map.isEditing());
    QVERIFY(map.hasFocus());
    QCOMPARE(x(u"G-007"_s), edited);
    QCOMPARE(steps(), 1);
    QCOMPARE(m_model->space(rowOf(u"G-007"_s)).placement, saved);
    QTest::keyClick(&map, Qt::Key_Z, Qt::ControlModifier); // a step of the draft
    QCOMPARE(x(u"G-007"_s), edited - kLayoutGrid);
    // Again by hand, and back: as it was left, not as it was first.
    press(&m_window->spaces().map(), u"Discard"_s);
    undo();
    QTRY_TRUE(map.isEditing());
    QCOMPARE(x(u"G-007"_s), edited - kLayoutGrid);
    QTest::keyClick(&map, Qt::Key_Z, Qt::ControlModifier);
    // Without a change there is nothing to take back.
    QVERIFY(!map.hasDraft());
    press(&m_window->spaces().map(), u"Discard"_s);
    QCOMPARE(steps(), 1);
}

void TestSession::discardedEditsDoNotPushOthersAside()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    m_engine->ask([](engine::Engine &engine) {
        return engine.spaces().importCsv("code,building,floor\nH-001,Main,H\n", false);
    });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 25, kPatience);
    MapView &map = m_window->spaces().map().view();
    select({u"G-007"_s});
    press(&m_window->spaces().map(), u"Edit layout"_s);
    QTest::keyClick(&map, Qt::Key_Right);
    press(&m_window->spaces().map(), u"Discard"_s);
    select({u"H-001"_s});
    press(&m_window->spaces().map(), u"Edit layout"_s);
    QTest::keyClick(&map, Qt::Key_Right);
    m_notices->undo();
    QVERIFY2(said().startsWith(u"Not taken back: "), qPrintable(said()));
    QCOMPARE(map.place().floor, u"H"_s);
    QVERIFY(map.hasDraft());
    press(&m_window->spaces().map(), u"Discard"_s);
    m_notices->undo();
    m_notices->undo(); // that of H is open again
    QCOMPARE(map.place().floor, u"H"_s);
}

/// Ben moved it while it was edited, and Cy does while whose is to hold is asked.
void TestSession::whatAThirdOneMovedIsAskedAbout()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    const domain::SpaceId id = idOf(u"G-007"_s);
    const auto placed = [this, id] { return m_model->space(m_model->rowOf(id)).placement; };
    const auto before = placed();
    const auto at = [](double x) {
        return domain::Placement{.x = x, .y = 30, .w = 2.5, .h = 5, .rotation = 0};
    };
    const auto move = [this, id](const domain::Placement &there, const QString &actor) {
        m_engine->ask([=](engine::Engine &engine) {
            return engine.spaces().saveLayout({{{id, there}}, {}}, actor);
        });
    };
    const auto box = [this] { return m_window->findChild<QMessageBox *>(); };
    move(at(10), u"Ben"_s);
    QTRY_TRUE(placed() == at(10));
    Q_EMIT m_window->spaces().map().layoutEdited({{{id, at(40)}}, {}}, {{{id, before}}, {}});
    QTRY_TRUE(box() != nullptr);
    move(at(20), u"Cy"_s);
    QTRY_TRUE(placed() == at(20));
    const QPointer<QMessageBox> first = box();
    press(first, u"Keep mine"_s);
    QTRY_TRUE(!first && box() != nullptr);
    QCOMPARE(box()->text(), u"Somebody else changed the layout meanwhile: G-007."_s);
    QCOMPARE(placed(), std::optional(at(20))); // nothing was written over unasked
    QCOMPARE(steps(), 0);
    press(box(), u"Keep mine"_s);
    QTRY_TRUE(placed() == at(40));
    QTRY_COMPARE_WITH_TIMEOUT(steps(), 1, kPatience);
    m_notices->undo();
    QTRY_TRUE(placed() == at(20));
}

/// Ben took the floor away while it was drawn on.
void TestSession::aFloorThatIsGoneStaysGone()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    QCOMPARE(m_model->floors().size(), 1);
    const domain::Floor seen = m_model->floors().first();
    domain::Floor drawn = seen;
    drawn.title = u"Ground"_s;
    domain::SpacesChange gone =
        domain::movedSpaces(m_model->spaces(), {u"Main"_s, u"H"_s, {}}); // nobody is left there
    gone.floors.insert(seen.id, std::nullopt);
    m_engine->ask([gone](engine::Engine &engine) {
        return engine.spaces().changeSpaces(gone, {}, u"Ben"_s);
    });
    QTRY_TRUE(m_model->floors().size() == 1 && m_model->floors().first().name == u"H"_s);
    const domain::Placement there{.x = 40, .y = 30, .w = 2.5, .h = 5, .rotation = 0};
    const domain::SpaceId id = idOf(u"G-007"_s);
    Q_EMIT m_window->spaces().map().layoutEdited({{{id, there}}, drawn}, {{}, seen});
    const auto box = [this] { return m_window->findChild<QMessageBox *>(); };
    QTRY_TRUE(box() != nullptr);
    QCOMPARE(box()->text(), u"Somebody else changed the layout meanwhile: G (deleted)."_s);
    press(box(), u"Take theirs"_s);
    QTRY_TRUE(m_model->space(m_model->rowOf(id)).placement == there); // what else was edited
    QCOMPARE(m_model->floors().size(), 1);
    QCOMPARE(m_model->floors().first().name, u"H"_s);
}

/// Somebody deleted them while they were still on the screen.
void TestSession::spacesThatWentAreHarmless()
{
    start(*m_databases.emptyUrl(Dialect::Sqlite));
    addSpaces();
    auto *toast = m_window->findChild<Toast *>();
    toast->hide();
    const domain::SpaceId gone = domain::SpaceId::create();
    OverrideRequest request{.spaces = {gone}, .value = {}};
    request.value.state = SpaceState::Maintenance;
    Q_EMIT m_window->spaces().inspector().overrideRequested(request);
    QTRY_TRUE(toast->isVisible());
    QCOMPARE(steps(), 0);
    const domain::Placement there{.x = 40, .y = 30, .w = 2.5, .h = 5, .rotation = 0};
    const domain::SpaceId id = idOf(u"G-007"_s);
    Q_EMIT m_window->spaces().map().layoutEdited({{{gone, there}}, {}});
    Q_EMIT m_window->spaces().map().layoutEdited({{{gone, there}, {id, there}}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"1 spaces moved"_s, kPatience);
    QCOMPARE(steps(), 1);
    undo();
    QTRY_TRUE(m_model->space(m_model->rowOf(id)).placement != there);
}

void TestSession::makesTheTablesWhenAsked()
{
    const Result<QString> url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    start(*url);
    press(m_window.get(), u"Make the tables"_s);
    press(m_window.get(), u"Add spaces…"_s); // the site is there, and empty
    QTRY_TRUE(m_window->spaceList().form().isVisible());
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
        for (const QLabel *label :
             m_window->spaces().findChild<NoticePage *>()->findChildren<QLabel *>())
            words.append(label->text());
        return words.join(u'|');
    };
    QTRY_TRUE(said().contains(u"process %1"_s.arg(QCoreApplication::applicationPid())));
    other->reset();
    press(m_window.get(), u"Try again"_s);
    press(m_window.get(), u"Add spaces…"_s);
    QTRY_TRUE(m_window->spaceList().form().isVisible());
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
        return engine.spaces().setOverrides({{id, value}}, value.actor);
    });
    QTRY_TRUE(stateOf(u"G-003"_s) == SpaceState::Occupied);
    m_window->spaces().map().view().reveal(id);
    QTRY_TRUE(isShown(u"occupied by Ben: delivery"_s));
}

bool TestSession::isShown(const QString &words) const
{
    for (const QLabel *label : m_window->spaces().inspector().findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(words))
            return true;
    }
    return false;
}

/// A lamp behind a ChirpStack that is away: the inspector says why nothing comes, what a person
/// does there reaches the ledger, and undo brings the type back. Before anybody says how the space
/// is, nothing is wanted.
void TestSession::lampIsToldAndCommanded()
{
    engine::DispatcherOptions chirpstack;
    chirpstack.rest.base = QUrl(u"http://127.0.0.1:9"_s); // discard: nobody listens there
    chirpstack.rest.apiKey = u"key"_s;
    const QString url = *m_databases.emptyUrl(Dialect::Sqlite);
    start(url, chirpstack);
    addSpaces();
    const QByteArray csv = "code,building,floor,display_eui\nG-001,Main,G,2020200000000001\n";
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_TRUE(m_model->space(rowOf(u"G-001"_s)).displayEui.has_value());
    m_window->spaces().map().view().reveal(m_model->space(rowOf(u"G-001"_s)).id);
    QTRY_TRUE(isShown(u"Kuando Busylight"_s));
    QVERIFY(isShown(u"Wanted"_s) && isShown(u"Left as it is"_s));
    occupy({u"G-001"_s});
    QTRY_TRUE(isShown(u"Red"_s));
    press(&m_window->spaces().inspector(), u"Resend colour"_s);
    QTRY_TRUE(m_window->findChild<Toast *>()->isVisible()); // it waits already
    QTRY_TRUE(isShown(u"ChirpStack cannot be reached since"_s));
    QVERIFY(isShown(u"decided: "_s) && isShown(u"Nothing yet"_s));
    QVERIFY(!m_model->isLampRight(rowOf(u"G-001"_s))); // nobody asked
    m_window->spaces().map().setLayer(MapLayer::Lamps);
    QVERIFY(!m_model->isLampRight(rowOf(u"G-001"_s))); // nothing came back yet
    const auto database = store::Database::open({.url = url});
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"INSERT INTO displays (dev_eui, problem) VALUES "
                               "('2020200000000001', 'NOT_FOLLOWING') ON CONFLICT (dev_eui) "
                               "DO UPDATE SET problem = excluded.problem"_s));
    QTRY_TRUE(m_model->isLampRight(rowOf(u"G-001"_s)) == std::optional(false));

    auto *menu = m_window->spaces().inspector().findChild<LampCard *>()->findChild<QMenu *>();
    Q_EMIT menu->aboutToShow();
    for (QAction *action : menu->actions()) {
        if (action->text() == u"Heltec display, status codes")
            action->trigger();
    }
    QTRY_TRUE(isShown(u"Heltec display, status codes"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_TRUE(isShown(u"Kuando Busylight"_s));
    QVERIFY(!isShown(u"Heltec display, status codes"_s));
    redo();
    QTRY_TRUE(isShown(u"Heltec display, status codes"_s));
    // What somebody else chose meanwhile stays.
    const domain::DevEui lamp(0x2020200000000001);
    m_engine->ask([lamp](engine::Engine &engine) {
        return engine.lamps().setDeviceType(lamp, u"kuando_busylight_plan"_s, u"Ben"_s);
    });
    QTRY_TRUE(!isShown(u"Heltec display, status codes"_s));
    undo();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"Not taken back: Ben changed it since."_s, kPatience);
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
    connect(&station.engine(), &engine::Engine::healthChanged, this,
            [&](const domain::Health &health) { isStation = health.ingesting; });
    station.start();
    QTRY_TRUE(isStation);
    start(*url);
    const auto *line = m_window->findChild<StatusLine *>();
    QTRY_TRUE(line->accessibleName().contains(u"ChirpStack: by the station")
              || line->accessibleName() == u"All parts work");
    const QByteArray csv = "code,building,floor,display_eui\nG-001,Main,G,2020200000000001\n";
    station.ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 1, kPatience);
    // A lamp is commanded where something is known of its space: what a person says.
    const domain::SpaceId space = m_model->space(0).id;
    station.ask([space](engine::Engine &engine) {
        domain::Override value;
        value.state = SpaceState::Occupied;
        return engine.spaces().setOverrides({{space, value}}, u"Ben"_s);
    });
    QTRY_TRUE(line->accessibleName().contains(u"ChirpStack cannot be reached"));
    m_session.reset();
    m_engine.reset();
    station.stop();
}

PARKING_TEST(TestSession)
#include "tst_session.moc"
