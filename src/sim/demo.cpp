#include "sim/demo.h"

#include "domain/localtime.h"

namespace parking::sim {

using namespace std::chrono_literals;

namespace {

constexpr double kHistoryBeats = 40; // heartbeats tell nothing new about the past
constexpr double kLiveSpeed = 12;
constexpr auto kSilentFor = 9h;
constexpr auto kGatewayLostFor = 3h; // longer than any sensor may be silent
constexpr int kLostGateway = 0; // the lowest of the first building
constexpr auto kLook = 100ms;
constexpr int kBookable = 90; ///< of the default 500 spaces about each fifth
constexpr auto kAfternoon = 14h; // the demo begins at two o'clock, whenever it is started

/// By device: whether it stands in the last zone of the lowest floor, behind a fire wall.
QList<bool> behindTheWall(const SimSite &site)
{
    const domain::Floor &lowest = site.floors.first();
    const auto isThere = [&lowest](const domain::Space &space) {
        return space.building == lowest.building && space.floor == lowest.name;
    };
    QString last;
    for (const domain::Space &space : site.spaces)
        last = isThere(space) ? std::max(last, space.zone) : last;
    QList<bool> behind;
    for (const domain::Space &space : site.spaces)
        behind.append(isThere(space) && space.zone == last);
    return behind;
}

} // namespace

Demo::Demo(int spaces, quint64 seed, UtcTime now, QObject *parent)
    : QObject(parent), m_site(makeSite(spaces, seed)), m_alone(behindTheWall(m_site)), m_now(now),
      m_seed(seed), m_random(seed + 1), m_lamps(m_site, seed, {.ignoring = 0.01}), m_rest(m_lamps),
      m_timer(this)
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
    const BookedDay day = bookedDay();
    options.watched = QSet<int>(day.devices.cbegin(), day.devices.cend());
    options.watchedFrom = std::min(day.day.start, m_now - 6h) - 2h;
    options.dayOffset = kAfternoon - (m_now - std::chrono::floor<std::chrono::days>(m_now));
    m_traffic = std::make_unique<Traffic>(m_site, m_seed, options);

    QList<SimMessage> messages;
    const int devices = int(m_site.devices.size());
    const auto condition = [this](int device) { return m_site.devices[size_t(device)].condition; };
    for (SimMessage message = m_traffic->next(); message.deliverAt < m_now;
         message = m_traffic->next()) {
        if (!m_isGatewayLost && message.time >= m_now - kGatewayLostFor) {
            for (int device = 0; device < devices; ++device) {
                if (m_alone[device] && condition(device) == SensorCondition::Well)
                    messages.append(lastWord(device, m_now - kGatewayLostFor));
            }
            loseGateway();
        }
        if (!isCutOff(message.device))
            messages.append(std::move(message));
    }
    for (int device = 0; device < devices; ++device) {
        if (condition(device) == SensorCondition::Silent)
            messages.append(lastWord(device, m_now - kSilentFor));
        else if (condition(device) == SensorCondition::Well && !isCutOff(device))
            messages.append(lastWord(device, m_now));
    }
    std::stable_sort(
        messages.begin(), messages.end(),
        [](const SimMessage &a, const SimMessage &b) { return a.deliverAt < b.deliverAt; });
    m_visits = bookedVisits(day, messages);
    return messages;
}

/// Where visitors may book: every few spaces, where a sensor is heard all day.
BookedDay Demo::bookedDay() const
{
    const QTimeZone zone = domain::zoneOf(m_site.site.timeZone);
    const QDate today = domain::localOf(m_now, zone).date();
    BookedDay day;
    day.now = m_now;
    day.day = {fromMillis(today.startOfDay(zone).toMSecsSinceEpoch()),
               fromMillis(today.addDays(1).startOfDay(zone).toMSecsSinceEpoch())};
    const int devices = int(m_site.devices.size());
    const int step = std::max(1, devices / kBookable);
    for (int device = 0; device < devices; device += step) {
        const bool isLongStay =
            m_site.buildings[size_t(m_site.devices[size_t(device)].building)].use
            == BuildingUse::LongStay;
        if (m_site.devices[size_t(device)].condition == SensorCondition::Well && !m_alone[device]
            && (!isLongStay || device % 3 == 0))
            day.devices.append(device);
    }
    return day;
}

/// The heartbeat by which a sensor was heard last before a moment.
SimMessage Demo::lastWord(int device, UtcTime before)
{
    const int longest = m_traffic->isOccupied(device) ? 540'000 : 3'000'000;
    return m_traffic->heartbeat(device, before - Milliseconds(1000 + m_random.below(longest)));
}

/// Who has another gateway is heard by that one; the lamps that had none reach the next, just.
void Demo::loseGateway()
{
    for (SimDevice &device : m_site.devices) {
        std::erase_if(device.reach, [](const Reach &r) { return r.gateway == kLostGateway; });
        if (device.reach.empty())
            device.reach.push_back({kLostGateway + 1, -119, -7});
    }
    m_isGatewayLost = true;
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
        if (!isCutOff(m_next->device))
            m_publish({m_next->topic, m_next->payload, 1, false, m_next->duplicate});
        m_next.reset();
    }
}

} // namespace parking::sim
