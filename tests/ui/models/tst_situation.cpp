#include "domain/problems.h"
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
using Offer = Notices::Offer;

namespace {

/// Steps that wait for the test's answer, and what was told.
struct Acts {
    explicit Acts(Notices &notices)
    {
        QObject::connect(&notices, &Notices::told,
                         [this](const Notices::Notice &notice) { told.append(notice); });
    }
    Notices::Step step(const QString &name)
    {
        return [this, name](const Notices::Answer &answer) {
            ran.append(name);
            waiting = answer;
        };
    }
    void answer(const Result<> &result) { std::exchange(waiting, {})(result); }

    QStringList ran;
    QList<Notices::Notice> told;
    Notices::Answer waiting;
};

} // namespace

/// What is told beside the spaces: lasting trouble, and what was done.
class TestSituation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyLastingTroubleCounts_data();
    void onlyLastingTroubleCounts();
    void whatNeverWorkedIsTroubleAtOnce();
    void whatWasDoneCanBeUndone();
    void refusedUndoLeavesTheAct();
    void whatCannotBeTakenBackBarsNothing_data();
    void whatCannotBeTakenBackBarsNothing();
    void aNoticeKnowsItsAct();
    void anActMeanwhileIsKept();
    void anImportIsABarrier();

private:
    Situation m_situation;
};

void TestSituation::onlyLastingTroubleCounts_data()
{
    QTest::addColumn<QStringList>("failing"); // "name seconds"
    QTest::addColumn<QString>("told");
    QTest::addColumn<bool>("stale");
    QTest::newRow("all is well") << QStringList{} << QString() << false;
    QTest::newRow("a moment") << QStringList{u"mqtt 2"_s, u"database 2"_s} << QString() << false;
    for (const QString &part : {u"mqtt"_s, u"database"_s, u"journal"_s, u"station"_s})
        QTest::addRow("nothing moves without %s", qPrintable(part))
            << QStringList{part + u" 3"_s} << part << true;
    QTest::newRow("a short break") << QStringList{u"chirpstack 29"_s} << QString() << false;
    QTest::newRow("half a minute") << QStringList{u"chirpstack 30"_s} << u"chirpstack"_s << false;
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
    domain::Health before = health;
    for (domain::HealthCheck &check : before.checks)
        check.level = HealthLevel::Healthy; // they worked
    m_situation.setHealth(before);
    m_situation.setHealth(health);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(m_situation.trouble() ? m_situation.trouble()->name : QString(), told);
    QCOMPARE(m_situation.isStale(), stale);
}

/// Before the broker was there once, what the map shows is what a database remembers.
void TestSituation::whatNeverWorkedIsTroubleAtOnce()
{
    const UtcTime now = fromMillis(1'800'000'000'000);
    Situation situation;
    situation.setNow(now);
    QVERIFY(!situation.isStale()); // nothing is told yet
    domain::Health health;
    domain::HealthCheck database;
    database.name = u"database"_s;
    database.since = now;
    domain::HealthCheck broker = database;
    broker.name = u"mqtt"_s;
    const domain::HealthCheck connected = broker;
    broker.level = HealthLevel::Unhealthy;
    broker.problem = u"BROKER_CONNECTING"_s;
    health.checks = {database, broker};
    situation.setHealth(health);
    QVERIFY(!situation.trouble()); // it has just been asked
    QVERIFY(situation.isStale());
    health.checks[1].problem = u"BROKER_UNREACHABLE"_s;
    situation.setHealth(health);
    QVERIFY(situation.trouble());
    QCOMPARE(situation.trouble()->name, u"mqtt"_s);
    QVERIFY(situation.isStale());
    health.checks[1] = connected;
    situation.setHealth(health);
    QVERIFY(!situation.trouble() && !situation.isStale());
    health.checks[1].level = HealthLevel::Unhealthy;
    situation.setHealth(health);
    QVERIFY(!situation.trouble() && !situation.isStale()); // a moment without it
    situation.setNow(now + 3s);
    QVERIFY(situation.trouble() && situation.isStale());
}

void TestSituation::whatWasDoneCanBeUndone()
{
    Notices notices;
    Acts acts(notices);
    notices.tellDone(u"moved"_s, acts.step(u"undo"_s), acts.step(u"redo"_s));
    QCOMPARE(acts.told.last().text, u"moved"_s);
    QCOMPARE(acts.told.last().offer, Offer::Undo);
    QVERIFY(acts.ran.isEmpty()); // it was done already
    notices.undo();
    QCOMPARE(acts.ran, QStringList{u"undo"_s});
    QCOMPARE(acts.told.size(), 1); // not told before it is done
    QCOMPARE(notices.undoable(), 1);
    acts.answer({});
    QCOMPARE(acts.told.last().text, u"Taken back: moved"_s);
    QCOMPARE(acts.told.last().offer, Offer::Redo);
    QCOMPARE(notices.undoable(), 0);
    notices.follow(acts.told.last()); // the button of that notice
    QCOMPARE(acts.ran.last(), u"redo"_s);
    acts.answer({});
    QCOMPARE(acts.told.last().text, u"Done again: moved"_s);
    notices.tell(u"by the way"_s);
    QCOMPARE(acts.told.last().offer, Offer::None);
    QCOMPARE(notices.undoable(), 1);
}

/// What could not be taken back stands, and is told so; what was wanted after it is not tried.
void TestSituation::refusedUndoLeavesTheAct()
{
    Notices notices;
    Acts acts(notices);
    notices.tellDone(u"a"_s, acts.step(u"undo a"_s), acts.step(u"redo a"_s));
    notices.tellDone(u"b"_s, acts.step(u"undo b"_s), acts.step(u"redo b"_s));
    notices.undo();
    notices.undo(); // waits for the first one
    QCOMPARE(acts.ran, QStringList{u"undo b"_s});
    acts.answer(Error{problem::kChangedMeanwhile, u"x"_s, {{u"actor"_s, u"Ben"_s}}});
    QCOMPARE(acts.told.last().text, u"Not taken back: Ben changed it since."_s);
    QCOMPARE(acts.ran, QStringList{u"undo b"_s});
    QCOMPARE(notices.undoable(), 2);
    notices.undo();
    notices.undo();
    acts.answer({});
    acts.answer({});
    QCOMPARE(acts.ran, (QStringList{u"undo b"_s, u"undo b"_s, u"undo a"_s}));
    QCOMPARE(notices.redoable(), 2);
    notices.undo();
    QCOMPARE(acts.told.last().text, u"There is nothing to take back."_s);
}

void TestSituation::whatCannotBeTakenBackBarsNothing_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("left"); // acts, of two, after two refusals
    QTest::newRow("somebody changed it") << QString(problem::kChangedMeanwhile) << 1;
    QTest::newRow("it is gone") << QString(problem::kNotFound) << 1;
    QTest::newRow("its code is taken") << QString(problem::kDuplicate) << 1;
    QTest::newRow("it ended by itself") << QString(kEndedByItself) << 1;
    QTest::newRow("it is booked") << QString(problem::kSpaceNotAvailable) << 1;
    QTest::newRow("the database is away") << QString(problem::kDatabase) << 2; // it comes back
    QTest::newRow("something else") << u"X"_s << 2;
}

/// Asked for twice, and not possible for good: what was done before it is next, and that is said.
void TestSituation::whatCannotBeTakenBackBarsNothing()
{
    QFETCH(const QString, code);
    QFETCH(const int, left);
    Notices notices;
    Acts acts(notices);
    notices.tellDone(u"a"_s, acts.step(u"undo a"_s), acts.step(u"redo a"_s));
    notices.tellDone(u"b"_s, acts.step(u"undo b"_s), acts.step(u"redo b"_s));
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(notices.undoable(), 2);
        notices.undo();
        QCOMPARE(acts.ran.last(), u"undo b"_s);
        acts.answer(Error{code, u"x"_s});
        QVERIFY(acts.told.last().text.startsWith(u"Not taken back: "));
    }
    QCOMPARE(notices.undoable(), left);
    QCOMPARE(acts.told.last().text.endsWith(u"is asked for no more."), left == 1);
    notices.undo();
    QCOMPARE(acts.ran.last(), left == 1 ? u"undo a"_s : u"undo b"_s);
    acts.answer({});
    QCOMPARE(notices.redoable(), 1);
    // The same of what cannot be done again.
    for (int i = 0; i < 2; ++i) {
        notices.redo();
        acts.answer(Error{code, u"x"_s});
    }
    QCOMPARE(notices.redoable(), left - 1);
}

/// A notice that stands a little longer than its act takes nothing else back.
void TestSituation::aNoticeKnowsItsAct()
{
    Notices notices;
    Acts acts(notices);
    notices.tellDone(u"a"_s, acts.step(u"undo a"_s), acts.step(u"redo a"_s));
    notices.tellDone(u"b"_s, acts.step(u"undo b"_s), acts.step(u"redo b"_s));
    const Notices::Notice toast = acts.told.last();
    notices.undo();
    acts.answer({});
    acts.ran.clear();
    notices.follow(toast); // of b, which is taken back already
    QVERIFY(acts.ran.isEmpty());
    QCOMPARE(notices.undoable(), 1);
}

/// While an act is being taken back another one is done: that one can be taken back, the first one
/// not again.
void TestSituation::anActMeanwhileIsKept()
{
    Notices notices;
    Acts acts(notices);
    notices.tellDone(u"a"_s, acts.step(u"undo a"_s), acts.step(u"redo a"_s));
    notices.undo();
    notices.tellDone(u"b"_s, acts.step(u"undo b"_s), acts.step(u"redo b"_s));
    acts.answer({});
    QCOMPARE(notices.undoable(), 1);
    QCOMPARE(notices.redoable(), 0);
    notices.undo();
    QCOMPARE(acts.ran.last(), u"undo b"_s);
}

/// An import cannot be taken back, and nothing that was done before it.
void TestSituation::anImportIsABarrier()
{
    Notices notices;
    Acts acts(notices);
    notices.tellDone(u"a"_s, acts.step(u"undo a"_s), acts.step(u"redo a"_s));
    notices.tellFinal(u"24 spaces imported"_s);
    QCOMPARE(acts.told.last().offer, Offer::None);
    notices.undo();
    QVERIFY(acts.ran.isEmpty());
    QCOMPARE(acts.told.last().text, u"This cannot be taken back: 24 spaces imported"_s);
}

PARKING_TEST(TestSituation)
#include "tst_situation.moc"
