// Bookings from before: a site's history.

#include "base/literals.h"
#include "engine/bookings/bookings.h"
#include "store/bookingstore.h"

#include <algorithm>

namespace parking::engine {

using domain::Booking;
using domain::SpaceId;

namespace {

/// The moments until `now` at which something may become of these.
QList<UtcTime> momentsOf(const QList<Booking> &bookings, const domain::BookingPolicy &policy,
                         UtcTime now)
{
    QList<UtcTime> moments{now};
    for (const Booking &booking : bookings) {
        for (const UtcTime moment : {booking.start, booking.start + policy.grace, booking.end}) {
            if (moment < now)
                moments.append(moment);
        }
    }
    std::sort(moments.begin(), moments.end());
    return moments;
}

} // namespace

Result<> Bookings::addPast(const QList<Booking> &bookings)
{
    QList<Booking> stored;
    const Result<> done = inMovement([&](Movement &movement) -> Result<> {
        auto written = writePast(movement, bookings);
        if (!written)
            return written.error();
        stored = *std::move(written);
        return {};
    });
    if (done)
        Q_EMIT moved(stored);
    return done;
}

/// What has become of them by now.
Result<QList<Booking>> Bookings::writePast(Movement &movement, QList<Booking> bookings)
{
    std::sort(bookings.begin(), bookings.end(),
              [](const Booking &a, const Booking &b) { return a.start < b.start; });
    QHash<SpaceId, QList<Booking>> bySpace;
    for (const Booking &booking : std::as_const(bookings))
        bySpace[booking.spaceId].append(booking);
    if (Result<> done = movement.lock(bySpace.keys(), store::BadRows::Refuse); !done)
        return done.error();
    store::BookingStore store(movement.database());
    if (Result<> done = store.insert(bookings); !done)
        return done.error();
    QList<Booking> changed;
    for (const MovingSpace &space : std::as_const(movement.spaces())) {
        QList<Booking> theirs = bySpace.value(space.row.id);
        auto facts = factsOf(movement, space, theirs.first().start - m_rules.bookings.lead);
        if (!facts)
            return facts.error();
        const auto moments = momentsOf(theirs, m_rules.bookings, movement.now());
        for (const UtcTime moment : moments) {
            facts->heardUntil = moment;
            theirs = domain::advanceBookings(theirs, *facts, m_rules.bookings, moment);
        }
        changed += theirs;
    }
    if (Result<> done = store.writeByClock(changed); !done)
        return done.error();
    if (Result<> done = movement.readBookings(); !done)
        return done.error();
    for (MovingSpace &space : movement.spaces())
        movement.settle(space, {.source = u"reservation"_s, .note = u"booked"_s});
    return changed;
}

} // namespace parking::engine
