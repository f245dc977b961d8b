// How states move: by what sensors say, by what people set, by the clock; and what follows.

#include "base/literals.h"
#include "engine/spaces/movement.h"
#include "engine/spaces/spaces.h"
#include "store/changestore.h"
#include "store/devicestore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/statestore.h"
#include "store/transaction.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using namespace parking::engine;
using namespace std::chrono_literals;
using domain::SpaceState;
using store::Dialect;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);
const domain::SpaceId kSpace(QUuid(u"{6b2f3c1e-0000-4000-8000-000000000001}"_s));
constexpr domain::DevEui kSensor(0x58a0cb0000000001);
constexpr domain::DevEui kLamp(0x202020abcdef0001);
constexpr auto kFree = domain::Occupancy::Free;
constexpr auto kOccupied = domain::Occupancy::Occupied;

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString key(char letter)
{
    return QString(QLatin1Char(letter));
}

store::StateRow row(domain::SpaceState state = domain::SpaceState::Free)
{
    store::StateRow result;
    result.id = kSpace;
    result.state = state;
    if (state != domain::SpaceState::Free)
        result.reason = domain::StateReason::Override;
    result.sensorEui = kSensor;
    return result;
}

domain::Override blocking(const QString &reason, std::optional<UtcTime> until = {})
{
    domain::Override value;
    value.reason = reason;
    value.since = kNow;
    value.until = until;
    return value;
}

} // namespace

class tst_Movement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void advance_data()
    {
        using Inputs = QList<domain::SensorInput>;
        QTest::addColumn<Inputs>("inputs");
        QTest::addColumn<int>("changes");
        QTest::addColumn<bool>("occupied");
        const domain::SensorInput arrival{kOccupied, kNow, key('a')};
        QTest::newRow("nothing") << Inputs{} << 0 << false;
        QTest::newRow("the first word of a free space")
            << Inputs{{kFree, kNow, key('a')}} << 1 << false;
        QTest::newRow("its heartbeat")
            << Inputs{{kFree, kNow, key('a')}, {kFree, kNow + 1h, key('b')}} << 1 << false;
        QTest::newRow("arrival") << Inputs{arrival} << 1 << true;
        QTest::newRow("a short stay keeps both changes")
            << Inputs{arrival, {kFree, kNow + 1s, key('b')}} << 2 << false;
        QTest::newRow("the same event twice") << Inputs{arrival, arrival} << 1 << true;
        QTest::newRow("equal times, the higher key wins")
            << Inputs{{kFree, kNow, key('a')}, {kOccupied, kNow, key('b')}} << 2 << true;
    }

    void advance()
    {
        QFETCH(QList<domain::SensorInput>, inputs);
        QFETCH(int, changes);
        QFETCH(bool, occupied);
        store::StateRow state = row();
        const QList<domain::StateChange> made = engine::advance(state, inputs, {}, kNow);
        QCOMPARE(made.size(), changes);
        QCOMPARE(state.state == domain::SpaceState::Occupied, occupied);
        for (const domain::StateChange &change : made)
            QCOMPARE(change.source, u"sensor"_s);
    }

    /// A space is FREE from its import on, and nobody saw it: its time begins with the first word.
    void aFirstWordBeginsTheState()
    {
        store::StateRow state = row();
        state.since = kNow - 24h;
        const QList<domain::StateChange> first =
            engine::advance(state, {{kFree, kNow, key('a')}}, {}, kNow + 1s);
        QCOMPARE(first.size(), 1);
        QCOMPARE(first[0].previous, std::nullopt);
        QVERIFY(first[0].current == domain::SpaceState::Free && first[0].isKnown());
        QCOMPARE(first[0].time, kNow);
        QCOMPARE(first[0].eventKey, key('a'));
        QCOMPARE(state.since, kNow);
        QVERIFY(engine::advance(state, {{kFree, kNow + 1min, key('b')}}, {}, kNow).isEmpty());
        QCOMPARE(state.since, kNow); // it goes on
    }

    void olderEventNeverMovesTheState()
    {
        store::StateRow state = row();
        QCOMPARE(engine::advance(state, {{kOccupied, kNow, key('a')}}, {}, kNow).size(), 1);
        const store::StateRow before = state;
        QVERIFY(engine::advance(state, {{kFree, kNow - 1ms, key('z')}}, {}, kNow).isEmpty());
        QCOMPARE(state, before);
    }

    void maintenanceOutlivesHeartbeats()
    {
        store::StateRow state = row(domain::SpaceState::Maintenance);
        state.inputs.operatorOverride = domain::Override{};
        const QList<domain::SensorInput> inputs = {{kOccupied, kNow, key('a')},
                                                   {kFree, kNow + 1s, key('b')}};
        QVERIFY(engine::advance(state, inputs, {}, kNow).isEmpty());
        QVERIFY(state.state == domain::SpaceState::Maintenance);
        QCOMPARE(state.inputs.sensor->eventKey, key('b')); // remembered for later
        state.inputs.operatorOverride.reset();
        const auto change = reresolve(state, {}, u"override"_s, kNow + 2s);
        QVERIFY(change);
        QCOMPARE(change->previous, std::optional(domain::SpaceState::Maintenance));
        QCOMPARE(state.since, kNow + 2s);
    }

    /// A history is read in the order of its times: the last one has to be the state that stands.
    void aLateWordComesAfterWhatStands()
    {
        store::StateRow state = row();
        QCOMPARE(engine::advance(state, {{kFree, kNow - 1h, key('a')}}, {}, kNow).size(), 1);
        state.inputs.reservation = domain::ReservationInput{u"r"_s, kNow, kNow + 1h};
        const auto reserved = reresolve(state, {}, u"reservation"_s, kNow);
        QVERIFY(reserved);
        QCOMPARE(reserved->time, kNow);
        const QList<domain::StateChange> late =
            engine::advance(state, {{kOccupied, kNow - 2min, key('b')}}, {}, kNow + 1min);
        QCOMPARE(late.size(), 1);
        QCOMPARE(late[0].previous, reserved->current);
        QCOMPARE(late[0].time, kNow);
        QCOMPARE(late[0].recordedAt, kNow + 1min);
        QCOMPARE(state.since, kNow);
        QCOMPARE(state.inputs.sensor->eventTime, kNow - 2min); // as the reading has it
    }

    /// A sensor's time may be ten minutes ahead of what the station's clock says.
    void aWordFromAheadIsFollowed()
    {
        store::StateRow state = row();
        QCOMPARE(engine::advance(state, {{kOccupied, kNow + 5min, key('a')}}, {}, kNow).size(), 1);
        QCOMPARE(state.since, kNow + 5min);
        state.inputs.operatorOverride = blocking(u"oil"_s);
        const auto set = reresolve(state, {}, u"override"_s, kNow + 1min);
        QVERIFY(set);
        QCOMPARE(set->time, kNow + 5min);
        QCOMPARE(set->recordedAt, kNow + 1min);
    }

    void whatTheClockDidIsNamed_data()
    {
        QTest::addColumn<std::optional<UtcTime>>("until"); // of the override
        QTest::addColumn<std::optional<UtcTime>>("end"); // of a reservation
        QTest::addColumn<QString>("note");
        using Time = std::optional<UtcTime>;
        const auto row = [](const char *name, Time until, Time end, const char *note) {
            QTest::newRow(name) << until << end << QString::fromLatin1(note);
        };
        row("override", kNow, {}, "override ended");
        row("override, over a reservation", kNow, kNow + 1h, "override ended");
        row("the sensor left", {}, {}, "the sensor left");
        row("the sensor left, with a reservation", {}, kNow + 1h, "the sensor left");
        row("under an override that stays", kNow + 1h, kNow, "the sensor left");
    }

    void whatTheClockDidIsNamed()
    {
        QFETCH(std::optional<UtcTime>, until);
        QFETCH(std::optional<UtcTime>, end);
        QFETCH(QString, note);
        domain::StateInputs inputs;
        if (until)
            inputs.operatorOverride = blocking(u"oil"_s, until);
        if (end)
            inputs.reservation = domain::ReservationInput{u"r"_s, kNow - 1h, *end};
        const MovementCause cause = causeByClock(inputs, kNow);
        QCOMPARE(cause.source, u"engine"_s);
        QCOMPARE(cause.note, note);
    }

    void rowsChangesAndLampsGoTogether_data() { test::TestDatabases::addRows(); }
    void rowsChangesAndLampsGoTogether();
    void anErrorLeavesNothing_data() { test::TestDatabases::addRows(); }
    void anErrorLeavesNothing();

private:
    /// A database with kSpace, its sensor and its lamp.
    void open();
    Result<Moved> block(bool fails = false);
    QList<domain::StateChange> changes()
    {
        return store::ChangeStore(*m_database).recent(kSpace, 10).valueOr({});
    }

    test::TestDatabases m_databases;
    std::unique_ptr<store::Database> m_database;
    MovementRules m_rules;
};

void tst_Movement::open()
{
    QFETCH(Dialect, dialect);
    auto database = m_databases.open(dialect);
    VERIFY_OK(database);
    m_database = std::move(*database);
    domain::Space space;
    space.id = kSpace;
    space.siteId = store::SiteStore(*m_database).first().valueOr(domain::Site()).id;
    space.code = space.name = u"A-1"_s;
    space.sensorEui = kSensor;
    space.displayEui = kLamp;
    VERIFY_OK(store::SpaceStore(*m_database).create(space, kNow));
    m_rules = {};
    m_rules.lamps.enabled = true;
}

Result<Moved> tst_Movement::block(bool fails)
{
    return store::transact(*m_database, [&]() -> Result<Moved> {
        Movement movement(*m_database, m_rules, kNow + 1min);
        if (Result<> done = movement.lock({kSpace, domain::SpaceId::create()}); !done)
            return done.error();
        for (MovingSpace &space : movement.spaces()) {
            space.row.inputs.operatorOverride = blocking(u"oil"_s);
            movement.settle(space, {.source = u"override"_s, .actor = u"Anna"_s, .note = u"oil"_s});
        }
        Result<Moved> moved = movement.finish();
        return fails ? Result<Moved>(Error{u"TEST"_s, {}}) : moved;
    });
}

void tst_Movement::rowsChangesAndLampsGoTogether()
{
    open();
    const auto sense = [&]() -> Result<Moved> {
        Movement movement(*m_database, m_rules, kNow);
        (void)movement.lock({kSpace}).hasValue();
        for (MovingSpace &space : movement.spaces())
            movement.sense(space, {{kOccupied, kNow - 2s, uuid()}, {kFree, kNow - 1s, uuid()}});
        return movement.finish();
    };
    VERIFY_OK(store::DeviceStore(*m_database)
                  .touch({{.devEui = kSensor, .lastHeard = kNow - 1s, .uplinks = 2}}, kNow));
    const Result<Moved> sensed = store::transact(*m_database, sense);
    VERIFY_OK(sensed);
    QCOMPARE(sensed->stateChanges, 2);
    QVERIFY(sensed->states.first().state == SpaceState::Free);
    QCOMPARE(changes().last().previous, std::nullopt); // nobody had heard of it
    QCOMPARE(changes().first().previous, std::optional(SpaceState::Occupied));
    QCOMPARE(sensed->lamps.rows.size(), 1); // it was free before, and nobody knew
    QVERIFY(sensed->lamps.rows.first().frame.state == SpaceState::Free);

    const Result<Moved> blocked = block();
    VERIFY_OK(blocked);
    QCOMPARE(blocked->states.size(), 1); // the unknown one is left out
    QCOMPARE(blocked->lamps.rows.size(), 2); // the other one was withdrawn
    QVERIFY(blocked->lamps.rows.last().frame.state == SpaceState::Maintenance);
    QCOMPARE(changes().size(), 3);
    QCOMPARE(changes().first().actor, u"Anna"_s);
    QCOMPARE(changes().first().previous, std::optional(SpaceState::Free));

    // The same again, by somebody else: the state stays, and who said so is kept.
    const auto again = store::transact(*m_database, [&] {
        Movement movement(*m_database, m_rules, kNow + 2min);
        (void)movement.lock({kSpace}).hasValue();
        for (MovingSpace &space : movement.spaces()) {
            space.row.inputs.operatorOverride->reason = u"still"_s;
            movement.settle(space, {.source = u"override"_s, .actor = u"Ben"_s});
        }
        return movement.finish();
    });
    VERIFY_OK(again);
    QVERIFY(again->lamps.rows.isEmpty());
    QCOMPARE(changes().first().actor, u"Ben"_s);
    QCOMPARE(changes().first().previous, std::optional(SpaceState::Maintenance));
}

void tst_Movement::anErrorLeavesNothing()
{
    open();
    QVERIFY(!block(true));
    QVERIFY(changes().isEmpty());
    const auto row = store::StateStore(*m_database).statuses({kSpace});
    VERIFY_OK(row);
    QVERIFY(row->first().status.state == SpaceState::Free);
    QVERIFY(!row->first().status.inputs.operatorOverride);
}

PARKING_TEST(tst_Movement)
#include "tst_movement.moc"
