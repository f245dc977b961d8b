#include "turnedclock.h"

namespace parking::test {

UtcTime TurnedClock::now() const
{
    const QMutexLocker lock(&m_mutex);
    return m_now;
}

Steady::time_point TurnedClock::steady() const
{
    const QMutexLocker lock(&m_mutex);
    return Steady::time_point(m_elapsed);
}

void TurnedClock::turn(Milliseconds time)
{
    const Milliseconds goal = m_elapsed + time;
    for (;;) {
        ClockTimer *due = nullptr;
        {
            const QMutexLocker lock(&m_mutex);
            const bool comes = !m_due.isEmpty() && m_due.firstKey() <= goal;
            const Milliseconds next = comes ? std::max(m_due.firstKey(), m_elapsed) : goal;
            m_now += next - m_elapsed;
            m_elapsed = next;
            if (!comes)
                return;
            due = m_due.take(m_due.firstKey());
        }
        due->fire();
    }
}

void TurnedClock::leap(Milliseconds time)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_now += time;
        m_elapsed += time;
    }
    turn(Milliseconds(0));
}

void TurnedClock::set(UtcTime now)
{
    const QMutexLocker lock(&m_mutex);
    m_now = now;
}

std::optional<Milliseconds> TurnedClock::untilNext() const
{
    const QMutexLocker lock(&m_mutex);
    if (m_due.isEmpty())
        return {};
    return m_due.firstKey() - m_elapsed;
}

void TurnedClock::arm(ClockTimer &timer, Milliseconds pause)
{
    disarm(timer);
    const QMutexLocker lock(&m_mutex);
    m_due.insert(m_elapsed + std::max(pause, Milliseconds(0)), &timer);
}

void TurnedClock::disarm(ClockTimer &timer)
{
    const QMutexLocker lock(&m_mutex);
    m_due.removeIf([&timer](const auto &entry) { return entry.value() == &timer; });
}

} // namespace parking::test
