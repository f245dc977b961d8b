#include "store/spacestore.h"

#include "domain/errors.h"
#include "domain/problems.h"
#include "store/condition.h"

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Space;
using domain::SpaceId;

const Table kSpaces{"spaces",
                    {{"id", Type::Uuid},
                     {"site_id", Type::Uuid},
                     {"code"},
                     {"name"},
                     {"building"},
                     {"floor"},
                     {"zone"},
                     {"gps_latitude", Type::Numeric},
                     {"gps_longitude", Type::Numeric},
                     {"sensor_eui"},
                     {"display_eui"},
                     {"features", Type::Json},
                     {"x", Type::Float8},
                     {"y", Type::Float8},
                     {"w", Type::Float8},
                     {"h", Type::Float8},
                     {"rotation", Type::Float8},
                     {"metadata", Type::Json},
                     {"created_at", Type::Time, kFixed},
                     {"updated_at", Type::Time},
                     {"deleted_at", Type::Time},
                     {"state_since", Type::Time, kFixed}}}; // later StateStore's

const Selection kSelection{kSpaces};

RowWriter writeSpace(const Space &s, const Database &db)
{
    RowWriter row(kSpaces, db);
    row.set("id", s.id);
    row.set("site_id", s.siteId);
    row.set("code", s.code);
    row.set("name", s.name);
    row.set("building", s.building);
    row.set("floor", s.floor);
    row.set("zone", s.zone);
    if (s.position) {
        row.set("gps_latitude", s.position->latitude);
        row.set("gps_longitude", s.position->longitude);
    }
    row.set("sensor_eui", s.sensorEui);
    row.set("display_eui", s.displayEui);
    row.set("features", QJsonArray::fromStringList(s.features));
    if (s.placement) {
        row.set("x", s.placement->x);
        row.set("y", s.placement->y);
        row.set("w", s.placement->w);
        row.set("h", s.placement->h);
        row.set("rotation", s.placement->rotation);
    }
    row.set("metadata", s.metadata);
    row.set("created_at", s.createdAt);
    row.set("updated_at", s.updatedAt);
    row.set("deleted_at", s.deletedAt);
    row.set("state_since", s.createdAt);
    return row;
}

Space readSpace(RowReader &row)
{
    Space s;
    s.id = row.parsed("id", SpaceId::parse);
    s.siteId = row.parsed("site_id", domain::SiteId::parse);
    s.code = row.text("code");
    s.name = row.text("name");
    s.building = row.text("building");
    s.floor = row.text("floor");
    s.zone = row.text("zone");
    if (!row.isNull("gps_latitude"))
        s.position = domain::GeoPoint{row.number("gps_latitude"), row.number("gps_longitude")};
    s.sensorEui = row.maybeParsed("sensor_eui", DevEui::parse);
    s.displayEui = row.maybeParsed("display_eui", DevEui::parse);
    const QJsonArray features = row.array("features");
    for (const QJsonValue &feature : features)
        s.features.append(feature.toString());
    if (!row.isNull("x"))
        s.placement = domain::Placement{row.number("x"), row.number("y"), row.number("w"),
                                        row.number("h"), row.number("rotation")};
    s.metadata = row.object("metadata");
    s.createdAt = row.time("created_at");
    s.updatedAt = row.time("updated_at");
    s.deletedAt = row.maybeTime("deleted_at");
    return s;
}

/// Names what is taken (A60) instead of the index that says so.
Error named(const Error &error, const Space &space)
{
    if (error.code != problem::kDuplicate)
        return error;
    const QString constraint = error.details.value(u"constraint"_s).toString();
    if (constraint.contains("sensor_eui"_L1))
        return domain::errors::duplicate(u"Sensor"_s,
                                         space.sensorEui.value_or(DevEui()).toString());
    if (constraint.contains("display_eui"_L1))
        return domain::errors::duplicate(u"Display"_s,
                                         space.displayEui.value_or(DevEui()).toString());
    if (constraint.contains("code"_L1))
        return domain::errors::duplicate(u"Space code"_s, space.code);
    return error;
}

QList<SpaceId> idsOf(const QList<Space> &spaces)
{
    QList<SpaceId> ids;
    for (const Space &space : spaces)
        ids.append(space.id);
    return ids;
}

} // namespace

Result<Space> SpaceStore::one(const QString &condition, const QString &value)
{
    const Result<QList<Space>> found =
        select(m_db, kSelection, u"FROM spaces WHERE deleted_at IS NULL AND "_s + condition,
               {{u"value"_s, value}}, readSpace, BadRows::Refuse);
    if (!found)
        return found.error();
    if (found->isEmpty())
        return domain::errors::notFound(u"Space"_s, value);
    return found->first();
}

Result<domain::Page<Space>> SpaceStore::list(const domain::SpaceFilter &filter,
                                             const domain::PageRequest &page)
{
    Condition condition(m_db);
    const auto equal = [&condition](const QString &column, const std::optional<QString> &value) {
        if (value)
            condition.add(u"%1 = :%1"_s.arg(column), column, *value);
    };
    equal(u"building"_s, filter.building);
    equal(u"floor"_s, filter.floor);
    equal(u"zone"_s, filter.zone);
    equal(u"state"_s, filter.state ? std::optional(domain::nameOf(*filter.state)) : std::nullopt);
    if (!filter.includeDeleted)
        condition.add(u"deleted_at IS NULL"_s);
    condition.addText({u"code"_s, u"name"_s}, filter.text);
    // The plan orders by name alone; equal names would make pages overlap.
    return selectPage(m_db, kSelection, {u"FROM spaces"_s, u"ORDER BY name, code, id"_s}, condition,
                      page, readSpace);
}

Result<QList<Space>> SpaceStore::all(domain::SiteId site)
{
    return select(m_db, kSelection,
                  u"FROM spaces WHERE deleted_at IS NULL AND site_id = :site ORDER BY code"_s,
                  {{u"site"_s, site.toString()}}, readSpace);
}

Result<QList<Space>> SpaceStore::deleted(domain::SiteId site, int limit)
{
    return select(m_db, kSelection,
                  u"FROM spaces WHERE deleted_at IS NOT NULL AND site_id = :site "
                  "ORDER BY deleted_at DESC, code LIMIT :limit"_s,
                  {{u"site"_s, site.toString()}, {u"limit"_s, limit}}, readSpace);
}

Result<QSet<SpaceId>> SpaceStore::deletedAmong(const QList<SpaceId> &ids)
{
    static const Selection kIds{"spaces", "", {{"id", Type::Uuid}}};
    const Result<QList<SpaceId>> found = select(
        m_db, kIds,
        u"FROM spaces WHERE deleted_at IS NOT NULL AND "_s + isAnyOf(m_db, u"id"_s, u"uuid"_s),
        {{u"list"_s, listValue(m_db, ids)}},
        [](RowReader &row) { return row.parsed("id", SpaceId::parse); });
    if (!found)
        return found.error();
    return QSet<SpaceId>(found->cbegin(), found->cend());
}

Result<Space> SpaceStore::find(SpaceId id)
{
    return one(u"id = :value"_s, id.toString());
}

Result<Space> SpaceStore::findByCode(const QString &code)
{
    return one(u"code = :value"_s, code);
}

Result<Space> SpaceStore::findBySensor(DevEui sensor)
{
    return one(u"sensor_eui = :value"_s, sensor.toString());
}

Result<> SpaceStore::create(const Space &space, UtcTime now)
{
    return createMany({space}, now);
}

Result<> SpaceStore::createMany(const QList<Space> &spaces, UtcTime now)
{
    Rows rows(kSpaces.names());
    for (Space space : spaces) {
        if (Result<> checked = domain::validate(space); !checked)
            return checked;
        space.createdAt = now;
        space.updatedAt = now;
        space.deletedAt.reset();
        rows.add(writeSpace(space, m_db).values());
    }
    static const RowStatement statement = kSpaces.insert();
    const Result<> done = m_db.runRows(statement, rows);
    return done || spaces.size() != 1 ? done : named(done.error(), spaces.first());
}

Result<> SpaceStore::update(const Space &space, UtcTime now)
{
    return updateMany({space}, now);
}

Result<> SpaceStore::updateMany(const QList<Space> &spaces, UtcTime now)
{
    static const RowStatement statement =
        kSpaces.update([](const QString &) { return u"spaces.deleted_at IS NOT NULL"_s; });
    return write(statement, spaces, now);
}

namespace {

/// Somewhere there: rules are about spaces.
Space placed(const domain::Placement &placement)
{
    Space space;
    space.code = space.name = u"-"_s;
    space.placement = placement;
    return space;
}

} // namespace

Result<>
SpaceStore::updatePlacements(const QHash<SpaceId, std::optional<domain::Placement>> &placements,
                             UtcTime now)
{
    static const Table table = kSpaces.only({"id", "x", "y", "w", "h", "rotation", "updated_at"});
    static const RowStatement statement =
        table.update([](const QString &) { return u"deleted_at IS NOT NULL"_s; });
    Rows rows(table.names());
    for (auto it = placements.cbegin(); it != placements.cend(); ++it) {
        RowWriter row(table, m_db);
        row.set("id", it.key());
        if (const std::optional<domain::Placement> &placement = it.value()) {
            if (Result<> checked = domain::validate(placed(*placement)); !checked)
                return checked;
            row.set("x", placement->x);
            row.set("y", placement->y);
            row.set("w", placement->w);
            row.set("h", placement->h);
            row.set("rotation", placement->rotation);
        }
        row.set("updated_at", now);
        rows.add(row.values());
    }
    const Result<qint64> moved = m_db.runRows(statement.arrays, statement.row, rows);
    return touched(placements.keys(), moved);
}

Result<> SpaceStore::softDelete(SpaceId id, UtcTime now)
{
    return softDeleteMany({id}, now);
}

Result<> SpaceStore::softDeleteMany(const QList<SpaceId> &ids, UtcTime now)
{
    return touched(ids,
                   m_db.change(u"UPDATE spaces SET deleted_at = :now, updated_at = :now "
                               "WHERE deleted_at IS NULL AND "_s
                                   + isAnyOf(m_db, u"id"_s, u"uuid"_s),
                               {{u"now"_s, m_db.bind(now)}, {u"list"_s, listValue(m_db, ids)}}));
}

Result<> SpaceStore::restore(const Space &space, UtcTime now)
{
    return restoreMany({space}, now);
}

Result<> SpaceStore::restoreMany(const QList<Space> &spaces, UtcTime now)
{
    // Without its sensor for a moment: a trigger ends the word.
    const Result<> ended =
        m_db.run(u"UPDATE spaces SET sensor_eui = NULL WHERE deleted_at IS NOT NULL "
                 "AND EXISTS (SELECT 1 FROM devices d WHERE d.dev_eui = spaces.sensor_eui "
                 "AND d.last_heard >= spaces.deleted_at) AND "_s
                     + isAnyOf(m_db, u"id"_s, u"uuid"_s),
                 {{u"list"_s, listValue(m_db, idsOf(spaces))}});
    if (!ended)
        return ended;
    static const RowStatement statement =
        kSpaces.update([](const QString &) { return u"spaces.deleted_at IS NULL"_s; });
    return write(statement, spaces, now);
}

Result<> SpaceStore::write(const RowStatement &statement, const QList<Space> &spaces, UtcTime now)
{
    Rows rows(kSpaces.names());
    for (Space space : spaces) {
        if (Result<> checked = domain::validate(space); !checked)
            return checked;
        space.updatedAt = now;
        space.deletedAt.reset();
        rows.add(writeSpace(space, m_db).values());
    }
    const Result<qint64> written = m_db.runRows(statement.arrays, statement.row, rows);
    if (!written && spaces.size() == 1)
        return named(written.error(), spaces.first());
    return touched(idsOf(spaces), written);
}

Result<> SpaceStore::touched(const QList<SpaceId> &ids, const Result<qint64> &written)
{
    if (!written)
        return written.error();
    if (*written == ids.size())
        return {};
    for (const SpaceId &id : ids) {
        if (const Result<Space> found = find(id); !found)
            return found.error(); // which names it
    }
    return domain::errors::notFound(u"Space"_s,
                                    ids.size() == 1 ? ids.first().toString() : QString());
}

} // namespace parking::store
