#include "store/ingeststore.h"

#include "store/condition.h"
#include "store/table.h"

namespace parking::store {

namespace {

const Table kPositions{"ingest_positions",
                       {{"journal_id"},
                        {"segment", Type::BigInt},
                        {"record", Type::BigInt},
                        {"segment_id", Type::Uuid},
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
                      {"recorded_at", Type::Time},
                      {"content_key", Type::Bytes},
                      {"times", Type::BigInt},
                      {"last_at", Type::Time},
                      {"asked_at", Type::Time}}};

const Selection kStoredPosition{kPositions};
const Selection kStoredLetters =
    Selection("dead_letters", "", {{"id", Type::BigInt}}).with(kLetters);

const Table kLeftOut{"left_out",
                     {{"kind"}, {"code"}, {"hour", Type::Time}, {"times", Type::BigInt}}};
const Selection kStoredLeftOut{kLeftOut};

const Table kContents{"dead_letters", {{"content_key", Type::Bytes}}};
const RowStatement kKnownContents{
    u"SELECT content_key FROM dead_letters WHERE content_key IN "
    "(SELECT decode(k, 'hex') FROM unnest(:content_key::text[]) AS k)"_s,
    u"SELECT content_key FROM dead_letters WHERE content_key = :content_key"_s};

UtcTime hourOf(UtcTime time)
{
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::floor<std::chrono::hours>(time));
}

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
    if (!letter.contentKey.isEmpty())
        row.set("content_key", letter.contentKey);
    row.set("times", letter.times);
    row.set("last_at", letter.lastAt);
    row.set("asked_at", letter.askedAt);
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
    letter.contentKey = row.bytes("content_key");
    letter.times = row.bigint("times");
    letter.lastAt = row.maybeTime("last_at");
    letter.askedAt = row.maybeTime("asked_at");
    return letter;
}

/// Those with one content as one, for a statement may meet each row once only.
QList<DeadLetter> merged(const QList<DeadLetter> &letters)
{
    QList<DeadLetter> result;
    QHash<QByteArray, qsizetype> places;
    for (const DeadLetter &letter : letters) {
        const auto known = places.constFind(letter.contentKey);
        if (letter.contentKey.isEmpty() || known == places.cend()) {
            places.insert(letter.contentKey, result.size());
            result.append(letter);
            continue;
        }
        DeadLetter &first = result[*known];
        first.times += letter.times;
        first.lastAt = letter.recordedAt;
    }
    return result;
}

/// "id = ANY ..." or all.
QString whichOf(const Database &db, const QList<qint64> &ids)
{
    return ids.isEmpty() ? u"true"_s : isAnyOf(db, u"id"_s, u"bigint"_s);
}

QVariantMap boundTo(const Database &db, const QList<qint64> &ids)
{
    QStringList texts;
    for (const qint64 id : ids)
        texts.append(QString::number(id));
    return ids.isEmpty() ? QVariantMap() : QVariantMap{{u"list"_s, listValue(db, texts)}};
}

} // namespace

Result<std::optional<StoredPosition>> IngestStore::position(const QString &journalId)
{
    const Result<QList<StoredPosition>> found =
        select(m_db, kStoredPosition, u"FROM ingest_positions WHERE journal_id = :id"_s,
               {{u"id"_s, journalId}}, [&journalId](RowReader &row) {
                   return StoredPosition{journalId, row.bigint("segment"), row.bigint("record"),
                                         row.text("segment_id")};
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
    row.setOrNull("segment_id", position.segmentId);
    row.set("updated_at", now);
    static const QString statement = kPositions.upsert().row;
    return m_db.run(statement, row.bound());
}

Result<qint64> IngestStore::addDeadLetters(const QList<DeadLetter> &letters,
                                           const domain::IntakeBounds &bounds)
{
    if (letters.isEmpty())
        return qint64(0);
    QList<DeadLetter> once = merged(letters);
    const Result<qint64> room = roomForLetters(bounds, once.last().recordedAt);
    if (!room)
        return room.error();
    const Result<qint64> left = once.size() > *room ? leaveOut(once, *room) : qint64(0);
    if (!left)
        return left.error();
    Rows rows(kLetters.names());
    for (const DeadLetter &letter : std::as_const(once))
        rows.add(valuesOf(letter, m_db));
    static const RowStatement statement = kLetters.insert(
        u"ON CONFLICT (content_key) DO UPDATE SET times = dead_letters.times + excluded.times, "
        "last_at = excluded.recorded_at, code = excluded.code, detail = excluded.detail, "
        "sql_state = excluded.sql_state"_s);
    const Result<> done = m_db.runRows(statement, rows);
    return done ? left : Result<qint64>(done.error());
}

/// How many new ones there may be now.
Result<qint64> IngestStore::roomForLetters(const domain::IntakeBounds &bounds, UtcTime now)
{
    const Result<qint64> lately =
        m_db.count(u"SELECT count(*) FROM dead_letters WHERE recorded_at > :since"_s,
                   {{u"since"_s, m_db.bind(now - std::chrono::hours(1))}});
    if (!lately)
        return lately.error();
    const Result<qint64> inAll = deadLetterCount();
    if (!inAll)
        return inAll.error();
    return qMax(qint64(0), qMin(bounds.lettersAnHour - *lately, bounds.letters - *inAll));
}

/// Takes those out of `letters` for whose content there is neither a row nor room, and counts them.
Result<qint64> IngestStore::leaveOut(QList<DeadLetter> &letters, qint64 room)
{
    Rows keys(kContents.names());
    for (const DeadLetter &letter : std::as_const(letters))
        keys.add({letter.contentKey});
    QSet<QByteArray> known;
    const Result<> asked = m_db.eachOfRows(kKnownContents, keys, [&known](const QSqlQuery &row) {
        known.insert(row.value(0).toByteArray());
    });
    if (!asked)
        return asked.error();
    const UtcTime hour = hourOf(letters.last().recordedAt);
    qint64 messages = 0;
    QMap<QString, LeftOut> counts;
    letters.removeIf([&](const DeadLetter &letter) {
        if (known.contains(letter.contentKey) || --room >= 0)
            return false;
        LeftOut &count = counts[letter.code];
        count = {u"dead_letter"_s, letter.code, hour, count.times + letter.times};
        messages += letter.times;
        return true;
    });
    const Result<> counted = countLeftOut(counts.values());
    return counted ? Result<qint64>(messages) : counted.error();
}

Result<> IngestStore::countLeftOut(const QList<LeftOut> &counts)
{
    Rows rows(kLeftOut.names());
    for (const LeftOut &count : counts) {
        RowWriter row(kLeftOut, m_db);
        row.set("kind", count.kind);
        row.set("code", count.code);
        row.set("hour", count.hour);
        row.set("times", count.times);
        rows.add(row.values());
    }
    static const RowStatement statement =
        kLeftOut.insert(u"ON CONFLICT (kind, code, hour) DO UPDATE SET "
                        "times = left_out.times + excluded.times"_s);
    return m_db.runRows(statement, rows);
}

Result<> IngestStore::addStrangersLeftOut(qint64 messages, UtcTime now)
{
    return countLeftOut({{u"device"_s, QString(), hourOf(now), messages}});
}

Result<QList<LeftOut>> IngestStore::leftOut(UtcTime since)
{
    return select(m_db, kStoredLeftOut,
                  u"FROM left_out WHERE hour >= :since ORDER BY hour DESC, kind, code"_s,
                  {{u"since"_s, m_db.bind(since)}}, [](RowReader &row) {
                      return LeftOut{row.text("kind"), row.text("code"), row.time("hour"),
                                     row.bigint("times")};
                  });
}

Result<qint64> IngestStore::removeOldLetters(UtcTime before)
{
    const QVariantMap bound{{u"before"_s, m_db.bind(before)}};
    if (Result<> done = m_db.run(u"DELETE FROM left_out WHERE hour < :before"_s, bound); !done)
        return done.error();
    return m_db.change(u"DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters "
                       "WHERE recorded_at < :before AND coalesce(last_at, recorded_at) < :before "
                       "AND asked_at IS NULL ORDER BY id LIMIT 1000)"_s,
                       bound);
}

Result<QList<DeadLetter>> IngestStore::deadLetters(int limit)
{
    return select(m_db, kStoredLetters, u"FROM dead_letters ORDER BY id DESC LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, readLetter);
}

Result<qint64> IngestStore::askAgain(const QList<qint64> &ids, UtcTime now)
{
    QVariantMap bound = boundTo(m_db, ids);
    bound.insert(u"now"_s, m_db.bind(now));
    return m_db.change(u"UPDATE dead_letters SET asked_at = :now WHERE "_s + whichOf(m_db, ids),
                       bound);
}

Result<QList<domain::SetAside>> IngestStore::setAsideSince(UtcTime time)
{
    static const Selection kMarks{"dead_letters", "", {{"code"}, {"recorded_at", Type::Time}}};
    return select(m_db, kMarks, u"FROM dead_letters WHERE recorded_at > :since"_s,
                  {{u"since"_s, m_db.bind(time)}}, [](RowReader &row) {
                      return domain::SetAside{row.time("recorded_at"), row.text("code")};
                  });
}

Result<QList<DeadLetter>> IngestStore::asked(int limit)
{
    return select(m_db, kStoredLetters,
                  u"FROM dead_letters WHERE asked_at IS NOT NULL ORDER BY id LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, readLetter);
}

Result<> IngestStore::refuseAgain(const DeadLetter &letter)
{
    return m_db.run(u"UPDATE dead_letters SET asked_at = NULL, code = :code, detail = :detail, "
                    "sql_state = :state WHERE id = :id"_s,
                    {{u"id"_s, letter.id},
                     {u"code"_s, letter.code},
                     {u"detail"_s, letter.detail},
                     {u"state"_s, letter.sqlState}});
}

Result<qint64> IngestStore::removeDeadLetters(const QList<qint64> &ids)
{
    return m_db.change(u"DELETE FROM dead_letters WHERE "_s + whichOf(m_db, ids),
                       boundTo(m_db, ids));
}

Result<QList<DeadLetter>> IngestStore::lettersOf(const QList<qint64> &ids)
{
    if (ids.isEmpty())
        return QList<DeadLetter>();
    return select(m_db, kStoredLetters,
                  u"FROM dead_letters WHERE "_s + whichOf(m_db, ids) + u" ORDER BY id"_s
                      + (m_db.dialect() == Dialect::Postgres ? u" FOR UPDATE"_s : QString()),
                  boundTo(m_db, ids), readLetter);
}

Result<QList<qint64>> IngestStore::putBack(const QList<DeadLetter> &letters)
{
    static const RowStatement statement =
        kLetters.insert(u"ON CONFLICT (content_key) DO UPDATE SET "
                        "times = dead_letters.times + excluded.times"_s);
    QList<qint64> ids;
    for (const DeadLetter &letter : letters) {
        Rows row(kLetters.names());
        row.add(valuesOf(letter, m_db));
        if (const Result<> done = m_db.runRows(statement, row); !done)
            return done.error();
        const Result<qint64> id =
            m_db.count(u"SELECT max(id) FROM dead_letters WHERE topic = :topic AND sha256 = :sha"_s,
                       {{u"topic"_s, letter.topic}, {u"sha"_s, letter.sha256}});
        if (!id)
            return id.error();
        ids.append(*id);
    }
    return ids;
}

Result<qint64> IngestStore::deadLetterCount()
{
    return m_db.count(u"SELECT count(*) FROM dead_letters"_s);
}

} // namespace parking::store
