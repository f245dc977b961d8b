#include "store/ingeststore.h"

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
    letter.sqlState = error.details.value(QStringLiteral("sqlstate")).toString().left(5);
    letter.receivedAt = receivedAt;
    letter.recordedAt = recordedAt;
    return letter;
}

Result<std::optional<StoredPosition>> IngestStore::position(const QString &journalId)
{
    std::optional<StoredPosition> found;
    const Result<> done = m_db.each(
        QStringLiteral("SELECT segment, record FROM ingest_positions WHERE journal_id = :id"),
        {{QStringLiteral("id"), journalId}}, [&](const QSqlQuery &row) {
            found = StoredPosition{journalId, row.value(0).toLongLong(), row.value(1).toLongLong()};
        });
    if (!done)
        return done.error();
    return found;
}

Result<> IngestStore::setPosition(const StoredPosition &position, UtcTime now)
{
    return m_db.run(QStringLiteral("INSERT INTO ingest_positions (journal_id, segment, record, "
                                   "updated_at) VALUES (:id, :segment, :record, :now) "
                                   "ON CONFLICT (journal_id) DO UPDATE SET "
                                   "segment = excluded.segment, record = excluded.record, "
                                   "updated_at = excluded.updated_at"),
                    {{QStringLiteral("id"), position.journalId},
                     {QStringLiteral("segment"), position.segment},
                     {QStringLiteral("record"), position.record},
                     {QStringLiteral("now"), m_db.bind(now)}});
}

Result<> IngestStore::addDeadLetters(const QList<DeadLetter> &letters)
{
    Rows rows({QStringLiteral("topic"), QStringLiteral("payload"), QStringLiteral("payload_bytes"),
               QStringLiteral("sha256"), QStringLiteral("code"), QStringLiteral("detail"),
               QStringLiteral("sql_state"), QStringLiteral("received_at"),
               QStringLiteral("recorded_at")});
    for (const DeadLetter &letter : letters)
        rows.add({letter.topic, letter.payload, letter.payloadBytes, letter.sha256, letter.code,
                  letter.detail, letter.sqlState, m_db.bind(letter.receivedAt),
                  m_db.bind(letter.recordedAt)});
    const QString columns = rows.columns().join(QStringLiteral(", "));
    const Result<qint64> done = m_db.runRows(
        QStringLiteral("INSERT INTO dead_letters (%1) SELECT decode(topic, 'hex'), "
                       "decode(payload, 'hex'), payload_bytes, decode(sha256, 'hex'), code, "
                       "detail, sql_state, received_at, recorded_at FROM unnest(:topic::text[], "
                       ":payload::text[], :payload_bytes::bigint[], :sha256::text[], "
                       ":code::text[], :detail::text[], :sql_state::text[], "
                       ":received_at::timestamptz[], :recorded_at::timestamptz[]) AS r (%1)")
            .arg(columns),
        QStringLiteral("INSERT INTO dead_letters (%1) VALUES (:topic, :payload, :payload_bytes, "
                       ":sha256, :code, :detail, :sql_state, :received_at, :recorded_at)")
            .arg(columns),
        rows);
    return done ? Result<>() : Result<>(done.error());
}

Result<QList<DeadLetter>> IngestStore::deadLetters(int limit)
{
    QList<DeadLetter> letters;
    const Result<> done = m_db.each(
        QStringLiteral("SELECT id, topic, payload, payload_bytes, sha256, code, detail, sql_state, "
                       "%1, %2 FROM dead_letters ORDER BY id DESC LIMIT :limit")
            .arg(m_db.timeColumn(QStringLiteral("received_at")),
                 m_db.timeColumn(QStringLiteral("recorded_at"))),
        {{QStringLiteral("limit"), limit}}, [&](const QSqlQuery &row) {
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
    return m_db.count(QStringLiteral("SELECT count(*) FROM dead_letters"));
}

Result<> StationStore::report(const StationStatus &s)
{
    return m_db.run(
        QStringLiteral("INSERT INTO station_status (station_id, host, version, reported_at, "
                       "started_at, ingesting, mqtt_state, backlog, uplinks_per_second, "
                       "last_uplink, details) VALUES (:id, :host, :version, :reported, :started, "
                       ":ingesting, :mqtt, :backlog, :rate, :last, :details) "
                       "ON CONFLICT (station_id) DO UPDATE SET host = excluded.host, "
                       "version = excluded.version, reported_at = excluded.reported_at, "
                       "started_at = excluded.started_at, ingesting = excluded.ingesting, "
                       "mqtt_state = excluded.mqtt_state, backlog = excluded.backlog, "
                       "uplinks_per_second = excluded.uplinks_per_second, "
                       "last_uplink = excluded.last_uplink, details = excluded.details"),
        {{QStringLiteral("id"), s.stationId},
         {QStringLiteral("host"), s.host},
         {QStringLiteral("version"), s.version},
         {QStringLiteral("reported"), m_db.bind(s.reportedAt)},
         {QStringLiteral("started"), m_db.bind(s.startedAt)},
         {QStringLiteral("ingesting"), s.ingesting},
         {QStringLiteral("mqtt"), s.mqttState},
         {QStringLiteral("backlog"), s.backlog},
         {QStringLiteral("rate"), s.uplinksPerSecond},
         {QStringLiteral("last"), m_db.bind(s.lastUplink)},
         {QStringLiteral("details"), toText(s.details)}});
}

Result<QList<StationStatus>> StationStore::all()
{
    QList<StationStatus> stations;
    const Result<> done = m_db.each(
        QStringLiteral("SELECT station_id, host, version, %1, %2, ingesting, mqtt_state, backlog, "
                       "uplinks_per_second, %3, details FROM station_status "
                       "ORDER BY reported_at DESC")
            .arg(m_db.timeColumn(QStringLiteral("reported_at")),
                 m_db.timeColumn(QStringLiteral("started_at")),
                 m_db.timeColumn(QStringLiteral("last_uplink"))),
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
