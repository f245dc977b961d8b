// Finding devices and the spaces that they belong to, on both engines.

#include "store/devicestore.h"
#include "store/spacestore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Device;
using domain::DeviceHeard;
using domain::DeviceKind;
using domain::Space;

namespace {

const DevEui kEui(0x58a0cb000011f2a3);

QString euis(const Result<domain::Page<Device>> &page)
{
    if (!page)
        return page.error().detail;
    QStringList list;
    for (const Device &device : page->rows)
        list.append(QString::number(device.devEui.value(), 16));
    return list.join(u' ');
}

} // namespace

class TestDeviceList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bindsDevices_data() { TestDatabases::addRows(); }
    void bindsDevices();
    void filters_data();
    void filters();
    void listsEachDeviceOnce_data() { TestDatabases::addRows(); }
    void listsEachDeviceOnce();
    void pages_data() { TestDatabases::addRows(); }
    void pages();

private:
    TestDatabases m_databases;
};

void TestDeviceList::bindsDevices()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    SpaceStore spaces(db);
    QVERIFY(store.bindings().valueOr({{kEui, {}}}).isEmpty());
    Space first = makeSpace(firstSite(db), text("a"));
    first.sensorEui = DevEui(1);
    first.displayEui = DevEui(2);
    Space deleted = makeSpace(first.siteId, text("b"));
    deleted.sensorEui = DevEui(3);
    VERIFY_OK(spaces.createMany({first, deleted}, kNow));
    VERIFY_OK(spaces.softDelete(deleted.id, kNow));
    VERIFY_OK(store.setType(DevEui(1), text("browan_tabs"), kNow));
    VERIFY_OK(store.touch({{.devEui = DevEui(4)}}, kNow));
    const auto found = store.bindings();
    VERIFY_OK(found);
    QCOMPARE(found->size(), 3); // the sensor, the display that was never heard, the unassigned one
    const DeviceBinding sensor = found->value(DevEui(1));
    QCOMPARE(sensor.typeSetting, text("browan_tabs"));
    QVERIFY(sensor.sensorOf == first.id && !sensor.displayOf);
    const DeviceBinding display = found->value(DevEui(2));
    QVERIFY(display.displayOf == first.id && !display.sensorOf);
    QVERIFY(found->contains(DevEui(4)) && !found->value(DevEui(4)).sensorOf);
    QVERIFY(store.find(DevEui(1)).valueOr({}).spaceId == first.id);
    QVERIFY(!store.find(DevEui(4)).valueOr({}).spaceId);
}

void TestDeviceList::filters_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("unassigned");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("expected");
    const auto both = [](const char *name, int kind, bool unassigned, const char *words,
                         const char *expected) {
        QTest::addRow("sqlite: %s", name)
            << Dialect::Sqlite << kind << unassigned << text(words) << text(expected);
        QTest::addRow("postgres: %s", name)
            << Dialect::Postgres << kind << unassigned << text(words) << text(expected);
    };
    const int sensor = int(DeviceKind::Sensor);
    both("nothing asked", -1, false, "", "a1 a2 a3 b4 b5");
    both("sensors", sensor, false, "", "a1 a2 a3");
    both("displays", int(DeviceKind::Display), false, "", "b4");
    both("gateways", int(DeviceKind::Gateway), false, "", "b5");
    both("unassigned", -1, true, "", "a2 a3 b5");
    both("unassigned sensors", sensor, true, "", "a2 a3");
    both("part of the EUI", -1, false, "0A", "a1 a2 a3");
    both("part of the name", -1, false, "éTAGE", "a2 b4");
    both("all", sensor, true, "étage", "a2");
    both("a pattern is a text", -1, false, "a_", "");
    both("nothing fits", -1, false, "xyz", "");
}

void TestDeviceList::filters()
{
    QFETCH(int, kind);
    QFETCH(bool, unassigned);
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    Space space = makeSpace(firstSite(db), text("a"));
    space.sensorEui = DevEui(0xa1);
    space.displayEui = DevEui(0xb4);
    VERIFY_OK(SpaceStore(db).create(space, kNow));
    Space deleted = makeSpace(space.siteId, text("b"));
    deleted.sensorEui = DevEui(0xa2);
    VERIFY_OK(SpaceStore(db).create(deleted, kNow));
    VERIFY_OK(SpaceStore(db).softDelete(deleted.id, kNow));
    VERIFY_OK(store.touch(
        {{.devEui = DevEui(0xa1), .name = text("ground")},
         {.devEui = DevEui(0xb5), .kind = DeviceKind::Gateway},
         {.devEui = DevEui(0xa2), .name = text("1er Étage")},
         {.devEui = DevEui(0xa3)},
         {.devEui = DevEui(0xb4), .kind = DeviceKind::Display, .name = text("étage 2")}},
        kNow));
    domain::DeviceFilter filter{.unassignedOnly = unassigned, .text = words};
    if (kind >= 0)
        filter.kind = DeviceKind(kind);
    const auto page = store.list(filter);
    QTEST(euis(page), "expected");
    QCOMPARE(page->total, page->rows.size());
}

/// One device may be the sensor of a space and the display of another.
void TestDeviceList::listsEachDeviceOnce()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    Space first = makeSpace(firstSite(db), text("a"));
    Space second = makeSpace(first.siteId, text("b"));
    first.sensorEui = second.displayEui = kEui;
    VERIFY_OK(SpaceStore(db).createMany({first, second}, kNow));
    VERIFY_OK(store.touch({{.devEui = kEui}}, kNow));
    const auto page = store.list({});
    VERIFY_OK(page);
    QCOMPARE(page->total, 1);
    QCOMPARE(page->rows.size(), 1);
    QVERIFY(page->rows[0].spaceId == first.id); // the sensor's space
    QVERIFY(store.find(kEui).valueOr({}).spaceId == page->rows[0].spaceId);
}

void TestDeviceList::pages()
{
    OPEN_ROW_DATABASE(db);
    DeviceStore store(db);
    QList<DeviceHeard> heard;
    for (quint64 eui = 0x19; eui >= 0x10; --eui)
        heard.append({.devEui = DevEui(eui)});
    VERIFY_OK(store.touch(heard, kNow));
    QCOMPARE(euis(store.list({}, {.limit = 4, .offset = 0})), text("10 11 12 13"));
    QCOMPARE(euis(store.list({}, {.limit = 4, .offset = 8})), text("18 19"));
    const auto beyond = store.list({.text = text("001")}, {.limit = 1, .offset = 10});
    QCOMPARE(euis(beyond), QString());
    QCOMPARE(beyond->total, 10);
    VERIFY_ERROR(store.list({}, {.limit = 0}), "VALIDATION_ERROR");
    VERIFY_ERROR(store.list({}, {.limit = 1001}), "VALIDATION_ERROR");
    VERIFY_ERROR(store.list({}, {.limit = 1, .offset = -1}), "VALIDATION_ERROR");
}

PARKING_TEST(TestDeviceList)
#include "tst_devicelist.moc"
