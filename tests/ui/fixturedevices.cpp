#include "fixturedevices.h"

#include "base/literals.h"
#include "fixturesite.h"

#include <cmath>
#include <random>

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::FleetDevice;

namespace {

constexpr quint64 kBrowan = 0x58a0cb0000100000;

FleetDevice sensor(quint16 digits, const QString &code, int rssi, double volt, Milliseconds heard)
{
    FleetDevice d;
    d.device.devEui = domain::DevEui(kBrowan + digits);
    d.device.resolvedType = u"browan_tabs"_s;
    d.device.firstHeard = kNow - std::chrono::days(400);
    d.device.lastHeard = kNow - heard;
    d.device.batteryVolt = volt;
    d.device.rssiDbm = rssi;
    d.device.snrDb = (rssi + 104) / 2.0;
    d.device.gatewayId = u"0016c001f1530001"_s;
    d.device.uplinkCount = 38'412;
    d.limit = {.after = 150min, .every = 60min, .origin = domain::SilenceLimit::Origin::DataSheet};
    d.signal = domain::signalLevel(rssi);
    d.battery = volt < 3.1 ? domain::BatteryLevel::Low : domain::BatteryLevel::Good;
    if (!code.isEmpty()) {
        d.place = {code, u"North"_s, code.section(u'-', 0, 0), u"A"_s};
        d.device.spaceId = spaceId(code);
    }
    d.state = domain::deviceState(d, kNow);
    return d;
}

domain::FleetPage pageOf(const QList<FleetDevice> &all, qint64 limit = 200)
{
    return domain::fleetPage(all, {}, {}, {.limit = int(limit)}).valueOr({});
}

} // namespace

domain::FleetPage sensors()
{
    QList<FleetDevice> all{
        sensor(0x4f21, u"B1-031"_s, -113, 2.94, 3min), sensor(0x88a0, u"B2-014"_s, -108, 3.41, 9h),
        sensor(0x1c07, u"B1-055"_s, -87, 3.61, 42s), sensor(0x2a51, {}, -88, 3.66, 4min)};
    const quint16 digits[] = {0x1c08, 0x1c0b, 0x1c12, 0x2a40, 0x2a41, 0x2a47,
                              0x2a49, 0x2a50, 0x2a58, 0x2a60, 0x2a63, 0x2a71};
    int number = 56;
    for (const quint16 d : digits)
        all.append(sensor(d, u"B1-0%1"_s.arg(number++), d % 3 == 0 ? -99 : -84,
                          3.52 + (d % 15) * 0.01, std::chrono::seconds(31 + d % 700)));
    domain::FleetPage page = pageOf(all);
    page.counts.sensors = 486;
    page.counts.lamps = 473;
    page.counts.fresh = 4;
    page.types = QStringList{u""_s, u"browan_tabs"_s};
    return page;
}

domain::FleetPage lamps()
{
    QList<FleetDevice> all;
    for (int number = 55; number < 75; ++number) {
        FleetDevice d = sensor(quint16(0x7000 + number), u"B1-0%1"_s.arg(number), -80, 3.6, 5min);
        d.device.devEui = domain::DevEui(0x2020'2000'0000'7000 + quint64(number));
        d.device.kind = domain::DeviceKind::Display;
        d.device.resolvedType = u"kuando_busylight"_s;
        d.device.batteryVolt.reset();
        d.battery = domain::BatteryLevel::External;
        if (number < 57)
            d.lampProblem = number == 55 ? u"NOT_FOLLOWING"_s : u"CHIRPSTACK_NO_DEVICE"_s;
        all.append(d);
    }
    domain::FleetPage page = pageOf(all);
    page.counts.sensors = 486;
    page.counts.lamps = 473;
    return page;
}

domain::FleetPage manySensors(int count)
{
    QList<FleetDevice> all;
    for (int i = 0; i < count; ++i)
        all.append(sensor(quint16(i), u"B1-%1"_s.arg(i % 186 + 1, 3, 10, QChar(u'0')), -80 - i % 40,
                          3.0 + i % 60 * 0.01, i % 10 == 0 ? Milliseconds(5h) : 3min));
    return pageOf(all, 200);
}

domain::FleetPage newDevices(int count)
{
    domain::FleetPage page;
    for (int i = 0; i < count; ++i) {
        FleetDevice d = sensor(quint16(0x2a51 + 11 * i), {}, -88 - 5 * i, 3.6, 4min);
        d.device.firstHeard = kNow - 3h - i * 40min;
        d.device.uplinkCount = 14 + 9 * i;
        if (i == 1)
            d.device.name = u"B1-066"_s;
        if (i == 3) {
            d.device.kind = domain::DeviceKind::Display;
            d.device.resolvedType = u"kuando_busylight"_s;
        }
        if (i >= 4)
            d.device.resolvedType.clear();
        page.rows.append(d);
    }
    page.total = count;
    page.counts.fresh = count;
    return page;
}

domain::DeviceDetail fallingDevice()
{
    domain::DeviceDetail detail;
    detail.fleet = sensors().rows[3];
    for (const FleetDevice &d : sensors().rows) {
        if (d.place.code == u"B1-055")
            detail.fleet = d;
    }
    detail.figures = {.chemistry = domain::Chemistry::LithiumThionyl,
                      .capacityMilliampHours = 1200,
                      .replaceBelowVolt = 3.1,
                      .source = "fixture"};
    detail.trend = {.verdict = domain::BatteryTrend::Verdict::Falling,
                    .days = 171,
                    .voltNow = 3.58,
                    .voltPerDay = -0.0006,
                    .steepest = -0.0008,
                    .flattest = -0.0005,
                    .end = domain::EndForecast{kNow + std::chrono::days(800),
                                               kNow + std::chrono::days(610),
                                               kNow + std::chrono::days(960)}};
    detail.charge =
        domain::ChargeEstimate{412,
                               0.61,
                               1080,
                               {kNow + std::chrono::days(1090), kNow + std::chrono::days(780),
                                kNow + std::chrono::days(1560)},
                               kNow - std::chrono::days(640)};
    detail.uplinksInWeek = 699;
    detail.lostInWeek = 3;
    detail.usualInterval = 15min;
    for (int i = 0; i < 6; ++i) {
        domain::Reading reading;
        reading.devEui = detail.fleet.device.devEui;
        reading.time = kNow - 42s - i * 15min;
        reading.fPort = 102;
        reading.payload = QByteArray::fromHex("010b353f00050000");
        reading.occupancy = domain::Occupancy::Occupied;
        detail.newest.append(reading);
    }
    return detail;
}

domain::DeviceCharts yearOfReadings()
{
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0, 1);
    const UtcTime from = kNow - std::chrono::days(365);
    domain::DeviceCharts charts{.from = from, .to = kNow};
    charts.rssi = {
        {u"0016c001f1530001"_s, {}}, {u"0016c001f1530002"_s, {}}, {u"0016c001f1530003"_s, {}}};
    charts.snr = charts.rssi;
    double walk[] = {-82, -98, -111};
    for (int day = 0; day < 365; ++day) {
        if (day >= 200 && day < 214)
            continue; // silence
        const UtcTime time = from + std::chrono::days(day) + 12h;
        const auto band = [time](double mean, double half) {
            return domain::Band{time, mean - half, mean + half, mean, 90};
        };
        charts.battery.bands.append(band(3.7 - 0.00035 * day + 0.008 * noise(random), 0.01));
        charts.interval.bands.append(band(15 + std::abs(noise(random)), 6));
        charts.dataRate.bands.append(band(day > 250 ? 3.2 : 5, day > 250 ? 0.8 : 0));
        for (int gateway = 0; gateway < 3; ++gateway) {
            walk[gateway] += noise(random) - 0.08 * (walk[gateway] - (-82 - 15 * gateway));
            charts.rssi[gateway].bands.append(band(walk[gateway], 3));
            charts.snr[gateway].bands.append(band((walk[gateway] + 104) / 2.5, 1.5));
        }
    }
    for (int week = 0; week < 53; ++week) {
        const UtcTime start = from + std::chrono::days(7 * week);
        const int lost = week >= 24 && week < 28 ? 120 : int(std::abs(noise(random)) * 9);
        charts.loss.append({start, start + std::chrono::days(7), 660, lost});
    }
    charts.uplinks = 34'900;
    charts.lost = 612;
    charts.newest = kNow - 42s;
    return charts;
}

domain::DeviceCharts noReadings()
{
    domain::DeviceCharts charts{.from = kNow - 1h, .to = kNow};
    charts.newest = kNow - std::chrono::days(11);
    return charts;
}

QList<domain::GatewayDetail> gateways()
{
    QList<domain::GatewayDetail> all;
    for (int i = 0; i < 6; ++i)
        all.append(
            {u"0016c001f153000%1"_s.arg(i + 1), kNow - i * 7s, 1210 - 90 * i, 290 - 20 * i, {}});
    const QList<FleetDevice> rows = sensors().rows;
    all.first().alone = rows.mid(3, 9);
    return all;
}

} // namespace parking::fixture
