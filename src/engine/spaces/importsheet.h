#pragma once

#include "domain/importsheet.h"
#include "engine/spaces/importplan.h"

#include <atomic>
#include <functional>

/// A table as people have it (any language, any separator), what it would do line by line, and the
/// change that does it. Pure: what is read is held against the spaces that are told.
namespace parking::engine {

using domain::floorKey;
using domain::ImportSheet;
using domain::LineFault;
using domain::LineKind;
using domain::SheetColumn;
using domain::SheetForm;
using domain::SheetLine;

/// What stands at the site.
struct SheetSite {
    domain::SiteId id;
    QList<domain::Space> spaces;
    QList<domain::Floor> floors;
};

/// How far a table is read; looked at, and ended, by another thread.
struct SheetProgress {
    std::atomic<int> read = 0; ///< lines
    std::atomic<int> lines = 0; ///< of all; 0: not known yet
    std::atomic<bool> isUnwanted = false;
};

/// BAD_CSV for a file that is none, or is longer than kMostRows, and when nobody wants it any more.
/// A line with a problem is left out, and those that would take what it has are not taken either.
/// While no column is the code every line has that problem.
Result<ImportSheet> readSheet(const QByteArray &bytes, const SheetForm &form, const SheetSite &site,
                              SheetProgress *progress = nullptr);

/// The lines that are wrong, as they are in the file and with its separator (a decimal comma stays
/// one), with a column for the reason in words. It has a header, also where the file has none.
QByteArray csvOfWrong(const ImportSheet &sheet, const QString &reasonTitle,
                      const std::function<QString(const SheetLine &)> &words);

} // namespace parking::engine
