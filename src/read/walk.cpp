#include "read/walk.h"

#include "devices/devicetype.h"
#include "devices/displayframe.h"
#include "domain/problems.h"
#include "read/fleet.h"
#include "store/devicestore.h"
#include "store/displaystore.h"
#include "store/downlinkquery.h"
#include "store/readingstore.h"
#include "store/spacestore.h"

#include <algorithm>

namespace parking::read {

namespace {

using domain::DevEui;
using domain::FleetDevice;

constexpr int kReadings = 50;
constexpr int kCommands = 50;

Result<> readSensor(store::Database &database, domain::WalkFacts &facts,
                    const QList<FleetDevice> &all)
{
    for (const FleetDevice &d : all) {
        if (d.device.devEui != *facts.sensor)
            continue;
        facts.joinedAt = d.device.lastJoin;
        facts.lastHeard = d.device.lastHeard;
    }
    auto readings = store::ReadingStore(database).newest(*facts.sensor, kReadings);
    if (!readings)
        return readings.error();
    std::reverse(readings->begin(), readings->end());
    facts.readings = *std::move(readings);
    return {};
}

Result<> readLamp(store::Database &database, domain::WalkFacts &facts)
{
    const auto displays = store::DisplayStore(database).find({*facts.lamp});
    if (!displays)
        return displays.error();
    const devices::DeviceType *type = devices::displayType(displays->value(*facts.lamp));
    facts.canLampConfirm = type && type->confirms;
    domain::DownlinkFilter filter;
    filter.devEui = *facts.lamp;
    filter.since = facts.begun;
    auto page = store::DownlinkQuery(database).page(filter, {.limit = kCommands, .offset = 0});
    if (!page)
        return page.error();
    std::reverse(page->rows.begin(), page->rows.end());
    facts.commands = page->rows;
    return {};
}

} // namespace

Result<domain::DeviceKind> kindOf(store::Database &database, DevEui device)
{
    const auto found = store::DeviceStore(database).find(device);
    if (found)
        return found->kind;
    return found.error().code == problem::kNotFound
        ? Result<domain::DeviceKind>(domain::DeviceKind::Sensor)
        : found.error();
}

Result<WalkNews> walk(store::Database &database, const domain::SpaceId &space, UtcTime begun,
                      UtcTime now)
{
    const Result<domain::Space> found = store::SpaceStore(database).find(space);
    if (!found)
        return found.error();
    const auto all = fleet(database, now);
    if (!all)
        return all.error();
    WalkNews news;
    news.facts.begun = begun;
    news.facts.sensor = found->sensorEui;
    news.facts.lamp = found->displayEui;
    if (news.facts.sensor) {
        if (const Result<> done = readSensor(database, news.facts, *all); !done)
            return done.error();
    }
    if (news.facts.lamp) {
        if (const Result<> done = readLamp(database, news.facts); !done)
            return done.error();
    }
    for (const FleetDevice &d : *all) {
        if (d.device.lastHeard && now - *d.device.lastHeard <= domain::kWalkHeard)
            news.heard.append(d);
    }
    std::sort(news.heard.begin(), news.heard.end(), [](const FleetDevice &a, const FleetDevice &b) {
        return std::pair(*b.device.lastHeard, a.device.devEui.value())
            < std::pair(*a.device.lastHeard, b.device.devEui.value());
    });
    return news;
}

} // namespace parking::read
