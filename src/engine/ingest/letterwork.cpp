#include "engine/ingest/letterwork.h"

#include "domain/settingacts.h"
#include "store/actstore.h"
#include "store/ingeststore.h"

namespace parking::engine {

namespace {

/// Nothing where none was there.
Result<qint64> noted(store::Database &database, const domain::Act &act, const QString &actor,
                     UtcTime now, qint64 count)
{
    if (count == 0)
        return count;
    const Result<> done = store::ActStore(database).append({act}, actor, now);
    return done ? Result<qint64>(count) : done.error();
}

} // namespace

Result<qint64> askLettersAgain(store::Database &database, const QList<qint64> &ids,
                               const QString &actor, UtcTime now)
{
    const Result<qint64> count = store::IngestStore(database).askAgain(ids, now);
    if (!count)
        return count;
    return noted(database, domain::lettersAct(domain::ActVerb::Changed, ids, *count), actor, now,
                 *count);
}

Result<qint64> deleteLetters(store::Database &database, const QList<qint64> &ids,
                             const QString &actor, UtcTime now)
{
    const Result<qint64> count = store::IngestStore(database).removeDeadLetters(ids);
    if (!count)
        return count;
    return noted(database, domain::lettersAct(domain::ActVerb::Deleted, ids, *count), actor, now,
                 *count);
}

Result<QList<qint64>> restoreLetters(store::Database &database,
                                     const QList<store::DeadLetter> &letters, const QString &actor,
                                     UtcTime now)
{
    const Result<QList<qint64>> ids = store::IngestStore(database).putBack(letters);
    if (!ids)
        return ids;
    const domain::Act act =
        domain::lettersAct(domain::ActVerb::Restored, *ids, qint64(ids->size()));
    const Result<qint64> told = noted(database, act, actor, now, qint64(ids->size()));
    return told ? ids : told.error();
}

} // namespace parking::engine
