#include "engine/spaces/spacechanges.h"

#include "base/literals.h"
#include "domain/act.h"
#include "domain/errors.h"
#include "domain/floornames.h"
#include "domain/problems.h"
#include "engine/station/meanwhile.h"
#include "store/actstore.h"
#include "store/bookingstore.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"

#include <QJsonArray>

#include <algorithm>

namespace parking::engine {

namespace {

using namespace std::chrono_literals;
using domain::ActSubject;
using domain::Floor;
using domain::FloorId;
using domain::SitePlace;
using domain::Space;
using domain::SpaceId;
using domain::SpacesChange;

constexpr Milliseconds kEver = 24h * 3650; ///< bookings do not reach that far

/// What is being worked on: the site as it stands, and the change.
struct Work {
    store::Database &database;
    const domain::Site site;
    const UtcTime now;
    QHash<SpaceId, Space> spaces = {};
    QHash<FloorId, Floor> floors = {};
    SpacesChanged changed = {};
    QSet<SpaceId> restored = {};
};

Result<> read(Work &work)
{
    const Result<QList<Space>> spaces = store::SpaceStore(work.database).all(work.site.id);
    if (!spaces)
        return spaces.error();
    for (const Space &space : *spaces)
        work.spaces.insert(space.id, space);
    const Result<QList<Floor>> floors = store::FloorStore(work.database).all(work.site.id);
    if (!floors)
        return floors.error();
    for (const Floor &floor : *floors)
        work.floors.insert(floor.id, floor);
    return {};
}

template <class Id, class Value>
std::optional<Value> standing(const QHash<Id, Value> &all, const Id &id)
{
    const auto found = all.constFind(id);
    return found == all.cend() ? std::nullopt : std::optional(*found);
}

/// In which the two differ; empty where one of them is not there.
QStringList fieldsOf(const std::optional<Space> &a, const std::optional<Space> &b)
{
    QStringList fields;
    if (a && b) {
        for (const domain::ActDifference &one : domain::differencesOf(*a, *b))
            fields.append(one.field);
    }
    return fields;
}

Result<> compare(const Work &work, const SpacesChange &expected)
{
    for (auto it = expected.spaces.cbegin(); it != expected.spaces.cend(); ++it) {
        const auto stands = standing(work.spaces, it.key());
        if (!domain::saySame(stands, it.value()))
            return changedMeanwhile(
                work.database,
                {ActSubject::Space, it.key().toString(), fieldsOf(stands, it.value())},
                it.value() ? it.value()->code : stands->code);
    }
    for (auto it = expected.floors.cbegin(); it != expected.floors.cend(); ++it) {
        const auto stands = standing(work.floors, it.key());
        if (stands != it.value())
            return changedMeanwhile(work.database, {ActSubject::Floor, it.key().toString()},
                                    it.value() ? it.value()->name : stands->name);
    }
    return {};
}

/// What the change says that it empties, and floors whose row goes or gets another name.
QList<SitePlace> emptiedBy(const Work &work, const SpacesChange &change)
{
    QList<SitePlace> emptied = change.emptied;
    QList<SitePlace> rows;
    for (const std::optional<Floor> &floor : change.floors) {
        if (floor)
            rows.append({floor->building, floor->name, {}});
    }
    for (auto it = change.floors.cbegin(); it != change.floors.cend(); ++it) {
        const auto stands = standing(work.floors, it.key());
        if (!stands)
            continue;
        if (const SitePlace place{stands->building, stands->name, {}}; !rows.contains(place))
            emptied.append(place);
    }
    return emptied;
}

/// Who came there was not seen by who emptied it: it would be on a floor that is gone.
Result<> refuseNewcomers(const Work &work, const SpacesChange &change)
{
    const QList<SitePlace> emptied = emptiedBy(work, change);
    if (emptied.isEmpty())
        return {};
    for (const Space &space : work.spaces) {
        if (change.spaces.contains(space.id))
            continue;
        const bool stays = std::any_of(emptied.cbegin(), emptied.cend(), [&](const auto &place) {
            return domain::isAt(space, place);
        });
        if (stays)
            return changedMeanwhile(work.database,
                                    {ActSubject::Space,
                                     space.id.toString(),
                                     {u"building"_s, u"floor"_s, u"zone"_s},
                                     true},
                                    space.code);
    }
    return {};
}

/// What the undo empties: where these spaces are now and none was before.
void noteEmptied(Work &work, const SpacesChange &change)
{
    if (change.emptied.isEmpty())
        return;
    work.changed.after.emptied = change.emptied;
    QList<SitePlace> &emptied = work.changed.before.emptied;
    for (const std::optional<Space> &space : change.spaces) {
        if (!space)
            continue;
        for (const QString &zone : {QString(), space->zone}) {
            const SitePlace place{space->building, space->floor, zone};
            if (!emptied.contains(place))
                emptied.append(place);
        }
    }
    emptied.removeIf([&work](const SitePlace &place) {
        return std::any_of(work.spaces.cbegin(), work.spaces.cend(),
                           [&](const Space &space) { return domain::isAt(space, place); });
    });
}

/// Nobody who booked a space is to find that it is gone.
Result<> refuseBooked(const Work &work, const QList<SpaceId> &going)
{
    if (going.isEmpty())
        return {};
    const Result<QList<domain::Booking>> booked =
        store::BookingStore(work.database).live(work.now + kEver, going);
    if (!booked)
        return booked.error();
    QStringList codes;
    for (const domain::Booking &booking : *booked) {
        if (const QString code = work.spaces.value(booking.spaceId).code; !codes.contains(code))
            codes.append(code);
    }
    if (codes.isEmpty())
        return {};
    codes.sort();
    return Error{problem::kSpaceNotAvailable,
                 u"booked: %1"_s.arg(codes.join(u", "_s)),
                 {{u"codes"_s, QJsonArray::fromStringList(codes)}}};
}

Result<> removeSpaces(Work &work, const SpacesChange &change)
{
    QList<SpaceId> going;
    for (auto it = change.spaces.cbegin(); it != change.spaces.cend(); ++it) {
        if (!it.value() && work.spaces.contains(it.key()))
            going.append(it.key());
    }
    if (Result<> refused = refuseBooked(work, going); !refused)
        return refused;
    return going.isEmpty() ? Result<>()
                           : store::SpaceStore(work.database).softDeleteMany(going, work.now);
}

Result<> update(const Work &work, const QList<Space> &spaces)
{
    return spaces.isEmpty() ? Result<>()
                            : store::SpaceStore(work.database).updateMany(spaces, work.now);
}

/// So that two may change their devices.
Result<> freeDevices(const Work &work, const SpacesChange &change)
{
    QList<Space> all;
    for (auto it = change.spaces.cbegin(); it != change.spaces.cend(); ++it) {
        const auto stands = standing(work.spaces, it.key());
        if (!it.value() || !stands)
            continue;
        Space freed = *stands;
        if (freed.sensorEui != it.value()->sensorEui)
            freed.sensorEui.reset();
        if (freed.displayEui != it.value()->displayEui)
            freed.displayEui.reset();
        if (freed != *stands)
            all.append(freed);
    }
    return update(work, all);
}

/// What only one may have, told of the one that has it not: the database names no row of many.
Result<> refuseTaken(const Work &work, const SpacesChange &change)
{
    const std::pair<QString, QString (*)(const Space &)> kinds[] = {
        {u"Space code"_s, [](const Space &one) { return one.code; }},
        {u"Sensor"_s,
         [](const Space &one) { return one.sensorEui ? one.sensorEui->toString() : QString(); }},
        {u"Display"_s,
         [](const Space &one) { return one.displayEui ? one.displayEui->toString() : QString(); }}};
    for (const auto &[resource, of] : kinds) {
        QSet<QString> taken;
        for (const Space &space : work.spaces) {
            if (!change.spaces.contains(space.id))
                taken.insert(of(space));
        }
        for (const std::optional<Space> &space : change.spaces) {
            const QString value = space ? of(*space) : QString();
            if (value.isEmpty())
                continue;
            if (taken.contains(value))
                return domain::errors::duplicate(resource, value);
            taken.insert(value);
        }
    }
    return {};
}

/// Likewise of floors: a building has one of a name.
Result<> refuseTakenFloors(const Work &work, const SpacesChange &change)
{
    for (auto it = change.floors.cbegin(); it != change.floors.cend(); ++it) {
        for (const Floor &floor : work.floors) {
            if (it.value() && floor.id != it.key() && !change.floors.contains(floor.id)
                && floor.building == it.value()->building && floor.name == it.value()->name)
                return domain::errors::duplicate(u"Floor"_s, floor.name);
        }
    }
    return {};
}

/// Those that never were: all at once.
Result<> createNew(Work &work, const QList<Space> &spaces)
{
    return spaces.isEmpty() ? Result<>()
                            : store::SpaceStore(work.database).createMany(spaces, work.now);
}

Result<> writeSpaces(Work &work, const SpacesChange &change)
{
    store::SpaceStore store(work.database);
    QList<SpaceId> unknown;
    for (auto it = change.spaces.cbegin(); it != change.spaces.cend(); ++it) {
        if (it.value() && !work.spaces.contains(it.key()))
            unknown.append(it.key());
    }
    const Result<QSet<SpaceId>> deleted =
        unknown.isEmpty() ? QSet<SpaceId>() : store.deletedAmong(unknown);
    if (!deleted)
        return deleted.error();
    QList<Space> fresh;
    QList<Space> edited;
    QList<Space> restored;
    for (auto it = change.spaces.cbegin(); it != change.spaces.cend(); ++it) {
        work.changed.before.spaces.insert(it.key(), standing(work.spaces, it.key()));
        work.changed.after.spaces.insert(it.key(), it.value());
        if (!it.value())
            continue;
        Space space = *it.value();
        if (space.id != it.key())
            return domain::errors::validation(u"id"_s, u"a space keeps its id"_s);
        space.siteId = work.site.id;
        work.changed.after.spaces.insert(it.key(), space);
        if (work.spaces.contains(space.id)) {
            edited.append(space);
        } else if (deleted->contains(space.id)) { // comes back with its history
            work.restored.insert(space.id);
            restored.append(space);
        } else {
            fresh.append(space);
        }
    }
    if (Result<> done = update(work, edited); !done)
        return done;
    if (Result<> done = restored.isEmpty() ? Result<>() : store.restoreMany(restored, work.now);
        !done)
        return done;
    return createNew(work, fresh);
}

Result<> writeFloor(Work &work, const FloorId &id, std::optional<Floor> floor)
{
    store::FloorStore store(work.database);
    if (floor)
        floor->siteId = work.site.id;
    const auto stands = standing(work.floors, id);
    if (floor == stands)
        return {}; // nobody's act, and nothing to take back
    work.changed.before.floors.insert(id, stands);
    work.changed.after.floors.insert(id, floor);
    if (!floor) {
        work.floors.remove(id);
        return store.remove(id);
    }
    work.floors.insert(id, *floor);
    return store.save(*floor, work.now);
}

/// Removed ones first: another may take the name of one that goes.
Result<> writeFloors(Work &work, const SpacesChange &change)
{
    for (const bool removes : {true, false}) {
        for (auto it = change.floors.cbegin(); it != change.floors.cend(); ++it) {
            if (!it.value() != removes)
                continue;
            if (Result<> done = writeFloor(work, it.key(), it.value()); !done)
                return done;
        }
    }
    QList<Space> named;
    for (const std::optional<Space> &space : change.spaces) {
        if (space)
            named.append(*space);
    }
    for (Floor &floor : domain::missingFloors(work.floors.values(), named)) {
        floor.id = FloorId::create();
        if (Result<> done = writeFloor(work, floor.id, floor); !done)
            return done;
    }
    return {};
}

Result<> note(const Work &work, const QString &actor)
{
    QList<domain::Act> acts = domain::actsOf(work.changed.before, work.changed.after);
    for (domain::Act &act : acts) {
        if (work.restored.contains(act.space))
            act.verb = domain::ActVerb::Restored;
    }
    return store::ActStore(work.database).append(acts, actor, work.now);
}

} // namespace

Result<SpacesChanged> changeSpaces(store::Database &database, const SpacesChange &change,
                                   const std::optional<SpacesChange> &expected, UtcTime now,
                                   const QString &actor)
{
    const Result<domain::Site> site = store::SiteStore(database).firstLocked(); // one at a time
    if (!site)
        return site.error();
    if (const auto locked = store::StateStore(database).lock(change.spaces.keys()); !locked)
        return locked.error();
    Work work{.database = database, .site = *site, .now = now};
    if (Result<> done = read(work); !done)
        return done.error();
    if (Result<> same = expected ? compare(work, *expected) : Result<>(); !same)
        return same.error();
    if (Result<> seen = refuseNewcomers(work, change); !seen)
        return seen.error();
    noteEmptied(work, change);
    if (Result<> free = refuseTaken(work, change); !free)
        return free.error();
    if (Result<> free = refuseTakenFloors(work, change); !free)
        return free.error();
    if (Result<> done = removeSpaces(work, change); !done)
        return done.error();
    if (Result<> done = freeDevices(work, change); !done)
        return done.error();
    if (Result<> done = writeSpaces(work, change); !done)
        return done.error();
    if (Result<> done = writeFloors(work, change); !done)
        return done.error();
    if (Result<> done = note(work, actor); !done)
        return done.error();
    return work.changed;
}

} // namespace parking::engine
