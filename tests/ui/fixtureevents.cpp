#include "fixtureevents.h"

#include "base/literals.h"
#include "fixturesite.h"

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::SiteEvent;
using domain::SpaceState;

namespace {

domain::Reading reading(const QString &key, const QString &code, UtcTime time)
{
    domain::Reading r;
    r.eventKey = key;
    r.devEui = domain::DevEui(0x58a0cb0000102b45);
    r.spaceId = code.isEmpty() ? std::nullopt : std::optional(spaceId(code));
    r.time = time;
    r.receivedAt = time + 9ms;
    r.deviceType = u"browan_tabs"_s;
    r.occupancy = domain::Occupancy::Occupied;
    r.batteryVolt = 3.6;
    r.tempCelsius = 20;
    r.rssiDbm = -79;
    r.snrDb = 9.2;
    r.gatewayId = u"0016c001f1530001"_s;
    for (const auto &[id, rssi, snr] :
         {std::tuple{r.gatewayId, -79, 9.2}, std::tuple{u"0016c001f1530002"_s, -108, 1.5}}) {
        domain::GatewayReception heard;
        heard.gatewayId = id;
        heard.rssiDbm = rssi;
        heard.snrDb = snr;
        r.gateways.append(heard);
    }
    r.fCnt = 4118;
    r.fPort = 102;
    r.payload = QByteArray::fromHex("010b340000dc7801");
    return r;
}

SiteEvent change(int id, const QString &code, SpaceState from, SpaceState to, UtcTime time,
                 const QString &actor = {})
{
    domain::StateChange c;
    c.spaceId = spaceId(code);
    c.previous = from;
    c.current = to;
    c.source = actor.isEmpty() ? u"sensor"_s : u"override"_s;
    c.actor = actor;
    c.reason = actor.isEmpty() ? domain::StateReason::Sensor : domain::StateReason::Override;
    c.note = actor.isEmpty() ? QString() : u"oil on the floor"_s;
    c.time = time;
    c.recordedAt = time + 30ms;
    c.eventKey = u"one"_s;
    return domain::eventOf(c, id);
}

SiteEvent step(const QString &key, domain::DownlinkEventKind kind, UtcTime time,
               std::optional<domain::DownlinkOutcome> outcome = {})
{
    domain::CommandStep s;
    s.event.key = key;
    s.event.kind = kind;
    s.event.time = time;
    s.event.devEui = domain::DevEui(0x2020200000007f0b);
    s.event.gatewayId =
        kind == domain::DownlinkEventKind::TxAck ? u"0016c001f1530001"_s : QString();
    s.event.outcome = outcome;
    s.frame.deviceType = u"kuando_busylight"_s;
    s.frame.colour = {0xff, 0xff, 0x00};
    s.frame.state = SpaceState::Reserved;
    return domain::eventOf(s);
}

} // namespace

SiteEvent uplink()
{
    return domain::eventOf(reading(u"one"_s, u"B1-145"_s, kNow - 20s + 602ms));
}

SiteEvent letter()
{
    domain::LetterNote note;
    note.id = 7;
    note.topic = "application/1/device/58a0cb0000102b45/event/up";
    note.payload = "{\"time\":\"1970-01-01T00:00:00Z\"}";
    note.payloadBytes = note.payload.size();
    note.code = u"BAD_TIME"_s;
    note.detail = u"time is not within 400 days"_s;
    return domain::eventOf(note, kNow - 33s);
}

QList<SiteEvent> events()
{
    QList<SiteEvent> all{
        domain::eventOf(reading(u"two"_s, u"B1-055"_s, kNow - 9s + 930ms)),
        step(u"a"_s, domain::DownlinkEventKind::Answer, kNow - 10s + 204ms,
             domain::DownlinkOutcome::Queued),
        step(u"b"_s, domain::DownlinkEventKind::Post, kNow - 10s + 162ms),
        change(1, u"B1-112"_s, SpaceState::Occupied, SpaceState::Free, kNow - 13s + 390ms),
        domain::eventOf(reading(u"three"_s, {}, kNow - 18s + 117ms)),
        change(2, u"B1-145"_s, SpaceState::Free, SpaceState::Occupied, kNow - 20s + 640ms),
        uplink(),
        step(u"c"_s, domain::DownlinkEventKind::TxAck, kNow - 23s + 911ms),
        step(u"d"_s, domain::DownlinkEventKind::Answer, kNow - 24s + 208ms,
             domain::DownlinkOutcome::Refused),
        change(3, u"B2-037"_s, SpaceState::Free, SpaceState::Reserved, kNow - 29s + 47ms),
        letter(),
        change(4, u"B1-131"_s, SpaceState::Free, SpaceState::Maintenance, kNow - 38s + 644ms,
               u"Anna"_s)};
    domain::BookingAct act;
    act.id = *domain::BookingId::parse(u"00000000-0000-4000-8000-000000000061"_s);
    act.start = kNow + 1h;
    act.end = kNow + 3h;
    act.isNew = true;
    all.append(domain::eventOf(act, spaceId(u"B1-061"_s), kNow - 41s));
    domain::OutageNote outage;
    outage.outage.id = u"x"_s;
    outage.outage.check = u"chirpstack"_s;
    outage.outage.problem = u"CHIRPSTACK_UNREACHABLE"_s;
    outage.outage.from = kNow - 70s;
    all.append(domain::eventOf(outage));
    domain::AlarmNote alarm;
    alarm.cause = {domain::AlarmKind::GatewayLost, u"0016c001f1530001"_s};
    alarm.level = domain::AlarmLevel::Critical;
    all.append(domain::eventOf(alarm, u"y"_s, kNow - 80s));
    return all + uplinks(200, kNow - 90s);
}

QList<SiteEvent> uplinks(int count, UtcTime until)
{
    QList<SiteEvent> made;
    for (int i = 0; i < count; ++i) {
        domain::Reading r =
            reading(u"n%1-%2"_s.arg(toMillis(until)).arg(i),
                    i % 9 == 8 ? QString() : u"B1-%1"_s.arg(1 + i % 180, 3, 10, QLatin1Char('0')),
                    until - i * 1s - i * 37 % 1000 * 1ms);
        r.occupancy = i % 3 ? domain::Occupancy::Occupied : domain::Occupancy::Free;
        made.append(domain::eventOf(r));
    }
    return made;
}

domain::SpaceDevices spaceDevices()
{
    domain::SpaceDevices known;
    int number = 0;
    for (const domain::Space &space : harbourSite().spaces) {
        ++number;
        if (space.sensorEui) {
            domain::FleetDevice device;
            device.device.devEui = *space.sensorEui;
            device.device.lastHeard = kNow - 42s;
            device.device.spaceId = space.id;
            device.place = {space.code, space.building, space.floor, space.zone};
            device.state = domain::DeviceState::Active;
            device.signal = domain::SignalLevel::Good;
            device.battery =
                number % 31 == 7 ? domain::BatteryLevel::Low : domain::BatteryLevel::Good;
            known.devices.append(device);
        }
        if (!space.displayEui)
            continue;
        domain::FleetDevice lamp;
        lamp.device.devEui = *space.displayEui;
        lamp.device.kind = domain::DeviceKind::Display;
        lamp.device.spaceId = space.id;
        lamp.state = domain::DeviceState::Active;
        if (number % 17 == 5)
            lamp.lampProblem = u"NOT_FOLLOWING"_s;
        known.devices.append(lamp);
        domain::Display display;
        display.devEui = *space.displayEui;
        if (number % 13 != 3) {
            display.evidence = domain::Evidence::Echoed;
            display.shownColour = number % 3 ? domain::Rgb{0xff, 0, 0} : domain::Rgb{0, 0xff, 0};
        }
        known.displays.insert(display.devEui, display);
    }
    for (const auto &[eui, ago] : {std::pair<quint64, Milliseconds>{0x58a0cb0000992a51, 4s},
                                   std::pair<quint64, Milliseconds>{0x58a0cb0000992a5c, 3min},
                                   std::pair<quint64, Milliseconds>{0x58a0cb0000992a5e, 41min}}) {
        domain::FleetDevice fresh;
        fresh.device.devEui = domain::DevEui(eui);
        fresh.device.lastHeard = kNow - ago;
        fresh.state = domain::DeviceState::New;
        fresh.signal = ago > 10min ? domain::SignalLevel::Weak : domain::SignalLevel::Good;
        known.devices.append(fresh);
    }
    return known;
}

} // namespace parking::fixture
