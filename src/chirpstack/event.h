#pragma once

#include "base/result.h"
#include "domain/uplink.h"

#include <memory>

namespace parking::chirpstack {

class JsonEvents;

/// Turns the MQTT messages of ChirpStack's integration into events, one after another. It keeps
/// its buffers for the next message: one thread at a time.
class EventReader {
public:
    EventReader();
    ~EventReader();

    /// Topic `application/{uuid}/device/{eui}/event/{up|join|status|ack|txack|log|location}`,
    /// behind any prefix; payload the JSON of docs/wire.md, or the same in protobuf. Strict about
    /// the members that are needed; any other that is wrong is left out with a note, unknown ones
    /// are passed over; where a member stands twice, the last one counts.
    ///
    /// Errors, with what the caller does with them in the dead letters: BAD_TOPIC, UNKNOWN_EVENT,
    /// BAD_JSON (neither JSON, also where nobody reads it, nor protobuf; not an object, nested
    /// deeper than 64, larger than 8 MiB, bad UTF-8 or half a surrogate pair), BAD_FIELD (wrong
    /// type or value; details {field}), EUI_MISMATCH (topic and payload name different devices),
    /// BAD_TIME (no time of the payload is inside [received - 400 days, received + 10 min]; details
    /// {time}). An event without any time, or with one from before 2020, has that of its reception.
    Result<domain::Event> read(QByteArrayView topic, QByteArrayView payload, UtcTime receivedAt);

private:
    std::unique_ptr<JsonEvents> m_json;
};

/// Was this EventHead::key made from topic and payload, for want of a deduplicationId?
bool isContentKey(const QString &key);

/// One message on its own. Pure, any thread.
Result<domain::Event> parseEvent(QByteArrayView topic, QByteArrayView payload, UtcTime receivedAt);

} // namespace parking::chirpstack
