#include "store/sitestore.h"

#include "domain/errors.h"
#include "store/actstore.h"
#include "store/table.h"

namespace parking::store {

namespace {

using domain::Site;

const Table kSites{"sites",
                   {{"id", Type::Uuid}, {"name"}, {"time_zone"}, {"settings", Type::Json}}};
const Selection kSelection{kSites};

} // namespace

Result<QList<Site>> SiteStore::all()
{
    return read({});
}

Result<QList<Site>> SiteStore::read(const QString &lock)
{
    return select(m_db, kSelection, u"FROM sites ORDER BY created_at, id"_s + lock, {},
                  [](RowReader &row) {
                      // Settings that are no object are none: without its site nothing opens.
                      return Site{row.parsed("id", domain::SiteId::parse), row.text("name"),
                                  row.text("time_zone"), objectOf(row.text("settings"))};
                  });
}

namespace {

Result<Site> firstOf(const Result<QList<Site>> &sites)
{
    if (!sites)
        return sites.error();
    if (sites->isEmpty())
        return domain::errors::notFound(u"Site"_s, u"first"_s);
    return sites->first();
}

} // namespace

Result<Site> SiteStore::first()
{
    return firstOf(all());
}

Result<Site> SiteStore::firstLocked()
{
    return firstOf(read(m_db.isPostgres() ? u" FOR UPDATE"_s : QString()));
}

Result<> SiteStore::update(const Site &site)
{
    RowWriter row(kSites, m_db);
    row.set("id", site.id);
    row.set("name", site.name);
    row.set("time_zone", site.timeZone);
    row.set("settings", site.settings);
    const Result<qint64> changed = m_db.change(kSites.update().row, row.bound());
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return domain::errors::notFound(u"Site"_s, site.id.toString());
    return {};
}

Result<> SiteStore::change(const Site &before, const Site &after, const QString &actor, UtcTime now)
{
    if (Result<> done = update(after); !done)
        return done;
    return ActStore(m_db).append(domain::actsOf(before, after), actor, now);
}

} // namespace parking::store
