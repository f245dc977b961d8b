#include "engine/ingest/batchwriter.h"

#include "store/devicestore.h"
#include "store/ingeststore.h"
#include "store/remarkstore.h"

namespace parking::engine {

using domain::DevEui;
using domain::DeviceHeard;
using domain::Remark;

Result<BatchOutcome> BatchWriter::write()
{
    m_outcome.heard = m_batch.heard;
    m_outcome.taken = m_batch.taken;
    m_outcome.arrived = m_batch.arrived;
    if (Result<> done = findUnlisted(); !done)
        return done.error();
    if (Result<> done = writeReadings(); !done)
        return done.error();
    if (Result<> done = writeDevices(); !done)
        return done.error();
    if (Result<> done = writeIntake(); !done)
        return done.error();
    Movement movement(m_database, m_rules, m_now);
    if (Result<> done = moveStates(movement); !done)
        return done.error();
    if (Result<> done = writeRemarks(); !done)
        return done.error();
    if (Result<> done = movement.lamps().takeEvents(m_batch.downlinkEvents); !done)
        return done.error();
    if (Result<> done = movement.lamps().hear(m_batch.displays); !done)
        return done.error();
    Result<Moved> moved = movement.finish();
    if (!moved)
        return moved.error();
    m_outcome.moved = std::move(*moved);
    return std::move(m_outcome);
}

/// Devices beyond the bound of new ones: they get no row, and what they say is counted and not
/// kept, or a flood of foreign devices would fill the disk with readings that belong to nothing.
Result<> BatchWriter::findUnlisted()
{
    const auto beyond =
        store::DeviceStore(m_database).beyondBound(m_batch.strangers.keys(), m_now, m_rules.bounds);
    if (!beyond)
        return beyond.error();
    m_unlisted = *beyond;
    for (const DevEui device : m_unlisted)
        m_outcome.taken.strangers += m_batch.strangers.value(device);
    return {};
}

Result<> BatchWriter::writeReadings()
{
    for (const auto &[device, key] : m_batch.repeated)
        repeat(device, key);
    if (m_unlisted.isEmpty())
        return writeReadings(m_batch.readings, m_batch.remarks);
    QList<domain::Reading> readings;
    decltype(m_batch.remarks) remarks;
    for (qsizetype i = 0; i < m_batch.readings.size(); ++i) {
        if (m_unlisted.contains(m_batch.readings[i].devEui))
            continue;
        readings.append(m_batch.readings[i]);
        remarks.append(m_batch.remarks[i]);
    }
    return writeReadings(readings, remarks);
}

Result<> BatchWriter::writeReadings(const QList<domain::Reading> &readings,
                                    const QList<domain::Remarks> &remarks)
{
    if (readings.isEmpty())
        return {};
    const bool isWhole = readings.size() == m_batch.readings.size();
    const auto inserted =
        store::ReadingStore(m_database)
            .insertEach(readings, isWhole && m_batch.encoded ? &*m_batch.encoded : nullptr);
    if (!inserted)
        return inserted.error();
    m_outcome.newReadings = inserted->count;
    for (qsizetype i = 0; i < readings.size(); ++i) {
        const domain::Reading &reading = readings[i];
        if (!inserted->isNew[i]) {
            repeat(reading.devEui, reading.eventKey);
            continue;
        }
        ++m_uplinks[reading.devEui];
        if (!remarks[i])
            continue;
        for (const Remark told : domain::kRemarks) {
            if (remarks[i].testFlag(told))
                remark(reading.devEui, told);
        }
    }
    return {};
}

/// Redeliveries are no uplinks, and devices beyond the bound get no row.
Result<> BatchWriter::writeDevices()
{
    store::DeviceStore devices(m_database);
    QList<DeviceHeard> listed;
    listed.reserve(m_batch.heard.size());
    for (const DeviceHeard &device : m_batch.heard) {
        if (m_unlisted.contains(device.devEui))
            continue;
        listed.append(device);
        listed.last().uplinks = m_uplinks.value(device.devEui);
    }
    return listed.isEmpty() ? Result<>() : devices.touch(listed, m_now);
}

Result<> BatchWriter::writeIntake()
{
    store::IngestStore ingest(m_database);
    const Result<qint64> notKept = ingest.addDeadLetters(m_batch.deadLetters, m_rules.bounds);
    if (!notKept)
        return notKept.error();
    m_outcome.taken.notKept = *notKept;
    if (m_outcome.taken.strangers > 0) {
        if (Result<> done = ingest.addStrangersLeftOut(m_outcome.taken.strangers, m_now); !done)
            return done;
    }
    const journal::JournalPosition &end = m_batch.end;
    if (end.journalId.isEmpty()) // not from a journal: demo history
        return {};
    return ingest.setPosition({end.journalId, end.segment, end.record, end.segmentId}, m_now);
}

/// The spaces whose sensors spoke.
Result<> BatchWriter::moveStates(Movement &movement)
{
    if (m_batch.sensors.isEmpty())
        return {};
    if (Result<> done = movement.lock(m_batch.sensors.keys()); !done)
        return done;
    for (MovingSpace &space : movement.spaces()) {
        // The binding may have changed since it was read: another device speaks for it now.
        const DevEui sensor = m_batch.sensors.value(space.row.id);
        if (space.row.sensorEui != sensor)
            continue;
        const QList<domain::SensorInput> inputs = m_batch.sensorInputs.value(space.row.id);
        for (const domain::SensorInput &input : inputs) {
            if (!m_repeatedKeys.contains(input.eventKey)
                && !domain::supersedes(input, space.row.inputs.sensor))
                remark(sensor, Remark::Older);
        }
        space.receivedAt = m_batch.received.value(space.row.id, m_now);
        movement.sense(space, inputs);
    }
    return {};
}

Result<> BatchWriter::writeRemarks()
{
    store::RemarkStore store(m_database);
    QList<domain::RemarkCount> counts;
    for (auto it = m_remarks.cbegin(); it != m_remarks.cend(); ++it) {
        if (!m_unlisted.contains(it.key().first))
            counts.append({it.key().first, it.key().second, *it, m_now});
    }
    if (Result<> done = store.count(counts); !done)
        return done;
    QList<domain::DeviceLog> logs = m_batch.logs;
    logs.removeIf([this](const domain::DeviceLog &log) { return m_unlisted.contains(log.devEui); });
    return store.addLogs(logs);
}

void BatchWriter::repeat(DevEui device, const QString &key)
{
    remark(device, Remark::Repeated);
    m_repeatedKeys.insert(key);
}

void BatchWriter::remark(DevEui device, Remark told)
{
    ++m_remarks[{device, told}];
}

} // namespace parking::engine
