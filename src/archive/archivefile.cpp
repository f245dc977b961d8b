#include "archive/archivefile.h"

#include "archive/limits.h"
#include "archive/olderarchive.h"
#include "base/literals.h"
#include "domain/problems.h"
#include "store/databaseurl.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace parking::archive {

namespace {

constexpr qint64 kHeaderBytes = 100;
constexpr qint64 kRowsBetweenWords = 2000;
const QString kFile = u"file"_s; // as a whole
const QString kCancelled = u"CANCELLED"_s;
constexpr qint64 kSmallestRow = 4; // bytes of a file that a row takes

Error refused(const QString &path, const char *reason, const QString &words)
{
    return {problem::kBadFile,
            u"%1 %2"_s.arg(QFileInfo(path).fileName(), words),
            {{u"reason"_s, QLatin1StringView(reason)}, {u"file"_s, QFileInfo(path).fileName()}}};
}

/// By the first bytes alone: what is no archive is not given to the database.
Result<> checkHeader(const QString &path)
{
    QFile file(path);
    const QFileInfo info(path);
    if (!info.exists())
        return refused(path, "NOT_FOUND", u"is not there"_s);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return refused(path, "NOT_FOUND", u"cannot be read: %1"_s.arg(file.errorString()));
    const QByteArray header = file.read(kHeaderBytes);
    constexpr qsizetype kUserVersion = 60;
    constexpr qsizetype kApplication = 68;
    if (header.size() < kHeaderBytes || !header.startsWith("SQLite format 3")
        || qFromBigEndian<qint32>(header.constData() + kApplication) != kApplicationId)
        return refused(path, "NOT_ARCHIVE",
                       u"is no archive of Smart Parking. Archives are made by `parkctl export`."_s);
    const qint32 format = qFromBigEndian<qint32>(header.constData() + kUserVersion);
    if (format > kFormat)
        return refused(path, "NEWER",
                       u"was made by a newer version of Smart Parking: open it with that one"_s);
    return {};
}

Error givenUp()
{
    return {kCancelled, u"reading its rows was given up"_s};
}

Error damaged(const QString &path, const Error &error)
{
    return refused(path, "DAMAGED", u"is damaged: %1"_s.arg(error.detail));
}

Result<Manifest> readManifest(store::Database &database, const QString &path)
{
    QMap<QString, QString> words;
    const Result<> read =
        database.each(u"SELECT key, substr(value, 1, 1000) FROM archive_manifest LIMIT 100"_s, {},
                      [&words](const QSqlQuery &row) {
                          words.insert(row.value(0).toString(), row.value(1).toString());
                      });
    if (!read)
        return damaged(path, read.error());
    const std::optional<Manifest> manifest = Manifest::fromWords(words);
    if (!manifest)
        return refused(path, "DAMAGED", u"is damaged: it does not tell what it holds"_s);
    return *manifest;
}

Result<QMap<QString, TableCount>> readTables(store::Database &database, const QString &path,
                                             qint64 bytes)
{
    QMap<QString, TableCount> tables;
    const Result<> read =
        database.each(u"SELECT name, row_count, sha256 FROM archive_tables LIMIT 100"_s, {},
                      [&tables](const QSqlQuery &row) {
                          tables.insert(row.value(0).toString(),
                                        {row.value(1).toLongLong(), row.value(2).toString()});
                      });
    if (!read)
        return damaged(path, read.error());
    for (const TableCount &table : std::as_const(tables)) {
        if (table.rows < 0 || table.rows > bytes / kSmallestRow)
            return refused(path, "DAMAGED", u"is damaged: it tells of more than it can hold"_s);
    }
    return tables;
}

Result<> checkSizes(store::Database &database, const QString &path)
{
    const Result<QString> found = exceeded(database);
    if (!found)
        return damaged(path, found.error());
    if (!found->isEmpty())
        return refused(path, "DAMAGED", u"holds more than any site does: %1"_s.arg(*found));
    return {};
}

/// Its schema is word for word the present one, or the older one that it says it has; what an
/// older one lacks is supplied. An honest one of another version says so itself. Of a hostile one a
/// table of the manifest's form is no danger either.
Result<> admit(store::Database &database, const QString &path, const Schema &present)
{
    const auto entries = schemaEntries(database);
    if (!entries)
        return damaged(path, entries.error());
    if (*entries == present.entries)
        return {};
    const Error foreign =
        refused(path, "FOREIGN",
                u"holds what no archive holds. It is not opened: somebody may have changed it."_s);
    const QString own = u"table archive_manifest"_s;
    if (entries->value(own) != present.entries.value(own))
        return foreign;
    const Result<Manifest> manifest = readManifest(database, path);
    if (!manifest)
        return foreign;
    if (manifest->schema > present.number)
        return refused(path, "NEWER",
                       u"was made by a newer version of Smart Parking (%1): open it with that "
                       "one"_s.arg(manifest->program));
    if (manifest->schema == present.number)
        return foreign;
    const Result<Schema> older = expectedSchema(manifest->schema);
    if (!older || *entries != older->entries)
        return foreign;
    const Result<> supplied = supplyMissing(database, *older, present);
    if (!supplied && supplied.error().code == problem::kBadFile)
        return refused(path, "OLDER",
                       u"was made by an older version of Smart Parking (%1), and %2: open it with "
                       "that one"_s.arg(manifest->program, supplied.error().detail));
    return supplied;
}

} // namespace

Result<OpenedArchive> openArchive(const QString &path)
{
    const Result<Schema> expected = expectedSchema();
    return expected ? openArchive(path, *expected) : expected.error();
}

Result<OpenedArchive> openArchive(const QString &path, const Schema &expected)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (Result<> checked = checkHeader(absolute); !checked)
        return checked.error();
    auto database = store::Database::open({.url = store::archiveUrl(absolute)});
    if (!database)
        return damaged(absolute, database.error());
    OpenedArchive archive;
    archive.database = std::move(*database);
    archive.bytes = QFileInfo(absolute).size();
    if (Result<> admitted = admit(*archive.database, absolute, expected); !admitted)
        return admitted.error();
    const Result<Manifest> manifest = readManifest(*archive.database, absolute);
    if (!manifest)
        return manifest.error();
    archive.manifest = *manifest;
    auto tables = readTables(*archive.database, absolute, archive.bytes);
    if (!tables)
        return tables.error();
    archive.tables = *std::move(tables);
    if (Result<> sizes = checkSizes(*archive.database, absolute); !sizes)
        return sizes.error();
    return archive;
}

QString addressOf(const QString &path)
{
    return store::archiveUrl(QFileInfo(path).absoluteFilePath());
}

Result<> prepare(store::Database &database)
{
    const Result<Schema> expected = expectedSchema();
    return expected ? admit(database, database.sqlitePath(), *expected) : expected.error();
}

// --- Is it what it was? --------------------------------------------------------------------------

Result<TableCount> countRows(store::Database &database, const QString &table,
                             const QStringList &order, qint64 most,
                             const std::function<bool()> &goOn)
{
    QStringList columns;
    const Result<> read = database.each(
        u"SELECT name FROM pragma_table_info(:name, 'main') ORDER BY cid"_s, {{u"name"_s, table}},
        [&columns](const QSqlQuery &row) { columns.append(row.value(0).toString()); });
    if (!read)
        return read.error();
    if (columns.isEmpty() || order.isEmpty())
        return Error{problem::kBadFile, u"%1 is missing"_s.arg(table)};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    TableCount count;
    bool isGivenUp = false;
    const Result<> done = database.eachWhile(
        rowsSql(columns, table, order) + u" LIMIT %1"_s.arg(most), {}, [&](const QSqlQuery &row) {
            ++count.rows;
            hash.addData(row.value(0).toString().toUtf8());
            hash.addData(QByteArrayView("\n"));
            isGivenUp = goOn && count.rows % kRowsBetweenWords == 0 && !goOn();
            return !isGivenUp;
        });
    if (!done)
        return done.error();
    if (isGivenUp)
        return givenUp();
    count.sha256 = QString::fromLatin1(hash.result().toHex());
    return count;
}

bool Verdict::isSound() const
{
    return !tables.isEmpty() && damaged().isEmpty();
}

QStringList Verdict::damaged() const
{
    QStringList names;
    for (const CheckedTable &table : tables) {
        if (!table.isSound())
            names.append(table.name);
    }
    return names;
}

Result<Verdict> verify(const OpenedArchive &archive, const std::function<bool()> &goOn)
{
    const auto tables = hashedTables(*archive.database);
    if (!tables)
        return tables.error();
    Verdict verdict;
    // The rows may be right, and what finds them wrong.
    QString words;
    const Result<> read =
        archive.database->each(u"PRAGMA integrity_check(1)"_s, {},
                               [&words](const QSqlQuery &row) { words = row.value(0).toString(); });
    if (!read || words != u"ok")
        verdict.tables.append({kFile, {}, {}, read ? words : read.error().detail});
    for (auto it = tables->cbegin(); it != tables->cend(); ++it) {
        if (goOn && !goOn())
            return givenUp();
        CheckedTable table;
        table.name = it.key();
        table.told = archive.tables.value(it.key(), {-1, {}});
        const Result<TableCount> found =
            countRows(*archive.database, it.key(), it.value(), table.told.rows + 1, goOn);
        if (found)
            table.found = *found;
        else if (found.error().code == kCancelled)
            return found.error();
        else
            table.problem = found.error().detail;
        verdict.tables.append(table);
    }
    return verdict;
}

QString fingerprint(const QMap<QString, TableCount> &tables)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (auto it = tables.cbegin(); it != tables.cend(); ++it)
        hash.addData(u"%1 %2 %3\n"_s.arg(it.key()).arg(it->rows).arg(it->sha256).toUtf8());
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace parking::archive
