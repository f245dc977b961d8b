// What waits for which lamp, and whose turn it is.

#include "engine/lamps/lanes.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkCause;
using domain::DownlinkState;
using engine::Lanes;
using enum domain::DownlinkState;

namespace {

const UtcTime kStart = *fromIso(u"2026-03-29T01:30:00Z");
const Steady::time_point kNow{1h};
const Lanes::Allowance kPlenty{.requests = 100, .posts = 100};

DevEui lamp(int n)
{
    return DevEui(0x2020'20ab'cdef'0000 + quint64(n));
}

Downlink row(int n, qint64 sequence, DownlinkState state = Pending,
             DownlinkCause cause = DownlinkCause::Change)
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.sequence = sequence;
    row.devEui = lamp(n);
    row.state = state;
    row.cause = cause;
    row.decidedAt = kStart;
    if (state == Queued) {
        row.queueItemId = u"item %1"_s.arg(sequence);
        row.expiresAt = kStart + 2min;
    }
    return row;
}

domain::Display display(int n, const QString &gateway, const QString &deviceClass = u"CLASS_C"_s)
{
    domain::Display display;
    display.devEui = lamp(n);
    display.gatewayId = gateway;
    display.deviceClass = deviceClass;
    return display;
}

QHash<DevEui, domain::Display> site(const QList<domain::Display> &displays)
{
    QHash<DevEui, domain::Display> lamps;
    for (const domain::Display &display : displays)
        lamps.insert(display.devEui, display);
    return lamps;
}

QList<qint64> sequences(const QList<Downlink> &rows)
{
    QList<qint64> found;
    for (const Downlink &row : rows)
        found.append(row.sequence);
    return found;
}

} // namespace

class TestLanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOldestWishOfPeopleIsFirst();
    void theNewestOfALampIsPosted();
    void aDoubtStopsItsLampOnly();
    void aLampIsAskedOnceAtATime();
    void onlySoManyAreBegun_data();
    void onlySoManyAreBegun();
    void whatIsUnderWayCounts();
    void whoFailedWaits();
    void allMayGoAfterAnOutage();
    void aGatewayIsSpared();
    void lookingCostsNoGatewayAnything();
    void endedRowsGo();
    void strangersAreNoticed();
    void whatDidNotGetInWaitsAgain_data();
    void whatDidNotGetInWaitsAgain();
    void nobodyTransmittedIt_data();
    void nobodyTransmittedIt();
    void aPostFlushesWhatIsOlder();
    void theNextFrameWaits_data();
    void theNextFrameWaits();
    void anEchoIsNotTheGatewaysWord();
    void aJoinAsksForALook();
    void oneLookIsNotEnough();
    void itemsLiveByClass_data();
    void itemsLiveByClass();
};

void TestLanes::theOldestWishOfPeopleIsFirst()
{
    Lanes lanes(0);
    lanes.put(row(0, 1, Pending, DownlinkCause::Reconcile));
    lanes.put(row(1, 2, Pending, DownlinkCause::Join));
    lanes.put(row(2, 4, Pending, DownlinkCause::Operator));
    lanes.put(row(3, 3, Pending, DownlinkCause::Change));
    lanes.put(row(4, 9, Sending));
    lanes.put(row(5, 8, Sending));
    lanes.put(row(6, 5, Pending, DownlinkCause::Mismatch));
    const Lanes::Turn turn = lanes.next(kNow, kPlenty);
    QCOMPARE(sequences(turn.looks), QList<qint64>({8, 9}));
    QCOMPARE(sequences(turn.posts), QList<qint64>({3, 4, 1, 2, 5}));
    QVERIFY(!turn.next);
    QCOMPARE(lanes.waiting(), 7);
}

void TestLanes::theNewestOfALampIsPosted()
{
    Lanes lanes(0);
    lanes.put(row(0, 3));
    lanes.put(row(0, 1, Pending, DownlinkCause::Operator));
    lanes.put(row(0, 2));
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({3}));
}

/// Nothing newer may go out before it is settled.
void TestLanes::aDoubtStopsItsLampOnly()
{
    Lanes lanes(0);
    const Downlink doubt = row(0, 1, Sending);
    lanes.put(row(0, 2));
    lanes.put(doubt);
    lanes.put(row(1, 3));
    QCOMPARE(lanes.doubtful(), QList<Downlink>({doubt}));
    const Lanes::Turn turn = lanes.next(kNow, kPlenty);
    QCOMPARE(sequences(turn.looks), QList<qint64>({1}));
    QCOMPARE(sequences(turn.posts), QList<qint64>({3}));
    Downlink settled = doubt;
    settled.state = Queued;
    lanes.put(settled);
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({2, 3}));
    QVERIFY(lanes.doubtful().isEmpty());
}

void TestLanes::aLampIsAskedOnceAtATime()
{
    Lanes lanes(0);
    lanes.put(row(0, 1));
    lanes.put(row(1, 2));
    lanes.occupy(lamp(0), Lanes::Request::Other);
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({2}));
    QCOMPARE(lanes.underWay(), 1);
    lanes.release(lamp(0));
    lanes.release(lamp(0)); // no harm
    QCOMPARE(lanes.underWay(), 0);
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({1, 2}));
}

void TestLanes::onlySoManyAreBegun_data()
{
    QTest::addColumn<Lanes::Allowance>("allowance");
    QTest::addColumn<QList<qint64>>("looks");
    QTest::addColumn<QList<qint64>>("posts");
    QTest::addColumn<bool>("later");
    const auto row = [](const char *name, const Lanes::Allowance &allowance,
                        const QList<qint64> &looks, const QList<qint64> &posts, bool later) {
        QTest::newRow(name) << allowance << looks << posts << later;
    };
    row("as many as there are", kPlenty, {5, 6}, {1, 2, 3}, false);
    row("four requests", {.requests = 4, .posts = 4}, {5, 6}, {1, 2}, false);
    row("one feels the way", {.requests = 1, .posts = 1}, {5}, {}, false);
    row("none", {.requests = 0, .posts = 1}, {}, {}, false);
    row("one POST feels the way", {.requests = 8, .posts = 1}, {5, 6}, {1}, false);
    row("POSTs pause", {.requests = 8, .posts = 8, .postsFrom = kNow + 3s}, {5, 6}, {}, true);
    row("their pause is over", {.requests = 8, .posts = 8, .postsFrom = kNow}, {5, 6}, {1, 2, 3},
        false);
}

void TestLanes::onlySoManyAreBegun()
{
    QFETCH(Lanes::Allowance, allowance);
    QFETCH(QList<qint64>, looks);
    QFETCH(QList<qint64>, posts);
    QFETCH(bool, later);
    Lanes lanes(0);
    for (int n = 1; n <= 3; ++n)
        lanes.put(row(n, n));
    for (int n = 5; n <= 6; ++n)
        lanes.put(row(n, n, Sending));
    const Lanes::Turn turn = lanes.next(kNow, allowance);
    QCOMPARE(sequences(turn.looks), looks);
    QCOMPARE(sequences(turn.posts), posts);
    QCOMPARE(turn.next, later ? std::optional(kNow + 3s) : std::nullopt);
}

void TestLanes::whatIsUnderWayCounts()
{
    Lanes lanes(0);
    for (int n = 1; n <= 4; ++n)
        lanes.put(row(n, n));
    lanes.occupy(lamp(8), Lanes::Request::Post);
    lanes.occupy(lamp(9), Lanes::Request::Other);
    QCOMPARE(sequences(lanes.next(kNow, {.requests = 4, .posts = 4}).posts), QList<qint64>({1, 2}));
    QCOMPARE(sequences(lanes.next(kNow, {.requests = 8, .posts = 1}).posts), QList<qint64>());
    lanes.release(lamp(8));
    QCOMPARE(sequences(lanes.next(kNow, {.requests = 8, .posts = 1}).posts), QList<qint64>({1}));
    lanes.clear();
    QCOMPARE(lanes.underWay(), 0);
    QCOMPARE(lanes.waiting(), 0);
}

void TestLanes::whoFailedWaits()
{
    Lanes lanes(0);
    for (int n = 1; n <= 3; ++n)
        lanes.put(row(n, n));
    lanes.backOff(lamp(1), kNow + 4s);
    lanes.backOff(lamp(2), kNow + 2s);
    lanes.backOff(lamp(2), kNow + 3s);
    QCOMPARE(lanes.failures(lamp(1)), 1);
    QCOMPARE(lanes.failures(lamp(2)), 2);
    QCOMPARE(lanes.failures(lamp(3)), 0);
    const Lanes::Turn turn = lanes.next(kNow, kPlenty);
    QCOMPARE(sequences(turn.posts), QList<qint64>({3}));
    QCOMPARE(turn.next, std::optional(kNow + 3s));
    QCOMPARE(sequences(lanes.next(kNow + 3s, kPlenty).posts), QList<qint64>({2, 3}));
    lanes.accepted(lamp(1), kNow);
    QCOMPARE(lanes.failures(lamp(1)), 0);
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({1, 3}));
    lanes.hold(lamp(1), kNow + 1s); // no failure
    QCOMPARE(lanes.failures(lamp(1)), 0);
    QCOMPARE(lanes.next(kNow, kPlenty).next, std::optional(kNow + 1s));
}

/// It was ChirpStack, and it is back.
void TestLanes::allMayGoAfterAnOutage()
{
    Lanes lanes(0);
    lanes.put(row(1, 1));
    lanes.put(row(2, 2));
    lanes.backOff(lamp(1), kNow + 40s);
    lanes.hold(lamp(2), kNow + 40s); // for another reason
    lanes.forgive();
    QCOMPARE(lanes.failures(lamp(1)), 0);
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({1}));
}

void TestLanes::aGatewayIsSpared()
{
    Lanes lanes(2); // a minute
    lanes.setLamps(site({display(1, u"a"_s), display(2, u"a"_s), display(3, u"a"_s),
                         display(4, u"b"_s), display(5, {}), display(6, {})}));
    for (int n = 1; n <= 6; ++n)
        lanes.put(row(n, n));
    const Lanes::Turn turn = lanes.next(kNow, kPlenty);
    QCOMPARE(sequences(turn.posts), QList<qint64>({1, 2, 4, 5, 6}));
    QVERIFY(turn.next && *turn.next >= kNow + 30s && *turn.next < kNow + 31s);
    QList<Downlink> posted = turn.posts;
    for (Downlink &row : posted) {
        row.state = Queued;
        lanes.put(row);
    }
    QVERIFY(lanes.next(kNow + 29s, kPlenty).posts.isEmpty());
    QCOMPARE(sequences(lanes.next(*turn.next, kPlenty).posts), QList<qint64>({3}));
    // A station that begins anew does not begin anew with its gateways.
    lanes.clear();
    lanes.put(row(1, 7));
    QVERIFY(lanes.next(*turn.next, kPlenty).posts.isEmpty());
}

void TestLanes::lookingCostsNoGatewayAnything()
{
    Lanes lanes(1);
    lanes.put(row(1, 1, Sending));
    lanes.put(row(2, 2, Sending));
    lanes.put(row(3, 3));
    const Lanes::Turn turn = lanes.next(kNow, kPlenty);
    QCOMPARE(sequences(turn.looks), QList<qint64>({1, 2}));
    QCOMPARE(sequences(turn.posts), QList<qint64>({3}));
}

void TestLanes::endedRowsGo()
{
    Lanes lanes(0);
    Downlink known = row(1, 1);
    lanes.put(known);
    QCOMPARE(lanes.find(known), std::optional(known));
    QVERIFY(!lanes.find(lamp(2), known.id));
    known.state = Sent;
    lanes.put(known);
    QVERIFY(!lanes.find(known));
    QVERIFY(lanes.next(kNow, kPlenty).posts.isEmpty());
    QCOMPARE(lanes.devices(), QList<DevEui>({lamp(1)})); // it was commanded once
}

void TestLanes::strangersAreNoticed()
{
    Lanes lanes(0);
    lanes.setLamps(site({display(1, {})}));
    lanes.put(row(1, 1));
    QVERIFY(!lanes.hasStranger());
    lanes.put(row(2, 2));
    QVERIFY(lanes.hasStranger());
    lanes.setLamps(site({display(1, {}), display(2, {})}));
    QVERIFY(!lanes.hasStranger());
}

void TestLanes::whatDidNotGetInWaitsAgain_data()
{
    QTest::addColumn<DownlinkState>("newer");
    QTest::addColumn<DownlinkState>("state");
    QTest::newRow("something newer waits") << Pending << Superseded;
    QTest::newRow("something newer is in the queue") << Queued << Pending;
    QTest::newRow("something newer was sent") << Sent << Pending;
}

void TestLanes::whatDidNotGetInWaitsAgain()
{
    QFETCH(DownlinkState, newer);
    QFETCH(DownlinkState, state);
    Lanes lanes(0);
    const Downlink tried = row(1, 2, Sending);
    lanes.put(row(1, 1)); // an older one counts no more
    lanes.put(tried);
    lanes.put(row(1, 3, newer));
    const Downlink again = lanes.backToWaiting(tried, kStart + 5s);
    QCOMPARE(again.state, state);
    QCOMPARE(again.endedAt, state == Superseded ? std::optional(kStart + 5s) : std::nullopt);
}

void TestLanes::nobodyTransmittedIt_data()
{
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<Milliseconds>("after");
    QTest::addColumn<bool>("isOverdue");
    QTest::newRow("it may still be transmitted") << Queued << Milliseconds(119s) << false;
    QTest::newRow("ChirpStack may still tell") << Queued << Milliseconds(149s) << false;
    QTest::newRow("nobody told") << Queued << Milliseconds(150s) << true;
    QTest::newRow("it is not in the queue") << Sending << Milliseconds(1h) << false;
}

void TestLanes::nobodyTransmittedIt()
{
    QFETCH(DownlinkState, state);
    QFETCH(Milliseconds, after);
    QFETCH(bool, isOverdue);
    Lanes lanes(0);
    Downlink waiting = row(1, 1, state);
    waiting.expiresAt = kStart + 2min;
    lanes.put(waiting);
    QCOMPARE(lanes.overdue(kStart + after), isOverdue ? QList({waiting}) : QList<Downlink>());
}

void TestLanes::aPostFlushesWhatIsOlder()
{
    Lanes lanes(0);
    lanes.put(row(1, 1, Queued));
    lanes.put(row(1, 2, Queued));
    const Downlink posted = row(1, 3, Sending);
    lanes.put(posted);
    lanes.put(row(1, 4));
    lanes.put(row(2, 0, Queued));
    QCOMPARE(sequences(lanes.queuedBefore(posted)), QList<qint64>({1, 2}));
}

void TestLanes::theNextFrameWaits_data()
{
    QTest::addColumn<QString>("deviceClass");
    QTest::addColumn<std::optional<Milliseconds>>("heard"); // after it was queued
    QTest::addColumn<std::optional<Milliseconds>>("look");
    QTest::addColumn<std::optional<Milliseconds>>("post");
    using Time = std::optional<Milliseconds>;
    QTest::newRow("class C: for the word") << u"CLASS_C"_s << Time() << Time(10s) << Time();
    QTest::newRow("class A: it does not listen") << u"CLASS_A"_s << Time() << Time() << Time(0s);
    QTest::newRow("class A: it listens") << u"CLASS_A"_s << Time(5s) << Time() << Time(15s);
    QTest::newRow("class B: for a while") << u"CLASS_B"_s << Time() << Time() << Time(10s);
    QTest::newRow("not known: for a while") << QString() << Time() << Time() << Time(10s);
}

void TestLanes::theNextFrameWaits()
{
    QFETCH(QString, deviceClass);
    QFETCH(std::optional<Milliseconds>, heard);
    QFETCH(std::optional<Milliseconds>, look);
    QFETCH(std::optional<Milliseconds>, post);
    Lanes lanes(0, 10s);
    lanes.setLamps(site({display(1, {}, deviceClass)}));
    lanes.put(row(1, 1, Queued));
    lanes.accepted(lamp(1), kNow);
    if (heard)
        lanes.heard(lamp(1), kNow + *heard);
    lanes.put(row(1, 2));
    const auto from = look ? look : post;
    if (*from > 0ms) {
        const Lanes::Turn early = lanes.next(kNow + *from - 1ms, kPlenty);
        QVERIFY(early.looks.isEmpty() && early.posts.isEmpty());
        QCOMPARE(early.next, std::optional<Steady::time_point>(kNow + *from));
    }
    const Lanes::Turn turn = lanes.next(kNow + *from, kPlenty);
    QCOMPARE(sequences(turn.looks), look ? QList<qint64>({1}) : QList<qint64>());
    QCOMPARE(sequences(turn.posts), post ? QList<qint64>({2}) : QList<qint64>());
    // The word on it.
    Downlink sent = row(1, 1, Sent);
    sent.id = lanes.queuedBefore(row(1, 9)).first().id;
    lanes.put(sent);
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({2}));
}

/// The lamp reported between the frame and its tx ack: the item is at the gateway still.
void TestLanes::anEchoIsNotTheGatewaysWord()
{
    for (const bool isTold : {false, true}) {
        Lanes lanes(0, 10s);
        lanes.setLamps(site({display(1, {})}));
        Downlink first = row(1, 1, Queued);
        lanes.put(first);
        lanes.accepted(lamp(1), kNow);
        first.state = Echoed;
        first.echoedAt = kStart + 1s;
        lanes.put(first);
        lanes.put(row(1, 2));
        if (isTold) {
            first.sentAt = kStart + 1s;
            lanes.put(first);
        } else {
            const Lanes::Turn early = lanes.next(kNow + 10s - 1ms, kPlenty);
            QVERIFY(early.looks.isEmpty() && early.posts.isEmpty());
            QCOMPARE(early.next, std::optional<Steady::time_point>(kNow + 10s));
        }
        const Lanes::Turn turn = lanes.next(kNow + (isTold ? 0s : 10s), kPlenty);
        QCOMPARE(sequences(turn.posts), QList<qint64>({2}));
    }
}

void TestLanes::aJoinAsksForALook()
{
    Lanes lanes(0);
    lanes.setLamps(site({display(1, {}), display(2, {})}));
    lanes.put(row(1, 1, Queued));
    lanes.accepted(lamp(1), kNow);
    QVERIFY(lanes.next(kNow, kPlenty).looks.isEmpty());
    lanes.joined(lamp(1));
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).looks), QList<qint64>({1}));
    lanes.found(lamp(1), kNow);
    QVERIFY(lanes.next(kNow + 1h, kPlenty).looks.isEmpty());
    // One that comes before the POST says nothing about its item; one that comes while it is under
    // way does.
    lanes.joined(lamp(2));
    lanes.put(row(2, 2));
    lanes.occupy(lamp(2), Lanes::Request::Post);
    lanes.release(lamp(2));
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).posts), QList<qint64>({2}));
    lanes.occupy(lamp(2), Lanes::Request::Post);
    lanes.joined(lamp(2));
    lanes.release(lamp(2));
    lanes.put(row(2, 3, Queued));
    QCOMPARE(sequences(lanes.next(kNow, kPlenty).looks), QList<qint64>({3}));
}

/// Its txack may be on the way here.
void TestLanes::oneLookIsNotEnough()
{
    Lanes lanes(0);
    lanes.put(row(1, 1, Queued));
    lanes.joined(lamp(1));
    QVERIFY(!lanes.isGone(lamp(1), kNow));
    QVERIFY(lanes.next(kNow + 1999ms, kPlenty).looks.isEmpty());
    QCOMPARE(sequences(lanes.next(kNow + 2s, kPlenty).looks), QList<qint64>({1}));
    QVERIFY(lanes.isGone(lamp(1), kNow + 2s));
}

void TestLanes::itemsLiveByClass_data()
{
    QTest::addColumn<QString>("deviceClass");
    QTest::addColumn<QString>("type");
    QTest::addColumn<Milliseconds>("lifetime");
    QTest::newRow("class C") << u"CLASS_C"_s << u"kuando_busylight"_s << Milliseconds(2min);
    QTest::newRow("class A that speaks each half hour")
        << u"CLASS_A"_s << u"kuando_busylight"_s << Milliseconds(1h);
    QTest::newRow("class A that speaks once an hour")
        << u"CLASS_A"_s << u"heltec_display"_s << Milliseconds(2h);
}

void TestLanes::itemsLiveByClass()
{
    QFETCH(QString, deviceClass);
    QFETCH(QString, type);
    QFETCH(Milliseconds, lifetime);
    Lanes lanes(0);
    domain::Display known = display(1, {}, deviceClass);
    known.typeSetting = type;
    lanes.setLamps(site({known}));
    QCOMPARE(lanes.lifetime(lamp(1)), lifetime);
}

PARKING_TEST(TestLanes)
#include "tst_lanes.moc"
