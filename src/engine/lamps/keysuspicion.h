#pragma once

#include "domain/ids.h"
#include "engine/lamps/keyprobe.h"

namespace parking::engine {

/// 401: is it the key, or this one device? Gathers the commands that were refused so, knows which
/// devices to ask about, and judges by what KeyProbe found. Pure.
class KeySuspicion {
public:
    /// A row that was refused: it fails when the key is good.
    struct Suspect {
        domain::DevEui device;
        domain::DownlinkId row;

        bool operator==(const Suspect &) const = default;
    };
    struct Devices {
        QList<domain::DevEui> heard; ///< lately: these ChirpStack surely knows
        QList<domain::DevEui> others;
    };
    struct Question {
        QList<domain::DevEui> devices; ///< in this order
        qsizetype heard = 0; ///< the first ones: they should be known
    };
    enum class Verdict {
        Good,
        Refused, ///< nothing is sent before the key was taken somewhere
        Trouble, ///< no answer
    };
    struct Judgement {
        Verdict verdict = Verdict::Good;
        /// Good: ChirpStack does not know these, or the key may not use them.
        QList<Suspect> guilty;
    };

    bool isRefused() const { return m_isRefused; } ///< it alone is asked again after the pause
    domain::DevEui knownGood() const { return m_knownGood; } ///< the key may use it; null: none yet

    void suspect(const Suspect &suspect) { m_suspects.append(suspect); }
    void drop() { m_suspects.clear(); } ///< no question now: tried again, and suspected again
    void answered(domain::DevEui device); ///< ChirpStack told something of it: the key is good

    /// The last good device, those that were heard, then the others in turn; the suspects last: one
    /// that answers shows that the key may read.
    Question question(const Devices &devices);
    Judgement judge(const KeyProbe::Outcome &outcome);

private:
    QList<Suspect> m_suspects;
    bool m_isRefused = false;
    domain::DevEui m_turn; ///< the last one of those that are asked in turn
    domain::DevEui m_knownGood;
};

} // namespace parking::engine
