#include "archive/archiveschema.h"

#include "base/literals.h"
#include "store/databaseurl.h"
#include "store/migrator.h"

namespace parking::archive {

namespace {

/// An empty line ends a statement. Most changes and readings share all their words with others, so
/// that these stand once, in a table of kinds. Temperature and SNR are whole tenths where that says
/// the same.
const QString kTables = uR"(
DELETE FROM sites

DROP TABLE state_changes

DROP TABLE sensor_readings

CREATE TABLE archive_manifest (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID

CREATE TABLE archive_tables (
    name TEXT PRIMARY KEY,
    row_count INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID

CREATE TABLE archive_spaces (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT

CREATE TABLE archive_devices (
    number INTEGER PRIMARY KEY,
    dev_eui TEXT NOT NULL UNIQUE
) STRICT

CREATE TABLE archive_gaps (
    began_at INTEGER PRIMARY KEY,
    ended_at INTEGER NOT NULL,
    problem TEXT NOT NULL
) STRICT

CREATE TABLE archive_heard (
    space INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (space, began_at)
) STRICT, WITHOUT ROWID

CREATE TABLE archive_change_kinds (
    number INTEGER PRIMARY KEY,
    previous_state TEXT,
    new_state TEXT NOT NULL,
    source TEXT NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    metadata TEXT
) STRICT

CREATE TABLE archive_changes (
    space INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    delay INTEGER NOT NULL,
    PRIMARY KEY (space, timestamp, id)
) STRICT, WITHOUT ROWID

CREATE VIEW state_changes AS
    SELECT c.id AS id, s.id AS space_id, k.previous_state AS previous_state,
        k.new_state AS new_state, k.source AS source, k.actor AS actor,
        k.request_id AS request_id, k.reason AS reason, NULL AS event_key, k.note AS note,
        k.metadata AS metadata, c.timestamp AS timestamp, c.timestamp + c.delay AS recorded_at
    FROM archive_spaces s JOIN archive_changes c ON c.space = s.number
        JOIN archive_change_kinds k ON k.number = c.kind

CREATE TABLE archive_reading_kinds (
    number INTEGER PRIMARY KEY,
    space_id TEXT,
    device_type TEXT NOT NULL,
    occupancy_state TEXT,
    battery REAL,
    battery_percent REAL,
    gateway_id TEXT NOT NULL,
    f_port INTEGER NOT NULL,
    dr INTEGER NOT NULL,
    time_suspect INTEGER NOT NULL,
    notes TEXT NOT NULL
) STRICT

CREATE TABLE archive_readings (
    device INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    delay INTEGER NOT NULL,
    f_cnt INTEGER NOT NULL,
    temperature ANY,
    rssi INTEGER,
    snr ANY,
    payload BLOB NOT NULL,
    PRIMARY KEY (device, timestamp, number)
) STRICT, WITHOUT ROWID

CREATE VIEW sensor_readings AS
    SELECT NULL AS event_key, d.dev_eui AS device_eui, k.space_id AS space_id,
        k.device_type AS device_type, k.occupancy_state AS occupancy_state,
        k.battery AS battery, k.battery_percent AS battery_percent,
        CASE typeof(r.temperature) WHEN 'integer' THEN r.temperature / 10.0
            ELSE r.temperature END AS temperature, r.rssi AS rssi,
        CASE typeof(r.snr) WHEN 'integer' THEN r.snr / 10.0 ELSE r.snr END AS snr,
        k.gateway_id AS gateway_id, '[]' AS gateways, r.f_cnt AS f_cnt, k.f_port AS f_port,
        k.dr AS dr, r.payload AS payload, NULL AS object, k.time_suspect AS time_suspect,
        k.notes AS notes, r.timestamp AS timestamp, r.timestamp + r.delay AS received_at
    FROM archive_devices d JOIN archive_readings r ON r.device = d.number
        JOIN archive_reading_kinds k ON k.number = r.kind
)"_s;

} // namespace

Result<> makeArchiveTables(store::Database &database, UtcTime now, int number)
{
    if (const auto made = store::Migrator(database).migrate(now, number); !made)
        return made.error();
    QStringList triggers;
    const Result<> read =
        database.each(u"SELECT name FROM sqlite_master WHERE type = 'trigger'"_s, {},
                      [&triggers](const QSqlQuery &row) { triggers += row.value(0).toString(); });
    if (!read)
        return read;
    QString script = kTables;
    for (const QString &trigger : std::as_const(triggers))
        script += u"\n\nDROP TRIGGER "_s + trigger;
    return database.runScript(script);
}

Result<QMap<QString, QString>> schemaEntries(store::Database &database)
{
    constexpr qsizetype kMostEntries = 1000;
    constexpr qint64 kLongestSql = 20'000;
    QMap<QString, QString> entries;
    const Result<> read = database.each(
        u"SELECT type, name, tbl_name, substr(sql, 1, %1) FROM main.sqlite_master LIMIT %2"_s
            .arg(kLongestSql)
            .arg(kMostEntries),
        {}, [&entries](const QSqlQuery &row) {
            const QString type = row.value(0).toString();
            const QString name = row.value(1).toString();
            // Without SQL of their own: what PRIMARY KEY and UNIQUE make.
            entries.insert(type + u' ' + name,
                           row.value(2).toString() + u": "_s
                               + row.value(3).toString().simplified());
        });
    return read ? Result<QMap<QString, QString>>(entries) : read.error();
}

Result<Schema> expectedSchema(int number)
{
    const auto memory = store::Database::open({.url = store::kMemoryUrl});
    if (!memory)
        return memory.error();
    if (const Result<> made = makeArchiveTables(**memory, fromMillis(0), number); !made)
        return made.error();
    const auto state = store::Migrator(**memory).state();
    if (!state)
        return state.error();
    const auto entries = schemaEntries(**memory);
    if (!entries)
        return entries.error();
    Schema schema{state->current, *entries, {}};
    const Result<> read = (*memory)->each(
        u"SELECT t.name, c.name, c.\"notnull\", c.dflt_value FROM sqlite_master t "
        "JOIN pragma_table_info(t.name) c WHERE t.type IN ('table', 'view') "
        "AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid"_s,
        {}, [&schema](const QSqlQuery &row) {
            schema.columns[row.value(0).toString()].append(
                {row.value(1).toString(), !row.value(2).toBool(), row.value(3).toString()});
        });
    return read ? Result<Schema>(schema) : read.error();
}

Result<QMap<QString, QStringList>> hashedTables(store::Database &database)
{
    QMap<QString, QMap<int, QString>> keys;
    const Result<> read = database.each(
        u"SELECT t.name, c.name, c.pk FROM main.sqlite_master t "
        "JOIN pragma_table_info(t.name, 'main') c "
        "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'archive_tables' "
        "ORDER BY t.name, c.cid"_s,
        {}, [&keys](const QSqlQuery &row) {
            auto &columns = keys[row.value(0).toString()];
            if (const int place = row.value(2).toInt(); place > 0)
                columns.insert(place, row.value(1).toString());
        });
    if (!read)
        return read.error();
    QMap<QString, QStringList> tables;
    for (auto it = keys.cbegin(); it != keys.cend(); ++it)
        tables.insert(it.key(), it->values());
    return tables;
}

QString rowsSql(const QStringList &columns, const QString &table, const QStringList &order)
{
    QStringList quoted;
    for (const QString &column : columns)
        quoted.append(u"quote(%1)"_s.arg(column));
    return u"SELECT %1 FROM main.%2 ORDER BY %3"_s.arg(quoted.join(u" || ',' || "_s), table,
                                                       order.join(u", "_s));
}

} // namespace parking::archive
