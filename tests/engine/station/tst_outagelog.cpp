// When a part did not work, from and to.

#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "engine/station/outagelog.h"
#include "store/outagestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::HealthLevel;
using domain::Outage;

namespace {

const QString kStation = u"11111111-2222-4333-8444-555555555555"_s;
const QString kMqtt = u"mqtt"_s;
const QString kGone = u"BROKER_UNREACHABLE"_s;

/// One station.
struct Program {
    Program(const QString &url, Clock &time)
        : clock(time), health(u"1"_s), link({.url = url}, time), role(link, health, time, 8s),
          log(link, role, time)
    {
        log.setStation(kStation);
    }
    void note() { log.note(health.health(clock.now())); }
    void set(HealthLevel level, const QString &problem = {}, const QString &detail = {})
    {
        health.set(kMqtt, level, problem, detail, clock.now());
        note();
    }

    Clock &clock;
    engine::HealthTracker health;
    engine::DatabaseLink link;
    engine::IngestRole role;
    engine::OutageLog log;
};

} // namespace

class tst_OutageLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QFETCH(const store::Dialect, dialect);
        m_url = m_databases.migratedUrl(dialect).valueOr({});
        m_program = std::make_unique<Program>(m_url, m_clock);
        VERIFY_OK(m_program->link.open());
        m_program->role.stand();
        QVERIFY(m_program->role.isHeld());
    }
    void cleanup() { m_program.reset(); }

    void fromAndTo_data() { test::TestDatabases::addRows(); }
    void fromAndTo()
    {
        m_program->set(HealthLevel::Healthy);
        QCOMPARE(outages().size(), 0);
        const UtcTime from = m_clock.now();
        m_program->set(HealthLevel::Unhealthy, kGone, u"no route"_s);
        QCOMPARE(outages().size(), 1);
        const Outage open = outages().first();
        QCOMPARE(open.stationId, kStation);
        QCOMPARE(open.check, kMqtt);
        QVERIFY(open.level == HealthLevel::Unhealthy);
        QCOMPARE(open.problem, kGone);
        QCOMPARE(open.detail, u"no route"_s);
        QCOMPARE(open.from, from);
        QVERIFY(!open.to);
        m_clock.turn(90s);
        m_program->set(HealthLevel::Unhealthy, kGone, u"no answer"_s); // the same outage
        m_program->set(HealthLevel::Healthy);
        QCOMPARE(outages().size(), 1);
        QCOMPARE(outages().first().to, from + 90s);
        QCOMPARE(outages().first().detail, u"no route"_s);
    }

    void anotherProblemIsAnotherOutage_data() { test::TestDatabases::addRows(); }
    void anotherProblemIsAnotherOutage()
    {
        m_program->set(HealthLevel::Unhealthy, kGone);
        m_clock.turn(5s);
        m_program->set(HealthLevel::Degraded, u"QOS_ZERO"_s);
        m_clock.turn(5s);
        m_program->health.remove(kMqtt);
        m_program->note();
        const QList<Outage> all = outages();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0].problem, u"QOS_ZERO"_s);
        QCOMPARE(all[0].to, m_clock.now());
        QCOMPARE(all[1].to, all[0].from);
    }

    /// What comes and goes each second would fill the table and say nothing more.
    void flickerIsOneOutage_data() { test::TestDatabases::addRows(); }
    void flickerIsOneOutage()
    {
        for (int i = 0; i < 20; ++i) {
            m_program->set(HealthLevel::Degraded, u"BACKLOG"_s);
            m_clock.turn(1s);
            m_program->set(HealthLevel::Healthy);
            m_clock.turn(1s);
        }
        QCOMPARE(outages().size(), 1);
        QCOMPARE(*outages().first().to - outages().first().from, Milliseconds(39s));
        m_clock.turn(61s);
        m_program->set(HealthLevel::Degraded, u"BACKLOG"_s);
        QCOMPARE(outages().size(), 2);
    }

    /// While a program connects for the first time nothing has failed; nor does that end what has.
    void aFirstTryIsNoOutage_data() { test::TestDatabases::addRows(); }
    void aFirstTryIsNoOutage()
    {
        m_program->set(HealthLevel::Unhealthy, u"BROKER_CONNECTING"_s);
        m_clock.turn(1s);
        m_program->set(HealthLevel::Healthy);
        QVERIFY(outages().isEmpty());
        m_program->set(HealthLevel::Unhealthy, u"BROKER_CONNECTING"_s);
        m_clock.turn(1s);
        const UtcTime from = m_clock.now();
        m_program->set(HealthLevel::Unhealthy, kGone);
        m_clock.turn(1s);
        m_program->set(HealthLevel::Unhealthy, u"BROKER_CONNECTING"_s);
        QCOMPARE(outages().size(), 1);
        QVERIFY(!outages().first().to);
        m_clock.turn(1s);
        m_program->set(HealthLevel::Healthy);
        QCOMPARE(outages().first().from, from);
        QCOMPARE(outages().first().to, from + 2s);
    }

    /// A station that ended without a good-bye leaves them open.
    void theNextStationEndsWhatLasts_data() { test::TestDatabases::addRows(); }
    void theNextStationEndsWhatLasts()
    {
        m_program->set(HealthLevel::Unhealthy, kGone);
        m_program->link.close();
        m_clock.turn(1min);
        Program next(m_url, m_clock);
        VERIFY_OK(next.link.open());
        const auto takes = [&] {
            next.role.stand();
            return next.role.isHeld();
        };
        QTRY_VERIFY(takes());
        QCOMPARE(outages().size(), 1);
        QCOMPARE(outages().first().to, m_clock.now());
    }

    void anEndIsAnEnd_data() { test::TestDatabases::addRows(); }
    void anEndIsAnEnd()
    {
        m_program->set(HealthLevel::Unhealthy, kGone);
        m_clock.turn(10s);
        m_program->log.end();
        QCOMPARE(outages().first().to, m_clock.now());
    }

    /// What its parts say while they are ended one after the other is no outage.
    void anEndIsNoOutage_data() { test::TestDatabases::addRows(); }
    void anEndIsNoOutage()
    {
        m_program->log.rest();
        m_program->set(HealthLevel::Unhealthy, kGone);
        m_program->log.end();
        QVERIFY(outages().isEmpty());
    }

    /// While the database is away it is kept, with the time at which it was so.
    void whatHappenedWithoutADatabaseIsWritten_data()
    {
        QTest::addColumn<store::Dialect>("dialect");
        QTest::newRow("postgres") << store::Dialect::Postgres;
    }
    void whatHappenedWithoutADatabaseIsWritten()
    {
        m_databases.server().stopImmediately();
        QTRY_VERIFY(!m_program->link.with([](store::Database &db) { return db.ping(); }));
        const UtcTime from = m_clock.now();
        m_program->set(HealthLevel::Unhealthy, kGone);
        m_clock.turn(20s);
        m_program->set(HealthLevel::Healthy);
        VERIFY_OK(m_databases.server().start());
        const auto isBack = [this] {
            m_clock.turn(1s);
            m_program->role.stand();
            return m_program->role.isHeld();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isBack(), 30'000);
        m_program->note();
        QCOMPARE(outages().size(), 1);
        QCOMPARE(outages().first().from, from);
        QCOMPARE(outages().first().to, from + 20s);
    }

private:
    QList<Outage> outages()
    {
        auto database = store::Database::open({.url = m_url});
        return database ? store::OutageStore(**database).recent(100).valueOr({}) : QList<Outage>();
    }

    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
    QString m_url;
    test::TurnedClock m_clock;
    std::unique_ptr<Program> m_program;
};

PARKING_TEST(tst_OutageLog)
#include "tst_outagelog.moc"
