#pragma once

#include "base/time.h"
#include "domain/spacestate.h"

#include <QString>

#include <optional>

namespace parking::domain {

/// What an operator set. It outranks everything until it is taken back or ends.
struct Override {
    SpaceState state = SpaceState::Maintenance; ///< MAINTENANCE, OCCUPIED or FREE
    QString reason;
    QString actor;
    UtcTime since;
    std::optional<UtcTime> until; ///< exclusive; empty: until taken back

    bool operator==(const Override &) const = default;
};

struct SensorInput {
    Occupancy occupancy = Occupancy::Free;
    UtcTime eventTime; ///< of the uplink that said so
    QString eventKey; ///< at equal times the higher key wins

    bool operator==(const SensorInput &) const = default;
};

/// The reservation that is running or next.
struct ReservationInput {
    QString id;
    UtcTime start; ///< inclusive
    UtcTime end; ///< exclusive

    bool operator==(const ReservationInput &) const = default;
};

struct StateInputs {
    std::optional<SensorInput> sensor; ///< empty: never heard
    std::optional<ReservationInput> reservation;
    std::optional<Override> operatorOverride;

    bool operator==(const StateInputs &) const = default;
};

struct StatePolicy {
    Milliseconds reservationLead = std::chrono::minutes(15);
};

struct Resolved {
    SpaceState state = SpaceState::Free;
    StateReason reason = StateReason::Default;
    bool reservedForSomeone = false; ///< occupied while a reservation runs

    bool operator==(const Resolved &) const = default;
};

/// The one rule that makes a state from its inputs (ARCHITECTURE.md): override, then sensor
/// occupied, then a reservation that runs or starts within the lead time, else free.
Resolved resolve(const StateInputs &inputs, const StatePolicy &policy, UtcTime now);

/// The next moment at which resolve() may give another answer without a new input (an override
/// ends, a reservation starts or ends); empty when there is none.
std::optional<UtcTime> nextResolve(const StateInputs &inputs, const StatePolicy &policy,
                                   UtcTime now);

/// True when `candidate` replaces `current`: later event time, at equal times the higher key.
bool supersedes(const SensorInput &candidate, const std::optional<SensorInput> &current);

} // namespace parking::domain
