#include "engine/ingest/batch.h"

#include "engine/ingest/batchwriter.h"
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
        if (item.log)
            batch.logs.append(*item.log);
        if (item.isStranger)
            ++batch.strangers[item.heard->devEui];
        if (!item.reading)
            continue;
        if (item.stored) {
            batch.repeated.append({item.reading->devEui, item.reading->eventKey});
        } else {
            batch.readings.append(*item.reading);
            batch.remarks.append(item.remarks);
        }
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

Result<BatchOutcome> write(store::Database &database, const Batch &batch,
                           const MovementRules &rules, UtcTime now)
{
    return store::transact(database,
                           [&] { return BatchWriter(database, batch, rules, now).write(); });
}

Result<BatchOutcome> writeLetter(store::Database &database, const Batch &batch,
                                 const MovementRules &rules, UtcTime now, qint64 letter)
{
    return store::transact(database, [&]() -> Result<BatchOutcome> {
        Result<BatchOutcome> outcome = BatchWriter(database, batch, rules, now).write();
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
    const Result<BatchOutcome> outcome = BatchWriter(database, batch, rules, now).write();
    return outcome ? Result<>() : Result<>(outcome.error()); // rolls back either way
}

} // namespace parking::engine
