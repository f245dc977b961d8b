// Many readings at once: by COPY on PostgreSQL, with the same rows, refusals and "exactly once" as
// one by one.

#include "store/readingstore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Reading;

namespace {

const DevEui kEui(0x58a0cb000011f2a3);
constexpr int kMany = int(ReadingStore::kCopyFrom) + 8;

Reading fullReading(int n)
{
    Reading r;
    r.eventKey = newKey();
    r.devEui = kEui;
    r.spaceId = n % 3 ? std::optional(domain::SpaceId::create()) : std::nullopt;
    r.time = kNow + Milliseconds(n);
    r.receivedAt = kNow + Milliseconds(n + 250);
    r.deviceType = text("browan_tabs");
    if (n % 2)
        r.occupancy = n % 4 == 1 ? domain::Occupancy::Occupied : domain::Occupancy::Free;
    if (n % 5) {
        r.batteryVolt = 3.61;
        r.batteryPercent = 99.25;
        r.tempCelsius = -12.5;
        r.rssiDbm = -117;
        r.snrDb = -7.5;
        r.object = QJsonObject{{text("n"), n}, {text("deep"), QJsonObject{{text("x"), 0.1}}}};
    }
    r.gatewayId = text("00016c001ff1aa01");
    r.gateways = {{r.gatewayId, -117, -7.5, 3, {}}, {text("a \"b\"\\\t"), 0, 13.8, 0, {}}};
    r.fCnt = 4'294'967'295;
    r.fPort = 102;
    r.dr = 15;
    r.payload = QByteArray::fromHex("00ff275c7b2c7d220a0d09");
    r.timeSuspect = n % 2;
    return r;
}

QList<Reading> manyReadings(int count = kMany)
{
    QList<Reading> readings;
    for (int n = 0; n < count; ++n)
        readings.append(fullReading(n));
    return readings;
}

QList<Reading> stored(ReadingStore &store)
{
    return store.between(kEui, at("1970-01-01T00:00:00Z"), at("2200-01-01T00:00:00Z")).valueOr({});
}

/// In a transaction of its own, as ingest does it.
Result<qint64> insertAll(Database &db, const QList<Reading> &readings)
{
    Result<Transaction> transaction = Transaction::begin(db);
    if (!transaction)
        return transaction.error();
    Result<qint64> inserted = ReadingStore(db).insert(readings);
    if (Result<> done = transaction->commit(); !done)
        return done.error();
    return inserted;
}

/// Rows as COPY made them, told from others by the transaction's subtransaction: COPY runs behind
/// a savepoint, so the rows' xmin is not the transaction's own id.
Result<qint64> copiedRows(Database &db)
{
    return db.count(text("SELECT count(*) FROM sensor_readings "
                         "WHERE xmin::text <> (txid_current() % 4294967296)::text"));
}

} // namespace

Q_DECLARE_METATYPE(Reading)

class TestReadingCopy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storesAndReads_data() { TestDatabases::addRows(); }
    void storesAndReads();
    void copiesOnPostgres();
    void storesHostileTexts_data() { addHostileRows(10'000); }
    void storesHostileTexts();
    void storesOnceWithinABatch_data() { TestDatabases::addRows(); }
    void storesOnceWithinABatch();
    void goesOnAfterAConflict_data() { TestDatabases::addRows(); }
    void goesOnAfterAConflict();
    void copiesAgainAfterAPause();
    void refusesAll_data();
    void refusesAll();
    void makesPartitionsFirst();

private:
    TestDatabases m_databases;
};

void TestReadingCopy::storesAndReads()
{
    OPEN_ROW_DATABASE(db);
    const QList<Reading> readings = manyReadings();
    QCOMPARE(insertAll(db, readings).valueOr(-1), kMany);
    ReadingStore store(db);
    QVERIFY(stored(store) == readings);
}

/// Without this the other tests would say nothing about COPY.
void TestReadingCopy::copiesOnPostgres()
{
    const auto opened = m_databases.open(Dialect::Postgres);
    VERIFY_OK(opened);
    Database &db = **opened;
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        QCOMPARE(ReadingStore(db).insert(manyReadings()).valueOr(-1), kMany);
        QCOMPARE(copiedRows(db).valueOr(-1), kMany);
    }
    auto transaction = Transaction::begin(db);
    VERIFY_OK(transaction);
    QCOMPARE(ReadingStore(db).insert(manyReadings(3)).valueOr(-1), 3); // too few
    QCOMPARE(copiedRows(db).valueOr(-1), 0);
}

void TestReadingCopy::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    QList<Reading> readings = manyReadings();
    for (Reading &reading : readings) {
        reading.notes = {words.section(u'\n', 0, 0)};
        reading.gatewayId = words;
        reading.gateways.first().gatewayId = words;
        reading.object = QJsonObject{{words, words}};
    }
    QCOMPARE(insertAll(db, readings).valueOr(-1), kMany);
    ReadingStore store(db);
    QVERIFY(stored(store) == readings);
}

void TestReadingCopy::storesOnceWithinABatch()
{
    OPEN_ROW_DATABASE(db);
    QList<Reading> readings = manyReadings();
    Reading again = readings.first();
    again.fCnt = 9;
    Reading later = readings.first(); // the same key at another time is another reading
    later.time += std::chrono::hours(24 * 31);
    QCOMPARE(insertAll(db, readings + QList<Reading>{again, later}).valueOr(-1), kMany + 1);
    ReadingStore store(db);
    QVERIFY(stored(store) == readings + QList<Reading>{later});
}

void TestReadingCopy::goesOnAfterAConflict()
{
    OPEN_ROW_DATABASE(db);
    const QList<Reading> readings = manyReadings();
    QCOMPARE(ReadingStore(db).insert({readings[7]}).valueOr(-1), 1);
    QCOMPARE(insertAll(db, readings).valueOr(-1), kMany - 1);
    ReadingStore store(db);
    QVERIFY(stored(store) == readings);
    QCOMPARE(insertAll(db, readings).valueOr(-1), 0);
}

void TestReadingCopy::copiesAgainAfterAPause()
{
    const auto opened = m_databases.open(Dialect::Postgres);
    VERIFY_OK(opened);
    Database &db = **opened;
    const QList<Reading> readings = manyReadings();
    QCOMPARE(insertAll(db, readings).valueOr(-1), kMany);
    QCOMPARE(insertAll(db, readings).valueOr(-1), 0); // a conflict: one call is left out
    QList<qint64> copied;
    for (int call = 0; call < 3; ++call) {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        const qint64 before = copiedRows(db).valueOr(-1);
        QCOMPARE(ReadingStore(db).insert(manyReadings()).valueOr(-1), kMany);
        copied.append(copiedRows(db).valueOr(-1) - before);
    }
    QCOMPARE(copied, QList<qint64>({0, kMany, kMany}));
}

void TestReadingCopy::refusesAll_data()
{
    QTest::addColumn<Reading>("bad");
    QTest::addColumn<QString>("state");
    Reading nul = fullReading(0);
    nul.notes.append(text("a") + QChar::Null);
    Reading key = fullReading(0);
    key.eventKey = text("no key");
    Reading battery = fullReading(0);
    battery.batteryVolt = 10;
    Reading type = fullReading(0);
    type.deviceType.fill(u'x', 41);
    Reading object = fullReading(0);
    object.object = QJsonObject{{text("a"), QString(QChar::Null)}};
    QTest::newRow("U+0000 in a note") << nul << text("22021");
    QTest::newRow("key is no UUID") << key << text("22P02");
    QTest::newRow("battery beyond its column") << battery << text("22003");
    QTest::newRow("type beyond its column") << type << text("22001");
    QTest::newRow("U+0000 in the object") << object << text("22P05");
}

void TestReadingCopy::refusesAll()
{
    QFETCH(Reading, bad);
    QFETCH(QString, state);
    const auto opened = m_databases.open(Dialect::Postgres);
    VERIFY_OK(opened);
    Database &db = **opened;
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        const auto done = ReadingStore(db).insert(manyReadings() + QList<Reading>{bad});
        VERIFY_ERROR(done, "DATABASE_ERROR");
        QCOMPARE(done.error().details.value(u"sqlstate").toString(), state);
        QVERIFY(!done.error().detail.isEmpty());
        QCOMPARE(failureKind(done.error()), FailureKind::Data);
        VERIFY_ERROR(transaction->commit(), "DATABASE_ERROR");
    }
    QCOMPARE(ReadingStore(db).count().valueOr(-1), 0);
    QCOMPARE(insertAll(db, manyReadings()).valueOr(-1), kMany); // the connection goes on
}

void TestReadingCopy::makesPartitionsFirst()
{
    const auto opened = m_databases.open(Dialect::Postgres);
    VERIFY_OK(opened);
    Database &db = **opened;
    QList<Reading> readings = manyReadings();
    for (int month = 0; month < 12; ++month)
        readings[month].time -= std::chrono::hours(24 * 31 * month);
    QCOMPARE(insertAll(db, readings).valueOr(-1), kMany);
    QCOMPARE(ReadingStore(db).count().valueOr(-1), kMany);
}

PARKING_TEST(TestReadingCopy)
#include "tst_readingcopy.moc"
