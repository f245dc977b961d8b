#include "domain/fleet.h"

#include "base/literals.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace parking::domain {

namespace {

constexpr int kGoodFrom = -95; // dBm
constexpr int kFairFrom = -110;

int rankOf(const FleetDevice &d)
{
    if (!d.lampProblem.isEmpty() && d.state != DeviceState::Retired)
        return -1;
    if (d.state == DeviceState::Silent)
        return 0;
    if (d.state == DeviceState::NeverHeard)
        return 1;
    if (d.battery == BatteryLevel::Low && d.state != DeviceState::Retired)
        return 2;
    if (d.state == DeviceState::New)
        return 4;
    if (d.state == DeviceState::Retired)
        return 6;
    return d.signal == SignalLevel::Weak ? 3 : 5;
}

/// -1, 0 or 1.
template <class T>
int compare(const T &a, const T &b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

/// Devices that do not tell come last in either direction.
template <class T>
int compareKnown(const std::optional<T> &a, const std::optional<T> &b, bool descending)
{
    if (a.has_value() != b.has_value())
        return a ? -1 : 1;
    if (!a)
        return 0;
    return descending ? compare(*b, *a) : compare(*a, *b);
}

std::optional<double> charge(const FleetDevice &d)
{
    return d.device.batteryVolt ? d.device.batteryVolt : d.device.batteryPercent;
}

int compareBy(const FleetDevice &a, const FleetDevice &b, const FleetSort &sort)
{
    const auto texts = [&sort](const QString &x, const QString &y) {
        const int order = QString::localeAwareCompare(x, y);
        return sort.descending ? -order : order;
    };
    switch (sort.by) {
    case FleetOrder::Worst:
        return isWorse(a, b) ? (sort.descending ? 1 : -1)
            : isWorse(b, a)  ? (sort.descending ? -1 : 1)
                             : 0;
    case FleetOrder::Name:
        return texts(sortName(a.device), sortName(b.device));
    case FleetOrder::Space:
        return texts(a.place.code, b.place.code);
    case FleetOrder::Signal:
        return compareKnown(a.device.rssiDbm, b.device.rssiDbm, sort.descending);
    case FleetOrder::Battery:
        return compareKnown(charge(a), charge(b), sort.descending);
    case FleetOrder::Heard:
        return compareKnown(a.device.lastHeard, b.device.lastHeard, sort.descending);
    case FleetOrder::FirstHeard:
        return sort.descending ? compare(b.device.firstHeard, a.device.firstHeard)
                               : compare(a.device.firstHeard, b.device.firstHeard);
    }
    return 0;
}

bool hasText(const FleetDevice &d, const QString &text)
{
    if (text.isEmpty())
        return true;
    QString digits = text;
    digits.removeIf([](QChar c) { return c == u':' || c == u'-' || c == u' '; });
    return d.device.name.contains(text, Qt::CaseInsensitive)
        || d.place.code.contains(text, Qt::CaseInsensitive)
        || d.device.gatewayId.contains(text, Qt::CaseInsensitive)
        || (!digits.isEmpty() && d.device.devEui.toString().contains(digits, Qt::CaseInsensitive));
}

bool isFound(const FleetDevice &d, const FleetFilter &filter)
{
    const bool wantsRetired = filter.state == DeviceState::Retired;
    if ((d.state == DeviceState::Retired) != wantsRetired)
        return false;
    return (!filter.kind || d.device.kind == *filter.kind)
        && (!filter.state || d.state == *filter.state)
        && (!filter.battery || d.battery == *filter.battery)
        && (!filter.signal || d.signal == *filter.signal)
        && (!filter.type || d.device.resolvedType == *filter.type)
        && (filter.building.isEmpty() || d.place.building == filter.building)
        && hasText(d, filter.text);
}

bool isExplained(const FleetDevice &d, const QSet<SpaceId> &explained)
{
    return d.device.spaceId && explained.contains(*d.device.spaceId);
}

/// What silence tells at a site.
struct Silence {
    bool tells = false; ///< of one device
    Milliseconds listened{}; ///< from the first word of any device to the newest
};

Silence silenceOf(const QList<FleetDevice> &all, const QSet<SpaceId> &explained)
{
    UtcTime first = UtcTime::max();
    UtcTime newest = UtcTime::min();
    for (const FleetDevice &d : all) {
        if (!d.device.lastHeard)
            continue;
        first = std::min(first, d.device.firstHeard);
        newest = std::max(newest, *d.device.lastHeard);
    }
    return {silenceTells(all, explained), first < newest ? newest - first : Milliseconds(0)};
}

/// Who was never heard may only not have had its turn at a site that began an hour ago.
bool needsVisit(const FleetDevice &d, const Silence &silence, const QSet<SpaceId> &explained)
{
    switch (d.state) {
    case DeviceState::Silent:
        return silence.tells && !isExplained(d, explained);
    case DeviceState::NeverHeard:
        return d.device.kind == DeviceKind::Sensor && silence.listened > d.limit.after;
    case DeviceState::Active:
        return d.battery == BatteryLevel::Low;
    case DeviceState::New:
    case DeviceState::Retired:
        break;
    }
    return false;
}

} // namespace

QString nameOf(DeviceState state)
{
    switch (state) {
    case DeviceState::New:
        return u"new"_s;
    case DeviceState::Active:
        return u"active"_s;
    case DeviceState::Silent:
        return u"silent"_s;
    case DeviceState::NeverHeard:
        return u"never_heard"_s;
    case DeviceState::Retired:
        return u"retired"_s;
    }
    return {};
}

std::optional<DeviceState> deviceStateFromString(QStringView text)
{
    for (const DeviceState state : {DeviceState::New, DeviceState::Active, DeviceState::Silent,
                                    DeviceState::NeverHeard, DeviceState::Retired}) {
        if (text == nameOf(state))
            return state;
    }
    return std::nullopt;
}

QString nameOf(BatteryLevel level)
{
    switch (level) {
    case BatteryLevel::Unknown:
        return u"unknown"_s;
    case BatteryLevel::External:
        return u"external"_s;
    case BatteryLevel::Good:
        return u"good"_s;
    case BatteryLevel::Low:
        return u"low"_s;
    }
    return {};
}

QString nameOf(SignalLevel level)
{
    switch (level) {
    case SignalLevel::Unknown:
        return u"unknown"_s;
    case SignalLevel::Weak:
        return u"weak"_s;
    case SignalLevel::Fair:
        return u"fair"_s;
    case SignalLevel::Good:
        return u"good"_s;
    }
    return {};
}

SignalLevel signalLevel(const std::optional<int> &rssiDbm)
{
    if (!rssiDbm)
        return SignalLevel::Unknown;
    if (*rssiDbm >= kGoodFrom)
        return SignalLevel::Good;
    return *rssiDbm >= kFairFrom ? SignalLevel::Fair : SignalLevel::Weak;
}

BatteryLevel batteryLevel(const Device &device, const CellFigures &figures)
{
    if (device.power == Power::External)
        return BatteryLevel::External;
    if (device.batteryVolt && figures.replaceBelowVolt > 0)
        return *device.batteryVolt < figures.replaceBelowVolt ? BatteryLevel::Low
                                                              : BatteryLevel::Good;
    if (device.batteryPercent)
        return *device.batteryPercent < kLowPercent ? BatteryLevel::Low : BatteryLevel::Good;
    return BatteryLevel::Unknown;
}

DeviceState deviceState(const FleetDevice &d, UtcTime now)
{
    if (d.retiredAt)
        return DeviceState::Retired;
    if (d.place.code.isEmpty())
        return DeviceState::New;
    if (!d.device.lastHeard)
        return DeviceState::NeverHeard;
    const bool isSilent = d.limit.after.count() > 0 && now - *d.device.lastHeard > d.limit.after;
    return isSilent ? DeviceState::Silent : DeviceState::Active;
}

QString sortName(const Device &device)
{
    return device.name.isEmpty() ? device.devEui.toString() : device.name;
}

bool isWorse(const FleetDevice &a, const FleetDevice &b)
{
    const int rank = rankOf(a);
    if (rank != rankOf(b))
        return rank < rankOf(b);
    int order = 0;
    if (rank == 0)
        order = compareKnown(a.device.lastHeard, b.device.lastHeard, false);
    else if (rank == 2)
        order = compareKnown(charge(a), charge(b), false);
    else if (rank == 3)
        order = compareKnown(a.device.rssiDbm, b.device.rssiDbm, false);
    else if (rank == 4)
        order = compare(b.device.firstHeard, a.device.firstHeard);
    if (order == 0)
        order = compare(sortName(a.device), sortName(b.device));
    return order != 0 ? order < 0 : a.device.devEui.value() < b.device.devEui.value();
}

Result<FleetPage> fleetPage(QList<FleetDevice> all, const FleetFilter &filter,
                            const FleetSort &sort, const PageRequest &page,
                            const QSet<SpaceId> &explained)
{
    if (Result<> checked = validate(page); !checked)
        return checked.error();
    const Silence silence = silenceOf(all, explained);
    FleetPage found;
    QSet<QString> types;
    for (FleetDevice &d : all) {
        const bool isRetired = d.state == DeviceState::Retired;
        found.counts.retired += isRetired;
        found.counts.sensors += !isRetired && d.device.kind == DeviceKind::Sensor;
        found.counts.lamps += !isRetired && d.device.kind == DeviceKind::Display;
        found.counts.fresh += d.state == DeviceState::New;
        found.counts.attention += needsVisit(d, silence, explained);
        if (!filter.kind || d.device.kind == *filter.kind)
            types.insert(d.device.resolvedType);
        if (isFound(d, filter))
            found.rows.append(std::move(d));
    }
    found.types = types.values();
    found.types.sort();
    found.total = found.rows.size();
    std::sort(found.rows.begin(), found.rows.end(),
              [&sort](const FleetDevice &a, const FleetDevice &b) {
                  const int order = compareBy(a, b, sort);
                  return order != 0 ? order < 0 : isWorse(a, b);
              });
    found.rows = found.rows.mid(page.offset, page.limit);
    return found;
}

bool silenceTells(const QList<FleetDevice> &all, const QSet<SpaceId> &explained)
{
    int silent = 0;
    int heard = 0;
    for (const FleetDevice &d : all) {
        if (d.place.code.isEmpty() || isExplained(d, explained))
            continue;
        silent += d.state == DeviceState::Silent;
        heard += d.state == DeviceState::Active;
    }
    return silent <= heard;
}

QList<LadderTrip> ladderTrips(const QList<FleetDevice> &all, const QSet<SpaceId> &explained)
{
    const Silence silence = silenceOf(all, explained);
    QMap<std::pair<QString, QString>, LadderTrip> byFloor;
    for (const FleetDevice &d : all) {
        if (d.place.code.isEmpty() || !needsVisit(d, silence, explained))
            continue;
        LadderTrip &trip = byFloor[{d.place.building, d.place.floor}];
        trip.building = d.place.building;
        trip.floor = d.place.floor;
        trip.devices.append(d);
    }
    QList<LadderTrip> trips = byFloor.values();
    for (LadderTrip &trip : trips)
        std::sort(trip.devices.begin(), trip.devices.end(), isWorse);
    std::stable_sort(trips.begin(), trips.end(), [](const LadderTrip &a, const LadderTrip &b) {
        return a.devices.size() > b.devices.size();
    });
    return trips;
}

} // namespace parking::domain
