#pragma once

#include "store/database.h"

#include <QMap>

namespace parking::archive {

/// Of the form of the file beside its tables, which are the database's own of a migration.
inline constexpr int kFormat = 1;
/// In the header of an SQLite file, at byte 68: "Park".
inline constexpr qint32 kApplicationId = 0x5061726B;

/// Makes the tables of an archive in an empty SQLite database: those of a running one, without the
/// triggers that guard changes. What there is most of lies in compact tables, and a view of the
/// usual name shows it in the usual columns.
Result<> makeArchiveTables(store::Database &database, UtcTime now);

/// What has to stand in an archive's schema: "table state_changes" -> its SQL, with one blank where
/// there is white space. Of an archive in which anything else stands nothing is asked.
struct Schema {
    int number = 0; ///< of the newest migration that this program knows
    QMap<QString, QString> entries;
};
Result<QMap<QString, QString>> schemaEntries(store::Database &database);
Result<Schema> expectedSchema();

/// Tables whose rows are hashed, with the order of their rows: the primary key's columns.
Result<QMap<QString, QStringList>> hashedTables(store::Database &database);

/// The rows of a table in their order, one line each: `quote()` of each column, commas between.
QString rowsSql(const QStringList &columns, const QString &table, const QStringList &order);

} // namespace parking::archive
