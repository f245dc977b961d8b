#pragma once

#include "base/result.h"
#include "domain/uplink.h"

#include <memory>

namespace parking::chirpstack {

enum class EventKind { Up, Join, Status, Ack, TxAck, Log, Location };

/// What stands in an event's payload, before the rules about keys and times.
struct RawEvent {
    domain::Event event; ///< without its head
    domain::DeviceInfo device;
    QString deduplicationId; ///< as sent
    std::optional<UtcTime> time; ///< the event's own
    QStringList notes; ///< what was wrong and left out
};

/// Reads payloads in ChirpStack's JSON. Keeps its buffers from one message to the next; one thread
/// at a time.
class JsonEvents {
public:
    JsonEvents();
    ~JsonEvents();

    /// Errors BAD_JSON and BAD_FIELD, as parseEvent().
    Result<RawEvent> read(EventKind kind, QByteArrayView payload);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace parking::chirpstack
