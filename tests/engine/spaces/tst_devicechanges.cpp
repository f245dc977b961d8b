// Whose devices are, and which are in use: all of it or nothing, and back.

#include "base/literals.h"
#include "engine/spaces/devicechanges.h"
#include "heardsensors.h"
#include "store/devicestore.h"
#include "store/fleetstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::Binding;
using domain::DevEui;
using domain::DeviceChange;
using domain::SpaceId;
using store::Dialect;

namespace {

const DevEui kFirst(0x58a0cb0000000001);
const DevEui kSecond(0x58a0cb0000000002);
const DevEui kThird(0x58a0cb0000000003);
const DevEui kLamp(0x2020200000000001);

} // namespace

class TestDeviceChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bindsAndUndoes_data() { test::TestDatabases::addRows(); }
    void bindsAndUndoes();
    void aDeviceLeavesItsFormerSpace_data() { test::TestDatabases::addRows(); }
    void aDeviceLeavesItsFormerSpace();
    void twoChangePlaces_data() { test::TestDatabases::addRows(); }
    void twoChangePlaces();
    void theOldSensorsWordEnds_data() { test::TestDatabases::addRows(); }
    void theOldSensorsWordEnds();
    void retiresAndBringsBack_data() { test::TestDatabases::addRows(); }
    void retiresAndBringsBack();
    void nothingIsHalfDone_data() { test::TestDatabases::addRows(); }
    void nothingIsHalfDone();
    void nobodyElsesWorkIsTakenBack_data() { test::TestDatabases::addRows(); }
    void nobodyElsesWorkIsTakenBack();

private:
    void open();
    SpaceId add(const QString &code, std::optional<DevEui> sensor);
    Binding bindingOf(const SpaceId &space);
    Result<DeviceChange> change(const DeviceChange &change,
                                const std::optional<DeviceChange> &expected = {});

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    const UtcTime m_now = systemNow();
};

void TestDeviceChanges::open()
{
    QFETCH(Dialect, dialect);
    auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    m_database = std::move(*opened);
}

SpaceId TestDeviceChanges::add(const QString &code, std::optional<DevEui> sensor)
{
    domain::Space space;
    space.id = SpaceId::create();
    space.siteId = store::SiteStore(*m_database).first().valueOr({}).id;
    space.code = code;
    space.name = code;
    space.sensorEui = sensor;
    return store::SpaceStore(*m_database).create(space, m_now) ? space.id : SpaceId();
}

Binding TestDeviceChanges::bindingOf(const SpaceId &id)
{
    const domain::Space space = store::SpaceStore(*m_database).find(id).valueOr({});
    return {space.sensorEui, space.displayEui};
}

Result<DeviceChange> TestDeviceChanges::change(const DeviceChange &change,
                                               const std::optional<DeviceChange> &expected)
{
    return store::transact(
        *m_database, [&] { return engine::changeDevices(*m_database, change, expected, m_now); });
}

void TestDeviceChanges::bindsAndUndoes()
{
    open();
    const SpaceId a = add(u"a"_s, std::nullopt);
    DeviceChange wanted;
    wanted.bindings.insert(a, {kFirst, kLamp});
    const auto before = change(wanted);
    VERIFY_OK(before);
    QCOMPARE(bindingOf(a), (Binding{kFirst, kLamp}));
    QCOMPARE(before->bindings.value(a), Binding());
    const auto again = change(*before);
    VERIFY_OK(again);
    QCOMPARE(bindingOf(a), Binding());
    QCOMPARE(*again, wanted); // the redo
}

void TestDeviceChanges::aDeviceLeavesItsFormerSpace()
{
    open();
    const SpaceId a = add(u"a"_s, kFirst);
    const SpaceId b = add(u"b"_s, kSecond);
    DeviceChange wanted;
    wanted.bindings.insert(a, {kSecond, {}});
    const auto before = change(wanted);
    VERIFY_OK(before);
    QCOMPARE(bindingOf(a).sensor, std::optional(kSecond));
    QVERIFY(!bindingOf(b).sensor);
    VERIFY_OK(change(*before));
    QCOMPARE(bindingOf(a).sensor, std::optional(kFirst));
    QCOMPARE(bindingOf(b).sensor, std::optional(kSecond));
}

void TestDeviceChanges::twoChangePlaces()
{
    open();
    const SpaceId a = add(u"a"_s, kFirst);
    const SpaceId b = add(u"b"_s, kSecond);
    DeviceChange wanted;
    wanted.bindings.insert(a, {kSecond, {}});
    wanted.bindings.insert(b, {kFirst, {}});
    VERIFY_OK(change(wanted));
    QCOMPARE(bindingOf(a).sensor, std::optional(kSecond));
    QCOMPARE(bindingOf(b).sensor, std::optional(kFirst));
}

/// The space keeps its row, and so its history; what its former sensor said holds no more.
void TestDeviceChanges::theOldSensorsWordEnds()
{
    open();
    const SpaceId a = add(u"a"_s, kFirst);
    const domain::Space space = store::SpaceStore(*m_database).find(a).valueOr({});
    VERIFY_OK(test::hearSensors(*m_database, {space}, m_now));
    const auto wordOf = [this, a] {
        return m_database
            ->count(u"SELECT count(*) FROM spaces WHERE sensor_state IS NOT NULL AND id = :id"_s,
                    {{u"id"_s, a.toString()}})
            .valueOr(-1);
    };
    QCOMPARE(wordOf(), qint64(1));
    DeviceChange same;
    same.bindings.insert(a, {kFirst, kLamp});
    VERIFY_OK(change(same));
    QCOMPARE(wordOf(), qint64(1)); // another lamp is no other sensor
    DeviceChange wanted;
    wanted.bindings.insert(a, {kSecond, kLamp});
    VERIFY_OK(change(wanted));
    QCOMPARE(wordOf(), qint64(0));
}

void TestDeviceChanges::retiresAndBringsBack()
{
    open();
    const SpaceId a = add(u"a"_s, kFirst);
    domain::DeviceHeard heard{.devEui = kFirst};
    heard.lastHeard = m_now;
    heard.uplinks = 1;
    VERIFY_OK(store::DeviceStore(*m_database).touch({heard}, m_now));
    DeviceChange wanted;
    wanted.bindings.insert(a, {});
    wanted.retired.insert(kFirst, m_now);
    const auto before = change(wanted);
    VERIFY_OK(before);
    QVERIFY(!bindingOf(a).sensor);
    const auto fleet = store::fleet(*m_database);
    VERIFY_OK(fleet);
    QCOMPARE(fleet->first().retiredAt.has_value(), true);
    VERIFY_OK(change(*before));
    QCOMPARE(bindingOf(a).sensor, std::optional(kFirst));
    QVERIFY(!store::fleet(*m_database).valueOr({}).first().retiredAt);
}

void TestDeviceChanges::nothingIsHalfDone()
{
    open();
    const SpaceId a = add(u"a"_s, kFirst);
    DeviceChange wanted;
    wanted.bindings.insert(a, {kSecond, {}});
    wanted.retired.insert(kThird, m_now); // nobody heard it
    VERIFY_ERROR(change(wanted), "RECORD_NOT_FOUND");
    QCOMPARE(bindingOf(a).sensor, std::optional(kFirst));
    wanted.retired.clear();
    wanted.bindings.insert(SpaceId::create(), {});
    VERIFY_ERROR(change(wanted), "RECORD_NOT_FOUND");
    QCOMPARE(bindingOf(a).sensor, std::optional(kFirst));
}

void TestDeviceChanges::nobodyElsesWorkIsTakenBack()
{
    open();
    const SpaceId a = add(u"a"_s, kFirst);
    DeviceChange mine;
    mine.bindings.insert(a, {kSecond, {}});
    const auto before = change(mine);
    VERIFY_OK(before);
    DeviceChange others;
    others.bindings.insert(a, {kThird, {}});
    VERIFY_OK(change(others));
    VERIFY_ERROR(change(*before, mine), "CHANGED_MEANWHILE");
    QCOMPARE(bindingOf(a).sensor, std::optional(kThird));
    VERIFY_OK(change(*before, others));
}

PARKING_TEST(TestDeviceChanges)
#include "tst_devicechanges.moc"
