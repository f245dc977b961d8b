// The history of states, on both engines.

#include "store/changestore.h"
#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::Space;
using domain::SpaceId;
using domain::SpaceState;
using domain::StateChange;
using domain::StateReason;

namespace {

StateChange makeChange(SpaceId space, UtcTime time, SpaceState state = SpaceState::Occupied)
{
    StateChange change;
    change.spaceId = space;
    change.current = state;
    change.source = text("sensor");
    change.reason = StateReason::Sensor;
    change.time = time;
    change.recordedAt = time + Milliseconds(250);
    return change;
}

StateChange fullChange(SpaceId space, UtcTime time)
{
    StateChange change = makeChange(space, time, SpaceState::Maintenance);
    change.previous = SpaceState::Reserved;
    change.actor = text("Ada");
    change.requestId = text("req-1");
    change.reason = StateReason::Override;
    change.eventKey = newKey();
    change.note = text("paint");
    return change;
}

QString numbers(const Result<QList<StateChange>> &changes)
{
    if (!changes)
        return changes.error().detail;
    QStringList list;
    for (const StateChange &change : *changes)
        list.append(change.note);
    return list.join(u' ');
}

} // namespace

class TestChangeStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void appendsAndReads_data() { TestDatabases::addRows(); }
    void appendsAndReads();
    void keepsTimes_data() { addTimeRows(); }
    void keepsTimes();
    void keepsStates_data();
    void keepsStates();
    void readsNewestFirst_data() { TestDatabases::addRows(); }
    void readsNewestFirst();
    void readsPeriods_data();
    void readsPeriods();
    void storesHostileTexts_data() { addHostileRows(10'000); }
    void storesHostileTexts();
    void refusesAll_data();
    void refusesAll();
    void outlivesItsSpace_data() { TestDatabases::addRows(); }
    void outlivesItsSpace();
    void rollsBack_data() { TestDatabases::addRows(); }
    void rollsBack();

private:
    /// Two spaces; the first has changes noted 0 to 5, one a second, 2 and 3 at the same moment.
    Result<SpaceId> makeHistory(Database &db);
    Result<SpaceId> makeOne(Database &db, const char *code = "a");

    TestDatabases m_databases;
};

Result<SpaceId> TestChangeStore::makeOne(Database &db, const char *code)
{
    const Space space = makeSpace(firstSite(db), text(code));
    const Result<> done = SpaceStore(db).create(space, kNow);
    return done ? Result<SpaceId>(space.id) : Result<SpaceId>(done.error());
}

Result<SpaceId> TestChangeStore::makeHistory(Database &db)
{
    const auto space = makeOne(db);
    const auto other = makeOne(db, "b");
    if (!space || !other)
        return space ? other : space;
    QList<StateChange> changes;
    for (int i : {5, 0, 1, 2, 3, 4}) {
        changes.append(makeChange(*space, kNow + std::chrono::seconds(i == 3 ? 2 : i)));
        changes.last().note = QString::number(i);
        changes.append(makeChange(*other, kNow + std::chrono::seconds(i)));
    }
    const Result<> done = ChangeStore(db).append(changes);
    return done ? space : Result<SpaceId>(done.error());
}

void TestChangeStore::appendsAndReads()
{
    OPEN_ROW_DATABASE(db);
    ChangeStore store(db);
    const auto space = makeOne(db);
    VERIFY_OK(space);
    const QList<StateChange> changes = {fullChange(*space, kNow + Milliseconds(1)),
                                        makeChange(*space, kNow)};
    VERIFY_OK(store.append({}));
    QCOMPARE(store.count().valueOr(-1), 0);
    VERIFY_OK(store.append(changes));
    QVERIFY(store.recent(*space, 10).valueOr({}) == changes);
    QVERIFY(store.recent(SpaceId::create(), 10).valueOr(changes).isEmpty());
    VERIFY_OK(store.append(changes)); // a log has no key of its own
    QCOMPARE(store.count().valueOr(-1), 4);
}

void TestChangeStore::keepsTimes()
{
    QFETCH(UtcTime, time);
    OPEN_ROW_DATABASE(db);
    ChangeStore store(db);
    const auto space = makeOne(db);
    VERIFY_OK(space);
    VERIFY_OK(store.append({makeChange(*space, time)}));
    const auto found = store.between(*space, time, time + Milliseconds(1));
    VERIFY_OK(found);
    QCOMPARE(found->size(), 1);
    QCOMPARE(toIso(found->first().time), toIso(time));
    QCOMPARE(toIso(found->first().recordedAt), toIso(time + Milliseconds(250)));
}

void TestChangeStore::keepsStates_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<SpaceState>("state");
    QTest::addColumn<StateReason>("reason");
    const std::pair<SpaceState, StateReason> rows[] = {
        {SpaceState::Free, StateReason::Default},
        {SpaceState::Occupied, StateReason::Sensor},
        {SpaceState::Reserved, StateReason::Reservation},
        {SpaceState::Reserved, StateReason::ReservationSoon},
        {SpaceState::Maintenance, StateReason::Override}};
    for (const auto &[state, reason] : rows) {
        const QByteArray name = (domain::nameOf(state) + u' ' + domain::nameOf(reason)).toUtf8();
        QTest::addRow("sqlite: %s", name.constData()) << Dialect::Sqlite << state << reason;
        QTest::addRow("postgres: %s", name.constData()) << Dialect::Postgres << state << reason;
    }
}

void TestChangeStore::keepsStates()
{
    QFETCH(SpaceState, state);
    QFETCH(StateReason, reason);
    OPEN_ROW_DATABASE(db);
    const auto space = makeOne(db);
    VERIFY_OK(space);
    StateChange change = makeChange(*space, kNow, state);
    change.previous = state;
    change.reason = reason;
    VERIFY_OK(ChangeStore(db).append({change}));
    QVERIFY(ChangeStore(db).recent(*space, 1).valueOr({}) == QList<StateChange>{change});
}

void TestChangeStore::readsNewestFirst()
{
    OPEN_ROW_DATABASE(db);
    ChangeStore store(db);
    const auto space = makeHistory(db);
    VERIFY_OK(space);
    // At equal times the one that was written later is the newer one.
    QCOMPARE(numbers(store.recent(*space, 10)), text("5 4 3 2 1 0"));
    QCOMPARE(numbers(store.recent(*space, 3)), text("5 4 3"));
    const auto before = [&](Milliseconds after, int limit) {
        return numbers(store.recent(*space, limit, kNow + after));
    };
    QCOMPARE(before(std::chrono::seconds(2), 10), text("1 0"));
    QCOMPARE(before(Milliseconds(2001), 10), text("3 2 1 0"));
    QCOMPARE(before(Milliseconds(2001), 1), text("3"));
    QCOMPARE(before(Milliseconds(0), 10), QString());
}

void TestChangeStore::readsPeriods_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("expected");
    const auto both = [](const char *name, int from, int to, const char *expected) {
        QTest::addRow("sqlite: %s", name) << Dialect::Sqlite << from << to << text(expected);
        QTest::addRow("postgres: %s", name) << Dialect::Postgres << from << to << text(expected);
    };
    both("all", 0, 5001, "0 1 2 3 4 5");
    both("from the start, without the end", 0, 5000, "0 1 2 3 4");
    both("the last before comes in front", 1000, 2001, "0 1 2 3");
    both("of two at one moment the later one is in front", 2001, 4001, "3 4");
    both("nothing happened: what was before", 4001, 4002, "4");
    both("before all", -2000, -1000, "");
    both("after all", 9000, 9001, "5");
    both("no time at all", 2000, 2000, "1");
}

void TestChangeStore::readsPeriods()
{
    QFETCH(int, from);
    QFETCH(int, to);
    OPEN_ROW_DATABASE(db);
    const auto space = makeHistory(db);
    VERIFY_OK(space);
    QTEST(numbers(
              ChangeStore(db).between(*space, kNow + Milliseconds(from), kNow + Milliseconds(to))),
          "expected");
}

void TestChangeStore::storesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    const auto space = makeOne(db);
    VERIFY_OK(space);
    StateChange change = fullChange(*space, kNow + Milliseconds(1));
    change.note = words;
    change.source = change.requestId = words.left(50);
    change.actor = words.left(100);
    const QList<StateChange> changes = {change, makeChange(*space, kNow)};
    VERIFY_OK(ChangeStore(db).append(changes));
    QVERIFY(ChangeStore(db).recent(*space, 10).valueOr({}) == changes);
}

void TestChangeStore::refusesAll_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("fault");
    for (const char *fault : {"unknown space", "U+0000"}) {
        QTest::addRow("sqlite: %s", fault) << Dialect::Sqlite << text(fault);
        QTest::addRow("postgres: %s", fault) << Dialect::Postgres << text(fault);
    }
    QTest::newRow("postgres: key is no UUID") << Dialect::Postgres << text("key");
}

void TestChangeStore::refusesAll()
{
    QFETCH(QString, fault);
    OPEN_ROW_DATABASE(db);
    ChangeStore store(db);
    const auto space = makeOne(db);
    VERIFY_OK(space);
    StateChange bad = fullChange(*space, kNow);
    if (fault == u"unknown space")
        bad.spaceId = SpaceId::create();
    else if (fault == u"key")
        bad.eventKey = fault;
    else
        bad.note = QChar::Null;
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        const auto done = store.append({makeChange(*space, kNow), bad});
        VERIFY_ERROR(done, "DATABASE_ERROR");
        QCOMPARE(failureKind(done.error()), FailureKind::Data);
        VERIFY_ERROR(transaction->commit(), "DATABASE_ERROR");
    }
    QCOMPARE(store.count().valueOr(-1), 0);
}

void TestChangeStore::outlivesItsSpace()
{
    OPEN_ROW_DATABASE(db);
    const auto space = makeHistory(db);
    VERIFY_OK(space);
    VERIFY_OK(SpaceStore(db).softDelete(*space, kNow));
    QCOMPARE(numbers(ChangeStore(db).recent(*space, 2)), text("5 4"));
    QVERIFY(!db.run(text("DELETE FROM spaces")));
    QCOMPARE(ChangeStore(db).count().valueOr(-1), 12);
}

void TestChangeStore::rollsBack()
{
    OPEN_ROW_DATABASE(db);
    const auto space = makeOne(db);
    VERIFY_OK(space);
    {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        VERIFY_OK(ChangeStore(db).append({fullChange(*space, kNow)}));
        QCOMPARE(ChangeStore(db).count().valueOr(-1), 1);
    }
    QCOMPARE(ChangeStore(db).count().valueOr(-1), 0);
}

PARKING_TEST(TestChangeStore)
#include "tst_changestore.moc"
