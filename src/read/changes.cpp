#include "read/changes.h"

namespace parking::read {

Result<QList<domain::StateChange>> recentChanges(store::Database &database, domain::SpaceId space,
                                                 int limit, std::optional<UtcTime> before)
{
    return store::ChangeStore(database).recent(space, limit, before);
}

Result<std::optional<domain::StateChange>> nextChange(store::Database &database,
                                                      domain::SpaceId space, UtcTime moment)
{
    const auto found = store::ChangeStore(database).firstAfter({space}, moment);
    if (!found)
        return found.error();
    return found->changes.isEmpty() ? std::optional<domain::StateChange>() : found->changes.first();
}

} // namespace parking::read
