#pragma once

#include "base/time.h"

#include <QList>
#include <QString>

#include <optional>

namespace parking::domain {

/// How long a device may be silent before it counts as silent, and how that is known.
struct SilenceLimit {
    enum class Origin : quint8 {
        Usual, ///< of any parking sensor: neither its type nor its rhythm tells more
        DataSheet, ///< its type's heartbeat
        Learnt, ///< its own rhythm
    };

    Milliseconds after{0}; ///< 0: no limit
    Milliseconds every{0}; ///< how often it speaks at least; 0: not known
    Origin origin = Origin::Usual;

    bool operator==(const SilenceLimit &) const = default;
};
QString nameOf(SilenceLimit::Origin origin); ///< usual, data_sheet, learnt

/// So many whole days of a device are remembered.
inline constexpr int kRhythmDays = 7;

/// What the longest silences of a device's last days (UTC, those on which it spoke) tell of its
/// rhythm; empty when they tell nothing.
///
/// A heartbeat is what most days agree on: by night, when nobody moves, each day's longest silence
/// is the heartbeat's, give or take a tenth. Four days are needed. A lost uplink doubles a day's
/// longest silence, and one outage of a gateway does not count. A sensor that only tells changes
/// has no two days alike, so that it is left to the usual limit; and what looks like a building's
/// night is never held to less than that. Between 15 minutes and 60 hours.
std::optional<SilenceLimit> learntSilence(const QList<Milliseconds> &longestOfDays);

/// Parking sensors report each day at least: holds where nothing tells how often.
inline constexpr Milliseconds kUsualSilence = std::chrono::hours(25);

/// The one rule: the type's heartbeat (0: none is known) with its margin, else what the device's
/// days tell, else the usual.
SilenceLimit silenceLimit(Milliseconds heartbeat, const QList<Milliseconds> &longestOfDays);

} // namespace parking::domain
