#pragma once

#include "domain/lampcommand.h"
#include "engine/lamps/lampledger.h"

namespace parking::engine {

/// Somebody's command to one lamp, as a row of the ledger like any other: what waits for the lamp
/// is superseded, and the next comparison brings its space's colour back. One transaction.
/// VALIDATION_ERROR (see domain/lampcommand.h); NO_TYPE where a colour is wanted of a lamp whose
/// type is not known, NO_COLOURS where its type shows signs of its own.
Result<LampOutcome> commandLamp(store::Database &database, const domain::DisplayPolicy &policy,
                                const domain::LampCommand &command, const QString &actor,
                                UtcTime now);

/// The frame of a command; `state` of its space is what a free colour is filed under. Pure.
Result<domain::LampFrame> frameOf(const domain::LampCommand &command,
                                  const domain::Display &display,
                                  const domain::DisplayPolicy &policy, domain::SpaceState state);

} // namespace parking::engine
