#include "engine/spaces/importplan.h"

#include "base/csv.h"
#include "base/literals.h"
#include "domain/problems.h"

#include <QHash>
#include <QRegularExpression>

namespace parking::engine {

namespace {

using domain::Space;

/// A field for a message: whole, unless it is no field at all.
QString shown(const QString &text)
{
    return text.size() <= 64 ? text : text.left(64) + u"..."_s;
}

/// ="0012": how spreadsheets keep a text from being taken for a number.
QString withoutFormula(const QString &text)
{
    if (!text.startsWith(u"=\"") || !text.endsWith(u'"') || text.size() < 3)
        return text;
    return text.mid(2, text.size() - 3).replace(u"\"\""_s, u"\""_s).trimmed();
}

/// One record under its header: reads fields by column name and gathers what is wrong.
class Row {
public:
    Row(const QStringList &header, QChar separator, const CsvRecord &record,
        QList<ImportProblem> &problems)
        : m_header(header), m_separator(separator), m_record(record), m_problems(problems)
    {
    }

    bool has(const char *column) const { return m_header.contains(QLatin1StringView(column)); }
    QString text(const char *column) const
    {
        const qsizetype at = m_header.indexOf(QLatin1StringView(column));
        return at >= 0 && at < m_record.fields.size() ? withoutFormula(m_record.fields[at])
                                                      : QString();
    }

    void read(const char *column, QString &target) const
    {
        if (has(column))
            target = text(column);
    }

    void read(const char *column, std::optional<domain::DevEui> &target)
    {
        if (!has(column))
            return;
        target.reset();
        if (text(column).isEmpty())
            return;
        const auto eui = domain::DevEui::normalize(text(column));
        if (eui)
            target = *eui;
        else
            problem(
                u"%1: \"%2\" is no DevEUI"_s.arg(QLatin1StringView(column), shown(text(column))));
    }

    std::optional<double> number(const char *column)
    {
        if (text(column).isEmpty())
            return std::nullopt;
        bool ok = false;
        QString plain = text(column);
        if (m_separator == u';' && !plain.contains(u'.'))
            plain.replace(u',', u'.');
        const double value = plain.toDouble(&ok); // C locale
        if (ok)
            return value;
        problem(u"%1: \"%2\" is no number"_s.arg(QLatin1StringView(column), shown(text(column))));
        return std::nullopt;
    }

    void problem(const QString &text) { m_problems.append({m_record.line, text}); }
    int line() const { return m_record.line; }
    /// What stands under no column's name.
    QString nameless() const
    {
        for (qsizetype i = 0; i < m_record.fields.size(); ++i) {
            if ((i >= m_header.size() || m_header[i].isEmpty()) && !m_record.fields[i].isEmpty())
                return m_record.fields[i];
        }
        return {};
    }

private:
    const QStringList &m_header;
    const QChar m_separator;
    const CsvRecord &m_record;
    QList<ImportProblem> &m_problems;
};

void readPosition(Row &row, Space &space)
{
    if (!row.has("latitude") && !row.has("longitude"))
        return;
    const auto latitude = row.number("latitude");
    const auto longitude = row.number("longitude");
    space.position.reset();
    if (latitude && longitude)
        space.position = domain::GeoPoint{*latitude, *longitude};
    else if (row.text("latitude").isEmpty() != row.text("longitude").isEmpty())
        row.problem(u"Both latitude and longitude must be provided or both null"_s);
}

void readPlacement(Row &row, Space &space)
{
    const bool sized = row.has("w") || row.has("h") || row.has("rotation");
    if (!row.has("x") && !row.has("y") && !(sized && space.placement))
        return;
    // Columns that the file does not have keep what is there; empty fields mean the default.
    domain::Placement placement = space.placement.value_or(domain::Placement());
    const domain::Placement usual;
    if (row.has("w"))
        placement.w = row.number("w").value_or(usual.w);
    if (row.has("h"))
        placement.h = row.number("h").value_or(usual.h);
    if (row.has("rotation"))
        placement.rotation = row.number("rotation").value_or(usual.rotation);
    if (!row.has("x") && !row.has("y")) {
        space.placement = placement;
        return;
    }
    const auto x = row.number("x");
    const auto y = row.number("y");
    space.placement.reset();
    if (x && y) {
        placement.x = *x;
        placement.y = *y;
        space.placement = placement;
    } else if (row.text("x").isEmpty() != row.text("y").isEmpty()) {
        row.problem(u"x and y go together"_s);
    }
}

void readSpace(Row &row, Space &space)
{
    space.code = row.text("code");
    row.read("name", space.name);
    if (space.name.isEmpty())
        space.name = space.code;
    row.read("building", space.building);
    row.read("floor", space.floor);
    row.read("zone", space.zone);
    row.read("sensor_eui", space.sensorEui);
    row.read("display_eui", space.displayEui);
    readPosition(row, space);
    readPlacement(row, space);
    if (row.has("features")) {
        static const QRegularExpression split(u"[\\s|]+"_s);
        space.features = row.text("features").split(split, Qt::SkipEmptyParts);
    }
    if (const QString field = row.nameless(); !field.isEmpty())
        row.problem(u"\"%1\" stands in a column without a name"_s.arg(shown(field)));
    if (space.code.startsWith(u'='))
        row.problem(u"code: \"%1\" is a formula"_s.arg(shown(space.code)));
    if (const Result<> checked = domain::validate(space); !checked)
        row.problem(checked.error().detail);
}

Result<QStringList> readHeader(const QList<CsvRecord> &records)
{
    const int line = records.isEmpty() ? 1 : records.first().line;
    const auto bad = [line](const QString &text) {
        return Error{problem::kBadCsv, u"line %1: %2"_s.arg(line).arg(text), {{u"line"_s, line}}};
    };
    if (records.isEmpty())
        return bad(u"the file is empty"_s);
    QStringList header;
    for (const QString &name : records.first().fields)
        header.append(withoutFormula(name).toLower());
    for (const QString &name : header) {
        if (name.isEmpty())
            continue; // nothing may stand in it
        if (!importColumns().contains(name))
            return bad(u"unknown column \"%1\"; known are %2"_s.arg(shown(name),
                                                                    importColumns().join(u", "_s)));
        if (header.count(name) > 1)
            return bad(u"column \"%1\" stands twice"_s.arg(name));
    }
    if (!header.contains("code"_L1))
        return bad(u"the column \"code\" is missing"_s);
    return header;
}

/// Tells what two spaces of the result share that only one may have.
class Uniqueness {
public:
    explicit Uniqueness(QList<ImportProblem> &problems) : m_problems(problems) { }

    void addExisting(const Space &space)
    {
        take(space.sensorEui, u"space %1"_s.arg(space.code));
        take(space.displayEui, u"space %1"_s.arg(space.code));
    }
    void add(const Space &space, int line)
    {
        check(space.sensorEui, line);
        check(space.displayEui, line);
    }

private:
    void take(const std::optional<domain::DevEui> &eui, const QString &owner)
    {
        if (eui)
            m_owners.insert(*eui, owner);
    }
    void check(const std::optional<domain::DevEui> &eui, int line)
    {
        if (!eui)
            return;
        if (m_owners.contains(*eui))
            m_problems.append(
                {line,
                 u"device %1 is used by %2 already"_s.arg(eui->toString(), m_owners.value(*eui))});
        m_owners.insert(*eui, u"line %1"_s.arg(line));
    }

    QHash<domain::DevEui, QString> m_owners;
    QList<ImportProblem> &m_problems;
};

QList<domain::ImportChange::Difference> differences(const Space &before, const Space &after)
{
    const QStringList from = exportRow(before);
    const QStringList to = exportRow(after);
    QList<domain::ImportChange::Difference> found;
    for (qsizetype i = 0; i < from.size(); ++i) {
        if (from[i] != to[i])
            found.append({importColumns()[i], from[i], to[i]});
    }
    return found;
}

void tell(ImportResult &result, const domain::ImportChange &change)
{
    if (result.changes.size() < ImportResult::kMostTold)
        result.changes.append(change);
}

} // namespace

QStringList importColumns()
{
    static const QStringList columns = u"code,name,building,floor,zone,sensor_eui,"
                                       "display_eui,latitude,longitude,features,x,y,"
                                       "w,h,rotation"_s.split(u',');
    return columns;
}

QStringList exportRow(const Space &s)
{
    const auto number = [](bool there, double value) {
        return there ? QString::number(value, 'g', 10) : QString();
    };
    const domain::Placement p = s.placement.value_or(domain::Placement());
    const domain::GeoPoint g = s.position.value_or(domain::GeoPoint());
    const bool placed = s.placement.has_value();
    const bool located = s.position.has_value();
    return {s.code,
            s.name,
            s.building,
            s.floor,
            s.zone,
            s.sensorEui ? s.sensorEui->toString() : QString(),
            s.displayEui ? s.displayEui->toString() : QString(),
            number(located, g.latitude),
            number(located, g.longitude),
            s.features.join(u'|'),
            number(placed, p.x),
            number(placed, p.y),
            number(placed, p.w),
            number(placed, p.h),
            number(placed, p.rotation)};
}

QByteArray csvOf(const QList<Space> &spaces)
{
    QString csv = csvLine(importColumns()) + u'\n';
    for (const Space &space : spaces)
        csv += csvLine(exportRow(space)) + u'\n';
    return csv.toUtf8();
}

Result<ImportPlan> planImport(const QByteArray &csv, const QList<Space> &existing,
                              domain::SiteId site)
{
    const Result<CsvTable> table = parseTable(csv, kMostRows + 1); // and the header
    if (!table)
        return table.error();
    const QList<CsvRecord> &records = table->records;
    const Result<QStringList> header = readHeader(records);
    if (!header)
        return header.error();
    ImportPlan plan;
    QHash<QString, Space> byCode;
    for (const Space &space : existing)
        byCode.insert(space.code, space);
    QHash<QString, int> lines;
    QList<std::pair<int, Space>> read;
    for (const CsvRecord &record : records.mid(1)) {
        Row row(*header, table->separator, record, plan.result.problems);
        const QString code = row.text("code");
        if (lines.contains(code))
            row.problem(
                u"code \"%1\" stands on line %2 already"_s.arg(shown(code)).arg(lines.value(code)));
        lines.insert(code, record.line);
        const auto known = byCode.constFind(code);
        Space space = known == byCode.cend() ? Space() : *known;
        readSpace(row, space);
        read.append({record.line, space});
        if (known == byCode.cend()) {
            space.id = domain::SpaceId::create();
            space.siteId = site;
            plan.created.append(space);
            tell(plan.result, {record.line, space.code, true, {}});
        } else if (space == *known) {
            ++plan.result.unchanged;
        } else {
            plan.updated.append(space);
            tell(plan.result, {record.line, space.code, false, differences(*known, space)});
            if (space.sensorEui != known->sensorEui || space.displayEui != known->displayEui)
                plan.rebound.insert(space.id);
        }
    }
    Uniqueness unique(plan.result.problems);
    for (const Space &space : existing) {
        if (!lines.contains(space.code))
            unique.addExisting(space);
    }
    for (const auto &[line, space] : read)
        unique.add(space, line);
    plan.result.created = int(plan.created.size());
    plan.result.updated = int(plan.updated.size());
    return plan;
}

} // namespace parking::engine
