#include "read/devicecharts.h"

#include "base/literals.h"
#include "devices/cellfigures.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "read/fleet.h"
#include "store/devicestore.h"
#include "store/readingstore.h"
#include "store/remarkstore.h"
#include "store/table.h"

#include <QMap>

#include <algorithm>

namespace parking::read {

using domain::BandMaker;
using domain::DevEui;
using domain::DeviceCharts;
using domain::DeviceDetail;
using store::RowReader;
using store::Type;
using namespace std::chrono_literals;

namespace {

constexpr int kShownGateways = 3;
constexpr int kNewest = 6;
constexpr std::chrono::days kWeek{7};
constexpr std::chrono::days kUse{30}; // what a device sends lately

const store::Selection kMeasured{"sensor_readings",
                                 "",
                                 {{"event_key", Type::Uuid},
                                  {"timestamp", Type::Time},
                                  {"battery", Type::Numeric},
                                  {"gateways", Type::Json},
                                  {"f_cnt", Type::BigInt},
                                  {"dr", Type::SmallInt}}};
const store::Selection kCounted{
    "sensor_readings",
    "",
    {{"event_key", Type::Uuid}, {"timestamp", Type::Time}, {"f_cnt", Type::BigInt}}};

const QString kInRange = u"FROM sensor_readings WHERE device_eui = :eui "
                         "AND timestamp >= :from AND timestamp < :to "
                         "ORDER BY timestamp, event_key"_s;

/// What came over one gateway.
struct Heard {
    BandMaker rssi;
    BandMaker snr;
};

/// Takes readings oldest first.
class Charting {
public:
    Charting(UtcTime from, UtcTime to, int columns, std::optional<UtcTime> lastJoin)
        : m_from(from), m_to(to), m_columns(columns), m_battery(from, to, columns),
          m_interval(from, to, columns), m_dataRate(from, to, columns), m_counter(lastJoin),
          m_bar(domain::barWidth(to - from))
    {
    }

    /// The last one before the range.
    void begin(UtcTime time, quint32 fCnt)
    {
        m_counter.lostBefore(time, fCnt);
        m_before = time;
    }

    void add(RowReader &row)
    {
        const UtcTime time = row.time("timestamp");
        if (const auto volt = row.maybeNumber("battery"))
            m_battery.add(time, *volt);
        for (const QJsonValue &value : row.array("gateways"))
            hear(time, value.toObject());
        count(time, m_counter.lostBefore(time, quint32(row.bigint("f_cnt"))));
        m_dataRate.add(time, row.integer("dr"));
        if (m_before)
            m_interval.add(time, double((time - *m_before).count()) / 60'000);
        m_before = time;
    }

    DeviceCharts charts() const
    {
        DeviceCharts charts{.from = m_from, .to = m_to};
        charts.battery.bands = m_battery.bands();
        charts.interval.bands = m_interval.bands();
        charts.dataRate.bands = m_dataRate.bands();
        charts.loss = m_bars;
        for (const domain::LossBar &bar : m_bars) {
            charts.uplinks += bar.received;
            charts.lost += bar.lost;
        }
        QStringList ids = m_heard.keys();
        std::stable_sort(ids.begin(), ids.end(), [this](const QString &a, const QString &b) {
            return m_heard.find(a)->rssi.count() > m_heard.find(b)->rssi.count();
        });
        charts.otherGateways = int(std::max<qsizetype>(0, ids.size() - kShownGateways));
        for (const QString &id : ids.mid(0, kShownGateways)) {
            charts.rssi.append({id, m_heard.find(id)->rssi.bands()});
            charts.snr.append({id, m_heard.find(id)->snr.bands()});
        }
        return charts;
    }

private:
    void hear(UtcTime time, const QJsonObject &gateway)
    {
        const QString id = gateway.value("id"_L1).toString();
        auto heard = m_heard.find(id);
        if (heard == m_heard.end())
            heard = m_heard.insert(
                id, {BandMaker(m_from, m_to, m_columns), BandMaker(m_from, m_to, m_columns)});
        heard->rssi.add(time, gateway.value("rssi"_L1).toDouble());
        heard->snr.add(time, gateway.value("snr"_L1).toDouble());
    }

    void count(UtcTime time, int lost)
    {
        const UtcTime from = m_from + (time - m_from) / m_bar * m_bar;
        if (m_bars.isEmpty() || m_bars.last().from != from)
            m_bars.append({from, from + m_bar});
        ++m_bars.last().received;
        m_bars.last().lost += lost;
    }

    UtcTime m_from;
    UtcTime m_to;
    int m_columns;
    BandMaker m_battery;
    BandMaker m_interval;
    BandMaker m_dataRate;
    QMap<QString, Heard> m_heard;
    domain::FrameCounter m_counter;
    Milliseconds m_bar;
    QList<domain::LossBar> m_bars;
    std::optional<UtcTime> m_before;
};

Result<std::optional<UtcTime>> edge(store::Database &database, DevEui device, bool newest)
{
    const auto found = select(database, kCounted,
                              u"FROM sensor_readings WHERE device_eui = :eui "
                              "ORDER BY timestamp %1 LIMIT 1"_s.arg(newest ? u"DESC"_s : u"ASC"_s),
                              {{u"eui"_s, device.toString()}},
                              [](RowReader &row) { return row.time("timestamp"); });
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<std::optional<UtcTime>> lastJoin(store::Database &database, DevEui device)
{
    const Result<domain::Device> known = store::DeviceStore(database).find(device);
    if (known)
        return known->lastJoin;
    return known.error().code == problem::kNotFound ? Result<std::optional<UtcTime>>(std::nullopt)
                                                    : known.error();
}

QVariantMap bound(const store::Database &db, DevEui device, UtcTime from, UtcTime to)
{
    return {{u"eui"_s, device.toString()}, {u"from"_s, db.bind(from)}, {u"to"_s, db.bind(to)}};
}

Result<std::optional<std::pair<UtcTime, quint32>>> frameBefore(store::Database &database,
                                                               DevEui device, UtcTime from)
{
    const auto found = select(
        database, kCounted,
        u"FROM sensor_readings WHERE device_eui = :eui "
        "AND timestamp < :from ORDER BY timestamp DESC, event_key DESC "
        "LIMIT 1"_s,
        {{u"eui"_s, device.toString()}, {u"from"_s, database.bind(from)}}, [](RowReader &row) {
            return std::pair(row.time("timestamp"), quint32(row.bigint("f_cnt")));
        });
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

} // namespace

Result<DeviceCharts> deviceCharts(store::Database &database, const ChartQuestion &question)
{
    const auto newest = edge(database, question.device, true);
    if (!newest)
        return newest.error();
    UtcTime from = question.from;
    if (from == UtcTime()) {
        const auto first = edge(database, question.device, false);
        if (!first)
            return first.error();
        from = first->value_or(question.to - std::chrono::days(1));
    }
    const auto joined = lastJoin(database, question.device);
    if (!joined)
        return joined.error();
    Charting charting(from, question.to, question.columns, *joined);
    const auto before = frameBefore(database, question.device, from);
    if (!before)
        return before.error();
    if (*before)
        charting.begin((*before)->first, (*before)->second);
    const auto read =
        select(database, kMeasured, kInRange, bound(database, question.device, from, question.to),
               [&charting](RowReader &row) {
                   charting.add(row);
                   return true;
               });
    if (!read)
        return read.error();
    DeviceCharts charts = charting.charts();
    charts.newest = *newest;
    return charts;
}

// --- One device ----------------------------------------------------------------------------------

namespace {

/// Means of days: what the trend is made of.
Result<QList<domain::BatteryPoint>> batteryDays(store::Database &database, DevEui device,
                                                UtcTime now)
{
    const QString day = database.isPostgres() ? u"(timestamp AT TIME ZONE 'UTC')::date"_s
                                              : u"timestamp / 86400000"_s;
    const QString mean = database.isPostgres()
        ? u"avg(extract(epoch FROM timestamp) * 1000)::bigint"_s
        : u"CAST(avg(timestamp) AS INTEGER)"_s;
    QList<domain::BatteryPoint> points;
    const Result<> done = database.each(
        u"SELECT %1, avg(battery) FROM sensor_readings WHERE device_eui = :eui "
        "AND battery IS NOT NULL AND timestamp >= :from AND timestamp < :to GROUP BY %2"_s.arg(mean,
                                                                                               day),
        bound(database, device, now - domain::kTrendWindow, now), [&points](const QSqlQuery &row) {
            points.append({fromMillis(row.value(0).toLongLong()), row.value(1).toDouble()});
        });
    return done ? Result<QList<domain::BatteryPoint>>(points) : done.error();
}

/// What it sends lately: how often, how long, at which data rate most.
Result<domain::BatteryUse> batteryUse(store::Database &database, const domain::Device &device,
                                      UtcTime now)
{
    domain::BatteryUse use{.since = device.firstHeard, .uplinks = device.uplinkCount};
    qint64 most = 0;
    qint64 all = 0;
    double bytes = 0;
    const UtcTime from = std::max(device.firstHeard, now - kUse);
    const Result<> done = database.each(
        u"SELECT dr, count(*), sum(length(payload)) FROM sensor_readings "
        "WHERE device_eui = :eui AND timestamp >= :from AND timestamp < :to GROUP BY dr"_s,
        bound(database, device.devEui, from, now), [&](const QSqlQuery &row) {
            const qint64 count = row.value(1).toLongLong();
            all += count;
            bytes += row.value(2).toDouble();
            if (count > most) {
                most = count;
                use.dataRate = row.value(0).toInt();
            }
        });
    if (!done)
        return done.error();
    const double days = std::max(double((now - from) / 1min) / 1440, 1.0);
    use.uplinksPerDay = double(all) / days;
    use.payloadBytes = all > 0 ? int(bytes / double(all) + 0.5) : 0;
    return use;
}

Result<> countWeek(store::Database &database, DeviceDetail &detail, UtcTime now)
{
    domain::FrameCounter counter(detail.fleet.device.lastJoin);
    QList<Milliseconds> intervals;
    std::optional<UtcTime> before;
    const auto read =
        select(database, kCounted, kInRange,
               bound(database, detail.fleet.device.devEui, now - kWeek, now), [&](RowReader &row) {
                   const UtcTime time = row.time("timestamp");
                   ++detail.uplinksInWeek;
                   detail.lostInWeek += counter.lostBefore(time, quint32(row.bigint("f_cnt")));
                   if (before)
                       intervals.append(time - *before);
                   before = time;
                   return true;
               });
    if (!read)
        return read.error();
    if (!intervals.isEmpty()) {
        const auto middle = intervals.begin() + intervals.size() / 2;
        std::nth_element(intervals.begin(), middle, intervals.end());
        detail.usualInterval = *middle;
    }
    return {};
}

Result<> readBattery(store::Database &database, DeviceDetail &detail, UtcTime now)
{
    const domain::Device &device = detail.fleet.device;
    const auto points = batteryDays(database, device.devEui, now);
    if (!points)
        return points.error();
    const auto use = batteryUse(database, device, now);
    if (!use)
        return use.error();
    detail.figures = devices::cellFigures(device.resolvedType);
    detail.trend = domain::batteryTrend(*points, detail.figures, now);
    // Of a few days nobody knows what is usual; nor how old the cell was when they began.
    if (now - use->since >= std::chrono::days(domain::kTrendDays))
        detail.charge = domain::chargeEstimate(detail.figures, *use, now);
    return {};
}

} // namespace

Result<DeviceDetail> deviceDetail(store::Database &database, DevEui device, UtcTime now)
{
    const auto all = fleet(database, now);
    if (!all)
        return all.error();
    const auto found = std::find_if(all->cbegin(), all->cend(), [device](const auto &one) {
        return one.device.devEui == device;
    });
    if (found == all->cend())
        return domain::errors::notFound(u"Device"_s, device.toString());
    DeviceDetail detail;
    detail.fleet = *found;
    if (Result<> done = countWeek(database, detail, now); !done)
        return done.error();
    if (Result<> done = readBattery(database, detail, now); !done)
        return done.error();
    store::RemarkStore remarks(database);
    auto counts = remarks.remarks({device});
    if (!counts)
        return counts.error();
    detail.remarks = *std::move(counts);
    auto logs = remarks.logs({device});
    if (!logs)
        return logs.error();
    detail.logs = *std::move(logs);
    auto newest = store::ReadingStore(database).newest(device, kNewest);
    if (!newest)
        return newest.error();
    detail.newest = *std::move(newest);
    return detail;
}

} // namespace parking::read
