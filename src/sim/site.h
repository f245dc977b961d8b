#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"

#include <vector>

namespace parking::sim {

/// Who parks in a building: decides when cars come and how long they stay.
enum class BuildingUse : quint8 { Office, Shops, LongStay };

struct SimBuilding {
    QString name;
    BuildingUse use = BuildingUse::Office;
};

struct SimGateway {
    quint64 id = 0; ///< gateway EUI
    QString name;
    int building = 0; ///< index into SimSite::buildings
    int level = 0;
    double x = 0; ///< metres on its floor
    double y = 0;
};

/// How one gateway hears one sensor, on average.
struct Reach {
    int gateway = 0; ///< index into SimSite::gateways
    double rssiDbm = 0;
    double snrDb = 0;
};

enum class SensorCondition : quint8 { Well, Silent, NeverHeard };

/// The radio side of the space with the same index.
struct SimDevice {
    domain::DevEui sensorEui;
    quint32 devAddr = 0;
    int building = 0;
    std::vector<Reach> reach; ///< best first, never empty
    double batteryVolt = 3.6; ///< 3.0..3.6
    double tempCelsius = 15;
    SensorCondition condition = SensorCondition::Well;
};

struct SimSite {
    domain::Site site;
    std::vector<SimBuilding> buildings;
    std::vector<SimGateway> gateways;
    QList<domain::Floor> floors;
    QList<domain::Space> spaces;
    std::vector<SimDevice> devices; ///< devices[i] belongs to spaces[i]
};

constexpr int kMaxSimSpaces = 100'000;

/// "Harbour Site" with `spaces` (1..100,000, cut to that) spaces; the same for the same arguments,
/// ids included. With 200 to 2,000 spaces it has 3 buildings and 12 floors. Any thread.
SimSite makeSite(int spaces, quint64 seed);

} // namespace parking::sim
