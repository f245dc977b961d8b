#include "engine/spaces/deviceimport.h"

#include "base/csv.h"
#include "base/literals.h"
#include "devices/devicetype.h"
#include "domain/problems.h"
#include "store/fleetstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <algorithm>

namespace parking::engine {

namespace {

using domain::Binding;
using domain::DevEui;
using domain::DeviceKind;
using domain::FleetDevice;
using domain::ImportChange;
using domain::Space;
using domain::SpaceId;

constexpr int kMostRows = 100'000;
constexpr qsizetype kLongestName = 100;

/// The type that an export names: what somebody chose, else what its uplinks tell.
QString typeOf(const domain::Device &device)
{
    return device.typeSetting.isEmpty() ? device.resolvedType : device.typeSetting;
}

Error badCsv(int line, const QString &text)
{
    return {problem::kBadCsv, u"line %1: %2"_s.arg(line).arg(text), {{u"line"_s, line}}};
}

Result<QStringList> readHeader(const QList<CsvRecord> &records)
{
    if (records.isEmpty())
        return badCsv(1, u"the file is empty"_s);
    const int line = records.first().line;
    QStringList header;
    for (const QString &name : records.first().fields)
        header.append(name.trimmed().toLower());
    for (const QString &name : std::as_const(header)) {
        if (!name.isEmpty() && !deviceColumns().contains(name))
            return badCsv(line,
                          u"unknown column \"%1\"; known are %2"_s.arg(
                              name.left(64), deviceColumns().join(u", "_s)));
        if (!name.isEmpty() && header.count(name) > 1)
            return badCsv(line, u"column \"%1\" stands twice"_s.arg(name));
    }
    if (!header.contains(u"dev_eui"_s))
        return badCsv(line, u"the column \"dev_eui\" is missing"_s);
    return header;
}

/// Makes a plan of the rows, one after the other.
class Planner {
public:
    Planner(const QStringList &header, const QList<FleetDevice> &devices,
            const QList<Space> &spaces)
        : m_header(header)
    {
        for (const FleetDevice &d : devices)
            m_devices.insert(d.device.devEui, d);
        for (const Space &space : spaces) {
            m_spaces.insert(space.code, space);
            m_before.insert(space.id, {space.sensorEui, space.displayEui});
        }
    }

    void read(const CsvRecord &record);
    DevicePlan finish(const QList<FleetDevice> &devices, const QList<Space> &spaces);

private:
    struct Wish {
        int line = 0;
        FleetDevice device; ///< as it is
        bool isKnown = false;
        QList<ImportChange::Difference> differences;
    };

    bool has(const char *column) const { return m_header.contains(QLatin1StringView(column)); }
    QString text(const char *column) const
    {
        const qsizetype at = m_header.indexOf(QLatin1StringView(column));
        return at >= 0 && at < m_fields.size() ? armedField(m_fields[at].trimmed()).trimmed()
                                               : QString();
    }
    void problem(const QString &words) { m_plan.result.problems.append({m_line, words}); }
    void readName(Wish &wish);
    void readType(Wish &wish);
    bool readKind(Wish &wish);
    void readSpace(Wish &wish);
    bool hasPlace(const FleetDevice &device) const;
    bool claim(const FleetDevice &device, const Space &space);
    void bind(Wish &wish, const Space &space);
    void unbind(const FleetDevice &device);
    std::optional<DevEui> &slot(Binding &binding, DeviceKind kind) const
    {
        return kind == DeviceKind::Display ? binding.display : binding.sensor;
    }

    QStringList m_header;
    QHash<DevEui, FleetDevice> m_devices;
    QHash<QString, Space> m_spaces;
    QHash<SpaceId, Binding> m_before;
    QHash<DevEui, int> m_lines; ///< at which each device stands
    QHash<std::pair<SpaceId, bool>, int> m_taken; ///< is it a lamp; by the line that wants it
    QStringList m_fields;
    int m_line = 0;
    DevicePlan m_plan;
};

void Planner::read(const CsvRecord &record)
{
    m_line = record.line;
    m_fields = record.fields;
    const Result<DevEui> eui = DevEui::normalize(text("dev_eui"));
    if (!eui)
        return problem(u"dev_eui: \"%1\" is no DevEUI"_s.arg(text("dev_eui").left(64)));
    if (const int before = m_lines.value(*eui, 0))
        return problem(u"%1 stands at line %2 already"_s.arg(eui->toString()).arg(before));
    m_lines.insert(*eui, m_line);
    Wish wish;
    wish.line = m_line;
    wish.isKnown = m_devices.contains(*eui);
    wish.device = m_devices.value(*eui);
    wish.device.device.devEui = *eui;
    if (!readKind(wish))
        return;
    readName(wish);
    readType(wish);
    readSpace(wish);
    const bool isWritten = m_plan.change.names.contains(*eui) || m_plan.change.types.contains(*eui);
    if (isWritten && !wish.device.device.lastHeard)
        m_plan.change.unheard.insert(*eui, wish.device.device.kind);
    if (!wish.isKnown)
        ++m_plan.result.created;
    else if (wish.differences.isEmpty())
        ++m_plan.result.unchanged;
    else
        ++m_plan.result.updated;
    const bool isTold = !wish.isKnown || !wish.differences.isEmpty();
    if (isTold && m_plan.result.changes.size() < domain::ImportResult::kMostTold)
        m_plan.result.changes.append({wish.line, eui->toString(), !wish.isKnown, wish.differences});
}

/// Of a device that was heard its uplinks tell it.
bool Planner::readKind(Wish &wish)
{
    const QString word = text("kind");
    if (word.isEmpty())
        return true;
    const std::optional<DeviceKind> kind = domain::deviceKindFromString(word);
    if (!kind || *kind == DeviceKind::Gateway) {
        problem(u"kind: \"%1\" is neither sensor nor display"_s.arg(word.left(64)));
        return false;
    }
    if (wish.isKnown && wish.device.device.kind != *kind) {
        problem(u"kind: it is a %1"_s.arg(domain::nameOf(wish.device.device.kind)));
        return false;
    }
    wish.device.device.kind = *kind;
    return true;
}

void Planner::readName(Wish &wish)
{
    const QString name = text("name");
    if (name.isEmpty() || name == wish.device.device.name.trimmed())
        return;
    const bool isPlain =
        std::all_of(name.cbegin(), name.cend(), [](QChar c) { return c.isPrint(); });
    if (name.size() > kLongestName || !isPlain)
        return problem(u"name: up to %1 printable characters"_s.arg(kLongestName));
    wish.differences.append({u"name"_s, wish.device.device.name, name});
    m_plan.change.names.insert(wish.device.device.devEui, name);
}

void Planner::readType(Wish &wish)
{
    if (!has("type"))
        return;
    const domain::Device &device = wish.device.device;
    const QString type = text("type");
    if (type == typeOf(device) || (type.isEmpty() && device.typeSetting.isEmpty()))
        return;
    const devices::DeviceType *known = devices::findType(type);
    if (!type.isEmpty() && !known)
        return problem(u"type: \"%1\" is no device type"_s.arg(type.left(64)));
    if (known && known->kind != device.kind)
        return problem(u"type: %1 is of a %2"_s.arg(type, domain::nameOf(known->kind)));
    wish.differences.append({u"type"_s, typeOf(device), type});
    m_plan.change.types.insert(device.devEui, type);
}

void Planner::readSpace(Wish &wish)
{
    const QString code = text("space");
    if (!wish.isKnown && code.isEmpty())
        return problem(
            u"%1 was never heard: name its space"_s.arg(wish.device.device.devEui.toString()));
    if (!has("space"))
        return;
    const bool stays = code == wish.device.place.code;
    if (stays && (code.isEmpty() || !hasPlace(wish.device)))
        return;
    if (code.isEmpty()) {
        wish.differences.append({u"space"_s, wish.device.place.code, {}});
        return unbind(wish.device);
    }
    const auto space = m_spaces.constFind(code);
    if (space == m_spaces.cend())
        return problem(u"space: there is no \"%1\""_s.arg(code.left(64)));
    if (stays) {
        claim(wish.device, *space);
        return;
    }
    if (wish.device.retiredAt)
        return problem(
            u"%1 is retired: bring it back first"_s.arg(wish.device.device.devEui.toString()));
    bind(wish, *space);
}

/// It is what its space has of its kind, not the sensor that hangs there as a lamp.
bool Planner::hasPlace(const FleetDevice &device) const
{
    if (!device.device.spaceId)
        return false;
    Binding standing = m_before.value(*device.device.spaceId);
    return slot(standing, device.device.kind) == device.device.devEui;
}

/// A space is for one line, whether that brings a device there or leaves it where it is.
bool Planner::claim(const FleetDevice &device, const Space &space)
{
    const DeviceKind kind = device.device.kind;
    const std::pair place(space.id, kind == DeviceKind::Display);
    if (const int line = m_taken.value(place, 0)) {
        problem(u"space: line %1 binds a %2 to %3 already"_s.arg(QString::number(line),
                                                                 domain::nameOf(kind), space.code));
        return false;
    }
    m_taken.insert(place, m_line);
    return true;
}

void Planner::bind(Wish &wish, const Space &space)
{
    if (!claim(wish.device, space))
        return;
    const domain::Device &device = wish.device.device;
    wish.differences.append({u"space"_s, wish.device.place.code, space.code});
    Binding before = m_before.value(space.id);
    if (const std::optional<DevEui> standing = slot(before, device.kind))
        wish.differences.append({u"replaces"_s, {}, standing->toString()});
    if (wish.device.device.spaceId)
        unbind(wish.device);
    Binding binding = m_plan.change.bindings.value(space.id, before);
    slot(binding, device.kind) = device.devEui;
    m_plan.change.bindings.insert(space.id, binding);
}

/// Its space keeps what another line gave it.
void Planner::unbind(const FleetDevice &device)
{
    const SpaceId space = *device.device.spaceId;
    Binding binding = m_plan.change.bindings.value(space, m_before.value(space));
    if (slot(binding, device.device.kind) == device.device.devEui)
        slot(binding, device.device.kind).reset();
    m_plan.change.bindings.insert(space, binding);
}

DevicePlan Planner::finish(const QList<FleetDevice> &devices, const QList<Space> &spaces)
{
    noteBefore(m_plan, devices, spaces);
    return std::move(m_plan);
}

} // namespace

Result<DevicePlan> planDevices(const QByteArray &csv, const QList<FleetDevice> &devices,
                               const QList<Space> &spaces)
{
    const Result<CsvTable> table = parseTable(csv, kMostRows + 1);
    if (!table)
        return table.error();
    const Result<QStringList> header = readHeader(table->records);
    if (!header)
        return header.error();
    Planner planner(*header, devices, spaces);
    for (const CsvRecord &record : table->records.mid(1))
        planner.read(record);
    return planner.finish(devices, spaces);
}

Result<DevicePlan> planDevices(store::Database &database, const QByteArray &csv)
{
    const Result<DevicesStanding> standing = devicesStanding(database);
    if (!standing)
        return standing.error();
    return planDevices(csv, standing->devices, standing->spaces);
}

Result<DevicesStanding> devicesStanding(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    auto devices = store::fleet(database);
    if (!devices)
        return devices.error();
    auto spaces = store::SpaceStore(database).all(site->id);
    if (!spaces)
        return spaces.error();
    return DevicesStanding{*std::move(devices), *std::move(spaces)};
}

void noteBefore(DevicePlan &plan, const QList<FleetDevice> &devices, const QList<Space> &spaces)
{
    for (const Space &space : spaces) {
        if (plan.change.bindings.contains(space.id))
            plan.before.bindings.insert(space.id, {space.sensorEui, space.displayEui});
    }
    for (auto it = plan.change.names.cbegin(); it != plan.change.names.cend(); ++it)
        plan.before.names.insert(it.key(), {});
    for (auto it = plan.change.types.cbegin(); it != plan.change.types.cend(); ++it)
        plan.before.types.insert(it.key(), {});
    for (const FleetDevice &d : devices) {
        if (const auto name = plan.before.names.find(d.device.devEui);
            name != plan.before.names.end())
            *name = d.device.name;
        if (const auto type = plan.before.types.find(d.device.devEui);
            type != plan.before.types.end())
            *type = d.device.typeSetting;
    }
}

// --- Out -----------------------------------------------------------------------------------------

QStringList deviceColumns()
{
    return {u"dev_eui"_s,         u"kind"_s,        u"name"_s,       u"type"_s,   u"profile"_s,
            u"state"_s,           u"space"_s,       u"building"_s,   u"floor"_s,  u"battery_volt"_s,
            u"battery_percent"_s, u"battery"_s,     u"rssi"_s,       u"snr"_s,    u"signal"_s,
            u"gateway"_s,         u"first_heard"_s, u"last_heard"_s, u"uplinks"_s};
}

QByteArray csvOf(const QList<FleetDevice> &devices)
{
    QByteArray csv = csvLine(deviceColumns()).toUtf8() + '\n';
    const auto number = [](const auto &value) {
        return value ? QString::number(*value) : QString();
    };
    for (const FleetDevice &d : devices) {
        const domain::Device &device = d.device;
        const bool wasHeard = device.uplinkCount > 0;
        csv +=
            csvLine({device.devEui.toString(), domain::nameOf(device.kind),
                     disarmedField(device.name), typeOf(device), disarmedField(device.profileName),
                     domain::nameOf(d.state), disarmedField(d.place.code),
                     disarmedField(d.place.building), disarmedField(d.place.floor),
                     number(device.batteryVolt), number(device.batteryPercent),
                     domain::nameOf(d.battery), number(device.rssiDbm), number(device.snrDb),
                     domain::nameOf(d.signal), disarmedField(device.gatewayId),
                     wasHeard ? toIso(device.firstHeard) : QString(),
                     device.lastHeard ? toIso(*device.lastHeard) : QString(),
                     QString::number(device.uplinkCount)})
                .toUtf8()
            + '\n';
    }
    return csv;
}

} // namespace parking::engine
