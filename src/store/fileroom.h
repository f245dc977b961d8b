#pragma once

#include "store/database.h"

namespace parking::store {

/// What an SQLite file takes on the disk.
struct FileRoom {
    qint64 bytes = 0;
    qint64 emptyBytes = 0; ///< of them: pages that hold nothing any more
    bool givesBack = false; ///< made to give those back in small steps (RetentionStore)
};

Result<FileRoom> fileRoom(Database &database);

/// Writes an SQLite file anew, without its empty pages, as one that gives back what goes. Nobody
/// else can write until it is over, and it may take twice its size beside it: for a person to ask
/// for.
Result<> compact(Database &database);

} // namespace parking::store
