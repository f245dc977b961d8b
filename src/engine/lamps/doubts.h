#pragma once

#include "chirpstack/restclient.h"
#include "domain/downlink.h"

/// A POST whose outcome is not known, and what settles it: an item that is found is never posted
/// again, one that is found nowhere is, for one colour twice does no harm and a lost one does.
/// Pure.
namespace parking::engine::doubts {

/// Everything that may tell what became of a row's POST.
struct Evidence {
    QList<chirpstack::QueueItem> queue = {}; ///< of its device, oldest first
    QList<domain::Downlink> claimants = {}; ///< rows that have items of the queue
    QList<domain::DownlinkEvent> strays = {}; ///< of items that no row has, from straysSince() on
    QList<domain::Downlink> rows = {}; ///< of its device, as far back as their items may play
};

/// True when a POST that ended so may have arrived.
bool isOpen(domain::DownlinkOutcome outcome);
/// A request that came before the POST failed, so the POST surely did not leave, whatever became of
/// the other.
Error notPosted(Error error);

/// How long a request that another process began may still be on its way: after that a look tells.
Milliseconds untilArrived(const domain::Downlink &row, Milliseconds timeout, UtcTime now);

/// From when on somebody else's commands to the lamp count.
UtcTime straysSince(const domain::Downlink &row);

/// The row's item in the queue; empty when it is not there. Needs `queue` and `claimants`.
QString waitingItem(const domain::Downlink &row, const Evidence &evidence);

/// The row's item that was on the air before we looked; empty when that cannot be known.
///
/// A txack names an item and no bytes. It is this row's when it came after the POST, when it is the
/// only item of this device that no row has, when no earlier command of ours got lost that may
/// still have been out, and when nobody else has commanded this lamp for a day or has something in
/// its queue now. One foreign command, the first for a day, in the seconds of a POST that got lost:
/// that alone would be taken for ours.
QString transmittedItem(const domain::Downlink &row, const Evidence &evidence);

} // namespace parking::engine::doubts
