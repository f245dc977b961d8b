#pragma once

#include "domain/bookinglist.h"
#include "domain/space.h"
#include "store/database.h"

/// Questions about bookings, each one query with an index.
namespace parking::read {

Result<domain::Page<domain::Booking>> bookings(store::Database &database,
                                               const domain::BookingFilter &filter,
                                               domain::BookingSort sort,
                                               const domain::PageRequest &page);

/// What lies in this time, in any status but cancelled, by space and start: a day of the timeline.
Result<QList<domain::Booking>> bookingsBetween(store::Database &database,
                                               const domain::BookingSpan &span,
                                               domain::Persons persons = domain::Persons::Shown);

/// A page of a list for people.
Result<domain::BookingPage> bookingList(store::Database &database,
                                        const domain::BookingSearch &search,
                                        domain::BookingSort sort, const domain::PageRequest &page,
                                        domain::Persons persons);

/// By a part of e-mail, plate, title or code: see BookingStore::found().
Result<QList<domain::BookingFound>> bookingsFound(store::Database &database, const QString &text,
                                                  UtcTime now, int limit);

/// What holds a space now, whose car stayed there, and what comes next, in this order.
Result<QList<domain::Booking>> bookingsOf(store::Database &database, domain::SpaceId space,
                                          UtcTime now, int limit, domain::Persons persons);

enum class Offers { None, Made };

/// Those that run where somebody else stands, and those whose car is still there; with offers, of
/// what is free instead.
Result<QList<domain::BookingAmiss>> bookingsAmiss(store::Database &database, UtcTime now,
                                                  domain::Persons persons, Offers offers);

struct FreeSpaceFilter {
    std::optional<QString> building = {};
    std::optional<QString> floor = {};
    std::optional<QString> zone = {};
    QStringList features = {}; ///< all of them
};

struct FreeSpace {
    domain::SpaceId id;
    QString code;
    domain::SpaceState state = domain::SpaceState::Free; ///< now, whatever is asked for
    QString zone = {};
    QStringList features = {};
    std::optional<domain::Placement> placement = {};

    bool operator==(const FreeSpace &) const = default;
};

/// Spaces that nobody has booked from then to then, and that no operator closed for it: those that
/// are free now first, then by code.
Result<QList<FreeSpace>> freeSpaces(store::Database &database, const domain::BookingSpan &span,
                                    const FreeSpaceFilter &filter = {}, int limit = 1000);
/// What may be offered instead of the space that a draft names, at its times: others of its floor,
/// its zone first, those that are free now first, then the nearest. One that needs a reason is left
/// out unless the draft has one.
Result<QList<FreeSpace>> freeSpacesNear(store::Database &database,
                                        const domain::BookingDraft &draft, int limit);
/// For each of these that are blocked a space that is free now, as domain::BookingAmiss has it: no
/// two get the same.
Result<QList<std::optional<domain::BookingAlternative>>>
offeredInstead(store::Database &database, const QList<domain::Booking> &blocked, UtcTime now);

/// From when on a space is free for so long, not before `from`.
Result<UtcTime> nextFree(store::Database &database, domain::SpaceId space, UtcTime from,
                         Milliseconds length);

/// What would fit instead of a booking, and is allowed by the site's rules: the nearest time of the
/// same space, then spaces near it at the time that was wanted. `except` is the booking that is to
/// move.
Result<QList<domain::BookingAlternative>> bookingAlternatives(store::Database &database,
                                                              const domain::BookingDraft &draft,
                                                              UtcTime now,
                                                              domain::BookingId except = {});

/// How many spaces are booked in each of so many hours from then on. An hour is one of elapsed
/// time: a day has 23 to 25 of them.
Result<QList<int>> bookedPerHour(store::Database &database, UtcTime from, int hours);

} // namespace parking::read
