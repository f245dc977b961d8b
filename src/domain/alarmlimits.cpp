#include "domain/alarmlimits.h"

#include "base/literals.h"
#include "domain/errors.h"

#include <cmath>

namespace parking::domain {

namespace {

struct Number {
    const char *member;
    int low;
    int high;
    int AlarmLimits::*value;
};

constexpr Number kNumbers[] = {
    {"batteryPercent", 1, 90, &AlarmLimits::batteryPercent},
    {"batteryMillivoltMore", 0, 2000, &AlarmLimits::batteryMillivoltMore},
    {"silentPercent", 100, 1000, &AlarmLimits::silentPercent},
    {"stuckHours", 1, 8760, &AlarmLimits::stuckHours},
    {"flapsPerHour", 4, 1000, &AlarmLimits::flapsPerHour},
    {"diskPercent", 1, 50, &AlarmLimits::diskPercent},
    {"lettersPerHour", 1, 1'000'000, &AlarmLimits::lettersPerHour}};

} // namespace

Result<AlarmLimits> parseAlarmLimits(const QJsonObject &siteSettings)
{
    const QJsonValue member = siteSettings.value(u"alarms");
    if (!member.isUndefined() && !member.isObject())
        return errors::validation(u"alarms"_s, u"an object"_s);
    AlarmLimits limits;
    for (const Number &number : kNumbers) {
        const QString name = QString::fromLatin1(number.member);
        const QJsonValue found = member[name];
        if (found.isUndefined())
            continue;
        const double value = found.toDouble(number.low - 1.0);
        if (!(value >= number.low && value <= number.high) || value != std::floor(value))
            return errors::validation(
                u"alarms."_s + name,
                u"a whole number from %1 to %2"_s.arg(number.low).arg(number.high));
        limits.*number.value = int(value);
    }
    return limits;
}

QJsonObject toJson(const AlarmLimits &limits)
{
    QJsonObject json;
    for (const Number &number : kNumbers)
        json.insert(QString::fromLatin1(number.member), limits.*number.value);
    return json;
}

} // namespace parking::domain
