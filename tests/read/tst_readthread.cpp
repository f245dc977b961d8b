// Reads past the engine, in a thread of their own.

#include "read/readthread.h"
#include "store/databaseurl.h"
#include "store/sitestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace Qt::StringLiterals;
using read::ReadThread;
using store::Dialect;

namespace {

constexpr int kPatience = 30'000;

Result<QString> siteName(store::Database &database)
{
    const auto site = store::SiteStore(database).first();
    return site ? Result<QString>(site->name) : Result<QString>(site.error());
}

} // namespace

class TestReadThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersFromItsOwnThread_data() { test::TestDatabases::addRows(); }
    void answersFromItsOwnThread();
    void writesNothing_data() { test::TestDatabases::addRows(); }
    void writesNothing();
    void tellsThatThereIsNoDatabase();
    void connectsAgain();

private:
    test::TestDatabases m_databases;
};

void TestReadThread::answersFromItsOwnThread()
{
    QFETCH(Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    ReadThread reads(*url);
    QThread *thread = nullptr;
    auto answer = reads.ask([&thread](store::Database &database) {
        thread = QThread::currentThread();
        return siteName(database);
    });
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), kPatience);
    VERIFY_OK(answer.result());
    QCOMPARE(*answer.result(), u"My site"_s);
    QVERIFY(thread && thread != QThread::currentThread());
}

void TestReadThread::writesNothing()
{
    QFETCH(Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    ReadThread reads(*url);
    auto answer = reads.ask(
        [](store::Database &database) { return database.run(u"UPDATE sites SET name = 'x'"_s); });
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), kPatience);
    QVERIFY(!answer.result());
}

void TestReadThread::tellsThatThereIsNoDatabase()
{
    QTemporaryDir folder;
    ReadThread reads(store::sqliteUrl(folder.filePath(u"none.sqlite"_s)));
    auto answer = reads.ask(siteName);
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), kPatience);
    VERIFY_ERROR(answer.result(), "DATABASE_ERROR");
}

void TestReadThread::connectsAgain()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    ReadThread reads(*url);
    auto answer = reads.ask(siteName);
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), kPatience);
    VERIFY_OK(answer.result());
    m_databases.server().stopImmediately();
    answer = reads.ask(siteName);
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), kPatience);
    VERIFY_ERROR(answer.result(), "DATABASE_ERROR");
    VERIFY_OK(m_databases.server().start());
    const auto isBack = [&] {
        auto again = reads.ask(siteName);
        while (!again.isFinished())
            QCoreApplication::processEvents();
        return bool(again.result());
    };
    QTRY_VERIFY_WITH_TIMEOUT(isBack(), kPatience);
}

PARKING_TEST(TestReadThread)
#include "tst_readthread.moc"
