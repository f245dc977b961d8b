#pragma once

namespace parking {

/// Places at which the crash tests end the process with SIGKILL. Compiled to nothing unless the
/// build has PARKING_FAILPOINTS (every preset with tests; never `release`).
///
/// The environment variable PARKING_FAILPOINT=name:count kills at the count-th passing of `name`.
#ifdef PARKING_FAILPOINTS
void failpoint(const char *name);
#else
inline void failpoint(const char *) { }
#endif

} // namespace parking
