#include "fixturesite.h"
#include "map/mapscene.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::SpaceId;

/// Where things lie on floors and tiles, and what is found there: pure geometry, no window.
class TestMapScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void floorsOfAPlace_data();
    void floorsOfAPlace();
    void siteLevelIsEmpty();
    void fitsIntoTheViewport_data();
    void fitsIntoTheViewport();
    void zoomHasLimits_data();
    void zoomHasLimits();
    void zoomKeepsThePointUnderTheHand();
    void followsTheViewportUntilSomebodyZooms();
    void movesOnlyWhatIsNotSeenWhole();
    void tilesGoByTheViewportsShape_data();
    void tilesGoByTheViewportsShape();
    void aLargeFloorTakesItsOwnRoomAlone();
    void findsWhatIsThere_data();
    void findsWhatIsThere();
    void findsEverySpaceByItsBox();
    void bandTouches_data();
    void bandTouches();
    void walks_data();
    void walks();
    void zoneIsOfAllShownFloors();
    void draftsPlacesAreTheValidOnes();

private:
    SpaceId id(const QString &code) const;
    QString codeOf(const MapHit &hit) const
    {
        return hit.isValid() ? m_model.space(m_scene->rowOf(hit)).code : QString();
    }

    SiteModel m_model;
    std::unique_ptr<MapScene> m_scene;
};

namespace {

/// Two rows of spaces, 2.5 m by 5 m each, on a floor of 40 m by 20 m: A1 to A4 from (2, 0) on, B1
/// to B4 from (2, 10) on, and C1 alone far to the right.
domain::SiteSnapshot smallSite()
{
    domain::SiteSnapshot site;
    domain::Floor floor;
    floor.id = domain::FloorId::create();
    floor.building = u"Hall"_s;
    floor.name = u"G"_s;
    floor.widthM = 40;
    floor.heightM = 20;
    floor.plan.lanes.append({{2, 5, 10, 5}, 0, true});
    site.floors.append(floor);
    const auto add = [&](const QString &code, double left, double top) {
        domain::Space space;
        space.id = SpaceId::create();
        space.code = code;
        space.building = floor.building;
        space.floor = floor.name;
        space.zone = code.left(1);
        space.placement = domain::Placement{left + 1.25, top + 2.5, 2.5, 5, 0};
        site.spaces.append(space);
    };
    for (int i = 0; i < 4; ++i) {
        add(u"A%1"_s.arg(i + 1), 2 + 2.5 * i, 0);
        add(u"B%1"_s.arg(i + 1), 2 + 2.5 * i, 10);
    }
    add(u"C1"_s, 30, 10);
    return site;
}

const MapPlace kHall{u"Hall"_s, u"G"_s};
constexpr QSizeF kViewport(428, 228); // 40 m by 20 m with 14 px around: 10 px a metre

} // namespace

void TestMapScene::init()
{
    m_model.load(smallSite());
    m_scene = std::make_unique<MapScene>(m_model);
    m_scene->resize(kViewport);
    m_scene->load(kHall);
    m_scene->fit();
}

SpaceId TestMapScene::id(const QString &code) const
{
    for (const domain::Space &space : m_model.spaces()) {
        if (space.code == code)
            return space.id;
    }
    return {};
}

void TestMapScene::floorsOfAPlace_data()
{
    QTest::addColumn<MapPlace>("place");
    QTest::addColumn<QStringList>("floors");
    const auto row = [](const char *name, const MapPlace &place, const QStringList &floors) {
        QTest::newRow(name) << place << floors;
    };
    row("a building, top floor first", {u"North"_s, {}},
        {u"Yard"_s, u"3"_s, u"2"_s, u"1"_s, u"G"_s, u"B1"_s, u"B2"_s});
    row("a floor", {u"North"_s, u"B1"_s}, {u"B1"_s});
    row("a floor that only spaces name", {u"North"_s, u"Yard"_s}, {u"Yard"_s});
    row("a floor that is not there", {u"North"_s, u"9"_s}, {});
    row("a building that is not there", {u"West"_s, {}}, {});
}

void TestMapScene::floorsOfAPlace()
{
    QFETCH(const MapPlace, place);
    QFETCH(const QStringList, floors);
    domain::SiteSnapshot site = fixture::harbourSite();
    domain::Space stray = site.spaces.first();
    stray.id = SpaceId::create();
    stray.code = u"Y-001"_s;
    stray.floor = u"Yard"_s;
    site.spaces.append(stray);
    m_model.load(site);
    m_scene->load(place);
    QStringList found;
    for (const MapFloor &floor : m_scene->floors())
        found.append(floor.floor.name);
    QCOMPARE(found, floors);
    QCOMPARE(m_scene->isEmpty(), floors.isEmpty());
}

void TestMapScene::siteLevelIsEmpty()
{
    m_scene->load({});
    QVERIFY(m_scene->isEmpty());
    QVERIFY(m_scene->rows().isEmpty());
    QVERIFY(!m_scene->hitAt({50, 50}).isValid());
    QVERIFY(m_scene->boxOf(id(u"A1"_s)).isNull());
    QVERIFY(m_scene->zoom({50, 50}, 0.1)); // there is no level above
}

void TestMapScene::fitsIntoTheViewport_data()
{
    QTest::addColumn<QSizeF>("viewport");
    QTest::addColumn<double>("pixelsPerMetre");
    QTest::addColumn<QPointF>("origin");
    QTest::newRow("as wide as it needs") << QSizeF(428, 228) << 10.0 << QPointF(14, 14);
    QTest::newRow("wider: in the middle") << QSizeF(628, 228) << 10.0 << QPointF(114, 14);
    QTest::newRow("higher: at the top") << QSizeF(428, 600) << 10.0 << QPointF(14, 14);
    QTest::newRow("a small floor does not fill a large screen")
        << QSizeF(2560, 1440) << 28.0 << QPointF(720, 14);
    QTest::newRow("never smaller than can be seen") << QSizeF(30, 30) << 0.8 << QPointF(14, 14);
}

void TestMapScene::fitsIntoTheViewport()
{
    QFETCH(const QSizeF, viewport);
    QFETCH(const double, pixelsPerMetre);
    QFETCH(const QPointF, origin);
    m_scene->resize(viewport);
    QCOMPARE(m_scene->scale().pixelsPerMetre, pixelsPerMetre);
    QCOMPARE(m_scene->scale().origin, origin);
}

void TestMapScene::zoomHasLimits_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<bool>("isDone"); // else the level above tells more
    QTest::addColumn<double>("pixelsPerMetre"); // from 10
    QTest::newRow("in") << 1.5 << true << 15.0;
    QTest::newRow("out") << 0.8 << true << 8.0;
    QTest::newRow("in as far as it goes") << 100.0 << true << 60.0;
    QTest::newRow("out to half of what fits") << 0.5 << true << 5.0;
    QTest::newRow("out to the level above") << 0.45 << false << 10.0;
}

void TestMapScene::zoomHasLimits()
{
    QFETCH(const double, factor);
    QFETCH(const bool, isDone);
    QFETCH(const double, pixelsPerMetre);
    QCOMPARE(m_scene->zoom({100, 100}, factor), isDone);
    QCOMPARE(m_scene->scale().pixelsPerMetre, pixelsPerMetre);
}

void TestMapScene::zoomKeepsThePointUnderTheHand()
{
    const QPointF at(137, 91);
    const QPointF metres = m_scene->scale().toMetres(at);
    for (const double factor : {1.2, 1.44, 0.9, 3.0, 0.4}) {
        QVERIFY(m_scene->zoom(at, factor));
        const QPointF off = m_scene->scale().toMetres(at) - metres;
        QVERIFY(off.manhattanLength() < 1e-9);
    }
}

void TestMapScene::followsTheViewportUntilSomebodyZooms()
{
    m_scene->resize(kViewport * 1.2);
    QVERIFY(m_scene->scale().pixelsPerMetre > 10);
    m_scene->zoom({0, 0}, 1.1);
    const double zoomed = m_scene->scale().pixelsPerMetre;
    m_scene->resize(kViewport);
    QCOMPARE(m_scene->scale().pixelsPerMetre, zoomed);
    m_scene->fit();
    QCOMPARE(m_scene->scale().pixelsPerMetre, 10.0);
    m_scene->pan({5, 5});
    m_scene->resize(kViewport * 1.2);
    QCOMPARE(m_scene->scale().pixelsPerMetre, 10.0);
}

void TestMapScene::movesOnlyWhatIsNotSeenWhole()
{
    const QPointF before = m_scene->scale().origin;
    m_scene->bringIntoView(m_scene->boxOf(id(u"A1"_s)));
    QCOMPARE(m_scene->scale().origin, before);
    m_scene->pan({-30, 0}); // A1 begins at 34 px
    m_scene->bringIntoView(m_scene->boxOf(id(u"A1"_s)));
    QCOMPARE(m_scene->scale().origin, before - QPointF(30, 0));
    m_scene->pan({-10, 0});
    m_scene->bringIntoView(m_scene->boxOf(id(u"A1"_s)));
    QCOMPARE(m_scene->boxOf(id(u"A1"_s)).center(), m_scene->viewport().center());
}

void TestMapScene::tilesGoByTheViewportsShape_data()
{
    QTest::addColumn<QSizeF>("viewport");
    QTest::addColumn<int>("columns");
    QTest::newRow("upright") << QSizeF(300, 1200) << 1;
    QTest::newRow("as screens are") << QSizeF(1200, 900) << 3;
    QTest::newRow("very wide") << QSizeF(6000, 400) << 6;
}

void TestMapScene::tilesGoByTheViewportsShape()
{
    QFETCH(const QSizeF, viewport);
    QFETCH(const int, columns);
    m_model.load(fixture::harbourSite());
    m_scene->resize(viewport);
    m_scene->load({u"North"_s, {}});
    QSet<double> lefts;
    QList<QRectF> tiles;
    for (const MapFloor &floor : m_scene->floors()) {
        lefts.insert(floor.offset.x());
        const QRectF tile = floor.area();
        QVERIFY(QRectF(QPointF(), m_scene->size()).contains(tile));
        for (const QRectF &other : std::as_const(tiles))
            QVERIFY(!tile.intersects(other));
        tiles.append(tile);
    }
    QCOMPARE(tiles.size(), 6);
    QCOMPARE(lefts.size(), columns);
}

/// One floor of four aisles among floors of two: were all tiles as large as that one, half of the
/// window would stay empty.
void TestMapScene::aLargeFloorTakesItsOwnRoomAlone()
{
    SiteModel model;
    model.load(fixture::harbourSite());
    const QSizeF room(968, 500);
    MapScene scene(model);
    scene.resize(room);
    scene.load({u"North"_s, {}});
    scene.resize(room);
    QSizeF largest;
    for (const MapFloor &floor : scene.floors())
        largest = largest.expandedTo(floor.layout.area.size());
    double alike = 0;
    const int count = int(scene.floors().size());
    QCOMPARE(count, 6);
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        alike = qMax(alike,
                     qMin(room.width() / (columns * (largest.width() + 6)), // as far apart
                          room.height() / (rows * (largest.height() + 12))));
    }
    QVERIFY2(scene.scale().pixelsPerMetre > 1.1 * alike,
             qPrintable(u"%1, %2"_s.arg(scene.scale().pixelsPerMetre).arg(alike)));
    for (int i = 0; i < count; ++i) {
        for (int j = 0; j < i; ++j)
            QVERIFY(!scene.floors()[i].area().intersects(scene.floors()[j].area()));
    }
}

void TestMapScene::findsWhatIsThere_data()
{
    QTest::addColumn<QPointF>("metres");
    QTest::addColumn<QString>("code"); // empty: none
    QTest::newRow("the middle of a space") << QPointF(3.25, 2.5) << u"A1"_s;
    QTest::newRow("its corner") << QPointF(2, 0) << u"A1"_s;
    QTest::newRow("just past its edge") << QPointF(1.99, 2.5) << QString();
    QTest::newRow("its neighbour") << QPointF(4.6, 4.9) << u"A2"_s;
    QTest::newRow("the lane") << QPointF(6, 7) << QString();
    QTest::newRow("the row below") << QPointF(11.9, 14.9) << u"B4"_s;
    QTest::newRow("alone") << QPointF(31, 12) << u"C1"_s;
    QTest::newRow("beside the plan") << QPointF(-5, 2.5) << QString();
}

void TestMapScene::findsWhatIsThere()
{
    QFETCH(const QPointF, metres);
    QFETCH(const QString, code);
    for (const double factor : {1.0, 1.7, 0.3}) {
        m_scene->zoom({80, 40}, factor);
        const QPointF pixels = m_scene->scale().toPixels(metres);
        // A hair inside: what lies on the very edge may go either way by rounding.
        QCOMPARE(codeOf(m_scene->hitAt(pixels + QPointF(1e-6, 1e-6))), code);
        const bool onPlan = QRectF(0, 0, 40, 20).contains(metres);
        QCOMPARE(m_scene->placeAt(pixels).has_value(), onPlan);
        if (onPlan)
            QCOMPARE(*m_scene->placeAt(pixels), kHall);
    }
}

void TestMapScene::findsEverySpaceByItsBox()
{
    m_model.load(fixture::harbourSite());
    for (const MapPlace &place : {MapPlace{u"North"_s, {}}, MapPlace{u"North"_s, u"B1"_s}}) {
        m_scene->load(place);
        m_scene->fit();
        for (const int row : m_scene->rows()) {
            const MapHit hit = m_scene->hitOf(row);
            QCOMPARE(m_scene->rowOf(hit), row);
            QCOMPARE(m_scene->hitAt(m_scene->boxOf(hit).center()), hit);
            QCOMPARE(m_scene->boxOf(m_scene->idOf(hit)), m_scene->boxOf(hit));
        }
    }
    QVERIFY(!m_scene->hitOf(fixture::spaceId(u"G-001"_s)).isValid()); // on another floor
}

void TestMapScene::bandTouches_data()
{
    QTest::addColumn<QRectF>("metres");
    QTest::addColumn<QStringList>("codes");
    const auto row = [](const char *name, const QRectF &metres, const QStringList &codes) {
        QTest::newRow(name) << metres << codes;
    };
    row("nothing", {14, 6, 3, 2}, {});
    row("parts of some", {4, 4, 4, 2}, {u"A1"_s, u"A2"_s, u"A3"_s});
    row("two rows", {10, 4, 1, 7}, {u"A4"_s, u"B4"_s});
    row("all", {0, 0, 40, 20},
        {u"A1"_s, u"A2"_s, u"A3"_s, u"A4"_s, u"B1"_s, u"B2"_s, u"B3"_s, u"B4"_s, u"C1"_s});
}

void TestMapScene::bandTouches()
{
    QFETCH(const QRectF, metres);
    QFETCH(const QStringList, codes);
    QStringList found;
    for (const SpaceId &space : m_scene->touching(m_scene->scale().toPixels(metres)))
        found.append(m_model.space(m_model.rowOf(space)).code);
    found.sort();
    QCOMPARE(found, codes);
}

void TestMapScene::walks_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("to"); // empty: there is none
    const auto row = [](const QString &from, const QString &way, const QString &to) {
        QTest::newRow(qPrintable(from + u' ' + way)) << from << way << to;
    };
    row(u"A1"_s, u"right"_s, u"A2"_s);
    row(u"A1"_s, u"down"_s, u"B1"_s);
    row(u"A1"_s, u"left"_s, {});
    row(u"A1"_s, u"up"_s, {});
    row(u"B3"_s, u"up"_s, u"A3"_s);
    row(u"B4"_s, u"right"_s, u"C1"_s);
    row(u"C1"_s, u"left"_s, u"B4"_s);
    row(u"C1"_s, u"up"_s, u"A4"_s); // far across, but there is no other
    row(u"A2"_s, u"end"_s, u"A4"_s);
    row(u"A3"_s, u"home"_s, u"A1"_s);
    row(u"B1"_s, u"end"_s, u"C1"_s); // in one line with them
    row(u"A4"_s, u"end"_s, u"A4"_s);
}

void TestMapScene::walks()
{
    QFETCH(const QString, from);
    QFETCH(const QString, way);
    QFETCH(const QString, to);
    const QHash<QString, QPointF> ways{
        {u"left"_s, {-1, 0}}, {u"right"_s, {1, 0}}, {u"up"_s, {0, -1}}, {u"down"_s, {0, 1}}};
    const MapHit start = m_scene->hitOf(id(from));
    QCOMPARE(codeOf(ways.contains(way) ? m_scene->neighbour(start, ways.value(way))
                                       : m_scene->endOfRow(start, way == u"home")),
             to);
}

void TestMapScene::zoneIsOfAllShownFloors()
{
    QCOMPARE(m_scene->zoneOf(id(u"A2"_s)).size(), 4);
    QCOMPARE(m_scene->zoneOf({}).size(), 9);
}

void TestMapScene::draftsPlacesAreTheValidOnes()
{
    Placements draft;
    for (const domain::Space &space : m_model.spaces())
        draft.insert(space.id, space.placement);
    draft[id(u"C1"_s)]->x = 21.25;
    draft[id(u"A4"_s)].reset();
    const double scale = m_scene->scale().pixelsPerMetre;
    const LayoutEdit edit(draft, draft, sheetOf(m_model.floors().first()));
    m_scene->load(kHall, &edit);
    QCOMPARE(m_scene->boxOf(id(u"C1"_s)).left(), m_scene->scale().toPixels(QPointF(20, 0)).x());
    QCOMPARE(m_scene->floors().first().unplaced, QSet<SpaceId>{id(u"A4"_s)});
    QVERIFY(m_scene->size().height() > 20); // the block of what is not placed
    QCOMPARE(m_scene->scale().pixelsPerMetre, scale); // the plan stays under the hand
    m_scene->load(kHall);
    QVERIFY(m_scene->floors().first().unplaced.isEmpty());
    QCOMPARE(m_scene->size(), QSizeF(40, 20));
}

PARKING_TEST(TestMapScene)
#include "tst_mapscene.moc"
