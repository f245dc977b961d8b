#pragma once

#include "domain/booking.h"
#include "sim/messages.h"

namespace parking::sim {

/// Bookings of a day, such as cars that were there have left behind: most of those who booked came,
/// one did not, one stays too long, one finds the space taken; and who is to come yet. Made from
/// the history that sensors told, so that what the station finds is not told to it.
struct BookedDay {
    QList<int> devices; ///< indexes of booked spaces; their sensors are to be heard all day
    domain::BookingSpan day; ///< bookings lie in it, or around one of its ends
    UtcTime now;
};

struct BookedVisit {
    int device = 0;
    domain::BookingSpan span;

    bool operator==(const BookedVisit &) const = default;
};

/// How many bookings the day is to have.
inline constexpr int kBookedVisits = 64;

/// In the order of their starts; no device is booked twice at a time. The same for the same
/// arguments.
QList<BookedVisit> bookedVisits(const BookedDay &day, const QList<SimMessage> &history);

} // namespace parking::sim
