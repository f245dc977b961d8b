#pragma once

#include "base/jsontext.h"
#include "base/time.h"
#include "domain/deveui.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

/// What a LoRaWAN network server reports about a device: values without any wire format.
/// chirpstack/ makes them from ChirpStack's messages.
namespace parking::domain {

/// One gateway's reception of an uplink.
struct GatewayReception {
    QString gatewayId; ///< 16 hex digits, lower case
    int rssiDbm = 0;
    double snrDb = 0;
    int channel = 0;
    std::optional<UtcTime> nsTime; ///< the network server's clock at arrival
    std::optional<UtcTime> gatewayTime = {}; ///< the gateway's own clock, when it has one

    bool operator==(const GatewayReception &) const = default;
};

struct DeviceInfo {
    DevEui devEui;
    QString name;
    QString profileName;
    QString deviceClass; ///< CLASS_A, CLASS_B, CLASS_C; empty from servers before 4.4
    QMap<QString, QString> tags;

    bool operator==(const DeviceInfo &) const = default;
};

/// What every event has. `key` tells redeliveries from new events: the deduplicationId, or a
/// UUIDv5 over topic and payload where that is empty.
struct EventHead {
    QString key; ///< UUID text, 36 characters, lower case
    DeviceInfo device;
    UtcTime time; ///< event time by the rule in docs/wire.md, "Events by MQTT"
    bool timeSuspect = false; ///< the event's own time was absent or absurd; another was taken

    bool operator==(const EventHead &) const = default;
};

struct Uplink {
    EventHead head;
    quint32 fCnt = 0;
    int fPort = 0; ///< 0..255; 0 when the frame carried none
    int dr = 0;
    bool confirmed = false;
    qint64 frequencyHz = 0; ///< 0 when absent
    QByteArray payload; ///< decrypted FRMPayload, unless `encrypted`
    bool encrypted = false; ///< end-to-end encrypted: nobody here can decode it
    std::optional<JsonText> object; ///< ChirpStack's own decoding, when its profile has a codec
    QList<GatewayReception> gateways; ///< best first: highest SNR, then highest RSSI
    QStringList notes; ///< what was wrong and left out: "deviceInfo.tags.bay dropped: not a text"

    bool operator==(const Uplink &) const = default;
};

struct Join {
    EventHead head;
    QString devAddr;

    bool operator==(const Join &) const = default;
};

/// LoRaWAN DevStatusAns.
struct DeviceStatus {
    EventHead head;
    int marginDb = 0;
    bool externalPower = false;
    std::optional<double> batteryPercent; ///< 0..100; empty when the device does not know

    bool operator==(const DeviceStatus &) const = default;
};

/// A confirmed downlink was acknowledged by the device, or timed out (`acknowledged` false).
struct Ack {
    EventHead head;
    QString queueItemId;
    bool acknowledged = false;
    quint32 fCntDown = 0;

    bool operator==(const Ack &) const = default;
};

/// A gateway took a downlink for transmission.
struct TxAck {
    EventHead head;
    QString queueItemId;
    quint32 fCntDown = 0;
    QString gatewayId;

    bool operator==(const TxAck &) const = default;
};

struct LogEntry {
    EventHead head;
    QString level; ///< INFO, WARNING, ERROR
    QString code; ///< EXPIRED, UPLINK_CODEC, DOWNLINK_GATEWAY ...
    QString description;
    QMap<QString, QString> context; ///< may hold queue_item_id

    bool operator==(const LogEntry &) const = default;
};

struct LocationFix {
    EventHead head;
    double latitude = 0;
    double longitude = 0;

    bool operator==(const LocationFix &) const = default;
};

using Event = std::variant<Uplink, Join, DeviceStatus, Ack, TxAck, LogEntry, LocationFix>;

inline const EventHead &head(const Event &event)
{
    return std::visit([](const auto &e) -> const EventHead & { return e.head; }, event);
}

} // namespace parking::domain
