#pragma once

#include "domain/remark.h"
#include "store/database.h"

namespace parking::store {

/// What is told of devices beside their readings: device_remarks and device_logs.
class RemarkStore {
public:
    explicit RemarkStore(Database &database) : m_db(database) { }

    /// Adds to what was counted; each device and remark at most once.
    Result<> count(const QList<domain::RemarkCount> &counts);
    Result<QList<domain::RemarkCount>> remarks(const QList<domain::DevEui> &devices);

    /// One entry each. Those that are no later than what is known of device and code tell nothing
    /// new: redeliveries, and ones that were overtaken.
    Result<> addLogs(QList<domain::DeviceLog> entries);
    Result<QList<domain::DeviceLog>> logs(const QList<domain::DevEui> &devices); ///< newest first
    /// Devices whose uplinks the network server drops since their counter restarted: it said so,
    /// and no uplink came after that. Longest silent first.
    Result<QList<domain::DevEui>> silenced();

private:
    Database &m_db;
};

} // namespace parking::store
