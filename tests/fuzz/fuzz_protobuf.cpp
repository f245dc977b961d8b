// Events in protobuf, without the topic around them. The first byte is the event's kind.

#include "chirpstack/protobufevent.h"
#include "fuzzing.h"

using namespace parking;

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0)
        return 0;
    const auto kind = chirpstack::EventKind(data[0] % 7);
    const auto event = chirpstack::readProtobuf(kind, fuzz::bytesOf(data + 1, size - 1));
    fuzz::promise(event || !event.error().code.isEmpty(), "an error has a code");
    return 0;
}
