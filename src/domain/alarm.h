#pragma once

#include "base/time.h"
#include "domain/deveui.h"
#include "domain/ids.h"

#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

/// What somebody should see to, named once by its cause. Databases keep it in the table `alarms`.
namespace parking::domain {

using AlarmId = Id<struct AlarmTag>;

enum class AlarmLevel : quint8 {
    Critical, ///< somebody has to go, or to act, now
    Warning,
    Notice,
};
QString nameOf(AlarmLevel level); ///< critical, warning, notice
std::optional<AlarmLevel> alarmLevelFromString(QStringView text);

enum class AlarmKind : quint8 {
    NothingHeard, ///< of the whole site: the broker or the network server is away
    GatewayLost, ///< subject: its id
    ZoneSilent, ///< subject: building/floor/zone
    SensorsSilent, ///< those that share no cause
    BatteryLow,
    NotUnderstood, ///< heard, and nobody can read what they say
    Stuck, ///< occupied for longer than cars usually stay
    Flapping, ///< free and occupied in turn
    BookingBlocked, ///< subject: the booking
    BookingOverstay, ///< subject: the booking
    ChirpStackAway, ///< no lamp can be commanded
    LampsAmiss, ///< lamps that do not show what they should
    ClockWrong,
    NothingStored, ///< what arrives cannot be kept
    Backlog,
    DiskFull,
    MessagesRefused, ///< many were set aside within an hour
};
QString nameOf(AlarmKind kind); ///< nothing_heard, gateway_lost ...
std::optional<AlarmKind> alarmKindFromString(QStringView text);
AlarmLevel levelOf(AlarmKind kind);
/// True where sensors, lamps or gateways are at fault: the page "Devices" counts these.
bool isOfDevices(AlarmKind kind);

/// There is one open alarm at most of each.
struct AlarmCause {
    AlarmKind kind = AlarmKind::NothingHeard;
    QString subject = {}; ///< empty where the kind says it all

    bool operator==(const AlarmCause &) const = default;
    bool operator<(const AlarmCause &other) const
    {
        return kind != other.kind ? kind < other.kind : subject < other.subject;
    }
};

/// A device or a space that a cause concerns.
struct AlarmMember {
    SpaceId space = {}; ///< null: of no space
    DevEui device = {}; ///< 0: none
    QString name = {}; ///< of the space, else of the device

    bool operator==(const AlarmMember &) const = default;
};

/// Given ones are joined by AND.
struct AlarmFilter {
    std::optional<bool> isEnded = {};
    std::optional<AlarmKind> kind = {};
};

/// So many are named; Alarm::count counts them all.
inline constexpr qsizetype kAlarmMembers = 1000;

struct Alarm {
    AlarmId id = {};
    AlarmCause cause = {};
    AlarmLevel level = AlarmLevel::Warning;
    QList<AlarmMember> members = {}; ///< by name; kAlarmMembers at most
    int count = 0; ///< of devices or spaces; 0: it concerns none
    UtcTime since = {}; ///< when the fault itself began, as far as that is known
    UtcTime raisedAt = {};
    std::optional<UtcTime> clearedAt = {};
    std::optional<UtcTime> acknowledgedAt = {};
    QString acknowledgedBy = {};
    /// What words need beside: building, floor, zone, everyMs, problem, detail, start, end,
    /// instead, freeBytes ...; each only where it is known.
    QJsonObject facts = {};

    bool isOpen() const { return !clearedAt; }
    bool operator==(const Alarm &) const = default;
};

/// Members and facts as the column `details` keeps them, and back; what is not read there is left
/// out.
QJsonObject detailsOf(const Alarm &alarm);
void setDetails(Alarm &alarm, const QJsonObject &details);

/// Critical ones first, of each level the newest first.
bool isBefore(const Alarm &a, const Alarm &b);

/// What a bell tells.
struct AlarmsKnown {
    QList<Alarm> open = {}; ///< in the order of isBefore()
    int clearedToday = 0;
    std::optional<UtcTime> lastCleared = {};

    bool operator==(const AlarmsKnown &) const = default;
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::Alarm)
