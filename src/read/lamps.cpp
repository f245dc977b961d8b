#include "read/lamps.h"

#include "devices/displayframe.h"
#include "read/stations.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

namespace parking::read {

namespace {

using domain::Display;
using domain::LampFrame;

Result<std::optional<LampFrame>> wantedFrame(store::Database &database, const Display &display,
                                             UtcTime now)
{
    const auto shown = store::StateStore(database).displayed({display.devEui});
    if (!shown)
        return shown.error();
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const auto station = workingStation(database, now);
    if (!station)
        return station.error();
    if (shown->isEmpty())
        return std::optional<LampFrame>();
    const bool isDark = *station && (*station)->details.value(store::kLampsDark).toBool();
    const domain::DisplayPolicy policy = domain::parseDisplayPolicy(site->settings).valueOr({});
    return devices::wantedFrame(display, policy, isDark, shown->first().state);
}

} // namespace

Result<std::optional<domain::LampStatus>> lamp(store::Database &database, domain::SpaceId space,
                                               UtcTime now)
{
    const Result<domain::Space> found = store::SpaceStore(database).find(space);
    if (!found)
        return found.error();
    if (!found->displayEui)
        return std::optional<domain::LampStatus>();
    store::DownlinkStore ledger(database);
    const auto displays = store::DisplayStore(database).find({*found->displayEui});
    if (!displays)
        return displays.error();
    domain::LampStatus status;
    status.display = displays->value(*found->displayEui);
    const auto wanted = wantedFrame(database, status.display, now);
    if (!wanted)
        return wanted.error();
    status.wanted = *wanted;
    const auto last = ledger.lastOf(*found->displayEui);
    if (!last)
        return last.error();
    status.last = *last;
    if (status.last) {
        const auto chain = ledger.chain(*status.last);
        if (!chain)
            return chain.error();
        status.chain = *chain;
    }
    return std::optional(status);
}

} // namespace parking::read
