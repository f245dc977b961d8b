#include "store/stationstore.h"

#include "store/table.h"

namespace parking::store {

namespace {

const Table kStations{"station_status",
                      {{"station_id"},
                       {"host"},
                       {"version"},
                       {"reported_at", Type::Time},
                       {"started_at", Type::Time},
                       {"ingesting", Type::Bool},
                       {"mqtt_state"},
                       {"backlog", Type::BigInt},
                       {"uplinks_per_second", Type::Float8},
                       {"last_uplink", Type::Time},
                       {"details", Type::Json}}};

const Selection kSelection{kStations};

StationStatus readStation(RowReader &row)
{
    StationStatus s;
    s.stationId = row.text("station_id");
    s.host = row.text("host");
    s.version = row.text("version");
    s.reportedAt = row.time("reported_at");
    s.startedAt = row.time("started_at");
    s.ingesting = row.flag("ingesting");
    s.mqttState = row.text("mqtt_state");
    s.backlog = row.bigint("backlog");
    s.uplinksPerSecond = row.number("uplinks_per_second");
    s.lastUplink = row.maybeTime("last_uplink");
    s.details = row.object("details");
    return s;
}

} // namespace

Result<UtcTime> sharedNow(Database &database, UtcTime own)
{
    if (!database.isPostgres())
        return own;
    const Result<qint64> millis =
        database.count(u"SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"_s);
    return millis ? Result<UtcTime>(fromMillis(*millis)) : millis.error();
}

Result<> StationStore::report(const StationStatus &s)
{
    RowWriter row(kStations, m_db);
    row.set("station_id", s.stationId);
    row.set("host", s.host);
    row.set("version", s.version);
    row.set("reported_at", s.reportedAt);
    row.set("started_at", s.startedAt);
    row.set("ingesting", s.ingesting);
    row.set("mqtt_state", s.mqttState);
    row.set("backlog", s.backlog);
    row.set("uplinks_per_second", s.uplinksPerSecond);
    row.set("last_uplink", s.lastUplink);
    row.set("details", s.details);
    return m_db.run(kStations.upsert().row, row.bound());
}

Result<QList<StationStatus>> StationStore::all()
{
    return select(m_db, kSelection, u"FROM station_status ORDER BY reported_at DESC"_s, {},
                  readStation);
}

Result<bool> StationStore::forget(const QString &stationId)
{
    const Result<qint64> gone =
        m_db.change(u"DELETE FROM station_status WHERE station_id = :id"_s, {{u"id"_s, stationId}});
    return gone ? Result<bool>(*gone > 0) : gone.error();
}

} // namespace parking::store
