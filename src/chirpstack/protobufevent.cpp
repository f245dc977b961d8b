#include "chirpstack/protobufevent.h"

#include "base/literals.h"
#include "chirpstack/leftout.h"
#include "domain/problems.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include <chirpstack/events.pb.h> // generated
#include <google/protobuf/io/coded_stream.h>

#include <array>
#include <charconv>
#include <cmath>

namespace parking::chirpstack {

namespace {

using domain::GatewayReception;

constexpr int kMessagesPerLevel = 3; // an object in an object: Struct, its entry, Value
constexpr int kOuterMessages = 8;

Error notProtobuf(const QString &what)
{
    return {problem::kBadJson, u"neither a JSON object nor an event in protobuf: "_s + what};
}

Error badField(const QString &field, QStringView what)
{
    return {problem::kBadField, u"%1: %2"_s.arg(field, what), {{u"field"_s, field}}};
}

QString textOf(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// A text that people chose, fit for every database; what is no UTF-8 in it is U+FFFD.
QString labelOf(const std::string &utf8, const QString &path, LeftOut &leftOut)
{
    const QString text = textOf(utf8);
    const QString fit = withoutZeros(text);
    if (fit.size() != text.size())
        leftOut.add(path, u"U+0000 in it");
    return fit;
}

template <class Entries>
QMap<QString, QString> labelsOf(const Entries &entries, const QString &path, LeftOut &leftOut)
{
    QMap<QString, QString> labels;
    for (const wire::Label &label : entries) {
        const QString name = textOf(label.name());
        labels.insert(withoutZeros(name), labelOf(label.text(), path + u'.' + name, leftOut));
    }
    return labels;
}

/// Empty when it is no time that RFC 3339 can say.
std::optional<UtcTime> timeOf(const wire::Timestamp &time)
{
    using namespace std::chrono;
    constexpr sys_seconds kFirst = sys_days(year(1) / 1 / 1);
    constexpr sys_seconds kEnd = sys_days(year(10'000) / 1 / 1);
    const sys_seconds whole{seconds(time.seconds())};
    if (whole < kFirst || whole >= kEnd || time.nanos() < 0 || time.nanos() > 999'999'999)
        return std::nullopt;
    return UtcTime(whole) + milliseconds(time.nanos() / 1'000'000); // cut
}

/// The number that JSON writes for this one: the shortest that is the same float.
double asWritten(float value)
{
    std::array<char, 64> text;
    const auto end = std::to_chars(text.begin(), text.end(), value).ptr;
    double written = value;
    std::from_chars(text.begin(), end, written);
    return written;
}

// --- google.protobuf.Struct ----------------------------------------------------------------------

/// Turns an object of ChirpStack's codecs into JSON. What JSON has no word for is null, as in
/// ChirpStack's own.
class ObjectReader {
public:
    bool isTooDeep() const { return m_isTooDeep; }
    bool hasZeros() const { return m_hasZeros; }

    QJsonObject object(const wire::Struct &object, int depth)
    {
        QJsonObject json;
        if (!enters(depth))
            return json;
        for (const wire::Member &member : object.fields())
            json.insert(text(member.name()), value(member.value(), depth));
        return json;
    }

private:
    QJsonArray array(const wire::ListValue &list, int depth)
    {
        QJsonArray json;
        if (!enters(depth))
            return json;
        for (const wire::Value &value : list.values())
            json.append(this->value(value, depth));
        return json;
    }

    QJsonValue value(const wire::Value &value, int depth)
    {
        switch (value.kind_case()) {
        case wire::Value::kNumberValue:
            return std::isfinite(value.number_value()) ? QJsonValue(value.number_value())
                                                       : QJsonValue();
        case wire::Value::kStringValue:
            return text(value.string_value());
        case wire::Value::kBoolValue:
            return value.bool_value();
        case wire::Value::kStructValue:
            return object(value.struct_value(), depth + 1);
        case wire::Value::kListValue:
            return array(value.list_value(), depth + 1);
        case wire::Value::kNullValue:
        case wire::Value::KIND_NOT_SET:
            break;
        }
        return {};
    }

    QString text(const std::string &utf8)
    {
        QString text = textOf(utf8);
        if (text.contains(QChar(u'\0'))) {
            m_hasZeros = true;
            text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
        }
        return text;
    }

    bool enters(int depth)
    {
        m_isTooDeep = m_isTooDeep || depth > kMaxEventDepth;
        return !m_isTooDeep;
    }

    bool m_isTooDeep = false;
    bool m_hasZeros = false;
};

// --- Parts of an event ---------------------------------------------------------------------------
// take() gives success, or what costs the event.

Result<> take(const wire::DeviceInfo &info, domain::DeviceInfo &device, LeftOut &leftOut)
{
    constexpr const char *kClasses[] = {"CLASS_A", "CLASS_B", "CLASS_C"};
    const Result<domain::DevEui> eui = domain::DevEui::parse(textOf(info.dev_eui()));
    if (!eui)
        return badField(u"deviceInfo.devEui"_s,
                        info.dev_eui().empty() ? u"missing" : u"not 16 hex digits");
    device.devEui = *eui;
    device.name = labelOf(info.device_name(), u"deviceInfo.deviceName"_s, leftOut);
    device.profileName =
        labelOf(info.device_profile_name(), u"deviceInfo.deviceProfileName"_s, leftOut);
    device.tags = labelsOf(info.tags(), u"deviceInfo.tags"_s, leftOut);
    const int kind = info.device_class_enabled();
    if (kind >= 0 && kind < int(std::size(kClasses)))
        device.deviceClass = QString::fromLatin1(kClasses[kind]);
    else
        leftOut.add(u"deviceInfo.deviceClassEnabled"_s, u"unknown");
    return {};
}

std::optional<UtcTime> spareTime(bool has, const wire::Timestamp &time, const QString &path,
                                 LeftOut &leftOut)
{
    if (!has)
        return std::nullopt;
    const std::optional<UtcTime> known = timeOf(time);
    if (!known)
        leftOut.add(path, u"no time");
    return known;
}

QList<GatewayReception> gatewaysOf(const wire::UplinkEvent &event, LeftOut &leftOut)
{
    QList<GatewayReception> gateways;
    for (const wire::UplinkRxInfo &info : event.rx_info()) {
        if (!std::isfinite(info.snr())) { // cannot be sorted
            leftOut.add(u"rxInfo.snr"_s, u"not a number");
            continue;
        }
        GatewayReception &gateway = gateways.emplaceBack();
        gateway.gatewayId = textOf(info.gateway_id()).toLower();
        gateway.rssiDbm = info.rssi();
        gateway.snrDb = asWritten(info.snr());
        gateway.channel = int(info.channel());
        gateway.nsTime = spareTime(info.has_ns_time(), info.ns_time(), u"rxInfo.nsTime"_s, leftOut);
        gateway.gatewayTime =
            spareTime(info.has_gw_time(), info.gw_time(), u"rxInfo.gwTime"_s, leftOut);
    }
    bestFirst(gateways);
    return gateways;
}

Result<> take(const wire::UplinkEvent &event, domain::Uplink &uplink, LeftOut &leftOut)
{
    if (event.f_port() > 255)
        return badField(u"fPort"_s, u"not a whole number in 0..255");
    uplink.fPort = int(event.f_port());
    uplink.fCnt = event.f_cnt();
    if (event.dr() <= 255)
        uplink.dr = int(event.dr());
    else
        leftOut.add(u"dr"_s, u"not a whole number in 0..255");
    uplink.confirmed = event.confirmed();
    uplink.payload = QByteArray(event.data().data(), qsizetype(event.data().size()));
    uplink.encrypted = event.has_join_server_context();
    uplink.frequencyHz = event.tx_info().frequency();
    uplink.gateways = gatewaysOf(event, leftOut);
    if (!event.has_object())
        return {};
    ObjectReader reader;
    const QJsonObject object = reader.object(event.object(), 2); // in the event's own
    if (reader.isTooDeep())
        return notProtobuf(u"nested deeper than %1"_s.arg(kMaxEventDepth));
    if (reader.hasZeros())
        leftOut.add(u"object"_s, u"U+0000 in it");
    uplink.object = JsonText(object);
    return {};
}

Result<> take(const wire::JoinEvent &event, domain::Join &join, LeftOut &)
{
    join.devAddr = textOf(event.dev_addr());
    return {};
}

Result<> take(const wire::StatusEvent &event, domain::DeviceStatus &status, LeftOut &)
{
    if (event.margin() < -1000 || event.margin() > 1000)
        return badField(u"margin"_s, u"not a whole number in -1000..1000");
    status.marginDb = event.margin();
    status.externalPower = event.external_power_source();
    status.batteryPercent = percentOf({.level = asWritten(event.battery_level()),
                                       .isUnavailable = event.battery_level_unavailable(),
                                       .isExternalPower = event.external_power_source()});
    return {};
}

Result<> take(const wire::AckEvent &event, domain::Ack &ack, LeftOut &)
{
    ack.queueItemId = textOf(event.queue_item_id());
    ack.acknowledged = event.acknowledged();
    ack.fCntDown = event.f_cnt_down();
    return {};
}

Result<> take(const wire::TxAckEvent &event, domain::TxAck &ack, LeftOut &)
{
    ack.queueItemId = textOf(event.queue_item_id());
    ack.fCntDown = event.f_cnt_down();
    ack.gatewayId = textOf(event.gateway_id()).toLower();
    return {};
}

/// The word behind a number; the number itself when there is none.
template <size_t Count>
QString wordOf(const char *const (&words)[Count], int number)
{
    return number >= 0 && number < int(Count) ? QString::fromLatin1(words[number])
                                              : QString::number(number);
}

Result<> take(const wire::LogEvent &event, domain::LogEntry &log, LeftOut &leftOut)
{
    constexpr const char *kLevels[] = {"INFO", "WARNING", "ERROR"};
    constexpr const char *kCodes[] = {"UNKNOWN",
                                      "DOWNLINK_PAYLOAD_SIZE",
                                      "UPLINK_CODEC",
                                      "DOWNLINK_CODEC",
                                      "OTAA",
                                      "UPLINK_F_CNT_RESET",
                                      "UPLINK_MIC",
                                      "UPLINK_F_CNT_RETRANSMISSION",
                                      "DOWNLINK_GATEWAY",
                                      "RELAY_NEW_END_DEVICE",
                                      "F_CNT_DOWN",
                                      "EXPIRED"};
    log.level = wordOf(kLevels, event.level());
    log.code = wordOf(kCodes, event.code());
    log.description = labelOf(event.description(), u"description"_s, leftOut);
    log.context = labelsOf(event.context(), u"context"_s, leftOut);
    return {};
}

Result<> take(const wire::LocationEvent &event, domain::LocationFix &fix, LeftOut &)
{
    fix.latitude = event.location().latitude();
    fix.longitude = event.location().longitude();
    return {};
}

// --- Messages ------------------------------------------------------------------------------------

template <class Message, class Body>
Result<RawEvent> readMessage(QByteArrayView payload)
{
    Message message;
    google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t *>(payload.data()),
                                                 int(payload.size()));
    input.SetRecursionLimit(kMaxEventDepth * kMessagesPerLevel + kOuterMessages);
    if (!message.ParseFromCodedStream(&input) || !input.ConsumedEntireMessage())
        return notProtobuf(u"cut, garbled or nested too deep"_s);
    RawEvent raw;
    LeftOut leftOut;
    if constexpr (requires { message.deduplication_id(); })
        raw.deduplicationId = textOf(message.deduplication_id());
    if (message.has_time()) {
        raw.time = timeOf(message.time());
        if (!raw.time)
            return badField(u"time"_s, u"no time");
    }
    if (Result<> known = take(message.device_info(), raw.device, leftOut); !known)
        return known.error();
    Body body;
    if (Result<> taken = take(message, body, leftOut); !taken)
        return taken.error();
    raw.event = std::move(body);
    raw.notes = leftOut.notes();
    return raw;
}

} // namespace

Result<RawEvent> readProtobuf(EventKind kind, QByteArrayView payload)
{
    if (payload.isEmpty())
        return notProtobuf(u"empty"_s);
    if (payload.size() > kMaxEventBytes)
        return notProtobuf(u"%1 bytes are too many"_s.arg(payload.size()));
    switch (kind) {
    case EventKind::Up:
        return readMessage<wire::UplinkEvent, domain::Uplink>(payload);
    case EventKind::Join:
        return readMessage<wire::JoinEvent, domain::Join>(payload);
    case EventKind::Status:
        return readMessage<wire::StatusEvent, domain::DeviceStatus>(payload);
    case EventKind::Ack:
        return readMessage<wire::AckEvent, domain::Ack>(payload);
    case EventKind::TxAck:
        return readMessage<wire::TxAckEvent, domain::TxAck>(payload);
    case EventKind::Log:
        return readMessage<wire::LogEvent, domain::LogEntry>(payload);
    case EventKind::Location:
        break;
    }
    return readMessage<wire::LocationEvent, domain::LocationFix>(payload);
}

} // namespace parking::chirpstack
