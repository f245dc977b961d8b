#include "sim/messages.h"

#include "base/literals.h"

#include <algorithm>
#include <cmath>

namespace parking::sim {

namespace {

const char kApplication[] = "ca739e26-7b67-4f14-b69e-d568c22a5a75";
const char kProfile[] = "browan_tabs";

QByteArray hex(quint64 value, int digits)
{
    return QByteArray::number(value, 16).rightJustified(digits, '0');
}

/// RFC 3339 as chrono writes it: 3 fraction digits, none for whole seconds, and +00:00.
QByteArray timeText(UtcTime time)
{
    QByteArray text = toIso(time).toLatin1();
    text.chop(text.endsWith(".000Z") ? 5 : 1);
    return text + "+00:00";
}

QByteArray topicOf(quint64 devEui, const char *event)
{
    return QByteArray("application/") + kApplication + "/device/" + hex(devEui, 16) + "/event/"
        + event;
}

QByteArray head(const QString &key, UtcTime time, const QByteArray &deviceInfo)
{
    return "{\"deduplicationId\":\"" + key.toLatin1() + "\",\"time\":\"" + timeText(time)
        + "\",\"deviceInfo\":" + deviceInfo;
}

QByteArray uplinkBody(quint32 devAddr, const SimFrame &frame, const QByteArray &rxInfo)
{
    return ",\"devAddr\":\"" + hex(devAddr, 8) + "\",\"adr\":true,\"dr\":5,\"fCnt\":"
        + QByteArray::number(frame.fCnt) + ",\"fPort\":" + QByteArray::number(frame.fPort)
        + ",\"confirmed\":false,\"data\":\"" + frame.payload.toBase64() + "\",\"rxInfo\":" + rxInfo
        + ",\"txInfo\":{\"frequency\":868100000,\"modulation\":{\"lora\":{\"bandwidth\":125000,"
          "\"spreadingFactor\":7,\"codeRate\":\"CR_4_5\"}}},\"regionConfigId\":\"eu868\"}";
}

} // namespace

QByteArray MessageWriter::deviceInfo(const QString &name, const QString &profile, quint64 devEui,
                                     const char *deviceClass) const
{
    return "{\"tenantId\":\"52f14cd4-c6f1-4fbd-8f87-4025e1d49242\",\"tenantName\":\"City\","
           "\"applicationId\":\""
        + QByteArray(kApplication)
        + "\",\"applicationName\":\"parking\",\"deviceProfileId\":"
          "\"605d08d4-65f5-4d2c-8a5a-3d2457662f79\",\"deviceProfileName\":\""
        + profile.toUtf8() + "\",\"deviceName\":\"" + name.toUtf8() + "\",\"devEui\":\""
        + hex(devEui, 16) + "\",\"deviceClassEnabled\":\"" + deviceClass + "\",\"tags\":{}}";
}

QByteArray MessageWriter::rxInfo(const std::vector<Reach> &reach, UtcTime time,
                                 Random &random) const
{
    QByteArray json = "[";
    for (const Reach &path : reach) {
        if (json.size() > 1 && random.chance(0.15))
            continue; // this gateway missed it
        const int rssi = int(std::lround(path.rssiDbm + 2 * random.normal()));
        const double snr = std::round((path.snrDb + random.normal()) * 4) / 4;
        if (json.size() > 1)
            json += ',';
        json += "{\"gatewayId\":\"" + hex(m_site.gateways[size_t(path.gateway)].id, 16)
            + "\",\"uplinkId\":" + QByteArray::number(quint32(random.bits()) | 1) + ",\"nsTime\":\""
            + timeText(time + std::chrono::milliseconds(random.below(40)))
            + "\",\"rssi\":" + QByteArray::number(std::min(rssi, -1));
        if (snr != 0) // proto3: a default value is absent
            json += ",\"snr\":" + QByteArray::number(snr, 'f', 2);
        if (const int channel = random.below(8))
            json += ",\"channel\":" + QByteArray::number(channel);
        json += ",\"location\":{},\"context\":\"AAAAAQ==\",\"crcStatus\":\"CRC_OK\"}";
    }
    return json + ']';
}

SimMessage MessageWriter::uplink(int device, const SimFrame &frame, Random &random) const
{
    const SimDevice &sensor = m_site.devices[size_t(device)];
    SimMessage message;
    message.deliverAt = message.time = frame.time;
    message.device = device;
    message.key = random.uuid().toString(QUuid::WithoutBraces);
    message.topic = topicOf(sensor.sensorEui.value(), "up");
    message.payload = head(message.key, frame.time,
                           deviceInfo(u"sensor-"_s + m_site.spaces[device].code,
                                      QLatin1StringView(kProfile), sensor.sensorEui.value()))
        + uplinkBody(sensor.devAddr, frame, rxInfo(sensor.reach, frame.time, random));
    return message;
}

SimMessage MessageWriter::join(int device, UtcTime time, Random &random) const
{
    const SimDevice &sensor = m_site.devices[size_t(device)];
    SimMessage message;
    message.kind = SimMessage::Kind::Join;
    message.deliverAt = message.time = time;
    message.device = device;
    message.key = random.uuid().toString(QUuid::WithoutBraces);
    message.topic = topicOf(sensor.sensorEui.value(), "join");
    message.payload = head(message.key, time,
                           deviceInfo(u"sensor-"_s + m_site.spaces[device].code,
                                      QLatin1StringView(kProfile), sensor.sensorEui.value()))
        + ",\"devAddr\":\"" + hex(sensor.devAddr, 8) + "\",\"regionConfigId\":\"eu868\"}";
    return message;
}

SimMessage MessageWriter::status(int device, UtcTime time, Random &random) const
{
    const SimDevice &sensor = m_site.devices[size_t(device)];
    const int percent = int(std::clamp((sensor.batteryVolt - 2.8) / 0.8, 0.0, 1.0) * 100);
    SimMessage message;
    message.kind = SimMessage::Kind::Status;
    message.deliverAt = message.time = time;
    message.device = device;
    message.key = random.uuid().toString(QUuid::WithoutBraces);
    message.topic = topicOf(sensor.sensorEui.value(), "status");
    message.payload = head(message.key, time,
                           deviceInfo(u"sensor-"_s + m_site.spaces[device].code,
                                      QLatin1StringView(kProfile), sensor.sensorEui.value()))
        + ",\"margin\":" + QByteArray::number(5 + random.below(20))
        + ",\"externalPowerSource\":false,\"batteryLevelUnavailable\":false,\"batteryLevel\":"
        + QByteArray::number(percent) + ".0}";
    return message;
}

SimMessage MessageWriter::stranger(quint64 devEui, const SimFrame &frame, Random &random) const
{
    SimMessage message;
    message.deliverAt = message.time = frame.time;
    message.key = random.uuid().toString(QUuid::WithoutBraces);
    message.topic = topicOf(devEui, "up");
    message.payload = head(message.key, frame.time,
                           deviceInfo(u"new-%1"_s.arg(devEui & 0xffff, 4, 16, QLatin1Char('0')),
                                      QLatin1StringView(kProfile), devEui))
        + uplinkBody(quint32(devEui), frame,
                     rxInfo({{int(m_site.gateways.size()) - 1, -101, 2}}, frame.time, random));
    return message;
}

QByteArray MessageWriter::lampInfo(int space) const
{
    const domain::Space &at = m_site.spaces[space];
    const quint64 eui = at.displayEui->value();
    // The Heltec boards of this site run the firmware with status codes.
    const bool isHeltec = eui >> 48 == 0x70b3;
    return deviceInfo(u"lamp-"_s + at.code, isHeltec ? u"heltec_status"_s : u"kuando_busylight"_s,
                      eui, m_lampClass);
}

SimMessage MessageWriter::lampUplink(int space, const SimFrame &frame, Random &random) const
{
    const SimDevice &near = m_site.devices[size_t(space)];
    SimMessage message = lampEvent(space, "up", {}, frame.time, random);
    message.payload.chop(1);
    message.payload +=
        uplinkBody(0x02000000u + quint32(space), frame, rxInfo(near.reach, frame.time, random));
    return message;
}

SimMessage MessageWriter::lampEvent(int space, const char *event, const QByteArray &body,
                                    UtcTime time, Random &random) const
{
    SimMessage message;
    message.kind = SimMessage::Kind::Lamp;
    message.deliverAt = message.time = time;
    message.key = random.uuid().toString(QUuid::WithoutBraces);
    message.topic = topicOf(m_site.spaces[space].displayEui->value(), event);
    message.payload = head(message.key, time, lampInfo(space))
        + (body.isEmpty() ? QByteArray() : ',' + body) + '}';
    return message;
}

} // namespace parking::sim
