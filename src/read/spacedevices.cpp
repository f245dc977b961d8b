#include "read/spacedevices.h"

#include "read/fleet.h"
#include "store/displaystore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

namespace parking::read {

Result<domain::SpaceDevices> spaceDevices(store::Database &database, UtcTime now)
{
    const Result<QList<domain::FleetDevice>> devices = fleet(database, now);
    if (!devices)
        return devices.error();
    const auto displays = store::DisplayStore(database).find();
    if (!displays)
        return displays.error();
    return domain::SpaceDevices{*devices, *displays};
}

Result<QList<domain::Space>> deletedSpaces(store::Database &database, int limit)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    return store::SpaceStore(database).deleted(site->id, limit);
}

} // namespace parking::read
