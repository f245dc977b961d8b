#pragma once

#include "domain/downlink.h"

namespace parking::engine {

/// What an answer, or its absence, makes of a row: one transaction of the ledger. Pure.
struct PostStep {
    /// What becomes of the knowledge of the first row's lamp.
    enum class Shown {
        AsBefore,
        ByEvents, ///< what `ofItem` proves
        Unknown, ///< a frame may have been played, and nobody told
    };

    QList<domain::Downlink> rows;
    QList<domain::DownlinkEvent> events = {};
    Shown shown = Shown::AsBefore;
    QList<domain::DownlinkEvent> ofItem = {};
};

namespace poststep {

/// The row while it is posted; its item lives for `lifetime` from now.
domain::Downlink posted(domain::Downlink row, Milliseconds lifetime, UtcTime now);
domain::DownlinkEvent postEvent(const domain::Downlink &row);

/// What ChirpStack has of a row.
struct Item {
    QString id;
    QList<domain::DownlinkEvent> known = {}; ///< what was told of it already
    QList<domain::Downlink> older = {}; ///< rows whose items its POST flushed
};
PostStep queued(domain::Downlink row, const Item &item, UtcTime now);
/// It goes on as `row` says, waiting or being looked for. `detail` is English, for logs and for
/// people who want to know more.
PostStep answered(const domain::Downlink &row, domain::DownlinkOutcome outcome,
                  const QString &detail, UtcTime now);
/// The row's problem, for logs: its code first, then ChirpStack's words.
QString wordsOf(const domain::Downlink &row);
/// It ends with its problem.
PostStep failed(domain::Downlink row, domain::DownlinkOutcome outcome, UtcTime now);
/// ChirpStack does not know its device (CHIRPSTACK_NO_DEVICE), or the key may not use it.
PostStep unknownDevice(domain::Downlink row, const QString &problem, UtcTime now);
/// Nobody transmitted these in time, and ChirpStack did not tell of it.
PostStep expired(QList<domain::Downlink> rows, UtcTime now);

} // namespace poststep

} // namespace parking::engine
