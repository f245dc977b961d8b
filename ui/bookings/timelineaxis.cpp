#include "bookings/timelineaxis.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr double kHour = 3'600'000; ///< milliseconds
constexpr int kOpens = 6; ///< o'clock: where a day is shown from, and to
constexpr int kCloses = 22;
constexpr double kLeastHour = 60; ///< pixels; where that is not there, fewer hours are seen
constexpr double kWholeDayFrom = 72; ///< pixels an hour with which the whole day fits
constexpr double kEnd = 16; ///< pixels behind the last hour
constexpr double kLabel = 44; ///< pixels between two labels: "06"
constexpr double kLongLabel = 56; ///< "06:15"
constexpr Milliseconds kDay = 24h;
constexpr Milliseconds kTickSteps[] = {5min, 15min, 30min, 1h, 2h, 3h, 6h, 12h};

UtcTime startOf(QDate day, const QTimeZone &zone)
{
    return fromDateTime(day.startOfDay(zone)); // not midnight where that does not exist
}

} // namespace

TimelineAxis::TimelineAxis()
{
    setDays(QDate(1970, 1, 1), 1, QTimeZone::utc());
}

void TimelineAxis::setDays(QDate first, int days, const QTimeZone &zone)
{
    m_zone = zone;
    m_first = first;
    m_days = std::max(days, 1);
    m_from = startOf(first, zone);
    m_to = startOf(first.addDays(m_days), zone);
    m_ticksStep = 0ms;
    if (m_fitted)
        fit();
    else
        scrollTo(m_offset);
}

double TimelineAxis::contentWidth() const
{
    return double((m_to - m_from).count()) / kHour * m_scale;
}

double TimelineAxis::maximalOffset() const
{
    return std::max(0.0, contentWidth() + kEnd - m_width);
}

void TimelineAxis::setWidth(double pixels)
{
    if (pixels == m_width)
        return;
    m_width = pixels;
    if (m_fitted)
        fit();
    else
        scrollTo(m_offset);
}

void TimelineAxis::scrollTo(double offset)
{
    m_offset = std::clamp(std::round(offset), 0.0, std::ceil(maximalOffset()));
}

void TimelineAxis::setScale(double pixelsPerHour)
{
    m_scale = std::clamp(pixelsPerHour, kCoarsest, kFinest);
}

void TimelineAxis::fit()
{
    m_fitted = true;
    const double all = double((m_to - m_from).count()) / kHour;
    const double usable = std::max(m_width - kEnd, 1.0);
    if (m_days > 1 || usable / all >= kWholeDayFrom) {
        setScale(usable / all);
        scrollTo(0);
        return;
    }
    constexpr int kHours = kCloses - kOpens;
    const int seen = std::clamp(int(m_width / kLeastHour), 1, kHours);
    setScale((seen == kHours ? usable : m_width) / seen);
    m_offset = 0;
    const QDateTime opens(m_first, QTime(kOpens, 0), m_zone);
    scrollTo(xOf(fromDateTime(opens)));
}

void TimelineAxis::zoom(double x, double factor)
{
    m_fitted = false;
    const double hours = (m_offset + x) / m_scale;
    const UtcTime kept = m_from + Milliseconds(qint64(hours * kHour));
    setScale(m_scale * factor);
    if (const double missing = m_width - kEnd - contentWidth(); missing > 0)
        addDays(int(std::ceil(missing / (m_scale * 24) / 2)));
    scrollTo(double((kept - m_from).count()) / kHour * m_scale - x);
}

void TimelineAxis::addDays(int count)
{
    setDays(m_first.addDays(-count), m_days + 2 * count, m_zone);
}

void TimelineAxis::bringIntoView(UtcTime from, UtcTime to)
{
    constexpr double kMargin = 24;
    const double left = xOf(from) - kMargin;
    const double right = xOf(to) + kMargin;
    if (left < 0 || right - left > m_width)
        scrollTo(m_offset + left);
    else if (right > m_width)
        scrollTo(m_offset + right - m_width);
}

double TimelineAxis::xOf(UtcTime time) const
{
    return double((time - m_from).count()) / kHour * m_scale - m_offset;
}

UtcTime TimelineAxis::timeAt(double x) const
{
    const double milliseconds = (x + m_offset) / m_scale * kHour;
    return std::clamp(m_from + Milliseconds(std::llround(milliseconds)), m_from, m_to);
}

QDateTime TimelineAxis::local(UtcTime time) const
{
    return toDateTime(time).toTimeZone(m_zone);
}

int TimelineAxis::minuteOfDay(UtcTime time) const
{
    const qint64 seconds = toMillis(time) / 1000 + m_zone.offsetFromUtc(toDateTime(time));
    return int(((seconds % 86'400) + 86'400) % 86'400 / 60);
}

QList<UtcTime> TimelineAxis::borders(Milliseconds step) const
{
    QList<UtcTime> found;
    for (const TimelineTick &tick : makeTicks(step))
        found.append(tick.time);
    return found;
}

Milliseconds TimelineAxis::tickStep() const
{
    for (const Milliseconds step : kTickSteps) {
        if (double(step.count()) / kHour * m_scale >= (step < 1h ? kLongLabel : kLabel))
            return step;
    }
    return kDay;
}

const QList<TimelineTick> &TimelineAxis::ticks() const
{
    const Milliseconds step = tickStep();
    if (step != m_ticksStep) {
        m_ticks = makeTicks(step);
        m_ticksStep = step;
    }
    return m_ticks;
}

/// By walking each day: the clock on the wall jumps by half an hour at least.
QList<TimelineTick> TimelineAxis::makeTicks(Milliseconds step) const
{
    const int minutes = int(std::chrono::duration_cast<std::chrono::minutes>(step).count());
    const Milliseconds pace = std::min<Milliseconds>(step, 30min);
    QList<TimelineTick> ticks;
    UtcTime end = m_from;
    for (int day = 0; day < m_days; ++day) {
        const UtcTime start = end;
        end = startOf(m_first.addDays(day + 1), m_zone);
        ticks.append({.time = start, .isDay = true, .isStrong = true});
        QHash<int, qsizetype> seen{{minuteOfDay(start), ticks.size() - 1}};
        for (UtcTime time = start + pace; step < kDay && time < end; time += pace) {
            const int minute = minuteOfDay(time);
            if (minute % minutes != 0)
                continue;
            const auto same = seen.constFind(minute);
            if (same != seen.cend())
                ticks[*same].isTwice = true;
            ticks.append({.time = time,
                          .isStrong = minute / minutes % 2 == 0,
                          .isTwice = same != seen.cend()});
            seen.insert(minute, ticks.size() - 1);
        }
    }
    return ticks;
}

UtcTime TimelineAxis::snapped(UtcTime time, Milliseconds step)
{
    return snappedDown(time + step / 2, step);
}

UtcTime TimelineAxis::snappedDown(UtcTime time, Milliseconds step)
{
    const qint64 rest = toMillis(time) % step.count();
    return time - Milliseconds(rest < 0 ? rest + step.count() : rest);
}

} // namespace parking::ui
