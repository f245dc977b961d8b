// The part of DownlinkStore that keeps what happened to downlinks.

#include "store/condition.h"
#include "store/downlinkstore.h"
#include "store/transaction.h"

#include <algorithm>
#include <tuple>

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkId;

const Table kEvents{"downlink_events",
                    {{"event_key", Type::Uuid},
                     {"downlink_id", Type::Uuid},
                     {"queue_item_id", Type::Uuid},
                     {"dev_eui"},
                     {"kind"},
                     {"time", Type::Time},
                     {"gateway_id"},
                     {"detail"},
                     {"outcome"}}};

const Selection kSelection(kEvents, "e");
const Selection kOld{"downlinks", "d", {{"id", Type::Uuid}, {"queue_item_id", Type::Uuid}}};

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

QVariantList valuesOf(const DownlinkEvent &e, const Database &db)
{
    RowWriter row(kEvents, db);
    row.set("event_key", e.key);
    row.set("downlink_id", e.downlinkId);
    row.setOrNull("queue_item_id", e.queueItemId);
    row.set("dev_eui", e.devEui);
    row.set("kind", e.kind);
    row.set("time", e.time);
    row.set("gateway_id", e.gatewayId);
    row.set("detail", QString(e.detail.left(kDetailMax)).remove(QChar::Null));
    row.set("outcome", e.outcome ? domain::nameOf(*e.outcome) : QString());
    return row.values();
}

DownlinkEvent readEvent(RowReader &row)
{
    DownlinkEvent e;
    e.key = row.text("event_key");
    e.downlinkId = row.maybeParsed("downlink_id", DownlinkId::parse).value_or(DownlinkId());
    e.queueItemId = row.text("queue_item_id");
    e.devEui = row.parsed("dev_eui", DevEui::parse);
    e.kind = row.parsed("kind", domain::downlinkEventKindFromString);
    e.time = row.time("time");
    e.gatewayId = row.text("gateway_id");
    e.detail = row.text("detail");
    if (e.kind == domain::DownlinkEventKind::Answer)
        e.outcome = readOutcome(row.text("outcome"), e.detail);
    return e;
}

Result<QList<DownlinkEvent>> selectEvents(Database &db, const QString &rest,
                                          const QVariantMap &bound)
{
    return select(db, kSelection, u"FROM downlink_events e "_s + rest, bound, readEvent);
}

} // namespace

Result<> DownlinkStore::addEvents(const QList<DownlinkEvent> &events)
{
    Rows rows(kEvents.names());
    for (const DownlinkEvent &event : events)
        rows.add(valuesOf(event, m_db));
    static const RowStatement statement =
        kEvents.insert(u"ON CONFLICT (event_key, kind) DO NOTHING"_s);
    return m_db.runRows(statement, rows);
}

Result<QList<DownlinkEvent>> DownlinkStore::eventsOfItem(const QString &queueItemId)
{
    return selectEvents(m_db, u"WHERE e.queue_item_id = :item ORDER BY e.time, e.id"_s,
                        {{u"item"_s, queueItemId}});
}

Result<QList<DownlinkEvent>> DownlinkStore::strayEvents(DevEui device, UtcTime since)
{
    return selectEvents(m_db,
                        u"WHERE e.dev_eui = :device AND e.time >= :since "
                        "AND e.queue_item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM downlinks d "
                        "WHERE d.queue_item_id = e.queue_item_id) ORDER BY e.time, e.id"_s,
                        {{u"device"_s, device.toString()}, {u"since"_s, m_db.bind(since)}});
}

Result<QList<DownlinkEvent>> DownlinkStore::chain(const Downlink &row)
{
    // Two lookups by index; the item's events may have come before the row knew its id.
    Result<QList<DownlinkEvent>> events = selectEvents(
        m_db, u"WHERE e.downlink_id = :id ORDER BY e.time, e.id"_s, {{u"id"_s, row.id.toString()}});
    if (!events || row.queueItemId.isEmpty())
        return events;
    const Result<QList<DownlinkEvent>> ofItem = eventsOfItem(row.queueItemId);
    if (!ofItem)
        return ofItem.error();
    for (const DownlinkEvent &event : *ofItem) {
        if (event.downlinkId != row.id)
            events->append(event);
    }
    // Within a millisecond in the order in which one can follow another.
    std::stable_sort(events->begin(), events->end(),
                     [](const DownlinkEvent &a, const DownlinkEvent &b) {
                         return std::tie(a.time, a.kind) < std::tie(b.time, b.kind);
                     });
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
    const auto old =
        select(m_db, kOld,
               u"FROM downlinks d WHERE d.decided_at < :before "
               "AND d.state NOT IN ('pending', 'sending', 'queued') AND EXISTS (SELECT 1 "
               "FROM downlinks n WHERE n.dev_eui = d.dev_eui AND n.sequence > d.sequence) "
               "ORDER BY d.decided_at LIMIT :limit"_s,
               bound, [&](RowReader &row) {
                   ids.append(row.text("id"));
                   if (!row.isNull("queue_item_id"))
                       items.append(row.text("queue_item_id"));
                   return true;
               });
    if (!old)
        return old.error();
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
