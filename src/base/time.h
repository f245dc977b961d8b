#pragma once

#include <QDateTime>
#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>

namespace parking {

using Milliseconds = std::chrono::milliseconds;

/// A moment, UTC, whole milliseconds: the one time type of the core. Databases hold the same
/// precision, so a value that was stored compares equal to the one that was not.
using UtcTime = std::chrono::sys_time<Milliseconds>;

constexpr qint64 toMillis(UtcTime time)
{
    return time.time_since_epoch().count();
}
constexpr UtcTime fromMillis(qint64 milliseconds)
{
    return UtcTime(Milliseconds(milliseconds));
}

/// The computer's clock. Only Engine, main functions and tests call it; all else takes `now`.
UtcTime systemNow();

/// `2025-11-23T10:56:01.123Z`, always three fraction digits and `Z`.
QString toIso(UtcTime time);

/// RFC 3339 with a zone (`Z` or `+hh:mm`), 0 to 9 fraction digits, cut (not rounded) to
/// milliseconds. Empty for anything else, also for text without a zone or a date that does not
/// exist.
std::optional<UtcTime> fromIso(QStringView text);

QDateTime toDateTime(UtcTime time);
UtcTime fromDateTime(const QDateTime &time);

} // namespace parking
