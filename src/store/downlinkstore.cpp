#include "store/downlinkstore.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "store/columns.h"
#include "store/lists.h"

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkId;

constexpr Column kColumns[] = {
    {"id", "uuid"},
    {"dev_eui", "text"},
    {"space_id", "uuid"},
    {"wanted_state", "text"},
    {"colour", "text"},
    {"device_type", "text"},
    {"f_port", "smallint"},
    {"payload", kBytes},
    {"confirmed", "boolean"},
    {"cause", "text"},
    {"actor", "text"},
    {"state", "text", true},
    {"problem", "text", true},
    {"detail", "text", true},
    {"attempts", "int", true},
    {"refusals", "int", true},
    {"queue_item_id", "uuid", true},
    {"gateway_id", "text", true},
    {"decided_at", "timestamptz"},
    {"received_at", "timestamptz"},
    {"posted_at", "timestamptz", true},
    {"queued_at", "timestamptz", true},
    {"sent_at", "timestamptz", true},
    {"acked_at", "timestamptz", true},
    {"echoed_at", "timestamptz", true},
    {"ended_at", "timestamptz", true},
    {"expires_at", "timestamptz", true},
};

constexpr int kDetailMax = 500;

QString updateRows(bool postgres)
{
    QStringList sets;
    for (const Column &column : kColumns) {
        if (column.moves)
            sets.append(u"%1 = %2"_s.arg(QLatin1StringView(column.name),
                                         postgres ? source(column)
                                                  : u':' + QString::fromLatin1(column.name)));
    }
    const QString list = sets.join(u", "_s);
    // A station that does not know yet that a row was withdrawn does not revive it.
    const QString unless = u" AND NOT (downlinks.state = 'superseded' "
                           "AND %1 IN ('pending', 'sending', 'queued', 'expired'))"_s.arg(
                               postgres ? u"r.state"_s : u":state"_s);
    return postgres ? u"UPDATE downlinks SET %1 FROM %2 WHERE downlinks.id = r.id"_s.arg(
                          list, unnested(kColumns))
            + unless
                    : u"UPDATE downlinks SET %1 WHERE id = :id"_s.arg(list) + unless;
}

QVariantList values(const Downlink &d, const Database &db)
{
    return {d.id.toString(),
            d.devEui.toString(),
            idOrNull(d.spaceId),
            domain::nameOf(d.frame.state),
            d.frame.colour.toHex(),
            d.frame.deviceType,
            d.frame.fPort,
            d.frame.payload,
            d.frame.confirmed,
            domain::nameOf(d.cause),
            d.actor,
            domain::nameOf(d.state),
            d.problem,
            QString(d.detail.left(kDetailMax)).remove(QChar::Null),
            d.attempts,
            d.refusals,
            textOrNull(d.queueItemId),
            d.gatewayId,
            db.bind(d.decidedAt),
            db.bind(d.receivedAt),
            db.bind(d.postedAt),
            db.bind(d.queuedAt),
            db.bind(d.sentAt),
            db.bind(d.ackedAt),
            db.bind(d.echoedAt),
            db.bind(d.endedAt),
            db.bind(d.expiresAt)};
}

Downlink readRow(const QSqlQuery &row)
{
    Downlink d;
    int i = 0;
    const auto next = [&] { return row.value(i++); };
    const auto time = [&] { return Database::readOptionalTime(row.value(i++)); };
    d.sequence = next().toLongLong();
    d.id = DownlinkId::parse(next().toString()).value_or(DownlinkId());
    d.devEui = DevEui::parse(next().toString()).valueOr({});
    d.spaceId = domain::SpaceId::parse(next().toString()).value_or(domain::SpaceId());
    d.frame.state =
        domain::spaceStateFromString(next().toString()).value_or(domain::SpaceState::Free);
    d.frame.colour = domain::parseRgbHex(next().toString()).valueOr({});
    d.frame.deviceType = next().toString();
    d.frame.fPort = next().toInt();
    d.frame.payload = next().toByteArray();
    d.frame.confirmed = next().toBool();
    d.cause =
        domain::downlinkCauseFromString(next().toString()).value_or(domain::DownlinkCause::Change);
    d.actor = next().toString();
    d.state =
        domain::downlinkStateFromString(next().toString()).value_or(domain::DownlinkState::Failed);
    d.problem = next().toString();
    d.detail = next().toString();
    d.attempts = next().toInt();
    d.refusals = next().toInt();
    d.queueItemId = next().toString();
    d.gatewayId = next().toString();
    d.decidedAt = Database::readTime(next());
    d.receivedAt = time();
    d.postedAt = time();
    d.queuedAt = time();
    d.sentAt = time();
    d.ackedAt = time();
    d.echoedAt = time();
    d.endedAt = time();
    d.expiresAt = time();
    return d;
}

} // namespace

Result<QList<Downlink>> DownlinkStore::query(const QString &rest, const QVariantMap &bound)
{
    QList<Downlink> rows;
    const Result<> done = m_db.each(
        u"SELECT d.sequence, %1 FROM downlinks d %2"_s.arg(selected(kColumns, m_db, u"d."_s), rest),
        bound, [&](const QSqlQuery &row) { rows.append(readRow(row)); });
    if (!done)
        return done.error();
    return rows;
}

Result<> DownlinkStore::lockWishes()
{
    if (!m_db.isPostgres())
        return {}; // BEGIN IMMEDIATE keeps others out
    // Not the spaces' rows: a batch holds its sensors' spaces already and would take these out of
    // order, which two programs can only end with a deadlock.
    return m_db.each(u"SELECT pg_advisory_xact_lock(hashtextextended('smart-parking:lamps', 0))"_s,
                     {}, [](const QSqlQuery &) {});
}

Result<> DownlinkStore::insert(QList<Downlink> &rows)
{
    if (rows.isEmpty())
        return {};
    Rows table(names(kColumns));
    QStringList ids;
    for (const Downlink &row : std::as_const(rows)) {
        table.add(values(row, m_db));
        ids.append(row.id.toString());
    }
    static const QString postgres = insertInto("downlinks", kColumns, true);
    static const QString sqlite = insertInto("downlinks", kColumns, false);
    if (const Result<qint64> done = m_db.runRows(postgres, sqlite, table); !done)
        return done.error();
    Result<QList<Downlink>> written =
        query(u"WHERE %1 ORDER BY d.sequence"_s.arg(isAnyOf(m_db, u"d.id"_s, u"uuid"_s)),
              {{u"list"_s, listValue(m_db, ids)}});
    if (!written)
        return written.error();
    rows = std::move(*written);
    return {};
}

Result<> DownlinkStore::update(const QList<Downlink> &rows)
{
    if (rows.isEmpty())
        return {};
    Rows table(names(kColumns));
    for (const Downlink &row : rows)
        table.add(values(row, m_db));
    static const QString postgres = updateRows(true);
    static const QString sqlite = updateRows(false);
    if (const Result<qint64> done = m_db.runRows(postgres, sqlite, table); !done)
        return done.error();
    return forgetShown(rows);
}

Result<> DownlinkStore::forgetShown(const QList<Downlink> &rows)
{
    // domain::forget() in SQL: the row may have been withdrawn meanwhile.
    static const QString forget =
        u"UPDATE displays SET evidence = 'none', shown_f_port = NULL, shown_payload = NULL, "
        "shown_colour = NULL, shown_state = NULL, shown_at = CASE WHEN shown_at > :posted "
        "THEN shown_at ELSE coalesce(:posted, shown_at) END "
        "WHERE dev_eui = :device "
        "AND (shown_at IS NULL OR shown_at <= :chance) "
        "AND EXISTS (SELECT 1 FROM downlinks WHERE id = :id AND state = :state)"_s;
    for (const Downlink &row : rows) {
        if (domain::isOpen(row.state) || !domain::mayHavePlayed(row))
            continue;
        const Result<> done = m_db.run(forget,
                                       {{u"device"_s, row.devEui.toString()},
                                        {u"chance"_s, m_db.bind(lastChance(row))},
                                        {u"posted"_s, m_db.bind(row.postedAt)},
                                        {u"id"_s, row.id.toString()},
                                        {u"state"_s, domain::nameOf(row.state)}});
        if (!done)
            return done;
    }
    return {};
}

Result<QSet<DownlinkId>> DownlinkStore::begin(const QList<Downlink> &rows)
{
    QSet<DownlinkId> begun;
    if (rows.isEmpty())
        return begun;
    QStringList ids;
    for (const Downlink &row : rows)
        ids.append(row.id.toString());
    // Locked first: what another process withdraws from now on waits for this transaction.
    const Result<> done = m_db.each(
        u"SELECT id FROM downlinks WHERE state = 'pending' AND %1 ORDER BY id%2"_s.arg(
            isAnyOf(m_db, u"id"_s, u"uuid"_s), m_db.isPostgres() ? u" FOR UPDATE"_s : QString()),
        {{u"list"_s, listValue(m_db, ids)}}, [&](const QSqlQuery &row) {
            begun.insert(DownlinkId::parse(row.value(0).toString()).value_or(DownlinkId()));
        });
    if (!done)
        return done.error();
    QList<Downlink> moving;
    for (const Downlink &row : rows) {
        if (begun.contains(row.id))
            moving.append(row);
    }
    if (Result<> written = update(moving); !written)
        return written.error();
    return begun;
}

Result<QList<Downlink>> DownlinkStore::supersedePending(const QList<DevEui> &devices, UtcTime now)
{
    if (devices.isEmpty())
        return QList<Downlink>();
    Result<QList<Downlink>> rows = query(u"WHERE d.state = 'pending' AND %1 ORDER BY d.id%2"_s.arg(
                                             isAnyOf(m_db, u"d.dev_eui"_s, u"text"_s),
                                             m_db.isPostgres() ? u" FOR UPDATE"_s : QString()),
                                         {{u"list"_s, listValue(m_db, euiTexts(devices))}});
    if (!rows)
        return rows;
    for (Downlink &row : *rows) {
        row.state = domain::DownlinkState::Superseded;
        row.endedAt = now;
    }
    if (Result<> done = update(*rows); !done)
        return done.error();
    return rows;
}

Result<QList<Downlink>> DownlinkStore::flushed(DevEui device, const QList<DownlinkId> &queued,
                                               UtcTime now)
{
    QStringList ids;
    for (const DownlinkId &id : queued)
        ids.append(id.toString());
    Result<QList<Downlink>> rows =
        query(u"WHERE d.dev_eui = :device AND (d.state = 'pending' OR (d.state = 'queued' "
              "AND %1)) ORDER BY d.id%2"_s.arg(isAnyOf(m_db, u"d.id"_s, u"uuid"_s),
                                               m_db.isPostgres() ? u" FOR UPDATE"_s : QString()),
              {{u"device"_s, device.toString()}, {u"list"_s, listValue(m_db, ids)}});
    if (!rows)
        return rows;
    for (Downlink &row : *rows) {
        row.state = domain::DownlinkState::Superseded;
        row.problem = u"FLUSHED"_s;
        row.endedAt = now;
    }
    if (Result<> done = update(*rows); !done)
        return done.error();
    return rows;
}

Result<QList<Downlink>> DownlinkStore::open(const QList<DevEui> &devices)
{
    QString condition = u"WHERE d.state IN ('pending', 'sending', 'queued')"_s;
    QVariantMap bound;
    if (!devices.isEmpty()) {
        condition += u" AND "_s + isAnyOf(m_db, u"d.dev_eui"_s, u"text"_s);
        bound.insert(u"list"_s, listValue(m_db, euiTexts(devices)));
    }
    return query(condition + u" ORDER BY d.sequence"_s, bound);
}

Result<QList<Downlink>> DownlinkStore::pending()
{
    return query(u"WHERE d.state = 'pending' ORDER BY d.sequence"_s, {});
}

Result<QList<Downlink>> DownlinkStore::byItems(const QStringList &queueItemIds)
{
    if (queueItemIds.isEmpty())
        return QList<Downlink>();
    return query(
        u"WHERE %1 ORDER BY d.sequence"_s.arg(isAnyOf(m_db, u"d.queue_item_id"_s, u"uuid"_s)),
        {{u"list"_s, listValue(m_db, queueItemIds)}});
}

Result<QList<Downlink>> DownlinkStore::lastSent(const QList<DevEui> &devices)
{
    if (devices.isEmpty())
        return QList<Downlink>();
    // By index from each device's newest row that was on the air, however long its history is.
    const QString list = m_db.isPostgres() ? u"SELECT unnest(:list::text[]) AS dev_eui"_s
                                           : u"SELECT value AS dev_eui FROM json_each(:list)"_s;
    return query(u"JOIN (SELECT e.dev_eui, coalesce((SELECT x.sequence FROM downlinks x "
                 "WHERE x.dev_eui = e.dev_eui AND x.state IN ('sent', 'acked', 'echoed') "
                 "ORDER BY x.sequence DESC LIMIT 1), 0) AS sequence FROM (%1) e) p "
                 "ON d.dev_eui = p.dev_eui AND d.sequence >= p.sequence "
                 "WHERE d.attempts > 0 ORDER BY d.sequence"_s.arg(list),
                 {{u"list"_s, listValue(m_db, euiTexts(devices))}});
}

Result<Downlink> DownlinkStore::find(DownlinkId id)
{
    Result<QList<Downlink>> rows = query(u"WHERE d.id = :id"_s, {{u"id"_s, id.toString()}});
    if (!rows)
        return rows.error();
    if (rows->isEmpty())
        return domain::errors::notFound(u"Downlink"_s, id.toString());
    return rows->first();
}

Result<std::optional<Downlink>> DownlinkStore::lastOf(DevEui device)
{
    Result<QList<Downlink>> rows =
        query(u"WHERE d.dev_eui = :device ORDER BY d.sequence DESC LIMIT 1"_s,
              {{u"device"_s, device.toString()}});
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::nullopt : std::optional(rows->first());
}

} // namespace parking::store
