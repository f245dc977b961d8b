// Least privilege: forty acts, by the login that tries each, on a real PostgreSQL after `parkctl
// db-roles --apply`; and what the program itself is told that each login may do.

#include "base/literals.h"
#include "parkctl.h"
#include "read/rights.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::test;

namespace {

/// What the window goes by (read::rights): it shows what the login may do, and hides the rest.
enum Shown { Always, ByPersons, ByOperate, ByChangeSite, ByIngest, ByOwner, Nowhere };

struct TriedAct {
    const char *what;
    const char *sql;
    /// A letter for each login that may: o owner, s station, p operator, v viewer.
    const char *who;
    Shown shown;
};

#define DEVICE "'58a0cb0000000001'"
#define LAMP "'00000000000000ff'"

// clang-format off
const TriedAct kActs[] = {
    // Looking.
    {"sees spaces",              "SELECT code, state FROM spaces",                                    "ospv", Always},
    {"sees changes",             "SELECT actor, new_state FROM state_changes",                        "ospv", Always},
    {"sees readings",            "SELECT payload FROM sensor_readings",                               "ospv", Always},
    {"sees who did what",        "SELECT actor, differences FROM acts",                               "ospv", Always},
    {"sees when it is booked",   "SELECT start_time, end_time, status FROM reservations",             "ospv", Always},
    {"sees who booked",          "SELECT user_email FROM reservations",                               "osp",  ByPersons},
    {"sees why it was booked",   "SELECT title, reason, plate FROM reservations",                     "osp",  ByPersons},
    {"tells of its screen",      "SELECT report_screen(gen_random_uuid(), 'h', '1', 'x', 'live', 1)", "ospv", Nowhere},
    // An operator's work.
    {"sets an override",         "UPDATE spaces SET override_state = 'FREE', override_since = now()", "osp",  ByOperate},
    {"adds a space",             "INSERT INTO spaces (id, site_id, code, name) SELECT gen_random_uuid(), id, 'N', 'N' FROM sites", "op", ByOperate},
    {"names a space",            "UPDATE spaces SET name = 'X'",                                      "op",   ByOperate},
    {"binds a sensor",           "UPDATE spaces SET sensor_eui = " DEVICE,                            "op",   ByOperate},
    {"deletes a space",          "UPDATE spaces SET deleted_at = now()",                              "op",   ByOperate},
    {"adds a floor",             "INSERT INTO floors (id, site_id, name) SELECT gen_random_uuid(), id, 'B9' FROM sites", "op", ByOperate},
    {"draws a floor",            "UPDATE floors SET plan = '{}'",                                     "op",   ByOperate},
    {"removes a floor",          "DELETE FROM floors",                                                "op",   ByOperate},
    {"books",                    "INSERT INTO reservations (id, space_id, start_time, end_time, user_email, status) SELECT gen_random_uuid(), id, now() + interval '9 days', now() + interval '9 days 1 hour', 'a@b.de', 'active' FROM spaces", "op", ByOperate},
    {"moves a booking",          "UPDATE reservations SET end_time = end_time + interval '1 hour'",   "op",   ByOperate},
    {"cancels a booking",        "UPDATE reservations SET status = 'cancelled', cancel_reason = 'x'", "op",   ByOperate},
    {"repeats bookings",         "INSERT INTO booking_series (id, rule, time_zone, created_at) VALUES (gen_random_uuid(), '{}', 'UTC', now())", "op", ByOperate},
    {"acknowledges an alarm",    "UPDATE alarms SET acknowledged_at = now(), acknowledged_by = 'x'",  "osp",  ByOperate},
    {"names a device",           "UPDATE devices SET name_setting = 'X'",                             "op",   ByOperate},
    {"chooses a device's type",  "UPDATE devices SET type_setting = 'heltec'",                        "op",   ByOperate},
    {"takes a device out",       "UPDATE devices SET retired_at = now()",                             "op",   ByOperate},
    {"sends a lamp again",       "INSERT INTO downlinks (id, dev_eui, wanted_state, colour, device_type, f_port, payload, confirmed, cause, state, decided_at) VALUES (gen_random_uuid(), " LAMP ", 'FREE', '00ff00', 'x', 1, '', false, 'again', 'pending', now())", "osp", ByOperate},
    {"tries a message again",    "UPDATE dead_letters SET asked_at = now()",                          "osp",  ByOperate},
    {"deletes a message",        "DELETE FROM dead_letters",                                          "osp",  ByOperate},
    {"writes down an act",       "INSERT INTO acts (act_id, place, others, made_at, subject, verb, row_id) VALUES (gen_random_uuid(), 0, 0, now(), 'space', 'changed', 'x')", "osp", ByOperate},
    {"names the site",           "UPDATE sites SET name = 'X'",                                       "op",   ByChangeSite},
    {"sets the site's rules",    "UPDATE sites SET settings = '{}', time_zone = 'UTC'",               "op",   ByChangeSite},
    // A station's work.
    {"stores a reading",         "INSERT INTO sensor_readings (event_key, device_eui, timestamp, received_at) VALUES (gen_random_uuid(), " DEVICE ", now(), now())", "os", ByIngest},
    {"says what a sensor saw",   "UPDATE spaces SET sensor_state = 'FREE', sensor_event_time = now(), sensor_event_key = gen_random_uuid()", "os", ByIngest},
    {"moves the journal on",     "INSERT INTO ingest_positions VALUES (gen_random_uuid(), 1, 1, now())", "os", ByIngest},
    {"says what a lamp shows",   "UPDATE displays SET evidence = 'acked', shown_state = 'FREE'",      "os",   ByIngest},
    {"raises an alarm",          "INSERT INTO alarms (id, kind, subject, level, affected, raised_at) VALUES (gen_random_uuid(), 'x', 'y', 'notice', 1, now())", "os", ByIngest},
    {"drops an old month",       "SELECT detach_reading_month(now() - interval '9 years')",           "os",   ByIngest},
    // Nobody's but the owner's.
    {"makes tables",             "CREATE TABLE more (id int)",                                        "o",    ByOwner},
    {"rewrites the history",     "UPDATE state_changes SET actor = 'bob'",                            "o",    Nowhere},
    {"rewrites who did what",    "UPDATE acts SET actor = 'bob'",                                     "o",    Nowhere},
    {"wipes out who did what",   "DELETE FROM acts",                                                  "o",    Nowhere},
    {"reads who gets mail",      "SELECT content FROM alarm_notices",                                 "osp",  Nowhere},
    {"destroys a space",         "DELETE FROM spaces WHERE code = 'none'",                            "o",    Nowhere},
    {"forges the tables' sums",  "UPDATE schema_migrations SET checksum = ''",                        "o",    Nowhere},
};
// clang-format on

struct Login {
    const char *name;
    char letter;
};
const Login kLogins[] = {{"owner", 'o'}, {"st1", 's'}, {"ann", 'p'}, {"eve", 'v'}};

QString as(const char *user, QString url)
{
    return url.replace(u"parking@"_s, QLatin1StringView(user) + u"@"_s);
}

/// One row of what is acted on. The superuser makes it: no trigger asks who it is.
const char kSeed[] = R"(INSERT INTO floors (id, site_id, name)
    SELECT gen_random_uuid(), id, 'B1' FROM sites;

INSERT INTO spaces (id, site_id, code, name, floor)
    SELECT gen_random_uuid(), id, 'B1-001', 'B1-001', 'B1' FROM sites;

INSERT INTO devices (dev_eui, kind, first_heard) VALUES ('58a0cb0000000001', 'sensor', now());

INSERT INTO displays (dev_eui) VALUES ('00000000000000ff');

INSERT INTO reservations (id, space_id, start_time, end_time, user_email, status)
    SELECT gen_random_uuid(), id, now() + interval '1 hour', now() + interval '2 hours',
        'someone@example.com', 'active' FROM spaces;

INSERT INTO alarms (id, kind, subject, level, affected, raised_at)
    VALUES (gen_random_uuid(), 'sensors_silent', 'x', 'warning', 1, now());

INSERT INTO dead_letters (topic, payload, payload_bytes, sha256, code, received_at, recorded_at)
    VALUES ('t', 'p', 1, 's', 'BAD_JSON', now(), now());

INSERT INTO acts (act_id, place, others, made_at, actor, subject, verb, row_id)
    VALUES (gen_random_uuid(), 0, 0, now(), 'ann', 'space', 'made', 'x');

INSERT INTO state_changes (space_id, new_state, source, reason, timestamp, recorded_at)
    SELECT id, 'FREE', 'sensor', 'sensor', now(), now() FROM spaces;

SELECT ensure_reading_partition(now()))";

} // namespace

class TestParkctlRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fortyActs_data();
    void fortyActs();
    void theWindowIsToldTheSame_data();
    void theWindowIsToldTheSame();
    void actsBearTheLoginsName();

private:
    TestDatabases m_databases;
    Parkctl m_parkctl;
    QString m_url;
    std::unique_ptr<store::Database> m_database; ///< the superuser's
    QMap<QString, std::shared_ptr<store::Database>> m_logins;
};

void TestParkctlRights::initTestCase()
{
    const auto url = m_databases.emptyUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    m_url = *url;
    auto admin = store::Database::open({.url = m_url});
    VERIFY_OK(admin);
    m_database = std::move(*admin);
    VERIFY_OK(
        m_database->runScript(u"CREATE ROLE owner LOGIN CREATEROLE;\n\n"
                              "ALTER DATABASE %1 OWNER TO owner"_s.arg(m_url.section(u'/', -1))));
    const Finished migrated = m_parkctl.run({u"migrate"_s, u"--database"_s, as("owner", m_url)});
    VERIFY_SAID(migrated.exitCode == 0, migrated);
    const Finished applied =
        m_parkctl.run({u"db-roles"_s, u"--apply"_s, u"--database"_s, as("owner", m_url)});
    VERIFY_SAID(applied.exitCode == 0, applied);
    VERIFY_OK(m_database->runScript(u"CREATE ROLE st1 LOGIN IN ROLE parking_station;\n\n"
                                    "CREATE ROLE ann LOGIN IN ROLE parking_operator;\n\n"
                                    "CREATE ROLE eve LOGIN IN ROLE parking_viewer"_s));
    VERIFY_OK(m_database->runScript(QString::fromLatin1(kSeed)));
    for (const Login &login : kLogins) {
        auto opened = store::Database::open({.url = as(login.name, m_url)});
        VERIFY_OK(opened);
        m_logins.insert(QLatin1StringView(login.name), std::move(*opened));
    }
}

void TestParkctlRights::fortyActs_data()
{
    QVERIFY(std::size(kActs) >= 40);
    QTest::addColumn<int>("act");
    QTest::addColumn<QString>("login");
    QTest::addColumn<bool>("may");
    for (int act = 0; act < int(std::size(kActs)); ++act) {
        for (const Login &login : kLogins) {
            const bool may = QLatin1StringView(kActs[act].who).contains(QLatin1Char(login.letter));
            QTest::addRow("%s %s: %s", login.name, may ? "may" : "may not", kActs[act].what)
                << act << QString::fromLatin1(login.name) << may;
        }
    }
}

/// On rows that are there, and each is taken back: none stands in the way of the next.
void TestParkctlRights::fortyActs()
{
    QFETCH(const int, act);
    QFETCH(const QString, login);
    QFETCH(const bool, may);
    store::Database &database = *m_logins[login];
    const auto transaction = store::Transaction::begin(database);
    VERIFY_OK(transaction);
    const Result<> done = database.runScript(QString::fromLatin1(kActs[act].sql));
    if (may) {
        VERIFY_OK(done);
        return;
    }
    VERIFY_ERROR(done, "DATABASE_ERROR");
    QCOMPARE(done.error().details.value(u"sqlstate").toString(), u"42501"_s);
}

void TestParkctlRights::theWindowIsToldTheSame_data()
{
    QTest::addColumn<QString>("login");
    for (const Login &login : kLogins)
        QTest::newRow(login.name) << QString::fromLatin1(login.name);
}

/// What is shown or hidden by one right is allowed to all of its acts, or to none.
void TestParkctlRights::theWindowIsToldTheSame()
{
    QFETCH(const QString, login);
    const auto rights = read::rights(*m_logins[login]);
    VERIFY_OK(rights);
    QCOMPARE(rights->login, login);
    const auto shown = [&rights](Shown by) {
        switch (by) {
        case ByPersons:
            return rights->maySeePersons;
        case ByOperate:
            return rights->mayOperate;
        case ByChangeSite:
            return rights->mayChangeSite;
        case ByIngest:
            return rights->mayIngest;
        case ByOwner:
            return rights->isOwner;
        default:
            return true;
        }
    };
    const auto letter = std::find_if(std::begin(kLogins), std::end(kLogins), [&](const Login &one) {
                            return login == QLatin1StringView(one.name);
                        })->letter;
    for (const TriedAct &act : kActs) {
        const bool may = QLatin1StringView(act.who).contains(QLatin1Char(letter));
        if (act.shown == Nowhere)
            continue; // the window has no button for it
        // A station's rights reach into an operator's work where it does the same by itself; as a
        // person its login may not, and so the window hides all of it.
        if (login == u"st1" && act.shown == ByOperate)
            QVERIFY2(!shown(act.shown), act.what);
        else
            QVERIFY2(shown(act.shown) == may, act.what);
    }
}

/// Whatever a program says.
void TestParkctlRights::actsBearTheLoginsName()
{
    const auto write = [this](const QString &login) {
        const Result<> done = m_logins[login]->runScript(
            u"INSERT INTO acts (act_id, place, others, made_at, actor, subject, verb, row_id) "
            "VALUES (gen_random_uuid(), 0, 0, now(), 'bob', 'space', 'changed', '%1')"_s.arg(
                login));
        QString actor;
        (void)m_database->each(u"SELECT actor FROM acts WHERE row_id = :row"_s, {{u"row"_s, login}},
                               [&actor](const QSqlQuery &row) { actor = row.value(0).toString(); });
        return done ? actor : done.error().detail;
    };
    QCOMPARE(write(u"ann"_s), u"ann"_s); // a person
    QCOMPARE(write(u"st1"_s), u"bob"_s); // a program, which knows who sits there
    QCOMPARE(write(u"owner"_s), u"bob"_s);
}

PARKING_TEST(TestParkctlRights)
#include "tst_parkctlrights.moc"
