#pragma once

#include "base/time.h"
#include "domain/health.h"

#include <QList>

#include <optional>

/// How old are the numbers that a public screen shows? Nothing changes for hours at a healthy site,
/// so the age is not that of the last change; and a station that runs and takes nothing in must not
/// pass for news, so it is not that of its heartbeat either. It is the age of the last moment of
/// which a station said that all it had heard until then was taken in.
namespace parking::domain {

/// What a station last said of itself, by the clock that all programs of the database share.
struct StationWord {
    UtcTime reportedAt;
    UtcTime startedAt;
    bool standsBy = false; ///< it takes nothing in, another one does
    QList<HealthCheck> checks;

    bool operator==(const StationWord &) const = default;
};

/// What is in the database is all that was heard until this moment; empty: nobody knows any.
/// Of several stations the one that tells the latest moment counts. `now`: of the shared clock. A
/// word from the future was written by a clock that went wrong, and tells nothing.
std::optional<UtcTime> takenInUntil(const QList<StationWord> &stations, UtcTime now);

/// The first check by which what is heard does not come into the database now; empty: none says so.
std::optional<HealthCheck> whyNotTakenIn(const QList<HealthCheck> &checks);

enum class DataAge : quint8 {
    Live, ///< to be believed
    Old, ///< may be wrong: only with its time
    Gone ///< too old for a number, or nobody knows how old
};

inline constexpr Milliseconds kLiveFor = std::chrono::seconds(60);
inline constexpr Milliseconds kOldFor = std::chrono::minutes(30);

/// Empty: nobody knows. A negative age, of more than what two clocks may differ, is that as well.
DataAge dataAge(std::optional<Milliseconds> age);

} // namespace parking::domain
