// Files that somebody made, or that a disk gave back otherwise: refused in words, or read as far as
// they are sound.

#include "archive/archivefile.h"
#include "archive/exporter.h"
#include "base/literals.h"
#include "pastweek.h"
#include "read/past.h"
#include "store/databaseurl.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QLoggingCategory>
#include <QRandomGenerator>

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;

class TestArchiveFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refuses_data();
    void refuses();
    void isNotWrittenTo();
    void runsNothingOfItsSchema_data();
    void runsNothingOfItsSchema();
    void tellsWhichTablesAreDamaged();
    void knowsNothingOfWhatItCannotRead_data();
    void knowsNothingOfWhatItCannotRead();
    void stopsWhenGivenUp();
    void believesNoCounts();
    void refusesWhatWouldTakeAllMemory_data();
    void refusesWhatWouldTakeAllMemory();
    void isNotOpenedWithALogBesideIt();
    void survivesMutations_data();
    void survivesMutations();

private:
    QString write(const QByteArray &bytes, const QString &name = u"x.parkarchive"_s) const;
    /// The whole one after these statements.
    Result<QString> changed(const QStringList &statements) const;
    QString reasonOf(const QString &path) const;

    QTemporaryDir m_folder;
    QByteArray m_whole;
    archive::Schema m_expected;
};

void TestArchiveFile::initTestCase()
{
    TestDatabases databases;
    const auto database = databases.open(store::Dialect::Sqlite);
    VERIFY_OK(database);
    VERIFY_OK(PastWeek(12).fill(**database));
    const QString path = m_folder.filePath(u"whole.parkarchive"_s);
    VERIFY_OK(archive::exportArchive(**database, path,
                                     {.from = PastWeek::from(),
                                      .to = PastWeek::to(),
                                      .parts = {archive::Part::Readings, archive::Part::Bookings}},
                                     PastWeek::to()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_whole = file.readAll();
    const auto expected = archive::expectedSchema();
    VERIFY_OK(expected);
    m_expected = *expected;
}

QString TestArchiveFile::write(const QByteArray &bytes, const QString &name) const
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

Result<QString> TestArchiveFile::changed(const QStringList &statements) const
{
    const QString path = write(m_whole, u"changed.parkarchive"_s);
    const auto database = store::Database::open({.url = store::sqliteUrl(path)});
    if (!database)
        return database.error();
    for (const QString &statement : statements + QStringList{u"PRAGMA journal_mode = DELETE"_s}) {
        if (Result<> done = (*database)->runScript(statement); !done)
            return done.error();
    }
    return path;
}

QString TestArchiveFile::reasonOf(const QString &path) const
{
    const auto opened = archive::openArchive(path, m_expected);
    if (opened)
        return u"opened"_s;
    return opened.error().code == u"BAD_FILE" && !opened.error().detail.isEmpty()
        ? opened.error().details.value(u"reason").toString()
        : opened.error().code;
}

void TestArchiveFile::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &bytes, const char *reason) {
        QTest::newRow(name) << bytes << QString::fromLatin1(reason);
    };
    const auto with = [this](qsizetype place, const QByteArray &bytes) {
        return m_whole.left(place) + bytes + m_whole.mid(place + bytes.size());
    };
    row("the whole one", m_whole, "opened");
    row("nothing", {}, "NOT_ARCHIVE");
    row("a text", "harbour site, 1 September", "NOT_ARCHIVE");
    row("a ZIP", QByteArray("PK\x03\x04").append(QByteArray(500, 'x')), "NOT_ARCHIVE");
    row("another program's database", with(68, QByteArray(4, '\0')), "NOT_ARCHIVE");
    row("half a header", m_whole.left(60), "NOT_ARCHIVE");
    row("a header alone", m_whole.left(100), "DAMAGED");
    row("a newer form", with(60, QByteArray("\0\0\0\2", 4)), "NEWER");
    row("the first page alone", m_whole.left(4096), "DAMAGED");
    row("zeros behind the header", m_whole.left(100) + QByteArray(m_whole.size() - 100, '\0'),
        "DAMAGED");
}

void TestArchiveFile::refuses()
{
    QFETCH(QByteArray, bytes);
    QTEST(reasonOf(write(bytes)), "reason");
}

void TestArchiveFile::isNotWrittenTo()
{
    const QString path = write(m_whole);
    const auto opened = archive::openArchive(path);
    VERIFY_OK(opened);
    QVERIFY(!opened->database->run(u"DELETE FROM archive_changes"_s));
    QVERIFY(!opened->database->run(u"CREATE TABLE x (y)"_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), m_whole);
    for (const char *behind : {"-wal", "-shm", "-journal"})
        QVERIFY(!QFile::exists(path + QLatin1StringView(behind)));
}

void TestArchiveFile::runsNothingOfItsSchema_data()
{
    QTest::addColumn<QString>("statement");
    const auto row = [](const char *name, const char *statement) {
        QTest::newRow(name) << QString::fromLatin1(statement);
    };
    row("a trigger", "CREATE TRIGGER t AFTER INSERT ON sites BEGIN DELETE FROM spaces; END");
    row("a view more", "CREATE VIEW v AS SELECT load_extension('/x')");
    row("a table more", "CREATE TABLE more (x)");
    row("an index on an expression", "CREATE INDEX i ON spaces (hex(id))");
    row("a virtual table", "CREATE VIRTUAL TABLE f USING fts5(x)");
    row("a table less", "DROP TABLE alarms");
    row("a column more", "ALTER TABLE spaces ADD COLUMN extra TEXT");
    row("another view of our name",
        "DROP VIEW state_changes\n\nCREATE VIEW state_changes AS SELECT 1 AS id");
    row("a generated column", "ALTER TABLE spaces ADD COLUMN extra TEXT AS (hex(id))");
}

void TestArchiveFile::runsNothingOfItsSchema()
{
    QFETCH(QString, statement);
    const auto path = changed({statement});
    VERIFY_OK(path);
    QCOMPARE(reasonOf(*path), u"FOREIGN"_s);
}

void TestArchiveFile::tellsWhichTablesAreDamaged()
{
    const auto path = changed({u"UPDATE archive_changes SET delay = delay + 1 WHERE space = 3"_s,
                               u"DELETE FROM reservations"_s, u"DELETE FROM archive_heard"_s});
    VERIFY_OK(path);
    const auto opened = archive::openArchive(*path);
    VERIFY_OK(opened);
    const auto verdict = archive::verify(*opened);
    VERIFY_OK(verdict);
    QVERIFY(!verdict->isSound());
    QCOMPARE(verdict->damaged(), (QStringList{u"archive_changes"_s, u"archive_heard"_s}));
}

void TestArchiveFile::knowsNothingOfWhatItCannotRead_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("what it became")
        << u"UPDATE archive_change_kinds SET new_state = 'OCCUPJED' WHERE new_state = 'OCCUPIED'"_s;
    QTest::newRow("what it rests on")
        << u"UPDATE archive_change_kinds SET reason = 'sensos' WHERE new_state = 'OCCUPIED'"_s;
    QTest::newRow("what it was, before its first change")
        << u"UPDATE archive_change_kinds SET previous_state = 'x' WHERE new_state = 'OCCUPIED'"_s;
}

/// A word that a disk gave back otherwise hides a change: its space is not what it was before, and
/// least of all free.
void TestArchiveFile::knowsNothingOfWhatItCannotRead()
{
    QFETCH(QString, statement);
    const auto whole = archive::openArchive(write(m_whole));
    VERIFY_OK(whole);
    const auto path = changed({statement});
    VERIFY_OK(path);
    const auto opened = archive::openArchive(*path);
    VERIFY_OK(opened);
    const auto before = read::past(*whole->database, PastWeek::from(), PastWeek::to());
    const auto past = read::past(*opened->database, PastWeek::from(), PastWeek::to());
    VERIFY_OK(before);
    VERIFY_OK(past);
    int unknown = 0;
    for (int hour = 0; hour < 90; ++hour) {
        const UtcTime moment = PastWeek::from() + hour * 1h;
        const auto all = read::stateAt(*whole->database, *before, moment);
        const auto found = read::stateAt(*opened->database, *past, moment);
        VERIFY_OK(all);
        VERIFY_OK(found);
        QCOMPARE(found->size(), all->size());
        for (qsizetype i = 0; i < all->size(); ++i) {
            const domain::SpaceStatus &was = all->at(i);
            const domain::SpaceStatus &is = found->at(i);
            QCOMPARE(is.id, was.id);
            if (is == was)
                continue;
            ++unknown;
            QVERIFY(is.certainty(is.confidence(moment)) == domain::Confidence::Unverified);
        }
        for (const domain::SpaceStatus &was : *all) {
            if (was.state != domain::SpaceState::Occupied)
                continue;
            const auto is = std::find_if(found->cbegin(), found->cend(),
                                         [&was](const auto &one) { return one.id == was.id; });
            QVERIFY(is->confidence(moment) == domain::Confidence::Unverified);
        }
    }
    QVERIFY(unknown > 100);
    // There is a change all the same: a step goes to it.
    const QList<domain::SpaceId> spaces{past->site.spaces[3].id};
    const auto next = read::changeAfter(*opened->database, *past, spaces, PastWeek::from());
    const auto expected = read::changeAfter(*whole->database, *before, spaces, PastWeek::from());
    VERIFY_OK(next);
    VERIFY_OK(expected);
    QVERIFY(*next == *expected);
}

/// Nobody waits for the rest of the rows.
void TestArchiveFile::stopsWhenGivenUp()
{
    const auto database = store::Database::open({.url = store::kMemoryUrl});
    VERIFY_OK(database);
    int seen = 0;
    VERIFY_OK((*database)->eachWhile(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"_s, {},
        [&seen](const QSqlQuery &) { return ++seen < 5; }));
    QCOMPARE(seen, 5);
    VERIFY_OK((*database)->runScript(
        u"CREATE TABLE many (i INTEGER PRIMARY KEY)\n\nINSERT INTO many WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT i FROM n"_s));
    int asked = 0;
    const auto given = archive::countRows(**database, u"many"_s, {u"i"_s}, 100'000,
                                          [&asked] { return ++asked < 2; });
    VERIFY_ERROR(given, "CANCELLED");
    QCOMPARE(asked, 2);
    const auto whole = archive::countRows(**database, u"many"_s, {u"i"_s}, 100'000,
                                          [&asked] { return ++asked > 0; });
    VERIFY_OK(whole);
    QCOMPARE(whole->rows, 9000);
    QVERIFY(asked > 4);
}

void TestArchiveFile::believesNoCounts()
{
    auto path = changed({u"UPDATE archive_tables SET row_count = 9223372036854775807"_s});
    VERIFY_OK(path);
    QCOMPARE(reasonOf(*path), u"DAMAGED"_s);
    path = changed({u"UPDATE archive_tables SET row_count = -5"_s});
    VERIFY_OK(path);
    QCOMPARE(reasonOf(*path), u"DAMAGED"_s);
    path = changed({u"DELETE FROM archive_manifest WHERE key = 'from'"_s});
    VERIFY_OK(path);
    QCOMPARE(reasonOf(*path), u"DAMAGED"_s);
    path = changed({u"UPDATE archive_manifest SET value = '99' WHERE key = 'schema'"_s});
    VERIFY_OK(path);
    QCOMPARE(reasonOf(*path), u"opened"_s); // its schema is ours: what it says of it is only words
    path = changed({u"DELETE FROM archive_tables"_s});
    VERIFY_OK(path);
    const auto opened = archive::openArchive(*path);
    VERIFY_OK(opened);
    const auto verdict = archive::verify(*opened);
    VERIFY_OK(verdict);
    QVERIFY(!verdict->isSound());
}

void TestArchiveFile::refusesWhatWouldTakeAllMemory_data()
{
    QTest::addColumn<QStringList>("statements");
    const auto row = [](const char *name, const QStringList &statements) {
        QTest::newRow(name) << statements;
    };
    const auto many = [](const QString &what, int count) {
        return u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) %2"_s
            .arg(count)
            .arg(what);
    };
    const QString text = u"printf('%.*c', 5000, 'x')"_s;
    for (const char *column : {"note", "actor", "request_id", "metadata", "source"})
        row(column,
            {u"UPDATE archive_change_kinds SET %1 = %2 WHERE number = 1"_s.arg(
                QLatin1StringView(column), text)});
    for (const char *column : {"gateway_id", "notes"})
        row(column,
            {u"UPDATE archive_reading_kinds SET %1 = %2 WHERE number = 1"_s.arg(
                QLatin1StringView(column), text)});
    row("of a gap", {u"INSERT INTO archive_gaps VALUES (1, 2, %1)"_s.arg(text)});
    row("gaps", {many(u"INSERT INTO archive_gaps SELECT i, i + 1, '' FROM n"_s, 10'001)});
    row("silences", {many(u"INSERT INTO archive_heard SELECT 1, i, i FROM n"_s, 5'000'001)});
    row("words of all spaces at once",
        {u"UPDATE archive_change_kinds SET note = printf('%.*c', 4000, 'x')"_s,
         many(u"INSERT INTO spaces (id, site_id, name, code) SELECT printf("
              "'00000000-0000-4000-8000-%012d', i), (SELECT id FROM sites), i, 'x' || i FROM n"_s,
              150'000)});
}

/// Few words that many rows share, and many rows of a few bytes: the file is small.
void TestArchiveFile::refusesWhatWouldTakeAllMemory()
{
    QFETCH(QStringList, statements);
    const auto path = changed(statements);
    VERIFY_OK(path);
    QCOMPARE(reasonOf(*path), u"DAMAGED"_s);
}

/// A log beside it, which somebody may have put there, is not played into it.
void TestArchiveFile::isNotOpenedWithALogBesideIt()
{
    const QString path = write(m_whole);
    QVERIFY(!write(QByteArray(4096, 'x'), u"x.parkarchive-wal"_s).isEmpty());
    QVERIFY(!write(QByteArray(4096, 'x'), u"x.parkarchive-journal"_s).isEmpty());
    const auto opened = archive::openArchive(path);
    VERIFY_OK(opened);
    const auto verdict = archive::verify(*opened);
    VERIFY_OK(verdict);
    QVERIFY(verdict->isSound());
    QVERIFY(QFile::remove(path + u"-wal"_s) && QFile::remove(path + u"-journal"_s));
}

void TestArchiveFile::survivesMutations_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 4; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// Bytes flip, pages change places, ends are missing: each is refused or read to its end, and what
/// is called sound is what it was.
void TestArchiveFile::survivesMutations()
{
    QFETCH(quint32, seed);
    QLoggingCategory::setFilterRules(u"parking.*=false"_s);
    QRandomGenerator dice(seed);
    constexpr int kTimes = 500;
    constexpr qsizetype kPage = 4096;
    int opened = 0;
    for (int i = 0; i < kTimes; ++i) {
        QByteArray bytes = m_whole;
        const int kind = dice.bounded(4);
        if (kind == 0)
            bytes.truncate(dice.bounded(int(bytes.size())));
        for (int n = dice.bounded(1, 20); kind == 1 && n > 0; --n)
            bytes[dice.bounded(int(bytes.size()))] = char(dice.bounded(256));
        for (int n = dice.bounded(1, 4); kind == 2 && n > 0; --n) {
            const qsizetype pages = bytes.size() / kPage;
            const qsizetype from = dice.bounded(int(pages)) * kPage;
            const qsizetype to = dice.bounded(int(pages)) * kPage;
            bytes.replace(to, kPage, bytes.mid(from, kPage));
        }
        for (int n = dice.bounded(1, 30); kind == 3 && n > 0; --n) // what pages say of themselves
            bytes[dice.bounded(int(bytes.size() / kPage)) * kPage + dice.bounded(40)] =
                char(dice.bounded(256));
        const auto archive = archive::openArchive(write(bytes), m_expected);
        if (!archive) {
            QCOMPARE(archive.error().code, u"BAD_FILE"_s);
            QVERIFY(!archive.error().details.value(u"reason").toString().isEmpty());
            continue;
        }
        ++opened;
        const auto verdict = archive::verify(*archive);
        const auto past = read::past(*archive->database, PastWeek::from(), PastWeek::to());
        if (past)
            (void)read::stateAt(*archive->database, *past, PastWeek::from() + 50h);
        if (verdict && verdict->isSound() && bytes != m_whole)
            QVERIFY(past); // what changed is no row's
    }
    qInfo() << opened << "of" << kTimes << "were opened";
    QLoggingCategory::setFilterRules({});
}

PARKING_TEST(TestArchiveFile)
#include "tst_archivefile.moc"
