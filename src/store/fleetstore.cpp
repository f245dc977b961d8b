#include "store/fleetstore.h"

#include "store/condition.h"

namespace parking::store {

namespace {

using domain::DevEui;

const Table kAdded{"devices", {{"dev_eui"}, {"kind"}, {"first_heard", Type::Time}}};
const Table kNamed{"devices", {{"dev_eui"}, {"name_setting"}}};
const Table kTyped{"devices", {{"dev_eui"}, {"type_setting"}, {"first_heard", Type::Time, kFixed}}};
const Table kRetired{"devices", {{"dev_eui"}, {"retired_at", Type::Time}}};
const Table kBound{
    "spaces", {{"id", Type::Uuid}, {"sensor_eui"}, {"display_eui"}, {"updated_at", Type::Time}}};
const Selection kSettings{
    "devices",
    "",
    {{"dev_eui"}, {"name"}, {"name_setting"}, {"type_setting"}, {"retired_at", Type::Time}}};

} // namespace

Result<QHash<DevEui, DeviceSettings>> deviceSettings(Database &database,
                                                     const QList<DevEui> &devices)
{
    QHash<DevEui, DeviceSettings> settings;
    if (devices.isEmpty())
        return settings;
    const auto read = [&settings](RowReader &row) {
        const DevEui eui = row.parsed("dev_eui", DevEui::parse);
        const QString name = row.text("name_setting");
        settings.insert(eui,
                        {name, name.isEmpty() ? row.text("name") : name, row.text("type_setting"),
                         row.maybeTime("retired_at")});
        return eui;
    };
    const auto found = select(database, kSettings,
                              u"FROM devices WHERE "_s + isAnyOf(database, u"dev_eui"_s, u"text"_s),
                              {{u"list"_s, listValue(database, devices)}}, read);
    return found ? Result<QHash<DevEui, DeviceSettings>>(settings) : found.error();
}

Result<> addDevices(Database &database, const QHash<DevEui, domain::DeviceKind> &kinds, UtcTime now)
{
    static const RowStatement statement = kAdded.insert(u"ON CONFLICT (dev_eui) DO NOTHING"_s);
    Rows rows(kAdded.names());
    for (auto it = kinds.cbegin(); it != kinds.cend(); ++it) {
        RowWriter row(kAdded, database);
        row.set("dev_eui", it.key());
        row.set("kind", it.value());
        row.set("first_heard", now);
        rows.add(row.values());
    }
    return database.runRows(statement, rows);
}

Result<> setDeviceNames(Database &database, const QHash<DevEui, QString> &names)
{
    static const RowStatement statement = kNamed.update();
    Rows rows(kNamed.names());
    for (auto it = names.cbegin(); it != names.cend(); ++it) {
        RowWriter row(kNamed, database);
        row.set("dev_eui", it.key());
        row.set("name_setting", it.value());
        rows.add(row.values());
    }
    return database.runRows(statement, rows);
}

Result<> setDeviceTypes(Database &database, const QHash<DevEui, QString> &types, UtcTime now)
{
    static const RowStatement statement = kTyped.upsert();
    Rows rows(kTyped.names());
    for (auto it = types.cbegin(); it != types.cend(); ++it) {
        RowWriter row(kTyped, database);
        row.set("dev_eui", it.key());
        row.set("type_setting", it.value());
        row.set("first_heard", now);
        rows.add(row.values());
    }
    return database.runRows(statement, rows);
}

Result<> setRetired(Database &database, const QHash<DevEui, std::optional<UtcTime>> &retired)
{
    static const RowStatement statement = kRetired.update();
    Rows rows(kRetired.names());
    for (auto it = retired.cbegin(); it != retired.cend(); ++it) {
        RowWriter row(kRetired, database);
        row.set("dev_eui", it.key());
        row.set("retired_at", it.value());
        rows.add(row.values());
    }
    return database.runRows(statement, rows);
}

Result<> setBindings(Database &database, const QHash<domain::SpaceId, domain::Binding> &bindings,
                     UtcTime now)
{
    static const RowStatement statement =
        kBound.update([](const QString &) { return u"deleted_at IS NOT NULL"_s; });
    Rows rows(kBound.names());
    for (auto it = bindings.cbegin(); it != bindings.cend(); ++it) {
        RowWriter row(kBound, database);
        row.set("id", it.key());
        row.set("sensor_eui", it->sensor);
        row.set("display_eui", it->display);
        row.set("updated_at", now);
        rows.add(row.values());
    }
    return database.runRows(statement, rows);
}

} // namespace parking::store
