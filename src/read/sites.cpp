#include "read/sites.h"

#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

namespace parking::read {

Result<domain::SiteSnapshot> site(store::Database &database)
{
    const Result<domain::Site> found = store::SiteStore(database).first();
    if (!found)
        return found.error();
    const Result<QList<domain::Floor>> floors = store::FloorStore(database).all(found->id);
    if (!floors)
        return floors.error();
    Result<QList<domain::Space>> spaces = store::SpaceStore(database).all(found->id);
    if (!spaces)
        return spaces.error();
    // Without a state they would pass for free.
    const QSet<domain::SpaceId> unreadable = store::StateStore(database).unreadable();
    spaces->removeIf([&](const domain::Space &space) { return unreadable.contains(space.id); });
    return domain::SiteSnapshot{*found, *floors, *spaces, {}};
}

Result<domain::SiteSnapshot> siteNames(store::Database &database)
{
    const Result<domain::Site> found = store::SiteStore(database).first();
    if (!found)
        return found.error();
    const Result<QList<domain::Floor>> floors = store::FloorStore(database).places(found->id);
    if (!floors)
        return floors.error();
    const Result<QList<domain::Space>> spaces = store::SpaceStore(database).all(found->id);
    if (!spaces)
        return spaces.error();
    return domain::SiteSnapshot{*found, *floors, *spaces, {}};
}

} // namespace parking::read
