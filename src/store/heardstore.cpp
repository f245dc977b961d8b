#include "store/heardstore.h"

#include "base/literals.h"
#include "store/table.h"

namespace parking::store {

namespace {

using domain::SpaceId;

const QString kWordColumns =
    u"space_id, occupancy_state, battery, rssi, snr, gateway_id, %1 AS heard_at"_s;

HeardWord wordOf(const QSqlQuery &row)
{
    const auto number = [&row](int column) {
        return row.isNull(column) ? std::nullopt : std::optional(row.value(column).toDouble());
    };
    HeardWord word;
    word.occupancy = domain::occupancyFromString(row.value(1).toString());
    word.batteryVolt = number(2);
    if (const auto rssi = number(3))
        word.rssiDbm = int(*rssi);
    word.snrDb = number(4);
    word.gatewayId = row.value(5).toString();
    word.time = Database::readTime(row.value(6));
    return word;
}

} // namespace

Result<QList<domain::HeardMinute>> HeardStore::minutes(UtcTime from, UtcTime to)
{
    QList<domain::HeardMinute> minutes;
    const QString time = m_db.timeColumn(u"timestamp"_s);
    const Result<> done = m_db.each(
        u"SELECT min(%1), max(%1) FROM sensor_readings WHERE timestamp >= :from "
        "AND timestamp < :to GROUP BY %1 / 60000 ORDER BY 1"_s.arg(time),
        {{u"from"_s, m_db.bind(from)}, {u"to"_s, m_db.bind(to)}}, [&](const QSqlQuery &row) {
            minutes.append({Database::readTime(row.value(0)), Database::readTime(row.value(1))});
        });
    return done ? Result<QList<domain::HeardMinute>>(minutes) : done.error();
}

Result<QList<domain::Deafness>> HeardStore::deafTimes(UtcTime from, UtcTime to)
{
    QList<domain::Deafness> times;
    const Result<> done = m_db.each(
        u"SELECT %1, %2, problem FROM outages WHERE level = 'unhealthy' AND check_name IN "
        "('mqtt', 'journal', 'messages', 'database', 'station') AND began_at < :to "
        "AND (ended_at IS NULL OR ended_at > :from) ORDER BY began_at"_s.arg(
            m_db.timeColumn(u"began_at"_s), m_db.timeColumn(u"ended_at"_s)),
        {{u"from"_s, m_db.bind(from)}, {u"to"_s, m_db.bind(to)}}, [&](const QSqlQuery &row) {
            times.append({Database::readTime(row.value(0)),
                          Database::readOptionalTime(row.value(1)).value_or(to),
                          row.value(2).toString()});
        });
    if (!done)
        return done.error();
    return times;
}

Result<> HeardStore::each(UtcTime from, UtcTime to,
                          const std::function<bool(const HeardMoment &)> &heard)
{
    QString text; // most rows are of the space before
    HeardMoment word;
    return m_db.eachWhile(
        u"SELECT space_id, %1, occupancy_state IS NOT NULL, device_eui FROM sensor_readings "
        "WHERE space_id IS NOT NULL AND timestamp >= :from AND timestamp < :to "
        "ORDER BY space_id, timestamp"_s.arg(m_db.timeColumn(u"timestamp"_s)),
        {{u"from"_s, m_db.bind(from)}, {u"to"_s, m_db.bind(to)}}, [&](const QSqlQuery &row) {
            const QString id = row.value(0).toString();
            if (id != text) {
                text = id;
                word.space = SpaceId::parse(id).value_or(SpaceId());
            }
            word.time = Database::readTime(row.value(1));
            word.isUnderstood = row.value(2).toBool();
            word.device = row.value(3).toString();
            return heard(word);
        });
}

Result<QHash<SpaceId, HeardWord>> HeardStore::lastUntil(UtcTime moment, UtcTime since)
{
    QHash<SpaceId, HeardWord> words;
    const QVariantMap times{{u"moment"_s, m_db.bind(moment)}, {u"since"_s, m_db.bind(since)}};
    if (m_db.isPostgres()) {
        const Result<> done = m_db.each(
            u"SELECT r.* FROM spaces s CROSS JOIN LATERAL (SELECT %1 FROM sensor_readings x "
            "WHERE x.space_id = s.id AND x.timestamp <= :moment AND x.timestamp > :since "
            "ORDER BY x.timestamp DESC LIMIT 1) r"_s.arg(
                kWordColumns.arg(m_db.timeColumn(u"timestamp"_s))),
            times, [&](const QSqlQuery &row) {
                if (const auto space = SpaceId::parse(row.value(0).toString()))
                    words.insert(*space, wordOf(row));
            });
        return done ? Result<QHash<SpaceId, HeardWord>>(words) : done.error();
    }
    // One look into the index for each: an archive has one by device alone.
    const Result<bool> archive = isArchive();
    if (!archive)
        return archive.error();
    const QString key = *archive ? u"device_eui"_s : u"space_id"_s;
    QList<std::pair<SpaceId, QString>> keys;
    const Result<> read =
        m_db.each(u"SELECT id, %1 FROM spaces"_s.arg(*archive ? u"sensor_eui"_s : u"id"_s), {},
                  [&keys](const QSqlQuery &row) {
                      const auto space = SpaceId::parse(row.value(0).toString());
                      if (space && !row.isNull(1))
                          keys.append({*space, row.value(1).toString()});
                  });
    if (!read)
        return read.error();
    const QString sql = u"SELECT %1 FROM sensor_readings WHERE %2 = :key AND timestamp <= :moment "
                        "AND timestamp > :since ORDER BY timestamp DESC LIMIT 1"_s.arg(
                            kWordColumns.arg(u"timestamp"_s), key);
    for (const auto &[space, value] : std::as_const(keys)) {
        QVariantMap bound = times;
        bound.insert(u"key"_s, value);
        const Result<> done = m_db.each(sql, bound, [&, id = space](const QSqlQuery &row) {
            if (SpaceId::parse(row.value(0).toString()) == id)
                words.insert(id, wordOf(row));
        });
        if (!done)
            return done.error();
    }
    return words;
}

// --- Of an archive -------------------------------------------------------------------------------

Result<bool> HeardStore::isArchive()
{
    if (m_db.isPostgres())
        return false;
    const Result<qint64> tables = m_db.count(
        u"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'archive_manifest'"_s);
    return tables ? Result<bool>(*tables == 1) : tables.error();
}

Result<std::optional<ArchivedPeriod>> HeardStore::archived()
{
    const Result<bool> archive = isArchive();
    if (!archive)
        return archive.error();
    if (!*archive)
        return std::optional<ArchivedPeriod>();
    ArchivedPeriod period;
    Result<> done =
        m_db.each(u"SELECT key, value FROM archive_manifest WHERE key IN ('from', 'to', 'parts')"_s,
                  {}, [&period](const QSqlQuery &row) {
                      const QString key = row.value(0).toString();
                      const QString value = row.value(1).toString();
                      if (key == u"from")
                          period.from = fromIso(value).value_or(UtcTime());
                      else if (key == u"to")
                          period.to = fromIso(value).value_or(UtcTime());
                      else
                          period.hasReadings = value.split(u',').contains(u"readings"_s);
                  });
    if (!done)
        return done.error();
    done = m_db.each(u"SELECT began_at, ended_at, problem FROM archive_gaps ORDER BY began_at"_s,
                     {}, [&period](const QSqlQuery &row) {
                         period.gaps.append({Database::readTime(row.value(0)),
                                             Database::readTime(row.value(1)),
                                             row.value(2).toString()});
                     });
    return done ? Result(std::optional(period)) : done.error();
}

Result<QHash<SpaceId, QList<domain::HeardSpan>>> HeardStore::archivedSpans()
{
    QHash<SpaceId, QList<domain::HeardSpan>> spans;
    const Result<> done =
        m_db.each(u"SELECT s.id, h.began_at, h.ended_at FROM archive_spaces s "
                  "JOIN archive_heard h ON h.space = s.number ORDER BY s.number, h.began_at"_s,
                  {}, [&spans](const QSqlQuery &row) {
                      if (const auto space = SpaceId::parse(row.value(0).toString()))
                          spans[*space].append(
                              {Database::readTime(row.value(1)), Database::readTime(row.value(2))});
                  });
    return done ? Result<QHash<SpaceId, QList<domain::HeardSpan>>>(spans) : done.error();
}

} // namespace parking::store
