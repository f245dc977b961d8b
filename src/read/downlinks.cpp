#include "read/downlinks.h"

namespace parking::read {

Result<domain::DownlinkPage> downlinks(store::Database &database,
                                       const domain::DownlinkFilter &filter, int limit, int offset)
{
    return store::DownlinkStore(database).list(filter, {.limit = limit, .offset = offset});
}

} // namespace parking::read
