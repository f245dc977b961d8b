#include "map/aisles.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using Lane = domain::FloorPlan::Lane;
using ZoneLabel = domain::FloorPlan::ZoneLabel;

namespace {

/// Spaces side by side, of 2.5 by 5 m.
QList<AisleSpace> row(const QPointF &from, int count, const QString &zone, bool along = true)
{
    QList<AisleSpace> spaces;
    for (int i = 0; i < count; ++i)
        spaces.append({along ? QRectF(from.x() + i * 2.5, from.y(), 2.5, 5)
                             : QRectF(from.x(), from.y() + i * 2.5, 5, 2.5),
                       zone});
    return spaces;
}

bool keepsClear(const QList<AisleSpace> &spaces, const QList<Lane> &lanes)
{
    for (const Lane &lane : lanes) {
        for (const AisleSpace &space : spaces) {
            if (lane.area.adjusted(0.05, 0.05, -0.05, -0.05).intersects(space.box))
                return false;
        }
    }
    return true;
}

} // namespace

/// Lanes and plates of a floor on which spaces stand and nobody drew a plan.
class TestAisles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsThatFaceEachOtherShareALane()
    {
        // Two aisles, back to back in the middle.
        const QList<AisleSpace> spaces = row({0, 0}, 10, u"A"_s) + row({0, 11}, 10, u"A"_s)
            + row({0, 16}, 10, u"B"_s) + row({0, 27}, 10, u"B"_s);
        const QList<Lane> lanes = lanesBetween(spaces);
        QCOMPARE(lanes.size(), 2);
        QCOMPARE(lanes[0].area, QRectF(0, 5, 25, 6));
        QCOMPARE(lanes[1].area, QRectF(0, 21, 25, 6));
        QVERIFY(lanes[0].direction != lanes[1].direction);
        const QList<ZoneLabel> plates = platesFor(spaces, lanes, {});
        QCOMPARE(plates.size(), 2);
        QCOMPARE(plates[0].zone, u"A"_s);
        QVERIFY(lanes[0].area.contains(plates[0].position));
        QVERIFY(lanes[1].area.contains(plates[1].position));
    }

    void stairsInARowDoNotCutItsLane()
    {
        const QList<AisleSpace> spaces =
            row({0, 0}, 4, {}) + row({17.5, 0}, 4, {}) + row({0, 11}, 11, {});
        const QList<Lane> lanes = lanesBetween(spaces);
        QCOMPARE(lanes.size(), 1);
        QCOMPARE(lanes.first().area, QRectF(0, 5, 27.5, 6));
    }

    void aRowAloneHasALaneBeside()
    {
        const QList<AisleSpace> spaces = row({3, 2}, 6, u"A"_s);
        const QList<Lane> lanes = lanesBetween(spaces);
        QCOMPARE(lanes.size(), 1);
        QVERIFY(keepsClear(spaces, lanes));
        QCOMPARE(platesFor(spaces, lanes, {}).size(), 1);
    }

    void turnedRowsHaveUprightLanes()
    {
        const QList<AisleSpace> spaces =
            row({0, 0}, 8, u"A"_s, false) + row({11, 0}, 8, u"A"_s, false);
        const QList<Lane> lanes = lanesBetween(spaces);
        QCOMPARE(lanes.size(), 1);
        QCOMPARE(lanes.first().area, QRectF(5, 0, 6, 20));
        QCOMPARE(lanes.first().direction, 90.0);
        QVERIFY(lanes.first().area.contains(platesFor(spaces, lanes, {}).first().position));
    }

    void lanesKeepClearOfOtherRows()
    {
        const QList<AisleSpace> spaces =
            row({0, 0}, 20, u"A"_s) + row({0, 15}, 20, u"A"_s) + row({45, 5.5}, 3, u"B"_s, false);
        QVERIFY(keepsClear(spaces, lanesBetween(spaces)));
    }

    void platesOfOneLaneStandApart()
    {
        const QList<AisleSpace> spaces = row({0, 0}, 20, u"A"_s) + row({0, 11}, 20, u"B"_s);
        const QList<Lane> lanes = lanesBetween(spaces);
        const QList<ZoneLabel> plates = platesFor(spaces, lanes, {});
        QCOMPARE(plates.size(), 2);
        QVERIFY(std::abs(plates[0].position.x() - plates[1].position.x()) >= 15);
        for (const ZoneLabel &plate : plates)
            QVERIFY(lanes.first().area.contains(plate.position));
    }

    void aPlanKeepsItsOwnPlates()
    {
        const QList<AisleSpace> spaces = row({0, 0}, 20, u"A"_s) + row({0, 11}, 20, u"B"_s);
        const QList<ZoneLabel> made =
            platesFor(spaces, lanesBetween(spaces), {{u"A"_s, {1.0, 8.0}}});
        QCOMPARE(made.size(), 1);
        QCOMPARE(made.first().zone, u"B"_s);
    }

    void nothingStandsNowhere()
    {
        QVERIFY(lanesBetween({}).isEmpty());
        QVERIFY(platesFor({}, {}, {}).isEmpty());
    }
};

PARKING_TEST(TestAisles)
#include "tst_aisles.moc"
