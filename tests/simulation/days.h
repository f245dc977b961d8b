#pragma once

#include "world.h"

namespace parking::simulation {

/// A day in a folder of its own, in memory where the system has one.
Outcome simulateDay(quint64 seed, bool isLoud = false);

} // namespace parking::simulation
