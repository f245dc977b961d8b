#include "store/ingeststore.h"

#include "base/literals.h"
#include "store/json.h"

#include <QCryptographicHash>

namespace parking::store {

DeadLetter makeDeadLetter(const QByteArray &topic, const QByteArray &payload, const Error &error,
                          UtcTime receivedAt, UtcTime recordedAt)
{
    DeadLetter letter;
    letter.topic = topic.left(kDeadLetterBytes);
    letter.payload = payload.left(kDeadLetterBytes);
    letter.payloadBytes = payload.size();
    letter.sha256 = QCryptographicHash::hash(payload, QCryptographicHash::Sha256);
    letter.code = error.code.left(50);
    // The detail may quote the message: what cannot be stored is left out of it.
    letter.detail = error.detail.left(500).remove(QChar::Null);
    letter.sqlState = error.details.value(u"sqlstate"_s).toString().left(5);
    letter.receivedAt = receivedAt;
    letter.recordedAt = recordedAt;
    return letter;
}

Result<std::optional<StoredPosition>> IngestStore::position(const QString &journalId)
{
    std::optional<StoredPosition> found;
    const Result<> done = m_db.each(
        u"SELECT segment, record FROM ingest_positions WHERE journal_id = :id"_s,
        {{u"id"_s, journalId}}, [&](const QSqlQuery &row) {
            found = StoredPosition{journalId, row.value(0).toLongLong(), row.value(1).toLongLong()};
        });
    if (!done)
        return done.error();
    return found;
}

Result<> IngestStore::setPosition(const StoredPosition &position, UtcTime now)
{
    return m_db.run(u"INSERT INTO ingest_positions (journal_id, segment, record, "
                    "updated_at) VALUES (:id, :segment, :record, :now) "
                    "ON CONFLICT (journal_id) DO UPDATE SET "
                    "segment = excluded.segment, record = excluded.record, "
                    "updated_at = excluded.updated_at"_s,
                    {{u"id"_s, position.journalId},
                     {u"segment"_s, position.segment},
                     {u"record"_s, position.record},
                     {u"now"_s, m_db.bind(now)}});
}

Result<> IngestStore::addDeadLetters(const QList<DeadLetter> &letters)
{
    Rows rows({u"topic"_s, u"payload"_s, u"payload_bytes"_s, u"sha256"_s, u"code"_s, u"detail"_s,
               u"sql_state"_s, u"received_at"_s, u"recorded_at"_s});
    for (const DeadLetter &letter : letters)
        rows.add({letter.topic, letter.payload, letter.payloadBytes, letter.sha256, letter.code,
                  letter.detail, letter.sqlState, m_db.bind(letter.receivedAt),
                  m_db.bind(letter.recordedAt)});
    const QString columns = rows.columns().join(u", "_s);
    const Result<qint64> done = m_db.runRows(
        u"INSERT INTO dead_letters (%1) SELECT decode(topic, 'hex'), "
        "decode(payload, 'hex'), payload_bytes, decode(sha256, 'hex'), code, "
        "detail, sql_state, received_at, recorded_at FROM unnest(:topic::text[], "
        ":payload::text[], :payload_bytes::bigint[], :sha256::text[], "
        ":code::text[], :detail::text[], :sql_state::text[], "
        ":received_at::timestamptz[], :recorded_at::timestamptz[]) AS r (%1)"_s.arg(columns),
        u"INSERT INTO dead_letters (%1) VALUES (:topic, :payload, :payload_bytes, "
        ":sha256, :code, :detail, :sql_state, :received_at, :recorded_at)"_s.arg(columns),
        rows);
    return done ? Result<>() : Result<>(done.error());
}

Result<QList<DeadLetter>> IngestStore::deadLetters(int limit)
{
    QList<DeadLetter> letters;
    const Result<> done = m_db.each(
        u"SELECT id, topic, payload, payload_bytes, sha256, code, detail, sql_state, "
        "%1, %2 FROM dead_letters ORDER BY id DESC LIMIT :limit"_s.arg(
            m_db.timeColumn(u"received_at"_s), m_db.timeColumn(u"recorded_at"_s)),
        {{u"limit"_s, limit}}, [&](const QSqlQuery &row) {
            letters.append({row.value(0).toLongLong(), row.value(1).toByteArray(),
                            row.value(2).toByteArray(), row.value(3).toLongLong(),
                            row.value(4).toByteArray(), row.value(5).toString(),
                            row.value(6).toString(), row.value(7).toString(),
                            Database::readTime(row.value(8)), Database::readTime(row.value(9))});
        });
    if (!done)
        return done.error();
    return letters;
}

Result<qint64> IngestStore::deadLetterCount()
{
    return m_db.count(u"SELECT count(*) FROM dead_letters"_s);
}

Result<> StationStore::report(const StationStatus &s)
{
    return m_db.run(u"INSERT INTO station_status (station_id, host, version, reported_at, "
                    "started_at, ingesting, mqtt_state, backlog, uplinks_per_second, "
                    "last_uplink, details) VALUES (:id, :host, :version, :reported, :started, "
                    ":ingesting, :mqtt, :backlog, :rate, :last, :details) "
                    "ON CONFLICT (station_id) DO UPDATE SET host = excluded.host, "
                    "version = excluded.version, reported_at = excluded.reported_at, "
                    "started_at = excluded.started_at, ingesting = excluded.ingesting, "
                    "mqtt_state = excluded.mqtt_state, backlog = excluded.backlog, "
                    "uplinks_per_second = excluded.uplinks_per_second, "
                    "last_uplink = excluded.last_uplink, details = excluded.details"_s,
                    {{u"id"_s, s.stationId},
                     {u"host"_s, s.host},
                     {u"version"_s, s.version},
                     {u"reported"_s, m_db.bind(s.reportedAt)},
                     {u"started"_s, m_db.bind(s.startedAt)},
                     {u"ingesting"_s, s.ingesting},
                     {u"mqtt"_s, s.mqttState},
                     {u"backlog"_s, s.backlog},
                     {u"rate"_s, s.uplinksPerSecond},
                     {u"last"_s, m_db.bind(s.lastUplink)},
                     {u"details"_s, toText(s.details)}});
}

Result<QList<StationStatus>> StationStore::all()
{
    QList<StationStatus> stations;
    const Result<> done =
        m_db.each(u"SELECT station_id, host, version, %1, %2, ingesting, mqtt_state, backlog, "
                  "uplinks_per_second, %3, details FROM station_status "
                  "ORDER BY reported_at DESC"_s.arg(m_db.timeColumn(u"reported_at"_s),
                                                    m_db.timeColumn(u"started_at"_s),
                                                    m_db.timeColumn(u"last_uplink"_s)),
                  {}, [&](const QSqlQuery &row) {
                      StationStatus s;
                      s.stationId = row.value(0).toString();
                      s.host = row.value(1).toString();
                      s.version = row.value(2).toString();
                      s.reportedAt = Database::readTime(row.value(3));
                      s.startedAt = Database::readTime(row.value(4));
                      s.ingesting = row.value(5).toBool();
                      s.mqttState = row.value(6).toString();
                      s.backlog = row.value(7).toLongLong();
                      s.uplinksPerSecond = row.value(8).toDouble();
                      s.lastUplink = Database::readOptionalTime(row.value(9));
                      s.details = objectOf(row.value(10).toString());
                      stations.append(s);
                  });
    if (!done)
        return done.error();
    return stations;
}

} // namespace parking::store
