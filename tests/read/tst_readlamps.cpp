// What readers tell of a lamp, without the engine that commands it.

#include "base/literals.h"
#include "heardsensors.h"
#include "read/lamps.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "store/stationstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using store::Dialect;

class TestReadLamps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wantedFollowsStateAndColours_data() { test::TestDatabases::addRows(); }
    void wantedFollowsStateAndColours();
    void blindStationsWantDarkLamps_data() { test::TestDatabases::addRows(); }
    void blindStationsWantDarkLamps();
    void unknownSpacesWantNothing_data() { test::TestDatabases::addRows(); }
    void unknownSpacesWantNothing();
    void lampsAreTakenTogether_data() { test::TestDatabases::addRows(); }
    void lampsAreTakenTogether();
    void othersHaveNoLamp_data() { test::TestDatabases::addRows(); }
    void othersHaveNoLamp();

private:
    /// A space with a Kuando Busylight, or without a lamp; its sensor says that it is free.
    domain::SpaceId addSpace(const QString &code, bool hasLamp, bool isHeard = true);
    std::optional<domain::LampFrame> wanted(domain::SpaceId space, UtcTime now);
    void report(bool isDark);

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    UtcTime m_now = systemNow();
    int m_spaces = 1;
};

domain::SpaceId TestReadLamps::addSpace(const QString &code, bool hasLamp, bool isHeard)
{
    domain::Space space;
    space.id = domain::SpaceId::create();
    space.siteId = store::SiteStore(*m_database).first().valueOr({}).id;
    space.code = code;
    space.name = code;
    if (hasLamp)
        space.displayEui = domain::DevEui(0x2020'2000'0000'0000 + quint64(m_spaces));
    space.sensorEui = domain::DevEui(0xe8e1'e100'0102'0300 + quint64(m_spaces++));
    if (!store::SpaceStore(*m_database).create(space, m_now)
        || (isHeard && !test::hearSensors(*m_database, {space}, m_now)))
        return {};
    return space.id;
}

std::optional<domain::LampFrame> TestReadLamps::wanted(domain::SpaceId space, UtcTime now)
{
    const auto told = read::lamp(*m_database, space, now);
    return told && *told ? (*told)->wanted : std::nullopt;
}

void TestReadLamps::report(bool isDark)
{
    store::StationStatus status;
    status.stationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    status.reportedAt = m_now;
    status.startedAt = m_now;
    status.ingesting = true;
    status.mqttState = u"connected"_s;
    status.details.insert(store::kLampsDark, isDark);
    VERIFY_OK(store::StationStore(*m_database).report(status));
}

void TestReadLamps::wantedFollowsStateAndColours()
{
    QFETCH(const Dialect, dialect);
    m_database = std::move(*m_databases.open(dialect));
    const domain::SpaceId id = addSpace(u"A-1"_s, true);
    QCOMPARE(wanted(id, m_now)->colour, (domain::Rgb{0, 0xff, 0}));
    auto rows = store::StateStore(*m_database).lock({id});
    VERIFY_OK(rows);
    rows->first().state = domain::SpaceState::Occupied;
    rows->first().since = m_now;
    VERIFY_OK(store::StateStore(*m_database).write(*rows));
    QCOMPARE(wanted(id, m_now)->colour, (domain::Rgb{0xff, 0, 0}));
    domain::Site site = *store::SiteStore(*m_database).first();
    domain::DisplayPolicy policy;
    policy.colours[domain::indexOf(domain::SpaceState::Occupied)] = {1, 2, 3};
    site.settings.insert(u"lamps"_s, domain::toJson(policy));
    VERIFY_OK(store::SiteStore(*m_database).update(site));
    QCOMPARE(wanted(id, m_now)->colour, (domain::Rgb{1, 2, 3}));
}

/// Only the station knows that it is blind; its report tells those who look.
void TestReadLamps::blindStationsWantDarkLamps()
{
    QFETCH(const Dialect, dialect);
    m_database = std::move(*m_databases.open(dialect));
    m_now = systemNow(); // a server may take its time to start, and tells the time itself
    const domain::SpaceId id = addSpace(u"A-1"_s, true);
    report(true);
    QCOMPARE(wanted(id, m_now)->colour, domain::Rgb());
    store::StationStore stations(*m_database);
    store::StationStatus status = stations.all()->first();
    status.reportedAt -= 16s;
    VERIFY_OK(stations.report(status));
    QCOMPARE(wanted(id, m_now)->colour, (domain::Rgb{0, 0xff, 0})); // it is down
    VERIFY_OK(m_database->run(u"DELETE FROM station_status"_s));
    report(false);
    QCOMPARE(wanted(id, m_now)->colour, (domain::Rgb{0, 0xff, 0}));
}

/// Never heard; silent; and taken, which is known in silence too.
void TestReadLamps::unknownSpacesWantNothing()
{
    QFETCH(const Dialect, dialect);
    m_database = std::move(*m_databases.open(dialect));
    const domain::SpaceId never = addSpace(u"A-1"_s, true, false);
    const domain::SpaceId heard = addSpace(u"A-2"_s, true);
    const auto told = [&](domain::SpaceId space, UtcTime now) {
        const auto lamp = read::lamp(*m_database, space, now);
        return lamp && *lamp ? **lamp : domain::LampStatus();
    };
    const UtcTime later = m_now + 26h;
    QVERIFY(told(never, m_now).order == domain::LampOrder::StayAsItIs);
    QVERIFY(told(never, m_now).unknown == domain::Unknown::NeverHeard);
    QVERIFY(!told(never, m_now).wanted);
    QVERIFY(told(heard, m_now).order == domain::LampOrder::Show);
    QVERIFY(!told(heard, m_now).unknown);
    QVERIFY(told(heard, later).order == domain::LampOrder::StayAsItIs);
    QVERIFY(told(heard, later).unknown == domain::Unknown::Silent);

    domain::Site site = *store::SiteStore(*m_database).first();
    domain::DisplayPolicy policy;
    policy.whenUnknown = domain::LampsWhenUnknown::Off;
    site.settings.insert(u"lamps"_s, domain::toJson(policy));
    VERIFY_OK(store::SiteStore(*m_database).update(site));
    QVERIFY(told(never, m_now).order == domain::LampOrder::GoDark);
    QCOMPARE(wanted(never, m_now)->colour, domain::Rgb());
    QCOMPARE(wanted(heard, later)->colour, domain::Rgb());

    auto rows = store::StateStore(*m_database).lock({heard});
    VERIFY_OK(rows);
    rows->first().state = domain::SpaceState::Occupied;
    VERIFY_OK(store::StateStore(*m_database).write(*rows));
    QCOMPARE(wanted(heard, later)->colour, (domain::Rgb{0xff, 0, 0}));
}

/// One shows what it should, one failed, one is wanted nothing of.
void TestReadLamps::lampsAreTakenTogether()
{
    QFETCH(const Dialect, dialect);
    m_database = std::move(*m_databases.open(dialect));
    QCOMPARE(read::lamps(*m_database, m_now)->lamps, 0);
    const domain::SpaceId right = addSpace(u"A-1"_s, true);
    const domain::SpaceId failed = addSpace(u"A-2"_s, true);
    addSpace(u"A-3"_s, true, false);
    domain::Display display;
    display.devEui = (*read::lamp(*m_database, right, m_now))->display.devEui;
    display.shown = wanted(right, m_now);
    display.shownAt = m_now;
    display.evidence = domain::Evidence::Acked;
    VERIFY_OK(store::DisplayStore(*m_database).save({display}));
    domain::Downlink row;
    row.id = domain::DownlinkId::create();
    row.devEui = (*read::lamp(*m_database, failed, m_now))->display.devEui;
    row.spaceId = failed;
    row.frame = *wanted(failed, m_now);
    row.decidedAt = m_now;
    row.state = domain::DownlinkState::Failed;
    row.problem = u"CHIRPSTACK_NO_DEVICE"_s;
    row.endedAt = m_now;
    domain::Downlink newer = row; // tried again: that says nothing yet
    newer.id = domain::DownlinkId::create();
    newer.state = domain::DownlinkState::Pending;
    newer.problem.clear();
    newer.endedAt.reset();
    QList<domain::Downlink> rows{row, newer};
    VERIFY_OK(store::DownlinkStore(*m_database).insert(rows));
    const auto known = read::lamps(*m_database, m_now);
    VERIFY_OK(known);
    QCOMPARE(known->lamps, 3);
    QCOMPARE(known->right, 1);
    QCOMPARE(known->rightOnes, (QList<domain::DevEui>{display.devEui}));
    QCOMPARE(
        known->troubles,
        (QList<domain::LampTrouble>{{u"A-2"_s, u"CHIRPSTACK_NO_DEVICE"_s, m_now, row.devEui}}));
}

void TestReadLamps::othersHaveNoLamp()
{
    QFETCH(const Dialect, dialect);
    m_database = std::move(*m_databases.open(dialect));
    const auto told = read::lamp(*m_database, addSpace(u"A-2"_s, false), m_now);
    VERIFY_OK(told);
    QVERIFY(!*told);
    VERIFY_ERROR(read::lamp(*m_database, domain::SpaceId::create(), m_now), "RECORD_NOT_FOUND");
}

PARKING_TEST(TestReadLamps)
#include "tst_readlamps.moc"
