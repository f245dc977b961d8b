// The part of DownlinkStore that keeps what happened to downlinks.

#include "base/literals.h"
#include "store/columns.h"
#include "store/downlinkstore.h"
#include "store/lists.h"
#include "store/transaction.h"

#include <algorithm>

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkId;

constexpr Column kEventColumns[] = {
    {"event_key", "uuid"},  {"downlink_id", "uuid"}, {"queue_item_id", "uuid"},
    {"dev_eui", "text"},    {"kind", "text"},        {"time", "timestamptz"},
    {"gateway_id", "text"}, {"detail", "text"},      {"outcome", "text"},
};

constexpr int kDetailMax = 500;

/// Programs before 0004 wrote the outcome of an answer as the first words of its detail.
domain::DownlinkOutcome outcomeInWords(QStringView detail)
{
    using enum domain::DownlinkOutcome;
    struct Words {
        QStringView begin;
        domain::DownlinkOutcome outcome;
    };
    static constexpr Words kWords[] = {{u"queued as ", Queued},
                                       {u"not in the queue", NotInQueue},
                                       {u"not sent: ", HeldBack},
                                       {u"withdrew ", Withdrawn}};
    for (const Words &words : kWords) {
        if (detail.startsWith(words.begin))
            return words.outcome;
    }
    return domain::outcomeOf(detail.left(detail.indexOf(u' ')));
}

/// A word of a newer program is no reason to hide the chain: the detail says it in English.
domain::DownlinkOutcome readOutcome(const QString &word, const QString &detail)
{
    return word.isEmpty()
        ? outcomeInWords(detail)
        : domain::downlinkOutcomeFromString(word).value_or(domain::DownlinkOutcome::Other);
}

} // namespace

Result<> DownlinkStore::addEvents(const QList<DownlinkEvent> &events)
{
    if (events.isEmpty())
        return {};
    Rows rows(names(kEventColumns));
    for (const DownlinkEvent &e : events)
        rows.add({e.key, idOrNull(e.downlinkId), textOrNull(e.queueItemId), e.devEui.toString(),
                  domain::nameOf(e.kind), m_db.bind(e.time), e.gatewayId,
                  QString(e.detail.left(kDetailMax)).remove(QChar::Null),
                  e.outcome ? domain::nameOf(*e.outcome) : u""_s});
    const QString once = u" ON CONFLICT (event_key, kind) DO NOTHING"_s;
    static const QString postgres = insertInto("downlink_events", kEventColumns, true) + once;
    static const QString sqlite = insertInto("downlink_events", kEventColumns, false) + once;
    const Result<qint64> done = m_db.runRows(postgres, sqlite, rows);
    return done ? Result<>() : Result<>(done.error());
}

Result<QList<DownlinkEvent>> DownlinkStore::queryEvents(const QString &rest,
                                                        const QVariantMap &bound)
{
    QList<DownlinkEvent> events;
    const Result<> done = m_db.each(
        u"SELECT %1 FROM downlink_events e %2"_s.arg(selected(kEventColumns, m_db, u"e."_s), rest),
        bound, [&](const QSqlQuery &row) {
            DownlinkEvent e;
            e.key = row.value(0).toString();
            e.downlinkId = DownlinkId::parse(row.value(1).toString()).value_or(DownlinkId());
            e.queueItemId = row.value(2).toString();
            e.devEui = DevEui::parse(row.value(3).toString()).valueOr({});
            e.kind = domain::downlinkEventKindFromString(row.value(4).toString())
                         .value_or(domain::DownlinkEventKind::Answer);
            e.time = Database::readTime(row.value(5));
            e.gatewayId = row.value(6).toString();
            e.detail = row.value(7).toString();
            if (e.kind == domain::DownlinkEventKind::Answer)
                e.outcome = readOutcome(row.value(8).toString(), e.detail);
            events.append(e);
        });
    if (!done)
        return done.error();
    return events;
}

Result<QList<DownlinkEvent>> DownlinkStore::eventsOfItem(const QString &queueItemId)
{
    return queryEvents(u"WHERE e.queue_item_id = :item ORDER BY e.time, e.id"_s,
                       {{u"item"_s, queueItemId}});
}

Result<QList<DownlinkEvent>> DownlinkStore::strayEvents(DevEui device, UtcTime since)
{
    return queryEvents(u"WHERE e.dev_eui = :device AND e.time >= :since "
                       "AND e.queue_item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM downlinks d "
                       "WHERE d.queue_item_id = e.queue_item_id) ORDER BY e.time, e.id"_s,
                       {{u"device"_s, device.toString()}, {u"since"_s, m_db.bind(since)}});
}

Result<QList<DownlinkEvent>> DownlinkStore::chain(const Downlink &row)
{
    // Two lookups by index; the item's events may have come before the row knew its id.
    Result<QList<DownlinkEvent>> events = queryEvents(
        u"WHERE e.downlink_id = :id ORDER BY e.time, e.id"_s, {{u"id"_s, row.id.toString()}});
    if (!events || row.queueItemId.isEmpty())
        return events;
    const Result<QList<DownlinkEvent>> ofItem = eventsOfItem(row.queueItemId);
    if (!ofItem)
        return ofItem.error();
    for (const DownlinkEvent &event : *ofItem) {
        if (event.downlinkId != row.id)
            events->append(event);
    }
    std::stable_sort(
        events->begin(), events->end(),
        [](const DownlinkEvent &a, const DownlinkEvent &b) { return a.time < b.time; });
    return events;
}

// --- Retention -----------------------------------------------------------------------------------

Result<qint64> DownlinkStore::prune(UtcTime before, int limit)
{
    return transact(m_db, [&] { return pruneRows(before, limit); });
}

/// In the caller's transaction.
Result<qint64> DownlinkStore::pruneRows(UtcTime before, int limit)
{
    const QVariantMap bound{{u"before"_s, m_db.bind(before)}, {u"limit"_s, limit}};
    QStringList ids;
    QStringList items;
    const Result<> done =
        m_db.each(u"SELECT d.id, d.queue_item_id FROM downlinks d WHERE d.decided_at < :before "
                  "AND d.state NOT IN ('pending', 'sending', 'queued') AND EXISTS (SELECT 1 "
                  "FROM downlinks n WHERE n.dev_eui = d.dev_eui AND n.sequence > d.sequence) "
                  "ORDER BY d.decided_at LIMIT :limit"_s,
                  bound, [&](const QSqlQuery &row) {
                      ids.append(row.value(0).toString());
                      if (!row.value(1).isNull())
                          items.append(row.value(1).toString());
                  });
    if (!done)
        return done.error();
    const auto of = [this](const char *column, const QStringList &values) {
        return m_db.change(
            u"DELETE FROM %1 WHERE %2"_s.arg(
                QLatin1StringView(QByteArrayView(column) == "id" ? "downlinks" : "downlink_events"),
                isAnyOf(m_db, QString::fromLatin1(column), u"uuid"_s)),
            {{u"list"_s, listValue(m_db, values)}});
    };
    if (!ids.isEmpty()) {
        if (const auto deleted = of("downlink_id", ids); !deleted)
            return deleted.error();
        if (const auto deleted = of("queue_item_id", items); !deleted)
            return deleted.error();
        if (const auto deleted = of("id", ids); !deleted)
            return deleted.error();
    }
    const Result<qint64> strays =
        m_db.change(u"DELETE FROM downlink_events WHERE id IN (SELECT e.id FROM downlink_events "
                    "e WHERE e.time < :before AND NOT EXISTS (SELECT 1 FROM downlinks d "
                    "WHERE d.id = e.downlink_id) AND NOT EXISTS (SELECT 1 FROM downlinks d "
                    "WHERE d.queue_item_id = e.queue_item_id) ORDER BY e.time LIMIT :limit)"_s,
                    bound);
    if (!strays)
        return strays;
    return qint64(ids.size()) + *strays;
}

} // namespace parking::store
