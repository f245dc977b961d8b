#include "store/ingeststore.h"

#include "store/table.h"

#include <QCryptographicHash>

namespace parking::store {

namespace {

const Table kPositions{"ingest_positions",
                       {{"journal_id"},
                        {"segment", Type::BigInt},
                        {"record", Type::BigInt},
                        {"updated_at", Type::Time}}};

const Table kLetters{"dead_letters",
                     {{"topic", Type::Bytes},
                      {"payload", Type::Bytes},
                      {"payload_bytes", Type::BigInt},
                      {"sha256", Type::Bytes},
                      {"code"},
                      {"detail"},
                      {"sql_state"},
                      {"received_at", Type::Time},
                      {"recorded_at", Type::Time}}};

const Selection kStoredPosition{kPositions};
const Selection kStoredLetters =
    Selection("dead_letters", "", {{"id", Type::BigInt}}).with(kLetters);

QVariantList valuesOf(const DeadLetter &letter, const Database &db)
{
    RowWriter row(kLetters, db);
    row.set("topic", letter.topic);
    row.set("payload", letter.payload);
    row.set("payload_bytes", letter.payloadBytes);
    row.set("sha256", letter.sha256);
    row.set("code", letter.code);
    row.set("detail", letter.detail);
    row.set("sql_state", letter.sqlState);
    row.set("received_at", letter.receivedAt);
    row.set("recorded_at", letter.recordedAt);
    return row.values();
}

DeadLetter readLetter(RowReader &row)
{
    DeadLetter letter;
    letter.id = row.bigint("id");
    letter.topic = row.bytes("topic");
    letter.payload = row.bytes("payload");
    letter.payloadBytes = row.bigint("payload_bytes");
    letter.sha256 = row.bytes("sha256");
    letter.code = row.text("code");
    letter.detail = row.text("detail");
    letter.sqlState = row.text("sql_state");
    letter.receivedAt = row.time("received_at");
    letter.recordedAt = row.time("recorded_at");
    return letter;
}

} // namespace

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
    const Result<QList<StoredPosition>> found =
        select(m_db, kStoredPosition, u"FROM ingest_positions WHERE journal_id = :id"_s,
               {{u"id"_s, journalId}}, [&journalId](RowReader &row) {
                   return StoredPosition{journalId, row.bigint("segment"), row.bigint("record")};
               });
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<> IngestStore::setPosition(const StoredPosition &position, UtcTime now)
{
    RowWriter row(kPositions, m_db);
    row.set("journal_id", position.journalId);
    row.set("segment", position.segment);
    row.set("record", position.record);
    row.set("updated_at", now);
    static const QString statement = kPositions.upsert().row;
    return m_db.run(statement, row.bound());
}

Result<> IngestStore::addDeadLetters(const QList<DeadLetter> &letters)
{
    Rows rows(kLetters.names());
    for (const DeadLetter &letter : letters)
        rows.add(valuesOf(letter, m_db));
    static const RowStatement statement = kLetters.insert();
    return m_db.runRows(statement, rows);
}

Result<QList<DeadLetter>> IngestStore::deadLetters(int limit)
{
    return select(m_db, kStoredLetters, u"FROM dead_letters ORDER BY id DESC LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, readLetter);
}

Result<qint64> IngestStore::deadLetterCount()
{
    return m_db.count(u"SELECT count(*) FROM dead_letters"_s);
}

} // namespace parking::store
