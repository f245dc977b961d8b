// Migrations: what is applied and recorded, and what older, newer and altered ones mean, on both
// engines. Further migrations are resources of their own, which tests load and unload.

#include "base/literals.h"
#include "store/databaseurl.h"
#include "store/migrator.h"
#include "store/sessions.h"
#include "store/sitestore.h"
#include "storefixture.h"
#include "testmain.h"

#include <QDir>
#include <QResource>
#include <QScopeGuard>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace parking;
using namespace parking::store;
using namespace parking::test;

namespace {

/// While it lives, the program knows one more migration: 0900_<name>.
class MoreMigrations {
public:
    explicit MoreMigrations(const char *name)
        : m_file(QStringLiteral(TEST_MIGRATIONS "/%1.rcc").arg(QLatin1StringView(name))),
          m_loaded(QResource::registerResource(m_file))
    {
    }
    ~MoreMigrations()
    {
        if (m_loaded)
            QResource::unregisterResource(m_file);
    }
    Q_DISABLE_COPY_MOVE(MoreMigrations)
    bool isLoaded() const { return m_loaded; }

private:
    QString m_file;
    bool m_loaded;
};

/// The names in the program, in order.
QStringList known(Dialect dialect)
{
    const QDir folder(dialect == Dialect::Postgres ? text(":/sql/postgres") : text(":/sql/sqlite"));
    QStringList names;
    for (const QString &file : folder.entryList(QDir::Files, QDir::Name))
        names.append(file.section(u'.', 0, 0));
    return names;
}

/// Copies that were made of the database's file.
QStringList copies(const Database &db)
{
    const QFileInfo file(db.sqlitePath());
    return file.dir().entryList({file.fileName() + text(".before-*")}, QDir::Files);
}

Result<> record(Database &db, int number, int compatibleFrom)
{
    return db.run(
        text("INSERT INTO schema_migrations (number, name, checksum, compatible_from, "
             "applied_at) VALUES (:number, 'later', 'x', :from, :at)"),
        {{text("number"), number}, {text("from"), compatibleFrom}, {text("at"), db.bind(kNow)}});
}

qint64 tablesNamed(Database &db, const QString &name)
{
    return db
        .count(db.isPostgres() ? text("SELECT count(*) FROM pg_tables WHERE tablename = :name")
                               : text("SELECT count(*) FROM sqlite_master WHERE name = :name"),
               {{text("name"), name}})
        .valueOr(-1);
}

} // namespace

class TestMigrator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsAllOnFresh_data() { TestDatabases::addRows(); }
    void runsAllOnFresh();
    void twiceIsNoChange_data() { TestDatabases::addRows(); }
    void twiceIsNoChange();
    void enginesHaveTheSameNames();
    void appliesWhatIsNew_data() { TestDatabases::addRows(); }
    void appliesWhatIsNew();
    void copiesSqliteFirst();
    void filesAreWhereTheyWereWanted_data();
    void filesAreWhereTheyWereWanted();
    void filesAreForTheirUserAlone();
    void olderProgramGoesOn_data() { TestDatabases::addRows(); }
    void olderProgramGoesOn();
    void olderProgramStops_data() { TestDatabases::addRows(); }
    void olderProgramStops();
    void judgesNewer_data();
    void judgesNewer();
    void tellsChangedFiles_data() { TestDatabases::addRows(); }
    void tellsChangedFiles();
    void failedMigrationLeavesNothing_data() { TestDatabases::addRows(); }
    void failedMigrationLeavesNothing();
    void oneAtATime();

private:
    TestDatabases m_databases;
};

void TestMigrator::runsAllOnFresh()
{
    QFETCH(Dialect, dialect);
    const auto url = m_databases.emptyUrl(dialect);
    VERIFY_OK(url);
    const auto opened = Database::open({.url = *url});
    VERIFY_OK(opened);
    Database &db = **opened;
    Migrator migrator(db);
    const QStringList all = known(dialect);
    QVERIFY(all.contains(text("0001_initial")));
    const int latest = all.last().section(u'_', 0, 0).toInt();
    const auto before = migrator.state();
    VERIFY_OK(before);
    QCOMPARE(before->current, 0);
    QCOMPARE(before->latest, latest);
    QCOMPARE(before->pending, all);
    QCOMPARE(tablesNamed(db, text("schema_migrations")), 0); // asking changes nothing
    QCOMPARE(migrator.migrate(kNow).valueOr({}), all);
    const auto after = migrator.state();
    VERIFY_OK(after);
    QCOMPARE(after->current, latest);
    QVERIFY(after->pending.isEmpty() && !after->newer && !after->tooNew);
    const auto rows = db.count(text("SELECT count(*) FROM schema_migrations WHERE applied_at = :at "
                                    "AND length(checksum) = 64 AND compatible_from <= number"),
                               {{text("at"), db.bind(kNow)}});
    QCOMPARE(rows.valueOr(-1), all.size());
    QVERIFY(copies(db).isEmpty()); // there was nothing to copy
    QCOMPARE(SiteStore(db).all().valueOr({}).size(), 1);
}

void TestMigrator::twiceIsNoChange()
{
    OPEN_ROW_DATABASE(db);
    QCOMPARE(Migrator(db).migrate(kNow).valueOr({text("x")}), QStringList());
    QCOMPARE(Migrator(db).migrate(kNow).valueOr({text("x")}), QStringList());
    QCOMPARE(db.count(text("SELECT count(*) FROM schema_migrations")).valueOr(-1),
             known(db.dialect()).size());
    QCOMPARE(SiteStore(db).all().valueOr({}).size(), 1);
    QVERIFY(copies(db).isEmpty());
}

void TestMigrator::enginesHaveTheSameNames()
{
    QVERIFY(!known(Dialect::Sqlite).isEmpty());
    QCOMPARE(known(Dialect::Sqlite), known(Dialect::Postgres));
}

void TestMigrator::appliesWhatIsNew()
{
    OPEN_ROW_DATABASE(db);
    const MoreMigrations more("compatible");
    QVERIFY(more.isLoaded());
    const auto before = Migrator(db).state();
    VERIFY_OK(before);
    QCOMPARE(before->pending, QStringList{text("0900_compatible")});
    QCOMPARE(before->latest, 900);
    QVERIFY(before->current < 900);
    QCOMPARE(Migrator(db).migrate(kNow).valueOr({}), QStringList{text("0900_compatible")});
    QCOMPARE(db.count(text("SELECT count(*) FROM extra WHERE words = 'it''s; here'")).valueOr(-1),
             1);
    QCOMPARE(db.count(text("SELECT compatible_from FROM schema_migrations WHERE number = 900"))
                 .valueOr(-1),
             1);
    QCOMPARE(Migrator(db).migrate(kNow).valueOr({text("x")}), QStringList());
}

/// The copy has what was there before, also what only the WAL holds, and nothing of the migration.
void TestMigrator::copiesSqliteFirst()
{
    const auto opened = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(opened);
    Database &db = **opened;
    VERIFY_OK(db.run(text("UPDATE sites SET name = 'mine'")));
    const int before = Migrator(db).state().valueOr({}).current;
    const MoreMigrations more("compatible");
    QVERIFY(more.isLoaded());
    VERIFY_OK(Migrator(db).migrate(kNow));
    const QString suffix =
        u".before-%1-%2"_s.arg(before + 1, 4, 10, QLatin1Char('0')).arg(toMillis(kNow));
    QCOMPARE(copies(db), QStringList{QFileInfo(db.sqlitePath()).fileName() + suffix});
    const auto copy = Database::open({.url = sqliteUrl(db.sqlitePath() + suffix)});
    VERIFY_OK(copy);
    QCOMPARE(SiteStore(**copy).first().valueOr({}).name, text("mine"));
    QCOMPARE(tablesNamed(**copy, text("extra")), 0);
    QCOMPARE(tablesNamed(db, text("extra")), 1);
    QCOMPARE((*copy)->count(text("SELECT max(number) FROM schema_migrations")).valueOr(-1), before);
}

void TestMigrator::filesAreWhereTheyWereWanted_data()
{
    QTest::addColumn<QString>("folder");
    for (const char *name :
         {"100%", "a%20b", "a%2Fb", "a b", "a#b", "a?mode=ro", "%1 %2 %3", "Köln"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

/// The database, what SQLite makes beside it and the copy: all in the folder, nothing elsewhere.
void TestMigrator::filesAreWhereTheyWereWanted()
{
    QFETCH(QString, folder);
    const QTemporaryDir above;
    const QString path = above.filePath(folder + u"/parking.sqlite"_s);
    const auto db = Database::open({.url = sqliteUrl(path)});
    VERIFY_OK(db);
    QCOMPARE((*db)->sqlitePath(), path);
    VERIFY_OK(Migrator(**db).migrate(kNow));
    {
        const MoreMigrations more("compatible");
        QVERIFY(more.isLoaded());
        VERIFY_OK(Migrator(**db).migrate(kNow));
    }
    QCOMPARE(QDir(above.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), {folder});
    QVERIFY(QFile::exists(path));
    const QDir inside(above.filePath(folder));
    QCOMPARE(inside.entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
    for (const QString &name : inside.entryList(QDir::Files))
        QVERIFY2(name.startsWith(u"parking.sqlite"), qPrintable(name));
    QCOMPARE(copies(**db).size(), 1);
}

/// The database, what SQLite makes beside it, the copy, and the folder, whatever the umask and
/// whatever an older version left.
void TestMigrator::filesAreForTheirUserAlone()
{
#ifndef Q_OS_UNIX
    QSKIP("rights are the folder's there");
#else
    constexpr QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
        | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther
        | QFileDevice::ExeOther;
    const mode_t before = ::umask(0);
    const auto restore = qScopeGuard([before] { ::umask(before); });
    const QTemporaryDir above;
    const QString path = above.filePath(u"site/parking.sqlite"_s);
    const QFileInfo folder(above.filePath(u"site"_s));
    for (const bool isFresh : {true, false}) {
        const auto db = Database::open({.url = sqliteUrl(path)});
        VERIFY_OK(db);
        VERIFY_OK(Migrator(**db).migrate(kNow));
        if (!isFresh) {
            const MoreMigrations more("compatible");
            QVERIFY(more.isLoaded());
            VERIFY_OK(Migrator(**db).migrate(kNow));
            QCOMPARE(copies(**db).size(), 1);
        }
        const QStringList files = QDir(folder.filePath()).entryList(QDir::Files);
        QVERIFY(files.size() >= 3); // with -wal and -shm
        for (const QString &name : files) {
            const QString file = QDir(folder.filePath()).filePath(name);
            QVERIFY2((QFile::permissions(file) & others) == 0, qPrintable(name));
            if (isFresh) // as an older version left it
                QVERIFY(QFile::setPermissions(file, QFile::permissions(file) | others));
        }
        QVERIFY((QFile::permissions(folder.filePath()) & others) == 0);
    }
#endif
}

/// A newer program has migrated; the older one, at or above compatible_from, goes on.
void TestMigrator::olderProgramGoesOn()
{
    OPEN_ROW_DATABASE(db);
    {
        const MoreMigrations more("compatible");
        QVERIFY(more.isLoaded());
        VERIFY_OK(Migrator(db).migrate(kNow));
    }
    const auto state = Migrator(db).state();
    VERIFY_OK(state);
    QVERIFY(state->newer);
    QVERIFY(!state->tooNew);
    QCOMPARE(state->current, 900);
    QVERIFY(state->latest < 900);
    QCOMPARE(Migrator(db).migrate(kNow).valueOr({text("x")}), QStringList());
}

void TestMigrator::olderProgramStops()
{
    OPEN_ROW_DATABASE(db);
    {
        const MoreMigrations more("breaking");
        QVERIFY(more.isLoaded());
        VERIFY_OK(Migrator(db).migrate(kNow));
        QCOMPARE(db.count(text("SELECT compatible_from FROM schema_migrations WHERE number = 900"))
                     .valueOr(-1),
                 900);
    }
    const auto state = Migrator(db).state();
    VERIFY_OK(state);
    QVERIFY(state->newer && state->tooNew);
    VERIFY_ERROR(Migrator(db).migrate(kNow), "DATABASE_TOO_NEW");
    QCOMPARE(tablesNamed(db, text("extra")), 1);
}

void TestMigrator::judgesNewer_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QList<int>>("compatibleFrom"); // of migrations after the program's latest
    QTest::addColumn<bool>("tooNew");
    const auto both = [](const char *name, const QList<int> &from, bool tooNew) {
        QTest::addRow("sqlite: %s", name) << Dialect::Sqlite << from << tooNew;
        QTest::addRow("postgres: %s", name) << Dialect::Postgres << from << tooNew;
    };
    both("asks for this program", {0}, false);
    both("asks for an older one", {-1}, false);
    both("asks for the next one", {1}, true);
    both("two that go", {-1, 0}, false);
    both("one of two asks for more", {1, 0}, true);
}

void TestMigrator::judgesNewer()
{
    QFETCH(QList<int>, compatibleFrom);
    QFETCH(bool, tooNew);
    OPEN_ROW_DATABASE(db);
    const int latest = Migrator(db).state().valueOr({}).latest;
    for (int i = 0; i < compatibleFrom.size(); ++i)
        VERIFY_OK(record(db, latest + 1 + i, latest + compatibleFrom[i]));
    const auto state = Migrator(db).state();
    VERIFY_OK(state);
    QVERIFY(state->newer);
    QCOMPARE(state->tooNew, tooNew);
    QCOMPARE(state->current, latest + int(compatibleFrom.size()));
    const auto migrated = Migrator(db).migrate(kNow);
    if (tooNew)
        VERIFY_ERROR(migrated, "DATABASE_TOO_NEW");
    else
        QCOMPARE(migrated.valueOr({text("x")}), QStringList());
}

void TestMigrator::tellsChangedFiles()
{
    OPEN_ROW_DATABASE(db);
    VERIFY_OK(db.run(text("UPDATE schema_migrations SET checksum = 'another' WHERE number = 1")));
    const auto state = Migrator(db).state();
    VERIFY_ERROR(state, "MIGRATION_CHANGED");
    QCOMPARE(state.error().details.value(u"name").toString(), text("0001_initial"));
    const MoreMigrations more("compatible");
    QVERIFY(more.isLoaded());
    VERIFY_ERROR(Migrator(db).migrate(kNow), "MIGRATION_CHANGED");
    QCOMPARE(tablesNamed(db, text("extra")), 0);
    QVERIFY(copies(db).isEmpty());
}

void TestMigrator::failedMigrationLeavesNothing()
{
    OPEN_ROW_DATABASE(db);
    const qint64 recorded = db.count(text("SELECT count(*) FROM schema_migrations")).valueOr(-1);
    {
        const MoreMigrations more("failing");
        QVERIFY(more.isLoaded());
        const auto migrated = Migrator(db).migrate(kNow);
        VERIFY_ERROR(migrated, "DATABASE_ERROR");
        QVERIFY(migrated.error().details.value(u"statement").toString().contains(u"missing"));
        QCOMPARE(Migrator(db).state().valueOr({}).pending, QStringList{text("0900_failing")});
    }
    QCOMPARE(tablesNamed(db, text("extra")), 0);
    QCOMPARE(db.count(text("SELECT count(*) FROM schema_migrations")).valueOr(-1), recorded);
    const MoreMigrations more("compatible"); // mended
    QVERIFY(more.isLoaded());
    QCOMPARE(Migrator(db).migrate(kNow + Milliseconds(1)).valueOr({}),
             QStringList{text("0900_compatible")});
}

void TestMigrator::oneAtATime()
{
    const auto url = m_databases.emptyUrl(Dialect::Postgres);
    VERIFY_OK(url);
    auto first = Database::open({.url = *url});
    VERIFY_OK(first);
    const auto second = Database::open({.url = *url});
    VERIFY_OK(second);
    QCOMPARE(tryLock(**first, text("migrate")).valueOr(false), true);
    VERIFY_ERROR(Migrator(**second).migrate(kNow), "MIGRATION_RUNNING");
    QCOMPARE(tablesNamed(**second, text("schema_migrations")), 0);
    first->reset();
    QTRY_COMPARE(tryLock(**second, text("migrate")).valueOr(false), true);
    QCOMPARE(Migrator(**second).migrate(kNow).valueOr({}), known(Dialect::Postgres));
}

PARKING_TEST(TestMigrator)
#include "tst_migrator.moc"
