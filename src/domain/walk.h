#pragma once

#include "domain/downlink.h"
#include "domain/reading.h"

#include <QList>
#include <QSet>

#include <array>

/// A walk from space to space with a car or a magnet: does each sensor do what it should? Pure.
namespace parking::domain {

/// What is tested of one space, in this order.
enum class WalkStep : quint8 { Joined, Bound, Signal, CarComes, CarLeaves, LampFollows };
inline constexpr int kWalkSteps = 6;
inline constexpr std::array kAllWalkSteps{WalkStep::Joined,    WalkStep::Bound,
                                          WalkStep::Signal,    WalkStep::CarComes,
                                          WalkStep::CarLeaves, WalkStep::LampFollows};
QString nameOf(WalkStep step); ///< joined, bound, signal, car_comes, car_leaves, lamp_follows
std::optional<WalkStep> walkStepFromString(QStringView text);

enum class TickState : quint8 {
    Before, ///< its turn has not come
    Waiting, ///< for what was asked of the person or the device
    Done,
    ByHand, ///< somebody saw it
    Failed,
    NotWanted, ///< the space has no lamp
};

struct WalkTick {
    TickState state = TickState::Before;
    std::optional<UtcTime> at = {}; ///< when it was seen

    bool operator==(const WalkTick &) const = default;
};

/// What one sentence says at the top.
enum class WalkVerdict : quint8 {
    NobodyListens, ///< nothing can be tested
    NoSensor, ///< none belongs to the space
    NotHeard, ///< its sensor was not heard since somebody stands here, for two minutes
    Listening, ///< nor was it heard yet
    NotUnderstood, ///< it speaks, and nobody knows what it says
    OtherSensor, ///< another space saw a car come, this one did not
    WeakSignal, ///< it is heard too badly to be left so
    PutCar,
    TakeCarAway,
    LampFailed,
    WaitForLamp,
    Works,
};

/// Another space whose sensor saw a car come while this one was tested.
struct WalkOther {
    SpaceId space;
    QString code;
    UtcTime at;

    bool operator==(const WalkOther &) const = default;
};

/// What is known of the space that somebody stands at.
struct WalkFacts {
    std::optional<DevEui> sensor = {};
    std::optional<DevEui> lamp = {};
    UtcTime begun = {}; ///< somebody stands here since then
    std::optional<UtcTime> joinedAt =
        {}; ///< of the sensor; joins from before the program are not known
    std::optional<UtcTime> lastHeard = {};
    /// The newest readings of the sensor, oldest first; those before `begun` tell what it saw then.
    QList<Reading> readings = {};
    QList<Downlink> commands = {}; ///< to the lamp since `begun`, oldest first
    bool canLampConfirm = false; ///< its type tells what it shows
    QList<WalkOther> others = {}; ///< that saw a car come in the last kWalkHeard
    QSet<WalkStep> doneBefore = {}; ///< seen of this sensor when somebody stood here before
    std::optional<UtcTime> deafSince = {}; ///< what sensors say is not taken in since then

    bool operator==(const WalkFacts &) const = default;
};

inline constexpr Milliseconds kWalkHeard = std::chrono::seconds(30);
inline constexpr Milliseconds kWalkPatience = std::chrono::minutes(2);

struct WalkResult {
    std::array<WalkTick, kWalkSteps> ticks = {};
    WalkVerdict verdict = WalkVerdict::Listening;
    std::optional<WalkOther> other = {}; ///< with OtherSensor
    std::optional<int> rssiDbm = {}; ///< of the newest reading since `begun`, at the best gateway
    std::optional<double> snrDb = {};
    int gateways = 0; ///< that heard it then
    int arrived = 0; ///< uplinks since `begun`
    int sent = 0; ///< by their counter; as many as arrived where that restarted

    const WalkTick &tick(WalkStep step) const { return ticks[size_t(step)]; }
    bool isDone() const; ///< nothing is open
    bool operator==(const WalkResult &) const = default;
};

/// `byHand`: steps that somebody ticked. A car counts as seen only by a change: free, then
/// occupied. What a lamp was sent counts where a gateway transmitted it and the lamp cannot tell; a
/// lamp that can has to.
WalkResult walkResult(const WalkFacts &facts, const QSet<WalkStep> &byHand, UtcTime now);

} // namespace parking::domain
