#include "read/stations.h"
#include "store/stationstore.h"

namespace parking::read {

Result<std::optional<store::StationStatus>> workingStation(store::Database &database, UtcTime now)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    const Result<UtcTime> shared = store::sharedNow(database, now);
    if (!shared)
        return shared.error();
    for (const store::StationStatus &station : *stations) {
        if (station.ingesting && *shared - station.reportedAt < kStationSilent)
            return std::optional(station);
    }
    return std::optional<store::StationStatus>();
}

Result<OtherStations> otherStations(store::Database &database, const QString &ownId, UtcTime now)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    const Result<UtcTime> shared = store::sharedNow(database, now);
    if (!shared)
        return shared.error();
    OtherStations others;
    for (const store::StationStatus &station : *stations) {
        if (station.stationId == ownId)
            continue;
        const bool isFresh = *shared - station.reportedAt < kStationSilent;
        if (isFresh && !station.ingesting && station.mqttState == store::kStandingBy)
            others.hasStandby = true;
        if (!isFresh && station.ingesting)
            others.unfinished.append(station);
    }
    return others;
}

} // namespace parking::read
