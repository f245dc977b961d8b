#pragma once

#include "store/stationstore.h"

namespace parking::read {

/// A station that has not reported for so long counts as down.
inline constexpr Milliseconds kStationSilent{15'000};

/// The station that ingests and has reported lately; empty: none does.
Result<std::optional<store::StationStatus>> workingStation(store::Database &database, UtcTime now);

} // namespace parking::read
