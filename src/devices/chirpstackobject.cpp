// Any sensor whose ChirpStack device profile has a codec that says whether a space is taken.
//
// Occupancy: occupied | occupancy | isOccupied | parked, as true/false, as a word, as a number. In
// `occupancy` numbers are those of Elsys (elsys.se, payload type 0x11): 0 free, 1 pending, which
// tells nothing yet, 2 occupied; in the others 0 and 1. What is none of these tells nothing either.
// Battery: a member that says V or mV is one; `battery` alone may be either or a percentage.
// temperature in degrees C.

#include "base/literals.h"
#include "devices/codecs.h"

#include <cmath>

namespace parking::devices {

namespace {

using domain::Occupancy;

constexpr double kMilli = 1000.0;
// A lithium cell, or two of alkali, from full to empty.
constexpr double kLowestCell = 1.5;
constexpr double kHighestCell = 4.5;
constexpr double kHighestVolt = 9.99;

/// What all members together say about occupancy.
struct Said {
    std::optional<Occupancy> occupancy;
    bool some = false; ///< there is a member of that meaning, understood or not
    QStringList notes;
};

std::optional<Occupancy> ofWord(QStringView word)
{
    constexpr std::pair<const char *, Occupancy> kWords[] = {
        {"occupied", Occupancy::Occupied}, {"true", Occupancy::Occupied},
        {"free", Occupancy::Free},         {"vacant", Occupancy::Free},
        {"unoccupied", Occupancy::Free},   {"false", Occupancy::Free}};
    for (const auto &[known, occupancy] : kWords) {
        if (word.trimmed().compare(QLatin1StringView(known), Qt::CaseInsensitive) == 0)
            return occupancy;
    }
    return std::nullopt;
}

std::optional<Occupancy> ofValue(const QJsonValue &value, double occupied)
{
    if (value.isBool())
        return value.toBool() ? Occupancy::Occupied : Occupancy::Free;
    if (value.isString())
        return ofWord(value.toString());
    if (value.isDouble() && value.toDouble() == 0.0)
        return Occupancy::Free;
    if (value.isDouble() && value.toDouble() == occupied)
        return Occupancy::Occupied;
    return std::nullopt;
}

QString shown(const QJsonValue &value)
{
    constexpr qsizetype kLength = 40;
    if (value.isArray() || value.isObject())
        return u"[...]"_s;
    return value.toVariant().toString().left(kLength).simplified();
}

Said whatIsSaid(const QJsonObject &object)
{
    constexpr std::pair<const char *, double> kMembers[] = {
        {"occupied", 1.0}, {"occupancy", 2.0}, {"isOccupied", 1.0}, {"parked", 1.0}};
    Said said;
    for (const auto &[name, occupied] : kMembers) {
        const QJsonValue value = object.value(QLatin1StringView(name));
        if (value.isUndefined() || value.isNull())
            continue;
        const std::optional<Occupancy> occupancy = ofValue(value, occupied);
        if (!occupancy) {
            said.notes.append(u"%1 %2 says neither free nor occupied"_s.arg(QLatin1StringView(name),
                                                                            shown(value)));
        } else if (said.occupancy && said.occupancy != occupancy) {
            said.occupancy.reset();
            said.notes.append(
                u"%1 %2 contradicts another member"_s.arg(QLatin1StringView(name), shown(value)));
            said.some = true;
            return said;
        } else {
            said.occupancy = occupancy;
        }
        said.some = true;
    }
    return said;
}

/// The first number whose name is one of these, whatever its case and with or without underscores.
std::optional<double> number(const QJsonObject &object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.value().isDouble()
                && it.key().remove(u'_').compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0)
                return it.value().toDouble();
        }
    }
    return std::nullopt;
}

bool isMillivolt(double value)
{
    return value >= kMilli && value <= kHighestVolt * kMilli;
}

/// `battery`, whose name says no unit. Whole numbers up to 4 may be volts or a last few percent,
/// parts of 1 a fraction: nobody knows, and nothing is said.
void readBareBattery(double value, domain::Decoded &decoded)
{
    const bool isWhole = value == std::floor(value);
    const bool isCell = value >= kLowestCell && value <= kHighestCell;
    const bool isPercent = value >= 0.0 && value <= 100.0;
    if (isMillivolt(value) && !decoded.batteryVolt)
        decoded.batteryVolt = value / kMilli;
    else if (isCell && !isWhole && !decoded.batteryVolt)
        decoded.batteryVolt = value;
    else if (isPercent && !isCell && (isWhole || value > kHighestCell) && !decoded.batteryPercent)
        decoded.batteryPercent = value;
    else if (!decoded.batteryVolt && !decoded.batteryPercent)
        decoded.notes.append(u"battery %1 has no unit that is known"_s.arg(value));
}

void readBattery(const QJsonObject &object, domain::Decoded &decoded)
{
    if (const auto milli = number(object, {"batteryMv", "batteryMillivolt", "batteryMillivolts"}))
        decoded.batteryVolt = *milli / kMilli;
    const auto volt = number(object, {"batteryVoltage", "batteryVolt", "batteryVolts"});
    if (volt && !decoded.batteryVolt)
        decoded.batteryVolt = isMillivolt(*volt) ? *volt / kMilli : *volt;
    decoded.batteryPercent = number(object, {"batteryPercent", "batteryPercentage"});
    if (const auto bare = number(object, {"battery"}))
        readBareBattery(*bare, decoded);
}

} // namespace

bool chirpstackobject::saysOccupancy(const JsonText &object)
{
    return whatIsSaid(object.object()).some;
}

Result<domain::Decoded> chirpstackobject::decode(const Frame &frame)
{
    if (!frame.object)
        return decodeError("NO_OBJECT", u"ChirpStack sent no decoded object"_s);
    const QJsonObject object = frame.object->object();
    Said said = whatIsSaid(object);
    if (!said.some)
        return decodeError("NO_OBJECT", u"the object says nothing about occupancy"_s);
    domain::Decoded decoded;
    decoded.deviceType = u"chirpstack_object"_s;
    decoded.occupancy = said.occupancy;
    decoded.notes = std::move(said.notes);
    readBattery(object, decoded);
    decoded.tempCelsius = number(object, {"temperature"});
    return decoded;
}

} // namespace parking::devices
