#pragma once

#include "archive/exporter.h"

namespace parking::archive {

/// What an export would hold, before it is made.
struct Estimate {
    qint64 rows = 0; ///< that are copied
    qint64 changes = 0;
    qint64 readings = 0;
    qint64 bytes = 0; ///< of the file, about: rows by what each kind took when it was measured
};

/// Counts the rows in the period; of a long one that takes as long as reading its index.
Result<Estimate> estimate(store::Database &source, const ExportOptions &options);

/// SQL for the rows of a table that an export holds, with :from, :to and :building.
QString conditionOf(const TableRule &table, const ExportOptions &options);
/// The values of those that `sql` names.
QVariantMap boundTo(const store::Database &source, const ExportOptions &options,
                    const QString &sql);

} // namespace parking::archive
