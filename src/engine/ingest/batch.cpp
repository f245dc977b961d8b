#include "engine/ingest/batch.h"

#include "base/literals.h"
#include "store/changestore.h"

#include <algorithm>
#include <map>

namespace parking::engine {

namespace {

using domain::DeviceHeard;
using domain::SensorInput;
using domain::StateChange;
using store::StateRow;

/// Gives `row` the state that its inputs call for at `now`; the change, when there is one.
std::optional<StateChange> settle(StateRow &row, const domain::StatePolicy &policy, UtcTime now)
{
    const domain::Resolved resolved = domain::resolve(row.inputs, policy, now);
    row.reason = resolved.reason;
    row.reservedForSomeone = resolved.reservedForSomeone;
    if (resolved.state == row.state)
        return std::nullopt;
    StateChange change;
    change.spaceId = row.id;
    change.previous = row.state;
    change.current = resolved.state;
    change.reason = resolved.reason;
    change.recordedAt = now;
    row.state = resolved.state;
    return change;
}

} // namespace

Batch fold(std::span<const IngestItem> items)
{
    Batch batch;
    std::map<domain::DevEui, DeviceHeard> heard; // ordered: every batch touches rows in one order
    for (const IngestItem &item : items) {
        batch.end = item.position;
        if (item.deadLetter)
            batch.deadLetters.append(*item.deadLetter);
        if (item.heard) {
            const auto [it, isNew] = heard.try_emplace(item.heard->devEui, *item.heard);
            if (!isNew)
                it->second.merge(*item.heard);
        }
        if (item.display)
            batch.displays.append(*item.display);
        if (item.downlinkEvent)
            batch.downlinkEvents.append(*item.downlinkEvent);
        if (!item.reading)
            continue;
        if (!item.stored)
            batch.readings.append(*item.reading);
        if (item.sensorOf && item.reading->occupancy) {
            batch.sensorInputs[*item.sensorOf].append({.occupancy = *item.reading->occupancy,
                                                       .eventTime = item.reading->time,
                                                       .eventKey = item.reading->eventKey});
            batch.received.insert(*item.sensorOf, item.reading->receivedAt);
        }
        if (item.sensorOf)
            batch.sensors.insert(*item.sensorOf, item.reading->devEui);
    }
    for (auto &inputs : batch.sensorInputs) {
        std::sort(inputs.begin(), inputs.end(), [](const SensorInput &a, const SensorInput &b) {
            return a.eventTime != b.eventTime ? a.eventTime < b.eventTime : a.eventKey < b.eventKey;
        });
    }
    std::stable_sort(batch.displays.begin(), batch.displays.end(),
                     [](const DisplayHeard &a, const DisplayHeard &b) { return a.time < b.time; });
    batch.heard.reserve(qsizetype(heard.size()));
    for (auto &[eui, device] : heard)
        batch.heard.append(std::move(device));
    return batch;
}

QList<StateChange> advance(StateRow &row, const QList<SensorInput> &inputs,
                           const domain::StatePolicy &policy, UtcTime now)
{
    QList<StateChange> changes;
    for (const SensorInput &input : inputs) {
        if (!domain::supersedes(input, row.inputs.sensor))
            continue;
        row.inputs.sensor = input;
        if (std::optional<StateChange> change = settle(row, policy, now)) {
            change->source = u"sensor"_s;
            change->eventKey = input.eventKey;
            change->time = input.eventTime;
            row.since = input.eventTime;
            changes.append(*change);
        }
    }
    return changes;
}

std::optional<StateChange> reresolve(StateRow &row, const domain::StatePolicy &policy,
                                     const QString &source, UtcTime now)
{
    std::optional<StateChange> change = settle(row, policy, now);
    if (change) {
        change->source = source;
        change->time = now;
        row.since = now;
    }
    return change;
}

namespace {

/// Locks the touched spaces, moves their states and records the changes.
Result<> writeStates(store::Database &database, const Batch &batch,
                     const domain::StatePolicy &policy, UtcTime now, BatchOutcome &outcome,
                     LampLedger &ledger)
{
    if (batch.sensors.isEmpty())
        return {};
    store::SpaceStore spaces(database);
    Result<QList<StateRow>> locked = spaces.lockStates(batch.sensors.keys());
    if (!locked)
        return locked.error();
    QList<StateRow> moved;
    QList<StateChange> changes;
    for (StateRow &row : *locked) {
        // The binding may have changed since it was read: another device speaks for it now.
        if (row.sensorEui != batch.sensors.value(row.id))
            continue;
        const StateRow before = row;
        changes += advance(row, batch.sensorInputs.value(row.id), policy, now);
        if (row != before)
            moved.append(row);
        if (row.state != before.state && row.displayEui)
            ledger.wish({.devEui = *row.displayEui,
                         .cause = domain::DownlinkCause::Change,
                         .receivedAt = batch.received.value(row.id, now)});
        outcome.states.append(row);
    }
    if (!moved.isEmpty()) {
        if (Result<> done = spaces.writeStates(moved); !done)
            return done;
    }
    outcome.stateChanges = changes.size();
    return changes.isEmpty() ? Result<>() : store::ChangeStore(database).append(changes);
}

Result<> writeRows(store::Database &database, const Batch &batch, UtcTime now,
                   BatchOutcome &outcome)
{
    if (!batch.readings.isEmpty()) {
        store::ReadingStore readings(database);
        const Result<qint64> inserted = batch.encoded
            ? readings.insert(batch.readings, *batch.encoded)
            : readings.insert(batch.readings);
        if (!inserted)
            return inserted.error();
        outcome.newReadings = *inserted;
    }
    if (!batch.heard.isEmpty()) {
        if (Result<> done = store::DeviceStore(database).touch(batch.heard, now); !done)
            return done;
    }
    store::IngestStore ingest(database);
    if (!batch.deadLetters.isEmpty()) {
        if (Result<> done = ingest.addDeadLetters(batch.deadLetters); !done)
            return done;
        outcome.deadLetters = batch.deadLetters.size();
    }
    if (batch.end.journalId.isEmpty()) // not from a journal: demo history
        return {};
    return ingest.setPosition({batch.end.journalId, batch.end.segment, batch.end.record}, now);
}

/// After the states: a wish takes the state as it then is.
Result<> writeLamps(const Batch &batch, LampLedger &ledger, BatchOutcome &outcome)
{
    if (Result<> done = ledger.takeEvents(batch.downlinkEvents); !done)
        return done;
    if (Result<> done = ledger.hear(batch.displays); !done)
        return done;
    Result<LampOutcome> lamps = ledger.finish();
    if (!lamps)
        return lamps.error();
    outcome.lamps = std::move(*lamps);
    return {};
}

} // namespace

Result<BatchOutcome> write(store::Database &database, const Batch &batch,
                           const domain::StatePolicy &policy, const LampContext &lamps, UtcTime now)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    BatchOutcome outcome;
    outcome.heard = batch.heard;
    if (Result<> done = writeRows(database, batch, now, outcome); !done)
        return done.error();
    LampLedger ledger(database, lamps, now);
    if (Result<> done = writeStates(database, batch, policy, now, outcome, ledger); !done)
        return done.error();
    if (Result<> done = writeLamps(batch, ledger, outcome); !done)
        return done.error();
    if (Result<> done = transaction->commit(); !done)
        return done.error();
    return outcome;
}

} // namespace parking::engine
