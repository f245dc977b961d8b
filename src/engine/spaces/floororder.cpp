#include "engine/spaces/floororder.h"

#include "base/literals.h"
#include "domain/act.h"
#include "domain/floornames.h"
#include "domain/problems.h"
#include "store/actstore.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <algorithm>

namespace parking::engine {

namespace {

using domain::Floor;

constexpr int kActsLookedAt = 500; ///< for who it was
const QStringList kOrderFields{u"building"_s, u"name"_s, u"level"_s};

struct Floors { ///< of a building, the lowest first
    domain::SiteId site;
    QList<Floor> rows;
};

/// The floor with this name; a new one without an id when there is none.
Floor floorOf(const QList<Floor> &known, const QString &name, const QString &building)
{
    for (const Floor &floor : known) {
        if (floor.name == name)
            return floor;
    }
    Floor floor;
    floor.building = building;
    floor.name = name;
    floor.level = domain::levelOf(name).value_or(1);
    return floor;
}

/// Spaces name it, so that it is there without a row.
Result<bool> isNamed(store::Database &database, domain::SiteId site, const QString &building,
                     const QString &floor)
{
    const auto spaces = store::SpaceStore(database).all(site);
    if (!spaces)
        return spaces.error();
    return std::any_of(spaces->cbegin(), spaces->cend(), [&](const domain::Space &space) {
        return space.building == building && space.floor == floor;
    });
}

/// They stand in this order, and are the same ones. Floors on one level stand in any.
Result<bool> standsAs(store::Database &database, const FloorOrder &order, const Floors &known)
{
    std::optional<int> above;
    qsizetype found = 0;
    for (const QString &name : *order.seen) {
        const Floor floor = floorOf(known.rows, name, order.building);
        if (floor.id.isNull()) {
            const Result<bool> named = isNamed(database, known.site, order.building, name);
            if (!named || !*named)
                return named; // it is gone, or called otherwise
            continue;
        }
        if (above && floor.level > *above)
            return false;
        above = floor.level;
        ++found;
    }
    return found == known.rows.size(); // else one has come
}

/// Somebody else wanted the same, or the same was wished twice.
bool isDone(const FloorOrder &order, const Floors &known)
{
    QStringList names;
    for (auto it = known.rows.crbegin(); it != known.rows.crend(); ++it) // by level
        names.append(it->name);
    return names == order.topFirst;
}

Error changedMeanwhile(store::Database &database, const QString &building)
{
    QString actor;
    const auto acts = store::ActStore(database).recent(kActsLookedAt, domain::ActSubject::Floor);
    const auto isOfOrder = [](const domain::Act &act) {
        return act.verb != domain::ActVerb::Changed || domain::lastOf({act}, kOrderFields);
    };
    for (const domain::Act &act : acts.valueOr({})) {
        if (!isOfOrder(act))
            continue; // its plan, its picture
        if (act.name.startsWith(building + u" · "_s) || building.isEmpty()) {
            actor = act.actor;
            break;
        }
    }
    return {problem::kChangedMeanwhile,
            u"the floors of %1 are not what they were"_s.arg(building),
            {{u"code"_s, building}, {u"actor"_s, actor}}};
}

} // namespace

Result<> orderFloors(store::Database &database, const FloorOrder &order, const LayoutAct &act)
{
    const Result<domain::Site> site = store::SiteStore(database).firstLocked(); // one at a time
    if (!site)
        return site.error();
    store::FloorStore store(database);
    const Result<QList<Floor>> places = store.places(site->id);
    if (!places)
        return places.error();
    Floors known{site->id, *places};
    known.rows.removeIf([&order](const Floor &floor) { return floor.building != order.building; });
    const Result<bool> stands = order.seen ? standsAs(database, order, known) : Result<bool>(true);
    if (!stands)
        return stands.error();
    if (!*stands)
        return isDone(order, known) ? Result<>() : changedMeanwhile(database, order.building);
    QList<Floor> ordered;
    for (const QString &name : order.topFirst)
        ordered.append(floorOf(known.rows, name, order.building));
    domain::setOrder(ordered);
    domain::SpacesChange before;
    domain::SpacesChange after;
    for (const Floor &floor : std::as_const(known.rows))
        before.floors.insert(floor.id, floor);
    for (Floor &floor : ordered) {
        floor.siteId = site->id;
        const bool isNew = floor.id.isNull();
        if (isNew)
            floor.id = domain::FloorId::create();
        Result<> done =
            isNew ? store.save(floor, act.now) : store.setLevel(floor.id, floor.level, act.now);
        if (!done)
            return done;
        after.floors.insert(floor.id, floor);
    }
    return store::ActStore(database).append(domain::actsOf(before, after), act.actor, act.now);
}

} // namespace parking::engine
