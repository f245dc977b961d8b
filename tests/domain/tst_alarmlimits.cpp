// What alarms go by, as a site sets it.

#include "base/literals.h"
#include "domain/alarmrules.h"
#include "domain/problems.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = *fromIso(u"2026-09-14T14:00:00Z");

/// One sensor's space, occupied since `since`, that moved so often within the hour.
AlarmPicture picture(UtcTime since, int moves = 0)
{
    AlarmPicture picture{.now = kNow, .hears = true, .watchedSince = kNow - 5h};
    Space space;
    space.id = SpaceId::create();
    space.code = u"A-1"_s;
    SpaceStatus status;
    status.id = space.id;
    status.hasSensor = true;
    status.state = SpaceState::Occupied;
    status.reason = StateReason::Sensor;
    status.inputs.sensor = SensorInput{Occupancy::Occupied, since, u"key"_s};
    status.since = since;
    status.lastHeard = kNow;
    status.silentAfter = 150min;
    picture.spaces = {space};
    picture.statuses = {status};
    if (moves > 0)
        picture.movesInHour.insert(space.id, moves);
    return picture;
}

QStringList raised(const AlarmPicture &picture)
{
    AlarmMemory memory;
    QStringList kinds;
    for (const Alarm &alarm : settleAlarms({}, picture, memory).raised)
        kinds.append(nameOf(alarm.cause.kind));
    return kinds;
}

FleetDevice device(std::optional<double> volt, std::optional<double> percent)
{
    FleetDevice device;
    device.battery = BatteryLevel::Good;
    device.device.batteryVolt = volt;
    device.device.batteryPercent = percent;
    return device;
}

} // namespace

class TestAlarmLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settingsAreRead();
    void wrongOnesAreRefused_data();
    void wrongOnesAreRefused();
    void alarmsGoByThem();
    void batteriesGoByThem();
    void silenceIsTakenForLonger();
};

void TestAlarmLimits::settingsAreRead()
{
    QVERIFY(parseAlarmLimits({}).valueOr({.stuckHours = 1}) == AlarmLimits());
    const AlarmLimits wanted{.batteryPercent = 30,
                             .batteryMillivoltMore = 200,
                             .silentPercent = 150,
                             .stuckHours = 336,
                             .flapsPerHour = 60,
                             .diskPercent = 10,
                             .lettersPerHour = 100};
    QJsonObject json = toJson(wanted);
    QCOMPARE(json.size(), 7);
    json.insert(u"later"_s, u"another program's"_s);
    const auto read = parseAlarmLimits({{u"alarms"_s, json}, {u"bookings"_s, 5}});
    QVERIFY(read && *read == wanted);
}

void TestAlarmLimits::wrongOnesAreRefused_data()
{
    QTest::addColumn<QJsonValue>("alarms");
    QTest::newRow("no object") << QJsonValue(5);
    const auto row = [](const char *name, const QJsonValue &value) {
        QTest::newRow(name) << QJsonValue(QJsonObject{{u"stuckHours"_s, value}});
    };
    row("too little", 0);
    row("too much", 10'000);
    row("a half", 1.5);
    row("a text", u"72"_s);
    row("nothing", QJsonValue());
    QTest::newRow("sooner than the map") << QJsonValue(QJsonObject{{u"silentPercent"_s, 50}});
}

void TestAlarmLimits::wrongOnesAreRefused()
{
    QFETCH(const QJsonValue, alarms);
    const auto read = parseAlarmLimits({{u"alarms"_s, alarms}});
    QVERIFY(!read);
    QCOMPARE(read.error().code, problem::kValidation);
}

void TestAlarmLimits::alarmsGoByThem()
{
    AlarmPicture look = picture(kNow - 80h, 10);
    QCOMPARE(raised(look), QStringList({u"stuck"_s}));
    look.limits.stuckHours = 100;
    QCOMPARE(raised(look), QStringList());
    look.limits.flapsPerHour = 8;
    QCOMPARE(raised(look), QStringList({u"flapping"_s}));
    look.limits = {};
    look.statuses[0].since = kNow;
    look.lettersInHour = 12;
    look.disk = DiskRoom{qint64(100) << 30, qint64(7) << 30};
    QCOMPARE(raised(look), QStringList({u"messages_refused"_s}));
    look.limits.lettersPerHour = 13;
    look.limits.diskPercent = 8;
    QCOMPARE(raised(look), QStringList({u"disk_full"_s}));
}

void TestAlarmLimits::batteriesGoByThem()
{
    const CellFigures figures{.replaceBelowVolt = 3.1};
    const AlarmLimits more{.batteryPercent = 30, .batteryMillivoltMore = 200};
    using enum BatteryStanding;
    QCOMPARE(batteryStanding(device(3.05, {}), figures), Low);
    QCOMPARE(batteryStanding(device(3.15, {}), figures), Between);
    QCOMPARE(batteryStanding(device(3.25, {}), figures), Good);
    QCOMPARE(batteryStanding(device(3.25, {}), figures, more), Low);
    QCOMPARE(batteryStanding(device({}, 25), {}), Between);
    QCOMPARE(batteryStanding(device({}, 25), {}, more), Low);
    FleetDevice plugged = device(1.0, {});
    plugged.battery = BatteryLevel::External;
    QCOMPARE(batteryStanding(plugged, figures, more), Good);
    plugged.battery = BatteryLevel::Unknown;
    QCOMPARE(batteryStanding(plugged, figures, more), Unknown);
}

void TestAlarmLimits::silenceIsTakenForLonger()
{
    AlarmPicture look = picture(kNow - 10h);
    look.statuses[0].lastHeard = kNow - 6h; // its limit is 150 min
    for (int i = 0; i < 9; ++i) { // others are heard
        AlarmPicture other = picture(kNow);
        look.spaces += other.spaces;
        look.statuses += other.statuses;
    }
    QCOMPARE(raised(look), QStringList({u"sensors_silent"_s}));
    look.limits.silentPercent = 300;
    QCOMPARE(raised(look), QStringList());
}

PARKING_TEST(TestAlarmLimits)
#include "tst_alarmlimits.moc"
