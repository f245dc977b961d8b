#pragma once

#include "domain/rights.h"
#include "store/database.h"

namespace parking::read {

/// What the login of this connection may do: asked of the database, never guessed.
Result<domain::DatabaseRights> rights(store::Database &database);

} // namespace parking::read
