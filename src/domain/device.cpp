#include "domain/device.h"

#include "base/literals.h"
#include "domain/health.h"

namespace parking::domain {

QString nameOf(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::Sensor:
        return u"sensor"_s;
    case DeviceKind::Display:
        return u"display"_s;
    case DeviceKind::Gateway:
        return u"gateway"_s;
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

QString nameOf(Power power)
{
    switch (power) {
    case Power::Battery:
        return u"battery"_s;
    case Power::External:
        return u"external"_s;
    case Power::Unknown:
        return u"unknown"_s;
    }
    return {};
}

std::optional<Power> powerFromString(QStringView text)
{
    for (const Power power : {Power::Battery, Power::External, Power::Unknown}) {
        if (text == nameOf(power))
            return power;
    }
    return std::nullopt;
}

QString nameOf(HealthLevel level)
{
    switch (level) {
    case HealthLevel::Healthy:
        return u"healthy"_s;
    case HealthLevel::Degraded:
        return u"degraded"_s;
    case HealthLevel::Unhealthy:
        return u"unhealthy"_s;
    }
    return {};
}

std::optional<HealthLevel> healthLevelFromString(QStringView text)
{
    for (const HealthLevel level :
         {HealthLevel::Healthy, HealthLevel::Degraded, HealthLevel::Unhealthy}) {
        if (text == nameOf(level))
            return level;
    }
    return std::nullopt;
}

} // namespace parking::domain
