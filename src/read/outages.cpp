#include "read/outages.h"

#include "store/outagestore.h"

namespace parking::read {

Result<QList<domain::Outage>> recentOutages(store::Database &database, int limit)
{
    return store::OutageStore(database).recent(limit);
}

} // namespace parking::read
