#include "archive/rowcopy.h"

#include "archive/estimate.h"
#include "base/literals.h"
#include "domain/problems.h"
#include "read/past.h"

#include <cmath>

namespace parking::archive {

namespace {

constexpr qsizetype kBatchRows = 500;
constexpr qint64 kRowsBetweenWords = 2000;

/// Rows on their way into one table of the archive.
class Writer {
public:
    Writer(store::Database &target, const QString &table, const QStringList &columns)
        : m_target(target), m_columns(columns), m_rows(columns)
    {
        m_sql = u"INSERT INTO %1 (%2) VALUES (:%3)"_s.arg(table, columns.join(u", "_s),
                                                          columns.join(u", :"_s));
    }

    Result<> add(const QVariantList &values)
    {
        m_rows.add(values);
        return m_rows.rows().size() < kBatchRows ? Result<>() : flush();
    }
    Result<> flush()
    {
        const Result<qint64> done = m_target.runRows({}, m_sql, m_rows);
        m_rows = store::Rows(m_columns);
        return done ? Result<>() : Result<>(done.error());
    }

private:
    store::Database &m_target;
    QStringList m_columns;
    store::Rows m_rows;
    QString m_sql;
};

/// The words that rows share, each set of them stored once and known by a number.
class Kinds {
public:
    Kinds(store::Database &target, const QString &table, const QStringList &columns)
        : m_writer(target, table, QStringList{u"number"_s} + columns)
    {
    }

    Result<qint64> numberOf(const QVariantList &words)
    {
        QString key;
        for (const QVariant &word : words)
            key += word.isNull() ? u"\x1e"_s : u'\x1f' + word.toString();
        const auto known = m_numbers.constFind(key);
        if (known != m_numbers.cend())
            return *known;
        const qint64 number = m_numbers.size() + 1;
        m_numbers.insert(key, number);
        const Result<> added = m_writer.add(QVariantList{number} + words);
        return added ? Result<qint64>(number) : added.error();
    }
    Result<> flush() { return m_writer.flush(); }

private:
    Writer m_writer;
    QHash<QString, qint64> m_numbers;
};

QVariant textOf(const QVariant &value)
{
    return value.isNull() ? QVariant(QString::fromLatin1("")) : value;
}

/// Whole tenths where they say the same, else the number itself.
QVariant tenths(const QVariant &value)
{
    if (value.isNull())
        return {};
    const double number = value.toDouble();
    const double rounded = std::round(number * 10);
    if (std::abs(rounded) < 1e15 && rounded / 10.0 == number)
        return qint64(rounded);
    return number;
}

/// By the names of a table's columns.
class Values {
public:
    Values(const TableRule &table, const QVariantList &values)
        : m_table(table), m_values(values) { }
    QVariant operator[](const char *name) const
    {
        for (qsizetype i = 0; i < m_table.columns.size(); ++i) {
            if (qstrcmp(m_table.columns[i].name, name) == 0)
                return m_values[i];
        }
        Q_ASSERT_X(false, "Values", name);
        return {};
    }

private:
    const TableRule &m_table;
    const QVariantList &m_values;
};

/// Columns that must have a value and have none of their own accord.
Result<QStringList> mustHave(store::Database &target, const QString &table)
{
    QStringList names;
    const Result<> read = target.each(u"SELECT name FROM pragma_table_info(:name) "
                                      "WHERE \"notnull\" AND dflt_value IS NULL AND pk = 0"_s,
                                      {{u"name"_s, table}}, [&names](const QSqlQuery &row) {
                                          names.append(row.value(0).toString());
                                      });
    return read ? Result<QStringList>(names) : read.error();
}

} // namespace

RowCopy::RowCopy(store::Database &source, store::Database &target, const ExportOptions &options,
                 const GoOn &goOn)
    : m_source(source), m_target(target), m_options(options), m_goOn(goOn)
{
}

Result<> RowCopy::run()
{
    for (const TableRule &table : archivedTables()) {
        if (table.part != Part::Site && !m_options.parts.contains(table.part))
            continue;
        if (Result<> told = tell(QLatin1StringView(table.name)); !told)
            return told;
        Result<> done;
        if (qstrcmp(table.name, "state_changes") == 0)
            done = copyChanges(table);
        else if (qstrcmp(table.name, "sensor_readings") == 0)
            done = copyReadings(table);
        else
            done = copyTable(table);
        if (done && qstrcmp(table.name, "spaces") == 0)
            done = numberSpaces();
        if (!done)
            return done;
    }
    if (Result<> done = copyHeard(); !done)
        return done;
    return copyGaps();
}

/// Gives up when it is asked to.
Result<> RowCopy::tell(const QString &table)
{
    if (m_goOn && !m_goOn({table, m_rows}))
        return Error{u"CANCELLED"_s, u"the export was given up"_s};
    return {};
}

// --- Reading -------------------------------------------------------------------------------------

Rule RowCopy::ruleOf(const ColumnRule &column) const
{
    return ruleFor(column, m_options.parts, m_options.isRedacted);
}

QVariant RowCopy::ruled(const ColumnRule &column, const QVariant &value) const
{
    return ruleOf(column) == Rule::Pseudonym && !value.isNull()
        ? QVariant(m_pseudonyms.of(value.toString()))
        : value;
}

Result<> RowCopy::read(const TableRule &table, const QString &from, const TakeRow &take)
{
    QStringList expressions;
    for (const ColumnRule &column : table.columns) {
        const QString name = QLatin1StringView(column.name);
        if (ruleOf(column) == Rule::LeaveOut)
            expressions.append(u"NULL"_s);
        else
            expressions.append(column.type == store::Type::Time ? m_source.timeColumn(name) : name);
    }
    const QString sql = u"SELECT %1 FROM %2 ORDER BY %3"_s.arg(expressions.join(u", "_s), from,
                                                               QLatin1StringView(table.order));
    Result<> taken;
    const Result<> done =
        m_source.eachWhile(sql, boundTo(m_source, m_options, sql), [&](const QSqlQuery &row) {
            QVariantList values;
            values.reserve(table.columns.size());
            for (qsizetype i = 0; i < table.columns.size(); ++i) {
                const QVariant value = row.value(int(i));
                values.append(value.isNull() ? QVariant() : ruled(table.columns[i], value));
            }
            taken = take(values);
            if (taken && ++m_rows % kRowsBetweenWords == 0)
                taken = tell(QLatin1StringView(table.name));
            return taken.hasValue();
        });
    return done ? taken : done;
}

// --- Tables --------------------------------------------------------------------------------------

Result<> RowCopy::copyTable(const TableRule &table)
{
    const QString name = QLatin1StringView(table.name);
    const Result<QStringList> musts = mustHave(m_target, name);
    if (!musts)
        return musts.error();
    QStringList columns;
    QList<qsizetype> places;
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        const QString column = QLatin1StringView(table.columns[i].name);
        if (ruleOf(table.columns[i]) == Rule::LeaveOut && !musts->contains(column))
            continue; // its default
        columns.append(column);
        places.append(i);
    }
    Writer writer(m_target, name, columns);
    const QString from = u"%1 WHERE %2"_s.arg(name, conditionOf(table, m_options));
    const Result<> read = this->read(table, from, [&](const QVariantList &values) {
        QVariantList row;
        row.reserve(places.size());
        for (const qsizetype place : std::as_const(places))
            row.append(ruleOf(table.columns[place]) == Rule::LeaveOut ? textOf({}) : values[place]);
        return writer.add(row);
    });
    return read ? writer.flush() : read;
}

Result<> RowCopy::numberSpaces()
{
    const Result<> numbered =
        m_target.runScript(u"INSERT INTO archive_spaces (number, id) "
                           "SELECT row_number() OVER (ORDER BY id), id FROM spaces ORDER BY id"_s);
    if (!numbered)
        return numbered;
    return m_target.each(u"SELECT id, number FROM archive_spaces"_s, {},
                         [this](const QSqlQuery &row) {
                             m_spaces.insert(row.value(0).toString(), row.value(1).toLongLong());
                         });
}

Result<> RowCopy::copyChanges(const TableRule &table)
{
    const QStringList words{u"previous_state"_s, u"new_state"_s, u"source"_s, u"actor"_s,
                            u"request_id"_s,     u"reason"_s,    u"note"_s,   u"metadata"_s};
    Kinds kinds(m_target, u"archive_change_kinds"_s, words);
    Writer writer(m_target, u"archive_changes"_s,
                  {u"space"_s, u"timestamp"_s, u"id"_s, u"kind"_s, u"delay"_s});
    // With the last change before the period, by which the state at its begin is known.
    const QString columns =
        u"id, space_id, previous_state, new_state, source, actor, request_id, reason, event_key, "
        "note, metadata, timestamp, recorded_at"_s;
    const QString from =
        u"(SELECT %1 FROM state_changes WHERE %2 UNION ALL SELECT %1 FROM state_changes WHERE id "
        u"IN "
        "(SELECT (SELECT x.id FROM state_changes x WHERE x.space_id = s.id "
        "AND x.timestamp < :from ORDER BY x.timestamp DESC, x.id DESC LIMIT 1) FROM spaces s)) c"_s
            .arg(columns, conditionOf(table, m_options));
    const Result<> read = this->read(table, from, [&](const QVariantList &values) -> Result<> {
        const Values row(table, values);
        const auto space = m_spaces.constFind(row["space_id"].toString());
        if (space == m_spaces.cend())
            return {}; // of a space that went before the period, or of another building
        const Result<qint64> kind = kinds.numberOf(
            {row["previous_state"], row["new_state"], row["source"], textOf(row["actor"]),
             textOf(row["request_id"]), row["reason"], textOf(row["note"]), row["metadata"]});
        if (!kind)
            return kind.error();
        const qint64 time = row["timestamp"].toLongLong();
        return writer.add({*space, time, row["id"], *kind, row["recorded_at"].toLongLong() - time});
    });
    if (!read)
        return read;
    const Result<> flushed = kinds.flush();
    return flushed ? writer.flush() : flushed;
}

Result<> RowCopy::copyReadings(const TableRule &table)
{
    const QStringList words{
        u"space_id"_s,        u"device_type"_s, u"occupancy_state"_s, u"battery"_s,
        u"battery_percent"_s, u"gateway_id"_s,  u"f_port"_s,          u"dr"_s,
        u"time_suspect"_s,    u"notes"_s};
    Kinds kinds(m_target, u"archive_reading_kinds"_s, words);
    Writer devices(m_target, u"archive_devices"_s, {u"number"_s, u"dev_eui"_s});
    Writer writer(m_target, u"archive_readings"_s,
                  {u"device"_s, u"timestamp"_s, u"number"_s, u"kind"_s, u"delay"_s, u"f_cnt"_s,
                   u"temperature"_s, u"rssi"_s, u"snr"_s, u"payload"_s});
    QString device;
    qint64 deviceNumber = 0;
    qint64 lastTime = 0;
    qint64 sameTime = 0;
    const QString from =
        u"%1 WHERE %2"_s.arg(QLatin1StringView(table.name), conditionOf(table, m_options));
    const Result<> read = this->read(table, from, [&](const QVariantList &values) -> Result<> {
        const Values row(table, values);
        if (const QString eui = row["device_eui"].toString(); deviceNumber == 0 || eui != device) {
            device = eui;
            lastTime = 0;
            if (Result<> added = devices.add({++deviceNumber, eui}); !added)
                return added;
        }
        const Result<qint64> kind =
            kinds.numberOf({row["space_id"], row["device_type"], row["occupancy_state"],
                            row["battery"], row["battery_percent"], row["gateway_id"],
                            row["f_port"], row["dr"], row["time_suspect"], textOf(row["notes"])});
        if (!kind)
            return kind.error();
        const qint64 time = row["timestamp"].toLongLong();
        sameTime = time == lastTime ? sameTime + 1 : 0;
        lastTime = time;
        return writer.add({deviceNumber, time, sameTime, *kind,
                           row["received_at"].toLongLong() - time, row["f_cnt"],
                           tenths(row["temperature"]), row["rssi"], tenths(row["snr"]),
                           row["payload"]});
    });
    if (!read)
        return read;
    for (const Result<> &flushed : {kinds.flush(), devices.flush(), writer.flush()}) {
        if (!flushed)
            return flushed;
    }
    return {};
}

// --- What is known at all ------------------------------------------------------------------------

Result<> RowCopy::copyHeard()
{
    const auto limits = read::silenceLimits(m_source);
    if (!limits)
        return limits.error();
    if (Result<> told = tell(u"archive_heard"_s); !told)
        return told;
    Writer writer(m_target, u"archive_heard"_s, {u"space"_s, u"began_at"_s, u"ended_at"_s});
    Result<> taken;
    const Result<> read = read::heardSpans(
        m_source, m_options.from, m_options.to, *limits,
        [&](const domain::SpaceId &space, const QList<domain::HeardSpan> &spans) {
            const auto number = m_spaces.constFind(space.toString());
            if (number == m_spaces.cend())
                return true;
            for (const domain::HeardSpan &span : spans) {
                if (taken)
                    taken = writer.add({*number, toMillis(span.from), toMillis(span.to)});
            }
            if (taken && ++m_rows % 100 == 0)
                taken = tell(u"archive_heard"_s);
            return taken.hasValue();
        });
    if (!read)
        return read;
    return taken ? writer.flush() : taken;
}

Result<> RowCopy::copyGaps()
{
    const auto gaps = read::recordingGaps(m_source, m_options.from, m_options.to);
    if (!gaps)
        return gaps.error();
    Writer writer(m_target, u"archive_gaps"_s, {u"began_at"_s, u"ended_at"_s, u"problem"_s});
    for (const domain::RecordingGap &gap : *gaps) {
        if (Result<> added = writer.add({toMillis(gap.from), toMillis(gap.to), gap.problem});
            !added)
            return added;
    }
    return writer.flush();
}

} // namespace parking::archive
