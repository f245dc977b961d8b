#include "store/migrator.h"

#include "base/logging.h"
#include "base/privatefile.h"
#include "domain/problems.h"
#include "store/sessions.h"
#include "store/table.h"
#include "store/transaction.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace parking::store {

namespace {

/// One numbered file. `compatible_from` is the oldest program generation (highest migration it
/// knows) that can go on working with a database that has this one.
struct Migration {
    int number = 0;
    QString name;
    QByteArray text;
    int compatibleFrom = 0;

    QString checksum() const
    {
        return QString::fromLatin1(
            QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
    }
};

const Table kMigrations{"schema_migrations",
                        {{"number", Type::Int},
                         {"name"},
                         {"checksum"},
                         {"compatible_from", Type::Int},
                         {"applied_at", Type::Time}}};
const Selection kApplied{kMigrations};

Result<QList<Migration>> known(bool postgres)
{
    const QDir folder(postgres ? u":/sql/postgres"_s : u":/sql/sqlite"_s);
    static const QRegularExpression header(u"^-- compatible_from: (\\d+)$"_s,
                                           QRegularExpression::MultilineOption);
    QList<Migration> migrations;
    for (const QString &name : folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return Error{problem::kMigrationMissing, file.errorString()};
        Migration migration;
        migration.number = name.section(u'_', 0, 0).toInt();
        migration.name = name.section(u'.', 0, 0);
        migration.text = file.readAll().replace("\r\n", "\n");
        const auto match = header.match(QString::fromUtf8(migration.text));
        migration.compatibleFrom = match.hasMatch() ? match.captured(1).toInt() : migration.number;
        migrations.append(migration);
    }
    return migrations;
}

Result<bool> hasTable(Database &db)
{
    const Result<qint64> tables = db.count(
        db.isPostgres() ? u"SELECT count(*) FROM pg_tables WHERE tablename = 'schema_migrations' "
                          "AND schemaname = current_schema()"_s
                        : u"SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'"_s);
    if (!tables)
        return tables.error();
    return *tables > 0;
}

Result<QList<AppliedMigration>> applied(Database &db)
{
    const Result<bool> exists = hasTable(db);
    if (!exists)
        return exists.error();
    if (!*exists)
        return QList<AppliedMigration>();
    return select(db, kApplied, u"FROM schema_migrations"_s, {}, [](RowReader &row) {
        return AppliedMigration{row.integer("number"), row.text("name"), row.text("checksum"),
                                row.integer("compatible_from")};
    });
}

Result<> makeTable(Database &db)
{
    return db.runScript(db.isPostgres()
                            ? u"CREATE TABLE IF NOT EXISTS schema_migrations ("
                              "number integer PRIMARY KEY, name text NOT NULL, "
                              "checksum text NOT NULL, compatible_from integer NOT NULL, "
                              "applied_at timestamptz NOT NULL)"_s
                            : u"CREATE TABLE IF NOT EXISTS schema_migrations ("
                              "number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                              "checksum TEXT NOT NULL, compatible_from INTEGER NOT NULL, "
                              "applied_at INTEGER NOT NULL) STRICT"_s);
}

Result<> apply(Database &db, const Migration &migration, UtcTime now)
{
    return transact(db, [&]() -> Result<> {
        if (Result<> done = db.runScript(QString::fromUtf8(migration.text)); !done)
            return done;
        RowWriter row(kMigrations, db);
        row.set("number", migration.number);
        row.set("name", migration.name);
        row.set("checksum", migration.checksum());
        row.set("compatible_from", migration.compatibleFrom);
        row.set("applied_at", now);
        return db.run(kMigrations.insert().row, row.bound());
    });
}

/// A copy beside the file, made by SQLite itself, so that it is whole whatever the WAL holds.
Result<> copyBeside(Database &db, int current, UtcTime now)
{
    // At once: what looks like a place for the next value may stand in the path.
    const QString copy = u"%1.before-%2-%3"_s.arg(
        db.sqlitePath(), QString::number(current + 1).rightJustified(4, u'0'),
        QString::number(toMillis(now)));
    makePrivateFile(copy); // an empty one may be written
    return db.run(u"VACUUM INTO :copy"_s, {{u"copy"_s, copy}});
}

} // namespace

Result<MigrationState> migrationState(bool postgres, const QList<AppliedMigration> &applied)
{
    const Result<QList<Migration>> files = known(postgres);
    if (!files)
        return files.error();
    QMap<int, AppliedMigration> rows;
    for (const AppliedMigration &row : applied)
        rows.insert(row.number, row);
    MigrationState state;
    for (const Migration &migration : *files) {
        state.latest = migration.number;
        const auto row = rows.constFind(migration.number);
        if (row == rows.cend())
            state.pending.append(migration.name);
        else if (row->checksum != migration.checksum())
            return Error{problem::kMigrationChanged,
                         u"%1 was applied in another form"_s.arg(migration.name),
                         {{u"name"_s, migration.name}}};
    }
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        state.current = qMax(state.current, row.key());
        if (row.key() <= state.latest)
            continue;
        state.newer = true;
        state.tooNew = state.tooNew || row->compatibleFrom > state.latest;
    }
    return state;
}

Result<MigrationState> Migrator::state()
{
    const Result<QList<AppliedMigration>> rows = applied(m_db);
    if (!rows)
        return rows.error();
    return migrationState(m_db.isPostgres(), *rows);
}

Result<QStringList> Migrator::migrate(UtcTime now, int last)
{
    // SQLite's own lock orders the transactions of two that migrate one file.
    const Result<bool> locked =
        m_db.isPostgres() ? tryLock(m_db, u"migrate"_s) : Result<bool>(true);
    if (!locked)
        return locked.error();
    if (!*locked)
        return Error{problem::kMigrationRunning, u"another program is migrating this database"_s};
    const Result<MigrationState> before = state();
    if (!before)
        return before.error();
    if (before->tooNew)
        return Error{problem::kDatabaseTooNew,
                     u"the database was made by a newer version of this program"_s};
    if (before->pending.isEmpty())
        return QStringList();
    if (!m_db.isPostgres() && before->current > 0) {
        if (Result<> copied = copyBeside(m_db, before->current, now); !copied)
            return copied.error();
    }
    if (Result<> made = makeTable(m_db); !made)
        return made.error();
    const Result<QList<Migration>> files = known(m_db.isPostgres());
    if (!files)
        return files.error();
    QStringList done;
    for (const Migration &migration : *files) {
        if (migration.number > last || !before->pending.contains(migration.name))
            continue;
        if (Result<> result = apply(m_db, migration, now); !result)
            return result.error();
        if (m_db.sqlitePath() != u":memory:") // one that nobody keeps
            qCInfo(lcStore).noquote() << "applied migration" << migration.name;
        done.append(migration.name);
    }
    return done;
}

} // namespace parking::store
