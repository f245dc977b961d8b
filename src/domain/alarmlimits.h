#pragma once

#include "base/result.h"

#include <QJsonObject>

namespace parking::domain {

/// What a site's alarms go by, from sites.settings `{"alarms": {"batteryPercent": 20,
/// "batteryMillivoltMore": 0, "silentPercent": 100, "stuckHours": 72, "flapsPerHour": 20,
/// "diskPercent": 5, "lettersPerHour": 10}}`.
struct AlarmLimits {
    int batteryPercent = 20; ///< a battery that tells its percentage is low below
    /// One that tells its voltage is low so much above what its type needs.
    int batteryMillivoltMore = 0;
    /// Of the time that a sensor may be silent (domain::silenceLimit): an alarm comes later than
    /// the map's ring, never sooner.
    int silentPercent = 100;
    int stuckHours = 72; ///< occupied for longer; a long weekend is no fault
    int flapsPerHour = 20; ///< moves of a state within an hour
    int diskPercent = 5; ///< less is free; 256 MiB at least, 10 GiB at most
    int lettersPerHour = 10; ///< messages that were set aside

    bool operator==(const AlarmLimits &) const = default;
};

/// Unknown members are left alone, missing ones keep their defaults. VALIDATION_ERROR for the first
/// that is wrong.
Result<AlarmLimits> parseAlarmLimits(const QJsonObject &siteSettings);

/// The member `alarms` of sites.settings: everything that parseAlarmLimits() reads.
QJsonObject toJson(const AlarmLimits &limits);

} // namespace parking::domain
