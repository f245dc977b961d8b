#include "read/rights.h"

#include "store/rights.h"

namespace parking::read {

Result<domain::DatabaseRights> rights(store::Database &database)
{
    return store::rightsOf(database);
}

} // namespace parking::read
