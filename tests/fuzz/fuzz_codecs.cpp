// Frames as devices may send them, by every codec. The first byte is the port, then the frame, or
// after "{" ChirpStack's own decoding of one.

#include "devices/devicetype.h"
#include "fuzzing.h"

#include <QJsonDocument>

using namespace parking;

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0)
        return 0;
    devices::Frame frame{.fPort = data[0], .payload = fuzz::bytesOf(data + 1, size - 1)};
    if (frame.payload.startsWith('{')) {
        const QJsonDocument object = QJsonDocument::fromJson(frame.payload);
        if (!object.isObject())
            return 0;
        frame.object = JsonText(object.object());
    }
    for (const devices::DeviceType &type : devices::deviceTypes()) {
        const Result<domain::Decoded> decoded = type.decode(frame);
        if (!decoded) {
            fuzz::promise(!decoded.error().code.isEmpty(), "an error has a code");
            continue;
        }
        fuzz::promise(devices::findType(decoded->deviceType), "it says who read it");
        fuzz::promise(!decoded->display || type.encode, "only displays echo");
        const Result<domain::Decoded> again = type.decode(frame);
        fuzz::promise(again && *again == *decoded, "a frame reads the same twice");
    }
    (void)devices::recogniseDisplay(frame.fPort, frame.payload);
    return 0;
}
