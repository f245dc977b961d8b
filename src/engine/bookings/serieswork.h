#pragma once

#include "domain/bookingseries.h"
#include "engine/bookings/bookingwork.h"

/// What people do with series of bookings, each within a Movement of the caller: all of it or
/// nothing. As with single ones the spaces are locked, the rules are held for each booking, the
/// bookings are written, and the states follow.
///
/// Errors besides those of single ones: of the series' rule (domain::expand); a rule that one day
/// breaks has that day as details.date; SPACE_NOT_AVAILABLE lists each day with what is in its way
/// (domain::seriesConflictsOf).
namespace parking::engine {

struct SeriesRequest {
    domain::BookingDraft draft = {}; ///< its times are the rule's to say
    domain::SeriesRule rule = {}; ///< by the site's clock
    QString requestId = {}; ///< a UUID; a repeated one gets the first answer. Empty: none
    QString actor = {};
};

struct SeriesAnswer {
    domain::BookingSeries series = {}; ///< its id is null where one booking alone was changed
    QList<domain::Booking> bookings = {}; ///< that were made or changed, in order
    QList<domain::Booking> before = {}; ///< of a change: the same ones as they were, in any order
    bool isRepeated = false; ///< the same request made it before; all of its bookings
    QList<domain::BookingWarning> warnings = {};
    /// Days whose clock times are not as on others, because the clock is set.
    QList<domain::SeriesOccurrence> unusual = {};
};

Result<SeriesAnswer> bookSeries(Movement &movement, const SeriesRequest &request);

struct SeriesChange {
    domain::BookingId booking = {}; ///< of the series
    domain::BookingDraft draft = {}; ///< as it is to be; the others change alike
    domain::SeriesScope scope = domain::SeriesScope::One;
    QString actor = {};
    std::optional<domain::BookingDraft> seen = {}; ///< `booking` as who changes it saw it
};

/// CHANGED_MEANWHILE when the booking is not what was seen of it. RECORD_NOT_FOUND for a booking
/// that is in no series, unless it alone is meant.
Result<SeriesAnswer> changeSeries(Movement &movement, const SeriesChange &change);

struct SeriesCancel {
    domain::BookingId booking = {};
    domain::SeriesScope scope = domain::SeriesScope::One;
    QString reason = {};
    QString actor = {};
    std::optional<domain::BookingDraft> seen = {}; ///< as of a change
};

/// Likewise; gives those that were cancelled.
Result<QList<domain::Booking>> cancelSeries(Movement &movement, const SeriesCancel &cancel);

} // namespace parking::engine
