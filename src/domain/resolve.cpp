#include "domain/resolve.h"

#include <algorithm>

namespace parking::domain {

namespace {

bool isRunning(const Override &value, UtcTime now)
{
    return !value.until || now < *value.until;
}

bool isRunning(const ReservationInput &reservation, UtcTime now)
{
    return reservation.start <= now && now < reservation.end;
}

} // namespace

Resolved resolve(const StateInputs &inputs, const StatePolicy &policy, UtcTime now)
{
    const auto &reservation = inputs.reservation;
    const bool booked = reservation && isRunning(*reservation, now);
    if (inputs.operatorOverride && isRunning(*inputs.operatorOverride, now)) {
        const SpaceState state = inputs.operatorOverride->state;
        return {state, StateReason::Override, state == SpaceState::Occupied && booked};
    }
    if (inputs.sensor && inputs.sensor->occupancy == Occupancy::Occupied)
        return {SpaceState::Occupied, StateReason::Sensor, booked};
    if (booked)
        return {SpaceState::Reserved, StateReason::Reservation, false};
    if (reservation && now < reservation->start
        && reservation->start - now <= policy.reservationLead)
        return {SpaceState::Reserved, StateReason::ReservationSoon, false};
    return {SpaceState::Free, inputs.sensor ? StateReason::Sensor : StateReason::Default, false};
}

std::optional<UtcTime> nextResolve(const StateInputs &inputs, const StatePolicy &policy,
                                   UtcTime now)
{
    std::optional<UtcTime> next;
    const auto consider = [&](UtcTime time) {
        if (time > now && (!next || time < *next))
            next = time;
    };
    if (inputs.operatorOverride && inputs.operatorOverride->until)
        consider(*inputs.operatorOverride->until);
    if (inputs.reservation) {
        consider(inputs.reservation->start - policy.reservationLead);
        consider(inputs.reservation->start);
        consider(inputs.reservation->end);
    }
    return next;
}

bool supersedes(const SensorInput &candidate, const std::optional<SensorInput> &current)
{
    if (!current)
        return true;
    if (candidate.eventTime != current->eventTime)
        return candidate.eventTime > current->eventTime;
    return candidate.eventKey > current->eventKey;
}

} // namespace parking::domain
