// Which alarms are open: each cause once, nothing that is not known, and no coming and going.

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
constexpr Milliseconds kLimit = 150min;

/// A site whose picture a test draws, looked at as time passes.
class Watch {
public:
    Watch()
    {
        picture.now = kNow;
        picture.hears = true;
        picture.devices.emplace();
        picture.bookings.emplace();
        picture.lamps.emplace();
        picture.lettersInHour = 0;
        picture.disk = DiskRoom{qint64(1) << 40, qint64(1) << 39};
        picture.watchedSince = kNow - 5h;
        picture.comparesClocks = true;
        beWell();
    }

    /// `count` sensors of one gateway, heard just now.
    void add(int count, const QString &gateway, const QString &zone = u"A"_s)
    {
        for (int i = 0; i < count; ++i) {
            Space space;
            space.id = SpaceId::create();
            space.code = u"%1-%2"_s.arg(gateway).arg(i, 5, 10, QLatin1Char('0'));
            space.building = u"North"_s;
            space.floor = u"B1"_s;
            space.zone = zone;
            SpaceStatus status;
            status.id = space.id;
            status.hasSensor = true;
            status.reason = StateReason::Sensor;
            status.inputs.sensor = SensorInput{Occupancy::Free, kNow, u"key"_s};
            status.since = kNow;
            status.lastHeard = picture.now;
            status.silentAfter = kLimit;
            status.heardEvery = 60min;
            status.gatewayId = gateway;
            picture.spaces.append(space);
            picture.statuses.append(status);
        }
    }
    /// Time passes; those from `first` on are heard at its end.
    void pass(Milliseconds time, qsizetype first = 0)
    {
        picture.now += time;
        for (qsizetype i = first; i < picture.statuses.size(); ++i)
            picture.statuses[i].lastHeard = picture.now;
    }
    void look()
    {
        const AlarmChanges changes = settleAlarms(open, picture, memory);
        raised += changes.raised.size();
        for (const Alarm &alarm : changes.updated + changes.cleared) {
            open.removeIf([&alarm](const Alarm &one) { return one.id == alarm.id; });
            if (alarm.isOpen())
                open.append(alarm);
        }
        open += changes.raised;
        std::sort(open.begin(), open.end(), isBefore);
    }
    /// What it is after a minute more in which nothing changes.
    void settle()
    {
        look();
        picture.now += 61s;
        look();
    }
    QStringList words()
    {
        QStringList words;
        for (const Alarm &alarm : std::as_const(open))
            words.append((nameOf(alarm.cause.kind) + u' ' + alarm.cause.subject).trimmed()
                         + (alarm.count > 0 ? u": %1"_s.arg(alarm.count) : QString()));
        return words;
    }
    void check(const QString &name, HealthLevel level, QLatin1StringView problem)
    {
        HealthCheck failing;
        failing.name = name;
        failing.level = level;
        failing.problem = problem;
        failing.since = picture.now;
        beWell();
        picture.checks.removeIf([&](const HealthCheck &one) { return one.name == name; });
        picture.checks.append(failing);
    }
    void beWell()
    {
        picture.checks.clear();
        for (const QString &name : {u"journal"_s, u"messages"_s, u"chirpstack"_s}) {
            HealthCheck good;
            good.name = name;
            good.since = kNow - 5h;
            picture.checks.append(good);
        }
    }

    AlarmPicture picture;
    AlarmMemory memory;
    QList<Alarm> open;
    qsizetype raised = 0;
};

AlarmDevice battery(const QString &code, BatteryStanding standing)
{
    AlarmDevice device;
    device.fleet.place = {code, u"North"_s, u"B1"_s, u"A"_s};
    device.fleet.state = DeviceState::Active;
    device.fleet.device.devEui = *DevEui::parse(u"e8e1e10001020304");
    device.battery = standing;
    return device;
}

} // namespace

class tst_Alarm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesGoThereAndBack();
    void aLampIsNotItsSensor();
    void whoIsNotNamedIsNotHeld();
    void aClockThatNobodyComparedIsNotRight();
    void twoPlacesAreTwoCauses();
    void detailsGoThereAndBack();
    void aLostGatewayIsOneAlarm();
    void itsSensorsAreNotBlamedBeforeIt();
    void aSensorAloneAtItsGatewayTakesTwiceAsLong();
    void itsSensorsHaveTheirTurnAfterIt();
    void aGatewayIsNotBackBecauseOthersFallSilent();
    void tenThousandSilentAtOnceAreOneAlarm();
    void aBrokerThatIsAwayBlamesNoSensor();
    void theFirstWordEndsThatNothingIsHeard();
    void aBrokerThatIsBackBringsNoWordYet();
    void mostOfASiteIsNotAllOfIt();
    void silenceBeforeARestartIsNotKnown();
    void whatLastsOverARestartIsKept();
    void whileNothingIsTakenInNothingClears();
    void aLowBatteryClearsWellAboveItsLimit();
    void batteryStandings_data();
    void batteryStandings();
    void anAcknowledgementEndsWithANewOne();
    void aBookingClearsAtOnce();
    void aStuckSpaceThatFallsSilentIsKept();
    void flappingHasToCalmDown();
    void lampsFollowWhenChirpStackIsThere();
    void aCheckThatFailsForAMomentIsNone();
    void theDiskHasToHaveRoomAgain();
    void listeningLeavesOutDeafTimes();
};

void tst_Alarm::namesGoThereAndBack()
{
    for (int i = 0; i <= int(AlarmKind::MessagesRefused); ++i) {
        QVERIFY(!nameOf(AlarmKind(i)).isEmpty());
        QVERIFY(alarmKindFromString(nameOf(AlarmKind(i))) == AlarmKind(i));
    }
    for (const AlarmLevel level : {AlarmLevel::Critical, AlarmLevel::Warning, AlarmLevel::Notice})
        QVERIFY(alarmLevelFromString(nameOf(level)) == level);
    QVERIFY(!alarmKindFromString(u"fire"));
    QVERIFY(!alarmLevelFromString(u""));
}

void tst_Alarm::detailsGoThereAndBack()
{
    Alarm alarm;
    alarm.since = kNow - 2h;
    alarm.raisedAt = kNow;
    alarm.members = {{.space = SpaceId::create(), .name = u"B1-001"_s},
                     {.device = *DevEui::parse(u"e8e1e10001020304"), .name = u"Lamp"_s}};
    alarm.facts = {{u"everyMs"_s, 900'000}};
    Alarm read;
    read.raisedAt = kNow;
    setDetails(read, detailsOf(alarm));
    QCOMPARE(read.members, alarm.members);
    QCOMPARE(read.facts, alarm.facts);
    QVERIFY(read.since == alarm.since);
    setDetails(read, {});
    QVERIFY(read.since == kNow);
    QVERIFY(read.members.isEmpty());
}

void tst_Alarm::aLostGatewayIsOneAlarm()
{
    Watch watch;
    watch.add(80, u"hall"_s);
    watch.add(300, u"ramp"_s, u"B"_s);
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    watch.pass(3h, 80);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"gateway_lost hall: 80"_s}));
    QVERIFY(watch.open[0].since == kNow);
    QVERIFY(watch.open[0].raisedAt == kNow + 3h);
    QCOMPARE(watch.open[0].facts.value(u"zone").toString(), u"A"_s);
    watch.settle();
    QCOMPARE(watch.raised, 1);
}

/// They spoke in turn until it was lost, so one after the other is overdue before all are.
void tst_Alarm::itsSensorsAreNotBlamedBeforeIt()
{
    Watch watch;
    watch.add(80, u"hall"_s);
    watch.add(300, u"ramp"_s, u"B"_s);
    for (qsizetype i = 0; i < 80; ++i)
        watch.picture.statuses[i].lastHeard = kNow - i * 45s;
    for (int i = 0; i < 155; ++i) {
        watch.pass(1min, 80);
        watch.look();
    }
    QCOMPARE(watch.words(), QStringList({u"gateway_lost hall: 80"_s}));
    QCOMPARE(watch.raised, 1);
}

void tst_Alarm::aSensorAloneAtItsGatewayTakesTwiceAsLong()
{
    Watch watch;
    watch.add(1, u"hall"_s);
    watch.add(30, u"ramp"_s, u"B"_s);
    watch.pass(2 * kLimit, 1);
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    watch.pass(1min, 1);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
}

void tst_Alarm::itsSensorsHaveTheirTurnAfterIt()
{
    Watch watch;
    watch.add(80, u"hall"_s);
    watch.add(300, u"ramp"_s, u"B"_s);
    watch.pass(3h, 80);
    watch.look();
    watch.pass(5min, 79); // the gateway is back: one of its sensors is heard
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    QCOMPARE(watch.raised, 1);
    watch.pass(2h, 1); // all others spoke in their turn, one did not
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    watch.pass(1h, 1);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
}

void tst_Alarm::aGatewayIsNotBackBecauseOthersFallSilent()
{
    Watch watch;
    watch.add(20, u"hall"_s);
    watch.add(40, u"ramp"_s, u"B"_s);
    watch.add(60, u"deck"_s, u"C"_s);
    watch.pass(3h, 20);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"gateway_lost hall: 20"_s}));
    watch.pass(3h, 46); // half of the others too: no common cause can be told now
    watch.settle();
    QVERIFY(watch.words().contains(u"gateway_lost hall: 20"_s));
}

void tst_Alarm::tenThousandSilentAtOnceAreOneAlarm()
{
    Watch watch;
    watch.add(10'000, u"hall"_s);
    watch.pass(3h, 10'000);
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 10000"_s}));
    watch.pass(10min, 4000); // it is back, and most have spoken
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    QCOMPARE(watch.raised, 1);
}

void tst_Alarm::aBrokerThatIsAwayBlamesNoSensor()
{
    Watch watch;
    watch.add(10'000, u"hall"_s);
    watch.check(u"mqtt"_s, HealthLevel::Unhealthy, problem::kBrokerUnreachable);
    watch.picture.hears = false;
    watch.look();
    QCOMPARE(watch.words(), QStringList()); // it may be back in a moment
    watch.pass(1min, 10'000);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 10000"_s}));
    QCOMPARE(watch.open[0].facts.value(u"problem").toString(), u"BROKER_UNREACHABLE"_s);
    watch.pass(5h, 10'000);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 10000"_s}));

    watch.beWell();
    watch.picture.hears = true;
    watch.picture.deaf = {{kNow, watch.picture.now}};
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 10000"_s})); // still nothing came
    QVERIFY(watch.open[0].facts.isEmpty()); // and the broker is no reason any more
    watch.pass(5min, 4000);
    watch.settle();
    QCOMPARE(watch.words(), QStringList()); // the others' turn has not come
    QCOMPARE(watch.raised, 1);
    watch.pass(30min, 3); // all but three
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    watch.pass(3h, 3);
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 3"_s}));
}

void tst_Alarm::theFirstWordEndsThatNothingIsHeard()
{
    Watch watch;
    watch.add(100, u"hall"_s);
    for (qsizetype i = 0; i < 100; ++i)
        watch.picture.statuses[i].lastHeard = kNow - i * 30s;
    watch.pass(kLimit, 100);
    watch.look(); // nearly all of them are silent; the newest could still speak in its time
    QCOMPARE(watch.words(), QStringList());
    watch.pass(1min, 100);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 100"_s}));
    QVERIFY(watch.open[0].since == kNow);
    watch.pass(1min, 99);
    watch.look();
    QCOMPARE(watch.words(), QStringList()); // and not in a minute, or when most have spoken
    watch.pass(50min, 1);
    watch.settle();
    watch.pass(kLimit, 1);
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
    QCOMPARE(watch.raised, 2);
}

/// It was away for some minutes: no sensor is overdue.
void tst_Alarm::aBrokerThatIsBackBringsNoWordYet()
{
    Watch watch;
    watch.add(100, u"hall"_s);
    watch.pass(1min, 100);
    watch.check(u"mqtt"_s, HealthLevel::Unhealthy, problem::kBrokerUnreachable);
    watch.picture.hears = false;
    watch.pass(5min, 100);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 100"_s}));
    watch.beWell();
    watch.picture.hears = true;
    watch.picture.deaf = {{kNow + 1min, watch.picture.now}};
    watch.settle();
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 100"_s}));
    QVERIFY(watch.open[0].facts.isEmpty());
    watch.memory = {}; // a restart
    watch.picture.deaf = {{kNow, watch.picture.now}};
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"nothing_heard: 100"_s}));
    const Watch before = watch;
    for (SpaceStatus &status : watch.picture.statuses)
        status.hasSensor = false; // they were all taken away
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    watch = before;
    watch.pass(1s, 99);
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    QCOMPARE(watch.raised, 1);
}

/// Its gateway brings others' words.
void tst_Alarm::mostOfASiteIsNotAllOfIt()
{
    Watch watch;
    watch.add(100, u"hall"_s);
    watch.pass(3h, 60);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 60"_s}));
}

void tst_Alarm::silenceBeforeARestartIsNotKnown()
{
    Watch watch;
    watch.add(31, u"hall"_s);
    watch.pass(8h, 1); // a station was down for eight hours, and begins
    watch.picture.deaf = {{kNow, watch.picture.now}};
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    watch.pass(kLimit, 1);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
    QVERIFY(watch.open[0].since == kNow);
    QCOMPARE(watch.open[0].facts.value(u"everyMs").toInteger(), qint64(3'600'000));
}

void tst_Alarm::whatLastsOverARestartIsKept()
{
    Watch watch;
    watch.add(32, u"hall"_s);
    watch.pass(3h, 2);
    watch.look();
    const QList<Alarm> before = watch.open;
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 2"_s}));
    watch.memory = {};
    watch.picture.hears = false;
    watch.picture.devices.reset();
    watch.settle();
    QCOMPARE(watch.open, before);
    watch.picture.deaf = {{watch.picture.now, watch.picture.now + 8h}};
    watch.pass(8h, 1); // one of them was heard meanwhile
    watch.picture.hears = true;
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
    QVERIFY(watch.open[0].raisedAt == before[0].raisedAt);
    QVERIFY(watch.open[0].id == before[0].id);
    watch.pass(1min, 0);
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    QCOMPARE(watch.raised, 1);
}

void tst_Alarm::whileNothingIsTakenInNothingClears()
{
    Watch watch;
    watch.add(20, u"hall"_s);
    watch.add(80, u"ramp"_s, u"B"_s);
    watch.pass(3h, 20);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"gateway_lost hall: 20"_s}));
    watch.picture.hears = false;
    watch.pass(2h, 0); // what is there now may be half of it
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"gateway_lost hall: 20"_s}));
}

void tst_Alarm::aLowBatteryClearsWellAboveItsLimit()
{
    Watch watch;
    watch.picture.devices = {battery(u"B1-001"_s, BatteryStanding::Between),
                             battery(u"B1-002"_s, BatteryStanding::Good)};
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    watch.picture.devices = {battery(u"B1-001"_s, BatteryStanding::Low)};
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"battery_low: 1"_s}));
    QCOMPARE(watch.open[0].facts.value(u"floor").toString(), u"B1"_s);
    for (const BatteryStanding standing : {BatteryStanding::Between, BatteryStanding::Unknown}) {
        watch.picture.devices = {battery(u"B1-001"_s, standing)};
        watch.settle();
        QCOMPARE(watch.words(), QStringList({u"battery_low: 1"_s}));
        QCOMPARE(watch.open[0].facts.value(u"floor").toString(), u"B1"_s);
    }
    watch.picture.devices.reset(); // nobody could read them
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"battery_low: 1"_s}));
    watch.picture.devices = {battery(u"B1-001"_s, BatteryStanding::Good)};
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"battery_low: 1"_s})); // for a minute
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    QCOMPARE(watch.raised, 1);
}

void tst_Alarm::batteryStandings_data()
{
    QTest::addColumn<double>("volt");
    QTest::addColumn<double>("percent");
    QTest::addColumn<int>("standing");
    const auto row = [](const char *name, double volt, double percent, BatteryStanding standing) {
        QTest::addRow("%s", name) << volt << percent << int(standing);
    };
    row("nothing is told", -1, -1, BatteryStanding::Unknown);
    row("below the limit", 3.29, -1, BatteryStanding::Low);
    row("just above it", 3.35, -1, BatteryStanding::Between);
    row("well above it", 3.41, -1, BatteryStanding::Good);
    row("few percent", -1, 19, BatteryStanding::Low);
    row("some percent", -1, 29, BatteryStanding::Between);
    row("enough percent", -1, 30, BatteryStanding::Good);
}

void tst_Alarm::batteryStandings()
{
    QFETCH(double, volt);
    QFETCH(double, percent);
    FleetDevice device;
    if (volt >= 0)
        device.device.batteryVolt = volt;
    if (percent >= 0)
        device.device.batteryPercent = percent;
    const CellFigures figures{.replaceBelowVolt = 3.3};
    device.battery = batteryLevel(device.device, figures);
    QTEST(int(batteryStanding(device, figures)), "standing");
}

void tst_Alarm::anAcknowledgementEndsWithANewOne()
{
    Watch watch;
    watch.add(33, u"hall"_s);
    watch.pass(3h, 2);
    watch.look();
    watch.open[0].acknowledgedAt = watch.picture.now;
    watch.open[0].acknowledgedBy = u"Kim"_s;
    watch.pass(10min, 2);
    watch.look();
    QCOMPARE(watch.open[0].acknowledgedBy, u"Kim"_s);
    watch.pass(3h, 3);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 3"_s}));
    QVERIFY(!watch.open[0].acknowledgedAt);
    watch.open[0].acknowledgedAt = watch.picture.now;
    watch.pass(1min, 1); // two of them are heard again: there is nothing new in that
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
    QVERIFY(watch.open[0].acknowledgedAt);
}

void tst_Alarm::aBookingClearsAtOnce()
{
    Watch watch;
    watch.add(2, u"hall"_s);
    BookingAmiss amiss;
    amiss.booking.id = BookingId::create();
    amiss.booking.spaceId = watch.picture.spaces[0].id;
    amiss.booking.blockedAt = kNow;
    amiss.code = u"B1-046"_s;
    amiss.isBlocked = true;
    watch.picture.bookings = {amiss};
    watch.look();
    QCOMPARE(watch.words(),
             QStringList({u"booking_blocked %1: 1"_s.arg(amiss.booking.id.toString())}));
    QVERIFY(watch.open[0].level == AlarmLevel::Critical);
    watch.pass(3h, 1); // its sensor falls silent: who stands there nobody knows
    watch.look();
    QVERIFY(watch.words().contains(u"booking_blocked %1: 1"_s.arg(amiss.booking.id.toString())));
    watch.picture.bookings = QList<BookingAmiss>();
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s}));
}

void tst_Alarm::aStuckSpaceThatFallsSilentIsKept()
{
    Watch watch;
    watch.add(10, u"hall"_s);
    watch.picture.statuses[0].state = SpaceState::Occupied;
    watch.pass(72h);
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    watch.pass(1min);
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"stuck: 1"_s}));
    QVERIFY(watch.open[0].since == kNow);
    watch.pass(3h, 1);
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"sensors_silent: 1"_s, u"stuck: 1"_s}));
    watch.pass(1min);
    watch.picture.statuses[0].state = SpaceState::Free;
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
}

void tst_Alarm::flappingHasToCalmDown()
{
    Watch watch;
    watch.add(2, u"hall"_s);
    FlapCount count;
    const SpaceId space = watch.picture.spaces[0].id;
    for (int i = 0; i < 20; ++i)
        count.note(space, kNow + i * 1min);
    count.note(space, kNow + 19min); // told again
    const auto lookAt = [&](Milliseconds time) {
        watch.pass(kNow + time - watch.picture.now);
        watch.picture.movesInHour = count.lastHour(watch.picture.now);
        watch.settle();
        return watch.words();
    };
    QCOMPARE(lookAt(20min), QStringList({u"flapping: 1"_s}));
    QCOMPARE(lookAt(70min), QStringList({u"flapping: 1"_s})); // 10 moves within the hour
    watch.picture.watchedSince = kNow + 60min; // a restart forgot them
    count = {};
    QCOMPARE(lookAt(110min), QStringList({u"flapping: 1"_s}));
    QCOMPARE(lookAt(121min), QStringList());
}

void tst_Alarm::lampsFollowWhenChirpStackIsThere()
{
    Watch watch;
    watch.picture.lamps->lamps = 3;
    watch.picture.lamps->troubles = {{u"B1-060"_s, problem::kNotFollowing, kNow - 1h, {}},
                                     {u"B1-061"_s, problem::kNotFollowing, kNow, {}}};
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"lamps_amiss: 2"_s}));
    QVERIFY(watch.open[0].since == kNow - 1h);
    QCOMPARE(watch.open[0].facts.value(u"problem").toString(), u"NOT_FOLLOWING"_s);
    watch.check(u"chirpstack"_s, HealthLevel::Unhealthy, problem::kChirpStackUnreachable);
    watch.picture.lamps->troubles = {};
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"chirpstack_away: 3"_s, u"lamps_amiss: 2"_s}));
    watch.beWell();
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
}

void tst_Alarm::aCheckThatFailsForAMomentIsNone()
{
    Watch watch;
    watch.check(u"journal"_s, HealthLevel::Degraded, problem::kBacklog);
    watch.look();
    watch.picture.now += 29s;
    watch.look();
    QCOMPARE(watch.words(), QStringList());
    watch.picture.now += 1s;
    watch.look();
    QCOMPARE(watch.words(), QStringList({u"backlog"_s}));
    watch.check(u"messages"_s, HealthLevel::Degraded, problem::kClockDiffers);
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"clock_wrong"_s}));
    watch.check(u"journal"_s, HealthLevel::Unhealthy, problem::kNothingStored);
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"nothing_stored"_s}));
    watch.beWell();
    watch.picture.lettersInHour = 9;
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    watch.picture.lettersInHour = 10;
    watch.settle();
    watch.picture.lettersInHour = 1;
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"messages_refused"_s}));
    watch.picture.lettersInHour.reset();
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"messages_refused"_s}));
    watch.picture.lettersInHour = 0;
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
}

void tst_Alarm::theDiskHasToHaveRoomAgain()
{
    constexpr qint64 kGibibyte = qint64(1) << 30;
    Watch watch;
    watch.picture.disk = DiskRoom{100 * kGibibyte, 6 * kGibibyte};
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
    watch.picture.disk->free = 5 * kGibibyte - 1;
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"disk_full"_s}));
    watch.picture.disk->free = 7 * kGibibyte;
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"disk_full"_s}));
    watch.picture.disk.reset();
    watch.settle();
    QCOMPARE(watch.words(), QStringList({u"disk_full"_s}));
    watch.picture.disk = DiskRoom{100 * kGibibyte, 8 * kGibibyte};
    watch.settle();
    QCOMPARE(watch.words(), QStringList());
}

void tst_Alarm::listeningLeavesOutDeafTimes()
{
    QCOMPARE(listenedFor(kNow, kNow + 3h, {}).count(), Milliseconds(3h).count());
    QCOMPARE(listenedFor(kNow, kNow + 3h, {{kNow - 1h, kNow + 1h}, {kNow + 2h, kNow + 9h}}).count(),
             Milliseconds(1h).count());
    QCOMPARE(listenedFor(kNow, kNow - 1h, {}).count(), qint64(0));
}

/// A sensor and its lamp stand at one space: the lamp's battery, of which nobody knows, keeps
/// nothing.
void tst_Alarm::aLampIsNotItsSensor()
{
    Watch site;
    const SpaceId space = SpaceId::create();
    AlarmDevice sensor = battery(u"B1-05"_s, BatteryStanding::Low);
    sensor.fleet.device.spaceId = space;
    AlarmDevice lamp = battery(u"B1-05"_s, BatteryStanding::Unknown);
    lamp.fleet.device.spaceId = space;
    lamp.fleet.device.devEui = *DevEui::parse(u"2020200000007037");
    site.picture.devices = QList<AlarmDevice>{sensor, lamp};
    site.settle();
    QCOMPARE(site.words(), QStringList{u"battery_low: 1"_s});
    site.picture.devices->first().battery = BatteryStanding::Good;
    site.settle();
    site.settle();
    QCOMPARE(site.words(), QStringList());
}

/// More than are named: who was never found low is not counted because nobody knows of it.
void tst_Alarm::whoIsNotNamedIsNotHeld()
{
    Watch site;
    QList<AlarmDevice> devices;
    for (int i = 0; i < 3000; ++i) {
        AlarmDevice device = battery(u"S-%1"_s.arg(i, 5, 10, QLatin1Char('0')),
                                     i < 1200 ? BatteryStanding::Low : BatteryStanding::Unknown);
        device.fleet.device.devEui = DevEui(quint64(i) + 1);
        device.fleet.device.spaceId = SpaceId::create();
        devices.append(device);
    }
    site.picture.devices = devices;
    site.settle();
    site.settle();
    QCOMPARE(site.words(), QStringList{u"battery_low: 1200"_s});
}

/// A restarted station has not compared its clock yet: whether it is right is not known.
void tst_Alarm::aClockThatNobodyComparedIsNotRight()
{
    Watch site;
    site.check(u"messages"_s, HealthLevel::Degraded, problem::kClockDiffers);
    site.picture.now += 31s;
    site.settle();
    QCOMPARE(site.words(), QStringList{u"clock_wrong"_s});
    site.beWell();
    site.picture.comparesClocks = false;
    site.picture.now += 10min;
    site.settle();
    site.settle();
    QCOMPARE(site.words(), QStringList{u"clock_wrong"_s});
    site.picture.comparesClocks = true;
    site.settle();
    QCOMPARE(site.words(), QStringList());
}

/// A name with the sign between names in it.
void tst_Alarm::twoPlacesAreTwoCauses()
{
    Watch site;
    for (const auto &[building, floor] :
         {std::pair(u"P1/A"_s, u"1"_s), std::pair(u"P1"_s, u"A/1"_s), std::pair(u"P2"_s, u"1"_s)}) {
        const qsizetype from = site.picture.spaces.size();
        site.add(30, building + floor + u"-gateway"_s);
        for (qsizetype i = from; i < site.picture.spaces.size(); ++i) {
            site.picture.spaces[i].building = building;
            site.picture.spaces[i].floor = floor;
            site.picture.statuses[i].gatewayId = u"one"_s;
        }
    }
    site.pass(kLimit + 10min, 60);
    site.settle();
    QSet<QString> subjects;
    for (const Alarm &alarm : std::as_const(site.open))
        subjects.insert(alarm.cause.subject);
    QCOMPARE(subjects.size(), site.open.size());
    QCOMPARE(site.raised, site.open.size());
}

PARKING_TEST(tst_Alarm)
#include "tst_alarm.moc"
