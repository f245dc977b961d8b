// Kuando Busylight IoT Omega LoRaWAN.
// Source: vendor's technical documentation v4.2.2 (Plenom) and TTN vendor/plenom/busylight.js.

#include "base/literals.h"
#include "devices/codecs.h"

#include <QtEndian>

namespace parking::devices::kuandobusylight {

namespace {

constexpr int kPort = 15;
constexpr int kPlanPort = 1; // A75 and A21: the plan sends on its default port
constexpr quint8 kSteadyOn = 0xff;
constexpr quint8 kSteadyOff = 0x00; // an off time of 0 is steady light
constexpr quint8 kBlink = 50; // 1/100 s: half a second on, half a second off
constexpr qsizetype kOffAt = 4;
constexpr int kLeastTold = 10; // 1/100 s: less comes back as 0

template <class T>
T little(const QByteArray &bytes, int offset)
{
    return qFromLittleEndian<T>(bytes.constData() + offset);
}

} // namespace

/// 24 or 25 bytes, little endian: 0-3 RSSI int32 | 4-7 SNR int32 | 8-11 downlinks received u32 |
/// 12-15 uplinks sent u32 (both since join) | 16 R | 17 B | 18 G | 19 on | 20 off (1/10 s) |
/// 21 software | 22 hardware | 23 ADR | [24 high brightness]. Red, BLUE, green: the vendor's order.
Result<domain::Decoded> decode(const Frame &frame)
{
    if (Result<> some = requirePayload(frame); !some)
        return some.error();
    if (frame.fPort != kPort)
        return decodeError(
            "WRONG_PORT",
            u"a status comes on port %1, this frame on %2"_s.arg(kPort).arg(frame.fPort));
    const QByteArray &p = frame.payload;
    if (p.size() != 24 && p.size() != 25)
        return decodeError(p.size() < 24 ? "TOO_SHORT" : "WRONG_LENGTH",
                           u"a status has 24 or 25 bytes, this frame %1"_s.arg(p.size()));
    domain::DisplayEcho echo;
    echo.rgb = quint32(byteAt(p, 16)) << 16 | quint32(byteAt(p, 18)) << 8 | byteAt(p, 17);
    echo.details = {{u"rssiDbm"_s, little<qint32>(p, 0)},
                    {u"snrDb"_s, little<qint32>(p, 4)},
                    {u"downlinksReceived"_s, qint64(little<quint32>(p, 8))},
                    {u"uplinksSent"_s, qint64(little<quint32>(p, 12))},
                    {u"on"_s, byteAt(p, 19)},
                    {u"off"_s, byteAt(p, 20)},
                    {u"software"_s, byteAt(p, 21) / 10.0},
                    {u"hardware"_s, byteAt(p, 22) / 10.0},
                    {u"adr"_s, byteAt(p, 23) != 0}};
    if (p.size() == 25)
        echo.details.insert(u"highBrightness"_s, byteAt(p, 24) != 0);
    domain::Decoded decoded;
    decoded.deviceType = u"kuando_busylight"_s;
    decoded.display = echo;
    return decoded;
}

/// [R, B, G, on, off] on port 15.
Result<DownlinkFrame> encode(domain::SpaceState, domain::Rgb colour)
{
    const char bytes[] = {char(colour.r), char(colour.b), char(colour.g), char(kSteadyOn),
                          char(kSteadyOff)};
    return DownlinkFrame{kPort, QByteArray(bytes, sizeof bytes)};
}

/// The same, on and off for as long.
Result<DownlinkFrame> blink(domain::Rgb colour)
{
    const char bytes[] = {char(colour.r), char(colour.b), char(colour.g), char(kBlink),
                          char(kBlink)};
    return DownlinkFrame{kPort, QByteArray(bytes, sizeof bytes)};
}

bool isBlinking(const DownlinkFrame &frame)
{
    return frame.fPort == kPort && frame.payload.size() >= 5 && byteAt(frame.payload, kOffAt) != 0;
}

/// The plan's [00, R, G, B, 00] (A75).
Result<DownlinkFrame> encodePlan(domain::SpaceState, domain::Rgb colour)
{
    const char bytes[] = {0, char(colour.r), char(colour.g), char(colour.b), 0};
    return DownlinkFrame{kPlanPort, QByteArray(bytes, sizeof bytes)};
}

namespace {

bool shows(const domain::DisplayEcho &echo, quint8 r, quint8 g, quint8 b)
{
    return echo.rgb == (quint32(r) << 16 | quint32(g) << 8 | b);
}

} // namespace

bool confirms(const DownlinkFrame &frame, const domain::DisplayEcho &echo)
{
    const QByteArray &p = frame.payload;
    if (p.size() < 5 || !shows(echo, byteAt(p, 0), byteAt(p, 2), byteAt(p, 1)))
        return false;
    // Times come back in other units (1/10 s), so that only steady or not is compared, where the
    // echo can tell.
    const int off = byteAt(p, kOffAt);
    const bool isSteady = echo.details.value(u"off").toInt() == 0;
    return (0 < off && off < kLeastTold) || (off == 0) == isSteady;
}

bool confirmsPlan(const DownlinkFrame &frame, const domain::DisplayEcho &echo)
{
    const QByteArray &p = frame.payload;
    return p.size() >= 5 && shows(echo, byteAt(p, 1), byteAt(p, 2), byteAt(p, 3));
}

bool speaks(int fPort, const QByteArray &payload)
{
    return fPort == kPort && (payload.size() == 24 || payload.size() == 25);
}

} // namespace parking::devices::kuandobusylight
