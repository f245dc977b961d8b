#pragma once

#include "domain/booking.h"
#include "store/database.h"

#include <QTimeZone>

namespace parking::read {

/// An hour of the clock on a site's wall, and how many spaces are booked in it.
struct BookedHour {
    domain::BookingSpan span;
    int booked = 0;

    bool operator==(const BookedHour &) const = default;
};

/// From `from` to before `to`: `from`, and each moment at which that clock shows a whole hour.
/// Where it is set by half an hour one hour lasts 90 minutes; an hour that exists twice is there
/// twice.
QList<UtcTime> clockHours(UtcTime from, UtcTime to, const QTimeZone &zone);

/// Those hours; the first and the last one are as long as they are asked about.
Result<QList<BookedHour>> bookedHours(store::Database &database, UtcTime from, UtcTime to,
                                      const QTimeZone &zone);

} // namespace parking::read
