#include "engine/spaces/devicechanges.h"

#include "base/literals.h"
#include "domain/act.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "engine/lamps/lampsettings.h"
#include "engine/station/meanwhile.h"
#include "store/actstore.h"
#include "store/fleetstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

namespace parking::engine {

namespace {

using domain::ActSubject;
using domain::Binding;
using domain::DevEui;
using domain::DeviceChange;
using domain::Space;
using domain::SpaceId;
using store::DeviceSettings;
using Bindings = QHash<SpaceId, Binding>;
using Settings = QHash<DevEui, DeviceSettings>;

/// What is being worked on: the change, what each space is to have, and how they stand.
struct DevicesWork {
    const DeviceChange &change;
    const QList<Space> spaces;
    const QHash<SpaceId, Binding> whole;
};

Binding bindingOf(const Space &space)
{
    return {space.sensorEui, space.displayEui};
}

/// What each space is to have: those of the change, and others whose devices go there.
Bindings wholeOf(const Bindings &wanted, const QList<Space> &spaces)
{
    Bindings whole = wanted;
    const QSet<DevEui> bound = domain::devicesOf(wanted);
    for (const Space &space : spaces) {
        if (wanted.contains(space.id))
            continue;
        const Binding left = domain::freed(bindingOf(space), bound);
        if (left != bindingOf(space))
            whole.insert(space.id, left);
    }
    return whole;
}

// --- What stands ---------------------------------------------------------------------------------

/// All devices whose settings a change is about.
Result<Settings> settingsOf(store::Database &database, const DeviceChange &change)
{
    QSet<DevEui> devices;
    for (const auto &list : {change.retired.keys(), change.names.keys(), change.types.keys()})
        devices.unite({list.cbegin(), list.cend()});
    return store::deviceSettings(database, devices.values());
}

DeviceChange standing(const DeviceChange &change, const Bindings &whole, const QList<Space> &spaces,
                      const Settings &settings)
{
    DeviceChange before;
    for (const Space &space : spaces) {
        if (whole.contains(space.id))
            before.bindings.insert(space.id, bindingOf(space));
    }
    for (const DevEui &eui : change.retired.keys())
        before.retired.insert(eui, settings.value(eui).retiredAt);
    for (const DevEui &eui : change.names.keys())
        before.names.insert(eui, settings.value(eui).name);
    for (const DevEui &eui : change.types.keys())
        before.types.insert(eui, settings.value(eui).type);
    return before;
}

/// Everything that is to change is there.
Result<> allFound(const DeviceChange &change, const DeviceChange &before, const Settings &settings)
{
    for (auto it = change.bindings.cbegin(); it != change.bindings.cend(); ++it) {
        if (!before.bindings.contains(it.key()))
            return domain::errors::notFound(u"Space"_s, it.key().toString());
    }
    const auto missing = [](DevEui eui) {
        return domain::errors::notFound(u"Device"_s, eui.toString());
    };
    for (auto it = change.retired.cbegin(); it != change.retired.cend(); ++it) {
        if (!settings.contains(it.key()))
            return missing(it.key());
    }
    for (auto it = change.names.cbegin(); it != change.names.cend(); ++it) {
        const bool mayBeMade = it->isEmpty() || change.unheard.contains(it.key());
        if (!settings.contains(it.key()) && !mayBeMade)
            return missing(it.key());
    }
    return {};
}

template <class Key, class Value>
bool isAs(const QHash<Key, Value> &before, const QHash<Key, Value> &expected)
{
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (it.value() != expected.value(it.key()))
            return false;
    }
    return true;
}

/// Names and types are. A name is as it was seen, whoever gave it, or as it
/// was set.
bool isAsExpected(const DeviceChange &before, const DeviceChange &expected,
                  const Settings &settings)
{
    for (auto it = before.names.cbegin(); it != before.names.cend(); ++it) {
        const QString name = expected.names.value(it.key());
        if (name != it.value() && name != settings.value(it.key()).shownName)
            return false;
    }
    return isAs(before.types, expected.types);
}

/// All that this change moves is as it was seen, and what retires is nobody's.
Result<> compare(store::Database &database, const DevicesWork &work, const DeviceChange &before,
                 const DeviceChange &expected, const Settings &settings)
{
    for (const Space &space : work.spaces) {
        const auto wanted = work.whole.constFind(space.id);
        const bool isMoved = wanted != work.whole.cend();
        const Binding after = isMoved ? *wanted : bindingOf(space);
        const auto retires = [&work](const std::optional<DevEui> &eui) {
            return eui && work.change.retired.value(*eui).has_value();
        };
        if ((isMoved && expected.bindings.value(space.id) != bindingOf(space))
            || retires(after.sensor) || retires(after.display))
            return changedMeanwhile(
                database, {ActSubject::Space, space.id.toString(), {u"sensor"_s, u"lamp"_s}},
                space.code);
    }
    for (auto it = before.retired.cbegin(); it != before.retired.cend(); ++it) {
        if (it->has_value() != expected.retired.value(it.key()).has_value()) // not since when
            return changedMeanwhile(database,
                                    {ActSubject::Device, it.key().toString(), {u"retired"_s}},
                                    it.key().toString());
    }
    if (!isAsExpected(before, expected, settings))
        return Error{problem::kChangedMeanwhile, u"the devices are not what they were"_s};
    return {};
}

// --- Written -------------------------------------------------------------------------------------

/// Each space as it is to be is a space, and no device hangs at two.
Result<> check(const QList<Space> &spaces, const Bindings &whole)
{
    QSet<DevEui> sensors;
    QSet<DevEui> displays;
    const auto take = [](QSet<DevEui> &taken, const std::optional<DevEui> &eui) {
        if (!eui)
            return true;
        const qsizetype before = taken.size();
        taken.insert(*eui);
        return taken.size() > before;
    };
    for (Space space : spaces) {
        const auto wanted = whole.constFind(space.id);
        if (wanted == whole.cend())
            continue;
        space.sensorEui = wanted->sensor;
        space.displayEui = wanted->display;
        if (Result<> checked = domain::validate(space); !checked)
            return checked;
        if (!take(sensors, wanted->sensor))
            return domain::errors::duplicate(u"Sensor"_s, wanted->sensor->toString());
        if (!take(displays, wanted->display))
            return domain::errors::duplicate(u"Display"_s, wanted->display->toString());
    }
    return {};
}

/// Frees what changes before it is bound again. What a sensor said that stays holds.
Result<> bind(store::Database &database, const QList<Space> &spaces, const Bindings &whole,
              UtcTime now)
{
    if (Result<> checked = check(spaces, whole); !checked)
        return checked;
    Bindings freed;
    Bindings bound;
    for (const Space &space : spaces) {
        const Binding before = bindingOf(space);
        const auto wanted = whole.constFind(space.id);
        if (wanted == whole.cend() || *wanted == before)
            continue;
        Binding kept = before;
        if (before.sensor != wanted->sensor)
            kept.sensor.reset();
        if (before.display != wanted->display)
            kept.display.reset();
        if (kept != before)
            freed.insert(space.id, kept);
        bound.insert(space.id, *wanted);
    }
    if (Result<> done = store::setBindings(database, freed, now); !done)
        return done;
    return store::setBindings(database, bound, now);
}

Result<> set(store::Database &database, const DeviceChange &change, UtcTime now)
{
    if (Result<> done = store::addDevices(database, change.unheard, now); !done)
        return done;
    if (Result<> done = store::setDeviceNames(database, change.names); !done)
        return done;
    if (Result<> done = storeDeviceTypes(database, change.types, now); !done)
        return done;
    return store::setRetired(database, change.retired);
}

} // namespace

Result<DeviceChange> changeDevices(store::Database &database, const DeviceChange &change,
                                   const std::optional<DeviceChange> &expected, UtcTime now,
                                   const QString &actor)
{
    const Result<domain::Site> site = store::SiteStore(database).firstLocked(); // one at a time
    if (!site)
        return site.error();
    const Result<QList<Space>> spaces = store::SpaceStore(database).all(site->id);
    if (!spaces)
        return spaces.error();
    const Result<Settings> settings = settingsOf(database, change);
    if (!settings)
        return settings.error();
    const Bindings whole = wholeOf(change.bindings, *spaces);
    // In one order with the batches of uplinks, as changeSpaces() does.
    if (const auto locked = store::StateStore(database).lock(whole.keys()); !locked)
        return locked.error();
    const DeviceChange before = standing(change, whole, *spaces, *settings);
    if (Result<> found = allFound(change, before, *settings); !found)
        return found.error();
    if (expected) {
        const DevicesWork work{change, *spaces, whole};
        if (Result<> same = compare(database, work, before, *expected, *settings); !same)
            return same.error();
    }
    if (Result<> done = set(database, change, now); !done)
        return done.error();
    if (Result<> done = bind(database, *spaces, whole, now); !done)
        return done.error();
    DeviceChange seen = before; // by the names that people saw
    for (auto it = seen.names.begin(); it != seen.names.end(); ++it)
        *it = settings->value(it.key()).shownName;
    DeviceChange after = change;
    after.bindings = whole;
    const QList<domain::Act> acts = domain::actsOf(seen, after, *spaces);
    if (Result<> done = store::ActStore(database).append(acts, actor, now); !done)
        return done.error();
    return before;
}

} // namespace parking::engine
