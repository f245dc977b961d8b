// parkctl db-roles on a real PostgreSQL: station, operator and viewer work with what it grants.

#include "base/literals.h"
#include "lampstation.h"
#include "parkctl.h"
#include "read/bookings.h"
#include "read/downlinks.h"
#include "read/lamps.h"
#include "store/changestore.h"
#include "store/sessions.h"
#include "store/statestore.h"
#include "testmain.h"

using namespace parking;
using namespace parking::test;
using namespace parking::test::lamps;
using domain::DownlinkState;

namespace {

struct Rights {
    const char *table;
    /// Besides SELECT, which all have: letters of INSERT, UPDATE, DELETE; small ones for some
    /// columns.
    const char *station;
    const char *operators;
    const char *viewer = "S";
};

/// Every table of the schema. A new one is to be named here and in cmd_dbroles.cpp.
const Rights kRights[] = {
    {"acts", "I", "I"},
    {"alarms", "IUD", "u"},
    {"alarm_notices", "IUD", "", ""},
    {"booking_series", "", "I"},
    {"dead_letters", "IUD", "uD"},
    {"device_logs", "IUD", ""},
    {"device_remarks", "IUD", ""},
    {"devices", "iuD", "iu"},
    {"displays", "iu", "IU"},
    {"downlink_events", "ID", ""},
    {"downlinks", "IUD", "IU"},
    {"floors", "", "IUD"},
    {"ingest_positions", "IU", ""},
    {"left_out", "IUD", ""},
    {"outages", "IuD", ""},
    {"reservations", "u", "iu", "s"},
    {"schema_migrations", "", ""},
    {"screens", "", ""},
    {"sensor_readings", "I", ""},
    {"sites", "", "u"},
    {"spaces", "u", "iu"},
    {"state_changes", "I", "I"},
    {"station_status", "IU", "D"},
};

QString as(const char *user, QString url)
{
    return url.replace(u"parking@"_s, QLatin1StringView(user) + u"@"_s);
}

/// A letter each; a small one where it holds for some columns alone.
QString rightsOf(store::Database &db, const QString &role, const QString &table)
{
    QString letters;
    for (const char *right : {"SELECT", "INSERT", "UPDATE", "DELETE"}) {
        const auto has = [&](const QString &function) {
            return db.count(u"SELECT %1(:role, :table, :right)::int"_s.arg(function),
                            {{u"role"_s, role},
                             {u"table"_s, table},
                             {u"right"_s, QLatin1StringView(right)}})
                       .valueOr(0)
                == 1;
        };
        if (has(u"has_table_privilege"_s))
            letters += QLatin1Char(right[0]);
        else if (qstrcmp(right, "DELETE") != 0 && has(u"has_any_column_privilege"_s))
            letters += QChar(QLatin1Char(right[0])).toLower();
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
    void whatIsNotTheirWorkIsRefused_data();
    void whatIsNotTheirWorkIsRefused();
    void namesAreThoseOfLogins();
    void operatorsUseParkctl();
    void applyingAgainTakesBack();
    void aStandbyPutsAnotherLoginAside();

private:
    std::unique_ptr<store::Database> open(const char *user) const
    {
        auto opened = store::Database::open({.url = as(user, m_url)});
        return opened ? std::move(*opened) : nullptr;
    }

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
                                  "CREATE ROLE desk LOGIN IN ROLE parking_operator, "
                                  "parking_shared;\n\n"
                                  "CREATE ROLE kiosk LOGIN IN ROLE parking_viewer"_s));
    m_database = std::move(*admin);
}

void TestParkctlRoles::everyTableHasItsRights()
{
    QMap<QString, QString> expected;
    QMap<QString, QString> found;
    for (const Rights &rights : kRights)
        expected.insert(QLatin1StringView(rights.table),
                        u"station S%1, operator S%2, viewer %3"_s.arg(
                            QLatin1StringView(rights.station), QLatin1StringView(rights.operators),
                            QLatin1StringView(rights.viewer)));
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
        VERIFY_OK(test::hearSensors(*m_database, m_site.spaces, systemNow() - 60s));
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
    const domain::BookingSpan day{systemNow() - 12h, systemNow() + 12h};
    VERIFY_OK(read::bookingsBetween(**reads, day, domain::Persons::Hidden));
    QVERIFY(!read::bookingsBetween(**reads, day, domain::Persons::Shown)); // whose they are
    QVERIFY(!viewer.spaces().setOverrides({{m_site.spaces[0].id, maintenance()}}, u"anna"_s));
    viewer.stop();
}

void TestParkctlRoles::whatIsNotTheirWorkIsRefused_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *user, const char *sql) {
        QTest::addRow("%s: %s", user, sql) << QString::fromLatin1(user) << QString::fromLatin1(sql);
    };
    for (const char *user : {"st1", "ann", "kiosk"}) {
        row(user, "DELETE FROM spaces");
        row(user, "DELETE FROM sensor_readings");
        row(user, "UPDATE sensor_readings SET occupancy_state = 'FREE'");
        row(user, "DELETE FROM state_changes");
        row(user, "UPDATE state_changes SET actor = 'bob'");
        row(user, "DELETE FROM sites");
        row(user, "UPDATE schema_migrations SET checksum = ''");
        row(user, "TRUNCATE dead_letters");
        row(user, "CREATE TABLE mine (id int)");
        row(user, "UPDATE devices SET first_heard = now()");
    }
    row("st1", "UPDATE spaces SET deleted_at = now()");
    row("st1", "UPDATE spaces SET code = 'X', sensor_eui = NULL");
    row("st1", "UPDATE sites SET name = 'X'");
    row("st1", "UPDATE devices SET type_setting = 'heltec'");
    row("st1", "UPDATE devices SET retired_at = now()");
    row("st1", "UPDATE displays SET settings = '{}'");
    row("st1", "DELETE FROM floors");
    for (const char *user : {"ann", "desk"}) {
        row(user, "UPDATE spaces SET sensor_event_time = now()");
        row(user, "UPDATE spaces SET sensor_state = 'FREE'");
        row(user, "UPDATE devices SET last_heard = now()");
        row(user, "UPDATE devices SET days_longest = ''");
        row(user, "INSERT INTO ingest_positions VALUES (gen_random_uuid(), 1, 1, now())");
        row(user, "UPDATE ingest_positions SET record = 0");
        row(user, "UPDATE station_status SET ingesting = false");
        row(user, "UPDATE dead_letters SET payload = ''");
        row(user, "UPDATE downlinks SET state = 'acked'");
        row(user, "UPDATE downlinks SET payload = '', state = 'superseded'");
        row(user, "UPDATE displays SET evidence = 'echoed', shown_state = 'FREE'");
        row(user, "INSERT INTO displays (dev_eui, evidence) VALUES ('00000000000000ff', 'acked')");
        row(user,
            "INSERT INTO downlinks (id, dev_eui, wanted_state, colour, device_type, f_port, "
            "payload, confirmed, cause, state, decided_at) VALUES (gen_random_uuid(), "
            "'00000000000000ff', 'FREE', '00ff00', 'x', 1, '', false, 'again', 'sent', now())");
        row(user,
            "INSERT INTO state_changes (space_id, new_state, source, reason, timestamp, "
            "recorded_at) SELECT id, 'FREE', 'sensor', 'sensor', now(), now() FROM spaces");
        row(user,
            "INSERT INTO sensor_readings (event_key, device_eui, timestamp, received_at) "
            "VALUES (gen_random_uuid(), '00000000000000ff', now(), now())");
        row(user, "SELECT ensure_reading_partition(now())");
        row(user, "SELECT detach_reading_month(now() - interval '100 days')");
        row(user, "SELECT drop_detached_month()");
        row(user, "SELECT drop_old_changes(now() - interval '100 days', 0, 10)");
        row(user,
            "INSERT INTO alarm_notices (id, outlet, alarm_id, event, content, made_at, "
            "next_at) VALUES (gen_random_uuid(), 'mail', gen_random_uuid(), 'raised', "
            "'{}', now(), now())");
    }
    row("kiosk", "UPDATE spaces SET state = 'FREE'");
    row("kiosk", "UPDATE dead_letters SET asked_at = now()");
    row("kiosk", "INSERT INTO devices (dev_eui, first_heard) VALUES ('00000000000000ff', now())");
}

/// On rows that are there: the station and the operator have worked before.
void TestParkctlRoles::whatIsNotTheirWorkIsRefused()
{
    QFETCH(const QString, user);
    QFETCH(const QString, sql);
    const auto db = open(qPrintable(user));
    QVERIFY(db);
    const Result<> refused = db->runScript(sql);
    VERIFY_ERROR(refused, "DATABASE_ERROR");
    QCOMPARE(refused.error().details.value(u"sqlstate").toString(), u"42501"_s);
}

/// One person's login stands for its person, whatever the program says; a shared one tells.
void TestParkctlRoles::namesAreThoseOfLogins()
{
    const domain::SpaceId space = m_site.spaces[2].id;
    const auto change = [&](const char *user, const QString &told) {
        engine::EngineOptions options;
        options.databaseUrl = as(user, m_url);
        options.dataFolder = m_folder->path() + u'/' + QLatin1StringView(user);
        options.ingest = false;
        Engine desktop(options);
        QSignalSpy states(&desktop, &Engine::spacesChanged);
        domain::Override value = maintenance();
        value.actor = told;
        if (!desktop.start() || !desktop.spaces().setOverrides({{space, value}}, told))
            return QString();
        QString shown;
        for (const auto &status : states.last().first().value<QList<domain::SpaceStatus>>())
            shown = status.inputs.operatorOverride->actor;
        desktop.stop();
        const auto stored = store::StateStore(*m_database).statuses({space});
        const QString override = stored->first().status.inputs.operatorOverride->actor;
        const QString recorded =
            store::ChangeStore(*m_database).recent(space, 1).valueOr({}).first().actor;
        return shown == override && override == recorded
            ? recorded
            : u"shown %1, stored %2, %3"_s.arg(shown, override, recorded);
    };
    QCOMPARE(change("ann", u"bob"_s), u"ann"_s);
    QCOMPARE(change("desk", u"carol"_s), u"carol"_s);
    QCOMPARE(change("owner", u"dora"_s), u"dora"_s);
}

void TestParkctlRoles::operatorsUseParkctl()
{
    const auto asAnn = [this](const QStringList &words) {
        return m_parkctl.run(words + QStringList{u"--database"_s, as("ann", m_url)});
    };
    QFile csv(m_parkctl.file(u"more.csv"_s));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("code,name,sensor_eui\nB-1,B-1,00000000000000b1\nA-5,New name,00000000000000b2\n");
    csv.close();
    for (const QStringList &words :
         {QStringList{u"spaces"_s, u"import"_s, csv.fileName()},
          QStringList{u"displays"_s, u"set"_s, u"--space"_s, u"A-0"_s, u"--confirmed"_s, u"on"_s},
          QStringList{u"displays"_s, u"set"_s, u"--space"_s, u"A-0"_s, u"--type"_s,
                      u"kuando_busylight"_s},
          QStringList{u"site"_s, u"set"_s, u"--lamp-colour"_s, u"FREE=00ff01"_s},
          QStringList{u"downlinks"_s, u"send"_s, u"--space"_s, u"A-0"_s}, QStringList{u"devices"_s},
          QStringList{u"deadletters"_s, u"list"_s}}) {
        const Finished done = asAnn(words);
        VERIFY_SAID(done.exitCode == 0, done);
    }
    const auto actor = [this] {
        QString name;
        (void)m_database->each(u"SELECT actor FROM downlinks WHERE cause = 'again' OR actor <> '' "
                               "ORDER BY sequence DESC LIMIT 1"_s,
                               {},
                               [&name](const QSqlQuery &row) { name = row.value(0).toString(); });
        return name;
    };
    QCOMPARE(actor(), u"ann"_s);
    // What was set aside goes in again by the station.
    (*m_station)->journal()->append({"application/x/device/00/event/up", "{", 1}, systemNow());
    QTRY_COMPARE_WITH_TIMEOUT(m_database->count(u"SELECT count(*) FROM dead_letters"_s).valueOr(0),
                              qint64(1), kPatience);
    const Finished retried = asAnn({u"deadletters"_s, u"retry"_s, u"--all"_s});
    VERIFY_SAID(retried.exitCode == 0, retried);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_database->count(u"SELECT count(*) FROM dead_letters WHERE asked_at IS NULL"_s).valueOr(0),
        qint64(1), kPatience);
    const Finished deleted = asAnn({u"deadletters"_s, u"delete"_s, u"--all"_s});
    VERIFY_SAID(deleted.exitCode == 0, deleted);
    const Finished acts = asAnn({u"acts"_s, u"list"_s});
    VERIFY_SAID(acts.exitCode == 0, acts);
    for (const char *line :
         {"site deadLetters: toTryAgain none -> 1\n", "site deadLetters: messages 1 -> none\n",
          ": confirmed none -> true\n", ": type none -> kuando_busylight\n"})
        VERIFY_SAID(acts.out.contains(QLatin1StringView(line)), acts);
    VERIFY_SAID(!acts.out.contains(u"parkctl"), acts); // the login has the last word on who it was
}

/// What an older version granted.
void TestParkctlRoles::applyingAgainTakesBack()
{
    VERIFY_OK(m_database->runScript(u"GRANT DELETE ON spaces TO parking_station"_s));
    const Finished applied =
        m_parkctl.run({u"db-roles"_s, u"--apply"_s, u"--database"_s, as("owner", m_url)});
    VERIFY_SAID(applied.exitCode == 0, applied);
    everyTableHasItsRights();
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
