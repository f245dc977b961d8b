#pragma once

#include <QDate>
#include <QString>

#include <optional>

namespace parking::ui {

/// The day that somebody typed: "28 Nov", "28.11.", "28.11.2026", "2026-11-28", with or without the
/// day's name before it, or the day of the month alone. What is left out is as near to `shown` as
/// it can be, and not after `most`, where that is valid. Empty: it is no day. Pure.
std::optional<QDate> parseDayText(const QString &typed, QDate shown, QDate most = {});

} // namespace parking::ui
