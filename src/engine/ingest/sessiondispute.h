#pragma once

#include "base/clock.h"

#include <optional>

namespace parking::engine {

/// Who keeps the broker's session when two stations use one client id (a data folder that was
/// copied, a test beside the real one). Each would take it from the other for ever, and each would
/// get half of the uplinks. So one that lost it comes back once, because the other may have been a
/// mistake that ended at once; when it loses it again soon after, it stands by and looks again
/// after a long pause. Of two that do so, one stays connected.
class SessionDispute {
public:
    /// Another program took the session.
    void lost(Steady::time_point now);
    /// This program connects again, for whatever reason.
    void cameBack(Steady::time_point now);
    bool isTimeToComeBack(Steady::time_point now) const { return m_again && now >= *m_again; }
    /// It was lost so lately that the other program may still be there.
    bool isOpen(Steady::time_point now) const;

private:
    std::optional<Steady::time_point> m_lost;
    std::optional<Steady::time_point> m_cameBack;
    std::optional<Steady::time_point> m_again;
};

} // namespace parking::engine
