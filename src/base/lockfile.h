#pragma once

#include "base/time.h"

class QLockFile;

namespace parking {

/// Takes a lock that is its holder's for as long as that lives. A file that names nobody is of a
/// program that was killed between making it and writing who it is, once it is two seconds old (or
/// of a time to come) and nobody holds it by the system either: it goes, else it would lock
/// everybody out for good. `patience`: for so long a young one is waited for.
bool takeLock(QLockFile &lock, Milliseconds patience = Milliseconds(0));

} // namespace parking
