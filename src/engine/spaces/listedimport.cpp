#include "engine/spaces/listedimport.h"

#include "base/literals.h"
#include "devices/devicetype.h"

namespace parking::engine {

namespace {

using domain::Binding;
using domain::DevEui;
using domain::DeviceKind;
using domain::FleetDevice;
using domain::ImportChange;
using domain::ListedDevice;
using domain::Space;

QString folded(const QString &name)
{
    return name.trimmed().toCaseFolded();
}

class Planner {
public:
    Planner(const QList<ListedDevice> &listed, const QList<FleetDevice> &devices,
            const QList<Space> &spaces)
    {
        for (const FleetDevice &device : devices)
            m_known.insert(device.device.devEui, device);
        for (const Space &space : spaces) {
            m_spaces.insert(folded(space.code), space);
            ++m_codes[folded(space.code)];
        }
        for (const ListedDevice &device : listed) {
            if (const auto kind = kindOf(device))
                ++m_names[{folded(device.name), *kind == DeviceKind::Display}];
        }
    }

    void read(const ListedDevice &listed);
    DevicePlan plan;

private:
    /// Of one that was heard its uplinks tell it; empty: nothing does.
    std::optional<DeviceKind> kindOf(const ListedDevice &listed) const;
    const Space *namesake(const ListedDevice &listed) const;
    void bind(const ListedDevice &listed, DeviceKind kind, const Space &space);

    QHash<DevEui, FleetDevice> m_known;
    QHash<QString, Space> m_spaces; ///< by their codes, case apart
    QHash<QString, int> m_codes; ///< those that differ in case alone name nothing
    QHash<std::pair<QString, bool>, int> m_names; ///< of the list; is it a lamp
};

std::optional<DeviceKind> Planner::kindOf(const ListedDevice &listed) const
{
    const auto known = m_known.constFind(listed.devEui);
    if (known != m_known.cend())
        return known->device.kind;
    const devices::DeviceType *type = devices::resolveType({{}, listed.profile, listed.devEui});
    return type ? std::optional(type->kind) : std::nullopt;
}

const Space *Planner::namesake(const ListedDevice &listed) const
{
    const QString code = folded(listed.name);
    const auto found = m_spaces.constFind(code);
    return found == m_spaces.cend() || m_codes.value(code) > 1 ? nullptr : &*found;
}

void Planner::read(const ListedDevice &listed)
{
    const auto known = m_known.constFind(listed.devEui);
    const bool isKnown = known != m_known.cend();
    const bool isSettled = isKnown && (known->retiredAt || known->device.spaceId);
    const std::optional<DeviceKind> kind = kindOf(listed);
    const Space *space = kind && !isSettled ? namesake(listed) : nullptr;
    const bool isTaken =
        space && (*kind == DeviceKind::Display ? space->displayEui : space->sensorEui).has_value();
    if (!space || isTaken)
        ++(isKnown ? plan.result.unchanged : plan.result.leftOut);
    else if (m_names.value({folded(listed.name), *kind == DeviceKind::Display}) > 1)
        ++plan.result.twice;
    else
        bind(listed, *kind, *space);
}

void Planner::bind(const ListedDevice &listed, DeviceKind kind, const Space &space)
{
    const bool isKnown = m_known.contains(listed.devEui);
    Binding binding = plan.change.bindings.value(space.id, {space.sensorEui, space.displayEui});
    (kind == DeviceKind::Display ? binding.display : binding.sensor) = listed.devEui;
    plan.change.bindings.insert(space.id, binding);
    QList<ImportChange::Difference> differences{{u"space"_s, {}, space.code}};
    // A lamp is commanded before it ever speaks, so by what the profile tells.
    if (!isKnown && kind == DeviceKind::Display && !devices::resolveType({{}, {}, listed.devEui})) {
        const QString type =
            QString::fromLatin1(devices::resolveType({{}, listed.profile, listed.devEui})->name);
        plan.change.unheard.insert(listed.devEui, kind);
        plan.change.types.insert(listed.devEui, type);
        differences.append({u"type"_s, {}, type});
    }
    ++(isKnown ? plan.result.updated : plan.result.created);
    if (plan.result.changes.size() < domain::ImportResult::kMostTold)
        plan.result.changes.append({0, listed.devEui.toString(), !isKnown, differences});
}

} // namespace

DevicePlan planListed(const QList<ListedDevice> &listed, const QList<FleetDevice> &devices,
                      const QList<Space> &spaces)
{
    Planner planner(listed, devices, spaces);
    for (const ListedDevice &device : listed)
        planner.read(device);
    noteBefore(planner.plan, devices, spaces);
    return std::move(planner.plan);
}

Result<DevicePlan> planListed(store::Database &database, const QList<ListedDevice> &listed)
{
    const Result<DevicesStanding> standing = devicesStanding(database);
    if (!standing)
        return standing.error();
    return planListed(listed, standing->devices, standing->spaces);
}

} // namespace parking::engine
