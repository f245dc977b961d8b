#include "domain/bookingclock.h"

#include <algorithm>

namespace parking::domain {

namespace {

/// The last word at or before this time; null: none.
const SensorWord *wordAt(const QList<SensorWord> &words, UtcTime time)
{
    const auto after =
        std::upper_bound(words.cbegin(), words.cend(), time,
                         [](UtcTime moment, const SensorWord &word) { return moment < word.time; });
    return after == words.cbegin() ? nullptr : &*std::prev(after);
}

bool isFreshAt(const SensorWord *word, Milliseconds silentAfter, UtcTime time)
{
    return word && (silentAfter <= Milliseconds(0) || time - word->time <= silentAfter);
}

/// Taken at this moment, by the word of a sensor that works.
bool isSurelyTaken(const BookingFacts &facts, UtcTime time)
{
    const SensorWord *word = wordAt(facts.words, time);
    return facts.hasSensor && isFreshAt(word, facts.silentAfter, time)
        && word->occupancy == Occupancy::Occupied;
}

/// The first change to occupied in [from, to) that is nobody else's.
std::optional<UtcTime> arrivalBetween(const BookingSpan &window, const BookingFacts &facts)
{
    Occupancy before = Occupancy::Free;
    for (const SensorWord &word : facts.words) {
        const bool isChange = before == Occupancy::Free && word.occupancy == Occupancy::Occupied;
        before = word.occupancy;
        if (isChange && window.contains(word.time) && !facts.used.contains(word.time))
            return word.time;
    }
    return std::nullopt;
}

/// Since when it has its space, where it was moved there while it ran; empty: since it was made. It
/// is no no-show and not blocked: whoever it is for had no grace time here. Arrived is who stands
/// there when it comes, or comes later. (The clock says "unverified" at another moment.)
std::optional<UtcTime> movedHereAt(const Booking &booking, const BookingPolicy &policy)
{
    return booking.unverifiedAt != booking.start + policy.grace ? booking.unverifiedAt
                                                                : std::nullopt;
}

/// Who stands here came then, and else whoever comes is later than `time`.
UtcTime standingSince(const BookingFacts &facts, UtcTime time)
{
    UtcTime since = time;
    Occupancy before = Occupancy::Free;
    for (const SensorWord &word : facts.words) {
        if (word.time > time)
            break;
        if (word.occupancy == Occupancy::Free)
            since = time;
        else if (before == Occupancy::Free)
            since = word.time;
        before = word.occupancy;
    }
    return since;
}

/// While it may still be a no-show only who came in the grace time counts, whenever somebody looks:
/// else a station that was away would find an arrival where one that was there found none.
void lookForArrival(Booking &booking, const BookingFacts &facts, const BookingPolicy &policy,
                    UtcTime from)
{
    if (booking.arrivedAt || booking.status != BookingStatus::Active)
        return;
    const std::optional<UtcTime> due = noShowDue(booking, policy);
    const UtcTime end = due ? *due + Milliseconds(1) : booking.heldUntil();
    from = std::max(from, booking.start - policy.lead);
    if (const auto moved = movedHereAt(booking, policy))
        from = std::max(from, standingSince(facts, *moved));
    if (from < end)
        booking.arrivedAt = arrivalBetween({from, end}, facts);
}

/// The one that runs has a car before the one to come, which waits while it is not known whether
/// the earlier one was a no-show. Until then a car may be this one's: it turns out to be a no-show,
/// and then the car belongs to the next one, or it runs on unverified, and then whoever comes is
/// its own. Null: that is settled.
std::optional<UtcTime> undecidedUntil(const Booking &booking, const BookingPolicy &policy)
{
    return noShowDue(booking, policy) ? std::optional(booking.end) : std::nullopt;
}

void lookAtStart(Booking &booking, const BookingFacts &facts, const BookingPolicy &policy,
                 UtcTime now)
{
    if (booking.status != BookingStatus::Active || booking.blockedAt || now < booking.start
        || facts.heardUntil < booking.start || movedHereAt(booking, policy))
        return;
    const bool isTheirs = booking.arrivedAt && *booking.arrivedAt <= booking.start;
    if (!isTheirs && isSurelyTaken(facts, booking.start))
        booking.blockedAt = booking.start;
}

void lookAtGrace(Booking &booking, const BookingFacts &facts, const BookingPolicy &policy,
                 UtcTime now)
{
    const std::optional<UtcTime> due = noShowDue(booking, policy);
    if (!due || now < *due)
        return;
    const bool isOver = now >= booking.end + kBookingPatience;
    if (facts.hasSensor && facts.heardUntil < *due && !isOver)
        return; // what is on its way may tell that somebody came
    const bool isSure = facts.hasSensor && facts.heardUntil >= *due
        && isFreshThrough(facts.words, facts.silentAfter, booking.start, *due)
        && wordAt(facts.words, *due)->occupancy == Occupancy::Free;
    if (!isSure) {
        booking.unverifiedAt = *due;
        return;
    }
    booking.status = BookingStatus::NoShow;
    booking.noShowAt = std::min(now, booking.end); // until then it held the space
}

void lookAtEnd(Booking &booking, const BookingFacts &facts, UtcTime now)
{
    if (booking.status == BookingStatus::Active && now >= booking.end) {
        const bool isKnown = !facts.hasSensor || facts.heardUntil >= booking.end;
        if (!isKnown && now < booking.end + kBookingPatience)
            return;
        booking.status = BookingStatus::Completed;
        if (booking.arrivedAt && isKnown && isSurelyTaken(facts, booking.end))
            booking.overstayAt = booking.end;
    }
    if (!booking.overstayAt || booking.leftAt)
        return;
    for (const SensorWord &word : facts.words) {
        if (word.time > booking.end && word.occupancy == Occupancy::Free) {
            booking.leftAt = word.time;
            return;
        }
    }
}

} // namespace

bool isFreshThrough(const QList<SensorWord> &words, Milliseconds silentAfter, UtcTime from,
                    UtcTime to)
{
    const SensorWord *word = wordAt(words, from);
    if (!isFreshAt(word, silentAfter, from))
        return false;
    const SensorWord *const end = words.constData() + words.size();
    for (const SensorWord *next = word + 1; next != end && next->time <= to; ++next) {
        if (!isFreshAt(word, silentAfter, next->time))
            return false;
        word = next;
    }
    return isFreshAt(word, silentAfter, to);
}

QList<Booking> advanceBookings(QList<Booking> bookings, const BookingFacts &facts,
                               const BookingPolicy &policy, UtcTime now)
{
    BookingFacts known = facts;
    UtcTime from; // changes before it may be those of an earlier booking
    for (Booking &booking : bookings) {
        lookForArrival(booking, known, policy, from);
        lookAtStart(booking, known, policy, now);
        lookAtGrace(booking, known, policy, now);
        lookForArrival(booking, known, policy, from);
        if (booking.arrivedAt)
            known.used.append(*booking.arrivedAt);
        if (const auto until = undecidedUntil(booking, policy))
            from = std::max(from, *until);
        lookAtEnd(booking, known, now);
    }
    return bookings;
}

bool isBookingDue(const Booking &booking, const BookingPolicy &policy, UtcTime before, UtcTime now)
{
    const auto isBetween = [&](UtcTime time) { return before < time && time <= now; };
    if (booking.status != BookingStatus::Active)
        return false;
    const std::optional<UtcTime> noShow = noShowDue(booking, policy);
    return booking.end <= now || (noShow && *noShow <= now)
        || isBetween(booking.start - policy.lead) || isBetween(booking.start);
}

} // namespace parking::domain
