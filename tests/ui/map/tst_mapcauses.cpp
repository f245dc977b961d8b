#include "fixturesite.h"
#include "map/mapview.h"
#include "testmain.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using fixture::spaceId;

namespace {

/// A gateway that was heard by 20 sensors of B1 and 8 of B2.
domain::SiteSnapshot lostSite()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    fixture::loseGateway(site, fixture::codes(u"B1-"_s, 97, 20) + fixture::codes(u"B2-"_s, 1, 8));
    return site;
}

QSet<domain::SpaceId> ids(const QStringList &codes)
{
    QSet<domain::SpaceId> ids;
    for (const QString &code : codes)
        ids.insert(spaceId(code));
    return ids;
}

} // namespace

/// Common causes on the map at site level, under real events.
class TestMapCauses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void oneCauseIsRingedPerFloorAndNamedOnce();
    void labelCoversNoRingAndStaysInItsCard_data();
    void labelCoversNoRingAndStaysInItsCard();
    void endsWhenHeardAgain();
    void comesWithTime();
    void silenceOfAllIsNoCause();
    void looksOnceASecond();
    void silentZoneIsNamed();
    void barsAreRingedWhole();
    void clickOnTheLabelOpensTheLargestPart();
    void clickOnARingOpensItsFloor();
    void clickBesideOpensTheFloorAsEver();
    void hoverTellsWhichGatewayAndSinceWhen();
    void keysReachIt();
    void assistiveTechnologyReadsAndPressesIt();
    void themesAndTextSizesAreFollowed();

private:
    QRgb pixel(const QPointF &at) const { return m_map->grab().toImage().pixel(at.toPoint()); }
    MapLink link() const { return m_map->links().value(0); }

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<MapView> m_map;
};

void TestMapCauses::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestMapCauses::init()
{
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(lostSite());
    m_map = std::make_unique<MapView>(*m_model, m_theme);
    m_map->resize(1200, 660);
    m_map->setVisible(true);
    m_map->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_map.get()));
    m_map->setFocus();
}

void TestMapCauses::cleanup()
{
    m_map.reset();
    m_model.reset();
    m_theme.setChoice(ThemeChoice::Light);
    m_theme.setTextPercent(100);
}

void TestMapCauses::oneCauseIsRingedPerFloorAndNamedOnce()
{
    QCOMPARE(m_map->links().size(), 1);
    QCOMPARE(link().text, u"28 sensors silent, gateway lost"_s);
    QCOMPARE(link().where, u"North · B1"_s);
    QCOMPARE(link().rings.size(), 2);
    QCOMPARE(link().rings[0].place, (MapPlace{u"North"_s, u"B1"_s}));
    QCOMPARE(link().rings[1].place, (MapPlace{u"North"_s, u"B2"_s}));
    for (const MapLink::Ring &ring : link().rings) {
        QVERIFY(m_map->rect().contains(ring.box.toRect()));
        QCOMPARE(pixel({ring.box.center().x(), ring.box.top()}), m_theme.tokens().warning.rgb());
        QCOMPARE(pixel({ring.box.left(), ring.box.center().y()}), m_theme.tokens().warning.rgb());
    }
    QVERIFY(link().isInHead); // of its card, in place of the number of floors
    m_map->show({u"North"_s, u"B1"_s}); // a floor shows each silent space by itself
    QVERIFY(m_map->links().isEmpty());
}

void TestMapCauses::labelCoversNoRingAndStaysInItsCard_data()
{
    QTest::addColumn<QString>("floor");
    QTest::addColumn<QSize>("size");
    for (const QString &floor : {u"3"_s, u"2"_s, u"1"_s, u"G"_s, u"B1"_s, u"B2"_s}) {
        for (const QSize &size : {QSize(760, 520), QSize(1200, 660), QSize(2400, 1300)})
            QTest::newRow(qPrintable(u"%1 at %2"_s.arg(floor).arg(size.width()))) << floor << size;
    }
}

void TestMapCauses::labelCoversNoRingAndStaysInItsCard()
{
    QFETCH(const QString, floor);
    QFETCH(const QSize, size);
    domain::SiteSnapshot site = fixture::harbourSite();
    fixture::loseGateway(site, fixture::codes(floor + u'-', 10, 25));
    // Another cause nearby: a zone of B1 whose gateway is not lost.
    for (qsizetype i = 0; i < site.spaces.size(); ++i) {
        if (site.spaces[i].floor == u"B1" && site.spaces[i].zone == u"D"
            && !site.statuses[i].gatewayId.endsWith(u'1'))
            site.statuses[i].lastHeard = fixture::kNow - 5h;
    }
    m_model->load(site);
    m_map->resize(size);
    QApplication::processEvents();
    QCOMPARE(m_map->links().size(), 2);
    SiteScene scene(*m_model);
    scene.layOut(size);
    const QRectF card = scene.cards().first().box;
    for (const MapLink &link : m_map->links()) {
        QVERIFY(card.contains(link.box));
        for (const MapLink &other : m_map->links()) {
            QVERIFY(other.text == link.text || !other.box.intersects(link.box));
            for (const MapLink::Ring &ring : other.rings)
                QVERIFY(!ring.box.intersects(link.box));
        }
    }
}

void TestMapCauses::endsWhenHeardAgain()
{
    const QPointF onRing(link().rings[0].box.center().x(), link().rings[0].box.top());
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-100"_s)));
    status.lastHeard = fixture::kNow - 1s;
    status.gatewayId = u"0016c001f1530002"_s; // over another one: the rest goes on
    m_model->apply({status});
    QTRY_COMPARE(link().text, u"27 sensors silent, gateway lost"_s);
    status.gatewayId = u"0016c001f1530001"_s;
    m_model->apply({status});
    QTRY_VERIFY(m_map->links().isEmpty());
    QVERIFY(pixel(onRing) != m_theme.tokens().warning.rgb());
}

void TestMapCauses::comesWithTime()
{
    domain::SiteSnapshot site = lostSite();
    for (domain::SpaceStatus &status : site.statuses) {
        if (status.gatewayId.endsWith(u'1'))
            status.lastHeard = fixture::kNow - 110min; // two hours are allowed
    }
    m_model->load(site);
    QVERIFY(m_map->links().isEmpty());
    // Eleven minutes later they are silent, as far as the newest of the others tells.
    for (domain::SpaceStatus &status : site.statuses) {
        if (!status.gatewayId.endsWith(u'1'))
            status.lastHeard = *status.lastHeard + 11min;
    }
    m_model->apply(site.statuses);
    m_model->setNow(fixture::kNow + 11min);
    QTRY_COMPARE(m_map->links().size(), 1);
}

void TestMapCauses::silenceOfAllIsNoCause()
{
    m_model->setNow(fixture::kNow + 10h);
    QTRY_VERIFY(m_map->links().isEmpty());
}

void TestMapCauses::looksOnceASecond()
{
    CauseWatch watch(*m_model);
    QSignalSpy changed(&watch, &CauseWatch::changed);
    QCOMPARE(watch.causes().size(), 1);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-100"_s)));
    for (int i = 0; i < 5; ++i) { // heard over another gateway, and not
        status.lastHeard = i % 2 == 0 ? fixture::kNow : fixture::kNow - 3h;
        status.gatewayId = i % 2 == 0 ? u"0016c001f1530002"_s : u"0016c001f1530001"_s;
        m_model->apply({status});
    }
    QCOMPARE(changed.size(), 0);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(watch.causes().first().spaces.size(), 27);
    m_model->load({});
    QCOMPARE(changed.size(), 2); // another site is looked at at once
    QVERIFY(watch.causes().isEmpty());
}

void TestMapCauses::silentZoneIsNamed()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    for (qsizetype i = 0; i < site.spaces.size(); ++i) {
        if (site.spaces[i].floor == u"B1" && site.spaces[i].zone == u"B")
            site.statuses[i].lastHeard = fixture::kNow - 5h;
    }
    m_model->load(site);
    QCOMPARE(m_map->links().size(), 1);
    QCOMPARE(link().text, u"48 sensors silent, all of zone B"_s);
}

void TestMapCauses::barsAreRingedWhole()
{
    domain::SiteSnapshot site = fixture::largeSite(8, 1500);
    fixture::loseGateway(site, fixture::codes(u"P12-"_s, 100, 30));
    m_model->load(site);
    m_map->resize(720, 480);
    QApplication::processEvents();
    QCOMPARE(link().rings.size(), 1);
    QVERIFY(link().rings[0].box.width() > 500);
    QVERIFY(!link().box.intersects(link().rings[0].box));
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, link().rings[0].box.center().toPoint());
    QCOMPARE(m_map->place(), (MapPlace{u"P1"_s, u"2"_s}));
    QCOMPARE(m_map->selection().size(), 30);
}

void TestMapCauses::clickOnTheLabelOpensTheLargestPart()
{
    QSignalSpy placed(m_map.get(), &MapView::placeChanged);
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, link().box.center().toPoint());
    QCOMPARE(m_map->place(), (MapPlace{u"North"_s, u"B1"_s}));
    QCOMPARE(m_map->selection(), ids(fixture::codes(u"B1-"_s, 97, 20)));
    QCOMPARE(placed.size(), 1);
    QVERIFY(!m_map->isEditing());
}

void TestMapCauses::clickOnARingOpensItsFloor()
{
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, link().rings[1].box.center().toPoint());
    QCOMPARE(m_map->place(), (MapPlace{u"North"_s, u"B2"_s}));
    QCOMPARE(m_map->selection(), ids(fixture::codes(u"B2-"_s, 1, 8)));
}

void TestMapCauses::clickBesideOpensTheFloorAsEver()
{
    const QRectF ring = link().rings[1].box;
    QTest::mouseClick(m_map.get(), Qt::LeftButton, {},
                      QPointF(ring.right() + 60, ring.center().y()).toPoint());
    QCOMPARE(m_map->place(), (MapPlace{u"North"_s, u"B2"_s}));
    QVERIFY(m_map->selection().isEmpty());
    // A press that ends elsewhere follows nothing.
    m_map->show({});
    QTest::mousePress(m_map.get(), Qt::LeftButton, {}, link().box.center().toPoint());
    QTest::mouseRelease(m_map.get(), Qt::LeftButton, {}, QPoint(600, 650));
    QCOMPARE(m_map->place(), MapPlace());
}

void TestMapCauses::hoverTellsWhichGatewayAndSinceWhen()
{
    const QPoint at = link().box.center().toPoint();
    const QPointF edge(link().box.center().x(), link().box.bottom() - 1);
    const QRgb before = pixel(edge);
    QTest::mouseMove(m_map.get(), at);
    QCOMPARE(m_map->cursor().shape(), Qt::PointingHandCursor);
    QVERIFY(pixel(edge) != before);
    QHelpEvent help(QEvent::ToolTip, at, m_map->mapToGlobal(at));
    QApplication::sendEvent(m_map.get(), &help);
    QVERIFY2(QToolTip::text().startsWith(u"Gateway 0016c001f1530001 has brought nothing for"),
             qPrintable(QToolTip::text()));
    QVERIFY(QToolTip::text().contains(u"since "));
    QTest::mouseMove(m_map.get(), QPoint(8, 8));
    QCOMPARE(m_map->cursor().shape(), Qt::ArrowCursor);
    QCOMPARE(pixel(edge), before);
}

void TestMapCauses::keysReachIt()
{
    QSignalSpy announced(m_map.get(), &MapView::announced);
    QTest::keyClick(m_map.get(), Qt::Key_Return); // nothing is focused yet
    QCOMPARE(m_map->place(), MapPlace());
    QTest::keyClick(m_map.get(), Qt::Key_Down);
    QCOMPARE(m_map->focusedLink(), 0);
    QCOMPARE(announced.last().first().toString(), u"North · B1: 28 sensors silent, gateway lost"_s);
    const QPointF outside(link().box.center().x(), link().box.top() - 3);
    QCOMPARE(pixel(outside), m_theme.tokens().accent.rgb());
    QTest::keyClick(m_map.get(), Qt::Key_Return);
    QCOMPARE(m_map->place().floor, u"B1"_s);
    QCOMPARE(m_map->selection().size(), 20);
}

void TestMapCauses::assistiveTechnologyReadsAndPressesIt()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_map.get());
    QCOMPARE(list->childCount(), 1);
    QAccessibleInterface *cause = list->child(0);
    QCOMPARE(cause->role(), QAccessible::Link);
    QCOMPARE(cause->text(QAccessible::Name), u"North · B1: 28 sensors silent, gateway lost"_s);
    QVERIFY(cause->text(QAccessible::Description).contains(u"0016c001f1530001"));
    QVERIFY(cause->rect().contains(m_map->mapToGlobal(link().box.center().toPoint())));
    QCOMPARE(list->indexOfChild(cause), 0);
    QCOMPARE(list->childAt(cause->rect().center().x(), cause->rect().center().y()), cause);
    QTest::keyClick(m_map.get(), Qt::Key_Right);
    QVERIFY(cause->state().focused);
    QCOMPARE(list->focusChild(), cause);
    cause->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_map->place().floor, u"B1"_s);
    QVERIFY(!cause->isValid() && cause->rect().isNull());
    QCOMPARE(list->childCount(), 186);
}

void TestMapCauses::themesAndTextSizesAreFollowed()
{
    const QSizeF size = link().box.size();
    m_theme.setChoice(ThemeChoice::Dark);
    const QRectF ring = link().rings[0].box;
    QCOMPARE(pixel({ring.center().x(), ring.top()}), m_theme.tokens().warning.rgb());
    m_theme.setTextPercent(130);
    QVERIFY(link().box.width() > size.width() && link().box.height() > size.height());
    for (const MapLink::Ring &each : link().rings)
        QVERIFY(!each.box.intersects(link().box));
}

PARKING_TEST(TestMapCauses)
#include "tst_mapcauses.moc"
