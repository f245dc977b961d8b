#pragma once

#include "domain/bookingimport.h"
#include "domain/localtime.h"

namespace parking::engine {

/// A date and time as a calendar writes it.
struct IcalTime {
    QDateTime wall; ///< read by its date and time alone
    QTimeZone zone; ///< whose clock shows it; a time without one is the site's
    bool isDate = false; ///< a whole day

    UtcTime moment() const { return domain::momentOf(wall, zone).time; } ///< of two the first
};

/// One VEVENT, without the words that nobody here asks for.
struct IcalEvent {
    int line = 0; ///< of its BEGIN, from 1
    QString uid;
    QString summary;
    QString location;
    QStringList categories;
    QString email; ///< of its organizer
    QString phone; ///< ours, X-SMART-PARKING-PHONE, as the next two
    QString plate;
    QString reason;
    bool isCancelled = false;
    IcalTime start;
    IcalTime end;
    QList<QDateTime> starts; ///< by the clock of start.zone; one without a rule, in order with one
    bool isRecurring = false;
    std::optional<IcalTime> recurrence; ///< which one of a recurring event it stands for
};

struct IcalCalendar {
    QList<IcalEvent> events;
    int otherParts = 0; ///< to-dos, journals, free/busy times: nothing to book
    QList<domain::BookingImportProblem> problems;
};

inline constexpr qint64 kIcalMostBytes = 16 * 1024 * 1024;

/// Reads an iCalendar file (RFC 5545) by libical, event by event, so that one that is broken hides
/// no other, and each problem has its line and UID. Bounded: kIcalMostBytes, kBookingImportMost
/// occurrences in all, kSeriesMost of one event. A rule without an end is a problem
/// (SERIES_NO_END), so is what is not understood (UNSUPPORTED: RDATE, EXRULE, rules by the hour,
/// THISANDFUTURE), a rule that names no day, or fewer than it says, in 40 years (SERIES_EMPTY),
/// and a zone that nobody knows (UNKNOWN_TIME_ZONE). Zones are IANA's, or Windows'
/// names for them. BAD_CALENDAR for a file that is none. Pure.
Result<IcalCalendar> readIcal(const QByteArray &bytes, const QTimeZone &siteZone);

} // namespace parking::engine
