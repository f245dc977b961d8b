#pragma once

#include "base/clock.h"

#include <functional>
#include <map>
#include <optional>

namespace parking::simulation {

/// A clock with nothing behind it: time stands until the world goes to what comes next, an event of
/// the world or a timer of the station. What falls on the same moment comes in the order in which
/// it was asked for, events first. One thread.
class VirtualClock final : public Clock {
public:
    explicit VirtualClock(UtcTime start) : m_start(start) { }

    UtcTime now() const override { return m_start + m_elapsed; }
    Steady::time_point steady() const override { return Steady::time_point(m_elapsed) + kBooted; }

    void after(Milliseconds pause, std::function<void()> event);
    std::optional<UtcTime> nextEvent() const; ///< of the world; empty: none
    bool isOver() const { return m_events.empty() && m_timers.empty(); }
    /// Goes to what comes next, and lets it happen.
    void step();
    /// Time goes on and nothing happens: what was due before `time` comes late, as on a computer
    /// that was busy.
    void leap(UtcTime time);

private:
    static constexpr std::chrono::hours kBooted{100};

    void arm(ClockTimer &timer, Milliseconds pause) override;
    void disarm(ClockTimer &timer) override;

    const UtcTime m_start;
    Milliseconds m_elapsed{0};
    std::multimap<Milliseconds, std::function<void()>> m_events;
    std::multimap<Milliseconds, ClockTimer *> m_timers;
};

} // namespace parking::simulation
