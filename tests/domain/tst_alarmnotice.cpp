// What goes out of alarms, to whom, and when again.

#include "base/literals.h"
#include "domain/alarmnotice.h"
#include "domain/alarmrules.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = *fromIso(u"2026-09-14T14:00:00Z");

Alarm alarm(AlarmKind kind, int members = 0)
{
    Alarm made{.id = AlarmId::create(), .cause = {.kind = kind}, .level = levelOf(kind)};
    made.raisedAt = made.since = kNow - 1h;
    for (int i = 0; i < members; ++i)
        made.members.append({.space = SpaceId::create(), .name = u"A-%1"_s.arg(i)});
    made.count = members;
    return made;
}

QStringList told(const QList<AlarmNotice> &notices)
{
    QStringList words;
    for (const AlarmNotice &notice : notices)
        words.append(nameOf(notice.outlet) + u' ' + nameOf(notice.event) + u' '
                     + notice.content[u"alarm"][u"kind"].toString());
    return words;
}

} // namespace

class TestAlarmNotice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void outletsGetTheirLevels();
    void everyKindHasWords();
    void namesGiveNoOrders();
    void manyMembersAreCounted();
    void pausesGrow();
};

void TestAlarmNotice::outletsGetTheirLevels()
{
    const Alarm lost = alarm(AlarmKind::GatewayLost, 6);
    const Alarm battery = alarm(AlarmKind::BatteryLow, 1);
    const Alarm stuck = alarm(AlarmKind::Stuck, 1);
    AlarmChanges changes{.raised = {lost, stuck}, .cleared = {battery}};
    const OutletLevels levels{{Outlet::Mail, AlarmLevel::Warning},
                              {Outlet::Webhook, AlarmLevel::Notice}};
    QList<AlarmNotice> notices = noticesOf(changes, levels, u"North"_s, kNow);
    QCOMPARE(told(notices),
             QStringList({u"mail raised gateway_lost"_s, u"mail cleared battery_low"_s,
                          u"webhook raised gateway_lost"_s, u"webhook raised stuck"_s,
                          u"webhook cleared battery_low"_s}));
    QSet<NoticeId> ids;
    for (const AlarmNotice &notice : std::as_const(notices)) {
        ids.insert(notice.id);
        QCOMPARE(notice.content[u"id"].toString(), notice.id.toString());
        QCOMPARE(notice.content[u"event"].toString(), u"alarm."_s + nameOf(notice.event));
        QCOMPARE(notice.content[u"site"].toString(), u"North"_s);
        QVERIFY(notice.nextAt == kNow && !notice.sentAt && !notice.givenUpAt);
    }
    QCOMPARE(ids.size(), notices.size());

    Alarm more = lost;
    more.count = 7;
    changes = {.updated = {more}, .renewed = {lost}};
    notices = noticesOf(changes, levels, {}, kNow);
    QCOMPARE(told(notices),
             QStringList({u"mail renewed gateway_lost"_s, u"webhook renewed gateway_lost"_s}));
    QCOMPARE(notices[0].content[u"alarm"][u"count"].toInt(), 7); // as it is now
    changes.renewed.clear(); // only more of what was told
    QVERIFY(noticesOf(changes, levels, {}, kNow).isEmpty());
    QVERIFY(noticesOf({.raised = {lost}}, {}, {}, kNow).isEmpty());
}

void TestAlarmNotice::everyKindHasWords()
{
    QSet<QString> texts;
    for (int i = 0; i <= int(AlarmKind::MessagesRefused); ++i) {
        const QString text = summaryOf(alarm(AlarmKind(i), 1));
        QVERIFY2(!text.contains(u'%') && text.size() > 5, qPrintable(text));
        texts.insert(text);
    }
    QCOMPARE(texts.size(), int(AlarmKind::MessagesRefused) + 1);
    Alarm lost = alarm(AlarmKind::GatewayLost, 6);
    lost.cause.subject = u"0016c001f153a14c"_s;
    lost.facts = {{u"building"_s, u"North"_s}, {u"floor"_s, u"B1"_s}};
    QCOMPARE(summaryOf(lost),
             u"Gateway 0016c001f153a14c is lost, 6 sensors (North / B1): A-0, A-1, A-2, A-3, A-4, "
             "..."_s);
    QCOMPARE(summaryOf(alarm(AlarmKind::BatteryLow, 1)), u"Battery low, 1 device: A-0"_s);
    QCOMPARE(summaryOf(alarm(AlarmKind::DiskFull)), u"The disk is nearly full"_s);
}

void TestAlarmNotice::namesGiveNoOrders()
{
    Alarm lost = alarm(AlarmKind::GatewayLost, 1);
    lost.cause.subject = u"%1\r\nBcc: all@example.org\x1b[2J"_s;
    lost.members[0].name = QString(5000, u'x');
    lost.facts = {{u"building"_s, u"a\nb"_s}};
    const QString text = summaryOf(lost);
    QVERIFY(std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isPrint(); }));
    QVERIFY2(text.size() < 600, qPrintable(text));
    QVERIFY2(text.startsWith(u"Gateway %1 Bcc: all@example.org"_s), qPrintable(text));
}

void TestAlarmNotice::manyMembersAreCounted()
{
    const AlarmNotice notice{.id = NoticeId::create(), .madeAt = kNow};
    const QJsonObject content = contentOf(notice, alarm(AlarmKind::NothingHeard, 1000), {});
    QCOMPARE(content[u"alarm"][u"members"].toArray().size(), kNoticeMembers);
    QCOMPARE(content[u"alarm"][u"count"].toInt(), 1000);
}

void TestAlarmNotice::pausesGrow()
{
    QVERIFY(noticePause(0) == 5s);
    QVERIFY(noticePause(1) == 5s);
    QVERIFY(noticePause(2) == 10s);
    QVERIFY(noticePause(5) == 80s);
    QVERIFY(noticePause(9) == 15min);
    QVERIFY(noticePause(1'000'000) == 15min);
}

PARKING_TEST(TestAlarmNotice)
#include "tst_alarmnotice.moc"
