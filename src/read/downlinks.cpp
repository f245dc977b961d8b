#include "read/downlinks.h"
#include "store/downlinkquery.h"

namespace parking::read {

Result<domain::DownlinkPage> downlinks(store::Database &database,
                                       const domain::DownlinkFilter &filter, int limit, int offset)
{
    return store::DownlinkQuery(database).page(filter, {.limit = limit, .offset = offset});
}

} // namespace parking::read
