#include "engine/lamps/poststep.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QUuid>

namespace parking::engine::poststep {

using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkOutcome;
using domain::DownlinkState;

namespace {

DownlinkEvent eventOf(const Downlink &row, DownlinkEventKind kind, const QString &detail,
                      UtcTime now)
{
    DownlinkEvent event;
    event.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    event.downlinkId = row.id;
    event.devEui = row.devEui;
    event.kind = kind;
    event.time = now;
    event.detail = detail;
    return event;
}

} // namespace

Downlink posted(Downlink row, Milliseconds lifetime, UtcTime now)
{
    row.state = DownlinkState::Sending;
    row.postedAt = now;
    row.expiresAt = now + lifetime;
    ++row.attempts;
    return row;
}

DownlinkEvent postEvent(const Downlink &row)
{
    return eventOf(row, DownlinkEventKind::Post,
                   u"attempt %1, expires %2"_s.arg(row.attempts).arg(toIso(*row.expiresAt)),
                   *row.postedAt);
}

PostStep answered(const Downlink &row, DownlinkOutcome outcome, const QString &detail, UtcTime now)
{
    DownlinkEvent event = eventOf(row, DownlinkEventKind::Answer, detail, now);
    event.outcome = outcome;
    return {.rows = {row}, .events = {event}};
}

PostStep queued(Downlink row, const Item &item, UtcTime now)
{
    row.queueItemId = item.id;
    row.queuedAt = now;
    row.state = DownlinkState::Queued;
    row.problem.clear();
    row.detail.clear();
    for (const DownlinkEvent &event : item.known)
        domain::apply(row, event);
    PostStep step = answered(row, DownlinkOutcome::Queued, u"queued as "_s + item.id, now);
    step.shown = PostStep::Shown::ByEvents;
    step.ofItem = item.known;
    for (Downlink flushed : item.older) {
        flushed.state = DownlinkState::Superseded;
        flushed.endedAt = now;
        step.rows.append(flushed);
    }
    return step;
}

QString wordsOf(const Downlink &row)
{
    return row.problem + u' ' + row.detail;
}

PostStep failed(Downlink row, DownlinkOutcome outcome, UtcTime now)
{
    row.state = DownlinkState::Failed;
    row.endedAt = now;
    return answered(row, outcome, wordsOf(row), now);
}

PostStep unknownDevice(Downlink row, const QString &problem, UtcTime now)
{
    const bool mayHaveArrived = row.state == DownlinkState::Sending;
    row.problem = problem;
    row.detail = problem == problem::kChirpStackNoDevice
        ? u"ChirpStack does not know this device"_s
        : u"ChirpStack does not know this device or the key may not use it"_s;
    PostStep step = failed(row, DownlinkOutcome::Unauthorized, now);
    if (mayHaveArrived)
        step.shown = PostStep::Shown::Unknown;
    return step;
}

PostStep expired(QList<Downlink> rows, UtcTime now)
{
    for (Downlink &row : rows) {
        row.state = DownlinkState::Expired;
        row.problem = problem::kExpiredSilently;
        row.endedAt = now;
    }
    return {.rows = rows};
}

} // namespace parking::engine::poststep
