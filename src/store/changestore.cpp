#include "store/changestore.h"

#include "base/literals.h"

namespace parking::store {

namespace {

const QStringList kColumns = {u"space_id"_s, u"previous_state"_s, u"new_state"_s,  u"source"_s,
                              u"actor"_s,    u"request_id"_s,     u"reason"_s,     u"event_key"_s,
                              u"note"_s,     u"timestamp"_s,      u"recorded_at"_s};

QString selectColumns(const Database &db)
{
    QStringList columns = kColumns;
    columns[9] = db.timeColumn(columns[9]);
    columns[10] = db.timeColumn(columns[10]);
    return columns.join(u", "_s);
}

domain::StateChange readRow(const QSqlQuery &row)
{
    domain::StateChange change;
    change.spaceId = domain::SpaceId::parse(row.value(0).toString()).value_or(domain::SpaceId());
    change.previous = domain::spaceStateFromString(row.value(1).toString());
    change.current =
        domain::spaceStateFromString(row.value(2).toString()).value_or(domain::SpaceState::Free);
    change.source = row.value(3).toString();
    change.actor = row.value(4).toString();
    change.requestId = row.value(5).toString();
    change.reason = domain::stateReasonFromString(row.value(6).toString())
                        .value_or(domain::StateReason::Default);
    change.eventKey = row.value(7).toString();
    change.note = row.value(8).toString();
    change.time = Database::readTime(row.value(9));
    change.recordedAt = Database::readTime(row.value(10));
    return change;
}

} // namespace

Result<> ChangeStore::append(const QList<domain::StateChange> &changes)
{
    Rows rows(kColumns);
    for (const domain::StateChange &c : changes) {
        rows.add(
            {c.spaceId.toString(), c.previous ? QVariant(domain::nameOf(*c.previous)) : QVariant(),
             domain::nameOf(c.current), c.source, c.actor, c.requestId, domain::nameOf(c.reason),
             c.eventKey.isEmpty() ? QVariant() : QVariant(c.eventKey), c.note, m_db.bind(c.time),
             m_db.bind(c.recordedAt)});
    }
    const QString columns = kColumns.join(u", "_s);
    const Result<qint64> done = m_db.runRows(
        u"INSERT INTO state_changes (%1) SELECT * FROM unnest(:space_id::uuid[], "
        ":previous_state::text[], :new_state::text[], :source::text[], "
        ":actor::text[], :request_id::text[], :reason::text[], "
        ":event_key::uuid[], :note::text[], :timestamp::timestamptz[], "
        ":recorded_at::timestamptz[])"_s.arg(columns),
        u"INSERT INTO state_changes (%1) VALUES (:%2)"_s.arg(columns, kColumns.join(u", :"_s)),
        rows);
    return done ? Result<>() : Result<>(done.error());
}

Result<QList<domain::StateChange>> ChangeStore::recent(domain::SpaceId space, int limit,
                                                       std::optional<UtcTime> before)
{
    QList<domain::StateChange> changes;
    QVariantMap values{{u"space"_s, space.toString()}, {u"limit"_s, limit}};
    if (before)
        values.insert(u"before"_s, m_db.bind(*before));
    const Result<> done =
        m_db.each(u"SELECT %1 FROM state_changes WHERE space_id = :space %2 "
                  "ORDER BY timestamp DESC, id DESC LIMIT :limit"_s.arg(
                      selectColumns(m_db), before ? u"AND timestamp < :before"_s : QString()),
                  values, [&](const QSqlQuery &row) { changes.append(readRow(row)); });
    if (!done)
        return done.error();
    return changes;
}

Result<QList<domain::StateChange>> ChangeStore::between(domain::SpaceId space, UtcTime from,
                                                        UtcTime to)
{
    Result<QList<domain::StateChange>> first = recent(space, 1, from);
    if (!first)
        return first;
    QList<domain::StateChange> changes = *first;
    const Result<> done = m_db.each(
        u"SELECT %1 FROM state_changes WHERE space_id = :space AND "
        "timestamp >= :from AND timestamp < :to ORDER BY timestamp, id"_s.arg(selectColumns(m_db)),
        {{u"space"_s, space.toString()}, {u"from"_s, m_db.bind(from)}, {u"to"_s, m_db.bind(to)}},
        [&](const QSqlQuery &row) { changes.append(readRow(row)); });
    if (!done)
        return done.error();
    return changes;
}

Result<qint64> ChangeStore::count()
{
    return m_db.count(u"SELECT count(*) FROM state_changes"_s);
}

} // namespace parking::store
