// Two archives beside each other, and what one will hold before it is made.

#include "archive/compare.h"
#include "archive/estimate.h"
#include "base/literals.h"
#include "pastweek.h"
#include "store/databaseurl.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QFileInfo>

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;
using archive::Part;

class TestArchiveCompare : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsTheSame();
    void findsWhatDiffers_data();
    void findsWhatDiffers();
    void findsOneRow();
    void tellsWhatCannotBeRead();
    void isGivenUp();
    void estimates_data();
    void estimates();

private:
    Result<archive::OpenedArchive> made(const archive::ExportOptions &options, const QString &name,
                                        store::Dialect dialect = store::Dialect::Sqlite);
    static archive::ExportOptions whole();

    TestDatabases m_databases;
    std::unique_ptr<store::Database> m_sqlite;
    std::unique_ptr<store::Database> m_postgres;
    QTemporaryDir m_folder;
};

archive::ExportOptions TestArchiveCompare::whole()
{
    return {
        .from = PastWeek::from(), .to = PastWeek::to(), .parts = {Part::Readings, Part::Bookings}};
}

void TestArchiveCompare::initTestCase()
{
    const PastWeek week(40);
    for (const auto dialect : {store::Dialect::Sqlite, store::Dialect::Postgres}) {
        auto database = m_databases.open(dialect);
        VERIFY_OK(database);
        VERIFY_OK(week.fill(**database));
        (dialect == store::Dialect::Sqlite ? m_sqlite : m_postgres) = *std::move(database);
    }
    // So that both are of one site.
    QString site;
    VERIFY_OK(m_sqlite->each(u"SELECT id FROM sites"_s, {},
                             [&site](const QSqlQuery &row) { site = row.value(0).toString(); }));
    QVERIFY(!site.isEmpty());
}

Result<archive::OpenedArchive> TestArchiveCompare::made(const archive::ExportOptions &options,
                                                        const QString &name, store::Dialect dialect)
{
    const QString path = m_folder.filePath(name + u".parkarchive"_s);
    QFile::remove(path);
    store::Database &source = dialect == store::Dialect::Sqlite ? *m_sqlite : *m_postgres;
    const auto exported = archive::exportArchive(source, path, options, PastWeek::to());
    return exported ? archive::openArchive(path) : exported.error();
}

void TestArchiveCompare::findsTheSame()
{
    const auto first = made(whole(), u"first"_s);
    const auto second = made(whole(), u"second"_s);
    VERIFY_OK(first);
    VERIFY_OK(second);
    const auto comparison = archive::compare(*first, *second);
    VERIFY_OK(comparison);
    QVERIFY(comparison->isSame());
    QVERIFY(comparison->words.isEmpty());
    const auto changes = std::find_if(comparison->tables.cbegin(), comparison->tables.cend(),
                                      [](const auto &one) { return one.name == u"state_changes"; });
    QVERIFY(changes != comparison->tables.cend());
    QCOMPARE(changes->inBoth, first->tables.value(u"archive_changes"_s).rows);
    // What the other database gave is the same but for what it numbered and made itself.
    const auto third = made(whole(), u"third"_s, store::Dialect::Postgres);
    VERIFY_OK(third);
    const auto other = archive::compare(*first, *third);
    VERIFY_OK(other);
    for (const archive::TableDifference &table : other->tables) {
        if (table.name == u"sensor_readings" || table.name == u"archive_heard"
            || table.name == u"archive_gaps")
            QVERIFY2(table.isSame(), qPrintable(table.name));
    }
}

void TestArchiveCompare::findsWhatDiffers_data()
{
    QTest::addColumn<archive::ExportOptions>("options");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("words");
    archive::ExportOptions other = whole();
    other.to = PastWeek::to() - 24h;
    QTest::newRow("a shorter period") << other << u"state_changes"_s << QStringList{u"to"_s};
    other = whole();
    other.parts = {Part::Bookings};
    QTest::newRow("without readings") << other << u"sensor_readings"_s << QStringList{u"parts"_s};
    other = whole();
    other.isRedacted = true;
    QTest::newRow("redacted") << other << u"spaces"_s << QStringList{u"redacted"_s, u"site"_s};
}

void TestArchiveCompare::findsWhatDiffers()
{
    QFETCH(archive::ExportOptions, options);
    QFETCH(QString, table);
    const auto first = made(whole(), u"first"_s);
    const auto second = made(options, u"second"_s);
    VERIFY_OK(first);
    VERIFY_OK(second);
    const auto comparison = archive::compare(*first, *second);
    VERIFY_OK(comparison);
    QVERIFY(!comparison->isSame());
    QStringList words;
    for (const archive::WordDifference &word : comparison->words) {
        words.append(word.key);
        QVERIFY(word.first != word.second);
    }
    QTEST(words, "words");
    const auto found = std::find_if(comparison->tables.cbegin(), comparison->tables.cend(),
                                    [&table](const auto &one) { return one.name == table; });
    QVERIFY(found != comparison->tables.cend());
    QVERIFY(found->onlyInFirst > 0);
    const auto back = archive::compare(*second, *first);
    VERIFY_OK(back);
    for (qsizetype i = 0; i < back->tables.size(); ++i) {
        QCOMPARE(back->tables[i].inBoth, comparison->tables[i].inBoth);
        QCOMPARE(back->tables[i].onlyInFirst, comparison->tables[i].onlyInSecond);
    }
}

/// One change that says something else is one row less and one more.
void TestArchiveCompare::findsOneRow()
{
    const auto first = made(whole(), u"first"_s);
    VERIFY_OK(first);
    const QString path = m_folder.filePath(u"changed.parkarchive"_s);
    QFile::remove(path);
    QVERIFY(QFile::copy(m_folder.filePath(u"first.parkarchive"_s), path));
    {
        const auto database = store::Database::open({.url = store::sqliteUrl(path)});
        VERIFY_OK(database);
        VERIFY_OK((*database)->runScript(
            u"UPDATE archive_changes SET delay = delay + 1 WHERE (space, timestamp, id) IN "
            "(SELECT space, timestamp, id FROM archive_changes LIMIT 1)\n\n"
            "PRAGMA journal_mode = DELETE"_s));
    }
    const auto second = archive::openArchive(path);
    VERIFY_OK(second);
    const auto comparison = archive::compare(*first, *second);
    VERIFY_OK(comparison);
    for (const archive::TableDifference &table : comparison->tables) {
        const qint64 expected = table.name == u"state_changes" ? 1 : 0;
        QCOMPARE(table.onlyInFirst, expected);
        QCOMPARE(table.onlyInSecond, expected);
    }
}

void TestArchiveCompare::tellsWhatCannotBeRead()
{
    const auto first = made(whole(), u"first"_s);
    VERIFY_OK(first);
    const QString path = m_folder.filePath(u"torn.parkarchive"_s);
    QFile::remove(path);
    QVERIFY(QFile::copy(m_folder.filePath(u"first.parkarchive"_s), path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 size = file.size();
    const auto second = archive::openArchive(path);
    VERIFY_OK(second);
    QVERIFY(file.resize(size / 2 / 4096 * 4096)); // the disk is pulled
    VERIFY_ERROR(archive::compare(*first, *second), "BAD_FILE");
}

void TestArchiveCompare::isGivenUp()
{
    const auto first = made(whole(), u"first"_s);
    VERIFY_OK(first);
    int asked = 0;
    const auto comparison = archive::compare(*first, *first, [&asked] { return ++asked < 2; });
    if (comparison)
        QVERIFY(asked < 2); // it has fewer rows
    else
        QCOMPARE(comparison.error().code, u"CANCELLED"_s);
}

void TestArchiveCompare::estimates_data()
{
    QTest::addColumn<archive::ExportOptions>("options");
    archive::ExportOptions options = whole();
    QTest::newRow("readings and bookings") << options;
    options.parts = {};
    QTest::newRow("changes alone") << options;
    options.parts = {Part::Readings, Part::Downlinks, Part::Alarms, Part::Pictures};
    QTest::newRow("all but bookings") << options;
    options = whole();
    options.building = u"North"_s;
    QTest::newRow("one building") << options;
    options = whole();
    options.from = PastWeek::from() + 48h;
    options.to = PastWeek::from() + 72h;
    QTest::newRow("one day") << options;
}

/// Rows exactly, bytes roughly: of a small file most is its tables.
void TestArchiveCompare::estimates()
{
    QFETCH(archive::ExportOptions, options);
    for (const auto &source : {m_sqlite.get(), m_postgres.get()}) {
        const auto estimate = archive::estimate(*source, options);
        VERIFY_OK(estimate);
        const QString path = m_folder.filePath(u"estimated.parkarchive"_s);
        QFile::remove(path);
        const auto exported = archive::exportArchive(*source, path, options, PastWeek::to());
        VERIFY_OK(exported);
        QCOMPARE(estimate->readings, exported->tables.value(u"archive_readings"_s).rows);
        const qint64 before = exported->tables.value(u"archive_changes"_s).rows
            - estimate->changes; // the last one of each space before the period
        QVERIFY(before >= 0 && before <= exported->tables.value(u"spaces"_s).rows);
        QVERIFY2(estimate->bytes > exported->bytes / 2 && estimate->bytes < exported->bytes * 2,
                 qPrintable(u"%1 of %2"_s.arg(estimate->bytes).arg(exported->bytes)));
    }
}

Q_DECLARE_METATYPE(parking::archive::ExportOptions)

PARKING_TEST(TestArchiveCompare)
#include "tst_archivecompare.moc"
