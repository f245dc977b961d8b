#include "store/retentionstore.h"

#include "base/literals.h"
#include "store/sessions.h"
#include "store/transaction.h"

namespace parking::store {

namespace {

/// What a function without rows to speak of gives; empty for NULL.
Result<QString> word(Database &db, const QString &sql, const QVariantMap &bound = {})
{
    QString found;
    const Result<> done =
        db.each(sql, bound, [&found](const QSqlQuery &row) { found = row.value(0).toString(); });
    return done ? Result<QString>(found) : done.error();
}

/// "2026-02", of the table gone_readings_2026_02.
QString monthOf(const QString &table)
{
    return table.right(7).replace(u'_', u'-');
}

} // namespace

Result<RetentionStore::Clocks> RetentionStore::clocks()
{
    Clocks clocks;
    const Result<> heard =
        m_db.each(u"SELECT %1 FROM devices"_s.arg(m_db.timeColumn(u"max(last_heard)"_s)), {},
                  [&clocks](const QSqlQuery &row) {
                      clocks.heard = Database::readOptionalTime(row.value(0));
                  });
    if (!heard)
        return heard.error();
    const auto server = serverTime(m_db);
    if (!server)
        return server.error();
    clocks.server = *server;
    return clocks;
}

/// Taken out first, in a transaction of its own: nobody waits until the disk has dropped it. One
/// that an earlier attempt took out is gone before the next one is.
Result<QString> RetentionStore::dropReadingMonth(UtcTime before)
{
    const auto left = word(m_db, u"SELECT drop_detached_month()"_s);
    if (!left || !left->isEmpty())
        return left ? monthOf(*left) : left;
    const auto taken =
        word(m_db, u"SELECT detach_reading_month(:before)"_s, {{u"before"_s, m_db.bind(before)}});
    if (!taken || taken->isEmpty())
        return taken;
    {
        // That this month has a table is forgotten with a transaction that comes to nothing.
        const auto forgotten = Transaction::begin(m_db);
    }
    const auto dropped = word(m_db, u"SELECT drop_detached_month()"_s);
    return dropped ? monthOf(*dropped) : dropped;
}

/// The key of the last row that is old among the next ones; rows were stored in about the order of
/// their keys.
Result<std::optional<qint64>> RetentionStore::lastOf(const QString &table, const QString &key,
                                                     const QString &time, UtcTime before,
                                                     qint64 after, int limit)
{
    std::optional<qint64> last;
    const Result<> done =
        m_db.each(u"SELECT max(n.k) FROM (SELECT %1 AS k, %2 AS t FROM %3 WHERE %1 > :after "
                  "ORDER BY %1 LIMIT :limit) AS n WHERE n.t < :before"_s.arg(key, time, table),
                  {{u"after"_s, after}, {u"limit"_s, limit}, {u"before"_s, m_db.bind(before)}},
                  [&last](const QSqlQuery &row) {
                      if (!row.value(0).isNull())
                          last = row.value(0).toLongLong();
                  });
    return done ? Result<std::optional<qint64>>(last) : done.error();
}

Result<RetentionStore::Step> RetentionStore::removeReadings(UtcTime before, qint64 &after,
                                                            int limit)
{
    const auto last =
        lastOf(u"sensor_readings"_s, u"rowid"_s, u"received_at"_s, before, after, limit);
    if (!last)
        return last.error();
    if (!*last)
        return Step();
    const Result<qint64> removed =
        m_db.change(u"DELETE FROM sensor_readings WHERE rowid > :after AND rowid <= :last "
                    "AND received_at < :before AND timestamp < :before"_s,
                    {{u"after"_s, after}, {u"last"_s, **last}, {u"before"_s, m_db.bind(before)}});
    if (!removed)
        return removed.error();
    after = **last;
    return Step{*removed, false};
}

Result<RetentionStore::Step> RetentionStore::removeChanges(UtcTime before, qint64 &after, int limit)
{
    if (m_db.isPostgres())
        return removeChangesThere(before, after, limit);
    const auto last = lastOf(u"state_changes"_s, u"id"_s, u"recorded_at"_s, before, after, limit);
    if (!last)
        return last.error();
    if (!*last)
        return Step();
    const Result<qint64> removed = m_db.change(
        u"DELETE FROM state_changes WHERE id > :after AND id <= :last AND recorded_at < :before "
        "AND EXISTS (SELECT 1 FROM state_changes AS n WHERE n.space_id = state_changes.space_id "
        "AND n.recorded_at < :before AND (n.timestamp > state_changes.timestamp "
        "OR (n.timestamp = state_changes.timestamp AND n.id > state_changes.id)))"_s,
        {{u"after"_s, after}, {u"last"_s, **last}, {u"before"_s, m_db.bind(before)}});
    if (!removed)
        return removed.error();
    after = **last;
    return Step{*removed, false};
}

Result<RetentionStore::Step> RetentionStore::removeChangesThere(UtcTime before, qint64 &after,
                                                                int limit)
{
    Step step;
    const Result<> done =
        m_db.each(u"SELECT last, removed FROM drop_old_changes(:before, :after, :limit)"_s,
                  {{u"before"_s, m_db.bind(before)}, {u"after"_s, after}, {u"limit"_s, limit}},
                  [&](const QSqlQuery &row) {
                      step.isLast = row.value(0).isNull();
                      if (!step.isLast)
                          after = row.value(0).toLongLong();
                      step.removed = row.value(1).toLongLong();
                  });
    return done ? Result<Step>(step) : done.error();
}

Result<bool> RetentionStore::givesBack()
{
    const Result<qint64> mode = m_db.count(u"PRAGMA auto_vacuum"_s);
    return mode ? Result<bool>(*mode == 2) : mode.error();
}

Result<qint64> RetentionStore::giveBack(int pages)
{
    const Result<bool> gives = givesBack();
    if (!gives || !*gives)
        return gives ? Result<qint64>(0) : gives.error();
    return transact(m_db, [&]() -> Result<qint64> {
        const Result<qint64> empty = m_db.count(u"PRAGMA freelist_count"_s);
        if (!empty)
            return empty;
        // The driver takes one step of a statement without columns, and that is one page.
        const qint64 many = std::min<qint64>(pages, *empty);
        for (qint64 i = 0; i < many; ++i) {
            if (Result<> done = m_db.run(u"PRAGMA incremental_vacuum(1)"_s); !done)
                return done.error();
        }
        return m_db.count(u"PRAGMA freelist_count"_s);
    });
}

} // namespace parking::store
