#include "archive/estimate.h"

#include "base/literals.h"

namespace parking::archive {

namespace {

// Measured (docs/archive.md); the tables alone, without a row, are the first.
constexpr qint64 kEmptyFile = 380'000;
constexpr qint64 kChange = 28;
constexpr qint64 kReading = 52;
constexpr qint64 kOther = 320;

qint64 bytesOfRow(QLatin1StringView table)
{
    if (table == "state_changes"_L1)
        return kChange;
    return table == "sensor_readings"_L1 ? kReading : kOther;
}

Result<qint64> pictureBytes(store::Database &source, const ExportOptions &options,
                            const TableRule &floors)
{
    const QString sql = u"SELECT coalesce(sum(length(picture)), 0) FROM floors WHERE %1"_s.arg(
        conditionOf(floors, options));
    return source.count(sql, boundTo(source, options, sql));
}

} // namespace

QString conditionOf(const TableRule &table, const ExportOptions &options)
{
    const QString condition = QLatin1StringView(table.where);
    const QLatin1StringView place(table.inBuilding);
    return options.building.isEmpty() || place.isEmpty() ? condition
                                                         : u"(%1) AND (%2)"_s.arg(condition, place);
}

QVariantMap boundTo(const store::Database &source, const ExportOptions &options, const QString &sql)
{
    QVariantMap values;
    const auto bind = [&](const QString &name, const QVariant &value) {
        if (sql.contains(u':' + name))
            values.insert(name, value);
    };
    bind(u"from"_s, source.bind(options.from));
    bind(u"to"_s, source.bind(options.to));
    bind(u"building"_s, options.building);
    return values;
}

Result<Estimate> estimate(store::Database &source, const ExportOptions &options)
{
    Estimate estimate;
    estimate.bytes = kEmptyFile;
    for (const TableRule &table : archivedTables()) {
        if (table.part != Part::Site && !options.parts.contains(table.part))
            continue;
        const QLatin1StringView name(table.name);
        const QString sql =
            u"SELECT count(*) FROM %1 WHERE %2"_s.arg(name, conditionOf(table, options));
        const Result<qint64> rows = source.count(sql, boundTo(source, options, sql));
        if (!rows)
            return rows.error();
        estimate.rows += *rows;
        estimate.bytes += *rows * bytesOfRow(name);
        if (name == "state_changes"_L1)
            estimate.changes = *rows;
        else if (name == "sensor_readings"_L1)
            estimate.readings = *rows;
        if (name != "floors"_L1 || !options.parts.contains(Part::Pictures))
            continue;
        const Result<qint64> pictures = pictureBytes(source, options, table);
        if (!pictures)
            return pictures.error();
        estimate.bytes += *pictures;
    }
    return estimate;
}

} // namespace parking::archive
