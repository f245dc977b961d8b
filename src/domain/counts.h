#pragma once

#include <array>

namespace parking::domain {

/// Counts of one group of spaces.
struct Counts {
    int total = 0;
    std::array<int, 4> byState{}; ///< by SpaceState, silent and unverified ones included
    int silent = 0; ///< of these, sensor silent
    int unverified = 0; ///< of these, never heard or without sensor
    int freeUnverified = 0; ///< FREE but stale or unverified

    int free() const { return byState[0]; }
    bool operator==(const Counts &) const = default;
};

} // namespace parking::domain
