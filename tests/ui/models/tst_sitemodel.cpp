#include "models/sitemodel.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::Space;
using domain::SpaceState;
using domain::SpaceStatus;

namespace {

constexpr UtcTime kNow = fromMillis(1'800'000'000'000);

Space makeSpace(const QString &code, const QString &floor = u"B1"_s, const QString &zone = u"A"_s)
{
    Space space;
    space.id = domain::SpaceId::create();
    space.code = code;
    space.building = u"North"_s;
    space.floor = floor;
    space.zone = zone;
    return space;
}

SpaceStatus makeStatus(const Space &space, SpaceState state)
{
    SpaceStatus status;
    status.id = space.id;
    status.state = state;
    status.hasSensor = true;
    status.lastHeard = kNow;
    status.silentAfter = std::chrono::minutes(30);
    status.inputs.sensor = domain::SensorInput{domain::Occupancy::Free, kNow, {}};
    return status;
}

domain::Floor makeFloor(const QString &name, int level)
{
    domain::Floor floor;
    floor.id = domain::FloorId::create();
    floor.building = u"North"_s;
    floor.name = name;
    floor.level = level;
    return floor;
}

/// Two spaces on G, one in B1, one on a floor that has no row.
SiteSnapshot smallSite()
{
    SiteSnapshot site;
    site.floors = {makeFloor(u"G"_s, 0), makeFloor(u"B1"_s, -1)};
    site.spaces = {makeSpace(u"X-1"_s, u"attic"_s), makeSpace(u"G-2"_s, u"G"_s, u"C"_s),
                   makeSpace(u"G-1"_s, u"G"_s, u"B"_s), makeSpace(u"B1-1"_s)};
    for (const Space &space : site.spaces)
        site.statuses.append(makeStatus(space, SpaceState::Free));
    return site;
}

} // namespace

class TestSiteModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsByBuildingLevelAndCode()
    {
        SiteModel model;
        model.load(smallSite());
        QStringList codes;
        for (int row = 0; row < model.count(); ++row)
            codes.append(model.space(row).code);
        QCOMPARE(codes, (QStringList{u"B1-1"_s, u"G-1"_s, u"G-2"_s, u"X-1"_s}));
        QCOMPARE(model.floors().first().name, u"B1"_s);
        QCOMPARE(model.rowsOf(u"North"_s, u"G"_s), (QList<int>{1, 2}));
    }

    void countsFollowStates()
    {
        SiteModel model;
        model.setNow(kNow);
        const SiteSnapshot site = smallSite();
        model.load(site);
        model.apply({makeStatus(site.spaces[1], SpaceState::Occupied)});
        QCOMPARE(model.counts().total, 4);
        QCOMPARE(model.counts().free(), 3);
        QCOMPARE(model.counts(u"North"_s, u"G"_s).free(), 1);
        QCOMPARE(model.counts(u"North"_s, u"G"_s, u"C"_s).free(), 0);
        QCOMPARE(model.counts(u"North"_s, u"G"_s, u"B"_s).free(), 1);
        QCOMPARE(model.counts(u"nowhere"_s), Counts());
    }

    void emptyNamesCountOnce()
    {
        SiteModel model;
        SiteSnapshot site;
        site.spaces = {makeSpace(u"1"_s, QString(), QString())};
        site.spaces.first().building.clear();
        model.load(site);
        QCOMPARE(model.counts().total, 1);
        QCOMPARE(model.counts().unknown(), 1);
    }

    void silenceComesWithTime()
    {
        SiteModel model;
        model.setNow(kNow);
        model.load(smallSite());
        QSignalSpy spy(&model, &SiteModel::confidenceChanged);
        model.setNow(kNow + std::chrono::minutes(30));
        QCOMPARE(spy.size(), 0);
        model.setNow(kNow + std::chrono::minutes(31));
        QCOMPARE(spy.size(), 1);
        QCOMPARE(model.counts().silent, 4);
        QCOMPARE(model.counts().unknown(), 4);
        QCOMPARE(model.counts().free(), 0);
        QVERIFY(!model.counts().isFull());
        QVERIFY(model.counts().areAllUnknown());
        model.setNow(kNow);
        QCOMPARE(model.counts().silent, 0);
    }

    void hostileStatusesAreHarmless()
    {
        SiteModel model;
        model.setNow(kNow);
        const SiteSnapshot site = smallSite();
        model.load(site);
        QSignalSpy spy(&model, &SiteModel::statusesChanged);
        model.apply({makeStatus(makeSpace(u"unknown"_s), SpaceState::Occupied)});
        model.apply({});
        QCOMPARE(spy.size(), 0);
        model.apply({makeStatus(site.spaces[3], SpaceState::Occupied),
                     makeStatus(site.spaces[3], SpaceState::Reserved)});
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().value<QList<int>>(), QList<int>{0});
        QVERIFY(model.status(0).state == SpaceState::Reserved);
        QCOMPARE(model.counts().byState, (std::array<int, 4>{3, 0, 1, 0}));
    }

    void measuredValuesDoNotChangeTheMap()
    {
        SiteModel model;
        model.setNow(kNow);
        const SiteSnapshot site = smallSite();
        model.load(site);
        QSignalSpy statuses(&model, &SiteModel::statusesChanged);
        QSignalSpy data(&model, &SiteModel::dataChanged);
        SpaceStatus status = makeStatus(site.spaces[3], SpaceState::Free);
        status.batteryVolt = 3.6;
        model.apply({status});
        status.gatewayId = u"0016c001f1530001"_s;
        model.apply({status});
        QCOMPARE(statuses.size(), 0);
        QCOMPARE(data.size(), 2);
    }

    void duplicateAndDeletedSpaces()
    {
        SiteModel model;
        SiteSnapshot site = smallSite();
        Space again = site.spaces[3];
        again.zone = u"Z"_s;
        site.spaces.append(again);
        site.spaces[0].deletedAt = kNow;
        model.load(site);
        QCOMPARE(model.count(), 3);
        QCOMPARE(model.space(0).zone, u"Z"_s);
        QCOMPARE(model.rowOf(site.spaces[0].id), -1);
    }

    void countsAreAnnouncedOnceASecond()
    {
        SiteModel model;
        model.setNow(kNow);
        const SiteSnapshot site = smallSite();
        QSignalSpy spy(&model, &SiteModel::countsChanged);
        model.load(site);
        for (const Space &space : site.spaces)
            model.apply({makeStatus(space, SpaceState::Occupied)});
        QCOMPARE(spy.size(), 1);
        QTRY_COMPARE(spy.size(), 2);
    }

    void emptySite()
    {
        SiteModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.load({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.counts(), Counts());
        QVERIFY(model.buildings().isEmpty());
    }
};

PARKING_TEST(TestSiteModel)
#include "tst_sitemodel.moc"
