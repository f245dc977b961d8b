#include "domain/bookingfit.h"

#include "domain/localtime.h"

#include <algorithm>

namespace parking::domain {

namespace {

/// Where bookings of this length may begin for the first or the last time in opening hours, a week
/// before and behind this moment: hours are the same each week.
QList<UtcTime> edgesOfHours(const BookingPolicy &policy, const BookingPlace &place, UtcTime around,
                            Milliseconds length)
{
    constexpr int kDays = 8;
    QList<UtcTime> edges;
    const auto hours = policy.hours.constFind(place.building);
    if (hours == policy.hours.cend())
        return edges;
    const QTimeZone zone = zoneOf(place.timeZone);
    const QDate middle = localOf(around, zone).date();
    for (QDate day = middle.addDays(-kDays); day <= middle.addDays(kDays); day = day.addDays(1)) {
        const auto &open = hours->days[size_t(day.dayOfWeek() - 1)];
        if (!open)
            continue;
        const auto at = [&](int minutes) {
            const QDateTime wall(day, QTime(0, 0), Qt::UTC);
            return momentOf(wall.addSecs(minutes * 60LL), zone).time;
        };
        edges.append(at(open->from));
        edges.append(at(open->to) - length);
    }
    return edges;
}

} // namespace

bool isAllowed(const BookingSpan &span, const BookingPolicy &policy, const BookingPlace &place,
               UtcTime now)
{
    if (policy.aheadDays > 0 && span.start > now + std::chrono::days(policy.aheadDays))
        return false;
    const QTimeZone zone = zoneOf(place.timeZone);
    return isOpen(policy, place.building, localOf(span.start, zone))
        && isOpen(policy, place.building, localOf(span.end, zone), true);
}

bool needsReason(const BookingPolicy &policy, const QStringList &features)
{
    return std::any_of(features.cbegin(), features.cend(), [&policy](const QString &feature) {
        return policy.reasonFor.contains(feature);
    });
}

std::optional<BookingSpan> nearestAllowed(QList<BookingSpan> taken, const BookingSpan &wanted,
                                          UtcTime earliest, const BookingPolicy &policy,
                                          const BookingPlace &place, UtcTime now)
{
    const BookingSpan nearest = nearestFit(taken, wanted, earliest);
    if (isAllowed(nearest, policy, place, now))
        return nearest;
    std::sort(taken.begin(), taken.end(),
              [](const BookingSpan &a, const BookingSpan &b) { return a.start < b.start; });
    const Milliseconds length = wanted.length();
    const auto distance = [&](UtcTime start) { return std::chrono::abs(start - wanted.start); };
    std::optional<UtcTime> best;
    const auto isBetter = [&](UtcTime start) {
        return !best || distance(start) < distance(*best)
            || (distance(start) == distance(*best) && start > *best);
    };
    const auto take = [&](UtcTime start) {
        const bool isIt = isBetter(start) && isAllowed({start, start + length}, policy, place, now);
        if (isIt)
            best = start;
        return isIt;
    };
    // A gap from `from` on, in which a booking may begin until `last`; empty: for ever.
    const auto consider = [&](UtcTime from, std::optional<UtcTime> last) {
        if (last && *last < from)
            return;
        const UtcTime start = std::clamp(wanted.start, from, last.value_or(UtcTime::max()));
        if (!isBetter(start) || take(start))
            return;
        for (const UtcTime edge : edgesOfHours(policy, place, start, length)) {
            if (edge >= from && (!last || edge <= *last))
                take(edge);
        }
        take(from);
        if (last)
            take(*last);
    };
    UtcTime from = earliest;
    for (const BookingSpan &span : std::as_const(taken)) {
        consider(from, span.start - length);
        from = std::max(from, span.end);
    }
    consider(from, std::nullopt);
    return best ? std::optional(BookingSpan{*best, *best + length}) : std::nullopt;
}

} // namespace parking::domain
