// A PostgreSQL and its streaming replica: what station and viewers do when the one is lost and the
// other takes its place.

#include "engine/engine.h"
#include "station.h"
#include "store/readingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace Qt::StringLiterals;
using domain::SpaceState;
using test::asViewer;
using test::Station;

namespace {

constexpr int kPatience = 60'000; // of QTRY, ms: for slow machines only
const QString kSensor = u"e8e1e10001020304"_s;

domain::SiteSnapshot siteOf(domain::SpaceId id)
{
    domain::Space space;
    space.id = id;
    space.code = u"A-1"_s;
    space.name = space.code;
    space.sensorEui = *domain::DevEui::parse(kSensor);
    domain::SiteSnapshot site;
    site.site.name = u"Test site"_s;
    site.site.timeZone = u"Europe/London"_s;
    site.spaces.append(space);
    return site;
}

} // namespace

class TestFailover : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theReplicaTakesThePlace();

private:
    // Durable: a commit is answered when it is kept.
    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
    test::PostgresServer m_replica{test::PostgresServer::Durability::Durable};
};

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

void TestFailover::theReplicaTakesThePlace()
{
    const Result<QString> primary = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(primary);
    test::PostgresServer &server = m_databases.server();
    VERIFY_OK(m_replica.startAsReplicaOf(server));
    const QString name = primary->section(u'/', -1);
    const auto admin = store::Database::open({.url = *primary});
    VERIFY_OK(admin);
    VERIFY_OK((*admin)->runScript(u"ALTER SYSTEM SET synchronous_standby_names = '*'"_s));
    VERIFY_OK((*admin)->each(u"SELECT pg_reload_conf()"_s, {}, [](const QSqlQuery &) {}));

    const domain::SpaceId id = domain::SpaceId::create();
    Station station(u"postgresql://parking@127.0.0.1:%1,127.0.0.1:%2/%3"_s.arg(m_replica.port())
                        .arg(server.port())
                        .arg(name));
    VERIFY_OK(station->start());
    QTRY_TRUE(station->isIdle());
    VERIFY_OK(station->spaces().createSite(siteOf(id)));
    Station viewer(m_replica.url(name), asViewer);
    VERIFY_OK(viewer->start());
    QTRY_TRUE(viewer->isConnected());
    const UtcTime now = systemNow();
    station.park(kSensor, true, now);
    QTRY_TRUE(viewer.told(id) == SpaceState::Occupied);
    QTRY_COMPARE_WITH_TIMEOUT(viewer.problem(u"station"_s), QString(), kPatience);

    for (int i = 1; i <= 50; ++i)
        station.park(kSensor, i % 2 == 0, now + Milliseconds(i));
    server.stopImmediately();
    QTRY_COMPARE_WITH_TIMEOUT(station.problem(u"database"_s), u"UNREACHABLE"_s, kPatience);
    station.park(kSensor, false, now + Milliseconds(51));
    VERIFY_OK(m_replica.promote());
    QTRY_TRUE(viewer.told(id) == SpaceState::Free);
    QTRY_TRUE(station->isIdle());
    const auto database = store::Database::open({.url = m_replica.url(name)});
    VERIFY_OK(database);
    QCOMPARE(store::ReadingStore(**database).count().valueOr(-1), 52);
    // What was a copy takes changes now, and gives notice.
    domain::Override value;
    value.state = SpaceState::Maintenance;
    value.reason = u"oil"_s;
    value.actor = u"Viewer's operator"_s;
    value.since = systemNow();
    VERIFY_OK(viewer->spaces().setOverrides({{id, value}}, value.actor));
    QTRY_TRUE(station.told(id) == SpaceState::Maintenance);
    station->stop();
    viewer->stop();
}

PARKING_TEST(TestFailover)
#include "tst_failover.moc"
