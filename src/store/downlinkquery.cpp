#include "store/downlinkquery.h"

#include "store/condition.h"
#include "store/downlinkrows.h"

#include <algorithm>

namespace parking::store {

namespace {

constexpr int kDelayRows = 5000; // delays are of the newest rows: what is, not what was

const Selection kCounts{"downlinks", "d", {{"state"}}};
const Selection kDelays{
    "downlinks",
    "d",
    {{"decided_at", Type::Time}, {"queued_at", Type::Time}, {"sent_at", Type::Time}}};

Condition conditionOf(const domain::DownlinkFilter &filter, const Database &db)
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
    condition.addText({u"coalesce(s.code, '')"_s, u"d.dev_eui"_s, u"d.detail"_s}, filter.text);
    return condition;
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
                   if (const auto queued = row.maybeTime("queued_at"))
                       toChirpStack.push_back(double((*queued - decided).count()));
                   if (const auto sent = row.maybeTime("sent_at"))
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

} // namespace

Result<domain::DownlinkPage> DownlinkQuery::page(const domain::DownlinkFilter &filter,
                                                 const domain::PageRequest &request)
{
    if (Result<> checked = domain::validate(request); !checked)
        return checked.error();
    const Condition condition = conditionOf(filter, m_db);
    // Joined only where its text is looked into: counting would pay for it.
    const QString rest =
        (filter.text.isEmpty() ? QString() : u"LEFT JOIN spaces s ON s.id = d.space_id "_s)
        + condition.where();
    domain::DownlinkPage page;
    if (Result<> done = countStates(m_db, rest, condition.bound(), page.totals); !done)
        return done.error();
    if (Result<> done = measureDelays(m_db, rest, condition.bound(), page.totals); !done)
        return done.error();
    for (qint64 count : page.totals.byState)
        page.total += count;
    Result<QList<domain::Downlink>> rows =
        selectDownlinks(m_db, rest + u" ORDER BY d.sequence DESC LIMIT :limit OFFSET :offset"_s,
                        bound(condition, request));
    if (!rows)
        return rows.error();
    page.rows = std::move(*rows);
    return page;
}

} // namespace parking::store
