#pragma once

#include "domain/ids.h"
#include "domain/resolve.h"
#include "domain/rhythm.h"

#include <QList>
#include <QMetaType>

namespace parking::domain {

/// The live part of a space, as it travels from engine or archive to the window.
struct SpaceStatus {
    SpaceId id;
    SpaceState state = SpaceState::Free;
    StateReason reason = StateReason::Default;
    bool reservedForSomeone = false;
    UtcTime since; ///< event time of the change to `state`
    StateInputs inputs;
    bool hasSensor = false;
    std::optional<UtcTime> lastHeard; ///< newest uplink of the sensor
    Milliseconds silentAfter{0}; ///< see SilenceLimit; 0: no limit
    Milliseconds heardEvery{0}; ///< how often the sensor speaks at least; 0: not known
    SilenceLimit::Origin limitFrom = SilenceLimit::Origin::Usual; ///< how the two are known
    std::optional<double> batteryVolt;
    std::optional<int> rssiDbm;
    std::optional<double> snrDb;
    QString gatewayId; ///< best gateway of the newest uplink that tells one; empty: never told

    bool operator==(const SpaceStatus &) const = default;

    /// Confidence changes by time alone, so it is asked for and not stored. A sensor that is heard
    /// and not understood has said nothing of the space.
    Confidence confidence(UtcTime now) const
    {
        if (!hasSensor || !lastHeard)
            return Confidence::Unverified;
        if (silentAfter.count() > 0 && now - *lastHeard > silentAfter)
            return Confidence::Stale;
        return inputs.sensor ? Confidence::Fresh : Confidence::Unverified;
    }

    void setLimit(const SilenceLimit &limit)
    {
        silentAfter = limit.after;
        heardEvery = limit.every;
        limitFrom = limit.origin;
    }

    /// Since when the space is known to be in its state; empty: nobody knows. A space is FREE by
    /// default from its import on, which nobody saw.
    std::optional<UtcTime> knownSince() const
    {
        if (reason == StateReason::Default)
            return std::nullopt;
        if (reason == StateReason::Override && inputs.operatorOverride)
            return inputs.operatorOverride->since;
        return since;
    }

    /// How sure the state is where the sensor is heard like this: an operator's word holds whatever
    /// it says, and a booking's where it has said nothing.
    Confidence certainty(Confidence heard) const
    {
        const bool isBooked =
            reason == StateReason::Reservation || reason == StateReason::ReservationSoon;
        return reason == StateReason::Override || (isBooked && heard == Confidence::Unverified)
            ? Confidence::Fresh
            : heard;
    }
};

/// One row of state_changes.
struct StateChange {
    SpaceId spaceId;
    std::optional<SpaceState> previous;
    SpaceState current = SpaceState::Free;
    QString source; ///< sensor, override, reservation, import, engine, manual
    QString actor; ///< who, when a person did it
    QString requestId;
    StateReason reason = StateReason::Default;
    QString eventKey; ///< of the uplink, when one caused it
    UtcTime time; ///< event time
    UtcTime recordedAt;
    QString note; ///< an operator's words

    bool operator==(const StateChange &) const = default;

    /// What it is from here on is known: FREE by default is what nobody saw.
    bool isKnown() const { return reason != StateReason::Default; }
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::SpaceStatus)
