#include "engine/ingest/ingestitem.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/limits.h"
#include "store/devicestore.h"

namespace parking::engine {

namespace {

using domain::Decoded;
using domain::DeviceHeard;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::EventHead;

DeviceHeard heardOf(const EventHead &head)
{
    DeviceHeard heard;
    heard.devEui = head.device.devEui;
    heard.name = head.device.name;
    heard.profileName = head.device.profileName;
    return heard;
}

struct DecodedUplink {
    std::optional<Decoded> decoded;
    QString type; ///< empty: unknown
    domain::DeviceKind kind = domain::DeviceKind::Sensor;
    QString note;
    domain::Remarks remarks;
};

DecodedUplink decode(const domain::Uplink &uplink, const store::DeviceBinding &binding)
{
    DecodedUplink result;
    if (binding.displayOf && !binding.sensorOf)
        result.kind = domain::DeviceKind::Display;
    const devices::DeviceType *type =
        devices::resolveType({.typeSetting = binding.typeSetting,
                              .profileName = uplink.head.device.profileName,
                              .devEui = uplink.head.device.devEui,
                              .object = uplink.object});
    if (!type) {
        result.note = u"decode: no device type fits"_s;
        result.remarks = domain::Remark::UnknownType;
        return result;
    }
    result.type = QString::fromLatin1(type->name);
    result.kind = type->kind;
    if (uplink.encrypted) {
        result.note = u"decode: payload is end-to-end encrypted"_s;
        result.remarks = domain::Remark::NotUnderstood;
        return result;
    }
    Result<Decoded> decoded =
        type->decode({.fPort = uplink.fPort, .payload = uplink.payload, .object = uplink.object});
    if (decoded) {
        result.decoded = std::move(*decoded);
    } else {
        result.note = u"decode: %1"_s.arg(decoded.error().detail);
        result.remarks = domain::Remark::NotUnderstood;
    }
    return result;
}

domain::Remarks remarksOf(const domain::Reading &reading, const DecodedUplink &decoded,
                          const store::DeviceBinding &binding)
{
    domain::Remarks remarks = decoded.remarks;
    remarks.setFlag(domain::Remark::SuspectTime, reading.timeSuspect);
    remarks.setFlag(domain::Remark::NoSpace, !binding.sensorOf && !binding.displayOf);
    remarks.setFlag(domain::Remark::NoOccupancy,
                    binding.sensorOf && decoded.decoded && !decoded.decoded->occupancy);
    return remarks;
}

/// ChirpStack's codes; a row a code is kept of each device, so that no others may make rows.
/// Source: ChirpStack, api/proto/integration/integration.proto, LogCode.
QString knownLogCode(const QString &code)
{
    static const QSet<QString> known{u"UNKNOWN"_s,
                                     u"DOWNLINK_PAYLOAD_SIZE"_s,
                                     u"UPLINK_CODEC"_s,
                                     u"DOWNLINK_CODEC"_s,
                                     u"OTAA"_s,
                                     domain::kCounterResetLog,
                                     u"UPLINK_MIC"_s,
                                     u"UPLINK_F_CNT_RETRANSMISSION"_s,
                                     u"DOWNLINK_GATEWAY"_s,
                                     u"RELAY_NEW_END_DEVICE"_s,
                                     u"F_CNT_DOWN"_s,
                                     u"EXPIRED"_s};
    return known.contains(code) ? code : u"OTHER"_s;
}

void takeLog(IngestItem &item, const domain::LogEntry &entry)
{
    constexpr int kTextMax = 500;
    constexpr int kLevelMax = 20;
    const QString code = knownLogCode(entry.code);
    const QString text =
        code == entry.code ? entry.description : entry.code.left(40) + u": "_s + entry.description;
    item.heard = heardOf(entry.head);
    item.log = domain::DeviceLog{
        .devEui = entry.head.device.devEui,
        .code = code,
        .level = entry.level.left(kLevelMax).remove(QChar::Null),
        .text = text.left(kTextMax).remove(QChar::Null),
        .time = entry.head.time,
    };
}

void takeUplink(IngestItem &item, const domain::Uplink &uplink, const Bindings &bindings,
                UtcTime receivedAt)
{
    const store::DeviceBinding binding = bindings.value(uplink.head.device.devEui);
    const DecodedUplink decoded = decode(uplink, binding);

    domain::Reading reading = domain::makeReading(uplink, decoded.decoded, receivedAt);
    reading.deviceType = decoded.type;
    if (!decoded.note.isEmpty())
        reading.notes.append(decoded.note);
    reading.spaceId = binding.sensorOf ? binding.sensorOf : binding.displayOf;
    item.remarks = remarksOf(reading, decoded, binding);

    DeviceHeard heard = heardOf(uplink.head);
    heard.kind = decoded.kind;
    heard.resolvedType = decoded.type;
    heard.firstHeard = reading.time;
    heard.lastHeard = reading.time;
    heard.batteryVolt = reading.batteryVolt;
    heard.batteryPercent = reading.batteryPercent;
    if (reading.batteryPercent)
        heard.power = domain::Power::Battery;
    heard.tempCelsius = reading.tempCelsius;
    heard.rssiDbm = reading.rssiDbm;
    heard.snrDb = reading.snrDb;
    heard.gatewayId = reading.gatewayId;
    heard.fCnt = reading.fCnt;
    heard.uplinks = 1;

    if (binding.displayOf || decoded.kind == domain::DeviceKind::Display) {
        item.display = DisplayHeard{.devEui = uplink.head.device.devEui,
                                    .time = reading.time,
                                    .deviceClass = uplink.head.device.deviceClass,
                                    .fPort = uplink.fPort,
                                    .payload = uplink.encrypted ? QByteArray() : uplink.payload};
        if (decoded.decoded)
            item.display->echo = decoded.decoded->display;
    }
    if (!reading.timeSuspect)
        item.lead = receivedAt - reading.time;
    // Only the device that a space names as its sensor speaks for the space's occupancy.
    item.sensorOf = binding.sensorOf;
    item.heard = std::move(heard);
    item.reading = std::move(reading);
}

void takeJoin(IngestItem &item, const domain::Join &join, const Bindings &bindings)
{
    item.heard = heardOf(join.head);
    item.heard->lastJoin = join.head.time;
    if (bindings.value(join.head.device.devEui).displayOf)
        item.display = DisplayHeard{.devEui = join.head.device.devEui,
                                    .time = join.head.time,
                                    .deviceClass = join.head.device.deviceClass,
                                    .joined = true};
}

void takeStatus(IngestItem &item, const domain::DeviceStatus &status)
{
    item.heard = heardOf(status.head);
    item.heard->batteryPercent = status.batteryPercent;
    item.heard->power = status.externalPower ? domain::Power::External
        : status.batteryPercent              ? domain::Power::Battery
                                             : domain::Power::Unknown;
}

DownlinkEvent eventOf(const EventHead &head, const QString &item, DownlinkEventKind kind)
{
    DownlinkEvent event;
    event.key = head.key;
    event.queueItemId = item;
    event.devEui = head.device.devEui;
    event.kind = kind;
    event.time = head.time;
    return event;
}

/// Empty when the event does not name one of ChirpStack's queue items by its id.
std::optional<DownlinkEvent> downlinkEvent(const domain::Event &event)
{
    std::optional<DownlinkEvent> result;
    if (const auto *txAck = std::get_if<domain::TxAck>(&event)) {
        result = eventOf(txAck->head, txAck->queueItemId, DownlinkEventKind::TxAck);
        result->gatewayId = txAck->gatewayId;
    } else if (const auto *ack = std::get_if<domain::Ack>(&event)) {
        result = eventOf(ack->head, ack->queueItemId,
                         ack->acknowledged ? DownlinkEventKind::Ack : DownlinkEventKind::Nack);
    } else if (const auto *log = std::get_if<domain::LogEntry>(&event)) {
        // A gateway's refusal leaves the item in the queue: it will be tried again.
        if (log->level != u"ERROR" || log->code == u"DOWNLINK_GATEWAY")
            return std::nullopt;
        result = eventOf(log->head, log->context.value(u"queue_item_id"_s),
                         log->code == u"EXPIRED" ? DownlinkEventKind::Expired
                                                 : DownlinkEventKind::Refused);
        result->detail = log->code + u' ' + log->description;
    }
    if (!result)
        return std::nullopt;
    const QUuid item = QUuid::fromString(result->queueItemId);
    if (item.isNull())
        return std::nullopt;
    result->queueItemId = item.toString(QUuid::WithoutBraces);
    return result;
}

} // namespace

IngestItem prepare(const journal::JournalRecord &record, const Bindings &bindings, UtcTime now)
{
    chirpstack::EventReader reader;
    return prepare(record, bindings, now, reader);
}

IngestItem prepare(const journal::JournalRecord &record, const Bindings &bindings, UtcTime now,
                   chirpstack::EventReader &reader)
{
    IngestItem item;
    item.position = record.position;
    item.receivedAt = record.receivedAt;
    item.redelivered = record.message.duplicate;
    const Result<domain::Event> event =
        reader.read(record.message.topic, record.message.payload, record.receivedAt);
    if (!event) {
        item = refused(record, event.error(), now);
        const QString told = event.error().details.value(u"time"_s).toString();
        if (const std::optional<UtcTime> time = fromIso(told))
            item.lead = record.receivedAt - *time;
        return item;
    }

    if (const auto *uplink = std::get_if<domain::Uplink>(&*event)) {
        takeUplink(item, *uplink, bindings, record.receivedAt);
    } else if (const auto *join = std::get_if<domain::Join>(&*event)) {
        takeJoin(item, *join, bindings);
    } else if (const auto *status = std::get_if<domain::DeviceStatus>(&*event)) {
        takeStatus(item, *status);
    } else {
        item.downlinkEvent = downlinkEvent(*event);
        if (const auto *log = std::get_if<domain::LogEntry>(&*event); log && !log->code.isEmpty())
            takeLog(item, *log);
    }
    item.isStranger = item.heard && !bindings.contains(item.heard->devEui);
    if (item.heard && !item.reading) {
        // A join says nothing about what the device is; a binding does.
        const store::DeviceBinding binding = bindings.value(item.heard->devEui);
        if (binding.displayOf && !binding.sensorOf)
            item.heard->kind = domain::DeviceKind::Display;
    }
    return item;
}

IngestItem refused(const journal::JournalRecord &record, const Error &error, UtcTime now)
{
    IngestItem item;
    item.position = record.position;
    item.receivedAt = record.receivedAt;
    item.deadLetter = store::makeDeadLetter(record.message.topic, record.message.payload, error,
                                            record.receivedAt, now);
    return item;
}

} // namespace parking::engine
