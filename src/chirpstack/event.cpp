#include "chirpstack/event.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "chirpstack/fields.h"

#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

namespace parking::chirpstack {

namespace {

using namespace std::chrono_literals;
using domain::Event;
using domain::EventHead;
using domain::GatewayReception;

constexpr qsizetype kMaxBytes = 8 * 1024 * 1024;
constexpr int kMaxDepth = 64;
constexpr auto kClockSlack = 60s; // event time this far after the newest nsTime is not believed
constexpr auto kLate = 24h * 7; // ... nor this far before it
constexpr auto kOldest = 24h * 400;
constexpr auto kFuture = 10min;

// Namespace of our UUIDv5 keys; a random UUID, fixed for good: keys in databases depend on it.
const QUuid kKeyNamespace(0x8e1c2f2a, 0x5d0b, 0x4f6e, 0x9a, 0x31, 0x6d, 0x7f, 0x0c, 0x52, 0xe4,
                          0x18);

Error error(const char *code, const QString &detail)
{
    return {QString::fromLatin1(code), detail};
}

/// application/{id}/device/{devEui}/event/{name}
struct Topic {
    QString applicationId;
    domain::DevEui devEui;
    QByteArray event;
};

Result<Topic> parseTopic(const QByteArray &topic)
{
    const QList<QByteArray> parts = topic.split('/');
    if (parts.size() != 6 || parts[0] != "application" || parts[2] != "device"
        || parts[4] != "event" || parts[1].isEmpty())
        return error(
            "BAD_TOPIC",
            u"not application/+/device/+/event/+: %1"_s.arg(QString::fromUtf8(topic.left(200))));
    const Result<domain::DevEui> eui = domain::DevEui::parse(QString::fromLatin1(parts[3]));
    if (!eui)
        return error("BAD_TOPIC", eui.error().detail);
    return Topic{QString::fromUtf8(parts[1]), *eui, parts[5]};
}

/// Depth of nesting, without building anything: a hostile depth must not reach the parser's stack.
bool isDeeperThan(const QByteArray &json, int limit)
{
    // Most messages have fewer brackets than that, which is much faster to see.
    const auto brackets =
        std::count(json.cbegin(), json.cend(), '{') + std::count(json.cbegin(), json.cend(), '[');
    if (brackets <= limit)
        return false;
    int depth = 0;
    bool inText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++depth > limit)
                return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

Result<QJsonObject> parseObject(const QByteArray &payload)
{
    if (payload.size() > kMaxBytes)
        return error("BAD_JSON", u"%1 bytes are too many"_s.arg(payload.size()));
    if (isDeeperThan(payload, kMaxDepth))
        return error("BAD_JSON", u"nested deeper than %1"_s.arg(kMaxDepth));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(payload, &problem);
    if (problem.error != QJsonParseError::NoError)
        return error("BAD_JSON", u"%1 at byte %2"_s.arg(problem.errorString()).arg(problem.offset));
    if (!document.isObject())
        return error("BAD_JSON", u"not an object"_s);
    return document.object();
}

/// deduplicationId, or a UUIDv5 over topic and payload where that is empty or no UUID.
QString eventKey(const QString &deduplicationId, const QByteArray &topic, const QByteArray &payload)
{
    const QUuid given = QUuid::fromString(deduplicationId);
    const QUuid key =
        given.isNull() ? QUuid::createUuidV5(kKeyNamespace, topic + '\n' + payload) : given;
    return key.toString(QUuid::WithoutBraces);
}

std::optional<UtcTime> newestNsTime(const QList<GatewayReception> &gateways)
{
    std::optional<UtcTime> newest;
    for (const GatewayReception &gateway : gateways) {
        if (gateway.nsTime && (!newest || *gateway.nsTime > *newest))
            newest = gateway.nsTime;
    }
    return newest;
}

/// Event time: the payload's own clock unless the network server's contradicts it (DESIGN.md,
/// "The latest event wins"). Depends on the payload alone, apart from the final window.
Result<> setTime(EventHead &head, std::optional<UtcTime> own, std::optional<UtcTime> server,
                 UtcTime received)
{
    const bool believed =
        own && (!server || (*own <= *server + kClockSlack && *own >= *server - kLate));
    const std::optional<UtcTime> time = believed ? own : server;
    if (!time)
        return error("BAD_TIME", u"the event has no time"_s);
    if (*time < received - kOldest || *time > received + kFuture)
        return error("BAD_TIME",
                     u"event time %1, received %2"_s.arg(toIso(*time), toIso(received)));
    head.time = *time;
    head.timeSuspect = !believed;
    return {};
}

domain::DeviceInfo readDevice(Fields fields)
{
    domain::DeviceInfo device;
    device.devEui = fields.eui("devEui");
    device.name = fields.text("deviceName");
    device.profileName = fields.text("deviceProfileName");
    device.applicationId = fields.text("applicationId");
    device.applicationName = fields.text("applicationName");
    device.deviceClass = fields.text("deviceClassEnabled");
    device.tags = fields.texts("tags");
    return device;
}

/// One entry of rxInfo: gw.UplinkRxInfo, where default values are absent (chirpstack.md 1.2).
GatewayReception readGateway(Fields fields)
{
    GatewayReception gateway;
    gateway.gatewayId = fields.text("gatewayId").toLower();
    gateway.rssiDbm = int(fields.integer("rssi", -100'000, 100'000));
    gateway.snrDb = fields.number("snr");
    gateway.channel = int(fields.integer("channel", 0, 0xffffffffLL));
    gateway.nsTime = fields.time("nsTime");
    return gateway;
}

QList<GatewayReception> readGateways(Fields &fields)
{
    QList<GatewayReception> gateways;
    fields.forEach("rxInfo", [&](Fields entry) { gateways.append(readGateway(entry)); });
    std::stable_sort(gateways.begin(), gateways.end(),
                     [](const GatewayReception &a, const GatewayReception &b) {
                         return a.snrDb != b.snrDb ? a.snrDb > b.snrDb : a.rssiDbm > b.rssiDbm;
                     });
    return gateways;
}

domain::Uplink readUplink(Fields &fields)
{
    domain::Uplink uplink;
    uplink.fCnt = quint32(fields.integer("fCnt", 0, 0xffffffffLL));
    uplink.fPort = int(fields.integer("fPort", 0, 255));
    uplink.dr = int(fields.integer("dr", 0, 255));
    uplink.confirmed = fields.flag("confirmed");
    uplink.payload = fields.bytes("data");
    uplink.object = fields.object("object");
    uplink.encrypted = fields.has("joinServerContext");
    uplink.gateways = readGateways(fields);
    if (fields.has("txInfo"))
        uplink.frequencyHz = fields.child("txInfo").integer("frequency", 0, 0xffffffffLL);
    return uplink;
}

domain::DeviceStatus readStatus(Fields &fields)
{
    domain::DeviceStatus status;
    status.marginDb = int(fields.integer("margin", -1000, 1000));
    status.externalPower = fields.flag("externalPowerSource");
    const double level = fields.number("batteryLevel");
    if (!fields.flag("batteryLevelUnavailable") && !status.externalPower && level >= 0
        && level <= 100)
        status.batteryPercent = level;
    return status;
}

domain::Ack readAck(Fields &fields)
{
    domain::Ack ack;
    ack.queueItemId = fields.text("queueItemId");
    ack.acknowledged = fields.flag("acknowledged");
    ack.fCntDown = quint32(fields.integer("fCntDown", 0, 0xffffffffLL));
    return ack;
}

domain::TxAck readTxAck(Fields &fields)
{
    domain::TxAck ack;
    ack.queueItemId = fields.text("queueItemId");
    ack.fCntDown = quint32(fields.integer("fCntDown", 0, 0xffffffffLL));
    ack.gatewayId = fields.text("gatewayId").toLower();
    return ack;
}

domain::LogEntry readLog(Fields &fields)
{
    domain::LogEntry log;
    log.level = fields.text("level");
    log.code = fields.text("code");
    log.description = fields.text("description");
    log.context = fields.texts("context");
    return log;
}

domain::LocationFix readLocation(Fields &fields)
{
    domain::LocationFix fix;
    if (fields.has("location")) {
        Fields location = fields.child("location");
        fix.latitude = location.number("latitude");
        fix.longitude = location.number("longitude");
    }
    return fix;
}

std::optional<Event> readEvent(const QByteArray &name, Fields &fields)
{
    if (name == "up")
        return readUplink(fields);
    if (name == "join") {
        domain::Join join;
        join.devAddr = fields.text("devAddr");
        return join;
    }
    if (name == "status")
        return readStatus(fields);
    if (name == "ack")
        return readAck(fields);
    if (name == "txack")
        return readTxAck(fields);
    if (name == "log")
        return readLog(fields);
    if (name == "location")
        return readLocation(fields);
    return std::nullopt;
}

} // namespace

Result<Event> parseEvent(const QByteArray &topic, const QByteArray &payload, UtcTime receivedAt)
{
    const Result<Topic> place = parseTopic(topic);
    if (!place)
        return place.error();
    const Result<QJsonObject> json = parseObject(payload);
    if (!json)
        return json.error();

    FieldProblem problem;
    Fields fields(*json, problem);
    std::optional<Event> event = readEvent(place->event, fields);
    if (!event)
        return error("UNKNOWN_EVENT",
                     u"no such event: %1"_s.arg(QString::fromUtf8(place->event.left(40))));
    EventHead head;
    head.device = readDevice(fields.child("deviceInfo"));
    const std::optional<UtcTime> own = fields.time("time");
    head.key = eventKey(fields.text("deduplicationId"), topic, payload);
    if (!problem.isEmpty())
        return Error{u"BAD_FIELD"_s, problem.text(), {{u"field"_s, problem.field}}};
    if (head.device.devEui != place->devEui)
        return error(
            "EUI_MISMATCH",
            u"topic %1, payload %2"_s.arg(place->devEui.toString(), head.device.devEui.toString()));
    const auto *uplink = std::get_if<domain::Uplink>(&*event);
    const std::optional<UtcTime> server =
        uplink ? newestNsTime(uplink->gateways) : std::optional<UtcTime>();
    if (Result<> timed = setTime(head, own, server, receivedAt); !timed)
        return timed.error();
    std::visit([&head](auto &e) { e.head = std::move(head); }, *event);
    return std::move(*event);
}

} // namespace parking::chirpstack
