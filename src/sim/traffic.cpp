#include "sim/traffic.h"

#include <array>
#include <cmath>

namespace parking::sim {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kBeatOccupied = 10min;
constexpr Milliseconds kBeatFree = 60min;
constexpr Milliseconds kLookAhead = 30min; // arrivals are drawn again as the day goes on
constexpr Milliseconds kStrangerBeat = 20min;

/// Occupancy aimed at, by hour of the day.
using Day = std::array<double, 24>;
constexpr Day kOffice = {.08, .07, .07, .07, .08, .12, .22, .40, .58, .68, .72, .73,
                         .69, .70, .72, .69, .62, .50, .34, .24, .18, .14, .11, .09};
constexpr Day kShops = {.06, .05, .05, .05, .05, .06, .10, .18, .30, .42, .54, .62,
                        .66, .67, .66, .64, .62, .60, .54, .42, .30, .20, .12, .08};
constexpr Day kLongStay = {.74, .74, .74, .74, .75, .76, .78, .80, .81, .82, .82, .82,
                           .81, .80, .80, .79, .78, .77, .76, .76, .75, .75, .75, .74};

const Day &dayOf(BuildingUse use)
{
    switch (use) {
    case BuildingUse::Office:
        return kOffice;
    case BuildingUse::Shops:
        return kShops;
    case BuildingUse::LongStay:
        return kLongStay;
    }
    return kOffice;
}

/// Median stay in hours.
double stayOf(BuildingUse use)
{
    switch (use) {
    case BuildingUse::Office:
        return 6.0;
    case BuildingUse::Shops:
        return 1.2;
    case BuildingUse::LongStay:
        return 40.0;
    }
    return 1.0;
}

/// Not all are heard in the same moment.
Milliseconds beatPhase(int device)
{
    return device % 60 * Milliseconds(10s);
}

Milliseconds hours(double count)
{
    return Milliseconds(qint64(count * 3'600'000.0));
}

/// The vendor's 8-byte status frame (Browan TABS, port 102): see devices/browantabs.cpp.
QByteArray browanFrame(bool occupied, double volt, double celsius, int minutes, quint32 events)
{
    QByteArray frame(8, '\0');
    frame[0] = occupied ? 1 : 0;
    frame[1] = char(std::clamp(int(std::lround(volt * 10)) - 25, 1, 14) | 0xb0);
    frame[2] = char(std::clamp(int(std::lround(celsius)) + 32, 0, 127));
    frame[3] = char(minutes & 0xff);
    frame[4] = char(minutes >> 8);
    frame[5] = char(events);
    frame[6] = char(events >> 8);
    frame[7] = char(events >> 16);
    return frame;
}

} // namespace

Traffic::Traffic(const SimSite &site, quint64 seed, const TrafficOptions &options)
    : m_site(site), m_options(options), m_speed(options.speed),
      m_heartbeatScale(options.heartbeatScale), m_modelAnchor(options.start),
      m_stampAnchor(options.start), m_now(options.start), m_random(seed ^ 0x7261666669634bULL),
      m_writer(site), m_states(site.devices.size() + size_t(options.strangers))
{
    const int known = int(site.devices.size());
    for (int device = 0; device < int(m_states.size()); ++device) {
        State &state = m_states[size_t(device)];
        state.changedAt = m_now;
        state.fCnt = quint32(m_random.below(20'000));
        state.changes = quint32(m_random.below(60'000));
        if (device >= known) {
            state.nextBeat = m_now + hours(m_random.unit() * 0.3);
            m_due.push({state.nextBeat, device});
            continue;
        }
        state.occupied = m_random.chance(target(device, m_now));
        planChange(device, m_now);
        state.nextBeat = m_now + hours(m_random.unit() * (state.occupied ? 1.0 / 6 : 1.0));
        if (site.devices[size_t(device)].condition == SensorCondition::Well)
            schedule(device);
    }
}

void Traffic::setPace(double speed, double heartbeatScale)
{
    m_stampAnchor = stamp(m_now);
    m_modelAnchor = m_now;
    m_speed = speed;
    m_heartbeatScale = heartbeatScale;
}

UtcTime Traffic::stamp(UtcTime model) const
{
    return m_stampAnchor + Milliseconds(qint64(double((model - m_modelAnchor).count()) / m_speed));
}

double Traffic::target(int device, UtcTime model) const
{
    const SimDevice &sensor = m_site.devices[size_t(device)];
    const Day &day = dayOf(m_site.buildings[size_t(sensor.building)].use);
    const UtcTime local = stamp(model) + m_options.dayOffset;
    const double hour =
        double((local - std::chrono::floor<std::chrono::days>(local)).count()) / 3'600'000.0;
    const int at = int(hour) % 24;
    const double rest = hour - std::floor(hour);
    return day[size_t(at)] * (1 - rest) + day[size_t((at + 1) % 24)] * rest;
}

void Traffic::planChange(int device, UtcTime now)
{
    State &state = m_states[size_t(device)];
    const double stay =
        stayOf(m_site.buildings[size_t(m_site.devices[size_t(device)].building)].use);
    if (state.occupied) {
        // Log-normal; when the house empties in the evening people leave sooner.
        const double wanted = target(device, now);
        state.nextChange =
            now + hours(std::max(0.05, stay * wanted * std::exp(0.7 * m_random.normal())));
        return;
    }
    const double wanted = std::min(target(device, now), 0.97);
    const double perHour = wanted / (1 - wanted) / std::max(0.2, stay * wanted);
    state.nextChange = now + hours(-std::log(1 - m_random.unit()) / perHour);
}

void Traffic::planBeat(int device, UtcTime now)
{
    State &state = m_states[size_t(device)];
    const bool isWatched = now >= m_options.watchedFrom && m_options.watched.contains(device);
    const double beat = double((state.occupied ? kBeatOccupied : kBeatFree).count())
        * (isWatched ? 1 : m_heartbeatScale) * m_random.between(0.98, 1.02);
    state.nextBeat = now + Milliseconds(qint64(beat));
    if (now < m_options.watchedFrom && m_options.watched.contains(device))
        state.nextBeat = std::min(state.nextBeat, m_options.watchedFrom + beatPhase(device));
}

void Traffic::schedule(int device)
{
    const State &state = m_states[size_t(device)];
    m_due.push({std::min({state.nextChange, state.nextBeat, m_now + kLookAhead}), device});
}

SimMessage Traffic::report(int device, UtcTime stamped)
{
    State &state = m_states[size_t(device)];
    const SimDevice &sensor = m_site.devices[size_t(device)];
    const auto minutes = std::chrono::floor<std::chrono::minutes>(m_now - state.changedAt).count();
    SimFrame frame;
    frame.time = stamped;
    frame.fCnt = state.fCnt++;
    frame.payload =
        browanFrame(state.occupied, sensor.batteryVolt, sensor.tempCelsius + m_random.normal(),
                    int(minutes & 0xffff), state.changes);
    SimMessage message = m_writer.uplink(device, frame, m_random);
    message.occupancy = state.occupied ? domain::Occupancy::Occupied : domain::Occupancy::Free;
    return message;
}

SimMessage Traffic::heartbeat(int device, UtcTime time)
{
    return report(device, time);
}

/// Puts a message on its way, now and then twice, late, or followed by a join or a status.
void Traffic::deliver(SimMessage message, int device, UtcTime stamped)
{
    if (m_random.chance(m_options.late))
        message.deliverAt += Milliseconds(1000 + m_random.below(60'000));
    if (m_random.chance(m_options.duplicates)) {
        SimMessage again = message;
        again.duplicate = true;
        again.deliverAt += Milliseconds(m_random.below(3000));
        m_pending.push(std::move(again));
    }
    m_pending.push(std::move(message));
    if (m_random.chance(m_options.statuses))
        m_pending.push(m_writer.status(device, stamped + 1ms, m_random));
    if (m_random.chance(m_options.rejoins)) {
        m_pending.push(m_writer.join(device, stamped + 1ms, m_random));
        m_states[size_t(device)].fCnt = 0;
    }
}

void Traffic::step()
{
    const Due due = m_due.top();
    m_due.pop();
    m_now = due.time;
    if (due.device >= int(m_site.devices.size())) {
        stepStranger(due.device, due.time);
        return;
    }
    State &state = m_states[size_t(due.device)];
    const UtcTime stamped = stamp(m_now);
    if (state.nextChange <= m_now) {
        state.occupied = !state.occupied;
        state.changedAt = m_now;
        ++state.changes;
        deliver(report(due.device, stamped), due.device, stamped);
        planChange(due.device, m_now);
        planBeat(due.device, m_now);
    } else if (state.nextBeat <= m_now) {
        deliver(report(due.device, stamped), due.device, stamped);
        planBeat(due.device, m_now);
    } else if (!state.occupied) {
        planChange(due.device, m_now); // the hour is another: so is the chance of an arrival
    }
    schedule(due.device);
}

void Traffic::stepStranger(int device, UtcTime now)
{
    State &state = m_states[size_t(device)];
    SimFrame frame;
    frame.time = stamp(now);
    frame.fCnt = state.fCnt++;
    frame.payload = browanFrame(false, 3.6, 12, 5, state.changes);
    const quint64 devEui = 0x58a0cbffff000000ULL + quint64(device) - m_site.devices.size();
    m_pending.push(m_writer.stranger(devEui, frame, m_random));
    state.nextBeat = now + Milliseconds(qint64(double(kStrangerBeat.count()) * m_heartbeatScale));
    m_due.push({state.nextBeat, device});
}

SimMessage Traffic::next()
{
    // A message is final once no step that is still to come can be delivered before it.
    while (m_pending.empty()
           || (!m_due.empty() && stamp(m_due.top().time) <= m_pending.top().deliverAt))
        step();
    SimMessage message = m_pending.top();
    m_pending.pop();
    return message;
}

double Traffic::naturalRate(const SimSite &site, quint64 seed)
{
    TrafficOptions options;
    options.start = std::chrono::sys_days(std::chrono::year(2026) / 3 / 2);
    Traffic traffic(site, seed, options);
    constexpr auto kDay = 24h;
    const int cap = 20'000; // of a large site a part of the day tells enough
    int count = 0;
    SimMessage message;
    do {
        message = traffic.next();
        ++count;
    } while (count < cap && message.deliverAt < options.start + kDay);
    const double seconds = double((message.deliverAt - options.start).count()) / 1000.0;
    return double(count) / std::max(seconds, 1.0);
}

} // namespace parking::sim
