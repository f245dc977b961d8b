#include "store/bookingstore.h"

#include "domain/errors.h"
#include "domain/problems.h"
#include "store/condition.h"

#include <QSet>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace parking::store {

namespace {

using domain::Booking;
using domain::BookingConflict;
using domain::BookingId;
using domain::BookingSpan;
using domain::SpaceId;

const Table kBookings{"reservations",
                      {{"id", Type::Uuid},
                       {"space_id", Type::Uuid},
                       {"start_time", Type::Time},
                       {"end_time", Type::Time},
                       {"user_email"},
                       {"user_phone"},
                       {"plate"},
                       {"title"},
                       {"reason"},
                       {"status"},
                       {"request_id", Type::Uuid, kFixed},
                       {"series_id", Type::Uuid, kFixed},
                       {"actor"},
                       {"cancel_reason"},
                       {"arrived_at", Type::Time},
                       {"blocked_at", Type::Time},
                       {"unverified_at", Type::Time},
                       {"no_show_at", Type::Time},
                       {"ended_early_at", Type::Time},
                       {"overstay_at", Type::Time},
                       {"left_at", Type::Time},
                       {"created_at", Type::Time, kFixed},
                       {"updated_at", Type::Time}}};

const Selection kSelection(kBookings, "r");

/// What people decide; that nobody came yet is a part of it when a booking moves.
const Table kDecided = kBookings.only(
    {"id",         "space_id",      "start_time",     "end_time",      "user_email",
     "user_phone", "plate",         "title",          "reason",        "status",
     "request_id", "series_id",     "actor",          "cancel_reason", "arrived_at",
     "blocked_at", "unverified_at", "ended_early_at", "created_at",    "updated_at"});

/// What the station says.
const Table kByClock = kBookings.only({"id", "status", "arrived_at", "blocked_at", "unverified_at",
                                       "no_show_at", "overstay_at", "left_at", "updated_at"});

/// What a viewer may read (bookings_public).
const Selection kPublic(kBookings.only({"id", "space_id", "start_time", "end_time", "status",
                                        "arrived_at", "blocked_at", "unverified_at", "no_show_at",
                                        "ended_early_at", "overstay_at", "left_at", "created_at",
                                        "updated_at"}),
                        "r");

const Selection kConflict(kBookings.only({"id", "space_id", "start_time", "end_time"}), "r");

Booking readPublic(RowReader &row)
{
    Booking b;
    b.id = row.parsed("id", BookingId::parse);
    b.spaceId = row.parsed("space_id", SpaceId::parse);
    b.start = row.time("start_time");
    b.end = row.time("end_time");
    b.status = row.parsed("status", domain::bookingStatusFromString);
    b.arrivedAt = row.maybeTime("arrived_at");
    b.blockedAt = row.maybeTime("blocked_at");
    b.unverifiedAt = row.maybeTime("unverified_at");
    b.noShowAt = row.maybeTime("no_show_at");
    b.endedEarlyAt = row.maybeTime("ended_early_at");
    b.overstayAt = row.maybeTime("overstay_at");
    b.leftAt = row.maybeTime("left_at");
    b.createdAt = row.time("created_at");
    b.updatedAt = row.time("updated_at");
    return b;
}

Booking readBooking(RowReader &row)
{
    Booking b = readPublic(row);
    b.email = row.text("user_email");
    b.phone = row.text("user_phone");
    b.plate = row.text("plate");
    b.title = row.text("title");
    b.reason = row.text("reason");
    b.requestId = row.text("request_id");
    b.seriesId = row.maybeParsed("series_id", domain::BookingSeriesId::parse)
                     .value_or(domain::BookingSeriesId());
    b.actor = row.text("actor");
    b.cancelReason = row.text("cancel_reason");
    return b;
}

BookingConflict readConflict(RowReader &row)
{
    return {row.parsed("id", BookingId::parse),
            row.parsed("space_id", SpaceId::parse),
            {row.time("start_time"), row.time("end_time")}};
}

QVariantList decidedOf(const Booking &b, const Database &db)
{
    RowWriter row(kDecided, db);
    row.set("id", b.id);
    row.set("space_id", b.spaceId);
    row.set("start_time", b.start);
    row.set("end_time", b.end);
    row.set("user_email", b.email);
    row.set("user_phone", b.phone);
    row.set("plate", b.plate);
    row.set("title", b.title);
    row.set("reason", b.reason);
    row.set("status", b.status);
    row.setOrNull("request_id", b.requestId);
    row.set("series_id", b.seriesId);
    row.set("actor", b.actor);
    row.set("cancel_reason", b.cancelReason);
    row.set("arrived_at", b.arrivedAt);
    row.set("blocked_at", b.blockedAt);
    row.set("unverified_at", b.unverifiedAt);
    row.set("ended_early_at", b.endedEarlyAt);
    row.set("created_at", b.createdAt);
    row.set("updated_at", b.updatedAt);
    return row.values();
}

QVariantList byClockOf(const Booking &b, const Database &db)
{
    RowWriter row(kByClock, db);
    row.set("id", b.id);
    row.set("status", b.status);
    row.set("arrived_at", b.arrivedAt);
    row.set("blocked_at", b.blockedAt);
    row.set("unverified_at", b.unverifiedAt);
    row.set("no_show_at", b.noShowAt);
    row.set("overstay_at", b.overstayAt);
    row.set("left_at", b.leftAt);
    row.set("updated_at", b.updatedAt);
    return row.values();
}

/// What the constraint that allows no overlap says when a booking slipped past check(): one that
/// was written by a program that locks no space.
Error unlessOverlap(const Error &error, const QList<Booking> &bookings)
{
    const bool isOverlap = error.code == problem::kDatabase
        && (error.details.value(u"sqlstate").toString() == u"23P01"
            || error.detail.contains("reservations_no_overlap"_L1));
    return isOverlap ? domain::spaceNotAvailable(bookings.value(0).spaceId, {}) : error;
}

QList<BookingId> idsOf(const QList<Booking> &bookings)
{
    QList<BookingId> ids;
    for (const Booking &booking : bookings)
        ids.append(booking.id);
    return ids;
}

QString orderOf(domain::BookingSort sort)
{
    const QString direction = sort.descending ? u" DESC"_s : u" ASC"_s;
    const QString last = u"r.start_time%1, r.id%1"_s.arg(direction);
    switch (sort.by) {
    case domain::BookingOrder::Start:
        return u"ORDER BY "_s + last;
    case domain::BookingOrder::End:
        return u"ORDER BY r.end_time%1, r.id%1"_s.arg(direction);
    case domain::BookingOrder::Space:
        return u"ORDER BY s.code%1, "_s.arg(direction) + last;
    case domain::BookingOrder::Email:
        return u"ORDER BY lower(r.user_email)%1, "_s.arg(direction) + last;
    case domain::BookingOrder::Status:
        return u"ORDER BY r.status%1, "_s.arg(direction) + last;
    }
    return {};
}

Condition conditionOf(const domain::BookingFilter &filter, const Database &db)
{
    Condition condition(db);
    if (filter.spaceId)
        condition.add(u"r.space_id = :space"_s, u"space"_s, filter.spaceId->toString());
    if (!filter.email.isEmpty())
        condition.add(u"lower(r.user_email) = :email"_s, u"email"_s, filter.email.toLower());
    if (filter.status)
        condition.add(u"r.status = :status"_s, u"status"_s, domain::nameOf(*filter.status));
    if (filter.from) {
        condition.add(u"r.end_time >= :from"_s, u"from"_s, db.bind(*filter.from));
        // No booking is longer than a day: by the start an index finds it.
        condition.add(u"r.start_time >= :begin"_s, u"begin"_s,
                      db.bind(*filter.from - domain::kLongestBooking));
    }
    if (filter.to)
        condition.add(u"r.start_time <= :to"_s, u"to"_s, db.bind(*filter.to));
    if (filter.seriesId)
        condition.add(u"r.series_id = :series"_s, u"series"_s, filter.seriesId->toString());
    condition.addText({u"r.user_email"_s, u"r.plate"_s, u"r.title"_s, u"s.code"_s}, filter.text);
    return condition;
}

/// As Condition::addText, whose value has one name: a statement may look for several texts.
void addPart(Condition &condition, const Database &db, const QStringList &columns,
             const QString &text, const QString &name)
{
    Condition part(db);
    part.addText(columns, text);
    if (part.bound().isEmpty())
        return;
    QString sql = part.where().mid(int(qstrlen("WHERE ")));
    condition.add(sql.replace(u":text"_s, u':' + name), name, part.bound().value(u"text"_s));
}

Condition conditionOf(const domain::BookingSearch &search, const Database &db)
{
    Condition condition = conditionOf(static_cast<const domain::BookingFilter &>(search), db);
    addPart(condition, db, {u"s.code"_s}, search.code, u"code"_s);
    addPart(condition, db, {u"r.user_email"_s, u"r.title"_s}, search.person, u"person"_s);
    QString plate = search.plate;
    addPart(condition, db, {u"replace(replace(r.plate, ' ', ''), '-', '')"_s},
            plate.remove(u' ').remove(u'-'), u"plate"_s);
    return condition;
}

QString fromOf(const QString &table, bool withSpaces)
{
    return withSpaces ? u"FROM %1 r JOIN spaces s ON s.id = r.space_id"_s.arg(table)
                      : u"FROM %1 r"_s.arg(table);
}

QString tableOf(domain::Persons persons)
{
    return persons == domain::Persons::Hidden ? u"bookings_public"_s : u"reservations"_s;
}

Result<std::array<qint64, 4>> countByStatus(Database &db, const QString &from,
                                            const Condition &condition)
{
    std::array<qint64, 4> counts = {};
    const Result<> done =
        db.each(u"SELECT r.status, count(*) %1 %2 GROUP BY r.status"_s.arg(from, condition.where()),
                condition.bound(), [&counts](const QSqlQuery &row) {
                    const auto status = domain::bookingStatusFromString(row.value(0).toString());
                    if (status)
                        counts[size_t(*status)] = row.value(1).toLongLong();
                });
    return done ? Result<std::array<qint64, 4>>(counts) : done.error();
}

} // namespace

Result<Booking> BookingStore::find(BookingId id)
{
    const auto rows = select(m_db, kSelection, u"FROM reservations r WHERE r.id = :id"_s,
                             {{u"id"_s, id.toString()}}, readBooking, BadRows::Refuse);
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? Result<Booking>(domain::bookingNotFound(id)) : rows->first();
}

Result<QList<Booking>> BookingStore::ofSeries(domain::BookingSeriesId id)
{
    return select(m_db, kSelection,
                  u"FROM reservations r WHERE r.series_id = :id ORDER BY r.start_time, r.id"_s,
                  {{u"id"_s, id.toString()}}, readBooking, BadRows::Refuse);
}

Result<QList<Booking>> BookingStore::known(const QList<BookingId> &ids,
                                           const QStringList &requestIds)
{
    const auto among = [&](const QString &column, const QString &list) {
        return select(m_db, kSelection,
                      u"FROM reservations r WHERE "_s + isAnyOf(m_db, column, u"uuid"_s),
                      {{u"list"_s, list}}, readBooking, BadRows::Refuse);
    };
    auto found = among(u"r.id"_s, listValue(m_db, ids));
    const auto more = among(u"r.request_id"_s, listValue(m_db, requestIds));
    if (!found || !more)
        return found ? more.error() : found.error();
    return *found + *more;
}

Result<std::optional<Booking>> BookingStore::ofRequest(const QString &requestId)
{
    const QUuid id = QUuid::fromString(requestId);
    if (id.isNull())
        return domain::errors::validation(u"request_id"_s, u"a UUID"_s);
    const auto rows =
        select(m_db, kSelection, u"FROM reservations r WHERE r.request_id = :id"_s,
               {{u"id"_s, id.toString(QUuid::WithoutBraces)}}, readBooking, BadRows::Refuse);
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::nullopt : std::optional(rows->first());
}

// --- Writing -------------------------------------------------------------------------------------

Result<QHash<BookingId, BookingConflict>> BookingStore::inTheWay(const QList<Booking> &bookings)
{
    QHash<SpaceId, QList<Booking>> bySpace;
    for (const Booking &booking : bookings) {
        if (booking.status == domain::BookingStatus::Active)
            bySpace[booking.spaceId].append(booking);
    }
    QHash<BookingId, BookingConflict> found;
    for (auto it = bySpace.cbegin(); it != bySpace.cend(); ++it) {
        const auto [first, last] =
            std::minmax_element(it->cbegin(), it->cend(), [](const Booking &a, const Booking &b) {
                return a.start < b.start;
            });
        const BookingSpan all{first->start, last->start + domain::kLongestBooking};
        const auto taken =
            conflicts(it.key(), all, idsOf(bookings), std::numeric_limits<int>::max());
        if (!taken)
            return taken.error();
        for (const Booking &booking : *it) { // what is taken follows each other
            const auto there = std::lower_bound(
                taken->cbegin(), taken->cend(), booking.start,
                [](const BookingConflict &one, UtcTime start) { return one.span.end <= start; });
            if (there != taken->cend() && there->span.overlaps(booking.span()))
                found.insert(booking.id, *there);
        }
    }
    return found;
}

/// Whether others stand in the way of what is to be active.
Result<> BookingStore::check(const QList<Booking> &bookings)
{
    if (bookings.size() == 1) { // all that is in its way
        const Booking &one = bookings.first();
        if (one.status != domain::BookingStatus::Active)
            return {};
        const auto found = conflicts(one.spaceId, one.span(), {one.id});
        if (!found)
            return found.error();
        return found->isEmpty() ? Result<>()
                                : Result<>(domain::spaceNotAvailable(one.spaceId, *found));
    }
    const auto found = inTheWay(bookings);
    if (!found)
        return found.error();
    for (const Booking &booking : bookings) {
        if (const auto other = found->constFind(booking.id); other != found->cend())
            return domain::spaceNotAvailable(booking.spaceId, {*other});
    }
    return {};
}

/// SQLite looks at each row as it is written: while bookings swap places all of them let go.
Result<> BookingStore::letGo(const QList<Booking> &bookings)
{
    if (m_db.isPostgres() || bookings.size() < 2)
        return {};
    return m_db.run(u"UPDATE reservations SET status = 'cancelled' WHERE "_s
                        + isAnyOf(m_db, u"id"_s, u"uuid"_s),
                    {{u"list"_s, listValue(m_db, idsOf(bookings))}});
}

Result<> BookingStore::insert(const QList<Booking> &bookings)
{
    if (Result<> done = check(bookings); !done)
        return done;
    Rows rows(kDecided.names());
    for (const Booking &booking : bookings)
        rows.add(decidedOf(booking, m_db));
    static const RowStatement statement = kDecided.insert();
    const Result<> done = m_db.runRows(statement, rows);
    return done ? done : Result<>(unlessOverlap(done.error(), bookings));
}

Result<> BookingStore::update(const QList<Booking> &bookings)
{
    if (bookings.isEmpty())
        return {};
    if (Result<> done = check(bookings); !done)
        return done;
    if (Result<> done = letGo(bookings); !done)
        return done;
    Rows rows(kDecided.names());
    for (const Booking &booking : bookings)
        rows.add(decidedOf(booking, m_db));
    static const RowStatement statement = kDecided.update();
    const Result<> done = m_db.runRows(statement, rows);
    return done ? done : Result<>(unlessOverlap(done.error(), bookings));
}

Result<> BookingStore::writeByClock(const QList<Booking> &bookings)
{
    Rows rows(kByClock.names());
    for (const Booking &booking : bookings)
        rows.add(byClockOf(booking, m_db));
    static const RowStatement statement = kByClock.update();
    return m_db.runRows(statement, rows);
}

Result<qint64> BookingStore::blankPersonal(UtcTime endedBefore)
{
    return m_db.change(u"UPDATE reservations SET user_email = '', user_phone = '', plate = '' "
                       "WHERE status <> 'active' AND end_time < :before AND start_time < :before "
                       "AND (user_email <> '' OR user_phone <> '' OR plate <> '')"_s,
                       {{u"before"_s, m_db.bind(endedBefore)}});
}

// --- What holds spaces ---------------------------------------------------------------------------

Result<QList<BookingConflict>> BookingStore::conflicts(SpaceId space, const BookingSpan &span,
                                                       const QList<BookingId> &except, int limit)
{
    QVariantMap bound{{u"space"_s, space.toString()},
                      {u"start"_s, m_db.bind(span.start)},
                      {u"end"_s, m_db.bind(span.end)},
                      {u"limit"_s, limit}};
    QString others;
    if (!except.isEmpty()) {
        others = u"AND NOT (%1) "_s.arg(isAnyOf(m_db, u"r.id"_s, u"uuid"_s));
        bound.insert(u"list"_s, listValue(m_db, except));
    }
    return select(m_db, kConflict,
                  u"FROM reservations r WHERE r.status = 'active' AND r.space_id = :space "
                  "AND r.end_time > :start AND r.start_time < :end %1"
                  "ORDER BY r.end_time LIMIT :limit"_s.arg(others),
                  bound, readConflict);
}

Result<QHash<SpaceId, domain::ReservationInput>> BookingStore::next(const QList<SpaceId> &spaces,
                                                                    UtcTime now)
{
    QVariantMap bound{{u"now"_s, m_db.bind(now)}};
    QString which;
    if (!spaces.isEmpty()) {
        which = u"AND "_s + isAnyOf(m_db, u"r.space_id"_s, u"uuid"_s);
        bound.insert(u"list"_s, listValue(m_db, spaces));
    }
    QHash<SpaceId, domain::ReservationInput> next;
    // Active bookings of one space follow each other, so that the first to end is the first to
    // begin.
    const auto rows = select(
        m_db, kConflict,
        u"FROM reservations r WHERE r.status = 'active' AND r.end_time > :now %1 "
        "AND NOT EXISTS (SELECT 1 FROM reservations o WHERE o.status = 'active' "
        "AND o.space_id = r.space_id AND o.end_time > :now AND o.end_time < r.end_time)"_s.arg(
            which),
        bound, [&next](RowReader &row) {
            const BookingConflict found = readConflict(row);
            next.insert(found.spaceId, {found.id.toString(), found.span.start, found.span.end});
            return true;
        });
    if (!rows)
        return rows.error();
    return next;
}

Result<QList<Booking>> BookingStore::live(UtcTime until, const QList<SpaceId> &spaces)
{
    QVariantMap bound{{u"until"_s, m_db.bind(until)}};
    QString which;
    if (!spaces.isEmpty()) {
        which = u"AND "_s + isAnyOf(m_db, u"r.space_id"_s, u"uuid"_s);
        bound.insert(u"list"_s, listValue(m_db, spaces));
    }
    // Sorted here: asked for an order SQLite reads the index that has it from one end to the other.
    const auto read = [&](const QString &where) -> Result<QList<Booking>> {
        auto found =
            select(m_db, kSelection, u"FROM reservations r WHERE %1 %2"_s.arg(where, which), bound,
                   readBooking);
        if (found)
            std::sort(found->begin(), found->end(), [](const Booking &a, const Booking &b) {
                return a.spaceId == b.spaceId ? a.start < b.start : a.spaceId < b.spaceId;
            });
        return found;
    };
    auto active = read(u"r.status = 'active' AND r.start_time <= :until"_s);
    if (!active)
        return active;
    bound.remove(u"until"_s);
    const auto staying = read(u"r.overstay_at IS NOT NULL AND r.left_at IS NULL"_s);
    if (!staying)
        return staying;
    active->append(*staying);
    return active;
}

Result<std::optional<UtcTime>> BookingStore::nextBoundary(const domain::BookingPolicy &policy,
                                                          UtcTime now)
{
    // The first end after now; and the first start after it, and after it less lead or grace.
    std::optional<UtcTime> next;
    const auto consider = [&](const QString &column, Milliseconds shift) -> Result<> {
        const QString min = u"min(%1)"_s.arg(column);
        return m_db.each(
            u"SELECT %1 FROM reservations WHERE status = 'active' AND %2 > :after"_s.arg(
                m_db.timeColumn(min), column),
            {{u"after"_s, m_db.bind(now - shift)}}, [&](const QSqlQuery &row) {
                const std::optional<UtcTime> found = Database::readOptionalTime(row.value(0));
                if (found && (!next || *found + shift < *next))
                    next = *found + shift;
            });
    };
    for (const Milliseconds shift : {-policy.lead, Milliseconds(0), policy.grace}) {
        if (Result<> done = consider(u"start_time"_s, shift); !done)
            return done.error();
    }
    if (Result<> done = consider(u"end_time"_s, Milliseconds(0)); !done)
        return done.error();
    return next;
}

Result<QHash<SpaceId, QList<UtcTime>>> BookingStore::arrivals(const QList<SpaceId> &spaces,
                                                              UtcTime from)
{
    static const Selection selection{
        "reservations", "r", {{"space_id", Type::Uuid}, {"arrived_at", Type::Time}}};
    QHash<SpaceId, QList<UtcTime>> arrivals;
    const auto rows =
        select(m_db, selection,
               u"FROM reservations r WHERE %1 AND r.start_time >= :begin "
               "AND r.arrived_at >= :from"_s.arg(isAnyOf(m_db, u"r.space_id"_s, u"uuid"_s)),
               {{u"list"_s, listValue(m_db, spaces)},
                {u"begin"_s, m_db.bind(from - domain::kLongestBooking)},
                {u"from"_s, m_db.bind(from)}},
               [&arrivals](RowReader &row) {
                   const SpaceId space = row.parsed("space_id", SpaceId::parse);
                   arrivals[space].append(row.time("arrived_at"));
                   return true;
               });
    if (!rows)
        return rows.error();
    return arrivals;
}

Result<qint64> BookingStore::activeOf(const QString &email, UtcTime now, BookingId except)
{
    // Until the end of the transaction nobody else books for them: two could both be the last.
    if (m_db.isPostgres()) {
        const Result<qint64> locked = m_db.count(
            u"SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))) AS l"_s,
            {{u"key"_s, u"smart-parking:bookings:"_s + email.toLower()}});
        if (!locked)
            return locked;
    }
    return m_db.count(u"SELECT count(*) FROM reservations WHERE lower(user_email) = :email "
                      "AND status = 'active' AND end_time > :now AND id <> :except"_s,
                      {{u"email"_s, email.toLower()},
                       {u"now"_s, m_db.bind(now)},
                       {u"except"_s, except.toString()}});
}

// --- Lists ---------------------------------------------------------------------------------------

/// `where` follows "FROM ... r WHERE".
Result<QList<Booking>> BookingStore::rows(const QString &where, const QVariantMap &bound,
                                          domain::Persons persons)
{
    const bool isPublic = persons == domain::Persons::Hidden;
    return select(m_db, isPublic ? kPublic : kSelection,
                  u"FROM %1 r WHERE %2"_s.arg(tableOf(persons), where), bound,
                  isPublic ? readPublic : readBooking);
}

Result<QList<Booking>> BookingStore::between(const BookingSpan &span, domain::Persons persons)
{
    return rows(u"r.start_time < :to AND r.start_time > :since AND r.end_time > :from "
                "AND r.status <> 'cancelled' ORDER BY r.space_id, r.start_time, r.id"_s,
                {{u"from"_s, m_db.bind(span.start)},
                 {u"to"_s, m_db.bind(span.end)},
                 {u"since"_s, m_db.bind(span.start - domain::kLongestBooking)}},
                persons);
}

Result<QList<Booking>> BookingStore::found(const QString &text, UtcTime now, int limit)
{
    Condition words(m_db);
    words.addText({u"r.user_email"_s, u"r.title"_s, u"s.code"_s}, text);
    QString where = words.where().mid(int(qstrlen("WHERE ")));
    QVariantMap bound = words.bound();
    QString bare = text;
    bare.remove(u' ').remove(u'-');
    if (!bare.isEmpty()) {
        Condition plate(m_db);
        plate.addText({u"replace(replace(r.plate, ' ', ''), '-', '')"_s}, bare);
        where +=
            u" OR "_s + plate.where().mid(int(qstrlen("WHERE "))).replace(u":text"_s, u":plate"_s);
        bound.insert(u"plate"_s, plate.bound().value(u"text"_s));
    }
    bound.insert(u"now"_s, m_db.bind(now));
    const auto read = [&](const QString &when, const QString &order, int most) {
        bound.insert(u"limit"_s, most);
        return select(m_db, kSelection,
                      u"%1 WHERE r.status <> 'cancelled' AND r.end_time %2 :now AND (%3) "
                      "ORDER BY r.start_time%4, r.id LIMIT :limit"_s.arg(
                          fromOf(u"reservations"_s, true), when, where, order),
                      bound, readBooking);
    };
    auto rows = read(u">"_s, {}, limit);
    if (!rows || rows->size() >= limit)
        return rows;
    const auto before = read(u"<="_s, u" DESC"_s, limit - int(rows->size()));
    if (!before)
        return before;
    return *rows + *before;
}

Result<QList<Booking>> BookingStore::ofSpace(SpaceId space, UtcTime now, int limit,
                                             domain::Persons persons)
{
    auto found = rows(u"r.overstay_at IS NOT NULL AND r.left_at IS NULL AND r.space_id = :space "
                      "ORDER BY r.start_time"_s,
                      {{u"space"_s, space.toString()}}, persons);
    if (!found)
        return found;
    const auto next = rows(
        u"r.status = 'active' AND r.space_id = :space AND r.end_time > :now "
        "ORDER BY r.end_time LIMIT :limit"_s,
        {{u"space"_s, space.toString()}, {u"now"_s, m_db.bind(now)}, {u"limit"_s, limit}}, persons);
    if (!next)
        return next;
    return *found + *next;
}

Result<QList<Booking>> BookingStore::amiss(UtcTime now, domain::Persons persons)
{
    auto found =
        rows(u"r.status = 'active' AND r.start_time <= :now AND r.start_time > :since "
             "AND r.end_time > :now AND r.blocked_at IS NOT NULL AND r.arrived_at IS NULL "
             "ORDER BY r.start_time"_s,
             {{u"now"_s, m_db.bind(now)}, {u"since"_s, m_db.bind(now - domain::kLongestBooking)}},
             persons);
    if (!found)
        return found;
    const auto staying = rows(u"r.overstay_at IS NOT NULL AND r.left_at IS NULL "
                              "ORDER BY r.end_time"_s,
                              {}, persons);
    if (!staying)
        return staying;
    return *found + *staying;
}

Result<domain::BookingPage> BookingStore::list(domain::BookingSearch search,
                                               domain::BookingSort sort,
                                               const domain::PageRequest &page,
                                               domain::Persons persons)
{
    if (Result<> checked = domain::validate(page); !checked)
        return checked.error();
    const bool isPublic = persons == domain::Persons::Hidden;
    if (isPublic) {
        search.email.clear();
        search.text.clear();
        search.person.clear();
        search.plate.clear();
        if (sort.by == domain::BookingOrder::Email)
            sort.by = domain::BookingOrder::Start;
    }
    const Condition condition = conditionOf(search, m_db);
    const bool isByText = !search.text.isEmpty() || !search.code.isEmpty();
    const auto counts = countByStatus(m_db, fromOf(tableOf(persons), isByText), condition);
    if (!counts)
        return counts.error();
    const QString from =
        fromOf(tableOf(persons), isByText || sort.by == domain::BookingOrder::Space);
    auto rows = select(
        m_db, isPublic ? kPublic : kSelection,
        u"%1 %2 %3 LIMIT :limit OFFSET :offset"_s.arg(from, condition.where(), orderOf(sort)),
        bound(condition, page), isPublic ? readPublic : readBooking);
    if (!rows)
        return rows.error();
    auto codes = codesOf(*rows);
    if (!codes)
        return codes.error();
    domain::BookingPage found;
    found.rows = *std::move(rows);
    found.byStatus = *counts;
    found.total = std::accumulate(counts->cbegin(), counts->cend(), qint64(0));
    found.codes = *std::move(codes);
    return found;
}

Result<QHash<SpaceId, QString>> BookingStore::codesOf(const QList<Booking> &bookings)
{
    static const Selection selection{"spaces", "s", {{"id", Type::Uuid}, {"code"}}};
    QHash<SpaceId, QString> codes;
    if (bookings.isEmpty())
        return codes;
    QSet<SpaceId> spaces;
    for (const Booking &booking : bookings)
        spaces.insert(booking.spaceId);
    const auto rows =
        select(m_db, selection, u"FROM spaces s WHERE "_s + isAnyOf(m_db, u"s.id"_s, u"uuid"_s),
               {{u"list"_s, listValue(m_db, spaces.values())}}, [&codes](RowReader &row) {
                   codes.insert(row.parsed("id", SpaceId::parse), row.text("code"));
                   return true;
               });
    if (!rows)
        return rows.error();
    return codes;
}

Result<domain::Page<Booking>> BookingStore::page(const domain::BookingFilter &filter,
                                                 domain::BookingSort sort,
                                                 const domain::PageRequest &page)
{
    // Joined only where it is asked for: counting would pay for it.
    const QString from =
        fromOf(u"reservations"_s, !filter.text.isEmpty() || sort.by == domain::BookingOrder::Space);
    return selectPage(m_db, kSelection, {from, orderOf(sort)}, conditionOf(filter, m_db), page,
                      readBooking);
}

} // namespace parking::store
