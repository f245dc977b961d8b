#include "store/outagestore.h"

#include "store/table.h"

namespace parking::store {

namespace {

using domain::Outage;

const Table kOutages{"outages",
                     {{"id", Type::Uuid},
                      {"station_id", Type::Uuid, kFixed},
                      {"check_name", Type::Text, kFixed},
                      {"level", Type::Text, kFixed},
                      {"problem", Type::Text, kFixed},
                      {"detail", Type::Text, kFixed},
                      {"began_at", Type::Time, kFixed},
                      {"ended_at", Type::Time}}};

const Selection kSelection{kOutages};

Outage readOutage(RowReader &row)
{
    Outage o;
    o.id = row.text("id");
    o.stationId = row.text("station_id");
    o.check = row.text("check_name");
    o.level = row.parsed("level", domain::healthLevelFromString);
    o.problem = row.text("problem");
    o.detail = row.text("detail");
    o.from = row.time("began_at");
    o.to = row.maybeTime("ended_at");
    return o;
}

} // namespace

Result<> OutageStore::write(const QList<Outage> &outages)
{
    Rows rows(kOutages.names());
    for (const Outage &o : outages) {
        RowWriter row(kOutages, m_db);
        row.set("id", o.id);
        row.set("station_id", o.stationId);
        row.set("check_name", o.check);
        row.set("level", o.level);
        row.set("problem", o.problem);
        row.set("detail", o.detail);
        row.set("began_at", o.from);
        row.set("ended_at", o.to);
        rows.add(row.values());
    }
    static const RowStatement statement = kOutages.upsert();
    return m_db.runRows(statement, rows);
}

Result<> OutageStore::endAll(UtcTime now)
{
    // A clock may have been set back since.
    return m_db.run(u"UPDATE outages SET ended_at = "
                    "CASE WHEN began_at > :now THEN began_at ELSE :now END "
                    "WHERE ended_at IS NULL"_s,
                    {{u"now"_s, m_db.bind(now)}});
}

Result<QList<Outage>> OutageStore::recent(int limit)
{
    return select(m_db, kSelection, u"FROM outages ORDER BY began_at DESC, id LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, readOutage);
}

Result<qint64> OutageStore::prune(UtcTime before)
{
    return m_db.change(u"DELETE FROM outages WHERE ended_at < :before"_s,
                       {{u"before"_s, m_db.bind(before)}});
}

} // namespace parking::store
