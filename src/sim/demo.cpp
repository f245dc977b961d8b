#include "sim/demo.h"

namespace parking::sim {

using namespace std::chrono_literals;

namespace {

constexpr double kHistoryBeats = 40; // heartbeats tell nothing new about the past
constexpr double kLiveSpeed = 12;
constexpr auto kSilentFor = 9h;
constexpr auto kLook = 100ms;
constexpr auto kAfternoon = 14h; // the demo begins at two o'clock, whenever it is started

} // namespace

Demo::Demo(int spaces, quint64 seed, UtcTime now, QObject *parent)
    : QObject(parent), m_site(makeSite(spaces, seed)), m_now(now), m_seed(seed),
      m_lamps(m_site, seed, {.ignoring = 0.01}), m_rest(m_lamps), m_timer(this)
{
    m_timer.setInterval(kLook);
    connect(&m_timer, &QTimer::timeout, this, &Demo::publishDue);
}

domain::SiteSnapshot Demo::site() const
{
    return {m_site.site, m_site.floors, m_site.spaces, {}};
}

QList<SimMessage> Demo::history(int days)
{
    TrafficOptions options;
    options.start = m_now - std::chrono::days(days);
    options.heartbeatScale = kHistoryBeats;
    options.dayOffset = kAfternoon - (m_now - std::chrono::floor<std::chrono::days>(m_now));
    m_traffic = std::make_unique<Traffic>(m_site, m_seed, options);

    QList<SimMessage> messages;
    for (SimMessage message = m_traffic->next(); message.deliverAt < m_now;
         message = m_traffic->next())
        messages.append(std::move(message));

    Random random(m_seed + 1);
    QList<SimMessage> last;
    for (int device = 0; device < int(m_site.devices.size()); ++device) {
        const SensorCondition condition = m_site.devices[size_t(device)].condition;
        if (condition == SensorCondition::NeverHeard)
            continue;
        const Milliseconds ago = condition == SensorCondition::Silent
            ? kSilentFor + Milliseconds(random.below(1'800'000))
            : Milliseconds(1000
                           + random.below(m_traffic->isOccupied(device) ? 540'000 : 3'000'000));
        last.append(m_traffic->heartbeat(device, m_now - ago));
    }
    messages += last;
    std::stable_sort(
        messages.begin(), messages.end(),
        [](const SimMessage &a, const SimMessage &b) { return a.deliverAt < b.deliverAt; });
    return messages;
}

Result<QUrl> Demo::startRest()
{
    if (Result<> started = m_rest.start(); !started)
        return started.error();
    return m_rest.url();
}

void Demo::start(Publish publish)
{
    m_publish = std::move(publish);
    if (!m_traffic) {
        TrafficOptions options;
        options.start = m_now;
        m_traffic = std::make_unique<Traffic>(m_site, m_seed, options);
    }
    m_traffic->setPace(kLiveSpeed, 1);
    m_timer.start();
}

void Demo::publishDue()
{
    const UtcTime now = systemNow();
    for (const SimMessage &message : m_lamps.step(now))
        m_publish({message.topic, message.payload, 1, false, false});
    for (;;) {
        if (!m_next)
            m_next = m_traffic->next();
        if (m_next->deliverAt > now)
            return;
        m_publish({m_next->topic, m_next->payload, 1, false, m_next->duplicate});
        m_next.reset();
    }
}

} // namespace parking::sim
