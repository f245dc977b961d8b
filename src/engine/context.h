#pragma once

namespace parking {
class Clock;
}

namespace parking::engine {

class DatabaseLink;
class HealthTracker;
class IngestRole;
class Lamps;
class LiveStates;
class Peers;
struct MovementRules;

/// What the parts of the engine work with. Each includes the headers of those that it uses, and the
/// layering test lets it see only what lies below: station < lamps < spaces < bookings, ingest.
/// Engine owns all of them and alone connects them.
struct Context {
    DatabaseLink &link;
    IngestRole &role;
    Peers &peers;
    HealthTracker &health;
    Lamps &lamps;
    LiveStates &states;
    const MovementRules &rules; ///< by which states move
    Clock &clock;
};

} // namespace parking::engine
