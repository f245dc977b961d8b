#include "read/changes.h"

namespace parking::read {

Result<QList<domain::StateChange>> recentChanges(store::Database &database, domain::SpaceId space,
                                                 int limit, std::optional<UtcTime> before)
{
    return store::ChangeStore(database).recent(space, limit, before);
}

} // namespace parking::read
