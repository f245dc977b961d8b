// The live states of spaces: locked, written and read, on both engines.

#include "store/devicestore.h"
#include "store/spacestore.h"
#include "store/sqlstate.h"
#include "store/statestore.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <future>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using domain::DevEui;
using domain::Occupancy;
using domain::Space;
using domain::SpaceId;
using domain::SpaceState;
using domain::StateReason;

namespace {

StateRow fullRow(const Space &space, UtcTime time)
{
    StateRow row;
    row.id = space.id;
    row.state = SpaceState::Maintenance;
    row.reason = StateReason::Override;
    row.reservedForSomeone = true;
    row.since = time;
    row.inputs.sensor = domain::SensorInput{Occupancy::Occupied, time - Milliseconds(1), newKey()};
    row.inputs.operatorOverride =
        domain::Override{SpaceState::Maintenance, text("paint"), text("Ada"),
                         time + Milliseconds(1), time + Milliseconds(2)};
    row.sensorEui = space.sensorEui;
    row.displayEui = space.displayEui;
    return row;
}

QList<SpaceId> idsOf(const QList<StateRow> &rows)
{
    QList<SpaceId> ids;
    for (const StateRow &row : rows)
        ids.append(row.id);
    return ids;
}

/// Spaces in the order of their ids.
QList<Space> makeSpaces(domain::SiteId site, int count)
{
    QList<Space> spaces;
    for (int i = 0; i < count; ++i)
        spaces.append(makeSpace(site, QString::number(i)));
    std::sort(spaces.begin(), spaces.end(),
              [](const Space &a, const Space &b) { return a.id.toString() < b.id.toString(); });
    return spaces;
}

/// What a station does with a batch: locks the states and lets them go.
bool lockAndCommit(const QString &url, const QList<SpaceId> &ids)
{
    const auto db = Database::open({.url = url});
    if (!db)
        return false;
    auto transaction = Transaction::begin(**db);
    if (!transaction)
        return false;
    const auto rows = StateStore(**db).lock(ids);
    return rows && rows->size() == ids.size() && transaction->commit();
}

} // namespace

class TestSpaceStates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherSensorEndsTheWord_data() { TestDatabases::addRows(); }
    void anotherSensorEndsTheWord();
    void startsFree_data() { TestDatabases::addRows(); }
    void startsFree();
    void writesAndReads_data() { addTimeRows(); }
    void writesAndReads();
    void writesHostileTexts_data() { addHostileRows(100); }
    void writesHostileTexts();
    void stateIsNoEdit_data() { TestDatabases::addRows(); }
    void stateIsNoEdit();
    void locksLiveRowsInOrder_data() { TestDatabases::addRows(); }
    void locksLiveRowsInOrder();
    void waitsForLocksInOrder();
    void refusesWrongStates_data() { TestDatabases::addRows(); }
    void refusesWrongStates();
    void readsStatuses_data() { TestDatabases::addRows(); }
    void readsStatuses();
    void tellsWhatIsDue_data() { TestDatabases::addRows(); }
    void tellsWhatIsDue();

private:
    TestDatabases m_databases;
};

void TestSpaceStates::startsFree()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const Space space = makeSpace(firstSite(db), text("a"));
    VERIFY_OK(store.create(space, kNow));
    StateRow expected;
    expected.id = space.id;
    expected.since = kNow;
    QVERIFY(StateStore(db).lock({space.id}).valueOr({}) == QList<StateRow>{expected});
}

void TestSpaceStates::writesAndReads()
{
    QFETCH(UtcTime, time);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    QList<Space> spaces = makeSpaces(firstSite(db), 3);
    spaces[0].sensorEui = DevEui(1);
    spaces[0].displayEui = DevEui(2);
    VERIFY_OK(store.createMany(spaces, kNow));
    QList<StateRow> rows = {fullRow(spaces[0], time), fullRow(spaces[1], time)};
    rows[1].inputs.operatorOverride->until.reset();
    rows[1].inputs.sensor->occupancy = Occupancy::Free;
    VERIFY_OK(StateStore(db).write(rows));
    const QList<SpaceId> ids = idsOf(rows);
    const auto written = StateStore(db).lock(ids);
    VERIFY_OK(written);
    QCOMPARE(toIso(written->first().since), toIso(time));
    QVERIFY(*written == rows);
    QCOMPARE(StateStore(db).lock({spaces[2].id}).valueOr({})[0].since,
             kNow); // the third is untouched
    for (StateRow &row : rows) {
        row.inputs = {};
        row.state = SpaceState::Reserved;
        row.reason = StateReason::ReservationSoon;
        row.reservedForSomeone = false;
    }
    VERIFY_OK(StateStore(db).write(rows));
    QVERIFY(StateStore(db).lock(ids).valueOr({}) == rows);
    VERIFY_OK(StateStore(db).write({}));
}

void TestSpaceStates::writesHostileTexts()
{
    QFETCH(QString, words);
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const QList<Space> spaces = makeSpaces(firstSite(db), 2);
    VERIFY_OK(store.createMany(spaces, kNow));
    QList<StateRow> rows = {fullRow(spaces[0], kNow), fullRow(spaces[1], kNow)};
    rows[0].inputs.operatorOverride->reason = rows[0].inputs.operatorOverride->actor = words;
    VERIFY_OK(StateStore(db).write(rows));
    QVERIFY(StateStore(db).lock(idsOf(rows)).valueOr({}) == rows);
    rows[0].inputs.operatorOverride->reason += QChar::Null;
    rows[1].state = SpaceState::Free;
    auto transaction = Transaction::begin(db);
    VERIFY_OK(transaction);
    const auto refused = StateStore(db).write({rows[1], rows[0]});
    VERIFY_ERROR(refused, "DATABASE_ERROR");
    QCOMPARE(failureKind(refused.error()), FailureKind::Data);
}

/// A35: the live state moves all day long without touching updated_at, and edits leave the state.
void TestSpaceStates::stateIsNoEdit()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    Space space = makeSpace(firstSite(db), text("a"));
    VERIFY_OK(store.create(space, kNow));
    const StateRow row = fullRow(space, kNow);
    VERIFY_OK(StateStore(db).write({row}));
    QCOMPARE(store.find(space.id).valueOr({}).updatedAt, kNow);
    space.name = text("edited");
    VERIFY_OK(store.update(space, kNow + Milliseconds(1)));
    QVERIFY(StateStore(db).lock({space.id}).valueOr({}) == QList<StateRow>{row});
}

void TestSpaceStates::locksLiveRowsInOrder()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const QList<Space> spaces = makeSpaces(firstSite(db), 20);
    VERIFY_OK(store.createMany(QList<Space>(spaces.rbegin(), spaces.rend()), kNow));
    VERIFY_OK(store.softDelete(spaces[7].id, kNow));
    QList<SpaceId> asked = {SpaceId::create()};
    QList<SpaceId> expected;
    for (const Space &space : spaces) {
        asked.prepend(space.id); // the other way round
        if (space.id != spaces[7].id)
            expected.append(space.id);
    }
    asked.append(spaces[3].id); // twice
    auto transaction = Transaction::begin(db);
    VERIFY_OK(transaction);
    QVERIFY(idsOf(StateStore(db).lock(asked).valueOr({})) == expected);
    QVERIFY(StateStore(db).lock({}).valueOr({StateRow()}).isEmpty());
    VERIFY_OK(transaction->commit());
}

/// While one session holds the row in the middle, another that asks for all in any order has the
/// lower one and not the higher one: two of them cannot block each other.
void TestSpaceStates::waitsForLocksInOrder()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    const auto holder = Database::open({.url = *url});
    VERIFY_OK(holder);
    const auto watcher = Database::open({.url = *url});
    VERIFY_OK(watcher);
    const QList<Space> spaces = makeSpaces(firstSite(**holder), 3);
    // On disk they lie the other way round, so that the order is no accident.
    VERIFY_OK(SpaceStore(**holder).createMany({spaces[2], spaces[1], spaces[0]}, kNow));
    std::future<bool> other; // ends after the transaction that it waits for
    auto transaction = Transaction::begin(**holder);
    VERIFY_OK(transaction);
    VERIFY_OK(StateStore(**holder).lock({spaces[1].id}));
    other = std::async(std::launch::async, lockAndCommit, *url,
                       QList<SpaceId>{spaces[2].id, spaces[1].id, spaces[0].id});
    const auto waiting = [&] {
        return (*watcher)
            ->count(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                         "AND datname = current_database()"))
            .valueOr(-1);
    };
    QTRY_COMPARE(waiting(), 1);
    const auto isFree = [&](const Space &space) {
        return (*watcher)
            ->count(text("SELECT count(*) FROM (SELECT id FROM spaces WHERE id = :id::uuid "
                         "FOR UPDATE SKIP LOCKED) AS unlocked"),
                    {{text("id"), space.id.toString()}})
            .valueOr(-1);
    };
    QCOMPARE(isFree(spaces[0]), 0);
    QCOMPARE(isFree(spaces[1]), 0);
    QCOMPARE(isFree(spaces[2]), 1);
    VERIFY_OK(transaction->commit());
    QVERIFY(other.get());
    QCOMPARE(isFree(spaces[0]), 1);
}

void TestSpaceStates::refusesWrongStates()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const QList<Space> spaces = makeSpaces(firstSite(db), 2);
    VERIFY_OK(store.createMany(spaces, kNow));
    const StateRow good = fullRow(spaces[0], kNow);
    StateRow reserved = fullRow(spaces[1], kNow);
    reserved.inputs.operatorOverride->state = SpaceState::Reserved;
    StateRow wordy = fullRow(spaces[1], kNow);
    wordy.inputs.operatorOverride->reason = QString(201, u'x');
    for (const StateRow &bad : {reserved, wordy}) {
        auto transaction = Transaction::begin(db);
        VERIFY_OK(transaction);
        const auto written = StateStore(db).write({good, bad});
        VERIFY_ERROR(written, "DATABASE_ERROR");
        QCOMPARE(failureKind(written.error()), FailureKind::Data);
        VERIFY_ERROR(transaction->commit(), "DATABASE_ERROR");
    }
    const auto rows = StateStore(db).lock({spaces[0].id, spaces[1].id});
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), 2);
    for (const StateRow &row : *rows)
        QVERIFY(!row.inputs.operatorOverride && row.state == SpaceState::Free);
}

void TestSpaceStates::readsStatuses()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    QList<Space> spaces = makeSpaces(firstSite(db), 4);
    spaces[0].sensorEui = DevEui(1);
    spaces[1].sensorEui = DevEui(2); // never heard
    VERIFY_OK(store.createMany(spaces, kNow));
    VERIFY_OK(store.softDelete(spaces[3].id, kNow));
    VERIFY_OK(DeviceStore(db).touch({{.devEui = DevEui(1),
                                      .resolvedType = text("browan_tabs"),
                                      .lastHeard = kNow,
                                      .batteryVolt = 3.6,
                                      .rssiDbm = -97,
                                      .snrDb = -7.5,
                                      .gatewayId = text("0016c001f1530001"),
                                      .uplinks = 1}},
                                    kNow));
    const StateRow state = fullRow(spaces[0], kNow);
    VERIFY_OK(StateStore(db).write({state}));
    const auto heard = StateStore(db).statuses({spaces[0].id, spaces[3].id});
    VERIFY_OK(heard);
    QCOMPARE(heard->size(), 1);
    const domain::SpaceStatus expected{.id = spaces[0].id,
                                       .state = state.state,
                                       .reason = state.reason,
                                       .reservedForSomeone = true,
                                       .since = kNow,
                                       .inputs = state.inputs,
                                       .hasSensor = true,
                                       .lastHeard = kNow,
                                       .batteryVolt = 3.6,
                                       .rssiDbm = -97,
                                       .snrDb = -7.5,
                                       .gatewayId = text("0016c001f1530001")};
    QVERIFY(heard->first().status == expected);
    QCOMPARE(heard->first().sensorType, text("browan_tabs"));
    const auto others = StateStore(db).statuses({spaces[1].id, spaces[2].id});
    VERIFY_OK(others);
    QCOMPARE(others->size(), 2);
    for (const StatusRow &row : *others) {
        QCOMPARE(row.status.hasSensor, row.status.id == spaces[1].id);
        QVERIFY(!row.status.lastHeard && !row.status.batteryVolt && !row.status.rssiDbm);
        QVERIFY(row.sensorType.isEmpty() && row.status.gatewayId.isEmpty());
        QCOMPARE(row.status.since, kNow);
    }
    QCOMPARE(StateStore(db).statuses(spaces[0].siteId).valueOr({}).size(), 3);
    QVERIFY(StateStore(db).statuses(domain::SiteId::create()).valueOr({StatusRow()}).isEmpty());
    QVERIFY(StateStore(db).statuses(QList<SpaceId>()).valueOr({StatusRow()}).isEmpty());
}

void TestSpaceStates::tellsWhatIsDue()
{
    OPEN_ROW_DATABASE(db);
    SpaceStore store(db);
    const QList<Space> spaces = makeSpaces(firstSite(db), 5);
    VERIFY_OK(store.createMany(spaces, kNow));
    QList<StateRow> rows;
    for (int i = 0; i < 4; ++i) {
        rows.append(fullRow(spaces[i], kNow - std::chrono::hours(1)));
        rows[i].inputs.operatorOverride->until = kNow + Milliseconds(i - 1); // -1, 0, 1, 2 ms
    }
    rows[3].inputs.operatorOverride->until.reset();
    VERIFY_OK(StateStore(db).write(rows));
    VERIFY_OK(store.softDelete(spaces[0].id, kNow));
    QVERIFY(StateStore(db).due(kNow).valueOr({}) == QList<SpaceId>{spaces[1].id});
    QCOMPARE(StateStore(db).due(kNow + Milliseconds(1)).valueOr({}).size(), 2);
    QCOMPARE(StateStore(db).due(kNow - Milliseconds(1)).valueOr({SpaceId()}).size(), 0);
}

/// What the one said of the space says nothing about the other.
void TestSpaceStates::anotherSensorEndsTheWord()
{
    OPEN_ROW_DATABASE(db);
    QList<Space> spaces = makeSpaces(firstSite(db), 3);
    for (int i = 0; i < 3; ++i)
        spaces[i].sensorEui = DevEui(0x100 + i);
    SpaceStore store(db);
    VERIFY_OK(store.createMany(spaces, kNow));
    StateStore states(db);
    QList<StateRow> rows;
    for (const Space &space : std::as_const(spaces)) {
        StateRow row;
        row.id = space.id;
        row.state = SpaceState::Occupied;
        row.reason = StateReason::Sensor;
        row.since = kNow;
        row.inputs.sensor = domain::SensorInput{Occupancy::Occupied, kNow, newKey()};
        rows.append(row);
    }
    VERIFY_OK(states.write(rows));
    QVERIFY(states.due(kNow).valueOr({SpaceId()}).isEmpty());
    spaces[0].sensorEui = DevEui(0x4711);
    spaces[1].sensorEui.reset();
    spaces[2].name = text("another name");
    for (const Space &space : std::as_const(spaces))
        VERIFY_OK(store.update(space, kNow));
    const QList<StateRow> after =
        states.lock({spaces[0].id, spaces[1].id, spaces[2].id}).valueOr({});
    QCOMPARE(after.size(), 3);
    QVERIFY(!after[0].inputs.sensor);
    QVERIFY(!after[1].inputs.sensor);
    QVERIFY(after[2].inputs.sensor.has_value());
    // Their states wait to be settled.
    const QList<SpaceId> due = states.due(kNow).valueOr({});
    QCOMPARE(QSet<SpaceId>(due.cbegin(), due.cend()), QSet<SpaceId>({spaces[0].id, spaces[1].id}));
}

PARKING_TEST(TestSpaceStates)
#include "tst_spacestates.moc"
