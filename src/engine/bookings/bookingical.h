#pragma once

#include "domain/bookingimport.h"
#include "domain/localtime.h"

#include <QHash>

/// Bookings as a calendar (RFC 5545). Pure.
namespace parking::engine {

struct IcalExport {
    QHash<domain::SpaceId, QString> codes;
    domain::Persons persons = domain::Persons::Hidden; ///< title, e-mail, phone, plate, reason
    UtcTime now; ///< DTSTAMP
};

/// One VEVENT for each, in UTC and whole seconds: UID from its id, LOCATION its space's code,
/// SEQUENCE rises with each change, STATUS CANCELLED where it is.
QByteArray icalOf(const QList<domain::Booking> &bookings, const IcalExport &how);

struct IcalImport {
    QHash<QString, domain::SpaceId> spaces; ///< by code
    QTimeZone zone; ///< of the site: times without a zone are read by it
    QString email; ///< of whom an event without an organizer is
};

/// The bookings that a calendar's events ask for: one whose LOCATION, a part of it between commas,
/// or one of whose CATEGORIES is a space's code. Recurring ones are expanded, by the clock of their
/// zone. Cancelled ones are skipped. All problems are told by line and UID; RECORD_NOT_FOUND where
/// no space is named. BAD_CALENDAR for a file that is none (see readIcal).
Result<domain::BookingImportPlan> readBookingsIcal(const QByteArray &bytes, const IcalImport &how);

bool isIcal(const QByteArray &bytes); ///< does it begin as one?

} // namespace parking::engine
