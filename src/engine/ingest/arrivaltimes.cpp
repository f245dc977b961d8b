#include "engine/ingest/arrivaltimes.h"

#include "chirpstack/event.h"
#include "store/readingstore.h"

#include <algorithm>

namespace parking::engine {

namespace {

constexpr Milliseconds kSameContent = std::chrono::hours(24);

using Times = QHash<QString, QList<UtcTime>>; // of the readings with a key

bool isByArrival(const domain::Reading &reading)
{
    return reading.timeSuspect && reading.time == reading.receivedAt;
}

/// May this message have been delivered before?
bool isInDoubt(const IngestItem &item)
{
    return item.reading && isByArrival(*item.reading)
        && (item.redelivered || !chirpstack::isContentKey(item.reading->eventKey));
}

/// The newest time under which the reading is known, not after its own.
std::optional<UtcTime> knownTime(const domain::Reading &reading, const Times &times)
{
    std::optional<UtcTime> newest;
    for (const UtcTime time : times.value(reading.eventKey)) {
        const bool isNear =
            !chirpstack::isContentKey(reading.eventKey) || time >= reading.time - kSameContent;
        if (isNear && time <= reading.time)
            newest = std::max(newest, std::optional(time));
    }
    return newest;
}

void setTime(IngestItem &item, UtcTime time)
{
    item.reading->time = time;
    if (item.heard)
        item.heard->firstHeard = item.heard->lastHeard = time;
    if (item.display)
        item.display->time = time;
}

} // namespace

Result<bool> settleArrivalTimes(store::Database &database, std::span<IngestItem> items)
{
    QStringList keys;
    for (const IngestItem &item : items) {
        if (isInDoubt(item))
            keys.append(item.reading->eventKey);
    }
    if (keys.isEmpty())
        return false;
    const Result<Times> stored = store::ReadingStore(database).timesOf(keys);
    if (!stored)
        return stored.error();
    bool isChanged = false;
    Times inFront;
    for (IngestItem &item : items) {
        if (!item.reading || !isByArrival(*item.reading))
            continue;
        if (isInDoubt(item)) {
            const std::optional<UtcTime> time = knownTime(*item.reading, *stored);
            item.stored = item.stored || time.has_value();
            const std::optional<UtcTime> first = time ? time : knownTime(*item.reading, inFront);
            isChanged = isChanged || first.has_value();
            if (first)
                setTime(item, *first);
        }
        inFront[item.reading->eventKey].append(item.reading->time);
    }
    return isChanged;
}

} // namespace parking::engine
