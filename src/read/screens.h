#pragma once

#include "domain/screen.h"
#include "store/database.h"

namespace parking::read {

struct Screens {
    UtcTime at; ///< by the clock that reportedAt is of
    QList<domain::Screen> rows; ///< those that are silent first, then by what they show
    bool mayTell = true; ///< false: an SQLite file, where no screen can tell anything
};

/// `own`: this computer's time.
Result<Screens> screens(store::Database &database, UtcTime own);

/// Over a connection that writes nothing else; nothing happens at an SQLite file. Errors are those
/// of a replica, or of a login without the viewer's rights.
Result<> tellScreen(store::Database &database, const domain::Screen &screen);

} // namespace parking::read
