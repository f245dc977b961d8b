#pragma once

#include "domain/downlink.h"
#include "domain/health.h"

#include <QString>

/// Words about lamps and the commands to them; see labels.h.
namespace parking::ui::labels {

/// What lies around a command: reasons that its own row does not know.
struct LampView {
    UtcTime now = {};
    domain::Health health = {};
    std::optional<bool> hasNewer = {}; ///< the lamp has a later command; empty: not known
    std::optional<UtcTime> joinedAt = {}; ///< lately, and what it shows since is not known
};

QString colour(domain::Rgb colour); ///< "Green", "Red" ..., else in hex
QString hex(const QByteArray &bytes); ///< "FF 00 A5"
QString shine(const domain::LampFrame &frame); ///< "Red", "Yellow, blinking"
/// The same, of raw bytes "Port 15: FF 00 A5".
QString wanted(const domain::LampFrame &frame);
/// Why something that was asked for one lamp is not done.
QString commandProblem(const Error &error);
QString text(domain::DownlinkState state); ///< "Waiting", "In ChirpStack’s queue" ...
QString text(domain::DownlinkCause cause); ///< "state changed", "asked for" ...
QString text(domain::DownlinkOutcome outcome); ///< "in ChirpStack’s queue", "ChirpStack failed" ...
QString text(const domain::DownlinkEvent &event); ///< one line of a chain
bool isFailure(const domain::DownlinkEvent &event); ///< a step that did not work
QString rawDetails(const domain::DownlinkEvent &event); ///< as logs have it: code, English words
QString text(domain::Unknown why); ///< "its sensor is silent" ...
/// Why a command is where it is, and what comes next.
QString why(const domain::Downlink &row, const LampView &view);
/// True when the lamp may tell that it shows this frame: by its uplinks or by an acknowledgement.
bool canConfirm(const domain::LampFrame &frame);
QString lampProblem(const domain::Display &display); ///< empty: none
/// The same in few words, or why its last command did not reach it: "shows something else".
QString lampTrouble(const QString &problem);
QString evidence(const domain::Display &display, UtcTime now); ///< "told at 14:00" ...
/// Of a negative span, which two clocks that differ make, a dash.
QString milliseconds(double value); ///< "42 ms", "1.2 s", "3 min"

} // namespace parking::ui::labels
