#include "read/lamps.h"

#include "devices/devicetype.h"
#include "devices/displayframe.h"
#include "read/stations.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

namespace parking::read {

namespace {

using domain::LampOrder;

/// What holds for all lamps.
struct Rules {
    domain::DisplayPolicy policy;
    bool isBlind = false; ///< the station is, and the site wants dark lamps then
};

Result<Rules> readRules(store::Database &database, UtcTime now)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const auto station = workingStation(database, now);
    if (!station)
        return station.error();
    return Rules{
        .policy = domain::parseDisplayPolicy(site->settings).valueOr({}),
        .isBlind = *station && (*station)->details.value(store::kLampsDark).toBool(),
    };
}

/// What the lamp is to do, and the frame for it.
void tellWanted(domain::LampStatus &lamp, const store::DisplayedState &displayed,
                const Rules &rules, UtcTime now)
{
    lamp.unknown = whyUnknown(displayed, now);
    lamp.order = domain::lampOrder(rules.policy, rules.isBlind, !lamp.unknown);
    if (lamp.order != LampOrder::StayAsItIs)
        lamp.wanted = devices::wantedFrame(lamp.display, rules.policy,
                                           lamp.order == LampOrder::GoDark, lampWord(displayed));
}

} // namespace

std::optional<domain::Unknown> whyUnknown(const store::DisplayedState &displayed, UtcTime now)
{
    domain::SpaceStatus status = displayed.status;
    status.setLimit(devices::silenceLimit(displayed.sensorType, displayed.longestOfDays));
    return domain::whyUnknown(status, status.confidence(now));
}

domain::LampWord lampWord(const store::DisplayedState &displayed)
{
    return {displayed.status.state,
            displayed.status.reason == domain::StateReason::ReservationSoon};
}

Result<std::optional<domain::LampStatus>> lamp(store::Database &database, domain::SpaceId space,
                                               UtcTime now)
{
    const Result<domain::Space> found = store::SpaceStore(database).find(space);
    if (!found)
        return found.error();
    if (!found->displayEui)
        return std::optional<domain::LampStatus>();
    const Result<domain::LampStatus> status = lampOf(database, *found->displayEui, now);
    return status ? Result(std::optional(*status)) : status.error();
}

Result<domain::LampStatus> lampOf(store::Database &database, domain::DevEui device, UtcTime now)
{
    store::DownlinkStore ledger(database);
    const auto displays = store::DisplayStore(database).find({device});
    if (!displays)
        return displays.error();
    domain::LampStatus status;
    status.display = displays->value(device);
    status.display.devEui = device;
    const auto displayed = store::StateStore(database).displayed({device});
    const Result<Rules> rules = readRules(database, now);
    if (!displayed || !rules)
        return displayed ? rules.error() : displayed.error();
    if (!displayed->isEmpty())
        tellWanted(status, displayed->first(), *rules, now);
    const auto last = ledger.lastOf(device);
    if (!last)
        return last.error();
    status.last = *last;
    if (status.last) {
        const auto chain = ledger.chain(*status.last);
        if (!chain)
            return chain.error();
        status.chain = *chain;
    }
    return status;
}

Result<domain::LampsKnown> lamps(store::Database &database, UtcTime now)
{
    domain::LampsKnown known;
    const auto displayed = store::StateStore(database).displayed();
    if (!displayed)
        return displayed.error();
    if (displayed->isEmpty())
        return known;
    const auto displays = store::DisplayStore(database).find();
    const Result<Rules> rules = readRules(database, now);
    if (!displays || !rules)
        return displays ? rules.error() : displays.error();
    const auto rows = store::DownlinkStore(database).lastEnded(displays->keys());
    if (!rows)
        return rows.error();
    QHash<domain::DevEui, domain::Downlink> ended;
    for (const domain::Downlink &row : *rows)
        ended.insert(row.devEui, row);
    for (const store::DisplayedState &one : *displayed) {
        domain::LampStatus lamp;
        lamp.display = displays->value(one.displayEui);
        tellWanted(lamp, one, *rules, now);
        const auto row = ended.constFind(one.displayEui);
        domain::take(known, one.code, lamp,
                     row == ended.cend() ? std::nullopt : std::optional(*row));
    }
    return known;
}

} // namespace parking::read
