#include "events/eventlabels.h"

#include "actlabels.h"
#include "alarms/alarmlabels.h"
#include "base/literals.h"
#include "devices/devicelabels.h"
#include "healthlabels.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "shownzone.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

using domain::EventKind;
using domain::SiteEvent;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::Events", text);
}

constexpr int kDigits = 4;

QString readingWords(const domain::Reading &reading, const SiteEvent &event)
{
    QStringList parts;
    if (reading.occupancy)
        parts.append(labels::text(*reading.occupancy));
    if (reading.batteryVolt)
        parts.append(volt(*reading.batteryVolt));
    else if (reading.batteryPercent)
        parts.append(percent(*reading.batteryPercent / 100));
    if (reading.tempCelsius)
        parts.append(tr("%1 °C").arg(QLocale().toString(qRound(*reading.tempCelsius))));
    QString words = parts.join(u", "_s);
    if (words.isEmpty())
        words = reading.deviceType.isEmpty()
            ? tr("not understood: no device type takes port %1, %2 bytes")
                  .arg(reading.fPort)
                  .arg(reading.payload.size())
            : tr("port %1, %2 bytes").arg(reading.fPort).arg(reading.payload.size());
    if (event.space.isNull())
        words = tr("%1 · of no space").arg(words);
    if (reading.timeSuspect)
        words = tr("%1 · its clock is wrong").arg(words);
    return words;
}

QString stepWords(const domain::CommandStep &step)
{
    const QString colour =
        step.frame.deviceType.isEmpty() ? QString() : shine(step.frame).toLower();
    const QString happened = text(step.event);
    return colour.isEmpty() ? happened : tr("%1: %2").arg(colour, happened);
}

QString bookingWords(const domain::BookingAct &act)
{
    const QString span = range(act.start, act.end);
    if (act.status == domain::BookingStatus::Cancelled)
        return tr("booking cancelled, %1").arg(span);
    if (act.status == domain::BookingStatus::NoShow)
        return tr("nobody came, %1").arg(span);
    if (act.status == domain::BookingStatus::Completed)
        return tr("booking ended, %1").arg(span);
    return act.isNew ? tr("booked, %1").arg(span) : tr("booking changed, %1").arg(span);
}

QString letterWords(const domain::LetterNote &letter)
{
    QString words = letter.times > 1
        ? tr("set aside, %1 times: %2").arg(number(int(letter.times)), letterReason(letter.code))
        : tr("message set aside: %1").arg(letterReason(letter.code));
    if (letter.isAsked)
        words = tr("%1 · will be tried again").arg(words);
    return words;
}

QString alarmWords(const domain::AlarmNote &note)
{
    domain::Alarm alarm;
    alarm.cause = note.cause;
    alarm.level = note.level;
    return note.isCleared ? tr("over: %1").arg(title(alarm)) : title(alarm);
}

QString alarmOf(const domain::Act &act)
{
    const auto kind = domain::alarmKindFromString(act.name);
    if (!kind)
        return act.name;
    domain::Alarm alarm;
    alarm.cause = {*kind, act.differences.value(0).after};
    return title(alarm);
}

QString outageWords(const domain::OutageNote &note)
{
    domain::HealthCheck check;
    check.name = note.outage.check;
    check.level = note.outage.level;
    check.problem = note.outage.problem;
    check.detail = note.outage.detail;
    check.since = note.outage.from;
    // It may have made way for another one, or its station ended: not that the part works.
    return note.isEnded ? tr("over: %1: %2").arg(title(check), text(check))
                        : tr("%1: %2").arg(title(check), text(check));
}

struct Words {
    const SiteEvent &event;
    const EventNames &names;

    QString operator()(const domain::Reading &reading) const
    {
        return readingWords(reading, event);
    }
    QString operator()(const domain::StateChange &change) const { return labels::text(change); }
    QString operator()(const domain::CommandStep &step) const { return stepWords(step); }
    QString operator()(const domain::BookingAct &act) const { return bookingWords(act); }
    QString operator()(const domain::LetterNote &letter) const { return letterWords(letter); }
    QString operator()(const domain::AlarmNote &note) const { return alarmWords(note); }
    QString operator()(const domain::OutageNote &note) const { return outageWords(note); }
    QString operator()(const domain::Act &act) const
    {
        if (act.subject == domain::ActSubject::Alarm)
            return labels::act(act, alarmOf(act));
        const int row = names.site.rowOf(act.space);
        return labels::act(act, row < 0 ? QString() : names.site.space(row).code);
    }
};

/// A value of a frame by the name of its field.
QString valueOf(const domain::Decoded &decoded, const QString &name)
{
    if (name == u"occupancy")
        return !decoded.occupancy ? QString() : labels::text(*decoded.occupancy);
    if (name == u"batteryVolt")
        return decoded.batteryVolt ? volt(*decoded.batteryVolt) : QString();
    if (name == u"tempCelsius")
        return decoded.tempCelsius
            ? tr("%1 °C").arg(QLocale().toString(*decoded.tempCelsius, 'g', 3))
            : QString();
    if (name == u"rgb" && decoded.display && decoded.display->rgb)
        return u"#%1"_s.arg(*decoded.display->rgb, 6, 16, QLatin1Char('0')).toUpper();
    QJsonValue value = decoded.extra.value(name);
    if (value.isUndefined() && decoded.display)
        value = decoded.display->details.value(name);
    if (value.isBool())
        return value.toBool() ? tr("yes") : tr("no");
    if (value.isDouble())
        return QLocale().toString(value.toDouble(), 'g', 10);
    return value.toString();
}

QString nameOfField(const QString &name)
{
    if (name == u"occupancy")
        return tr("State");
    if (name == u"batteryVolt")
        return tr("Battery");
    if (name == u"tempCelsius")
        return tr("Temperature");
    if (name == u"minutesSinceEvent")
        return tr("Minutes since the last change");
    if (name == u"eventCount")
        return tr("Changes so far");
    if (name == u"rgb")
        return tr("Colour");
    if (name == u"rssiDbm")
        return tr("Signal at the lamp");
    if (name == u"snrDb")
        return tr("SNR at the lamp");
    if (name == u"downlinksReceived")
        return tr("Commands received");
    if (name == u"uplinksSent")
        return tr("Reports sent");
    if (name == u"counter")
        return tr("Counter");
    if (name == u"status")
        return tr("Status");
    if (name == u"joined")
        return tr("Joined");
    return name;
}

QString bytesOf(const devices::FrameField &field)
{
    if (field.first != field.last)
        return tr("bytes %1 – %2").arg(field.first).arg(field.last);
    if (field.bit >= 0)
        return tr("byte %1, bit %2").arg(field.first).arg(field.bit);
    return field.isLowHalf ? tr("byte %1, low half").arg(field.first)
                           : tr("byte %1").arg(field.first);
}

Result<domain::Decoded> decodedOf(const domain::Reading &reading)
{
    const devices::DeviceType *type = devices::findType(reading.deviceType);
    if (!type)
        return Error{u"UNKNOWN_TYPE"_s, {}};
    return type->decode(
        {.fPort = reading.fPort, .payload = reading.payload, .object = reading.object});
}

} // namespace

QString text(EventKind kind)
{
    switch (kind) {
    case EventKind::Uplink:
        return tr("Uplink");
    case EventKind::Change:
        return tr("Change");
    case EventKind::Downlink:
        return tr("Downlink");
    case EventKind::Booking:
        return tr("Booking");
    case EventKind::Operator:
        return tr("Operator");
    case EventKind::System:
        return tr("System");
    }
    return {};
}

QString texts(EventKind kind)
{
    switch (kind) {
    case EventKind::Uplink:
        return tr("Uplinks");
    case EventKind::Change:
        return tr("Changes");
    case EventKind::Downlink:
        return tr("Downlinks");
    case EventKind::Booking:
        return tr("Bookings");
    case EventKind::Operator:
        return tr("Operators");
    case EventKind::System:
        return tr("System");
    }
    return {};
}

std::optional<domain::SpaceState> knownAfter(const domain::StateChange &change)
{
    return change.isKnown() ? std::optional(change.current) : std::nullopt;
}

QString knownState(const std::optional<domain::SpaceState> &state)
{
    return state ? text(*state).toLower() : tr("not known");
}

QString text(domain::EventLevel level)
{
    switch (level) {
    case domain::EventLevel::Info:
        return tr("Any level");
    case domain::EventLevel::Warning:
        return tr("Warnings and errors");
    case domain::EventLevel::Error:
        return tr("Errors");
    }
    return {};
}

QString icon(const SiteEvent &event)
{
    if (event.level == domain::EventLevel::Error)
        return u"cross-circle"_s;
    if (event.level == domain::EventLevel::Warning)
        return u"warning"_s;
    switch (event.kind) {
    case EventKind::Uplink:
        return u"uplink"_s;
    case EventKind::Change:
        return u"swap"_s;
    case EventKind::Downlink:
        return u"downlink"_s;
    case EventKind::Booking:
        return u"bookings"_s;
    case EventKind::Operator:
        return u"user"_s;
    case EventKind::System:
        return u"info"_s;
    }
    return u"info"_s;
}

QString deviceName(domain::DevEui device, bool isLamp, const EventNames &names)
{
    const QString known = names.devices.value(device);
    if (!known.isEmpty())
        return known;
    const QString digits = eui(device).right(kDigits);
    return isLamp ? tr("Lamp %1").arg(digits) : tr("Sensor %1").arg(digits);
}

QString subject(const SiteEvent &event, const EventNames &names)
{
    if (const int row = names.site.rowOf(event.space); row >= 0)
        return names.site.space(row).code;
    if (event.device)
        return deviceName(*event.device, event.kind == EventKind::Downlink, names);
    if (!event.space.isNull())
        return tr("deleted space");
    if (std::holds_alternative<domain::Act>(event.body))
        return tr("Site");
    if (std::holds_alternative<domain::OutageNote>(event.body)
        || std::holds_alternative<domain::LetterNote>(event.body))
        return tr("Station");
    return {};
}

QString what(const SiteEvent &event, const EventNames &names)
{
    return std::visit(Words{event, names}, event.body);
}

QString letterReason(const QString &code)
{
    if (code == u"BAD_TIME")
        return tr("its time is wrong");
    if (code == u"BAD_JSON")
        return tr("it is no JSON");
    if (code == u"BAD_TOPIC")
        return tr("nobody knows its topic");
    if (code == u"BAD_FIELD")
        return tr("a field of it makes no sense");
    if (code == u"EUI_MISMATCH")
        return tr("its topic names another device");
    if (code == u"UNKNOWN_EVENT")
        return tr("nobody knows this kind of event");
    if (code == u"DATABASE_ERROR")
        return tr("the database refused it");
    return code;
}

QString millisecond(UtcTime time)
{
    return local(time).toString(u"HH:mm:ss.zzz"_s);
}

QList<FieldWords> fields(const domain::Reading &reading)
{
    const Result<domain::Decoded> decoded = decodedOf(reading);
    QList<FieldWords> words;
    if (decoded) {
        for (const devices::FrameField &field : devices::layoutOf(
                 reading.deviceType,
                 {.fPort = reading.fPort, .payload = reading.payload, .object = reading.object})) {
            const QString value = valueOf(*decoded, field.name);
            words.append({nameOfField(field.name), value.isEmpty() ? tr("not told") : value,
                          bytesOf(field), field.first, field.last});
        }
    }
    if (!words.isEmpty())
        return words;
    // What is stored of it, of bytes that nobody can name.
    for (const auto &[name, value] :
         {std::pair{tr("State"), reading.occupancy ? labels::text(*reading.occupancy) : QString()},
          std::pair{tr("Battery"), reading.batteryVolt ? volt(*reading.batteryVolt) : QString()},
          std::pair{tr("Temperature"),
                    reading.tempCelsius
                        ? tr("%1 °C").arg(QLocale().toString(*reading.tempCelsius, 'g', 3))
                        : QString()}}) {
        if (!value.isEmpty())
            words.append({name, value, {}, -1, -1});
    }
    return words;
}

QString notDecoded(const domain::Reading &reading)
{
    if (reading.deviceType.isEmpty())
        return tr("No device type takes port %1, %2 bytes.")
            .arg(reading.fPort)
            .arg(reading.payload.size());
    if (const Result<domain::Decoded> decoded = decodedOf(reading); !decoded)
        return tr("%1 does not read this frame: %2")
            .arg(labels::deviceType(reading.deviceType), decoded.error().detail);
    if (reading.deviceType == u"chirpstack_object")
        return tr("The network server decoded it: which bytes say what is not known here.");
    const QList<FieldWords> words = fields(reading);
    if (words.isEmpty())
        return tr("%1 says nothing in this frame that is known here.")
            .arg(labels::deviceType(reading.deviceType));
    return words.first().first < 0 ? tr("Which bytes say what this type does not tell.")
                                   : QString();
}

} // namespace parking::ui::labels
