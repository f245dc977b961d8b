#include "models/notices.h"
#include "models/situation.h"
#include "testmain.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::HealthLevel;

/// What is told beside the spaces: lasting trouble, and what was done.
class TestSituation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyLastingTroubleCounts_data();
    void onlyLastingTroubleCounts();
    void whatWasDoneCanBeUndone();

private:
    Situation m_situation;
};

void TestSituation::onlyLastingTroubleCounts_data()
{
    QTest::addColumn<QStringList>("failing"); // "name seconds"
    QTest::addColumn<QString>("told");
    QTest::addColumn<bool>("stale");
    QTest::newRow("all is well") << QStringList{} << QString() << false;
    QTest::newRow("a short break") << QStringList{u"database 29"_s} << QString() << false;
    QTest::newRow("half a minute") << QStringList{u"database 30"_s} << u"database"_s << true;
    QTest::newRow("lamps make no state old")
        << QStringList{u"chirpstack 90"_s} << u"chirpstack"_s << false;
    QTest::newRow("states before lamps")
        << QStringList{u"mqtt 40"_s, u"chirpstack 90"_s} << u"mqtt"_s << true;
    QTest::newRow("in any order") << QStringList{u"chirpstack 90"_s, u"mqtt 40"_s} << u"mqtt"_s
                                  << true;
}

void TestSituation::onlyLastingTroubleCounts()
{
    QFETCH(const QStringList, failing);
    QFETCH(const QString, told);
    QFETCH(const bool, stale);
    const UtcTime now = fromMillis(1'800'000'000'000);
    domain::Health health;
    for (const QString &words : failing) {
        domain::HealthCheck check;
        check.name = words.section(u' ', 0, 0);
        check.level = HealthLevel::Unhealthy;
        check.since = now - std::chrono::seconds(words.section(u' ', 1).toInt());
        health.checks.append(check);
    }
    QSignalSpy changed(&m_situation, &Situation::healthChanged);
    m_situation.setNow(now);
    m_situation.setHealth(health);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_situation.trouble() ? m_situation.trouble()->name : QString(), told);
    QCOMPARE(m_situation.isStale(), stale);
}

void TestSituation::whatWasDoneCanBeUndone()
{
    Notices notices;
    QSignalSpy told(&notices, &Notices::told);
    QStringList ran;
    notices.tellDone(
        u"moved"_s, [&] { ran.append(u"undo"_s); }, [&] { ran.append(u"redo"_s); });
    QCOMPARE(told.last(), (QVariantList{u"moved"_s, true}));
    QVERIFY(ran.isEmpty()); // it was done already
    notices.steps().undo();
    notices.steps().redo();
    QCOMPARE(ran, (QStringList{u"undo"_s, u"redo"_s}));
    notices.tell(u"by the way"_s);
    QCOMPARE(told.last(), (QVariantList{u"by the way"_s, false}));
    QCOMPARE(notices.steps().count(), 1);
}

PARKING_TEST(TestSituation)
#include "tst_situation.moc"
