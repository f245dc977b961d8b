#pragma once

#include <functional>

namespace parking {

// Compiled to nothing unless the build has PARKING_FAILPOINTS (every preset with tests; never
// `release`).

#ifdef PARKING_FAILPOINTS

/// A place at which the crash tests end the process with SIGKILL: the environment variable
/// PARKING_FAILPOINT=name:count kills at the count-th passing of `name`.
void failpoint(const char *name);

/// Says how the place `name` is to fail, in a word that the place understands (the store's: an
/// SQLSTATE); null: it works.
using FaultPlanter = std::function<const char *(const char *name)>;
/// Asked by plantedFault() from now on, in this thread alone. Empty: nobody.
void plantFaults(FaultPlanter planter);
const char *plantedFault(const char *name);

#else

inline void failpoint(const char *) { }
inline const char *plantedFault(const char *)
{
    return nullptr;
}

#endif

} // namespace parking
