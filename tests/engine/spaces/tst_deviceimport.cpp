// Devices from a CSV file: what changes, what is refused, and that an export changes nothing.

#include "base/csv.h"
#include "base/literals.h"
#include "engine/spaces/devicechanges.h"
#include "engine/spaces/deviceimport.h"
#include "engine/spaces/listedimport.h"
#include "store/devicestore.h"
#include "store/fleetstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

#include <ctime>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::DeviceKind;
using domain::FleetDevice;
using domain::ImportResult;
using engine::DevicePlan;
using store::Dialect;

namespace {

const DevEui kSensor(0x58a0cb0000001c07);
const DevEui kOther(0x58a0cb0000002a51);
const DevEui kLamp(0x2020200000017f24);
const DevEui kFresh(0x58a0cb0000009999);
constexpr UtcTime kNow = fromMillis(1'789'394'556'000);

domain::Space space(const QString &code)
{
    domain::Space made;
    made.id = domain::SpaceId::create();
    made.code = code;
    made.name = code;
    return made;
}

FleetDevice device(DevEui eui, const QString &name, const domain::Space *at = nullptr,
                   DeviceKind kind = DeviceKind::Sensor)
{
    FleetDevice d;
    d.device.devEui = eui;
    d.device.kind = kind;
    d.device.name = name;
    d.device.resolvedType = kind == DeviceKind::Display ? u"kuando_busylight"_s : u"browan_tabs"_s;
    d.device.lastHeard = kNow;
    if (at) {
        d.device.spaceId = at->id;
        d.place.code = at->code;
    }
    return d;
}

/// Gives what stood before.
Result<domain::DeviceChange> carryOut(store::Database &database, const DevicePlan &plan)
{
    return store::transact(database, [&] {
        return engine::changeDevices(database, plan.change, plan.before, kNow, u"ann"_s);
    });
}

} // namespace

class tst_DeviceImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onlyWhatDiffersChanges();
    void problemsAreToldWithTheirLine_data();
    void problemsAreToldWithTheirLine();
    void filesThatAreNoneAreRefused_data();
    void filesThatAreNoneAreRefused();
    void twoSensorsMayChangePlaces();
    void anExportChangesNothing();
    void namesOfSpacesBind();
    void aNameThatTwoHaveBindsNone();
    void aListIsWritten_data() { test::TestDatabases::addRows(); }
    void aListIsWritten();
    void allOrNothingIsWritten_data() { test::TestDatabases::addRows(); }
    void allOrNothingIsWritten();
    void onlyWhatWasSeenIsWritten_data();
    void onlyWhatWasSeenIsWritten();
    void manyCostWhatTheirRowsCost_data() { test::TestDatabases::addRows(); }
    void manyCostWhatTheirRowsCost();

private:
    Result<DevicePlan> plan(const QByteArray &csv) const
    {
        return engine::planDevices(csv, m_devices, m_spaces);
    }

    QList<domain::Space> m_spaces;
    QList<FleetDevice> m_devices;
    test::TestDatabases m_databases;
};

void tst_DeviceImport::init()
{
    m_spaces = {space(u"G-001"_s), space(u"G-002"_s)};
    m_spaces[0].sensorEui = kSensor;
    m_devices = {device(kSensor, u"Entrance"_s, &m_spaces[0]), device(kOther, u"Second"_s),
                 device(kLamp, u"Lamp"_s, nullptr, DeviceKind::Display)};
}

void tst_DeviceImport::onlyWhatDiffersChanges()
{
    const DevEui gone(0x58a0cb0000008888); // of which the file says nothing
    m_spaces.append(space(u"G-003"_s));
    m_spaces[2].sensorEui = gone;
    const auto made = plan("dev_eui;name;type;space\n"
                           "58a0cb0000001c07;Entrance;browan_tabs;G-001\n" // as it is
                           "58A0CB-0000002A51;By the ramp;;G-002\n"
                           "2020200000017f24;;heltec_status;G-002\n"
                           "58a0cb0000009999;New one;browan_tabs;G-003\n");
    VERIFY_OK(made);
    VERIFY_OK(made->result.isGood() ? Result<>() : Result<>(Error{u"X"_s, u"problems"_s}));
    QCOMPARE(made->result.unchanged, 1);
    QCOMPARE(made->result.updated, 2);
    QCOMPARE(made->result.created, 1);
    QCOMPARE(made->change.names.value(kOther), u"By the ramp"_s);
    QVERIFY(!made->change.names.contains(kLamp)); // an empty name leaves what is there
    QCOMPARE(made->change.types.value(kLamp), u"heltec_status"_s);
    QVERIFY(!made->change.types.contains(kOther)); // nobody chose one
    const domain::Binding second = made->change.bindings.value(m_spaces[1].id);
    QVERIFY(second.sensor == kOther && second.display == kLamp);
    QVERIFY(made->change.bindings.value(m_spaces[2].id).sensor == kFresh);
    QVERIFY(!made->change.bindings.contains(m_spaces[0].id));
    bool isToldWhoGoes = false;
    for (const domain::ImportChange &change : made->result.changes) {
        for (const auto &one : change.differences)
            isToldWhoGoes =
                isToldWhoGoes || (one.column == u"replaces" && one.after == gone.toString());
    }
    QVERIFY(isToldWhoGoes);
}

void tst_DeviceImport::problemsAreToldWithTheirLine_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QString>("words");
    QTest::newRow("no EUI") << QByteArray("xyz,,,\n") << u"is no DevEUI"_s;
    QTest::newRow("twice") << QByteArray("58a0cb0000001c07,,,\n58a0cb0000001c07,,,\n")
                           << u"stands at line 2"_s;
    QTest::newRow("no such space") << QByteArray("58a0cb0000002a51,,,G-009\n") << u"G-009"_s;
    QTest::newRow("no such type") << QByteArray("58a0cb0000002a51,,toaster,\n")
                                  << u"no device type"_s;
    QTest::newRow("a lamp's type for a sensor")
        << QByteArray("58a0cb0000002a51,,kuando_busylight,\n") << u"of a display"_s;
    QTest::newRow("two for one space")
        << QByteArray("58a0cb0000002a51,,,G-002\n58a0cb0000009999,,,G-002\n")
        << u"line 2 binds a sensor"_s;
    QTest::newRow("a space for two, one of which hangs there already")
        << QByteArray("58a0cb0000002a51,,,G-001\n58a0cb0000001c07,,,G-001\n")
        << u"line 2 binds a sensor"_s;
    QTest::newRow("the same, the other way round")
        << QByteArray("58a0cb0000001c07,,,G-001\n58a0cb0000002a51,,,G-001\n")
        << u"line 2 binds a sensor"_s;
    QTest::newRow("never heard and of no space")
        << QByteArray("58a0cb0000009999,Name,,\n") << u"never heard"_s;
    QTest::newRow("a bell in the name")
        << QByteArray("58a0cb0000002a51,a\x07,,\n") << u"printable"_s;
    QTest::newRow("a name without end") << "58a0cb0000002a51," + QByteArray(101, 'a') + ",,\n"
                                        << u"100"_s;
}

void tst_DeviceImport::problemsAreToldWithTheirLine()
{
    QFETCH(QByteArray, rows);
    QFETCH(QString, words);
    const auto made = plan("dev_eui,name,type,space\n" + rows);
    VERIFY_OK(made);
    QCOMPARE(made->result.problems.size(), 1);
    QVERIFY2(made->result.problems[0].text.contains(words),
             qPrintable(made->result.problems[0].text));
    QCOMPARE(made->result.problems[0].line, int(1 + rows.count('\n')));
}

void tst_DeviceImport::filesThatAreNoneAreRefused_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no EUIs") << QByteArray("name,space\nx,y\n");
    QTest::newRow("a column nobody knows") << QByteArray("dev_eui,colour\n");
    QTest::newRow("a column twice") << QByteArray("dev_eui,name,name\n");
    QTest::newRow("not UTF-8") << QByteArray("dev_eui\n\xff\xfe\n");
}

void tst_DeviceImport::filesThatAreNoneAreRefused()
{
    QFETCH(QByteArray, csv);
    const auto made = plan(csv);
    QVERIFY(!made);
    QCOMPARE(made.error().code, u"BAD_CSV"_s);
}

void tst_DeviceImport::twoSensorsMayChangePlaces()
{
    m_spaces[1].sensorEui = kOther;
    m_devices[1] = device(kOther, u"Second"_s, &m_spaces[1]);
    const auto made = plan("dev_eui,space\n58a0cb0000001c07,G-002\n58a0cb0000002a51,G-001\n");
    VERIFY_OK(made);
    QVERIFY(made->result.isGood());
    QVERIFY(made->change.bindings.value(m_spaces[0].id).sensor == kOther);
    QVERIFY(made->change.bindings.value(m_spaces[1].id).sensor == kSensor);
    const auto freed = plan("dev_eui,space\n58a0cb0000001c07,\n");
    VERIFY_OK(freed);
    QVERIFY(!freed->change.bindings.value(m_spaces[0].id).sensor);
}

/// Whatever names and codes are, also those that a spreadsheet would run.
void tst_DeviceImport::anExportChangesNothing()
{
    m_devices[0].device.name = u"=HYPERLINK(\"http://x\",\"a;b\")"_s;
    m_devices[1].device.name = u"'+quoted, \"twice\""_s;
    m_devices[2].device.typeSetting = u"heltec_status"_s; // chosen since it was heard
    const QByteArray csv = engine::csvOf(m_devices);
    const auto records = parseCsv(csv);
    VERIFY_OK(records);
    QVERIFY(records->at(1).fields[2].startsWith(u"'="));
    const auto made = plan(csv);
    VERIFY_OK(made);
    QVERIFY(made->result.isGood());
    QCOMPARE(made->result.unchanged, 3);
    QVERIFY(made->change.isEmpty());
}

void tst_DeviceImport::namesOfSpacesBind()
{
    const QString free = m_spaces[1].code;
    const QString taken = m_spaces[0].code;
    m_spaces[0].sensorEui = kSensor;
    m_spaces[1].sensorEui.reset();
    m_spaces[1].displayEui.reset();
    const DevEui strange(0x70b3d57ed0001234);
    const DevEui lamp(0x70b3d57ed0007f24); // its DevEUI tells nothing
    QList<domain::ListedDevice> listed{{kSensor, u"Another name"_s, u"tabs"_s},
                                       {kOther, u" "_s + free.toLower(), {}},
                                       {lamp, free, u"kuando_busylight"_s},
                                       {kFresh, taken, {}},
                                       {strange, free, u"water meter"_s}};
    QList<FleetDevice> devices{device(kSensor, {}, &m_spaces[0]), device(kOther, {})};
    const DevicePlan plan = engine::planListed(listed, devices, m_spaces);
    QCOMPARE(plan.change.bindings.size(), 1);
    QCOMPARE(plan.change.bindings.value(m_spaces[1].id), (domain::Binding{kOther, lamp}));
    QCOMPARE(plan.change.types, (QHash<DevEui, QString>{{lamp, u"kuando_busylight"_s}}));
    QVERIFY(plan.change.names.isEmpty());
    QCOMPARE(plan.result.updated, 1); // was heard before
    QCOMPARE(plan.result.created, 1);
    QCOMPARE(plan.result.unchanged, 1); // it has a space
    QCOMPARE(plan.result.leftOut, 2); // the place is taken; nobody knows what it is
    // Two spaces that differ in case alone: the name means neither.
    m_spaces.append(space(free.toLower()));
    QVERIFY(engine::planListed(listed, devices, m_spaces).change.isEmpty());
    m_spaces.removeLast();
    // Who is out of use stays so.
    devices[1].retiredAt = kNow;
    QVERIFY(!engine::planListed(listed, devices, m_spaces)
                 .change.bindings.value(m_spaces[1].id)
                 .sensor);
}

/// An administrator's key may show two car parks that name their spaces alike.
void tst_DeviceImport::aNameThatTwoHaveBindsNone()
{
    m_spaces[1].sensorEui.reset();
    const DevicePlan plan = engine::planListed(
        {{kOther, m_spaces[1].code, u"tabs"_s}, {kFresh, m_spaces[1].code, u"tabs"_s}},
        {device(kOther, {})}, m_spaces);
    QVERIFY(plan.change.isEmpty());
    QCOMPARE(plan.result.twice, 2);
}

void tst_DeviceImport::aListIsWritten()
{
    QFETCH(Dialect, dialect);
    test::TestDatabases databases;
    const Result<QString> url = databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto opened = store::Database::open({.url = *url});
    VERIFY_OK(opened);
    store::Database &database = **opened;
    const Result<domain::Site> site = store::SiteStore(database).first();
    VERIFY_OK(site);
    domain::Space made = space(u"B1-007"_s);
    made.siteId = site->id;
    VERIFY_OK(store::SpaceStore(database).createMany({made}, kNow));
    const QList<domain::ListedDevice> listed{{kFresh, u"B1-007"_s, u"tabs"_s},
                                             {kOther, u"in a box"_s, {}}};
    const auto plan = engine::planListed(database, listed);
    VERIFY_OK(plan);
    QCOMPARE(plan->result.created, 1);
    QVERIFY(store::fleet(database)->isEmpty());
    VERIFY_OK(carryOut(database, *plan));
    const auto fleet = store::fleet(database);
    VERIFY_OK(fleet);
    QCOMPARE(fleet->size(), 1); // nothing is kept of one that may never be heard here
    QCOMPARE(fleet->first().device.devEui, kFresh);
    QCOMPARE(fleet->first().place.code, u"B1-007"_s);
    QCOMPARE(domain::deviceState(fleet->first(), kNow), domain::DeviceState::NeverHeard);
    const auto again = engine::planListed(database, listed);
    VERIFY_OK(again);
    QVERIFY(again->change.isEmpty());
}

void tst_DeviceImport::allOrNothingIsWritten()
{
    QFETCH(Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto opened = store::Database::open({.url = *url});
    VERIFY_OK(opened);
    store::Database &database = **opened;
    const Result<domain::Site> site = store::SiteStore(database).first();
    VERIFY_OK(site);
    for (domain::Space &one : m_spaces)
        one.siteId = site->id;
    VERIFY_OK(store::SpaceStore(database).createMany(m_spaces, kNow));
    domain::DeviceHeard heard{.devEui = kOther, .name = u"from ChirpStack"_s};
    heard.lastHeard = kNow;
    heard.uplinks = 1;
    VERIFY_OK(store::DeviceStore(database).touch({heard}, kNow));
    const QByteArray csv = "dev_eui,name,type,space,kind\n"
                           "58a0cb0000002a51,By the ramp,browan_tabs,G-002,\n"
                           "2020200000017f24,Its lamp,kuando_busylight,G-002,display\n";
    const auto named = [&](DevEui eui) {
        const auto all = store::fleet(database);
        for (const FleetDevice &d : all.valueOr({})) {
            if (d.device.devEui == eui)
                return d;
        }
        return FleetDevice();
    };
    const auto plan = engine::planDevices(database, csv);
    VERIFY_OK(plan);
    QCOMPARE(plan->result.created, 1);
    QCOMPARE(plan->result.updated, 1);
    QCOMPARE(named(kOther).device.name, u"from ChirpStack"_s); // nothing is written yet
    const auto before = carryOut(database, *plan);
    VERIFY_OK(before);
    QCOMPARE(named(kOther).device.name, u"By the ramp"_s);
    QCOMPARE(named(kOther).device.typeSetting, u"browan_tabs"_s);
    QCOMPARE(named(kOther).place.code, u"G-002"_s);
    QCOMPARE(named(kLamp).place.code, u"G-002"_s);
    QCOMPARE(named(kLamp).device.name, u"Its lamp"_s);
    // The next uplink brings ChirpStack's name again: people's stays.
    heard.lastHeard = kNow + 1min;
    VERIFY_OK(store::DeviceStore(database).touch({heard}, kNow + 1min));
    QCOMPARE(named(kOther).device.name, u"By the ramp"_s);
    const auto bad = engine::planDevices(
        database, "dev_eui,name,space\n58a0cb0000002a51,Third,\n58a0cb0000009999,x,\n");
    VERIFY_OK(bad);
    QVERIFY(!bad->result.isGood());
    // Taken back: as if nobody had imported anything.
    const DevicePlan undo{*before, plan->change, {}};
    VERIFY_OK(carryOut(database, undo));
    QCOMPARE(named(kOther).device.name, u"from ChirpStack"_s);
    QCOMPARE(named(kOther).device.typeSetting, QString());
    QCOMPARE(named(kOther).place.code, QString());
    QCOMPARE(store::fleet(database)->size(), 2); // kSensor is a space's
    VERIFY_OK(carryOut(database, *plan)); // and done again
    QCOMPARE(named(kLamp).device.name, u"Its lamp"_s);
    QCOMPARE(named(kLamp).place.code, u"G-002"_s);
}

/// What was shown is what is written: where somebody decided otherwise meanwhile, nothing is.
void tst_DeviceImport::onlyWhatWasSeenIsWritten_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("others");
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgres}) {
        const char *where = dialect == Dialect::Sqlite ? "SQLite" : "PostgreSQL";
        QTest::addRow("%s: the space has another sensor", where)
            << dialect << QByteArray("dev_eui,space\n58a0cb0000009999,G-002\n");
        QTest::addRow("%s: the sensor hangs elsewhere", where)
            << dialect << QByteArray("dev_eui,space\n58a0cb0000002a51,G-003\n");
        QTest::addRow("%s: it has another name", where)
            << dialect << QByteArray("dev_eui,name\n58a0cb0000002a51,Theirs\n");
        QTest::addRow("%s: it is read otherwise", where)
            << dialect << QByteArray("dev_eui,type\n58a0cb0000002a51,chirpstack_object\n");
    }
}

void tst_DeviceImport::onlyWhatWasSeenIsWritten()
{
    QFETCH(Dialect, dialect);
    QFETCH(QByteArray, others);
    const auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    store::Database &database = **opened;
    const Result<domain::Site> site = store::SiteStore(database).first();
    VERIFY_OK(site);
    m_spaces.append(space(u"G-003"_s));
    for (domain::Space &one : m_spaces)
        one.siteId = site->id;
    VERIFY_OK(store::SpaceStore(database).createMany(m_spaces, kNow));
    domain::DeviceHeard heard{.devEui = kOther, .name = u"from ChirpStack"_s};
    heard.lastHeard = kNow;
    heard.uplinks = 1;
    VERIFY_OK(store::DeviceStore(database).touch({heard}, kNow));
    const auto plan = engine::planDevices(
        database, "dev_eui,name,type,space\n58a0cb0000002a51,Mine,browan_tabs,G-002\n");
    VERIFY_OK(plan);
    const auto theirs = engine::planDevices(database, others);
    VERIFY_OK(theirs);
    QVERIFY(!theirs->change.isEmpty());
    VERIFY_OK(carryOut(database, *theirs));
    const auto standing = store::fleet(database);
    VERIFY_ERROR(carryOut(database, *plan), "CHANGED_MEANWHILE");
    QVERIFY(store::fleet(database).valueOr({}) == standing.valueOr({}));
    const auto again = engine::planDevices(
        database, "dev_eui,name,type,space\n58a0cb0000002a51,Mine,browan_tabs,G-002\n");
    VERIFY_OK(again);
    VERIFY_OK(carryOut(database, *again));
}

/// So long the station's thread does nothing else: by processor time, and against what it takes to
/// make the rows and to read them, so that no machine is too slow for it.
void tst_DeviceImport::manyCostWhatTheirRowsCost()
{
    QFETCH(Dialect, dialect);
    const auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    store::Database &database = **opened;
    const Result<domain::Site> site = store::SiteStore(database).first();
    VERIFY_OK(site);
    constexpr int kDevices = 10'000;
    QList<domain::Space> spaces;
    QList<domain::DeviceHeard> heard;
    QByteArray csv = "dev_eui,name,type,space\n";
    for (int i = 0; i < 2 * kDevices; ++i) {
        spaces.append(space(u"B1-%1"_s.arg(i)));
        spaces.last().siteId = site->id;
    }
    for (int i = 0; i < kDevices; ++i) {
        const DevEui eui(0x58a0cb0000100000 + quint64(i));
        spaces[kDevices + i].sensorEui = eui; // which moves down
        heard.append({.devEui = eui, .name = u"heard"_s});
        heard.last().lastHeard = kNow;
        heard.last().uplinks = 1;
        csv += eui.toString().toLatin1() + ",Sensor " + QByteArray::number(i) + ",browan_tabs,B1-"
            + QByteArray::number(i) + '\n';
    }
    const auto seconds = [](std::clock_t since) {
        return double(std::clock() - since) / CLOCKS_PER_SEC;
    };
    std::clock_t start = std::clock();
    VERIFY_OK(store::transact(database, [&]() -> Result<> {
        if (Result<> done = store::SpaceStore(database).createMany(spaces, kNow); !done)
            return done;
        return store::DeviceStore(database).touch(heard, kNow);
    }));
    const auto plan = engine::planDevices(database, csv);
    const double planned = seconds(start);
    VERIFY_OK(plan);
    QCOMPARE(plan->result.updated, kDevices);
    start = std::clock();
    VERIFY_OK(carryOut(database, *plan));
    const double written = seconds(start);
    QVERIFY2(written < 3 * planned,
             qPrintable(u"made and planned in %1 s, written in %2 s"_s.arg(planned).arg(written)));
    QVERIFY(engine::planDevices(database, csv)->change.isEmpty());
}

PARKING_TEST(tst_DeviceImport)
#include "tst_deviceimport.moc"
