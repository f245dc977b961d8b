#include "read/stations.h"
#include "store/stationstore.h"

namespace parking::read {

Result<std::optional<store::StationStatus>> workingStation(store::Database &database, UtcTime now)
{
    const Result<QList<store::StationStatus>> stations = store::StationStore(database).all();
    if (!stations)
        return stations.error();
    for (const store::StationStatus &station : *stations) {
        if (station.ingesting && now - station.reportedAt < kStationSilent)
            return std::optional(station);
    }
    return std::optional<store::StationStatus>();
}

} // namespace parking::read
