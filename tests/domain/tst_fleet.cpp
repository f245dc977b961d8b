// What state devices are in, which is worst, and who is found.

#include "base/literals.h"
#include "domain/fleet.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(parking::domain::DeviceState)
Q_DECLARE_METATYPE(parking::domain::BatteryLevel)

namespace {

constexpr UtcTime kNow = fromMillis(1'789'394'556'000);

FleetDevice made(const QString &name, DeviceState state, Milliseconds heard = 1min)
{
    FleetDevice d;
    d.device.devEui = DevEui(qHash(name) | 1);
    d.device.name = name;
    d.device.lastHeard = kNow - heard;
    d.device.rssiDbm = -80;
    d.state = state;
    d.signal = SignalLevel::Good;
    if (state != DeviceState::New && state != DeviceState::Retired)
        d.place = {u"B1-"_s + name, u"North"_s, u"B1"_s, u"A"_s};
    return d;
}

QString names(const QList<FleetDevice> &devices)
{
    QStringList list;
    for (const FleetDevice &d : devices)
        list.append(d.device.name);
    return list.join(u' ');
}

QList<FleetDevice> some()
{
    QList<FleetDevice> all{
        made(u"good"_s, DeviceState::Active),          made(u"gone"_s, DeviceState::Silent, 9h),
        made(u"longgone"_s, DeviceState::Silent, 90h), made(u"new"_s, DeviceState::New),
        made(u"never"_s, DeviceState::NeverHeard),     made(u"old"_s, DeviceState::Retired),
        made(u"low"_s, DeviceState::Active),           made(u"lamp"_s, DeviceState::Active),
        made(u"weak"_s, DeviceState::Active)};
    all[4].device.lastHeard.reset();
    all[6].battery = BatteryLevel::Low;
    all[6].device.batteryVolt = 2.9;
    all[7].device.kind = DeviceKind::Display;
    all[7].place.floor = u"B2"_s;
    all[8].signal = SignalLevel::Weak;
    all[8].device.rssiDbm = -118;
    all[8].device.resolvedType = u"browan_tabs"_s;
    return all;
}

} // namespace

class tst_Fleet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void batteryLevels_data();
    void batteryLevels();
    void signalLevels();
    void worstComesFirst();
    void filters_data();
    void filters();
    void whatIsUnknownComesLast();
    void pagesAndCounts();
    void tripsGoWhereMostIsToDo();
    void silenceOfMostSendsNobody();
    void aYoungSiteSendsNobodyToWhoWasNeverHeard();
    void namesComeBack();
};

void tst_Fleet::states_data()
{
    QTest::addColumn<FleetDevice>("device");
    QTest::addColumn<DeviceState>("state");
    FleetDevice d = made(u"a"_s, DeviceState::Active, 61min);
    d.limit = {.after = 1h};
    QTest::newRow("longer than it may") << d << DeviceState::Silent;
    d.limit.after = 61min;
    QTest::newRow("just as long") << d << DeviceState::Active;
    d.limit = {};
    QTest::newRow("without a limit") << d << DeviceState::Active;
    d.device.lastHeard.reset();
    QTest::newRow("named by a space alone") << d << DeviceState::NeverHeard;
    d.place = {};
    QTest::newRow("of no space") << d << DeviceState::New;
    d.retiredAt = kNow;
    QTest::newRow("retired") << d << DeviceState::Retired;
}

void tst_Fleet::states()
{
    QFETCH(FleetDevice, device);
    QTEST(deviceState(device, kNow), "state");
}

void tst_Fleet::batteryLevels_data()
{
    QTest::addColumn<double>("volt"); // 0: not told
    QTest::addColumn<double>("percent"); // -1: not told
    QTest::addColumn<bool>("isExternal");
    QTest::addColumn<double>("limit");
    QTest::addColumn<BatteryLevel>("level");
    QTest::newRow("nothing told") << 0.0 << -1.0 << false << 3.1 << BatteryLevel::Unknown;
    QTest::newRow("volt, no limit known") << 2.0 << -1.0 << false << 0.0 << BatteryLevel::Unknown;
    QTest::newRow("at the limit") << 3.1 << -1.0 << false << 3.1 << BatteryLevel::Good;
    QTest::newRow("below it") << 3.09 << -1.0 << false << 3.1 << BatteryLevel::Low;
    QTest::newRow("volt counts before percent")
        << 3.09 << 80.0 << false << 3.1 << BatteryLevel::Low;
    QTest::newRow("percent") << 0.0 << 19.0 << false << 3.1 << BatteryLevel::Low;
    QTest::newRow("percent, enough") << 0.0 << 20.0 << false << 0.0 << BatteryLevel::Good;
    QTest::newRow("a cable") << 2.0 << -1.0 << true << 3.1 << BatteryLevel::External;
}

void tst_Fleet::batteryLevels()
{
    QFETCH(double, volt);
    QFETCH(double, percent);
    QFETCH(bool, isExternal);
    QFETCH(double, limit);
    Device device;
    if (volt > 0)
        device.batteryVolt = volt;
    if (percent >= 0)
        device.batteryPercent = percent;
    if (isExternal)
        device.power = Power::External;
    QTEST(batteryLevel(device, {.replaceBelowVolt = limit}), "level");
}

void tst_Fleet::signalLevels()
{
    QVERIFY(signalLevel({}) == SignalLevel::Unknown);
    QVERIFY(signalLevel(-95) == SignalLevel::Good);
    QVERIFY(signalLevel(-96) == SignalLevel::Fair);
    QVERIFY(signalLevel(-110) == SignalLevel::Fair);
    QVERIFY(signalLevel(-111) == SignalLevel::Weak);
}

void tst_Fleet::worstComesFirst()
{
    QList<FleetDevice> all = some();
    std::sort(all.begin(), all.end(), isWorse);
    QCOMPARE(names(all), u"longgone gone never low weak new good lamp old"_s);
}

void tst_Fleet::filters_data()
{
    QTest::addColumn<FleetFilter>("filter");
    QTest::addColumn<QString>("found");
    QTest::newRow("all in use") << FleetFilter{} << u"longgone gone never low weak new good lamp"_s;
    QTest::newRow("lamps") << FleetFilter{.kind = DeviceKind::Display} << u"lamp"_s;
    QTest::newRow("silent") << FleetFilter{.state = DeviceState::Silent} << u"longgone gone"_s;
    QTest::newRow("retired") << FleetFilter{.state = DeviceState::Retired} << u"old"_s;
    QTest::newRow("low") << FleetFilter{.battery = BatteryLevel::Low} << u"low"_s;
    QTest::newRow("weak") << FleetFilter{.signal = SignalLevel::Weak} << u"weak"_s;
    QTest::newRow("type") << FleetFilter{.type = u"browan_tabs"_s} << u"weak"_s;
    QTest::newRow("unknown types")
        << FleetFilter{.kind = DeviceKind::Display, .type = u""_s} << u"lamp"_s;
    QTest::newRow("building") << FleetFilter{.building = u"South"_s} << QString();
    QTest::newRow("text of a space") << FleetFilter{.text = u"b1-LOW"_s} << u"low"_s;
    const QString digits = made(u"weak"_s, DeviceState::Active).device.devEui.toString().right(6);
    const QString parted = digits.left(2) + u':' + digits.mid(2, 2) + u'-' + digits.mid(4);
    QTest::newRow("digits with separators") << FleetFilter{.text = parted} << u"weak"_s;
    QTest::newRow("no character stands for others") << FleetFilter{.text = u"%"_s} << QString();
    QTest::newRow("separators alone") << FleetFilter{.text = u":"_s} << QString();
}

void tst_Fleet::filters()
{
    QFETCH(FleetFilter, filter);
    const auto page = fleetPage(some(), filter, {}, {});
    QVERIFY(page.hasValue());
    QTEST(names(page->rows), "found");
    QCOMPARE(page->total, page->rows.size());
}

void tst_Fleet::whatIsUnknownComesLast()
{
    QList<FleetDevice> all = some().mid(0, 3);
    all[0].device.batteryVolt = 3.6;
    all[1].device.batteryVolt = 3.2;
    for (const bool descending : {false, true}) {
        const auto page = fleetPage(all, {}, {FleetOrder::Battery, descending}, {});
        QVERIFY(page.hasValue());
        QCOMPARE(names(page->rows), descending ? u"good gone longgone"_s : u"gone good longgone"_s);
    }
}

void tst_Fleet::pagesAndCounts()
{
    const auto page = fleetPage(some(), {.kind = DeviceKind::Sensor}, {}, {2, 1});
    QVERIFY(page.hasValue());
    QCOMPARE(names(page->rows), u"gone never"_s);
    QCOMPARE(page->total, qint64(7));
    const FleetCounts counts{.sensors = 7, .lamps = 1, .fresh = 1, .retired = 1, .attention = 4};
    QCOMPARE(page->counts, counts);
    QCOMPARE(page->types, (QStringList{u""_s, u"browan_tabs"_s}));
    QVERIFY(!fleetPage(some(), {}, {}, {0, 0}).hasValue());
}

void tst_Fleet::tripsGoWhereMostIsToDo()
{
    QList<FleetDevice> all = some();
    all[7].battery = BatteryLevel::Low;
    const QList<LadderTrip> trips = ladderTrips(all);
    QCOMPARE(trips.size(), 2);
    QCOMPARE(trips[0].floor, u"B1"_s);
    QCOMPARE(names(trips[0].devices), u"longgone gone never low"_s);
    QCOMPARE(names(trips[1].devices), u"lamp"_s);
    QVERIFY(ladderTrips({}).isEmpty());
}

/// A station that was off, or a lost gateway: no ladder mends that.
void tst_Fleet::silenceOfMostSendsNobody()
{
    QList<FleetDevice> all = some();
    QVERIFY(silenceTells(all));
    all[1].device.spaceId = SpaceId::create();
    QCOMPARE(names(ladderTrips(all, {*all[1].device.spaceId})[0].devices), u"longgone never low"_s);
    QCOMPARE(fleetPage(all, {}, {}, {}, {*all[1].device.spaceId})->counts.attention, 3);
    all[0].state = DeviceState::Silent;
    all[8].state = DeviceState::Silent;
    QVERIFY(!silenceTells(all)); // four of six
    QCOMPARE(names(ladderTrips(all)[0].devices), u"never low"_s);
    QCOMPARE(fleetPage(all, {}, {}, {})->counts.attention, 2);
    all[4].device.kind = DeviceKind::Display; // a lamp may never speak
    QCOMPARE(names(ladderTrips(all)[0].devices), u"low"_s);
}

void tst_Fleet::aYoungSiteSendsNobodyToWhoWasNeverHeard()
{
    QList<FleetDevice> all{made(u"good"_s, DeviceState::Active),
                           made(u"never"_s, DeviceState::NeverHeard)};
    all[1].device.lastHeard.reset();
    all[1].limit.after = 26h;
    all[0].device.firstHeard = *all[0].device.lastHeard - 25h;
    QVERIFY(ladderTrips(all).isEmpty());
    QCOMPARE(fleetPage(all, {}, {}, {})->counts.attention, 0);
    all[0].device.firstHeard -= 2h;
    QCOMPARE(names(ladderTrips(all)[0].devices), u"never"_s);
}

void tst_Fleet::namesComeBack()
{
    for (const DeviceState state : {DeviceState::New, DeviceState::Active, DeviceState::Silent,
                                    DeviceState::NeverHeard, DeviceState::Retired})
        QCOMPARE(deviceStateFromString(nameOf(state)), std::optional(state));
    QVERIFY(!deviceStateFromString(u"dead"));
}

PARKING_TEST(tst_Fleet)
#include "tst_fleet.moc"
