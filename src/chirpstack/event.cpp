#include "chirpstack/event.h"

#include "base/literals.h"
#include "chirpstack/jsonevent.h"
#include "chirpstack/protobufevent.h"
#include "domain/problems.h"

#include <QUuid>

#include <algorithm>
#include <array>

namespace parking::chirpstack {

namespace {

using namespace std::chrono_literals;
using domain::Event;
using domain::EventHead;
using domain::GatewayReception;

constexpr auto kClockSlack = 60s; // event time this far after the newest nsTime is not believed
constexpr auto kLate = 24h * 7; // ... nor this far before it
constexpr auto kOldest = 24h * 400;
constexpr auto kFuture = 10min;
// ChirpStack v4 is younger. A gateway that never had the time begins in 1970 or, with GPS, in 1980.
constexpr UtcTime kNeverSet = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);

// Namespace of our UUIDv5 keys; a random UUID, fixed for good: keys in databases depend on it.
const QUuid kKeyNamespace(0x8e1c2f2a, 0x5d0b, 0x4f6e, 0x9a, 0x31, 0x6d, 0x7f, 0x0c, 0x52, 0xe4,
                          0x18);

struct Topic {
    domain::DevEui devEui;
    EventKind kind = EventKind::Up;
};

std::optional<EventKind> kindOf(QByteArrayView name)
{
    constexpr std::pair<const char *, EventKind> kNames[] = {{"up", EventKind::Up},
                                                             {"join", EventKind::Join},
                                                             {"status", EventKind::Status},
                                                             {"ack", EventKind::Ack},
                                                             {"txack", EventKind::TxAck},
                                                             {"log", EventKind::Log},
                                                             {"location", EventKind::Location}};
    for (const auto &[known, kind] : kNames) {
        if (name == known)
            return kind;
    }
    return std::nullopt;
}

/// .../application/{id}/device/{devEui}/event/{name}: ChirpStack's `event_topic` may set any words
/// before it, and only the end counts.
Result<Topic> parseTopic(QByteArrayView topic)
{
    std::array<QByteArrayView, 6> parts;
    QByteArrayView rest = topic;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const qsizetype slash = rest.lastIndexOf('/');
        *part = rest.sliced(slash + 1);
        rest = rest.first(qMax<qsizetype>(slash, 0));
    }
    if (parts[0] != "application" || parts[2] != "device" || parts[4] != "event"
        || parts[1].isEmpty())
        return Error{problem::kBadTopic,
                     u"does not end in application/+/device/+/event/+: %1"_s.arg(
                         QString::fromUtf8(topic.first(qMin<qsizetype>(topic.size(), 200))))};
    const Result<domain::DevEui> eui = domain::DevEui::parse(QString::fromLatin1(parts[3]));
    if (!eui)
        return Error{problem::kBadTopic, eui.error().detail};
    const std::optional<EventKind> kind = kindOf(parts[5]);
    if (!kind)
        return Error{problem::kUnknownEvent,
                     u"no such event: %1"_s.arg(
                         QString::fromUtf8(parts[5].first(qMin<qsizetype>(parts[5].size(), 40))))};
    return Topic{*eui, *kind};
}

/// White space and an opening brace begin no event in protobuf, whose first field has a small
/// number.
bool isJson(QByteArrayView payload)
{
    if (payload.startsWith("\xef\xbb\xbf")) // a byte order mark
        payload = payload.sliced(3);
    const auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    const auto first = std::find_if_not(payload.begin(), payload.end(), isSpace);
    return first != payload.end() && *first == '{';
}

/// As QUuid writes it: 36 characters, lower case.
bool isUuidText(const QString &text)
{
    if (text.size() != 36)
        return false;
    for (qsizetype i = 0; i < 36; ++i) {
        const char16_t c = text[i].unicode();
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? c != u'-' : !((c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f')))
            return false;
    }
    return true;
}

/// deduplicationId, or a UUIDv5 over topic and payload where that is empty or no UUID.
QString eventKey(const QString &deduplicationId, QByteArrayView topic, QByteArrayView payload)
{
    constexpr QLatin1StringView kNull("00000000-0000-0000-0000-000000000000");
    if (isUuidText(deduplicationId) && deduplicationId != kNull)
        return deduplicationId;
    const QUuid given = QUuid::fromString(deduplicationId);
    const QUuid key = given.isNull()
        ? QUuid::createUuidV5(kKeyNamespace, topic.toByteArray() + '\n' + payload.toByteArray())
        : given;
    return key.toString(QUuid::WithoutBraces);
}

bool isSet(const std::optional<UtcTime> &clock)
{
    return clock && *clock >= kNeverSet;
}

bool isPossible(const std::optional<UtcTime> &clock, UtcTime received)
{
    return clock && *clock >= received - kOldest && *clock <= received + kFuture;
}

/// The clocks that a payload carries, those that were never set left out.
struct Clocks {
    std::optional<UtcTime> own;
    std::optional<UtcTime> server; ///< newest of the network server's
    std::optional<UtcTime> gateway; ///< newest that is possible
};

Clocks clocksOf(const RawEvent &raw, UtcTime received)
{
    Clocks clocks;
    if (isSet(raw.time))
        clocks.own = raw.time;
    const auto *uplink = std::get_if<domain::Uplink>(&raw.event);
    if (!uplink)
        return clocks;
    for (const GatewayReception &gateway : uplink->gateways) {
        if (isSet(gateway.nsTime))
            clocks.server = std::max(clocks.server, gateway.nsTime); // an empty one is the least
        if (isSet(gateway.gatewayTime) && isPossible(gateway.gatewayTime, received))
            clocks.gateway = std::max(clocks.gateway, gateway.gatewayTime);
    }
    return clocks;
}

/// Event time: the payload's own clock unless the network server's contradicts it; the next clock
/// in the payload where that cannot be; the time of reception where it has none (docs/wire.md,
/// "Events by MQTT"). What was received when decides only about times that cannot be.
Result<> setTime(EventHead &head, const Clocks &clocks, UtcTime received)
{
    const auto &[own, server, gateway] = clocks;
    const bool believed =
        own && (!server || (*own <= *server + kClockSlack && *own >= *server - kLate));
    // A gateway's clock is only asked where the server's is not known.
    const std::optional<UtcTime> inOrder[] = {believed ? own : server, believed ? server : own,
                                              server ? std::nullopt : gateway};
    head.time = received;
    head.timeSuspect = true;
    for (const std::optional<UtcTime> &time : inOrder) {
        if (!isPossible(time, received))
            continue;
        head.time = *time;
        head.timeSuspect = !believed || time != own;
        return {};
    }
    const std::optional<UtcTime> first = inOrder[0] ? inOrder[0] : inOrder[1];
    if (!first)
        return {};
    return Error{problem::kBadTime,
                 u"event time %1, received %2"_s.arg(toIso(*first), toIso(received)),
                 {{u"time"_s, toIso(*first)}}};
}

} // namespace

EventReader::EventReader() : m_json(std::make_unique<JsonEvents>()) { }

EventReader::~EventReader() = default;

Result<Event> EventReader::read(QByteArrayView topic, QByteArrayView payload, UtcTime receivedAt)
{
    const Result<Topic> place = parseTopic(topic);
    if (!place)
        return place.error();
    Result<RawEvent> raw =
        isJson(payload) ? m_json->read(place->kind, payload) : readProtobuf(place->kind, payload);
    if (!raw)
        return raw.error();
    if (raw->device.devEui != place->devEui)
        return Error{
            problem::kEuiMismatch,
            u"topic %1, payload %2"_s.arg(place->devEui.toString(), raw->device.devEui.toString())};
    EventHead head;
    head.key = eventKey(raw->deduplicationId, topic, payload);
    head.device = std::move(raw->device);
    if (auto *uplink = std::get_if<domain::Uplink>(&raw->event))
        uplink->notes = std::move(raw->notes);
    if (Result<> timed = setTime(head, clocksOf(*raw, receivedAt), receivedAt); !timed)
        return timed.error();
    std::visit([&head](auto &e) { e.head = std::move(head); }, raw->event);
    return std::move(raw->event);
}

bool isContentKey(const QString &key)
{
    return QUuid::fromString(key).version() == QUuid::Sha1; // ChirpStack's are random ones
}

Result<Event> parseEvent(QByteArrayView topic, QByteArrayView payload, UtcTime receivedAt)
{
    return EventReader().read(topic, payload, receivedAt);
}

} // namespace parking::chirpstack
