#include "engine/spaces/devicechanges.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "store/actstore.h"
#include "store/fleetstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

namespace parking::engine {

namespace {

using domain::Binding;
using domain::DeviceChange;
using domain::Space;
using domain::SpaceId;

Binding bindingOf(const Space &space)
{
    return {space.sensorEui, space.displayEui};
}

/// What each space is to have: those of the change, and others whose devices go there.
QHash<SpaceId, Binding> wholeOf(const QHash<SpaceId, Binding> &wanted, const QList<Space> &spaces)
{
    QHash<SpaceId, Binding> whole = wanted;
    for (const Space &space : spaces) {
        if (wanted.contains(space.id))
            continue;
        const Binding left = domain::freed(bindingOf(space), wanted);
        if (left != bindingOf(space))
            whole.insert(space.id, left);
    }
    return whole;
}

Error changedMeanwhile()
{
    return {problem::kChangedMeanwhile, u"the devices are not what they were"_s};
}

/// Frees what changes before it is bound again. What a sensor said that stays holds.
Result<> write(store::SpaceStore &store, QList<Space> spaces, const QHash<SpaceId, Binding> &whole,
               UtcTime now)
{
    spaces.removeIf([&whole](const Space &space) {
        return !whole.contains(space.id) || whole.value(space.id) == bindingOf(space);
    });
    for (Space &space : spaces) {
        const Binding wanted = whole.value(space.id);
        if (space.sensorEui != wanted.sensor)
            space.sensorEui.reset();
        if (space.displayEui != wanted.display)
            space.displayEui.reset();
        if (Result<> done = store.update(space, now); !done)
            return done;
    }
    for (Space &space : spaces) {
        space.sensorEui = whole.value(space.id).sensor;
        space.displayEui = whole.value(space.id).display;
        if (Result<> done = store.update(space, now); !done)
            return done;
    }
    return {};
}

} // namespace

Result<DeviceChange> changeDevices(store::Database &database, const DeviceChange &change,
                                   const std::optional<DeviceChange> &expected, UtcTime now,
                                   const QString &actor)
{
    const Result<DevicesChanged> written = writeDevices(database, change, expected, now);
    if (!written)
        return written.error();
    if (Result<> done = store::ActStore(database).append(written->acts, actor, now); !done)
        return done.error();
    return written->before;
}

Result<DevicesChanged> writeDevices(store::Database &database, const DeviceChange &change,
                                    const std::optional<DeviceChange> &expected, UtcTime now)
{
    const Result<domain::Site> site = store::SiteStore(database).firstLocked(); // one at a time
    if (!site)
        return site.error();
    store::SpaceStore store(database);
    const Result<QList<Space>> spaces = store.all(site->id);
    if (!spaces)
        return spaces.error();
    const QHash<SpaceId, Binding> whole = wholeOf(change.bindings, *spaces);
    DeviceChange before;
    for (const Space &space : *spaces) {
        if (whole.contains(space.id))
            before.bindings.insert(space.id, bindingOf(space));
    }
    for (auto it = change.bindings.begin(); it != change.bindings.end(); ++it) {
        if (!before.bindings.contains(it.key()))
            return domain::errors::notFound(u"Space"_s, it.key().toString());
        if (expected && expected->bindings.value(it.key()) != before.bindings.value(it.key()))
            return changedMeanwhile();
    }
    for (auto it = change.retired.begin(); it != change.retired.end(); ++it) {
        const auto was = store::setRetired(database, it.key(), it.value());
        if (!was)
            return was.error();
        before.retired.insert(it.key(), *was);
        if (expected && expected->retired.value(it.key()).has_value() != was->has_value())
            return changedMeanwhile();
    }
    if (Result<> done = write(store, *spaces, whole, now); !done)
        return done.error();
    return DevicesChanged{
        before, domain::actsOf(before, {.bindings = whole, .retired = change.retired}, *spaces)};
}

} // namespace parking::engine
