#pragma once

#include "domain/booking.h"

/// Where a booking would fit instead of where it was wanted: free then, and as the rules have it.
namespace parking::domain {

/// Do opening hours and policy let a new booking have these times?
bool isAllowed(const BookingSpan &span, const BookingPolicy &policy, const BookingPlace &place,
               UtcTime now);

/// May a space with these features not be booked without a reason?
bool needsReason(const BookingPolicy &policy, const QStringList &features);

/// As nearestFit(), and allowed; empty: no time is. `taken`: all that the space is booked for from
/// `earliest` on.
std::optional<BookingSpan> nearestAllowed(QList<BookingSpan> taken, const BookingSpan &wanted,
                                          UtcTime earliest, const BookingPolicy &policy,
                                          const BookingPlace &place, UtcTime now);

} // namespace parking::domain
