#pragma once

#include "domain/page.h"

#include <QSet>

#include <numeric>

namespace parking::domain {

/// Lamps, of each of which the newest command alone is looked for, but for withdrawn ones. Empty:
/// all commands are.
using NewestOf = std::optional<QList<DevEui>>;

/// What became of a list of commands since it was read.
struct DownlinkLook {
    DownlinkFilter filter = {};
    NewestOf newestOf = {};
    qint64 oldest = 0; ///< the lowest sequence of the list
    QList<DownlinkId> seen = {}; ///< rows that are to be read anew
};
struct DownlinkNews {
    static constexpr int kMostMatching = 5000;

    qint64 total = 0;
    DownlinkTotals totals;
    QList<Downlink> seen = {}; ///< of those asked for, as they are now
    /// What the filter finds from `oldest` on, the newest kMostMatching.
    QSet<DownlinkId> matching = {};
};

inline qint64 sum(const DownlinkTotals &totals)
{
    return std::accumulate(totals.byState.cbegin(), totals.byState.cend(), qint64(0));
}

} // namespace parking::domain
