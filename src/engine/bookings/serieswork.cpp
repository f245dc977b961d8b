#include "engine/bookings/serieswork.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "engine/bookings/bookingparts.h"
#include "store/bookingstore.h"
#include "store/seriesstore.h"
#include "store/sessions.h"

#include <algorithm>

namespace parking::engine {

namespace {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingStatus;
using domain::SeriesScope;
using domain::SpaceId;

QDate dayOf(const BookingDraft &draft, const QTimeZone &zone)
{
    return domain::localOf(draft.start, zone).date();
}

void addWarnings(QList<domain::BookingWarning> &warnings, const QList<domain::BookingWarning> &more)
{
    for (const domain::BookingWarning warning : more) {
        if (!warnings.contains(warning))
            warnings.append(warning);
    }
}

/// Each day that does not fit, with what is in its way.
Result<> checkFree(Movement &movement, const QList<Booking> &bookings, const QTimeZone &zone)
{
    const auto found = store::BookingStore(movement.database()).inTheWay(bookings);
    if (!found)
        return found.error();
    QList<domain::SeriesConflict> conflicts;
    for (const Booking &booking : bookings) {
        if (const auto other = found->constFind(booking.id); other != found->cend())
            conflicts.append({dayOf(booking, zone), *other});
    }
    return conflicts.isEmpty()
        ? Result<>()
        : Result<>(domain::seriesNotAvailable(conflicts.first().conflict.spaceId, conflicts));
}

/// The bookings that a rule makes, each held against the rules for bookings.
Result<QList<Booking>> occurrences(Movement &movement, const SeriesRequest &request,
                                   SeriesAnswer &answer)
{
    const auto place = bookingPlace(movement, request.draft.spaceId);
    if (!place)
        return place.error();
    answer.series.timeZone = place->timeZone;
    const domain::BookingPolicy &policy = movement.rules().bookings;
    const QTimeZone zone = domain::zoneOf(place->timeZone);
    const auto days =
        domain::expand(request.rule, zone, std::min(policy.longest, domain::kLongestBooking));
    if (!days)
        return days.error();
    QList<Booking> bookings;
    for (const domain::SeriesOccurrence &day : *days) {
        Booking booking;
        static_cast<BookingDraft &>(booking) = request.draft;
        booking.start = day.span.start;
        booking.end = day.span.end;
        const auto warnings = domain::validate(booking, policy, *place, movement.now());
        if (!warnings)
            return domain::onDay(warnings.error(), day.date);
        addWarnings(answer.warnings, *warnings);
        if (day.isMoved || day.isCapped)
            answer.unusual.append(day);
        booking.id = domain::BookingId::create();
        booking.seriesId = answer.series.id;
        booking.createdAt = booking.updatedAt = movement.now();
        bookings.append(booking);
    }
    return bookings;
}

// --- Bookings that are there ---------------------------------------------------------------------

/// Some bookings of a series, their spaces locked.
struct Members {
    domain::BookingSeries series;
    Booking named;
    QList<Booking> others; ///< that are meant too, in order
    QTimeZone zone;
};

/// Which others the scope means: what is over stays as it was.
QList<Booking> othersOf(const QList<Booking> &all, const Booking &named, SeriesScope scope,
                        UtcTime now)
{
    QList<Booking> others;
    for (const Booking &one : all) {
        const bool isMeant = one.id != named.id && one.status == BookingStatus::Active
            && one.end > now && (scope == SeriesScope::All || one.start > named.start);
        if (isMeant)
            others.append(one);
    }
    return others;
}

/// `more`: a space that is locked with theirs.
Result<Members> lockMembers(Movement &movement, domain::BookingId id, SeriesScope scope,
                            std::optional<SpaceId> more = {})
{
    store::BookingStore store(movement.database());
    const Result<Booking> seen = store.find(id);
    if (!seen)
        return seen.error();
    if (seen->seriesId.isNull())
        return domain::errors::notFound(u"Series"_s, id.toString());
    const auto series = store::SeriesStore(movement.database()).find(seen->seriesId);
    const auto before = store.ofSeries(seen->seriesId);
    if (!series || !before)
        return series ? before.error() : series.error();
    QSet<SpaceId> spaces{seen->spaceId};
    for (const Booking &one : *before)
        spaces.insert(one.spaceId);
    if (more)
        spaces.insert(*more);
    if (Result<> done = movement.lock(spaces.values(), store::BadRows::Refuse); !done)
        return done.error();
    const auto all = store.ofSeries(seen->seriesId); // as they are under the lock
    if (!all)
        return all.error();
    Members members{*series, *seen, {}, domain::zoneOf(series->timeZone)};
    for (const Booking &one : *all) {
        if (!spaces.contains(one.spaceId))
            return Error{problem::kChangedMeanwhile,
                         u"booking %1 was moved"_s.arg(one.id.toString()),
                         {{u"actor"_s, one.actor}}};
        if (one.id == id)
            members.named = one;
    }
    if (members.named.status != BookingStatus::Active || members.named.end <= movement.now())
        return domain::bookingNotFound(members.named);
    members.others = othersOf(*all, members.named, scope, movement.now());
    return members;
}

/// What the change makes of each of them.
Result<QList<Booking>> changed(Movement &movement, const Members &members,
                               const SeriesChange &change, SeriesAnswer &answer)
{
    const domain::BookingPolicy &policy = movement.rules().bookings;
    QHash<SpaceId, domain::BookingPlace> places;
    QList<Booking> bookings;
    const auto add = [&](const Booking &before, const BookingDraft &draft) -> Result<> {
        if (!places.contains(draft.spaceId)) {
            const auto place = bookingPlace(movement, draft.spaceId);
            if (!place)
                return place.error();
            places.insert(draft.spaceId, *place);
        }
        const auto warnings = domain::validateChange(before, draft, policy,
                                                     places.value(draft.spaceId), movement.now());
        if (!warnings)
            return domain::onDay(warnings.error(), dayOf(draft, members.zone));
        addWarnings(answer.warnings, *warnings);
        bookings.append(changedBooking(before, draft, movement.now()));
        answer.before.append(before);
        return {};
    };
    if (Result<> done = add(members.named, change.draft); !done)
        return done.error();
    for (const Booking &other : members.others) {
        if (other.start <= movement.now()) // it runs
            continue;
        const BookingDraft draft =
            domain::changedAlike(other, members.named, change.draft, members.zone,
                                 std::min(policy.longest, domain::kLongestBooking));
        if (Result<> done = add(other, draft); !done)
            return done.error();
    }
    std::sort(bookings.begin(), bookings.end(),
              [](const Booking &a, const Booking &b) { return a.start < b.start; });
    return bookings;
}

} // namespace

Result<SeriesAnswer> bookSeries(Movement &movement, const SeriesRequest &request)
{
    store::BookingStore store(movement.database());
    store::SeriesStore series(movement.database());
    if (Result<> done = movement.lock({request.draft.spaceId}, store::BadRows::Refuse); !done)
        return done.error();
    if (!request.requestId.isEmpty()) {
        const auto before = series.ofRequest(request.requestId);
        if (!before)
            return before.error();
        if (*before) {
            const auto bookings = store.ofSeries((*before)->id);
            if (!bookings)
                return bookings.error();
            return SeriesAnswer{.series = **before, .bookings = *bookings, .isRepeated = true};
        }
    }
    SeriesAnswer answer;
    answer.series.id = domain::BookingSeriesId::create();
    answer.series.rule = request.rule;
    answer.series.requestId = plainRequestId(request.requestId);
    answer.series.createdAt = movement.now();
    auto bookings = occurrences(movement, request, answer);
    if (!bookings)
        return bookings.error();
    if (Result<> done = checkBookingNumber(movement, request.draft.email, bookings->size()); !done)
        return done.error();
    const Result<QString> name = store::actorOf(movement.database(), request.actor);
    if (!name)
        return name.error();
    for (Booking &booking : *bookings)
        booking.actor = *name;
    if (Result<> done = checkFree(movement, *bookings, domain::zoneOf(answer.series.timeZone));
        !done)
        return done.error();
    if (Result<> done = series.insert(answer.series); !done)
        return done.error();
    if (Result<> done = store.insert(*bookings); !done)
        return done.error();
    if (Result<> done = noteBookings(movement, {}, *bookings); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, *name, u"booked"_s); !done)
        return done.error();
    answer.bookings = *bookings;
    return answer;
}

Result<SeriesAnswer> changeSeries(Movement &movement, const SeriesChange &change)
{
    SeriesAnswer answer;
    if (change.scope == SeriesScope::One) {
        const auto one =
            changeBooking(movement, change.booking, change.draft, change.actor, change.seen);
        if (!one)
            return one.error();
        answer.bookings = {one->booking};
        answer.before = {one->before};
        answer.warnings = one->warnings;
        return answer;
    }
    const auto members = lockMembers(movement, change.booking, change.scope, change.draft.spaceId);
    if (!members)
        return members.error();
    if (Result<> same = standsAs(members->named, change.seen); !same)
        return same.error();
    auto bookings = changed(movement, *members, change, answer);
    if (!bookings)
        return bookings.error();
    if (change.draft.email.compare(members->named.email, Qt::CaseInsensitive) != 0) {
        if (Result<> done = checkBookingNumber(movement, change.draft.email, bookings->size());
            !done)
            return done.error();
    }
    if (Result<> done = checkFree(movement, *bookings, members->zone); !done)
        return done.error();
    if (Result<> done = writeBookings(movement, *bookings, change.actor); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, bookings->first().actor, u"booking moved"_s);
        !done)
        return done.error();
    answer.series = members->series;
    answer.bookings = *bookings;
    return answer;
}

Result<QList<Booking>> cancelSeries(Movement &movement, const SeriesCancel &cancel)
{
    if (cancel.scope == SeriesScope::One) {
        const auto one =
            cancelBooking(movement, cancel.booking, cancel.reason, cancel.actor, cancel.seen);
        return one ? Result<QList<Booking>>(QList<Booking>{*one}) : one.error();
    }
    if (Result<> done = checkCancelReason(cancel.reason); !done)
        return done.error();
    const auto members = lockMembers(movement, cancel.booking, cancel.scope);
    if (!members)
        return members.error();
    if (Result<> same = standsAs(members->named, cancel.seen); !same)
        return same.error();
    QList<Booking> bookings{members->named};
    bookings += members->others;
    for (Booking &booking : bookings) {
        booking.status = BookingStatus::Cancelled;
        booking.cancelReason = cancel.reason;
    }
    if (Result<> done = writeBookings(movement, bookings, cancel.actor); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, bookings.first().actor, u"booking cancelled"_s);
        !done)
        return done.error();
    return bookings;
}

} // namespace parking::engine
