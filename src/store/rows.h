#pragma once

#include <QList>
#include <QStringList>
#include <QVariant>

namespace parking::store {

/// Rows for runRows(): column names, then values row by row. Bytes go to PostgreSQL as hex text
/// (`decode(x, 'hex')`), times as ISO text.
class Rows {
public:
    explicit Rows(QStringList columns) : m_columns(std::move(columns)) { }
    void add(QVariantList row)
    {
        Q_ASSERT(row.size() == m_columns.size());
        m_rows.append(std::move(row));
    }
    const QStringList &columns() const { return m_columns; }
    const QList<QVariantList> &rows() const { return m_rows; }
    /// All values of a column as a PostgreSQL array literal.
    QString array(qsizetype column) const;

private:
    QStringList m_columns;
    QList<QVariantList> m_rows;
};

/// One statement in its two forms.
struct RowStatement {
    QString arrays; ///< PostgreSQL, many rows: each column an array, bound to its name
    QString row; ///< one row, each column bound to its name; for both dialects
};

} // namespace parking::store
