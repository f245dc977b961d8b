#include "store/alarmstore.h"

#include "domain/errors.h"
#include "store/table.h"

#include <algorithm>

namespace parking::store {

namespace {

using domain::Alarm;

const Table kAlarms{"alarms",
                    {{"id", Type::Uuid},
                     {"kind", Type::Text, kFixed},
                     {"subject", Type::Text, kFixed},
                     {"level"},
                     {"affected", Type::Int},
                     {"details", Type::Json},
                     {"raised_at", Type::Time, kFixed},
                     {"cleared_at", Type::Time},
                     {"acknowledged_at", Type::Time},
                     {"acknowledged_by"}}};

const Selection kSelection(kAlarms);

/// What the station writes of rows that are there.
const Table kKnown = kAlarms.only({"id", "level", "affected", "details", "cleared_at"});

Alarm readAlarm(RowReader &row)
{
    Alarm alarm;
    alarm.id = row.parsed("id", domain::AlarmId::parse);
    alarm.cause.kind = row.parsed("kind", domain::alarmKindFromString);
    alarm.cause.subject = row.text("subject");
    alarm.level = row.parsed("level", domain::alarmLevelFromString);
    alarm.count = row.integer("affected");
    const QJsonObject details = row.object("details");
    alarm.raisedAt = row.time("raised_at");
    alarm.clearedAt = row.maybeTime("cleared_at");
    alarm.acknowledgedAt = row.maybeTime("acknowledged_at");
    alarm.acknowledgedBy = row.text("acknowledged_by");
    domain::setDetails(alarm, details);
    return alarm;
}

} // namespace

Result<QList<Alarm>> AlarmStore::select(const QString &rest, const QVariantMap &bound)
{
    return store::select(m_db, kSelection, u"FROM alarms "_s + rest, bound, readAlarm);
}

Result<QList<Alarm>> AlarmStore::open()
{
    auto alarms = select(u"WHERE cleared_at IS NULL"_s);
    if (alarms)
        std::sort(alarms->begin(), alarms->end(), domain::isBefore);
    return alarms;
}

Result<QList<Alarm>> AlarmStore::clearedSince(UtcTime time)
{
    return select(u"WHERE cleared_at >= :since ORDER BY cleared_at DESC, id"_s,
                  {{u"since"_s, m_db.bind(time)}});
}

Result<domain::Page<Alarm>> AlarmStore::history(const domain::PageRequest &page,
                                                const domain::AlarmFilter &filter)
{
    if (Result<> checked = domain::validate(page); !checked)
        return checked.error();
    QStringList conditions;
    QVariantMap bound;
    if (filter.isEnded)
        conditions.append(*filter.isEnded ? u"cleared_at IS NOT NULL"_s : u"cleared_at IS NULL"_s);
    if (filter.kind) {
        conditions.append(u"kind = :kind"_s);
        bound.insert(u"kind"_s, domain::nameOf(*filter.kind));
    }
    const QString where =
        conditions.isEmpty() ? QString() : u"WHERE "_s + conditions.join(u" AND "_s) + u' ';
    const Result<qint64> total = m_db.count(u"SELECT count(*) FROM alarms "_s + where, bound);
    if (!total)
        return total.error();
    bound.insert(u"limit"_s, page.limit);
    bound.insert(u"offset"_s, page.offset);
    auto rows = select(where + u"ORDER BY raised_at DESC, id LIMIT :limit OFFSET :offset"_s, bound);
    if (!rows)
        return rows.error();
    domain::Page<Alarm> found;
    found.rows = std::move(*rows);
    found.total = *total;
    return found;
}

Result<Alarm> AlarmStore::find(domain::AlarmId id)
{
    auto rows = store::select(m_db, kSelection, u"FROM alarms WHERE id = :id"_s,
                              {{u"id"_s, id.toString()}}, readAlarm, BadRows::Refuse);
    if (!rows)
        return rows.error();
    if (rows->isEmpty())
        return domain::errors::notFound(u"alarm"_s, id.toString());
    return rows->first();
}

Result<int> AlarmStore::countCleared(UtcTime since)
{
    const Result<qint64> count =
        m_db.count(u"SELECT count(*) FROM alarms WHERE cleared_at >= :since"_s,
                   {{u"since"_s, m_db.bind(since)}});
    return count ? Result<int>(int(*count)) : count.error();
}

Result<std::optional<UtcTime>> AlarmStore::lastCleared()
{
    std::optional<UtcTime> last;
    const Result<> done = m_db.each(
        u"SELECT %1 FROM alarms"_s.arg(m_db.timeColumn(u"max(cleared_at)"_s)), {},
        [&last](const QSqlQuery &row) { last = Database::readOptionalTime(row.value(0)); });
    return done ? Result<std::optional<UtcTime>>(last) : done.error();
}

Result<std::optional<UtcTime>> AlarmStore::raisedAfter(UtcTime moment)
{
    std::optional<UtcTime> found;
    const Result<> done =
        m_db.each(u"SELECT %1 FROM alarms WHERE raised_at > :moment"_s.arg(
                      m_db.timeColumn(u"min(raised_at)"_s)),
                  {{u"moment"_s, m_db.bind(moment)}}, [&found](const QSqlQuery &row) {
                      found = Database::readOptionalTime(row.value(0));
                  });
    return done ? Result<std::optional<UtcTime>>(found) : done.error();
}

Result<std::optional<UtcTime>> AlarmStore::raisedBefore(UtcTime moment)
{
    std::optional<UtcTime> found;
    const Result<> done =
        m_db.each(u"SELECT %1 FROM alarms WHERE raised_at < :moment"_s.arg(
                      m_db.timeColumn(u"max(raised_at)"_s)),
                  {{u"moment"_s, m_db.bind(moment)}}, [&found](const QSqlQuery &row) {
                      found = Database::readOptionalTime(row.value(0));
                  });
    return done ? Result<std::optional<UtcTime>>(found) : done.error();
}

Result<> AlarmStore::insert(const QList<Alarm> &alarms)
{
    Rows rows(kAlarms.names());
    for (const Alarm &alarm : alarms) {
        RowWriter row(kAlarms, m_db);
        row.set("id", alarm.id);
        row.set("kind", alarm.cause.kind);
        row.set("subject", alarm.cause.subject);
        row.set("level", alarm.level);
        row.set("affected", alarm.count);
        row.set("details", domain::detailsOf(alarm));
        row.set("raised_at", alarm.raisedAt);
        row.set("cleared_at", alarm.clearedAt);
        row.set("acknowledged_at", alarm.acknowledgedAt);
        row.set("acknowledged_by", alarm.acknowledgedBy);
        rows.add(row.values());
    }
    static const RowStatement statement = kAlarms.insert();
    return m_db.runRows(statement, rows);
}

Result<> AlarmStore::update(const QList<Alarm> &alarms)
{
    Rows rows(kKnown.names());
    for (const Alarm &alarm : alarms) {
        RowWriter row(kKnown, m_db);
        row.set("id", alarm.id);
        row.set("level", alarm.level);
        row.set("affected", alarm.count);
        row.set("details", domain::detailsOf(alarm));
        row.set("cleared_at", alarm.clearedAt);
        rows.add(row.values());
    }
    static const RowStatement statement = kKnown.update();
    return m_db.runRows(statement, rows);
}

Result<bool> AlarmStore::acknowledge(domain::AlarmId id, UtcTime now, const QString &actor)
{
    const Result<qint64> changed =
        m_db.change(u"UPDATE alarms SET acknowledged_at = :now, acknowledged_by = :actor "
                    "WHERE id = :id AND cleared_at IS NULL AND acknowledged_at IS NULL"_s,
                    {{u"now"_s, m_db.bind(now)}, {u"actor"_s, actor}, {u"id"_s, id.toString()}});
    return changed ? Result<bool>(*changed > 0) : changed.error();
}

Result<bool> AlarmStore::withdraw(domain::AlarmId id, UtcTime acknowledgedAt)
{
    const Result<qint64> changed =
        m_db.change(u"UPDATE alarms SET acknowledged_at = NULL, acknowledged_by = '' "
                    "WHERE id = :id AND cleared_at IS NULL AND acknowledged_at = :was"_s,
                    {{u"id"_s, id.toString()}, {u"was"_s, m_db.bind(acknowledgedAt)}});
    return changed ? Result<bool>(*changed > 0) : changed.error();
}

Result<qint64> AlarmStore::prune(UtcTime before)
{
    return m_db.change(u"DELETE FROM alarms WHERE cleared_at < :before"_s,
                       {{u"before"_s, m_db.bind(before)}});
}

Result<qint64> lettersSince(Database &database, UtcTime time)
{
    return database.count(u"SELECT count(*) FROM dead_letters WHERE recorded_at > :since"_s,
                          {{u"since"_s, database.bind(time)}});
}

} // namespace parking::store
