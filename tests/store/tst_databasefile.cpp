// SQLite's file is taken away under a connection: nothing is written into a file without a name.

#include "store/databasefile.h"
#include "store/databaseurl.h"
#include "store/ingeststore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <QFile>

using namespace parking;
using namespace parking::store;
using namespace parking::test;

class TestDatabaseFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_database.reset(); }

    void goesOnWhenItIsBack();
    void isNoticedWithinATransaction();
    void beginsNoNewFile();
    void takesNoEmptyFileForIt();
    void takesACopy();
    void readersNoticeToo();

private:
    Result<> write(int n) { return IngestStore(*m_database).setPosition({m_id, 1, n}, kNow); }
    qint64 written()
    {
        const auto position = IngestStore(*m_database).position(m_id);
        return position && *position ? (*position)->record : -1;
    }

    TestDatabases m_databases;
    QString m_id = newKey();
    QString m_path;
    std::unique_ptr<Database> m_database;
};

void TestDatabaseFile::init()
{
    auto opened = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(opened);
    m_database = std::move(*opened);
    m_path = m_database->sqlitePath();
    VERIFY_OK(write(1));
}

void TestDatabaseFile::goesOnWhenItIsBack()
{
    QVERIFY(QFile::rename(m_path, m_path + text(".away")));
    const Result<> refused = write(2);
    VERIFY_ERROR(refused, "DATABASE_FILE_GONE");
    QCOMPARE(failureKind(refused.error()), FailureKind::Wait);
    QVERIFY(!m_database->isOpen());
    VERIFY_ERROR(m_database->reopen(), "DATABASE_FILE_GONE");
    QVERIFY(QFile::rename(m_path + text(".away"), m_path));
    VERIFY_OK(m_database->reopen());
    QCOMPARE(written(), 1);
    VERIFY_OK(write(2));
}

/// What was written before is not told as committed.
void TestDatabaseFile::isNoticedWithinATransaction()
{
    {
        auto transaction = Transaction::begin(*m_database);
        VERIFY_OK(transaction);
        VERIFY_OK(write(2));
        QVERIFY(QFile::rename(m_path, m_path + text(".away")));
        VERIFY_ERROR(transaction->commit(), "DATABASE_FILE_GONE");
    }
    QVERIFY(QFile::rename(m_path + text(".away"), m_path));
    VERIFY_OK(m_database->reopen());
    QCOMPARE(written(), 1);
}

void TestDatabaseFile::beginsNoNewFile()
{
    QVERIFY(QFile::remove(m_path));
    VERIFY_ERROR(m_database->ping(), "DATABASE_FILE_GONE");
    VERIFY_ERROR(m_database->reopen(), "DATABASE_FILE_GONE");
    QVERIFY(!QFile::exists(m_path));
    VERIFY_ERROR(Transaction::begin(*m_database), "DATABASE_FILE_GONE");
}

void TestDatabaseFile::takesNoEmptyFileForIt()
{
    QVERIFY(QFile::rename(m_path, m_path + text(".away")));
    QFile empty(m_path);
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();
    VERIFY_ERROR(m_database->ping(), "DATABASE_FILE_GONE");
    VERIFY_ERROR(m_database->reopen(), "DATABASE_FILE_GONE");
    QVERIFY(QFile::rename(m_path + text(".away"), m_path) || QFile::remove(m_path));
}

/// A backup that somebody puts in its place; the former one's log is not played into it.
void TestDatabaseFile::takesACopy()
{
    VERIFY_OK(m_database->run(text("VACUUM INTO :copy"), {{text("copy"), m_path + text(".copy")}}));
    VERIFY_OK(write(2)); // stands in the log alone
    QVERIFY(QFile::remove(m_path) && QFile::rename(m_path + text(".copy"), m_path));
    VERIFY_ERROR(write(3), "DATABASE_FILE_GONE");
    VERIFY_OK(m_database->reopen());
    QCOMPARE(written(), 1);
    VERIFY_OK(write(4));
    QCOMPARE(m_database->count(text("PRAGMA integrity_check")).hasValue(), true);
}

void TestDatabaseFile::readersNoticeToo()
{
    const auto reader = Database::open({.url = sqliteUrl(m_path), .readOnly = true});
    VERIFY_OK(reader);
    QVERIFY(QFile::remove(m_path));
    VERIFY_ERROR((*reader)->count(text("SELECT count(*) FROM sites")), "DATABASE_FILE_GONE");
}

PARKING_TEST(TestDatabaseFile)
#include "tst_databasefile.moc"
