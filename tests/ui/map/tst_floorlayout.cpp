#include "map/floorlayout.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::Placement;
using domain::Space;

namespace {

QList<Space> makeSpaces(int count, const QString &zone = {})
{
    QList<Space> spaces;
    for (int i = 1; i <= count; ++i) {
        Space space;
        space.id = domain::SpaceId::create();
        space.code = u"B1-%1%2"_s.arg(zone).arg(i, 3, 10, QChar(u'0'));
        space.zone = zone;
        spaces.append(space);
    }
    return spaces;
}

QRectF rect(const Placement &p)
{
    return {p.x - p.w / 2, p.y - p.h / 2, p.w, p.h};
}

bool overlaps(const FloorLayout &layout)
{
    const QList<Placement> all = layout.placements.values();
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (qsizetype j = i + 1; j < all.size(); ++j) {
            if (rect(all[i]).adjusted(0.01, 0.01, -0.01, -0.01).intersects(rect(all[j])))
                return true;
        }
    }
    return false;
}

} // namespace

class TestFloorLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shortLabels_data()
    {
        QTest::addColumn<QStringList>("codes");
        QTest::addColumn<QStringList>("labels");
        QTest::newRow("common prefix")
            << QStringList{u"B1-055"_s, u"B1-056"_s} << QStringList{u"055"_s, u"056"_s};
        QTest::newRow("number twice")
            << QStringList{u"A-055"_s, u"B-055"_s} << QStringList{u"A-055"_s, u"B-055"_s};
        QTest::newRow("no dash in front") << QStringList{u"B1-55"_s} << QStringList{u"55"_s};
        QTest::newRow("same code twice")
            << QStringList{u"B1"_s, u"B1"_s} << QStringList{u"B1"_s, u"B1"_s};
        QTest::newRow("nothing") << QStringList{} << QStringList{};
    }
    void shortLabels()
    {
        QFETCH(QStringList, codes);
        QTEST(ui::shortLabels(codes), "labels");
    }

    void everySpaceHasAPlaceOfItsOwn_data()
    {
        QTest::addColumn<int>("count");
        for (int count : {0, 1, 24, 25, 49, 186})
            QTest::addRow("%d spaces", count) << count;
    }
    void everySpaceHasAPlaceOfItsOwn()
    {
        QFETCH(int, count);
        const QList<Space> spaces = makeSpaces(count);
        const FloorLayout layout = layOut({}, spaces);
        QCOMPARE(layout.placements.size(), count);
        QVERIFY(!overlaps(layout));
        for (const Placement &placement : layout.placements)
            QVERIFY(layout.area.contains(rect(placement)));
    }

    void zonesBecomeAisles()
    {
        const FloorLayout layout = layOut({}, makeSpaces(45, u"A"_s) + makeSpaces(50, u"B"_s));
        QVERIFY(layout.generated);
        QCOMPARE(layout.plan.zones.size(), 2);
        QCOMPARE(layout.plan.lanes.size(), 3);
        QVERIFY(layout.plan.lanes[0].area.contains(layout.plan.zones[0].position));
        QVERIFY(!overlaps(layout));
    }

    void placedSpacesStayAndOthersStandBelow()
    {
        QList<Space> spaces = makeSpaces(30);
        const Placement fixed{20, 10, 2.5, 5, 90};
        spaces[7].placement = fixed;
        domain::Floor floor;
        floor.widthM = 80;
        floor.heightM = 40;
        const FloorLayout layout = layOut(floor, spaces);
        QCOMPARE(layout.placements.value(spaces[7].id), fixed);
        QVERIFY(!layout.generated);
        QCOMPARE(layout.unplaced.top(), 40 + kUnplacedGap); // beside the plan, not on it
        QVERIFY(layout.area.contains(layout.unplaced));
        for (qsizetype i = 0; i < spaces.size(); ++i) {
            const QRectF box = rect(layout.placements.value(spaces[i].id));
            QCOMPARE(layout.unplaced.contains(box), i != 7);
            QVERIFY(i == 7 || box.top() >= layout.unplaced.top() + kUnplacedHead);
        }
        QVERIFY(!layout.plan.lanes.last().arrows); // nobody drives there
        QCOMPARE(layout.plan.zones.size(), 1); // of what is placed
        QVERIFY(!overlaps(layout));
    }
};

PARKING_TEST(TestFloorLayout)
#include "tst_floorlayout.moc"
