#pragma once

#include "base/result.h"
#include "base/time.h"

#include <QDateTime>
#include <QTimeZone>

#include <optional>

/// Local times of a site: what a clock on its wall shows, in UTC.
namespace parking::domain {

/// A local date and time in UTC. Where clocks are set forward some do not exist, where they are set
/// back some exist twice.
struct LocalMoment {
    UtcTime time; ///< the earlier one of two
    std::optional<UtcTime> second; ///< the later one, where it exists twice
    /// It does not exist: `time` is as much later as the clock jumped (02:30 is 03:30).
    bool isMoved = false;

    bool operator==(const LocalMoment &) const = default;
};

/// Which one is meant of a time that exists twice.
enum class Twice : quint8 { Ask, First, Second };

/// `local` is read by its date and time alone.
LocalMoment momentOf(const QDateTime &local, const QTimeZone &zone);
/// The same with a choice: VALIDATION_ERROR with rule TIME_TWICE and details {first, second} where
/// one is needed.
Result<UtcTime> momentOf(const QDateTime &local, const QTimeZone &zone, Twice choice);
/// What the clock on the wall shows, its offset with it.
QDateTime localOf(UtcTime time, const QTimeZone &zone);

/// The zone of this IANA name; UTC for one that this computer does not know.
QTimeZone zoneOf(const QString &name);

/// `2026-03-29T14:30`, with `Z` or an offset for a moment, without one by the clock on the wall;
/// seconds may follow, a blank may stand for the T. VALIDATION_ERROR for `field`.
Result<UtcTime> parseMoment(const QString &field, const QString &text, const QTimeZone &zone,
                            Twice choice = Twice::Ask);

} // namespace parking::domain
