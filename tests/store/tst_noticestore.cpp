// What goes out of alarms, as it is stored, on both engines.

#include "domain/problems.h"
#include "store/noticestore.h"
#include "storefixture.h"
#include "testmain.h"

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::AlarmNotice;
using domain::NoticeEvent;
using domain::Outlet;

namespace {

AlarmNotice notice(Outlet outlet, UtcTime made, domain::AlarmId alarm = domain::AlarmId::create(),
                   NoticeEvent event = NoticeEvent::Raised)
{
    return {.id = domain::NoticeId::create(),
            .outlet = outlet,
            .alarm = alarm,
            .event = event,
            .content = {{text("text"), text("a 'quoted' ü :word")}},
            .madeAt = made,
            .nextAt = made};
}

} // namespace

class TestNoticeStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWaitsComesInItsOrder_data() { TestDatabases::addRows(); }
    void whatWaitsComesInItsOrder();
    void whatIsOverStaysSo_data() { TestDatabases::addRows(); }
    void whatIsOverStaysSo();
    void aClockThatWasSetBackHoldsNothingUp_data() { TestDatabases::addRows(); }
    void aClockThatWasSetBackHoldsNothingUp();
    void whatNobodyTakesIsGivenUp_data() { TestDatabases::addRows(); }
    void whatNobodyTakesIsGivenUp();
    void storesHostileTexts_data() { addHostileRows(300); }
    void storesHostileTexts();

private:
    TestDatabases m_databases;
};

void TestNoticeStore::whatWaitsComesInItsOrder()
{
    OPEN_ROW_DATABASE(db);
    NoticeStore store(db);
    VERIFY_OK(store.insert({}));
    AlarmNotice raised = notice(Outlet::Mail, kNow);
    const AlarmNotice cleared =
        notice(Outlet::Mail, kNow + 1min, raised.alarm, NoticeEvent::Cleared);
    const AlarmNotice other = notice(Outlet::Mail, kNow + 2min);
    const AlarmNotice posted = notice(Outlet::Webhook, kNow, raised.alarm);
    VERIFY_OK(store.insert({cleared, other, raised, posted}));
    QCOMPARE(store.waiting(Outlet::Mail, kNow + 1h, 10).valueOr({}),
             QList<AlarmNotice>({raised, other})); // no end before its beginning
    QCOMPARE(store.waiting(Outlet::Mail, kNow + 1h, 1).valueOr({}), QList<AlarmNotice>({raised}));
    QCOMPARE(store.waiting(Outlet::Webhook, kNow, 10).valueOr({}), QList<AlarmNotice>({posted}));
    QCOMPARE(store.countWaiting(Outlet::Mail).valueOr(0), 3);

    raised.attempts = 3;
    raised.problem = text("busy");
    raised.nextAt = kNow + 2h;
    VERIFY_OK(store.update({raised}));
    QCOMPARE(store.waiting(Outlet::Mail, kNow + 1h, 10).valueOr({}), QList<AlarmNotice>({other}));
    QCOMPARE(store.waiting(Outlet::Mail, kNow + 2h, 10).valueOr({}),
             QList<AlarmNotice>({raised, other}));
    raised.sentAt = kNow + 2h;
    VERIFY_OK(store.update({raised}));
    QCOMPARE(store.waiting(Outlet::Mail, kNow + 3h, 10).valueOr({}),
             QList<AlarmNotice>({cleared, other}));
    QCOMPARE(store.recent(1).valueOr({}), QList<AlarmNotice>({other}));
}

/// A station that is none any more knows only of its own attempt.
void TestNoticeStore::whatIsOverStaysSo()
{
    OPEN_ROW_DATABASE(db);
    NoticeStore store(db);
    AlarmNotice sent = notice(Outlet::Mail, kNow);
    AlarmNotice lost = notice(Outlet::Mail, kNow - 4 * 24h);
    AlarmNotice late = sent;
    AlarmNotice later = lost;
    VERIFY_OK(store.insert({sent, lost}));
    sent.sentAt = kNow + 1min;
    VERIFY_OK(store.update({sent}));
    QCOMPARE(store.giveUp(Outlet::Mail, kNow - 72h, kNow).valueOr(0), 1);
    lost.givenUpAt = kNow;
    late.attempts = later.attempts = 1;
    late.problem = later.problem = text("busy");
    later.sentAt = kNow + 2min;
    VERIFY_OK(store.update({late, later}));
    QCOMPARE(store.recent(2).valueOr({}), QList<AlarmNotice>({sent, lost}));
    QVERIFY(store.waiting(Outlet::Mail, kNow + 1h, 10).valueOr({sent}).isEmpty());
}

void TestNoticeStore::aClockThatWasSetBackHoldsNothingUp()
{
    OPEN_ROW_DATABASE(db);
    NoticeStore store(db);
    const AlarmNotice soon = notice(Outlet::Mail, kNow + 1h);
    const AlarmNotice far = notice(Outlet::Mail, kNow + 1h + 1s);
    VERIFY_OK(store.insert({soon, far}));
    QCOMPARE(store.waiting(Outlet::Mail, kNow, 10).valueOr({}), QList<AlarmNotice>({far}));
}

void TestNoticeStore::whatNobodyTakesIsGivenUp()
{
    OPEN_ROW_DATABASE(db);
    NoticeStore store(db);
    const AlarmNotice old = notice(Outlet::Mail, kNow - 4 * 24h);
    const AlarmNotice fresh = notice(Outlet::Mail, kNow);
    VERIFY_OK(store.insert({old, fresh, notice(Outlet::Webhook, kNow - 4 * 24h)}));
    QCOMPARE(store.giveUp(Outlet::Mail, kNow - 72h, kNow).valueOr(0), 1);
    QCOMPARE(store.countGivenUp(Outlet::Mail, kNow - 1h).valueOr(0), 1);
    QCOMPARE(store.countGivenUp(Outlet::Mail, kNow + 1h).valueOr(1), 0);
    QCOMPARE(store.countGivenUp(Outlet::Webhook, kNow - 1h).valueOr(1), 0);
    QCOMPARE(store.waiting(Outlet::Mail, kNow, 10).valueOr({}), QList<AlarmNotice>({fresh}));
    QCOMPARE(store.prune(kNow + 1h).valueOr(0), 1); // what waits stays
    QCOMPARE(store.recent(10).valueOr({}).size(), 2);
}

void TestNoticeStore::storesHostileTexts()
{
    OPEN_ROW_DATABASE(db);
    QFETCH(const QString, words);
    AlarmNotice hostile = notice(Outlet::Mail, kNow);
    hostile.content = {{text("text"), words}, {words, 1}};
    hostile.problem = words;
    VERIFY_OK(NoticeStore(db).insert({hostile}));
    QCOMPARE(NoticeStore(db).recent(1).valueOr({}), QList<AlarmNotice>({hostile}));
}

PARKING_TEST(TestNoticeStore)
#include "tst_noticestore.moc"
