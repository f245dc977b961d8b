// Any sensor whose ChirpStack device profile has a codec that says whether a space is taken.
// Members read, first match wins: occupied | occupancy | isOccupied | parked as true/false, as
// number 0/1, or as text FREE/OCCUPIED/VACANT. batteryVoltage or batteryVolt in V; battery in V up
// to 10, in mV from 1000, anything between is a percentage and left to batteryPercent.
// temperature in degrees C.

#include "base/literals.h"
#include "devices/codecs.h"

namespace parking::devices {

namespace {

std::optional<domain::Occupancy> asOccupancy(const QJsonValue &value)
{
    using domain::Occupancy;
    if (value.isBool())
        return value.toBool() ? Occupancy::Occupied : Occupancy::Free;
    if (value.isDouble()) {
        if (value.toDouble() == 0.0)
            return Occupancy::Free;
        if (value.toDouble() == 1.0)
            return Occupancy::Occupied;
        return std::nullopt;
    }
    const QString text = value.toString();
    if (text.compare(u"VACANT", Qt::CaseInsensitive) == 0)
        return Occupancy::Free;
    return domain::occupancyFromString(text);
}

std::optional<domain::Occupancy> findOccupancy(const QJsonObject &object)
{
    for (const char *name : {"occupied", "occupancy", "isOccupied", "parked"}) {
        const QJsonValue value = object.value(QLatin1StringView(name));
        if (!value.isUndefined())
            return asOccupancy(value);
    }
    return std::nullopt;
}

std::optional<double> number(const QJsonObject &object, const char *name)
{
    const QJsonValue value = object.value(QLatin1StringView(name));
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

void readBattery(const QJsonObject &object, domain::Decoded &decoded)
{
    decoded.batteryVolt = number(object, "batteryVoltage");
    if (!decoded.batteryVolt)
        decoded.batteryVolt = number(object, "batteryVolt");
    decoded.batteryPercent = number(object, "batteryPercent");
    const std::optional<double> battery = number(object, "battery");
    if (!battery || decoded.batteryVolt)
        return;
    if (*battery <= 10.0)
        decoded.batteryVolt = battery;
    else if (*battery >= 1000.0)
        decoded.batteryVolt = *battery / 1000.0;
    else if (!decoded.batteryPercent)
        decoded.batteryPercent = battery;
}

} // namespace

bool chirpstackobject::saysOccupancy(const JsonText &object)
{
    return findOccupancy(object.object()).has_value();
}

Result<domain::Decoded> chirpstackobject::decode(const Frame &frame)
{
    if (!frame.object)
        return decodeError("NO_OBJECT", u"ChirpStack sent no decoded object"_s);
    const QJsonObject object = frame.object->object();
    domain::Decoded decoded;
    decoded.deviceType = u"chirpstack_object"_s;
    decoded.occupancy = findOccupancy(object);
    if (!decoded.occupancy)
        return decodeError("NO_OBJECT", u"the object says nothing about occupancy"_s);
    readBattery(object, decoded);
    decoded.tempCelsius = number(object, "temperature");
    return decoded;
}

} // namespace parking::devices
