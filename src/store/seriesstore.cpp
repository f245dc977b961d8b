#include "store/seriesstore.h"

#include "domain/errors.h"
#include "store/condition.h"

#include <QJsonDocument>

namespace parking::store {

namespace {

using domain::BookingSeries;
using domain::BookingSeriesId;

const Table kSeries{"booking_series",
                    {{"id", Type::Uuid},
                     {"rule", Type::Json},
                     {"time_zone"},
                     {"request_id", Type::Uuid},
                     {"created_at", Type::Time}}};

const Selection kSelection(kSeries, "b");

/// The bookings of some series.
const Selection kMembers{"reservations",
                         "r",
                         {{"series_id", Type::Uuid},
                          {"space_id", Type::Uuid},
                          {"status"},
                          {"start_time", Type::Time},
                          {"end_time", Type::Time}}};

Result<domain::SeriesRule> ruleOf(const QString &json)
{
    return domain::seriesRuleFrom(QJsonDocument::fromJson(json.toUtf8()).object());
}

BookingSeries readSeries(RowReader &row)
{
    BookingSeries series;
    series.id = row.parsed("id", BookingSeriesId::parse);
    series.rule = row.parsed("rule", ruleOf);
    series.timeZone = row.text("time_zone");
    series.requestId = row.text("request_id");
    series.createdAt = row.time("created_at");
    return series;
}

/// One more booking of it, in the order of their starts.
void count(SeriesSummary &summary, RowReader &row, UtcTime now)
{
    const UtcTime start = row.time("start_time");
    const auto space = row.parsed("space_id", domain::SpaceId::parse);
    const auto status = row.parsed("status", domain::bookingStatusFromString);
    ++summary.bookings;
    summary.last = start;
    if (!summary.next)
        summary.spaceId = space;
    if (status != domain::BookingStatus::Active || row.time("end_time") <= now)
        return;
    ++summary.ahead;
    if (!summary.next)
        summary.next = start;
}

} // namespace

Result<> SeriesStore::insert(const BookingSeries &series)
{
    RowWriter row(kSeries, m_db);
    row.set("id", series.id);
    row.set("rule", domain::toJson(series.rule));
    row.set("time_zone", series.timeZone);
    row.setOrNull("request_id", series.requestId);
    row.set("created_at", series.createdAt);
    Rows rows(kSeries.names());
    rows.add(row.values());
    static const RowStatement statement = kSeries.insert();
    return m_db.runRows(statement, rows);
}

Result<BookingSeries> SeriesStore::find(BookingSeriesId id)
{
    const auto rows = select(m_db, kSelection, u"FROM booking_series b WHERE b.id = :id"_s,
                             {{u"id"_s, id.toString()}}, readSeries, BadRows::Refuse);
    if (!rows)
        return rows.error();
    return rows->isEmpty()
        ? Result<BookingSeries>(domain::errors::notFound(u"Series"_s, id.toString()))
        : rows->first();
}

Result<std::optional<BookingSeries>> SeriesStore::ofRequest(const QString &requestId)
{
    const QUuid id = QUuid::fromString(requestId);
    if (id.isNull())
        return domain::errors::validation(u"request_id"_s, u"a UUID"_s);
    const auto rows =
        select(m_db, kSelection, u"FROM booking_series b WHERE b.request_id = :id"_s,
               {{u"id"_s, id.toString(QUuid::WithoutBraces)}}, readSeries, BadRows::Refuse);
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::nullopt : std::optional(rows->first());
}

Result<domain::Page<SeriesSummary>> SeriesStore::page(UtcTime now, const domain::PageRequest &page)
{
    const auto found = selectPage(
        m_db, kSelection, {u"FROM booking_series b"_s, u"ORDER BY b.created_at DESC, b.id"_s},
        Condition(m_db), page, readSeries);
    if (!found)
        return found.error();
    domain::Page<SeriesSummary> summaries{{}, found->total};
    QList<BookingSeriesId> ids;
    QHash<BookingSeriesId, qsizetype> places;
    for (const BookingSeries &series : found->rows) {
        places.insert(series.id, summaries.rows.size());
        summaries.rows.append(SeriesSummary{.series = series});
        ids.append(series.id);
    }
    const auto counted =
        select(m_db, kMembers,
               u"FROM reservations r WHERE %1 ORDER BY r.series_id, r.start_time"_s.arg(
                   isAnyOf(m_db, u"r.series_id"_s, u"uuid"_s)),
               {{u"list"_s, listValue(m_db, ids)}}, [&](RowReader &row) {
                   const auto id = row.parsed("series_id", BookingSeriesId::parse);
                   count(summaries.rows[places.value(id)], row, now);
                   return true;
               });
    if (!counted)
        return counted.error();
    return summaries;
}

} // namespace parking::store
