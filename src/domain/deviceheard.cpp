#include "domain/deviceheard.h"

#include <algorithm>

namespace parking::domain {

namespace {

/// A value that tells something replaces what was known.
template <class T>
void take(std::optional<T> &known, const std::optional<T> &value)
{
    if (value)
        known = value;
}

void take(QString &known, const QString &value)
{
    if (!value.isEmpty())
        known = value;
}

/// The values that a space's status shows too.
template <class Known>
void takeRadio(Known &known, const DeviceHeard &newer)
{
    take(known.lastHeard, newer.lastHeard);
    take(known.batteryVolt, newer.batteryVolt);
    take(known.rssiDbm, newer.rssiDbm);
    take(known.snrDb, newer.snrDb);
    take(known.gatewayId, newer.gatewayId);
}

/// Where the uplinks of both lie among each other, the longer gap is at least not too short.
void joinGaps(DeviceHeard &known, const DeviceHeard &newer)
{
    if (!newer.firstHeard)
        return;
    known.longestGap = std::max(known.longestGap, newer.longestGap);
    if (known.firstHeard && known.lastHeard && *newer.firstHeard > *known.lastHeard)
        known.longestGap = std::max(known.longestGap, *newer.firstHeard - *known.lastHeard);
    known.firstHeard =
        known.firstHeard ? std::min(known.firstHeard, newer.firstHeard) : newer.firstHeard;
}

void takeNewer(DeviceHeard &known, const DeviceHeard &newer)
{
    if (newer.uplinks > 0) {
        known.kind = newer.kind;
        known.fCnt = newer.fCnt;
    }
    joinGaps(known, newer);
    takeRadio(known, newer);
    take(known.name, newer.name);
    take(known.profileName, newer.profileName);
    take(known.resolvedType, newer.resolvedType);
    if (newer.power)
        known.batteryPercent = newer.batteryPercent; // a former one has ended, too
    else
        take(known.batteryPercent, newer.batteryPercent);
    if (newer.power)
        known.power = newer.power;
    take(known.tempCelsius, newer.tempCelsius);
    if (newer.lastJoin && (!known.lastJoin || *newer.lastJoin > *known.lastJoin))
        known.lastJoin = newer.lastJoin;
    known.uplinks += newer.uplinks;
}

/// An empty time is older than any.
bool isAsNew(const std::optional<UtcTime> &time, const std::optional<UtcTime> &known)
{
    return time >= known;
}

} // namespace

void DeviceHeard::merge(const DeviceHeard &other)
{
    if (isAsNew(other.lastHeard, lastHeard))
        return takeNewer(*this, other);
    DeviceHeard joined = other;
    takeNewer(joined, *this);
    *this = std::move(joined);
}

void hear(SpaceStatus &status, const DeviceHeard &heard)
{
    if (heard.lastHeard && isAsNew(heard.lastHeard, status.lastHeard))
        takeRadio(status, heard);
}

} // namespace parking::domain
