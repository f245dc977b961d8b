#pragma once

#include "archive/archiveschema.h"

namespace parking::archive {

/// What an archive of an older schema lacks of the present one stands beside it for as long as its
/// connection lasts: temporary views, made from two schemas that this program made itself, so that
/// nothing of the file has a say in them. The file stays as it is. A column that came later has its
/// standard value, or none; a table that came later has no rows.
///
/// BAD_FILE when a column came later that can neither be NULL nor has a standard value: what would
/// have stood there nobody can say.
Result<> supplyMissing(store::Database &database, const Schema &own, const Schema &present);

/// The statements for that; an empty line ends one.
Result<QString> missingViews(const Schema &own, const Schema &present);

} // namespace parking::archive
