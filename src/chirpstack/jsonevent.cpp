#include "chirpstack/jsonevent.h"

#include "base/literals.h"
#include "chirpstack/jsonfields.h"
#include "domain/problems.h"

#include <algorithm>
#include <type_traits>
#include <vector>

namespace parking::chirpstack {

namespace {

using domain::GatewayReception;

constexpr qsizetype kKeptBytes = 64 * 1024; // buffers for larger messages are not kept
constexpr qint64 kMaxUint32 = 0xffffffffLL;

Error notJson(const QString &what)
{
    return {problem::kBadJson, what};
}

// --- Parts of an event ---------------------------------------------------------------------------
// take() gives false for a member that it does not know.

/// True when the device was named.
bool readDevice(JsonField &info, domain::DeviceInfo &device)
{
    bool isNamed = false;
    info.members([&](JsonField field) {
        const std::string_view name = field.name();
        if (name == "devEui") {
            device.devEui = field.eui();
            isNamed = true;
        } else if (name == "deviceName") {
            device.name = field.spare().label();
        } else if (name == "deviceProfileName") {
            device.profileName = field.spare().label();
        } else if (name == "deviceClassEnabled") {
            device.deviceClass = field.spare().label();
        } else if (name == "tags") {
            device.tags = field.spare().labels();
        } else {
            field.skip();
        }
    });
    return isNamed;
}

/// An entry of rxInfo: gw.UplinkRxInfo, where default values are absent (docs/wire.md). False when
/// it would say who heard how well and is wrong: 0 dBm would be a claim.
bool takeGateway(JsonField &field, GatewayReception &gateway)
{
    const std::string_view name = field.name();
    const int before = field.leftOut();
    if (name == "gatewayId") {
        gateway.gatewayId = field.text().toLower();
    } else if (name == "rssi") {
        gateway.rssiDbm = int(field.integer(-100'000, 100'000));
    } else if (name == "snr") {
        gateway.snrDb = field.number();
    } else {
        if (name == "channel")
            gateway.channel = int(field.integer(0, kMaxUint32));
        else if (name == "nsTime")
            gateway.nsTime = field.time();
        else if (name == "gwTime" || name == "time") // the second: before 4.2
            gateway.gatewayTime = field.time();
        else
            field.skip();
        return true;
    }
    return field.leftOut() == before;
}

/// Best first: highest SNR, then highest RSSI.
void takeGateways(JsonField &field, QList<GatewayReception> &gateways)
{
    gateways.clear();
    field.elements([&](JsonField entry) {
        GatewayReception gateway;
        bool isWhole = true;
        const auto take = [&](JsonField member) {
            isWhole = takeGateway(member, gateway) && isWhole;
        };
        if (entry.members(take) && isWhole)
            gateways.append(std::move(gateway));
    });
    bestFirst(gateways);
}

/// Only the frame itself, its port and whose it is are needed; the rest is spare.
bool take(JsonField &field, domain::Uplink &uplink)
{
    const std::string_view name = field.name();
    if (name == "fCnt") {
        uplink.fCnt = quint32(field.spare().integer(0, kMaxUint32));
    } else if (name == "fPort") {
        uplink.fPort = int(field.integer(0, 255));
    } else if (name == "dr") {
        uplink.dr = int(field.spare().integer(0, 255));
    } else if (name == "confirmed") {
        uplink.confirmed = field.spare().flag();
    } else if (name == "data") {
        uplink.payload = field.bytes();
    } else if (name == "object") {
        uplink.object = field.spare().object();
    } else if (name == "joinServerContext") {
        uplink.encrypted = !field.isNull();
        field.skip();
    } else if (name == "rxInfo") {
        takeGateways(field.spare(), uplink.gateways);
    } else if (name == "txInfo" && !field.isNull()) {
        field.spare().members([&](JsonField member) {
            if (member.name() == "frequency")
                uplink.frequencyHz = member.integer(0, kMaxUint32);
            else
                member.skip();
        });
    } else {
        return false;
    }
    return true;
}

bool take(JsonField &field, domain::Join &join)
{
    if (field.name() != "devAddr")
        return false;
    join.devAddr = field.text();
    return true;
}

bool take(JsonField &field, domain::Ack &ack)
{
    const std::string_view name = field.name();
    if (name == "queueItemId")
        ack.queueItemId = field.text();
    else if (name == "acknowledged")
        ack.acknowledged = field.flag();
    else if (name == "fCntDown")
        ack.fCntDown = quint32(field.integer(0, kMaxUint32));
    else
        return false;
    return true;
}

bool take(JsonField &field, domain::TxAck &ack)
{
    const std::string_view name = field.name();
    if (name == "queueItemId")
        ack.queueItemId = field.text();
    else if (name == "fCntDown")
        ack.fCntDown = quint32(field.integer(0, kMaxUint32));
    else if (name == "gatewayId")
        ack.gatewayId = field.text().toLower();
    else
        return false;
    return true;
}

bool take(JsonField &field, domain::LogEntry &log)
{
    const std::string_view name = field.name();
    if (name == "level")
        log.level = field.text();
    else if (name == "code")
        log.code = field.text();
    else if (name == "description")
        log.description = field.label();
    else if (name == "context")
        log.context = field.labels();
    else
        return false;
    return true;
}

bool take(JsonField &field, domain::LocationFix &fix)
{
    if (field.name() != "location" || field.isNull())
        return false;
    field.members([&](JsonField member) {
        if (member.name() == "latitude")
            fix.latitude = member.number();
        else if (member.name() == "longitude")
            fix.longitude = member.number();
        else
            member.skip();
    });
    return true;
}

/// A status as sent: whether its level counts, is known when all members are.
struct Battery {
    domain::DeviceStatus status;
    BatteryWord word;
};

bool take(JsonField &field, Battery &battery)
{
    const std::string_view name = field.name();
    if (name == "margin")
        battery.status.marginDb = int(field.integer(-1000, 1000));
    else if (name == "externalPowerSource")
        battery.word.isExternalPower = field.flag();
    else if (name == "batteryLevel")
        battery.word.level = field.number();
    else if (name == "batteryLevelUnavailable")
        battery.word.isUnavailable = field.flag();
    else
        return false;
    return true;
}

domain::DeviceStatus statusOf(const Battery &battery)
{
    domain::DeviceStatus status = battery.status;
    status.externalPower = battery.word.isExternalPower;
    status.batteryPercent = percentOf(battery.word);
    return status;
}

/// The members that all events have go into `raw`, the others into `body`.
template <class Body>
void readMembers(simdjson::ondemand::object object, JsonProblem &problem, RawEvent &raw, Body &body)
{
    bool isNamed = false;
    JsonField::membersOf(object, problem, [&](JsonField field) {
        const std::string_view name = field.name();
        if (name == "deduplicationId")
            raw.deduplicationId = field.spare().text();
        else if (name == "time")
            raw.time = field.time();
        else if (name == "deviceInfo")
            isNamed = readDevice(field, raw.device);
        else if (!take(field, body))
            field.skip();
    });
    if (!isNamed)
        problem.note(u"deviceInfo.devEui"_s, u"missing"_s);
}

template <class Body>
domain::Event eventOf(simdjson::ondemand::object object, JsonProblem &problem, RawEvent &raw)
{
    Body body;
    readMembers(object, problem, raw, body);
    if constexpr (std::is_same_v<Body, Battery>)
        return statusOf(body);
    else
        return body;
}

domain::Event readEvent(EventKind kind, simdjson::ondemand::object object, JsonProblem &problem,
                        RawEvent &raw)
{
    switch (kind) {
    case EventKind::Up:
        return eventOf<domain::Uplink>(object, problem, raw);
    case EventKind::Join:
        return eventOf<domain::Join>(object, problem, raw);
    case EventKind::Status:
        return eventOf<Battery>(object, problem, raw);
    case EventKind::Ack:
        return eventOf<domain::Ack>(object, problem, raw);
    case EventKind::TxAck:
        return eventOf<domain::TxAck>(object, problem, raw);
    case EventKind::Log:
        return eventOf<domain::LogEntry>(object, problem, raw);
    case EventKind::Location:
        break;
    }
    return eventOf<domain::LocationFix>(object, problem, raw);
}

} // namespace

// --- Messages ------------------------------------------------------------------------------------

class JsonEvents::Private {
public:
    Result<RawEvent> read(EventKind kind, QByteArrayView payload);

private:
    simdjson::ondemand::parser m_parser;
    std::vector<char> m_text; // the parser reads a few bytes beyond the end
};

Result<RawEvent> JsonEvents::Private::read(EventKind kind, QByteArrayView payload)
{
    if (payload.startsWith("\xef\xbb\xbf")) // a byte order mark
        payload = payload.sliced(3);
    const size_t size = size_t(payload.size());
    if (m_text.size() < size + simdjson::SIMDJSON_PADDING)
        m_text.resize(size + simdjson::SIMDJSON_PADDING);
    std::copy(payload.begin(), payload.end(), m_text.begin());
    std::fill_n(m_text.begin() + qsizetype(size), simdjson::SIMDJSON_PADDING, '\0');

    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    auto code = m_parser.iterate(m_text.data(), size, m_text.size()).get(document);
    if (code == simdjson::SUCCESS)
        code = document.get_object().get(object);
    if (code == simdjson::INCORRECT_TYPE)
        return notJson(u"not an object"_s);
    if (code != simdjson::SUCCESS)
        return notJson(QString::fromUtf8(simdjson::error_message(code)));
    JsonProblem found;
    RawEvent raw;
    raw.event = readEvent(kind, object, found, raw);
    const char *at = nullptr; // the place of the problem, else what follows the object
    const bool isInside = document.current_location().get(at) == simdjson::SUCCESS;
    if (isInside && found.broken.isEmpty())
        found.broken = u"something follows the object"_s;
    if (!found.broken.isEmpty())
        return notJson(isInside ? u"%1 at byte %2"_s.arg(found.broken).arg(at - m_text.data())
                                : found.broken);
    if (!found.field.isEmpty())
        return Error{
            problem::kBadField, found.field + u": "_s + found.what, {{u"field"_s, found.field}}};
    raw.notes = found.leftOut.notes();
    return raw;
}

JsonEvents::JsonEvents() : d(std::make_unique<Private>()) { }

JsonEvents::~JsonEvents() = default;

Result<RawEvent> JsonEvents::read(EventKind kind, QByteArrayView payload)
{
    if (payload.size() > kMaxEventBytes)
        return notJson(u"%1 bytes are too many"_s.arg(payload.size()));
    if (payload.size() > kKeptBytes)
        return Private().read(kind, payload);
    return d->read(kind, payload);
}

} // namespace parking::chirpstack
