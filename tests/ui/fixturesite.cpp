#include "fixturesite.h"
#include "base/literals.h"

#include "sim/floorlayout.h"

#include <array>

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::SpaceState;

namespace {

struct FloorSpec {
    const char *building;
    const char *name;
    const char *title;
    int level;
    int spaces;
    int free;
    int reserved;
    int maintenance;
    int silent;
};

constexpr FloorSpec kFloors[] = {
    {"North", "3", "Level 3", 3, 50, 41, 1, 0, 0},
    {"North", "2", "Level 2", 2, 60, 27, 6, 1, 1},
    {"North", "1", "Level 1", 1, 60, 0, 4, 0, 0},
    {"North", "G", "Ground", 0, 43, 4, 5, 1, 1},
    {"North", "B1", "Basement 1", -1, 186, 49, 17, 5, 2},
    {"North", "B2", "Basement 2", -2, 74, 40, 3, 0, 0},
    {"South", "1", "Level 1", 1, 40, 22, 2, 1, 0},
    {"South", "G", "Ground", 0, 40, 16, 3, 0, 2},
    {"Quay", "2", "Level 2", 2, 36, 30, 0, 0, 0},
    {"Quay", "1", "Level 1", 1, 36, 21, 2, 0, 0},
    {"Quay", "G", "Ground", 0, 36, 10, 1, 2, 0},
};

/// B1 is drawn by hand, because people look at it: the numbers of its spaces by state.
constexpr int kB1Free[] = {4,   9,   10,  11,  12,  17,  38,  50,  52,  53,  61,  62,  64,
                           72,  75,  86,  94,  95,  97,  100, 101, 106, 109, 111, 112, 122,
                           123, 124, 125, 126, 132, 133, 134, 142, 146, 147, 150, 153, 155,
                           156, 162, 165, 172, 176, 177, 179, 180, 182, 185};
constexpr int kB1Reserved[] = {7,   15,  55,  59,  70,  80,  91,  103, 110,
                               135, 138, 140, 171, 174, 178, 181, 186};
constexpr int kB1Maintenance[] = {13, 58, 96, 121, 131};
constexpr int kB1Silent[] = {73, 82};

template <size_t N>
bool has(const int (&numbers)[N], int number)
{
    return std::find(std::begin(numbers), std::end(numbers), number) != std::end(numbers);
}

QUuid uuidOf(const QString &name)
{
    static constexpr QUuid kNamespace(0x5f0c1a52, 0x7c11, 0x4c51, 0x9d, 0x0a, 0x3e, 0x21, 0x77,
                                      0x5b, 0x10, 0x42);
    return QUuid::createUuidV5(kNamespace, name);
}

/// Scatters a floor's states over its spaces: number -> place in a shuffled order, by a linear
/// congruence whose step has no factor in common with the size.
int shuffled(int number, int size)
{
    int step = size * 5 / 8 | 1;
    const auto gcd = [](int a, int b) {
        while (b != 0)
            a = std::exchange(b, a % b);
        return a;
    };
    while (gcd(step, size) != 1)
        step += 2;
    return int((qint64(number) * step + 3) % size);
}

SpaceState stateOf(const FloorSpec &floor, int number)
{
    if (floor.spaces == 186) {
        return has(kB1Free, number)       ? SpaceState::Free
            : has(kB1Reserved, number)    ? SpaceState::Reserved
            : has(kB1Maintenance, number) ? SpaceState::Maintenance
                                          : SpaceState::Occupied;
    }
    const int place = shuffled(number, floor.spaces);
    return place < floor.free                                     ? SpaceState::Free
        : place < floor.free + floor.reserved                     ? SpaceState::Reserved
        : place < floor.free + floor.reserved + floor.maintenance ? SpaceState::Maintenance
                                                                  : SpaceState::Occupied;
}

bool isSilent(const FloorSpec &floor, int number)
{
    if (floor.spaces == 186)
        return has(kB1Silent, number);
    return shuffled(number, floor.spaces) >= floor.spaces - floor.silent;
}

domain::SpaceStatus statusOf(const domain::Space &space, SpaceState state, bool silent, int number)
{
    domain::SpaceStatus status;
    status.id = space.id;
    status.state = state;
    status.hasSensor = true;
    status.silentAfter = 2h;
    status.lastHeard = kNow - (silent ? Milliseconds(9h) : Milliseconds(42s + number % 90 * 4s));
    status.batteryVolt = 3.61 - number % 7 * 0.02;
    status.rssiDbm = -87 - number % 30;
    status.snrDb = 8.5 - number % 9;
    status.since = kNow - 2min - number % 200 * 90s;
    const bool taken = state == SpaceState::Occupied;
    status.inputs.sensor = domain::SensorInput{
        taken ? domain::Occupancy::Occupied : domain::Occupancy::Free, *status.lastHeard, {}};
    status.reason = domain::StateReason::Sensor;
    if (state == SpaceState::Reserved) {
        status.inputs.reservation =
            domain::ReservationInput{{}, kNow - 2min - 36s, kNow + 147min + 24s};
        status.reason = domain::StateReason::Reservation;
        status.since = kNow - 2min - 36s;
    } else if (state == SpaceState::Maintenance) {
        domain::Override set;
        set.reason = u"Oil on the floor"_s;
        set.actor = u"Anna"_s;
        set.since = kNow - 3h;
        status.inputs.operatorOverride = set;
        status.reason = domain::StateReason::Override;
        status.since = set.since;
    }
    return status;
}

void addFloor(domain::SiteSnapshot &site, const FloorSpec &spec, const QString &building)
{
    sim::FloorNeeds needs;
    needs.spaces = spec.spaces;
    needs.charging = spec.level == -1;
    if (spec.level == -1) {
        needs.rampUp = u"Ground"_s;
        needs.rampDown = u"B2"_s;
    }
    const sim::FloorLayout layout = sim::layOutFloor(needs);
    domain::Floor floor;
    floor.building = building;
    floor.name = QString::fromLatin1(spec.name);
    floor.id = domain::FloorId(uuidOf(building + u'/' + floor.name));
    floor.siteId = site.site.id;
    floor.title = QString::fromLatin1(spec.title);
    floor.level = spec.level;
    floor.widthM = layout.widthM;
    floor.heightM = layout.heightM;
    floor.plan = layout.plan;
    site.floors.append(floor);
    const bool north = building == u"North";
    for (int number = 1; number <= spec.spaces; ++number) {
        const sim::LaidOutSpace &place = layout.spaces[size_t(number) - 1];
        domain::Space space;
        space.code = u"%1%2-%3"_s.arg(north ? QString() : building.left(2), floor.name)
                         .arg(number, 3, 10, QChar(u'0'));
        space.id = spaceId(space.code);
        space.siteId = site.site.id;
        space.name = u"Space %1"_s.arg(number);
        space.building = building;
        space.floor = floor.name;
        space.zone = place.zone;
        space.features = place.features;
        space.placement = place.placement;
        space.sensorEui = domain::DevEui(0x58a0'cb00'0010'0000 + quint64(site.spaces.size()));
        site.statuses.append(
            statusOf(space, stateOf(spec, number), isSilent(spec, number), number));
        site.spaces.append(space);
    }
}

domain::HealthCheck check(const char *name, double latencyMs)
{
    return {.name = QString::fromLatin1(name),
            .level = domain::HealthLevel::Healthy,
            .problem = {},
            .detail = u"works"_s,
            .since = kNow - 26h,
            .latencyMs = latencyMs};
}

} // namespace

domain::SpaceId spaceId(const QString &code)
{
    return domain::SpaceId(uuidOf(code));
}

domain::SiteSnapshot harbourSite()
{
    domain::SiteSnapshot site;
    site.site.id = domain::SiteId(uuidOf(u"Harbour Site"_s));
    site.site.name = u"Harbour Site"_s;
    site.site.timeZone = u"UTC"_s;
    for (const FloorSpec &floor : kFloors)
        addFloor(site, floor, QString::fromLatin1(floor.building));
    return site;
}

domain::SiteSnapshot largeSite(int floors, int spacesPerFloor)
{
    domain::SiteSnapshot site;
    site.site.id = domain::SiteId(uuidOf(u"Airport Site"_s));
    site.site.name = u"Airport Site"_s;
    static constexpr std::array kNames{"G", "1", "2", "3", "4", "5", "6", "7"};
    for (int i = 0; i < floors; ++i) {
        const size_t level = size_t(i) % kNames.size();
        const int building = i / int(kNames.size()) + 1;
        const int free = spacesPerFloor * building / 10;
        addFloor(site,
                 {"", kNames[level], kNames[level], int(level), spacesPerFloor, free,
                  spacesPerFloor / 21, 1, 2},
                 u"P%1"_s.arg(building));
    }
    return site;
}

QStringList codes(const QString &start, int number, int count)
{
    QStringList codes;
    for (int i = 0; i < count; ++i)
        codes.append(start + u"%1"_s.arg(number + i, 3, 10, QChar(u'0')));
    return codes;
}

void loseGateway(domain::SiteSnapshot &site, const QStringList &codes)
{
    for (qsizetype i = 0; i < site.spaces.size(); ++i) {
        domain::SpaceStatus &status = site.statuses[i]; // parallel to the spaces
        const bool lost = codes.contains(site.spaces[i].code);
        status.gatewayId = lost ? u"0016c001f1530001"_s : u"0016c001f1530002"_s;
        if (lost)
            status.lastHeard = kNow - 3h - i % 7 * 1min;
    }
}

void unplace(domain::SiteSnapshot &site, const QStringList &codes)
{
    for (domain::Space &space : site.spaces) {
        if (codes.contains(space.code))
            space.placement.reset();
    }
}

QList<domain::StateChange> history(const QString &code)
{
    const auto change = [&](Milliseconds ago, SpaceState from, SpaceState to,
                            domain::StateReason reason) {
        domain::StateChange made;
        made.spaceId = spaceId(code);
        made.previous = from;
        made.current = to;
        made.reason = reason;
        made.source = domain::nameOf(reason);
        made.time = kNow - ago;
        made.recordedAt = made.time;
        return made;
    };
    using enum domain::StateReason;
    return {
        change(2min + 36s, SpaceState::Free, SpaceState::Reserved, Reservation),
        change(21min + 36s, SpaceState::Occupied, SpaceState::Free, Sensor),
        change(4h + 50min, SpaceState::Free, SpaceState::Occupied, Sensor),
        change(20h + 50min, SpaceState::Occupied, SpaceState::Free, Sensor),
        change(23h + 30min, SpaceState::Free, SpaceState::Occupied, Sensor),
        change(30h, SpaceState::Occupied, SpaceState::Free, Sensor),
    };
}

domain::Health healthy()
{
    domain::Health health;
    health.version = u"0.1.0"_s;
    health.time = kNow;
    health.checks = {check("mqtt", 8), check("database", 3), check("journal", 0.4)};
    health.uplinksPerSecond = 4.2;
    health.lastUplink = kNow - 2s;
    health.ingesting = true;
    return health;
}

domain::Health brokerDown(Milliseconds since)
{
    domain::Health health = healthy();
    health.level = domain::HealthLevel::Unhealthy;
    domain::HealthCheck &mqtt = health.checks[0];
    mqtt.level = domain::HealthLevel::Unhealthy;
    mqtt.problem = u"BROKER_UNREACHABLE"_s;
    mqtt.detail = u"connection refused"_s;
    mqtt.since = kNow - since;
    mqtt.latencyMs.reset();
    return health;
}

domain::Health databaseDown(Milliseconds since)
{
    domain::Health health = healthy();
    health.level = domain::HealthLevel::Unhealthy;
    health.backlog = 1240;
    domain::HealthCheck &database = health.checks[1];
    database.level = domain::HealthLevel::Unhealthy;
    database.problem = u"UNREACHABLE"_s;
    database.detail = u"connection refused"_s;
    database.since = kNow - since;
    database.latencyMs.reset();
    return health;
}

} // namespace parking::fixture
