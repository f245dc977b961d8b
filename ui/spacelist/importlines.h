#pragma once

#include "domain/importsheet.h"

#include <QAbstractTableModel>

namespace parking::ui {

/// The lines of a table that is to be imported, those of one kind or all.
class ImportLines : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Line, Sign, Fields }; ///< fields follow, then what happens
    using QAbstractTableModel::QAbstractTableModel;

    void setSheet(const domain::ImportSheet &sheet);
    const domain::ImportSheet &sheet() const { return m_sheet; }
    void setKind(std::optional<domain::LineKind> kind); ///< empty: all
    std::optional<domain::LineKind> kind() const { return m_kind; }
    const domain::SheetLine &line(int row) const { return m_sheet.lines[m_rows[row]]; }
    int rowOf(int line) const; ///< of the file; -1: it is not among these
    int happensColumn() const { return Fields + int(m_sheet.columns.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void collect();

    domain::ImportSheet m_sheet;
    std::optional<domain::LineKind> m_kind;
    QList<int> m_rows;
};

} // namespace parking::ui
