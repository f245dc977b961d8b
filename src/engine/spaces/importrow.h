#pragma once

#include "base/csv.h"
#include "domain/importsheet.h"
#include "domain/space.h"

namespace parking::engine {

/// What stands in columns without a name: an error for who writes tables, of no use for the others.
enum class Nameless : quint8 { Refused, LeftOut };

/// One record under its header: reads fields by column name, and gathers what is wrong.
class ImportRow {
public:
    /// All outlive it. `header`: for each place a name of importColumns(), or nothing.
    ImportRow(const QStringList &header, QChar separator, const CsvRecord &record)
        : m_header(header), m_separator(separator), m_record(record)
    {
    }

    /// The space as the record has it; columns that the file does not have keep what is there.
    void read(domain::Space &space, Nameless nameless);
    bool has(const char *column) const { return m_header.contains(QLatin1StringView(column)); }
    QString text(const char *column) const;
    const QList<domain::LineProblem> &problems() const { return m_problems; }

private:
    void take(const char *column, QString &target) const;
    void take(const char *column, std::optional<domain::DevEui> &target);
    std::optional<double> number(const char *column);
    void takePosition(domain::Space &space);
    void takePlacement(domain::Space &space);
    void refuse(domain::LineFault fault, const QString &column, const QString &value = {},
                const QString &other = {});
    QString nameless() const; ///< what stands under no column's name

    const QStringList &m_header;
    const QChar m_separator;
    const CsvRecord &m_record;
    QList<domain::LineProblem> m_problems;
};

/// ="0012", as spreadsheets keep a text from being taken for a number: the text.
QString withoutFormula(const QString &text);
QString shownField(const QString &text); ///< whole, unless it is no field at all
/// In English, for a console: the value is cut where it is no field at all.
QString textOf(const domain::LineProblem &problem);

} // namespace parking::engine
