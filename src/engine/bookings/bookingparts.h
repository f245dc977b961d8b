#pragma once

#include "domain/booking.h"
#include "engine/spaces/movement.h"

/// What the commands of bookings and of series are made of; each within a Movement of the caller.
namespace parking::engine {

/// What the rules ask of a space that is locked; RECORD_NOT_FOUND.
Result<domain::BookingPlace> bookingPlace(Movement &movement, domain::SpaceId id);

/// TOO_MANY_BOOKINGS where this address would hold more than it may with so many more; `except` is
/// not counted.
Result<> checkBookingNumber(Movement &movement, const QString &email, qsizetype more,
                            domain::BookingId except = {});

/// The states that the locked spaces' bookings, as they are now, call for.
Result<> settleBookings(Movement &movement, const QString &actor, const QString &note);

/// A booking as people changed it: what was said of one that is moved elsewhere is forgotten, for
/// the clock looks anew who came there. One that ran by `now` has no grace time left there.
domain::Booking changedBooking(const domain::Booking &before, const domain::BookingDraft &draft,
                               UtcTime now);

/// The history's rows of what became of bookings, by their own actors; `before` has those that were
/// there.
Result<> noteBookings(Movement &movement, const QList<domain::Booking> &before,
                      const QList<domain::Booking> &after);

/// Writes them with who did it, and when, and notes it. SPACE_NOT_AVAILABLE.
Result<> writeBookings(Movement &movement, QList<domain::Booking> &bookings, const QString &actor);

/// CHANGED_MEANWHILE with details {actor} when it is not what whoever acts on it saw.
Result<> standsAs(const domain::Booking &booking, const std::optional<domain::BookingDraft> &seen);

/// VALIDATION_ERROR for a reason that cannot be stored.
Result<> checkCancelReason(const QString &reason);

/// The form in which request ids are stored; empty for none.
QString plainRequestId(const QString &requestId);

} // namespace parking::engine
