#include "store/remarkstore.h"

#include "store/condition.h"

#include <algorithm>

namespace parking::store {

namespace {

using domain::DevEui;
using domain::DeviceLog;
using domain::RemarkCount;

const Table kRemarks{"device_remarks",
                     {{"dev_eui"}, {"remark"}, {"times", Type::BigInt}, {"last_at", Type::Time}}};

const Table kLogs{
    "device_logs",
    {{"dev_eui"}, {"code"}, {"level"}, {"text"}, {"time", Type::Time}, {"times", Type::BigInt}}};

const Selection kStoredRemarks{kRemarks};
const Selection kStoredLogs{kLogs};
const Selection kEuis{"device_logs", "l", {{"dev_eui"}}};

QVariantList valuesOf(const RemarkCount &count, const Database &db)
{
    RowWriter row(kRemarks, db);
    row.set("dev_eui", count.devEui);
    row.set("remark", count.remark);
    row.set("times", count.times);
    row.set("last_at", count.lastAt);
    return row.values();
}

QVariantList valuesOf(const DeviceLog &log, const Database &db)
{
    RowWriter row(kLogs, db);
    row.set("dev_eui", log.devEui);
    row.set("code", log.code);
    row.set("level", log.level);
    row.set("text", log.text);
    row.set("time", log.time);
    row.set("times", log.times);
    return row.values();
}

DeviceLog readLog(RowReader &row)
{
    return {row.parsed("dev_eui", DevEui::parse),
            row.text("code"),
            row.text("level"),
            row.text("text"),
            row.time("time"),
            row.bigint("times")};
}

} // namespace

Result<> RemarkStore::count(const QList<RemarkCount> &counts)
{
    Rows rows(kRemarks.names());
    for (const RemarkCount &count : counts)
        rows.add(valuesOf(count, m_db));
    static const RowStatement statement =
        kRemarks.insert(u"ON CONFLICT (dev_eui, remark) DO UPDATE SET "
                        "times = device_remarks.times + excluded.times, "
                        "last_at = excluded.last_at"_s);
    return m_db.runRows(statement, rows);
}

Result<QList<RemarkCount>> RemarkStore::remarks(const QList<DevEui> &devices)
{
    return select(m_db, kStoredRemarks,
                  u"FROM device_remarks WHERE %1 ORDER BY dev_eui, times DESC, remark"_s.arg(
                      isAnyOf(m_db, u"dev_eui"_s, u"text"_s)),
                  {{u"list"_s, listValue(m_db, devices)}}, [](RowReader &row) {
                      return RemarkCount{row.parsed("dev_eui", DevEui::parse),
                                         row.parsed("remark", domain::remarkFromString),
                                         row.bigint("times"), row.time("last_at")};
                  });
}

Result<> RemarkStore::addLogs(QList<DeviceLog> entries)
{
    if (entries.isEmpty())
        return {};
    using Key = std::pair<DevEui, QString>;
    QSet<DevEui> devices;
    for (const DeviceLog &entry : std::as_const(entries))
        devices.insert(entry.devEui);
    const Result<QList<DeviceLog>> stored = logs(devices.values());
    if (!stored)
        return stored.error();
    QMap<Key, DeviceLog> known;
    for (const DeviceLog &log : *stored)
        known.insert({log.devEui, log.code}, log);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const DeviceLog &a, const DeviceLog &b) { return a.time < b.time; });
    QMap<Key, DeviceLog> moved;
    for (DeviceLog &entry : entries) {
        const Key key{entry.devEui, entry.code};
        const auto before = known.constFind(key);
        if (before != known.cend() && entry.time <= before->time)
            continue;
        entry.times = before == known.cend() ? 1 : before->times + 1;
        known.insert(key, entry);
        moved.insert(key, entry);
    }
    Rows rows(kLogs.names());
    for (const DeviceLog &log : std::as_const(moved))
        rows.add(valuesOf(log, m_db));
    static const RowStatement statement =
        kLogs.insert(u"ON CONFLICT (dev_eui, code) DO UPDATE SET level = excluded.level, "
                     "text = excluded.text, time = excluded.time, times = excluded.times"_s);
    return m_db.runRows(statement, rows);
}

Result<QList<DeviceLog>> RemarkStore::logs(const QList<DevEui> &devices)
{
    return select(m_db, kStoredLogs,
                  u"FROM device_logs WHERE %1 ORDER BY time DESC, code"_s.arg(
                      isAnyOf(m_db, u"dev_eui"_s, u"text"_s)),
                  {{u"list"_s, listValue(m_db, devices)}}, readLog);
}

Result<QList<DevEui>> RemarkStore::silenced()
{
    return select(m_db, kEuis,
                  u"FROM device_logs l JOIN devices d ON d.dev_eui = l.dev_eui "
                  "WHERE l.code = :code AND (d.last_heard IS NULL OR d.last_heard < l.time) "
                  "ORDER BY l.time, l.dev_eui"_s,
                  {{u"code"_s, QString(domain::kCounterResetLog)}},
                  [](RowReader &row) { return row.parsed("dev_eui", DevEui::parse); });
}

} // namespace parking::store
