#pragma once

#include "domain/booking.h"
#include "engine/spaces/movement.h"

namespace parking::engine {

/// What people do with bookings, each within a Movement of the caller, for engine and command line
/// alike: the space is locked, the rules are held, the booking is written, the space's state
/// follows. `actor` does it (store::actorOf has the last word). After an error the caller rolls
/// back.
///
/// Errors: VALIDATION_ERROR (domain::validate, and TOO_MANY_BOOKINGS), RECORD_NOT_FOUND for a space
/// or a booking that is not there or over, SPACE_NOT_AVAILABLE, CHANGED_MEANWHILE.

struct BookingRequest {
    domain::BookingDraft draft = {};
    QString requestId = {}; ///< a UUID; a repeated one gets the first answer. Empty: none
    QString actor = {};
};

struct BookingAnswer {
    domain::Booking booking;
    bool isRepeated = false; ///< the same request made it before
    QList<domain::BookingWarning> warnings = {};
    domain::Booking before = {}; ///< of a change: as it was
};

Result<BookingAnswer> book(Movement &movement, const BookingRequest &request);

/// Other times, another space, other words; it may run already.
/// `seen`: what whoever changes it saw of it; CHANGED_MEANWHILE with details {actor} when it stands
/// otherwise by now.
Result<BookingAnswer> changeBooking(Movement &movement, domain::BookingId id,
                                    const domain::BookingDraft &draft, const QString &actor,
                                    const std::optional<domain::BookingDraft> &seen = {});

/// RECORD_NOT_FOUND unless it is active (A66). `seen`: as for a change.
Result<domain::Booking> cancelBooking(Movement &movement, domain::BookingId id,
                                      const QString &reason, const QString &actor,
                                      const std::optional<domain::BookingDraft> &seen = {});

/// It runs, and its space is free for others from now on. BOOKING_NOT_BEGUN before its start.
/// `seen`: as for a change.
Result<domain::Booking> endBooking(Movement &movement, domain::BookingId id, const QString &actor,
                                   const std::optional<domain::BookingDraft> &seen = {});

/// The site's policy; the plan's where what is stored cannot be read. Into `rules` goes what
/// movements need of it.
Result<domain::BookingPolicy> readBookingPolicy(store::Database &database);
void setBookingPolicy(MovementRules &rules, const domain::BookingPolicy &policy);
/// In the caller's transaction; others are to be told (tellLayoutChanged).
Result<> storeBookingPolicy(store::Database &database, const domain::BookingPolicy &policy,
                            const QString &actor, UtcTime now);

} // namespace parking::engine
