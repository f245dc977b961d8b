#pragma once

#include "base/time.h"

#include <QString>

#include <optional>

namespace parking::ui {

/// The moment that somebody typed, in the computer's zone: "18:00" and "1800" (the next time that
/// the clock shows it), "+2h", "+30min", "+3d", and days with or without a time, "28 Nov 8:00",
/// "28.11. 8:00", "2026-11-28" (at its beginning). Empty: it is none of these. Pure.
std::optional<UtcTime> parseEndTime(const QString &text, UtcTime now);

/// As people type it and parseEndTime() reads it back: "2026-11-28 08:00".
QString endTimeText(UtcTime time);

} // namespace parking::ui
