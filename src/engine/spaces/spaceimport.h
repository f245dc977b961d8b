#pragma once

#include "engine/spaces/importplan.h"
#include "store/database.h"

namespace parking::engine {

/// Does what planImport() makes of the file, in one transaction: with any problem nothing is
/// written. Floors that its spaces name and that have no row get one
/// (domain::missingFloors). What `actor` did becomes the history's. `dryRun` rolls back.
///
/// Errors: BAD_CSV for a file that is none, and the database's own.
Result<ImportResult> importSpaces(store::Database &database, const QByteArray &csv, bool dryRun,
                                  UtcTime now, const QString &actor = {});

} // namespace parking::engine
