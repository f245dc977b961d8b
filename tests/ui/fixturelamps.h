#pragma once

#include "domain/downlink.h"
#include "domain/health.h"
#include "domain/page.h"

/// Lamps and commands to them for tests and pictures of the window.
namespace parking::fixture {

/// A command of one minute before kNow, as far as `where`, with the times that belong to it.
domain::Downlink command(const QString &code, domain::SpaceState state,
                         domain::DownlinkState where);
/// The lamp of that command, with the events on its way; it showed green before.
domain::LampStatus lamp(const domain::Downlink &row);

domain::LampStatus confirmedLamp(const QString &code);
domain::LampStatus ignoringLamp(const QString &code); ///< shows another colour than it was sent
domain::LampStatus foreignLamp(const QString &code); ///< speaks another type's layout
domain::LampStatus unknownLamp(const QString &code); ///< nothing tells its type
domain::LampStatus waitingLamp(const QString &code); ///< its command was never tried
domain::LampStatus muteLamp(const QString &code); ///< its type has no echo

/// One command of each outcome.
domain::DownlinkPage everyOutcome();
/// Healthy, and how it stands with ChirpStack: `problem` empty: well, since `since` before kNow.
domain::Health withChirpStack(const QString &problem, Milliseconds since = {});

} // namespace parking::fixture
