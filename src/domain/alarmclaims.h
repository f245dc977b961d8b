#pragma once

#include "domain/alarmrules.h"

#include <set>

/// What the parts of a picture say, before it is held against the alarms that are open.
namespace parking::domain {

/// One cause as one look finds it. Members that `hold` were found before, or are not: they keep an
/// alarm and make none.
struct AlarmClaim {
    AlarmCause cause = {};
    bool isFound = false; ///< else it keeps an alarm that is open, and raises none
    QList<AlarmMember> members = {};
    QList<AlarmMember> hold = {};
    int count = 0; ///< where members are not named
    std::optional<UtcTime> since = {};
    QJsonObject facts = {};
};

struct AlarmClaims {
    QList<AlarmClaim> claims = {};
    std::set<AlarmKind> unknown = {}; ///< nothing can be said of these now
};

/// True of a gateway, a floor or a zone: it explains the silence of its sensors.
bool isCommon(const Alarm &alarm);
/// True of a sensor that is heard by that gateway, or stands on that floor or in that zone.
bool concerns(const Alarm &alarm, const Space &space, const SpaceStatus &status);

/// `open`: causes that were found before and are not over yet.
AlarmClaims claimsOf(const AlarmPicture &picture, const QList<Alarm> &open,
                     const AlarmMemory &memory);
/// Devices: silent, low, not understood, stuck, flapping; also what they have in common.
void claimDevices(AlarmClaims &claims, const AlarmPicture &picture, const QList<Alarm> &open,
                  const AlarmMemory &memory);

} // namespace parking::domain
