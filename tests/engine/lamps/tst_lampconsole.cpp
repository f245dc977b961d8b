// What somebody sends to one lamp by hand goes the way of every command.

#include "engine/lamps/lampconsole.h"
#include "lampfixture.h"
#include "read/lamps.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test;
using domain::DownlinkCause;
using domain::DownlinkState;
using domain::FlushedQueue;
using domain::LampCommand;
using domain::LampQueue;
using store::Dialect;

namespace {

const QByteArray kBlue = QByteArray::fromHex("00ff00ff00"); // Kuando: R, B, G, on, off

LampCommand colour(int n, domain::Rgb rgb)
{
    LampCommand command;
    command.device = lamp(n);
    command.kind = LampCommand::Kind::Colour;
    command.colour = rgb;
    return command;
}

LampCommand raw(int n, const QByteArray &payload, int fPort = 99)
{
    LampCommand command;
    command.device = lamp(n);
    command.kind = LampCommand::Kind::Raw;
    command.payload = payload;
    command.fPort = fPort;
    command.confirmed = true;
    return command;
}

} // namespace

class TestLampConsole : public QObject, private LampFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void aColourIsSentAndGivesWay_data() { TestDatabases::addRows(); }
    void aColourIsSentAndGivesWay();
    void rawBytesProveNothing_data() { TestDatabases::addRows(); }
    void rawBytesProveNothing();
    void comparisonsLetItHaveItsTurn();
    void badInputChangesNothing();
    void onlyLampsWithATypeTakeColours();
    void theQueueIsTold();
    void whatMayBeOnTheAirIsNotRemoved();
    void whatAGatewayHasIsNotRemoved();
    void aQueueIsEmptied();
    void otherProgramsOnlyAsk();

private:
    Result<> send(const LampCommand &command)
    {
        return (*m_station)->lamps().command(command, u"Anna"_s);
    }
    std::optional<Result<LampQueue>> queue(int n);
    std::optional<Result<FlushedQueue>> flush(int n);
};

std::optional<Result<LampQueue>> TestLampConsole::queue(int n)
{
    std::optional<Result<LampQueue>> told;
    (*m_station)->lamps().askQueue(lamp(n), [&](const Result<LampQueue> &answer) {
        told = answer;
    });
    return QTest::qWaitFor([&] { return told.has_value(); }, kPatience) ? told : std::nullopt;
}

std::optional<Result<FlushedQueue>> TestLampConsole::flush(int n)
{
    std::optional<Result<FlushedQueue>> told;
    (*m_station)->lamps().emptyQueue(lamp(n), [&](const Result<FlushedQueue> &answer) {
        told = answer;
    });
    return QTest::qWaitFor([&] { return told.has_value(); }, kPatience) ? told : std::nullopt;
}

/// The lamp is blue until it is heard next; then its space's colour comes back.
void TestLampConsole::aColourIsSentAndGivesWay()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    VERIFY_OK(send(colour(1, {0, 0, 255})));
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(last(1)->cause, DownlinkCause::Console);
    QCOMPARE(last(1)->actor, u"Anna"_s);
    QCOMPARE(last(1)->spaceId, m_site.spaces[1].id);
    QCOMPARE(posts(1).last().data, kBlue);
    QCOMPARE(posts(1).last().fPort, 15);
    transmit(1);
    QCOMPARE(display(1).shown->payload, kBlue);
    QCOMPARE(posts(1).size(), 1); // nobody took it back
    m_station->tell(lamp(1), "up", upBody(15, kuandoStatus(0, 0, 255)), systemNow() + 1s);
    QTRY_COMPARE_WITH_TIMEOUT(posts(1).size(), 2, kPatience);
    QCOMPARE(posts(1).last().data, kGreen);
    QCOMPARE(display(1).problem, QString());
}

/// Nobody knows what they did: the lamp is not said to show anything, nor blamed for what it shows.
void TestLampConsole::rawBytesProveNothing()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    VERIFY_OK(send(raw(2, QByteArray::fromHex("c0ffee"))));
    QVERIFY(settled(2, DownlinkState::Queued));
    QCOMPARE(posts(2).last().data, QByteArray::fromHex("c0ffee"));
    QCOMPARE(posts(2).last().fPort, 99);
    QVERIFY(posts(2).last().confirmed);
    QVERIFY(last(2)->frame.isRaw());
    m_station->txAck(*m_rest->handOver(lamp(2).toString()));
    QVERIFY(settled(2, DownlinkState::Sent));
    QTRY_COMPARE_WITH_TIMEOUT(display(2).evidence, domain::Evidence::None, kPatience);
    QVERIFY(!display(2).shown);
    QCOMPARE(posts(2).size(), 1);
    const auto told = read::lampOf(*m_database, lamp(2), systemNow());
    VERIFY_OK(told);
    QVERIFY(told->last && told->last->frame.isRaw());
    m_station->tell(lamp(2), "up", upBody(15, kuandoStatus(255, 255, 255)), systemNow() + 20s);
    QTRY_COMPARE_WITH_TIMEOUT(posts(2).size(), 2, kPatience); // now the space's colour
    QCOMPARE(posts(2).last().data, kGreen);
    QCOMPARE(display(2).problem, QString());
    QCOMPARE(display(2).mismatches, 0);
}

/// While it waits in ChirpStack's queue a comparison leaves it there; a change does not.
void TestLampConsole::comparisonsLetItHaveItsTurn()
{
    start(Dialect::Sqlite);
    hear(0, "CLASS_A");
    VERIFY_OK(send(colour(0, {0, 0, 255})));
    QVERIFY(settled(0, DownlinkState::Queued));
    VERIFY_OK((*m_station)->lamps().reload()); // compares all
    QCOMPARE(last(0)->cause, DownlinkCause::Console);
    QCOMPARE(stateOf(0), DownlinkState::Queued);
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(last(0)->cause, DownlinkCause::Change, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).last().data, kRed, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(m_rest->items(lamp(0).toString()).size(), 1); // it replaced the other
}

void TestLampConsole::badInputChangesNothing()
{
    start(Dialect::Sqlite);
    const qint64 before = last(3)->sequence;
    for (const LampCommand &command :
         {raw(3, {}), raw(3, "x", 0), raw(3, "x", 224), raw(3, QByteArray(243, 'x'))}) {
        const Result<> sent = send(command);
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, u"VALIDATION_ERROR"_s);
    }
    QCOMPARE(last(3)->sequence, before);
    QCOMPARE(posts(3).size(), 0);
}

void TestLampConsole::onlyLampsWithATypeTakeColours()
{
    domain::Display display;
    display.devEui = domain::DevEui(0x00aa'bb00'0000'0001);
    LampCommand command = colour(0, {1, 2, 3});
    QCOMPARE(engine::frameOf(command, display, {}, domain::SpaceState::Free).error().code,
             u"NO_TYPE"_s);
    display.typeSetting = u"heltec_status"_s;
    QCOMPARE(engine::frameOf(command, display, {}, domain::SpaceState::Free).error().code,
             u"NO_COLOURS"_s);
    command.kind = LampCommand::Kind::State;
    command.state = domain::SpaceState::Occupied;
    const auto status = engine::frameOf(command, display, {}, domain::SpaceState::Free);
    VERIFY_OK(status);
    QCOMPARE(status->payload, QByteArray::fromHex("02"));
    display.typeSetting = u"kuando_busylight"_s;
    display.settings.codes[domain::indexOf(domain::SpaceState::Free)] = "code";
    const auto free =
        engine::frameOf(colour(0, {0, 0, 255}), display, {}, domain::SpaceState::Free);
    VERIFY_OK(free);
    QCOMPARE(free->payload, kBlue); // its code is of the state
    command.state = domain::SpaceState::Reserved;
    command.isSoon = true; // as the lamp will show it: by what the site wants
    domain::DisplayPolicy policy;
    QCOMPARE(engine::frameOf(command, display, policy, domain::SpaceState::Free)->payload,
             QByteArray::fromHex("ff00ffff00"));
    policy.whenSoon = domain::LampsWhenSoon::Blink;
    QCOMPARE(engine::frameOf(command, display, policy, domain::SpaceState::Free)->payload,
             QByteArray::fromHex("ff00ff3232"));
}

void TestLampConsole::theQueueIsTold()
{
    start(Dialect::Sqlite);
    auto told = queue(4);
    QVERIFY(told && *told);
    QVERIFY((*told)->items.isEmpty());
    VERIFY_OK(send(raw(4, QByteArray::fromHex("0102"), 7)));
    QVERIFY(settled(4, DownlinkState::Queued));
    m_rest->addForeign(lamp(4).toString(), 8, "x");
    told = queue(4);
    QVERIFY(told && *told);
    QCOMPARE((*told)->device, lamp(4));
    QCOMPARE((*told)->items.size(), 2);
    const domain::LampQueueItem &ours = (*told)->items[0];
    QCOMPARE(ours.row, last(4)->id);
    QCOMPARE(ours.fPort, 7);
    QCOMPARE(ours.payload, QByteArray::fromHex("0102"));
    QVERIFY(ours.confirmed && ours.expiresAt);
    QVERIFY((*told)->items[1].row.isNull());
    m_rest->failNextReads({RestFailure::Unavailable503});
    told = queue(4);
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, u"CHIRPSTACK_UNAVAILABLE"_s);
}

/// A removed item whose frame is at the gateway would repeat its counter: class C is always so.
void TestLampConsole::whatMayBeOnTheAirIsNotRemoved()
{
    start(Dialect::Sqlite);
    hear(5, "CLASS_C");
    VERIFY_OK(send(colour(5, {0, 0, 255})));
    QVERIFY(settled(5, DownlinkState::Queued));
    const int deletes = m_rest->requests("DELETE");
    const auto told = flush(5);
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, u"MAY_BE_ON_AIR"_s);
    QCOMPARE(m_rest->requests("DELETE"), deletes);
    QCOMPARE(m_rest->items(lamp(5).toString()).size(), 1);
    QCOMPARE(stateOf(5), DownlinkState::Queued);
    transmit(5); // it was not in the way of anything
}

/// The station heard nothing of the uplink after which ChirpStack handed the item over.
void TestLampConsole::whatAGatewayHasIsNotRemoved()
{
    start(Dialect::Sqlite);
    for (const int n : {5, 6})
        hear(n, "CLASS_A");
    VERIFY_OK(send(colour(5, {0, 0, 255})));
    QVERIFY(settled(5, DownlinkState::Queued));
    transmit(5); // the next frame is not the first one
    VERIFY_OK(send(colour(5, {0, 255, 255})));
    QVERIFY(settled(5, DownlinkState::Queued));
    QVERIFY(m_rest->handOver(lamp(5).toString()));
    m_rest->addForeign(lamp(6).toString(), 8, "x");
    std::optional<Result<FlushedQueue>> told;
    const auto emptied = [&] { // both listen for a moment after they were heard
        told = flush(6);
        return told && told->hasValue();
    };
    QVERIFY(QTest::qWaitFor(emptied, kPatience));
    told = flush(5);
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, u"MAY_BE_ON_AIR"_s);
    QCOMPARE(m_rest->items(lamp(5).toString()).size(), 1);
}

void TestLampConsole::aQueueIsEmptied()
{
    start(Dialect::Sqlite);
    hear(5, "CLASS_A");
    VERIFY_OK(send(colour(5, {0, 0, 255})));
    QVERIFY(settled(5, DownlinkState::Queued));
    m_rest->addForeign(lamp(5).toString(), 8, "x");
    std::optional<Result<FlushedQueue>> told;
    const auto emptied = [&] { // it listens for a moment after it was heard
        told = flush(5);
        return told && told->hasValue();
    };
    QVERIFY(QTest::qWaitFor(emptied, kPatience)); // QTRY would empty it twice
    QCOMPARE((*told)->removed, 2);
    QCOMPARE(m_rest->items(lamp(5).toString()).size(), 0);
    QCOMPARE((*told)->withdrawn, 0);
    QCOMPARE(last(5)->cause, DownlinkCause::Console);
    QVERIFY(last(5)->state == DownlinkState::Superseded);
    const auto empty = flush(5);
    QVERIFY(empty && *empty);
    QCOMPARE((*empty)->removed, 0);
}

/// Without a key, or beside the station, nobody asks ChirpStack; the reason is told.
void TestLampConsole::otherProgramsOnlyAsk()
{
    start(Dialect::Postgres);
    LampStation second(m_url, m_folder->filePath(u"second"_s), m_rest->port());
    VERIFY_OK(second->start());
    std::optional<Result<LampQueue>> told;
    second->lamps().askQueue(lamp(0), [&](const Result<LampQueue> &answer) { told = answer; });
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, u"CHIRPSTACK_ONLY_STATION"_s);
    VERIFY_OK(second->lamps().command(colour(0, {0, 0, 255}), u"Ben"_s));
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience); // the station sends it
    QCOMPARE(posts(0).first().data, kBlue);
    second->stop();
    LampStation third(m_url, m_folder->filePath(u"third"_s), 0);
    VERIFY_OK(third->start());
    told.reset();
    third->lamps().askQueue(lamp(0), [&](const Result<LampQueue> &answer) { told = answer; });
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, u"CHIRPSTACK_NOT_SET_UP"_s);
    third->stop();
}

PARKING_TEST(TestLampConsole)
#include "tst_lampconsole.moc"
