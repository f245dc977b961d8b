// What is told of devices beside their readings, on both engines.

#include "read/devices.h"
#include "store/devicestore.h"
#include "store/remarkstore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::DeviceLog;
using domain::Remark;

namespace {

const DevEui kOne(0x58a0cb0000000001);
const DevEui kTwo(0x58a0cb0000000002);

DeviceLog entry(DevEui device, const QString &code, UtcTime time)
{
    return {device, code, text("WARNING"), text("at ") + toIso(time), time};
}

} // namespace

class TestRemarkStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsEachRemark_data() { TestDatabases::addRows(); }
    void countsEachRemark();
    void keepsTheNewestEntryOfACode_data() { TestDatabases::addRows(); }
    void keepsTheNewestEntryOfACode();
    void silencedUntilTheNextUplink_data() { TestDatabases::addRows(); }
    void silencedUntilTheNextUplink();
    void isReadWithItsDevice_data() { TestDatabases::addRows(); }
    void isReadWithItsDevice();
    void storesHostileTexts_data() { addHostileRows(500); }
    void storesHostileTexts();

private:
    TestDatabases m_databases;
};

void TestRemarkStore::countsEachRemark()
{
    OPEN_ROW_DATABASE(db);
    RemarkStore store(db);
    VERIFY_OK(store.count({}));
    VERIFY_OK(store.count({{kOne, Remark::Older, 2, kNow}, {kOne, Remark::NoSpace, 1, kNow}}));
    VERIFY_OK(store.count({{kOne, Remark::Older, 3, kNow + 1s}, {kTwo, Remark::Older, 1, kNow}}));
    const QList<domain::RemarkCount> expected{{kOne, Remark::Older, 5, kNow + 1s},
                                              {kOne, Remark::NoSpace, 1, kNow}};
    QVERIFY(store.remarks({kOne}).valueOr({}) == expected);
    QCOMPARE(store.remarks({kOne, kTwo}).valueOr({}).size(), 3);
}

/// Redeliveries, and entries that were overtaken, count nothing.
void TestRemarkStore::keepsTheNewestEntryOfACode()
{
    OPEN_ROW_DATABASE(db);
    RemarkStore store(db);
    const QString codec = text("UPLINK_CODEC");
    const DeviceLog first = entry(kOne, codec, kNow);
    VERIFY_OK(store.addLogs({first, entry(kOne, codec, kNow + 1s), first,
                             entry(kOne, text("OTAA"), kNow), entry(kTwo, codec, kNow)}));
    VERIFY_OK(store.addLogs({first, entry(kOne, codec, kNow + 1s), entry(kOne, codec, kNow + 2s)}));
    DeviceLog newest = entry(kOne, codec, kNow + 2s);
    newest.times = 3;
    const QList<DeviceLog> expected{newest, entry(kOne, text("OTAA"), kNow)};
    QVERIFY(store.logs({kOne}).valueOr({}) == expected);
}

void TestRemarkStore::silencedUntilTheNextUplink()
{
    OPEN_ROW_DATABASE(db);
    RemarkStore store(db);
    DeviceStore devices(db);
    const auto hear = [&](UtcTime time) {
        return devices.touch({{.devEui = kOne, .lastHeard = time, .uplinks = 1},
                              {.devEui = kTwo, .lastHeard = time, .uplinks = 1}},
                             time);
    };
    VERIFY_OK(hear(kNow));
    QVERIFY(store.silenced().valueOr({kOne}).isEmpty());
    VERIFY_OK(store.addLogs({entry(kOne, QString(domain::kCounterResetLog), kNow + 1s),
                             entry(kTwo, text("UPLINK_CODEC"), kNow + 1s)}));
    QCOMPARE(store.silenced().valueOr({}), QList<DevEui>{kOne});
    VERIFY_OK(hear(kNow + 2s));
    QVERIFY(store.silenced().valueOr({kOne}).isEmpty());
}

void TestRemarkStore::isReadWithItsDevice()
{
    OPEN_ROW_DATABASE(db);
    RemarkStore store(db);
    VERIFY_OK(DeviceStore(db).touch({{.devEui = kOne}, {.devEui = kTwo}}, kNow));
    VERIFY_OK(store.count({{kTwo, Remark::Repeated, 7, kNow}}));
    VERIFY_OK(store.addLogs({entry(kTwo, text("OTAA"), kNow)}));
    const auto page = read::devices(db, {});
    VERIFY_OK(page);
    QCOMPARE(page->total, 2);
    QVERIFY(page->rows[0].remarks.isEmpty() && page->rows[0].logs.isEmpty());
    QCOMPARE(page->rows[1].device.devEui, kTwo);
    QCOMPARE(page->rows[1].remarks.size(), 1);
    QCOMPARE(page->rows[1].remarks.first().times, 7);
    QCOMPARE(page->rows[1].logs.size(), 1);
}

void TestRemarkStore::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    RemarkStore store(db);
    const DeviceLog log{kOne, text("OTHER"), words.left(20), words, kNow};
    VERIFY_OK(store.addLogs({log}));
    QVERIFY(store.logs({kOne}).valueOr({}) == QList<DeviceLog>{log});
}

PARKING_TEST(TestRemarkStore)
#include "tst_remarkstore.moc"
