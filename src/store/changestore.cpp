#include "store/changestore.h"

#include "store/readingrow.h"
#include "store/table.h"

namespace parking::store {

namespace {

using domain::StateChange;

const Table kChanges{"state_changes",
                     {{"space_id", Type::Uuid},
                      {"previous_state"},
                      {"new_state"},
                      {"source"},
                      {"actor"},
                      {"request_id"},
                      {"reason"},
                      {"event_key", Type::Uuid},
                      {"note"},
                      {"timestamp", Type::Time},
                      {"recorded_at", Type::Time}}};

const Selection kSelection{kChanges};
const Selection kNamed{kChanges, "c"};

QVariantList valuesOf(const StateChange &c, const Database &db)
{
    RowWriter row(kChanges, db);
    row.set("space_id", c.spaceId);
    row.set("previous_state", c.previous);
    row.set("new_state", c.current);
    row.set("source", c.source);
    row.set("actor", c.actor);
    row.set("request_id", c.requestId);
    row.set("reason", c.reason);
    row.setOrNull("event_key", c.eventKey);
    row.set("note", c.note);
    row.set("timestamp", c.time);
    row.set("recorded_at", c.recordedAt);
    return row.values();
}

} // namespace

const Table kChangeRow = kChanges;

StateChange readChange(RowReader &row)
{
    StateChange c;
    c.spaceId = row.parsed("space_id", domain::SpaceId::parse);
    c.previous = row.maybeParsed("previous_state", domain::spaceStateFromString);
    c.current = row.parsed("new_state", domain::spaceStateFromString);
    c.source = row.text("source");
    c.actor = row.text("actor");
    c.requestId = row.text("request_id");
    c.reason = row.parsed("reason", domain::stateReasonFromString);
    c.eventKey = row.text("event_key");
    c.note = row.text("note");
    c.time = row.time("timestamp");
    c.recordedAt = row.time("recorded_at");
    return c;
}

namespace {

/// The changes that `rest` finds, one of a space.
Result<> find(Database &db, const Selection &selection, const QString &rest,
              const QVariantMap &values, FoundChanges &found)
{
    const auto rows =
        select(db, selection, rest, values, [&](RowReader &row) -> std::optional<StateChange> {
            const StateChange change = readChange(row);
            const std::optional<Error> error = row.takeError();
            if (!error)
                return change;
            db.leaveOut(*error);
            found.unreadable.insert(change.spaceId, change.time);
            return std::nullopt;
        });
    if (!rows)
        return rows.error();
    for (const std::optional<StateChange> &change : *rows) {
        if (change)
            found.changes.append(*change);
    }
    return {};
}

QList<UtcTime> timesOf(const FoundChanges &found)
{
    QList<UtcTime> times = found.unreadable.values();
    for (const StateChange &change : found.changes)
        times.append(change.time);
    return times;
}

} // namespace

Result<> ChangeStore::append(const QList<StateChange> &changes)
{
    Rows rows(kChanges.names());
    for (const StateChange &change : changes)
        rows.add(valuesOf(change, m_db));
    static const RowStatement statement = kChanges.insert();
    return m_db.runRows(statement, rows);
}

Result<QList<StateChange>> ChangeStore::recent(domain::SpaceId space, int limit,
                                               std::optional<UtcTime> before)
{
    QVariantMap values{{u"space"_s, space.toString()}, {u"limit"_s, limit}};
    if (before)
        values.insert(u"before"_s, m_db.bind(*before));
    return select(m_db, kSelection,
                  u"FROM state_changes WHERE space_id = :space %1 "
                  "ORDER BY timestamp DESC, id DESC LIMIT :limit"_s.arg(
                      before ? u"AND timestamp < :before"_s : QString()),
                  values, readChange);
}

Result<QList<StateChange>> ChangeStore::between(domain::SpaceId space, UtcTime from, UtcTime to)
{
    Result<QList<StateChange>> first = recent(space, 1, from);
    if (!first)
        return first;
    const Result<QList<StateChange>> rest = within(space, from, to);
    if (!rest)
        return rest;
    return *first + *rest;
}

Result<QList<StateChange>> ChangeStore::within(domain::SpaceId space, UtcTime from, UtcTime to)
{
    return select(
        m_db, kSelection,
        u"FROM state_changes WHERE space_id = :space AND timestamp >= :from AND timestamp < :to "
        "ORDER BY timestamp, id"_s,
        {{u"space"_s, space.toString()}, {u"from"_s, m_db.bind(from)}, {u"to"_s, m_db.bind(to)}},
        readChange);
}

// --- At a moment ---------------------------------------------------------------------------------

Result<FoundChanges> ChangeStore::lastUntil(UtcTime moment)
{
    // SQLite has no LATERAL. There the first of the index is found twice, which is quicker than to
    // look at more than it.
    FoundChanges found;
    const Result<> done =
        find(m_db, kNamed,
             m_db.isPostgres()
                 ? u"FROM spaces s CROSS JOIN LATERAL (SELECT * FROM state_changes x "
                   "WHERE x.space_id = s.id AND x.timestamp <= :moment "
                   "ORDER BY x.timestamp DESC, x.id DESC LIMIT 1) c"_s
                 : u"FROM spaces s CROSS JOIN state_changes c ON c.space_id = s.id "
                   "AND (c.timestamp, c.id) = (SELECT x.timestamp, x.id FROM state_changes x "
                   "WHERE x.space_id = s.id AND x.timestamp <= :moment "
                   "ORDER BY x.timestamp DESC, x.id DESC LIMIT 1)"_s,
             {{u"moment"_s, m_db.bind(moment)}}, found);
    return done ? Result<FoundChanges>(found) : done.error();
}

Result<FoundChanges> ChangeStore::firstAfter(const QList<domain::SpaceId> &spaces, UtcTime moment)
{
    FoundChanges found;
    for (const domain::SpaceId &space : spaces) {
        const Result<> first =
            find(m_db, kSelection,
                 u"FROM state_changes WHERE space_id = :space AND timestamp > :moment "
                 "ORDER BY timestamp, id LIMIT 1"_s,
                 {{u"space"_s, space.toString()}, {u"moment"_s, m_db.bind(moment)}}, found);
        if (!first)
            return first.error();
    }
    return found;
}

Result<std::optional<UtcTime>> ChangeStore::nextTime(const QList<domain::SpaceId> &spaces,
                                                     UtcTime moment)
{
    const Result<FoundChanges> first = firstAfter(spaces, moment);
    if (!first)
        return first.error();
    std::optional<UtcTime> next;
    for (const UtcTime time : timesOf(*first))
        next = std::min(next.value_or(time), time);
    return next;
}

Result<std::optional<UtcTime>> ChangeStore::lastTime(const QList<domain::SpaceId> &spaces,
                                                     UtcTime moment)
{
    FoundChanges found;
    for (const domain::SpaceId &space : spaces) {
        const Result<> newest =
            find(m_db, kSelection,
                 u"FROM state_changes WHERE space_id = :space AND timestamp < :moment "
                 "ORDER BY timestamp DESC, id DESC LIMIT 1"_s,
                 {{u"space"_s, space.toString()}, {u"moment"_s, m_db.bind(moment)}}, found);
        if (!newest)
            return newest.error();
    }
    std::optional<UtcTime> last;
    for (const UtcTime time : timesOf(found))
        last = std::max(last.value_or(time), time);
    return last;
}

Result<QHash<domain::SpaceId, QList<UtcTime>>> ChangeStore::unknownFrom(UtcTime from, UtcTime to)
{
    QHash<domain::SpaceId, QList<UtcTime>> times;
    const Result<> done = m_db.each(
        u"SELECT space_id, %1 FROM state_changes WHERE reason = :reason AND timestamp >= :from "
        "AND timestamp < :to ORDER BY timestamp"_s.arg(m_db.timeColumn(u"timestamp"_s)),
        {{u"reason"_s, nameOf(domain::StateReason::Default)},
         {u"from"_s, m_db.bind(from)},
         {u"to"_s, m_db.bind(to)}},
        [&times](const QSqlQuery &row) {
            if (const auto space = domain::SpaceId::parse(row.value(0).toString()))
                times[*space].append(Database::readTime(row.value(1)));
        });
    return done ? Result<QHash<domain::SpaceId, QList<UtcTime>>>(times) : done.error();
}

Result<QList<int>> ChangeStore::density(UtcTime from, UtcTime to, Milliseconds step)
{
    QList<int> counts((to - from + step - Milliseconds(1)) / step, 0);
    const QString time =
        m_db.isPostgres() ? m_db.timeColumn(u"timestamp"_s) : u"timestamp"_s; // milliseconds
    const Result<> done =
        m_db.each(u"SELECT (%1 - :start) / :step AS place, count(*) FROM state_changes "
                  "WHERE timestamp >= :from AND timestamp < :to GROUP BY place"_s.arg(time),
                  {{u"start"_s, toMillis(from)},
                   {u"step"_s, qint64(step.count())},
                   {u"from"_s, m_db.bind(from)},
                   {u"to"_s, m_db.bind(to)}},
                  [&counts](const QSqlQuery &row) {
                      const qsizetype place = row.value(0).toLongLong();
                      if (place >= 0 && place < counts.size())
                          counts[place] = row.value(1).toInt();
                  });
    return done ? Result<QList<int>>(counts) : done.error();
}

Result<qint64> ChangeStore::count()
{
    return m_db.count(u"SELECT count(*) FROM state_changes"_s);
}

} // namespace parking::store
