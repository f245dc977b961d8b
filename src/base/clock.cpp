#include "base/clock.h"

namespace parking {

void SystemClock::arm(ClockTimer &timer, Milliseconds pause)
{
    timer.m_timer.start(pause);
}

void SystemClock::disarm(ClockTimer &timer)
{
    timer.m_timer.stop();
}

ClockTimer::ClockTimer(Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_timer.setParent(this); // so that it follows into another thread
    connect(&m_timer, &QTimer::timeout, this, &ClockTimer::fire);
}

ClockTimer::~ClockTimer()
{
    stop();
}

void ClockTimer::start()
{
    m_active = true;
    m_clock.arm(*this, m_interval);
}

void ClockTimer::start(Milliseconds interval)
{
    m_interval = interval;
    start();
}

void ClockTimer::stop()
{
    if (!m_active)
        return;
    m_active = false;
    m_clock.disarm(*this);
}

void ClockTimer::fire()
{
    if (!m_active)
        return;
    m_active = !m_singleShot;
    if (m_active)
        m_clock.arm(*this, m_interval);
    Q_EMIT timeout();
}

} // namespace parking
