#include "engine/bookings/bookingwork.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "store/bookingstore.h"
#include "store/sessions.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <algorithm>

namespace parking::engine {

namespace {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::BookingStatus;
using domain::SpaceId;

/// The space under the lock; RECORD_NOT_FOUND.
Result<MovingSpace *> lockedSpace(Movement &movement, SpaceId id)
{
    for (MovingSpace &space : movement.spaces()) {
        if (space.row.id == id)
            return &space;
    }
    return domain::errors::notFound(u"Space"_s, id.toString());
}

Result<domain::BookingPlace> placeOf(Movement &movement, SpaceId id)
{
    const Result<MovingSpace *> space = lockedSpace(movement, id);
    if (!space)
        return space.error();
    const Result<domain::Space> found = store::SpaceStore(movement.database()).find(id);
    if (!found)
        return found.error();
    const Result<domain::Site> site = store::SiteStore(movement.database()).first();
    if (!site)
        return site.error();
    return domain::BookingPlace{.building = found->building,
                                .features = found->features,
                                .operatorOverride = (*space)->row.inputs.operatorOverride,
                                .timeZone = site->timeZone};
}

Result<> checkNumber(Movement &movement, const QString &email, BookingId except)
{
    const int limit = movement.rules().bookings.activePerEmail;
    if (limit == 0)
        return {};
    const Result<qint64> active =
        store::BookingStore(movement.database()).activeOf(email, movement.now(), except);
    if (!active)
        return active.error();
    return *active < limit ? Result<>() : Result<>(domain::tooManyBookings(limit));
}

/// The states that the locked spaces' bookings, as they are now, call for.
Result<> settleAll(Movement &movement, const QString &actor, const QString &note)
{
    if (Result<> done = movement.readBookings(); !done)
        return done;
    for (MovingSpace &space : movement.spaces())
        movement.settle(space, {.source = u"reservation"_s, .actor = actor, .note = note});
    return {};
}

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
    const Result<QString> name = store::actorOf(movement.database(), actor);
    if (!name)
        return name.error();
    booking.actor = *name;
    booking.updatedAt = movement.now();
    return store::BookingStore(movement.database()).update({booking});
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
    const auto place = placeOf(movement, draft.spaceId);
    if (!place)
        return place.error();
    const auto warnings =
        domain::validate(draft, movement.rules().bookings, *place, movement.now());
    if (!warnings)
        return warnings.error();
    if (Result<> done = checkNumber(movement, draft.email, {}); !done)
        return done.error();
    const Result<QString> name = store::actorOf(movement.database(), request.actor);
    if (!name)
        return name.error();
    Booking booking;
    static_cast<BookingDraft &>(booking) = draft;
    booking.id = BookingId::create();
    booking.requestId = QUuid::fromString(request.requestId).isNull()
        ? QString()
        : QUuid::fromString(request.requestId).toString(QUuid::WithoutBraces);
    booking.actor = *name;
    booking.createdAt = booking.updatedAt = movement.now();
    if (Result<> done = store.insert({booking}); !done)
        return done.error();
    if (Result<> done = settleAll(movement, *name, u"booked"_s); !done)
        return done.error();
    return BookingAnswer{booking, false, *warnings};
}

Result<BookingAnswer> changeBooking(Movement &movement, BookingId id, const BookingDraft &draft,
                                    const QString &actor)
{
    const Result<Booking> before = lockBooking(movement, id, draft.spaceId);
    if (!before)
        return before.error();
    const auto place = placeOf(movement, draft.spaceId);
    if (!place)
        return place.error();
    const domain::BookingPolicy &policy = movement.rules().bookings;
    const auto warnings = domain::validateChange(*before, draft, policy, *place, movement.now());
    if (!warnings)
        return warnings.error();
    if (draft.email.compare(before->email, Qt::CaseInsensitive) != 0) {
        if (Result<> done = checkNumber(movement, draft.email, id); !done)
            return done.error();
    }
    Booking booking = *before;
    static_cast<BookingDraft &>(booking) = draft;
    if (booking.spaceId != before->spaceId || booking.start != before->start) {
        booking.arrivedAt.reset(); // the clock looks anew who came there
        booking.blockedAt.reset();
        booking.unverifiedAt.reset();
    }
    if (Result<> done = write(movement, booking, actor); !done)
        return done.error();
    if (Result<> done = settleAll(movement, booking.actor, u"booking moved"_s); !done)
        return done.error();
    return BookingAnswer{booking, false, *warnings};
}

Result<Booking> cancelBooking(Movement &movement, BookingId id, const QString &reason,
                              const QString &actor)
{
    if (reason.size() > domain::kBookingReasonMax || reason.contains(QChar::Null))
        return domain::errors::validation(
            u"reason"_s, u"at most %1 characters"_s.arg(domain::kBookingReasonMax));
    Result<Booking> booking = lockBooking(movement, id);
    if (!booking)
        return booking;
    booking->status = BookingStatus::Cancelled;
    booking->cancelReason = reason;
    if (Result<> done = write(movement, *booking, actor); !done)
        return done.error();
    if (Result<> done = settleAll(movement, booking->actor, u"booking cancelled"_s); !done)
        return done.error();
    return booking;
}

Result<Booking> endBooking(Movement &movement, BookingId id, const QString &actor)
{
    Result<Booking> booking = lockBooking(movement, id);
    if (!booking)
        return booking;
    if (movement.now() < booking->start)
        return domain::bookingNotBegun();
    booking->status = BookingStatus::Completed;
    if (movement.now() < booking->end)
        booking->endedEarlyAt = movement.now();
    if (Result<> done = write(movement, *booking, actor); !done)
        return done.error();
    if (Result<> done = settleAll(movement, booking->actor, u"booking ended early"_s); !done)
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

Result<> storeBookingPolicy(store::Database &database, const domain::BookingPolicy &policy)
{
    const QJsonObject ours = domain::toJson(policy);
    if (const auto read = domain::parseBookingPolicy({{u"bookings"_s, ours}}); !read)
        return read.error();
    store::SiteStore sites(database);
    Result<domain::Site> site = sites.first();
    if (!site)
        return site.error();
    QJsonObject bookings = site->settings.value(u"bookings").toObject(); // others' members stay
    for (auto it = ours.begin(); it != ours.end(); ++it)
        bookings.insert(it.key(), it.value());
    site->settings.insert(u"bookings"_s, bookings);
    return sites.update(*site);
}

} // namespace parking::engine
