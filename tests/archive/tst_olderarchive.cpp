// Archives that an older program made: opened as they lie there, with what came later supplied.

#include "archive/archivefile.h"
#include "archive/exporter.h"
#include "archive/olderarchive.h"
#include "base/literals.h"
#include "pastweek.h"
#include "read/past.h"
#include "read/readthread.h"
#include "store/databaseurl.h"
#include "testdatabases.h"
#include "testmain.h"
#include "testpaths.h"
#include "verify.h"

#include <QFile>

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;

namespace {

constexpr int kSpacesOfFirst = 4; // of the file in tests/data/archives

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestOlderArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void opensTheFirst();
    void suppliesWhatIsMissing_data();
    void suppliesWhatIsMissing();
    void isAskedByAThread();
    void trustsNoNumber_data();
    void trustsNoNumber();
    void canSupplyAllThatCameLater_data();
    void canSupplyAllThatCameLater();
    void saysWhatNobodyCanSay();

private:
    /// The whole one, as the program with this migration would have made it.
    Result<> writeOlder(const QString &path, int number) const;
    void compareStates(const QString &path, const PastWeek &week) const;

    QTemporaryDir m_folder;
    PastWeek m_week{12};
    QString m_whole;
};

void TestOlderArchive::initTestCase()
{
    TestDatabases databases;
    const auto write = [&](const PastWeek &week, const QString &path) -> Result<> {
        const auto database = databases.open(store::Dialect::Sqlite);
        if (!database)
            return database.error();
        if (Result<> filled = week.fill(**database); !filled)
            return filled;
        const auto made =
            archive::exportArchive(**database, path,
                                   {.from = PastWeek::from(),
                                    .to = PastWeek::to(),
                                    .parts = {archive::Part::Readings, archive::Part::Bookings,
                                              archive::Part::Downlinks, archive::Part::Alarms}},
                                   PastWeek::to());
        return made ? Result<>() : Result<>(made.error());
    };
    m_whole = m_folder.filePath(u"whole.parkarchive"_s);
    VERIFY_OK(write(m_week, m_whole));
    // How the file of tests/data/archives was made, and how the next one is.
    if (const QString keep = qEnvironmentVariable("PARKING_KEEP_ARCHIVE"); !keep.isEmpty()) {
        const QString plain = m_folder.filePath(u"kept.parkarchive"_s);
        VERIFY_OK(write(PastWeek(kSpacesOfFirst), plain));
        QFile file(keep);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::NewOnly));
        QVERIFY(file.write(qCompress(bytesOf(plain), 9)) > 0);
    }
}

Result<> TestOlderArchive::writeOlder(const QString &path, int number) const
{
    const auto memory = store::Database::open({.url = store::kMemoryUrl});
    if (!memory)
        return memory.error();
    store::Database &older = **memory;
    if (Result<> made = archive::makeArchiveTables(older, fromMillis(0), number); !made)
        return made;
    const auto tables = archive::hashedTables(older);
    if (!tables)
        return tables.error();
    Result<> done = older.run(u"ATTACH :file AS whole"_s, {{u"file"_s, m_whole}});
    for (auto it = tables->cbegin(); done && it != tables->cend(); ++it) {
        if (it.key() == u"schema_migrations")
            continue;
        QStringList columns;
        done = older.each(
            u"SELECT name FROM pragma_table_info(:name, 'main')"_s, {{u"name"_s, it.key()}},
            [&columns](const QSqlQuery &row) { columns.append(row.value(0).toString()); });
        if (done)
            done = older.run(u"INSERT INTO main.%1 (%2) SELECT %2 FROM whole.%1"_s.arg(
                it.key(), columns.join(u", "_s)));
    }
    if (done)
        done = older.run(u"UPDATE main.archive_manifest SET value = :number WHERE key = 'schema'"_s,
                         {{u"number"_s, QString::number(number)}});
    for (auto it = tables->cbegin(); done && it != tables->cend(); ++it) {
        const auto count = archive::countRows(older, it.key(), it.value(), 1'000'000);
        if (!count)
            return count.error();
        done = older.run(
            u"INSERT INTO main.archive_tables VALUES (:name, :rows, :sha256)"_s,
            {{u"name"_s, it.key()}, {u"rows"_s, count->rows}, {u"sha256"_s, count->sha256}});
    }
    if (done)
        done = older.runScript(u"PRAGMA main.application_id = %1\n\nPRAGMA main.user_version = %2"_s
                                   .arg(archive::kApplicationId)
                                   .arg(archive::kFormat));
    return done ? older.run(u"VACUUM main INTO :path"_s, {{u"path"_s, path}}) : done;
}

/// Each state of each hour outside of the gap is what all changes say.
void TestOlderArchive::compareStates(const QString &path, const PastWeek &week) const
{
    const auto opened = archive::openArchive(path);
    VERIFY_OK(opened);
    const auto past = read::past(*opened->database, PastWeek::from(), PastWeek::to());
    VERIFY_OK(past);
    QCOMPARE(past->site.spaces.size(), week.spaces().size());
    QVERIFY(past->hasReadings);
    int known = 0;
    for (UtcTime moment = PastWeek::from(); moment < PastWeek::to(); moment += 1h) {
        if (domain::gapAt(past->gaps, moment))
            continue;
        const auto statuses = read::stateAt(*opened->database, *past, moment);
        VERIFY_OK(statuses);
        const auto expected = week.at(moment);
        for (const domain::SpaceStatus &status : *statuses) {
            QCOMPARE(status.state, expected.value(status.id).state);
            known += status.confidence(moment) == domain::Confidence::Fresh ? 1 : 0;
        }
    }
    QVERIFY(known > 100);
}

/// Made with the fifteenth migration (tests/data/archives/ORIGIN.md): no later one may close it.
void TestOlderArchive::opensTheFirst()
{
    const QString path = m_folder.filePath(u"first.parkarchive"_s);
    const QByteArray before =
        qUncompress(bytesOf(dataPath(u"archives/schema-0015.parkarchive.z"_s)));
    QVERIFY(!before.isEmpty());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(before) == before.size());
    file.close();
    const auto opened = archive::openArchive(path);
    VERIFY_OK(opened);
    QCOMPARE(opened->manifest.schema, 15);
    QCOMPARE(archive::fingerprint(opened->tables),
             u"087761d87bd776bfc7648abb06d1e48e2a5072875465b5f90bd90d94206d4c0d"_s);
    const auto verdict = archive::verify(*opened);
    VERIFY_OK(verdict);
    QVERIFY2(verdict->isSound(), qPrintable(verdict->damaged().join(u", "_s)));
    compareStates(path, PastWeek(kSpacesOfFirst));
    QCOMPARE(bytesOf(path), before);
}

void TestOlderArchive::suppliesWhatIsMissing_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("before a table") << 14;
    QTest::newRow("before an index") << 13;
    QTest::newRow("before a column") << 12;
}

void TestOlderArchive::suppliesWhatIsMissing()
{
    QFETCH(int, number);
    const QString path = m_folder.filePath(u"older-%1.parkarchive"_s.arg(number));
    VERIFY_OK(writeOlder(path, number));
    const QByteArray before = bytesOf(path);
    const auto opened = archive::openArchive(path);
    VERIFY_OK(opened);
    QCOMPARE(opened->manifest.schema, number);
    const auto verdict = archive::verify(*opened); // of the file, not of what was supplied
    VERIFY_OK(verdict);
    QVERIFY2(verdict->isSound(), qPrintable(verdict->damaged().join(u", "_s)));
    QVERIFY(std::none_of(verdict->tables.cbegin(), verdict->tables.cend(),
                         [](const auto &table) { return table.name == u"screens"; }));
    compareStates(path, m_week);
    // Every column of every table of today can be asked for.
    const auto present = archive::expectedSchema();
    VERIFY_OK(present);
    for (auto it = present->columns.cbegin(); it != present->columns.cend(); ++it) {
        QStringList names;
        for (const archive::Column &column : *it)
            names.append(u'"' + column.name + u'"');
        VERIFY_OK(opened->database->each(u"SELECT %1 FROM %2"_s.arg(names.join(u", "_s), it.key()),
                                         {}, [](const auto &) {}));
    }
    const auto named =
        opened->database->count(u"SELECT count(*) FROM devices WHERE name_setting IS NOT NULL"_s);
    VERIFY_OK(named);
    QVERIFY(*named > 0);
    QVERIFY(!opened->database->run(u"CREATE TEMP TABLE x (y)"_s)); // nothing is written again
    QCOMPARE(bytesOf(path), before);
}

/// A page's connection is its own, and gets the same.
void TestOlderArchive::isAskedByAThread()
{
    const QString path = m_folder.filePath(u"asked.parkarchive"_s);
    VERIFY_OK(writeOlder(path, 12));
    const auto ask = [&](const read::ReadThread::Prepare &prepare) {
        read::ReadThread reads(archive::addressOf(path), prepare);
        QFuture<Result<qint64>> answer = reads.ask([](store::Database &database) {
            return database.count(u"SELECT count(*) FROM screens"_s);
        });
        answer.waitForFinished();
        return answer.result();
    };
    VERIFY_ERROR(ask(nullptr), "DATABASE_ERROR");
    const auto count = ask(archive::prepare);
    VERIFY_OK(count);
    QCOMPARE(*count, 0);
    // The file may be another by the time it is asked.
    QVERIFY(QFile::remove(path));
    VERIFY_OK(writeOlder(path, 12));
    {
        const auto database = store::Database::open({.url = store::sqliteUrl(path)});
        VERIFY_OK(database);
        VERIFY_OK((*database)->runScript(
            u"CREATE VIEW v AS SELECT load_extension('/x')\n\nPRAGMA journal_mode = DELETE"_s));
    }
    VERIFY_ERROR(ask(archive::prepare), "BAD_FILE");
}

void TestOlderArchive::trustsNoNumber_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *statement, const char *reason) {
        QTest::newRow(name) << QString::fromLatin1(statement) << QString::fromLatin1(reason);
    };
    row("a trigger", "CREATE TRIGGER t AFTER INSERT ON sites BEGIN DELETE FROM spaces; END",
        "FOREIGN");
    row("a view in place of a table that came later",
        "CREATE VIEW screens AS SELECT load_extension('/x') AS id", "FOREIGN");
    row("an older number than its own",
        "UPDATE archive_manifest SET value = '9' WHERE key = 'schema'", "FOREIGN");
    row("a number before all", "UPDATE archive_manifest SET value = '1' WHERE key = 'schema'",
        "FOREIGN");
    row("no number", "UPDATE archive_manifest SET value = 'x' WHERE key = 'schema'", "FOREIGN");
    row("today's number",
        "UPDATE archive_manifest SET value = (SELECT max(number) FROM "
        "schema_migrations) + 2 WHERE key = 'schema'",
        "FOREIGN");
    row("tomorrow's number", "UPDATE archive_manifest SET value = '9999' WHERE key = 'schema'",
        "NEWER");
}

void TestOlderArchive::trustsNoNumber()
{
    QFETCH(QString, statement);
    const QString path = m_folder.filePath(u"hostile.parkarchive"_s);
    QFile::remove(path);
    VERIFY_OK(writeOlder(path, 13));
    {
        const auto database = store::Database::open({.url = store::sqliteUrl(path)});
        VERIFY_OK(database);
        VERIFY_OK((*database)->runScript(statement + u"\n\nPRAGMA journal_mode = DELETE"_s));
    }
    const auto opened = archive::openArchive(path);
    VERIFY_ERROR(opened, "BAD_FILE");
    QTEST(opened.error().details.value(u"reason").toString(), "reason");
}

void TestOlderArchive::canSupplyAllThatCameLater_data()
{
    QTest::addColumn<int>("number");
    const auto present = archive::expectedSchema();
    VERIFY_OK(present);
    for (int number = 15; number <= present->number; ++number)
        QTest::addRow("schema %d", number) << number;
}

/// A new column that is NOT NULL without a standard value would close every archive there is.
void TestOlderArchive::canSupplyAllThatCameLater()
{
    QFETCH(int, number);
    const auto own = archive::expectedSchema(number);
    const auto present = archive::expectedSchema();
    VERIFY_OK(own);
    VERIFY_OK(present);
    QCOMPARE(own->number, number);
    VERIFY_OK(archive::missingViews(*own, *present));
}

void TestOlderArchive::saysWhatNobodyCanSay()
{
    archive::Schema own;
    own.columns.insert(u"spaces"_s, {{u"id"_s, false, {}}});
    archive::Schema present = own;
    const auto none = archive::missingViews(own, present);
    VERIFY_OK(none);
    QVERIFY(none->isEmpty());
    present.columns[u"spaces"_s].append({u"depth"_s, false, u"0"_s});
    const auto supplied = archive::missingViews(own, present);
    VERIFY_OK(supplied);
    QCOMPARE(
        *supplied,
        u"CREATE TEMP VIEW \"spaces\" AS SELECT \"id\", 0 AS \"depth\" FROM main.\"spaces\""_s);
    present.columns[u"spaces"_s].append({u"owner"_s, false, {}});
    VERIFY_ERROR(archive::missingViews(own, present), "BAD_FILE");
}

PARKING_TEST(TestOlderArchive)
#include "tst_olderarchive.moc"
