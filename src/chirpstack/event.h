#pragma once

#include "base/result.h"
#include "domain/uplink.h"

namespace parking::chirpstack {

/// One MQTT message of ChirpStack's integration as an event.
///
/// Topic `application/{uuid}/device/{eui}/event/{up|join|status|ack|txack|log|location}`, payload
/// the JSON of reference chirpstack.md 1.2 and 1.3. Strict about types, tolerant of unknown
/// members; pure, any thread.
///
/// Errors, with what the caller does with them in the dead letters: BAD_TOPIC, BAD_JSON (not
/// JSON, not an object, nested deeper than 64, larger than 8 MiB, bad UTF-8), BAD_FIELD (wrong
/// type or value; details {field}), EUI_MISMATCH (topic and payload name different devices),
/// BAD_TIME (event time outside [received - 400 days, received + 10 min]), UNKNOWN_EVENT.
Result<domain::Event> parseEvent(const QByteArray &topic, const QByteArray &payload,
                                 UtcTime receivedAt);

} // namespace parking::chirpstack
