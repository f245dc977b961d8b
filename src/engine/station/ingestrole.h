#pragma once

#include "base/clock.h"

#include <QObject>

#include <optional>

namespace parking::engine {

class DatabaseLink;
class HealthTracker;

/// Which station takes data in: the one that holds the lock `ingest` of the database. The others
/// stand by and try for it.
class IngestRole : public QObject {
    Q_OBJECT

public:
    /// `frozenAfter`: a holder that reports nothing for so long is put aside.
    IngestRole(DatabaseLink &link, HealthTracker &health, Clock &clock, Milliseconds frozenAfter,
               QObject *parent = nullptr);

    /// Tries for the lock until it is held. A viewer never calls it.
    void stand();
    void stopTrying(); ///< what is held stays held

    bool isHeld() const;

Q_SIGNALS:
    void taken();

private:
    void lose();
    void watchHolder();
    void endHolder();

    DatabaseLink &m_link;
    HealthTracker &m_health;
    Clock &m_clock;
    const Milliseconds m_frozenAfter;
    bool m_held = false;
    std::optional<UtcTime> m_holderReport; ///< the last one that a standby saw of the holder
    Steady::time_point m_holderSeen{}; ///< when that report was new
    ClockTimer m_retry;
};

} // namespace parking::engine
