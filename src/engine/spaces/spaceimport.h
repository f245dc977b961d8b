#pragma once

#include "domain/importresult.h"
#include "domain/space.h"
#include "store/database.h"

namespace parking::engine {

using domain::ImportProblem;
using domain::ImportResult;

/// Reads spaces from CSV. Columns by their header, in any order: code (required), name, building,
/// floor, zone, sensor_eui, display_eui, latitude, longitude, features (split at blanks or |), x,
/// y, w, h, rotation. A code that the site has is updated, in the columns that the file has; a new
/// one is created. One transaction: with any problem nothing is written, and all problems are
/// told. `dryRun` rolls back.
///
/// Errors: BAD_CSV for a file that is none, and the database's own.
Result<ImportResult> importSpaces(store::Database &database, const QByteArray &csv, bool dryRun,
                                  UtcTime now);

/// The columns that importSpaces reads, in the order in which an export writes them.
QStringList importColumns();
QStringList exportRow(const domain::Space &space);

} // namespace parking::engine
