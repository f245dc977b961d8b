#pragma once

#include "base/error.h"
#include "bookings/timelinedrag.h"
#include "domain/health.h"

#include <QString>

/// Words about bookings; see labels.h. Times are those of the site.
namespace parking::ui::labels {

QString text(domain::BookingPhase phase); ///< "Upcoming", "Arrived" ...
QString text(domain::BookingStatus status); ///< "Active" ...
QString text(TimelineShow show); ///< "Any status", "Running" ...
QString brief(domain::BookingPhase phase); ///< at the right end of a block: "arrived"; mostly empty
/// Of whom it is; for those who only look "Booked".
QString who(const domain::Booking &booking, bool readOnly);

QString clock(UtcTime time, const QTimeZone &zone); ///< 14:02
QString clockOn(UtcTime time, QDate day, const QTimeZone &zone); ///< "Tue 08:00" on another day
QString range(const domain::BookingSpan &span, const QTimeZone &zone); ///< 15:30 – 18:00
QString length(Milliseconds length); ///< 2 h 30 min
QString axis(const TimelineTick &tick, Milliseconds step, const QTimeZone &zone); ///< "06"
QString day(QDate day); ///< Monday 14 September 2026
QString shortDay(QDate day); ///< Mon 14 Sep
QString ofSpaces(int count); ///< "of 473 spaces"
QString over(Milliseconds length); ///< "47 min over"

/// What is known of a booking's space, beside the booking.
struct SpaceKnown {
    bool hasSensor = false;
    domain::Confidence heard = domain::Confidence::Fresh;
    QString instead = {}; ///< the code of a space to offer; empty: none
};
/// How it stands now, in words that claim no more than is known: "nobody came yet, no-show in
/// 13 min", "blocked: offer B1-061", "not verified: the sensor is silent".
QString standing(const domain::Booking &booking, const domain::BookingPolicy &policy, UtcTime now,
                 const SpaceKnown &known, const QTimeZone &zone);
/// Why nothing can be booked now; empty: it can.
QString waiting(const domain::Health &health, const QTimeZone &zone);

/// "B1-055, 14:00 – 16:30, visitor@example.com, arrived"
QString describe(const TimelineScene &scene, int booking, bool readOnly);

/// "B1-055, Free, Basement 1 · Zone A, booked 14:00 – 16:30", "Basement 1 · Zone A, folded"
QString describeLine(const TimelineScene &scene, int line);

struct Told {
    QString title;
    QStringList lines;
};
/// Why a drag would do nothing where it is, and where it would fit; empty: nothing is against it.
Told obstacle(const TimelineScene &scene, const TimelineDrag &drag);
/// "B1-055 is booked until 16:30."; empty: it is free.
QString taken(const TimelineScene &scene, const TimelineWish &wish, const TimelineFinding &finding);
/// Why the rules do not allow a booking.
QString refusal(const Error &error, const QTimeZone &zone);

} // namespace parking::ui::labels
