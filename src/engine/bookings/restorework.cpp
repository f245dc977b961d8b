#include "engine/bookings/restorework.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/bookings/bookingparts.h"
#include "store/bookingstore.h"

#include <QMap>

namespace parking::engine {

namespace {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::BookingStatus;
using domain::SpaceId;

using ById = QHash<BookingId, Booking>;

Result<ById> read(Movement &movement, const QList<Booking> &bookings)
{
    QList<BookingId> ids;
    for (const Booking &booking : bookings)
        ids.append(booking.id);
    const auto found = store::BookingStore(movement.database()).known(ids, {});
    if (!found)
        return found.error();
    ById byId;
    for (const Booking &booking : *found)
        byId.insert(booking.id, booking);
    return byId;
}

Error changedMeanwhile(const Booking &expected, const Booking &found)
{
    return {problem::kChangedMeanwhile,
            u"booking %1 is not as it was"_s.arg(expected.id.toString()),
            {{u"actor"_s, found.actor}}};
}

/// By the clock: nobody changed it. One that somebody ended early is that person's work.
bool isOver(const Booking &booking)
{
    return (booking.status == BookingStatus::Completed && !booking.endedEarlyAt)
        || booking.status == BookingStatus::NoShow;
}

/// As they are under the lock of their spaces, each as it must be found.
Result<ById> lockAsExpected(Movement &movement, const BookingsRestore &restore)
{
    const auto seen = read(movement, restore.standing);
    if (!seen)
        return seen.error();
    QSet<SpaceId> spaces;
    for (const Booking &booking : *seen)
        spaces.insert(booking.spaceId);
    for (const Booking &booking : restore.wanted)
        spaces.insert(booking.spaceId);
    if (Result<> done = movement.lock(spaces.values(), store::BadRows::Refuse); !done)
        return done.error();
    auto found = read(movement, restore.standing);
    if (!found)
        return found.error();
    for (const Booking &expected : restore.standing) {
        const Booking booking = found->value(expected.id);
        if (expected.status == BookingStatus::Active && isOver(booking))
            return domain::bookingNotFound(booking);
        const bool isAsExpected = booking.id == expected.id && booking.status == expected.status
            && BookingDraft(booking) == BookingDraft(expected);
        if (!isAsExpected || !spaces.contains(booking.spaceId))
            return changedMeanwhile(expected, booking);
    }
    return *std::move(found);
}

/// One that ran before it was moved away gets back what was known of it there, unless another
/// booking has its car by now. One that had not begun was not here at its start. `left`: as that
/// move left it.
Result<> keepArrival(Movement &movement, Booking &booking, const Booking &left,
                     const Booking &wanted)
{
    if (!left.unverifiedAt && !wanted.arrivedAt) // see changedBooking()
        return {};
    if (wanted.arrivedAt) {
        const auto used =
            store::BookingStore(movement.database()).arrivals({wanted.spaceId}, *wanted.arrivedAt);
        if (!used)
            return used.error();
        if (used->value(wanted.spaceId).contains(*wanted.arrivedAt))
            return {};
    }
    booking.arrivedAt = wanted.arrivedAt;
    booking.blockedAt = wanted.blockedAt;
    booking.unverifiedAt = wanted.unverifiedAt;
    return {};
}

/// What becomes of one that is found; empty: it stays, for its time is over.
Result<std::optional<Booking>> restored(Movement &movement, const Booking &found,
                                        const Booking &left, const Booking &wanted)
{
    if (wanted.status == BookingStatus::Cancelled) {
        if (found.end <= movement.now())
            return domain::bookingNotFound(found);
        Booking booking = found;
        booking.status = BookingStatus::Cancelled;
        booking.cancelReason = wanted.cancelReason;
        return std::optional(booking);
    }
    if (isOver(found))
        return domain::bookingNotFound(found);
    if (found.status != BookingStatus::Active && wanted.end <= movement.now())
        return std::optional<Booking>();
    Booking base = found;
    base.status = BookingStatus::Active;
    base.cancelReason.clear();
    base.endedEarlyAt.reset();
    if (const auto place = bookingPlace(movement, wanted.spaceId); !place)
        return place.error();
    // It gets what it had: rules that became stricter since are for new wishes.
    if (base.end <= movement.now() || wanted.end <= movement.now() || wanted.end <= wanted.start)
        return domain::bookingNotFound(found);
    Booking booking = changedBooking(base, wanted, movement.now());
    if (found.spaceId != wanted.spaceId || found.start != wanted.start) {
        if (Result<> done = keepArrival(movement, booking, left, wanted); !done)
            return done.error();
    }
    return std::optional(booking);
}

/// Those that come back are held against what their addresses may have. Each address is locked, in
/// an order that is everybody's.
Result<> checkNumbers(Movement &movement, const ById &found, const QList<Booking> &bookings)
{
    QMap<QString, int> more;
    for (const Booking &booking : bookings) {
        if (booking.status == BookingStatus::Active
            && found.value(booking.id).status != BookingStatus::Active)
            ++more[booking.email.toLower()];
    }
    for (auto it = more.cbegin(); it != more.cend(); ++it) {
        if (Result<> done = checkBookingNumber(movement, it.key(), *it); !done)
            return done;
    }
    return {};
}

} // namespace

Result<QList<Booking>> restoreBookings(Movement &movement, const BookingsRestore &restore)
{
    const auto found = lockAsExpected(movement, restore);
    if (!found)
        return found.error();
    QHash<BookingId, Booking> left;
    for (const Booking &standing : restore.standing)
        left.insert(standing.id, standing);
    QList<Booking> bookings;
    for (const Booking &wanted : restore.wanted) {
        const auto now = found->constFind(wanted.id);
        if (now == found->cend())
            return changedMeanwhile(wanted, {});
        const auto one = restored(movement, *now, left.value(wanted.id), wanted);
        if (!one)
            return one.error();
        if (*one)
            bookings.append(**one);
    }
    if (bookings.isEmpty())
        return restore.wanted.isEmpty()
            ? Result<QList<Booking>>(bookings)
            : Result<QList<Booking>>(domain::bookingNotFound(restore.wanted.first()));
    if (Result<> done = checkNumbers(movement, *found, bookings); !done)
        return done.error();
    if (Result<> done = writeBookings(movement, bookings, restore.actor); !done)
        return done.error();
    const bool isBack = bookings.first().status == BookingStatus::Active;
    if (Result<> done = settleBookings(movement, bookings.first().actor,
                                       isBack ? u"booking restored"_s : u"booking cancelled"_s);
        !done)
        return done.error();
    return bookings;
}

} // namespace parking::engine
