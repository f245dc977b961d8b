// Runs of records: what is prepared beside the database's work is written just as if it had been
// prepared after it.

#include "base/literals.h"
#include "engine/ingest/ingester.h"
#include "engine/ingest/retriedletters.h"
#include "hostilemessages.h"
#include "store/devicestore.h"
#include "store/remarkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "store/statestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::engine;
using namespace std::chrono_literals;

namespace {

constexpr int kRun = int(store::ReadingStore::kCopyFrom) + 8; // records a step: enough for COPY
const QString kSensor = u"e8e1e10000000001"_s;
const UtcTime kNow = fromMillis(1'790'000'000'000);

mqtt::MqttMessage uplink(int n)
{
    return {test::uplinkTopic(kSensor), test::goodUplink(kSensor, n % 2, kNow + n * 1ms), 1};
}

/// An uplink that tells no time; without an id its content stands for it.
mqtt::MqttMessage withoutClock(bool occupied, const QString &deduplicationId)
{
    QJsonObject message =
        QJsonDocument::fromJson(test::goodUplink(kSensor, occupied, kNow)).object();
    message.remove(u"time"_s);
    message.remove(u"rxInfo"_s);
    message.insert(u"deduplicationId"_s, deduplicationId);
    return {test::uplinkTopic(kSensor), QJsonDocument(message).toJson(), 1};
}

/// What the database refuses; the same bytes each time.
mqtt::MqttMessage poison()
{
    static const mqtt::MqttMessage message = [] {
        for (const test::HostileMessage &hostile : test::hostileMessages(kNow)) {
            if (hostile.outcome == "DATABASE")
                return mqtt::MqttMessage{hostile.topic, hostile.payload, 1};
        }
        return mqtt::MqttMessage();
    }();
    return message;
}

} // namespace

class TestIngester : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesAll_data() { test::TestDatabases::addRows(); }
    void takesAll();
    void knowsRedeliveries_data() { test::TestDatabases::addRows(); }
    void knowsRedeliveries();
    void knowsRedeliveriesOfAnEarlierRun_data() { test::TestDatabases::addRows(); }
    void knowsRedeliveriesOfAnEarlierRun();
    void knowsRedeliveriesWithoutAClock_data() { test::TestDatabases::addRows(); }
    void knowsRedeliveriesWithoutAClock();
    void knowsRedeliveriesByContent_data() { test::TestDatabases::addRows(); }
    void knowsRedeliveriesByContent();
    void followsNewBindings_data() { test::TestDatabases::addRows(); }
    void followsNewBindings();
    void believesNothingThatWasRefused_data() { test::TestDatabases::addRows(); }
    void believesNothingThatWasRefused();
    void waitsWhenNothingIsTaken_data() { test::TestDatabases::addRows(); }
    void waitsWhenNothingIsTaken();
    void aFaultThatComesOrGoesSetsNothingAside_data();
    void aFaultThatComesOrGoesSetsNothingAside();
    void aLoneRefusalWaitsForANeighbour_data() { test::TestDatabases::addRows(); }
    void aLoneRefusalWaitsForANeighbour();
    void tablesThatAreMissingAreWaitedFor_data() { test::TestDatabases::addRows(); }
    void tablesThatAreMissingAreWaitedFor();
    void triesLettersAgain_data() { test::TestDatabases::addRows(); }
    void triesLettersAgain();
    void takesAllOfAnotherFolder_data() { test::TestDatabases::addRows(); }
    void takesAllOfAnotherFolder();
    void tellsWhatMovedNothing_data() { test::TestDatabases::addRows(); }
    void tellsWhatMovedNothing();
    void learnsHowOftenADeviceSpeaks_data() { test::TestDatabases::addRows(); }
    void learnsHowOftenADeviceSpeaks();
    void keepsTheLogOfADevice_data() { test::TestDatabases::addRows(); }
    void keepsTheLogOfADevice();
    void endsABatteryThatIsNone_data() { test::TestDatabases::addRows(); }
    void endsABatteryThatIsNone();
    void aLongRunThatIsRefusedIsTriedByFewer_data() { test::TestDatabases::addRows(); }
    void aLongRunThatIsRefusedIsTriedByFewer();
    void whoStandsAloneIsFoundBySteps_data() { test::TestDatabases::addRows(); }
    void whoStandsAloneIsFoundBySteps();
    void aFullerRunLeavesNothingBehind_data() { test::TestDatabases::addRows(); }
    void aFullerRunLeavesNothingBehind();
    void manyBytesAreSeveralRuns_data() { test::TestDatabases::addRows(); }
    void manyBytesAreSeveralRuns();
    void keepsAFloodOut_data() { test::TestDatabases::addRows(); }
    void keepsAFloodOut();
    void goesBackAfterResume_data() { test::TestDatabases::addRows(); }
    void goesBackAfterResume();
    void recentReadingsForgetTheOldest();

private:
    void open();
    void append(int from, int count);
    Bindings bindings() { return store::DeviceStore(*m_database).bindings().valueOr({}); }
    qint64 readings() { return store::ReadingStore(*m_database).count().valueOr(-1); }
    Result<> makeSpace()
    {
        domain::Space space;
        space.id = domain::SpaceId::create();
        space.siteId = store::SiteStore(*m_database).first().valueOr(domain::Site()).id;
        space.code = space.name = u"A-1"_s;
        space.sensorEui = *domain::DevEui::parse(kSensor);
        return store::SpaceStore(*m_database).create(space, kNow);
    }
    /// "2 older, 1 repeated" of a device, by name.
    QString told(const QString &device)
    {
        QStringList words;
        const auto counts =
            store::RemarkStore(*m_database).remarks({*domain::DevEui::parse(device)});
        for (const domain::RemarkCount &count : counts.valueOr({}))
            words.append(u"%1 %2"_s.arg(count.times).arg(domain::nameOf(count.remark)));
        words.sort();
        return words.join(u", "_s);
    }
    qint64 uplinkCount()
    {
        return m_database->count(u"SELECT sum(uplink_count) FROM devices"_s).valueOr(-1);
    }
    bool refuseAll(bool refuse);
    qint64 deadLetters() { return store::IngestStore(*m_database).deadLetterCount().valueOr(-1); }

    test::TestDatabases m_databases;
    MovementRules m_rules;
    QHash<int, mqtt::MqttMessage> m_messages;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Ingester> m_ingester;
};

void TestIngester::init()
{
    m_ingester.reset();
    m_journal.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    if (QTest::currentDataTag())
        open();
}

void TestIngester::open()
{
    auto journal =
        journal::Journal::open({.folder = m_folder->path(), .sync = journal::JournalSync::Never});
    VERIFY_OK(journal);
    m_journal = std::move(*journal);
    auto database = m_databases.open(*static_cast<const store::Dialect *>(
        QTest::qData("dialect", qMetaTypeId<store::Dialect>())));
    VERIFY_OK(database);
    m_database = std::move(*database);
    m_ingester = std::make_unique<Ingester>(*m_database, *m_journal, m_rules);
    VERIFY_OK(m_ingester->resume());
}

/// A trigger that raises, as an administrator may leave it behind.
bool TestIngester::refuseAll(bool refuse)
{
    const bool isPostgres = m_database->isPostgres();
    QString sql = isPostgres
        ? u"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
          "RAISE EXCEPTION 'no'; END $$; CREATE TRIGGER refuse BEFORE INSERT ON sensor_readings "
          "FOR EACH ROW EXECUTE FUNCTION refuse()"_s
        : u"CREATE TRIGGER refuse BEFORE INSERT ON sensor_readings "
          "BEGIN SELECT RAISE(ABORT, 'no'); END"_s;
    if (!refuse)
        sql = isPostgres ? u"DROP FUNCTION refuse CASCADE"_s : u"DROP TRIGGER refuse"_s;
    return m_database->runScript(sql).hasValue();
}

void TestIngester::append(int from, int count)
{
    for (int n = from; n < from + count; ++n) {
        if (!m_messages.contains(n))
            m_messages.insert(n, uplink(n)); // the same bytes again are a redelivery
        m_journal->append(m_messages[n], kNow);
    }
}

void TestIngester::takesAll()
{
    append(0, 3 * kRun + 5);
    QList<int> taken;
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), kRun, kNow);
        VERIFY_OK(step);
        taken.append(step->records);
        more = step->more;
    }
    QCOMPARE(taken, QList<int>({kRun, kRun, kRun, 5}));
    QCOMPARE(readings(), 3 * kRun + 5);
    QCOMPARE(m_journal->stats().backlog, 0);
    const auto idle = m_ingester->step(bindings(), kRun, kNow);
    VERIFY_OK(idle);
    QCOMPARE(idle->records, 0);
    QVERIFY(!idle->more);
}

/// Within a run, and in the run that is prepared while the first one is written.
void TestIngester::knowsRedeliveries()
{
    append(0, kRun - 1);
    append(3, 1);
    append(5, 2);
    append(kRun, kRun - 2);
    qint64 inserted = 0;
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), kRun, kNow);
        VERIFY_OK(step);
        for (const BatchOutcome &outcome : step->outcomes)
            inserted += outcome.newReadings;
        more = step->more;
    }
    QCOMPARE(inserted, 2 * kRun - 3);
    QCOMPARE(readings(), 2 * kRun - 3);
    QCOMPARE(uplinkCount(), 2 * kRun - 3);
    QCOMPARE(deadLetters(), 0);
}

/// The database knows them where this object does not: another station stored them.
void TestIngester::knowsRedeliveriesOfAnEarlierRun()
{
    append(0, kRun);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    m_ingester = std::make_unique<Ingester>(*m_database, *m_journal, m_rules);
    VERIFY_OK(m_ingester->resume());
    append(kRun - 10, kRun);
    const auto step = m_ingester->step(bindings(), kRun, kNow);
    VERIFY_OK(step);
    QCOMPARE(step->outcomes.first().newReadings, kRun - 10);
    QCOMPARE(readings(), 2 * kRun - 10);
    QCOMPARE(uplinkCount(), 2 * kRun - 10);
}

/// No message tells a time: the same deduplicationId again is the same uplink, whether it comes in
/// the same run or later, and moves no state.
void TestIngester::knowsRedeliveriesWithoutAClock()
{
    VERIFY_OK(makeSpace());
    const mqtt::MqttMessage occupied = withoutClock(1, u"5c1f2f4e-30a7-4cf1-9a0c-1f7a3d9b6e01"_s);
    const mqtt::MqttMessage free = withoutClock(0, u"5c1f2f4e-30a7-4cf1-9a0c-1f7a3d9b6e02"_s);
    m_journal->append(occupied, kNow);
    m_journal->append(occupied, kNow + 1s);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow + 1s));
    QCOMPARE(readings(), 1);
    m_journal->append(free, kNow + 1min);
    m_journal->append(occupied, kNow + 2min);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow + 2min));
    m_journal->append(occupied, kNow + 3min);
    const auto last = m_ingester->step(bindings(), kRun, kNow + 3min);
    VERIFY_OK(last);
    QCOMPARE(last->outcomes.first().newReadings, 0);

    QCOMPARE(readings(), 2);
    QCOMPARE(uplinkCount(), 2);
    QCOMPARE(told(kSensor), u"2 suspect_time, 3 repeated"_s);
    const auto device = store::DeviceStore(*m_database).find(*domain::DevEui::parse(kSensor));
    VERIFY_OK(device);
    QCOMPARE(device->lastHeard, std::optional(kNow + 1min));
    const auto space = store::SpaceStore(*m_database).findByCode(u"A-1"_s);
    VERIFY_OK(space);
    const auto states = store::StateStore(*m_database).lock({space->id});
    VERIFY_OK(states);
    QCOMPARE(states->first().inputs.sensor->occupancy, domain::Occupancy::Free);
}

/// Without an id too, the same content is a redelivery only when the broker says so: a bridge may
/// say the same anew.
void TestIngester::knowsRedeliveriesByContent()
{
    mqtt::MqttMessage message = withoutClock(1, {});
    m_journal->append(message, kNow);
    m_journal->append(message, kNow + 10s);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow + 10s));
    QCOMPARE(readings(), 2);
    message.duplicate = true;
    m_journal->append(message, kNow + 20s);
    m_journal->append(message, kNow + 23h);
    m_journal->append(message, kNow + 25h);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow + 25h));
    QCOMPARE(readings(), 3);
    QCOMPARE(uplinkCount(), 3);
}

/// A space that was bound to the sensor while the next run was prepared.
void TestIngester::followsNewBindings()
{
    append(0, 2 * kRun);
    const auto first = m_ingester->step(bindings(), kRun, kNow);
    VERIFY_OK(first);
    QVERIFY(first->more);
    VERIFY_OK(makeSpace());
    const auto space = store::SpaceStore(*m_database).findByCode(u"A-1"_s);
    VERIFY_OK(space);
    const auto second = m_ingester->step(bindings(), kRun, kNow);
    VERIFY_OK(second);
    QCOMPARE(second->records, kRun);
    QCOMPARE(second->outcomes.first().moved.states.size(), 1);
    const auto latest = store::ReadingStore(*m_database).latest(*space->sensorEui);
    VERIFY_OK(latest);
    QVERIFY(*latest);
    QCOMPARE((*latest)->spaceId, std::optional(space->id));
    QCOMPARE(readings(), 2 * kRun);
}

/// The run beside was prepared in the belief that everything before it would be stored.
void TestIngester::believesNothingThatWasRefused()
{
    append(0, kRun - 1);
    m_journal->append(poison(), kNow);
    m_journal->append(poison(), kNow); // its redelivery, in the next run
    append(kRun, kRun - 1);
    int refused = 0;
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), kRun, kNow);
        VERIFY_OK(step);
        refused += step->refused;
        more = step->more;
    }
    QCOMPARE(refused, 2);
    QCOMPARE(deadLetters(), 1); // one content
    QCOMPARE(readings(), 2 * kRun - 2);
}

/// A trigger or check that no message can fulfil is no message's fault.
void TestIngester::waitsWhenNothingIsTaken()
{
    QVERIFY(refuseAll(true));
    append(0, kRun + 3);
    for (int i = 0; i < 3; ++i)
        VERIFY_ERROR(m_ingester->step(bindings(), kRun, kNow), "NOTHING_STORED");
    QCOMPARE(deadLetters(), 0);
    QCOMPARE(m_journal->stats().backlog, kRun + 3);
    QVERIFY(refuseAll(false));
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), kRun, kNow);
        VERIFY_OK(step);
        more = step->more;
    }
    QCOMPARE(readings(), kRun + 3);
    QCOMPARE(deadLetters(), 0);
}

void TestIngester::aFaultThatComesOrGoesSetsNothingAside_data()
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::addColumn<QString>("refuses"); // which insert, counted from 1
    QTest::addColumn<bool>("isWaiting");
    // Sixteen records stand alone after five refusals: as a whole, then 8, 4, 2 and 1 of them.
    QTest::newRow("gone when one stands alone") << store::Dialect::Postgres << u"n <= 5"_s << false;
    // The whole is refused, eight are stored, and from then on none.
    QTest::newRow("come after half") << store::Dialect::Postgres << u"n = 1 OR n > 9"_s << true;
}

/// Whether the message or the database was at fault tells another one that is taken afterwards, and
/// the message's own second try.
void TestIngester::aFaultThatComesOrGoesSetsNothingAside()
{
    QFETCH(const QString, refuses);
    QFETCH(const bool, isWaiting);
    VERIFY_OK(m_database->runScript(
        u"CREATE SEQUENCE inserts\n\n" // what is rolled back counts
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE n bigint := "
        "nextval('inserts'); BEGIN IF %1 THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$\n\n"
        "CREATE TRIGGER fails BEFORE INSERT ON sensor_readings FOR EACH ROW EXECUTE FUNCTION fail()"_s
            .arg(refuses)));
    append(0, 16);
    const auto step = m_ingester->step(bindings(), 16, kNow);
    VERIFY_OK(step);
    QCOMPARE(step->records, isWaiting ? 8 : 16); // and they are told, whatever comes behind
    QCOMPARE(step->more, isWaiting);
    qint64 told = 0;
    for (const BatchOutcome &outcome : step->outcomes)
        told += outcome.newReadings;
    QCOMPARE(told, step->records);
    if (isWaiting)
        VERIFY_ERROR(m_ingester->step(bindings(), 16, kNow), "NOTHING_STORED");
    VERIFY_OK(m_database->runScript(u"DROP FUNCTION fail CASCADE"_s));
    VERIFY_OK(m_ingester->resume());
    VERIFY_OK(m_ingester->step(bindings(), 16, kNow));
    QCOMPARE(deadLetters(), 0);
    QCOMPARE(readings(), 16);
}

/// Thousands that are refused, and their halves, would keep the station too long from saying so.
void TestIngester::aLongRunThatIsRefusedIsTriedByFewer()
{
    constexpr int kMany = 1200;
    append(0, kMany / 2);
    m_journal->append(poison(), kNow);
    append(kMany / 2, kMany / 2);
    QVERIFY(refuseAll(true));
    const auto putOff = m_ingester->step(bindings(), 5000, kNow);
    VERIFY_OK(putOff);
    QCOMPARE(putOff->records, 0);
    QVERIFY(putOff->more);
    VERIFY_ERROR(m_ingester->step(bindings(), 5000, kNow), "NOTHING_STORED");
    QVERIFY(refuseAll(false));
    int refused = 0;
    int longest = 0;
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), 5000, kNow);
        VERIFY_OK(step);
        refused += step->refused;
        longest = std::max(longest, step->records);
        more = step->more;
    }
    QCOMPARE(longest, 500);
    QCOMPARE(refused, 1);
    QCOMPARE(readings(), kMany);
    QCOMPARE(deadLetters(), 1);
    // What comes behind is taken as ever.
    append(kMany, kMany);
    const auto behind = m_ingester->step(bindings(), 5000, kNow);
    VERIFY_OK(behind);
    QCOMPARE(behind->records, kMany);
}

/// Many messages that are refused one by one are many transactions.
void TestIngester::whoStandsAloneIsFoundBySteps()
{
    constexpr int kMany = 40;
    for (int n = 0; n < kMany; ++n) {
        append(n, 1);
        m_journal->append(poison(), kNow);
    }
    int steps = 0;
    int taken = 0;
    int refused = 0;
    for (bool more = true; more; ++steps) {
        const auto step = m_ingester->step(bindings(), 2 * kMany, kNow, [] { return true; });
        VERIFY_OK(step);
        QVERIFY(step->records > 0 && step->records < kMany);
        QCOMPARE(step->outcomes.size(), 1);
        taken += step->records;
        refused += step->refused;
        more = step->more;
    }
    QVERIFY2(steps >= kMany, qPrintable(QString::number(steps)));
    QCOMPARE(taken, 2 * kMany);
    QCOMPARE(refused, kMany);
    QCOMPARE(readings(), kMany);
    QCOMPARE(deadLetters(), 1); // one content
}

/// What was prepared for a shorter run is not the end of the journal.
void TestIngester::aFullerRunLeavesNothingBehind()
{
    append(0, 1);
    VERIFY_OK(m_ingester->step(bindings(), 1, kNow)); // the device is known from here on
    append(1, 5 * kRun);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    const auto second = m_ingester->step(bindings(), 2 * kRun, kNow);
    VERIFY_OK(second);
    QCOMPARE(second->records, kRun);
    QVERIFY(second->more);
    const auto third = m_ingester->step(bindings(), 2 * kRun, kNow);
    VERIFY_OK(third);
    QCOMPARE(third->records, 2 * kRun);
    // And what was prepared for a longer one is not taken when fewer are wanted.
    const auto last = m_ingester->step(bindings(), 10, kNow);
    VERIFY_OK(last);
    QCOMPARE(last->records, 10);
    QVERIFY(last->more);
}

/// A read ends at some bytes too: what is behind is told all the same.
void TestIngester::manyBytesAreSeveralRuns()
{
    constexpr int kMany = 300;
    for (int n = 0; n < kMany; ++n) {
        mqtt::MqttMessage message = uplink(n);
        message.payload.append(QByteArray(64 * 1024, ' '));
        m_journal->append(message, kNow);
    }
    const auto first = m_ingester->step(bindings(), 2 * kMany, kNow);
    VERIFY_OK(first);
    QVERIFY2(first->records < kMany, qPrintable(QString::number(first->records)));
    QVERIFY(first->more);
}

/// Alone it may be the message or the database: the next one tells.
void TestIngester::aLoneRefusalWaitsForANeighbour()
{
    m_journal->append(poison(), kNow);
    VERIFY_ERROR(m_ingester->step(bindings(), kRun, kNow), "NOTHING_STORED");
    m_journal->append(poison(), kNow); // no neighbour: it says nothing about others
    VERIFY_ERROR(m_ingester->step(bindings(), kRun, kNow), "NOTHING_STORED");
    QCOMPARE(deadLetters(), 0);
    append(0, 1);
    const auto step = m_ingester->step(bindings(), kRun, kNow);
    VERIFY_OK(step);
    QCOMPARE(step->refused, 2);
    QCOMPARE(readings(), 1);
    QCOMPARE(deadLetters(), 1);
}

void TestIngester::tablesThatAreMissingAreWaitedFor()
{
    append(0, 5);
    VERIFY_OK(m_database->runScript(u"ALTER TABLE devices RENAME TO gone"_s));
    const auto known = Bindings();
    const auto refused = m_ingester->step(known, kRun, kNow);
    QVERIFY(!refused);
    QCOMPARE(store::failureKind(refused.error()), store::FailureKind::Wait);
    VERIFY_OK(m_database->runScript(u"ALTER TABLE gone RENAME TO devices"_s));
    VERIFY_OK(m_ingester->step(known, kRun, kNow));
    QCOMPARE(readings(), 5);
    QCOMPARE(deadLetters(), 0);
}

/// What was set aside is taken in when somebody asks for it and its reason is gone.
void TestIngester::triesLettersAgain()
{
    const UtcTime early = kNow - 1h; // this clock was slow
    const QByteArray topic = test::uplinkTopic(kSensor);
    const QByteArray payload = test::goodUplink(kSensor, true, kNow);
    m_journal->append({topic, payload, 1}, early);
    m_journal->append({topic, "{", 1}, early);
    VERIFY_OK(m_ingester->step(bindings(), kRun, early));
    QCOMPARE(deadLetters(), 2);
    store::IngestStore store(*m_database);
    const auto nothing = retryLetters(*m_database, bindings(), m_rules, kNow);
    VERIFY_OK(nothing);
    QVERIFY(nothing->outcomes.isEmpty());
    VERIFY_OK(store.askAgain({}, kNow));
    const auto retried = retryLetters(*m_database, bindings(), m_rules, kNow);
    VERIFY_OK(retried);
    QCOMPARE(retried->outcomes.size(), 1);
    QCOMPARE(retried->refused, 1);
    QCOMPARE(readings(), 1);
    const QList<store::DeadLetter> left = store.deadLetters().valueOr({});
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.first().code, u"BAD_JSON"_s);
    QVERIFY(!left.first().askedAt);
}

/// The stored position speaks of segments that this folder does not hold.
void TestIngester::takesAllOfAnotherFolder()
{
    append(0, 5);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    QFile idFile(m_folder->filePath(u"id"_s));
    QVERIFY(idFile.open(QIODevice::ReadOnly));
    const QByteArray id = idFile.readAll();
    m_journal.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    QFile copy(m_folder->filePath(u"id"_s));
    QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(id) == id.size());
    copy.close();
    m_journal = std::move(*journal::Journal::open({.folder = m_folder->path()}));
    append(10, 3);
    m_ingester = std::make_unique<Ingester>(*m_database, *m_journal, m_rules);
    VERIFY_OK(m_ingester->resume());
    QVERIFY(m_ingester->isJournalReplaced());
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    QCOMPARE(readings(), 8);
}

/// Every uplink that was kept and moved no state is counted at its device, with the reason.
void TestIngester::tellsWhatMovedNothing()
{
    VERIFY_OK(makeSpace());
    const auto send = [this](const QByteArray &payload, const QString &device = kSensor) {
        m_journal->append({test::uplinkTopic(device), payload, 1}, kNow);
    };
    const QByteArray moving = test::goodUplink(kSensor, true, kNow);
    send(moving);
    send(moving); // again
    send(test::goodUplink(kSensor, false, kNow - 1min)); // late, and it moves in its turn
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    send(test::goodUplink(kSensor, false, kNow - 2min)); // older
    send(moving);
    send(test::goodUplink(kSensor, true, kNow + 1s).replace("\"fPort\":102", "\"fPort\":9"));
    send(test::goodUplink(kSensor, true, kNow + 2s)
             .replace("\"time\":\"" + toIso(kNow + 2s).toLatin1(),
                      "\"time\":\"1970-01-01T00:00:01.000Z"));
    const QString other = u"0000000000000009"_s;
    send(test::goodUplink(other, true, kNow).replace("browan_tabs", "nobody knows"), other);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    QCOMPARE(told(kSensor), u"1 not_understood, 1 older, 1 suspect_time, 2 repeated"_s);
    QCOMPARE(told(other), u"1 no_space, 1 unknown_type"_s);
    QCOMPARE(deadLetters(), 0);
}

/// One uplink each two hours, taken in by runs: every day tells the same.
void TestIngester::learnsHowOftenADeviceSpeaks()
{
    constexpr int kDays = 6;
    for (int n = 0; n < kDays * 12; ++n) {
        const UtcTime time = kNow + n * 2h;
        m_journal->append({test::uplinkTopic(kSensor), test::goodUplink(kSensor, n % 2, time), 1},
                          time);
    }
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), 7, kNow + kDays * 24h);
        VERIFY_OK(step);
        more = step->more;
    }
    const auto device = store::DeviceStore(*m_database).find(*domain::DevEui::parse(kSensor));
    VERIFY_OK(device);
    QCOMPARE(device->longestOfDays, QList<Milliseconds>(kDays, 2h));
}

void TestIngester::keepsTheLogOfADevice()
{
    const auto log = [this](const char *code, UtcTime time) {
        const QByteArray payload = "{\"time\":\"" + toIso(time).toLatin1()
            + "\",\"deviceInfo\":{\"devEui\":\"" + kSensor.toLatin1()
            + "\"},\"level\":\"WARNING\",\"code\":\"" + code + "\",\"description\":\"why\"}";
        m_journal->append({test::uplinkTopic(kSensor).replace("/up", "/log"), payload, 1}, kNow);
    };
    append(0, 1);
    log("UPLINK_F_CNT_RESET", kNow + 1s);
    log("UPLINK_F_CNT_RESET", kNow + 2s);
    log("UPLINK_F_CNT_RESET", kNow + 2s); // again
    log("SOMETHING_NEW", kNow);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    const auto device = *domain::DevEui::parse(kSensor);
    store::RemarkStore store(*m_database);
    const QList<domain::DeviceLog> expected{
        {device, u"UPLINK_F_CNT_RESET"_s, u"WARNING"_s, u"why"_s, kNow + 2s, 2},
        {device, u"OTHER"_s, u"WARNING"_s, u"SOMETHING_NEW: why"_s, kNow, 1}};
    QVERIFY(store.logs({device}).valueOr({}) == expected);
    QCOMPARE(store.silenced().valueOr({}), QList<domain::DevEui>{device});
    QCOMPARE(deadLetters(), 0);
}

void TestIngester::endsABatteryThatIsNone()
{
    const auto status = [this](const QByteArray &words) {
        const QByteArray payload = "{\"time\":\"" + toIso(kNow).toLatin1()
            + "\",\"deviceInfo\":{\"devEui\":\"" + kSensor.toLatin1() + "\"},\"margin\":7," + words
            + '}';
        m_journal->append({test::uplinkTopic(kSensor).replace("/up", "/status"), payload, 1}, kNow);
        return m_ingester->step(bindings(), kRun, kNow).hasValue();
    };
    const auto device = [this] {
        return store::DeviceStore(*m_database)
            .find(*domain::DevEui::parse(kSensor))
            .valueOr(domain::Device());
    };
    QVERIFY(status("\"batteryLevel\":78.5"));
    QCOMPARE(device().batteryPercent, std::optional(78.5));
    QCOMPARE(device().power, std::optional(domain::Power::Battery));
    QVERIFY(status("\"externalPowerSource\":true"));
    QCOMPARE(device().batteryPercent, std::optional<double>());
    QCOMPARE(device().power, std::optional(domain::Power::External));
    QVERIFY(status("\"batteryLevel\":50"));
    QVERIFY(status("\"batteryLevelUnavailable\":true"));
    QCOMPARE(device().batteryPercent, std::optional<double>());
    QCOMPARE(device().power, std::optional(domain::Power::Unknown));
}

/// Rubbish, and devices that nobody knows: rows up to a bound, figures beyond it.
void TestIngester::keepsAFloodOut()
{
    constexpr int kMore = 7;
    const qint64 letters = domain::IntakeBounds().lettersAnHour;
    const qint64 devices = domain::IntakeBounds().strangersAnHour;
    for (int n = 0; n < letters + kMore; ++n)
        m_journal->append({test::uplinkTopic(kSensor), QByteArray::number(n), 1}, kNow);
    for (int n = 1; n <= devices + kMore; ++n) {
        const QString device = u"%1"_s.arg(n, 16, 16, QChar(u'0'));
        m_journal->append({test::uplinkTopic(device), test::goodUplink(device, true, kNow), 1},
                          kNow);
    }
    domain::Taken taken;
    for (bool more = true; more;) {
        const auto step = m_ingester->step(bindings(), 500, kNow);
        VERIFY_OK(step);
        for (const BatchOutcome &outcome : step->outcomes)
            taken.add(outcome.taken);
        more = step->more;
    }
    QCOMPARE(deadLetters(), letters);
    QCOMPARE(m_database->count(u"SELECT count(*) FROM devices"_s).valueOr(-1), devices);
    QCOMPARE(readings(), devices); // a flood of strangers does not fill the disk
    QCOMPARE(taken.refusedInAll(), letters + kMore);
    QCOMPARE(taken.notKept, kMore);
    QCOMPARE(taken.strangers, kMore);
    qint64 counted = 0;
    for (const store::LeftOut &left : store::IngestStore(*m_database).leftOut({}).valueOr({}))
        counted += left.times;
    QCOMPARE(counted, 2 * kMore);
}

void TestIngester::goesBackAfterResume()
{
    append(0, 2 * kRun);
    VERIFY_OK(m_ingester->step(bindings(), kRun, kNow));
    VERIFY_OK(m_ingester->resume()); // as after a lost connection, with a run prepared
    const auto step = m_ingester->step(bindings(), kRun, kNow);
    VERIFY_OK(step);
    QCOMPARE(step->records, kRun);
    QCOMPARE(readings(), 2 * kRun);
}

void TestIngester::recentReadingsForgetTheOldest()
{
    RecentReadings recent;
    domain::Reading reading;
    reading.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const domain::Reading first = reading;
    recent.add(first);
    QVERIFY(recent.contains(first));
    reading.time += 1ms; // the same key at another time
    QVERIFY(!recent.contains(reading));
    for (int n = 0; n < 20'000; ++n) {
        reading.time += 1ms;
        recent.add(reading);
    }
    QVERIFY(recent.contains(first)); // a generation is kept whole
    for (int n = 0; n < 20'000; ++n) {
        reading.time += 1ms;
        recent.add(reading);
    }
    QVERIFY(!recent.contains(first));
    QVERIFY(recent.contains(reading));
    recent.clear();
    QVERIFY(!recent.contains(reading));
}

PARKING_TEST(TestIngester)
#include "tst_ingester.moc"
