#include "read/downlinks.h"
#include "store/downlinkquery.h"

namespace parking::read {

Result<domain::DownlinkPage> downlinks(store::Database &database,
                                       const domain::DownlinkFilter &filter, int limit, int offset,
                                       const domain::NewestOf &newestOf)
{
    return store::DownlinkQuery(database).page(filter, {.limit = limit, .offset = offset},
                                               newestOf);
}

Result<QList<domain::Downlink>> olderDownlinks(store::Database &database,
                                               const domain::DownlinkFilter &filter, qint64 before,
                                               int limit, const domain::NewestOf &newestOf)
{
    return store::DownlinkQuery(database).older(filter, before, limit, newestOf);
}

Result<domain::DownlinkNews> downlinkNews(store::Database &database,
                                          const domain::DownlinkLook &look)
{
    return store::DownlinkQuery(database).news(look);
}

} // namespace parking::read
