#include "store/downlinkquery.h"

#include "store/condition.h"
#include "store/downlinkrows.h"

#include <algorithm>

namespace parking::store {

namespace {

constexpr int kDelayRows = 5000; // delays are of the newest rows: what is, not what was

const Selection kIds{"downlinks", "d", {{"id", Type::Uuid}}};
const Selection kCounts{"downlinks", "d", {{"state"}}};
const Selection kDelays{
    "downlinks",
    "d",
    {{"decided_at", Type::Time}, {"queued_at", Type::Time}, {"sent_at", Type::Time}}};

Condition conditionOf(const domain::DownlinkFilter &filter, const domain::NewestOf &newestOf,
                      const Database &db)
{
    Condition condition(db);
    if (filter.state)
        condition.add(u"d.state = :state"_s, u"state"_s, domain::nameOf(*filter.state));
    if (filter.openOnly)
        condition.add(u"d.state IN ('pending', 'sending', 'queued')"_s);
    if (filter.troubleOnly)
        condition.add(u"d.state IN ('failed', 'expired')"_s);
    if (filter.devEui)
        condition.add(u"d.dev_eui = :device"_s, u"device"_s, filter.devEui->toString());
    if (filter.spaceId)
        condition.add(u"d.space_id = :space"_s, u"space"_s, filter.spaceId->toString());
    if (filter.since)
        condition.add(u"d.decided_at >= :since"_s, u"since"_s, db.bind(*filter.since));
    if (newestOf)
        condition.add(u"d.sequence IN (SELECT max(n.sequence) FROM downlinks n WHERE %1 "
                      "AND (n.state <> 'superseded' OR n.problem <> '') GROUP BY n.dev_eui)"_s.arg(
                          isAnyOf(db, u"n.dev_eui"_s, u"text"_s)),
                      u"list"_s, listValue(db, *newestOf));
    condition.addText({u"coalesce(s.code, '')"_s, u"d.dev_eui"_s, u"d.detail"_s}, filter.text);
    return condition;
}

/// Spaces are joined only where their text is looked into: counting would pay for it.
QString restOf(const domain::DownlinkFilter &filter, const Condition &condition)
{
    return (filter.text.isEmpty() ? QString() : u"LEFT JOIN spaces s ON s.id = d.space_id "_s)
        + condition.where();
}

std::optional<double> percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return std::nullopt;
    const auto at = std::ptrdiff_t(std::min(double(values.size() - 1), values.size() * share));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[size_t(at)];
}

/// Of the rows that `rest` finds.
Result<> countStates(Database &db, const QString &rest, const QVariantMap &bound,
                     domain::DownlinkTotals &totals)
{
    const auto counts =
        select(db, Selection(kCounts).with({"downlinks", "", {{"count(*)", Type::BigInt}}}),
               u"FROM downlinks d %1 GROUP BY d.state"_s.arg(rest), bound, [](RowReader &row) {
                   return std::pair(row.parsed("state", domain::downlinkStateFromString),
                                    row.bigint("count(*)"));
               });
    if (!counts)
        return counts.error();
    for (const auto &[state, count] : *counts)
        totals.byState[size_t(state)] = count;
    return {};
}

Result<> measureDelays(Database &db, const QString &rest, const QVariantMap &bound,
                       domain::DownlinkTotals &totals)
{
    std::vector<double> toChirpStack;
    std::vector<double> toAir;
    const auto read =
        select(db, kDelays,
               u"FROM downlinks d %1 ORDER BY d.sequence DESC LIMIT %2"_s.arg(rest).arg(kDelayRows),
               bound, [&](RowReader &row) {
                   const UtcTime decided = row.time("decided_at");
                   // Where two clocks differ nobody knows how long it took.
                   if (const auto queued = row.maybeTime("queued_at"); queued && *queued >= decided)
                       toChirpStack.push_back(double((*queued - decided).count()));
                   if (const auto sent = row.maybeTime("sent_at"); sent && *sent >= decided)
                       toAir.push_back(double((*sent - decided).count()));
                   return true;
               });
    if (!read)
        return read.error();
    totals.toChirpStackP50Ms = percentile(toChirpStack, 0.5);
    totals.toChirpStackP95Ms = percentile(std::move(toChirpStack), 0.95);
    totals.toAirP50Ms = percentile(toAir, 0.5);
    totals.toAirP95Ms = percentile(std::move(toAir), 0.95);
    return {};
}

Result<domain::DownlinkTotals> totalsOf(Database &db, const QString &rest, const QVariantMap &bound)
{
    domain::DownlinkTotals totals;
    if (Result<> done = countStates(db, rest, bound, totals); !done)
        return done.error();
    if (Result<> done = measureDelays(db, rest, bound, totals); !done)
        return done.error();
    return totals;
}

} // namespace

Result<domain::DownlinkPage> DownlinkQuery::page(const domain::DownlinkFilter &filter,
                                                 const domain::PageRequest &request,
                                                 const domain::NewestOf &newestOf)
{
    if (Result<> checked = domain::validate(request); !checked)
        return checked.error();
    const Condition condition = conditionOf(filter, newestOf, m_db);
    const QString rest = restOf(filter, condition);
    domain::DownlinkPage page;
    const Result<domain::DownlinkTotals> totals = totalsOf(m_db, rest, condition.bound());
    if (!totals)
        return totals.error();
    page.totals = *totals;
    page.total = domain::sum(page.totals);
    Result<QList<domain::Downlink>> rows =
        selectDownlinks(m_db, rest + u" ORDER BY d.sequence DESC LIMIT :limit OFFSET :offset"_s,
                        bound(condition, request));
    if (!rows)
        return rows.error();
    page.rows = std::move(*rows);
    return page;
}

Result<QList<domain::Downlink>> DownlinkQuery::older(const domain::DownlinkFilter &filter,
                                                     qint64 before, int limit,
                                                     const domain::NewestOf &newestOf)
{
    const domain::PageRequest request{.limit = limit, .offset = 0};
    if (Result<> checked = domain::validate(request); !checked)
        return checked.error();
    Condition condition = conditionOf(filter, newestOf, m_db);
    condition.add(u"d.sequence < :before"_s, u"before"_s, before);
    return selectDownlinks(m_db,
                           restOf(filter, condition)
                               + u" ORDER BY d.sequence DESC LIMIT :limit OFFSET :offset"_s,
                           bound(condition, request));
}

Result<domain::DownlinkNews> DownlinkQuery::news(const domain::DownlinkLook &look)
{
    Condition condition = conditionOf(look.filter, look.newestOf, m_db);
    const Result<domain::DownlinkTotals> totals =
        totalsOf(m_db, restOf(look.filter, condition), condition.bound());
    if (!totals)
        return totals.error();
    auto seen = selectDownlinks(m_db, u"WHERE "_s + isAnyOf(m_db, u"d.id"_s, u"uuid"_s),
                                {{u"list"_s, listValue(m_db, look.seen)}});
    if (!seen)
        return seen.error();
    condition.add(u"d.sequence >= :oldest"_s, u"oldest"_s, look.oldest);
    const auto matching = select(m_db, kIds,
                                 u"FROM downlinks d %1 ORDER BY d.sequence DESC LIMIT %2"_s
                                     .arg(restOf(look.filter, condition))
                                     .arg(domain::DownlinkNews::kMostMatching),
                                 condition.bound(), [](RowReader &row) {
                                     return row.parsed("id", domain::DownlinkId::parse);
                                 });
    if (!matching)
        return matching.error();
    return domain::DownlinkNews{.total = domain::sum(*totals),
                                .totals = *totals,
                                .seen = std::move(*seen),
                                .matching = {matching->cbegin(), matching->cend()}};
}

} // namespace parking::store
