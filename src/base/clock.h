#pragma once

#include "base/time.h"

#include <QObject>
#include <QTimer>

namespace parking {

using Steady = std::chrono::steady_clock;

class ClockTimer;

/// Where the time comes from, handed in: the computer's in programs, one that is turned in tests.
/// Thread: one clock may be shared by all; each timer belongs to the thread that made it.
class Clock {
public:
    virtual ~Clock() = default;

    virtual UtcTime now() const = 0;
    /// For durations: it never goes back and nobody sets it.
    virtual Steady::time_point steady() const = 0;
    /// True for the computer's: it can be held against the clocks of other computers.
    virtual bool isReal() const { return false; }

private:
    friend class ClockTimer;
    virtual void arm(ClockTimer &timer, Milliseconds pause) = 0; ///< fires once, then is unarmed
    virtual void disarm(ClockTimer &timer) = 0;
};

/// The computer's clock.
class SystemClock final : public Clock {
public:
    UtcTime now() const override { return systemNow(); }
    Steady::time_point steady() const override { return Steady::now(); }
    bool isReal() const override { return true; }

private:
    void arm(ClockTimer &timer, Milliseconds pause) override;
    void disarm(ClockTimer &timer) override;
};

/// A timer by a Clock, with QTimer's manners: whoever waits with it is moved by tests that turn the
/// clock, without waiting.
class ClockTimer : public QObject {
    Q_OBJECT

public:
    explicit ClockTimer(Clock &clock, QObject *parent = nullptr);
    ~ClockTimer() override;

    void setInterval(Milliseconds interval) { m_interval = interval; }
    void setSingleShot(bool singleShot) { m_singleShot = singleShot; }
    Milliseconds interval() const { return m_interval; }
    bool isActive() const { return m_active; }

    void start(); ///< anew, when it runs already
    void start(Milliseconds interval);
    void stop();

    /// For clocks: the time has come.
    void fire();

Q_SIGNALS:
    void timeout();

private:
    friend class SystemClock;

    Clock &m_clock;
    QTimer m_timer; ///< SystemClock's
    Milliseconds m_interval{0};
    bool m_singleShot = false;
    bool m_active = false;
};

} // namespace parking
