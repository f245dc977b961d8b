#include "domain/event.h"

#include "base/literals.h"

namespace parking::domain {

namespace {

EventLevel levelOf(const DownlinkEvent &event)
{
    switch (event.kind) {
    case DownlinkEventKind::Refused:
        return EventLevel::Error;
    case DownlinkEventKind::Nack:
    case DownlinkEventKind::Expired:
        return EventLevel::Warning;
    case DownlinkEventKind::Answer:
        if (!event.outcome || *event.outcome <= DownlinkOutcome::Withdrawn)
            return EventLevel::Info;
        return *event.outcome <= DownlinkOutcome::Busy ? EventLevel::Warning : EventLevel::Error;
    default:
        return EventLevel::Info;
    }
}

} // namespace

SiteEvent eventOf(const Reading &reading)
{
    const bool isOdd = !reading.notes.isEmpty() || reading.timeSuspect;
    return {.key = u"u"_s + reading.eventKey,
            .kind = EventKind::Uplink,
            .level = isOdd ? EventLevel::Warning : EventLevel::Info,
            .time = reading.time,
            .device = reading.devEui,
            .space = reading.spaceId.value_or(SpaceId()),
            .gateway = reading.gatewayId,
            .body = reading};
}

/// What a person set is that person's act.
SiteEvent eventOf(const StateChange &change, qint64 id)
{
    const bool isAct = !change.actor.isEmpty() && change.source != u"sensor";
    return {.key = u"c%1"_s.arg(id),
            .kind = isAct ? EventKind::Operator : EventKind::Change,
            .time = change.time,
            .space = change.spaceId,
            .body = change};
}

SiteEvent eventOf(const CommandStep &step)
{
    return {.key = u"d%1%2"_s.arg(nameOf(step.event.kind), step.event.key),
            .kind = EventKind::Downlink,
            .level = levelOf(step.event),
            .time = step.event.time,
            .device = step.event.devEui,
            .gateway = step.event.gatewayId,
            .body = step};
}

SiteEvent eventOf(const BookingAct &act, const SpaceId &space, UtcTime time)
{
    return {.key = u"b%1%2"_s.arg(act.id.toString()).arg(toMillis(time)),
            .kind = EventKind::Booking,
            .level = act.status == BookingStatus::NoShow ? EventLevel::Warning : EventLevel::Info,
            .time = time,
            .space = space,
            .body = act};
}

SiteEvent eventOf(const LetterNote &letter, UtcTime time)
{
    return {.key = u"l%1"_s.arg(letter.id),
            .kind = EventKind::System,
            .level = EventLevel::Warning,
            .time = time,
            .body = letter};
}

SiteEvent eventOf(const AlarmNote &note, const QString &id, UtcTime time)
{
    return {.key = u"a%1%2"_s.arg(id).arg(int(note.isCleared)),
            .kind = EventKind::System,
            .level = note.isCleared                  ? EventLevel::Info
                : note.level == AlarmLevel::Critical ? EventLevel::Error
                                                     : EventLevel::Warning,
            .time = time,
            .body = note};
}

SiteEvent eventOf(const OutageNote &note)
{
    return {.key = u"o%1%2"_s.arg(note.outage.id).arg(int(note.isEnded)),
            .kind = EventKind::System,
            .level = note.isEnded                             ? EventLevel::Info
                : note.outage.level == HealthLevel::Unhealthy ? EventLevel::Error
                                                              : EventLevel::Warning,
            .time = note.isEnded ? note.outage.to.value_or(note.outage.from) : note.outage.from,
            .body = note};
}

SiteEvent eventOf(const Act &act)
{
    SiteEvent event{.key = u"p%1"_s.arg(act.id),
                    .kind = EventKind::Operator,
                    .time = act.time,
                    .space = act.space,
                    .body = act};
    if (act.subject == ActSubject::Device) {
        if (const Result<DevEui> device = DevEui::parse(act.row))
            event.device = *device;
    }
    return event;
}

} // namespace parking::domain
