#include "store/floorstore.h"

#include "store/table.h"

namespace parking::store {

namespace {

using domain::Floor;
using domain::FloorId;

const Table kFloors{"floors",
                    {{"id", Type::Uuid},
                     {"site_id", Type::Uuid, kFixed},
                     {"building"},
                     {"name"},
                     {"title"},
                     {"level", Type::Int},
                     {"width_m", Type::Float8},
                     {"height_m", Type::Float8},
                     {"picture", Type::Bytes},
                     {"picture_type"},
                     {"plan", Type::Json},
                     {"updated_at", Type::Time}}};

const Selection kSelection{kFloors};

Floor readFloor(RowReader &row)
{
    Floor f;
    f.id = row.parsed("id", FloorId::parse);
    f.siteId = row.parsed("site_id", domain::SiteId::parse);
    f.building = row.text("building");
    f.name = row.text("name");
    f.title = row.text("title");
    f.level = row.integer("level");
    f.widthM = row.number("width_m");
    f.heightM = row.number("height_m");
    f.picture = row.bytes("picture");
    f.pictureType = row.text("picture_type");
    f.plan = row.parsed(
        "plan", [](const QString &text) { return domain::FloorPlan::fromJson(objectOf(text)); });
    return f;
}

} // namespace

Result<QList<Floor>> FloorStore::all(domain::SiteId site)
{
    m_db.forgetUnreadable(u"floors"_s, kFloors.names());
    return select(m_db, kSelection,
                  u"FROM floors WHERE site_id = :site ORDER BY building, level, name"_s,
                  {{u"site"_s, site.toString()}}, readFloor);
}

Result<std::optional<Floor>> FloorStore::find(FloorId id)
{
    const Result<QList<Floor>> found = select(m_db, kSelection, u"FROM floors WHERE id = :id"_s,
                                              {{u"id"_s, id.toString()}}, readFloor);
    if (!found)
        return found.error();
    return found->isEmpty() ? std::optional<Floor>() : std::optional(found->first());
}

Result<QList<Floor>> FloorStore::places(domain::SiteId site)
{
    QList<Floor> floors;
    const Result<> read =
        m_db.each(u"SELECT id, building, name, level FROM floors WHERE site_id = :site "
                  "ORDER BY building, level, name"_s,
                  {{u"site"_s, site.toString()}}, [&](const QSqlQuery &row) {
                      Floor floor;
                      floor.id = FloorId::parse(row.value(0).toString()).value_or(FloorId());
                      floor.siteId = site;
                      floor.building = row.value(1).toString();
                      floor.name = row.value(2).toString();
                      floor.level = row.value(3).toInt();
                      floors.append(floor);
                  });
    return read ? Result<QList<Floor>>(floors) : read.error();
}

Result<> FloorStore::setLevel(FloorId id, int level, UtcTime now)
{
    return m_db.run(u"UPDATE floors SET level = :level, updated_at = :now WHERE id = :id"_s,
                    {{u"level"_s, level}, {u"now"_s, m_db.bind(now)}, {u"id"_s, id.toString()}});
}

Result<> FloorStore::save(const Floor &f, UtcTime now)
{
    RowWriter row(kFloors, m_db);
    row.set("id", f.id);
    row.set("site_id", f.siteId);
    row.set("building", f.building);
    row.set("name", f.name);
    row.set("title", f.title);
    row.set("level", f.level);
    row.set("width_m", f.widthM);
    row.set("height_m", f.heightM);
    row.set("picture", f.picture);
    row.set("picture_type", f.pictureType);
    row.set("plan", f.plan.toJson());
    row.set("updated_at", now);
    return m_db.run(kFloors.upsert().row, row.bound());
}

Result<> FloorStore::remove(FloorId id)
{
    return m_db.run(u"DELETE FROM floors WHERE id = :id"_s, {{u"id"_s, id.toString()}});
}

} // namespace parking::store
