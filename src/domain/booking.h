#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/bookingpolicy.h"
#include "domain/ids.h"
#include "domain/resolve.h"

#include <QList>
#include <QStringList>

#include <optional>

/// Bookings of spaces: what people enter, what is kept of it, and the rules for it. Databases keep
/// them in the table `reservations` (the plan's name).
namespace parking::domain {

using BookingSeriesId = Id<struct BookingSeriesTag>; ///< see domain/bookingseries.h

/// Only an active booking holds its space.
enum class BookingStatus : quint8 { Active, Completed, Cancelled, NoShow };
QString nameOf(BookingStatus status); ///< active, completed, cancelled, no_show
std::optional<BookingStatus> bookingStatusFromString(QStringView text);

/// From `start` to before `end`: adjacent ones do not overlap.
struct BookingSpan {
    UtcTime start;
    UtcTime end;

    Milliseconds length() const { return end - start; }
    bool contains(UtcTime time) const { return start <= time && time < end; }
    bool overlaps(const BookingSpan &other) const { return start < other.end && other.start < end; }
    bool operator==(const BookingSpan &) const = default;
};

/// What a person enters.
struct BookingDraft {
    SpaceId spaceId;
    UtcTime start; ///< inclusive
    UtcTime end; ///< exclusive
    QString email; ///< required
    QString phone; ///< empty: none
    QString plate; ///< of the car; empty: not told
    QString title; ///< what is shown of it; empty: none
    QString reason; ///< why a space with a feature of BookingPolicy::reasonFor

    BookingSpan span() const { return {start, end}; }
    bool operator==(const BookingDraft &) const = default;
};

/// One row of reservations.
struct Booking : BookingDraft {
    BookingId id;
    BookingSeriesId seriesId; ///< null: it stands alone
    BookingStatus status = BookingStatus::Active;
    QString requestId; ///< of the request that made it; empty: none
    QString actor; ///< who made it, or changed it last
    QString cancelReason;
    std::optional<UtcTime> arrivedAt; ///< event time of the change to occupied
    std::optional<UtcTime> blockedAt; ///< found taken by somebody who came before its lead time
    std::optional<UtcTime> unverifiedAt; ///< the grace time passed and nobody can say who came
    std::optional<UtcTime> noShowAt;
    std::optional<UtcTime> endedEarlyAt; ///< `end` stays as it was booked
    std::optional<UtcTime> overstayAt; ///< the car was still there at the end
    std::optional<UtcTime> leftAt; ///< when it left after that
    UtcTime createdAt;
    UtcTime updatedAt;

    /// Until when it holds, or held, its space.
    UtcTime heldUntil() const { return endedEarlyAt ? *endedEarlyAt : noShowAt ? *noShowAt : end; }
    bool operator==(const Booking &) const = default;
};

/// Whose booking it is: a viewer's login may not read that.
enum class Persons : quint8 {
    Shown,
    Hidden, ///< e-mail, phone, plate, title, reasons, actor and series are empty
};

// --- Rules ---------------------------------------------------------------------------------------

inline constexpr int kBookingEmailMax = 255;
inline constexpr int kBookingPhoneMax = 20;
inline constexpr int kBookingPlateMax = 20;
inline constexpr int kBookingTitleMax = 100;
inline constexpr int kBookingReasonMax = 200;
/// How long ago a new booking may begin: who stands before the space takes a moment to type.
inline constexpr Milliseconds kBookingLateEntry = std::chrono::minutes(5);

/// What the rules ask of the space that is to be booked.
struct BookingPlace {
    QString building;
    QStringList features;
    std::optional<Override> operatorOverride;
    QString timeZone = QStringLiteral("UTC"); ///< IANA name; of the site
};

/// What a person should know before booking, and may book all the same.
enum class BookingWarning : quint8 {
    Maintenance, ///< the space is, and that lasts into the booking
};

/// All rules for a new booking, for form, command line and engine alike; gives what to warn of.
/// VALIDATION_ERROR with details {field, error, rule}, `rule` a code of domain/problems.h and where
/// it has one its limit (`limit`: seconds for lengths, ISO for moments). Whether the space is free
/// then, and how many bookings the person holds, is the database's to say.
Result<QList<BookingWarning>> validate(const BookingDraft &draft, const BookingPolicy &policy,
                                       const BookingPlace &place, UtcTime now);
/// The same where nothing is known of the space yet.
Result<> validate(const BookingDraft &draft, const BookingPolicy &policy, UtcTime now);
/// A booking that runs or is to come gets other times, space or words: it may have begun, where its
/// start stays. RECORD_NOT_FOUND with details {status} when it is over or not active (A66).
Result<QList<BookingWarning>> validateChange(const Booking &before, const BookingDraft &draft,
                                             const BookingPolicy &policy, const BookingPlace &place,
                                             UtcTime now);

/// The latest end that a booking may have: elapsed time counts, also where the clock changes
/// between, so that the wall clock may show 23 or 25 hours.
UtcTime latestEnd(UtcTime start, const BookingPolicy &policy);

bool isEmail(QStringView text); ///< A48, without its trailing line break
bool isPhone(QStringView text); ///< A49: 10 to 15 digits, no leading 0, an optional +

// --- What keeps a booking from its space ---------------------------------------------------------

/// A booking in the way; says nothing of the person.
struct BookingConflict {
    BookingId id;
    SpaceId spaceId;
    BookingSpan span;

    bool operator==(const BookingConflict &) const = default;
};

/// Where a booking would fit instead.
struct BookingAlternative {
    SpaceId spaceId;
    QString code; ///< of the space
    BookingSpan span;

    bool operator==(const BookingAlternative &) const = default;
};

/// The free time of this length that begins nearest to `wanted`, not before `earliest`; of two as
/// near ones the later. `taken`: what the space is booked for, in any order. Always found: behind
/// the last one all is free.
BookingSpan nearestFit(QList<BookingSpan> taken, const BookingSpan &wanted, UtcTime earliest);

/// SPACE_NOT_AVAILABLE (A38) with details {space_id, conflicts: [{id, start, end}], alternatives:
/// [{space_id, space, start, end}]}; at most three of each.
Error spaceNotAvailable(SpaceId space, const QList<BookingConflict> &conflicts,
                        const QList<BookingAlternative> &alternatives = {});
/// What such an error tells; empty for others.
QList<BookingConflict> conflictsOf(const Error &error);
QList<BookingAlternative> alternativesOf(const Error &error);

// --- Where a booking stands ----------------------------------------------------------------------

/// For people: what a booking is doing at a moment.
enum class BookingPhase : quint8 {
    Upcoming,
    Soon, ///< its space is held: the lead time runs
    Awaited, ///< it runs, and nobody has come yet
    Arrived,
    Blocked, ///< it runs, and somebody else stands there
    Unverified, ///< it runs, and whether somebody came is not known
    Ended, ///< its end has passed and the station has not said so yet
    Overstay, ///< completed, and the car is still there
    Completed,
    Cancelled,
    NoShow,
};
BookingPhase phaseOf(const Booking &booking, const BookingPolicy &policy, UtcTime now);
/// When it will be taken for a no-show if nobody comes; empty where that cannot happen any more, or
/// is not wanted. A space without a sensor never has one, which the caller knows.
std::optional<UtcTime> noShowDue(const Booking &booking, const BookingPolicy &policy);
/// RECORD_NOT_FOUND (A36, A66) for one that is not there, or whose time is over.
Error bookingNotFound(BookingId id);
/// VALIDATION_ERROR with the rule TOO_MANY_BOOKINGS, and BOOKING_NOT_BEGUN.
Error tooManyBookings(int limit);
Error bookingNotBegun();
Error bookingNotFound(const Booking &booking);

} // namespace parking::domain
