#include "archive/exporter.h"

#include "archive/archivefile.h"
#include "archive/limits.h"
#include "archive/rowcopy.h"
#include "base/literals.h"
#include "base/lockfile.h"
#include "base/privatefile.h"
#include "domain/problems.h"
#include "store/databaseurl.h"
#include "store/migrator.h"
#include "store/sitestore.h"
#include "store/snapshot.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace parking::archive {

namespace {

Error badFile(const QString &path, const QString &words)
{
    return {problem::kBadFile, u"%1: %2"_s.arg(path, words)};
}

Error invalid(const QString &field, const QString &words)
{
    return {problem::kValidation, words, {{u"field"_s, field}}};
}

Result<> checkOptions(const ExportOptions &options, UtcTime now)
{
    if (options.from >= options.to)
        return invalid(u"to"_s, u"the period ends before it begins"_s);
    if (options.from >= now)
        return invalid(u"from"_s, u"the period has not begun yet: it is %1 now"_s.arg(toIso(now)));
    if (!options.building.isEmpty() && options.parts.contains(Part::Alarms))
        return invalid(u"with"_s,
                       u"alarms are of the whole site: leave out alarms, or the building"_s);
    return {};
}

/// A name that no space bears would make an archive of nothing.
Result<> checkBuilding(store::Database &source, const ExportOptions &options)
{
    if (options.building.isEmpty())
        return {};
    QStringList names;
    const Result<> read =
        source.each(u"SELECT DISTINCT building FROM spaces WHERE building <> '' AND "
                    "(deleted_at IS NULL OR deleted_at > :from) ORDER BY building"_s,
                    {{u"from"_s, source.bind(options.from)}},
                    [&names](const QSqlQuery &row) { names.append(row.value(0).toString()); });
    if (!read || names.contains(options.building))
        return read;
    return invalid(u"building"_s,
                   names.isEmpty() ? u"no space is in a building: leave out the building"_s
                                   : u"no space is in a building \"%1\"; there are: %2"_s.arg(
                                       options.building, names.join(u", "_s)));
}

/// The site's word of the archive, as the archive's own table has it: redacted with the rest.
Result<Manifest> manifestOf(store::Database &source, store::Database &target,
                            const ExportOptions &options, UtcTime now)
{
    const Result<store::MigrationState> state = store::Migrator(source).state();
    if (!state)
        return state.error();
    const Result<domain::Site> site = store::SiteStore(target).first();
    if (!site)
        return site.error();
    Manifest manifest;
    manifest.format = kFormat;
    manifest.schema = state->latest;
    manifest.program = options.program;
    manifest.siteName = site->name;
    manifest.timeZone = site->timeZone;
    manifest.from = options.from;
    manifest.to = options.to;
    manifest.building = options.building;
    manifest.parts = options.parts;
    manifest.isRedacted = options.isRedacted;
    manifest.madeAt = now;
    if (manifest.hasNames())
        manifest.madeBy = options.madeBy;
    return manifest;
}

Result<QMap<QString, TableCount>> seal(store::Database &target, const Manifest &manifest,
                                       const std::function<bool()> &goOn)
{
    store::Rows words({u"key"_s, u"value"_s});
    const QMap<QString, QString> all = manifest.toWords();
    for (auto it = all.cbegin(); it != all.cend(); ++it)
        words.add({it.key(), it.value()});
    const Result<qint64> told = target.runRows(
        {}, u"INSERT INTO archive_manifest (key, value) VALUES (:key, :value)"_s, words);
    if (!told)
        return told.error();
    const auto tables = hashedTables(target);
    if (!tables)
        return tables.error();
    QMap<QString, TableCount> counts;
    store::Rows rows({u"name"_s, u"row_count"_s, u"sha256"_s});
    for (auto it = tables->cbegin(); it != tables->cend(); ++it) {
        const Result<TableCount> count =
            countRows(target, it.key(), it.value(), std::numeric_limits<qint64>::max(), goOn);
        if (!count)
            return count.error();
        counts.insert(it.key(), *count);
        rows.add({it.key(), count->rows, count->sha256});
    }
    const Result<qint64> sealed = target.runRows(
        {},
        u"INSERT INTO archive_tables (name, row_count, sha256) VALUES (:name, :row_count, "
        ":sha256)"_s,
        rows);
    return sealed ? Result<QMap<QString, TableCount>>(counts) : sealed.error();
}

/// An archive without rows. Its tables are made in memory, so that the file has no holes.
Result<> makeFile(const QString &path, UtcTime now)
{
    const auto memory = store::Database::open({.url = store::kMemoryUrl});
    if (!memory)
        return memory.error();
    if (Result<> made = makeArchiveTables(**memory, now); !made)
        return made;
    const Result<> marked = (*memory)->runScript(
        u"PRAGMA application_id = %1\n\nPRAGMA user_version = %2"_s.arg(kApplicationId)
            .arg(kFormat));
    if (!marked)
        return marked;
    makePrivateFile(path); // an empty one may be written
    return (*memory)->run(u"VACUUM INTO :path"_s, {{u"path"_s, path}});
}

/// Writes the whole file under its partial name.
Result<Exported> write(store::Database &source, const QString &partial,
                       const ExportOptions &options, UtcTime now, const GoOn &goOn)
{
    if (Result<> made = makeFile(partial, now); !made)
        return made.error();
    const auto target = store::Database::open({.url = store::sqliteUrl(partial)});
    if (!target)
        return target.error();
    if (Result<> ready =
            (*target)->runScript(u"PRAGMA journal_mode = DELETE\n\nPRAGMA journal_mode = OFF\n\n"
                                 "PRAGMA synchronous = OFF\n\nPRAGMA cache_size = -65536"_s);
        !ready)
        return ready.error();
    if (Result<> begun = (*target)->runScript(u"BEGIN"_s); !begun)
        return begun.error();
    Exported exported;
    qint64 rows = 0;
    {
        const Result<store::Snapshot> snapshot = store::Snapshot::begin(source);
        if (!snapshot)
            return snapshot.error();
        RowCopy copy(source, **target, options, goOn);
        if (Result<> copied = copy.run(); !copied)
            return copied.error();
        rows = copy.rows();
        const Result<Manifest> manifest = manifestOf(source, **target, options, now);
        if (!manifest)
            return manifest.error();
        exported.manifest = *manifest;
    }
    const Result<QString> tooMuch = exceeded(**target);
    if (!tooMuch)
        return tooMuch.error();
    if (!tooMuch->isEmpty()) // what is made can be opened
        return Error{
            problem::kValidation,
            u"no archive takes %1: choose a shorter period, or one building"_s.arg(*tooMuch)};
    auto tables = seal(**target, exported.manifest, [&] {
        return !goOn || goOn({u"archive_tables"_s, rows});
    });
    if (!tables)
        return tables.error();
    exported.tables = *std::move(tables);
    if (Result<> done = (*target)->runScript(u"COMMIT"_s); !done)
        return done.error();
    return exported;
}

/// The file's bytes first, then its name.
bool settle(const QString &partial, const QString &path)
{
    QFile file(partial);
    if (!file.open(QIODevice::ReadWrite))
        return false;
#ifdef Q_OS_UNIX
    if (::fsync(file.handle()) != 0)
        return false;
#endif
    file.close();
    return QFile::rename(partial, path); // never over another one
}

} // namespace

QString partialPath(const QString &path)
{
    return path + u".partial"_s;
}

Result<Exported> exportArchive(store::Database &source, const QString &path,
                               const ExportOptions &asked, UtcTime now, const GoOn &goOn)
{
    if (Result<> checked = checkOptions(asked, now); !checked)
        return checked.error();
    ExportOptions options = asked;
    options.to = std::min(asked.to, now);
    if (Result<> checked = checkBuilding(source, options); !checked)
        return checked.error();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (QFileInfo::exists(absolute))
        return badFile(path, u"is there already. Name another file, or move this one away."_s);
    const QString partial = partialPath(absolute);
    QLockFile lock(partial + u".lock"_s);
    if (!takeLock(lock, std::chrono::seconds(3)))
        return badFile(path,
                       lock.error() == QLockFile::LockFailedError
                           ? u"somebody else writes it just now"_s
                           : u"its folder takes no file"_s);
    const auto clear = [&partial] {
        for (const QString &rest : {QString(), u"-wal"_s, u"-shm"_s, u"-journal"_s})
            QFile::remove(partial + rest);
    };
    clear(); // of an export that was killed
    Result<Exported> exported = write(source, partial, options, now, goOn);
    if (exported && goOn && !goOn({u"rename"_s, 0}))
        exported = Error{u"CANCELLED"_s, u"the export was given up"_s};
    if (exported && !settle(partial, absolute))
        exported = badFile(path, u"it cannot be given its name"_s);
    if (exported)
        exported->bytes = QFileInfo(absolute).size();
    else
        clear();
    return exported;
}

} // namespace parking::archive
