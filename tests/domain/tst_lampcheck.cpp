#include "base/literals.h"
#include "domain/lampcheck.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

LampFrame green()
{
    LampFrame frame;
    frame.payload = "green";
    return frame;
}

/// A lamp that shows what it should, and is known to.
LampStatus rightLamp()
{
    LampStatus lamp;
    lamp.wanted = green();
    lamp.display.shown = green();
    lamp.display.evidence = Evidence::Sent;
    return lamp;
}

Downlink endedAs(DownlinkState state, const QString &problem)
{
    Downlink row;
    row.state = state;
    row.problem = problem;
    row.endedAt = kNow - 1min;
    return row;
}

} // namespace

class TestLampCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void troubles_data();
    void troubles();
    void nothingIsClaimedBeforeAnythingIsKnown();
    void theWorstAreNamed();
};

void TestLampCheck::troubles_data()
{
    QTest::addColumn<LampStatus>("lamp");
    QTest::addColumn<std::optional<Downlink>>("ended");
    QTest::addColumn<QString>("problem"); // empty: none
    QTest::addColumn<int>("right");
    const auto row = [](const char *name, const LampStatus &lamp,
                        const std::optional<Downlink> &last, const QString &problem,
                        int isRight) { QTest::newRow(name) << lamp << last << problem << isRight; };
    const auto unknown = endedAs(DownlinkState::Failed, u"CHIRPSTACK_NO_DEVICE"_s);
    LampStatus lamp = rightLamp();
    row("right", lamp, {}, {}, 1);
    row("right, though its last command failed", lamp, unknown, {}, 1);
    lamp.display.problem = u"NOT_FOLLOWING"_s;
    row("does not follow", lamp, {}, u"NOT_FOLLOWING"_s, 0);
    lamp = rightLamp();
    lamp.display.evidence = Evidence::None;
    row("nothing known yet", lamp, {}, {}, 0);
    row("nothing known, on the air", lamp, endedAs(DownlinkState::Sent, {}), {}, 0);
    row("unknown there", lamp, unknown, u"CHIRPSTACK_NO_DEVICE"_s, 0);
    row("expired", lamp, endedAs(DownlinkState::Expired, u"EXPIRED"_s), u"EXPIRED"_s, 0);
    lamp.wanted.reset();
    row("nothing is wanted of it", lamp, unknown, {}, 0);
    lamp = rightLamp();
    lamp.wanted->payload = "red";
    row("another colour, failed", lamp, unknown, u"CHIRPSTACK_NO_DEVICE"_s, 0);
}

void TestLampCheck::troubles()
{
    QFETCH(const LampStatus, lamp);
    QFETCH(const std::optional<Downlink>, ended);
    QFETCH(const QString, problem);
    QFETCH(const int, right);
    LampsKnown known;
    take(known, u"A-1"_s, lamp, ended);
    QCOMPARE(known.lamps, 1);
    QCOMPARE(known.right, right);
    QCOMPARE(known.troubles.size(), problem.isEmpty() ? 0 : 1);
    if (!problem.isEmpty()) {
        QCOMPARE(known.troubles.first().problem, problem);
        QCOMPARE(known.troubles.first().space, u"A-1"_s);
    }
}

void TestLampCheck::nothingIsClaimedBeforeAnythingIsKnown()
{
    LampsKnown known;
    QVERIFY(!lampsCheck(known, kNow));
    known.lamps = 5;
    QVERIFY(!lampsCheck(known, kNow));
    known.right = 3;
    const auto check = lampsCheck(known, kNow);
    QVERIFY(check && check->level == HealthLevel::Healthy && check->problem.isEmpty());
    QCOMPARE(check->detail, u"3 of 5 show what they should, as far as known"_s);
}

void TestLampCheck::theWorstAreNamed()
{
    LampsKnown known;
    known.lamps = 9;
    for (int n = 1; n <= 4; ++n)
        known.troubles.append({u"A-%1"_s.arg(n), u"NOT_FOLLOWING"_s, kNow - n * 1min});
    known.troubles.append({u"B-1"_s, u"EXPIRED"_s, kNow - 1h});
    known.troubles.append({u"C-1"_s, u"CHIRPSTACK_UNAUTHORIZED"_s, {}});
    known.troubles.append({u"C-2"_s, u"CHIRPSTACK_NO_DEVICE"_s, kNow});
    const auto check = lampsCheck(known, kNow);
    QVERIFY(check && check->level == HealthLevel::Degraded);
    QCOMPARE(check->problem, u"LAMPS_AMISS"_s);
    const auto since = [](Milliseconds ago) { return u" (since "_s + toIso(kNow - ago) + u')'; };
    QCOMPARE(check->detail,
             u"7 of 9 lamps: 4 do not follow: A-4"_s + since(4min) + u", A-3"_s + since(3min)
                 + u", A-2"_s + since(2min)
                 + u" and 1 more; 2 are not known to ChirpStack, or not to this key: C-2"_s
                 + since(0ms) + u", C-1; 1 did not get their last command: B-1"_s + since(1h));
}

PARKING_TEST(TestLampCheck)
#include "tst_lampcheck.moc"
