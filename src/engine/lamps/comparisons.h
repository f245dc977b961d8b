#pragma once

#include "base/clock.h"
#include "domain/downlink.h"

#include <QHash>

namespace parking::engine {

/// Which lamps are to be compared with what they should show, because commands may have got lost:
/// all after an outage; one whose command failed, for it keeps a wrong colour. Pure, time comes in.
class Comparisons {
public:
    /// `pause`: until a lamp whose command failed is compared again, doubling up to an hour, so
    /// that one that can never be set does not cost much; also the least time between two
    /// comparisons of all, for a flickering ChirpStack is no reason to read them again and again.
    explicit Comparisons(Milliseconds pause) : m_pause(pause) { }

    void clear(); ///< somebody compares all
    void noteOutage() { m_all = true; }
    /// `row` is not open any more. `isListening`: its lamp was heard a moment ago, so that what
    /// grew too old while it said nothing may go at once.
    void noteEnd(const domain::Downlink &row, Steady::time_point now, bool isListening = false);

    /// Those whose time has come; asked while ChirpStack works. Tells each once.
    QList<domain::DevEui> due(const QHash<domain::DevEui, domain::Display> &lamps,
                              Steady::time_point now);

private:
    /// A lamp whose last command failed or expired.
    struct Failing {
        int times = 0;
        std::optional<Steady::time_point> again; ///< empty: told already
    };

    Milliseconds m_pause;
    QHash<domain::DevEui, Failing> m_failing;
    bool m_all = false;
    Steady::time_point m_comparedAll{};
};

} // namespace parking::engine
