#include "read/bookings.h"

#include "store/bookingstore.h"
#include "store/condition.h"
#include "store/spacestore.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <limits>
#include <span>

namespace parking::read {

namespace {

using namespace std::chrono_literals;
using domain::BookingSpan;
using domain::SpaceId;
using store::RowReader;
using store::Type;

const store::Selection kFree{"spaces", "s", {{"id", Type::Uuid}, {"code"}, {"state"}}};
/// What holds, or held, spaces between :from and :to. Both halves are read from an index alone.
const QString kHeld =
    u"SELECT r.space_id, r.start_time AS begin, r.end_time AS until FROM reservations r "
    "WHERE r.status = 'active' AND r.start_time < :to AND r.start_time > :since "
    "AND r.end_time > :from UNION ALL "
    "SELECT r.space_id, r.start_time, coalesce(r.ended_early_at, r.no_show_at, r.end_time) "
    "FROM reservations r WHERE r.status IN ('completed', 'no_show') AND r.start_time < :to "
    "AND r.start_time > :since AND coalesce(r.ended_early_at, r.no_show_at, r.end_time) > :from"_s;

/// Rows of (first hour, last hour, how many spaces): each space counts once in an hour, however
/// many bookings it has there. PostgreSQL gathers a space's hours as bits; SQLite, which cannot,
/// lets each booking count from the hour on that no earlier one of its space reaches.
const QString kHoursPostgres =
    u"SELECT mask, count(*) FROM (SELECT h.space_id, bit_or((CAST(1 AS bigint) << least(:hours, "
    "CAST(ceil(date_part('epoch', h.until - CAST(:from AS timestamptz)) / 3600) AS int))) "
    "- (CAST(1 AS bigint) << greatest(0, CAST(floor(date_part('epoch', h.begin "
    "- CAST(:from AS timestamptz)) / 3600) AS int)))) AS mask FROM (%1) h GROUP BY h.space_id) m "
    "GROUP BY mask"_s.arg(kHeld);
const QString kHoursSqlite =
    u"SELECT lo, hi, count(*) FROM (SELECT max(0, (begin - :from) / 3600000, "
    "coalesce((taken - :from + 3599999) / 3600000, 0)) AS lo, (until - :from - 1) / 3600000 AS hi "
    "FROM (SELECT h.begin, h.until, max(h.until) OVER (PARTITION BY h.space_id ORDER BY h.begin "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken FROM (%1) h) t) n "
    "WHERE hi >= lo GROUP BY lo, hi"_s.arg(kHeld);
constexpr int kHoursAtOnce = 48; ///< of the 63 bits that there are

Result<> countHours(store::Database &database, UtcTime from, std::span<int> counts)
{
    QVariantMap bound{{u"from"_s, database.bind(from)},
                      {u"to"_s, database.bind(from + std::chrono::hours(counts.size()))},
                      {u"since"_s, database.bind(from - domain::kLongestBooking)}};
    if (!database.isPostgres())
        return database.each(kHoursSqlite, bound, [counts](const QSqlQuery &row) {
            const size_t end = std::min(row.value(1).toULongLong() + 1, qulonglong(counts.size()));
            for (size_t hour = row.value(0).toULongLong(); hour < end; ++hour)
                counts[hour] += row.value(2).toInt();
        });
    bound.insert(u"hours"_s, int(counts.size()));
    return database.each(kHoursPostgres, bound, [counts](const QSqlQuery &row) {
        for (size_t hour = 0; hour < counts.size(); ++hour) {
            if (row.value(0).toULongLong() >> hour & 1)
                counts[hour] += row.value(1).toInt();
        }
    });
}

FreeSpace readFree(RowReader &row)
{
    return {row.parsed("id", SpaceId::parse), row.text("code"),
            row.parsed("state", domain::spaceStateFromString)};
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
                                                  domain::Persons persons)
{
    const auto amiss = store::BookingStore(database).amiss(now, persons);
    if (!amiss)
        return amiss.error();
    const auto codes = store::BookingStore(database).codesOf(*amiss);
    if (!codes)
        return codes.error();
    QList<domain::BookingAmiss> found;
    QSet<SpaceId> offered; // one free space is no way out for two
    for (const domain::Booking &booking : *amiss) {
        domain::BookingAmiss one{booking,
                                 codes->value(booking.spaceId),
                                 booking.status == domain::BookingStatus::Active,
                                 {}};
        const BookingSpan rest{std::max(booking.start, now), booking.end};
        const auto near = one.isBlocked ? freeSpacesNear(database, booking.spaceId, rest, 20)
                                        : QList<FreeSpace>();
        if (!near)
            return near.error();
        for (const FreeSpace &space : *near) {
            if (space.state != domain::SpaceState::Free || offered.contains(space.id))
                continue;
            one.instead = domain::BookingAlternative{space.id, space.code, rest};
            offered.insert(space.id);
            break;
        }
        found.append(one);
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

Result<QList<FreeSpace>> freeSpacesNear(store::Database &database, SpaceId space,
                                        const BookingSpan &span, int limit)
{
    const Result<domain::Space> wanted = store::SpaceStore(database).find(space);
    if (!wanted)
        return wanted.error();
    store::Condition condition = freeCondition(database, span);
    condition.add(u"s.building = :building"_s, u"building"_s, wanted->building);
    condition.add(u"s.floor = :floor"_s, u"floor"_s, wanted->floor);
    condition.add(u"s.id <> :space"_s, u"space"_s, space.toString());
    QVariantMap bound = boundOf(database, condition, span, limit);
    bound.insert(u"zone"_s, wanted->zone);
    return store::select(
        database, kFree,
        u"FROM spaces s %1 ORDER BY s.zone <> :zone, s.state <> 'FREE', s.code LIMIT :limit"_s.arg(
            condition.where()),
        bound, readFree);
}

Result<UtcTime> nextFree(store::Database &database, SpaceId space, UtcTime from,
                         Milliseconds length)
{
    const auto taken = store::BookingStore(database).conflicts(
        space, {from, from + std::chrono::days(3700)}, {}, std::numeric_limits<int>::max());
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
    const UtcTime earliest = std::max(now, draft.start - 12h);
    const auto taken = store::BookingStore(database).conflicts(
        draft.spaceId, {earliest, draft.end + 48h}, {except}, 200);
    if (!taken)
        return taken.error();
    const Result<domain::Space> space = store::SpaceStore(database).find(draft.spaceId);
    if (!space)
        return space.error();
    QList<BookingSpan> spans;
    for (const domain::BookingConflict &one : *taken)
        spans.append(one.span);
    QList<domain::BookingAlternative> found{
        {draft.spaceId, space->code, domain::nearestFit(spans, draft.span(), earliest)}};
    const auto others = freeSpacesNear(database, draft.spaceId, draft.span(), 2);
    if (!others)
        return others.error();
    for (const FreeSpace &other : *others)
        found.append({other.id, other.code, draft.span()});
    return found;
}

Result<QList<int>> bookedPerHour(store::Database &database, UtcTime from, int hours)
{
    QList<int> counts(std::max(hours, 0), 0);
    for (int first = 0; first < hours; first += kHoursAtOnce) {
        const int count = std::min(kHoursAtOnce, hours - first);
        if (Result<> done =
                countHours(database, from + first * 1h, {&counts[first], size_t(count)});
            !done)
            return done.error();
    }
    return counts;
}

} // namespace parking::read
