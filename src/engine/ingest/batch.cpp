#include "engine/ingest/batch.h"

#include "base/literals.h"
#include "store/devicestore.h"
#include "store/transaction.h"

#include <algorithm>
#include <map>

namespace parking::engine {

using domain::DeviceHeard;
using domain::SensorInput;

Batch fold(std::span<const IngestItem> items)
{
    Batch batch;
    batch.readings.reserve(qsizetype(items.size()));
    std::map<domain::DevEui, DeviceHeard> heard; // ordered: every batch touches rows in one order
    for (const IngestItem &item : items) {
        batch.end = item.position;
        ++batch.taken.messages;
        if (item.deadLetter) {
            batch.deadLetters.append(*item.deadLetter);
            ++batch.taken.refused[item.deadLetter->code];
        }
        if (item.lead)
            batch.arrived.append({item.receivedAt, *item.lead});
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

namespace {

/// The spaces whose sensors spoke.
Result<> moveStates(Movement &movement, const Batch &batch)
{
    if (batch.sensors.isEmpty())
        return {};
    if (Result<> done = movement.lock(batch.sensors.keys()); !done)
        return done;
    for (MovingSpace &space : movement.spaces()) {
        // The binding may have changed since it was read: another device speaks for it now.
        if (space.row.sensorEui != batch.sensors.value(space.row.id))
            continue;
        space.receivedAt = batch.received.value(space.row.id, movement.now());
        movement.sense(space, batch.sensorInputs.value(space.row.id));
    }
    return {};
}

/// Gives what was heard with the number of uplinks that are new: redeliveries are no uplinks.
Result<QList<DeviceHeard>> writeReadings(store::Database &database, const Batch &batch,
                                         BatchOutcome &outcome)
{
    QList<DeviceHeard> heard = batch.heard;
    for (DeviceHeard &device : heard)
        device.uplinks = 0;
    if (batch.readings.isEmpty())
        return heard;
    const auto inserted = store::ReadingStore(database).insertEach(
        batch.readings, batch.encoded ? &*batch.encoded : nullptr);
    if (!inserted)
        return inserted.error();
    outcome.newReadings = inserted->count;
    QHash<domain::DevEui, int> uplinks;
    for (qsizetype i = 0; i < batch.readings.size(); ++i)
        uplinks[batch.readings[i].devEui] += inserted->isNew[i];
    for (DeviceHeard &device : heard)
        device.uplinks = uplinks.value(device.devEui);
    return heard;
}

Result<> writeRows(store::Database &database, const Batch &batch, UtcTime now,
                   BatchOutcome &outcome)
{
    const Result<QList<DeviceHeard>> heard = writeReadings(database, batch, outcome);
    if (!heard)
        return heard.error();
    if (!heard->isEmpty()) {
        if (Result<> done = store::DeviceStore(database).touch(*heard, now); !done)
            return done;
    }
    store::IngestStore ingest(database);
    if (!batch.deadLetters.isEmpty()) {
        if (Result<> done = ingest.addDeadLetters(batch.deadLetters); !done)
            return done;
    }
    if (batch.end.journalId.isEmpty()) // not from a journal: demo history
        return {};
    return ingest.setPosition(
        {batch.end.journalId, batch.end.segment, batch.end.record, batch.end.segmentId}, now);
}

/// In a transaction of the caller.
Result<BatchOutcome> writeAll(store::Database &database, const Batch &batch,
                              const MovementRules &rules, UtcTime now)
{
    BatchOutcome outcome;
    outcome.heard = batch.heard;
    outcome.taken = batch.taken;
    outcome.arrived = batch.arrived;
    if (Result<> done = writeRows(database, batch, now, outcome); !done)
        return done.error();
    Movement movement(database, rules, now);
    if (Result<> done = moveStates(movement, batch); !done)
        return done.error();
    if (Result<> done = movement.lamps().takeEvents(batch.downlinkEvents); !done)
        return done.error();
    if (Result<> done = movement.lamps().hear(batch.displays); !done)
        return done.error();
    Result<Moved> moved = movement.finish();
    if (!moved)
        return moved.error();
    outcome.moved = std::move(*moved);
    return outcome;
}

} // namespace

Result<BatchOutcome> write(store::Database &database, const Batch &batch,
                           const MovementRules &rules, UtcTime now)
{
    return store::transact(database, [&] { return writeAll(database, batch, rules, now); });
}

Result<BatchOutcome> writeLetter(store::Database &database, const Batch &batch,
                                 const MovementRules &rules, UtcTime now, qint64 letter)
{
    return store::transact(database, [&]() -> Result<BatchOutcome> {
        Result<BatchOutcome> outcome = writeAll(database, batch, rules, now);
        if (!outcome)
            return outcome;
        const auto removed = store::IngestStore(database).removeDeadLetters({letter});
        return removed ? outcome : Result<BatchOutcome>(removed.error());
    });
}

Result<> tryOut(store::Database &database, const Batch &batch, const MovementRules &rules,
                UtcTime now)
{
    const Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    const Result<BatchOutcome> outcome = writeAll(database, batch, rules, now);
    return outcome ? Result<>() : Result<>(outcome.error()); // rolls back either way
}

} // namespace parking::engine
