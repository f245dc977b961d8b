#include "walk/walklabels.h"

#include "base/literals.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

using domain::WalkResult;
using domain::WalkStep;
using domain::WalkVerdict;

namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("parking::ui::WalkPage", text, nullptr, n);
}

QString sensorWord(const domain::WalkFacts &facts)
{
    return facts.sensor ? tr("Sensor %1").arg(facts.sensor->toString().right(4).toUpper())
                        : QString();
}

/// "-91 dBm, 2 gateways hear it"
QString signalWords(const WalkResult &result)
{
    if (!result.rssiDbm)
        return tr("waiting for an uplink");
    return tr("%1, heard by %2").arg(dbm(*result.rssiDbm), tr("%n gateways", result.gateways));
}

} // namespace

WalkWords verdict(const WalkResult &result, const domain::WalkFacts &facts, const QString &code,
                  UtcTime now)
{
    const QString known = facts.sensor
        ? tr("%1 is heard and belongs to this space.").arg(sensorWord(facts))
        : QString();
    switch (result.verdict) {
    case WalkVerdict::NobodyListens: // nobodyListens() says why
        return {tr("What sensors say is not taken in"), tr("Nothing can be tested."),
                "dangerSoft"_L1, u"warning"_s};
    case WalkVerdict::NoSensor:
        return {tr("No sensor belongs to %1").arg(code),
                tr("Hold the magnet to it, and bind it in the list at the right."),
                "warningSoft"_L1, u"devices"_s};
    case WalkVerdict::NotHeard:
        return {tr("Not heard for %1").arg(age(now - facts.begun)),
                tr("Hold the magnet to the sensor, or turn it. It may be out of reach."),
                "dangerSoft"_L1, u"warning"_s};
    case WalkVerdict::Listening:
        return {tr("Listening for %1").arg(code),
                tr("Hold the magnet to the sensor: it sends within some seconds."),
                "warningSoft"_L1, u"devices"_s};
    case WalkVerdict::NotUnderstood:
        return {tr("%1 speaks, and is not understood").arg(sensorWord(facts)),
                tr("Choose its type on its page in Devices."), "dangerSoft"_L1, u"warning"_s};
    case WalkVerdict::OtherSensor:
        return {tr("%1 saw a car come, %2 did not")
                    .arg(result.other ? result.other->code : QString(), code),
                tr("If the car stands here, the two sensors are swapped."), "dangerSoft"_L1,
                u"warning"_s};
    case WalkVerdict::WeakSignal:
        return {tr("%1 is heard badly").arg(code),
                tr("%1. Go closer to a gateway, or turn the sensor.").arg(signalWords(result)),
                "dangerSoft"_L1, u"warning"_s};
    case WalkVerdict::PutCar:
        return {tr("Now put a car over %1").arg(code),
                tr("or hold the magnet to the sensor. %1").arg(known), "warningSoft"_L1,
                u"spaces"_s};
    case WalkVerdict::TakeCarAway:
        return {tr("Now drive the car away from %1").arg(code),
                tr("or take the magnet away. %1").arg(known), "warningSoft"_L1, u"spaces"_s};
    case WalkVerdict::LampFailed:
        return {tr("The lamp of %1 did not get its colour").arg(code),
                tr("Its page in Devices says why."), "dangerSoft"_L1, u"warning"_s};
    case WalkVerdict::WaitForLamp:
        return {tr("The sensor of %1 works").arg(code),
                tr("Its lamp is still to follow: red, then green."), "warningSoft"_L1, u"lamp"_s};
    case WalkVerdict::Works:
        return {tr("%1 works").arg(code), tr("On to the next one."), "okSoft"_L1, u"check"_s};
    }
    return {};
}

WalkWords nobodyListens(const domain::HealthCheck &why, UtcTime now)
{
    return {why.name == u"mqtt" ? tr("No connection to the broker")
                                : tr("What sensors say is not taken in"),
            tr("Since %1 nothing can be tested. %2").arg(moment(why.since, now), text(why)),
            "dangerSoft"_L1, u"warning"_s};
}

QString text(WalkStep step, const QString &code)
{
    switch (step) {
    case WalkStep::Joined:
        return tr("Joined the network");
    case WalkStep::Bound:
        return tr("Belongs to %1").arg(code);
    case WalkStep::Signal:
        return tr("Signal good");
    case WalkStep::CarComes:
        return tr("Sees a car come");
    case WalkStep::CarLeaves:
        return tr("Sees it leave");
    case WalkStep::LampFollows:
        return tr("Lamp follows");
    }
    return {};
}

QString seen(WalkStep step, const WalkResult &result, const domain::WalkFacts &facts)
{
    const domain::WalkTick &tick = result.tick(step);
    if (tick.state == domain::TickState::ByHand)
        return tr("seen by you");
    switch (step) {
    case WalkStep::Joined:
        return facts.joinedAt ? clock(*facts.joinedAt)
            : facts.lastHeard ? tr("heard, so it has joined")
                              : QString();
    case WalkStep::Bound:
        return facts.sensor ? sensorWord(facts) : tr("no sensor yet");
    case WalkStep::Signal:
        return facts.sensor ? signalWords(result) : QString();
    case WalkStep::CarComes:
    case WalkStep::CarLeaves:
        if (tick.at)
            return clock(*tick.at);
        if (tick.state == domain::TickState::Done)
            return tr("seen before");
        if (tick.state != domain::TickState::Waiting)
            return {};
        return step == WalkStep::CarComes ? tr("waiting for “occupied”") : tr("waiting for “free”");
    case WalkStep::LampFollows:
        if (!facts.lamp)
            return tr("this space has no lamp");
        if (tick.state == domain::TickState::Failed)
            return tr("its last command failed");
        if (tick.at)
            return facts.canLampConfirm
                ? tr("told at %1").arg(clock(*tick.at))
                : tr("on the air at %1, it cannot tell").arg(clock(*tick.at));
        if (tick.state == domain::TickState::Done)
            return tr("seen before");
        return tr("red, then green");
    }
    return {};
}

QString openPoints(const domain::WalkEntry &entry, bool hasLamp)
{
    QStringList words;
    for (const WalkStep step : domain::kAllWalkSteps) {
        if (entry.done.contains(step) || entry.byHand.contains(step)
            || (step == WalkStep::LampFollows && !hasLamp))
            continue;
        words.append(step == WalkStep::Bound ? tr("Has a sensor") : text(step, {}));
    }
    return words.join(u", "_s);
}

} // namespace parking::ui::labels
