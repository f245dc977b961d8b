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

class Planner {
public:
    Planner(const QList<FleetDevice> &devices, const QList<Space> &spaces)
    {
        for (const FleetDevice &device : devices)
            m_known.insert(device.device.devEui, device);
        for (const Space &space : spaces) {
            const QString code = space.code.trimmed().toCaseFolded();
            m_twice += m_spaces.contains(code) ? QSet<QString>{code} : QSet<QString>();
            m_spaces.insert(code, space);
        }
    }

    void read(const ListedDevice &listed, bool bind);
    DevicePlan plan;

private:
    /// The space that is to have it; null: none.
    const Space *namesake(const ListedDevice &listed, DeviceKind kind) const;

    QHash<DevEui, FleetDevice> m_known;
    QHash<QString, Space> m_spaces; ///< by their codes, case apart
    QSet<QString> m_twice; ///< codes that differ in case alone name nothing
};

const Space *Planner::namesake(const ListedDevice &listed, DeviceKind kind) const
{
    const QString code = listed.name.trimmed().toCaseFolded();
    const auto found = m_spaces.constFind(code);
    if (found == m_spaces.cend() || m_twice.contains(code))
        return nullptr;
    const Binding binding =
        plan.change.bindings.value(found->id, {found->sensorEui, found->displayEui});
    const bool isTaken =
        kind == DeviceKind::Display ? binding.display.has_value() : binding.sensor.has_value();
    return isTaken ? nullptr : &*found;
}

void Planner::read(const ListedDevice &listed, bool bind)
{
    const auto known = m_known.constFind(listed.devEui);
    const bool isKnown = known != m_known.cend();
    if (isKnown && (known->retiredAt || known->device.spaceId)) {
        ++plan.result.unchanged;
        return;
    }
    const devices::DeviceType *type = devices::resolveType({{}, listed.profile, listed.devEui});
    if (!isKnown && !type) {
        ++plan.result.leftOut;
        return;
    }
    const DeviceKind kind = isKnown ? known->device.kind : type->kind;
    QList<ImportChange::Difference> differences;
    if (!isKnown) {
        plan.listed.insert(listed.devEui, {kind, listed.name, listed.profile});
        differences.append({u"name"_s, {}, listed.name});
        differences.append({u"type"_s, {}, QString::fromLatin1(type->name)});
    }
    const Space *space = bind ? namesake(listed, kind) : nullptr;
    if (space) {
        Binding binding =
            plan.change.bindings.value(space->id, {space->sensorEui, space->displayEui});
        (kind == DeviceKind::Display ? binding.display : binding.sensor) = listed.devEui;
        plan.change.bindings.insert(space->id, binding);
        differences.append({u"space"_s, {}, space->code});
    }
    if (differences.isEmpty()) {
        ++plan.result.unchanged;
        return;
    }
    ++(isKnown ? plan.result.updated : plan.result.created);
    if (plan.result.changes.size() < domain::ImportResult::kMostTold)
        plan.result.changes.append({0, listed.devEui.toString(), !isKnown, differences});
}

} // namespace

DevicePlan planListed(const QList<ListedDevice> &listed, const QList<FleetDevice> &devices,
                      const QList<Space> &spaces, bool bind)
{
    Planner planner(devices, spaces);
    for (const ListedDevice &device : listed)
        planner.read(device, bind);
    return std::move(planner.plan);
}

Result<domain::ImportResult> importListed(store::Database &database,
                                          const QList<ListedDevice> &listed, bool bind, bool dryRun,
                                          UtcTime now, const QString &actor)
{
    const auto plan = [&](const QList<FleetDevice> &devices, const QList<Space> &spaces) {
        return Result<DevicePlan>(planListed(listed, devices, spaces, bind));
    };
    return writeDevices(database, plan, dryRun, now, actor);
}

} // namespace parking::engine
