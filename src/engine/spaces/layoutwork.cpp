#include "engine/spaces/layoutwork.h"

#include "base/literals.h"
#include "domain/act.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "engine/station/meanwhile.h"
#include "store/actstore.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

#include <algorithm>

namespace parking::engine {

namespace {

using domain::Floor;
using domain::LayoutChange;
using domain::Space;
using domain::SpaceId;

/// What is being written.
struct Work {
    store::Database &database;
    const LayoutChange &change;
    const std::optional<LayoutChange> &expected;
    const LayoutAct &act;
    domain::SpacesChange before = {};
    domain::SpacesChange after = {};
    QList<LayoutLeft> left = {}; ///< what is not as expected
};

/// Who did that, and what it was called then.
LayoutLeft leftOf(store::Database &database, const MeanwhileRow &row, const QString &name)
{
    const auto last = lastActOf(database, row);
    if (!last)
        return {name, {}};
    return {name.isEmpty() ? last->name : name, last->actor};
}

Error changedMeanwhile(const LayoutLeft &left)
{
    return {problem::kChangedMeanwhile,
            u"%1 is not what it was"_s.arg(left.name),
            {{u"code"_s, left.name}, {u"actor"_s, left.actor}}};
}

/// Locked, as they stand.
Result<QHash<SpaceId, Space>> lockSpaces(const Work &work)
{
    const auto site = store::SiteStore(work.database).firstLocked(); // one at a time
    if (!site)
        return site.error();
    if (work.change.placements.isEmpty())
        return QHash<SpaceId, Space>();
    if (const auto locked = store::StateStore(work.database).lock(work.change.placements.keys());
        !locked)
        return locked.error();
    const Result<QList<Space>> spaces = store::SpaceStore(work.database).all(site->id);
    if (!spaces)
        return spaces.error();
    QHash<SpaceId, Space> byId;
    for (const Space &space : *spaces)
        byId.insert(space.id, space);
    return byId;
}

Result<> comparePlacements(Work &work, const QHash<SpaceId, Space> &spaces, bool leavesGone)
{
    for (auto it = work.change.placements.cbegin(); it != work.change.placements.cend(); ++it) {
        const auto stands = spaces.constFind(it.key());
        const bool isGone = stands == spaces.cend();
        if (isGone && !leavesGone)
            return domain::errors::notFound(u"Space"_s, it.key().toString());
        const bool isOther = isGone
            || (work.expected && work.expected->placements.contains(it.key())
                && stands->placement != work.expected->placements.value(it.key()));
        if (isOther) {
            const QStringList fields = isGone ? QStringList() : QStringList{u"placement"_s};
            work.left.append(leftOf(work.database,
                                    {domain::ActSubject::Space, it.key().toString(), fields},
                                    isGone ? QString() : stands->code));
            continue;
        }
        Space space = *stands;
        space.placement = it.value();
        if (space.placement == stands->placement)
            continue;
        work.before.spaces.insert(space.id, *stands);
        work.after.spaces.insert(space.id, space);
    }
    return {};
}

Result<> compareFloor(Work &work)
{
    if (!work.change.floor)
        return {};
    const Floor &floor = *work.change.floor;
    const auto stands = store::FloorStore(work.database).find(floor.id);
    if (!stands)
        return stands.error();
    const bool isOther = work.expected && work.expected->floor && *stands != work.expected->floor;
    if (isOther) { // or somebody deleted it
        work.left.append(
            leftOf(work.database, {domain::ActSubject::Floor, floor.id.toString()}, floor.name));
        return {};
    }
    work.before.floors.insert(floor.id, *stands);
    work.after.floors.insert(floor.id, floor);
    return {};
}

Result<> write(const Work &work)
{
    for (const std::optional<Floor> &floor : work.after.floors) {
        if (Result<> done = store::FloorStore(work.database).save(*floor, work.act.now); !done)
            return done;
    }
    QHash<SpaceId, std::optional<domain::Placement>> placements;
    for (auto it = work.after.spaces.cbegin(); it != work.after.spaces.cend(); ++it)
        placements.insert(it.key(), it.value()->placement);
    if (Result<> done = store::SpaceStore(work.database).updatePlacements(placements, work.act.now);
        !done)
        return done;
    return store::ActStore(work.database)
        .append(domain::actsOf(work.before, work.after), work.act.actor, work.act.now);
}

} // namespace

Result<LayoutChange> saveLayout(store::Database &database, const LayoutChange &change,
                                const std::optional<LayoutChange> &expected, const LayoutAct &act)
{
    Work work{database, change, expected, act};
    const auto spaces = lockSpaces(work);
    if (!spaces)
        return spaces.error();
    if (Result<> done = compareFloor(work); !done)
        return done.error();
    if (Result<> done = comparePlacements(work, *spaces, false); !done)
        return done.error();
    if (!work.left.isEmpty())
        return changedMeanwhile(work.left.first());
    if (Result<> done = write(work); !done)
        return done.error();
    LayoutChange before;
    for (auto it = change.placements.cbegin(); it != change.placements.cend(); ++it)
        before.placements.insert(it.key(), spaces->value(it.key()).placement);
    if (change.floor)
        before.floor = work.before.floors.value(change.floor->id);
    return before;
}

Result<QList<LayoutLeft>> restoreLayout(store::Database &database, const LayoutChange &change,
                                        const LayoutChange &expected, const LayoutAct &act)
{
    const std::optional<LayoutChange> stood = expected;
    Work work{database, change, stood, act};
    const auto spaces = lockSpaces(work);
    if (!spaces)
        return spaces.error();
    if (Result<> done = compareFloor(work); !done)
        return done.error();
    if (Result<> done = comparePlacements(work, *spaces, true); !done)
        return done.error();
    std::sort(work.left.begin(), work.left.end(),
              [](const LayoutLeft &a, const LayoutLeft &b) { return a.name < b.name; });
    const qsizetype all = change.placements.size() + (change.floor ? 1 : 0);
    if (!work.left.isEmpty() && work.left.size() == all)
        return changedMeanwhile(work.left.first());
    if (Result<> done = write(work); !done)
        return done.error();
    return work.left;
}

} // namespace parking::engine
