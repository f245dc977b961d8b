#include "domain/device.h"

#include "domain/health.h"

namespace parking::domain {

QString nameOf(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::Sensor:
        return QStringLiteral("sensor");
    case DeviceKind::Display:
        return QStringLiteral("display");
    case DeviceKind::Gateway:
        return QStringLiteral("gateway");
    }
    return {};
}

std::optional<DeviceKind> deviceKindFromString(QStringView text)
{
    for (const DeviceKind kind : {DeviceKind::Sensor, DeviceKind::Display, DeviceKind::Gateway}) {
        if (text.compare(nameOf(kind), Qt::CaseInsensitive) == 0)
            return kind;
    }
    return std::nullopt;
}

QString nameOf(HealthLevel level)
{
    switch (level) {
    case HealthLevel::Healthy:
        return QStringLiteral("healthy");
    case HealthLevel::Degraded:
        return QStringLiteral("degraded");
    case HealthLevel::Unhealthy:
        return QStringLiteral("unhealthy");
    }
    return {};
}

} // namespace parking::domain
