#include "engine/ingester.h"

#include "base/logging.h"
#include "engine/failpoint.h"

namespace parking::engine {

Ingester::Ingester(store::Database &database, Journal &journal, domain::StatePolicy policy,
                   const LampContext &lamps)
    : m_database(database), m_journal(journal), m_policy(policy),
      m_lamps(lamps), m_committed{journal.id(), 0, 0}
{
}

Result<> Ingester::resume()
{
    const auto stored = store::IngestStore(m_database).position(m_journal.id());
    if (!stored)
        return stored.error();
    m_committed = {m_journal.id(), 0, 0};
    if (*stored) {
        m_committed.segment = (*stored)->segment;
        m_committed.record = (*stored)->record;
        m_journal.release(m_committed);
    }
    return {};
}

Result<Ingester::Step> Ingester::step(const Bindings &bindings, int maxRecords, UtcTime now)
{
    const Result<QList<JournalRecord>> records = m_journal.read(m_committed, maxRecords);
    if (!records)
        return records.error();
    Step step;
    if (records->isEmpty())
        return step;

    QList<IngestItem> items;
    items.reserve(records->size());
    for (const JournalRecord &record : *records) {
        items.append(prepare(record, bindings, now));
        step.qosZero = step.qosZero || record.message.qos == 0;
    }
    failpoint("before-commit");
    if (Result<> done = writeSpan({items.constData(), size_t(items.size())},
                                  {records->constData(), size_t(records->size())}, now, step);
        !done)
        return done.error();
    step.records = int(records->size());
    step.more = records->size() >= maxRecords;
    step.lastReceived = records->last().receivedAt;
    return step;
}

Result<> Ingester::writeSpan(std::span<const IngestItem> items,
                             std::span<const JournalRecord> records, UtcTime now, Step &step)
{
    const Batch batch = fold(items);
    Result<BatchOutcome> outcome = write(m_database, batch, m_policy, m_lamps, now);
    if (outcome) {
        failpoint("after-commit");
        m_committed = batch.end;
        m_journal.release(m_committed);
        step.outcomes.append(std::move(*outcome));
        return {};
    }
    if (store::Database::failureKind(outcome.error()) == store::FailureKind::Wait)
        return outcome.error();
    if (items.size() > 1) {
        const size_t half = items.size() / 2;
        if (Result<> done = writeSpan(items.first(half), records.first(half), now, step); !done)
            return done;
        return writeSpan(items.subspan(half), records.subspan(half), now, step);
    }
    if (items.front().deadLetter) // even its dead letter is refused: a fault of ours, never seen
        return outcome.error();
    if (++step.refused == 1) // one line a step: a broken rule may meet every message
        qCWarning(lcEngine) << "the database refuses a message:" << outcome.error().detail;
    const IngestItem letter = refused(records.front(), outcome.error(), now);
    return writeSpan({&letter, 1}, records, now, step);
}

} // namespace parking::engine
