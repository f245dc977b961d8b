#pragma once

#include "engine/ingest/batch.h"
#include "engine/ingest/recentreadings.h"

#include <QThreadPool>

#include <functional>
#include <future>

namespace parking::engine {

/// Moves records from the journal into the database, each exactly once.
///
/// While the database works on one run of records, the pure work on the next one is done by a
/// thread beside it, as long as the journal holds a backlog.
///
/// Thread: the engine's. Holds references only; the Engine owns journal and connection.
class Ingester {
public:
    Ingester(store::Database &database, journal::Journal &journal, const MovementRules &rules);

    /// Reads from the database how far this journal is committed and goes on from there. Called at
    /// start and after every reconnect: it settles a COMMIT whose answer was lost.
    Result<> resume();

    struct Step {
        QList<BatchOutcome> outcomes; ///< one per transaction, in order
        int records = 0; ///< stored; 0 with `more`: many were refused, the next step tries fewer
        bool more = false; ///< the journal holds further records
        std::optional<UtcTime> lastReceived;
        int refused = 0; ///< became dead letters because the database would not have them
        bool qosZero = false; ///< some record arrived at QoS 0: the way here may lose messages
    };

    /// Takes up to `maxRecords` through parse, decode, resolve and commit. An error means that the
    /// database cannot be reached or asks to wait, and that nothing was stored; the next step reads
    /// the same records again. What the database refuses for a message's own sake becomes a dead
    /// letter and delays nobody; but only beside another one that it takes: when it takes none, it
    /// is at fault itself, and all wait (NOTHING_STORED). It takes many transactions to find who is
    /// refused: after each of them `isTimeUp` tells whether the rest is left to the next step.
    Result<Step> step(
        const Bindings &bindings, int maxRecords, UtcTime now,
        const std::function<bool()> &isTimeUp = [] { return false; });

    const journal::JournalPosition &committed() const { return m_committed; }
    /// The journal's folder is not the one that was read before: emptied, put back or copied. What
    /// was acknowledged and lies in the former one only is missing.
    bool isJournalReplaced() const { return m_journalReplaced; }

private:
    /// Records in a row after all pure work.
    struct Run {
        journal::JournalPosition after; ///< of the last record before them
        Bindings bindings; ///< as they were then
        QList<journal::JournalRecord> records;
        QList<IngestItem> items;
        Batch batch;
    };

    Run makeRun(const journal::JournalPosition &after, QList<journal::JournalRecord> records,
                const Bindings &bindings, UtcTime now);
    Result<std::optional<Run>> nextRun(const Bindings &bindings, int maxRecords, UtcTime now);
    Result<> settleTimes(Run &run);
    void lookAhead(const Run &current, int maxRecords, UtcTime now);
    void forgetAhead();
    Result<> writeRun(const Run &run, UtcTime now, Step &step);
    Result<> writeSpan(std::span<const IngestItem> items,
                       std::span<const journal::JournalRecord> records, UtcTime now, Step &step);
    Result<bool> takesOthers(const IngestItem &refused, UtcTime now);
    void commit(BatchOutcome outcome, const journal::JournalPosition &end, Step &step);
    qsizetype storedOf(const Run &run) const;
    Result<> split(std::span<const IngestItem> items,
                   std::span<const journal::JournalRecord> records, const Error &error, UtcTime now,
                   Step &step);

    store::Database &m_database;
    const bool m_encodes; ///< the database takes COPY
    journal::Journal &m_journal;
    const MovementRules &m_rules;
    journal::JournalPosition m_committed;
    journal::JournalPosition m_putOff; ///< end of a long run that was refused
    QList<IngestItem> m_before; ///< the run whose rest is taken now
    QList<IngestItem> m_neighbours; ///< of a refused message: its run, and m_before
    std::function<bool()> m_isTimeUp; ///< of the step that runs
    bool m_journalReplaced = false;
    RecentReadings m_recent; ///< used by makeRun only, so by one thread at a time
    chirpstack::EventReader m_reader; ///< as m_recent
    std::future<Run> m_ahead;
    /// One thread for all runs: with a new one for each, glibc would keep the memory of a run in
    /// one arena after the other. The last member: its work ends before what it uses.
    QThreadPool m_worker;
};

} // namespace parking::engine
