// Readings: stored exactly once, in the partition of their month, on both engines.

#include "domain/limits.h"
#include "store/readingstore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <limits>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Occupancy;
using domain::Reading;

namespace {

const DevEui kEui(0x58a0cb000011f2a3);

Reading bareReading(UtcTime time)
{
    Reading reading;
    reading.eventKey = newKey();
    reading.devEui = kEui;
    reading.time = time;
    reading.receivedAt = time + Milliseconds(250);
    return reading;
}

Reading fullReading(UtcTime time)
{
    Reading r = bareReading(time);
    r.spaceId = domain::SpaceId::create();
    r.deviceType = text("browan_tabs");
    r.occupancy = Occupancy::Occupied;
    r.batteryVolt = 3.61;
    r.batteryPercent = 99.25;
    r.tempCelsius = -12.5;
    r.rssiDbm = -117;
    r.snrDb = -7.5;
    r.gatewayId = text("00016c001ff1aa01");
    r.gateways = {{r.gatewayId, -117, -7.5, 3, {}}, {text("b"), 0, 13.8, 0, {}}};
    r.fCnt = std::numeric_limits<quint32>::max();
    r.fPort = 255;
    r.dr = 15;
    r.payload = QByteArray::fromHex("00ff275c7b2c7d22");
    r.object = QJsonObject{{text("state"), 1}, {text("deep"), QJsonObject{{text("x"), 0.1}}}};
    r.timeSuspect = true;
    r.notes = {text("rssi 12 outside -200..0 dropped"), text("decode: frame too short")};
    return r;
}

/// All of the device, oldest first.
QList<Reading> stored(ReadingStore &store)
{
    return store.between(kEui, at("1970-01-01T00:00:00Z"), at("2200-01-01T00:00:00Z")).valueOr({});
}

QStringList partitions(Database &db)
{
    QStringList names;
    const auto done =
        db.each(text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = "
                     "'sensor_readings'::regclass ORDER BY 1"),
                {}, [&](const QSqlQuery &row) { names.append(row.value(0).toString()); });
    return done ? names : QStringList{done.error().detail};
}

} // namespace

Q_DECLARE_METATYPE(Reading)

class TestReadingStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storesAndReads_data() { TestDatabases::addRows(); }
    void storesAndReads();
    void keepsTimes_data() { addTimeRows(); }
    void keepsTimes();
    void keepsLimits_data() { TestDatabases::addRows(); }
    void keepsLimits();
    void storesOnce_data() { TestDatabases::addRows(); }
    void storesOnce();
    void findsByTime_data() { TestDatabases::addRows(); }
    void findsByTime();
    void storesHostileTexts_data() { addHostileRows(10'000); }
    void storesHostileTexts();
    void refusesAll_data();
    void refusesAll();
    void rollsBack_data() { TestDatabases::addRows(); }
    void rollsBack();
    void makesPartitions();
    void makesPartitionsAhead();
    void makesPartitionsAfterRollback();
    void makesPartitionsBesideAReader();
    void makesNotAnyNumberOfPartitions();
    void needsNoPartitionsInSqlite();

private:
    TestDatabases m_databases;
};

void TestReadingStore::storesAndReads()
{
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    const Reading full = fullReading(kNow);
    const Reading bare = bareReading(kNow + Milliseconds(1));
    Reading other = fullReading(kNow);
    other.devEui = DevEui(1);
    QCOMPARE(store.insert({}).valueOr(-1), 0);
    QCOMPARE(store.insert({full, bare, other}).valueOr(-1), 3);
    QVERIFY(stored(store) == QList<Reading>({full, bare}));
    QVERIFY(store.latest(kEui).valueOr({}) == bare);
    QVERIFY(store.latest(DevEui(1)).valueOr({}) == other);
    QVERIFY(!store.latest(DevEui(2)).valueOr(bare));
    QCOMPARE(store.count().valueOr(-1), 3);
}

void TestReadingStore::keepsTimes()
{
    QFETCH(UtcTime, time);
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    const Reading reading = bareReading(time);
    QCOMPARE(store.insert({reading}).valueOr(-1), 1);
    const QList<Reading> found = store.between(kEui, time, time + Milliseconds(1)).valueOr({});
    QCOMPARE(found.size(), 1);
    QCOMPARE(toIso(found[0].time), toIso(time));
    QCOMPARE(toIso(found[0].receivedAt), toIso(reading.receivedAt));
    QCOMPARE(store.insert({reading}).valueOr(-1), 0);
    QVERIFY(store.between(kEui, time + Milliseconds(1), time + Milliseconds(2))
                .valueOr({reading})
                .isEmpty());
}

/// The ends of the ranges that domain/limits.h lets through fit into the columns.
void TestReadingStore::keepsLimits()
{
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    Reading low = bareReading(kNow);
    Reading high = bareReading(kNow + Milliseconds(1));
    low.batteryVolt = domain::kBatteryVolt.low;
    high.batteryVolt = domain::kBatteryVolt.high;
    low.batteryPercent = domain::kBatteryPercent.low;
    high.batteryPercent = domain::kBatteryPercent.high;
    low.tempCelsius = domain::kTempCelsius.low;
    high.tempCelsius = domain::kTempCelsius.high;
    low.rssiDbm = domain::kRssiDbm.low;
    high.rssiDbm = domain::kRssiDbm.high;
    low.snrDb = domain::kSnrDb.low;
    high.snrDb = domain::kSnrDb.high;
    QCOMPARE(store.insert({low, high}).valueOr(-1), 2);
    QVERIFY(stored(store) == QList<Reading>({low, high}));
}

/// Exactly once: a key that is there already changes nothing, whatever else the row says.
void TestReadingStore::storesOnce()
{
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    const Reading first = fullReading(kNow);
    QCOMPARE(store.insert({first}).valueOr(-1), 1);
    Reading again = bareReading(kNow);
    again.eventKey = first.eventKey;
    QCOMPARE(store.insert({again}).valueOr(-1), 0);
    QVERIFY(stored(store) == QList<Reading>{first});
    const Reading second = bareReading(kNow + Milliseconds(1));
    Reading twice = second;
    twice.fCnt = 9;
    QCOMPARE(store.insert({again, second, twice}).valueOr(-1), 1); // twice in one batch, too
    QVERIFY(stored(store) == QList<Reading>({first, second}));
    again.time += std::chrono::hours(24 * 31); // unique together with the time
    QCOMPARE(store.insert({again}).valueOr(-1), 1);
    QCOMPARE(store.count().valueOr(-1), 3);
}

void TestReadingStore::findsByTime()
{
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    QList<Reading> readings;
    for (int i = 0; i < 6; ++i)
        readings.append(bareReading(kNow + std::chrono::hours(24 * 20 * i))); // four months
    QList<Reading> mixed = {readings[3], readings[0], readings[5],
                            readings[1], readings[4], readings[2]};
    QCOMPARE(store.insert(mixed).valueOr(-1), 6);
    QVERIFY(stored(store) == readings);
    const auto some = [&](int from, int to) {
        return store.between(kEui, readings[from].time, readings[to].time).valueOr({});
    };
    QVERIFY(some(1, 4) == readings.mid(1, 3));
    QVERIFY(some(2, 2).isEmpty());
    QVERIFY(some(4, 1).isEmpty());
    QVERIFY(store.between(kEui, readings[0].time, readings[5].time, 2).valueOr({})
            == readings.mid(0, 2));
    QVERIFY(store.latest(kEui).valueOr({}) == readings[5]);
}

void TestReadingStore::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    Reading hostile = fullReading(kNow);
    hostile.deviceType = words.left(40);
    hostile.gatewayId = words;
    hostile.gateways = {{words, -1, 1, 1, {}}};
    hostile.payload = words.toUtf8();
    hostile.object = QJsonObject{{words, words}, {text("list"), QJsonArray{words, words}}};
    hostile.notes = words.split(u'\n', Qt::SkipEmptyParts) + QStringList{text("end")};
    const Reading plain = bareReading(kNow + Milliseconds(1));
    QCOMPARE(store.insert({hostile, plain}).valueOr(-1), 2);
    QVERIFY(stored(store) == QList<Reading>({hostile, plain}));
}

void TestReadingStore::refusesAll_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<Reading>("bad");
    Reading nul = fullReading(kNow);
    nul.notes.append(text("a") + QChar::Null);
    Reading key = fullReading(kNow);
    key.eventKey = text("no key");
    Reading battery = fullReading(kNow);
    battery.batteryVolt = 10;
    Reading type = fullReading(kNow);
    type.deviceType.fill(u'x', 41);
    Reading object = fullReading(kNow);
    object.object = QJsonObject{{text("a"), QString(QChar::Null)}};
    QTest::newRow("sqlite: U+0000 in a note") << Dialect::Sqlite << nul;
    QTest::newRow("postgres: U+0000 in a note") << Dialect::Postgres << nul;
    QTest::newRow("postgres: key is no UUID") << Dialect::Postgres << key;
    QTest::newRow("postgres: battery beyond its column") << Dialect::Postgres << battery;
    QTest::newRow("postgres: type beyond its column") << Dialect::Postgres << type;
    QTest::newRow("postgres: U+0000 in the object") << Dialect::Postgres << object;
}

/// One bad row costs the whole statement, and says that it is the data's fault.
void TestReadingStore::refusesAll()
{
    QFETCH(Reading, bad);
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        const auto done = store.insert({bareReading(kNow), bad});
        VERIFY_ERROR(done, "DATABASE_ERROR");
        QCOMPARE(failureKind(done.error()), FailureKind::Data);
        VERIFY_ERROR(transaction->commit(), "DATABASE_ERROR");
    }
    QCOMPARE(store.count().valueOr(-1), 0);
    QCOMPARE(store.insert({fullReading(kNow)}).valueOr(-1), 1); // the connection goes on
}

void TestReadingStore::rollsBack()
{
    OPEN_ROW_DATABASE(db);
    ReadingStore store(db);
    const Reading reading = fullReading(kNow);
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        QCOMPARE(store.insert({reading}).valueOr(-1), 1);
        QCOMPARE(store.count().valueOr(-1), 1);
    }
    QCOMPARE(store.count().valueOr(-1), 0);
    QCOMPARE(store.insert({reading}).valueOr(-1), 1);
}

// --- Partitions of PostgreSQL --------------------------------------------------------------------

void TestReadingStore::makesPartitions()
{
    const auto db = m_databases.open(Dialect::Postgres);
    VERIFY_OK(db);
    ReadingStore store(**db);
    QCOMPARE(partitions(**db), QStringList());
    const QList<Reading> readings = {
        bareReading(at("1971-06-01T00:00:00.000Z")), bareReading(at("2026-02-28T23:59:59.999Z")),
        bareReading(at("2026-03-01T00:00:00.000Z")), bareReading(at("2099-12-31T23:59:59.999Z"))};
    QCOMPARE(store.insert(readings).valueOr(-1), 4);
    QCOMPARE(partitions(**db),
             QStringList({text("sensor_readings_1971_06"), text("sensor_readings_2026_02"),
                          text("sensor_readings_2026_03"), text("sensor_readings_2099_12")}));
    for (const char *table : {"sensor_readings_2026_02", "sensor_readings_2026_03"})
        QCOMPARE((*db)->count(text("SELECT count(*) FROM ") + text(table)).valueOr(-1), 1);
    QVERIFY(store.hasPartition(at("2026-02-01T00:00:00.000Z")));
    VERIFY_OK((*db)->reopen());
    for (const Reading &reading : readings)
        QVERIFY(!store.hasPartition(reading.time));
    QCOMPARE(store.insert(readings).valueOr(-1), 0);
    QCOMPARE(partitions(**db).size(), 4);
}

void TestReadingStore::makesPartitionsAhead()
{
    const auto db = m_databases.open(Dialect::Postgres);
    VERIFY_OK(db);
    ReadingStore store(**db);
    const QStringList expected = {text("sensor_readings_2026_11"), text("sensor_readings_2026_12"),
                                  text("sensor_readings_2027_01"), text("sensor_readings_2027_02")};
    VERIFY_OK(store.ensurePartitions(at("2026-11-30T23:59:59.999Z")));
    QCOMPARE(partitions(**db), expected);
    VERIFY_OK(store.ensurePartitions(at("2026-11-30T23:59:59.999Z")));
    QCOMPARE(partitions(**db), expected);
}

/// The partition goes with the transaction that made it, and has to be made again.
void TestReadingStore::makesPartitionsAfterRollback()
{
    const auto db = m_databases.open(Dialect::Postgres);
    VERIFY_OK(db);
    ReadingStore store(**db);
    {
        auto transaction = Transaction::begin(**db);
        VERIFY_OK(transaction);
        QCOMPARE(store.insert({bareReading(kNow)}).valueOr(-1), 1);
    }
    QCOMPARE(partitions(**db), QStringList());
    {
        auto transaction = Transaction::begin(**db);
        VERIFY_OK(transaction);
        QCOMPARE(store.insert({bareReading(kNow)}).valueOr(-1), 1);
        VERIFY_OK(transaction->commit());
    }
    QCOMPARE(partitions(**db), QStringList{text("sensor_readings_2026_03")});
    QCOMPARE(store.count().valueOr(-1), 1);
}

/// A backup reads for minutes; what comes in meanwhile, and all other readers, do not wait for it.
void TestReadingStore::makesPartitionsBesideAReader()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto db = Database::open({.url = *url});
    const auto backup = Database::open({.url = *url});
    VERIFY_OK(db);
    VERIFY_OK(backup);
    ReadingStore store(**db);
    QCOMPARE(store.insert({bareReading(kNow)}).valueOr(-1), 1);
    auto reading = Transaction::begin(**backup);
    VERIFY_OK(reading);
    QCOMPARE(ReadingStore(**backup).count().valueOr(-1), 1);
    VERIFY_OK((*db)->runScript(text("SET lock_timeout = '2s'")));
    QCOMPARE(store.insert({bareReading(at("2026-12-01T00:00:00.000Z"))}).valueOr(-1), 1);
    QCOMPARE(partitions(**db).size(), 2);
}

void TestReadingStore::makesNotAnyNumberOfPartitions()
{
    const auto db = m_databases.open(Dialect::Postgres);
    VERIFY_OK(db);
    VERIFY_OK((*db)->runScript(text("SELECT ensure_reading_partition(m) FROM generate_series("
                                    "'2000-01-15'::timestamptz, '2019-12-15', '1 month') AS m")));
    QCOMPARE(partitions(**db).size(), 240);
    const auto refused = ReadingStore(**db).insert({bareReading(kNow)});
    QVERIFY(!refused);
    QCOMPARE(refused.error().details.value(u"sqlstate").toString(), text("54000"));
    QCOMPARE(partitions(**db).size(), 240);
}

void TestReadingStore::needsNoPartitionsInSqlite()
{
    const auto db = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(db);
    const QString tables = text("SELECT count(*) FROM sqlite_master");
    const qint64 before = (*db)->count(tables).valueOr(-1);
    VERIFY_OK(ReadingStore(**db).ensurePartitions(kNow));
    QCOMPARE(ReadingStore(**db).insert({bareReading(kNow)}).valueOr(-1), 1);
    QCOMPARE((*db)->count(tables).valueOr(-1), before);
}

PARKING_TEST(TestReadingStore)
#include "tst_readingstore.moc"
