// Behind PgBouncer: with a session of its own a program works, without one it is refused in words.

#include "pgbouncer.h"
#include "store/sessions.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <QSignalSpy>

using namespace parking;
using namespace parking::store;
using namespace parking::test;

class TestPooler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sessionsOfTheirOwn();
    void sharedSessionsAreRefused_data();
    void sharedSessionsAreRefused();
    void noSessionLeftIsNoShared();
    void statementsOfOthersAreExplained();

private:
    TestDatabases m_databases;
    QString m_name;
};

void TestPooler::initTestCase()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    m_name = url->section(u'/', -1);
}

/// Prepared statements, locks and LISTEN of two programs.
void TestPooler::sessionsOfTheirOwn()
{
    PgBouncer bouncer;
    VERIFY_OK(bouncer.start(m_databases.server().port(), {text("pool_mode = session")}));
    const auto first = Database::open({.url = bouncer.url(m_name)});
    VERIFY_OK(first);
    const auto second = Database::open({.url = bouncer.url(m_name)});
    VERIFY_OK(second);
    QStringList heard;
    VERIFY_OK(listen(**first, text("news"), [&](const QString &news) { heard.append(news); }));
    QCOMPARE(tryLock(**first, text("ingest")).valueOr(false), true);
    QCOMPARE(tryLock(**second, text("ingest")).valueOr(true), false);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!firstSite(**first).isNull());
        QVERIFY(!firstSite(**second).isNull());
    }
    VERIFY_OK(notify(**second, text("news"), text("hello")));
    QTRY_COMPARE(heard, QStringList{text("hello")});
}

void TestPooler::sharedSessionsAreRefused_data()
{
    QTest::addColumn<QStringList>("settings");
    QTest::newRow("transactions") << QStringList{text("pool_mode = transaction")};
    QTest::newRow("transactions, in turn") << QStringList{
        text("pool_mode = transaction"), text("server_round_robin = 1"), text("min_pool_size = 3")};
    QTest::newRow("transactions, one session")
        << QStringList{text("pool_mode = transaction"), text("default_pool_size = 1")};
    QTest::newRow("statements") << QStringList{text("pool_mode = statement")};
}

/// The first program, too, which would work by luck.
void TestPooler::sharedSessionsAreRefused()
{
    QFETCH(const QStringList, settings);
    PgBouncer bouncer;
    VERIFY_OK(bouncer.start(m_databases.server().port(), settings));
    for (int i = 0; i < 2; ++i) {
        const auto refused = Database::open({.url = bouncer.url(m_name)});
        VERIFY_ERROR(refused, "CONNECTION_POOLER");
        QVERIFY(refused.error().detail.contains(text("pool_mode = session")));
    }
}

/// Then nobody shares the one that is held.
void TestPooler::noSessionLeftIsNoShared()
{
    PgBouncer bouncer;
    VERIFY_OK(bouncer.start(m_databases.server().port(),
                            {text("pool_mode = session"), text("default_pool_size = 1")}));
    const auto only = Database::open({.url = bouncer.url(m_name)});
    VERIFY_OK(only);
    VERIFY_OK((*only)->ping());
}

void TestPooler::statementsOfOthersAreExplained()
{
    const auto db = Database::open({.url = m_databases.server().url(m_name)});
    VERIFY_OK(db);
    VERIFY_OK((*db)->runScript(text("PREPARE qpsqlpstmt_x AS SELECT 1")));
    VERIFY_ERROR((*db)->runScript(text("PREPARE qpsqlpstmt_x AS SELECT 1")), "CONNECTION_POOLER");
}

PARKING_TEST(TestPooler)
#include "tst_pooler.moc"
