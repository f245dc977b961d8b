#include "domain/battery.h"

#include <QMap>

#include <algorithm>
#include <cmath>

namespace parking::domain {

namespace {

using namespace std::chrono_literals;
using Days = std::chrono::duration<double, std::ratio<86400>>;

constexpr double kZ = 1.959964; // 95 % of a normal distribution
constexpr double kShortestSpan = 21; // days between the first and the last one
constexpr double kMostCorrelated = 0.9;
constexpr std::chrono::days kShorter[] = {std::chrono::days(90), std::chrono::days(45),
                                          std::chrono::days(24)};
constexpr std::chrono::days kNearEnd{365}; // of a lithium thionyl cell that begins to fall
constexpr double kUsable = 0.9; // of the nominal capacity: the rest goes by itself and in the cold
constexpr double kOpen = 0.25; // of a use by data sheet figures

struct Day {
    double at = 0; ///< in days, against `now`
    double volt = 0;
};

struct Line {
    double slope = 0;
    double steepest = 0;
    double flattest = 0;
};

/// The mean of each day (UTC) from `first` on, oldest first.
QList<Day> daysOf(const QList<BatteryPoint> &points, UtcTime first, UtcTime now)
{
    struct Sum {
        double volt = 0, at = 0;
        int count = 0;
    };
    QMap<qint64, Sum> sums;
    for (const BatteryPoint &point : points) {
        if (point.time < first || point.time > now)
            continue;
        Sum &sum =
            sums[std::chrono::floor<std::chrono::days>(point.time).time_since_epoch().count()];
        sum.volt += point.volt;
        sum.at += Days(point.time - now).count();
        ++sum.count;
    }
    QList<Day> days;
    for (const Sum &sum : std::as_const(sums))
        days.append({sum.at / sum.count, sum.volt / sum.count});
    return days;
}

double median(QList<double> values)
{
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

/// Where a line of this slope stands now: the median over all days.
double levelOf(const QList<Day> &days, double slope)
{
    QList<double> levels;
    for (const Day &day : days)
        levels.append(day.volt - slope * day.at);
    return median(std::move(levels));
}

/// By how much one day's distance from the line goes with the one before, 0 to kMostCorrelated.
double correlation(const QList<Day> &days, double slope)
{
    const double level = levelOf(days, slope);
    const auto rest = [&](const Day &day) { return day.volt - slope * day.at - level; };
    double together = 0;
    double alone = 0;
    for (qsizetype i = 0; i < days.size(); ++i) {
        alone += rest(days[i]) * rest(days[i]);
        if (i > 0)
            together += rest(days[i]) * rest(days[i - 1]);
    }
    return alone > 0 ? std::clamp(together / alone, 0.0, kMostCorrelated) : 0;
}

/// Variance of Kendall's S, without what equal values take from it.
double varianceOf(const QList<Day> &days)
{
    const auto term = [](double n) { return n * (n - 1) * (2 * n + 5); };
    QMap<qint64, int> equal; // by a tenth of a millivolt
    for (const Day &day : days)
        ++equal[std::llround(day.volt * 10'000)];
    double sum = term(double(days.size()));
    for (const int count : std::as_const(equal))
        sum -= term(count);
    return sum / 18;
}

Line lineThrough(const QList<Day> &days)
{
    QList<double> slopes;
    for (qsizetype i = 0; i < days.size(); ++i) {
        for (qsizetype j = i + 1; j < days.size(); ++j)
            slopes.append((days[j].volt - days[i].volt) / (days[j].at - days[i].at));
    }
    std::sort(slopes.begin(), slopes.end());
    Line line;
    line.slope = median(slopes);
    const double r = correlation(days, line.slope);
    const double width = kZ * std::sqrt(varianceOf(days) * (1 + r) / (1 - r));
    const auto ranked = [&slopes](double rank) {
        return slopes[std::clamp<qsizetype>(std::llround(rank), 0, slopes.size() - 1)];
    };
    const double count = double(slopes.size());
    line.steepest = ranked((count - width) / 2 - 1);
    line.flattest = ranked((count + width) / 2);
    return line;
}

bool areEnough(const QList<Day> &days)
{
    return days.size() >= kTrendDays && days.last().at - days.first().at >= kShortestSpan;
}

/// When a line reaches the limit; empty: not within the horizon.
std::optional<UtcTime> endOf(const QList<Day> &days, double slope, double limit, UtcTime now)
{
    const double above = levelOf(days, slope) - limit;
    if (above <= 0)
        return now;
    if (slope >= 0 || above / -slope > Days(kForecastHorizon).count())
        return std::nullopt;
    return now + std::chrono::round<Milliseconds>(Days(above / -slope));
}

std::optional<EndForecast> endOf(const QList<Day> &days, const Line &line, double limit,
                                 UtcTime now)
{
    const auto likely = endOf(days, line.slope, limit, now);
    if (limit <= 0 || !likely)
        return std::nullopt;
    return EndForecast{*likely, endOf(days, line.steepest, limit, now).value_or(*likely),
                       endOf(days, line.flattest, limit, now)};
}

} // namespace

BatteryTrend batteryTrend(const QList<BatteryPoint> &points, const CellFigures &figures,
                          UtcTime now)
{
    QList<Day> days = daysOf(points, now - kTrendWindow, now);
    BatteryTrend trend;
    trend.days = int(days.size());
    if (!areEnough(days))
        return trend;
    Line line = lineThrough(days);
    for (const std::chrono::days window : kShorter) {
        const QList<Day> late = daysOf(points, now - window, now);
        if (!areEnough(late))
            break;
        if (const Line lately = lineThrough(late);
            lately.flattest < 0 && lately.slope < line.slope) {
            line = lately;
            days = late;
        }
    }
    trend.verdict = BatteryTrend::Verdict::NoTrend;
    trend.voltNow = levelOf(days, line.slope);
    trend.voltPerDay = line.slope;
    trend.steepest = line.steepest;
    trend.flattest = line.flattest;
    if (line.flattest >= 0)
        return trend;
    trend.end = endOf(days, line, figures.replaceBelowVolt, now);
    const bool isWeather = figures.chemistry == Chemistry::LithiumThionyl
        && (!trend.end || trend.end->likely > now + kNearEnd);
    if (isWeather)
        trend.end.reset();
    else
        trend.verdict = BatteryTrend::Verdict::Falling;
    return trend;
}

// --- Charge --------------------------------------------------------------------------------------

namespace {

struct Modulation {
    int spreading;
    double kilohertz;
};

/// Of EU868, by data rate.
constexpr Modulation kModulations[] = {{12, 125}, {11, 125}, {10, 125}, {9, 125},
                                       {8, 125},  {7, 125},  {7, 250}};
constexpr int kFrameBytes = 13; // header, counter, port and MIC
constexpr int kPreamble = 8;
constexpr int kListened = 5; // symbols of each of the two receive windows
constexpr int kSecondWindow = 0; // its data rate

const Modulation *modulationOf(int dataRate)
{
    return dataRate >= 0 && dataRate < int(std::size(kModulations)) ? &kModulations[dataRate]
                                                                    : nullptr;
}

double symbolMilliseconds(const Modulation &m)
{
    return std::pow(2, m.spreading) / m.kilohertz;
}

} // namespace

std::optional<std::chrono::microseconds> airtime(int dataRate, int payloadBytes)
{
    const Modulation *m = modulationOf(dataRate);
    if (!m)
        return std::nullopt;
    const double symbol = symbolMilliseconds(*m);
    const int slow = symbol > 16 ? 1 : 0; // low data rate optimisation
    const double bits = 8.0 * (payloadBytes + kFrameBytes) - 4 * m->spreading + 28 + 16;
    const double blocks = std::ceil(bits / (4.0 * (m->spreading - 2 * slow)));
    const double symbols = kPreamble + 4.25 + 8 + std::max(blocks * 5, 0.0); // coding rate 4/5
    return std::chrono::microseconds(std::llround(symbols * symbol * 1000));
}

std::optional<ChargeEstimate> chargeEstimate(const CellFigures &figures, const BatteryUse &use,
                                             UtcTime now)
{
    const auto air = airtime(use.dataRate, use.payloadBytes);
    if (!air || figures.capacityMilliampHours <= 0 || figures.transmitMilliamp <= 0
        || use.uplinks <= 0 || use.since >= now)
        return std::nullopt;
    constexpr double kHour = 3'600'000; // milliseconds
    const double listened = kListened
        * (symbolMilliseconds(*modulationOf(use.dataRate))
           + symbolMilliseconds(kModulations[kSecondWindow]));
    const double each = (figures.transmitMilliamp * double(air->count()) / 1000
                         + figures.receiveMilliamp * listened)
        / kHour;
    const double standbyPerDay = figures.standbyMicroamp / 1000 * 24;
    ChargeEstimate estimate;
    estimate.since = use.since;
    estimate.capacityMilliampHours = figures.capacityMilliampHours * kUsable;
    estimate.usedMilliampHours =
        double(use.uplinks) * each + standbyPerDay * Days(now - use.since).count();
    estimate.milliampHoursPerDay = use.uplinksPerDay * each + standbyPerDay;
    const auto end = [&](double share) {
        const double left = estimate.capacityMilliampHours - estimate.usedMilliampHours * share;
        const double days = left / (estimate.milliampHoursPerDay * share);
        return now
            + std::chrono::round<Milliseconds>(
                   Days(std::clamp(days, 0.0, Days(kForecastHorizon).count())));
    };
    estimate.end = {end(1), end(1 + kOpen), end(1 - kOpen)};
    if (*estimate.end.latest >= now + kForecastHorizon)
        estimate.end.latest.reset();
    return estimate;
}

} // namespace parking::domain
