#include "domain/spaceschange.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/floornames.h"
#include "domain/limits.h"

#include <algorithm>

namespace parking::domain {

namespace {

constexpr int kLeastDigits = 3;

const Floor *floorOf(const QList<Floor> &floors, const QString &building, const QString &name)
{
    const auto found = std::find_if(floors.cbegin(), floors.cend(), [&](const Floor &floor) {
        return floor.building == building && floor.name == name;
    });
    return found == floors.cend() ? nullptr : &*found;
}

bool hasNull(const QString &text)
{
    return text.contains(QChar::Null) || !text.isValidUtf16();
}

} // namespace

bool isAt(const Space &space, const SitePlace &place)
{
    return space.building == place.building && space.floor == place.floor
        && (place.zone.isEmpty() || space.zone == place.zone);
}

bool saySame(const std::optional<Space> &a, const std::optional<Space> &b)
{
    if (!a || !b)
        return !a && !b;
    Space left = *a;
    left.createdAt = b->createdAt;
    left.updatedAt = b->updatedAt;
    left.deletedAt = b->deletedAt;
    return left == *b;
}

Result<SpacesChange> renamedFloor(const QList<Floor> &floors, const QList<Space> &spaces,
                                  const SitePlace &floor, const QString &name)
{
    if (name.isEmpty() || name.size() > kFloorMax || hasNull(name))
        return errors::validation(u"floor"_s,
                                  u"A floor's name has 1 to %1 characters"_s.arg(kFloorMax));
    SpacesChange change;
    if (name == floor.floor)
        return change;
    const SitePlace old{floor.building, floor.floor, {}};
    const SitePlace wanted{floor.building, name, {}};
    change.emptied.append(old);
    const Floor *row = floorOf(floors, floor.building, floor.floor);
    const Floor *other = floorOf(floors, floor.building, name);
    const bool merges = other
        || std::any_of(spaces.cbegin(), spaces.cend(),
                       [&](const Space &space) { return isAt(space, wanted); });
    if (other) // where somebody takes it away meanwhile, none is taken in
        change.floors.insert(other->id, *other);
    if (row && merges) {
        change.floors.insert(row->id, std::nullopt);
    } else if (row) {
        Floor renamed = *row;
        renamed.name = name;
        change.floors.insert(row->id, renamed);
    }
    for (Space space : spaces) {
        if (!isAt(space, old))
            continue;
        space.floor = name;
        if (merges)
            space.placement.reset();
        change.spaces.insert(space.id, space);
    }
    return change;
}

Result<SpacesChange> renamedZone(const QList<Floor> &floors, const QList<Space> &spaces,
                                 const SitePlace &zone, const QString &name)
{
    if (name.size() > kZoneMax || hasNull(name))
        return errors::validation(u"zone"_s,
                                  u"A zone's name has at most %1 characters"_s.arg(kZoneMax));
    SpacesChange change;
    if (name == zone.zone)
        return change;
    change.emptied.append(zone);
    for (Space space : spaces) {
        if (!isAt(space, zone))
            continue;
        space.zone = name;
        change.spaces.insert(space.id, space);
    }
    const Floor *row = floorOf(floors, zone.building, zone.floor);
    if (!row)
        return change;
    Floor plated = *row;
    const auto isNamed = [](const QString &text) {
        return [text](const FloorPlan::ZoneLabel &label) { return label.zone == text; };
    };
    QList<FloorPlan::ZoneLabel> &plates = plated.plan.zones;
    if (name.isEmpty() || std::any_of(plates.cbegin(), plates.cend(), isNamed(name)))
        plates.removeIf(isNamed(zone.zone)); // the other one has its plate
    for (FloorPlan::ZoneLabel &label : plates) {
        if (label.zone == zone.zone)
            label.zone = name;
    }
    if (plated != *row)
        change.floors.insert(row->id, plated);
    return change;
}

SpacesChange movedSpaces(const QList<Space> &spaces, const SitePlace &to)
{
    SpacesChange change;
    for (Space space : spaces) {
        if (SitePlace{space.building, space.floor, space.zone} == to)
            continue;
        if (space.building != to.building || space.floor != to.floor)
            space.placement.reset();
        space.building = to.building;
        space.floor = to.floor;
        space.zone = to.zone;
        change.spaces.insert(space.id, space);
    }
    return change;
}

SpacesChange featuredSpaces(const QList<Space> &spaces, const QString &feature, bool has)
{
    SpacesChange change;
    for (Space space : spaces) {
        if (space.features.contains(feature) == has)
            continue;
        if (has)
            space.features.append(feature);
        else
            space.features.removeAll(feature);
        change.spaces.insert(space.id, space);
    }
    return change;
}

QStringList codesOf(const SpaceRow &row)
{
    const int last = row.first + row.count - 1;
    const int digits = row.digits > 0
        ? row.digits
        : int(std::max<qsizetype>(QString::number(last).size(), kLeastDigits));
    QStringList codes;
    for (int number = row.first; number <= last; ++number)
        codes.append(row.prefix + u"%1"_s.arg(number, digits, 10, QLatin1Char('0')));
    return codes;
}

Result<QList<Space>> spacesOf(const SpaceRow &row, const QSet<QString> &taken)
{
    if (row.count < 1 || row.count > kMostInRow || row.first < 0)
        return errors::validation(u"count"_s, u"A row has 1 to %1 spaces"_s.arg(kMostInRow));
    QList<Space> spaces;
    for (const QString &code : codesOf(row)) {
        if (taken.contains(code))
            return errors::duplicate(u"Space code"_s, code);
        Space space;
        space.code = code;
        space.name = code;
        space.building = row.place.building;
        space.floor = row.place.floor;
        space.zone = row.place.zone;
        if (Result<> checked = validate(space); !checked)
            return checked.error();
        spaces.append(space);
    }
    return spaces;
}

} // namespace parking::domain
