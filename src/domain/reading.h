#pragma once

#include "base/time.h"
#include "domain/details.h"
#include "domain/deveui.h"
#include "domain/ids.h"
#include "domain/spacestate.h"
#include "domain/uplink.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace parking::domain {

/// What a lamp or display says it shows.
struct DisplayEcho {
    std::optional<quint32> rgb; ///< 0xRRGGBB; empty for displays that echo a status code
    std::optional<SpaceState> state; ///< for displays that echo a status code
    QJsonObject details; ///< family specific: on, off, downlinks received, firmware ...

    bool operator==(const DisplayEcho &) const = default;
};

/// What a payload codec reads out of one frame. All fields are optional: a config reply of a
/// sensor decodes well and says nothing about occupancy.
struct Decoded {
    QString deviceType; ///< the codec's name: browan_tabs, kuando_busylight ...
    std::optional<Occupancy> occupancy;
    std::optional<double> batteryVolt;
    std::optional<double> batteryPercent;
    std::optional<double> tempCelsius;
    std::optional<DisplayEcho> display;
    Details extra; ///< the rest: minutes since last event, event count ...
    QStringList notes; ///< what the frame says and the codec does not understand

    bool operator==(const Decoded &) const = default;
};

/// One stored row of sensor_readings: an uplink with what was decoded from it. Values outside
/// their range (domain/limits.h) are dropped and named in `notes`; the rest is kept.
struct Reading {
    QString eventKey; ///< unique together with `time`
    DevEui devEui;
    std::optional<SpaceId> spaceId; ///< the space the device was bound to when it was stored
    UtcTime time; ///< event time
    UtcTime receivedAt; ///< when this computer took it from the broker
    QString deviceType; ///< empty: unknown type
    std::optional<Occupancy> occupancy;
    std::optional<double> batteryVolt; ///< 0..10 V
    std::optional<double> batteryPercent; ///< 0..100
    std::optional<double> tempCelsius; ///< -50..100
    std::optional<int> rssiDbm; ///< -200..0, best gateway
    std::optional<double> snrDb; ///< -32..32, best gateway
    QString gatewayId; ///< best gateway; empty when none
    QList<GatewayReception> gateways;
    quint32 fCnt = 0;
    int fPort = 0;
    int dr = 0;
    QByteArray payload;
    std::optional<JsonText> object;
    bool timeSuspect = false;
    QStringList notes; ///< e.g. "rssi 12 outside -200..0 dropped", "decode: frame too short"

    bool operator==(const Reading &) const = default;
};

} // namespace parking::domain
