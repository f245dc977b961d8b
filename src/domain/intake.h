#pragma once

#include "domain/health.h"

#include <QList>
#include <QMap>

#include <deque>

namespace parking::domain {

/// How much is kept of what nobody asked for: messages that were set aside (dead letters) and
/// devices that no space names. Beyond it, they are counted by hour.
struct IntakeBounds {
    qint64 letters = 20'000; ///< in all
    qint64 lettersAnHour = 1000; ///< new ones
    std::chrono::days lettersKept{90};
    qint64 strangers = 20'000; ///< devices, in all
    qint64 strangersAnHour = 1000; ///< new ones
    std::chrono::days strangersKept{7}; ///< since they were heard

    bool operator==(const IntakeBounds &) const = default;
};

/// What became of messages.
struct Taken {
    qint64 messages = 0; ///< all, the refused ones too
    QMap<QString, qint64> refused; ///< set aside (dead letters), by code
    qint64 notKept = 0; ///< of the refused ones: beyond the bound of dead letters
    qint64 strangers = 0; ///< of devices that got no row: beyond the bound of new ones

    qint64 refusedInAll() const;
    void add(const Taken &more);
    bool operator==(const Taken &) const = default;
};

/// A message that an earlier program set aside.
struct SetAside {
    UtcTime at;
    QString code;
};

/// What became of the messages of the last hour, in minutes, and what they say about the clock of
/// this computer. Pure; time comes in.
class Intake {
public:
    /// Begins anew, after a program that took `before` aside; how many messages it took is not
    /// known.
    void begin(const QList<SetAside> &before);
    void note(const Taken &taken, UtcTime now);
    /// How much later than its server's time a message arrived, by our clock.
    void noteLead(Milliseconds lead);
    /// By how much our clock is before that of the network server, as its answers say; empty: they
    /// do not. Where they do, that counts: messages may have waited on their way.
    void noteServerLead(std::optional<Milliseconds> lead) { m_serverLead = lead; }

    Taken lastHour(UtcTime now) const { return over(std::chrono::hours(1), now); }
    qint64 setAsideInHour(UtcTime now) const; ///< with those of earlier programs
    /// By how much our clock is before (positive) or behind (negative) that of the network server;
    /// empty: messages do not say. The way here takes time, so that it is what the quickest of the
    /// last ones show.
    std::optional<Milliseconds> clockLead() const;

    /// The check "messages": degraded when one was refused within the hour (also before the start)
    /// or the clock differs by more than 30 s, unhealthy when most of the last 10 min were refused.
    HealthCheck check(UtcTime now) const;

private:
    struct Minute {
        UtcTime begin;
        Taken taken;
    };
    Taken over(Milliseconds span, UtcTime now) const;
    QMap<QString, qint64> before(UtcTime now) const; ///< by earlier programs, in the last hour

    std::deque<Minute> m_minutes;
    QList<SetAside> m_before;
    std::deque<Milliseconds> m_leads; ///< of the last messages
    std::optional<Milliseconds> m_serverLead;
};

} // namespace parking::domain
