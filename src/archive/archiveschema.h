#pragma once

#include "store/database.h"

#include <QMap>

#include <limits>

namespace parking::archive {

/// Of the form of the file beside its tables, which are the database's own of a migration.
inline constexpr int kFormat = 1;
/// In the header of an SQLite file, at byte 68: "Park".
inline constexpr qint32 kApplicationId = 0x5061726B;

/// Makes the tables of an archive in an empty SQLite database: those of a running one, without the
/// triggers that guard changes. What there is most of lies in compact tables, and a view of the
/// usual name shows it in the usual columns.
/// `number`: those of an older program, whose newest migration that was.
Result<> makeArchiveTables(store::Database &database, UtcTime now,
                           int number = std::numeric_limits<int>::max());

struct Column {
    QString name;
    bool mayBeNull = true;
    QString standard; ///< SQL; empty: none
};

/// What has to stand in an archive's schema: "table state_changes" -> its SQL, with one blank where
/// there is white space. Of an archive in which anything else stands nothing is asked.
struct Schema {
    int number = 0; ///< of the newest migration
    QMap<QString, QString> entries;
    QMap<QString, QList<Column>> columns; ///< of tables and views
};
Result<QMap<QString, QString>> schemaEntries(store::Database &database);
/// Of what this program makes, or an older one whose newest migration had this number.
Result<Schema> expectedSchema(int number = std::numeric_limits<int>::max());

/// The file's own tables whose rows are hashed, with the order of their rows: the primary key's
/// columns.
Result<QMap<QString, QStringList>> hashedTables(store::Database &database);

/// The rows of a table in their order, one line each: `quote()` of each column, commas between.
QString rowsSql(const QStringList &columns, const QString &table, const QStringList &order);

} // namespace parking::archive
