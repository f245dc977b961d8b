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

    /// While nothing can arrive nobody knows whether sensors and gateways still work.
    void whatIsHeardByTheBrokerIsUnknownWithoutIt()
    {
        using domain::HealthLevel;
        engine::HealthTracker health(u"1"_s);
        const auto find = [&health](const QString &name, UtcTime now) {
            for (const domain::HealthCheck &check : health.health(now).checks) {
                if (check.name == name)
                    return check;
            }
            return domain::HealthCheck();
        };
        health.set(u"mqtt"_s, HealthLevel::Healthy, {}, {}, kNow);
        health.setLastUplink(kNow);
        health.set(u"gateways"_s, HealthLevel::Healthy, {}, {}, kNow);
        health.set(u"sensors"_s, HealthLevel::Degraded, u"SENSORS_UNHEARD"_s, u"2 of 9"_s, kNow);
        health.set(u"database"_s, HealthLevel::Healthy, {}, {}, kNow);
        health.intake().note({.messages = 1, .refused = {}}, kNow);
        health.checkIntake(kNow);
        QCOMPARE(find(u"gateways"_s, kNow).problem, QString());
        const UtcTime lost = kNow + 5min;
        health.set(u"mqtt"_s, HealthLevel::Unhealthy, u"BROKER_UNREACHABLE"_s, {}, lost);
        for (const QString &name : {u"gateways"_s, u"messages"_s}) {
            const domain::HealthCheck check = find(name, lost + 1min);
            QCOMPARE(check.problem, u"NOT_HEARD"_s);
            QCOMPARE(check.level, HealthLevel::Healthy); // nothing of theirs is known to fail
            QCOMPARE(check.since, lost);
            QCOMPARE(check.detail, u"since %1"_s.arg(toIso(lost)));
        }
        QCOMPARE(find(u"sensors"_s, lost).problem, u"SENSORS_UNHEARD"_s); // it was amiss before
        QCOMPARE(find(u"database"_s, lost).problem, QString());
        health.set(u"mqtt"_s, HealthLevel::Healthy, {}, {}, lost + 2min);
        QCOMPARE(find(u"gateways"_s, lost + 3min).problem, u"NOT_HEARD"_s); // nothing came yet
        QCOMPARE(find(u"gateways"_s, lost + 3min).since, lost + 2min);
        health.setLastUplink(lost + 3min);
        QCOMPARE(find(u"gateways"_s, lost + 3min).problem, QString());
        for (const QString &name : {u"gateways"_s, u"messages"_s}) // not through the outage
            QCOMPARE(find(name, lost + 3min).since, lost + 2min);
        QCOMPARE(find(u"sensors"_s, lost + 3min).since, kNow);
        QCOMPARE(find(u"database"_s, lost + 3min).since, kNow);
        health.set(u"gateways"_s, HealthLevel::Degraded, u"GATEWAY_LOST"_s, {}, lost + 4min);
        health.set(u"gateways"_s, HealthLevel::Healthy, {}, {}, lost + 5min);
        QCOMPARE(find(u"gateways"_s, lost + 6min).since, lost + 5min);
    }

    /// "Works" after a start would be what a database remembers of the last time.
    void nothingWorksBeforeItWasHeard()
    {
        using domain::HealthLevel;
        engine::HealthTracker health(u"1"_s);
        const auto problemOf = [&health](const QString &name, UtcTime now) {
            for (const domain::HealthCheck &check : health.health(now).checks) {
                if (check.name == name)
                    return check.problem;
            }
            return QString();
        };
        health.setLastUplink(kNow - 9h); // before the last stop
        health.set(u"gateways"_s, HealthLevel::Healthy, {}, {}, kNow);
        health.set(u"sensors"_s, HealthLevel::Healthy, {}, u"0 of 9 silent"_s, kNow);
        health.set(u"mqtt"_s, HealthLevel::Healthy, {}, {}, kNow + 1s);
        for (const QString &name : {u"gateways"_s, u"sensors"_s})
            QCOMPARE(problemOf(name, kNow + 2s), u"NOT_HEARD"_s);
        health.setLastUplink(kNow + 5s);
        for (const QString &name : {u"gateways"_s, u"sensors"_s})
            QCOMPARE(problemOf(name, kNow + 6s), QString());
        // A standby shows what the station tells, which hears.
        health.relay({u"mqtt"_s, HealthLevel::Healthy, {}, {}, kNow + 1min, {}});
        health.relay({u"gateways"_s, HealthLevel::Healthy, {}, {}, kNow + 1min, {}});
        QCOMPARE(problemOf(u"gateways"_s, kNow + 2min), QString());
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
