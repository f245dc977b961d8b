// The ticks of a walk and the one sentence that says what to do next.

#include "base/literals.h"
#include "domain/walk.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(parking::domain::WalkFacts)
Q_DECLARE_METATYPE(parking::domain::WalkVerdict)

namespace {

constexpr UtcTime kBegun = fromMillis(1'789'394'556'000);
constexpr UtcTime kNow = kBegun + 60s;
const DevEui kSensor(0x58a0cb0000002a58);
const DevEui kLamp(0x2020200000017f24);

Reading heard(Milliseconds after, std::optional<Occupancy> occupancy, int rssi = -91,
              quint32 fCnt = 0)
{
    Reading reading;
    reading.devEui = kSensor;
    reading.time = kBegun + after;
    reading.occupancy = occupancy;
    reading.rssiDbm = rssi;
    reading.fCnt = fCnt;
    reading.gateways.resize(2);
    return reading;
}

Downlink command(SpaceState state, DownlinkState where)
{
    Downlink row;
    row.frame.state = state;
    row.frame.deviceType = u"kuando_busylight"_s;
    row.state = where;
    row.decidedAt = kBegun + 20s;
    if (where == DownlinkState::Sent || where == DownlinkState::Echoed)
        row.sentAt = kBegun + 21s;
    if (where == DownlinkState::Echoed)
        row.echoedAt = kBegun + 22s;
    return row;
}

WalkFacts bound(const QList<Reading> &readings = {})
{
    WalkFacts facts;
    facts.begun = kBegun;
    facts.sensor = kSensor;
    facts.readings = readings;
    if (!readings.isEmpty())
        facts.lastHeard = readings.last().time;
    return facts;
}

WalkFacts withLamp(QList<Downlink> commands, bool canConfirm)
{
    WalkFacts facts = bound(
        {heard(1s, Occupancy::Free), heard(10s, Occupancy::Occupied), heard(30s, Occupancy::Free)});
    facts.lamp = kLamp;
    facts.canLampConfirm = canConfirm;
    facts.commands = std::move(commands);
    return facts;
}

/// One letter a step: . before, w waiting, d done, h by hand, f failed, - not wanted.
QString letters(const WalkResult &result)
{
    QString text;
    for (const WalkTick &tick : result.ticks)
        text += u".wdhf-"[size_t(tick.state)];
    return text;
}

} // namespace

class tst_Walk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticksAndVerdicts_data();
    void ticksAndVerdicts();
    void patienceEnds();
    void handsTick();
    void earlierVisitsCount();
    void lostUplinksAreCounted();
    void stepsHaveNames();
};

void tst_Walk::ticksAndVerdicts_data()
{
    using enum Occupancy;
    using enum WalkVerdict;
    QTest::addColumn<WalkFacts>("facts");
    QTest::addColumn<QString>("ticks");
    QTest::addColumn<WalkVerdict>("verdict");
    WalkFacts facts;
    facts.begun = kBegun;
    QTest::newRow("nothing is bound") << facts << u".w...-"_s << NoSensor;
    QTest::newRow("bound and never heard") << bound() << u"wdw..-"_s << Listening;
    facts = bound();
    facts.joinedAt = kBegun - 1h;
    facts.lastHeard = kBegun - 30min;
    QTest::newRow("heard before somebody stood here") << facts << u"ddw..-"_s << Listening;
    facts.deafSince = kBegun;
    QTest::newRow("no broker: nothing can be tested") << facts << u"ddw..-"_s << NobodyListens;
    QTest::newRow("heard well and free") << bound({heard(1s, Free)}) << u"dddw.-"_s << PutCar;
    QTest::newRow("heard badly") << bound({heard(1s, Free, -118)}) << u"ddfw.-"_s << WeakSignal;
    QTest::newRow("heard and not understood")
        << bound({heard(1s, std::nullopt)}) << u"dddw.-"_s << NotUnderstood;
    QTest::newRow("a car stood there already")
        << bound({heard(1s, Occupied)}) << u"ddd.w-"_s << TakeCarAway;
    QTest::newRow("it came") << bound({heard(1s, Free), heard(9s, Occupied)}) << u"ddddw-"_s
                             << TakeCarAway;
    QTest::newRow("it came, and free was said before somebody stood here")
        << bound({heard(-1h, Free), heard(9s, Occupied)}) << u"ddddw-"_s << TakeCarAway;
    QTest::newRow("occupied before and now is no car that came")
        << bound({heard(-1h, Occupied), heard(9s, Occupied)}) << u"ddd.w-"_s << TakeCarAway;
    QTest::newRow("what came before somebody stood here does not count")
        << bound({heard(-2h, Free), heard(-1h, Occupied), heard(9s, Occupied)}) << u"ddd.w-"_s
        << TakeCarAway;
    QTest::newRow("it left, and none came yet")
        << bound({heard(1s, Occupied), heard(9s, Free)}) << u"dddwd-"_s << PutCar;
    QTest::newRow("came and left")
        << bound({heard(1s, Free), heard(9s, Occupied), heard(20s, Free)}) << u"ddddd-"_s << Works;
    facts = bound({heard(1s, Free)});
    facts.others = {{SpaceId::create(), u"B1-066"_s, kNow - 5s}};
    QTest::newRow("another space saw it") << facts << u"dddw.-"_s << OtherSensor;
    facts.others.append({SpaceId::create(), u"B1-011"_s, kNow - 3s});
    QTest::newRow("cars come everywhere") << facts << u"dddw.-"_s << PutCar;
    facts.others.removeLast();
    facts.readings.append(heard(9s, Occupied));
    QTest::newRow("another one too, but this one saw it") << facts << u"ddddw-"_s << TakeCarAway;
    using enum DownlinkState;
    QTest::newRow("the lamp was told nothing yet")
        << withLamp({}, true) << u"dddddw"_s << WaitForLamp;
    QTest::newRow("a lamp that can tell has to")
        << withLamp({command(SpaceState::Occupied, Sent), command(SpaceState::Free, Sent)}, true)
        << u"dddddw"_s << WaitForLamp;
    QTest::newRow("it told") << withLamp(
        {command(SpaceState::Occupied, Echoed), command(SpaceState::Free, Echoed)}, true)
                             << u"dddddd"_s << Works;
    QTest::newRow("a lamp that cannot tell was told")
        << withLamp({command(SpaceState::Occupied, Sent), command(SpaceState::Free, Sent)}, false)
        << u"dddddd"_s << Works;
    QTest::newRow("one colour alone")
        << withLamp({command(SpaceState::Occupied, Echoed)}, true) << u"dddddw"_s << WaitForLamp;
    QTest::newRow("the last command failed")
        << withLamp({command(SpaceState::Occupied, Failed)}, true) << u"dddddf"_s << LampFailed;
    Downlink byHand = command(SpaceState::Free, Echoed);
    byHand.cause = DownlinkCause::Console;
    QTest::newRow("what somebody sent by hand proves nothing")
        << withLamp({command(SpaceState::Occupied, Echoed), byHand}, true) << u"dddddw"_s
        << WaitForLamp;
}

void tst_Walk::ticksAndVerdicts()
{
    QFETCH(WalkFacts, facts);
    QFETCH(QString, ticks);
    QFETCH(WalkVerdict, verdict);
    const WalkResult result = walkResult(facts, {}, kNow);
    QCOMPARE(letters(result), ticks);
    QCOMPARE(int(result.verdict), int(verdict));
    QCOMPARE(result.other.has_value(), verdict == WalkVerdict::OtherSensor);
    QVERIFY(verdict != WalkVerdict::Works || result.isDone());
}

void tst_Walk::patienceEnds()
{
    QVERIFY(walkResult(bound(), {}, kBegun + 119s).verdict == WalkVerdict::Listening);
    QVERIFY(walkResult(bound(), {}, kBegun + 120s).verdict == WalkVerdict::NotHeard);
    QVERIFY(walkResult(bound({heard(1s, Occupancy::Free)}), {}, kBegun + 1h).verdict
            == WalkVerdict::PutCar);
}

/// Somebody's eye counts, and says so; it makes nothing of what was seen by the sensor itself.
void tst_Walk::handsTick()
{
    const QSet<WalkStep> cars{WalkStep::CarComes, WalkStep::CarLeaves};
    WalkResult result = walkResult(bound({heard(1s, Occupancy::Free)}), cars, kNow);
    QCOMPARE(letters(result), u"dddhh-"_s);
    QVERIFY(result.verdict == WalkVerdict::Works);
    result =
        walkResult(bound({heard(1s, Occupancy::Free), heard(9s, Occupancy::Occupied)}), cars, kNow);
    QCOMPARE(letters(result), u"ddddh-"_s);
    result = walkResult(bound({heard(1s, Occupancy::Free, -118)}), {WalkStep::Signal}, kNow);
    QCOMPARE(letters(result), u"ddhw.-"_s);
    QVERIFY(result.verdict == WalkVerdict::PutCar);
    WalkFacts nothing;
    nothing.begun = kBegun;
    QVERIFY(walkResult(nothing, {kAllWalkSteps.cbegin(), kAllWalkSteps.cend()}, kNow).verdict
            == WalkVerdict::NoSensor);
}

/// Of an earlier visit; what is seen now wins.
void tst_Walk::earlierVisitsCount()
{
    WalkFacts facts = bound();
    facts.doneBefore = {kAllWalkSteps.cbegin(), kAllWalkSteps.cend()};
    WalkResult result = walkResult(facts, {}, kNow);
    QCOMPARE(letters(result), u"ddddd-"_s);
    QVERIFY(result.verdict == WalkVerdict::Works);
    facts.readings = {heard(1s, Occupancy::Free, -118)};
    result = walkResult(facts, {}, kNow);
    QCOMPARE(letters(result), u"ddfdd-"_s);
    QVERIFY(result.verdict == WalkVerdict::WeakSignal);
}

void tst_Walk::lostUplinksAreCounted()
{
    const auto counted = [](const QList<quint32> &counters) {
        QList<Reading> readings;
        for (const quint32 counter : counters)
            readings.append(heard(readings.size() * 1s, Occupancy::Free, -91, counter));
        const WalkResult result = walkResult(bound(readings), {}, kNow);
        return std::pair(result.arrived, result.sent);
    };
    QCOMPARE(counted({7, 8, 9, 10}), std::pair(4, 4));
    QCOMPARE(counted({7, 10}), std::pair(2, 4));
    QCOMPARE(counted({900, 0, 1}), std::pair(3, 3)); // it joined anew
    QCOMPARE(walkResult(bound({heard(1s, Occupancy::Free)}), {}, kNow).gateways, 2);
}

void tst_Walk::stepsHaveNames()
{
    for (const WalkStep step : kAllWalkSteps)
        QVERIFY(walkStepFromString(nameOf(step)) == step);
    QVERIFY(!walkStepFromString(u"dance"));
}

PARKING_TEST(tst_Walk)
#include "tst_walk.moc"
