#include "engine/spaces/importsheet.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/spaces/importcolumns.h"
#include "engine/spaces/importrow.h"

#include <algorithm>
#include <array>

namespace parking::engine {

namespace {

using domain::DevEui;
using domain::LineProblem;
using domain::SitePlace;
using domain::Space;

/// Each column is meant once: of two that could be the same the one whose name is surer is, then
/// the first one.
void guess(QList<SheetColumn> &columns, const SheetForm &form)
{
    QSet<QString> taken;
    for (const QString &column : form.columns)
        taken.insert(column);
    for (const NameMeans how : {NameMeans::Exactly, NameMeans::Likely, NameMeans::Perhaps}) {
        for (qsizetype place = 0; place < columns.size(); ++place) {
            const NamedColumn named = columnNamed(columns[place].name);
            if (form.columns.contains(int(place)) || named.column.isEmpty() || named.how != how
                || taken.contains(named.column))
                continue;
            columns[place].column = named.column;
            taken.insert(named.column);
        }
    }
}

QList<SheetColumn> columnsOf(const CsvTable &table, const SheetForm &form)
{
    qsizetype width = 0;
    for (const CsvRecord &record : table.records)
        width = std::max(width, record.fields.size());
    QList<SheetColumn> columns;
    for (qsizetype place = 0; place < width; ++place) {
        SheetColumn column;
        if (form.hasHeader)
            column.name = withoutFormula(table.records.first().fields.value(place));
        column.column = form.columns.value(int(place));
        columns.append(column);
    }
    guess(columns, form);
    return columns;
}

/// Where the header ends; what somebody chose to the right of it has its meaning too.
qsizetype namedWidth(const CsvTable &table, const SheetForm &form)
{
    if (!form.hasHeader)
        return kMostColumns;
    qsizetype width = table.records.first().fields.size();
    for (auto it = form.columns.cbegin(); it != form.columns.cend(); ++it)
        width = std::max<qsizetype>(width, it.key() + 1);
    return width;
}

QSet<QString> floorsOf(const SheetSite &site, const SheetForm &form)
{
    QSet<QString> known = form.newFloors;
    for (const domain::Floor &floor : site.floors)
        known.insert(floorKey({floor.building, floor.name, {}}));
    for (const Space &space : site.spaces)
        known.insert(floorKey({space.building, space.floor, {}}));
    return known;
}

struct PlannedRow {
    int line = 0;
    Space space = {}; ///< as the line has it
    std::optional<Space> before = {}; ///< empty: it is new
    LineProblem problem = {}; ///< the first one
    bool isGood() const { return problem.fault == LineFault::None; }
    std::array<std::pair<const char *, std::optional<DevEui>>, 2> devices() const
    {
        return {{{"sensor_eui", space.sensorEui}, {"display_eui", space.displayEui}}};
    }
};

class Reader {
public:
    Reader(const SheetForm &form, const SheetSite &site, qsizetype width, SheetProgress *progress)
        : m_site(site), m_width(width), m_floors(floorsOf(site, form)),
          // A site that has nothing yet gets its floors with its first file.
          m_isFresh(site.spaces.isEmpty() && site.floors.isEmpty()), m_progress(progress)
    {
        for (const Space &space : site.spaces)
            m_byCode.insert(space.code, space);
        for (const domain::Floor &floor : site.floors)
            m_buildings[floor.name].insert(floor.building);
        for (const Space &space : site.spaces)
            m_buildings[space.floor].insert(space.building);
        for (const QSet<QString> &some : std::as_const(m_buildings))
            m_allBuildings.unite(some);
    }

    /// False: nobody wants it any more.
    bool read(ImportSheet &sheet, const CsvTable &table)
    {
        for (const SheetColumn &column : std::as_const(sheet.columns))
            m_names.append(column.column);
        const qsizetype first = sheet.hasHeader ? 1 : 0;
        if (m_progress)
            m_progress->lines = int(table.records.size() - first);
        for (qsizetype at = first; at < table.records.size(); ++at) {
            m_rows.append(planned(table.records[at], table.separator));
            if (m_progress && m_progress->isUnwanted)
                return false;
            if (m_progress)
                m_progress->read = int(m_rows.size());
        }
        refuseShared();
        for (qsizetype i = 0; i < m_rows.size(); ++i) {
            if (m_progress && m_progress->isUnwanted)
                return false;
            add(sheet, m_rows[i], table.records[first + i].fields);
        }
        return true;
    }

private:
    PlannedRow planned(const CsvRecord &record, QChar separator)
    {
        ImportRow row(m_names, separator, record);
        PlannedRow planned{.line = record.line};
        const QString code = row.text("code");
        if (const auto known = m_byCode.constFind(code); known != m_byCode.cend()) {
            planned.before = *known;
            planned.space = *known;
        } else {
            planned.space.id = domain::SpaceId::create();
            planned.space.siteId = m_site.id;
        }
        row.read(planned.space, Nameless::LeftOut);
        if (!planned.before && !row.has("building"))
            planned.space.building = onlyBuildingOf(planned.space.floor);
        // On another floor's plan it has no place yet.
        if (planned.before && !row.has("x") && !row.has("y")
            && (planned.before->building != planned.space.building
                || planned.before->floor != planned.space.floor))
            planned.space.placement.reset();
        if (const int other = m_lines.value(code); other > 0 && !code.isEmpty())
            planned.problem = {
                .fault = LineFault::CodeTwice, .column = u"code"_s, .value = code, .line = other};
        else
            m_lines.insert(code, record.line);
        if (planned.isGood() && !row.problems().isEmpty())
            planned.problem = row.problems().first();
        if (const qsizetype place = beyond(record.fields); planned.isGood() && place >= 0)
            planned.problem = {.fault = LineFault::Beyond, .value = record.fields[place]};
        if (planned.isGood())
            refuseFloor(planned);
        return planned;
    }

    /// A field that no header names, as an unquoted comma makes one: all that follows it would be
    /// taken for something else. -1: there is none.
    qsizetype beyond(const QStringList &fields) const
    {
        for (qsizetype place = m_width; place < fields.size(); ++place) {
            if (!fields[place].isEmpty())
                return place;
        }
        return -1;
    }

    /// Of a file that names no building: the site's, or the one that has this floor.
    QString onlyBuildingOf(const QString &floor) const
    {
        const QSet<QString> some =
            m_allBuildings.size() == 1 ? m_allBuildings : m_buildings.value(floor);
        return some.size() == 1 ? *some.cbegin() : QString();
    }

    void refuseFloor(PlannedRow &row) const
    {
        const SitePlace floor{row.space.building, row.space.floor, {}};
        if (m_isFresh || floor.floor.isEmpty() || m_floors.contains(floorKey(floor)))
            return;
        if (floor.building.isEmpty() && m_buildings.value(floor.floor).size() > 1)
            row.problem = {
                .fault = LineFault::NoBuilding, .column = u"floor"_s, .value = floor.floor};
        else
            row.problem = {.fault = LineFault::NoFloor,
                           .column = u"floor"_s,
                           .value = floor.floor,
                           .other = floor.building};
    }

    /// A device that two of the result would have: of lines the later one is wrong. Whose line is
    /// wrong keeps what it has, so that nobody else may take that.
    void refuseShared()
    {
        QSet<domain::SpaceId> named;
        for (const PlannedRow &row : std::as_const(m_rows)) {
            if (row.isGood())
                named.insert(row.space.id);
        }
        QHash<DevEui, QString> kept; // by spaces that no good line is about
        for (const Space &space : m_site.spaces) {
            if (!named.contains(space.id))
                keep(kept, space);
        }
        QHash<DevEui, qsizetype> wanted; // by rows
        QList<qsizetype> refused;
        for (qsizetype i = 0; i < m_rows.size(); ++i) {
            if (!m_rows[i].isGood())
                continue;
            refuseTaken(m_rows[i], kept, wanted);
            if (!m_rows[i].isGood()) {
                refused.append(i);
                continue;
            }
            for (const auto &[column, eui] : m_rows[i].devices()) {
                if (eui)
                    wanted.insert(*eui, i);
            }
        }
        while (!refused.isEmpty()) {
            const std::optional<Space> before = m_rows[refused.takeLast()].before;
            if (!before)
                continue;
            keep(kept, *before);
            for (const auto &eui : {before->sensorEui, before->displayEui}) {
                const qsizetype other = eui ? wanted.value(*eui, -1) : -1;
                if (other < 0 || !m_rows[other].isGood())
                    continue;
                refuseTaken(m_rows[other], kept, {});
                refused.append(other);
            }
        }
    }

    static void keep(QHash<DevEui, QString> &kept, const Space &space)
    {
        for (const auto &eui : {space.sensorEui, space.displayEui}) {
            if (eui)
                kept.insert(*eui, space.code);
        }
    }

    void refuseTaken(PlannedRow &row, const QHash<DevEui, QString> &kept,
                     const QHash<DevEui, qsizetype> &wanted) const
    {
        for (const auto &[column, eui] : row.devices()) {
            if (!eui || !row.isGood())
                continue;
            LineProblem problem{.column = QLatin1StringView(column), .value = eui->toString()};
            if (const auto owner = kept.constFind(*eui); owner != kept.cend()) {
                problem.fault = LineFault::DeviceTaken;
                problem.other = *owner;
            } else if (const auto other = wanted.constFind(*eui); other != wanted.cend()) {
                problem.fault = LineFault::DeviceTwice;
                problem.line = m_rows[*other].line;
            }
            row.problem = problem.fault == LineFault::None ? LineProblem() : problem;
        }
    }

    void add(ImportSheet &sheet, const PlannedRow &row, const QStringList &fields)
    {
        SheetLine line{
            .line = row.line, .code = row.space.code, .fields = fields, .problem = row.problem};
        if (!row.isGood()) {
            line.kind = LineKind::Wrong;
            line.wrong = row.problem.fault == LineFault::Beyond ? int(beyond(fields))
                : row.problem.column.isEmpty()                  ? -1
                                                                : placeOf(row.problem.column);
            const SitePlace floor{row.problem.other, row.problem.value, {}};
            if (row.problem.fault == LineFault::NoFloor && !m_missing.contains(floorKey(floor))) {
                m_missing.insert(floorKey(floor));
                sheet.missingFloors.append(floor);
            }
        } else if (!row.before) {
            line.kind = LineKind::New;
            line.sensor = row.space.sensorEui ? row.space.sensorEui->toString() : QString();
        } else if (!domain::saySame(row.before, row.space)) {
            line.kind = LineKind::Changed;
            line.differences = engine::differences(*row.before, row.space);
            for (const auto &one : std::as_const(line.differences)) {
                if (const int place = placeOf(one.column); place >= 0)
                    line.changed.insert(place);
            }
        }
        if (line.kind == LineKind::New || line.kind == LineKind::Changed) {
            sheet.change.spaces.insert(row.space.id, row.space);
            sheet.expected.spaces.insert(row.space.id, row.before);
        }
        sheet.lines.append(line);
    }

    /// Of the rules' names for a field, which are the table's; -1: none is that one.
    int placeOf(const QString &column) const
    {
        const QString name = column == u"gps_latitude" ? u"latitude"_s
            : column == u"gps_longitude"               ? u"longitude"_s
            : column == u"placement"                   ? u"x"_s
                                                       : column;
        return int(m_names.indexOf(name));
    }

    const SheetSite &m_site;
    const qsizetype m_width; ///< of the header
    const QSet<QString> m_floors;
    const bool m_isFresh;
    SheetProgress *m_progress;
    QHash<QString, Space> m_byCode;
    QHash<QString, int> m_lines; ///< by code, the first that has it
    QStringList m_names;
    QList<PlannedRow> m_rows;
    QHash<QString, QSet<QString>> m_buildings; ///< by floor
    QSet<QString> m_allBuildings;
    QSet<QString> m_missing; ///< floors, by floorKey()
};

/// Somebody has to say which one it is: until then nothing is known of any line.
void addAllWrong(ImportSheet &sheet, const CsvTable &table)
{
    for (const CsvRecord &record : sheet.hasHeader ? table.records.mid(1) : table.records)
        sheet.lines.append({.line = record.line,
                            .kind = LineKind::Wrong,
                            .fields = record.fields,
                            .problem = {.fault = LineFault::NoCodeColumn}});
}

} // namespace

Result<ImportSheet> readSheet(const QByteArray &bytes, const SheetForm &form, const SheetSite &site,
                              SheetProgress *progress)
{
    ImportSheet sheet;
    sheet.hasHeader = form.hasHeader;
    sheet.coding = form.coding.value_or(guessedCoding(bytes));
    const Result<QString> text = decoded(bytes, sheet.coding);
    if (!text)
        return text.error();
    sheet.separator = form.separator.value_or(guessedSeparator(*text));
    const Result<CsvTable> table =
        parseText(*text, sheet.separator, kMostRows + (form.hasHeader ? 1 : 0));
    if (!table)
        return table.error();
    if (table->records.isEmpty())
        return Error{problem::kBadCsv, u"the file is empty"_s};
    sheet.columns = columnsOf(*table, form);
    if (!sheet.hasCode())
        addAllWrong(sheet, *table);
    else if (!Reader(form, site, namedWidth(*table, form), progress).read(sheet, *table))
        return Error{problem::kBadCsv, u"nobody waits for it"_s};
    return sheet;
}

QByteArray csvOfWrong(const ImportSheet &sheet, const QString &reasonTitle,
                      const std::function<QString(const SheetLine &)> &words)
{
    QStringList header;
    for (const SheetColumn &column : sheet.columns)
        header.append(sheet.hasHeader ? column.name : column.column);
    QString csv;
    if (sheet.separator != u',' && sheet.separator != u';') // which nobody takes for one unasked
        csv = u"sep=%1\n"_s.arg(sheet.separator);
    csv += csvLine(header + QStringList{reasonTitle}, sheet.separator) + u'\n';
    for (const SheetLine &line : sheet.lines) {
        if (line.kind != LineKind::Wrong)
            continue;
        QStringList fields = line.fields;
        fields.resize(sheet.columns.size());
        csv += csvLine(fields + QStringList{words(line)}, sheet.separator) + u'\n';
    }
    return csv.toUtf8();
}

} // namespace parking::engine
