#pragma once

#include "archive/exporter.h"
#include "archive/pseudonyms.h"

namespace parking::archive {

/// Copies the rows of one export from the source into the archive's tables.
class RowCopy {
public:
    /// All outlive it.
    RowCopy(store::Database &source, store::Database &target, const ExportOptions &options,
            const GoOn &goOn);

    /// All tables of the parts that were asked for.
    Result<> run();
    qint64 rows() const { return m_rows; } ///< copied

private:
    using TakeRow = std::function<Result<>(const QVariantList &values)>;

    Result<> copyTable(const TableRule &table);
    Result<> numberSpaces();
    Result<> copyChanges(const TableRule &table);
    Result<> copyReadings(const TableRule &table);
    Result<> copyHeard();
    Result<> copyGaps();
    /// The rows of a table with what the rules leave of each column; `where` is SQL.
    Result<> read(const TableRule &table, const QString &from, const TakeRow &take);
    QVariant ruled(const ColumnRule &column, const QVariant &value) const;
    Rule ruleOf(const ColumnRule &column) const;
    Result<> tell(const QString &table);

    store::Database &m_source;
    store::Database &m_target;
    const ExportOptions &m_options;
    const GoOn &m_goOn;
    const Pseudonyms m_pseudonyms;
    QHash<QString, qint64> m_spaces; ///< numbers by id
    qint64 m_rows = 0;
};

} // namespace parking::archive
