// parkctl db-roles on a real PostgreSQL: station, operator and viewer work with what it grants.

#include "base/literals.h"
#include "lampstation.h"
#include "parkctl.h"
#include "read/downlinks.h"
#include "read/lamps.h"
#include "store/changestore.h"
#include "store/sessions.h"
#include "testmain.h"

using namespace parking;
using namespace parking::test;
using namespace parking::test::lamps;
using domain::DownlinkState;

namespace {

struct Rights {
    const char *table;
    const char *station; ///< besides SELECT, which all have: letters of INSERT, UPDATE, DELETE
    const char *operators;
};

/// Every table of the schema. A new one is to be named here and in cmd_database.cpp.
const Rights kRights[] = {
    {"dead_letters", "IUD", "D"},  {"device_logs", "IUD", ""},
    {"device_remarks", "IUD", ""}, {"devices", "IUD", "IU"},
    {"left_out", "IUD", ""},       {"displays", "IU", "IU"},
    {"downlink_events", "ID", ""}, {"downlinks", "IUD", "IU"},
    {"floors", "", "IUD"},         {"ingest_positions", "IU", ""},
    {"schema_migrations", "", ""}, {"sensor_readings", "I", ""},
    {"sites", "", "IU"},           {"spaces", "U", "IU"},
    {"state_changes", "I", "I"},   {"station_status", "IU", ""},
};

QString as(const char *user, QString url)
{
    return url.replace(u"parking@"_s, QLatin1StringView(user) + u"@"_s);
}

QString rightsOf(store::Database &db, const QString &role, const QString &table)
{
    QString letters;
    for (const char *right : {"SELECT", "INSERT", "UPDATE", "DELETE"}) {
        const auto has = db.count(
            u"SELECT has_table_privilege(:role, :table, :right)::int"_s,
            {{u"role"_s, role}, {u"table"_s, table}, {u"right"_s, QLatin1StringView(right)}});
        if (has.valueOr(0) == 1)
            letters += QLatin1Char(right[0]);
    }
    return letters;
}

domain::Override maintenance()
{
    domain::Override value;
    value.state = domain::SpaceState::Maintenance;
    value.reason = u"paint"_s;
    value.actor = u"ann"_s;
    return value;
}

} // namespace

class TestParkctlRoles : public QObject, LampBench {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { finish(); }

    void everyTableHasItsRights();
    void sequencesMayBeUsed();
    void itAsksForTheTablesFirst();
    void aStationWorks();
    void anOperatorWorks();
    void aViewerReads();
    void aStandbyPutsAnotherLoginAside();

private:
    Parkctl m_parkctl;
};

/// The owner is no superuser: it migrates and gives the rights.
void TestParkctlRoles::initTestCase()
{
    prepare();
    const auto url = m_databases.emptyUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    m_url = *url;
    auto admin = store::Database::open({.url = m_url});
    VERIFY_OK(admin);
    VERIFY_OK(
        (*admin)->runScript(u"CREATE ROLE owner LOGIN CREATEROLE;\n\n"
                            "ALTER DATABASE %1 OWNER TO owner"_s.arg(m_url.section(u'/', -1))));
    const Finished migrated = m_parkctl.run({u"migrate"_s, u"--database"_s, as("owner", m_url)});
    VERIFY_SAID(migrated.exitCode == 0, migrated);
    const Finished applied =
        m_parkctl.run({u"db-roles"_s, u"--apply"_s, u"--database"_s, as("owner", m_url)});
    VERIFY_SAID(applied.exitCode == 0, applied);
    VERIFY_OK((*admin)->runScript(u"CREATE ROLE st1 LOGIN IN ROLE parking_station;\n\n"
                                  "CREATE ROLE st2 LOGIN IN ROLE parking_station;\n\n"
                                  "CREATE ROLE ann LOGIN IN ROLE parking_operator;\n\n"
                                  "CREATE ROLE kiosk LOGIN IN ROLE parking_viewer"_s));
    m_database = std::move(*admin);
}

void TestParkctlRoles::everyTableHasItsRights()
{
    QMap<QString, QString> expected;
    QMap<QString, QString> found;
    for (const Rights &rights : kRights)
        expected.insert(
            QLatin1StringView(rights.table),
            u"station S%1, operator S%2, viewer S"_s.arg(QLatin1StringView(rights.station),
                                                         QLatin1StringView(rights.operators)));
    VERIFY_OK(m_database->each(
        u"SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'p') AND NOT relispartition"_s,
        {}, [&](const QSqlQuery &row) { found.insert(row.value(0).toString(), {}); }));
    for (auto it = found.begin(); it != found.end(); ++it)
        it.value() = u"station %1, operator %2, viewer %3"_s.arg(
            rightsOf(*m_database, u"parking_station"_s, it.key()),
            rightsOf(*m_database, u"parking_operator"_s, it.key()),
            rightsOf(*m_database, u"parking_viewer"_s, it.key()));
    QCOMPARE(found, expected);
}

void TestParkctlRoles::sequencesMayBeUsed()
{
    const auto refused =
        m_database->count(u"SELECT count(*) FROM pg_class WHERE relkind = 'S' "
                          "AND relnamespace = 'public'::regnamespace "
                          "AND NOT (has_sequence_privilege('parking_station', oid, 'USAGE') "
                          "AND has_sequence_privilege('parking_operator', oid, 'USAGE'))"_s);
    VERIFY_OK(refused);
    QCOMPARE(*refused, 0);
}

void TestParkctlRoles::itAsksForTheTablesFirst()
{
    const auto url = m_databases.emptyUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    const Finished done = m_parkctl.run({u"db-roles"_s, u"--apply"_s, u"--database"_s, *url});
    VERIFY_SAID(done.exitCode == 1, done);
    VERIFY_SAID(done.err.startsWith(u"MIGRATION_NEEDED"_s), done);
}

/// Ingest, a lamp's command with its txack and echo, and the report of the station.
void TestParkctlRoles::aStationWorks()
{
    // The site is made by somebody who may.
    {
        LampStation owner(as("owner", m_url), m_folder->path() + u"/owner"_s, 0);
        VERIFY_OK(owner->start());
        VERIFY_OK(owner->spaces().createSite(m_site));
        owner->stop();
    }
    m_station = std::make_unique<LampStation>(as("st1", m_url), m_folder->path() + u"/st1"_s,
                                              m_rest->port());
    VERIFY_OK((*m_station)->start());
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->items().size(), kSpaces, kPatience);
    transmit(0);
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    transmit(0);
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(255, 0, 0)));
    QVERIFY(settled(0, DownlinkState::Echoed));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_database->count(u"SELECT count(*) FROM station_status WHERE ingesting"_s).valueOr(0),
        qint64(1), kPatience);
    QCOMPARE(m_database->count(u"SELECT count(*) FROM dead_letters"_s).valueOr(-1), qint64(0));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
}

void TestParkctlRoles::anOperatorWorks()
{
    engine::EngineOptions options;
    options.databaseUrl = as("ann", m_url);
    options.dataFolder = m_folder->path() + u"/ann"_s;
    options.ingest = false;
    Engine desktop(options);
    VERIFY_OK(desktop.start());
    VERIFY_OK(desktop.spaces().setOverrides({{m_site.spaces[1].id, maintenance()}}, u"anna"_s));
    QCOMPARE(store::ChangeStore(*m_database).recent(m_site.spaces[1].id, 5).valueOr({}).size(), 1);
    VERIFY_OK(desktop.lamps().setDeviceType(lamp(1), u"kuando_busylight"_s));
    const auto reads = store::Database::open({.url = options.databaseUrl, .readOnly = true});
    VERIFY_OK(reads);
    VERIFY_OK(read::downlinks(**reads, {}, 10));
    desktop.stop();
}

void TestParkctlRoles::aViewerReads()
{
    engine::EngineOptions options;
    options.databaseUrl = as("kiosk", m_url);
    options.dataFolder = m_folder->path() + u"/kiosk"_s;
    options.ingest = false;
    Engine viewer(options);
    VERIFY_OK(viewer.start());
    VERIFY_OK(viewer.spaces().snapshot());
    const auto reads = store::Database::open({.url = options.databaseUrl, .readOnly = true});
    VERIFY_OK(reads);
    VERIFY_OK(read::lamp(**reads, m_site.spaces[0].id, systemNow()));
    VERIFY_OK(read::downlinks(**reads, {}, 10));
    QVERIFY(!viewer.spaces().setOverrides({{m_site.spaces[0].id, maintenance()}}, u"anna"_s));
    viewer.stop();
}

void TestParkctlRoles::aStandbyPutsAnotherLoginAside()
{
    auto standby = store::Database::open({.url = as("st2", m_url)});
    VERIFY_OK(standby);
    const auto ended = store::endLockHolder(**standby, u"ingest"_s);
    VERIFY_OK(ended);
    QVERIFY(*ended);
}

PARKING_TEST(TestParkctlRoles)
#include "tst_parkctlroles.moc"
