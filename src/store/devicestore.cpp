#include "store/devicestore.h"

#include "base/literals.h"
#include "domain/errors.h"

namespace parking::store {

namespace {

const QStringList kTouched = {
    u"dev_eui"_s,     u"kind"_s,       u"name"_s,      u"profile_name"_s, u"resolved_type"_s,
    u"first_heard"_s, u"last_heard"_s, u"last_join"_s, u"battery_volt"_s, u"battery_percent"_s,
    u"temperature"_s, u"rssi"_s,       u"snr"_s,       u"gateway_id"_s,   u"f_cnt"_s,
    u"uplink_count"_s};

/// On conflict: a value that is newer than the stored last_heard replaces, empty ones leave.
QString upsert(bool postgres)
{
    // "n" is true when the new row is at least as recent as the stored one.
    const QString n = u"(devices.last_heard IS NULL OR excluded.last_heard IS NULL "
                      "OR excluded.last_heard >= devices.last_heard)"_s;
    QStringList sets;
    for (const char *column : {"battery_volt", "battery_percent", "temperature", "rssi", "snr"})
        sets.append(u"%1 = CASE WHEN %2 THEN coalesce(excluded.%1, devices.%1) "
                    "ELSE devices.%1 END"_s.arg(QLatin1StringView(column), n));
    for (const char *column : {"name", "profile_name", "resolved_type", "gateway_id"})
        sets.append(u"%1 = CASE WHEN %2 AND excluded.%1 <> '' THEN excluded.%1 "
                    "ELSE devices.%1 END"_s.arg(QLatin1StringView(column), n));
    for (const char *column : {"kind", "f_cnt"})
        sets.append(u"%1 = CASE WHEN %2 AND excluded.uplink_count > 0 "
                    "THEN excluded.%1 ELSE devices.%1 END"_s.arg(QLatin1StringView(column), n));
    const QString latest = postgres ? u"%1 = greatest(devices.%1, excluded.%1)"_s
                                    : u"%1 = max(coalesce(devices.%1, excluded.%1), "
                                      "coalesce(excluded.%1, devices.%1))"_s;
    sets.append(latest.arg(u"last_heard"_s));
    sets.append(latest.arg(u"last_join"_s));
    sets.append(u"uplink_count = devices.uplink_count + excluded.uplink_count"_s);
    return u" ON CONFLICT (dev_eui) DO UPDATE SET "_s + sets.join(u", "_s);
}

QString postgresTouch()
{
    return u"INSERT INTO devices (%1) SELECT * FROM unnest(:dev_eui::text[], :kind::text[], "
           ":name::text[], :profile_name::text[], :resolved_type::text[], "
           ":first_heard::timestamptz[], :last_heard::timestamptz[], "
           ":last_join::timestamptz[], :battery_volt::float8[], :battery_percent::float8[], "
           ":temperature::float8[], :rssi::int[], :snr::float8[], :gateway_id::text[], "
           ":f_cnt::bigint[], :uplink_count::bigint[])"_s.arg(kTouched.join(u", "_s))
        + upsert(true);
}

QString sqliteTouch()
{
    return u"INSERT INTO devices (%1) VALUES (:%2)"_s.arg(kTouched.join(u", "_s),
                                                          kTouched.join(u", :"_s))
        + upsert(false);
}

template <class T>
std::optional<T> read(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional<T>(value.value<T>());
}

/// One row for each device, also when it is the sensor of one space and the display of another.
QString selectDevices(const Database &db)
{
    return u"SELECT d.dev_eui, d.kind, d.name, d.profile_name, d.type_setting, "
           "d.resolved_type, s.id, %1, %2, %3, d.battery_volt, d.battery_percent, "
           "d.temperature, d.rssi, d.snr, d.gateway_id, d.f_cnt, d.uplink_count "
           "FROM devices d LEFT JOIN spaces s ON s.id = coalesce("
           "(SELECT id FROM spaces WHERE deleted_at IS NULL "
           "AND sensor_eui = d.dev_eui), "
           "(SELECT id FROM spaces WHERE deleted_at IS NULL "
           "AND display_eui = d.dev_eui))"_s.arg(db.timeColumn(u"d.first_heard"_s),
                                                 db.timeColumn(u"d.last_heard"_s),
                                                 db.timeColumn(u"d.last_join"_s));
}

domain::Device readRow(const QSqlQuery &row)
{
    domain::Device d;
    d.devEui = domain::DevEui::parse(row.value(0).toString()).valueOr({});
    d.kind =
        domain::deviceKindFromString(row.value(1).toString()).value_or(domain::DeviceKind::Sensor);
    d.name = row.value(2).toString();
    d.profileName = row.value(3).toString();
    d.typeSetting = row.value(4).toString();
    d.resolvedType = row.value(5).toString();
    d.spaceId = domain::SpaceId::parse(row.value(6).toString());
    d.firstHeard = Database::readTime(row.value(7));
    d.lastHeard = Database::readOptionalTime(row.value(8));
    d.lastJoin = Database::readOptionalTime(row.value(9));
    d.batteryVolt = read<double>(row.value(10));
    d.batteryPercent = read<double>(row.value(11));
    d.tempCelsius = read<double>(row.value(12));
    d.rssiDbm = read<int>(row.value(13));
    d.snrDb = read<double>(row.value(14));
    d.gatewayId = row.value(15).toString();
    d.fCnt = row.value(16).toUInt();
    d.uplinkCount = row.value(17).toLongLong();
    return d;
}

} // namespace

Result<> DeviceStore::touch(const QList<domain::DeviceHeard> &heard, UtcTime now)
{
    Rows rows(kTouched);
    for (const domain::DeviceHeard &h : heard) {
        rows.add({h.devEui.toString(), domain::nameOf(h.kind), h.name, h.profileName,
                  h.resolvedType, m_db.bind(now), m_db.bind(h.lastHeard), m_db.bind(h.lastJoin),
                  Database::optional(h.batteryVolt), Database::optional(h.batteryPercent),
                  Database::optional(h.tempCelsius), Database::optional(h.rssiDbm),
                  Database::optional(h.snrDb), h.gatewayId, qint64(h.fCnt), h.uplinks});
    }
    static const QString postgres = postgresTouch();
    static const QString sqlite = sqliteTouch();
    const Result<qint64> done = m_db.runRows(postgres, sqlite, rows);
    return done ? Result<>() : Result<>(done.error());
}

Result<QHash<domain::DevEui, DeviceBinding>> DeviceStore::bindings()
{
    QHash<domain::DevEui, DeviceBinding> bindings;
    Result<> done =
        m_db.each(u"SELECT dev_eui, type_setting FROM devices"_s, {}, [&](const QSqlQuery &row) {
            const auto eui = domain::DevEui::parse(row.value(0).toString());
            if (eui)
                bindings[*eui].typeSetting = row.value(1).toString();
        });
    if (!done)
        return done.error();
    done = m_db.each(u"SELECT id, sensor_eui, display_eui FROM spaces "
                     "WHERE deleted_at IS NULL"_s,
                     {}, [&](const QSqlQuery &row) {
                         const auto id = domain::SpaceId::parse(row.value(0).toString());
                         if (const auto eui = domain::DevEui::parse(row.value(1).toString()))
                             bindings[*eui].sensorOf = id;
                         if (const auto eui = domain::DevEui::parse(row.value(2).toString()))
                             bindings[*eui].displayOf = id;
                     });
    if (!done)
        return done.error();
    return bindings;
}

Result<QList<domain::DevEui>> DeviceStore::heardLast(int limit)
{
    QList<domain::DevEui> devices;
    const Result<> done =
        m_db.each(u"SELECT dev_eui FROM devices WHERE last_heard IS NOT NULL "
                  "ORDER BY last_heard DESC, dev_eui LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, [&](const QSqlQuery &row) {
                      if (const auto eui = domain::DevEui::parse(row.value(0).toString()))
                          devices.append(*eui);
                  });
    if (!done)
        return done.error();
    return devices;
}

Result<domain::Device> DeviceStore::find(domain::DevEui eui)
{
    std::optional<domain::Device> device;
    const Result<> done =
        m_db.each(selectDevices(m_db) + u" WHERE d.dev_eui = :eui"_s, {{u"eui"_s, eui.toString()}},
                  [&](const QSqlQuery &row) { device = readRow(row); });
    if (!done)
        return done.error();
    if (!device)
        return domain::errors::notFound(u"Device"_s, eui.toString());
    return *device;
}

Result<Page<domain::Device>> DeviceStore::list(const DeviceFilter &filter, const PageRequest &page)
{
    if (Result<> checked = check(page); !checked)
        return checked.error();
    QStringList where{u"1 = 1"_s};
    QVariantMap values;
    if (filter.kind) {
        where.append(u"d.kind = :kind"_s);
        values.insert(u"kind"_s, domain::nameOf(*filter.kind));
    }
    if (filter.unassignedOnly)
        where.append(u"s.id IS NULL"_s);
    if (!filter.text.isEmpty()) {
        where.append(containsText(m_db, {u"d.dev_eui"_s, u"d.name"_s}));
        values.insert(u"text"_s, textPattern(m_db, filter.text));
    }
    const QString condition = u" WHERE "_s + where.join(u" AND "_s);
    const QString select = selectDevices(m_db) + condition;
    const Result<qint64> total =
        m_db.count(u"SELECT count(*) FROM (%1) AS matching"_s.arg(select), values);
    if (!total)
        return total.error();
    Page<domain::Device> result;
    result.total = *total;
    values.insert(u"limit"_s, page.limit);
    values.insert(u"offset"_s, page.offset);
    const Result<> done =
        m_db.each(select + u" ORDER BY d.dev_eui LIMIT :limit OFFSET :offset"_s, values,
                  [&](const QSqlQuery &row) { result.rows.append(readRow(row)); });
    if (!done)
        return done.error();
    return result;
}

Result<> DeviceStore::setType(domain::DevEui eui, const QString &type, UtcTime now)
{
    return m_db.run(u"INSERT INTO devices (dev_eui, type_setting, first_heard) "
                    "VALUES (:eui, :type, :now) ON CONFLICT (dev_eui) DO UPDATE "
                    "SET type_setting = excluded.type_setting"_s,
                    {{u"eui"_s, eui.toString()}, {u"type"_s, type}, {u"now"_s, m_db.bind(now)}});
}

} // namespace parking::store
