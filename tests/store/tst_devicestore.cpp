// Devices: what batches teach and what operators choose, on both engines.

#include "store/devicestore.h"
#include "store/remarkstore.h"
#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <limits>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Device;
using domain::DeviceHeard;
using domain::DeviceKind;

namespace {

const DevEui kEui(0x58a0cb000011f2a3);

DeviceHeard fullHeard()
{
    return {.devEui = kEui,
            .kind = DeviceKind::Display,
            .name = text("Lamp 7"),
            .profileName = text("Busylight"),
            .resolvedType = text("kuando_busylight"),
            .lastHeard = kNow,
            .lastJoin = kNow - std::chrono::hours(1),
            .batteryVolt = 3.612345,
            .batteryPercent = 99.5,
            .tempCelsius = -12.25,
            .rssiDbm = -117,
            .snrDb = -7.5,
            .gatewayId = text("00016c001ff1aa01"),
            .fCnt = 4000,
            .uplinks = 3};
}

/// The device that this makes of nothing.
Device deviceOf(const DeviceHeard &h, UtcTime firstHeard)
{
    return {h.devEui,
            h.kind,
            h.name,
            h.profileName,
            {},
            h.resolvedType,
            {},
            firstHeard,
            h.lastHeard,
            h.lastJoin,
            h.batteryVolt,
            h.batteryPercent,
            h.tempCelsius,
            h.rssiDbm,
            h.snrDb,
            h.gatewayId,
            h.fCnt,
            h.uplinks};
}

/// A second batch about the device of fullHeard(), and what it changes.
struct Fold {
    const char *name;
    DeviceHeard heard;
    std::function<void(Device &)> expected;
};

QList<Fold> folds()
{
    const UtcTime newer = kNow + Milliseconds(1);
    const UtcTime older = kNow - Milliseconds(1);
    const auto all = [](UtcTime time) {
        return DeviceHeard{kEui,
                           DeviceKind::Sensor,
                           text("Renamed"),
                           text("Tabs"),
                           text("browan"),
                           time,
                           time,
                           3.1,
                           50.0,
                           1.5,
                           -60,
                           5.5,
                           text("b"),
                           9,
                           2};
    };
    const auto replace = [all](UtcTime time) {
        return [=](Device &d) {
            d = deviceOf(all(time), d.firstHeard);
            d.lastJoin = std::max(time, kNow - std::chrono::hours(1));
            d.uplinkCount = 5;
        };
    };
    return {{"newer values replace", all(newer), replace(newer)},
            {"values of the same moment replace", all(kNow), replace(kNow)},
            {"older values only count", all(older),
             [=](Device &d) {
                 d.lastJoin = older;
                 d.uplinkCount = 5;
             }},
            {"empty ones leave all",
             {.devEui = kEui, .lastHeard = newer, .fCnt = 4001, .uplinks = 1},
             [=](Device &d) {
                 d.kind = DeviceKind::Sensor;
                 d.lastHeard = newer;
                 d.fCnt = 4001;
                 d.uplinkCount = 4;
             }},
            {"a join alone",
             {.devEui = kEui, .name = text("Renamed"), .lastJoin = newer},
             [=](Device &d) {
                 d.name = text("Renamed");
                 d.lastJoin = newer;
             }},
            {"an older join", {.devEui = kEui, .lastJoin = fromMillis(1)}, [](Device &) {}},
            {"a battery report",
             {.devEui = kEui, .batteryPercent = 12.5},
             [](Device &d) { d.batteryPercent = 12.5; }},
            {"no battery any more",
             {.devEui = kEui, .power = domain::Power::External},
             [](Device &d) {
                 d.batteryPercent.reset();
                 d.power = domain::Power::External;
             }},
            {"a battery that tells nothing",
             {.devEui = kEui, .lastHeard = newer, .uplinks = 0, .power = domain::Power::Unknown},
             [=](Device &d) {
                 d.lastHeard = newer;
                 d.batteryPercent.reset();
                 d.power = domain::Power::Unknown;
             }},
            {"nothing at all", {.devEui = kEui}, [](Device &) {}}};
}

} // namespace

class TestDeviceStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasHeard_data() { TestDatabases::addRows(); }
    void keepsWhatWasHeard();
    void keepsTimes_data() { addTimeRows(); }
    void keepsTimes();
    void foldsBatches_data();
    void foldsBatches();
    void learnsTheRhythm_data() { TestDatabases::addRows(); }
    void learnsTheRhythm();
    void givesTheLastHeard_data() { TestDatabases::addRows(); }
    void givesTheLastHeard();
    void setsTypes_data() { TestDatabases::addRows(); }
    void setsTypes();
    void storesHostileTexts_data() { addHostileRows(10'000); }
    void storesHostileTexts();
    void refusesNullCharacters_data() { TestDatabases::addRows(); }
    void refusesNullCharacters();
    void boundsStrangers_data() { TestDatabases::addRows(); }
    void boundsStrangers();
    void forgetsUnassigned_data() { TestDatabases::addRows(); }
    void forgetsUnassigned();
    void rollsBack_data() { TestDatabases::addRows(); }
    void rollsBack();

private:
    TestDatabases m_databases;
};

void TestDeviceStore::keepsWhatWasHeard()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_ERROR(store.find(kEui), "RECORD_NOT_FOUND");
    DeviceHeard full = fullHeard();
    DeviceHeard bare{.devEui = DevEui(std::numeric_limits<quint64>::max())};
    full.fCnt = std::numeric_limits<quint32>::max();
    VERIFY_OK(store.touch({}, kNow));
    VERIFY_OK(store.touch({full, bare}, kNow));
    for (const DeviceHeard &heard : {full, bare}) {
        const auto found = store.find(heard.devEui);
        VERIFY_OK(found);
        QVERIFY(*found == deviceOf(heard, kNow));
    }
}

void TestDeviceStore::keepsTimes()
{
    QFETCH(UtcTime, time);
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_OK(store.touch(
        {{.devEui = kEui, .lastHeard = time + Milliseconds(1), .lastJoin = time - Milliseconds(1)}},
        time));
    const auto found = store.find(kEui);
    VERIFY_OK(found);
    QCOMPARE(toIso(found->firstHeard), toIso(time));
    QCOMPARE(toIso(found->lastHeard.value()), toIso(time + Milliseconds(1)));
    QCOMPARE(toIso(found->lastJoin.value()), toIso(time - Milliseconds(1)));
}

void TestDeviceStore::foldsBatches_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("index");
    const QList<Fold> all = folds();
    for (int i = 0; i < all.size(); ++i) {
        QTest::addRow("sqlite: %s", all[i].name) << Dialect::Sqlite << i;
        QTest::addRow("postgres: %s", all[i].name) << Dialect::Postgres << i;
    }
}

void TestDeviceStore::foldsBatches()
{
    QFETCH(int, index);
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_OK(store.touch({fullHeard()}, kNow));
    const Fold fold = folds().at(index);
    VERIFY_OK(store.touch({fold.heard}, kNow + std::chrono::hours(1)));
    Device expected = deviceOf(fullHeard(), kNow);
    fold.expected(expected);
    const auto found = store.find(kEui);
    VERIFY_OK(found);
    QCOMPARE(found->kind, expected.kind);
    QCOMPARE(found->name, expected.name);
    QCOMPARE(found->batteryPercent, expected.batteryPercent);
    QCOMPARE(found->fCnt, expected.fCnt);
    QCOMPARE(found->uplinkCount, expected.uplinkCount);
    QVERIFY(found->lastHeard == expected.lastHeard);
    QVERIFY(found->lastJoin == expected.lastJoin);
    QVERIFY(*found == expected);
}

/// The longest silence of each day, as uplinks come in one by one, many at once, late and again.
void TestDeviceStore::learnsTheRhythm()
{
    using namespace std::chrono_literals;
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    const UtcTime monday = fromIso(text("2026-03-02T00:00:00Z")).value();
    const auto hear = [&](UtcTime first, UtcTime last, Milliseconds gap) {
        return store.touch({{.devEui = kEui,
                             .lastHeard = last,
                             .uplinks = 1,
                             .firstHeard = first,
                             .longestGap = gap}},
                           last);
    };
    const auto days = [&] { return store.find(kEui).valueOr(Device()).longestOfDays; };
    VERIFY_OK(store.touch({{.devEui = kEui, .lastJoin = monday}}, monday)); // a join is no uplink
    const auto one = [&](UtcTime time) { return hear(time, time, 0ms); };
    for (Milliseconds time = 20h; time < 23h; time += 10min)
        VERIFY_OK(one(monday + time));
    VERIFY_OK(one(monday + 23h + 30min)); // 40 min after the one before
    QVERIFY(days().isEmpty());
    VERIFY_OK(one(monday + 24h + 5min)); // Tuesday, 35 min after it
    QCOMPARE(days(), QList<Milliseconds>({40min}));
    VERIFY_OK(one(monday + 22h)); // late, and again
    VERIFY_OK(one(monday + 24h + 5min));
    VERIFY_OK(hear(monday + 21h, monday + 24h + 15min, 3h)); // an old one among new ones
    VERIFY_OK(hear(monday + 24h + 20min, monday + 25h, 20min)); // several at once
    VERIFY_OK(one(monday + 48h + 1s)); // Wednesday
    QCOMPARE(days(), QList<Milliseconds>({35min, 40min}));
    VERIFY_OK(one(monday + 96h)); // Friday: nothing was heard in between
    QCOMPARE(days(), QList<Milliseconds>({23h + 1s, 35min, 40min}));
    VERIFY_OK(one(monday + 24h * 40)); // more than six digits of seconds can say
    for (int day = 41; day < 50; ++day) {
        VERIFY_OK(one(monday + 24h * day));
        if (day == 41)
            QCOMPARE(days().first(), Milliseconds(999'999s));
    }
    QCOMPARE(days(), QList<Milliseconds>(domain::kRhythmDays, 24h));
}

void TestDeviceStore::givesTheLastHeard()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_OK(store.setType(DevEui(9), text("browan"), kNow)); // never heard
    QList<DeviceHeard> heard;
    for (int n = 1; n <= 4; ++n)
        heard.append({.devEui = DevEui(quint64(n)),
                      .lastHeard = kNow - std::chrono::minutes(n % 3),
                      .uplinks = 1});
    VERIFY_OK(store.touch(heard, kNow));
    const auto last = store.heardLast(3);
    VERIFY_OK(last);
    QCOMPARE(*last, QList<DevEui>({DevEui(3), DevEui(1), DevEui(4)}));
}

void TestDeviceStore::setsTypes()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_OK(store.setType(kEui, text("browan_tabs"), kNow)); // never heard: makes the row
    Device expected;
    expected.devEui = kEui;
    expected.typeSetting = text("browan_tabs");
    expected.firstHeard = kNow;
    QVERIFY(store.find(kEui).valueOr({}) == expected);
    VERIFY_OK(store.touch({fullHeard()}, kNow + Milliseconds(1)));
    VERIFY_OK(store.setType(kEui, text("heltec"), kNow + Milliseconds(2)));
    expected = deviceOf(fullHeard(), kNow);
    expected.typeSetting = text("heltec");
    QVERIFY(store.find(kEui).valueOr({}) == expected);
    VERIFY_OK(store.setType(kEui, QString(), kNow));
    QVERIFY(store.find(kEui).valueOr(expected).typeSetting.isEmpty());
}

void TestDeviceStore::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    DeviceHeard heard = fullHeard();
    heard.name = heard.profileName = heard.gatewayId = words;
    heard.resolvedType = words.left(40);
    const DeviceHeard plain{.devEui = DevEui(1), .name = text("aXb % 100 ! \\")};
    VERIFY_OK(store.touch({heard, plain}, kNow));
    QVERIFY(store.find(kEui).valueOr({}) == deviceOf(heard, kNow));
    const auto page = store.list({.text = words});
    VERIFY_OK(page);
    QCOMPARE(page->total, 1);
    QCOMPARE(page->rows[0].name, words);
    VERIFY_OK(store.setType(kEui, words.left(40), kNow));
    QCOMPARE(store.find(kEui).valueOr({}).typeSetting, words.left(40));
    VERIFY_OK(store.touch({heard}, kNow)); // again, as an update
    QCOMPARE(store.find(kEui).valueOr({}).name, words);
    QCOMPARE(store.find(DevEui(1)).valueOr({}).name, plain.name);
}

void TestDeviceStore::refusesNullCharacters()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    auto transaction = Transaction::begin(db);
    VERIFY_OK(transaction);
    const auto touched = store.touch(
        {fullHeard(), {.devEui = DevEui(1), .name = text("a") + QChar::Null + text("b")}}, kNow);
    VERIFY_ERROR(touched, "DATABASE_ERROR");
    QCOMPARE(failureKind(touched.error()), FailureKind::Data);
    VERIFY_ERROR(transaction->commit(), "DATABASE_ERROR");
}

/// So many new ones an hour that no space names.
void TestDeviceStore::boundsStrangers()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    const auto range = [](qint64 from, qint64 count) {
        QList<DevEui> devices;
        for (qint64 n = from; n < from + count; ++n)
            devices.append(DevEui(quint64(n)));
        return devices;
    };
    const auto hear = [&](const QList<DevEui> &devices, UtcTime time) {
        QList<DeviceHeard> heard;
        for (const DevEui device : devices)
            heard.append({.devEui = device, .lastHeard = time, .uplinks = 1});
        return transact(db, [&] { return store.touch(heard, time); });
    };
    const qint64 bound = domain::IntakeBounds().strangersAnHour;
    QVERIFY(store.beyondBound(range(1, bound), kNow).valueOr({kEui}).isEmpty());
    VERIFY_OK(hear(range(1, bound), kNow));
    QVERIFY(store.beyondBound(range(1, bound), kNow).valueOr({kEui}).isEmpty()); // known
    QCOMPARE(store.beyondBound(range(bound, 3), kNow).valueOr({}).size(), 2);
    QVERIFY(
        store.beyondBound(range(bound, 3), kNow + std::chrono::hours(1)).valueOr({kEui}).isEmpty());
    // What a space names does not count.
    domain::Space space = makeSpace(firstSite(db), text("A-1"));
    space.sensorEui = DevEui(1);
    VERIFY_OK(SpaceStore(db).create(space, kNow));
    QCOMPARE(store.beyondBound(range(bound, 3), kNow).valueOr({}).size(), 1);
}

void TestDeviceStore::forgetsUnassigned()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    const UtcTime later = kNow + std::chrono::hours(2);
    const DevEui old(1), heard(2), bound(3), typed(4);
    VERIFY_OK(store.touch({{.devEui = old, .lastHeard = kNow},
                           {.devEui = heard, .lastHeard = later},
                           {.devEui = bound, .lastHeard = kNow},
                           {.devEui = typed, .lastHeard = kNow}},
                          kNow));
    VERIFY_OK(store.setType(typed, text("browan_tabs"), kNow));
    domain::Space space = makeSpace(firstSite(db), text("A-1"));
    space.displayEui = bound;
    VERIFY_OK(SpaceStore(db).create(space, kNow));
    RemarkStore remarks(db);
    VERIFY_OK(remarks.count(
        {{old, domain::Remark::NoSpace, 1, kNow}, {heard, domain::Remark::NoSpace, 1, kNow}}));
    QCOMPARE(store.forgetUnassigned(kNow + std::chrono::hours(1)).valueOr(-1), 1);
    VERIFY_ERROR(store.find(old), "RECORD_NOT_FOUND");
    QCOMPARE(store.list({}).valueOr({{}, -1}).total, 3);
    QCOMPARE(remarks.remarks({old, heard}).valueOr({}).size(), 1);
}

void TestDeviceStore::rollsBack()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    VERIFY_OK(store.touch({fullHeard()}, kNow));
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_OK(store.touch({fullHeard(), {.devEui = DevEui(1)}}, kNow));
        VERIFY_OK(store.setType(kEui, text("other"), kNow));
    }
    QVERIFY(store.find(kEui).valueOr({}) == deviceOf(fullHeard(), kNow));
    QCOMPARE(store.list({}).valueOr({{}, -1}).total, 1);
}

PARKING_TEST(TestDeviceStore)
#include "tst_devicestore.moc"
