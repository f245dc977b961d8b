#include "read/sites.h"

#include "store/floorstore.h"
#include "store/spacestore.h"

namespace parking::read {

Result<domain::SiteSnapshot> site(store::Database &database)
{
    const Result<domain::Site> found = store::SiteStore(database).first();
    if (!found)
        return found.error();
    const Result<QList<domain::Floor>> floors = store::FloorStore(database).all(found->id);
    if (!floors)
        return floors.error();
    const Result<QList<domain::Space>> spaces = store::SpaceStore(database).all(found->id);
    if (!spaces)
        return spaces.error();
    return domain::SiteSnapshot{*found, *floors, *spaces, {}};
}

} // namespace parking::read
