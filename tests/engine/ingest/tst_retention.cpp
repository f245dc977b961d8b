// What is old goes, in small steps, and nothing else does.

#include "base/literals.h"
#include "engine/ingest/steppace.h"
#include "station.h"
#include "store/changestore.h"
#include "store/devicestore.h"
#include "store/fileroom.h"
#include "store/readingstore.h"
#include "store/retentionstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QFileInfo>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using store::Database;
using store::Dialect;
using test::Station;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers
constexpr auto kKeep = 100 * 24h;
const domain::DevEui kSensor = *domain::DevEui::parse(u"e8e1e10000000001"_s);

domain::Reading reading(UtcTime time)
{
    domain::Reading reading;
    reading.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    reading.devEui = kSensor;
    reading.time = reading.receivedAt = time;
    reading.payload = QByteArray(200, 'x');
    return reading;
}

domain::StateChange change(domain::SpaceId space, UtcTime time)
{
    domain::StateChange change;
    change.spaceId = space;
    change.current = domain::SpaceState::Occupied;
    change.source = u"sensor"_s;
    change.time = change.recordedAt = time;
    return change;
}

} // namespace

class tst_Retention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOldGoes_data() { test::TestDatabases::addRows(); }
    void whatIsOldGoes();
    void aClockThatIsAheadDropsNothing_data() { test::TestDatabases::addRows(); }
    void aClockThatIsAheadDropsNothing();
    void theStateAfterTheCutStaysKnown_data() { test::TestDatabases::addRows(); }
    void theStateAfterTheCutStaysKnown();
    void forEverIsForEver_data() { test::TestDatabases::addRows(); }
    void forEverIsForEver();
    void theDiskGetsItsSpaceBack();
    void whoReadsForLongIsNotWaitedFor();
    void monthsThatAreNeededStay();
    void aMonthThatWasTakenOutIsDropped();
    void changesOutliveReadings_data() { test::TestDatabases::addRows(); }
    void changesOutliveReadings();
    void aFileMadeBeforeKeepsItsSize();
    void stepsFitTheirTime();

private:
    std::unique_ptr<Database> open(Dialect dialect);
    Result<> hear(Database &db, UtcTime time);
    Result<> fill(Database &db, UtcTime now, int olds);
    std::unique_ptr<Station> station(Milliseconds keep);
    /// The sweep that follows a start after a minute.
    void begin(Station &station);

    test::TestDatabases m_databases;
    QString m_url;
    std::shared_ptr<test::TurnedClock> m_clock;
    domain::SpaceId m_moved; ///< lately and long ago
    domain::SpaceId m_still; ///< long ago alone
};

std::unique_ptr<Database> tst_Retention::open(Dialect dialect)
{
    m_clock = std::make_shared<test::TurnedClock>(systemNow());
    const auto url = m_databases.migratedUrl(dialect);
    if (!url)
        return nullptr;
    m_url = *url;
    auto database = Database::open({.url = m_url});
    return database ? std::move(*database) : nullptr;
}

/// The newest word of all devices.
Result<> tst_Retention::hear(Database &db, UtcTime time)
{
    store::DeviceStore devices(db);
    const Result<> done = devices.touch(
        {{.devEui = kSensor, .lastHeard = time, .uplinks = 1, .firstHeard = time}}, time);
    return done ? devices.setType(kSensor, u"milesight-ws303"_s, time) : done; // not forgotten
}

/// So many readings of long ago, ten of now, and changes of both times.
Result<> tst_Retention::fill(Database &db, UtcTime now, int olds)
{
    const auto site = store::SiteStore(db).first();
    if (!site)
        return site.error();
    QList<domain::Space> spaces;
    for (const QString &code : {u"A-1"_s, u"A-2"_s}) {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.siteId = site->id;
        space.code = space.name = code;
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        spaces.append(space);
    }
    m_moved = spaces[0].id;
    m_still = spaces[1].id;
    return store::transact(db, [&]() -> Result<> {
        if (auto done = store::SpaceStore(db).createMany(spaces, now); !done)
            return done.error();
        QList<domain::Reading> readings;
        const UtcTime old = now - kKeep - 70 * 24h;
        for (int i = 0; i < olds; ++i)
            readings.append(reading(old + std::chrono::minutes(i)));
        for (int i = 0; i < 10; ++i)
            readings.append(reading(now - std::chrono::hours(i)));
        if (auto done = store::ReadingStore(db).insert(readings); !done)
            return done.error();
        if (auto done = hear(db, now); !done)
            return done;
        return store::ChangeStore(db).append({change(m_still, old), change(m_moved, old),
                                              change(m_moved, old + 1h),
                                              change(m_moved, now - 1h)});
    });
}

void tst_Retention::begin(Station &station)
{
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), station->isIdle()), kPatience);
    m_clock->turn(1s);
    m_clock->leap(60s);
}

std::unique_ptr<Station> tst_Retention::station(Milliseconds keep)
{
    auto station = std::make_unique<Station>(m_url, [&](engine::EngineOptions &options) {
        options.clock = m_clock;
        options.readingsKeep = options.changesKeep = keep;
    });
    if (!(*station)->start())
        return nullptr;
    begin(*station);
    return station;
}

void tst_Retention::whatIsOldGoes()
{
    QFETCH(const Dialect, dialect);
    const auto db = open(dialect);
    QVERIFY(db);
    const int olds = 3000; // more than a step takes
    VERIFY_OK(fill(*db, m_clock->now(), olds));
    store::ReadingStore readings(*db);
    QCOMPARE(readings.count().valueOr(0), olds + 10);
    const auto running = station(kKeep);
    QVERIFY(running);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)), QString(),
                              kPatience);
    QCOMPARE(readings.count().valueOr(0), 10);
    store::ChangeStore changes(*db);
    QCOMPARE(changes.recent(m_moved, 10).valueOr({}).size(), 2); // of 3
    QCOMPARE(changes.recent(m_still, 10).valueOr({}).size(), 1); // and of each space one
    const domain::HealthCheck check = running->check(u"retention"_s);
    QVERIFY(check.level == domain::HealthLevel::Healthy);
    QVERIFY2(check.detail.contains(u"1 state changes older than 100 days"_s),
             qPrintable(check.detail));
    QVERIFY2(check.detail.contains(
                 dialect == Dialect::Sqlite ? u"3000 readings older than 100 days"_s : u"-"_s),
             qPrintable(check.detail));
    // A message of that time, put in by hand, is taken all the same.
    running->park(u"e8e1e10000000001"_s, true, m_clock->now() - kKeep - 70 * 24h);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), readings.count().valueOr(0)), 11, kPatience);
}

/// What it would drop never comes back. A moment later it is right again.
void tst_Retention::aClockThatIsAheadDropsNothing()
{
    QFETCH(const Dialect, dialect);
    const auto db = open(dialect);
    QVERIFY(db);
    const UtcTime now = m_clock->now();
    VERIFY_OK(fill(*db, now, 5));
    m_clock->set(now + 400 * 24h);
    const auto running = station(kKeep);
    QVERIFY(running);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)),
                              u"RETENTION_FAILS"_s, kPatience);
    const QString told = running->check(u"retention"_s).detail;
    QVERIFY2(told.contains(u"nothing that is old was dropped"_s)
                 && told.contains(dialect == Dialect::Sqlite ? u"no device was heard for 9"_s
                                                             : u"ahead of the database server's"_s),
             qPrintable(told));
    for (int i = 0; i < 10; ++i)
        m_clock->turn(1s);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 15);
    QCOMPARE(store::ChangeStore(*db).count().valueOr(0), 4);
    m_clock->set(now + 2h);
    m_clock->leap(1h);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)), QString(),
                              kPatience);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 10);
}

/// Between the cut and the first change behind it.
void tst_Retention::theStateAfterTheCutStaysKnown()
{
    QFETCH(const Dialect, dialect);
    const auto db = open(dialect);
    QVERIFY(db);
    const UtcTime now = m_clock->now();
    VERIFY_OK(fill(*db, now, 0));
    store::RetentionStore store(*db);
    for (qint64 after = 0;;) {
        const auto step = store.removeChanges(now - kKeep, after, 2);
        VERIFY_OK(step);
        if (step->isLast)
            break;
    }
    const auto left = store::ChangeStore(*db).recent(m_moved, 10);
    VERIFY_OK(left);
    QCOMPARE(left->size(), 2);
    const UtcTime old = now - kKeep - 70 * 24h;
    QCOMPARE(toMillis(left->last().time), toMillis(old + 1h));
    QCOMPARE(store::ChangeStore(*db).recent(m_still, 10).valueOr({}).size(), 1);
}

void tst_Retention::forEverIsForEver()
{
    QFETCH(const Dialect, dialect);
    const auto db = open(dialect);
    QVERIFY(db);
    VERIFY_OK(fill(*db, m_clock->now(), 5));
    const auto running = station(0ms);
    QVERIFY(running);
    for (int i = 0; i < 10; ++i) {
        m_clock->turn(1s);
        QCoreApplication::processEvents();
    }
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 15);
    QCOMPARE(store::ChangeStore(*db).count().valueOr(0), 4);
    QCOMPARE(running->problem(u"retention"_s), u"-"_s);
}

void tst_Retention::theDiskGetsItsSpaceBack()
{
    const auto db = open(Dialect::Sqlite);
    QVERIFY(db);
    QCOMPARE(db->count(u"PRAGMA auto_vacuum"_s).valueOr(0), 2);
    VERIFY_OK(fill(*db, m_clock->now(), 20'000));
    const qint64 pages = db->count(u"PRAGMA page_count"_s).valueOr(0);
    const auto running = station(kKeep);
    QVERIFY(running);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)), QString(),
                              kPatience);
    QCOMPARE(db->count(u"PRAGMA freelist_count"_s).valueOr(-1), 0);
    const qint64 left = db->count(u"PRAGMA page_count"_s).valueOr(pages);
    QVERIFY2(left < pages / 4, qPrintable(u"%1 of %2 pages"_s.arg(left).arg(pages)));
}

/// A report, a backup: all others would wait behind the drop that waits for it.
void tst_Retention::whoReadsForLongIsNotWaitedFor()
{
    const auto db = open(Dialect::Postgres);
    QVERIFY(db);
    m_clock->set(systemNow() - 48h); // not before the server's, a day later
    VERIFY_OK(fill(*db, m_clock->now(), 5));
    const auto reader = Database::open({.url = m_url});
    VERIFY_OK(reader);
    auto report = std::make_unique<Result<store::Transaction>>(store::Transaction::begin(**reader));
    VERIFY_OK(*report);
    QCOMPARE(store::ReadingStore(**reader).count().valueOr(0), 15);
    store::RetentionStore store(*db);
    const auto kept = store.dropReadingMonth(m_clock->now() - kKeep);
    QVERIFY(!kept);
    QCOMPARE(kept.error().details[u"sqlstate"].toString(), u"55P03"_s);
    const auto running = station(kKeep);
    QVERIFY(running);
    for (int i = 0; i < 10; ++i) {
        m_clock->turn(1s);
        QCoreApplication::processEvents();
    }
    QCOMPARE(running->problem(u"retention"_s), u"-"_s); // no fault yet
    VERIFY_OK(store::transact(*db, [&] { return hear(*db, m_clock->now() + 25h); }));
    m_clock->leap(25h);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)),
                              u"RETENTION_FAILS"_s, kPatience);
    report.reset();
    m_clock->leap(1h);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)), QString(),
                              kPatience);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 10);
}

void tst_Retention::monthsThatAreNeededStay()
{
    const auto db = open(Dialect::Postgres);
    QVERIFY(db);
    VERIFY_OK(fill(*db, m_clock->now(), 5));
    store::RetentionStore store(*db);
    QVERIFY(!store.dropReadingMonth(m_clock->now())); // whoever asks
    qint64 after = 0;
    QVERIFY(!store.removeChanges(m_clock->now(), after, 10));
    QCOMPARE(store::ChangeStore(*db).count().valueOr(0), 4);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 15);
    const auto dropped = store.dropReadingMonth(m_clock->now() - kKeep);
    VERIFY_OK(dropped);
    QCOMPARE(dropped->size(), 7); // "2026-02"
    VERIFY_OK(store.dropReadingMonth(m_clock->now() - kKeep));
}

/// The program ended in between. What somebody took out by hand is nobody else's.
void tst_Retention::aMonthThatWasTakenOutIsDropped()
{
    const auto db = open(Dialect::Postgres);
    QVERIFY(db);
    VERIFY_OK(fill(*db, m_clock->now(), 5));
    VERIFY_OK(db->runScript(u"CREATE TABLE sensor_readings_1999_01 (id int)"_s));
    const auto tables = [&db](const QString &like) {
        return db
            ->count(u"SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE :like"_s,
                    {{u"like"_s, like}})
            .valueOr(-1);
    };
    VERIFY_OK(db->each(u"SELECT detach_reading_month(:before)"_s,
                       {{u"before"_s, db->bind(m_clock->now() - kKeep)}},
                       [](const QSqlQuery &) {}));
    QCOMPARE(tables(u"gone\\_readings%"_s), 1);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 10);
    store::RetentionStore store(*db);
    const auto dropped = store.dropReadingMonth(m_clock->now() - kKeep);
    VERIFY_OK(dropped);
    QCOMPARE(dropped->size(), 7);
    QCOMPARE(tables(u"gone\\_readings%"_s), 0);
    QCOMPARE(store.dropReadingMonth(m_clock->now() - kKeep).valueOr(u"?"_s), QString());
    QCOMPARE(tables(u"sensor\\_readings\\_1999%"_s), 1);
}

/// Of a moment with readings a state is told by the change before it: while PostgreSQL keeps a
/// month that is not over, and where changes were to go sooner, they stay.
void tst_Retention::changesOutliveReadings()
{
    QFETCH(const Dialect, dialect);
    const auto db = open(dialect);
    QVERIFY(db);
    VERIFY_OK(fill(*db, m_clock->now(), 5));
    const UtcTime lately = m_clock->now() - 65 * 24h;
    VERIFY_OK(store::transact(
        *db, [&] { return store::ChangeStore(*db).append({change(m_moved, lately)}); }));
    auto running = std::make_unique<Station>(m_url, [&](engine::EngineOptions &options) {
        options.clock = m_clock;
        options.readingsKeep = kKeep;
        options.changesKeep = 60 * 24h;
    });
    VERIFY_OK((*running)->start());
    begin(*running);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)), QString(),
                              kPatience);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 10);
    QCOMPARE(store::ChangeStore(*db).recent(m_moved, 10).valueOr({}).size(), 3); // of 4
}

void tst_Retention::aFileMadeBeforeKeepsItsSize()
{
    const auto db = open(Dialect::Sqlite);
    QVERIFY(db);
    for (const QString &sql : {u"PRAGMA auto_vacuum = NONE"_s, u"VACUUM"_s})
        VERIFY_OK(db->run(sql));
    VERIFY_OK(fill(*db, m_clock->now(), 2000));
    QVERIFY(!store::fileRoom(*db).valueOr({.givesBack = true}).givesBack);
    const auto running = station(kKeep);
    QVERIFY(running);
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), running->problem(u"retention"_s)), QString(),
                              kPatience);
    const QString told = running->check(u"retention"_s).detail;
    QVERIFY2(told.contains(u"parkctl database compact"_s), qPrintable(told));
    const auto before = store::fileRoom(*db);
    VERIFY_OK(before);
    QVERIFY(before->emptyBytes > before->bytes / 2);
    (*running)->stop();
    VERIFY_OK(store::compact(*db));
    const auto after = store::fileRoom(*db);
    VERIFY_OK(after);
    QVERIFY(after->givesBack && after->emptyBytes == 0 && after->bytes < before->bytes / 2);
    QCOMPARE(store::ReadingStore(*db).count().valueOr(0), 10);
}

void tst_Retention::stepsFitTheirTime()
{
    engine::StepPace pace(50, 2000);
    for (int i = 0; i < 20; ++i)
        pace.took(1ms);
    QCOMPARE(pace.size(), 2000);
    pace.took(4ms);
    QCOMPARE(pace.size(), 2000);
    pace.took(80ms);
    QCOMPARE(pace.size(), 62);
    for (int i = 0; i < 20; ++i)
        pace.took(10s);
    QCOMPARE(pace.size(), 1);
    pace.took(0ms);
    QCOMPARE(pace.size(), 2);
}

PARKING_TEST(tst_Retention)
#include "tst_retention.moc"
