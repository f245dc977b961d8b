#pragma once

#include "domain/bookingimport.h"
#include "engine/spaces/movement.h"

namespace parking::engine {

/// Books what a file asks for, within a Movement of the caller: all of it, or nothing and every
/// problem with its line: the rules for bookings, what is booked already, and what the file's own
/// bookings would do to each other. A booking that is there already, by its id or the request made
/// of the event's UID, is left alone; one that is there with other times or words is a problem
/// (DUPLICATE_RESOURCE). `isTrial`: nothing is written.
/// The result's problems are no error; the caller's transaction may commit.
Result<domain::BookingImportResult> importBookings(Movement &movement,
                                                   const domain::BookingImportPlan &plan,
                                                   bool isTrial, const QString &actor);

} // namespace parking::engine
