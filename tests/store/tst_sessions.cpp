// Locks of sessions: who holds one is told in words.

#include "store/sessions.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;

class TestSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyHoldsIt_data() { TestDatabases::addRows(); }
    void nobodyHoldsIt();
    void theHolderIsNamed();
    void whatMayNotBeSeenIsLeftOut();

private:
    TestDatabases m_databases;
};

void TestSessions::nobodyHoldsIt()
{
    OPEN_ROW_DATABASE(db);
    const auto holder = lockHolder(db, text("ingest"));
    VERIFY_OK(holder);
    QVERIFY(!*holder);
}

void TestSessions::theHolderIsNamed()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto holding = Database::open({.url = *url, .applicationName = text("psql")});
    VERIFY_OK(holding);
    QCOMPARE(tryLock(**holding, text("ingest")).valueOr(false), true);
    const auto looking = Database::open({.url = *url});
    VERIFY_OK(looking);
    const auto holder = lockHolder(**looking, text("ingest"));
    VERIFY_OK(holder);
    QVERIFY(*holder);
    QCOMPARE((*holder)->login, text("parking"));
    QCOMPARE((*holder)->application, text("psql"));
    QCOMPARE((*holder)->address, text("127.0.0.1"));
    QVERIFY((*holder)->connectedAt);
    const qint64 process = (*holding)->count(text("SELECT pg_backend_pid()")).valueOr(-1);
    QCOMPARE((*holder)->process, process);
    QVERIFY((*holder)->inWords().startsWith(text("login parking, program psql, from 127.0.0.1")));
    VERIFY_OK((*looking)->runScript((*holder)->endStatement()));
    QTRY_VERIFY(!lockHolder(**looking, text("ingest")).valueOr(std::optional(LockHolder())));
}

/// A station's login sees little of another's session, and tells what it sees.
void TestSessions::whatMayNotBeSeenIsLeftOut()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto holding = Database::open({.url = *url});
    VERIFY_OK(holding);
    QCOMPARE(tryLock(**holding, text("ingest")).valueOr(false), true);
    VERIFY_OK((*holding)->runScript(text("CREATE ROLE onlooker LOGIN")));
    const auto looking =
        Database::open({.url = QString(*url).replace(text("parking@"), text("onlooker@"))});
    VERIFY_OK(looking);
    const auto holder = lockHolder(**looking, text("ingest"));
    VERIFY_OK(holder);
    QVERIFY(*holder);
    QCOMPARE((*holder)->login, text("parking"));
    QVERIFY((*holder)->address.isEmpty());
    QVERIFY((*holder)->inWords().endsWith(text("process %1").arg((*holder)->process)));
}

PARKING_TEST(TestSessions)
#include "tst_sessions.moc"
