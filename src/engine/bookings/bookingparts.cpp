#include "engine/bookings/bookingparts.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "store/actstore.h"
#include "store/bookingstore.h"
#include "store/sessions.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

namespace parking::engine {

using domain::Booking;
using domain::SpaceId;

namespace {

/// What people call spaces, each looked up once; empty for one that is gone, or cannot be read.
class Codes {
public:
    explicit Codes(store::Database &database) : m_spaces(database) { }

    Result<QString> of(SpaceId id)
    {
        if (const auto known = m_codes.constFind(id); known != m_codes.cend())
            return *known;
        const Result<domain::Space> space = m_spaces.find(id);
        if (!space && space.error().code != problem::kNotFound
            && space.error().code != problem::kRowUnreadable)
            return space.error();
        return *m_codes.insert(id, space ? space->code : QString());
    }

private:
    store::SpaceStore m_spaces;
    QHash<SpaceId, QString> m_codes;
};

/// The space under the lock; RECORD_NOT_FOUND.
Result<MovingSpace *> lockedSpace(Movement &movement, SpaceId id)
{
    for (MovingSpace &space : movement.spaces()) {
        if (space.row.id == id)
            return &space;
    }
    return domain::errors::notFound(u"Space"_s, id.toString());
}

} // namespace

Result<domain::BookingPlace> bookingPlace(Movement &movement, SpaceId id)
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

Result<> checkBookingNumber(Movement &movement, const QString &email, qsizetype more,
                            domain::BookingId except)
{
    const int limit = movement.rules().bookings.activePerEmail;
    if (limit == 0)
        return {};
    const Result<qint64> active =
        store::BookingStore(movement.database()).activeOf(email, movement.now(), except);
    if (!active)
        return active.error();
    return *active + more <= limit ? Result<>() : Result<>(domain::tooManyBookings(limit));
}

Result<> settleBookings(Movement &movement, const QString &actor, const QString &note)
{
    if (Result<> done = movement.readBookings(); !done)
        return done;
    for (MovingSpace &space : movement.spaces())
        movement.settle(space, {.source = u"reservation"_s, .actor = actor, .note = note});
    return {};
}

Booking changedBooking(const Booking &before, const domain::BookingDraft &draft, UtcTime now)
{
    Booking booking = before;
    static_cast<domain::BookingDraft &>(booking) = draft;
    if (booking.spaceId != before.spaceId || booking.start != before.start) {
        booking.arrivedAt.reset();
        booking.blockedAt.reset();
        booking.unverifiedAt.reset();
        if (booking.start == before.start && booking.start <= now)
            booking.unverifiedAt = now;
    }
    return booking;
}

Result<> noteBookings(Movement &movement, const QList<Booking> &before, const QList<Booking> &after)
{
    QHash<domain::BookingId, Booking> known;
    for (const Booking &booking : before)
        known.insert(booking.id, booking);
    Codes codes(movement.database());
    QList<domain::Act> acts;
    for (const Booking &booking : after) {
        const auto was = known.constFind(booking.id);
        auto act = domain::actOf(was == known.cend() ? std::nullopt : std::optional(*was), booking);
        if (!act)
            continue;
        const Result<QString> code = codes.of(booking.spaceId);
        if (!code)
            return code.error();
        act->name = *code;
        acts.append(*act);
    }
    const QString actor = after.isEmpty() ? QString() : after.first().actor;
    return store::ActStore(movement.database()).append(acts, actor, movement.now());
}

Result<> writeBookings(Movement &movement, QList<Booking> &bookings, const QString &actor)
{
    const Result<QString> name = store::actorOf(movement.database(), actor);
    if (!name)
        return name.error();
    QList<domain::BookingId> ids;
    for (Booking &booking : bookings) {
        booking.actor = *name;
        booking.updatedAt = movement.now();
        ids.append(booking.id);
    }
    store::BookingStore store(movement.database());
    const auto before = store.known(ids, {});
    if (!before)
        return before.error();
    if (Result<> done = store.update(bookings); !done)
        return done;
    return noteBookings(movement, *before, bookings);
}

Result<> standsAs(const Booking &booking, const std::optional<domain::BookingDraft> &seen)
{
    if (!seen || *seen == static_cast<const domain::BookingDraft &>(booking))
        return {};
    return Error{problem::kChangedMeanwhile,
                 u"booking %1 is not what it was"_s.arg(booking.id.toString()),
                 {{u"actor"_s, booking.actor}}};
}

Result<> checkCancelReason(const QString &reason)
{
    if (reason.size() <= domain::kBookingReasonMax && !reason.contains(QChar::Null))
        return {};
    return domain::errors::validation(u"reason"_s,
                                      u"at most %1 characters"_s.arg(domain::kBookingReasonMax));
}

QString plainRequestId(const QString &requestId)
{
    const QUuid id = QUuid::fromString(requestId);
    return id.isNull() ? QString() : id.toString(QUuid::WithoutBraces);
}

} // namespace parking::engine
