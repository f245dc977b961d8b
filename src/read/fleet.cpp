#include "read/fleet.h"

#include "devices/cellfigures.h"
#include "devices/devicetype.h"
#include "domain/lampcheck.h"
#include "read/lamps.h"
#include "store/fleetstore.h"
#include "store/table.h"

#include <algorithm>

namespace parking::read {

using domain::DevEui;
using domain::FleetDevice;
using domain::GatewayDetail;

namespace {

/// One gateway's hearing of one device.
struct Hearing {
    QString gateway;
    DevEui device;
    UtcTime newest;
    int lastHour = 0;
};

/// By device and gateway, all that came since then.
QString hearingsSql(const store::Database &db)
{
    return db.isPostgres()
        ? u"SELECT r.device_eui, g->>'id', %1, "
          "count(*) FILTER (WHERE r.timestamp > :hour) "
          "FROM sensor_readings r, jsonb_array_elements(r.gateways) g "
          "WHERE r.timestamp > :since GROUP BY 1, 2"_s.arg(db.timeColumn(u"max(r.timestamp)"_s))
        : u"SELECT r.device_eui, json_extract(g.value, '$.id'), max(r.timestamp), "
          "sum(r.timestamp > :hour) FROM sensor_readings r, json_each(r.gateways) g "
          "WHERE r.timestamp > :since GROUP BY 1, 2"_s;
}

Result<QList<Hearing>> hearings(store::Database &database, UtcTime now)
{
    QList<Hearing> found;
    const Result<> done =
        database.each(hearingsSql(database),
                      {{u"since"_s, database.bind(now - domain::kGatewayDays)},
                       {u"hour"_s, database.bind(now - std::chrono::hours(1))}},
                      [&found](const QSqlQuery &row) {
                          const auto eui = DevEui::parse(row.value(0).toString());
                          const QString gateway = row.value(1).toString();
                          if (eui && !gateway.isEmpty())
                              found.append({gateway, *eui, store::Database::readTime(row.value(2)),
                                            row.value(3).toInt()});
                      });
    return done ? Result<QList<Hearing>>(found) : done.error();
}

} // namespace

Result<QList<FleetDevice>> fleet(store::Database &database, UtcTime now)
{
    auto all = store::fleet(database);
    if (!all)
        return all;
    for (FleetDevice &d : *all) {
        const QString &type = d.device.resolvedType;
        d.limit = devices::silenceLimit(type, d.device.longestOfDays);
        d.state = domain::deviceState(d, now);
        d.battery = domain::batteryLevel(d.device, devices::cellFigures(type));
        d.signal = domain::signalLevel(d.device.rssiDbm);
    }
    return all;
}

Result<domain::FleetPage> fleetPage(store::Database &database, const domain::FleetFilter &filter,
                                    const domain::FleetSort &sort, const domain::PageRequest &page,
                                    UtcTime now, const QSet<domain::SpaceId> &explained)
{
    auto all = fleet(database, now);
    if (!all)
        return all.error();
    if (filter.kind == domain::DeviceKind::Display) {
        const Result<domain::LampsKnown> lamps = read::lamps(database, now);
        if (!lamps)
            return lamps.error();
        QHash<DevEui, QString> problems;
        for (const domain::LampTrouble &trouble : lamps->troubles)
            problems.insert(trouble.devEui, trouble.problem);
        for (FleetDevice &d : *all)
            d.lampProblem = problems.value(d.device.devEui);
    }
    return domain::fleetPage(*std::move(all), filter, sort, page, explained);
}

Result<QList<GatewayDetail>> gateways(store::Database &database, UtcTime now)
{
    const auto heard = hearings(database, now);
    if (!heard)
        return heard.error();
    const auto all = fleet(database, now);
    if (!all)
        return all.error();
    QHash<DevEui, const FleetDevice *> devices;
    for (const FleetDevice &d : *all)
        devices.insert(d.device.devEui, &d);
    QHash<DevEui, int> gatewaysOf;
    for (const Hearing &hearing : *heard)
        ++gatewaysOf[hearing.device];
    QHash<QString, GatewayDetail> byId;
    for (const Hearing &hearing : *heard) {
        GatewayDetail &gateway = byId[hearing.gateway];
        gateway.id = hearing.gateway;
        gateway.lastHeard = std::max(gateway.lastHeard, hearing.newest);
        gateway.uplinksLastHour += hearing.lastHour;
        ++gateway.devices;
        const FleetDevice *device = devices.value(hearing.device);
        if (device && gatewaysOf.value(hearing.device) == 1)
            gateway.alone.append(*device);
    }
    QList<GatewayDetail> gateways = byId.values();
    for (GatewayDetail &gateway : gateways)
        std::sort(gateway.alone.begin(), gateway.alone.end(),
                  [](const FleetDevice &a, const FleetDevice &b) {
                      return std::pair(a.place.code, a.device.devEui.value())
                          < std::pair(b.place.code, b.device.devEui.value());
                  });
    std::sort(gateways.begin(), gateways.end(), [](const GatewayDetail &a, const GatewayDetail &b) {
        return std::tie(a.lastHeard, a.id) < std::tie(b.lastHeard, b.id);
    });
    return gateways;
}

} // namespace parking::read
