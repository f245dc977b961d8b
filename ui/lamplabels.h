#pragma once

#include "domain/downlink.h"

#include <QString>

/// Words about lamps and the commands to them; see labels.h.
namespace parking::ui::labels {

QString colour(domain::Rgb colour); ///< "Green", "Red" ..., else in hex
QString text(domain::DownlinkState state); ///< "Waiting", "In ChirpStack’s queue" ...
QString text(domain::DownlinkCause cause); ///< "state changed", "asked for" ...
QString text(const domain::DownlinkEvent &event); ///< one line of a chain
/// Why a command is where it is, and what comes next.
QString why(const domain::Downlink &row, UtcTime now);
QString lampProblem(const domain::Display &display); ///< empty: none
QString deviceType(const QString &type); ///< "Kuando Busylight"; unknown ones as they are
QString evidence(const domain::Display &display, UtcTime now); ///< "confirmed 14:00", "sent 14:00"
QString milliseconds(double value); ///< "42 ms", "1.2 s", "3 min"

} // namespace parking::ui::labels
