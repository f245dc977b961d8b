// Floors and zones that people rename, spaces that move, and rows of new ones.

#include "base/literals.h"
#include "domain/problems.h"
#include "domain/spaceschange.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;

namespace {

Space spaceAt(const QString &code, const SitePlace &place)
{
    Space space;
    space.id = SpaceId::create();
    space.code = code;
    space.name = code;
    space.building = place.building;
    space.floor = place.floor;
    space.zone = place.zone;
    space.placement = Placement{.x = 3, .y = 4};
    return space;
}

Floor floorAt(const QString &building, const QString &name)
{
    Floor floor;
    floor.id = FloorId::create();
    floor.building = building;
    floor.name = name;
    return floor;
}

} // namespace

class TestSpacesChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFloorTakesItsSpacesAlong()
    {
        const Floor floor = floorAt(u"North"_s, u"B1"_s);
        const Space here = spaceAt(u"a"_s, {u"North"_s, u"B1"_s, {}});
        const Space other = spaceAt(u"b"_s, {u"South"_s, u"B1"_s, {}});
        const auto change =
            renamedFloor({floor}, {here, other}, {u"North"_s, u"B1"_s, {}}, u"U1"_s);
        VERIFY_OK(change);
        QCOMPARE(change->spaces.size(), 1);
        QCOMPARE(change->spaces.value(here.id)->floor, u"U1"_s);
        QVERIFY(change->spaces.value(here.id)->placement);
        QCOMPARE(change->floors.value(floor.id)->name, u"U1"_s);
        QCOMPARE(change->emptied, (QList<SitePlace>{{u"North"_s, u"B1"_s, {}}}));
    }

    void floorsMerge()
    {
        const Floor lower = floorAt(u"North"_s, u"B1"_s);
        const Floor upper = floorAt(u"North"_s, u"G"_s);
        const Space here = spaceAt(u"a"_s, {u"North"_s, u"B1"_s, {}});
        const auto change = renamedFloor({lower, upper}, {here}, {u"North"_s, u"B1"_s, {}}, u"G"_s);
        VERIFY_OK(change);
        QVERIFY(!change->spaces.value(here.id)->placement); // that was on another plan
        QVERIFY(change->floors.contains(lower.id));
        QVERIFY(!change->floors.value(lower.id));
        QCOMPARE(change->floors.value(upper.id), std::optional(upper)); // it must stand
    }

    void namesThatAreNone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("too long") << QString(21, u'x');
        QTest::newRow("zero byte") << QString(QChar::Null);
        QTest::newRow("half a character") << QString(QChar(0xd800));
    }
    void namesThatAreNone()
    {
        QFETCH(QString, name);
        const auto change = renamedFloor({}, {}, {u"North"_s, u"B1"_s, {}}, name);
        QVERIFY(!change);
        QCOMPARE(change.error().code, problem::kValidation);
    }

    void aZonesPlateGoesWithIt()
    {
        Floor floor = floorAt({}, u"G"_s);
        floor.plan.zones = {{u"A"_s, {1, 1}}, {u"B"_s, {2, 2}}};
        const Space a = spaceAt(u"a"_s, {{}, u"G"_s, u"A"_s});
        const Space b = spaceAt(u"b"_s, {{}, u"G"_s, u"B"_s});
        const auto named = renamedZone({floor}, {a, b}, {{}, u"G"_s, u"A"_s}, u"C"_s);
        VERIFY_OK(named);
        QCOMPARE(named->spaces.size(), 1);
        QCOMPARE(named->emptied, (QList<SitePlace>{{{}, u"G"_s, u"A"_s}}));
        QCOMPARE(named->spaces.value(a.id)->zone, u"C"_s);
        QCOMPARE(named->floors.value(floor.id)->plan.zones.first().zone, u"C"_s);
        const auto merged = renamedZone({floor}, {a, b}, {{}, u"G"_s, u"A"_s}, u"B"_s);
        VERIFY_OK(merged);
        QCOMPARE(merged->spaces.value(a.id)->zone, u"B"_s);
        QVERIFY(merged->spaces.value(a.id)->placement);
        QCOMPARE(merged->floors.value(floor.id)->plan.zones.size(), 1);
    }

    void whoMovesLeavesThePlan()
    {
        const Space near = spaceAt(u"a"_s, {{}, u"G"_s, u"A"_s});
        const Space far = spaceAt(u"b"_s, {{}, u"B1"_s, u"A"_s});
        const Space there = spaceAt(u"c"_s, {{}, u"G"_s, u"B"_s});
        const SpacesChange change = movedSpaces({near, far, there}, {{}, u"G"_s, u"B"_s});
        QCOMPARE(change.spaces.size(), 2);
        QVERIFY(change.spaces.value(near.id)->placement);
        QVERIFY(!change.spaces.value(far.id)->placement);
    }

    void featuresComeAndGo()
    {
        Space has = spaceAt(u"a"_s, {});
        has.features = {u"charging"_s};
        const Space lacks = spaceAt(u"b"_s, {});
        const SpacesChange more = featuredSpaces({has, lacks}, u"charging"_s, true);
        QCOMPARE(more.spaces.keys(), QList<SpaceId>{lacks.id});
        const SpacesChange less = featuredSpaces({has, lacks}, u"charging"_s, false);
        QCOMPARE(less.spaces.value(has.id)->features, QStringList());
    }

    void rows_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("digits");
        QTest::newRow("twenty") << u"B1-"_s << 1 << 20 << u"B1-001"_s << u"B1-020"_s << QString()
                                << 0;
        QTest::newRow("two digits are kept")
            << u"N-"_s << 1 << 20 << u"N-01"_s << u"N-20"_s << QString() << 2;
        QTest::newRow("one digit is kept")
            << u"N-"_s << 1 << 20 << u"N-1"_s << u"N-20"_s << QString() << 1;
        QTest::newRow("four digits are kept")
            << u"N-"_s << 1 << 20 << u"N-0001"_s << u"N-0020"_s << QString() << 4;
        QTest::newRow("longer than what was written")
            << u"N-"_s << 98 << 3 << u"N-98"_s << u"N-100"_s << QString() << 2;
        QTest::newRow("over a thousand")
            << u"G-"_s << 999 << 2 << u"G-0999"_s << u"G-1000"_s << QString() << 0;
        QTest::newRow("none") << u"G-"_s << 1 << 0 << QString() << QString()
                              << QString(problem::kValidation) << 0;
        QTest::newRow("too many") << u"G-"_s << 1 << kMostInRow + 1 << QString() << QString()
                                  << QString(problem::kValidation) << 0;
        QTest::newRow("codes too long") << QString(19, u'x') << 1 << 1 << QString() << QString()
                                        << QString(problem::kValidation) << 0;
        QTest::newRow("one is taken")
            << u"T-"_s << 1 << 20 << QString() << QString() << QString(problem::kDuplicate) << 0;
    }
    void rows()
    {
        QFETCH(QString, prefix);
        QFETCH(int, first);
        QFETCH(int, count);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, code);
        QFETCH(int, digits);
        const auto made = spacesOf({.place = {u"North"_s, u"B1"_s, u"A"_s},
                                    .prefix = prefix,
                                    .first = first,
                                    .count = count,
                                    .digits = digits},
                                   {u"T-007"_s});
        QCOMPARE(made ? QString() : made.error().code, code);
        if (!made)
            return;
        QCOMPARE(made->size(), count);
        QCOMPARE(made->first().code, from);
        QCOMPARE(made->last().code, to);
        QCOMPARE(made->last().zone, u"A"_s);
    }
};

PARKING_TEST(TestSpacesChange)
#include "tst_spaceschange.moc"
