#pragma once

#include "base/clock.h"
#include "base/error.h"

#include <functional>

namespace parking::engine {

/// When ChirpStack may be asked again, and what is wrong with it. Pure: time comes in, and chance.
///
/// Three clocks: one that the next good answer ends (it is away, or refuses the key; it is looked
/// for each 5 s then), one that nothing ends (the time that its 429 asked for), and one for POSTs
/// alone while looking works.
class Pauses {
public:
    using Chance = std::function<double()>; ///< gives numbers in [0, 1)

    /// `first`: after one failure, doubling up to a minute. `refused`: until an address or a key
    /// that is wrong is tried again.
    Pauses(Milliseconds first, Milliseconds refused, Chance chance);

    /// Until then nothing is asked, until postsUntil() nothing is posted.
    Steady::time_point until() const { return std::max(m_closedUntil, m_busyUntil); }
    Steady::time_point postsUntil() const { return m_postsUntil; }
    bool isWell(Steady::time_point now) const; ///< it answers, and nothing hinders commands
    bool isOutage() const; ///< commands may have got lost
    bool isBusy(Steady::time_point now) const { return now < m_busyUntil; } ///< no questions either
    /// After trouble one request feels the way.
    bool isFeelingTheWay() const { return m_failures > 0; }
    bool isFeelingTheWayForPosts() const { return m_postFailures > 0; }

    /// Doubling pauses with jitter of a quarter, so that stations and devices do not beat in time;
    /// up to a minute.
    Milliseconds grown(int failures) const;

    // What is told of it
    const QString &problem() const { return m_problem; } ///< a stable code; empty: well
    const QString &detail() const { return m_detail; }
    bool hasAnswered() const { return m_hasAnswered; } ///< since forgetProblem()
    /// A new connection with the ledger: nothing is known. Pauses go on.
    void forgetProblem();

    // What happened
    /// A request failed in a way that is not its device's alone.
    void troubled(const Error &error, Steady::time_point now);
    /// The outcome of a POST is open. While looking works and POSTs do not, these pause longer and
    /// longer.
    void outcomeLost(const Error &error, Steady::time_point now);
    /// The key may do nothing.
    void keyRefused(const QString &detail, Steady::time_point now);
    /// It may read, and no POST: as for a refused key, until a command gets into its queue.
    void keyReadOnly(Steady::time_point now);
    void answered(Steady::time_point now); ///< well: it is there
    void refused() { m_hasAnswered = true; } ///< one request alone: it is there
    void accepted(Steady::time_point now); ///< a command got into its queue

private:
    void busy(const Error &error, Steady::time_point now);
    void away(const Error &error, Steady::time_point now);
    Milliseconds grown(int failures, Milliseconds most) const;
    void close(const QString &problem, const QString &detail, Steady::time_point until);

    Milliseconds m_first;
    Milliseconds m_refused;
    Chance m_chance;
    Steady::time_point m_closedUntil{};
    Steady::time_point m_busyUntil{};
    Steady::time_point m_postsUntil{};
    int m_failures = 0; ///< in a row, of any request
    int m_postFailures = 0; ///< in a row, of POSTs
    QString m_problem;
    QString m_detail;
    bool m_hasAnswered = false;
};

} // namespace parking::engine
