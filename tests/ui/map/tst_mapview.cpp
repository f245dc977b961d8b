#include "domain/problems.h"
#include "fixturesite.h"
#include "map/mappage.h"
#include "map/sitescene.h"
#include "testmain.h"

#include <QAccessible>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceState;
using fixture::spaceId;

namespace {

/// All of one colour; of a plan's proportions it covers the whole floor.
QByteArray picture(const char *colour, const QSizeF &size)
{
    return uR"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1 %2"><rect width="%1" height="%2" fill="%3"/></svg>)"_s
        .arg(size.width())
        .arg(size.height())
        .arg(QLatin1StringView(colour))
        .toUtf8();
}

} // namespace

/// The map under real mouse and key events, on the fixture's floor B1 of North.
class TestMapView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void clickSelects();
    void controlClickAddsAndRemoves();
    void shiftDragSelectsABand();
    void dragPans();
    void wheelZoomsAtThePointer();
    void arrowsWalkToTheNeighbour();
    void homeAndEndGoAlongTheRow();
    void pageKeysChangeTheFloor();
    void backspaceGoesUpAndClickGoesDown();
    void spaceBarCollects();
    void controlASelectsTheZone();
    void mAsksForMaintenance();
    void movesAreAnnounced();
    void assistiveTechnologySeesTheSpaces();
    void hoverCardComesAfterAMoment();
    void highlightDimsTheRest();
    void hoverCardIsSeenWhole();
    void layersColourBySteps_data();
    void layersColourBySteps();
    void layerOfAFloorHasItsLegend();
    void layerOfLampsTellsWhatIsKnown();
    void selectionOutlivesUpdates();
    void aReloadMovesNothing();
    void countsHaveRoomBesideFewSpaces();
    void noArrowCrossesAPlate();
    void namesThatDifferLookDifferent_data();
    void namesThatDifferLookDifferent();
    void changesRepaintTheirSpaceOnly();
    void greyPictureStillTellsStates();

    void editDragsToTheGridAndSaves();
    void editDragsWhatWasNotSelected();
    void editDragOfTheFloorPans();
    void editUndoesByKeys();
    void editDiscards();
    void editSizesByHandlesAndFields();
    void editFieldsTakeEitherPoint_data();
    void editFieldsTakeEitherPoint();
    void editPlacesARow();
    void editEscapeLeavesTheDrag();
    void editOutlivesAReload();
    void editIsNotLeftWithoutAQuestion();
    void editPictureIsChecked();
    void aPictureIsPartOfTheDraft();
    void editWarnsOfOverlaps();
    void viewersCannotEdit();

private:
    MapView &map() { return m_page->view(); }
    QPoint centre(const QString &code)
    {
        return map().scene().boxOf(spaceId(code)).center().toPoint();
    }
    QSet<domain::SpaceId> ids(const QStringList &codes) const;
    void drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers keys = {});
    void startEditing();
    QPushButton *button(const QString &name) const;
    bool says(const QString &part) const; ///< a label that is seen

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<MapPage> m_page;
};

void TestMapView::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestMapView::init()
{
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(fixture::harbourSite());
    m_page = std::make_unique<MapPage>(*m_model, m_theme);
    m_page->resize(1440, 900);
    map().show({u"North"_s, u"B1"_s});
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    map().setFocus();
}

void TestMapView::cleanup()
{
    m_page.reset();
    m_model.reset();
}

QSet<domain::SpaceId> TestMapView::ids(const QStringList &codes) const
{
    QSet<domain::SpaceId> result;
    for (const QString &code : codes)
        result.insert(spaceId(code));
    return result;
}

void TestMapView::drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers keys)
{
    QTest::mousePress(&map(), Qt::LeftButton, keys, from);
    for (int i = 1; i <= 4; ++i) {
        const QPoint at = from + (to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, at, map().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         keys);
        QApplication::sendEvent(&map(), &move);
    }
    QTest::mouseRelease(&map(), Qt::LeftButton, keys, to);
}

void TestMapView::startEditing()
{
    QTest::mouseClick(button(u"Edit layout"_s), Qt::LeftButton);
    QVERIFY(map().isEditing());
    QApplication::processEvents(); // the tool bar takes its room
}

bool TestMapView::says(const QString &part) const
{
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(part))
            return true;
    }
    return false;
}

QPushButton *TestMapView::button(const QString &name) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->isVisible()
            && (candidate->text() == name || candidate->accessibleName().startsWith(name)))
            return candidate;
    }
    return nullptr;
}

void TestMapView::clickSelects()
{
    QSignalSpy changed(&map(), &MapView::selectionChanged);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QCOMPARE(map().selection(), ids({u"B1-055"_s}));
    QCOMPARE(changed.size(), 1);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, QPoint(3, 3)); // beside the plan
    QVERIFY(map().selection().isEmpty());
}

void TestMapView::controlClickAddsAndRemoves()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, centre(u"B1-058"_s));
    QCOMPARE(map().selection(), ids({u"B1-055"_s, u"B1-058"_s}));
    QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, centre(u"B1-055"_s));
    QCOMPARE(map().selection(), ids({u"B1-058"_s}));
}

void TestMapView::shiftDragSelectsABand()
{
    const QRectF first = map().scene().boxOf(spaceId(u"B1-004"_s));
    const QRectF last = map().scene().boxOf(spaceId(u"B1-006"_s));
    const double lane = first.bottom() + 12; // begins between spaces
    drag(QPointF(first.center().x(), lane).toPoint(),
         QPointF(last.center().x(), first.bottom() - 3).toPoint(), Qt::ShiftModifier);
    QCOMPARE(map().selection(), ids({u"B1-004"_s, u"B1-005"_s, u"B1-006"_s}));
}

void TestMapView::dragPans()
{
    const QPoint before = centre(u"B1-055"_s);
    drag(before, before + QPoint(40, -20));
    QCOMPARE(centre(u"B1-055"_s), before + QPoint(40, -20));
    QVERIFY(map().selection().isEmpty());
    QTest::keyClick(&map(), Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(centre(u"B1-055"_s), before);
}

void TestMapView::wheelZoomsAtThePointer()
{
    const QPoint at = centre(u"B1-055"_s);
    const double before = map().scene().scale().pixelsPerMetre;
    QWheelEvent wheel(at, map().mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&map(), &wheel);
    QVERIFY(qAbs(map().scene().scale().pixelsPerMetre / before - 1.44) < 0.001);
    QVERIFY((centre(u"B1-055"_s) - at).manhattanLength() <= 2);
    QTest::keyClick(&map(), Qt::Key_Minus);
    QVERIFY(map().scene().scale().pixelsPerMetre < before * 1.44);
}

void TestMapView::arrowsWalkToTheNeighbour()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Right);
    QCOMPARE(map().selection(), ids({u"B1-056"_s}));
    QTest::keyClick(&map(), Qt::Key_Left);
    QTest::keyClick(&map(), Qt::Key_Left);
    QCOMPARE(map().selection(), ids({u"B1-054"_s}));
    QTest::keyClick(&map(), Qt::Key_Up);
    QCOMPARE(map().selection(), ids({u"B1-030"_s}));
}

void TestMapView::homeAndEndGoAlongTheRow()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_End);
    QCOMPARE(map().selection(), ids({u"B1-069"_s}));
    QTest::keyClick(&map(), Qt::Key_Home);
    QCOMPARE(map().selection(), ids({u"B1-046"_s}));
}

void TestMapView::pageKeysChangeTheFloor()
{
    QTest::keyClick(&map(), Qt::Key_PageUp);
    QCOMPARE(map().place().floor, u"G"_s);
    QTest::keyClick(&map(), Qt::Key_PageDown);
    QTest::keyClick(&map(), Qt::Key_PageDown);
    QCOMPARE(map().place().floor, u"B2"_s);
    QTest::keyClick(&map(), Qt::Key_PageDown); // there is none below
    QCOMPARE(map().place().floor, u"B2"_s);
}

void TestMapView::backspaceGoesUpAndClickGoesDown()
{
    QTest::keyClick(&map(), Qt::Key_Backspace);
    QCOMPARE(map().place(), (MapPlace{u"North"_s, {}}));
    QTest::keyClick(&map(), Qt::Key_Backspace);
    QCOMPARE(map().place(), MapPlace());
    QTest::mouseClick(&map(), Qt::LeftButton, {}, QPoint(80, 40)); // the first card
    QVERIFY(!map().place().building.isEmpty());
}

void TestMapView::spaceBarCollects()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Space); // off again
    QVERIFY(map().selection().isEmpty());
}

void TestMapView::controlASelectsTheZone()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(map().selection().size(), 48);
    for (const domain::SpaceId &id : map().selection())
        QCOMPARE(m_model->space(m_model->rowOf(id)).zone, u"B"_s);
}

void TestMapView::mAsksForMaintenance()
{
    QSignalSpy asked(&map(), &MapView::maintenanceRequested);
    QTest::keyClick(&map(), Qt::Key_M);
    QCOMPARE(asked.size(), 0); // nothing is selected
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_M);
    QCOMPARE(asked.size(), 1);
    QSignalSpy sent(&map(), &MapView::resendRequested);
    for (const Qt::Key key : {Qt::Key_M, Qt::Key_L}) {
        for (int i = 0; i < 5; ++i) // held
            QTest::simulateEvent(&map(), true, key, {}, {}, i > 0);
        QTest::simulateEvent(&map(), false, key, {}, {}, false);
    }
    QCOMPARE(asked.size(), 2);
    QCOMPARE(sent.size(), 1);
    MapOptions options;
    options.readOnly = true;
    map().setOptions(options);
    QTest::keyClick(&map(), Qt::Key_M);
    QCOMPARE(asked.size(), 2);
}

void TestMapView::movesAreAnnounced()
{
    QSignalSpy announced(&map(), &MapView::announced);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-057"_s));
    QTest::keyClick(&map(), Qt::Key_Right);
    QCOMPARE(announced.last().first().toString(), u"B1-058, maintenance, sensor free"_s);
}

void TestMapView::assistiveTechnologySeesTheSpaces()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&map());
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 186);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    const QPoint at = map().mapToGlobal(centre(u"B1-055"_s));
    QAccessibleInterface *space = list->childAt(at.x(), at.y());
    QVERIFY(space);
    QCOMPARE(space->text(QAccessible::Name), u"B1-055, reserved until 16:30, sensor free"_s);
    QCOMPARE(space->role(), QAccessible::ListItem);
    QVERIFY(space->state().selected && space->state().focused && !space->state().offscreen);
    QVERIFY(space->rect().contains(at));
    QCOMPARE(space->parent(), list);
    QCOMPARE(list->child(list->indexOfChild(space)), space);
    QCOMPARE(list->focusChild(), space);
    QTest::keyClick(&map(), Qt::Key_Right);
    QVERIFY(!space->state().selected && !space->state().focused);
    QCOMPARE(list->childAt(at.x() - 100'000, at.y()), nullptr);
    QVERIFY(!list->child(186) && !list->child(-1));
    map().show({});
    QCOMPARE(list->childCount(), 0);
    QVERIFY(space->rect().isNull());
    m_model->load({});
    QVERIFY(!space->isValid());
}

void TestMapView::hoverCardComesAfterAMoment()
{
    const QPoint at = centre(u"B1-085"_s);
    const QImage before = map().grab().toImage();
    QTest::mouseMove(&map(), at);
    // The card lies beside the space, so pixels of the lane change.
    const QRectF box = map().scene().boxOf(spaceId(u"B1-085"_s));
    const QPoint lane = QPointF(box.center().x(), box.top() - 20).toPoint();
    QCOMPARE(map().grab().toImage().pixel(lane), before.pixel(lane));
    QTRY_VERIFY(map().grab().toImage().pixel(lane) != before.pixel(lane));
}

void TestMapView::highlightDimsTheRest()
{
    const auto colour = [this](const QString &code) {
        const QRectF box = map().scene().boxOf(spaceId(code));
        return map().grab().toImage().pixelColor(
            QPointF(box.center().x(), box.top() + 3).toPoint());
    };
    const QColor occupied = colour(u"B1-001"_s);
    const QColor free = colour(u"B1-004"_s);
    MapOptions options;
    options.highlight = {SpaceState::Free};
    map().setOptions(options);
    QVERIFY(colour(u"B1-001"_s).lightness() > occupied.lightness() + 30);
    QCOMPARE(colour(u"B1-004"_s), free);
    map().setOptions({});
    QCOMPARE(colour(u"B1-001"_s), occupied);
}

/// Whatever lies over the map's right part, and however long its words are.
void TestMapView::hoverCardIsSeenWhole()
{
    ScenePainter painter(map().scene(), m_theme);
    const QRectF whole = map().uncovered();
    QCOMPARE(whole, QRectF(map().rect()));
    map().setCovered(600);
    const QRectF left = map().uncovered();
    QCOMPARE(left.right(), whole.right() - 600);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-004"_s)));
    status.lastHeard.reset();
    m_model->apply({status});
    int moved = 0;
    for (const QString &code : {u"B1-001"_s, u"B1-004"_s, u"B1-055"_s, u"B1-186"_s}) {
        const MapHit hit = map().scene().hitOf(spaceId(code));
        QVERIFY(left.contains(painter.hoverCard(hit, left)));
        QVERIFY(whole.contains(painter.hoverCard(hit, whole)));
        moved += painter.hoverCard(hit, left) != painter.hoverCard(hit, whole);
    }
    QVERIFY(moved > 0);
    const MapHit hit = map().scene().hitOf(spaceId(u"B1-001"_s));
    const double narrow = painter.hoverCard(hit, whole).width();
    domain::SiteSnapshot site = fixture::harbourSite();
    for (domain::Space &space : site.spaces) {
        if (space.id == spaceId(u"B1-001"_s))
            space.code = u"Basement 1-0001 east"_s;
    }
    m_model->load(site);
    const double wide = painter.hoverCard(map().scene().hitOf(spaceId(u"B1-001"_s)), whole).width();
    QVERIFY2(wide > narrow, qPrintable(QString::number(wide)));
}

void TestMapView::layersColourBySteps_data()
{
    QTest::addColumn<int>("layer");
    QTest::addColumn<double>("value"); // minutes, volt, dBm; NaN: not known
    QTest::addColumn<int>("step"); // -1: not known
    const double none = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("just changed") << int(MapLayer::TimeInState) << 0.0 << 0;
    QTest::newRow("an hour") << int(MapLayer::TimeInState) << 60.0 << 2;
    QTest::newRow("two days") << int(MapLayer::TimeInState) << 2880.0 << 4;
    QTest::newRow("full cell") << int(MapLayer::Battery) << 3.6 << 0;
    QTest::newRow("at a limit") << int(MapLayer::Battery) << 3.1 << 2;
    QTest::newRow("empty cell") << int(MapLayer::Battery) << 2.7 << 4;
    QTest::newRow("no battery told") << int(MapLayer::Battery) << none << -1;
    QTest::newRow("strong") << int(MapLayer::Signal) << -60.0 << 0;
    QTest::newRow("weak") << int(MapLayer::Signal) << -114.0 << 3;
    QTest::newRow("very weak") << int(MapLayer::Signal) << -120.0 << 4;
    QTest::newRow("never heard") << int(MapLayer::Signal) << none << -1;
    QTest::newRow("state has no steps") << int(MapLayer::State) << 1.0 << -1;
}

void TestMapView::layersColourBySteps()
{
    QFETCH(const int, layer);
    QFETCH(const double, value);
    QFETCH(const int, step);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-004"_s)));
    status.batteryVolt.reset();
    status.rssiDbm.reset();
    status.since = fixture::kNow;
    if (!std::isnan(value)) {
        status.since = fixture::kNow - std::chrono::minutes(qint64(std::abs(value)));
        status.batteryVolt = value;
        status.rssiDbm = int(value);
    }
    QCOMPARE(stepOf(MapLayer(layer), status, fixture::kNow).value_or(-1), step);
    if (MapLayer(layer) == MapLayer::State)
        return;
    QCOMPARE(stepNames(MapLayer(layer)).size(), kLayerSteps);
    m_model->apply({status});
    MapOptions options;
    options.layer = MapLayer(layer);
    map().setOptions(options);
    const QRectF box = map().scene().boxOf(spaceId(u"B1-004"_s));
    const QColor found = map().grab().toImage().pixelColor(
        QPointF(box.center().x(), box.center().y() - 4).toPoint());
    const Tokens &t = m_theme.tokens();
    QCOMPARE(found.rgb(), (step < 0 ? t.floor : stepFill(t, step)).rgb());
}

void TestMapView::layerOfAFloorHasItsLegend()
{
    auto *legend = m_page->findChild<LayerLegend *>();
    QVERIFY(!legend->isVisible());
    QMenu *menu = button(u"Layers"_s)->menu();
    for (QAction *action : menu->actions()) {
        if (action->text() == u"Battery")
            action->trigger();
    }
    QVERIFY(map().options().layer == MapLayer::Battery);
    QVERIFY(legend->isVisible());
    QVERIFY(button(u"Battery"_s));
    for (const Legend *states : m_page->findChildren<Legend *>())
        QVERIFY(!states->isVisible());
    map().show({}); // the site always tells states
    QVERIFY(!legend->isVisible());
    map().show({u"North"_s, u"B1"_s});
    menu->actions().first()->trigger();
    QVERIFY(!legend->isVisible());
}

/// A lamp that nobody knows of is neither right nor wrong, and the picture follows what is found.
void TestMapView::layerOfLampsTellsWhatIsKnown()
{
    const QStringList codes{u"B1-001"_s, u"B1-002"_s, u"B1-003"_s, u"B1-004"_s};
    const auto lamp = [](int i) { return *domain::DevEui::parse(u"202020000000000%1"_s.arg(i)); };
    domain::SiteSnapshot site = fixture::harbourSite();
    for (domain::Space &space : site.spaces) {
        const qsizetype i = codes.indexOf(space.code);
        if (i >= 0)
            space.displayEui.reset();
        if (i >= 0 && i < 3)
            space.displayEui = lamp(int(i));
    }
    m_model->load(site);
    m_page->setLayer(MapLayer::Lamps);
    QVERIFY(button(u"Lamps"_s));
    const auto colours = [&] {
        const QImage picture = map().grab().toImage();
        QList<QRgb> found;
        for (const QString &code : codes) {
            const QPointF middle = map().scene().boxOf(spaceId(code)).center();
            found.append(picture.pixelColor(QPointF(middle.x(), middle.y() - 4).toPoint()).rgb());
        }
        return found;
    };
    const Tokens &t = m_theme.tokens();
    const QRgb right = stepFill(t, lampStep(true)).rgb();
    const QRgb wrong = stepFill(t, lampStep(false)).rgb();
    const QRgb open = t.floor.rgb();
    QVERIFY(right != wrong && right != open && wrong != open);
    QCOMPARE(colours(), QList({open, open, open, open}));
    domain::LampsKnown known;
    known.rightOnes = {lamp(0)};
    known.troubles = {{codes[1], {}, {}, lamp(1)}};
    m_model->setLamps(known);
    QCOMPARE(colours(), QList({right, wrong, open, open}));
    m_model->setLamps({});
    QCOMPARE(colours(), QList({open, open, open, open}));
}

void TestMapView::selectionOutlivesUpdates()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-055"_s)));
    status.state = SpaceState::Occupied;
    m_model->apply({status});
    m_model->load(fixture::harbourSite());
    QCOMPARE(map().selection(), ids({u"B1-055"_s}));
    QCOMPARE(map().place().floor, u"B1"_s);
}

/// The inspector is open and somebody chose a type there: the site is loaded anew.
void TestMapView::aReloadMovesNothing()
{
    const QPoint before = centre(u"B1-004"_s);
    map().setHeld(true);
    m_page->resize(m_page->width() - 330, m_page->height());
    QCoreApplication::processEvents();
    map().setHeld(false);
    QCOMPARE(centre(u"B1-004"_s), before);
    m_model->load(fixture::harbourSite());
    QCOMPARE(centre(u"B1-004"_s), before);
}

/// Two spaces with a lane that is no longer than they are: the number stands beside the plate, not
/// on the spaces below.
void TestMapView::countsHaveRoomBesideFewSpaces()
{
    domain::SiteSnapshot site;
    site.site = fixture::harbourSite().site;
    for (int i = 0; i < 5; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = u"A-%1"_s.arg(i);
        space.building = u"House"_s;
        space.floor = u"1"_s;
        space.zone = i < 3 ? u"Nord"_s : u"Sued"_s;
        site.spaces.append(space);
    }
    m_model->load(site);
    map().show({u"House"_s, u"1"_s});
    const QImage picture = map().grab().toImage();
    int marks = 0;
    for (const int below : {2, 4}) {
        const QRect box = map().scene().boxOf(site.spaces[below].id).toRect();
        // What would stand below a plate ends on the space: its upper edge is only its own.
        for (int x = box.left() + 4; x < box.right() - 4; ++x)
            marks +=
                picture.pixel(x, box.top() - 8) != picture.pixel(box.left() + 2, box.top() - 8);
    }
    QCOMPARE(marks, 0);
}

/// Neither the plate nor what it says; elsewhere the lane still tells where to drive.
void TestMapView::noArrowCrossesAPlate()
{
    domain::SiteSnapshot site;
    site.site = fixture::harbourSite().site;
    for (int i = 0; i < 20; ++i) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.code = u"N-EG-%1"_s.arg(i + 1, 2, 10, QChar(u'0'));
        space.building = u"House"_s;
        space.floor = u"EG"_s;
        space.zone = i % 10 < 5 ? u"Besucher"_s : u"Mitarbeiter"_s;
        space.placement = domain::Placement{
            .x = 2 + i % 10 * 2.75, .y = i < 10 ? 3.0 : 14.0, .w = 2.5, .h = 5, .rotation = 0};
        site.spaces.append(space);
    }
    domain::Floor floor;
    floor.id = domain::FloorId::create();
    floor.siteId = site.site.id;
    floor.building = u"House"_s;
    floor.name = u"EG"_s;
    floor.plan.lanes = {{.area = QRectF(0, 5.5, 45, 6)}};
    floor.plan.zones = {{.zone = u"Besucher"_s, .position = {2, 8.5}},
                        {.zone = u"Mitarbeiter"_s, .position = {19, 8.5}}};
    const auto drawn = [&](bool arrows) {
        floor.plan.lanes[0].arrows = arrows;
        site.floors = {floor};
        m_model->load(site);
        map().show({u"House"_s, u"EG"_s});
        return map().grab().toImage();
    };
    const QImage without = drawn(false);
    const QImage with = drawn(true);
    QVERIFY(with != without);
    const Theme &theme = m_theme;
    const ScenePainter painter(map().scene(), theme);
    MapScale scale = map().scene().scale();
    const MapFloor &shown = map().scene().floors().first();
    scale.origin = scale.toPixels(shown.offset);
    const QList<ZoneText> texts = painter.zoneTexts(shown, scale);
    QCOMPARE(texts.size(), 2);
    for (const ZoneText &text : texts) {
        const QRect box = (text.plate | text.box).toAlignedRect().adjusted(-2, -2, 2, 2);
        QVERIFY2(with.copy(box) == without.copy(box), qPrintable(text.zone));
    }
}

void TestMapView::namesThatDifferLookDifferent_data()
{
    QTest::addColumn<QStringList>("floors");
    QTest::addColumn<QStringList>("buildings");
    QTest::addColumn<QSize>("size");
    const QStringList north{u"Nordgebäude"_s, u"Nordgarage"_s};
    QTest::newRow("upper floors") << QStringList{u"1. OG"_s, u"2. OG"_s, u"3. OG"_s} << north
                                  << QSize(1200, 600);
    QTest::newRow("the same beginning")
        << QStringList{u"Ebene 1"_s, u"Ebene 2"_s} << north << QSize(1200, 600);
    QTest::newRow("long") << QStringList{u"Parkdeck oben, Teil 1"_s, u"Parkdeck oben, Teil 2"_s}
                          << north << QSize(800, 500);
    QTest::newRow("a small plan") << QStringList{u"1. OG"_s, u"2. OG"_s} << north
                                  << QSize(230, 280);
}

/// At site level, where there is room for them.
void TestMapView::namesThatDifferLookDifferent()
{
    QFETCH(const QStringList, floors);
    QFETCH(const QStringList, buildings);
    QFETCH(const QSize, size);
    domain::SiteSnapshot site;
    site.site = fixture::harbourSite().site;
    for (const QString &building : buildings) {
        for (const QString &floor : floors) {
            for (int i = 0; i < 20; ++i) {
                domain::Space space;
                space.id = domain::SpaceId::create();
                space.code = building + floor + QString::number(i);
                space.building = building;
                space.floor = floor;
                site.spaces.append(space);
            }
        }
    }
    m_model->load(site);
    MapView small(*m_model, m_theme);
    small.resize(size);
    const QImage picture = small.grab().toImage();
    SiteScene scene(*m_model);
    scene.layOut(size);
    QCOMPARE(scene.cards().size(), 2);
    QList<QImage> names; // without what follows: dots and numbers
    for (const SiteStrip &strip : scene.cards().first().strips) {
        const QRectF box(strip.box.left(), strip.box.center().y() - 9, 28, 18);
        names.append(picture.copy(box.toAlignedRect()));
    }
    QList<QImage> wide;
    for (const SiteStrip &strip : scene.cards().first().strips) {
        const QRectF box(strip.box.left(), strip.box.center().y() - 9,
                         std::max(28.0, scene.cards().first().box.width() / 4 - 4), 18);
        wide.append(picture.copy(box.toAlignedRect()));
    }
    for (qsizetype i = 1; i < wide.size(); ++i)
        QVERIFY(wide[i] != wide[0] || names[i] != names[0]);
    QList<QImage> heads;
    for (const SiteCard &card : scene.cards()) {
        const QRectF box(card.box.left() + kSiteSide, card.box.top() + 6,
                         (card.box.width() - 2 * kSiteSide) * 0.4, 24);
        heads.append(picture.copy(box.toAlignedRect()));
    }
    QVERIFY(heads[0] != heads[1]);
}

void TestMapView::changesRepaintTheirSpaceOnly()
{
    const QImage before = map().grab().toImage();
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-004"_s)));
    status.state = SpaceState::Occupied;
    m_model->apply({status});
    const QImage after = map().grab().toImage();
    const QRectF box = map().scene().boxOf(spaceId(u"B1-004"_s));
    QVERIFY(before.copy(box.toAlignedRect()) != after.copy(box.toAlignedRect()));
    const QRect other = map().scene().boxOf(spaceId(u"B1-001"_s)).toAlignedRect();
    QCOMPARE(before.copy(other), after.copy(other));
}

void TestMapView::greyPictureStillTellsStates()
{
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        m_theme.setChoice(choice);
        const QImage grey = map().grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        const auto shape = [&](const QString &code) {
            const QRectF box = map().scene().boxOf(spaceId(code)).adjusted(2, 2, -2, -2);
            // The part without the number.
            return grey.copy(
                QRectF(box.left(), box.center().y() - 6, box.width(), 12).toAlignedRect());
        };
        const auto mean = [](const QImage &image) {
            double sum = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    sum += qGray(image.pixel(x, y));
            }
            return sum / (image.width() * image.height());
        };
        // free is hollow, occupied solid: the grounds differ far; the others differ in their signs
        QVERIFY(qAbs(mean(shape(u"B1-004"_s)) - mean(shape(u"B1-001"_s))) > 15);
        QVERIFY(shape(u"B1-055"_s) != shape(u"B1-058"_s));
        QVERIFY(shape(u"B1-073"_s) != shape(u"B1-072"_s));
    }
    m_theme.setChoice(ThemeChoice::Light);
}

// --- Editing -------------------------------------------------------------------------------------

void TestMapView::editDragsToTheGridAndSaves()
{
    QSignalSpy edited(m_page.get(), &MapPage::layoutEdited);
    startEditing();
    const domain::SpaceId id = spaceId(u"B1-055"_s);
    const domain::Placement before = *map().editTool()->draft().placements().value(id);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    const double scale = map().scene().scale().pixelsPerMetre;
    const QPoint from = centre(u"B1-055"_s);
    drag(from, from + QPoint(qRound(1.6 * scale), qRound(-0.9 * scale)));
    const domain::Placement after = *map().editTool()->draft().placements().value(id);
    QCOMPARE(after.x - before.x, 1.5);
    QCOMPARE(after.y - before.y, -1.0);
    QCOMPARE(edited.size(), 0); // nothing is kept before "Save"
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(edited.size(), 1);
    QVERIFY(map().isEditing()); // until it is stored
    QVERIFY(!button(u"Save"_s)->isEnabled());
    m_page->setSaved(Error{problem::kDatabase, u"x"_s, {}});
    QVERIFY(map().isEditing()); // what was refused is not lost
    QVERIFY(map().hasDraft());
    QVERIFY(says(u"Not saved: "_s));
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    m_page->setSaved({});
    QVERIFY(!map().isEditing());
    QCOMPARE(edited.size(), 2);
    const Placements placements = edited.first().first().value<domain::LayoutChange>().placements;
    QVERIFY(!edited.first().first().value<domain::LayoutChange>().floor);
    QCOMPARE(placements.size(), 1);
    QCOMPARE(placements.value(id), std::optional(after));
}

/// Like in every editor of plans: nobody has to click first.
void TestMapView::editDragsWhatWasNotSelected()
{
    startEditing();
    const auto x = [this](const QString &code) {
        return map().editTool()->draft().placements().value(spaceId(code))->x;
    };
    const double before = x(u"B1-055"_s);
    const double others = x(u"B1-056"_s);
    const double scale = map().scene().scale().pixelsPerMetre;
    map().select(ids({u"B1-056"_s}));
    const QPoint from = centre(u"B1-055"_s);
    drag(from, from + QPoint(qRound(2.1 * scale), 0));
    QCOMPARE(x(u"B1-055"_s) - before, 2.0);
    QCOMPARE(x(u"B1-056"_s), others); // what was selected is not what was pressed
    QCOMPARE(map().selection(), ids({u"B1-055"_s}));
    // Several that are selected go together; a short press is a click.
    map().select(ids({u"B1-055"_s, u"B1-056"_s}));
    const QPoint again = centre(u"B1-055"_s);
    drag(again, again + QPoint(qRound(2.1 * scale), 0));
    QCOMPARE(x(u"B1-056"_s) - others, 2.0);
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(x(u"B1-055"_s), before);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-061"_s));
    QCOMPARE(map().selection(), ids({u"B1-061"_s}));
    QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, centre(u"B1-055"_s));
    QCOMPARE(map().selection(), ids({u"B1-061"_s, u"B1-055"_s}));
    // Esc leaves what it found, also before anything was selected.
    map().select({});
    const QPoint third = centre(u"B1-061"_s);
    const double third0 = x(u"B1-061"_s);
    QTest::mousePress(&map(), Qt::LeftButton, {}, third);
    QMouseEvent move(QEvent::MouseMove, third + QPoint(60, 0), map().mapToGlobal(third),
                     Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&map(), &move);
    QTest::keyClick(&map(), Qt::Key_Escape);
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, third + QPoint(60, 0));
    QCOMPARE(x(u"B1-061"_s), third0);
}

void TestMapView::editDragOfTheFloorPans()
{
    startEditing();
    const QPoint before = centre(u"B1-055"_s);
    const QPoint floor =
        map().scene().scale().toPixels(QRectF(QPointF(), map().scene().size())).topLeft().toPoint()
        + QPoint(4, 4);
    QVERIFY(!map().scene().hitAt(floor).isValid());
    drag(floor, floor + QPoint(30, 20));
    QCOMPARE(centre(u"B1-055"_s) - before, QPoint(30, 20));
    QVERIFY(!map().hasDraft());
}

void TestMapView::editUndoesByKeys()
{
    startEditing();
    const domain::SpaceId id = spaceId(u"B1-055"_s);
    const auto x = [&] { return map().editTool()->draft().placements().value(id)->x; };
    const double before = x();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Right);
    QTest::keyClick(&map(), Qt::Key_Right);
    QCOMPARE(x(), before + 1);
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(x(), before + 0.5);
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(x(), before + 1);
    QTest::mouseClick(button(u"Undo"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"Undo"_s), Qt::LeftButton);
    QVERIFY(!button(u"Undo"_s)->isEnabled());
    QVERIFY(!map().editTool()->draft().isChanged());
}

void TestMapView::editDiscards()
{
    QSignalSpy edited(m_page.get(), &MapPage::layoutEdited);
    const QPoint before = centre(u"B1-055"_s);
    startEditing();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Delete);
    QVERIFY(!map().editTool()->draft().placements().value(spaceId(u"B1-055"_s)));
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);
    QCOMPARE(edited.size(), 0);
    QApplication::processEvents();
    map().fit();
    QCOMPARE(centre(u"B1-055"_s), before);
}

void TestMapView::editSizesByHandlesAndFields()
{
    startEditing();
    const domain::SpaceId id = spaceId(u"B1-055"_s);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    const domain::Placement before = *map().editTool()->draft().placements().value(id);
    const QRectF box = map().scene().boxOf(id);
    const QPoint corner = box.bottomRight().toPoint();
    drag(corner, corner + QPoint(qRound(map().scene().scale().pixelsPerMetre), 0));
    const domain::Placement after = *map().editTool()->draft().placements().value(id);
    QVERIFY2(qAbs(after.w - before.w - 1) <= 0.5, qPrintable(QString::number(after.w)));
    QCOMPARE(after.x - after.w / 2, before.x - before.w / 2); // the left edge stays

    const auto fields = m_page->findChildren<QDoubleSpinBox *>();
    QCOMPARE(fields[0]->value(), after.w);
    map().select(ids({u"B1-055"_s, u"B1-056"_s}));
    fields[0]->setValue(3.2);
    QCOMPARE(map().editTool()->draft().placements().value(id)->w, 3.2);
    QCOMPARE(map().editTool()->draft().placements().value(spaceId(u"B1-056"_s))->w, 3.2);
}

void TestMapView::editFieldsTakeEitherPoint_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<double>("metres");
    const QList<QLocale> locales{QLocale::c(), QLocale(u"en_GB"_s), QLocale(u"de_DE"_s),
                                 QLocale(u"de_CH"_s), QLocale(u"fr_FR"_s)};
    for (const QLocale &locale : locales) {
        for (const char *typed : {"2,7", "2.7", "2,70", "2", ",75"})
            QTest::addRow("%s %s", qPrintable(locale.name()), typed)
                << locale << QString::fromLatin1(typed)
                << QByteArray(typed).replace(',', '.').toDouble();
    }
}

/// A comma that is dropped makes 27 m of 2.7 m, in a site where a person types as on paper.
void TestMapView::editFieldsTakeEitherPoint()
{
    QFETCH(const QLocale, locale);
    QFETCH(const QString, typed);
    QFETCH(const double, metres);
    const QLocale before;
    QLocale::setDefault(locale);
    const auto back = qScopeGuard([&before] { QLocale::setDefault(before); });
    cleanup();
    init();
    startEditing();
    const auto type = [this, &typed](QDoubleSpinBox *box) {
        QVERIFY(box->isVisible());
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, typed);
        QTest::keyClick(box, Qt::Key_Tab);
    };
    const domain::SpaceId id = spaceId(u"B1-055"_s);
    map().select({id});
    type(m_page->findChildren<QDoubleSpinBox *>()[0]);
    QCOMPARE(map().editTool()->draft().placements().value(id)->w, metres);

    m_page->setPicture(picture("#ff0000", map().scene().size()));
    QTRY_VERIFY(map().hasDraft() && !map().editTool()->draft().sheet().picture.isEmpty());
    QDoubleSpinBox *left = nullptr;
    for (QDoubleSpinBox *box : m_page->findChildren<QDoubleSpinBox *>()) {
        if (box->accessibleName() == u"Left edge of the picture")
            left = box;
    }
    QVERIFY(left);
    QTRY_VERIFY(left->isVisible());
    left->setFocus();
    left->selectAll();
    QTest::keyClicks(left, u'-' + typed);
    QTest::keyClick(left, Qt::Key_Tab);
    QCOMPARE(left->value(), -metres);
}

void TestMapView::editPlacesARow()
{
    startEditing();
    map().select(ids({u"B1-001"_s, u"B1-002"_s, u"B1-003"_s}));
    QTest::mouseClick(button(u"Row"_s), Qt::LeftButton);
    QVERIFY(map().editTool()->isRowMode());
    const QPoint from = centre(u"B1-094"_s);
    drag(from, from + QPoint(qRound(20 * map().scene().scale().pixelsPerMetre), 5));
    QVERIFY(!map().editTool()->isRowMode());
    const auto place = [this](const QString &code) {
        return *map().editTool()->draft().placements().value(spaceId(code));
    };
    QCOMPARE(place(u"B1-002"_s).y, place(u"B1-001"_s).y);
    QCOMPARE(place(u"B1-002"_s).x - place(u"B1-001"_s).x, place(u"B1-001"_s).w);
    QCOMPARE(place(u"B1-003"_s).x - place(u"B1-002"_s).x, place(u"B1-001"_s).w);
}

void TestMapView::editEscapeLeavesTheDrag()
{
    startEditing();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    const QPoint from = centre(u"B1-055"_s);
    QTest::mousePress(&map(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, from + QPoint(60, 0), map().mapToGlobal(from), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(&map(), &move);
    QTest::keyClick(&map(), Qt::Key_Escape);
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, from + QPoint(60, 0));
    QVERIFY(!map().editTool()->draft().isChanged());
    QVERIFY(map().isEditing());
}

void TestMapView::editOutlivesAReload()
{
    startEditing();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Right);
    m_model->load(fixture::harbourSite()); // somebody else changed something
    QVERIFY(map().isEditing());
    QVERIFY(map().editTool()->draft().isChanged()); // what was typed is never lost
}

/// A click on another floor asks first; staying, discarding and saving do what they say.
void TestMapView::editIsNotLeftWithoutAQuestion()
{
    QSignalSpy edited(m_page.get(), &MapPage::layoutEdited);
    startEditing();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Right);
    const MapPlace here = map().place();
    const auto answer = [this](const QString &text) {
        auto *box = m_page->window()->findChild<QMessageBox *>();
        QVERIFY(box);
        for (QAbstractButton *button : box->buttons()) {
            if (button->text() == text)
                button->click();
        }
        QTRY_VERIFY(!m_page->window()->findChild<QMessageBox *>());
    };
    map().show({u"North"_s, u"G"_s});
    answer(u"Stay here"_s);
    QCOMPARE(map().place(), here);
    QVERIFY(map().hasDraft());

    map().reveal(spaceId(u"G-001"_s));
    answer(u"Save"_s);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(map().place(), here); // until it is stored
    m_page->setSaved({});
    QCOMPARE(map().place().floor, u"G"_s);
    QCOMPARE(map().selection(), ids({u"G-001"_s}));

    map().show(here);
    startEditing();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_Right);
    map().show({u"North"_s, u"G"_s});
    answer(u"Discard"_s);
    QCOMPARE(map().place().floor, u"G"_s);
    QCOMPARE(edited.size(), 1);

    map().show(here);
    startEditing();
    map().show({u"North"_s, u"G"_s}); // nothing was edited: nothing is asked
    QCOMPARE(map().place().floor, u"G"_s);
}

void TestMapView::editPictureIsChecked()
{
    QSignalSpy refused(m_page.get(), &MapPage::pictureRefused);
    QSignalSpy edited(m_page.get(), &MapPage::layoutEdited);
    startEditing();
    m_page->setPicture("no picture");
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(!map().hasDraft());
    m_page->setPicture(picture("#ff0000", map().scene().size()));
    QTRY_VERIFY(map().hasDraft());
    QCOMPARE(edited.size(), 0); // it is in the draft, like all else
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(edited.size(), 1);
    const auto floor = edited.first().first().value<domain::LayoutChange>().floor;
    QVERIFY(floor);
    QCOMPARE(floor->name, u"B1"_s);
    QCOMPARE(floor->pictureType, u"image/svg+xml"_s);
    QVERIFY(floor->widthM > 0 && floor->heightM > 0);
    QVERIFY(edited.first().first().value<domain::LayoutChange>().placements.isEmpty());
}

/// It is shown at once, replaced at once, taken back by Undo, and gone with Discard.
void TestMapView::aPictureIsPartOfTheDraft()
{
    const auto corner = [this] { // of the plan, where no space lies
        const QRectF plan = map().scene().scale().toPixels(QRectF(QPointF(), map().scene().size()));
        return map().grab().toImage().pixelColor((plan.topLeft() + QPointF(6, 6)).toPoint());
    };
    startEditing();
    const QColor before = corner();
    m_page->setPicture(picture("#ff0000", map().scene().size()));
    QTRY_VERIFY(corner() != before);
    const QColor red = corner();
    m_page->setPicture(picture("#0000ff", map().scene().size()));
    // Blue, not the plan without a picture for the moment that reading takes.
    QTRY_VERIFY2(corner() != before && corner().hue() != red.hue(),
                 "the replaced picture is still on the screen");
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(corner(), red);
    QTest::mouseClick(button(u"Remove the picture of the floor"_s), Qt::LeftButton);
    QCOMPARE(corner(), before);
    QTest::keyClick(&map(), Qt::Key_Z, Qt::ControlModifier);
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);
    QCOMPARE(corner(), before);
    // Drawn for paper; in the dark it must not glare.
    startEditing();
    m_page->setPicture(picture("#ffffff", map().scene().size()));
    QTRY_VERIFY(corner() != before);
    m_theme.setChoice(ThemeChoice::Dark);
    QVERIFY2(corner().lightness() < 120, qPrintable(corner().name()));
    m_theme.setChoice(ThemeChoice::Light);
}

void TestMapView::editWarnsOfOverlaps()
{
    startEditing();
    QVERIFY(!says(u"overlap"_s));
    const domain::SpaceId id = spaceId(u"B1-055"_s);
    const double wide = map().editTool()->draft().placements().value(id)->w;
    QTest::mouseClick(&map(), Qt::LeftButton, {}, centre(u"B1-055"_s));
    for (double moved = 0; moved < wide / 2; moved += kLayoutGrid)
        QTest::keyClick(&map(), Qt::Key_Right);
    QVERIFY(map().editTool()->draft().overlapping().contains(id));
    QVERIFY(says(u"overlap"_s));
}

void TestMapView::viewersCannotEdit()
{
    m_page->setReadOnly(true);
    QVERIFY(!button(u"Edit layout"_s));
    map().setEditing(true);
    QVERIFY(!map().isEditing());
}

PARKING_TEST(TestMapView)
#include "tst_mapview.moc"
