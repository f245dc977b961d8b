#pragma once

#include "domain/resolve.h"

#include <QStringList>

namespace parking::ui {

/// How the layer "Bookings in the next 2 h" colours a space: by how soon somebody else has it.
QStringList bookingStepNames(); ///< from free for long to booked now
/// 0: nobody within two hours; kLayerSteps - 1: now.
int bookingStep(const std::optional<domain::ReservationInput> &next, UtcTime now);

} // namespace parking::ui
