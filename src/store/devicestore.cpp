#include "store/devicestore.h"

#include "domain/errors.h"
#include "store/condition.h"
#include "store/fleetstore.h"

#include <algorithm>

namespace parking::store {

namespace {

using domain::DevEui;
using domain::DeviceHeard;
using domain::SpaceId;
using namespace std::chrono_literals;

const Table kTouched{"devices",
                     {{"dev_eui"},
                      {"kind"},
                      {"name"},
                      {"profile_name"},
                      {"resolved_type"},
                      {"first_heard", Type::Time},
                      {"last_heard", Type::Time},
                      {"last_join", Type::Time},
                      {"battery_volt", Type::Float8},
                      {"battery_percent", Type::Float8},
                      {"temperature", Type::Float8},
                      {"rssi", Type::Int},
                      {"snr", Type::Float8},
                      {"gateway_id"},
                      {"f_cnt", Type::BigInt},
                      {"uplink_count", Type::BigInt},
                      {"power"},
                      {"day_first", Type::Time},
                      {"day_longest", Type::Int}}};

const Selection kDevices =
    Selection(kTouched, "d")
        .with({"devices", "d", {{"type_setting"}, {"name_setting"}, {"days_longest"}}})
        .with({"spaces", "s", {{"id", Type::Uuid}}});

const Selection kFleet = Selection(kDevices)
                             .with({"spaces", "s", {{"code"}, {"building"}, {"floor"}, {"zone"}}})
                             .with({"devices", "d", {{"retired_at", Type::Time}}});
const Selection kUnheard{"spaces",
                         "s",
                         {{"id", Type::Uuid},
                          {"sensor_eui"},
                          {"display_eui"},
                          {"code"},
                          {"building"},
                          {"floor"},
                          {"zone"}}};

const Selection kEuis{"devices", "", {{"dev_eui"}}};
const Selection kTypes{"devices", "", {{"dev_eui"}, {"type_setting"}}};
const Selection kBound{"spaces", "", {{"id", Type::Uuid}, {"sensor_eui"}, {"display_eui"}}};

constexpr qint64 kLongestSeconds = 999'999; // as many digits as days_longest gives a day
constexpr int kDayDigits = 6;

/// How the rhythm is kept: `day_longest` grows with the silences that end in the running day, and
/// goes in front of `days_longest` with the first uplink of another day. `excluded.day_first` and
/// `day_longest` are of the uplinks that come in.
QStringList rhythm(bool postgres)
{
    const auto seconds = [postgres](const QString &later, const QString &earlier) {
        return (postgres ? u"least(%3, extract(epoch FROM %1 - %2))::int"_s
                         : u"min(%3, (%1 - %2) / 1000)"_s)
            .arg(later, earlier)
            .arg(kLongestSeconds);
    };
    const auto day = [postgres](const QString &time) {
        return (postgres ? u"(%1 AT TIME ZONE 'UTC')::date"_s : u"%1 / 86400000"_s).arg(time);
    };
    const QString most = postgres ? u"greatest"_s : u"max"_s;
    const QString least = postgres ? u"least"_s : u"min"_s;
    const QString isNewer = u"excluded.last_heard > devices.last_heard"_s;
    const QString isNextDay = u"%1 AND %2 > %3"_s.arg(isNewer, day(u"excluded.last_heard"_s),
                                                      day(u"devices.day_first"_s));
    const QString gap = u"CASE WHEN excluded.day_first > devices.last_heard "
                        "THEN %1(excluded.day_longest, %2) "
                        "ELSE %3(excluded.day_longest, %4) END"_s.arg(
                            most, seconds(u"excluded.day_first"_s, u"devices.last_heard"_s), least,
                            seconds(u"excluded.last_heard"_s, u"devices.last_heard"_s));
    const QString digits = postgres ? u"lpad(devices.day_longest::text, %1, '0')"_s
                                    : u"substr('000000' || devices.day_longest, -%1)"_s;
    return {u"day_first = CASE WHEN devices.day_first IS NULL THEN excluded.day_first "
            "WHEN %1 THEN excluded.last_heard ELSE devices.day_first END"_s.arg(isNextDay),
            u"day_longest = CASE WHEN devices.day_first IS NULL THEN excluded.day_longest "
            "WHEN %1 THEN %3 WHEN %2 THEN %4(devices.day_longest, %3) "
            "ELSE devices.day_longest END"_s.arg(isNextDay, isNewer, gap, most),
            u"days_longest = CASE WHEN %1 AND devices.day_longest > 0 "
            "THEN substr(%2 || devices.days_longest, 1, %3) ELSE devices.days_longest END"_s
                .arg(isNextDay, digits.arg(kDayDigits))
                .arg(kDayDigits * domain::kRhythmDays)};
}

/// On conflict: a value that is newer than the stored last_heard replaces, empty ones leave.
QString upsert(bool postgres)
{
    // "n" is true when the new row is at least as recent as the stored one.
    const QString n = u"(devices.last_heard IS NULL OR excluded.last_heard IS NULL "
                      "OR excluded.last_heard >= devices.last_heard)"_s;
    QStringList sets;
    for (const char *column : {"battery_volt", "temperature", "rssi", "snr", "power"})
        sets.append(u"%1 = CASE WHEN %2 THEN coalesce(excluded.%1, devices.%1) "
                    "ELSE devices.%1 END"_s.arg(QLatin1StringView(column), n));
    sets.append(u"battery_percent = CASE WHEN NOT %1 THEN devices.battery_percent "
                "WHEN excluded.power IS NOT NULL THEN excluded.battery_percent "
                "ELSE coalesce(excluded.battery_percent, devices.battery_percent) END"_s.arg(n));
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
    sets += rhythm(postgres);
    return u"ON CONFLICT (dev_eui) DO UPDATE SET "_s + sets.join(u", "_s);
}

/// One row for each device, also when it is the sensor of one space and the display of another.
const QString kFromDevices =
    u"FROM devices d LEFT JOIN spaces s ON s.id = coalesce("
    "(SELECT id FROM spaces WHERE deleted_at IS NULL AND sensor_eui = d.dev_eui), "
    "(SELECT id FROM spaces WHERE deleted_at IS NULL AND display_eui = d.dev_eui))"_s;

/// Of all but rows that were made by hand for a device and of which nothing is left.
const QString kIsKnown = u" WHERE s.id IS NOT NULL OR d.uplink_count > 0 "
                         "OR d.last_heard IS NOT NULL OR d.last_join IS NOT NULL "
                         "OR d.retired_at IS NOT NULL OR d.name_setting <> '' "
                         "OR d.type_setting <> '' OR d.name <> '' OR d.profile_name <> ''"_s;

/// True of a device "d" that no space names.
const QString kNoSpace = u"NOT EXISTS (SELECT 1 FROM spaces s WHERE s.deleted_at IS NULL "
                         "AND (s.sensor_eui = d.dev_eui OR s.display_eui = d.dev_eui))"_s;

DevEui readEui(RowReader &row)
{
    return row.parsed("dev_eui", DevEui::parse);
}

QVariantList valuesOf(const DeviceHeard &h, UtcTime now, const Database &db)
{
    RowWriter row(kTouched, db);
    row.set("dev_eui", h.devEui);
    row.set("kind", h.kind);
    row.set("name", h.name);
    row.set("profile_name", h.profileName);
    row.set("resolved_type", h.resolvedType);
    row.set("first_heard", now);
    row.set("last_heard", h.lastHeard);
    row.set("last_join", h.lastJoin);
    row.set("battery_volt", h.batteryVolt);
    row.set("battery_percent", h.batteryPercent);
    row.set("temperature", h.tempCelsius);
    row.set("rssi", h.rssiDbm);
    row.set("snr", h.snrDb);
    row.set("gateway_id", h.gatewayId);
    row.set("f_cnt", h.fCnt);
    row.set("uplink_count", h.uplinks);
    row.set("power", h.power);
    row.set("day_first", h.firstHeard);
    row.set("day_longest", int(std::min<qint64>(h.longestGap / 1s, kLongestSeconds)));
    return row.values();
}

domain::Device readDevice(RowReader &row)
{
    domain::Device d;
    d.devEui = row.parsed("dev_eui", DevEui::parse);
    d.kind = row.parsed("kind", domain::deviceKindFromString);
    const QString chosen = row.text("name_setting"); // ChirpStack's comes with each uplink
    d.name = chosen.isEmpty() ? row.text("name") : chosen;
    d.profileName = row.text("profile_name");
    d.resolvedType = row.text("resolved_type");
    d.firstHeard = row.time("first_heard");
    d.lastHeard = row.maybeTime("last_heard");
    d.lastJoin = row.maybeTime("last_join");
    d.batteryVolt = row.maybeNumber("battery_volt");
    d.batteryPercent = row.maybeNumber("battery_percent");
    d.tempCelsius = row.maybeNumber("temperature");
    d.rssiDbm = row.maybeInteger("rssi");
    d.snrDb = row.maybeNumber("snr");
    d.gatewayId = row.text("gateway_id");
    d.fCnt = quint32(row.bigint("f_cnt"));
    d.uplinkCount = row.bigint("uplink_count");
    d.power = row.maybeParsed("power", domain::powerFromString);
    d.typeSetting = row.text("type_setting");
    d.longestOfDays = longestOfDays(row.text("days_longest"));
    d.spaceId = row.maybeParsed("id", domain::SpaceId::parse);
    return d;
}

} // namespace

QList<Milliseconds> longestOfDays(const QString &text)
{
    QList<Milliseconds> days;
    for (qsizetype at = 0; at + kDayDigits <= text.size(); at += kDayDigits)
        days.append(std::chrono::seconds(QStringView(text).sliced(at, kDayDigits).toInt()));
    return days;
}

Result<> DeviceStore::touch(const QList<DeviceHeard> &heard, UtcTime now)
{
    Rows rows(kTouched.names());
    for (const DeviceHeard &h : heard)
        rows.add(valuesOf(h, now, m_db));
    static const RowStatement statement{kTouched.insert(upsert(true)).arrays,
                                        kTouched.insert(upsert(false)).row};
    return m_db.runRows(statement, rows);
}

Result<QHash<DevEui, DeviceBinding>> DeviceStore::bindings()
{
    struct Bound {
        SpaceId space;
        std::optional<DevEui> sensor;
        std::optional<DevEui> display;
    };
    QHash<DevEui, DeviceBinding> bindings;
    const auto types = select(m_db, kTypes, u"FROM devices"_s, {}, [](RowReader &row) {
        return std::pair(row.parsed("dev_eui", DevEui::parse), row.text("type_setting"));
    });
    if (!types)
        return types.error();
    for (const auto &[device, type] : *types)
        bindings[device].typeSetting = type;
    const auto spaces =
        select(m_db, kBound, u"FROM spaces WHERE deleted_at IS NULL"_s, {}, [](RowReader &row) {
            return Bound{row.parsed("id", SpaceId::parse),
                         row.maybeParsed("sensor_eui", DevEui::parse),
                         row.maybeParsed("display_eui", DevEui::parse)};
        });
    if (!spaces)
        return spaces.error();
    for (const Bound &bound : *spaces) {
        if (bound.sensor)
            bindings[*bound.sensor].sensorOf = bound.space;
        if (bound.display)
            bindings[*bound.display].displayOf = bound.space;
    }
    return bindings;
}

Result<QList<DevEui>> DeviceStore::heardLast(int limit)
{
    return select(m_db, kEuis,
                  u"FROM devices WHERE last_heard IS NOT NULL "
                  "ORDER BY last_heard DESC, dev_eui LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, readEui);
}

Result<domain::Device> DeviceStore::find(DevEui eui)
{
    const Result<QList<domain::Device>> found =
        select(m_db, kDevices, kFromDevices + u" WHERE d.dev_eui = :eui"_s,
               {{u"eui"_s, eui.toString()}}, readDevice, BadRows::Refuse);
    if (!found)
        return found.error();
    if (found->isEmpty())
        return domain::errors::notFound(u"Device"_s, eui.toString());
    return found->first();
}

Result<domain::Page<domain::Device>> DeviceStore::list(const domain::DeviceFilter &filter,
                                                       const domain::PageRequest &page)
{
    Condition condition(m_db);
    if (filter.kind)
        condition.add(u"d.kind = :kind"_s, u"kind"_s, domain::nameOf(*filter.kind));
    if (filter.unassignedOnly)
        condition.add(u"s.id IS NULL"_s);
    condition.addText({u"d.dev_eui"_s, u"d.name"_s, u"d.name_setting"_s}, filter.text);
    return selectPage(m_db, kDevices, {kFromDevices, u"ORDER BY d.dev_eui"_s}, condition, page,
                      readDevice);
}

Result<QSet<DevEui>> DeviceStore::beyondBound(const QList<DevEui> &strangers, UtcTime now,
                                              const domain::IntakeBounds &bounds)
{
    QSet<DevEui> beyond;
    if (strangers.isEmpty())
        return beyond;
    const QVariantMap bound{{u"list"_s, listValue(m_db, strangers)}};
    const auto known =
        select(m_db, kEuis, u"FROM devices WHERE "_s + isAnyOf(m_db, u"dev_eui"_s, u"text"_s),
               bound, readEui);
    if (!known)
        return known.error();
    const QSet<DevEui> old(known->cbegin(), known->cend());
    QList<DevEui> fresh;
    for (const DevEui eui : strangers) {
        if (!old.contains(eui))
            fresh.append(eui);
    }
    if (fresh.isEmpty())
        return beyond;
    const Result<qint64> inAll = m_db.count(u"SELECT count(*) FROM devices d WHERE "_s + kNoSpace);
    const Result<qint64> lately =
        m_db.count(u"SELECT count(*) FROM devices d WHERE d.first_heard > :since AND "_s + kNoSpace,
                   {{u"since"_s, m_db.bind(now - std::chrono::hours(1))}});
    if (!inAll || !lately)
        return inAll ? lately.error() : inAll.error();
    const qint64 room =
        qMax(qint64(0), qMin(bounds.strangersAnHour - *lately, bounds.strangers - *inAll));
    for (qsizetype i = room; i < fresh.size(); ++i)
        beyond.insert(fresh[i]);
    return beyond;
}

Result<qint64> DeviceStore::forgetUnassigned(UtcTime before)
{
    const QString old =
        u"SELECT d.dev_eui FROM devices d WHERE d.type_setting = '' "
        "AND d.name_setting = '' AND d.retired_at IS NULL AND d.first_heard < :before "
        "AND (d.last_heard IS NULL OR d.last_heard < :before) AND "_s
        + kNoSpace;
    const QVariantMap bound{{u"before"_s, m_db.bind(before)}};
    for (const QString &table : {u"device_remarks"_s, u"device_logs"_s}) {
        if (Result<> done =
                m_db.run(u"DELETE FROM %1 WHERE dev_eui IN (%2)"_s.arg(table, old), bound);
            !done)
            return done.error();
    }
    return m_db.change(u"DELETE FROM devices WHERE dev_eui IN (%1)"_s.arg(old), bound);
}

Result<> DeviceStore::setType(DevEui eui, const QString &type, UtcTime now)
{
    return m_db.run(u"INSERT INTO devices (dev_eui, type_setting, first_heard) "
                    "VALUES (:eui, :type, :now) ON CONFLICT (dev_eui) DO UPDATE "
                    "SET type_setting = excluded.type_setting"_s,
                    {{u"eui"_s, eui.toString()}, {u"type"_s, type}, {u"now"_s, m_db.bind(now)}});
}

Result<QList<DevEui>> DeviceStore::alike(const domain::Device &device)
{
    if (device.profileName.isEmpty())
        return QList<DevEui>();
    return select(m_db, kEuis,
                  u"FROM devices WHERE profile_name = :profile AND resolved_type = '' "
                  "AND type_setting = '' AND last_heard IS NOT NULL "
                  "AND dev_eui <> :eui ORDER BY dev_eui LIMIT 1000"_s,
                  {{u"profile"_s, device.profileName}, {u"eui"_s, device.devEui.toString()}},
                  [](RowReader &row) { return row.parsed("dev_eui", DevEui::parse); });
}

// --- The fleet -----------------------------------------------------------------------------------

namespace {

domain::DevicePlace readPlace(RowReader &row)
{
    domain::DevicePlace place;
    place.code = row.text("code");
    place.building = row.text("building");
    place.floor = row.text("floor");
    place.zone = row.text("zone");
    return place;
}

struct Unheard {
    SpaceId space;
    domain::DevicePlace place;
    std::optional<DevEui> sensor;
    std::optional<DevEui> display;
};

Unheard readUnheard(RowReader &row)
{
    Unheard unheard;
    unheard.space = row.parsed("id", SpaceId::parse);
    unheard.sensor = row.maybeParsed("sensor_eui", DevEui::parse);
    unheard.display = row.maybeParsed("display_eui", DevEui::parse);
    unheard.place = readPlace(row);
    return unheard;
}

} // namespace

Result<QList<domain::FleetDevice>> fleet(Database &database)
{
    auto all = select(database, kFleet, kFromDevices + kIsKnown, {}, [](RowReader &row) {
        domain::FleetDevice found;
        found.device = readDevice(row);
        found.place = readPlace(row);
        found.retiredAt = row.maybeTime("retired_at");
        return found;
    });
    if (!all)
        return all;
    const auto spaces = select(database, kUnheard,
                               u"FROM spaces s WHERE s.deleted_at IS NULL "
                               "AND coalesce(s.sensor_eui, s.display_eui) IS NOT NULL"_s,
                               {}, readUnheard);
    if (!spaces)
        return spaces.error();
    QSet<DevEui> known;
    for (const domain::FleetDevice &found : std::as_const(*all))
        known.insert(found.device.devEui);
    for (const Unheard &bound : *spaces) {
        for (const auto &[eui, kind] : {std::pair(bound.sensor, domain::DeviceKind::Sensor),
                                        std::pair(bound.display, domain::DeviceKind::Display)}) {
            if (!eui || known.contains(*eui))
                continue;
            known.insert(*eui);
            domain::FleetDevice found;
            found.device.devEui = *eui;
            found.device.kind = kind;
            found.device.spaceId = bound.space;
            found.place = bound.place;
            all->append(found);
        }
    }
    return all;
}

} // namespace parking::store
