// Ingest positions, dead letters and what stations report, on both engines.

#include "store/ingeststore.h"
#include "store/sqlstate.h"
#include "store/stationstore.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <QCryptographicHash>

#include <limits>

using namespace parking;
using namespace parking::store;
using namespace std::chrono_literals;
using namespace parking::test;

namespace {

constexpr qint64 kMost = std::numeric_limits<qint64>::max();

const Error kError{text("BAD_JSON"), text("no object"), {{text("sqlstate"), text("22P02")}}};

DeadLetter makeLetter(const QByteArray &payload = "{")
{
    return makeDeadLetter("application/1/device/x/event/up", payload, kError, kNow,
                          kNow + Milliseconds(1));
}

void compare(const DeadLetter &found, const DeadLetter &expected)
{
    QVERIFY(found.topic == expected.topic);
    QVERIFY(found.payload == expected.payload);
    QCOMPARE(found.payloadBytes, expected.payloadBytes);
    QCOMPARE(found.sha256.toHex(), expected.sha256.toHex());
    QCOMPARE(found.code, expected.code);
    QVERIFY(found.detail == expected.detail);
    QCOMPARE(found.sqlState, expected.sqlState);
    QCOMPARE(toIso(found.receivedAt), toIso(expected.receivedAt));
    QCOMPARE(toIso(found.recordedAt), toIso(expected.recordedAt));
}

StationStatus fullStatus(UtcTime time)
{
    return {newKey(),
            text("host-1"),
            text("1.0.0"),
            time,
            time - std::chrono::hours(1),
            true,
            text("connected"),
            kMost,
            0.1,
            time - Milliseconds(1),
            {{text("checks"), QJsonArray{text("ok"), 1}}}};
}

} // namespace

class TestIngestStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movesPositions_data() { TestDatabases::addRows(); }
    void movesPositions();
    void positionGoesWithItsBatch_data() { TestDatabases::addRows(); }
    void positionGoesWithItsBatch();
    void makesDeadLetters_data();
    void makesDeadLetters();
    void storesDeadLetters_data() { TestDatabases::addRows(); }
    void countsOneContentOnce_data() { TestDatabases::addRows(); }
    void countsOneContentOnce();
    void asksForThemAgain_data() { TestDatabases::addRows(); }
    void asksForThemAgain();
    void storesDeadLetters();
    void keepsAFloodOutAndCountsIt_data() { TestDatabases::addRows(); }
    void keepsAFloodOutAndCountsIt();
    void forgetsOldLetters_data() { TestDatabases::addRows(); }
    void forgetsOldLetters();
    void storesAnyBytes_data();
    void storesAnyBytes();
    void storesHostileDetails_data() { addHostileRows(500); }
    void storesHostileDetails();
    void keepsTimes_data() { addTimeRows(); }
    void keepsTimes();
    void reportsStations_data() { TestDatabases::addRows(); }
    void reportsStations();
    void reportsHostileTexts_data() { addHostileRows(10'000); }
    void reportsHostileTexts();
    void refusesNullCharacters_data() { TestDatabases::addRows(); }
    void refusesNullCharacters();

private:
    TestDatabases m_databases;
};

// --- Positions -----------------------------------------------------------------------------------

void TestIngestStore::movesPositions()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const StoredPosition first{newKey(), 1, 0};
    const StoredPosition other{newKey(), kMost, kMost};
    QVERIFY(!store.position(first.journalId).valueOr(first));
    for (const StoredPosition &position :
         {first, other, StoredPosition{first.journalId, 1, 4'000'000'000, newKey()},
          StoredPosition{first.journalId, 2, 0}}) {
        VERIFY_OK(store.setPosition(position, kNow));
        QVERIFY(store.position(position.journalId).valueOr({}) == position);
    }
    QVERIFY(store.position(other.journalId).valueOr({}) == other);
    QCOMPARE(db.count(text("SELECT count(*) FROM ingest_positions")).valueOr(-1), 2);
}

void TestIngestStore::positionGoesWithItsBatch()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const StoredPosition before{newKey(), 1, 7};
    VERIFY_OK(store.setPosition(before, kNow));
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_OK(store.addDeadLetters({makeLetter()}));
        VERIFY_OK(store.setPosition({before.journalId, 1, 8}, kNow));
    }
    QVERIFY(store.position(before.journalId).valueOr({}) == before);
    QCOMPARE(store.deadLetterCount().valueOr(-1), 0);
}

// --- Dead letters --------------------------------------------------------------------------------

void TestIngestStore::makesDeadLetters_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("kept");
    QTest::newRow("empty") << qint64(0) << qint64(0);
    QTest::newRow("short") << qint64(1) << qint64(1);
    QTest::newRow("just fits") << kDeadLetterBytes << kDeadLetterBytes;
    QTest::newRow("one too many") << kDeadLetterBytes + 1 << kDeadLetterBytes;
    QTest::newRow("1 MiB") << qint64(1 << 20) << kDeadLetterBytes;
}

/// Payload and topic are cut; length and hash are those of the whole.
void TestIngestStore::makesDeadLetters()
{
    QFETCH(qint64, size);
    QFETCH(qint64, kept);
    QByteArray bytes(size, 'x');
    if (size > 0)
        bytes[size - 1] = 'y';
    const DeadLetter letter = makeDeadLetter(bytes, bytes, kError, kNow, kNow);
    QVERIFY(letter.payload == bytes.left(kept));
    QVERIFY(letter.topic == bytes.left(kept));
    QCOMPARE(letter.payloadBytes, size);
    QCOMPARE(letter.sha256, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
    QCOMPARE(letter.sqlState, text("22P02"));
    const Error wordy{QString(60, u'C'), QString(501, u'd'), {{text("sqlstate"), text("123456")}}};
    const DeadLetter cut = makeDeadLetter({}, bytes, wordy, kNow, kNow);
    QCOMPARE(cut.code.size(), 50);
    QCOMPARE(cut.detail.size(), 500);
    QCOMPARE(cut.sqlState, text("12345"));
}

void TestIngestStore::storesDeadLetters()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    VERIFY_OK(store.addDeadLetters({}));
    QCOMPARE(store.deadLetterCount().valueOr(-1), 0);
    QList<DeadLetter> letters;
    for (int i = 0; i < 5; ++i)
        letters.append(makeLetter(QByteArray::number(i)));
    VERIFY_OK(store.addDeadLetters(letters.mid(0, 3)));
    VERIFY_OK(store.addDeadLetters(letters.mid(3)));
    QCOMPARE(store.deadLetterCount().valueOr(-1), 5);
    const auto found = store.deadLetters();
    VERIFY_OK(found);
    QCOMPARE(found->size(), 5);
    for (int i = 0; i < 5; ++i)
        compare(found->at(i), letters[4 - i]); // newest first
    QVERIFY(found->at(0).id > found->at(4).id);
    const auto two = store.deadLetters(2);
    VERIFY_OK(two);
    QCOMPARE(two->size(), 2);
    QCOMPARE(two->at(1).payload, QByteArray("3"));
}

void TestIngestStore::storesAnyBytes_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("bytes");
    QByteArray every;
    for (int byte = 0; byte < 256; ++byte)
        every.append(char(byte));
    const std::pair<const char *, QByteArray> rows[] = {
        {"none", {}},
        {"every byte", every},
        {"only zeros", QByteArray(3, '\0')},
        {"broken UTF-8", "\xff\xc3(\xed\xa0\x80"},
        {"SQL", "'); DROP TABLE dead_letters;--"},
        {"bytea's own forms", "\\x41 \\001 \\\\"},
        {"more than is kept", QByteArray(kDeadLetterBytes + 1, '\xff')}};
    for (const auto &[name, bytes] : rows) {
        QTest::addRow("sqlite: %s", name) << Dialect::Sqlite << bytes;
        QTest::addRow("postgres: %s", name) << Dialect::Postgres << bytes;
    }
}

void TestIngestStore::storesAnyBytes()
{
    QFETCH(QByteArray, bytes);
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const DeadLetter letter = makeDeadLetter(bytes, bytes, kError, kNow, kNow);
    VERIFY_OK(store.addDeadLetters({letter}));
    const auto found = store.deadLetters();
    VERIFY_OK(found);
    QCOMPARE(found->size(), 1);
    compare(found->first(), letter);
}

/// The detail may quote the message, so whatever it holds must find its way into the table.
void TestIngestStore::storesHostileDetails()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const Error error{words.left(50), words + QChar::Null + words, {}};
    const DeadLetter letter = makeDeadLetter("t", "{", error, kNow, kNow);
    QVERIFY(!letter.detail.contains(QChar::Null));
    VERIFY_OK(store.addDeadLetters({letter, makeLetter()}));
    const auto found = store.deadLetters();
    VERIFY_OK(found);
    QCOMPARE(found->size(), 2);
    compare(found->at(1), letter);
    const Error halved{text("X"), QString(499, u'x') + text("\U0001F697"), {}};
    VERIFY_OK(store.addDeadLetters({makeDeadLetter("t", "{x", halved, kNow, kNow)}));
    QVERIFY(store.deadLetters(1).valueOr({DeadLetter()})[0].detail.startsWith(u"xxx"));
}

void TestIngestStore::keepsTimes()
{
    QFETCH(UtcTime, time);
    OPEN_ROW_DATABASE(db);
    DeadLetter letter = makeLetter();
    letter.receivedAt = time;
    letter.recordedAt = time + Milliseconds(1);
    VERIFY_OK(IngestStore(db).addDeadLetters({letter}));
    const auto letters = IngestStore(db).deadLetters();
    VERIFY_OK(letters);
    compare(letters->first(), letter);
    const StationStatus status = fullStatus(time);
    VERIFY_OK(StationStore(db).report(status));
    QVERIFY(StationStore(db).all().valueOr({}) == QList<StationStatus>{status});
    VERIFY_OK(IngestStore(db).setPosition({newKey(), 1, 1}, time));
    const auto moved =
        db.count(text("SELECT %1 FROM ingest_positions").arg(db.timeColumn(text("updated_at"))));
    QCOMPARE(moved.valueOr(-1), toMillis(time));
}

/// One row a content, however often it comes.
void TestIngestStore::countsOneContentOnce()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const auto letter = [](const char *topic, const char *payload, UtcTime time) {
        return makeDeadLetter(topic, payload, kError, time, time);
    };
    VERIFY_OK(store.addDeadLetters({letter("a", "1", kNow), letter("a", "1", kNow + 1s),
                                    letter("a1", "", kNow), letter("b", "1", kNow)}));
    VERIFY_OK(store.addDeadLetters({letter("a", "1", kNow + 2s)}));
    const auto found = store.deadLetters();
    VERIFY_OK(found);
    QCOMPARE(found->size(), 3);
    const DeadLetter &often = found->last();
    QCOMPARE(often.topic, QByteArray("a"));
    QCOMPARE(often.times, 3);
    QCOMPARE(often.recordedAt, kNow);
    QCOMPARE(often.lastAt, std::optional(kNow + 2s));
    QCOMPARE(found->first().times, 1);
    QVERIFY(!found->first().lastAt);
}

void TestIngestStore::asksForThemAgain()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    VERIFY_OK(store.addDeadLetters({makeLetter("1"), makeLetter("2"), makeLetter("3")}));
    const QList<DeadLetter> letters = store.deadLetters().valueOr({});
    QCOMPARE(letters.size(), 3);
    QCOMPARE(store.askAgain({letters[0].id, 4711}, kNow).valueOr(-1), 1);
    QList<DeadLetter> asked = store.asked(10).valueOr({});
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().askedAt, std::optional(kNow));
    DeadLetter refused = asked.first();
    refused.code = text("BAD_JSON");
    VERIFY_OK(store.refuseAgain(refused));
    QVERIFY(store.asked(10).valueOr({DeadLetter()}).isEmpty());
    QCOMPARE(store.deadLetters().valueOr({}).first().code, text("BAD_JSON"));
    QCOMPARE(store.askAgain({}, kNow).valueOr(-1), 3);
    QCOMPARE(store.asked(2).valueOr({}).size(), 2);
    QCOMPARE(store.removeDeadLetters({letters[1].id}).valueOr(-1), 1);
    QCOMPARE(store.deadLetterCount().valueOr(-1), 2);
    const QList<DeadLetter> kept = store.lettersOf({letters[0].id, letters[1].id}).valueOr({});
    QCOMPARE(kept.size(), 1); // the other one is gone
    QCOMPARE(store.removeDeadLetters({kept.first().id}).valueOr(-1), 1);
    for (const qint64 times : {1, 2}) { // the second time it is there already: it came again
        const QList<qint64> back = store.putBack(kept).valueOr({});
        QCOMPARE(back.size(), 1);
        const QList<DeadLetter> found = store.lettersOf(back).valueOr({});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().payload, kept.first().payload);
        QCOMPARE(found.first().topic, kept.first().topic);
        QCOMPARE(found.first().receivedAt, kept.first().receivedAt);
        QCOMPARE(found.first().times, kept.first().times * times);
        QCOMPARE(store.deadLetterCount().valueOr(-1), 2);
    }
    QCOMPARE(store.removeDeadLetters({}).valueOr(-1), 2);
    QCOMPARE(store.deadLetterCount().valueOr(-1), 0);
}

/// So many new ones an hour; what is known already goes on counting.
void TestIngestStore::keepsAFloodOutAndCountsIt()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const qint64 bound = domain::IntakeBounds().lettersAnHour;
    const auto flood = [&](qint64 from, qint64 count, UtcTime time) {
        QList<DeadLetter> letters;
        for (qint64 n = from; n < from + count; ++n)
            letters.append(makeDeadLetter("t", QByteArray::number(n), kError, time, time));
        // As ingest does it: one transaction.
        return transact(db, [&] { return store.addDeadLetters(letters); });
    };
    const UtcTime time = at("2026-03-29T01:30:00.000Z");
    QCOMPARE(flood(0, bound - 2, time).valueOr(-1), 0);
    QCOMPARE(flood(bound - 12, 20, time + 1min).valueOr(-1), 8);
    QCOMPARE(flood(bound - 12, 20, time + 29min).valueOr(-1), 8);
    QCOMPARE(flood(bound - 12, 20, time + 30min).valueOr(-1), 8);
    QCOMPARE(store.deadLetterCount().valueOr(-1), bound);
    QCOMPARE(store.deadLetters(1).valueOr({DeadLetter()}).first().times, 3);
    const QList<LeftOut> expected{
        {text("dead_letter"), text("BAD_JSON"), at("2026-03-29T02:00:00Z"), 8},
        {text("dead_letter"), text("BAD_JSON"), at("2026-03-29T01:00:00Z"), 16}};
    QVERIFY(store.leftOut(time - 1h).valueOr({}) == expected);
    QCOMPARE(flood(bound, 20, time + 2h).valueOr(-1), 0); // an hour later
    VERIFY_OK(store.addStrangersLeftOut(5, time));
    VERIFY_OK(store.addStrangersLeftOut(6, time));
    const LeftOut strangers{text("device"), QString(), at("2026-03-29T01:00:00Z"), 11};
    QVERIFY(store.leftOut(time - 1h).valueOr({}).contains(strangers));
}

void TestIngestStore::forgetsOldLetters()
{
    OPEN_ROW_DATABASE(db);
    IngestStore store(db);
    const auto letter = [](const char *payload, UtcTime time) {
        return makeDeadLetter("t", payload, kError, time, time);
    };
    VERIFY_OK(store.addDeadLetters({letter("asked", kNow)}));
    VERIFY_OK(store.askAgain({}, kNow));
    VERIFY_OK(store.addDeadLetters({letter("old", kNow), letter("again", kNow)}));
    VERIFY_OK(store.addDeadLetters({letter("again", kNow + 2h), letter("new", kNow + 2h)}));
    VERIFY_OK(store.addStrangersLeftOut(1, kNow));
    QCOMPARE(store.removeOldLetters(kNow + 1h).valueOr(-1), 1);
    QStringList left;
    for (const DeadLetter &found : store.deadLetters().valueOr({}))
        left.append(QString::fromLatin1(found.payload));
    QCOMPARE(left, QStringList({text("new"), text("again"), text("asked")}));
    QVERIFY(store.leftOut(kNow - 24h).valueOr({LeftOut()}).isEmpty());
}

// --- Stations ------------------------------------------------------------------------------------

void TestIngestStore::reportsStations()
{
    OPEN_ROW_DATABASE(db);
    StationStore store(db);
    QVERIFY(store.all().valueOr({StationStatus()}).isEmpty());
    const StationStatus first = fullStatus(kNow);
    StationStatus second = fullStatus(kNow + Milliseconds(1));
    VERIFY_OK(store.report(first));
    VERIFY_OK(store.report(second));
    QVERIFY(store.all().valueOr({}) == QList<StationStatus>({second, first}));
    StationStatus again; // all else at its default
    again.stationId = first.stationId;
    again.reportedAt = kNow + Milliseconds(2);
    again.mqttState = text("stopped");
    VERIFY_OK(store.report(again));
    QVERIFY(store.all().valueOr({}) == QList<StationStatus>({again, second}));
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_OK(store.report(fullStatus(kNow)));
    }
    QCOMPARE(store.all().valueOr({}).size(), 2);
}

void TestIngestStore::reportsHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    StationStore store(db);
    StationStatus status = fullStatus(kNow);
    status.host = status.version = words;
    status.mqttState = words.left(20);
    status.details = {{words, words}};
    VERIFY_OK(store.report(status));
    VERIFY_OK(store.report(status));
    QVERIFY(store.all().valueOr({}) == QList<StationStatus>{status});
}

void TestIngestStore::refusesNullCharacters()
{
    OPEN_ROW_DATABASE(db);
    StationStatus status = fullStatus(kNow);
    status.host = text("a") + QChar::Null;
    const auto reported = StationStore(db).report(status);
    VERIFY_ERROR(reported, "DATABASE_ERROR");
    QCOMPARE(failureKind(reported.error()), FailureKind::Data);
    QVERIFY(StationStore(db).all().valueOr({status}).isEmpty());
    VERIFY_ERROR(IngestStore(db).setPosition({text("\u0001") + QChar::Null, 1, 1}, kNow),
                 "DATABASE_ERROR");
    DeadLetter letter = makeLetter(); // not made by makeDeadLetter() alone
    letter.detail = QChar::Null;
    VERIFY_ERROR(IngestStore(db).addDeadLetters({letter}), "DATABASE_ERROR");
    QCOMPARE(IngestStore(db).deadLetterCount().valueOr(-1), 0);
}

PARKING_TEST(TestIngestStore)
#include "tst_ingeststore.moc"
