// The map of a site that came by CSV, under real mouse and key events: it has what the demo has.

#include "app/operatorwindow.h"
#include "fixturesite.h"
#include "importedsite.h"
#include "map/legend.h"
#include "map/scenepainter.h"
#include "map/zonetext.h"
#include "testmain.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceState;

class TestImportedMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void floorsStandTopFirst();
    void lanesAndPlatesAreMade_data();
    void lanesAndPlatesAreMade();
    void oneMovedSpaceLeavesThem();
    void aSiteWithoutNamesCanBeOpened();
    void coordinatesMayBeginAnywhere();
    void fortyBuildingsScrollAndOpen();
    void manyBuildingsAreInAMenu();
    void longNumbersAreNotCut();
    void floorsAreMovedByKeysAndMenu();

    void wheelGoesFromSiteToFloorAndBack();
    void plansStayInView();
    void numbersReachIntoNoOtherSpace();
    void wideScreensAreUsed();
    void theLegendIsSeenBesideTheInspector_data();
    void theLegendIsSeenBesideTheInspector();
    void whatIsUnknownHasRoomFirst();
    void zonesOfNearRowsDoNotOverprint_data();
    void zonesOfNearRowsDoNotOverprint();

    void shiftClickTakesTheRow();
    void controlClickBesideKeepsTheSelection();
    void openingTheInspectorMovesNothing();
    void theChosenSpaceIsSeenBesideTheInspector();

    void hoverCardIsSolidInOutages();
    void hoverCardOfAMaintenanceSaysWhy();

private:
    void open(const domain::SiteSnapshot &site, const QSize &size = {1440, 900});
    MapView &map() { return m_window->spaces().map().view(); }
    domain::SpaceId idOf(const QString &code) const;
    QPoint centre(const QString &code)
    {
        return map().scene().boxOf(idOf(code)).center().toPoint();
    }
    void wheel(const QPoint &at, int steps);
    void drag(const QPoint &from, const QPoint &to);
    void click(const QString &code, Qt::KeyboardModifiers keys = {})
    {
        QTest::mouseClick(&map(), Qt::LeftButton, keys, centre(code));
    }
    QImage hoverOver(const QString &code);
    QString firstMaintained() const;

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestImportedMap::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestImportedMap::cleanup()
{
    m_window.reset();
    m_notices.reset();
    m_situation.reset();
    m_model.reset();
}

void TestImportedMap::open(const domain::SiteSnapshot &site, const QSize &size)
{
    cleanup();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(site);
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(fixture::kNow);
    m_situation->setHealth(fixture::healthy());
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_window->resize(size);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QApplication::processEvents();
    map().setFocus();
}

domain::SpaceId TestImportedMap::idOf(const QString &code) const
{
    for (const domain::Space &space : m_model->spaces()) {
        if (space.code == code)
            return space.id;
    }
    return {};
}

void TestImportedMap::wheel(const QPoint &at, int steps)
{
    for (int i = 0; i < std::abs(steps); ++i) {
        QWheelEvent event(at, map().mapToGlobal(at), {}, QPoint(0, steps > 0 ? 120 : -120),
                          Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&map(), &event);
        QApplication::processEvents();
    }
}

void TestImportedMap::drag(const QPoint &from, const QPoint &to)
{
    QTest::mousePress(&map(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 4; ++i) {
        const QPoint at = from + (to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, at, map().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(&map(), &move);
    }
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, to);
}

// --- As good as the demo -------------------------------------------------------------------------

void TestImportedMap::floorsStandTopFirst()
{
    open(fixture::imported("code,building,floor\nA,Main,1\nB,Main,G\nC,Main,B1\nD,Main,3\n"
                           "E,Main,B2\nF,Main,2\n"));
    QCOMPARE(m_model->floorsOf(u"Main"_s),
             (QStringList{u"3"_s, u"2"_s, u"1"_s, u"G"_s, u"B1"_s, u"B2"_s}));
    for (const domain::Floor &floor : m_model->floors())
        QVERIFY(!floor.id.isNull()); // a row of its own
    map().show({u"Main"_s, u"G"_s});
    QTest::keyClick(&map(), Qt::Key_PageUp);
    QCOMPARE(map().place().floor, u"1"_s);
    QTest::keyClick(&map(), Qt::Key_PageDown);
    QTest::keyClick(&map(), Qt::Key_PageDown);
    QCOMPARE(map().place().floor, u"B1"_s);
}

void TestImportedMap::lanesAndPlatesAreMade_data()
{
    QTest::addColumn<bool>("withCoordinates");
    QTest::newRow("without coordinates") << false;
    QTest::newRow("with coordinates") << true;
}

void TestImportedMap::lanesAndPlatesAreMade()
{
    QFETCH(const bool, withCoordinates);
    open(fixture::imported(fixture::harbourCsv(withCoordinates)));
    map().show({u"North"_s, u"B1"_s});
    const domain::FloorPlan &plan = map().scene().floors().first().layout.plan;
    QVERIFY(plan.lanes.size() >= 4);
    QStringList zones;
    for (const domain::FloorPlan::ZoneLabel &plate : plan.zones) {
        zones.append(plate.zone);
        QVERIFY(std::any_of(plan.lanes.cbegin(), plan.lanes.cend(),
                            [&](const auto &lane) { return lane.area.contains(plate.position); }));
    }
    zones.sort();
    QCOMPARE(zones, (QStringList{u"A"_s, u"B"_s, u"C"_s, u"D"_s}));
}

void TestImportedMap::oneMovedSpaceLeavesThem()
{
    open(fixture::imported(fixture::harbourCsv(false)));
    map().show({u"North"_s, u"B1"_s});
    const qsizetype lanes = map().scene().floors().first().layout.plan.lanes.size();
    map().setEditing(true);
    click(u"B1-055"_s);
    QTest::keyClick(&map(), Qt::Key_Down, Qt::ControlModifier);
    drag(centre(u"B1-055"_s), centre(u"B1-055"_s) + QPoint(0, 12));
    QVERIFY(map().hasDraft());
    const domain::LayoutChange change = map().editTool()->change();
    // As it comes back from the database, with a place for every space.
    domain::SiteSnapshot site{m_model->site(), m_model->floors(), m_model->spaces(),
                              m_model->statuses()};
    for (domain::Space &space : site.spaces)
        space.placement = change.placements.value(space.id, space.placement);
    map().setEditing(false);
    m_model->load(site);
    const MapFloor &floor = map().scene().floors().first();
    QVERIFY(!floor.layout.generated && floor.unplaced.isEmpty());
    QCOMPARE(floor.layout.plan.lanes.size(), lanes);
    QCOMPARE(floor.layout.plan.zones.size(), 4);
}

void TestImportedMap::aSiteWithoutNamesCanBeOpened()
{
    open(fixture::imported("code\nA\nB\nC\n"));
    QTest::mouseClick(&map(), Qt::LeftButton, {}, QPoint(120, 40)); // the card
    QTest::keyClick(&map(), Qt::Key_Plus); // its only floor
    QVERIFY(!map().place().floor.isEmpty());
    QCOMPARE(map().scene().rows().size(), 3);
    click(u"B"_s);
    QCOMPARE(map().selection(), QSet{idOf(u"B"_s)});
}

void TestImportedMap::coordinatesMayBeginAnywhere()
{
    open(fixture::imported("code,building,floor,zone,x,y\nA,Main,G,Z,5012.5,-300\n"
                           "B,Main,G,Z,5015,-300\nC,Main,G,Z,5012.5,-289\n"));
    map().show({u"Main"_s, u"G"_s});
    for (const QString &code : {u"A"_s, u"B"_s, u"C"_s}) {
        const QRectF box = map().scene().boxOf(idOf(code));
        QVERIFY(QRectF(map().rect()).contains(box));
        QVERIFY(box.width() >= 22);
    }
}

void TestImportedMap::fortyBuildingsScrollAndOpen()
{
    open(fixture::imported(fixture::buildingsCsv(40)), {1024, 680});
    const QImage before = map().grab().toImage();
    wheel({300, 200}, -3);
    QVERIFY(map().grab().toImage() != before);
    QCOMPARE(map().place(), MapPlace());
    wheel({300, 200}, -1000 / 90 - 60); // to the end
    QTest::mouseClick(&map(), Qt::LeftButton, {},
                      QPoint(map().width() - 60, map().height() - 40)); // the last card
    QCOMPARE(map().place().building, m_model->buildings().last());
    QCOMPARE(m_model->buildings().mid(0, 3),
             (QStringList{u"P1 Terminal"_s, u"P2 Terminal"_s, u"P3 Terminal"_s}));
}

void TestImportedMap::manyBuildingsAreInAMenu()
{
    open(fixture::imported(fixture::buildingsCsv(12)));
    auto *tabs = m_window->findChild<PlaceTabs *>();
    QVERIFY(tabs->width() < m_window->width() / 2);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, QPoint(tabs->width() - 30, tabs->height() / 2));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 12);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(map().place().building, u"P2 Terminal"_s);
}

/// 4,321 spaces in one building: what is painted at the foot of the list stays in it.
void TestImportedMap::longNumbersAreNotCut()
{
    QByteArray csv = "code,building,floor\n";
    for (int i = 0; i < 4321; ++i)
        csv += QByteArray::number(i) + ",Main," + (i % 2 == 0 ? "G" : "1") + "\n";
    domain::SiteSnapshot site = fixture::imported(csv, 100);
    for (domain::SpaceStatus &status : site.statuses) {
        status.state = SpaceState::Free;
        status.inputs = {};
        status.inputs.sensor = domain::SensorInput{domain::Occupancy::Free, fixture::kNow, {}};
        status.reason = domain::StateReason::Sensor;
        status.lastHeard = fixture::kNow;
    }
    open(site);
    QCOMPARE(m_model->counts(u"Main"_s).free(), 4321);
    map().show({u"Main"_s, u"G"_s});
    QApplication::processEvents();
    auto *list = m_window->findChild<FloorList *>();
    const QImage picture = list->grab().toImage();
    const QRgb ground = m_theme.tokens().surface.rgb();
    for (int y = 0; y < picture.height(); ++y) { // the edge stays free of text
        for (int x = picture.width() - 8; x < picture.width() - 2; ++x)
            QCOMPARE(picture.pixel(x, y), ground);
    }
}

void TestImportedMap::floorsAreMovedByKeysAndMenu()
{
    open(fixture::imported("code,building,floor\nA,Main,G\nB,Main,1\nC,Main,Roof\n"));
    map().show({u"Main"_s, u"G"_s});
    QSignalSpy ordered(&m_window->spaces().map(), &MapPage::floorsOrdered);
    QApplication::processEvents(); // the list takes its room
    auto *list = m_window->findChild<FloorList *>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier); // it is the lowest
    QCOMPARE(ordered.size(), 0);
    QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(ordered.size(), 1);
    QCOMPARE(ordered.first().last().toStringList(), (QStringList{u"Roof"_s, u"G"_s, u"1"_s}));
    const QPoint first(60, 60);
    QContextMenuEvent menuEvent(QContextMenuEvent::Mouse, first, list->mapToGlobal(first));
    QApplication::sendEvent(list, &menuEvent);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QVERIFY(!menu->actions().first()->isEnabled()); // it is the top
    menu->actions().last()->trigger();
    QCOMPARE(ordered.last().last().toStringList(), (QStringList{u"1"_s, u"Roof"_s, u"G"_s}));
    menu->close();
    m_situation->setRole(u"Viewer"_s, true);
    QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(ordered.size(), 2);
}

// --- Zoom ----------------------------------------------------------------------------------------

void TestImportedMap::wheelGoesFromSiteToFloorAndBack()
{
    open(fixture::imported(fixture::harbourCsv(false)));
    const QPoint on(120, 60); // the first card's head
    wheel(on, 2);
    QVERIFY(!map().place().building.isEmpty() && map().place().floor.isEmpty());
    map().show({u"North"_s, {}});
    QApplication::processEvents();
    const QPoint at = centre(u"B1-055"_s);
    for (int step = 0; step < 30 && map().place().floor.isEmpty(); ++step)
        wheel(at, 1);
    QCOMPARE(map().place(), (MapPlace{u"North"_s, u"B1"_s}));
    // The space that was under the pointer still is, and the floor's tools are there.
    QVERIFY((centre(u"B1-055"_s) - at).manhattanLength() <= 3);
    bool hasEdit = false;
    for (const QPushButton *button : m_window->findChildren<QPushButton *>())
        hasEdit = hasEdit || (button->isVisible() && button->text() == u"Edit layout");
    QVERIFY(hasEdit);
    for (int step = 0; step < 30 && map().scene().boxOf(idOf(u"B1-055"_s)).width() < 22; ++step)
        wheel(at, 1);
    QVERIFY((centre(u"B1-055"_s) - at).manhattanLength() <= 6); // with its number now
    for (int step = 0; step < 30 && !map().place().floor.isEmpty(); ++step)
        wheel(at, -1);
    QCOMPARE(map().place(), (MapPlace{u"North"_s, {}}));
    for (int step = 0; step < 30 && !map().place().building.isEmpty(); ++step)
        wheel(at, -1);
    QCOMPARE(map().place(), MapPlace());
}

void TestImportedMap::plansStayInView()
{
    open(fixture::imported(fixture::harbourCsv(true)));
    map().show({u"North"_s, u"B1"_s});
    const QPoint middle = map().rect().center();
    for (const QPoint &to :
         {QPoint(-4000, 0), QPoint(9000, 0), QPoint(0, -9000), QPoint(0, 9000)}) {
        for (int i = 0; i < 3; ++i)
            drag(middle, middle + to);
        const MapScene &scene = map().scene();
        const QRectF plan = scene.scale().toPixels(QRectF(QPointF(), scene.size()));
        const QRectF seen = plan & QRectF(map().rect());
        QVERIFY(seen.width() >= 100 && seen.height() >= 100);
    }
}

/// Codes of which every part is needed: their numbers are wider than a space.
void TestImportedMap::numbersReachIntoNoOtherSpace()
{
    QByteArray csv = "code,building,floor,zone\n";
    for (const char zone : {'A', 'B'}) {
        for (int i = 1; i <= 40; ++i)
            csv += QByteArray(1, zone) + "-LONG-" + QByteArray::number(1000 + i) + ",Main,G," + zone
                + "\n";
    }
    open(fixture::imported(csv));
    map().show({u"Main"_s, u"G"_s});
    const MapFloor &floor = map().scene().floors().first();
    QVERIFY(floor.labels.first().size() > 6);
    SpacePainter painter(m_theme);
    for (const double wide : {23.0, 30.0, 47.0, 50.0, 90.0, 140.0}) {
        QImage picture(200, 140, QImage::Format_RGB32);
        picture.fill(Qt::magenta);
        QPainter onto(&picture);
        const QRectF box(30, 20, wide, 100);
        painter.paint(onto, box, {}, {floor.labels.first() + u"x"_s, floor.labels.first()});
        onto.end();
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                if (!box.adjusted(-1, -1, 1, 1).contains(x, y))
                    QCOMPARE(picture.pixel(x, y), QColor(Qt::magenta).rgb());
            }
        }
    }
}

void TestImportedMap::theLegendIsSeenBesideTheInspector_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("narrow") << QSize(1024, 680);
    QTest::newRow("a small laptop at 150 %") << QSize(911, 512);
    QTest::newRow("and at 200 %") << QSize(683, 384);
}

/// In a narrow window the inspector lies over the map: what tells the colours does not go under it,
/// and neither do the buttons that are shown.
void TestImportedMap::theLegendIsSeenBesideTheInspector()
{
    QFETCH(const QSize, size);
    open(fixture::imported(fixture::harbourCsv(true)), size);
    m_window->setMinimumSize(1, 1);
    m_window->resize(size);
    map().show({u"North"_s, u"B1"_s});
    click(u"B1-055"_s);
    const Inspector &inspector = m_window->spaces().inspector();
    QTRY_VERIFY(inspector.isVisible());
    const int edge = inspector.mapToGlobal(QPoint()).x();
    const MapPage &page = m_window->spaces().map();
    Legend *legend = nullptr;
    for (Legend *one : page.findChildren<Legend *>()) {
        if (one->isVisible())
            legend = one;
    }
    QVERIFY(legend);
    QTRY_VERIFY(legend->mapToGlobal(QPoint(legend->width(), 0)).x() <= edge);
    for (const QPushButton *button : page.findChildren<QPushButton *>()) {
        const bool isZoom = button->toolTip().contains(u"oom"_s);
        if (isZoom && button->isVisible())
            QVERIFY(button->mapToGlobal(QPoint(button->width(), 0)).x() <= edge);
    }
}

/// "0" or "0 free of 22" where half of them are unknown would say that the zone is full.
void TestImportedMap::whatIsUnknownHasRoomFirst()
{
    domain::Counts counts{.total = 22, .byState = {0, 11, 0, 0}, .byUnknown = {11, 0, 0}};
    const auto words = [&](double metres) {
        const ZoneWish wish{{u"B"_s, {0, 0}}, counts, {0, -2, metres, 4}};
        QStringList texts;
        for (const ZoneText::Word &word : layZones({wish}, MapScale{}, m_theme).value(0).words)
            texts.append(word.text);
        return texts.join(u' ');
    };
    QCOMPARE(words(60), u"0 free of 22 · 11 unknown"_s);
    QCOMPARE(words(14), u"0 +11"_s);
    counts = {.total = 22, .byState = {2, 20, 0, 0}};
    QCOMPARE(words(60), u"2 free of 22"_s);
    QCOMPARE(words(9), u"2"_s);
}

void TestImportedMap::zonesOfNearRowsDoNotOverprint_data()
{
    QTest::addColumn<double>("between"); // rows, metres
    QTest::addColumn<int>("inRow"); // spaces of each of the three zones
    QTest::newRow("back to back") << 5.0 << 6;
    QTest::newRow("a step between") << 6.5 << 3;
    QTest::newRow("one space a zone") << 5.2 << 1;
    QTest::newRow("lanes between") << 11.0 << 2;
}

/// Rows that stand close, three zones in each: at every zoom no plate and no number of one zone
/// lies on those of another.
void TestImportedMap::zonesOfNearRowsDoNotOverprint()
{
    QFETCH(const double, between);
    QFETCH(const int, inRow);
    QByteArray csv = "code,building,floor,zone,x,y\n";
    for (int row = 0; row < 6; ++row) {
        for (int i = 0; i < 3 * inRow; ++i) {
            const QByteArray zone = "Zone " + QByteArray::number(3 * row + i / inRow + 1);
            csv += "S-" + QByteArray::number(row * 100 + i) + ",Main,G," + zone + ','
                + QByteArray::number(2.5 * i) + ',' + QByteArray::number(between * row) + '\n';
        }
    }
    open(fixture::imported(csv));
    map().show({u"Main"_s, u"G"_s});
    int most = 0;
    for (int zoom = 0; zoom < 12; ++zoom) {
        const MapFloor &floor = map().scene().floors().first();
        MapScale scale = map().scene().scale();
        scale.origin = scale.toPixels(floor.offset);
        const QList<ZoneText> zones = ScenePainter(map().scene(), m_theme).zoneTexts(floor, scale);
        QList<QRectF> boxes;
        for (const ZoneText &zone : zones) {
            QList<QRectF> own{zone.plate};
            if (!zone.words.isEmpty())
                own.append(zone.box);
            for (const QRectF &box : std::as_const(own)) {
                for (const QRectF &other : std::as_const(boxes))
                    QVERIFY2(
                        !box.intersects(other),
                        qPrintable(zone.zone + u" at "_s + QString::number(scale.pixelsPerMetre)));
            }
            boxes += own;
        }
        most = std::max(most, int(zones.size()));
        QTest::keyClick(&map(), Qt::Key_Plus);
    }
    QCOMPARE(most, 18); // and all are told where there is room
}

void TestImportedMap::wideScreensAreUsed()
{
    open(fixture::imported(fixture::harbourCsv(true)), {2560, 1440});
    map().show({u"North"_s, u"B1"_s});
    QApplication::processEvents();
    const QSizeF plan = map().scene().size() * map().scene().scale().pixelsPerMetre;
    QVERIFY(plan.width() > map().width() * 0.95 || plan.height() > map().height() * 0.95);
}

// --- The selection -------------------------------------------------------------------------------

void TestImportedMap::shiftClickTakesTheRow()
{
    open(fixture::imported(fixture::harbourCsv(true)));
    map().show({u"North"_s, u"B1"_s});
    click(u"B1-050"_s);
    click(u"B1-054"_s, Qt::ShiftModifier);
    QSet<domain::SpaceId> wanted;
    for (const QString &code : fixture::codes(u"B1-"_s, 50, 5))
        wanted.insert(idOf(code));
    QCOMPARE(map().selection(), wanted);
    click(u"B1-100"_s, Qt::ShiftModifier); // another row: all of it, in addition
    for (const QString &code : fixture::codes(u"B1-"_s, 94, 24))
        wanted.insert(idOf(code));
    QCOMPARE(map().selection(), wanted);
}

void TestImportedMap::controlClickBesideKeepsTheSelection()
{
    open(fixture::imported(fixture::harbourCsv(true)));
    map().show({u"North"_s, u"B1"_s});
    click(u"B1-050"_s);
    click(u"B1-052"_s, Qt::ControlModifier);
    const QSet<domain::SpaceId> chosen = map().selection();
    QCOMPARE(chosen.size(), 2);
    const QPoint beside(centre(u"B1-050"_s).x(),
                        int(map().scene().boxOf(idOf(u"B1-050"_s)).bottom()) + 20);
    QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, beside);
    QCOMPARE(map().selection(), chosen);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, beside);
    QVERIFY(map().selection().isEmpty());
}

void TestImportedMap::openingTheInspectorMovesNothing()
{
    for (const QSize &size : {QSize(1024, 680), QSize(1440, 900), QSize(2560, 1440)}) {
        open(fixture::imported(fixture::harbourCsv(true)), size);
        map().show({u"North"_s, u"B1"_s});
        QApplication::processEvents();
        const QPoint at = centre(u"B1-050"_s);
        QTest::mouseClick(&map(), Qt::LeftButton, {}, at);
        QApplication::processEvents();
        QVERIFY(m_window->spaces().inspector().isVisible());
        QCOMPARE(centre(u"B1-050"_s), at);
        QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, at); // closes it
        QApplication::processEvents();
        QVERIFY(!m_window->spaces().inspector().isVisible());
        QCOMPARE(centre(u"B1-050"_s), at);
    }
}

void TestImportedMap::theChosenSpaceIsSeenBesideTheInspector()
{
    for (const QSize &size : {QSize(1024, 680), QSize(1440, 900)}) {
        open(fixture::imported(fixture::harbourCsv(true)), size);
        map().show({u"North"_s, u"B1"_s});
        QApplication::processEvents();
        click(u"B1-069"_s); // at the right end, where the inspector comes
        QApplication::processEvents();
        const QRectF box = map().scene().boxOf(idOf(u"B1-069"_s));
        QVERIFY(map().uncovered().contains(box));
    }
}

// --- The card ------------------------------------------------------------------------------------

QString TestImportedMap::firstMaintained() const
{
    for (const int row : m_model->rowsOf(u"North"_s, u"B1"_s)) {
        if (m_model->status(row).state == SpaceState::Maintenance)
            return m_model->space(row).code;
    }
    return {};
}

QImage TestImportedMap::hoverOver(const QString &code)
{
    QTest::mouseMove(&map(), centre(code));
    const QImage ringed = map().grab().toImage();
    (void)QTest::qWaitFor([&] { return map().grab().toImage() != ringed; });
    return map().grab().toImage();
}

void TestImportedMap::hoverCardIsSolidInOutages()
{
    open(fixture::imported(fixture::harbourCsv(true)));
    map().show({u"North"_s, u"B1"_s});
    m_situation->setHealth(fixture::databaseDown(4min));
    QApplication::processEvents(); // the banner takes its room
    const QImage before = map().grab().toImage();
    const QImage with = hoverOver(u"B1-055"_s);
    int raised = 0; // of the card's ground; were it seen through, none had that colour
    for (int y = 0; y < with.height(); ++y) {
        for (int x = 0; x < with.width(); ++x) {
            raised += with.pixel(x, y) == m_theme.tokens().raised.rgb()
                && before.pixel(x, y) != m_theme.tokens().raised.rgb();
        }
    }
    QVERIFY2(raised > 5000, qPrintable(QString::number(raised)));
}

void TestImportedMap::hoverCardOfAMaintenanceSaysWhy()
{
    open(fixture::imported(fixture::harbourCsv(true)));
    map().show({u"North"_s, u"B1"_s});
    const QString code = firstMaintained();
    QVERIFY(!code.isEmpty());
    const QImage with = hoverOver(code);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(idOf(code)));
    status.inputs.operatorOverride->reason = u"Lamp broken"_s;
    m_model->apply({status});
    QVERIFY(map().grab().toImage() != with); // the card has other words
    ScenePainter painter(map().scene(), m_theme);
    const MapHit hit = map().scene().hitOf(idOf(code));
    const QSizeF explained = painter.hoverCard(hit, map().rect()).size();
    status.inputs.operatorOverride->reason.clear();
    status.inputs.operatorOverride->actor.clear();
    m_model->apply({status});
    QVERIFY(painter.hoverCard(hit, map().rect()).height() < explained.height());
}

PARKING_TEST(TestImportedMap)
#include "tst_importedmap.moc"
