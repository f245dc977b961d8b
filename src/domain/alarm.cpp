#include "domain/alarm.h"

#include "base/literals.h"

#include <QJsonArray>

#include <array>

namespace parking::domain {

namespace {

using enum AlarmKind;

struct KindRow {
    AlarmKind kind;
    const char *name;
    AlarmLevel level;
    bool ofDevices = false;
};

constexpr std::array kKinds{
    KindRow{NothingHeard, "nothing_heard", AlarmLevel::Critical, true},
    KindRow{GatewayLost, "gateway_lost", AlarmLevel::Critical, true},
    KindRow{ZoneSilent, "zone_silent", AlarmLevel::Critical, true},
    KindRow{SensorsSilent, "sensors_silent", AlarmLevel::Warning, true},
    KindRow{BatteryLow, "battery_low", AlarmLevel::Warning, true},
    KindRow{NotUnderstood, "not_understood", AlarmLevel::Warning, true},
    KindRow{Stuck, "stuck", AlarmLevel::Notice, true},
    KindRow{Flapping, "flapping", AlarmLevel::Notice, true},
    KindRow{BookingBlocked, "booking_blocked", AlarmLevel::Critical},
    KindRow{BookingOverstay, "booking_overstay", AlarmLevel::Warning},
    KindRow{ChirpStackAway, "chirpstack_away", AlarmLevel::Warning},
    KindRow{LampsAmiss, "lamps_amiss", AlarmLevel::Warning, true},
    KindRow{ClockWrong, "clock_wrong", AlarmLevel::Warning},
    KindRow{NothingStored, "nothing_stored", AlarmLevel::Critical},
    KindRow{Backlog, "backlog", AlarmLevel::Warning},
    KindRow{DiskFull, "disk_full", AlarmLevel::Critical},
    KindRow{MessagesRefused, "messages_refused", AlarmLevel::Warning},
};

const KindRow &rowOf(AlarmKind kind)
{
    const KindRow &row = kKinds[size_t(kind)];
    Q_ASSERT(row.kind == kind);
    return row;
}

constexpr std::array<const char *, 3> kLevels{"critical", "warning", "notice"};

} // namespace

QString nameOf(AlarmLevel level)
{
    return QString::fromLatin1(kLevels[size_t(level)]);
}

std::optional<AlarmLevel> alarmLevelFromString(QStringView text)
{
    for (size_t i = 0; i < kLevels.size(); ++i) {
        if (text == QLatin1StringView(kLevels[i]))
            return AlarmLevel(i);
    }
    return std::nullopt;
}

QString nameOf(AlarmKind kind)
{
    return QString::fromLatin1(rowOf(kind).name);
}

std::optional<AlarmKind> alarmKindFromString(QStringView text)
{
    for (const KindRow &row : kKinds) {
        if (text == QLatin1StringView(row.name))
            return row.kind;
    }
    return std::nullopt;
}

AlarmLevel levelOf(AlarmKind kind)
{
    return rowOf(kind).level;
}

bool isOfDevices(AlarmKind kind)
{
    return rowOf(kind).ofDevices;
}

QJsonObject detailsOf(const Alarm &alarm)
{
    QJsonArray members;
    for (const AlarmMember &member : alarm.members) {
        QJsonObject one{{u"name"_s, member.name}};
        if (!member.space.isNull())
            one.insert(u"space"_s, member.space.toString());
        if (member.device != DevEui())
            one.insert(u"device"_s, member.device.toString());
        members.append(one);
    }
    QJsonObject details{{u"since"_s, toIso(alarm.since)}};
    if (!members.isEmpty())
        details.insert(u"members"_s, members);
    if (!alarm.facts.isEmpty())
        details.insert(u"facts"_s, alarm.facts);
    return details;
}

void setDetails(Alarm &alarm, const QJsonObject &details)
{
    alarm.since = fromIso(details.value(u"since").toString()).value_or(alarm.raisedAt);
    alarm.facts = details.value(u"facts").toObject();
    alarm.members.clear();
    for (const QJsonValue &value : details.value(u"members").toArray()) {
        const QJsonObject one = value.toObject();
        alarm.members.append(
            {.space = SpaceId::parse(one.value(u"space").toString()).value_or(SpaceId()),
             .device = DevEui::parse(one.value(u"device").toString()).valueOr({}),
             .name = one.value(u"name").toString()});
    }
}

bool isBefore(const Alarm &a, const Alarm &b)
{
    if (a.level != b.level)
        return a.level < b.level;
    return a.raisedAt != b.raisedAt ? a.raisedAt > b.raisedAt : a.cause < b.cause;
}

} // namespace parking::domain
