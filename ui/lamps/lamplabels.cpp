#include "lamps/lamplabels.h"

#include "devices/displayframe.h"
#include "domain/lampcommand.h"
#include "domain/problems.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

using namespace std::chrono_literals;
using domain::DownlinkCause;
using domain::DownlinkEventKind;
using domain::DownlinkOutcome;
using domain::DownlinkState;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::labels", text);
}

/// What went wrong, by the problem's code. ChirpStack's own words are English: they are details.
QString trouble(const QString &code)
{
    if (code == problem::kChirpStackUnauthorized)
        return tr("ChirpStack does not know this device, or the key may not use it.");
    if (code == problem::kChirpStackKey)
        return tr("ChirpStack rejects the API key.");
    if (code == problem::kChirpStackReadOnly)
        return tr("The API key may only read.");
    if (code == problem::kChirpStackNoDevice)
        return tr("ChirpStack does not know this device: it is not registered there.");
    if (code == problem::kChirpStackRefused)
        return tr("ChirpStack refused it.");
    if (code == problem::kChirpStackInternal)
        return tr("ChirpStack failed.");
    if (code == problem::kChirpStackBusy)
        return tr("ChirpStack asks for a pause.");
    if (code == problem::kChirpStackUnreachable || code == problem::kChirpStackUnavailable)
        return tr("ChirpStack cannot be reached.");
    if (code == problem::kChirpStackDoubtful)
        return tr("ChirpStack’s answer is missing; its queue is looked at.");
    if (code == problem::kNotChirpStack)
        return tr("Something else than ChirpStack answers at its address.");
    if (code == problem::kNotAcknowledged)
        return tr("The lamp did not acknowledge it.");
    if (code == problem::kRefusedByNetwork)
        return tr("The network threw it away.");
    if (code == problem::kExpired || code == problem::kExpiredSilently)
        return tr("No gateway could transmit it in time.");
    return tr("It did not work; the details say why.");
}

QString seconds(UtcTime time)
{
    return QLocale().toString(toDateTime(time).toLocalTime().time(), tr("HH:mm:ss"));
}

std::optional<domain::HealthCheck> find(const domain::Health &health, QStringView name)
{
    for (const domain::HealthCheck &check : shownChecks(health)) {
        if (check.name == name)
            return check;
    }
    return std::nullopt;
}

/// Why nothing at all is sent just now; empty when commands flow.
QString standstill(const LampView &view)
{
    const auto station = find(view.health, u"station");
    if (station && station->problem == problem::kStationDown)
        return tr("No station runs, so nothing is sent. %1").arg(advice(*station));
    const auto check = find(view.health, u"chirpstack");
    if (!check || check->problem.isEmpty())
        return {};
    const QString &code = check->problem;
    const QString since = moment(check->since, view.now);
    if (code == problem::kChirpStackKey || code == problem::kChirpStackUnauthorized)
        return tr("ChirpStack rejects the API key since %1. The lamp keeps its colour until the "
                  "key is renewed.")
            .arg(since);
    if (code == problem::kChirpStackReadOnly)
        return tr("The API key may only read, since %1. The lamp keeps its colour until "
                  "CHIRPSTACK_API_KEY is one that may command.")
            .arg(since);
    if (code == problem::kChirpStackNotSetUp)
        return tr("ChirpStack is not set up, so nothing is sent: set CHIRPSTACK_HOST and "
                  "CHIRPSTACK_API_KEY.");
    if (code == problem::kChirpStackNotAsked || code == problem::kChirpStackOnlyStation)
        return {};
    if (code == problem::kChirpStackBusy)
        return tr("ChirpStack asks for a pause since %1. This is sent afterwards.").arg(since);
    if (code == problem::kNotChirpStack)
        return tr("Something else than ChirpStack answers at its address since %1. Check "
                  "CHIRPSTACK_HOST and CHIRPSTACK_PORT.")
            .arg(since);
    return tr("ChirpStack cannot be reached since %1. The lamp keeps its colour; this is sent "
              "when ChirpStack is back.")
        .arg(since);
}

QString whyPending(const domain::Downlink &row, const LampView &view)
{
    if (const QString reason = standstill(view); !reason.isEmpty())
        return reason;
    if (!row.problem.isEmpty())
        return tr("%1 It is tried again by itself.").arg(trouble(row.problem));
    if (!view.health.ingesting)
        return tr("It waits for its turn."); // another computer sends it
    return tr("It waits for its turn: gateways may send for a small share of the time only.");
}

QString whySent(const domain::Downlink &row)
{
    const QString time = seconds(row.sentAt.value_or(row.decidedAt));
    if (!canConfirm(row.frame))
        return tr("A gateway transmitted it at %1. This lamp cannot confirm what it shows.")
            .arg(time);
    const devices::DeviceType *type = devices::findType(row.frame.deviceType);
    if (row.frame.confirmed || !type || type->heartbeat.count() == 0)
        return tr("On the air at %1, not confirmed by the lamp yet.").arg(time);
    return tr("On the air at %1, not confirmed yet. This lamp tells its colour every %2.")
        .arg(time, age(type->heartbeat));
}

/// What comes of a command that was not on the air, where its lamp joined before.
QString afterJoin(const QString &words, const domain::Downlink &row, const LampView &view)
{
    if (!view.joinedAt || row.queuedAt.value_or(row.decidedAt) < *view.joinedAt)
        return words;
    return tr("%1 The lamp joined at %2: after that ChirpStack sends nothing before the lamp’s "
              "first word, and what is due is sent then by itself.")
        .arg(words, seconds(*view.joinedAt));
}

QString whyQueued(const domain::Downlink &row, const LampView &view)
{
    const QString sent = seconds(row.queuedAt.value_or(row.decidedAt));
    if (row.expiresAt && *row.expiresAt > view.now)
        return tr("Sent at %1, not on the air yet. It is thrown away at %2.")
            .arg(sent, seconds(*row.expiresAt));
    return tr("Sent at %1, not on the air.").arg(sent);
}

} // namespace

bool canConfirm(const domain::LampFrame &frame)
{
    if (frame.isRaw())
        return frame.confirmed;
    const devices::DeviceType *type = devices::findType(frame.deviceType);
    return frame.confirmed || !type || type->confirms;
}

QString colour(domain::Rgb colour)
{
    struct Named {
        domain::Rgb colour;
        const char *name;
    };
    static constexpr Named kNames[] = {
        {{0, 255, 0}, QT_TRANSLATE_NOOP("parking::ui::labels", "Green")},
        {{255, 0, 0}, QT_TRANSLATE_NOOP("parking::ui::labels", "Red")},
        {{255, 255, 0}, QT_TRANSLATE_NOOP("parking::ui::labels", "Yellow")},
        {{255, 165, 0}, QT_TRANSLATE_NOOP("parking::ui::labels", "Orange")},
        {{0, 0, 255}, QT_TRANSLATE_NOOP("parking::ui::labels", "Blue")},
        {{255, 255, 255}, QT_TRANSLATE_NOOP("parking::ui::labels", "White")},
        {{0, 0, 0}, QT_TRANSLATE_NOOP("parking::ui::labels", "Dark")},
    };
    for (const Named &named : kNames) {
        if (named.colour == colour)
            return tr(named.name);
    }
    return u'#' + colour.toHex();
}

QString shine(const domain::LampFrame &frame)
{
    return devices::isBlinking(frame) ? tr("%1, blinking").arg(colour(frame.colour))
                                      : colour(frame.colour);
}

QString wanted(const domain::LampFrame &frame)
{
    return frame.isRaw()
        ? tr("Port %1: %2").arg(QLocale().toString(frame.fPort), hex(frame.payload))
        : shine(frame);
}

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' ')).toUpper();
}

QString commandProblem(const Error &error)
{
    const QString rule = error.details.value(u"rule").toString();
    if (rule == problem::kNoPayload)
        return tr("Type the bytes to send.");
    if (rule == problem::kBadHex)
        return tr("Hex has the digits 0 to 9 and A to F only.");
    if (rule == problem::kOddHex)
        return tr("Half a byte is missing: hex has two digits for each byte.");
    if (rule == problem::kBadBase64)
        return tr("This is no base64.");
    if (rule == problem::kPayloadTooLong)
        return tr("A frame holds %1 bytes at most.")
            .arg(QLocale().toString(domain::LampCommand::kMostBytes));
    if (rule == problem::kBadPort)
        return tr("A port is 1 to %1.").arg(QLocale().toString(domain::LampCommand::kLastPort));
    if (error.code == problem::kNoType)
        return tr("No type of lamp is known for this device. Choose its type, or send raw bytes.");
    if (error.code == problem::kChirpStackNotAsked)
        return tr("The station begins just now. Try again in a moment.");
    if (error.code == problem::kChirpStackDoubtful)
        return tr("ChirpStack gave no answer, so nobody knows whether it was done.");
    if (error.code == problem::kChirpStackOnlyStation)
        return text(error);
    return error.code.startsWith(u"CHIRPSTACK") || error.code == problem::kNotChirpStack
        ? trouble(error.code)
        : text(error);
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
        return tr("Withdrawn");
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
        return tr("lamp showed something else");
    case DownlinkCause::Reconcile:
        return tr("compared");
    case DownlinkCause::Console:
        return tr("sent by hand");
    }
    return {};
}

QString text(DownlinkOutcome outcome)
{
    switch (outcome) {
    case DownlinkOutcome::Queued:
        return tr("in ChirpStack’s queue");
    case DownlinkOutcome::HeldBack:
        return tr("held back by a pause, it waits again");
    case DownlinkOutcome::NotInQueue:
        return tr("not found in ChirpStack’s queue");
    case DownlinkOutcome::Withdrawn:
        return tr("taken out of the queue again");
    case DownlinkOutcome::Unreachable:
        return tr("ChirpStack could not be reached");
    case DownlinkOutcome::Unavailable:
        return tr("ChirpStack was not available");
    case DownlinkOutcome::Doubtful:
        return tr("ChirpStack gave no answer in time");
    case DownlinkOutcome::Busy:
        return tr("ChirpStack asked for a pause");
    case DownlinkOutcome::Unauthorized:
        return tr("ChirpStack does not know this device, or the key may not use it");
    case DownlinkOutcome::Refused:
        return tr("ChirpStack refused it");
    case DownlinkOutcome::Internal:
        return tr("ChirpStack failed");
    case DownlinkOutcome::NotChirpStack:
        return tr("something else than ChirpStack answered");
    case DownlinkOutcome::Other:
        break;
    }
    return tr("not accepted");
}

QString text(domain::Unknown why)
{
    switch (why) {
    case domain::Unknown::NeverHeard:
        return tr("no sensor was ever heard here");
    case domain::Unknown::Silent:
        return tr("its sensor is silent");
    case domain::Unknown::NoWord:
        return tr("its sensor has said nothing of the space");
    }
    return {};
}

bool isFailure(const domain::DownlinkEvent &event)
{
    switch (event.kind) {
    case DownlinkEventKind::Nack:
    case DownlinkEventKind::Expired:
    case DownlinkEventKind::Refused:
        return true;
    case DownlinkEventKind::Answer:
        return event.outcome != DownlinkOutcome::Queued
            && event.outcome != DownlinkOutcome::Withdrawn
            && event.outcome != DownlinkOutcome::HeldBack;
    default:
        return false;
    }
}

QString text(const domain::DownlinkEvent &event)
{
    switch (event.kind) {
    case DownlinkEventKind::Post:
        return tr("sent to ChirpStack");
    case DownlinkEventKind::Answer:
        return text(event.outcome.value_or(DownlinkOutcome::Other));
    case DownlinkEventKind::TxAck:
        return tr("on the air");
    case DownlinkEventKind::Ack:
        return tr("acknowledged by the lamp");
    case DownlinkEventKind::Nack:
        return tr("not acknowledged");
    case DownlinkEventKind::Expired:
        return tr("expired in the queue");
    case DownlinkEventKind::Refused:
        return tr("thrown away by the network");
    case DownlinkEventKind::Echo:
        return tr("the lamp shows it");
    }
    return {};
}

QString why(const domain::Downlink &row, const LampView &view)
{
    const UtcTime now = view.now;
    switch (row.state) {
    case DownlinkState::Pending:
        return whyPending(row, view);
    case DownlinkState::Sending:
        return row.problem.isEmpty() ? tr("A request to ChirpStack is under way.")
                                     : trouble(row.problem);
    case DownlinkState::Queued:
        return afterJoin(whyQueued(row, view), row, view);
    case DownlinkState::Sent:
        return whySent(row);
    case DownlinkState::Acked:
        return tr("The lamp acknowledged it at %1.").arg(seconds(row.ackedAt.value_or(now)));
    case DownlinkState::Echoed:
        return tr("The lamp said at %1 that it shows it.").arg(seconds(row.echoedAt.value_or(now)));
    case DownlinkState::Superseded:
        if (row.problem == problem::kFlushed)
            return tr("Somebody emptied the lamp’s queue before it was on the air.");
        if (!view.hasNewer)
            return tr("It was withdrawn before it was on the air.");
        return *view.hasNewer ? tr("A newer colour took its place before it was on the air.")
                              : tr("It was withdrawn before it was on the air, and nothing newer "
                                   "is wanted since.");
    case DownlinkState::Expired:
        return afterJoin(trouble(row.problem), row, view);
    case DownlinkState::Failed:
        return trouble(row.problem);
    }
    return {};
}

QString rawDetails(const domain::DownlinkEvent &event)
{
    QStringList words{toIso(event.time), domain::nameOf(event.kind), event.gatewayId,
                      event.queueItemId, event.detail};
    words.removeAll(QString());
    return words.join(u' ');
}

QString lampProblem(const domain::Display &display)
{
    if (display.problem == problem::kNotFollowing)
        return tr("The lamp does not follow: it shows something else than it was sent. Check its "
                  "type, its power and its cable.");
    if (display.problem == problem::kWrongLayout)
        return tr("This lamp speaks like a %1. Commands of its present type do not reach it.")
            .arg(deviceType(display.suggestedType));
    if (display.problem == problem::kNoType)
        return tr("No type of lamp is known for this device, so nothing can be sent. Choose its "
                  "type.");
    if (display.problem == problem::kBadSettings)
        return tr("The settings of this lamp cannot be read, so the defaults are used. Set them "
                  "again.");
    return {};
}

QString lampTrouble(const QString &problem)
{
    if (problem == problem::kNotFollowing)
        return tr("shows something else than it was sent");
    if (problem == problem::kWrongLayout)
        return tr("speaks like another type");
    if (problem == problem::kNoType)
        return tr("no type is known");
    if (problem == problem::kBadSettings)
        return tr("its settings cannot be read");
    return tr("did not get its last command");
}

QString evidence(const domain::Display &display, UtcTime now)
{
    using domain::Evidence;
    const QString time = display.shownAt ? moment(*display.shownAt, now) : QString();
    switch (display.evidence) {
    case Evidence::None:
        return display.shownAt ? tr("joined %1").arg(time) : tr("nothing heard");
    case Evidence::Sent:
        return tr("on the air %1").arg(time);
    case Evidence::Acked:
        return tr("acknowledged %1").arg(time);
    case Evidence::Echoed:
        return tr("told at %1").arg(time);
    }
    return {};
}

QString milliseconds(double value)
{
    if (value < 0) // two clocks that differ: nobody knows how long it took
        return QString(QChar(0x2013));
    const QChar narrow(0x202f);
    if (value < 1000)
        return QLocale().toString(qRound(value)) + narrow + tr("ms");
    if (value < 60'000)
        return QLocale().toString(value / 1000, 'f', 1) + narrow + tr("s");
    return QLocale().toString(qRound(value / 60'000)) + narrow + tr("min");
}

} // namespace parking::ui::labels
