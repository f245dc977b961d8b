#include "faults.h"

#include "sim/random.h"

namespace parking::simulation {

Faults faultsOf(quint64 seed)
{
    sim::Random random(seed ^ 0x6661756c7473ULL);
    Faults faults;
    faults.lamps.lossy = 0;
    faults.areNone = random.chance(0.06);
    if (faults.areNone)
        return faults;
    const auto some = [&random](double most) {
        return random.chance(0.5) ? most * random.unit() : 0.0;
    };
    faults.lamps.classA = random.chance(0.2);
    faults.lostOnAir = some(0.1);
    faults.lost = some(0.05);
    faults.twice = some(0.2);
    faults.late = some(0.15);
    faults.lostPuback = some(0.05);
    faults.kills = some(20);
    faults.stops = some(6);
    faults.brokerOutages = some(6);
    faults.databaseOutages = some(8);
    faults.databaseTroubles = some(8);
    faults.restOutages = some(6);
    faults.restTroubles = some(8);
    faults.serverOutages = some(4);
    faults.sensorJoins = some(2);
    faults.lamps.lossy = some(0.4);
    faults.lamps.mute = some(0.1);
    faults.lamps.rejoins = some(4);
    return faults;
}

} // namespace parking::simulation
