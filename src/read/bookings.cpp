#include "read/bookings.h"

#include "domain/bookingfit.h"
#include "read/nearness.h"
#include "store/bookingstore.h"
#include "store/condition.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <QJsonArray>

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>

namespace parking::read {

namespace {

using namespace std::chrono_literals;
using domain::BookingSpan;
using domain::SpaceId;
using store::RowReader;
using store::Type;

const store::Selection kFree{"spaces",
                             "s",
                             {{"id", Type::Uuid},
                              {"code"},
                              {"state"},
                              {"zone"},
                              {"features", Type::Json},
                              {"x", Type::Float8},
                              {"y", Type::Float8}}};
constexpr Milliseconds kFitBefore = 12h; ///< earlier than wanted a booking is not offered
constexpr Milliseconds kForEver = std::chrono::days(3700); ///< longer ahead than any may be booked

FreeSpace readFree(RowReader &row)
{
    FreeSpace space{row.parsed("id", SpaceId::parse), row.text("code"),
                    row.parsed("state", domain::spaceStateFromString), row.text("zone")};
    for (const QJsonValue &feature : row.array("features"))
        space.features.append(feature.toString());
    if (!row.isNull("x"))
        space.placement = domain::Placement{.x = row.number("x"), .y = row.number("y")};
    return space;
}

/// The rules of the site, and where its clock hangs.
struct SiteRules {
    domain::BookingPolicy policy;
    QString timeZone;
};

Result<SiteRules> siteRules(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    return SiteRules{domain::parseBookingPolicy(site->settings).valueOr({}), site->timeZone};
}

/// Of the spaces `s`: those that are not booked between :from and :to, nor closed then. No booking
/// is longer than a day, so that an index over starts finds those in the way.
store::Condition freeCondition(const store::Database &db, const BookingSpan &span)
{
    store::Condition condition(db);
    condition.add(u"s.deleted_at IS NULL"_s);
    condition.add(u"(s.override_state IS NULL OR s.override_state = 'FREE' "
                  "OR s.override_until <= :from)"_s,
                  u"from"_s, db.bind(span.start));
    condition.add(u"s.id NOT IN (SELECT r.space_id FROM reservations r WHERE r.status = 'active' "
                  "AND r.start_time < :to AND r.start_time > :since AND r.end_time > :from)"_s,
                  u"to"_s, db.bind(span.end));
    return condition;
}

QVariantMap boundOf(const store::Database &db, const store::Condition &condition,
                    const BookingSpan &span, int limit)
{
    QVariantMap bound = condition.bound();
    bound.insert(u"since"_s, db.bind(span.start - domain::kLongestBooking));
    bound.insert(u"limit"_s, limit);
    return bound;
}

QString hasFeatures(const store::Database &db)
{
    return db.isPostgres()
        ? u"s.features @> :features::jsonb"_s
        : u"NOT EXISTS (SELECT 1 FROM json_each(:features) f WHERE f.value NOT IN "
          "(SELECT value FROM json_each(s.features)))"_s;
}

} // namespace

Result<domain::Page<domain::Booking>> bookings(store::Database &database,
                                               const domain::BookingFilter &filter,
                                               domain::BookingSort sort,
                                               const domain::PageRequest &page)
{
    return store::BookingStore(database).page(filter, sort, page);
}

Result<QList<domain::Booking>> bookingsBetween(store::Database &database, const BookingSpan &span,
                                               domain::Persons persons)
{
    return store::BookingStore(database).between(span, persons);
}

Result<domain::BookingPage> bookingList(store::Database &database,
                                        const domain::BookingSearch &search,
                                        domain::BookingSort sort, const domain::PageRequest &page,
                                        domain::Persons persons)
{
    return store::BookingStore(database).list(search, sort, page, persons);
}

Result<QList<domain::BookingFound>> bookingsFound(store::Database &database, const QString &text,
                                                  UtcTime now, int limit)
{
    const auto rows = store::BookingStore(database).found(text, now, limit);
    if (!rows)
        return rows.error();
    const auto codes = store::BookingStore(database).codesOf(*rows);
    if (!codes)
        return codes.error();
    QList<domain::BookingFound> found;
    for (const domain::Booking &booking : *rows)
        found.append({booking, codes->value(booking.spaceId)});
    return found;
}

Result<QList<domain::Booking>> bookingsOf(store::Database &database, SpaceId space, UtcTime now,
                                          int limit, domain::Persons persons)
{
    return store::BookingStore(database).ofSpace(space, now, limit, persons);
}

Result<QList<domain::BookingAmiss>> bookingsAmiss(store::Database &database, UtcTime now,
                                                  domain::Persons persons, Offers wanted)
{
    const auto amiss = store::BookingStore(database).amiss(now, persons);
    if (!amiss)
        return amiss.error();
    const auto codes = store::BookingStore(database).codesOf(*amiss);
    if (!codes)
        return codes.error();
    QList<domain::Booking> blocked;
    for (const domain::Booking &booking : *amiss) {
        if (wanted == Offers::Made && booking.status == domain::BookingStatus::Active)
            blocked.append(booking);
    }
    const auto offers = offeredInstead(database, blocked, now);
    if (!offers)
        return offers.error();
    QList<domain::BookingAmiss> found;
    qsizetype next = 0;
    for (const domain::Booking &booking : *amiss) {
        const bool isBlocked = booking.status == domain::BookingStatus::Active;
        found.append({booking, codes->value(booking.spaceId), isBlocked,
                      isBlocked && wanted == Offers::Made ? offers->at(next++) : std::nullopt});
    }
    return found;
}

Result<QList<FreeSpace>> freeSpaces(store::Database &database, const BookingSpan &span,
                                    const FreeSpaceFilter &filter, int limit)
{
    store::Condition condition = freeCondition(database, span);
    if (filter.building)
        condition.add(u"s.building = :building"_s, u"building"_s, *filter.building);
    if (filter.floor)
        condition.add(u"s.floor = :floor"_s, u"floor"_s, *filter.floor);
    if (filter.zone)
        condition.add(u"s.zone = :zone"_s, u"zone"_s, *filter.zone);
    if (!filter.features.isEmpty())
        condition.add(hasFeatures(database), u"features"_s,
                      store::toText(QJsonArray::fromStringList(filter.features)));
    return store::select(database, kFree,
                         u"FROM spaces s %1 ORDER BY s.state <> 'FREE', s.code LIMIT :limit"_s.arg(
                             condition.where()),
                         boundOf(database, condition, span, limit), readFree);
}

Result<QList<FreeSpace>> freeSpacesNear(store::Database &database,
                                        const domain::BookingDraft &draft, int limit)
{
    const Result<domain::Space> wanted = store::SpaceStore(database).find(draft.spaceId);
    if (!wanted)
        return wanted.error();
    const auto rules = siteRules(database);
    if (!rules)
        return rules.error();
    store::Condition condition = freeCondition(database, draft.span());
    condition.add(u"s.building = :building"_s, u"building"_s, wanted->building);
    condition.add(u"s.floor = :floor"_s, u"floor"_s, wanted->floor);
    condition.add(u"s.id <> :space"_s, u"space"_s, draft.spaceId.toString());
    const auto rows = store::select(
        database, kFree, u"FROM spaces s %1 ORDER BY s.code LIMIT :limit"_s.arg(condition.where()),
        boundOf(database, condition, draft.span(), std::numeric_limits<int>::max()), readFree);
    if (!rows)
        return rows.error();
    QList<FreeSpace> near = *rows;
    std::sort(near.begin(), near.end(), [&](const FreeSpace &a, const FreeSpace &b) {
        return isBeforeCode(a, b.code); // a database sorts by its own rules
    });
    if (draft.reason.trimmed().isEmpty())
        near.removeIf([&](const FreeSpace &space) {
            return domain::needsReason(rules->policy, space.features);
        });
    const auto middle = std::lower_bound(near.cbegin(), near.cend(), wanted->code, isBeforeCode);
    const qsizetype own = middle - near.cbegin();
    QList<std::pair<NearRank, qsizetype>> ranks;
    for (qsizetype i = 0; i < near.size(); ++i)
        ranks.append({nearRank(near[i], wanted->zone, wanted->placement, i, own), i});
    std::sort(ranks.begin(), ranks.end());
    QList<FreeSpace> found;
    for (const auto &[rank, i] : ranks.first(std::min<qsizetype>(limit, ranks.size())))
        found.append(near[i]);
    return found;
}

Result<UtcTime> nextFree(store::Database &database, SpaceId space, UtcTime from,
                         Milliseconds length)
{
    const auto taken = store::BookingStore(database).conflicts(space, {from, from + kForEver}, {},
                                                               std::numeric_limits<int>::max());
    if (!taken)
        return taken.error();
    UtcTime free = from;
    for (const domain::BookingConflict &one : *taken) { // in order
        if (one.span.start - free >= length)
            break;
        free = std::max(free, one.span.end);
    }
    return free;
}

Result<QList<domain::BookingAlternative>> bookingAlternatives(store::Database &database,
                                                              const domain::BookingDraft &draft,
                                                              UtcTime now, domain::BookingId except)
{
    const UtcTime earliest = std::max(now, draft.start - kFitBefore);
    const auto taken = store::BookingStore(database).conflicts(
        draft.spaceId, {earliest, draft.end + kForEver}, {except}, std::numeric_limits<int>::max());
    if (!taken)
        return taken.error();
    const Result<domain::Space> space = store::SpaceStore(database).find(draft.spaceId);
    if (!space)
        return space.error();
    const auto rules = siteRules(database);
    if (!rules)
        return rules.error();
    QList<BookingSpan> spans;
    for (const domain::BookingConflict &one : *taken)
        spans.append(one.span);
    const domain::BookingPlace place{.building = space->building,
                                     .features = space->features,
                                     .operatorOverride = {},
                                     .timeZone = rules->timeZone};
    QList<domain::BookingAlternative> found;
    if (const auto fit =
            domain::nearestAllowed(spans, draft.span(), earliest, rules->policy, place, now))
        found.append({draft.spaceId, space->code, *fit});
    const auto others = freeSpacesNear(database, draft, 2);
    if (!others)
        return others.error();
    for (const FreeSpace &other : *others)
        found.append({other.id, other.code, draft.span()});
    return found;
}

} // namespace parking::read
