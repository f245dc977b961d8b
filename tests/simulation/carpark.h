#pragma once

#include "network.h"

namespace parking::simulation {

/// Cars that come and go, some in the seconds after another, and the sensors that tell of it: at
/// once, and each hour.
class CarPark {
public:
    /// `faults`: what happens to uplinks and sensors; until end().
    CarPark(VirtualClock &clock, sim::Random &random, Network &network, Oracle &oracle,
            const sim::SimSite &site, const Faults &faults);

    void begin(std::function<void()> changed); ///< told of each car
    void end(); ///< no car moves any more; sensors go on
    /// All at once: two or three cars at each space, seconds apart.
    void rush();
    int changes() const; ///< of spaces with a lamp
    /// Until then something is going on that the station has to do with.
    UtcTime busyUntil() const { return m_busyUntil; }

private:
    struct Sensor {
        bool isOccupied = false;
        quint32 fCnt = 0;
        int changes = 0;
    };

    void planChange(int device);
    void change(int device);
    void move(int device);
    void beat(int device);
    void joinLater(int device);
    void tell(int device);

    VirtualClock &m_clock;
    sim::Random &m_random;
    Network &m_network;
    Oracle &m_oracle;
    Faults m_faults;
    const sim::SimSite &m_site;
    sim::MessageWriter m_writer;
    std::vector<Sensor> m_sensors;
    UtcTime m_busyUntil;
    std::function<void()> m_changed;
    bool m_isOver = false;
};

} // namespace parking::simulation
