#include "engine/lamps/doubts.h"

#include "domain/problems.h"

#include <algorithm>

namespace parking::engine::doubts {

using namespace std::chrono_literals;
using chirpstack::QueueItem;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkOutcome;

namespace {

// Somebody who commanded a lamp past us lately may be doing it now.
constexpr auto kForeignMemory = 24h;

bool isClaimed(const QueueItem &item, const Evidence &evidence)
{
    return std::any_of(evidence.claimants.cbegin(), evidence.claimants.cend(),
                       [&](const Downlink &row) { return row.queueItemId == item.id; });
}

/// A command of ours that got lost and may be played all the same.
bool mayStillPlay(const Downlink &other, const Downlink &row)
{
    return other.id != row.id && other.attempts > 0 && other.queueItemId.isEmpty()
        && other.expiresAt > row.postedAt;
}

} // namespace

bool isOpen(DownlinkOutcome outcome)
{
    return outcome == DownlinkOutcome::Doubtful || outcome == DownlinkOutcome::Unavailable;
}

Error notPosted(Error error)
{
    if (isOpen(domain::outcomeOf(error.code)))
        error.code = problem::kChirpStackUnreachable;
    return error;
}

Milliseconds untilArrived(const Downlink &row, Milliseconds timeout, UtcTime now)
{
    return row.postedAt ? std::clamp<Milliseconds>(*row.postedAt + timeout - now, 0ms, timeout)
                        : 0ms;
}

UtcTime straysSince(const Downlink &row)
{
    return row.postedAt.value_or(row.decidedAt) - kForeignMemory;
}

QString waitingItem(const Downlink &row, const Evidence &evidence)
{
    QString withoutExpiry; // ChirpStack before 4.10 keeps none
    for (const QueueItem &item : evidence.queue) {
        if (item.fPort != row.frame.fPort || item.data != row.frame.payload)
            continue;
        if (item.expiresAt && item.expiresAt == row.expiresAt)
            return item.id;
        if (!item.expiresAt && !isClaimed(item, evidence))
            withoutExpiry = item.id; // the newest
    }
    return withoutExpiry;
}

QString transmittedItem(const Downlink &row, const Evidence &evidence)
{
    const bool isQueueOurs =
        std::all_of(evidence.queue.cbegin(), evidence.queue.cend(),
                    [&](const QueueItem &item) { return isClaimed(item, evidence); });
    if (!isQueueOurs || !row.postedAt)
        return {};
    QString item;
    bool wasOnAir = false;
    for (const DownlinkEvent &event : evidence.strays) {
        if (event.time < *row.postedAt || (!item.isEmpty() && item != event.queueItemId))
            return {};
        item = event.queueItemId;
        wasOnAir = wasOnAir || event.kind == DownlinkEventKind::TxAck
            || event.kind == DownlinkEventKind::Ack;
    }
    const bool hasLost =
        std::any_of(evidence.rows.cbegin(), evidence.rows.cend(),
                    [&](const Downlink &other) { return mayStillPlay(other, row); });
    return wasOnAir && !hasLost ? item : QString();
}

} // namespace parking::engine::doubts
