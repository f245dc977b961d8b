#include "devices/devicetype.h"

#include "base/literals.h"
#include "devices/codecs.h"

#include <array>

namespace parking::devices {

using namespace std::chrono_literals;
using domain::DeviceKind;

namespace {

constexpr const char *kBrowanProfiles[] = {"browan_tabs", "browan_tbms100_motion", "tabs-tbms100"};
// Browan's and its maker Gemtek's; the third: the plan's tests.
constexpr const char *kBrowanPrefixes[] = {"58a0cb", "e8e1e1", "0011223344"};
constexpr const char *kKuandoProfiles[] = {"kuando_busylight", "plenom_kuando_busylight"};
constexpr const char *kKuandoPrefixes[] = {"202020"};
constexpr const char *kHeltecProfiles[] = {"heltec_display"};
constexpr const char *kHeltecPrefixes[] = {"70b3d57ed006"};
constexpr const char *kHeltecStatusProfiles[] = {"heltec_status"};
constexpr const char *kKuandoPlanProfiles[] = {"kuando_busylight_plan"};

// Order matters for prefixes (A76: Browan, Heltec, Kuando).
// Heartbeats: vendors' figures in the free state, docs/wire.md.
constexpr std::array<DeviceType, 6> kTypes = {{
    {"browan_tabs", DeviceKind::Sensor, 60min, kBrowanProfiles, kBrowanPrefixes, browantabs::decode,
     nullptr},
    {"heltec_display", DeviceKind::Display, 60min, kHeltecProfiles, kHeltecPrefixes,
     helteclora::decodeTelemetry, helteclora::encodeRgb},
    {"heltec_status",
     DeviceKind::Display,
     60min,
     kHeltecStatusProfiles,
     {},
     helteclora::decodeStatus,
     helteclora::encodeStatus,
     helteclora::confirmsStatus},
    {"kuando_busylight", DeviceKind::Display, 30min, kKuandoProfiles, kKuandoPrefixes,
     kuandobusylight::decode, kuandobusylight::encode, kuandobusylight::confirms,
     kuandobusylight::blink, kuandobusylight::isBlinking},
    {"kuando_busylight_plan",
     DeviceKind::Display,
     30min,
     kKuandoPlanProfiles,
     {},
     kuandobusylight::decode,
     kuandobusylight::encodePlan,
     kuandobusylight::confirmsPlan},
    {"chirpstack_object", DeviceKind::Sensor, 0min, {}, {}, chirpstackobject::decode, nullptr},
}};

const DeviceType *byProfile(const QString &profileName)
{
    if (profileName.isEmpty())
        return nullptr;
    for (const DeviceType &type : kTypes) {
        for (const char *name : type.profileNames) {
            if (profileName.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0)
                return &type;
        }
    }
    return nullptr;
}

const DeviceType *byPrefix(domain::DevEui eui)
{
    const QString digits = eui.toString();
    for (const DeviceType &type : kTypes) {
        for (const char *prefix : type.euiPrefixes) {
            if (digits.startsWith(QLatin1StringView(prefix)))
                return &type;
        }
    }
    return nullptr;
}

} // namespace

std::span<const DeviceType> deviceTypes()
{
    return kTypes;
}

const DeviceType *findType(QStringView name)
{
    for (const DeviceType &type : kTypes) {
        if (name == QLatin1StringView(type.name))
            return &type;
    }
    return nullptr;
}

const DeviceType *resolveType(const TypeHints &hints)
{
    if (const DeviceType *type = findType(hints.typeSetting))
        return type;
    if (const DeviceType *type = byProfile(hints.profileName))
        return type;
    if (const DeviceType *type = byPrefix(hints.devEui))
        return type;
    const bool fits = hints.object && chirpstackobject::saysOccupancy(*hints.object);
    return fits ? findType(u"chirpstack_object") : nullptr;
}

Result<domain::LampFrame> lampFrame(const DeviceType &type, const domain::DisplaySettings &settings,
                                    const domain::DisplayPolicy &policy,
                                    const domain::LampWord &word)
{
    if (!type.encode)
        return Error{u"NO_ENCODER"_s, u"%1 takes no commands"_s.arg(QLatin1StringView(type.name))};
    const size_t index = domain::indexOf(word.state);
    const domain::Rgb colour = settings.colours[index].value_or(policy.colours[index]);
    const bool isBlinking = word.isSoon && policy.whenSoon == domain::LampsWhenSoon::Blink
        && type.blink && word.state == domain::SpaceState::Reserved;
    const Result<DownlinkFrame> encoded =
        isBlinking ? type.blink(colour) : type.encode(word.state, colour);
    if (!encoded)
        return encoded.error();
    domain::LampFrame frame;
    frame.state = word.state;
    frame.colour = colour;
    frame.deviceType = QString::fromLatin1(type.name);
    frame.fPort = settings.fPort.value_or(encoded->fPort);
    frame.payload = settings.codes[index].isEmpty() ? encoded->payload : settings.codes[index];
    frame.confirmed = settings.confirmed;
    return frame;
}

const DeviceType *recogniseDisplay(int fPort, const QByteArray &payload)
{
    if (kuandobusylight::speaks(fPort, payload))
        return findType(u"kuando_busylight");
    if (helteclora::speaksStatus(fPort, payload))
        return findType(u"heltec_status");
    return nullptr;
}

Error decodeError(const char *reason, const QString &detail)
{
    return {u"DECODE_FAILED"_s, detail, {{u"reason"_s, QString::fromLatin1(reason)}}};
}

Result<> requirePayload(const Frame &frame)
{
    if (frame.payload.isEmpty())
        return decodeError("EMPTY", u"the frame is empty"_s);
    return {};
}

domain::SilenceLimit silenceLimit(QStringView name, const QList<Milliseconds> &longestOfDays)
{
    const DeviceType *type = findType(name);
    return domain::silenceLimit(type ? type->heartbeat : Milliseconds(0), longestOfDays);
}

} // namespace parking::devices
