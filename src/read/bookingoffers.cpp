// What is offered instead of spaces that are taken where their bookings begin. Many may be at once,
// and all of them are asked for again every few seconds: so each query is one for all.

#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/bookingfit.h"
#include "read/nearness.h"
#include "store/condition.h"
#include "store/sitestore.h"
#include "store/statestore.h"

#include <QHash>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace parking::read {

namespace {

using domain::Booking;
using domain::BookingAlternative;
using domain::BookingSpan;
using domain::SpaceId;
using store::RowReader;
using store::Type;

const store::Selection kPlaces{"spaces",
                               "s",
                               {{"id", Type::Uuid},
                                {"code"},
                                {"state"},
                                {"building"},
                                {"floor"},
                                {"zone"},
                                {"features", Type::Json},
                                {"x", Type::Float8},
                                {"y", Type::Float8},
                                {"override_state"},
                                {"override_until", Type::Time}}};
const store::Selection kTaken{
    "reservations",
    "r",
    {{"space_id", Type::Uuid}, {"start_time", Type::Time}, {"end_time", Type::Time}}};

/// A space of a floor where somebody needs another one.
struct Place {
    FreeSpace space = {};
    QString building = {};
    QString floor = {};
    bool isClosed = false; ///< by an operator
    std::optional<UtcTime> closedUntil = {};
    QList<BookingSpan> taken = {};
    bool isSeenFree = false; ///< now, as far as anybody can say

    bool isFreeIn(const BookingSpan &span) const
    {
        const bool isOpen = !isClosed || (closedUntil && *closedUntil <= span.start);
        return isOpen && std::none_of(taken.cbegin(), taken.cend(), [&](const BookingSpan &one) {
                   return one.overlaps(span);
               });
    }
};

Place readPlace(RowReader &row)
{
    Place place{.space = {row.parsed("id", SpaceId::parse), row.text("code"),
                          row.parsed("state", domain::spaceStateFromString), row.text("zone")},
                .building = row.text("building"),
                .floor = row.text("floor")};
    for (const QJsonValue &feature : row.array("features"))
        place.space.features.append(feature.toString());
    if (!row.isNull("x"))
        place.space.placement = domain::Placement{.x = row.number("x"), .y = row.number("y")};
    const auto set = row.maybeParsed("override_state", domain::spaceStateFromString);
    place.isClosed = set && *set != domain::SpaceState::Free;
    place.closedUntil = row.maybeTime("override_until");
    return place;
}

/// All spaces of the floors on which these are, by code.
Result<QList<Place>> placesAround(store::Database &database, const QList<SpaceId> &spaces)
{
    auto places =
        store::select(database, kPlaces,
                      u"FROM spaces s WHERE s.deleted_at IS NULL AND (s.building, s.floor) IN "
                      "(SELECT b.building, b.floor FROM spaces b WHERE %1)"_s.arg(
                          store::isAnyOf(database, u"b.id"_s, u"uuid"_s)),
                      {{u"list"_s, store::listValue(database, spaces)}}, readPlace);
    if (places) // a database sorts by its own rules
        std::sort(places->begin(), places->end(), [](const Place &a, const Place &b) {
            return isBeforeCode(a.space, b.space.code);
        });
    return places;
}

/// No booking is longer than a day, so that an index over starts finds those in the way.
Result<> addTaken(store::Database &database, QList<Place> &places, const BookingSpan &span)
{
    QHash<SpaceId, Place *> byId;
    for (Place &place : places)
        byId.insert(place.space.id, &place);
    const auto rows =
        store::select(database, kTaken,
                      u"FROM reservations r WHERE r.status = 'active' AND r.start_time < :to "
                      "AND r.start_time > :since AND r.end_time > :from"_s,
                      {{u"from"_s, database.bind(span.start)},
                       {u"to"_s, database.bind(span.end)},
                       {u"since"_s, database.bind(span.start - domain::kLongestBooking)}},
                      [&byId](RowReader &row) {
                          if (Place *place = byId.value(row.parsed("space_id", SpaceId::parse)))
                              place->taken.append({row.time("start_time"), row.time("end_time")});
                          return true;
                      });
    return rows ? Result<>() : Result<>(rows.error());
}

/// Stored as free, and its sensor does say so now: it spoke, and did not fall silent since. Where
/// none is mounted nobody says otherwise.
Result<> addSeenFree(store::Database &database, QList<Place> &places, UtcTime now)
{
    QList<SpaceId> ids;
    for (const Place &place : std::as_const(places)) {
        if (place.space.state == domain::SpaceState::Free)
            ids.append(place.space.id);
    }
    if (ids.isEmpty())
        return {};
    auto rows = store::StateStore(database).statuses(ids);
    if (!rows)
        return rows.error();
    QSet<SpaceId> seen;
    for (store::StatusRow &row : *rows) {
        row.status.setLimit(devices::silenceLimit(row.sensorType, row.longestOfDays));
        if (!row.status.hasSensor || row.status.inputs.operatorOverride
            || row.status.confidence(now) == domain::Confidence::Fresh)
            seen.insert(row.status.id);
    }
    for (Place &place : places)
        place.isSeenFree = seen.contains(place.space.id);
    return {};
}

/// The best of those that nobody has been offered; null: there is none.
const Place *nearest(const QList<Place> &places, const Booking &rest,
                     const domain::BookingPolicy &policy, const QSet<SpaceId> &offered)
{
    const auto wanted = std::find_if(places.cbegin(), places.cend(), [&](const Place &place) {
        return place.space.id == rest.spaceId;
    });
    if (wanted == places.cend())
        return nullptr;
    const bool isReasonTold = !rest.reason.trimmed().isEmpty();
    QList<const Place *> near;
    qsizetype own = 0;
    for (const Place &place : places) {
        if (place.floor != wanted->floor || place.building != wanted->building
            || place.space.id == rest.spaceId || !place.isFreeIn(rest.span())
            || (!isReasonTold && domain::needsReason(policy, place.space.features)))
            continue;
        near.append(&place);
        own += isBeforeCode(place.space, wanted->space.code);
    }
    const Place *best = nullptr;
    NearRank least;
    for (qsizetype i = 0; i < near.size(); ++i) {
        const FreeSpace &space = near[i]->space;
        if (!near[i]->isSeenFree || offered.contains(space.id))
            continue;
        const NearRank rank = nearRank(space, wanted->space.zone, wanted->space.placement, i, own);
        if (best && rank >= least)
            continue;
        best = near[i];
        least = rank;
    }
    return best;
}

} // namespace

Result<QList<std::optional<BookingAlternative>>>
offeredInstead(store::Database &database, const QList<Booking> &blocked, UtcTime now)
{
    QList<std::optional<BookingAlternative>> offers;
    if (blocked.isEmpty())
        return offers;
    const auto site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const auto policy = domain::parseBookingPolicy(site->settings).valueOr({});
    QList<SpaceId> spaces;
    QList<Booking> rests;
    BookingSpan all{UtcTime::max(), UtcTime::min()};
    for (Booking rest : blocked) {
        rest.start = std::max(rest.start, now);
        all = {std::min(all.start, rest.start), std::max(all.end, rest.end)};
        spaces.append(rest.spaceId);
        rests.append(rest);
    }
    auto places = placesAround(database, spaces);
    if (!places)
        return places.error();
    if (Result<> done = addTaken(database, *places, all); !done)
        return done.error();
    if (Result<> done = addSeenFree(database, *places, now); !done)
        return done.error();
    QSet<SpaceId> offered; // one free space is no way out for two
    for (const Booking &rest : std::as_const(rests)) {
        const Place *fit = nearest(*places, rest, policy, offered);
        if (fit)
            offered.insert(fit->space.id);
        offers.append(
            fit ? std::optional(BookingAlternative{fit->space.id, fit->space.code, rest.span()})
                : std::nullopt);
    }
    return offers;
}

} // namespace parking::read
