#pragma once

#include "domain/dataage.h"
#include "store/stationstore.h"

namespace parking::read {

/// A station that has not reported for so long counts as down: whoever asks each second or two
/// knows it within 15 s.
inline constexpr Milliseconds kStationSilent{12'000};

/// When the last uplink came that any station has told of, by the reader's clock.
Result<std::optional<UtcTime>> lastUplink(store::Database &database, UtcTime now);

/// The station that ingests and has reported lately; empty: none does.
/// `now`: this computer's; where the database has a clock of its own, that one counts.
Result<std::optional<store::StationStatus>> workingStation(store::Database &database, UtcTime now);

/// What the station that ingests has to know of the others.
struct OtherStations {
    bool hasStandby = false; ///< one has reported lately that it would take over
    /// Those that ended without a good-bye: what they had acknowledged and not stored lies in their
    /// folders. Newest report first.
    QList<store::StationStatus> unfinished;
};
Result<OtherStations> otherStations(store::Database &database, const QString &ownId, UtcTime now);

/// The checks that a station told of itself, by name; `leftOut` are not among them.
QList<domain::HealthCheck> toldChecks(const store::StationStatus &station,
                                      const QStringList &leftOut = {});

/// What all stations last said, as far as it tells how old the states are.
Result<QList<domain::StationWord>> stationWords(store::Database &database);

} // namespace parking::read
