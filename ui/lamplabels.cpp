#include "lamplabels.h"

#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

using namespace std::chrono_literals;
using domain::DownlinkCause;
using domain::DownlinkEventKind;
using domain::DownlinkState;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("labels", text);
}

/// What went wrong, by the problem's code.
QString trouble(const domain::Downlink &row)
{
    const QString &problem = row.problem;
    if (problem == u"CHIRPSTACK_UNAUTHORIZED")
        return tr("ChirpStack does not know this device, or the key may not use it.");
    if (problem == u"CHIRPSTACK_REFUSED")
        return tr("ChirpStack refused it: %1").arg(row.detail);
    if (problem == u"CHIRPSTACK_INTERNAL")
        return tr("ChirpStack failed: %1").arg(row.detail);
    if (problem == u"CHIRPSTACK_BUSY")
        return tr("ChirpStack asks for a pause.");
    if (problem == u"CHIRPSTACK_UNREACHABLE" || problem == u"CHIRPSTACK_UNAVAILABLE")
        return tr("ChirpStack cannot be reached.");
    if (problem == u"CHIRPSTACK_DOUBTFUL")
        return tr("ChirpStack’s answer is missing; its queue is looked at.");
    if (problem == u"NOT_CHIRPSTACK")
        return tr("Something else than ChirpStack answers at its address.");
    if (problem == u"NOT_ACKNOWLEDGED")
        return tr("The lamp did not acknowledge it.");
    if (problem == u"REFUSED_BY_NETWORK")
        return tr("The network threw it away: %1").arg(row.detail);
    if (problem == u"EXPIRED" || problem == u"EXPIRED_SILENTLY")
        return tr("No gateway could transmit it in time.");
    return row.detail;
}

QString seconds(UtcTime time)
{
    return QLocale().toString(toDateTime(time).toLocalTime().time(), tr("HH:mm:ss"));
}

} // namespace

QString colour(domain::Rgb colour)
{
    struct Named {
        domain::Rgb colour;
        const char *name;
    };
    static constexpr Named kNames[] = {
        {{0, 255, 0}, QT_TRANSLATE_NOOP("labels", "Green")},
        {{255, 0, 0}, QT_TRANSLATE_NOOP("labels", "Red")},
        {{255, 255, 0}, QT_TRANSLATE_NOOP("labels", "Yellow")},
        {{255, 165, 0}, QT_TRANSLATE_NOOP("labels", "Orange")},
        {{0, 0, 255}, QT_TRANSLATE_NOOP("labels", "Blue")},
        {{255, 255, 255}, QT_TRANSLATE_NOOP("labels", "White")},
        {{0, 0, 0}, QT_TRANSLATE_NOOP("labels", "Dark")},
    };
    for (const Named &named : kNames) {
        if (named.colour == colour)
            return tr(named.name);
    }
    return u'#' + colour.toHex();
}

QString text(DownlinkState state)
{
    switch (state) {
    case DownlinkState::Pending:
        return tr("Waiting");
    case DownlinkState::Sending:
        return tr("Being sent");
    case DownlinkState::Queued:
        return tr("In ChirpStack’s queue");
    case DownlinkState::Sent:
        return tr("Transmitted");
    case DownlinkState::Acked:
        return tr("Acknowledged");
    case DownlinkState::Echoed:
        return tr("Confirmed");
    case DownlinkState::Superseded:
        return tr("Replaced");
    case DownlinkState::Failed:
        return tr("Failed");
    case DownlinkState::Expired:
        return tr("Expired");
    }
    return {};
}

QString text(DownlinkCause cause)
{
    switch (cause) {
    case DownlinkCause::Change:
        return tr("state changed");
    case DownlinkCause::Operator:
        return tr("asked for");
    case DownlinkCause::Join:
        return tr("lamp joined");
    case DownlinkCause::Mismatch:
        return tr("lamp showed another colour");
    case DownlinkCause::Reconcile:
        return tr("comparison");
    }
    return {};
}

QString text(const domain::DownlinkEvent &event)
{
    switch (event.kind) {
    case DownlinkEventKind::Post:
        return tr("sent to ChirpStack");
    case DownlinkEventKind::Answer:
        return event.detail.startsWith(u"queued") ? tr("in ChirpStack’s queue") : event.detail;
    case DownlinkEventKind::TxAck:
        return tr("on the air by gateway %1").arg(event.gatewayId);
    case DownlinkEventKind::Ack:
        return tr("acknowledged by the lamp");
    case DownlinkEventKind::Nack:
        return tr("not acknowledged");
    case DownlinkEventKind::Expired:
        return tr("expired in the queue");
    case DownlinkEventKind::Refused:
        return tr("thrown away: %1").arg(event.detail);
    case DownlinkEventKind::Echo:
        return tr("the lamp shows it");
    }
    return {};
}

QString why(const domain::Downlink &row, UtcTime now)
{
    switch (row.state) {
    case DownlinkState::Pending:
        if (!row.problem.isEmpty())
            return tr("%1 It is tried again by itself.").arg(trouble(row));
        return tr("It waits for its turn: gateways may send for a small share of the time only.");
    case DownlinkState::Sending:
        return row.problem.isEmpty() ? tr("A request to ChirpStack is under way.") : trouble(row);
    case DownlinkState::Queued:
        if (row.expiresAt && *row.expiresAt > now)
            return tr("Sent at %1, not on the air yet. It is thrown away at %2.")
                .arg(seconds(row.queuedAt.value_or(row.decidedAt)), seconds(*row.expiresAt));
        return tr("Sent at %1, not on the air.").arg(seconds(row.queuedAt.value_or(row.decidedAt)));
    case DownlinkState::Sent:
        return tr("On the air at %1, not confirmed by the lamp yet.")
            .arg(seconds(row.sentAt.value_or(row.decidedAt)));
    case DownlinkState::Acked:
        return tr("The lamp acknowledged it at %1.").arg(seconds(row.ackedAt.value_or(now)));
    case DownlinkState::Echoed:
        return tr("The lamp said at %1 that it shows it.").arg(seconds(row.echoedAt.value_or(now)));
    case DownlinkState::Superseded:
        return tr("A newer colour took its place before it was on the air.");
    case DownlinkState::Failed:
    case DownlinkState::Expired:
        return trouble(row);
    }
    return {};
}

QString lampProblem(const domain::Display &display)
{
    if (display.problem == u"NOT_FOLLOWING")
        return tr("The lamp does not follow: it shows another colour than it was sent. Check its "
                  "type, its power and its cable.");
    if (display.problem == u"WRONG_LAYOUT")
        return tr("This lamp speaks like a %1. Commands of its present type do not reach it.")
            .arg(deviceType(display.suggestedType));
    if (display.problem == u"NO_TYPE")
        return tr("No type of lamp is known for this device, so nothing can be sent. Choose one.");
    return {};
}

QString deviceType(const QString &type)
{
    if (type == u"kuando_busylight")
        return tr("Kuando Busylight");
    if (type == u"kuando_busylight_plan")
        return tr("Kuando Busylight, five bytes on port 1");
    if (type == u"heltec_display")
        return tr("Heltec display, RGB");
    if (type == u"heltec_status")
        return tr("Heltec display, status codes");
    if (type == u"browan_tabs")
        return tr("Browan TABS");
    return type;
}

QString evidence(const domain::Display &display, UtcTime now)
{
    if (display.evidence == domain::Evidence::None || !display.shownAt)
        return tr("not known yet");
    const QString time =
        now - *display.shownAt < 24h ? clock(*display.shownAt) : ago(now - *display.shownAt);
    return display.evidence == domain::Evidence::Sent ? tr("transmitted %1").arg(time)
                                                      : tr("confirmed %1").arg(time);
}

QString milliseconds(double value)
{
    const QChar narrow(0x202f);
    if (value < 1000)
        return QLocale().toString(qRound(value)) + narrow + tr("ms");
    if (value < 60'000)
        return QLocale().toString(value / 1000, 'f', 1) + narrow + tr("s");
    return QLocale().toString(qRound(value / 60'000)) + narrow + tr("min");
}

} // namespace parking::ui::labels
