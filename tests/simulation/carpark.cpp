#include "carpark.h"

#include <cmath>

namespace parking::simulation {

using namespace std::chrono_literals;

namespace {

constexpr double kStay = 2.0 * 3'600'000; // ms, on average
constexpr double kInSuccession = 0.35; // share of changes that another follows within seconds
constexpr auto kHour = 3'600'000;

/// The vendor's 8-byte status frame (Browan TABS, port 102): see devices/browantabs.cpp.
QByteArray browanFrame(bool isOccupied, int changes)
{
    QByteArray frame(8, '\0');
    frame[0] = isOccupied ? 1 : 0;
    frame[1] = '\xbb';
    frame[2] = 50;
    frame[5] = char(changes);
    return frame;
}

} // namespace

CarPark::CarPark(VirtualClock &clock, sim::Random &random, Network &network, Oracle &oracle,
                 const sim::SimSite &site, const Faults &faults)
    : m_clock(clock), m_random(random), m_network(network), m_oracle(oracle), m_faults(faults),
      m_site(site), m_writer(site), m_sensors(site.devices.size()), m_busyUntil(clock.now())
{
}

void CarPark::begin(std::function<void()> changed)
{
    m_changed = std::move(changed);
    for (int device = 0; device < int(m_sensors.size()); ++device) {
        m_oracle.parked(device, domain::Occupancy::Free);
        m_clock.after(Milliseconds(m_random.below(kHour / 4)), [this, device] { beat(device); });
        const Milliseconds first = m_faults.areNone ? Milliseconds(kHour) : Milliseconds(0);
        m_clock.after(first, [this, device] { planChange(device); });
        if (m_faults.sensorJoins > 0)
            joinLater(device);
    }
}

void CarPark::end()
{
    m_isOver = true;
    m_faults = {};
}

int CarPark::changes() const
{
    int count = 0;
    for (size_t device = 0; device < m_sensors.size(); ++device)
        count += m_site.spaces[qsizetype(device)].displayEui ? m_sensors[device].changes : 0;
    return count;
}

void CarPark::planChange(int device)
{
    Milliseconds pause(qint64(-std::log(1 - m_random.unit()) * kStay));
    if (m_faults.areNone) // the frame before has its word by then
        pause += 60s;
    else if (m_random.chance(kInSuccession))
        pause = Milliseconds(100 + m_random.below(6000));
    m_clock.after(pause, [this, device] { change(device); });
}

void CarPark::change(int device)
{
    if (m_isOver)
        return;
    move(device);
    m_changed();
    planChange(device);
}

void CarPark::rush()
{
    for (int device = 0; device < int(m_sensors.size()); ++device) {
        Milliseconds time(m_random.below(3000));
        for (int i = 0; i < 2 + m_random.below(2); ++i) {
            m_clock.after(time, [this, device] { move(device); });
            time += Milliseconds(1 + m_random.below(6000)); // no sensor says two things at once
        }
    }
}

void CarPark::move(int device)
{
    Sensor &sensor = m_sensors[size_t(device)];
    sensor.isOccupied = !sensor.isOccupied;
    ++sensor.changes;
    m_oracle.parked(device,
                    sensor.isOccupied ? domain::Occupancy::Occupied : domain::Occupancy::Free);
    m_busyUntil = std::max(m_busyUntil, m_clock.now() + 2s);
    tell(device);
}

void CarPark::beat(int device)
{
    tell(device);
    m_clock.after(Milliseconds(kHour * 98 / 100 + m_random.below(kHour / 25)),
                  [this, device] { beat(device); });
}

void CarPark::joinLater(int device)
{
    const Milliseconds pause(
        qint64(-std::log(1 - m_random.unit()) * 24 * kHour / m_faults.sensorJoins));
    m_clock.after(pause, [this, device] {
        if (m_isOver)
            return;
        m_sensors[size_t(device)].fCnt = 0;
        if (m_network.isHearing())
            m_network.publish(m_writer.join(device, m_clock.now(), m_random));
        joinLater(device);
    });
}

void CarPark::tell(int device)
{
    Sensor &sensor = m_sensors[size_t(device)];
    sim::SimFrame frame;
    frame.time = m_clock.now();
    frame.fCnt = sensor.fCnt++;
    frame.payload = browanFrame(sensor.isOccupied, sensor.changes);
    sim::SimMessage message = m_writer.uplink(device, frame, m_random);
    message.occupancy = sensor.isOccupied ? domain::Occupancy::Occupied : domain::Occupancy::Free;
    if (m_network.isHearing() && !m_random.chance(m_faults.lostOnAir))
        m_network.publish(message);
}

} // namespace parking::simulation
