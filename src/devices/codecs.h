#pragma once

#include "devices/devicetype.h"

/// The codecs behind the table in devicetype.cpp: one file per device model.
namespace parking::devices {

namespace browantabs {
Result<domain::Decoded> decode(const Frame &frame);
}

namespace kuandobusylight {
Result<domain::Decoded> decode(const Frame &frame);
Result<DownlinkFrame> encode(domain::SpaceState state, domain::Rgb colour);
Result<DownlinkFrame> encodePlan(domain::SpaceState state, domain::Rgb colour);
Result<DownlinkFrame> blink(domain::Rgb colour);
bool isBlinking(const DownlinkFrame &frame);
bool confirms(const DownlinkFrame &frame, const domain::DisplayEcho &echo);
bool confirmsPlan(const DownlinkFrame &frame, const domain::DisplayEcho &echo);
bool speaks(int fPort, const QByteArray &payload); ///< a status of 24 or 25 bytes on port 15
} // namespace kuandobusylight

namespace helteclora {
Result<domain::Decoded> decodeTelemetry(const Frame &frame);
Result<domain::Decoded> decodeStatus(const Frame &frame);
Result<DownlinkFrame> encodeRgb(domain::SpaceState state, domain::Rgb colour);
Result<DownlinkFrame> encodeStatus(domain::SpaceState state, domain::Rgb colour);
bool confirmsStatus(const DownlinkFrame &frame, const domain::DisplayEcho &echo);
bool speaksStatus(int fPort, const QByteArray &payload); ///< FF C3 or a status echo on port 1
} // namespace helteclora

namespace chirpstackobject {
Result<domain::Decoded> decode(const Frame &frame);
bool saysOccupancy(const JsonText &object); ///< has a member of that meaning, understood or not
} // namespace chirpstackobject

/// DECODE_FAILED with details {reason}.
Error decodeError(const char *reason, const QString &detail);
/// EMPTY for a frame without payload; success else.
Result<> requirePayload(const Frame &frame);

inline quint8 byteAt(const QByteArray &bytes, int index)
{
    return quint8(bytes.at(index));
}

} // namespace parking::devices
