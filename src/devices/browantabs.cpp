// Browan TABS motion sensor TBMS100.
// Source: vendor manual BQW_02_0006 and TTN vendor/browan/tbms100.js for the 8-byte status frame;
// the plan's formula (A73) for shorter frames. The family's other sensors (door, light, sound, leak
// ...) have the same DevEUI prefixes and ports of their own, from 100 on: what comes there is not
// read.

#include "base/literals.h"
#include "devices/codecs.h"

namespace parking::devices::browantabs {

namespace {

constexpr int kStatusPort = 102;
constexpr int kConfigPort = 204;
constexpr int kFirmwarePort = 222;
constexpr int kStatusBytes = 8;
constexpr int kConfigBytes = 16;
constexpr int kFirmwareBytes = 17;
constexpr int kFamilyPorts = 100; // and above
constexpr int kShortBytes = 2;

domain::Occupancy occupancyOf(quint8 status)
{
    return (status & 0x01) ? domain::Occupancy::Occupied : domain::Occupancy::Free;
}

/// 0: status bit 0 | 1: battery, low nibble v of 1..14, (25 + v) / 10 V | 2: (b & 0x7f) - 32
/// degrees C | 3-4: minutes since the last event, LE | 5-7: event count, 24 bit LE.
domain::Decoded decodeStatus(const QByteArray &p)
{
    domain::Decoded decoded;
    decoded.occupancy = occupancyOf(byteAt(p, 0));
    const int battery = byteAt(p, 1) & 0x0f;
    if (battery >= 1 && battery <= 14)
        decoded.batteryVolt = (25 + battery) / 10.0;
    decoded.tempCelsius = (byteAt(p, 2) & 0x7f) - 32;
    decoded.extra.insert("minutesSinceEvent"_L1, byteAt(p, 3) | byteAt(p, 4) << 8);
    decoded.extra.insert("eventCount"_L1, byteAt(p, 5) | byteAt(p, 6) << 8 | byteAt(p, 7) << 16);
    return decoded;
}

/// The plan's short frame of one or two bytes: bit 0 of byte 0, byte 1 / 100 V.
domain::Decoded decodeShort(const QByteArray &p)
{
    domain::Decoded decoded;
    decoded.occupancy = occupancyOf(byteAt(p, 0));
    if (p.size() == kShortBytes)
        decoded.batteryVolt = byteAt(p, 1) / 100.0;
    return decoded;
}

Result<domain::Decoded> ofLength(const Frame &frame, int bytes, const char *kind)
{
    if (frame.payload.size() != bytes)
        return decodeError("WRONG_LENGTH",
                           u"%1 has %2 bytes, this frame %3"_s.arg(QLatin1StringView(kind))
                               .arg(bytes)
                               .arg(frame.payload.size()));
    domain::Decoded decoded; // says nothing about occupancy
    decoded.extra.insert("kind"_L1, QLatin1StringView(kind));
    return decoded;
}

Result<domain::Decoded> decodeFrame(const Frame &frame)
{
    if (frame.fPort == kConfigPort)
        return ofLength(frame, kConfigBytes, "config");
    if (frame.fPort == kFirmwarePort)
        return ofLength(frame, kFirmwareBytes, "firmware");
    if (frame.fPort > 0 && frame.fPort < kFamilyPorts && frame.payload.size() <= kShortBytes)
        return decodeShort(frame.payload);
    if (frame.fPort != kStatusPort)
        return decodeError(
            "WRONG_PORT",
            u"a status comes on port %1, this frame on %2"_s.arg(kStatusPort).arg(frame.fPort));
    if (frame.payload.size() != kStatusBytes)
        return decodeError(
            frame.payload.size() < kStatusBytes ? "TOO_SHORT" : "WRONG_LENGTH",
            u"a status has %1 bytes, this frame %2"_s.arg(kStatusBytes).arg(frame.payload.size()));
    return decodeStatus(frame.payload);
}

} // namespace

Result<domain::Decoded> decode(const Frame &frame)
{
    if (Result<> some = requirePayload(frame); !some)
        return some.error();
    Result<domain::Decoded> decoded = decodeFrame(frame);
    if (decoded)
        decoded->deviceType = u"browan_tabs"_s;
    return decoded;
}

} // namespace parking::devices::browantabs
