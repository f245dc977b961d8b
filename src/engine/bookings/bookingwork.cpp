#include "engine/bookings/bookingwork.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/bookings/bookingparts.h"
#include "store/bookingstore.h"
#include "store/sessions.h"
#include "store/sitestore.h"

#include <algorithm>

namespace parking::engine {

namespace {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::BookingStatus;
using domain::SpaceId;

/// The booking with its space, and `other`, locked; RECORD_NOT_FOUND unless it is active.
Result<Booking> lockBooking(Movement &movement, BookingId id, std::optional<SpaceId> other = {})
{
    store::BookingStore store(movement.database());
    const Result<Booking> seen = store.find(id);
    if (!seen)
        return seen;
    QList<SpaceId> spaces{seen->spaceId};
    if (other && *other != seen->spaceId)
        spaces.append(*other);
    if (Result<> done = movement.lock(spaces, store::BadRows::Refuse); !done)
        return done.error();
    const Result<Booking> booking = store.find(id); // as it is under the lock
    if (!booking)
        return booking;
    if (booking->status != BookingStatus::Active)
        return domain::bookingNotFound(*booking);
    if (booking->spaceId != seen->spaceId)
        return Error{problem::kChangedMeanwhile,
                     u"booking %1 was moved"_s.arg(id.toString()),
                     {{u"actor"_s, booking->actor}}};
    return booking;
}

Result<> write(Movement &movement, Booking &booking, const QString &actor)
{
    QList<Booking> one{booking};
    const Result<> done = writeBookings(movement, one, actor);
    booking = one.first();
    return done;
}

} // namespace

Result<BookingAnswer> book(Movement &movement, const BookingRequest &request)
{
    store::BookingStore store(movement.database());
    const BookingDraft &draft = request.draft;
    if (Result<> done = movement.lock({draft.spaceId}, store::BadRows::Refuse); !done)
        return done.error();
    if (!request.requestId.isEmpty()) {
        const auto before = store.ofRequest(request.requestId);
        if (!before)
            return before.error();
        if (*before)
            return BookingAnswer{**before, true};
    }
    const auto place = bookingPlace(movement, draft.spaceId);
    if (!place)
        return place.error();
    const auto warnings =
        domain::validate(draft, movement.rules().bookings, *place, movement.now());
    if (!warnings)
        return warnings.error();
    if (Result<> done = checkBookingNumber(movement, draft.email, 1); !done)
        return done.error();
    const Result<QString> name = store::actorOf(movement.database(), request.actor);
    if (!name)
        return name.error();
    Booking booking;
    static_cast<BookingDraft &>(booking) = draft;
    booking.id = BookingId::create();
    booking.requestId = plainRequestId(request.requestId);
    booking.actor = *name;
    booking.createdAt = booking.updatedAt = movement.now();
    if (Result<> done = store.insert({booking}); !done)
        return done.error();
    if (Result<> done = noteBookings(movement, {}, {booking}); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, *name, u"booked"_s); !done)
        return done.error();
    return BookingAnswer{booking, false, *warnings};
}

Result<BookingAnswer> changeBooking(Movement &movement, BookingId id, const BookingDraft &draft,
                                    const QString &actor, const std::optional<BookingDraft> &seen)
{
    const Result<Booking> before = lockBooking(movement, id, draft.spaceId);
    if (!before)
        return before.error();
    if (Result<> same = standsAs(*before, seen); !same)
        return same.error();
    const auto place = bookingPlace(movement, draft.spaceId);
    if (!place)
        return place.error();
    const domain::BookingPolicy &policy = movement.rules().bookings;
    const auto warnings = domain::validateChange(*before, draft, policy, *place, movement.now());
    if (!warnings)
        return warnings.error();
    if (draft.email.compare(before->email, Qt::CaseInsensitive) != 0) {
        if (Result<> done = checkBookingNumber(movement, draft.email, 1, id); !done)
            return done.error();
    }
    Booking booking = changedBooking(*before, draft, movement.now());
    if (Result<> done = write(movement, booking, actor); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, booking.actor, u"booking moved"_s); !done)
        return done.error();
    return BookingAnswer{booking, false, *warnings, *before};
}

Result<Booking> cancelBooking(Movement &movement, BookingId id, const QString &reason,
                              const QString &actor, const std::optional<BookingDraft> &seen)
{
    if (Result<> done = checkCancelReason(reason); !done)
        return done.error();
    Result<Booking> booking = lockBooking(movement, id);
    if (!booking)
        return booking;
    if (Result<> same = standsAs(*booking, seen); !same)
        return same.error();
    booking->status = BookingStatus::Cancelled;
    booking->cancelReason = reason;
    if (Result<> done = write(movement, *booking, actor); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, booking->actor, u"booking cancelled"_s); !done)
        return done.error();
    return booking;
}

Result<Booking> endBooking(Movement &movement, BookingId id, const QString &actor,
                           const std::optional<BookingDraft> &seen)
{
    Result<Booking> booking = lockBooking(movement, id);
    if (!booking)
        return booking;
    if (Result<> same = standsAs(*booking, seen); !same)
        return same.error();
    if (movement.now() < booking->start)
        return domain::bookingNotBegun();
    booking->status = BookingStatus::Completed;
    if (movement.now() < booking->end)
        booking->endedEarlyAt = movement.now();
    if (Result<> done = write(movement, *booking, actor); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, booking->actor, u"booking ended early"_s); !done)
        return done.error();
    return booking;
}

// --- Policy --------------------------------------------------------------------------------------

Result<domain::BookingPolicy> readBookingPolicy(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const auto policy = domain::parseBookingPolicy(site->settings);
    if (!policy)
        qCWarning(lcEngine).noquote() << "bookings:" << policy.error().detail;
    return policy.valueOr({});
}

void setBookingPolicy(MovementRules &rules, const domain::BookingPolicy &policy)
{
    rules.bookings = policy;
    rules.states.reservationLead = policy.lead;
}

Result<> storeBookingPolicy(store::Database &database, const domain::BookingPolicy &policy,
                            const QString &actor, UtcTime now)
{
    const QJsonObject ours = domain::toJson(policy);
    if (const auto read = domain::parseBookingPolicy({{u"bookings"_s, ours}}); !read)
        return read.error();
    store::SiteStore sites(database);
    Result<domain::Site> site = sites.firstLocked();
    if (!site)
        return site.error();
    QJsonObject bookings = site->settings.value(u"bookings").toObject(); // others' members stay
    for (auto it = ours.begin(); it != ours.end(); ++it)
        bookings.insert(it.key(), it.value());
    const domain::Site before = *site;
    site->settings.insert(u"bookings"_s, bookings);
    return sites.change(before, *site, actor, now);
}

} // namespace parking::engine
