#include "domain/devicecharts.h"

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr quint32 kLongestLeap = 16'384; // LoRaWAN 1.0.3, MAX_FCNT_GAP
constexpr int kUsualGaps = 3;
constexpr int kMostBars = 60;
constexpr Milliseconds kBarWidths[] = {5min, 15min, 1h, 3h, 12h, 24h, 72h, 168h};
constexpr Milliseconds kWidestBar = 672h;

} // namespace

BandMaker::BandMaker(UtcTime from, UtcTime to, int columns)
    : m_from(from), m_span(std::max(to - from, Milliseconds(1))), m_columns(std::max(columns, 1))
{
}

void BandMaker::add(UtcTime time, double value)
{
    const Milliseconds after = time - m_from;
    if (after.count() < 0 || after >= m_span)
        return;
    Sum &sum = m_columns[after.count() * m_columns.size() / m_span.count()];
    sum.low = sum.count == 0 ? value : std::min(sum.low, value);
    sum.high = sum.count == 0 ? value : std::max(sum.high, value);
    sum.value += value;
    sum.after += double(after.count());
    ++sum.count;
    ++m_count;
}

QList<Band> BandMaker::bands() const
{
    QList<Band> bands;
    for (const Sum &sum : m_columns) {
        if (sum.count > 0)
            bands.append({m_from + Milliseconds(qint64(sum.after / sum.count)), sum.low, sum.high,
                          sum.value / sum.count, sum.count});
    }
    return bands;
}

QList<QList<Band>> pieces(const QList<Band> &bands, Milliseconds gap)
{
    QList<QList<Band>> found;
    for (const Band &band : bands) {
        if (found.isEmpty() || band.time - found.last().last().time > gap)
            found.append(QList<Band>());
        found.last().append(band);
    }
    return found;
}

Milliseconds gapOf(const QList<Band> &bands, Milliseconds limit)
{
    QList<Milliseconds> distances;
    for (qsizetype i = 1; i < bands.size(); ++i)
        distances.append(bands[i].time - bands[i - 1].time);
    if (distances.isEmpty())
        return limit;
    const auto middle = distances.begin() + distances.size() / 2;
    std::nth_element(distances.begin(), middle, distances.end());
    return std::max(limit, *middle * kUsualGaps);
}

int FrameCounter::lostBefore(UtcTime time, quint32 fCnt)
{
    const bool isFirst = !m_time;
    const bool joined = !isFirst && m_lastJoin && *m_time < *m_lastJoin && *m_lastJoin <= time;
    const quint32 before = std::exchange(m_fCnt, fCnt);
    m_time = time;
    if (isFirst || joined || fCnt <= before || fCnt - before > kLongestLeap)
        return 0;
    return int(fCnt - before - 1);
}

Milliseconds barWidth(Milliseconds span)
{
    for (const Milliseconds width : kBarWidths) {
        if (span / width <= kMostBars)
            return width;
    }
    return kWidestBar;
}

} // namespace parking::domain
