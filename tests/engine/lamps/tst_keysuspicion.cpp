// 401: is it the key, or this one device?

#include "engine/lamps/keysuspicion.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace Qt::StringLiterals;
using domain::DevEui;
using engine::KeyProbe;
using engine::KeySuspicion;

namespace {

KeySuspicion::Suspect suspect(quint64 device)
{
    return {.device = DevEui(device), .row = domain::DownlinkId::create()};
}

QList<DevEui> devices(const QList<quint64> &numbers)
{
    QList<DevEui> devices;
    for (quint64 number : numbers)
        devices.append(DevEui(number));
    return devices;
}

KeyProbe::Outcome outcome(KeyProbe::Verdict verdict, quint64 device = 0)
{
    return {.verdict = verdict, .device = DevEui(device), .error = {}};
}

} // namespace

class TestKeySuspicion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksThoseThatShouldBeKnownFirst();
    void asksTheOthersInTurn();
    void aGoodKeyConvictsTheDevices();
    void aBadKeyConvictsNobody_data();
    void aBadKeyConvictsNobody();
    void noAnswerConvictsNobody();
    void anIdleSiteIsNotAccused();
    void anAnswerClearsTheKey();
    void droppedSuspectsAreForgotten();
};

void TestKeySuspicion::asksThoseThatShouldBeKnownFirst()
{
    KeySuspicion key;
    key.answered(DevEui(7));
    key.suspect(suspect(3));
    const KeySuspicion::Question question =
        key.question({.heard = devices({9, 3, 7, 8}), .others = devices({5, 4, 9, 3, 4})});
    QCOMPARE(question.devices, devices({7, 9, 8, 4, 5, 3})); // the suspect last, nobody twice
    QCOMPARE(question.heard, 3);
}

/// A hundred at most for one verdict; the next one goes on where this one ended.
void TestKeySuspicion::asksTheOthersInTurn()
{
    KeySuspicion key;
    QList<quint64> numbers;
    for (quint64 n = 1; n <= 250; ++n)
        numbers.append(n);
    const KeySuspicion::Devices all{.heard = {}, .others = devices(numbers)};
    QCOMPARE(key.question(all).devices, devices(numbers.mid(0, 100)));
    QCOMPARE(key.question(all).devices, devices(numbers.mid(100, 100)));
    QCOMPARE(key.question(all).devices, devices(numbers.mid(200) + numbers.mid(0, 50)));
}

void TestKeySuspicion::aGoodKeyConvictsTheDevices()
{
    KeySuspicion key;
    const KeySuspicion::Suspect first = suspect(1);
    const KeySuspicion::Suspect second = suspect(2);
    key.suspect(first);
    key.suspect(second);
    const auto judgement = key.judge(outcome(KeyProbe::Verdict::Good, 5));
    QCOMPARE(judgement.verdict, KeySuspicion::Verdict::Good);
    QCOMPARE(judgement.guilty, QList({first, second}));
    QCOMPARE(key.knownGood(), DevEui(5));
    // The list of tenants may have answered: no device.
    QVERIFY(key.judge(outcome(KeyProbe::Verdict::Good)).guilty.isEmpty());
    QCOMPARE(key.knownGood(), DevEui(5));
}

void TestKeySuspicion::aBadKeyConvictsNobody_data()
{
    QTest::addColumn<KeyProbe::Verdict>("verdict");
    QTest::newRow("refused") << KeyProbe::Verdict::Refused;
    QTest::newRow("every device was refused") << KeyProbe::Verdict::Unclear;
}

void TestKeySuspicion::aBadKeyConvictsNobody()
{
    QFETCH(KeyProbe::Verdict, verdict);
    KeySuspicion key;
    key.suspect(suspect(1));
    const auto judgement = key.judge(outcome(verdict));
    QCOMPARE(judgement.verdict, KeySuspicion::Verdict::Refused);
    QVERIFY(judgement.guilty.isEmpty());
    QVERIFY(key.isRefused());
    // Asked again without a suspect: still not good.
    QCOMPARE(key.judge(outcome(KeyProbe::Verdict::Unclear)).verdict,
             KeySuspicion::Verdict::Refused);
    QCOMPARE(key.judge(outcome(KeyProbe::Verdict::Good, 5)).verdict, KeySuspicion::Verdict::Good);
    QVERIFY(!key.isRefused());
}

void TestKeySuspicion::noAnswerConvictsNobody()
{
    KeySuspicion key;
    key.suspect(suspect(1));
    const auto judgement = key.judge(outcome(KeyProbe::Verdict::Trouble));
    QCOMPARE(judgement.verdict, KeySuspicion::Verdict::Trouble);
    QVERIFY(judgement.guilty.isEmpty() && !key.isRefused());
    QVERIFY(key.judge(outcome(KeyProbe::Verdict::Good)).guilty.isEmpty()); // it is tried again
}

/// Nothing waits: the one device that was looked at may be gone.
void TestKeySuspicion::anIdleSiteIsNotAccused()
{
    KeySuspicion key;
    key.answered(DevEui(7));
    QCOMPARE(key.judge(outcome(KeyProbe::Verdict::Unclear)).verdict, KeySuspicion::Verdict::Good);
    QVERIFY(key.knownGood().isNull());
    QVERIFY(!key.isRefused());
}

void TestKeySuspicion::anAnswerClearsTheKey()
{
    KeySuspicion key;
    (void)key.judge(outcome(KeyProbe::Verdict::Refused));
    QVERIFY(key.isRefused());
    key.answered(DevEui(7));
    QVERIFY(!key.isRefused());
    QCOMPARE(key.knownGood(), DevEui(7));
}

void TestKeySuspicion::droppedSuspectsAreForgotten()
{
    KeySuspicion key;
    key.suspect(suspect(1));
    key.drop();
    QVERIFY(key.judge(outcome(KeyProbe::Verdict::Good)).guilty.isEmpty());
}

PARKING_TEST(TestKeySuspicion)
#include "tst_keysuspicion.moc"
