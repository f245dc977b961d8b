#pragma once

#include "domain/status.h"

#include <array>
#include <optional>

namespace parking::domain {

inline constexpr int kFewFree = 5; ///< fewer than these are few

/// Why it is not known whether a space is free.
enum class Unknown : quint8 {
    NeverHeard,
    Silent,
    NoWord ///< heard, not understood or not since it was bound: nothing was said of the space
};

/// Empty where it is known: the space is taken, or free by a fresh word of its sensor or an
/// operator's. A space without a sensor was never heard.
inline std::optional<Unknown> whyUnknown(const SpaceStatus &status, Confidence confidence)
{
    if (status.state != SpaceState::Free || status.certainty(confidence) == Confidence::Fresh)
        return std::nullopt;
    if (confidence == Confidence::Stale)
        return Unknown::Silent;
    return status.hasSensor && status.lastHeard ? Unknown::NoWord : Unknown::NeverHeard;
}

/// Counts of one group of spaces. Free, taken and unknown ones add up to all of them.
struct Counts {
    int total = 0;
    std::array<int, 4> byState{}; ///< by SpaceState; FREE only where it is known
    std::array<int, 3> byUnknown{}; ///< by Unknown
    int silent = 0; ///< whose sensor is silent, in any state

    int free() const { return byState[0]; } ///< known to be free
    int unknown() const { return byUnknown[0] + byUnknown[1] + byUnknown[2]; }
    bool isFull() const
    {
        return total > 0 && free() == 0 && unknown() == 0;
    } ///< known to be all taken
    bool areAllUnknown() const { return total > 0 && unknown() == total; }
    /// `sign`: 1 takes a space in, -1 out again.
    void add(const SpaceStatus &status, Confidence confidence, int sign = 1)
    {
        total += sign;
        if (const std::optional<Unknown> why = whyUnknown(status, confidence))
            byUnknown[size_t(*why)] += sign;
        else
            byState[size_t(status.state)] += sign;
        if (confidence == Confidence::Stale)
            silent += sign;
    }
    bool operator==(const Counts &) const = default;
};

} // namespace parking::domain
