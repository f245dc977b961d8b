#pragma once

#include "domain/battery.h"
#include "domain/device.h"
#include "domain/page.h"
#include "domain/rhythm.h"

/// The devices of a site as those see them who keep them going: what state each is in, and which is
/// worst. Pure.
namespace parking::domain {

enum class DeviceState : quint8 {
    New, ///< heard, and no space names it
    Active,
    Silent, ///< for longer than its type or its rhythm allows
    NeverHeard, ///< a space names it
    Retired, ///< somebody took it out of use
};
QString nameOf(DeviceState state); ///< new, active, silent, never_heard, retired
std::optional<DeviceState> deviceStateFromString(QStringView text);

enum class BatteryLevel : quint8 { Unknown, External, Good, Low };
QString nameOf(BatteryLevel level); ///< unknown, external, good, low

enum class SignalLevel : quint8 { Unknown, Weak, Fair, Good };
QString nameOf(SignalLevel level); ///< unknown, weak, fair, good
/// Good from -95 dBm on, fair from -110 dBm on.
SignalLevel signalLevel(const std::optional<int> &rssiDbm);
inline constexpr double kLowPercent = 20; ///< of a battery that tells its percentage

/// By what its type needs; Unknown where neither a limit nor a percentage is known.
BatteryLevel batteryLevel(const Device &device, const CellFigures &figures);

/// Where the space of a device is.
struct DevicePlace {
    QString code; ///< empty: no space names it
    QString building;
    QString floor;
    QString zone;

    bool operator==(const DevicePlace &) const = default;
};

struct FleetDevice {
    Device device = {};
    DevicePlace place = {};
    SilenceLimit limit = {};
    DeviceState state = DeviceState::New;
    BatteryLevel battery = BatteryLevel::Unknown;
    SignalLevel signal = SignalLevel::Unknown;
    std::optional<UtcTime> retiredAt = {}; ///< somebody took it out of use then
    QString lampProblem = {}; ///< of a lamp that does not show what it should (LampTrouble)

    bool operator==(const FleetDevice &) const = default;
};

/// Which state a device is in, by its place, its limit and whether it is retired.
DeviceState deviceState(const FleetDevice &device, UtcTime now);

/// True when `a` is to be seen to before `b`: lamps that do not follow first, then silent ones, the
/// longest silent before others, then never heard ones, low batteries, weak signals, new ones, and
/// the rest by name.
bool isWorse(const FleetDevice &a, const FleetDevice &b);

/// "Sensor 1C07": its name, or its kind with the last digits of its EUI where it has none, is for
/// the interface; this is what lists are sorted by.
QString sortName(const Device &device);

enum class FleetOrder : quint8 { Worst, Name, Space, Signal, Battery, Heard, FirstHeard };

struct FleetSort {
    FleetOrder by = FleetOrder::Worst;
    bool descending = false;

    bool operator==(const FleetSort &) const = default;
};

/// Given filters are joined by AND. Retired devices are found only when they are asked for.
struct FleetFilter {
    std::optional<DeviceKind> kind = {};
    std::optional<DeviceState> state = {};
    std::optional<BatteryLevel> battery = {};
    std::optional<SignalLevel> signal = {};
    std::optional<QString> type = {}; ///< empty text: unknown types
    QString building = {}; ///< empty: any
    QString text = {}; ///< part of name, EUI (with or without separators), space or gateway

    bool operator==(const FleetFilter &) const = default;
};

/// Of all devices, whatever the filter.
struct FleetCounts {
    int sensors = 0; ///< without the retired ones
    int lamps = 0;
    int fresh = 0; ///< new: heard, and no space names them
    int retired = 0;
    int attention = 0; ///< those that ladderTrips() lists

    bool operator==(const FleetCounts &) const = default;
};

struct FleetPage : Page<FleetDevice> {
    FleetCounts counts;
    QStringList types; ///< that devices have, for the filter; by name
};

/// What the filter finds of all devices, in order, cut to a page. VALIDATION_ERROR.
/// `explained`: as for ladderTrips().
Result<FleetPage> fleetPage(QList<FleetDevice> all, const FleetFilter &filter,
                            const FleetSort &sort, const PageRequest &page,
                            const QSet<SpaceId> &explained = {});

/// False while more devices of spaces are silent than heard: then it is not they that are at fault,
/// but what they speak through, or their turn has not come since that is back.
bool silenceTells(const QList<FleetDevice> &all, const QSet<SpaceId> &explained = {});

/// Whom a person with a ladder is to see on one floor.
struct LadderTrip {
    QString building;
    QString floor;
    QList<FleetDevice> devices; ///< worst first

    bool operator==(const LadderTrip &) const = default;
};

/// Devices of spaces that are nearly empty, or silent where that tells something, and sensors that
/// were never heard by a site that listened for as long as they may be silent (lamps may never
/// speak), by floor: the floor with most first. `explained`: spaces whose sensors are silent for a
/// cause that they share (CommonCause), which no ladder mends.
QList<LadderTrip> ladderTrips(const QList<FleetDevice> &all, const QSet<SpaceId> &explained = {});

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::FleetDevice)
Q_DECLARE_METATYPE(parking::domain::FleetFilter)
