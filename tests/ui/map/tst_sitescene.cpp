#include "fixturesite.h"
#include "map/sitescene.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;

/// Cards, strips and the marks of common causes at site level: pure geometry, no window.
class TestSiteScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void cardsUseTheRoom_data();
    void cardsUseTheRoom();
    void whatDoesNotFitIsScrolled();
    void floorsStandFromTheTop();
    void dotsFitTheirStrip_data();
    void dotsFitTheirStrip();
    void placeIsFoundByPoint();
    void noSiteHasNoCards();

    void ringsStandWhereTheSpacesAre_data();
    void ringsStandWhereTheSpacesAre();
    void aCauseIsNamedInTheHead();
    void furtherCausesStandAtTheirRings();
    void labelIsNoWiderThanItsCard();
    void layingOutDropsCauses();

private:
    const SiteStrip &strip(const QString &building, const QString &floor) const;
    domain::CommonCause cause(const QStringList &codes) const;
    void mark(const QList<domain::CommonCause> &causes, double labelWidth = 200)
    {
        m_scene.mark(causes, [labelWidth](const QString &) { return QSizeF(labelWidth, 26); });
    }

    SiteModel m_model;
    SiteScene m_scene{m_model};
};

void TestSiteScene::init()
{
    m_model.load(fixture::harbourSite());
    m_scene.layOut({1200, 660});
}

const SiteStrip &TestSiteScene::strip(const QString &building, const QString &floor) const
{
    static const SiteStrip kNone{};
    for (const SiteCard &card : m_scene.cards()) {
        for (const SiteStrip &strip : card.strips) {
            if (strip.place == MapPlace{building, floor})
                return strip;
        }
    }
    return kNone;
}

domain::CommonCause TestSiteScene::cause(const QStringList &codes) const
{
    domain::CommonCause cause;
    for (const QString &code : codes)
        cause.spaces.append(fixture::spaceId(code));
    return cause;
}

void TestSiteScene::cardsUseTheRoom_data()
{
    QTest::addColumn<QSizeF>("size");
    QTest::addColumn<int>("columns");
    QTest::newRow("narrow") << QSizeF(560, 600) << 1;
    QTest::newRow("as screens are") << QSizeF(1200, 660) << 2;
    QTest::newRow("very wide") << QSizeF(1900, 900) << 3;
}

void TestSiteScene::cardsUseTheRoom()
{
    QFETCH(const QSizeF, size);
    QFETCH(const int, columns);
    m_scene.layOut(size);
    QSet<double> lefts;
    QList<QRectF> boxes;
    for (const SiteCard &card : m_scene.cards()) {
        lefts.insert(card.box.left());
        QVERIFY(card.box.left() >= 16 && card.box.right() <= size.width() - 16 + 1e-9);
        for (const QRectF &other : std::as_const(boxes))
            QVERIFY(!card.box.intersects(other));
        for (const SiteStrip &strip : card.strips) {
            QVERIFY(card.box.contains(strip.box));
            QVERIFY(strip.box.top() >= card.head().bottom());
        }
        boxes.append(card.box);
    }
    QCOMPARE(boxes.size(), 3);
    QCOMPARE(lefts.size(), columns);
}

void TestSiteScene::floorsStandFromTheTop()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    site.spaces.first().floor = u"Yard"_s; // no floor of the table
    m_model.load(site);
    m_scene.layOut({1200, 660});
    const SiteCard &north = m_scene.cards().first();
    QCOMPARE(north.building, u"North"_s);
    QStringList floors;
    double above = north.box.top();
    for (const SiteStrip &strip : north.strips) {
        floors.append(strip.place.floor);
        QVERIFY(strip.box.top() >= above);
        QVERIFY(north.box.contains(strip.box));
        above = strip.box.bottom() - 1e-9;
    }
    QCOMPARE(floors, (QStringList{u"Yard"_s, u"3"_s, u"2"_s, u"1"_s, u"G"_s, u"B1"_s, u"B2"_s}));
    QCOMPARE(north.strips.first().rows.size(), 1);
}

void TestSiteScene::dotsFitTheirStrip_data()
{
    QTest::addColumn<int>("floors");
    QTest::addColumn<int>("spaces");
    QTest::addColumn<QSizeF>("size");
    QTest::addColumn<bool>("areBars");
    QTest::newRow("a small site") << 2 << 30 << QSizeF(1200, 660) << false;
    QTest::newRow("an airport") << 32 << 312 << QSizeF(1200, 660) << false;
    QTest::newRow("too many for dots") << 8 << 6000 << QSizeF(720, 480) << true;
}

void TestSiteScene::dotsFitTheirStrip()
{
    QFETCH(const int, floors);
    QFETCH(const int, spaces);
    QFETCH(const QSizeF, size);
    QFETCH(const bool, areBars);
    m_model.load(fixture::largeSite(floors, spaces));
    m_scene.layOut(size);
    int found = 0;
    for (const SiteCard &card : m_scene.cards()) {
        for (const SiteStrip &strip : card.strips) {
            ++found;
            QCOMPARE(strip.rows.size(), spaces);
            QCOMPARE(strip.isBar(), areBars);
            if (areBars) {
                QVERIFY(strip.box.contains(strip.bar()));
                continue;
            }
            QRectF all;
            for (int i = 0; i < spaces; ++i)
                all |= strip.grid.dot(i);
            QVERIFY(strip.dots.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(all));
        }
    }
    QCOMPARE(found, floors);
}

void TestSiteScene::whatDoesNotFitIsScrolled()
{
    m_model.load(fixture::largeSite(32 * 8, 4));
    m_scene.layOut({960, 560});
    QVERIFY(m_scene.mostScrolled() > 560);
    const QPointF first = m_scene.cards().first().strips.first().grid.dot(0).center();
    m_scene.scrollTo(200);
    QCOMPARE(m_scene.scrolled(), 200.0);
    QCOMPARE(m_scene.cards().first().strips.first().grid.dot(0).center(), first - QPointF(0, 200));
    m_scene.layOut({960, 560}); // the counts of others changed
    QCOMPARE(m_scene.scrolled(), 200.0);
    m_scene.scrollTo(1e9);
    QCOMPARE(m_scene.scrolled(), m_scene.mostScrolled());
    QVERIFY(m_scene.cards().last().box.bottom() <= 560);
    m_model.load(fixture::harbourSite());
    m_scene.layOut({1200, 660});
    QCOMPARE(m_scene.scrolled(), 0.0);
}

void TestSiteScene::placeIsFoundByPoint()
{
    const SiteCard &north = m_scene.cards().first();
    QCOMPARE(m_scene.placeAt(strip(u"North"_s, u"B1"_s).box.center()),
             std::optional(MapPlace{u"North"_s, u"B1"_s}));
    QCOMPARE(m_scene.placeAt(north.box.topLeft() + QPointF(60, 20)),
             std::optional(MapPlace{u"North"_s, {}}));
    QVERIFY(!m_scene.placeAt({2, 2}));
}

void TestSiteScene::noSiteHasNoCards()
{
    m_model.load({});
    m_scene.layOut({1200, 660});
    QVERIFY(m_scene.cards().isEmpty());
    QVERIFY(!m_scene.placeAt({100, 100}));
    mark({cause({u"B1-001"_s})});
    QVERIFY(m_scene.causes().isEmpty());
}

void TestSiteScene::ringsStandWhereTheSpacesAre_data()
{
    using fixture::codes;
    QTest::addColumn<QStringList>("silent");
    QTest::addColumn<QStringList>("floors"); // of the rings, in their order
    QTest::newRow("beside each other: one") << codes(u"B1-"_s, 97, 20) << QStringList{u"B1"_s};
    QTest::newRow("two floors: one each")
        << codes(u"B1-"_s, 97, 20) + codes(u"B2-"_s, 1, 8) << QStringList{u"B1"_s, u"B2"_s};
    QTest::newRow("far from each other: two at most")
        << codes(u"B1-"_s, 1, 5) + codes(u"B1-"_s, 25, 5) + codes(u"B1-"_s, 180, 5)
        << QStringList{u"B1"_s, u"B1"_s};
    QTest::newRow("a space that is not there") << QStringList{u"X-001"_s} << QStringList{};
}

void TestSiteScene::ringsStandWhereTheSpacesAre()
{
    QFETCH(const QStringList, silent);
    QFETCH(const QStringList, floors);
    mark({cause(silent)});
    QCOMPARE(m_scene.causes().size(), floors.isEmpty() ? 0 : 1);
    if (floors.isEmpty())
        return;
    const MapLink &link = m_scene.causes().first();
    QStringList ringed;
    for (const MapLink::Ring &ring : link.rings) {
        ringed.append(ring.place.floor);
        QVERIFY(strip(ring.place.building, ring.place.floor)
                    .dots.adjusted(-3, -3, 3, 3)
                    .contains(ring.box));
    }
    QCOMPARE(ringed, floors);
    for (const QString &code : silent) { // each dot lies in a ring
        const int row = m_model.rowOf(fixture::spaceId(code));
        const SiteStrip &where = strip(u"North"_s, m_model.space(row).floor);
        const QRectF dot = where.grid.dot(row - where.rows.first());
        QVERIFY(std::any_of(link.rings.cbegin(), link.rings.cend(),
                            [&](const MapLink::Ring &ring) { return ring.box.contains(dot); }));
    }
}

void TestSiteScene::aCauseIsNamedInTheHead()
{
    mark({cause(fixture::codes(u"B2-"_s, 1, 8) + fixture::codes(u"B1-"_s, 97, 20))});
    const MapLink &link = m_scene.causes().first();
    QCOMPARE(link.place, (MapPlace{u"North"_s, u"B1"_s}));
    QCOMPARE(link.where, u"North · B1"_s);
    QCOMPARE(link.spaces.size(), 28);
    QCOMPARE(link.box.width(), 200.0);
    const SiteCard &north = m_scene.cards().first();
    QVERIFY(link.isInHead && north.hasCause && north.head().contains(link.box));
    for (const SiteStrip &strip : north.strips) // a sign beside the names of both floors
        QCOMPARE(strip.isMarked, strip.place.floor == u"B1" || strip.place.floor == u"B2");
}

void TestSiteScene::furtherCausesStandAtTheirRings()
{
    mark({cause(fixture::codes(u"B1-"_s, 97, 20)), cause(fixture::codes(u"B2-"_s, 1, 8))});
    QCOMPARE(m_scene.causes().size(), 2);
    const MapLink &second = m_scene.causes().last();
    QVERIFY(!second.isInHead);
    QCOMPARE(second.box.size(), QSizeF(200, 26));
    QVERIFY(m_scene.cards().first().box.contains(second.box));
    QVERIFY(!second.box.intersects(m_scene.causes().first().box));
    for (const MapLink &link : m_scene.causes()) {
        for (const MapLink::Ring &ring : link.rings)
            QVERIFY(!ring.box.intersects(second.box));
    }
}

void TestSiteScene::labelIsNoWiderThanItsCard()
{
    mark({cause(fixture::codes(u"B1-"_s, 97, 20)), cause(fixture::codes(u"B2-"_s, 1, 8))}, 5000);
    for (const MapLink &link : m_scene.causes())
        QVERIFY(m_scene.cards().first().box.contains(link.box));
}

void TestSiteScene::layingOutDropsCauses()
{
    mark({cause(fixture::codes(u"B1-"_s, 97, 20))});
    QCOMPARE(m_scene.causes().size(), 1);
    m_scene.layOut({1200, 660});
    QVERIFY(m_scene.causes().isEmpty());
}

PARKING_TEST(TestSiteScene)
#include "tst_sitescene.moc"
