#include "domain/walk.h"

#include "base/literals.h"
#include "domain/fleet.h"

#include <algorithm>

namespace parking::domain {

namespace {

constexpr QLatin1StringView kSteps[] = {"joined"_L1,    "bound"_L1,      "signal"_L1,
                                        "car_comes"_L1, "car_leaves"_L1, "lamp_follows"_L1};

/// When the sensor saw a car come and leave since `begun`, and what it sees now.
struct Seen {
    std::optional<UtcTime> came;
    std::optional<UtcTime> left;
    std::optional<Occupancy> now;
    bool isUnderstood = false; ///< some reading since `begun` told of the space
};

Seen seenBy(const WalkFacts &facts)
{
    Seen seen;
    for (const Reading &reading : facts.readings) {
        if (!reading.occupancy)
            continue;
        const bool isSince = reading.time >= facts.begun;
        seen.isUnderstood = seen.isUnderstood || isSince;
        const bool isChange = seen.now && *seen.now != *reading.occupancy;
        if (isSince && isChange && *reading.occupancy == Occupancy::Occupied)
            seen.came = reading.time;
        if (isSince && isChange && *reading.occupancy == Occupancy::Free)
            seen.left = reading.time;
        seen.now = *reading.occupancy;
    }
    return seen;
}

QList<Reading> since(const WalkFacts &facts)
{
    QList<Reading> readings = facts.readings;
    readings.removeIf([&facts](const Reading &reading) { return reading.time < facts.begun; });
    return readings;
}

void count(WalkResult &result, const QList<Reading> &readings)
{
    result.arrived = int(readings.size());
    result.sent = result.arrived;
    if (readings.isEmpty())
        return;
    const Reading &newest = readings.last();
    result.rssiDbm = newest.rssiDbm;
    result.snrDb = newest.snrDb;
    result.gateways = int(newest.gateways.size());
    const qint64 span = qint64(newest.fCnt) - qint64(readings.first().fCnt) + 1;
    if (span > result.arrived && span < 1000)
        result.sent = int(span);
}

bool wasOnAir(DownlinkState state)
{
    return state == DownlinkState::Sent || state == DownlinkState::Acked
        || state == DownlinkState::Echoed;
}

/// When the lamp took the colour of `state`; empty: it is still under way.
std::optional<UtcTime> shown(const WalkFacts &facts, SpaceState state)
{
    for (const Downlink &row : facts.commands) {
        if (row.frame.state != state || row.frame.isRaw() || row.cause == DownlinkCause::Console)
            continue;
        if (row.echoedAt)
            return row.echoedAt;
        if (row.ackedAt)
            return row.ackedAt;
        if (row.sentAt && !facts.canLampConfirm && wasOnAir(row.state))
            return row.sentAt;
    }
    return std::nullopt;
}

bool hasLampFailed(const WalkFacts &facts)
{
    return !facts.commands.isEmpty()
        && (facts.commands.last().state == DownlinkState::Failed
            || facts.commands.last().state == DownlinkState::Expired);
}

WalkTick lampTick(const WalkFacts &facts, const Seen &seen)
{
    if (!facts.lamp)
        return {TickState::NotWanted, {}};
    if (!seen.came || !seen.left)
        return {};
    const auto red = shown(facts, SpaceState::Occupied);
    const auto green = shown(facts, SpaceState::Free);
    if (red && green)
        return {TickState::Done, std::max(*red, *green)};
    return {hasLampFailed(facts) ? TickState::Failed : TickState::Waiting, {}};
}

WalkTick signalTick(const WalkResult &result, const QList<Reading> &readings)
{
    if (readings.isEmpty() || !result.rssiDbm)
        return {TickState::Waiting, {}};
    const bool isWeak = signalLevel(result.rssiDbm) == SignalLevel::Weak;
    return {isWeak ? TickState::Failed : TickState::Done, readings.last().time};
}

WalkTick joinedTick(const WalkFacts &facts)
{
    if (facts.joinedAt)
        return {TickState::Done, facts.joinedAt};
    if (facts.lastHeard)
        return {TickState::Done, facts.lastHeard}; // who is heard has joined
    return {facts.sensor ? TickState::Waiting : TickState::Before, {}};
}

WalkVerdict verdictOf(const WalkFacts &facts, const WalkResult &result, const Seen &seen,
                      UtcTime now)
{
    const auto isOpen = [&result](WalkStep step) {
        const TickState state = result.tick(step).state;
        return state != TickState::Done && state != TickState::ByHand
            && state != TickState::NotWanted;
    };
    if (facts.deafSince)
        return WalkVerdict::NobodyListens;
    if (!facts.sensor)
        return WalkVerdict::NoSensor;
    // With several cars about, nobody can tell which was the tester's.
    if (isOpen(WalkStep::CarComes) && facts.others.size() == 1)
        return WalkVerdict::OtherSensor;
    if (result.arrived == 0 && result.isDone())
        return WalkVerdict::Works; // all of it was seen by somebody
    if (result.arrived == 0)
        return now - facts.begun >= kWalkPatience ? WalkVerdict::NotHeard : WalkVerdict::Listening;
    if (!seen.isUnderstood && (isOpen(WalkStep::CarComes) || isOpen(WalkStep::CarLeaves)))
        return WalkVerdict::NotUnderstood;
    if (result.tick(WalkStep::Signal).state == TickState::Failed)
        return WalkVerdict::WeakSignal;
    const bool isTaken = seen.now == Occupancy::Occupied;
    if (isOpen(WalkStep::CarComes) && !isTaken)
        return WalkVerdict::PutCar;
    if (isOpen(WalkStep::CarLeaves) || isOpen(WalkStep::CarComes))
        return isTaken ? WalkVerdict::TakeCarAway : WalkVerdict::PutCar;
    if (result.tick(WalkStep::LampFollows).state == TickState::Failed)
        return WalkVerdict::LampFailed;
    return isOpen(WalkStep::LampFollows) ? WalkVerdict::WaitForLamp : WalkVerdict::Works;
}

} // namespace

QString nameOf(WalkStep step)
{
    return QString(kSteps[size_t(step)]);
}

std::optional<WalkStep> walkStepFromString(QStringView text)
{
    for (const WalkStep step : kAllWalkSteps) {
        if (text == kSteps[size_t(step)])
            return step;
    }
    return std::nullopt;
}

bool WalkResult::isDone() const
{
    return std::all_of(ticks.cbegin(), ticks.cend(), [](const WalkTick &tick) {
        return tick.state == TickState::Done || tick.state == TickState::ByHand
            || tick.state == TickState::NotWanted;
    });
}

WalkResult walkResult(const WalkFacts &facts, const QSet<WalkStep> &byHand, UtcTime now)
{
    WalkResult result;
    const QList<Reading> readings = since(facts);
    const Seen seen = seenBy(facts);
    count(result, readings);
    const auto tick = [&result](WalkStep step) -> WalkTick & { return result.ticks[size_t(step)]; };
    tick(WalkStep::Joined) = joinedTick(facts);
    tick(WalkStep::Bound).state = facts.sensor ? TickState::Done : TickState::Waiting;
    if (facts.sensor) {
        tick(WalkStep::Signal) = signalTick(result, readings);
        const bool isTaken = seen.now == Occupancy::Occupied;
        tick(WalkStep::CarComes) = seen.came ? WalkTick{TickState::Done, seen.came}
            : readings.isEmpty() || isTaken  ? WalkTick{}
                                             : WalkTick{TickState::Waiting, {}};
        tick(WalkStep::CarLeaves) = seen.left ? WalkTick{TickState::Done, seen.left}
            : isTaken && !readings.isEmpty()  ? WalkTick{TickState::Waiting, {}}
                                              : WalkTick{};
    }
    tick(WalkStep::LampFollows) = lampTick(facts, seen);
    const auto isOpen = [&tick](WalkStep step) { // whose a space's sensor is nobody sees by eye
        const TickState state = tick(step).state;
        return step != WalkStep::Bound && state != TickState::Done && state != TickState::NotWanted;
    };
    for (const WalkStep step : facts.doneBefore) {
        if (isOpen(step) && tick(step).state != TickState::Failed)
            tick(step) = {TickState::Done, {}};
    }
    for (const WalkStep step : byHand) {
        if (isOpen(step))
            tick(step) = {TickState::ByHand, {}};
    }
    result.verdict = verdictOf(facts, result, seen, now);
    if (result.verdict == WalkVerdict::OtherSensor)
        result.other = facts.others.first();
    return result;
}

} // namespace parking::domain
