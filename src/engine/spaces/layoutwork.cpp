#include "engine/spaces/layoutwork.h"

#include "base/literals.h"
#include "domain/act.h"
#include "domain/problems.h"
#include "store/actstore.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

namespace parking::engine {

namespace {

using domain::Floor;
using domain::LayoutChange;
using domain::Space;

Error changedMeanwhile(store::Database &database, domain::ActSubject subject, const QString &row,
                       const QString &name)
{
    const auto last = store::ActStore(database).recent(1, subject, row);
    const QString actor = last && !last->isEmpty() ? last->first().actor : QString();
    return {problem::kChangedMeanwhile,
            u"%1 is not what it was"_s.arg(name),
            {{u"code"_s, name}, {u"actor"_s, actor}}};
}

std::optional<Floor> find(const QList<Floor> &floors, domain::FloorId id)
{
    for (const Floor &floor : floors) {
        if (floor.id == id)
            return floor;
    }
    return std::nullopt;
}

Result<> writeFloor(store::Database &database, const LayoutChange &change,
                    const std::optional<LayoutChange> &expected, domain::SpacesChange &before,
                    domain::SpacesChange &after, UtcTime now)
{
    store::FloorStore store(database);
    const Result<QList<Floor>> floors = store.all(change.floor->siteId);
    if (!floors)
        return floors.error();
    const std::optional<Floor> stands = find(*floors, change.floor->id);
    if (expected && expected->floor && stands != expected->floor) // or somebody deleted it
        return changedMeanwhile(database, domain::ActSubject::Floor, change.floor->id.toString(),
                                change.floor->name);
    before.floors.insert(change.floor->id, stands);
    after.floors.insert(change.floor->id, *change.floor);
    return store.save(*change.floor, now);
}

} // namespace

Result<> saveLayout(store::Database &database, const LayoutChange &change,
                    const std::optional<LayoutChange> &expected, const LayoutAct &act)
{
    domain::SpacesChange before;
    domain::SpacesChange after;
    if (const auto site = store::SiteStore(database).firstLocked(); !site) // one at a time
        return site.error();
    if (const auto locked = store::StateStore(database).lock(change.placements.keys()); !locked)
        return locked.error();
    if (change.floor) {
        if (Result<> done = writeFloor(database, change, expected, before, after, act.now); !done)
            return done;
    }
    store::SpaceStore spaces(database);
    for (auto it = change.placements.cbegin(); it != change.placements.cend(); ++it) {
        const Result<Space> stands = spaces.find(it.key());
        if (!stands)
            return stands.error();
        if (expected && expected->placements.contains(it.key())
            && stands->placement != expected->placements.value(it.key()))
            return changedMeanwhile(database, domain::ActSubject::Space, it.key().toString(),
                                    stands->code);
        Space space = *stands;
        space.placement = it.value();
        if (space.placement == stands->placement)
            continue;
        if (Result<> done = spaces.update(space, act.now); !done)
            return done;
        before.spaces.insert(space.id, *stands);
        after.spaces.insert(space.id, space);
    }
    return store::ActStore(database).append(domain::actsOf(before, after), act.actor, act.now);
}

} // namespace parking::engine
