#include "base/literals.h"
#include "domain/floornames.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;

namespace {

QList<Space> spacesOn(const QStringList &floors, const QString &building = u"North"_s)
{
    QList<Space> spaces;
    for (const QString &floor : floors) {
        Space space;
        space.building = building;
        space.floor = floor;
        spaces.append(space);
    }
    return spaces;
}

QStringList topFirst(QList<Floor> floors)
{
    std::stable_sort(floors.begin(), floors.end(),
                     [](const Floor &a, const Floor &b) { return a.level > b.level; });
    QStringList names;
    for (const Floor &floor : floors)
        names.append(floor.name);
    return names;
}

} // namespace

/// In which order floors stand that only spaces name.
class tst_FloorNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levels_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<int>("level");
        QTest::newRow("second basement")
            << QStringList{u"B2"_s,    u"b2"_s,   u"-2"_s,         u"U2"_s,  u"UG2"_s,
                           u"2. UG"_s, u"2.UG"_s, u"Basement 2"_s, u"B-2"_s, u"LG2"_s}
            << -2;
        QTest::newRow("basement") << QStringList{u"B"_s, u"UG"_s, u"Basement"_s, u"-1"_s, u"KG"_s}
                                  << -1;
        QTest::newRow("ground") << QStringList{u"G"_s,      u"EG"_s, u"0"_s,   u"00"_s,
                                               u"Ground"_s, u"GF"_s, u"RDC"_s, u"Ground floor"_s}
                                << 0;
        QTest::newRow("third") << QStringList{u"3"_s,         u"+3"_s,     u"03"_s,  u"L3"_s,
                                              u"3. OG"_s,     u"OG 3"_s,   u"3rd"_s, u"Level 3"_s,
                                              u"3rd floor"_s, u"Floor 3"_s}
                               << 3;
        QTest::newRow("twelfth") << QStringList{u"12"_s, u"Level 12"_s} << 12;
    }

    void levels()
    {
        QFETCH(const QStringList, names);
        QFETCH(const int, level);
        for (const QString &name : names)
            QVERIFY2(levelOf(name) == level, qPrintable(name));
    }

    void namesThatTellNothing()
    {
        for (const QString &name : {u""_s, u"-"_s, u"–"_s, u"Roof"_s, u"Deck A"_s, u"P1-3"_s})
            QVERIFY2(!levelOf(name), qPrintable(name));
    }

    void floorsStandInASensibleOrder()
    {
        const QList<Floor> floors =
            missingFloors({},
                          spacesOn({u"1"_s, u"G"_s, u"Roof"_s, u"B1"_s, u"10"_s, u"B2"_s, u"2"_s,
                                    u"G"_s, u"3"_s}));
        QCOMPARE(
            topFirst(floors),
            (QStringList{u"Roof"_s, u"10"_s, u"3"_s, u"2"_s, u"1"_s, u"G"_s, u"B1"_s, u"B2"_s}));
        for (const Floor &floor : floors)
            QVERIFY(floor.id.isNull() && floor.building == u"North");
    }

    void unclearOnesStandInTheOrderOfTheirNames()
    {
        const QList<Floor> floors =
            missingFloors({}, spacesOn({u"Deck 10x"_s, u"Deck 9x"_s, u"Deck 1x"_s}));
        QCOMPARE(topFirst(floors), (QStringList{u"Deck 10x"_s, u"Deck 9x"_s, u"Deck 1x"_s}));
        QCOMPARE(floors.first().level, 0);
    }

    void whatIsThereStays()
    {
        Floor known;
        known.building = u"North"_s;
        known.name = u"G"_s;
        known.level = 7; // as somebody wanted
        const QList<Floor> floors =
            missingFloors({known}, spacesOn({u"G"_s, u"Roof"_s}) + spacesOn({u"G"_s}, u"South"_s));
        QCOMPARE(floors.size(), 2);
        for (const Floor &floor : floors) {
            QCOMPARE(floor.level, floor.building == u"South" ? 0 : 8);
            QCOMPARE(floor.name, floor.building == u"South" ? u"G"_s : u"Roof"_s);
        }
    }

    void orderKeepsTheGround()
    {
        QList<Floor> floors(4);
        const int levels[] = {0, 1, -1, -2}; // G above 1, as somebody wanted
        for (int i = 0; i < 4; ++i)
            floors[i].level = levels[i];
        setOrder(floors);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(floors[i].level, -i);
        QList<Floor> cellars(2);
        cellars[0].level = -1;
        cellars[1].level = -2;
        setOrder(cellars);
        QCOMPARE(cellars[0].level, -1);
        QCOMPARE(cellars[1].level, -2);
    }

    void peopleCount()
    {
        QStringList names{u"P10"_s, u"P2"_s, u"p1"_s, u"P2 West"_s, u"P02"_s, u"A"_s};
        std::sort(names.begin(), names.end(), comesBefore);
        QCOMPARE(names.first(), u"A"_s);
        QCOMPARE(names.last(), u"P10"_s);
        QCOMPARE(names[1], u"p1"_s);
        QCOMPARE(names[4], u"P2 West"_s);
        for (const QString &a : names) {
            QVERIFY(!comesBefore(a, a));
            for (const QString &b : names)
                QVERIFY(a == b || comesBefore(a, b) != comesBefore(b, a));
        }
    }
};

PARKING_TEST(tst_FloorNames)
#include "tst_floornames.moc"
