#include "domain/dataage.h"

#include "domain/problems.h"

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kClocksDiffer = 5s;
/// A station that has just come to the broker takes in what was kept for it first.
constexpr Milliseconds kCatchesUp = 15s;

/// Checks of what lies between the air and the database.
bool isOfIntake(const HealthCheck &check)
{
    return check.name == u"mqtt" || check.name == u"journal" || check.name == u"messages";
}

/// By this check, all that is heard is taken in.
bool isGood(const HealthCheck &check)
{
    return check.level != HealthLevel::Unhealthy && check.problem != problem::kBacklog
        && check.problem != problem::kSessionTakenOver && check.problem != problem::kBrokerLeft;
}

std::optional<UtcTime> takenInUntil(const StationWord &station, UtcTime now)
{
    if (station.standsBy || station.reportedAt > now + kClocksDiffer)
        return std::nullopt;
    UtcTime until = station.reportedAt;
    UtcTime connected = station.startedAt;
    bool hearsBroker = false; ///< who says nothing of the broker takes nothing in
    for (const HealthCheck &check : station.checks) {
        if (!isOfIntake(check))
            continue;
        hearsBroker = hearsBroker || check.name == u"mqtt";
        if (!isGood(check))
            until = std::min(until, check.since);
        else if (check.name == u"mqtt")
            connected = std::max(connected, check.since);
    }
    if (!hearsBroker || until < connected + kCatchesUp)
        return std::nullopt;
    return until;
}

} // namespace

std::optional<UtcTime> takenInUntil(const QList<StationWord> &stations, UtcTime now)
{
    std::optional<UtcTime> latest;
    for (const StationWord &station : stations) {
        // An empty one is less than all others.
        latest = std::max(latest, takenInUntil(station, now));
    }
    return latest;
}

std::optional<HealthCheck> whyNotTakenIn(const QList<HealthCheck> &checks)
{
    const auto found = std::find_if(checks.cbegin(), checks.cend(), [](const HealthCheck &check) {
        const bool isAway = check.level == HealthLevel::Unhealthy
            && (check.name == u"station" || check.name == u"database");
        return isAway || (isOfIntake(check) && !isGood(check));
    });
    return found == checks.cend() ? std::nullopt : std::optional(*found);
}

DataAge dataAge(std::optional<Milliseconds> age)
{
    if (!age || *age < -kClocksDiffer || *age > kOldFor)
        return DataAge::Gone;
    return *age > kLiveFor ? DataAge::Old : DataAge::Live;
}

} // namespace parking::domain
