// The engine's connection: who notices that it is gone, and how it comes back.

#include "engine/station/databaselink.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using engine::DatabaseLink;
using store::Dialect;

class tst_DatabaseLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void runsWork_data() { test::TestDatabases::addRows(); }
    void runsWork();
    void rollsBackWhatFails_data() { test::TestDatabases::addRows(); }
    void rollsBackWhatFails();
    void noticesTheLossAndComesBack();
    void isUpOnlyWhenAllWasRead();
    void refusesWhatWaitingCannotMend();

private:
    QString url(Dialect dialect) { return m_databases.migratedUrl(dialect).valueOr({}); }
    static Result<> write(store::Database &database)
    {
        return database.run(u"UPDATE sites SET name = 'written'"_s);
    }
    static Result<qint64> written(store::Database &database)
    {
        return database.count(u"SELECT count(*) FROM sites WHERE name = 'written'"_s);
    }

    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
    test::TurnedClock m_clock;
};

void tst_DatabaseLink::cleanup()
{
    if (m_databases.server().port() != 0 && !m_databases.server().isRunning())
        VERIFY_OK(m_databases.server().start());
}

void tst_DatabaseLink::runsWork()
{
    QFETCH(Dialect, dialect);
    DatabaseLink link({.url = url(dialect)}, m_clock);
    QSignalSpy up(&link, &DatabaseLink::up);
    QVERIFY(!link.isUp());
    VERIFY_ERROR(link.with(write), "DATABASE_ERROR");
    VERIFY_OK(link.open());
    QCOMPARE(up.size(), 1);
    VERIFY_OK(link.transact(write));
    QCOMPARE(link.with(written).valueOr(-1), 1);
    link.close();
    QVERIFY(!link.isUp());
    VERIFY_ERROR(link.transact(write), "DATABASE_ERROR");
}

void tst_DatabaseLink::rollsBackWhatFails()
{
    QFETCH(Dialect, dialect);
    DatabaseLink link({.url = url(dialect)}, m_clock);
    VERIFY_OK(link.open());
    const Result<> refused = link.transact([](store::Database &database) -> Result<> {
        if (Result<> done = write(database); !done)
            return done;
        return Error{u"TEST"_s, {}};
    });
    VERIFY_ERROR(refused, "TEST");
    QVERIFY(link.isUp());
    QCOMPARE(link.with(written).valueOr(-1), 0);
}

void tst_DatabaseLink::noticesTheLossAndComesBack()
{
    DatabaseLink link({.url = url(Dialect::Postgres)}, m_clock);
    QSignalSpy up(&link, &DatabaseLink::up);
    QSignalSpy lost(&link, &DatabaseLink::lost);
    VERIFY_OK(link.open());
    m_databases.server().stopImmediately();
    QVERIFY(link.isUp()); // nobody has asked
    const auto failed = link.with(written);
    VERIFY_ERROR(failed, "DATABASE_ERROR");
    QVERIFY(!link.isUp());
    QCOMPARE(lost.size(), 1);
    // It tries after pauses that double up to five seconds.
    for (const Milliseconds pause : {500ms, 1000ms, 2000ms, 4000ms, 5000ms, 5000ms}) {
        QCOMPARE(m_clock.untilNext(), std::optional(pause));
        const qsizetype before = lost.size();
        m_clock.turn(pause);
        QCOMPARE(lost.size(), before + 1);
    }
    VERIFY_OK(m_databases.server().start());
    m_clock.turn(5s);
    QCOMPARE(up.size(), 2);
    QCOMPARE(link.with(written).valueOr(-1), 0);
    QVERIFY(!m_clock.untilNext());
}

void tst_DatabaseLink::isUpOnlyWhenAllWasRead()
{
    DatabaseLink link({.url = url(Dialect::Sqlite)}, m_clock);
    QStringList steps;
    bool works = false;
    link.beforeUp([&](store::Database &) -> Result<> {
        steps.append(u"first"_s);
        return {};
    });
    link.beforeUp([&](store::Database &database) -> Result<> {
        steps.append(u"second"_s);
        if (works)
            return write(database);
        return Error{u"DATABASE_ERROR"_s, u"a lock"_s, {{u"wait"_s, true}}};
    });
    VERIFY_OK(link.open());
    QVERIFY(!link.isUp());
    works = true;
    m_clock.turn(500ms);
    QVERIFY(link.isUp());
    QCOMPARE(steps, QStringList({u"first"_s, u"second"_s, u"first"_s, u"second"_s}));
}

void tst_DatabaseLink::refusesWhatWaitingCannotMend()
{
    DatabaseLink empty({.url = m_databases.emptyUrl(Dialect::Postgres).valueOr({})}, m_clock);
    VERIFY_ERROR(empty.open(), "MIGRATION_NEEDED");
    QVERIFY(!m_clock.untilNext());
    VERIFY_OK(empty.migrate());
    VERIFY_OK(empty.open());
    DatabaseLink none({.url = u"nonsense"_s}, m_clock);
    VERIFY_ERROR(none.open(), "VALIDATION_ERROR");
    QVERIFY(!m_clock.untilNext());
}

PARKING_TEST(tst_DatabaseLink)
#include "tst_databaselink.moc"
