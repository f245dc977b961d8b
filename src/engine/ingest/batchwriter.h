#pragma once

#include "engine/ingest/batch.h"

#include <QSet>

namespace parking::engine {

/// Writes one batch, within a transaction of the caller.
class BatchWriter {
public:
    BatchWriter(store::Database &database, const Batch &batch, const MovementRules &rules,
                UtcTime now)
        : m_database(database), m_batch(batch), m_rules(rules), m_now(now)
    {
    }

    Result<BatchOutcome> write();

private:
    Result<> findUnlisted();
    Result<> writeReadings();
    Result<> writeReadings(const QList<domain::Reading> &readings,
                           const QList<domain::Remarks> &remarks);
    Result<> writeDevices();
    Result<> writeIntake();
    Result<> moveStates(Movement &movement);
    Result<> writeRemarks();
    void repeat(domain::DevEui device, const QString &key);
    void remark(domain::DevEui device, domain::Remark told);

    store::Database &m_database;
    const Batch &m_batch;
    const MovementRules &m_rules;
    const UtcTime m_now;
    BatchOutcome m_outcome;
    QHash<domain::DevEui, int> m_uplinks; ///< that are new
    QSet<QString> m_repeatedKeys; ///< of events that are stored already
    QSet<domain::DevEui> m_unlisted; ///< devices that get no row
    QMap<std::pair<domain::DevEui, domain::Remark>, qint64> m_remarks;
};

} // namespace parking::engine
