#pragma once

#include "base/clock.h"

#include <QMultiMap>
#include <QMutex>

namespace parking::test {

/// A clock that stands until a test turns it. Timers whose time comes fire inside turn(), in order,
/// each at its own moment. Thread: any for reading; turn() and the timers belong to one thread.
class TurnedClock final : public Clock {
public:
    explicit TurnedClock(UtcTime now = fromMillis(1'764'000'000'000)) : m_now(now) { }

    UtcTime now() const override;
    Steady::time_point steady() const override;

    void turn(Milliseconds time);
    /// Time passes while nothing happens, as on a busy computer: what was due meanwhile fires once,
    /// late, in order.
    void leap(Milliseconds time);
    /// The computer's clock was set: timers and steady() know nothing of it.
    void set(UtcTime now);
    /// Time until the next timer; empty when none runs.
    std::optional<Milliseconds> untilNext() const;

private:
    void arm(ClockTimer &timer, Milliseconds pause) override;
    void disarm(ClockTimer &timer) override;

    mutable QMutex m_mutex;
    UtcTime m_now;
    Milliseconds m_elapsed{1'000'000};
    QMultiMap<Milliseconds, ClockTimer *> m_due; ///< by m_elapsed
};

} // namespace parking::test
