#pragma once

#include "archive/archiveschema.h"
#include "archive/manifest.h"

#include <memory>

namespace parking::archive {

/// An archive that was looked at and may be asked.
struct OpenedArchive {
    std::unique_ptr<store::Database> database;
    Manifest manifest;
    QMap<QString, TableCount> tables; ///< as the archive tells of them
    qint64 bytes = 0;
};

/// Opens a file as an archive, whoever made it: read-only, as it lies there, and only when its
/// schema is the one that this version makes, word for word, or an older one did (olderarchive.h).
/// BAD_FILE with details.reason: NOT_FOUND, NOT_ARCHIVE, NEWER, OLDER (what it lacks cannot be
/// supplied), FOREIGN (something else stands in its schema), DAMAGED (it cannot be read at all).
Result<OpenedArchive> openArchive(const QString &path);
/// As above, with what expectedSchema() gave: for who opens many.
Result<OpenedArchive> openArchive(const QString &path, const Schema &expected);

/// The address of an archive for ReadThread, once openArchive() said that it is one.
QString addressOf(const QString &path);
/// What a connection to that address needs before it is asked: the file may be another by now.
Result<> prepare(store::Database &database);

/// What became of a table since it was made.
struct CheckedTable {
    QString name; ///< "file": what holds the tables together
    TableCount told;
    TableCount found;
    QString problem; ///< why it cannot be read; empty: it can

    bool isSound() const
    {
        return problem.isEmpty() && told.rows == found.rows && told.sha256 == found.sha256;
    }
};

struct Verdict {
    QList<CheckedTable> tables;

    bool isSound() const;
    QStringList damaged() const; ///< names
};

/// Reads every row and holds it against what the archive tells. `goOn` is asked now and then.
Result<Verdict> verify(const OpenedArchive &archive, const std::function<bool()> &goOn = nullptr);

/// The number by which an archive is known: SHA-256 over what it tells of its tables. Who noted it
/// when the archive was made can tell whether it is still the same one.
QString fingerprint(const QMap<QString, TableCount> &tables);

/// Counts and hashes the rows of a table, in the order of its key. `goOn` is asked now and then;
/// CANCELLED when it says no.
Result<TableCount> countRows(store::Database &database, const QString &table,
                             const QStringList &order, qint64 most,
                             const std::function<bool()> &goOn = nullptr);

} // namespace parking::archive
