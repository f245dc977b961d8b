#include "engine/lamps/lampsettings.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "domain/settingacts.h"
#include "engine/station/meanwhile.h"
#include "store/actstore.h"
#include "store/displaystore.h"
#include "store/fleetstore.h"
#include "store/sitestore.h"
#include "store/statestore.h"

namespace parking::engine {

Result<> storeDisplaySettings(store::Database &database, domain::DevEui display,
                              const domain::DisplaySettings &settings, const QString &actor,
                              UtcTime now)
{
    if (const auto read = domain::parseDisplaySettings(domain::toJson(settings)); !read)
        return read.error();
    const auto spaces = store::StateStore(database).displayed({display});
    if (!spaces)
        return spaces.error();
    if (spaces->isEmpty())
        return domain::errors::notFound(u"Display"_s, display.toString());
    store::DisplayStore displays(database);
    const auto before = displays.find({display});
    if (!before)
        return before.error();
    if (Result<> done = displays.saveSettings(display, settings); !done)
        return done;
    const auto act = domain::actOf(display, before->value(display).settings, settings);
    return act ? store::ActStore(database).append({*act}, actor, now) : Result<>();
}

Result<> storeDisplayPolicy(store::Database &database, const domain::DisplayPolicy &policy,
                            const QString &actor, UtcTime now)
{
    store::SiteStore sites(database);
    Result<domain::Site> site = sites.firstLocked();
    if (!site)
        return site.error();
    QJsonObject lamps = site->settings.value(u"lamps").toObject(); // others' members stay
    const QJsonObject ours = domain::toJson(policy);
    for (auto it = ours.begin(); it != ours.end(); ++it)
        lamps.insert(it.key(), it.value());
    const domain::Site before = *site;
    site->settings.insert(u"lamps"_s, lamps);
    return sites.change(before, *site, actor, now);
}

Result<> storeDeviceType(store::Database &database, domain::DevEui device, const QString &type,
                         const QString &actor, UtcTime now, const std::optional<QString> &expected)
{
    if (expected) {
        if (const auto site = store::SiteStore(database).firstLocked(); !site) // one at a time
            return site.error();
    }
    const auto known = store::deviceSettings(database, {device});
    if (!known)
        return known.error();
    const QString before = known->value(device).type;
    if (expected && before != *expected)
        return typeChangedMeanwhile(database, device, before);
    if (Result<> done = storeDeviceTypes(database, {{device, type}}, now); !done)
        return done;
    if (before == type)
        return {};
    return store::ActStore(database).append({domain::deviceAct(device, {u"type"_s, before, type})},
                                            actor, now);
}

Error typeChangedMeanwhile(store::Database &database, domain::DevEui device, const QString &type)
{
    const auto last =
        lastActOf(database, {domain::ActSubject::Device, device.toString(), {u"type"_s}});
    const QString actor = last ? last->actor : QString();
    return {problem::kChangedMeanwhile,
            u"the type of %1 is not what it was"_s.arg(device.toString()),
            {{u"code"_s, device.toString()}, {u"actor"_s, actor}, {u"type"_s, type}}};
}

Result<> storeDeviceTypes(store::Database &database, const QHash<domain::DevEui, QString> &types,
                          UtcTime now)
{
    if (types.isEmpty())
        return {}; // of none is of all, for who asks for displays
    for (const QString &type : types) {
        if (!devices::findType(type) && !type.isEmpty())
            return domain::errors::validation(u"type"_s, u"%1 is no device type"_s.arg(type));
    }
    if (Result<> done = store::setDeviceTypes(database, types, now); !done)
        return done;
    store::DisplayStore store(database);
    const auto displays = store.find(types.keys());
    if (!displays)
        return displays.error();
    QList<domain::Display> cleared;
    for (domain::Display display : *displays) {
        if (display.problem.isEmpty())
            continue;
        display.problem.clear();
        display.suggestedType.clear();
        display.problemSince.reset();
        display.mismatches = 0;
        cleared.append(display);
    }
    return cleared.isEmpty() ? Result<>() : store.save(cleared);
}

} // namespace parking::engine
