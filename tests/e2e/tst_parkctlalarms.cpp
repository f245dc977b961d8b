// parkctl alarms: what is open, and who has seen it.

#include "base/literals.h"
#include "parkctl.h"
#include "smtpserver.h"
#include "store/alarmstore.h"
#include "testmain.h"
#include "verify.h"
#include "webhookstandin.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::Alarm;
using domain::AlarmKind;
using test::Finished;

class tst_ParkctlAlarms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listTellsWhatIsOpen();
    void listTellsWhatIsOver();
    void ackSaysWhoHasSeenIt();
    void limitsAreTheSites();
    void testsGoWhereAlarmsGo();
    void wrongWordsChangeNothing_data();
    void wrongWordsChangeNothing();

private:
    std::unique_ptr<test::Parkctl> m_parkctl;
    Alarm m_lost;
};

/// A lost gateway, low batteries, and a backlog that is over.
void tst_ParkctlAlarms::init()
{
    m_parkctl = std::make_unique<test::Parkctl>();
    const Finished made = m_parkctl->onSite("migrate");
    VERIFY_SAID(made.exitCode == 0, made);
    const auto database = m_parkctl->database();
    QVERIFY(database);
    const UtcTime now = fromMillis(systemNow().time_since_epoch().count());
    QList<Alarm> alarms;
    for (const AlarmKind kind :
         {AlarmKind::GatewayLost, AlarmKind::BatteryLow, AlarmKind::Backlog}) {
        Alarm alarm;
        alarm.id = domain::AlarmId::create();
        alarm.cause.kind = kind;
        alarm.level = domain::levelOf(kind);
        alarm.raisedAt = alarm.since = now - 1h;
        alarms.append(alarm);
    }
    alarms[0].cause.subject = u"g1"_s;
    alarms[0].count = 6;
    alarms[0].members = {{.name = u"A-01\x1b[2J"_s}};
    alarms[2].clearedAt = now;
    m_lost = alarms[0];
    VERIFY_OK(store::AlarmStore(*database).insert(alarms));
}

void tst_ParkctlAlarms::listTellsWhatIsOpen()
{
    Finished said = m_parkctl->onSite("alarms list --json");
    VERIFY_SAID(said.exitCode == 0, said);
    const QJsonArray open = test::oneLine(said.out)[u"alarms"].toArray();
    QCOMPARE(open.size(), 2);
    QCOMPARE(open[0][u"kind"].toString(), u"gateway_lost"_s);
    QCOMPARE(open[0][u"level"].toString(), u"critical"_s);
    QCOMPARE(open[0][u"count"].toInt(), 6);
    QVERIFY(open[0][u"clearedAt"].isNull());
    QCOMPARE(open[1][u"kind"].toString(), u"battery_low"_s);
    said = m_parkctl->onSite("alarms list --all --json");
    VERIFY_SAID(said.exitCode == 0, said);
    QCOMPARE(test::oneLine(said.out)[u"alarms"].toArray().size(), 3);
    said = m_parkctl->onSite("alarms list");
    VERIFY_SAID(said.exitCode == 0, said);
    QVERIFY(said.out.contains(u"gateway_lost g1  6: A-01[2J ..."_s));
    QVERIFY(said.out.contains(u"2 open alarms"_s));
    QVERIFY(!said.out.contains(QChar(0x1b)));
}

void tst_ParkctlAlarms::listTellsWhatIsOver()
{
    Finished said = m_parkctl->onSite("alarms list --ended --json");
    VERIFY_SAID(said.exitCode == 0, said);
    QCOMPARE(test::oneLine(said.out)[u"total"].toInt(), 1);
    QCOMPARE(test::oneLine(said.out)[u"alarms"][0][u"kind"].toString(), u"backlog"_s);
    said = m_parkctl->onSite("alarms list --ended");
    VERIFY_SAID(said.out.contains(u"lasted 1 h 0 min"_s), said);
    QVERIFY(said.out.contains(u"1 ended alarms"_s));
    said = m_parkctl->onSite("alarms list");
    VERIFY_SAID(said.out.contains(u"open for 1 h 0 min"_s), said);
    said = m_parkctl->onSite("alarms list --all --kind battery_low --json");
    VERIFY_SAID(said.exitCode == 0, said);
    QCOMPARE(test::oneLine(said.out)[u"alarms"].toArray().size(), 1);
    said = m_parkctl->onSite("alarms list --all --limit 2 --offset 2");
    VERIFY_SAID(said.out.contains(u"1 of 3 alarms"_s), said);
}

void tst_ParkctlAlarms::limitsAreTheSites()
{
    Finished said = m_parkctl->onSite("alarms limits --json");
    VERIFY_SAID(said.exitCode == 0, said);
    QCOMPARE(test::oneLine(said.out)[u"stuckHours"].toInt(), 72);
    said = m_parkctl->onSite("alarms limits stuckHours=100 batteryPercent=35");
    VERIFY_SAID(said.exitCode == 0, said);
    said = m_parkctl->onSite("alarms limits");
    VERIFY_SAID(said.exitCode == 0, said);
    static const QRegularExpression stuck(u"stuckHours +100"_s);
    QVERIFY2(stuck.match(said.out).hasMatch(), qPrintable(said.out));
    for (const char *words : {"alarms limits stuckHours=0", "alarms limits stuckHours=long",
                              "alarms limits stuck=5", "alarms limits stuckHours"}) {
        said = m_parkctl->onSite(words);
        VERIFY_SAID(said.exitCode == 1 && said.err.contains(u"VALIDATION_ERROR"_s), said);
    }
    said = m_parkctl->onSite("alarms limits --json");
    QCOMPARE(test::oneLine(said.out)[u"stuckHours"].toInt(), 100);
    QCOMPARE(test::oneLine(said.out)[u"batteryPercent"].toInt(), 35);
}

void tst_ParkctlAlarms::testsGoWhereAlarmsGo()
{
    Finished said = m_parkctl->onSite("alarms test-mail");
    VERIFY_SAID(said.exitCode == 1 && said.err.contains(u"ALARM_MAIL_TO is not set"_s), said);
    test::SmtpServer server;
    VERIFY_OK(server.start(u"plain"_s));
    m_parkctl->setEnvironment(u"ALARM_MAIL_HOST"_s, u"127.0.0.1"_s);
    m_parkctl->setEnvironment(u"ALARM_MAIL_PORT"_s, QString::number(server.port()));
    m_parkctl->setEnvironment(u"ALARM_MAIL_TLS"_s, u"none"_s);
    m_parkctl->setEnvironment(u"ALARM_MAIL_FROM"_s, u"parking@example.org"_s);
    m_parkctl->setEnvironment(u"ALARM_MAIL_TO"_s, u"desk@example.org"_s);
    said = m_parkctl->onSite("alarms test-mail");
    VERIFY_SAID(said.exitCode == 0, said);
    QTRY_COMPARE(server.taken().size(), 1);
    m_parkctl->setEnvironment(u"ALARM_MAIL_TO"_s, u"x@refused.example"_s);
    said = m_parkctl->onSite("alarms test-mail");
    VERIFY_SAID(said.exitCode == 1 && said.err.contains(u"nobody of this name"_s), said);

    m_parkctl->setEnvironment(u"ALARM_WEBHOOK_SECRET"_s, u"sixteen letters."_s);
    test::WebhookStandIn hook;
    m_parkctl->setEnvironment(u"ALARM_WEBHOOK_URL"_s, hook.url());
    QProcess process; // this thread answers it
    m_parkctl->prepare(process, {u"alarms"_s, u"test-webhook"_s, u"--json"_s});
    process.start();
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000);
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(hook.posts.size(), 1);
    QCOMPARE(hook.posts[0].json()[u"event"].toString(), u"test"_s);
    QCOMPARE(test::oneLine(QString::fromUtf8(process.readAllStandardOutput()))[u"id"],
             hook.posts[0].json()[u"id"]);
    hook.close();
    said = m_parkctl->onSite("alarms test-webhook");
    VERIFY_SAID(said.exitCode == 1 && said.err.contains(u"WEBHOOK_FAILS"_s), said);
}

void tst_ParkctlAlarms::ackSaysWhoHasSeenIt()
{
    const QString id = m_lost.id.toString();
    Finished said =
        m_parkctl->onSite({u"alarms"_s, u"ack"_s, id, u"--actor"_s, u"Kim"_s, u"--json"_s});
    VERIFY_SAID(said.exitCode == 0, said);
    QCOMPARE(test::oneLine(said.out)[u"acknowledged"][0][u"acknowledgedBy"].toString(), u"Kim"_s);
    said = m_parkctl->onSite({u"alarms"_s, u"ack"_s, id});
    VERIFY_SAID(said.exitCode == 1, said);
    QVERIFY(said.err.contains(u"CHANGED_MEANWHILE"_s));
    said = m_parkctl->onSite("alarms ack --all");
    VERIFY_SAID(said.exitCode == 0, said);
    QVERIFY(said.out.contains(u"1 acknowledged"_s));
    const auto database = m_parkctl->database();
    const auto open = store::AlarmStore(*database).open();
    VERIFY_OK(open);
    QCOMPARE(open->size(), 2);
    for (const Alarm &alarm : *open)
        QCOMPARE(alarm.acknowledgedBy, alarm.id == m_lost.id ? u"Kim"_s : u"parkctl"_s);
}

void tst_ParkctlAlarms::wrongWordsChangeNothing_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<int>("exit");
    QTest::newRow("no verb") << QByteArray("alarms") << 2;
    QTest::newRow("another verb") << QByteArray("alarms clear") << 2;
    QTest::newRow("no id") << QByteArray("alarms ack") << 2;
    QTest::newRow("an id that is none") << QByteArray("alarms ack 12") << 2;
    QTest::newRow("an id and all")
        << QByteArray("alarms ack 7f0e4f7e-5e1b-4b55-8bb2-3d3d2f6f0a11 --all") << 2;
    QTest::newRow("an alarm that never was")
        << QByteArray("alarms ack 7f0e4f7e-5e1b-4b55-8bb2-3d3d2f6f0a11") << 1;
    QTest::newRow("all and ended") << QByteArray("alarms list --all --ended") << 2;
    QTest::newRow("a kind that is none") << QByteArray("alarms list --kind sleepy") << 2;
    QTest::newRow("a test of words") << QByteArray("alarms test-mail now") << 2;
    QTest::newRow("a limit that is none") << QByteArray("alarms list --all --limit 0") << 2;
}

void tst_ParkctlAlarms::wrongWordsChangeNothing()
{
    QFETCH(QByteArray, words);
    QFETCH(int, exit);
    const Finished said = m_parkctl->onSite(words.constData());
    VERIFY_SAID(said.exitCode == exit, said);
    QVERIFY(!said.err.isEmpty());
    const auto database = m_parkctl->database();
    const auto open = store::AlarmStore(*database).open();
    VERIFY_OK(open);
    QCOMPARE(open->size(), 2);
    for (const Alarm &alarm : *open)
        QVERIFY(!alarm.acknowledgedAt);
}

PARKING_TEST(tst_ParkctlAlarms)
#include "tst_parkctlalarms.moc"
