#include "domain/rhythm.h"

#include "base/literals.h"

#include <algorithm>
#include <functional>

namespace parking::domain {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype kFewestDays = 4;
constexpr Milliseconds kShortest = 15min; // below it a gateway's restart would cry
constexpr Milliseconds kLongest = 60h; // of a daily heartbeat; three days are never certain
constexpr Milliseconds kNight = 6h; // from here on it may be a building's night
constexpr Milliseconds kJitter = 60s; // of short heartbeats; longer ones: a tenth

Milliseconds withMargin(Milliseconds heartbeat)
{
    return heartbeat * 5 / 2;
}

} // namespace

QString nameOf(SilenceLimit::Origin origin)
{
    switch (origin) {
    case SilenceLimit::Origin::Usual:
        return u"usual"_s;
    case SilenceLimit::Origin::DataSheet:
        return u"data_sheet"_s;
    case SilenceLimit::Origin::Learnt:
        return u"learnt"_s;
    }
    return {};
}

std::optional<SilenceLimit> learntSilence(const QList<Milliseconds> &longestOfDays)
{
    if (longestOfDays.size() < kFewestDays)
        return std::nullopt;
    QList<Milliseconds> days = longestOfDays;
    std::sort(days.begin(), days.end(), std::greater<>());
    const Milliseconds beat = days[days.size() / 2]; // of an even number the shorter
    const Milliseconds jitter = std::max(kJitter, beat / 10);
    const auto agreeing = std::count_if(days.cbegin(), days.cend(), [&](Milliseconds day) {
        return std::chrono::abs(day - beat) <= jitter;
    });
    if (beat.count() <= 0 || agreeing * 2 <= days.size())
        return std::nullopt;
    const Milliseconds usual = days[1]; // the longest may be an outage
    const Milliseconds fewest = beat > kNight ? kUsualSilence : kShortest;
    return SilenceLimit{
        .after = std::clamp(std::max(withMargin(beat), usual * 3 / 2), fewest, kLongest),
        .every = beat,
        .origin = SilenceLimit::Origin::Learnt,
    };
}

SilenceLimit silenceLimit(Milliseconds heartbeat, const QList<Milliseconds> &longestOfDays)
{
    if (heartbeat.count() > 0)
        return {withMargin(heartbeat), heartbeat, SilenceLimit::Origin::DataSheet};
    return learntSilence(longestOfDays).value_or(SilenceLimit{kUsualSilence, 0ms, {}});
}

} // namespace parking::domain
