#include "sim/site.h"

#include "base/literals.h"
#include "sim/floorlayout.h"
#include "sim/random.h"

#include <QSet>

#include <cmath>

namespace parking::sim {

namespace {

constexpr UtcTime kBuiltAt = std::chrono::sys_days(std::chrono::year(2025) / 1 / 6);
constexpr quint64 kSensorPrefix = 0x58a0cb0000000000; ///< Browan
constexpr quint64 kBusylightPrefix = 0x2020200000000000;
constexpr quint64 kHeltecPrefix = 0x70b3d57ed0060000;
constexpr quint64 kGatewayPrefix = 0x0016c001f1530000;
constexpr int kMaxHeltecs = 0x10000;

struct BuildingPlan {
    SimBuilding building;
    QString codePrefix; ///< North has none, so that its codes read as the floor's name
    int spaces = 0;
    int basements = 0;
    int floors = 1;
};

/// `total` dealt out by `weights`, each at least 1; total >= weights.size().
std::vector<int> deal(int total, const std::vector<double> &weights)
{
    double rest = 0;
    for (const double weight : weights)
        rest += weight;
    std::vector<int> shares;
    int left = total;
    for (size_t i = 0; i < weights.size(); ++i) {
        const int others = int(weights.size() - i - 1);
        const int share = std::clamp(int(left * weights[i] / rest + 0.5), 1, left - others);
        shares.push_back(others == 0 ? left : share);
        left -= share;
        rest -= weights[i];
    }
    return shares;
}

int buildingCount(int spaces)
{
    if (spaces < 40)
        return 1;
    if (spaces < 200)
        return 2;
    return std::clamp((spaces + 2499) / 2500, 3, 40);
}

std::vector<BuildingPlan> planBuildings(int spaces)
{
    static constexpr std::array kNames{"North", "South", "Quay", "East", "West"};
    static constexpr std::array kPrefixes{"", "S", "Q", "E", "W"};
    const int count = buildingCount(spaces);
    const bool isOrdinary = spaces >= 200 && spaces <= 2000; // 6 + 3 + 3 floors
    std::vector<double> weights(size_t(count), 1.0);
    weights[0] = isOrdinary ? 3.0 : 1.0;
    const std::vector<int> shares = deal(spaces, weights);
    std::vector<BuildingPlan> plans;
    for (int i = 0; i < count; ++i) {
        BuildingPlan plan;
        const bool isNamed = i < int(kNames.size());
        plan.building.name = isNamed ? QString::fromLatin1(kNames[size_t(i)]) : u"P%1"_s.arg(i + 1);
        plan.codePrefix =
            isNamed ? QString::fromLatin1(kPrefixes[size_t(i)]) : u"P%1-"_s.arg(i + 1);
        plan.building.use = BuildingUse(i % 3);
        plan.spaces = shares[size_t(i)];
        plan.floors = isOrdinary ? (i == 0 ? 6 : 3) : std::clamp(plan.spaces / 150, 1, 8);
        plan.basements = plan.floors >= 5 ? 2 : 0;
        plans.push_back(plan);
    }
    return plans;
}

QString floorName(int level)
{
    if (level == 0)
        return u"G"_s;
    return level < 0 ? u"B%1"_s.arg(-level) : QString::number(level);
}

QString floorTitle(int level)
{
    if (level == 0)
        return u"Ground"_s;
    return level < 0 ? u"Basement %1"_s.arg(-level) : u"Level %1"_s.arg(level);
}

class SiteBuilder {
public:
    explicit SiteBuilder(quint64 seed) : m_random(seed) { }

    SimSite build(int spaces)
    {
        m_result.site = {
            domain::SiteId(m_random.uuid()), u"Harbour Site"_s, u"Europe/London"_s, {}};
        m_firstSensor = m_random.bits() & 0xffffff0000;
        for (const BuildingPlan &plan : planBuildings(spaces))
            addBuilding(plan);
        chooseConditions();
        return std::move(m_result);
    }

private:
    void addBuilding(const BuildingPlan &plan)
    {
        const int building = int(m_result.buildings.size());
        m_result.buildings.push_back(plan.building);
        std::vector<double> weights(size_t(plan.floors), 1.0);
        if (plan.basements > 0)
            weights[1] = 1.4; // B1 is the large floor
        const std::vector<int> shares = deal(plan.spaces, weights);
        const qsizetype firstSpace = m_result.spaces.size();
        const qsizetype firstFloor = m_result.floors.size();
        for (int i = 0; i < plan.floors; ++i)
            addFloor(plan, i - plan.basements, shares[size_t(i)]);
        addGateways(plan, building, m_result.floors.mid(firstFloor));
        for (qsizetype i = firstSpace; i < m_result.spaces.size(); ++i)
            addDevice(building, int(i));
    }

    void addFloor(const BuildingPlan &plan, int level, int count)
    {
        FloorNeeds needs;
        needs.spaces = count;
        needs.charging = level == 0 || level == -1;
        if (level + 1 < plan.floors - plan.basements)
            needs.rampUp = level == -1 ? floorTitle(0) : floorName(level + 1);
        if (level > -plan.basements)
            needs.rampDown = level == 1 ? floorTitle(0) : floorName(level - 1);
        FloorLayout layout = layOutFloor(needs);

        domain::Floor floor;
        floor.id = domain::FloorId(m_random.uuid());
        floor.siteId = m_result.site.id;
        floor.building = plan.building.name;
        floor.name = floorName(level);
        floor.title = floorTitle(level);
        floor.level = level;
        floor.widthM = layout.widthM;
        floor.heightM = layout.heightM;
        floor.plan = std::move(layout.plan);
        for (int i = 0; i < count; ++i)
            addSpace(plan, floor, i + 1, layout.spaces[size_t(i)]);
        m_result.floors.append(std::move(floor));
    }

    void addSpace(const BuildingPlan &plan, const domain::Floor &floor, int number,
                  const LaidOutSpace &place)
    {
        domain::Space space;
        space.id = domain::SpaceId(m_random.uuid());
        space.siteId = m_result.site.id;
        space.code = u"%1%2-%3"_s.arg(plan.codePrefix, floor.name).arg(number, 3, 10, QChar(u'0'));
        space.name = u"%1 %2"_s.arg(floor.building, space.code);
        space.building = floor.building;
        space.floor = floor.name;
        space.zone = place.zone;
        space.features = place.features;
        space.placement = place.placement;
        const quint64 index = quint64(m_result.spaces.size());
        space.sensorEui = domain::DevEui(kSensorPrefix | ((m_firstSensor + index) & 0xffffffffff));
        space.displayEui = displayEui(index);
        space.createdAt = space.updatedAt = kBuiltAt;
        m_levels.push_back(floor.level);
        m_result.spaces.append(std::move(space));
    }

    /// Three spaces in five have a lamp, one lamp in twelve is a Heltec display.
    std::optional<domain::DevEui> displayEui(quint64 index)
    {
        if (!m_random.chance(0.6))
            return std::nullopt;
        if (m_random.chance(1.0 / 12) && m_heltecs < kMaxHeltecs)
            return domain::DevEui(kHeltecPrefix + quint64(m_heltecs++));
        return domain::DevEui(kBusylightPrefix + 0x1000 + index);
    }

    void addGateways(const BuildingPlan &plan, int building, const QList<domain::Floor> &floors)
    {
        const int count = plan.floors >= 4 ? 3 : 2;
        for (int i = 0; i < count; ++i) {
            const domain::Floor &floor = floors[(2 * i + 1) * floors.size() / (2 * count)];
            SimGateway gateway;
            gateway.id = kGatewayPrefix + m_result.gateways.size() + 1;
            gateway.name = u"gw-%1-%2"_s.arg(plan.building.name.toLower()).arg(i + 1);
            gateway.building = building;
            gateway.level = floor.level;
            gateway.x = floor.widthM * (i % 2 == 0 ? 0.25 : 0.75);
            gateway.y = floor.heightM * 0.5;
            m_result.gateways.push_back(gateway);
        }
        m_firstGateway = int(m_result.gateways.size()) - count;
    }

    void addDevice(int building, int index)
    {
        const domain::Space &space = m_result.spaces[index];
        SimDevice device;
        device.sensorEui = *space.sensorEui;
        device.devAddr = 0x01000000u + quint32(index);
        device.building = building;
        device.batteryVolt =
            m_random.chance(0.03) ? m_random.between(3.0, 3.15) : m_random.between(3.3, 3.6);
        device.tempCelsius =
            m_levels[size_t(index)] < 0 ? m_random.between(13, 17) : m_random.between(8, 20);
        for (int g = m_firstGateway; g < int(m_result.gateways.size()); ++g)
            device.reach.push_back(reachOf(g, *space.placement, m_levels[size_t(index)]));
        std::sort(device.reach.begin(), device.reach.end(),
                  [](const Reach &a, const Reach &b) { return a.rssiDbm > b.rssiDbm; });
        while (device.reach.size() > 1 && device.reach.back().rssiDbm < -120)
            device.reach.pop_back();
        m_result.devices.push_back(std::move(device));
    }

    /// Path loss over the distance, 11 dB per slab between, and the luck of the place.
    Reach reachOf(int index, const domain::Placement &at, int level)
    {
        const SimGateway &gateway = m_result.gateways[size_t(index)];
        const double slabs = std::abs(level - gateway.level);
        const double distance =
            std::max(2.0, std::hypot(at.x - gateway.x, at.y - gateway.y, slabs * 3.2));
        const double rssi = -52 - 24 * std::log10(distance) - 11 * slabs + 4 * m_random.normal();
        Reach reach;
        reach.gateway = index;
        reach.rssiDbm = std::clamp(rssi, -125.0, -45.0);
        reach.snrDb = std::clamp((reach.rssiDbm + 117) / 2.5, -18.0, 11.0);
        return reach;
    }

    /// About one sensor in 150 fell silent, one in 250 was never heard; small sites are all well.
    void chooseConditions()
    {
        const int count = int(m_result.devices.size());
        for (int i = 0; i < count / 150; ++i)
            m_result.devices[size_t(m_random.below(count))].condition = SensorCondition::Silent;
        for (int i = 0; i < count / 250; ++i)
            m_result.devices[size_t(m_random.below(count))].condition = SensorCondition::NeverHeard;
    }

    Random m_random;
    SimSite m_result;
    std::vector<int> m_levels; ///< of each space's floor
    quint64 m_firstSensor = 0;
    int m_heltecs = 0;
    int m_firstGateway = 0; ///< of the building that is being built
};

} // namespace

SimSite makeSite(int spaces, quint64 seed)
{
    return SiteBuilder(seed).build(std::clamp(spaces, 1, kMaxSimSpaces));
}

} // namespace parking::sim
