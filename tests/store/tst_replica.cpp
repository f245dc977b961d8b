// A PostgreSQL and its streaming replica under one address.

#include "store/sessions.h"
#include "store/sitestore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;

class TestReplica : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whoWritesFindsThePrimary();
    void whoReadsTakesTheFirstThatAnswers();
    void aStationTakesNoCopy();
    void aWindowTakesACopyRatherThanNothing();
    void whatTheAddressAsksForHolds();
    void changesWait();
    void aCopyTellsThatItMoves();

private:
    /// The address with the replica before the primary.
    QString both(const QString &options = {}) const;
    QString replica() const { return m_replica.url(m_name); }

    TestDatabases m_databases;
    PostgresServer m_replica;
    QString m_name;
};

void TestReplica::initTestCase()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    m_name = url->section(u'/', -1);
    VERIFY_OK(m_replica.startAsReplicaOf(m_databases.server()));
}

QString TestReplica::both(const QString &options) const
{
    return text("postgresql://parking@127.0.0.1:%1,127.0.0.1:%2/%3%4")
        .arg(m_replica.port())
        .arg(const_cast<TestDatabases &>(m_databases).server().port())
        .arg(m_name, options);
}

static bool isCopy(Database &db)
{
    return foreignWrites(db).valueOr({}).has_value();
}

void TestReplica::whoWritesFindsThePrimary()
{
    const auto window = Database::open({.url = both()});
    VERIFY_OK(window);
    QVERIFY(!isCopy(**window));
    const auto station = Database::open({.url = both(), .holdsLock = true});
    VERIFY_OK(station);
    QCOMPARE(tryLock(**station, text("ingest")).valueOr(false), true);
}

void TestReplica::whoReadsTakesTheFirstThatAnswers()
{
    const auto db = Database::open({.url = both(), .readOnly = true});
    VERIFY_OK(db);
    QVERIFY(isCopy(**db));
    VERIFY_OK(SiteStore(**db).first());
}

/// It would hold a lock there beside the one that another holds on the primary.
void TestReplica::aStationTakesNoCopy()
{
    const auto refused = Database::open({.url = replica(), .holdsLock = true});
    VERIFY_ERROR(refused, "DATABASE_ERROR");
    QVERIFY(refused.error().details.value(text("wait")).toBool());
    QVERIFY2(refused.error().detail.contains(text("read-only")), describe(refused.error()));
}

void TestReplica::aWindowTakesACopyRatherThanNothing()
{
    const QString primaryAway =
        text("postgresql://parking@127.0.0.1:1,127.0.0.1:%1/%2").arg(m_replica.port()).arg(m_name);
    const auto db = Database::open({.url = primaryAway});
    VERIFY_OK(db);
    QVERIFY(isCopy(**db));
}

void TestReplica::whatTheAddressAsksForHolds()
{
    const auto db = Database::open({.url = both(text("?target_session_attrs=standby"))});
    VERIFY_OK(db);
    QVERIFY(isCopy(**db));
}

/// No message is to blame, and the words say why.
void TestReplica::changesWait()
{
    const auto db = Database::open({.url = replica()});
    VERIFY_OK(db);
    const Result<> refused = (*db)->run(text("UPDATE sites SET name = 'x'"));
    VERIFY_ERROR(refused, "DATABASE_ERROR");
    QVERIFY(refused.error().details.value(text("wait")).toBool());
    QVERIFY2(refused.error().detail.contains(text("replica")), describe(refused.error()));
    QVERIFY((*db)->isOpen());
    VERIFY_OK(SiteStore(**db).first());
}

void TestReplica::aCopyTellsThatItMoves()
{
    const auto copy = Database::open({.url = replica()});
    VERIFY_OK(copy);
    const auto before = foreignWrites(**copy);
    VERIFY_OK(before);
    const auto primary = Database::open({.url = both()});
    VERIFY_OK(primary);
    VERIFY_OK((*primary)->run(text("UPDATE sites SET name = 'moved'")));
    QTRY_VERIFY(foreignWrites(**copy).valueOr({}) != *before);
    QTRY_COMPARE(SiteStore(**copy).first().valueOr({}).name, text("moved"));
}

PARKING_TEST(TestReplica)
#include "tst_replica.moc"
