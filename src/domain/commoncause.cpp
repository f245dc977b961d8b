#include "domain/commoncause.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace parking::domain {

namespace {

constexpr qsizetype kLeast = 5; // fewer are single faults
constexpr qsizetype kHeardToSilent = 3; // of the sensors that no cause explains

/// Indices of the sensors that were ever heard.
struct Sensors {
    QList<qsizetype> silent;
    QList<qsizetype> heard;
    UtcTime newest = UtcTime::min(); ///< uplink of any of them, not after now
};

/// Sensors with one gateway, or in one zone.
struct Group {
    QList<qsizetype> silent;
    qsizetype heard = 0;
    UtcTime newest = UtcTime::min();
    Milliseconds patience = Milliseconds::max();
};

Sensors sort(const QList<SpaceStatus> &statuses, UtcTime now)
{
    Sensors sensors;
    for (qsizetype i = 0; i < statuses.size(); ++i) {
        if (!statuses[i].hasSensor || !statuses[i].lastHeard)
            continue;
        // Whether it was understood is of no account: a gateway brought it.
        const bool isSilent = statuses[i].confidence(now) == Confidence::Stale;
        (isSilent ? sensors.silent : sensors.heard).append(i);
        sensors.newest = std::max(sensors.newest, std::min(now, *statuses[i].lastHeard));
    }
    return sensors;
}

/// The groups with enough silent sensors that brought nothing for too long. Looks at the heard
/// ones, which are many, only when some group is left for them to answer for.
template <class KeyOf>
auto overdue(const Sensors &sensors, const QList<SpaceStatus> &statuses, KeyOf keyOf)
{
    std::map<decltype(keyOf(0)), Group> groups;
    for (const qsizetype i : sensors.silent) {
        Group &group = groups[keyOf(i)];
        group.silent.append(i);
        group.newest = std::max(group.newest, *statuses[i].lastHeard);
        group.patience = std::min(group.patience, statuses[i].silentAfter);
    }
    std::erase_if(groups, [](const auto &entry) { return entry.second.silent.size() < kLeast; });
    if (groups.empty())
        return groups;
    for (const qsizetype i : sensors.heard) {
        const auto group = groups.find(keyOf(i));
        if (group == groups.end())
            continue;
        ++group->second.heard;
        group->second.newest = std::max(group->second.newest, *statuses[i].lastHeard);
    }
    std::erase_if(groups, [&](const auto &entry) {
        return sensors.newest - entry.second.newest <= entry.second.patience;
    });
    return groups;
}

CommonCause causeOf(const Group &group, const QList<Space> &spaces)
{
    CommonCause cause;
    for (const qsizetype i : group.silent)
        cause.spaces.append(spaces[i].id);
    cause.since = group.newest;
    return cause;
}

/// Takes what a cause explains out of the silent ones.
void explain(Sensors &sensors, const Group &group)
{
    QList<qsizetype> rest;
    std::set_difference(sensors.silent.cbegin(), sensors.silent.cend(), group.silent.cbegin(),
                        group.silent.cend(), std::back_inserter(rest));
    sensors.silent = std::move(rest);
}

/// Silent floors or silent zones; what they explain is taken out.
void findZones(QList<CommonCause> &causes, Sensors &sensors, const QList<Space> &spaces,
               const QList<SpaceStatus> &statuses, bool wholeFloors)
{
    const auto zones = overdue(sensors, statuses, [&](qsizetype i) {
        return std::tuple(spaces[i].building, spaces[i].floor,
                          wholeFloors ? QString() : spaces[i].zone);
    });
    for (const auto &[key, group] : zones) {
        if (group.heard > 0)
            continue;
        CommonCause cause = causeOf(group, spaces);
        cause.kind = CommonCause::Kind::ZoneSilent;
        std::tie(cause.building, cause.floor, cause.zone) = key;
        causes.append(cause);
        explain(sensors, group);
    }
}

} // namespace

QList<CommonCause> commonCauses(const QList<Space> &spaces, const QList<SpaceStatus> &statuses,
                                UtcTime now)
{
    Q_ASSERT(spaces.size() == statuses.size());
    Sensors sensors = sort(statuses, now);
    qsizetype heard = sensors.heard.size();
    QList<CommonCause> causes;
    for (const auto &[gateway, group] :
         overdue(sensors, statuses, [&](qsizetype i) { return statuses[i].gatewayId; })) {
        if (gateway.isEmpty())
            continue;
        CommonCause cause = causeOf(group, spaces);
        cause.gatewayId = gateway;
        causes.append(cause);
        explain(sensors, group);
        heard -= group.heard; // they wait in its shadow
    }
    const qsizetype gateways = causes.size();
    findZones(causes, sensors, spaces, statuses, true);
    findZones(causes, sensors, spaces, statuses, false);
    if (heard == 0 || heard < kHeardToSilent * sensors.silent.size())
        return {};
    std::sort(
        causes.begin() + gateways, causes.end(), [](const CommonCause &a, const CommonCause &b) {
            return std::tie(a.building, a.floor, a.zone) < std::tie(b.building, b.floor, b.zone);
        });
    return causes;
}

} // namespace parking::domain
