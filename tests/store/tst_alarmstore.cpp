// Alarms as they are stored, on both engines.

#include "domain/problems.h"
#include "read/alarms.h"
#include "store/alarmstore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::Alarm;
using domain::AlarmId;
using domain::AlarmKind;

namespace {

Alarm alarm(AlarmKind kind, const QString &subject, UtcTime raised)
{
    Alarm made{.id = AlarmId::create(),
               .cause = {.kind = kind, .subject = subject},
               .level = domain::levelOf(kind),
               .members = {{.space = domain::SpaceId::create(), .name = text("B1-001")}},
               .count = 1,
               .since = raised - 1h,
               .raisedAt = raised};
    made.facts = {{text("everyMs"), 900'000}};
    return made;
}

} // namespace

class TestAlarmStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsOpen_data() { TestDatabases::addRows(); }
    void keepsWhatIsOpen();
    void aCauseIsOpenOnce_data() { TestDatabases::addRows(); }
    void aCauseIsOpenOnce();
    void acknowledgementsAreTheirOwn_data() { TestDatabases::addRows(); }
    void acknowledgementsAreTheirOwn();
    void clearedOnesAreHistory_data() { TestDatabases::addRows(); }
    void clearedOnesAreHistory();
    void storesHostileTexts_data() { addHostileRows(200); }
    void storesHostileTexts();

private:
    TestDatabases m_databases;
};

void TestAlarmStore::keepsWhatIsOpen()
{
    OPEN_ROW_DATABASE(db);
    AlarmStore store(db);
    VERIFY_OK(store.insert({}));
    const Alarm silent = alarm(AlarmKind::SensorsSilent, {}, kNow);
    const Alarm lost = alarm(AlarmKind::GatewayLost, text("g1"), kNow - 1h);
    VERIFY_OK(store.insert({silent, lost}));
    QVERIFY(store.open().valueOr({}) == QList<Alarm>({lost, silent})); // critical first
    Alarm more = silent;
    more.count = 2;
    more.members.append(
        {.device = *domain::DevEui::parse(text("e8e1e10001020304")), .name = text("Lamp")});
    more.raisedAt = kNow + 5h; // stays as it was
    VERIFY_OK(store.update({more}));
    more.raisedAt = silent.raisedAt;
    QVERIFY(store.find(silent.id).valueOr({}) == more);
    const auto none = store.find(AlarmId::create());
    QVERIFY(!none && none.error().code == problem::kNotFound);
}

void TestAlarmStore::aCauseIsOpenOnce()
{
    OPEN_ROW_DATABASE(db);
    AlarmStore store(db);
    Alarm first = alarm(AlarmKind::GatewayLost, text("g1"), kNow);
    VERIFY_OK(store.insert({first}));
    VERIFY_OK(store.insert({alarm(AlarmKind::GatewayLost, text("g2"), kNow)}));
    const Alarm again = alarm(AlarmKind::GatewayLost, text("g1"), kNow + 1h);
    const Result<> refused = store.insert({again});
    QVERIFY(!refused && refused.error().code == problem::kDuplicate);
    first.clearedAt = kNow + 1h;
    VERIFY_OK(store.update({first}));
    VERIFY_OK(store.insert({again}));
    QCOMPARE(store.open().valueOr({}).size(), 2);
}

void TestAlarmStore::acknowledgementsAreTheirOwn()
{
    OPEN_ROW_DATABASE(db);
    AlarmStore store(db);
    Alarm lost = alarm(AlarmKind::GatewayLost, text("g1"), kNow);
    VERIFY_OK(store.insert({lost}));
    QVERIFY(store.acknowledge(lost.id, kNow + 1s, text("Kim")).valueOr(false));
    QVERIFY(!store.acknowledge(lost.id, kNow + 2s, text("Lee")).valueOr(true)); // Kim was first
    VERIFY_OK(store.update({lost})); // the station knows nothing of it
    Alarm read = store.find(lost.id).valueOr({});
    QVERIFY(read.acknowledgedAt == kNow + 1s);
    QCOMPARE(read.acknowledgedBy, text("Kim"));
    QVERIFY(!store.withdraw(lost.id, kNow).valueOr(true)); // another one
    QVERIFY(store.withdraw(lost.id, kNow + 1s).valueOr(false));
    QVERIFY(store.find(lost.id).valueOr({}) == lost);
    lost.clearedAt = kNow + 1h;
    VERIFY_OK(store.update({lost}));
    QVERIFY(!store.acknowledge(lost.id, kNow + 2h, text("Kim")).valueOr(true)); // it is over
}

void TestAlarmStore::clearedOnesAreHistory()
{
    OPEN_ROW_DATABASE(db);
    AlarmStore store(db);
    domain::AlarmsKnown none = read::alarms(db, kNow).valueOr({});
    QVERIFY(none == domain::AlarmsKnown());
    QList<Alarm> alarms;
    for (int i = 0; i < 3; ++i) {
        alarms.append(alarm(AlarmKind::Backlog, {}, kNow + i * 1h));
        alarms.last().clearedAt = alarms.last().raisedAt + 10min;
    }
    VERIFY_OK(store.insert(alarms));
    const domain::AlarmsKnown known = read::alarms(db, kNow + 1h).valueOr({});
    QVERIFY(known.open.isEmpty());
    QCOMPARE(known.clearedToday, 2);
    QVERIFY(known.lastCleared == alarms[2].clearedAt);
    const auto page = read::alarmHistory(db, {.limit = 2});
    VERIFY_OK(page);
    QCOMPARE(page->total, 3);
    QVERIFY(page->rows == QList<Alarm>({alarms[2], alarms[1]}));
    QVERIFY(store.clearedSince(kNow + 1h).valueOr({}) == QList<Alarm>({alarms[2], alarms[1]}));
    QVERIFY(!read::alarmHistory(db, {.limit = 0}));
    QCOMPARE(store.prune(kNow + 1h).valueOr(-1), 1);
}

void TestAlarmStore::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    AlarmStore store(db);
    Alarm hostile = alarm(AlarmKind::GatewayLost, words, kNow);
    hostile.members.first().name = words;
    hostile.facts = {{text("zone"), words}};
    VERIFY_OK(store.insert({hostile}));
    QVERIFY(store.open().valueOr({}) == QList<Alarm>({hostile}));
    QVERIFY(store.acknowledge(hostile.id, kNow, words).valueOr(false));
    QCOMPARE(store.find(hostile.id).valueOr({}).acknowledgedBy, words);
}

PARKING_TEST(TestAlarmStore)
#include "tst_alarmstore.moc"
