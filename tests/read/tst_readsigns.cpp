// What screens and signs read, on both engines.

#include "read/signs.h"
#include "read/stations.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/stationstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

class TestReadSigns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsStatesAndTheirMoment_data() { test::TestDatabases::addRows(); }
    void tellsStatesAndTheirMoment();
    void readsOverAReadOnlyConnection_data() { test::TestDatabases::addRows(); }
    void readsOverAReadOnlyConnection();
    void asksForItsTables();

private:
    test::TestDatabases m_databases;
};

void TestReadSigns::tellsStatesAndTheirMoment()
{
    QFETCH(store::Dialect, dialect);
    const auto opened = m_databases.open(dialect);
    VERIFY_OK(opened);
    store::Database &database = **opened;
    const auto site = store::SiteStore(database).first();
    VERIFY_OK(site);
    domain::Space space;
    space.id = domain::SpaceId::create();
    space.siteId = site->id;
    space.code = u"A-1"_s;
    space.name = u"A-1"_s;
    space.building = u"North"_s;
    VERIFY_OK(store::SpaceStore(database).create(space, systemNow()));
    VERIFY_OK(database.run(u"UPDATE spaces SET state_reason = 'override', override_state = 'FREE', "
                           "override_actor = 'ann', override_reason = 'private', "
                           "override_since = state_since"_s));

    // Nobody ever took anything in.
    auto look = read::signLook(database, systemNow());
    VERIFY_OK(look);
    QCOMPARE(look->takenInUntil, std::nullopt);
    QCOMPARE(look->statuses.size(), 1);
    QCOMPARE(look->statuses.first().state, domain::SpaceState::Free);
    QCOMPARE(look->statuses.first().reason, domain::StateReason::Override);
    QVERIFY(!look->statuses.first().inputs.operatorOverride); // who said so is nobody's business

    // A station whose own clock is three hours ahead, and whose broker went ten minutes ago.
    const auto now = store::sharedNow(database, systemNow());
    VERIFY_OK(now);
    const UtcTime own = *now + 3h;
    store::StationStatus status;
    status.stationId = u"11111111-2222-3333-4444-555555555555"_s;
    status.reportedAt = *now;
    status.startedAt = own - 5h;
    status.ingesting = true;
    status.mqttState = u"waiting"_s;
    status.details = {{u"ownClock"_s, toIso(own)},
                      {u"checks"_s,
                       QJsonObject{{u"mqtt"_s,
                                    QJsonObject{{u"level"_s, u"unhealthy"_s},
                                                {u"problem"_s, u"BROKER_UNREACHABLE"_s},
                                                {u"since"_s, toIso(own - 10min)}}}}}};
    VERIFY_OK(store::StationStore(database).report(status));
    look = read::signLook(database, systemNow());
    VERIFY_OK(look);
    QCOMPARE(look->takenInUntil, std::optional(*now - 10min));
}

void TestReadSigns::readsOverAReadOnlyConnection()
{
    QFETCH(store::Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto database = store::Database::open({.url = *url, .readOnly = true});
    VERIFY_OK(database);
    VERIFY_OK(read::signLayout(**database));
    VERIFY_OK(read::signLook(**database, systemNow()));
}

void TestReadSigns::asksForItsTables()
{
    const Result<QString> url = m_databases.emptyUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    const auto database = store::Database::open({.url = *url, .readOnly = true});
    VERIFY_OK(database);
    VERIFY_ERROR(read::signLayout(**database), "MIGRATION_NEEDED");
}

PARKING_TEST(TestReadSigns)
#include "tst_readsigns.moc"
