#pragma once

#include "domain/snapshot.h"
#include "store/database.h"

namespace parking::read {

/// The site with its floors and spaces; statuses come from who watches them.
Result<domain::SiteSnapshot> site(store::Database &database);
/// The same for who asks what things are called: floors have neither plan nor picture, and spaces
/// whose state cannot be read are among them.
Result<domain::SiteSnapshot> siteNames(store::Database &database);

} // namespace parking::read
