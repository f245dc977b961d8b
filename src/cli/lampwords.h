#pragma once

#include "cli/command.h"
#include "domain/display.h"
#include "store/database.h"

/// What the commands about lamps share.
namespace parking::cli {

/// Adds --space and --device.
void addLampOptions(Parser &parser);
/// The device of --device or --space; null when neither is given. NO_LAMP for a space without one.
Result<domain::DevEui> chosenDevice(const Parser &parser, store::Database &database);

/// Hands each STATE=TEXT that was given for `option` to `take`, whose error is told with the pair.
/// False: something was wrong, and stderr says what.
bool eachState(const Parser &parser, const char *option,
               const std::function<Result<>(domain::SpaceState, const QString &)> &take);

} // namespace parking::cli
