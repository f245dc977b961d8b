#include "engine/spaces/movement.h"

#include "base/literals.h"
#include "engine/lamps/lamps.h"
#include "engine/spaces/livestates.h"
#include "store/bookingstore.h"
#include "store/changestore.h"
#include "store/statestore.h"

#include <algorithm>

namespace parking::engine {

using domain::StateChange;
using store::StateRow;

namespace {

/// What it is, as far as anybody knows: FREE by default is what nobody saw.
std::optional<domain::SpaceState> knownOf(const StateRow &row)
{
    return row.reason == domain::StateReason::Default ? std::nullopt : std::optional(row.state);
}

/// Gives `row` the state that its inputs call for at `now`; the change, when there is one. That a
/// space is known to be FREE, of which nobody knew, is one.
std::optional<StateChange> resolveRow(StateRow &row, const domain::StatePolicy &policy, UtcTime now)
{
    const domain::Resolved resolved = domain::resolve(row.inputs, policy, now);
    const auto previous = knownOf(row);
    row.reason = resolved.reason;
    row.reservedForSomeone = resolved.reservedForSomeone;
    const bool becomesKnown = !previous && resolved.reason != domain::StateReason::Default;
    if (resolved.state == row.state && !becomesKnown)
        return std::nullopt;
    StateChange change;
    change.spaceId = row.id;
    change.previous = previous;
    change.current = resolved.state;
    change.reason = resolved.reason;
    change.recordedAt = now;
    row.state = resolved.state;
    return change;
}

/// When a change happened that is told of `told`. A space's history is read in the order of its
/// times: what a sensor says late, or with a clock that is ahead, does not get before, and so
/// behind, the change that it follows. The event's own time stays with the reading.
UtcTime timeOfChange(const StateRow &row, UtcTime told)
{
    return std::max(told, row.since);
}

} // namespace

QList<StateChange> advance(StateRow &row, const QList<domain::SensorInput> &inputs,
                           const domain::StatePolicy &policy, UtcTime now)
{
    QList<StateChange> changes;
    for (const domain::SensorInput &input : inputs) {
        if (!domain::supersedes(input, row.inputs.sensor))
            continue;
        const bool isFirstWord = !row.inputs.sensor;
        row.inputs.sensor = input;
        if (isFirstWord && row.reason == domain::StateReason::Default)
            row.since = input.eventTime; // what it was before, nobody knew
        if (std::optional<StateChange> change = resolveRow(row, policy, now)) {
            change->source = u"sensor"_s;
            change->eventKey = input.eventKey;
            change->time = timeOfChange(row, input.eventTime);
            row.since = change->time;
            changes.append(*change);
        }
    }
    return changes;
}

std::optional<StateChange> reresolve(StateRow &row, const domain::StatePolicy &policy,
                                     const QString &source, UtcTime now)
{
    std::optional<StateChange> change = resolveRow(row, policy, now);
    if (change) {
        change->source = source;
        change->time = timeOfChange(row, now);
        row.since = change->time;
    }
    return change;
}

Result<> Movement::lock(const QList<domain::SpaceId> &ids, store::BadRows bad)
{
    Result<QList<StateRow>> rows = store::StateStore(m_database).lock(ids, bad);
    if (!rows)
        return rows.error();
    m_spaces.reserve(m_spaces.size() + rows->size());
    for (StateRow &row : *rows)
        m_spaces.append({row, row});
    return readBookings();
}

// Its own statement, behind the lock: one that was written while this one waited is seen.
Result<> Movement::readBookings()
{
    if (m_spaces.isEmpty())
        return {};
    QList<domain::SpaceId> ids;
    ids.reserve(m_spaces.size());
    for (const MovingSpace &space : std::as_const(m_spaces))
        ids.append(space.row.id);
    const auto next = store::BookingStore(m_database).next(ids, m_now);
    if (!next)
        return next.error();
    for (MovingSpace &space : m_spaces) {
        const auto found = next->constFind(space.row.id);
        space.row.inputs.reservation = found == next->cend() ? std::nullopt : std::optional(*found);
        space.before.inputs.reservation = space.row.inputs.reservation;
    }
    return {};
}

void Movement::sense(MovingSpace &space, const QList<domain::SensorInput> &inputs)
{
    m_changes += advance(space.row, inputs, m_rules.states, m_now);
}

void Movement::settle(MovingSpace &space, const MovementCause &cause)
{
    reresolve(space.row, m_rules.states, cause.source, m_now);
    if (space.row == space.before)
        return;
    StateChange change;
    change.spaceId = space.row.id;
    change.previous = knownOf(space.before);
    change.current = space.row.state;
    change.source = cause.source;
    change.actor = cause.actor;
    change.reason = space.row.reason;
    change.time = timeOfChange(space.row, m_now);
    change.recordedAt = m_now;
    change.note = cause.note;
    m_changes.append(change);
}

Result<Moved> Movement::finish()
{
    Moved moved;
    QList<StateRow> resolved;
    QList<StateRow> sensed;
    for (const MovingSpace &space : std::as_const(m_spaces)) {
        moved.states.append(space.row);
        if (space.row.inputs.sensor != space.before.inputs.sensor)
            sensed.append(space.row);
        else if (space.row != space.before)
            resolved.append(space.row);
        // With what it rests on it becomes known, or unknown, whether it is free.
        const bool isOther =
            space.row.state != space.before.state || space.row.reason != space.before.reason;
        if (isOther && space.row.displayEui)
            m_lamps.wish({.devEui = *space.row.displayEui,
                          .cause = domain::DownlinkCause::Change,
                          .receivedAt = space.receivedAt});
    }
    store::StateStore states(m_database);
    if (Result<> done = states.write(sensed); !done)
        return done.error();
    if (Result<> done = states.writeResolved(resolved); !done)
        return done.error();
    if (!m_changes.isEmpty()) {
        if (Result<> done = store::ChangeStore(m_database).append(m_changes); !done)
            return done.error();
    }
    moved.stateChanges = m_changes.size();
    Result<LampOutcome> lamps = m_lamps.finish();
    if (!lamps)
        return lamps.error();
    moved.lamps = std::move(*lamps);
    return moved;
}

void publish(const Context &context, const Moved &moved)
{
    context.lamps.take(moved.lamps);
    context.states.take(moved.states);
}

void publishNow(const Context &context, const Moved &moved)
{
    publish(context, moved);
    context.states.flush();
}

} // namespace parking::engine
