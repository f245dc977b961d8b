#pragma once

#include "base/result.h"
#include "domain/importresult.h"
#include "domain/space.h"

#include <QSet>

namespace parking::engine {

using domain::ImportProblem;
using domain::ImportResult;

/// What a CSV file makes of a site's spaces.
struct ImportPlan {
    QList<domain::Space> created;
    QList<domain::Space> updated;
    QSet<domain::SpaceId> rebound; ///< of them, those that get another device
    ImportResult result;
};

inline constexpr int kMostRows = 100'000;

/// Reads spaces from CSV. Columns by their header, in any order: code (required), name, building,
/// floor, zone, sensor_eui, display_eui, latitude, longitude, features (split at blanks or |), x,
/// y, w, h, rotation. A code that the site has is updated, in the columns that the file has; a new
/// one is created. As spreadsheets write them: rows and columns without anything are passed over,
/// ="0012" is the text 0012, and where semicolons separate a comma is the decimal sign. All
/// problems are told. Error BAD_CSV for a file that is none, or has more than kMostRows. Pure.
Result<ImportPlan> planImport(const QByteArray &csv, const QList<domain::Space> &existing,
                              domain::SiteId site);

/// What of a space's columns is another one, as an export writes them.
QList<domain::ImportChange::Difference> differences(const domain::Space &before,
                                                    const domain::Space &after);

/// The columns that planImport reads, in the order in which an export writes them.
QStringList importColumns();
QStringList exportRow(const domain::Space &space);
QByteArray csvOf(const QList<domain::Space> &spaces); ///< that planImport reads, with all columns

} // namespace parking::engine
