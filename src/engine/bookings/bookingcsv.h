#pragma once

#include "domain/bookingimport.h"
#include "domain/localtime.h"

#include <QHash>

/// Bookings as a table for spreadsheets. Pure.
namespace parking::engine {

/// In the order in which an export writes them.
QStringList bookingColumns();

/// Times are UTC; a field that a spreadsheet would run as a formula is disarmed. Holds persons.
QByteArray csvOf(const QList<domain::Booking> &bookings,
                 const QHash<domain::SpaceId, QString> &codes);

/// Columns by their header, in any order: space, start and end are required (email, where a space
/// is to be booked, too), the others of bookingColumns() are not. Times are read by
/// domain::parseMoment; one that the clock shows twice is a problem (TIME_TWICE). A row whose
/// status is another than active is skipped. All problems are told. BAD_CSV for a file that is
/// none, and for more than kBookingImportMost rows.
Result<domain::BookingImportPlan> readBookingsCsv(const QByteArray &csv,
                                                  const QHash<QString, domain::SpaceId> &spaces,
                                                  const QTimeZone &zone);

} // namespace parking::engine
