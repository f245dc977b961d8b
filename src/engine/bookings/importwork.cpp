#include "engine/bookings/importwork.h"

#include "base/literals.h"
#include "domain/localtime.h"
#include "domain/problems.h"
#include "engine/bookings/bookingparts.h"
#include "store/bookingstore.h"
#include "store/sessions.h"

#include <algorithm>

namespace parking::engine {

namespace {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingId;
using domain::BookingImportPlan;
using domain::BookingImportResult;
using domain::BookingImportRow;
using domain::SpaceId;

/// A row and what it would be.
struct Wanted {
    const BookingImportRow *row;
    Booking booking;
};

void tell(BookingImportResult &result, const BookingImportRow &row, const QString &code,
          const QString &text)
{
    result.problems.append({row.line, row.uid, code, text});
}

void tell(BookingImportResult &result, const BookingImportRow &row, const Error &error)
{
    tell(result, row, domain::ruleOf(error), error.detail);
}

/// Does the row say what the booking is? Calendars know whole seconds, and may keep no persons.
bool saysTheSame(const BookingImportRow &row, const Booking &booking)
{
    const auto isSameTime = [](UtcTime a, UtcTime b) {
        return std::chrono::floor<std::chrono::seconds>(a)
            == std::chrono::floor<std::chrono::seconds>(b);
    };
    const auto isSame = [](const QString &said, const QString &there) {
        return said.isEmpty() || said == there;
    };
    const domain::BookingDraft &draft = row.draft;
    return draft.spaceId == booking.spaceId && isSameTime(draft.start, booking.start)
        && isSameTime(draft.end, booking.end) && isSame(draft.email, booking.email)
        && isSame(draft.phone, booking.phone) && isSame(draft.plate, booking.plate)
        && isSame(draft.title, booking.title) && isSame(draft.reason, booking.reason);
}

/// Rows without those that are there, or stand twice.
Result<QList<Wanted>> newOnes(Movement &movement, const BookingImportPlan &plan,
                              BookingImportResult &result)
{
    QList<BookingId> ids;
    QStringList requests;
    for (const BookingImportRow &row : plan.rows) {
        if (!row.id.isNull())
            ids.append(row.id);
        if (!row.requestId.isEmpty())
            requests.append(row.requestId);
    }
    const auto known = store::BookingStore(movement.database()).known(ids, requests);
    if (!known)
        return known.error();
    QHash<QString, const Booking *> there;
    for (const Booking &booking : *known) {
        there.insert(booking.id.toString(), &booking);
        if (!booking.requestId.isEmpty())
            there.insert(booking.requestId, &booking);
    }
    QHash<QString, int> lines;
    QList<Wanted> wanted;
    for (const BookingImportRow &row : plan.rows) {
        const QString key = row.id.isNull() ? row.requestId : row.id.toString();
        const Booking *before = key.isEmpty() ? nullptr : there.value(key);
        if (!key.isEmpty() && lines.contains(key)) {
            tell(result, row, problem::kDuplicate,
                 u"the same booking stands on line %1 already"_s.arg(lines.value(key)));
        } else if (!before) {
            wanted.append(Wanted{&row, {}});
        } else if (saysTheSame(row, *before)) {
            ++result.unchanged;
        } else {
            tell(result, row, problem::kDuplicate,
                 u"it is there already, with other times or words"_s);
        }
        if (!key.isEmpty())
            lines.insert(key, row.line);
    }
    return wanted;
}

/// Holds each against the rules, and makes bookings of them.
Result<> checkRules(Movement &movement, QList<Wanted> &wanted, BookingImportResult &result)
{
    QHash<SpaceId, domain::BookingPlace> places;
    for (Wanted &one : wanted) {
        const domain::BookingDraft &draft = one.row->draft;
        if (!places.contains(draft.spaceId)) {
            const auto place = bookingPlace(movement, draft.spaceId);
            if (!place && place.error().code != problem::kNotFound)
                return place.error();
            if (!place) {
                tell(result, *one.row, place.error());
                continue;
            }
            places.insert(draft.spaceId, *place);
        }
        const auto warnings = domain::validate(draft, movement.rules().bookings,
                                               places.value(draft.spaceId), movement.now());
        if (!warnings)
            tell(result, *one.row, warnings.error());
        static_cast<domain::BookingDraft &>(one.booking) = draft;
        one.booking.id = one.row->id.isNull() ? BookingId::create() : one.row->id;
        one.booking.requestId = one.row->requestId;
        one.booking.createdAt = one.booking.updatedAt = movement.now();
    }
    return {};
}

QString spanWords(const domain::BookingSpan &span)
{
    return u"%1 to %2"_s.arg(toIso(span.start), toIso(span.end));
}

/// What is booked already, and what they would do to each other.
Result<> checkFree(Movement &movement, const QList<Wanted> &wanted, BookingImportResult &result)
{
    QList<Booking> bookings;
    for (const Wanted &one : wanted) {
        if (one.booking.start < one.booking.end) // what is none is in nobody's way
            bookings.append(one.booking);
    }
    const auto taken = store::BookingStore(movement.database()).inTheWay(bookings);
    if (!taken)
        return taken.error();
    QHash<SpaceId, QList<const Wanted *>> bySpace;
    for (const Wanted &one : wanted) {
        if (const auto other = taken->constFind(one.booking.id); other != taken->cend())
            tell(result, *one.row, problem::kSpaceNotAvailable,
                 u"the space is booked from %1"_s.arg(spanWords(other->span)));
        bySpace[one.booking.spaceId].append(&one);
    }
    for (QList<const Wanted *> &ones : bySpace) {
        std::stable_sort(ones.begin(), ones.end(), [](const Wanted *a, const Wanted *b) {
            return a->booking.start < b->booking.start;
        });
        const Wanted *last = nullptr; // that ends last
        for (const Wanted *one : std::as_const(ones)) {
            if (last && last->booking.span().overlaps(one->booking.span()))
                tell(result, *one->row, problem::kSpaceNotAvailable,
                     u"line %1 books the space from %2"_s.arg(last->row->line)
                         .arg(spanWords(last->booking.span())));
            if (!last || one->booking.end > last->booking.end)
                last = one;
        }
    }
    return {};
}

Result<> checkNumbers(Movement &movement, const QList<Wanted> &wanted, BookingImportResult &result)
{
    if (movement.rules().bookings.activePerEmail == 0)
        return {};
    QMap<QString, QList<const Wanted *>> byEmail; // locked in an order that is everybody's
    for (const Wanted &one : wanted)
        byEmail[one.booking.email.toLower()].append(&one);
    for (auto it = byEmail.cbegin(); it != byEmail.cend(); ++it) {
        const Result<> done = checkBookingNumber(movement, it.key(), it->size());
        if (!done && domain::ruleOf(done.error()) != problem::kTooManyBookings)
            return done;
        if (!done)
            tell(result, *it->last()->row, done.error());
    }
    return {};
}

Result<> write(Movement &movement, const QList<Wanted> &wanted, const QString &actor,
               BookingImportResult &result)
{
    const Result<QString> name = store::actorOf(movement.database(), actor);
    if (!name)
        return name.error();
    for (const Wanted &one : wanted) {
        result.created.append(one.booking);
        result.created.last().actor = *name;
    }
    if (Result<> done = store::BookingStore(movement.database()).insert(result.created); !done)
        return done;
    return noteBookings(movement, {}, result.created);
}

} // namespace

Result<BookingImportResult> importBookings(Movement &movement, const BookingImportPlan &plan,
                                           bool isTrial, const QString &actor)
{
    BookingImportResult result{.created = {}, .skipped = plan.skipped, .problems = plan.problems};
    QSet<SpaceId> spaces;
    for (const BookingImportRow &row : plan.rows)
        spaces.insert(row.draft.spaceId);
    if (Result<> done = movement.lock(spaces.values(), store::BadRows::Refuse); !done)
        return done.error();
    auto wanted = newOnes(movement, plan, result);
    if (!wanted)
        return wanted.error();
    if (Result<> done = checkRules(movement, *wanted, result); !done)
        return done.error();
    if (Result<> done = checkFree(movement, *wanted, result); !done)
        return done.error();
    if (Result<> done = checkNumbers(movement, *wanted, result); !done)
        return done.error();
    std::stable_sort(result.problems.begin(), result.problems.end(),
                     [](const auto &a, const auto &b) { return a.line < b.line; });
    if (!result.isGood())
        return result;
    if (isTrial || wanted->isEmpty()) {
        for (const Wanted &one : *wanted)
            result.created.append(one.booking);
        return result;
    }
    if (Result<> done = write(movement, *wanted, actor, result); !done)
        return done.error();
    if (Result<> done = settleBookings(movement, result.created.first().actor, u"booked"_s); !done)
        return done.error();
    return result;
}

} // namespace parking::engine
