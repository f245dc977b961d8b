#pragma once

#include "engine/batch.h"

namespace parking::engine {

/// Moves records from the journal into the database, each exactly once.
///
/// Thread: the engine's. Holds references only; the Engine owns journal and connection.
class Ingester {
public:
    Ingester(store::Database &database, Journal &journal, domain::StatePolicy policy,
             const LampContext &lamps);

    /// Reads from the database how far this journal is committed and releases up to there. Called
    /// at start and after every reconnect: it settles a COMMIT whose answer was lost.
    Result<> resume();

    struct Step {
        QList<BatchOutcome> outcomes; ///< one per transaction, in order
        int records = 0;
        bool more = false; ///< the journal holds further records
        std::optional<UtcTime> lastReceived;
        int refused = 0; ///< became dead letters because the database would not have them
        bool qosZero = false; ///< some record arrived at QoS 0: the way here may lose messages
    };

    /// Takes up to `maxRecords` through parse, decode, resolve and commit. An error means that
    /// the database cannot be reached or asks to wait; what was not committed is read again by the
    /// next step after resume(). What the database refuses for a message's own sake becomes a dead
    /// letter and delays nobody.
    Result<Step> step(const Bindings &bindings, int maxRecords, UtcTime now);

    const JournalPosition &committed() const { return m_committed; }

private:
    Result<> writeSpan(std::span<const IngestItem> items, std::span<const JournalRecord> records,
                       UtcTime now, Step &step);

    store::Database &m_database;
    Journal &m_journal;
    domain::StatePolicy m_policy;
    const LampContext &m_lamps;
    JournalPosition m_committed;
};

} // namespace parking::engine
