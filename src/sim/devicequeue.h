#pragma once

#include "base/time.h"

#include <QByteArray>
#include <QString>

#include <deque>
#include <optional>

namespace parking::sim {

/// An item of a device's downlink queue.
struct LampItem {
    QString id; ///< UUID, given by the server
    int fPort = 0;
    QByteArray data;
    bool confirmed = false;
    bool isPending = false; ///< confirmed, on the air, not acknowledged yet
    quint32 fCntDown = 0; ///< of its frame, once that is at a gateway
    std::optional<UtcTime> expiresAt;
};

/// A device's downlink queue at ChirpStack and the counter of its frames. Pure.
///
/// An item that is at a gateway stays in the queue until the gateway tells that it took the frame;
/// only then does the counter go on. One that was removed before gets no word, and the next frame
/// has the same number.
/// Source: docs/wire.md, "REST".
class DeviceQueue {
public:
    const std::deque<LampItem> &items() const { return m_items; } ///< oldest first
    /// `flush`: all others go, but one that waits for the device's acknowledgement.
    void add(LampItem item, bool flush);
    void clear() { m_items.clear(); }
    /// The device joined: its queue is emptied, as a device profile has it unless told otherwise,
    /// and frames are counted anew.
    void activate();

    /// Takes the first item when it is too old to be sent.
    std::optional<LampItem> takeExpired(UtcTime now);
    /// The first item goes to a gateway, as it is then. Empty when none waits, or when one waits
    /// for its acknowledgement.
    std::optional<LampItem> handOver();
    /// A gateway's tx ack of an item. Empty when the item is gone: nobody hears of it. A confirmed
    /// one is pending from now on.
    std::optional<LampItem> transmitted(const QString &id);
    /// The device acknowledged the pending item, or did not in time. Empty when there is none.
    std::optional<LampItem> takePending();

private:
    std::deque<LampItem> m_items;
    quint32 m_fCnt = 0; ///< of the next frame
};

/// What a LoRaWAN 1.0.3 device makes of the counters of its frames: one that it had already, or an
/// older one, is dropped.
class FrameCounter {
public:
    bool takes(quint32 fCnt);
    void activate() { m_next = 0; } ///< it joined

private:
    quint32 m_next = 0;
};

} // namespace parking::sim
