#include "spacelist/importlines.h"

#include "base/literals.h"
#include "spacelist/importwords.h"

#include <algorithm>

namespace parking::ui {

using domain::LineKind;
using domain::SheetLine;

void ImportLines::setSheet(const domain::ImportSheet &sheet)
{
    beginResetModel();
    m_sheet = sheet;
    collect();
    endResetModel();
}

void ImportLines::setKind(std::optional<LineKind> kind)
{
    beginResetModel();
    m_kind = kind;
    collect();
    endResetModel();
}

void ImportLines::collect()
{
    m_rows.clear();
    for (int i = 0; i < int(m_sheet.lines.size()); ++i) {
        if (!m_kind || m_sheet.lines[i].kind == *m_kind)
            m_rows.append(i);
    }
}

int ImportLines::rowOf(int line) const
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                    [&](int row) { return m_sheet.lines[row].line == line; });
    return found == m_rows.cend() ? -1 : int(found - m_rows.cbegin());
}

int ImportLines::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportLines::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : happensColumn() + 1;
}

QVariant ImportLines::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const SheetLine &line = this->line(index.row());
    const bool happens = index.column() == happensColumn();
    if (role == Qt::AccessibleTextRole && index.column() == Sign)
        return wordsOf(line);
    if (role == Qt::ToolTipRole && index.column() >= Fields)
        return happens ? wordsOf(line) : line.fields.value(index.column() - Fields).left(1000);
    if (role != Qt::DisplayRole || index.column() == Sign)
        return {};
    if (index.column() == Line)
        return line.line;
    return happens ? wordsOf(line) : line.fields.value(index.column() - Fields);
}

QVariant ImportLines::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (section == Line)
        return tr("Line");
    if (section == Sign)
        return QString();
    if (section == happensColumn())
        return tr("What happens");
    return m_sheet.columns.value(section - Fields).name;
}

} // namespace parking::ui
