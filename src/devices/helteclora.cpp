// Heltec WiFi LoRa 32 V3 as a parking display. The board has no protocol of its own, the firmware
// has: the plan's three bytes RGB (heltec_display, A74) or one status byte (heltec_status).
// Source for heltec_status: cpaumelle/class-c-heltec-lora-v3, PAYLOAD_PROTOCOL.md v1.1.

#include "base/literals.h"
#include "devices/codecs.h"

namespace parking::devices::helteclora {

namespace {

constexpr int kPort = 1;

std::optional<domain::SpaceState> stateOf(quint8 code)
{
    switch (code) {
    case 1:
        return domain::SpaceState::Free;
    case 2:
        return domain::SpaceState::Occupied;
    case 3:
        return domain::SpaceState::Reserved;
    default:
        return std::nullopt; // the display shows UNKNOWN
    }
}

} // namespace

/// The plan's display sends telemetry that nobody has specified: kept as bytes, read as nothing.
Result<domain::Decoded> decodeTelemetry(const Frame &frame)
{
    if (Result<> some = requirePayload(frame); !some)
        return some.error();
    domain::Decoded decoded;
    decoded.deviceType = u"heltec_display"_s;
    decoded.extra.insert("telemetry"_L1, QString::fromLatin1(frame.payload.toHex()));
    return decoded;
}

/// Port 1: FF C3 once after the join, else [counter high, counter low, last status].
Result<domain::Decoded> decodeStatus(const Frame &frame)
{
    if (Result<> some = requirePayload(frame); !some)
        return some.error();
    if (frame.fPort != kPort)
        return decodeError(
            "WRONG_PORT",
            u"a status comes on port %1, this frame on %2"_s.arg(kPort).arg(frame.fPort));
    const QByteArray &p = frame.payload;
    domain::Decoded decoded;
    decoded.deviceType = u"heltec_status"_s;
    if (p == QByteArrayView("\xff\xc3")) {
        decoded.extra.insert("joined"_L1, true);
        return decoded;
    }
    if (p.size() != 3)
        return decodeError(p.size() < 3 ? "TOO_SHORT" : "WRONG_LENGTH",
                           u"a status has 3 bytes, this frame %1"_s.arg(p.size()));
    domain::DisplayEcho echo;
    echo.state = stateOf(byteAt(p, 2));
    echo.details = {{u"counter"_s, byteAt(p, 0) << 8 | byteAt(p, 1)}, {u"status"_s, byteAt(p, 2)}};
    decoded.display = echo;
    return decoded;
}

Result<DownlinkFrame> encodeRgb(domain::SpaceState, domain::Rgb colour)
{
    const char bytes[] = {char(colour.r), char(colour.g), char(colour.b)};
    return DownlinkFrame{kPort, QByteArray(bytes, sizeof bytes)};
}

/// 01 available, 02 occupied, 03 reserved. The firmware has no code for maintenance; it is shown
/// as occupied, because a driver must not turn in there.
Result<DownlinkFrame> encodeStatus(domain::SpaceState state, domain::Rgb)
{
    char code = 2;
    if (state == domain::SpaceState::Free)
        code = 1;
    else if (state == domain::SpaceState::Reserved)
        code = 3;
    return DownlinkFrame{kPort, QByteArray(1, code)};
}

bool confirmsStatus(const DownlinkFrame &frame, const domain::DisplayEcho &echo)
{
    return frame.payload.size() == 1
        && echo.details.value(u"status").toInt(-1) == byteAt(frame.payload, 0);
}

bool speaksStatus(int fPort, const QByteArray &payload)
{
    if (fPort != kPort)
        return false;
    if (payload == QByteArrayView("\xff\xc3"))
        return true;
    // The firmware's codes end at 3; anything above is somebody's else telemetry.
    return payload.size() == 3 && byteAt(payload, 2) <= 3;
}

} // namespace parking::devices::helteclora
