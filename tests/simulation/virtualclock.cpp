#include "virtualclock.h"

namespace parking::simulation {

void VirtualClock::after(Milliseconds pause, std::function<void()> event)
{
    m_events.emplace(m_elapsed + std::max(pause, Milliseconds(0)), std::move(event));
}

std::optional<UtcTime> VirtualClock::nextEvent() const
{
    if (m_events.empty())
        return std::nullopt;
    return m_start + m_events.begin()->first;
}

void VirtualClock::step()
{
    const bool isTimer = !m_timers.empty()
        && (m_events.empty() || m_timers.begin()->first < m_events.begin()->first);
    if (isTimer) {
        const auto [due, timer] = *m_timers.begin();
        m_timers.erase(m_timers.begin());
        m_elapsed = std::max(m_elapsed, due);
        return timer->fire();
    }
    if (m_events.empty())
        return;
    const auto next = m_events.begin();
    m_elapsed = std::max(m_elapsed, next->first);
    const std::function<void()> event = std::move(next->second);
    m_events.erase(next);
    event();
}

void VirtualClock::leap(UtcTime time)
{
    m_elapsed = std::max(m_elapsed, time - m_start);
}

void VirtualClock::arm(ClockTimer &timer, Milliseconds pause)
{
    disarm(timer);
    m_timers.emplace(m_elapsed + std::max(pause, Milliseconds(0)), &timer);
}

void VirtualClock::disarm(ClockTimer &timer)
{
    std::erase_if(m_timers, [&timer](const auto &entry) { return entry.second == &timer; });
}

} // namespace parking::simulation
