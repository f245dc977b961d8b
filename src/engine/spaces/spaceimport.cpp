#include "engine/spaces/spaceimport.h"

#include "domain/act.h"
#include "domain/floornames.h"
#include "store/actstore.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "store/transaction.h"

namespace parking::engine {

namespace {

using domain::Space;

/// Gives those that nobody had made.
Result<QList<domain::Floor>> writeFloors(store::FloorStore floors, const ImportPlan &plan,
                                         domain::SiteId site, UtcTime now)
{
    const Result<QList<domain::Floor>> known = floors.places(site);
    if (!known)
        return known.error();
    QList<domain::Floor> made = domain::missingFloors(*known, plan.created + plan.updated);
    for (domain::Floor &floor : made) {
        floor.id = domain::FloorId::create();
        if (Result<> done = floors.save(floor, now); !done)
            return done.error();
    }
    return made;
}

Result<> writePlan(store::SpaceStore &spaces, const ImportPlan &plan, UtcTime now)
{
    // Devices may change places between two spaces: free them all before they are bound again.
    QList<Space> freed;
    for (Space space : plan.updated) {
        if (!plan.rebound.contains(space.id))
            continue; // what its sensor said holds
        space.sensorEui.reset();
        space.displayEui.reset();
        freed.append(space);
    }
    if (Result<> done = spaces.updateMany(freed, now); !done)
        return done;
    if (Result<> done = spaces.updateMany(plan.updated, now); !done)
        return done;
    return spaces.createMany(plan.created, now);
}

/// What the plan makes of spaces and floors: the acts of whoever imports.
QList<domain::Act> actsOf(const ImportPlan &plan, const QList<Space> &existing,
                          const QList<domain::Floor> &made)
{
    domain::SpacesChange before;
    domain::SpacesChange after;
    for (const Space &space : existing)
        before.spaces.insert(space.id, space);
    for (const Space &space : plan.created + plan.updated)
        after.spaces.insert(space.id, space);
    for (const domain::Floor &floor : made)
        after.floors.insert(floor.id, floor);
    return domain::actsOf(before, after);
}

} // namespace

Result<ImportResult> importSpaces(store::Database &database, const QByteArray &csv, bool dryRun,
                                  UtcTime now, const QString &actor)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    const Result<domain::Site> site = store::SiteStore(database).firstLocked(); // one at a time
    if (!site)
        return site.error();
    store::SpaceStore spaces(database);
    const Result<QList<Space>> existing = spaces.all(site->id);
    if (!existing)
        return existing.error();
    const Result<ImportPlan> plan = planImport(csv, *existing, site->id);
    if (!plan)
        return plan.error();
    if (!plan->result.isGood())
        return plan->result;
    QList<domain::SpaceId> updated;
    for (const Space &space : plan->updated)
        updated.append(space.id);
    // In one order with the batches of uplinks.
    if (const auto locked = store::StateStore(database).lock(updated); !locked)
        return locked.error();
    if (Result<> done = writePlan(spaces, *plan, now); !done)
        return done.error();
    const auto floors = writeFloors(store::FloorStore(database), *plan, site->id, now);
    if (!floors)
        return floors.error();
    const QList<domain::Act> acts = actsOf(*plan, *existing, *floors);
    if (Result<> done = store::ActStore(database).append(acts, actor, now); !done)
        return done.error();
    if (dryRun)
        return plan->result; // the transaction rolls back
    if (Result<> done = transaction->commit(); !done)
        return done.error();
    return plan->result;
}

} // namespace parking::engine
