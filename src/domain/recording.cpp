#include "domain/recording.h"

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kShortestGap = 10min;
constexpr int kPauses = 10; // of a site's usual ones make a gap
constexpr Milliseconds kShortestDeaf = 30s; // a connection that comes back at once hides nothing

/// The first time in (from, to) in which a station was deaf; null: none.
const Deafness *deafIn(const QList<Deafness> &deaf, UtcTime from, UtcTime to)
{
    for (const Deafness &time : deaf) {
        if (std::min(time.to, to) - std::max(time.from, from) >= kShortestDeaf)
            return &time;
    }
    return nullptr;
}

} // namespace

QList<RecordingGap> recordingGaps(const QList<HeardMinute> &minutes, const QList<Deafness> &deaf,
                                  UtcTime from, UtcTime to)
{
    QList<RecordingGap> gaps;
    if (from >= to)
        return gaps;
    if (minutes.isEmpty()) {
        const Deafness *cause = deafIn(deaf, from, to);
        return {{from, to, cause ? cause->problem : QString()}};
    }
    const Milliseconds usual = (to - from) / minutes.size();
    const Milliseconds longest = std::max(kShortestGap, kPauses * usual);
    UtcTime silentSince = from;
    const auto speak = [&](UtcTime first, UtcTime last) {
        const Deafness *cause = deafIn(deaf, silentSince, first);
        const QString problem = cause ? cause->problem : QString();
        if (first - silentSince > longest)
            gaps.append({silentSince, first, problem});
        else if (cause)
            gaps.append({std::max(silentSince, cause->from), first, problem});
        silentSince = std::max(silentSince, last);
    };
    for (const HeardMinute &minute : minutes)
        speak(minute.first, minute.last);
    speak(to, to);
    return gaps;
}

const RecordingGap *gapAt(const QList<RecordingGap> &gaps, UtcTime moment)
{
    const auto after =
        std::upper_bound(gaps.cbegin(), gaps.cend(), moment,
                         [](UtcTime time, const RecordingGap &gap) { return time < gap.from; });
    if (after == gaps.cbegin())
        return nullptr;
    const RecordingGap &before = *std::prev(after);
    return before.holds(moment) ? &before : nullptr;
}

void HeardSpans::hear(UtcTime moment, bool isUnderstood)
{
    if (!m_isKnown && !isUnderstood)
        return;
    const bool goesOn =
        m_isKnown && (m_limit.count() <= 0 || moment - m_spans.last().to <= m_limit);
    m_isKnown = true;
    if (goesOn)
        m_spans.last().to = std::max(m_spans.last().to, moment);
    else
        m_spans.append({moment, moment});
}

} // namespace parking::domain
