#pragma once

#include "base/result.h"
#include "chirpstack/rawevent.h"

namespace parking::chirpstack {

/// Reads a payload in protobuf (`integration.mqtt.json = false`) by the same rules as JSON. Pure,
/// any thread.
///
/// Errors BAD_JSON (it is neither) and BAD_FIELD, as parseEvent(). A field of another wire type
/// counts as unknown, and unknown fields are passed over, as protobuf has it.
Result<RawEvent> readProtobuf(EventKind kind, QByteArrayView payload);

} // namespace parking::chirpstack
