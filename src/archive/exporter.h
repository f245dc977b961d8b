#pragma once

#include "archive/manifest.h"
#include "store/database.h"

namespace parking::archive {

struct ExportOptions {
    UtcTime from;
    UtcTime to; ///< exclusive
    QString building = {}; ///< empty: the whole site
    QList<Part> parts = {};
    bool isRedacted = false;
    QString madeBy = {};
    QString program = {}; ///< version
};

struct ExportProgress {
    QString table;
    qint64 rows = 0; ///< written, of all tables
};

/// False: the export is given up.
using GoOn = std::function<bool(const ExportProgress &)>;

struct Exported {
    Manifest manifest;
    QMap<QString, TableCount> tables;
    qint64 bytes = 0; ///< of the file
};

/// Copies a period into one file. It is read inside one snapshot, row by row, while others write;
/// it is written beside `path` and renamed when it is whole, so that whatever ends the export
/// leaves nothing under the name, and the next one takes away what it left beside.
///
/// The last change of each space before `from` comes with it: without it nobody would know the
/// state at `from`. What lies behind `now` has not come yet: the archive ends there. Errors:
/// VALIDATION_ERROR, BAD_FILE (one that is there is not replaced; somebody else writes it just
/// now), CANCELLED, DATABASE_ERROR.
Result<Exported> exportArchive(store::Database &source, const QString &path,
                               const ExportOptions &options, UtcTime now,
                               const GoOn &goOn = nullptr);

/// The name of what is written until it is whole.
QString partialPath(const QString &path);

} // namespace parking::archive
