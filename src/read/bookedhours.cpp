#include "read/bookedhours.h"

#include "domain/localtime.h"
#include "read/bookings.h"

#include <algorithm>
#include <span>

namespace parking::read {

namespace {

using namespace std::chrono_literals;

/// What holds, or held, spaces between :from and :to. Both halves are read from an index alone.
const QString kHeld =
    u"SELECT r.space_id, r.start_time AS begin, r.end_time AS until FROM reservations r "
    "WHERE r.status = 'active' AND r.start_time < :to AND r.start_time > :since "
    "AND r.end_time > :from UNION ALL "
    "SELECT r.space_id, r.start_time, coalesce(r.ended_early_at, r.no_show_at, r.end_time) "
    "FROM reservations r WHERE r.status IN ('completed', 'no_show') AND r.start_time < :to "
    "AND r.start_time > :since AND coalesce(r.ended_early_at, r.no_show_at, r.end_time) > :from"_s;

/// Rows of (first piece, last piece, how many spaces) of time pieces of :step milliseconds: each
/// space counts once in a piece, however many bookings it has there. PostgreSQL gathers a space's
/// pieces as bits; SQLite, which cannot, lets each booking count from the piece on that no earlier
/// one of its space reaches.
const QString kPiecesPostgres =
    u"SELECT mask, count(*) FROM (SELECT h.space_id, bit_or((CAST(1 AS bigint) << least(:count, "
    "CAST(ceil(date_part('epoch', h.until - CAST(:from AS timestamptz)) * 1000 "
    "/ CAST(:step AS float8)) AS int))) - (CAST(1 AS bigint) << greatest(0, "
    "CAST(floor(date_part('epoch', h.begin - CAST(:from AS timestamptz)) * 1000 "
    "/ CAST(:step AS float8)) AS int)))) AS mask FROM (%1) h GROUP BY h.space_id) m "
    "GROUP BY mask"_s.arg(kHeld);
const QString kPiecesSqlite =
    u"SELECT lo, hi, count(*) FROM (SELECT max(0, (begin - :from) / :step, "
    "coalesce((taken - :from + :step - 1) / :step, 0)) AS lo, (until - :from - 1) / :step AS hi "
    "FROM (SELECT h.begin, h.until, max(h.until) OVER (PARTITION BY h.space_id ORDER BY h.begin "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken FROM (%1) h) t) n "
    "WHERE hi >= lo GROUP BY lo, hi"_s.arg(kHeld);
constexpr qsizetype kAtOnce = 48; ///< of the 63 bits that there are

Result<> count(store::Database &database, UtcTime from, Milliseconds step, std::span<int> counts)
{
    const UtcTime to = from + step * qint64(counts.size());
    QVariantMap bound{{u"from"_s, database.bind(from)},
                      {u"to"_s, database.bind(to)},
                      {u"since"_s, database.bind(from - domain::kLongestBooking)},
                      {u"step"_s, qint64(step.count())}};
    if (!database.isPostgres())
        return database.each(kPiecesSqlite, bound, [counts](const QSqlQuery &row) {
            const size_t end = std::min(row.value(1).toULongLong() + 1, qulonglong(counts.size()));
            for (size_t piece = row.value(0).toULongLong(); piece < end; ++piece)
                counts[piece] += row.value(2).toInt();
        });
    bound.insert(u"count"_s, int(counts.size()));
    return database.each(kPiecesPostgres, bound, [counts](const QSqlQuery &row) {
        for (size_t piece = 0; piece < counts.size(); ++piece) {
            if (row.value(0).toULongLong() >> piece & 1)
                counts[piece] += row.value(1).toInt();
        }
    });
}

Result<> countAll(store::Database &database, UtcTime from, Milliseconds step, std::span<int> counts)
{
    for (size_t first = 0; first < counts.size(); first += kAtOnce) {
        const size_t many = std::min<size_t>(kAtOnce, counts.size() - first);
        if (Result<> done =
                count(database, from + step * qint64(first), step, counts.subspan(first, many));
            !done)
            return done;
    }
    return {};
}

} // namespace

QList<UtcTime> clockHours(UtcTime from, UtcTime to, const QTimeZone &zone)
{
    constexpr Milliseconds kPace = 15min; // what clocks differ by, and are set by, is so much
    QList<UtcTime> hours;
    if (from >= to)
        return hours;
    hours.append(from);
    for (UtcTime time = std::chrono::floor<std::chrono::hours>(from); time < to; time += kPace) {
        if (time > from && domain::localOf(time, zone).time().minute() == 0)
            hours.append(time);
    }
    return hours;
}

Result<QList<BookedHour>> bookedHours(store::Database &database, UtcTime from, UtcTime to,
                                      const QTimeZone &zone)
{
    QList<BookedHour> hours;
    for (const UtcTime start : clockHours(from, to, zone)) {
        if (!hours.isEmpty())
            hours.last().span.end = start;
        hours.append({{start, to}, 0});
    }
    for (qsizetype i = 0; i < hours.size();) { // those that last as long in one query
        const Milliseconds length = hours[i].span.length();
        qsizetype end = i + 1;
        while (end < hours.size() && hours[end].span.length() == length)
            ++end;
        QList<int> counts(end - i, 0);
        if (Result<> done = countAll(database, hours[i].span.start, length,
                                     {counts.data(), size_t(counts.size())});
            !done)
            return done.error();
        for (const int count : std::as_const(counts))
            hours[i++].booked = count;
    }
    return hours;
}

Result<QList<int>> bookedPerHour(store::Database &database, UtcTime from, int hours)
{
    QList<int> counts(std::max(hours, 0), 0);
    if (Result<> done = countAll(database, from, 1h, {counts.data(), size_t(counts.size())}); !done)
        return done.error();
    return counts;
}

} // namespace parking::read
