#include "store/migrator.h"

#include "base/logging.h"
#include "store/databaseurl.h"

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

struct Applied {
    QString name;
    QString checksum;
    int compatibleFrom = 0;
};

Result<QList<Migration>> known(bool postgres)
{
    const QDir folder(postgres ? QStringLiteral(":/sql/postgres") : QStringLiteral(":/sql/sqlite"));
    static const QRegularExpression header(QStringLiteral("^-- compatible_from: (\\d+)$"),
                                           QRegularExpression::MultilineOption);
    QList<Migration> migrations;
    for (const QString &name :
         folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return Error{QStringLiteral("MIGRATION_MISSING"), file.errorString()};
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
        db.isPostgres()
            ? QStringLiteral("SELECT count(*) FROM pg_tables WHERE tablename = 'schema_migrations' "
                             "AND schemaname = current_schema()")
            : QStringLiteral(
                "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'"));
    if (!tables)
        return tables.error();
    return *tables > 0;
}

Result<QMap<int, Applied>> applied(Database &db)
{
    QMap<int, Applied> rows;
    const Result<bool> exists = hasTable(db);
    if (!exists)
        return exists.error();
    if (!*exists)
        return rows;
    const Result<> done = db.each(
        QStringLiteral("SELECT number, name, checksum, compatible_from FROM schema_migrations"), {},
        [&](const QSqlQuery &row) {
            rows.insert(row.value(0).toInt(),
                        {row.value(1).toString(), row.value(2).toString(), row.value(3).toInt()});
        });
    if (!done)
        return done.error();
    return rows;
}

Result<> makeTable(Database &db)
{
    return db.runScript(
        db.isPostgres()
            ? QStringLiteral("CREATE TABLE IF NOT EXISTS schema_migrations ("
                             "number integer PRIMARY KEY, name text NOT NULL, "
                             "checksum text NOT NULL, compatible_from integer NOT NULL, "
                             "applied_at timestamptz NOT NULL)")
            : QStringLiteral("CREATE TABLE IF NOT EXISTS schema_migrations ("
                             "number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                             "checksum TEXT NOT NULL, compatible_from INTEGER NOT NULL, "
                             "applied_at INTEGER NOT NULL) STRICT"));
}

Result<> apply(Database &db, const Migration &migration, UtcTime now)
{
    Result<Transaction> transaction = Transaction::begin(db);
    if (!transaction)
        return transaction.error();
    if (Result<> done = db.runScript(QString::fromUtf8(migration.text)); !done)
        return done;
    if (Result<> done =
            db.run(QStringLiteral("INSERT INTO schema_migrations (number, name, checksum, "
                                  "compatible_from, applied_at) VALUES (:number, :name, :checksum, "
                                  ":compatible, :now)"),
                   {{QStringLiteral("number"), migration.number},
                    {QStringLiteral("name"), migration.name},
                    {QStringLiteral("checksum"), migration.checksum()},
                    {QStringLiteral("compatible"), migration.compatibleFrom},
                    {QStringLiteral("now"), db.bind(now)}});
        !done)
        return done;
    return transaction->commit();
}

/// A copy beside the file, made by SQLite itself, so that it is whole whatever the WAL holds.
Result<> copyBeside(Database &db, int current, UtcTime now)
{
    const QString copy = QStringLiteral("%1.before-%2-%3")
                             .arg(db.sqlitePath())
                             .arg(current + 1, 4, 10, QLatin1Char('0'))
                             .arg(toMillis(now));
    return db.run(QStringLiteral("VACUUM INTO :copy"), {{QStringLiteral("copy"), copy}});
}

} // namespace

Result<MigrationState> Migrator::state()
{
    const Result<QList<Migration>> files = known(m_db.isPostgres());
    if (!files)
        return files.error();
    const Result<QMap<int, Applied>> rows = applied(m_db);
    if (!rows)
        return rows.error();
    MigrationState state;
    for (const Migration &migration : *files) {
        state.latest = migration.number;
        const auto row = rows->constFind(migration.number);
        if (row == rows->cend())
            state.pending.append(migration.name);
        else if (row->checksum != migration.checksum())
            return Error{QStringLiteral("MIGRATION_CHANGED"),
                         QStringLiteral("%1 was applied in another form").arg(migration.name),
                         {{QStringLiteral("name"), migration.name}}};
    }
    for (auto row = rows->cbegin(); row != rows->cend(); ++row) {
        state.current = qMax(state.current, row.key());
        if (row.key() <= state.latest)
            continue;
        state.newer = true;
        state.tooNew = state.tooNew || row->compatibleFrom > state.latest;
    }
    return state;
}

Result<QStringList> Migrator::migrate(UtcTime now)
{
    const Result<bool> locked = m_db.tryAdvisoryLock(QStringLiteral("migrate"));
    if (!locked)
        return locked.error();
    if (!*locked)
        return Error{QStringLiteral("MIGRATION_RUNNING"),
                     QStringLiteral("another program is migrating this database")};
    const Result<MigrationState> before = state();
    if (!before)
        return before.error();
    if (before->tooNew)
        return Error{QStringLiteral("DATABASE_TOO_NEW"),
                     QStringLiteral("the database was made by a newer version of this program")};
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
        if (!before->pending.contains(migration.name))
            continue;
        if (Result<> result = apply(m_db, migration, now); !result)
            return result.error();
        qCInfo(lcStore).noquote() << "applied migration" << migration.name;
        done.append(migration.name);
    }
    return done;
}

} // namespace parking::store
