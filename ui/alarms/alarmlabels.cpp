#include "alarms/alarmlabels.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui {

using domain::Alarm;
using domain::AlarmKind;

namespace {

constexpr qsizetype kNamed = 3;

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("parking::ui::AlarmLabels", text, nullptr, count);
}

QString fact(const Alarm &alarm, QStringView name)
{
    return alarm.facts.value(name).toString();
}

/// "B1-073, B1-082, B2-014"; "B1-073, B1-082 and 12 more".
QString names(const Alarm &alarm)
{
    QStringList names; // a space with two devices is named once
    for (const domain::AlarmMember &member : alarm.members)
        names.append(member.name);
    const int twice = int(names.removeDuplicates());
    const int all = alarm.count - twice;
    names = names.mid(0, all > kNamed ? kNamed - 1 : kNamed);
    const int more = all - int(names.size());
    return more > 0 ? tr(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels", "%1 and %n more"), more)
                          .arg(names.join(u", "_s))
                    : names.join(u", "_s);
}

/// "North, B1, Row A", as far as it is one place.
QString where(const Alarm &alarm)
{
    QStringList parts;
    for (const QStringView name : {u"building", u"floor", u"zone"}) {
        if (const QString part = fact(alarm, name); !part.isEmpty())
            parts.append(part);
    }
    return parts.join(u", "_s);
}

QString localClock(const Alarm &alarm, QStringView name, const QTimeZone &zone)
{
    const auto time = fromIso(fact(alarm, name));
    return time
        ? QLocale().toString(toDateTime(*time).toTimeZone(zone).time(), QLocale::ShortFormat)
        : tr("at a time that is not known");
}

QString first(const Alarm &alarm)
{
    return alarm.members.isEmpty() ? tr("A space") : alarm.members.first().name;
}

} // namespace

AlarmRemedy remedyOf(const Alarm &alarm)
{
    switch (alarm.cause.kind) {
    case AlarmKind::GatewayLost:
    case AlarmKind::ZoneSilent:
    case AlarmKind::SensorsSilent:
    case AlarmKind::Stuck:
    case AlarmKind::Flapping:
        return AlarmRemedy::ShowOnMap;
    case AlarmKind::BatteryLow:
        return AlarmRemedy::PlanVisit;
    case AlarmKind::NotUnderstood:
        return AlarmRemedy::OpenDevices;
    case AlarmKind::BookingBlocked:
    case AlarmKind::BookingOverstay:
        return AlarmRemedy::OpenBooking;
    case AlarmKind::LampsAmiss:
        return AlarmRemedy::OpenLamps;
    case AlarmKind::NothingHeard:
    case AlarmKind::ChirpStackAway:
    case AlarmKind::ClockWrong:
    case AlarmKind::NothingStored:
    case AlarmKind::Backlog:
    case AlarmKind::DiskFull:
    case AlarmKind::MessagesRefused:
        break;
    }
    return AlarmRemedy::Health;
}

namespace labels {

namespace {

/// Those that are counted.
QString counted(const Alarm &alarm)
{
    const auto plural = [&alarm](const char *text) { return tr(text, alarm.count); };
    switch (alarm.cause.kind) {
    case AlarmKind::SensorsSilent:
        return plural(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels", "%n sensors are silent"));
    case AlarmKind::BatteryLow:
        return plural(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels", "%n batteries are low"));
    case AlarmKind::NotUnderstood:
        return plural(
            QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels", "%n sensors are not understood"));
    case AlarmKind::Stuck:
        return plural(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels",
                                          "%n spaces have been occupied for over three days"));
    case AlarmKind::Flapping:
        return plural(
            QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels", "%n sensors flip to and fro"));
    case AlarmKind::LampsAmiss:
        return plural(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels", "%n lamps do not follow"));
    default:
        break;
    }
    return {};
}

} // namespace

QString title(const Alarm &alarm)
{
    switch (alarm.cause.kind) {
    case AlarmKind::NothingHeard:
        return tr("Nothing is heard of the sensors");
    case AlarmKind::GatewayLost:
        return tr("Gateway %1 is lost").arg(alarm.cause.subject);
    case AlarmKind::ZoneSilent:
        return tr("All of %1 is silent").arg(where(alarm));
    case AlarmKind::BookingBlocked:
        return tr("%1 is blocked for its booking").arg(first(alarm));
    case AlarmKind::BookingOverstay:
        return tr("%1: the car is still there").arg(first(alarm));
    case AlarmKind::ChirpStackAway:
        return tr("ChirpStack cannot be reached");
    case AlarmKind::ClockWrong:
        return fact(alarm, u"problem") == u"DATABASE_CLOCK_DIFFERS"
            ? tr("The clocks of station and database differ")
            : tr("The clocks of station and network server differ");
    case AlarmKind::NothingStored:
        return tr("What arrives cannot be stored");
    case AlarmKind::Backlog:
        return tr("Messages wait for the database");
    case AlarmKind::DiskFull:
        return tr("The disk is nearly full");
    case AlarmKind::MessagesRefused:
        return tr("Many messages are set aside");
    default:
        break;
    }
    return counted(alarm);
}

QString place(const Alarm &alarm, UtcTime now, const QTimeZone &zone)
{
    const QString since = tr("since %1").arg(moment(alarm.since, now));
    switch (alarm.cause.kind) {
    case AlarmKind::GatewayLost:
        if (where(alarm).isEmpty())
            break;
        return tr("%1 · %2").arg(where(alarm), since);
    case AlarmKind::SensorsSilent:
    case AlarmKind::BatteryLow:
    case AlarmKind::NotUnderstood:
    case AlarmKind::Stuck:
    case AlarmKind::Flapping:
    case AlarmKind::LampsAmiss:
        return names(alarm);
    case AlarmKind::BookingBlocked:
    case AlarmKind::BookingOverstay:
        return tr("booked %1 – %2")
            .arg(localClock(alarm, u"start", zone), localClock(alarm, u"end", zone));
    default:
        break;
    }
    return since;
}

namespace {

QString silentAdvice(const Alarm &alarm)
{
    const Milliseconds every(alarm.facts.value(u"everyMs").toInteger());
    return every.count() > 0
        ? tr("Expected every %1. Check batteries and covers.").arg(age(every))
        : tr("Each for longer than its type or its rhythm allows. Check batteries and covers.");
}

QString nothingAdvice(const Alarm &alarm)
{
    return fact(alarm, u"problem").isEmpty()
        ? tr("The broker is connected and brings no word of them. Look at the network server and "
             "its gateways.")
        : tr("The broker cannot be reached, so what is shown is old. Health says more.");
}

QString lampsAdvice(const Alarm &alarm)
{
    const QString problem = fact(alarm, u"problem");
    if (problem == problem::kNotFollowing)
        return tr("They answer with another colour than they were sent. Check their type.");
    if (problem.isEmpty())
        return tr("They do not show what they should, for several reasons.");
    return tr("They do not show what they should. The commands say why.");
}

} // namespace

QString advice(const Alarm &alarm)
{
    switch (alarm.cause.kind) {
    case AlarmKind::NothingHeard:
        return nothingAdvice(alarm);
    case AlarmKind::GatewayLost:
        return tr(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels",
                                      "%n sensors were heard best by it and are silent since. "
                                      "Check its power and network."),
                  alarm.count);
    case AlarmKind::ZoneSilent:
        return tr(QT_TRANSLATE_N_NOOP("parking::ui::AlarmLabels",
                                      "%n sensors are silent, and no gateway is lost. Something on "
                                      "the spot disturbs or covers them."),
                  alarm.count);
    case AlarmKind::SensorsSilent:
        return silentAdvice(alarm);
    case AlarmKind::BatteryLow:
        return where(alarm).isEmpty() ? tr("They may stop any day. Plan a visit.")
                                      : tr("One visit to %1 covers all.").arg(where(alarm));
    case AlarmKind::NotUnderstood:
        return tr("They are heard, and nobody can read what they say. Set their type.");
    case AlarmKind::Stuck:
        return tr("Somebody parks for long, or something lies on the sensor. Have a look.");
    case AlarmKind::Flapping:
        return tr("They changed 20 times within an hour or more often. Check how they are fixed.");
    case AlarmKind::BookingBlocked: {
        const QString instead = fact(alarm, u"instead");
        return instead.isEmpty() ? tr("Somebody else stands there. Nothing near is left to offer.")
                                 : tr("Somebody else stands there. Nearest fit: %1.").arg(instead);
    }
    case AlarmKind::BookingOverstay:
        return tr("Its time is over. The next booking may be blocked.");
    case AlarmKind::ChirpStackAway:
        return tr("Lamps keep the colour that they have. Commands wait.");
    case AlarmKind::LampsAmiss:
        return lampsAdvice(alarm);
    case AlarmKind::ClockWrong:
        return tr("Times of what happens may be wrong. Health names by how much; set both by a "
                  "time server.");
    case AlarmKind::NothingStored:
        return tr("It waits in the journal of the station. Health says what to do.");
    case AlarmKind::Backlog:
        return tr("What is shown may be old until they are taken in.");
    case AlarmKind::DiskFull:
        return tr("When it is full, messages stay at the broker. Make room.");
    case AlarmKind::MessagesRefused:
        return tr("They could not be read or stored. Health names the reasons.");
    }
    return {};
}

QString remedy(const Alarm &alarm)
{
    switch (remedyOf(alarm)) {
    case AlarmRemedy::ShowOnMap:
        return tr("Show on map");
    case AlarmRemedy::PlanVisit:
        return tr("Plan a visit");
    case AlarmRemedy::OpenDevices:
        return tr("Open devices");
    case AlarmRemedy::OpenBooking:
        return alarm.cause.kind == AlarmKind::BookingBlocked ? tr("Move the booking")
                                                             : tr("Open booking");
    case AlarmRemedy::OpenLamps:
        return tr("Open lamps");
    case AlarmRemedy::Health:
        break;
    }
    return tr("Open Health");
}

QString text(domain::AlarmLevel level)
{
    switch (level) {
    case domain::AlarmLevel::Critical:
        return tr("Critical");
    case domain::AlarmLevel::Warning:
        return tr("Warning");
    case domain::AlarmLevel::Notice:
        return tr("Notice");
    }
    return {};
}

} // namespace labels
} // namespace parking::ui
