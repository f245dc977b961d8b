#pragma once

#include "domain/booking.h"
#include "domain/localtime.h"

#include <QDate>
#include <QList>
#include <QTime>

/// Bookings that come again each week by the clock on the site's wall.
namespace parking::domain {

/// On which days, from when to when. Local time is kept: 08:00 is 08:00 before and after a clock
/// change.
struct SeriesRule {
    QDate from; ///< no day before it; the first one is the first of `weekdays` from here on
    QTime start; ///< by the clock on the wall
    Milliseconds length{0}; ///< likewise; 24 h is until the same time of the next day
    QList<int> weekdays; ///< 1 (Monday) to 7
    int everyWeeks = 1; ///< weeks begin on Monday; that of `from` is the first
    std::optional<QDate> until; ///< the last day
    int count = 0; ///< so many days, exceptions among them; 0: `until` says when it ends
    QList<QDate> exceptions;
    Twice twice = Twice::First; ///< of a time that the clock shows twice that day

    bool operator==(const SeriesRule &) const = default;
};

inline constexpr int kSeriesMost = 366; ///< bookings of one series
inline constexpr int kSeriesWeeksMost = 52; ///< from one week to the next
inline constexpr int kSeriesExceptionsMost = 366;

/// One day of a series.
struct SeriesOccurrence {
    QDate date; ///< local, of its start
    BookingSpan span;
    bool isMoved = false; ///< its start or end does not exist that day: later, as the clock jumped
    /// The clock is set back while it runs, so that it would last longer than is allowed: it ends
    /// as late as is.
    bool isCapped = false;

    bool operator==(const SeriesOccurrence &) const = default;
};

/// VALIDATION_ERROR with details {field, rule}: BAD_SERIES, SERIES_NO_END, END_BEFORE_START,
/// BOOKING_TOO_LONG (more than a day).
Result<> validate(const SeriesRule &rule);

/// Its days in order, in UTC. What is no rule, SERIES_EMPTY, SERIES_TOO_LONG (more than kSeriesMost
/// days). `longest` is what a booking may last (BookingPolicy).
Result<QList<SeriesOccurrence>> expand(const SeriesRule &rule, const QTimeZone &zone,
                                       Milliseconds longest = kLongestBooking);

/// The rule of a booking that comes again each week on its weekday; it has no end yet.
SeriesRule weeklyLike(const BookingSpan &span, const QTimeZone &zone);

/// What is kept of a series beside its bookings; says nothing of a person.
struct BookingSeries {
    BookingSeriesId id;
    SeriesRule rule; ///< as it was asked for; its bookings may have been changed since
    QString timeZone; ///< IANA name, of the site when it was made
    QString requestId; ///< of the request that made it; empty: none
    UtcTime createdAt;

    bool operator==(const BookingSeries &) const = default;
};

QJsonObject toJson(const SeriesRule &rule);
/// VALIDATION_ERROR for what is none.
Result<SeriesRule> seriesRuleFrom(const QJsonObject &json);

// --- Changes -------------------------------------------------------------------------------------

/// Which bookings of a series are meant beside the one that is named.
enum class SeriesScope : quint8 {
    One,
    Following, ///< those that begin later
    All, ///< all that are not over; what has begun keeps its times
};
QString nameOf(SeriesScope scope); ///< one, following, all
std::optional<SeriesScope> seriesScopeFromString(QStringView text);

/// What a change of one booking makes of another one of its series: the words and the space that
/// were changed, and where the times were, the same clock times, so many days later or earlier. A
/// time that exists twice is the first one.
BookingDraft changedAlike(const Booking &other, const Booking &before, const BookingDraft &after,
                          const QTimeZone &zone, Milliseconds longest = kLongestBooking);

// --- What keeps a series from its space ----------------------------------------------------------

struct SeriesConflict {
    QDate date; ///< local, of the day that does not fit
    BookingConflict conflict;

    bool operator==(const SeriesConflict &) const = default;
};

/// SPACE_NOT_AVAILABLE as that of one booking, with every day that does not fit and what is in its
/// way first: details {space_id, conflicts: [{date, id, space_id, start, end}], alternatives: []}.
Error seriesNotAvailable(SpaceId space, const QList<SeriesConflict> &conflicts);
/// What such an error tells; empty for others.
QList<SeriesConflict> seriesConflictsOf(const Error &error);

/// Of one rule that a day of a series breaks: the error with details.date.
Error onDay(Error error, QDate date);

} // namespace parking::domain
