#pragma once

#include "store/database.h"

namespace parking::archive {

/// What of an archive would take the window's memory or time, whatever the file tells of it: "more
/// than 200000 spaces". Empty: nothing does. An export that has such a thing is not made.
Result<QString> exceeded(store::Database &database);

} // namespace parking::archive
