#pragma once

#include "base/time.h"
#include "domain/deveui.h"
#include "domain/ids.h"

#include <QList>
#include <QString>

#include <optional>

namespace parking::domain {

enum class DeviceKind : quint8 { Sensor, Display, Gateway };
QString nameOf(DeviceKind kind); ///< sensor, display, gateway
std::optional<DeviceKind> deviceKindFromString(QStringView text);

/// How a device says that it is fed.
enum class Power : quint8 { Battery, External, Unknown };
QString nameOf(Power power); ///< battery, external, unknown
std::optional<Power> powerFromString(QStringView text);

/// A device that was heard or entered. Unassigned until a space names it as sensor or display.
struct Device {
    DevEui devEui;
    DeviceKind kind = DeviceKind::Sensor;
    QString name;
    QString profileName; ///< ChirpStack's device-profile name, as last seen
    QString typeSetting; ///< the operator's choice of type; empty: resolved from the hints
    QString resolvedType; ///< what the engine last used; empty: unknown
    std::optional<SpaceId> spaceId; ///< derived from spaces.sensor_eui / display_eui
    UtcTime firstHeard;
    std::optional<UtcTime> lastHeard; ///< event time of the newest uplink
    std::optional<UtcTime> lastJoin;
    std::optional<double> batteryVolt;
    std::optional<double> batteryPercent; ///< empty too when it said that there is none to tell
    std::optional<double> tempCelsius;
    std::optional<int> rssiDbm;
    std::optional<double> snrDb;
    QString gatewayId;
    quint32 fCnt = 0;
    qint64 uplinkCount = 0; ///< redeliveries are none
    std::optional<Power> power = {}; ///< empty: it never said
    /// The longest silence of each of its last days, newest first: its rhythm (domain/rhythm.h).
    QList<Milliseconds> longestOfDays = {};

    bool operator==(const Device &) const = default;
};

} // namespace parking::domain
