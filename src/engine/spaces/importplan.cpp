#include "engine/spaces/importplan.h"

#include "base/csv.h"
#include "base/literals.h"
#include "domain/problems.h"
#include "engine/spaces/importrow.h"

#include <QHash>
#include <QLocale>

namespace parking::engine {

namespace {

using domain::Space;

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
            return bad(u"unknown column \"%1\"; known are %2"_s.arg(shownField(name),
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

void tell(ImportResult &result, const domain::ImportChange &change)
{
    if (result.changes.size() < ImportResult::kMostTold)
        result.changes.append(change);
}

} // namespace

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
        return there ? QString::number(value, 'g', QLocale::FloatingPointShortest) : QString();
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
    for (const Space &space : spaces) {
        QStringList fields = exportRow(space);
        for (QString &field : fields) {
            bool isNumber = false; // a floor "-1" runs as nothing
            field.toDouble(&isNumber);
            if (!isNumber)
                field = disarmedField(field);
        }
        csv += csvLine(fields) + u'\n';
    }
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
        ImportRow row(*header, table->separator, record);
        const QString code = row.text("code");
        const auto refuse = [&](const domain::LineProblem &problem) {
            plan.result.problems.append({record.line, textOf(problem)});
        };
        if (lines.contains(code))
            refuse({.fault = domain::LineFault::CodeTwice,
                    .column = u"code"_s,
                    .value = code,
                    .line = lines.value(code)});
        lines.insert(code, record.line);
        const auto known = byCode.constFind(code);
        Space space = known == byCode.cend() ? Space() : *known;
        row.read(space, Nameless::Refused);
        for (const domain::LineProblem &problem : row.problems())
            refuse(problem);
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
