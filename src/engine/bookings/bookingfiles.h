#pragma once

#include "domain/bookingimport.h"
#include "domain/page.h"
#include "store/database.h"

/// Bookings from files and into them, for engine and command line alike.
namespace parking::engine {

enum class BookingFile : quint8 {
    Table, ///< CSV, with persons
    Calendar, ///< iCalendar without them
    CalendarWithPersons,
};

/// What the filter finds, by start; at most a million.
Result<QByteArray> exportBookings(store::Database &database, const domain::BookingFilter &filter,
                                  BookingFile file, UtcTime now);

/// What a file asks for: a calendar where it begins as one, else a table. `email` is of whom an
/// event without an organizer is. BAD_CSV, BAD_CALENDAR.
Result<domain::BookingImportPlan> planBookingImport(store::Database &database,
                                                    const QByteArray &bytes, const QString &email);

} // namespace parking::engine
