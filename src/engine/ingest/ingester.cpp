#include "engine/ingest/ingester.h"

#include "base/failpoint.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/ingest/arrivaltimes.h"
#include "store/sqlstate.h"

#include <algorithm>

namespace parking::engine {

namespace {

constexpr int kSplitAtOnce = 500; // records of a run that is refused; a longer one is put off

} // namespace

Ingester::Ingester(store::Database &database, journal::Journal &journal, const MovementRules &rules)
    : m_database(database), m_encodes(database.isPostgres()), m_journal(journal),
      m_rules(rules), m_committed{journal.id(), 0, 0, {}}
{
    m_worker.setMaxThreadCount(1);
    m_worker.setExpiryTimeout(-1);
}

Result<> Ingester::resume()
{
    const auto stored = store::IngestStore(m_database).position(m_journal.id());
    if (!stored)
        return stored.error();
    forgetAhead();
    std::optional<journal::JournalPosition> position;
    if (*stored)
        position = {m_journal.id(), (*stored)->segment, (*stored)->record, (*stored)->segmentId};
    const journal::Journal::Resumed resumed = m_journal.resume(position);
    m_committed = resumed.from;
    m_putOff = {};
    if (m_committed.segment > 0)
        m_journal.release(m_committed);
    if (resumed.isKnown)
        return {};
    m_journalReplaced = true;
    qCWarning(lcEngine) << "the journal's folder is not the one that was read up to segment"
                        << position->segment << "record" << position->record
                        << ": all that it holds is taken in";
    return {};
}

Result<Ingester::Step> Ingester::step(const Bindings &bindings, int maxRecords, UtcTime now,
                                      const std::function<bool()> &isTimeUp)
{
    m_isTimeUp = isTimeUp;
    const qint64 waiting = m_journal.stats().backlog;
    if (journal::isAfter(m_putOff, m_committed))
        maxRecords = std::min(maxRecords, kSplitAtOnce);
    Result<std::optional<Run>> next = nextRun(bindings, maxRecords, now);
    if (!next)
        return next.error();
    Step step;
    if (!*next)
        return step;
    Run &run = **next;
    if (Result<> done = settleTimes(run); !done) {
        forgetAhead();
        return done.error();
    }
    if (run.records.size() >= maxRecords)
        lookAhead(run, maxRecords, now);
    for (const journal::JournalRecord &record : run.records)
        step.qosZero = step.qosZero || record.message.qos == 0;
    failpoint("before-commit");
    if (Result<> done = writeRun(run, now, step); !done) {
        forgetAhead();
        if (step.outcomes.isEmpty())
            return done.error();
        // What was stored has to be told. What was not meets the same error again.
    }
    step.records = int(storedOf(run));
    const bool isLeftHalfWay = step.records > 0 && step.records < run.records.size();
    m_before = isLeftHalfWay ? run.items : QList<IngestItem>();
    if (step.records > 0)
        step.lastReceived = run.records[step.records - 1].receivedAt;
    // What comes meanwhile wakes us: else a site that never falls silent would never be idle.
    step.more = step.records < waiting;
    return step;
}

/// How many of its records are behind us.
qsizetype Ingester::storedOf(const Run &run) const
{
    return std::ranges::count_if(run.records, [this](const journal::JournalRecord &record) {
        return !journal::isAfter(record.position, m_committed);
    });
}

// --- Pure work -----------------------------------------------------------------------------------

Ingester::Run Ingester::makeRun(const journal::JournalPosition &after,
                                QList<journal::JournalRecord> records, const Bindings &bindings,
                                UtcTime now)
{
    Run run{after, bindings, std::move(records), {}, {}};
    run.items.reserve(run.records.size());
    for (const journal::JournalRecord &record : std::as_const(run.records)) {
        IngestItem item = prepare(record, bindings, now, m_reader);
        item.stored = item.reading && m_recent.contains(*item.reading);
        run.items.append(std::move(item));
    }
    run.batch = fold(run.items);
    if (m_encodes && run.batch.readings.size() >= store::ReadingStore::kCopyFrom)
        run.batch.encoded = store::ReadingStore::encode(run.batch.readings);
    // Believed before it is committed: whoever finds that it was not forgets all of it.
    for (const domain::Reading &reading : std::as_const(run.batch.readings))
        m_recent.add(reading);
    return run;
}

/// The run after m_committed; none when the journal holds nothing more.
Result<std::optional<Ingester::Run>> Ingester::nextRun(const Bindings &bindings, int maxRecords,
                                                       UtcTime now)
{
    if (m_ahead.valid()) {
        Run run = m_ahead.get();
        if (run.after == m_committed && run.bindings == bindings
            && run.records.size() <= maxRecords)
            return std::optional(std::move(run));
        forgetAhead();
    }
    Result<QList<journal::JournalRecord>> records = m_journal.read(m_committed, maxRecords);
    if (!records)
        return records.error();
    if (records->isEmpty())
        return std::optional<Run>();
    return std::optional(makeRun(m_committed, std::move(*records), bindings, now));
}

/// What was stored before is known only now that the run in front is.
Result<> Ingester::settleTimes(Run &run)
{
    const Result<bool> changed = settleArrivalTimes(m_database, run.items);
    if (!changed)
        return changed.error();
    if (*changed)
        run.batch = fold(run.items);
    return {};
}

void Ingester::lookAhead(const Run &current, int maxRecords, UtcTime now)
{
    const journal::JournalPosition after = current.records.last().position;
    Result<QList<journal::JournalRecord>> records = m_journal.read(after, maxRecords);
    if (!records || records->isEmpty()) // an error shows itself again when it is this run's turn
        return;
    auto work = std::make_shared<std::packaged_task<Run()>>(
        [this, after, records = std::move(*records), bindings = current.bindings, now]() mutable {
            return makeRun(after, std::move(records), bindings, now);
        });
    m_ahead = work->get_future();
    m_worker.start([work] { (*work)(); });
}

void Ingester::forgetAhead()
{
    if (m_ahead.valid())
        m_ahead.get();
    m_recent.clear();
}

// --- Writing -------------------------------------------------------------------------------------

Result<> Ingester::writeRun(const Run &run, UtcTime now, Step &step)
{
    Result<BatchOutcome> outcome = write(m_database, run.batch, m_rules, now);
    if (outcome) {
        commit(std::move(*outcome), run.batch.end, step);
        return {};
    }
    if (run.items.size() > kSplitAtOnce
        && store::failureKind(outcome.error()) != store::FailureKind::Wait) {
        // Its halves, and theirs, would keep the thread so long that the station seems to be down.
        m_putOff = run.batch.end;
        forgetAhead();
        return {};
    }
    m_neighbours = run.items + m_before;
    const Result<> done = split(run.items, run.records, outcome.error(), now, step);
    forgetAhead(); // it took for granted that all of this run was stored
    return done;
}

Result<> Ingester::writeSpan(std::span<const IngestItem> items,
                             std::span<const journal::JournalRecord> records, UtcTime now,
                             Step &step)
{
    const Batch batch = fold(items);
    Result<BatchOutcome> outcome = write(m_database, batch, m_rules, now);
    if (!outcome)
        return split(items, records, outcome.error(), now, step);
    commit(std::move(*outcome), batch.end, step);
    return {};
}

void Ingester::commit(BatchOutcome outcome, const journal::JournalPosition &end, Step &step)
{
    failpoint("after-commit");
    m_committed = end;
    m_journal.release(m_committed);
    step.outcomes.append(std::move(outcome));
}

/// Does the database take messages like the refused one now? Others of this run are tried out: what
/// was stored before the refusal says nothing of a fault that came in between. One that is in the
/// database already is asked only where there is no other, for it may meet its own row first.
Result<bool> Ingester::takesOthers(const IngestItem &refused, UtcTime now)
{
    constexpr int kTries = 20;
    for (const bool isCommitted : {false, true}) {
        int tries = 0;
        for (const IngestItem &item : std::as_const(m_neighbours)) {
            const bool isLike = item.reading ? !item.stored : !item.deadLetter && !refused.reading;
            if (item.position == refused.position || !isLike
                || isCommitted == journal::isAfter(item.position, m_committed))
                continue;
            const Result<> taken = tryOut(m_database, fold({&item, 1}), m_rules, now);
            if (taken)
                return true;
            if (store::failureKind(taken.error()) == store::FailureKind::Wait)
                return taken.error();
            if (++tries == kTries)
                break;
        }
        if (tries > 0)
            return false;
    }
    return false;
}

/// What the database refuses as a whole goes in by halves, until the message that it does not
/// want stands alone.
Result<> Ingester::split(std::span<const IngestItem> items,
                         std::span<const journal::JournalRecord> records, const Error &error,
                         UtcTime now, Step &step)
{
    if (store::failureKind(error) == store::FailureKind::Wait)
        return error;
    if (items.size() > 1) {
        const size_t half = items.size() / 2;
        const Result<> done = writeSpan(items.first(half), records.first(half), now, step);
        if (!done || m_isTimeUp())
            return done;
        return writeSpan(items.subspan(half), records.subspan(half), now, step);
    }
    if (items.front().deadLetter) // even its dead letter is refused: a fault of ours, never seen
        return error;
    const Result<bool> others = takesOthers(items.front(), now);
    if (!others)
        return others.error();
    if (!*others)
        return Error{problem::kNothingStored, error.detail, error.details};
    // What it was refused for may have been the database's fault, and over since.
    const Batch alone = fold(items);
    if (Result<BatchOutcome> taken = write(m_database, alone, m_rules, now)) {
        commit(std::move(*taken), alone.end, step);
        return {};
    } else if (store::failureKind(taken.error()) == store::FailureKind::Wait) {
        return taken.error();
    }
    if (++step.refused == 1) // one line a step: a broken rule may meet every message
        qCWarning(lcEngine) << "the database refuses a message:" << error.detail;
    const IngestItem letter = refused(records.front(), error, now);
    return writeSpan({&letter, 1}, records, now, step);
}

} // namespace parking::engine
