#include "store/floorstore.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "store/json.h"

namespace parking::store {

Result<QList<domain::Site>> SiteStore::all()
{
    QList<domain::Site> sites;
    const Result<> done = m_db.each(
        u"SELECT id, name, time_zone, settings FROM sites ORDER BY created_at, id"_s, {},
        [&](const QSqlQuery &row) {
            sites.append({domain::SiteId::parse(row.value(0).toString()).value_or(domain::SiteId()),
                          row.value(1).toString(), row.value(2).toString(),
                          objectOf(row.value(3).toString())});
        });
    if (!done)
        return done.error();
    return sites;
}

Result<domain::Site> SiteStore::first()
{
    const Result<QList<domain::Site>> sites = all();
    if (!sites)
        return sites.error();
    if (sites->isEmpty())
        return domain::errors::notFound(u"Site"_s, u"first"_s);
    return sites->first();
}

Result<> SiteStore::update(const domain::Site &site)
{
    const Result<qint64> changed =
        m_db.change(u"UPDATE sites SET name = :name, time_zone = :zone, settings = :settings "
                    "WHERE id = :id"_s,
                    {{u"name"_s, site.name},
                     {u"zone"_s, site.timeZone},
                     {u"settings"_s, toText(site.settings)},
                     {u"id"_s, site.id.toString()}});
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return domain::errors::notFound(u"Site"_s, site.id.toString());
    return {};
}

Result<QList<domain::Floor>> FloorStore::all(domain::SiteId site)
{
    QList<domain::Floor> floors;
    Error broken;
    const Result<> done = m_db.each(
        u"SELECT id, site_id, building, name, title, level, width_m, height_m, "
        "picture, picture_type, plan FROM floors WHERE site_id = :site "
        "ORDER BY building, level, name"_s,
        {{u"site"_s, site.toString()}}, [&](const QSqlQuery &row) {
            domain::Floor f;
            f.id = domain::FloorId::parse(row.value(0).toString()).value_or(domain::FloorId());
            f.siteId = site;
            f.building = row.value(2).toString();
            f.name = row.value(3).toString();
            f.title = row.value(4).toString();
            f.level = row.value(5).toInt();
            f.widthM = row.value(6).toDouble();
            f.heightM = row.value(7).toDouble();
            f.picture = row.value(8).toByteArray();
            f.pictureType = row.value(9).toString();
            auto plan = domain::FloorPlan::fromJson(objectOf(row.value(10).toString()));
            if (plan)
                f.plan = std::move(*plan);
            else
                broken = plan.error();
            floors.append(f);
        });
    if (!done)
        return done.error();
    if (!broken.code.isEmpty())
        return broken;
    return floors;
}

Result<> FloorStore::save(const domain::Floor &f, UtcTime now)
{
    return m_db.run(u"INSERT INTO floors (id, site_id, building, name, title, level, width_m, "
                    "height_m, picture, picture_type, plan, updated_at) VALUES (:id, :site, "
                    ":building, :name, :title, :level, :width, :height, :picture, :type, "
                    ":plan, :now) ON CONFLICT (id) DO UPDATE SET building = excluded.building, "
                    "name = excluded.name, title = excluded.title, level = excluded.level, "
                    "width_m = excluded.width_m, height_m = excluded.height_m, "
                    "picture = excluded.picture, picture_type = excluded.picture_type, "
                    "plan = excluded.plan, updated_at = excluded.updated_at"_s,
                    {{u"id"_s, f.id.toString()},
                     {u"site"_s, f.siteId.toString()},
                     {u"building"_s, f.building},
                     {u"name"_s, f.name},
                     {u"title"_s, f.title},
                     {u"level"_s, f.level},
                     {u"width"_s, f.widthM},
                     {u"height"_s, f.heightM},
                     {u"picture"_s, f.picture},
                     {u"type"_s, f.pictureType},
                     {u"plan"_s, toText(f.plan.toJson())},
                     {u"now"_s, m_db.bind(now)}});
}

Result<> FloorStore::remove(domain::FloorId id)
{
    return m_db.run(u"DELETE FROM floors WHERE id = :id"_s, {{u"id"_s, id.toString()}});
}

} // namespace parking::store
