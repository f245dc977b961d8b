#include "store/downlinkstore.h"

#include "domain/errors.h"
#include "domain/problems.h"
#include "store/condition.h"
#include "store/displaystore.h"
#include "store/downlinkrows.h"

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkId;

const Selection kIds{"downlinks", "", {{"id", Type::Uuid}}};

QString forUpdate(const Database &db)
{
    return db.isPostgres() ? u" FOR UPDATE"_s : QString();
}

/// A station that does not know yet that a row was withdrawn does not revive it, nor takes away
/// why.
QString wouldRevive(const QString &row)
{
    return u"downlinks.state = 'superseded' "
           "AND %1state IN ('pending', 'sending', 'queued', 'expired', 'superseded')"_s.arg(row);
}

} // namespace

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
    Rows table(kDownlinks.names());
    QList<DownlinkId> ids;
    for (const Downlink &row : std::as_const(rows)) {
        table.add(valuesOf(row, m_db));
        ids.append(row.id);
    }
    static const RowStatement statement = kDownlinks.insert();
    if (const Result<> done = m_db.runRows(statement, table); !done)
        return done;
    Result<QList<Downlink>> written = selectDownlinks(
        m_db, u"WHERE %1 ORDER BY d.sequence"_s.arg(isAnyOf(m_db, u"d.id"_s, u"uuid"_s)),
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
    Rows table(kDownlinks.names());
    for (const Downlink &row : rows)
        table.add(valuesOf(row, m_db));
    static const RowStatement statement = kDownlinks.update(wouldRevive);
    if (const Result<> done = m_db.runRows(statement, table); !done)
        return done;
    return DisplayStore(m_db).forgetShown(rows);
}

Result<QSet<DownlinkId>> DownlinkStore::begin(const QList<Downlink> &rows)
{
    if (rows.isEmpty())
        return QSet<DownlinkId>();
    QList<DownlinkId> ids;
    for (const Downlink &row : rows)
        ids.append(row.id);
    // Locked first: what another process withdraws from now on waits for this transaction.
    const auto locked = select(m_db, kIds,
                               u"FROM downlinks WHERE state = 'pending' AND %1 ORDER BY id%2"_s.arg(
                                   isAnyOf(m_db, u"id"_s, u"uuid"_s), forUpdate(m_db)),
                               {{u"list"_s, listValue(m_db, ids)}},
                               [](RowReader &row) { return row.parsed("id", DownlinkId::parse); });
    if (!locked)
        return locked.error();
    const QSet<DownlinkId> begun(locked->cbegin(), locked->cend());
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
    Result<QList<Downlink>> rows =
        selectDownlinks(m_db,
                        u"WHERE d.state = 'pending' AND %1 ORDER BY d.id%2"_s.arg(
                            isAnyOf(m_db, u"d.dev_eui"_s, u"text"_s), forUpdate(m_db)),
                        {{u"list"_s, listValue(m_db, devices)}});
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
    Result<QList<Downlink>> rows = selectDownlinks(
        m_db,
        u"WHERE d.dev_eui = :device AND (d.state = 'pending' OR (d.state = 'queued' "
        "AND %1)) ORDER BY d.id%2"_s.arg(isAnyOf(m_db, u"d.id"_s, u"uuid"_s), forUpdate(m_db)),
        {{u"device"_s, device.toString()}, {u"list"_s, listValue(m_db, queued)}});
    if (!rows)
        return rows;
    for (Downlink &row : *rows) {
        row.state = domain::DownlinkState::Superseded;
        row.problem = problem::kFlushed;
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
        bound.insert(u"list"_s, listValue(m_db, devices));
    }
    return selectDownlinks(m_db, condition + u" ORDER BY d.sequence"_s, bound);
}

Result<QList<Downlink>> DownlinkStore::pending()
{
    return selectDownlinks(m_db, u"WHERE d.state = 'pending' ORDER BY d.sequence"_s, {});
}

Result<QList<Downlink>> DownlinkStore::byItems(const QStringList &queueItemIds)
{
    if (queueItemIds.isEmpty())
        return QList<Downlink>();
    return selectDownlinks(
        m_db, u"WHERE %1 ORDER BY d.sequence"_s.arg(isAnyOf(m_db, u"d.queue_item_id"_s, u"uuid"_s)),
        {{u"list"_s, listValue(m_db, queueItemIds)}});
}

Result<QList<Downlink>> DownlinkStore::lastSent(const QList<DevEui> &devices)
{
    if (devices.isEmpty())
        return QList<Downlink>();
    // By index from each device's newest row that was on the air, however long its history is.
    return selectDownlinks(
        m_db,
        u"JOIN (SELECT e.dev_eui, coalesce((SELECT x.sequence FROM downlinks x "
        "WHERE x.dev_eui = e.dev_eui AND x.state IN ('sent', 'acked', 'echoed') "
        "ORDER BY x.sequence DESC LIMIT 1), 0) AS sequence FROM (%1) e) p "
        "ON d.dev_eui = p.dev_eui AND d.sequence >= p.sequence "
        "WHERE d.attempts > 0 ORDER BY d.sequence"_s.arg(listTable(m_db, u"dev_eui"_s, u"text"_s)),
        {{u"list"_s, listValue(m_db, devices)}});
}

Result<QList<Downlink>> DownlinkStore::lastEnded(const QList<DevEui> &devices)
{
    if (devices.isEmpty())
        return QList<Downlink>();
    return selectDownlinks(
        m_db,
        u"JOIN (SELECT e.dev_eui, (SELECT x.sequence FROM downlinks x "
        "WHERE x.dev_eui = e.dev_eui "
        "AND x.state IN ('queued', 'sent', 'acked', 'echoed', 'failed', 'expired') "
        "ORDER BY x.sequence DESC LIMIT 1) AS sequence FROM (%1) e) p "
        "ON d.dev_eui = p.dev_eui AND d.sequence = p.sequence ORDER BY d.dev_eui"_s.arg(
            listTable(m_db, u"dev_eui"_s, u"text"_s)),
        {{u"list"_s, listValue(m_db, devices)}});
}

Result<Downlink> DownlinkStore::find(DownlinkId id)
{
    Result<QList<Downlink>> rows =
        selectDownlinks(m_db, u"WHERE d.id = :id"_s, {{u"id"_s, id.toString()}}, BadRows::Refuse);
    if (!rows)
        return rows.error();
    if (rows->isEmpty())
        return domain::errors::notFound(u"Downlink"_s, id.toString());
    return rows->first();
}

Result<std::optional<Downlink>> DownlinkStore::lastOf(DevEui device)
{
    Result<QList<Downlink>> rows =
        selectDownlinks(m_db,
                        u"WHERE d.dev_eui = :device ORDER BY CASE WHEN d.state = 'superseded' "
                        "AND d.problem = '' THEN 1 ELSE 0 END, d.sequence DESC LIMIT 1"_s,
                        {{u"device"_s, device.toString()}});
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::nullopt : std::optional(rows->first());
}

} // namespace parking::store
