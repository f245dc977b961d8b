#pragma once

#include "sim/messages.h"

#include <QSet>

#include <queue>

namespace parking::sim {

struct TrafficOptions {
    UtcTime start; ///< model time and stamped time begin here
    double speed = 1; ///< model seconds per stamped second, above 0
    double heartbeatScale = 1; ///< heartbeats this many times rarer than real ones
    Milliseconds dayOffset{0}; ///< added to stamped time before its hour is looked at
    double duplicates = 0.01; ///< share of uplinks that are delivered twice
    double late = 0.005; ///< share that is delivered after newer ones
    double rejoins = 0.0005; ///< share after which the device joins again
    double statuses = 0.002; ///< share after which a DevStatusAns follows
    int strangers = 2; ///< devices that no space knows
    QSet<int> watched = {}; ///< devices whose heartbeats are real ones from `watchedFrom` on
    UtcTime watchedFrom = {}; ///< model time
};

/// The uplinks of a believable car park, one after the other: cars come by the time of day and
/// the use of the building and stay for a while; sensors report changes at once and heartbeats
/// every 10 min (occupied) or 60 min (free), as a Browan TABS does. Deterministic by seed.
class Traffic {
public:
    Traffic(const SimSite &site, quint64 seed, const TrafficOptions &options);

    /// The next message by deliverAt. Never ends.
    SimMessage next();

    /// Changes pace and heartbeats from now on: the demo's history passes into its present.
    void setPace(double speed, double heartbeatScale);

    bool isOccupied(int device) const { return m_states[size_t(device)].occupied; }

    /// A heartbeat of one sensor at `time`, outside the order of next(). For the end of a history.
    SimMessage heartbeat(int device, UtcTime time);

    /// Uplinks in a model second, on average over a whole day.
    static double naturalRate(const SimSite &site, quint64 seed);

private:
    struct State {
        bool occupied = false;
        quint32 fCnt = 0;
        quint32 changes = 0;
        UtcTime changedAt; ///< model time
        UtcTime nextChange; ///< model time
        UtcTime nextBeat; ///< model time
    };
    struct Due {
        UtcTime time; ///< model time
        int device; ///< beyond the site's devices: a stranger
        bool operator>(const Due &other) const
        {
            return time != other.time ? time > other.time : device > other.device;
        }
    };
    struct Later {
        bool operator()(const SimMessage &a, const SimMessage &b) const
        {
            return a.deliverAt > b.deliverAt;
        }
    };

    UtcTime stamp(UtcTime model) const;
    double target(int device, UtcTime model) const;
    void planChange(int device, UtcTime now);
    void planBeat(int device, UtcTime now);
    void schedule(int device);
    void step();
    void stepStranger(int device, UtcTime now);
    SimMessage report(int device, UtcTime stamped);
    void deliver(SimMessage message, int device, UtcTime stamped);

    const SimSite &m_site;
    const TrafficOptions m_options;
    double m_speed;
    double m_heartbeatScale;
    UtcTime m_modelAnchor;
    UtcTime m_stampAnchor;
    UtcTime m_now; ///< model time of the last step
    Random m_random;
    MessageWriter m_writer;
    std::vector<State> m_states;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> m_due;
    std::priority_queue<SimMessage, std::vector<SimMessage>, Later> m_pending;
};

} // namespace parking::sim
