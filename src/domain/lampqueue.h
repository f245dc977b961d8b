#pragma once

#include "domain/downlink.h"

/// What waits in ChirpStack's queue for one lamp. Pure.
namespace parking::domain {

struct LampQueueItem {
    QString id; ///< ChirpStack's
    int fPort = 0;
    QByteArray payload = {};
    bool confirmed = false;
    bool isPending = false; ///< it was on the air, and the lamp has not acknowledged it
    bool isAtGateway = false; ///< its frame is made; not known where that is the first since a join
    std::optional<UtcTime> expiresAt = {};
    /// The row of the ledger that it is of; null: somebody else put it there.
    DownlinkId row = {};

    bool operator==(const LampQueueItem &) const = default;
};

struct LampQueue {
    DevEui device = {};
    QList<LampQueueItem> items = {}; ///< oldest first: the next one to be sent comes first
    UtcTime askedAt = {}; ///< by this computer's clock

    bool operator==(const LampQueue &) const = default;
};

/// What became of a queue that was emptied.
struct FlushedQueue {
    DevEui device = {};
    int removed = 0; ///< items that were there, whoever put them there
    int withdrawn = 0; ///< commands that waited here for their turn

    bool operator==(const FlushedQueue &) const = default;
};

/// True when removing the items could repeat a frame counter, so that the lamp drops its next
/// command: one of them may be at a gateway. ChirpStack hands an item to the gateway at once where
/// the lamp always listens, and else after an uplink. `isListening`: it was heard a moment ago.
/// Source: docs/wire.md; ChirpStack 4.20, downlink/data.rs.
bool mayBeOnAir(const QList<LampQueueItem> &items, const QString &deviceClass, bool isListening);

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::LampQueue)
