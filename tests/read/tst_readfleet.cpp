// What is read of devices: their states, gateways, and pictures of their readings.

#include "base/literals.h"
#include "read/devicecharts.h"
#include "read/fleet.h"
#include "store/devicestore.h"
#include "store/fleetstore.h"
#include "store/readingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>
#include <QUuid>

using namespace parking;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::DeviceHeard;
using domain::DeviceState;
using store::Dialect;

namespace {

const DevEui kSensor(0x58a0cb0000000001);
const DevEui kSecond(0x58a0cb0000000002);
const DevEui kStranger(0x58a0cb0000000003);
const DevEui kLamp(0x2020200000000001);

} // namespace

class TestReadFleet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statesAndPlaces_data() { test::TestDatabases::addRows(); }
    void statesAndPlaces();
    void retiredOnesComeBack_data() { test::TestDatabases::addRows(); }
    void retiredOnesComeBack();
    void gatewaysThatAreAlone_data() { test::TestDatabases::addRows(); }
    void gatewaysThatAreAlone();
    void chartsKeepExtremesAndGaps_data() { test::TestDatabases::addRows(); }
    void chartsKeepExtremesAndGaps();
    void theFirstReadingBeginsAll_data() { test::TestDatabases::addRows(); }
    void theFirstReadingBeginsAll();
    void joinsLoseNothing_data() { test::TestDatabases::addRows(); }
    void joinsLoseNothing();
    void emptyRangesAreEmpty_data() { test::TestDatabases::addRows(); }
    void emptyRangesAreEmpty();
    void statusForecasts_data() { test::TestDatabases::addRows(); }
    void statusForecasts();
    void strangersHaveNoStatus_data() { test::TestDatabases::addRows(); }
    void strangersHaveNoStatus();

private:
    void open();
    domain::SpaceId addSpace(const QString &code, std::optional<DevEui> sensor,
                             std::optional<DevEui> display = {});
    void hear(DevEui device, UtcTime time, domain::DeviceKind kind = domain::DeviceKind::Sensor);
    domain::Reading reading(DevEui device, UtcTime time, quint32 fCnt) const;
    QString states(const QList<domain::FleetDevice> &devices) const;

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    const UtcTime m_now = fromMillis(1'789'394'556'000);
};

void TestReadFleet::open()
{
    QFETCH(Dialect, dialect);
    auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    m_database = std::move(*opened);
}

domain::SpaceId TestReadFleet::addSpace(const QString &code, std::optional<DevEui> sensor,
                                        std::optional<DevEui> display)
{
    domain::Space space;
    space.id = domain::SpaceId::create();
    space.siteId = store::SiteStore(*m_database).first().valueOr({}).id;
    space.code = code;
    space.name = code;
    space.building = u"North"_s;
    space.floor = u"B1"_s;
    space.sensorEui = sensor;
    space.displayEui = display;
    return store::SpaceStore(*m_database).create(space, m_now) ? space.id : domain::SpaceId();
}

void TestReadFleet::hear(DevEui device, UtcTime time, domain::DeviceKind kind)
{
    DeviceHeard heard{.devEui = device, .kind = kind, .resolvedType = u"browan_tabs"_s};
    heard.lastHeard = time;
    heard.firstHeard = time;
    heard.batteryVolt = 3.6;
    heard.rssiDbm = -101;
    heard.uplinks = 1;
    VERIFY_OK(store::DeviceStore(*m_database).touch({heard}, time));
}

domain::Reading TestReadFleet::reading(DevEui device, UtcTime time, quint32 fCnt) const
{
    domain::Reading r;
    r.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    r.devEui = device;
    r.time = time;
    r.receivedAt = time;
    r.fCnt = fCnt;
    r.dr = 5;
    r.batteryVolt = 3.6;
    r.payload = QByteArray(8, 'x');
    r.gateways = {{.gatewayId = u"aa"_s, .rssiDbm = -90, .snrDb = 7.5, .nsTime = {}}};
    r.gatewayId = u"aa"_s;
    return r;
}

QString TestReadFleet::states(const QList<domain::FleetDevice> &devices) const
{
    QStringList list;
    for (const domain::FleetDevice &d : devices)
        list.append(
            u"%1 %2 %3"_s.arg(d.device.devEui.toString().right(4), nameOf(d.state), d.place.code));
    list.sort();
    return list.join(u", "_s);
}

void TestReadFleet::statesAndPlaces()
{
    open();
    addSpace(u"a"_s, kSensor, kLamp);
    addSpace(u"b"_s, kSecond);
    addSpace(u"c"_s, DevEui(0xabc)); // nobody heard it
    hear(kSensor, m_now - 10min);
    hear(kSecond, m_now - 9h);
    hear(kStranger, m_now - 1min);
    hear(kLamp, m_now - 1min, domain::DeviceKind::Display);
    const auto all = read::fleet(*m_database, m_now);
    VERIFY_OK(all);
    QCOMPARE(states(*all),
             u"0001 active a, 0001 active a, 0002 silent b, 0003 new , "
             "0abc never_heard c"_s);
    const auto worst =
        read::fleetPage(*m_database, {.kind = domain::DeviceKind::Sensor}, {}, {.limit = 1}, m_now);
    VERIFY_OK(worst);
    QCOMPARE(worst->total, qint64(4));
    QCOMPARE(worst->rows.first().device.devEui, kSecond);
    QCOMPARE(worst->rows.first().place.building, u"North"_s);
    QVERIFY(worst->rows.first().battery == domain::BatteryLevel::Good);
    QVERIFY(worst->rows.first().signal == domain::SignalLevel::Fair);
    QCOMPARE(worst->counts.lamps, 1);
}

void TestReadFleet::retiredOnesComeBack()
{
    open();
    hear(kStranger, m_now - 90h);
    VERIFY_OK(store::setRetired(*m_database, {{kStranger, m_now}}));
    QCOMPARE(states(read::fleet(*m_database, m_now).valueOr({})), u"0003 retired "_s);
    // Somebody decided about it: upkeep does not forget it.
    QCOMPARE(store::DeviceStore(*m_database).forgetUnassigned(m_now).valueOr(-1), qint64(0));
    VERIFY_OK(store::setRetired(*m_database, {{kStranger, std::nullopt}}));
    QCOMPARE(states(read::fleet(*m_database, m_now).valueOr({})), u"0003 new "_s);
    QCOMPARE(store::DeviceStore(*m_database).forgetUnassigned(m_now).valueOr(-1), qint64(1));
}

void TestReadFleet::gatewaysThatAreAlone()
{
    open();
    addSpace(u"a"_s, kSensor);
    addSpace(u"b"_s, kSecond);
    hear(kSensor, m_now - 10min);
    hear(kSecond, m_now - 10min);
    domain::Reading both = reading(kSecond, m_now - 10min, 2);
    both.gateways.append({.gatewayId = u"bb"_s, .rssiDbm = -110, .snrDb = -3, .nsTime = {}});
    domain::Reading old = reading(kSensor, m_now - domain::kGatewayDays - 1h, 1);
    old.gateways.first().gatewayId = u"cc"_s;
    VERIFY_OK(store::ReadingStore(*m_database)
                  .insert({reading(kSensor, m_now - 10min, 3), reading(kSensor, m_now - 3h, 2),
                           reading(kSecond, m_now - 2h, 1), both, old}));
    const auto gateways = read::gateways(*m_database, m_now);
    VERIFY_OK(gateways);
    QCOMPARE(gateways->size(), 2);
    const domain::GatewayDetail &alone =
        gateways->first().id == u"aa" ? gateways->first() : gateways->last();
    const domain::GatewayDetail &other =
        gateways->first().id == u"aa" ? gateways->last() : gateways->first();
    QCOMPARE(alone.devices, 2);
    QCOMPARE(alone.uplinksLastHour, 2);
    QCOMPARE(alone.lastHeard, m_now - 10min);
    QCOMPARE(alone.alone.size(), 1);
    QCOMPARE(alone.alone.first().place.code, u"a"_s);
    QCOMPARE(other.id, u"bb"_s);
    QCOMPARE(other.devices, 1);
    QVERIFY(other.alone.isEmpty());
}

void TestReadFleet::chartsKeepExtremesAndGaps()
{
    open();
    hear(kSensor, m_now);
    QList<domain::Reading> stored;
    const UtcTime from = m_now - 24h;
    for (int i = 0; i < 96; ++i) {
        if (i >= 40 && i < 60)
            continue; // five hours of silence, and 20 frames lost
        domain::Reading r = reading(kSensor, from + i * 15min, quint32(100 + i));
        r.batteryVolt = i == 33 ? 2.5 : 3.6;
        if (i % 2 == 0)
            r.gateways.append({.gatewayId = u"bb"_s, .rssiDbm = -115, .snrDb = -8, .nsTime = {}});
        stored.append(r);
    }
    stored.append(reading(kSensor, from - 15min, 97)); // 98 and 99 never came
    VERIFY_OK(store::ReadingStore(*m_database).insert(stored));
    const auto charts = read::deviceCharts(
        *m_database, {.device = kSensor, .from = from, .to = m_now, .columns = 24});
    VERIFY_OK(charts);
    QCOMPARE(charts->uplinks, qint64(76));
    QCOMPARE(charts->lost, qint64(22));
    QCOMPARE(charts->battery.bands.size(), 19);
    QCOMPARE(charts->battery.bands[8].low, 2.5);
    QCOMPARE(charts->battery.bands[8].high, 3.6);
    QCOMPARE(domain::pieces(charts->battery.bands, domain::gapOf(charts->battery.bands, 1h)).size(),
             2);
    QCOMPARE(charts->rssi.size(), 2);
    QCOMPARE(charts->rssi[0].name, u"aa"_s);
    QCOMPARE(charts->rssi[1].name, u"bb"_s);
    QCOMPARE(charts->rssi[1].bands.first().mean, -115.0);
    QCOMPARE(charts->snr[0].bands.first().mean, 7.5);
    QCOMPARE(charts->interval.bands.first().low, 15.0);
    QCOMPARE(charts->loss.first().lost, 2);
    QCOMPARE(charts->dataRate.bands.first().mean, 5.0);
    QCOMPARE(charts->newest, std::optional(from + 95 * 15min));
}

void TestReadFleet::theFirstReadingBeginsAll()
{
    open();
    VERIFY_OK(
        store::ReadingStore(*m_database)
            .insert({reading(kSensor, m_now - 400 * 24h, 1), reading(kSensor, m_now - 1h, 2)}));
    const auto charts =
        read::deviceCharts(*m_database, {.device = kSensor, .from = {}, .to = m_now});
    VERIFY_OK(charts);
    QCOMPARE(charts->from, m_now - 400 * 24h);
    QCOMPARE(charts->uplinks, qint64(2));
}

void TestReadFleet::joinsLoseNothing()
{
    open();
    hear(kSensor, m_now - 1h);
    DeviceHeard joined{.devEui = kSensor};
    joined.lastJoin = m_now - 90min;
    VERIFY_OK(store::DeviceStore(*m_database).touch({joined}, m_now));
    VERIFY_OK(store::ReadingStore(*m_database)
                  .insert({reading(kSensor, m_now - 2h, 5), reading(kSensor, m_now - 80min, 9),
                           reading(kSensor, m_now - 70min, 11)}));
    const auto charts =
        read::deviceCharts(*m_database, {.device = kSensor, .from = m_now - 3h, .to = m_now});
    VERIFY_OK(charts);
    QCOMPARE(charts->lost, qint64(1));
}

void TestReadFleet::emptyRangesAreEmpty()
{
    open();
    VERIFY_OK(store::ReadingStore(*m_database).insert({reading(kSensor, m_now - 50h, 1)}));
    const auto charts =
        read::deviceCharts(*m_database, {.device = kSensor, .from = m_now - 1h, .to = m_now});
    VERIFY_OK(charts);
    QVERIFY(charts->battery.bands.isEmpty() && charts->rssi.isEmpty() && charts->loss.isEmpty());
    QCOMPARE(charts->newest, std::optional(m_now - 50h)); // "The last one was on ..."
}

void TestReadFleet::statusForecasts()
{
    open();
    addSpace(u"a"_s, kSensor);
    hear(kSensor, m_now - 40 * 24h);
    hear(kSensor, m_now - 1h);
    QList<domain::Reading> stored;
    for (int day = 0; day < 40; ++day) {
        domain::Reading r = reading(kSensor, m_now - 1h - day * 24h, quint32(1000 - day * 2));
        r.batteryVolt = 3.2 + 0.01 * day;
        stored.append(r);
    }
    VERIFY_OK(store::ReadingStore(*m_database).insert(stored));
    const auto status = read::deviceDetail(*m_database, kSensor, m_now);
    VERIFY_OK(status);
    QVERIFY(status->trend.verdict == domain::BatteryTrend::Verdict::Falling);
    QVERIFY(status->trend.end.has_value());
    QVERIFY(std::chrono::abs(status->trend.end->likely - m_now - 10 * 24h) < 24h);
    QVERIFY(status->charge.has_value());
    QCOMPARE(status->uplinksInWeek, 7);
    QCOMPARE(status->lostInWeek, 6);
    QCOMPARE(status->usualInterval, std::optional<Milliseconds>(24h));
    QCOMPARE(status->newest.size(), 6);
    QCOMPARE(status->newest.first().fCnt, 1000u);
    QCOMPARE(status->fleet.place.code, u"a"_s);
}

void TestReadFleet::strangersHaveNoStatus()
{
    open();
    VERIFY_ERROR(read::deviceDetail(*m_database, kSensor, m_now), "RECORD_NOT_FOUND");
    addSpace(u"a"_s, kSensor);
    const auto unheard = read::deviceDetail(*m_database, kSensor, m_now);
    VERIFY_OK(unheard);
    QVERIFY(unheard->fleet.state == DeviceState::NeverHeard);
    QVERIFY(!unheard->charge && unheard->newest.isEmpty());
}

PARKING_TEST(TestReadFleet)
#include "tst_readfleet.moc"
