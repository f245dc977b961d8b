#include "domain/booking.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/localtime.h"
#include "domain/problems.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace parking::domain {

namespace {

constexpr qsizetype kTold = 3; // conflicts and alternatives in an error

/// A rule that is broken: VALIDATION_ERROR with the rule's code.
Error broken(const QString &field, QLatin1StringView rule, const QString &message,
             const QJsonValue &limit = {})
{
    Error error = errors::validation(field, message);
    error.details.insert(u"rule"_s, rule);
    if (!limit.isNull())
        error.details.insert(u"limit"_s, limit);
    return error;
}

/// U+0000 cannot be stored by PostgreSQL, lone surrogates by no UTF-8 encoder.
Result<> checkText(const QString &field, const QString &text, int limit)
{
    if (text.size() > limit)
        return broken(field, problem::kBadText, u"at most %1 characters"_s.arg(limit), limit);
    if (text.contains(QChar::Null) || !text.isValidUtf16())
        return broken(field, problem::kBadText, u"contains a character that cannot be stored"_s);
    return {};
}

/// `before`: what it was, in which nothing is looked for.
Result<> checkWords(const BookingDraft &draft, const BookingDraft *before = nullptr)
{
    const auto isOther = [&](QString BookingDraft::*text) {
        return !before || draft.*text != before->*text;
    };
    if (isOther(&BookingDraft::email)
        && (draft.email.size() > kBookingEmailMax || !isEmail(draft.email)))
        return broken(u"user_email"_s, problem::kBadEmail, u"Invalid e-mail address"_s);
    if (isOther(&BookingDraft::phone) && !draft.phone.isEmpty()
        && (draft.phone.size() > kBookingPhoneMax || !isPhone(draft.phone)))
        return broken(u"user_phone"_s, problem::kBadPhone,
                      u"Invalid phone number: 10 to 15 digits, with the country's code"_s);
    const std::tuple<QString, QString BookingDraft::*, int> texts[] = {
        {u"plate"_s, &BookingDraft::plate, kBookingPlateMax},
        {u"title"_s, &BookingDraft::title, kBookingTitleMax},
        {u"reason"_s, &BookingDraft::reason, kBookingReasonMax}};
    for (const auto &[field, text, limit] : texts) {
        if (!isOther(text))
            continue;
        if (Result<> done = checkText(field, draft.*text, limit); !done)
            return done;
    }
    return {};
}

/// A19, and the site's limit below it, or `had` where that is more: a booking keeps its length.
Result<> checkLength(const BookingDraft &draft, const BookingPolicy &policy,
                     Milliseconds had = Milliseconds(0))
{
    if (draft.end <= draft.start)
        return broken(u"end_time"_s, problem::kEndBeforeStart,
                      u"End time must be after start time"_s);
    const Milliseconds longest = std::min(policy.longest, kLongestBooking);
    if (draft.span().length() > std::max(longest, had))
        return broken(u"end_time"_s, problem::kBookingTooLong,
                      u"Maximum reservation duration is %1"_s.arg(
                          longest == kLongestBooking
                              ? u"24 hours"_s
                              : u"%1 minutes"_s.arg(longest / std::chrono::minutes(1))),
                      qint64(longest / std::chrono::seconds(1)));
    return {};
}

Result<> checkStart(const BookingDraft &draft, const BookingPolicy &policy, UtcTime now)
{
    if (draft.start < now - kBookingLateEntry)
        return broken(u"start_time"_s, problem::kBookingInPast, u"the start lies in the past"_s,
                      toIso(now - kBookingLateEntry));
    const UtcTime latest = now + std::chrono::days(policy.aheadDays);
    if (policy.aheadDays > 0 && draft.start > latest)
        return broken(u"start_time"_s, problem::kBookingTooFarAhead,
                      u"at most %1 days ahead"_s.arg(policy.aheadDays), toIso(latest));
    return {};
}

/// Of what was booked a moment that stays is not asked about, unless the space is another one.
Result<> checkHours(const BookingDraft &draft, const BookingPolicy &policy,
                    const BookingPlace &place, const BookingDraft *before = nullptr)
{
    const QTimeZone zone = zoneOf(place.timeZone);
    const bool isHere = before && before->spaceId == draft.spaceId;
    if (!(isHere && before->start == draft.start)
        && !isOpen(policy, place.building, localOf(draft.start, zone)))
        return broken(u"start_time"_s, problem::kOutsideOpeningHours,
                      u"%1 is closed then"_s.arg(place.building));
    if (!(isHere && before->end == draft.end)
        && !isOpen(policy, place.building, localOf(draft.end, zone), true))
        return broken(u"end_time"_s, problem::kOutsideOpeningHours,
                      u"%1 is closed then"_s.arg(place.building));
    return {};
}

Result<> checkReason(const BookingDraft &draft, const BookingPolicy &policy,
                     const BookingPlace &place)
{
    if (!draft.reason.trimmed().isEmpty())
        return {};
    for (const QString &feature : place.features) {
        if (policy.reasonFor.contains(feature))
            return broken(u"reason"_s, problem::kReasonNeeded,
                          u"a space with the feature %1 needs a reason"_s.arg(feature), feature);
    }
    return {};
}

QList<BookingWarning> warningsOf(const BookingDraft &draft, const BookingPlace &place)
{
    const std::optional<Override> &set = place.operatorOverride;
    if (set && set->state == SpaceState::Maintenance && (!set->until || *set->until > draft.start))
        return {BookingWarning::Maintenance};
    return {};
}

Result<QList<BookingWarning>> checkPlace(const BookingDraft &draft, const BookingPolicy &policy,
                                         const BookingPlace &place,
                                         const BookingDraft *before = nullptr)
{
    if (Result<> done = checkHours(draft, policy, place, before); !done)
        return done.error();
    if (!before || before->spaceId != draft.spaceId || before->reason != draft.reason) {
        if (Result<> done = checkReason(draft, policy, place); !done)
            return done.error();
    }
    return warningsOf(draft, place);
}

QJsonObject spanJson(const BookingSpan &span)
{
    return {{u"start"_s, toIso(span.start)}, {u"end"_s, toIso(span.end)}};
}

BookingSpan spanOf(const QJsonObject &json)
{
    return {fromIso(json.value(u"start").toString()).value_or(UtcTime()),
            fromIso(json.value(u"end").toString()).value_or(UtcTime())};
}

template <class T>
T idOf(const QJsonObject &json, QStringView member)
{
    return T::parse(json.value(member).toString()).value_or(T());
}

} // namespace

QString nameOf(BookingStatus status)
{
    switch (status) {
    case BookingStatus::Active:
        return u"active"_s;
    case BookingStatus::Completed:
        return u"completed"_s;
    case BookingStatus::Cancelled:
        return u"cancelled"_s;
    case BookingStatus::NoShow:
        return u"no_show"_s;
    }
    return {};
}

std::optional<BookingStatus> bookingStatusFromString(QStringView text)
{
    for (const BookingStatus status : {BookingStatus::Active, BookingStatus::Completed,
                                       BookingStatus::Cancelled, BookingStatus::NoShow}) {
        if (text == nameOf(status))
            return status;
    }
    return std::nullopt;
}

// --- Rules ---------------------------------------------------------------------------------------

bool isEmail(QStringView text)
{
    static const QRegularExpression form(
        u"\\A[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}\\z"_s);
    return form.match(text.toString()).hasMatch();
}

bool isPhone(QStringView text)
{
    static const QRegularExpression form(u"\\A\\+?[1-9][0-9]{9,14}\\z"_s);
    QString digits = text.toString();
    digits.remove(u' ').remove(u'-');
    return form.match(digits).hasMatch();
}

Result<> validate(const BookingDraft &draft, const BookingPolicy &policy, UtcTime now)
{
    if (Result<> done = checkLength(draft, policy); !done)
        return done;
    if (Result<> done = checkStart(draft, policy, now); !done)
        return done;
    return checkWords(draft);
}

Result<QList<BookingWarning>> validate(const BookingDraft &draft, const BookingPolicy &policy,
                                       const BookingPlace &place, UtcTime now)
{
    if (Result<> done = validate(draft, policy, now); !done)
        return done.error();
    return checkPlace(draft, policy, place);
}

/// What stays as it was is not held against the rules again: they may have become stricter since.
Result<QList<BookingWarning>> validateChange(const Booking &before, const BookingDraft &draft,
                                             const BookingPolicy &policy, const BookingPlace &place,
                                             UtcTime now)
{
    if (before.status != BookingStatus::Active || before.end <= now)
        return bookingNotFound(before);
    if (Result<> done = checkLength(draft, policy, before.span().length()); !done)
        return done.error();
    if (draft.start != before.start) {
        if (Result<> done = checkStart(draft, policy, now); !done)
            return done.error();
    }
    if (draft.end <= now)
        return broken(u"end_time"_s, problem::kBookingInPast, u"the end lies in the past"_s,
                      toIso(now));
    if (Result<> done = checkWords(draft, &before); !done)
        return done.error();
    return checkPlace(draft, policy, place, &before);
}

UtcTime latestEnd(UtcTime start, const BookingPolicy &policy)
{
    return start + std::min(policy.longest, kLongestBooking);
}

// --- What keeps a booking from its space ---------------------------------------------------------

BookingSpan nearestFit(QList<BookingSpan> taken, const BookingSpan &wanted, UtcTime earliest)
{
    std::sort(taken.begin(), taken.end(),
              [](const BookingSpan &a, const BookingSpan &b) { return a.start < b.start; });
    const Milliseconds length = wanted.length();
    std::optional<UtcTime> best;
    const auto distance = [&](UtcTime start) {
        return start < wanted.start ? wanted.start - start : start - wanted.start;
    };
    // A gap from `from` on, in which a booking may begin until `last`.
    const auto consider = [&](UtcTime from, UtcTime last) {
        if (last < from)
            return;
        const UtcTime start = std::clamp(wanted.start, from, last);
        if (!best || distance(start) < distance(*best)
            || (distance(start) == distance(*best) && start > *best))
            best = start;
    };
    UtcTime from = earliest;
    for (const BookingSpan &span : std::as_const(taken)) {
        consider(from, span.start - length);
        from = std::max(from, span.end);
    }
    consider(from, std::max(from, wanted.start));
    return {*best, *best + length};
}

Error spaceNotAvailable(SpaceId space, const QList<BookingConflict> &conflicts,
                        const QList<BookingAlternative> &alternatives)
{
    QJsonArray inTheWay;
    for (const BookingConflict &conflict : conflicts.first(std::min(kTold, conflicts.size()))) {
        QJsonObject json = spanJson(conflict.span);
        json.insert(u"id"_s, conflict.id.toString());
        json.insert(u"space_id"_s, conflict.spaceId.toString());
        inTheWay.append(json);
    }
    QJsonArray instead;
    for (const BookingAlternative &other :
         alternatives.first(std::min(kTold, alternatives.size()))) {
        QJsonObject json = spanJson(other.span);
        json.insert(u"space_id"_s, other.spaceId.toString());
        json.insert(u"space"_s, other.code);
        instead.append(json);
    }
    return {problem::kSpaceNotAvailable,
            u"Space is not available"_s,
            {{u"space_id"_s, space.toString()},
             {u"conflicts"_s, inTheWay},
             {u"alternatives"_s, instead}}};
}

QList<BookingConflict> conflictsOf(const Error &error)
{
    QList<BookingConflict> conflicts;
    for (const QJsonValue &value : error.details.value(u"conflicts").toArray()) {
        const QJsonObject json = value.toObject();
        conflicts.append(
            {idOf<BookingId>(json, u"id"), idOf<SpaceId>(json, u"space_id"), spanOf(json)});
    }
    return conflicts;
}

QList<BookingAlternative> alternativesOf(const Error &error)
{
    QList<BookingAlternative> alternatives;
    for (const QJsonValue &value : error.details.value(u"alternatives").toArray()) {
        const QJsonObject json = value.toObject();
        alternatives.append(
            {idOf<SpaceId>(json, u"space_id"), json.value(u"space").toString(), spanOf(json)});
    }
    return alternatives;
}

// --- Where a booking stands ----------------------------------------------------------------------

BookingPhase phaseOf(const Booking &booking, const BookingPolicy &policy, UtcTime now)
{
    switch (booking.status) {
    case BookingStatus::Cancelled:
        return BookingPhase::Cancelled;
    case BookingStatus::NoShow:
        return BookingPhase::NoShow;
    case BookingStatus::Completed:
        return booking.overstayAt && !booking.leftAt ? BookingPhase::Overstay
                                                     : BookingPhase::Completed;
    case BookingStatus::Active:
        break;
    }
    if (booking.end <= now)
        return BookingPhase::Ended;
    if (booking.arrivedAt)
        return BookingPhase::Arrived;
    if (now < booking.start)
        return now < booking.start - policy.lead ? BookingPhase::Upcoming : BookingPhase::Soon;
    if (booking.blockedAt)
        return BookingPhase::Blocked;
    return booking.unverifiedAt ? BookingPhase::Unverified : BookingPhase::Awaited;
}

std::optional<UtcTime> noShowDue(const Booking &booking, const BookingPolicy &policy)
{
    const UtcTime due = booking.start + policy.grace;
    if (booking.status != BookingStatus::Active || booking.arrivedAt || booking.blockedAt
        || booking.unverifiedAt || policy.grace <= Milliseconds(0) || due >= booking.end)
        return std::nullopt;
    return due;
}

Error bookingNotFound(BookingId id)
{
    return errors::notFound(u"Reservation"_s, id.toString());
}

Error tooManyBookings(int limit)
{
    return broken(u"user_email"_s, problem::kTooManyBookings,
                  u"one address may hold %1 bookings at a time"_s.arg(limit), limit);
}

Error bookingNotBegun()
{
    return broken(u"id"_s, problem::kBookingNotBegun, u"it has not begun; it can be cancelled"_s);
}

Error bookingNotFound(const Booking &booking)
{
    Error error = bookingNotFound(booking.id);
    error.details.insert(u"status"_s, nameOf(booking.status));
    return error;
}

} // namespace parking::domain
