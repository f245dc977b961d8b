#include "engine/lamps/lampsettings.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/errors.h"
#include "store/devicestore.h"
#include "store/displaystore.h"
#include "store/sitestore.h"
#include "store/statestore.h"

namespace parking::engine {

Result<> storeDisplaySettings(store::Database &database, domain::DevEui display,
                              const domain::DisplaySettings &settings)
{
    if (const auto read = domain::parseDisplaySettings(domain::toJson(settings)); !read)
        return read.error();
    const auto spaces = store::StateStore(database).displayed({display});
    if (!spaces)
        return spaces.error();
    if (spaces->isEmpty())
        return domain::errors::notFound(u"Display"_s, display.toString());
    return store::DisplayStore(database).saveSettings(display, settings);
}

Result<> storeDisplayPolicy(store::Database &database, const domain::DisplayPolicy &policy)
{
    store::SiteStore sites(database);
    Result<domain::Site> site = sites.firstLocked();
    if (!site)
        return site.error();
    QJsonObject lamps = site->settings.value(u"lamps").toObject(); // others' members stay
    const QJsonObject ours = domain::toJson(policy);
    for (auto it = ours.begin(); it != ours.end(); ++it)
        lamps.insert(it.key(), it.value());
    site->settings.insert(u"lamps"_s, lamps);
    return sites.update(*site);
}

Result<> storeDeviceType(store::Database &database, domain::DevEui device, const QString &type,
                         UtcTime now)
{
    if (!devices::findType(type) && !type.isEmpty())
        return domain::errors::validation(u"type"_s, u"%1 is no device type"_s.arg(type));
    if (Result<> done = store::DeviceStore(database).setType(device, type, now); !done)
        return done;
    store::DisplayStore store(database);
    auto displays = store.find({device});
    if (!displays)
        return displays.error();
    domain::Display display = displays->value(device);
    if (display.problem.isEmpty())
        return {};
    display.problem.clear();
    display.suggestedType.clear();
    display.problemSince.reset();
    display.mismatches = 0;
    return store.save({display});
}

} // namespace parking::engine
