#pragma once

#include "base/result.h"
#include "chirpstack/rawevent.h"

#include <memory>

namespace parking::chirpstack {

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
