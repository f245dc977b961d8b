#pragma once

#include <QString>

#include <optional>

namespace parking::domain {

enum class SpaceState : quint8 { Free, Occupied, Reserved, Maintenance };
enum class Occupancy : quint8 { Free, Occupied };

/// How far a state may be believed. Stale: the sensor is silent for longer than its type's
/// heartbeat allows. Unverified: there is no sensor, or it was never heard.
enum class Confidence : quint8 { Fresh, Stale, Unverified };

/// Which input won in resolve().
enum class StateReason : quint8 { Override, Sensor, Reservation, ReservationSoon, Default };

QString nameOf(SpaceState state); ///< FREE, OCCUPIED, RESERVED, MAINTENANCE
QString nameOf(Occupancy occupancy); ///< FREE, OCCUPIED
QString nameOf(StateReason reason); ///< override, sensor, reservation, reservation_soon, default
std::optional<SpaceState> spaceStateFromString(QStringView text); ///< case-insensitive
std::optional<Occupancy> occupancyFromString(QStringView text); ///< case-insensitive
std::optional<StateReason> stateReasonFromString(QStringView text);

/// The plan's transition table (A69) for commands from outside (CSV, scripts). The source
/// "manual" may do anything. Asking for the state that is there is allowed: it changes nothing
/// (the plan's table refuses it, a fault).
bool isValidTransition(SpaceState from, SpaceState to, QStringView source);

} // namespace parking::domain
