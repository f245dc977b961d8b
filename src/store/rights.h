#pragma once

#include "domain/rights.h"
#include "store/database.h"

namespace parking::store {

/// Of the login of this connection.
Result<domain::DatabaseRights> rightsOf(Database &database);

} // namespace parking::store
