#pragma once

#include "domain/bookingpolicy.h"
#include "domain/intake.h"
#include "engine/context.h"
#include "engine/lamps/lampledger.h"
#include "engine/station/databaselink.h"
#include "store/statestore.h"

namespace parking::engine {

/// By which rules states move, and lamps with them; and how much is kept beside that.
struct MovementRules {
    domain::StatePolicy states = {};
    LampContext lamps = {}; ///< Lamps keeps it true
    domain::IntakeBounds bounds = {};
    domain::BookingPolicy bookings = {}; ///< the site's; Bookings keeps it, and `states`, true
    /// What the database server's clock is ahead of ours: bookings, and what holds until a time, go
    /// by that one clock, whichever program moves them. Bookings measures it.
    Milliseconds clockAhead{0};
};

/// Why a state is settled anew; a row of state_changes says it.
struct MovementCause {
    QString source; ///< override, engine, reservation
    QString actor = {}; ///< who, when a person did it
    QString note = {};
};

/// A space under the transaction's lock: as it was, and as it is to be.
struct MovingSpace {
    store::StateRow before;
    store::StateRow row;
    std::optional<UtcTime> receivedAt = {}; ///< of the uplink that moves it
};

/// What a movement left in the database.
struct Moved {
    QList<store::StateRow> states; ///< every space that was locked
    qint64 stateChanges = 0;
    LampOutcome lamps;
};

/// The one way in which states move: within a transaction of the caller, spaces are locked, their
/// inputs set and their states settled; finish() writes rows, changes and whatever must follow a
/// change of state (today the lamps' commands). Uplinks, overrides and the clock all go this way.
class Movement {
public:
    /// `now` by this computer's clock.
    Movement(store::Database &database, const MovementRules &rules, UtcTime now)
        : m_database(database), m_rules(rules), m_now(now + rules.clockAhead),
          m_lamps(database, rules.lamps, now)
    {
    }

    store::Database &database() { return m_database; }
    const MovementRules &rules() const { return m_rules; }
    UtcTime now() const { return m_now; } ///< by the database server's clock
    /// What lamps and ChirpStack said; before finish(), which turns wishes into commands.
    LampLedger &lamps() { return m_lamps; }

    /// Locks these spaces in the one order that all keep. Deleted and unknown ones are left out,
    /// and ones that cannot be read unless `bad` refuses.
    Result<> lock(const QList<domain::SpaceId> &ids, store::BadRows bad = store::BadRows::LeaveOut);
    /// What the locked spaces are booked for, anew: after their bookings were written. Which
    /// booking is the next one is no change of the space.
    Result<> readBookings();
    QList<MovingSpace> &spaces() { return m_spaces; }

    /// What the sensor said, oldest first; every change on the way is recorded.
    void sense(MovingSpace &space, const QList<domain::SensorInput> &inputs);
    /// The state that the space's inputs call for now. Recorded when state or inputs differ from
    /// before, also when the state stays: who blocked a space, and why, must be found again.
    void settle(MovingSpace &space, const MovementCause &cause);

    Result<Moved> finish();

private:
    store::Database &m_database;
    const MovementRules &m_rules;
    const UtcTime m_now;
    LampLedger m_lamps;
    QList<MovingSpace> m_spaces;
    QList<domain::StateChange> m_changes;
};

/// Tells the parts below of a committed movement; those who watch hear of it within 50 ms.
void publish(const Context &context, const Moved &moved);
/// The same; they hear of it at once.
void publishNow(const Context &context, const Moved &moved);

/// A movement in a transaction of its own; `fill(Movement &)` gives Result<>. What moved is told
/// once it is committed.
template <class Fill>
Result<> move(const Context &context, UtcTime now, Fill fill)
{
    const Result<Moved> moved =
        context.link.transact([&](store::Database &database) -> Result<Moved> {
            Movement movement(database, context.rules, now);
            if (Result<> done = fill(movement); !done)
                return done.error();
            return movement.finish();
        });
    if (!moved)
        return moved.error();
    publishNow(context, *moved);
    return {};
}

/// Moves a row by sensor inputs (oldest first) and gives every change of state on the way, so that
/// a short stay within one batch is not lost to history.
QList<domain::StateChange> advance(store::StateRow &row, const QList<domain::SensorInput> &inputs,
                                   const domain::StatePolicy &policy, UtcTime now);

/// Resolves a row again without a new sensor input (override set, cleared, ended; reservation
/// began). Empty when the state stays.
std::optional<domain::StateChange> reresolve(store::StateRow &row,
                                             const domain::StatePolicy &policy,
                                             const QString &source, UtcTime now);

} // namespace parking::engine
