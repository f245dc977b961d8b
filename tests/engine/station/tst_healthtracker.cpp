// What Health says of messages, and of nothing.

#include "base/literals.h"
#include "engine/station/healthtracker.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

} // namespace

class tst_HealthTracker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Nothing is said to work that was never seen.
    void noMessagesAreNoCheck()
    {
        engine::HealthTracker health(u"1"_s);
        health.checkIntake(kNow);
        QVERIFY(!health.has(u"messages"_s));
        health.intake().note({.messages = 1, .refused = {}}, kNow);
        health.checkIntake(kNow);
        QVERIFY(health.has(u"messages"_s));
        QCOMPARE(health.health(kNow).level, domain::HealthLevel::Healthy);
        health.checkIntake(kNow + 2h);
        QVERIFY(!health.has(u"messages"_s));
    }

    void whatWasSetAsideIsCounted()
    {
        engine::HealthTracker health(u"1"_s);
        health.intake().note({.messages = 4, .refused = {{u"BAD_JSON"_s, 4}}}, kNow);
        health.checkIntake(kNow);
        const domain::Health told = health.health(kNow + 1min);
        QCOMPARE(told.level, domain::HealthLevel::Unhealthy);
        QCOMPARE(told.deadLetters, 4);
        QCOMPARE(health.health(kNow + 2h).deadLetters, 0);
    }
};

PARKING_TEST(tst_HealthTracker)
#include "tst_healthtracker.moc"
