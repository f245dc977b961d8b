#include "base/literals.h"
#include "domain/intake.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

Taken taken(qint64 messages, qint64 refused = 0, const QString &code = u"BAD_JSON"_s)
{
    Taken taken{.messages = messages, .refused = {}};
    if (refused > 0)
        taken.refused.insert(code, refused);
    return taken;
}

} // namespace

class TestIntake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void level_data();
    void level();
    void tellsWhatWasRefused();
    void tellsWhatWasSetAsideBefore();
    void forgetsAfterAnHour();
    void tellsAFlood();
    void clock_data();
    void clock();
    void theServersAnswersKnowBetter();
    void clockIsNamedBeforeWhatItCosts();
};

void TestIntake::level_data()
{
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("refused");
    QTest::addColumn<int>("minutesAgo");
    QTest::addColumn<HealthLevel>("level");
    QTest::newRow("nothing came") << 0 << 0 << 0 << HealthLevel::Healthy;
    QTest::newRow("all taken") << 100 << 0 << 0 << HealthLevel::Healthy;
    QTest::newRow("one of many") << 100 << 1 << 0 << HealthLevel::Degraded;
    QTest::newRow("one alone") << 1 << 1 << 0 << HealthLevel::Degraded;
    QTest::newRow("two alone") << 2 << 2 << 0 << HealthLevel::Degraded;
    QTest::newRow("three alone") << 3 << 3 << 0 << HealthLevel::Unhealthy;
    QTest::newRow("half") << 20 << 10 << 0 << HealthLevel::Unhealthy;
    QTest::newRow("less than half") << 21 << 10 << 0 << HealthLevel::Degraded;
    QTest::newRow("all, a while ago") << 20 << 20 << 30 << HealthLevel::Degraded;
    QTest::newRow("all, long ago") << 20 << 20 << 61 << HealthLevel::Healthy;
}

void TestIntake::level()
{
    QFETCH(int, messages);
    QFETCH(int, refused);
    QFETCH(int, minutesAgo);
    Intake intake;
    intake.note(taken(messages, refused), kNow - minutesAgo * 1min);
    const HealthCheck check = intake.check(kNow);
    QTEST(check.level, "level");
    QCOMPARE(check.problem.isEmpty(), check.level == HealthLevel::Healthy);
}

void TestIntake::tellsWhatWasRefused()
{
    Intake intake;
    intake.note(taken(10, 1), kNow);
    intake.note(taken(10, 4, u"BAD_TOPIC"_s), kNow + 2min);
    const HealthCheck check = intake.check(kNow + 3min);
    QCOMPARE(check.problem, u"MESSAGES_REFUSED"_s);
    QCOMPARE(check.detail, u"5 of 20 messages set aside: 4 BAD_TOPIC, 1 BAD_JSON"_s);
    QCOMPARE(intake.lastHour(kNow + 3min).refusedInAll(), 5);
}

/// Who begins knows of no message that an earlier program took, and of those that it set aside.
void TestIntake::tellsWhatWasSetAsideBefore()
{
    Intake intake;
    intake.note(taken(10, 3), kNow - 20min); // of a former turn
    intake.begin({{kNow - 50min, u"BAD_TIME"_s},
                  {kNow - 10min, u"BAD_TIME"_s},
                  {kNow - 70min, u"BAD_JSON"_s}});
    QCOMPARE(intake.setAsideInHour(kNow), 2);
    HealthCheck check = intake.check(kNow);
    QCOMPARE(check.level, HealthLevel::Degraded);
    QCOMPARE(check.detail, u"2 set aside before this program began: 2 BAD_TIME"_s);
    intake.note(taken(10, 1), kNow);
    check = intake.check(kNow + 15min);
    QCOMPARE(check.detail,
             u"1 of 10 messages set aside: 1 BAD_JSON; "
             "1 set aside before this program began: 1 BAD_TIME"_s);
    QCOMPARE(intake.check(kNow + 70min).level, HealthLevel::Healthy);
}

void TestIntake::forgetsAfterAnHour()
{
    Intake intake;
    for (int minute = 0; minute < 300; ++minute)
        intake.note(taken(10, 1), kNow + minute * 1min);
    const Taken hour = intake.lastHour(kNow + 299min);
    QCOMPARE(hour.messages, 610);
    QCOMPARE(hour.refusedInAll(), 61);
    // A clock that is set back loses nothing of it.
    intake.note(taken(10, 1), kNow);
    QCOMPARE(intake.lastHour(kNow).refusedInAll() > 61, true);
}

/// What is beyond a bound is told with its figure.
void TestIntake::tellsAFlood()
{
    Intake intake;
    Taken flood = taken(60'000, 10);
    flood.notKept = 7;
    intake.note(flood, kNow);
    flood = taken(10, 0);
    flood.strangers = 5;
    intake.note(flood, kNow + 1min);
    const HealthCheck check = intake.check(kNow + 1min);
    QCOMPARE(check.level, HealthLevel::Degraded);
    QCOMPARE(check.problem, u"MESSAGES_FLOOD"_s);
    QCOMPARE(check.detail,
             u"7 refused messages were counted and not kept; 5 messages came of new devices that "
             "are not listed; 10 of 60010 messages set aside: 10 BAD_JSON; "
             "whoever sends them is to be stopped at the broker"_s);
}

void TestIntake::clock_data()
{
    QTest::addColumn<QList<int>>("leads"); // seconds
    QTest::addColumn<bool>("isTold");
    QTest::newRow("too few") << QList{900, 900} << false;
    QTest::newRow("right") << QList{0, 1, 2, 0, 1} << false;
    QTest::newRow("slow network") << QList{25, 29, 20, 28} << false;
    QTest::newRow("ours before") << QList{900, 901, 903, 905} << true;
    QTest::newRow("ours behind") << QList{-180, -179, -178} << true;
    QTest::newRow("one of many devices") << QList{-900, 0, 1, 1, 2, 0} << false;
    QTest::newRow("one was late") << QList{0, 0, 600, 0} << false;
    QTest::newRow("some came late, with a wrong clock") << QList{120, 600, 121, 119} << true;
}

void TestIntake::clock()
{
    QFETCH(QList<int>, leads);
    Intake intake;
    for (const int lead : leads)
        intake.noteLead(lead * 1s);
    const HealthCheck check = intake.check(kNow);
    QTEST(check.problem == u"CLOCK_DIFFERS"_s, "isTold");
    QTEST(check.level == HealthLevel::Degraded, "isTold");
}

/// Messages may have waited at the broker; the server's answers have not.
void TestIntake::theServersAnswersKnowBetter()
{
    Intake intake;
    for (int i = 0; i < 12; ++i)
        intake.noteLead(2h);
    QCOMPARE(intake.check(kNow).problem, u"CLOCK_DIFFERS"_s);
    intake.noteServerLead(400ms);
    QCOMPARE(intake.check(kNow).problem, QString());
    intake.noteServerLead(-3min);
    QCOMPARE(intake.check(kNow).detail,
             u"this computer's clock is 3 min behind that of the network server"_s);
    intake.noteServerLead({});
    QCOMPARE(intake.check(kNow).problem, u"CLOCK_DIFFERS"_s);
}

void TestIntake::clockIsNamedBeforeWhatItCosts()
{
    Intake intake;
    intake.note(taken(12, 12, u"BAD_TIME"_s), kNow);
    for (int i = 0; i < 12; ++i)
        intake.noteLead(-15min);
    const HealthCheck check = intake.check(kNow);
    QCOMPARE(check.level, HealthLevel::Unhealthy);
    QCOMPARE(check.problem, u"CLOCK_DIFFERS"_s);
    QCOMPARE(check.detail,
             u"this computer's clock is 15 min behind that of the network server; "
             "12 of 12 messages set aside: 12 BAD_TIME"_s);
    // It was set right: the latest messages count.
    for (int i = 0; i < 20; ++i)
        intake.noteLead(1s);
    QCOMPARE(intake.check(kNow).problem, u"MESSAGES_REFUSED"_s);
}

PARKING_TEST(TestIntake)
#include "tst_intake.moc"
