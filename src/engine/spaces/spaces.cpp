#include "engine/spaces/spaces.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "engine/lamps/lampsettings.h"
#include "engine/spaces/devicechanges.h"
#include "engine/spaces/layoutwork.h"
#include "engine/spaces/livestates.h"
#include "engine/spaces/spaceimport.h"
#include "engine/station/ingestrole.h"
#include "engine/station/meanwhile.h"
#include "read/sites.h"
#include "store/actstore.h"
#include "store/devicestore.h"
#include "store/floorstore.h"
#include "store/sessions.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

#include <algorithm>

namespace parking::engine {

using domain::SpaceId;

namespace {

constexpr int kReasonMax = 200;

Result<> check(const domain::Override &value, UtcTime now)
{
    if (value.state == domain::SpaceState::Reserved)
        return domain::errors::validation(u"state"_s,
                                          u"an override is MAINTENANCE, OCCUPIED or FREE"_s);
    if (value.reason.size() > kReasonMax || value.reason.contains(QChar::Null))
        return domain::errors::validation(u"reason"_s, u"at most %1 characters"_s.arg(kReasonMax));
    if (value.until && *value.until <= now)
        return domain::errors::validation(u"until"_s, u"the end must lie in the future"_s);
    return {};
}

/// Names the seeded site and fills it.
Result<> fillSite(store::Database &database, const domain::SiteSnapshot &site, UtcTime now)
{
    store::SiteStore sites(database);
    const Result<domain::Site> seeded = sites.first();
    if (!seeded)
        return seeded.error();
    domain::Site named = site.site;
    named.id = seeded->id;
    if (Result<> done = sites.update(named); !done)
        return done;
    store::FloorStore floors(database);
    for (domain::Floor floor : site.floors) {
        floor.siteId = named.id;
        if (Result<> done = floors.save(floor, now); !done)
            return done;
    }
    QList<domain::Space> spaces = site.spaces;
    for (domain::Space &space : spaces)
        space.siteId = named.id;
    return store::SpaceStore(database).createMany(spaces, now);
}

bool hasEnded(const std::optional<domain::Override> &value, UtcTime now)
{
    return value && value->until && *value->until <= now;
}

bool saySame(const std::optional<domain::Override> &a, const std::optional<domain::Override> &b)
{
    if (!a || !b)
        return !a && !b;
    return a->state == b->state && a->reason == b->reason && a->until == b->until;
}

/// RECORD_NOT_FOUND for the first of `ids` that is not there.
Result<> holdsAll(const QList<MovingSpace> &locked, const QList<SpaceId> &ids)
{
    for (const SpaceId &id : ids) {
        const auto isThis = [&id](const MovingSpace &space) { return space.row.id == id; };
        if (std::none_of(locked.cbegin(), locked.cend(), isThis))
            return domain::errors::notFound(u"Space"_s, id.toString());
    }
    return {};
}

} // namespace

Result<domain::SiteSnapshot> Spaces::snapshot()
{
    Result<domain::SiteSnapshot> snapshot = m_context.link.with(read::site);
    if (snapshot)
        snapshot->statuses = m_context.states.all();
    return snapshot;
}

// --- Overrides -----------------------------------------------------------------------------------

Result<domain::Overrides> Spaces::setOverrides(const domain::Overrides &values,
                                               const QString &actor,
                                               const std::optional<domain::Overrides> &expected)
{
    const UtcTime now = m_context.clock.now();
    for (const std::optional<domain::Override> &value : values) {
        if (Result<> checked = value ? check(*value, now) : Result<>(); !checked)
            return checked.error();
    }
    domain::Overrides before;
    const Result<> moved = move(m_context, now, [&](Movement &movement) -> Result<> {
        if (Result<> done = movement.lock(values.keys(), store::BadRows::Refuse); !done)
            return done;
        const Result<QString> name = store::actorOf(movement.database(), actor);
        if (!name)
            return name.error();
        if (Result<> complete = holdsAll(movement.spaces(), values.keys()); !complete)
            return complete;
        for (MovingSpace &space : movement.spaces()) {
            std::optional<domain::Override> &set = space.row.inputs.operatorOverride;
            if (expected && !saySame(set, expected->value(space.row.id)))
                return Error{
                    problem::kChangedMeanwhile,
                    u"the override of %1 is not what it was"_s.arg(space.row.id.toString()),
                    {{u"actor"_s, set ? set->actor : QString()}}};
            before.insert(space.row.id, set);
            set = values.value(space.row.id);
            if (set && *name != actor)
                set->actor = *name;
            if (set && (set->since == UtcTime() || set->since > now))
                set->since = now;
            movement.settle(
                space,
                {.source = u"override"_s, .actor = *name, .note = set ? set->reason : QString()});
        }
        return {};
    });
    return moved ? Result<domain::Overrides>(before) : moved.error();
}

// --- By the clock --------------------------------------------------------------------------------

MovementCause causeByClock(const domain::StateInputs &inputs, UtcTime now)
{
    if (hasEnded(inputs.operatorOverride, now))
        return {.source = u"engine"_s, .note = u"override ended"_s};
    return {.source = u"engine"_s, .note = inputs.sensor ? QString() : u"the sensor left"_s};
}

void Spaces::tick()
{
    if (m_context.role.isHeld())
        m_context.link.log(settleDue());
}

Result<> Spaces::settleDue()
{
    const UtcTime now = m_context.clock.now();
    const Result<QList<SpaceId>> due = m_context.link.with(
        [now](store::Database &database) { return store::StateStore(database).due(now); });
    if (!due)
        return due.error();
    if (due->isEmpty())
        return {};
    return move(m_context, now, [&](Movement &movement) -> Result<> {
        if (Result<> done = movement.lock(*due); !done)
            return done;
        for (MovingSpace &space : movement.spaces()) {
            const MovementCause cause = causeByClock(space.row.inputs, now);
            if (hasEnded(space.row.inputs.operatorOverride, now))
                space.row.inputs.operatorOverride.reset();
            movement.settle(space, cause);
        }
        return {};
    });
}

// --- Layout --------------------------------------------------------------------------------------

Result<> Spaces::changeLayout(const std::function<Result<>(store::Database &, UtcTime now)> &work)
{
    const UtcTime now = m_context.clock.now();
    const Result<> done =
        m_context.link.transact([&](store::Database &database) { return work(database, now); });
    if (done)
        Q_EMIT layoutChanged();
    return done;
}

Result<domain::LayoutChange> Spaces::saveLayout(const domain::LayoutChange &change,
                                                const QString &actor,
                                                const std::optional<domain::LayoutChange> &expected)
{
    domain::LayoutChange before;
    const Result<> done = changeLayout([&](store::Database &database, UtcTime now) -> Result<> {
        auto found = engine::saveLayout(database, change, expected, {now, actor});
        if (!found)
            return found.error();
        before = *std::move(found);
        return {};
    });
    return done ? Result<domain::LayoutChange>(before) : done.error();
}

Result<QList<LayoutLeft>> Spaces::restoreLayout(const domain::LayoutChange &change,
                                                const domain::LayoutChange &expected,
                                                const QString &actor)
{
    QList<LayoutLeft> left;
    const Result<> done = changeLayout([&](store::Database &database, UtcTime now) -> Result<> {
        auto restored = engine::restoreLayout(database, change, expected, {now, actor});
        if (!restored)
            return restored.error();
        left = *std::move(restored);
        return {};
    });
    return done ? Result<QList<LayoutLeft>>(left) : done.error();
}

Result<> Spaces::orderFloors(const FloorOrder &order, const QString &actor)
{
    return changeLayout([&](store::Database &database, UtcTime now) {
        return engine::orderFloors(database, order, {now, actor});
    });
}

Result<SpacesChanged> Spaces::changeSpaces(const domain::SpacesChange &change,
                                           const std::optional<domain::SpacesChange> &expected,
                                           const QString &actor)
{
    SpacesChanged changed;
    const Result<> done = changeLayout([&](store::Database &database, UtcTime now) -> Result<> {
        Result<SpacesChanged> written =
            engine::changeSpaces(database, change, expected, now, actor);
        if (!written)
            return written.error();
        changed = *std::move(written);
        return {};
    });
    return done ? Result<SpacesChanged>(changed) : done.error();
}

Result<> Spaces::createSite(const domain::SiteSnapshot &site)
{
    return changeLayout(
        [&](store::Database &database, UtcTime now) { return fillSite(database, site, now); });
}

Result<> Spaces::changeSite(const domain::SiteChange &change, const QString &actor)
{
    return changeLayout([&](store::Database &database, UtcTime now) -> Result<> {
        store::SiteStore sites(database);
        const Result<domain::Site> site = sites.firstLocked();
        if (!site)
            return site.error();
        const Result<domain::Site> wanted = domain::changed(*site, change);
        return wanted ? sites.change(*site, *wanted, actor, now) : Result<>(wanted.error());
    });
}

Result<> Spaces::noteActs(const QList<domain::Act> &acts, const QString &actor)
{
    return changeLayout([&](store::Database &database, UtcTime now) {
        return store::ActStore(database).append(acts, actor, now);
    });
}

Result<SensorTypes> Spaces::setSensorTypes(const SensorTypes &types, const QString &actor,
                                           const std::optional<SensorTypes> &expected)
{
    SensorTypes before;
    QList<domain::Act> acts;
    const Result<> done = changeLayout([&](store::Database &database, UtcTime now) -> Result<> {
        if (const auto site = store::SiteStore(database).firstLocked(); !site) // one at a time
            return site.error();
        store::DeviceStore devices(database);
        for (auto it = types.begin(); it != types.end(); ++it) {
            const devices::DeviceType *type = devices::findType(it.value());
            if (!it->isEmpty() && (!type || type->kind != domain::DeviceKind::Sensor))
                return domain::errors::validation(u"type"_s,
                                                  u"%1 is no type of sensors"_s.arg(*it));
            const Result<domain::Device> known = devices.find(it.key());
            if (!known && known.error().code != problem::kNotFound)
                return known.error();
            const QString was = known ? known->typeSetting : QString();
            if (expected && expected->value(it.key(), was) != was)
                return typeChangedMeanwhile(database, it.key(), was);
            before.insert(it.key(), was);
            if (Result<> set = devices.setType(it.key(), *it, now); !set)
                return set;
            if (was != *it)
                acts.append(domain::deviceAct(it.key(), {u"type"_s, was, *it}));
        }
        return store::ActStore(database).append(acts, actor, now);
    });
    return done ? Result<SensorTypes>(before) : done.error();
}

Result<domain::DeviceChange>
Spaces::changeDevices(const domain::DeviceChange &change,
                      const std::optional<domain::DeviceChange> &expected, const QString &actor)
{
    domain::DeviceChange before;
    const Result<> done = changeLayout([&](store::Database &database, UtcTime now) -> Result<> {
        const auto changed = engine::changeDevices(database, change, expected, now, actor);
        if (!changed)
            return changed.error();
        before = *changed;
        return {};
    });
    return done ? Result<domain::DeviceChange>(before) : done.error();
}

Result<ImportResult> Spaces::importCsv(const QByteArray &csv, bool dryRun, const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    Result<ImportResult> result = m_context.link.with(
        [&](store::Database &database) { return importSpaces(database, csv, dryRun, now, actor); });
    if (result && result->isGood() && !dryRun)
        Q_EMIT layoutChanged();
    return result;
}

} // namespace parking::engine
