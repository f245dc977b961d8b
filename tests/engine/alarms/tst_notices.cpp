// Alarms that reach people: posted and mailed, kept until they were taken, and past receivers that
// mean ill.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/engine.h"
#include "smtpserver.h"
#include "station.h"
#include "store/noticestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"
#include "webhookstandin.h"

#include <QMessageAuthenticationCode>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using domain::AlarmNotice;
using domain::Outlet;
using test::Station;
using test::WebhookStandIn;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers
const QByteArray kSecret = "sixteen letters.";

QByteArray answered(const QByteArray &status, const QByteArray &more = {})
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n" + more + "\r\n";
}

} // namespace

class tst_Notices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsRaisedAndClearedIsPosted_data() { test::TestDatabases::addRows(); }
    void whatIsRaisedAndClearedIsPosted();
    void aRestartLosesAndDoublesNothing_data() { test::TestDatabases::addRows(); }
    void aRestartLosesAndDoublesNothing();
    void badReceiversAreTold_data();
    void badReceiversAreTold();
    void oneThatIsRefusedHoldsNoOtherUp();
    void oneThatFailsAgainAndAgainHoldsNoOtherUp();
    void whatAnotherSentIsNotSentAgain();
    void aClockThatIsSetBackHoldsNothingUp();
    void nothingIsGivenUpUntried();
    void whatWaitsGoesInOneMail();
    void whoIsPutOffGetsItAlone_data() { test::TestDatabases::addRows(); }
    void whoIsPutOffGetsItAlone();
    void whoIsPutOffIsToldNoOldNews();
    void whoIsNotToldGetsNothing();

private:
    void start(store::Dialect dialect, const engine::OutletOptions &outlets);
    void open();
    void refuseMessages();
    QList<AlarmNotice> rows(); ///< the newest first
    AlarmNotice row(const AlarmNotice &wanted); ///< as it is now
    AlarmNotice wait(int number, const QString &text); ///< a row that waits
    QString problem(const QString &check); ///< after a second
    engine::OutletOptions posting() const;

    test::TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_url;
    engine::OutletOptions m_outlets;
    std::shared_ptr<test::TurnedClock> m_clock;
    std::unique_ptr<WebhookStandIn> m_hook;
    std::unique_ptr<Station> m_station;
};

void tst_Notices::open()
{
    m_station = std::make_unique<Station>(
        m_url,
        [this](engine::EngineOptions &options) {
            options.clock = m_clock;
            options.outlets = m_outlets;
        },
        m_folder->path());
    VERIFY_OK((*m_station)->start());
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), (*m_station)->isIdle()), kPatience);
}

void tst_Notices::start(store::Dialect dialect, const engine::OutletOptions &outlets)
{
    m_station.reset();
    m_outlets = outlets;
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = std::make_shared<test::TurnedClock>(systemNow() - 24h);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    open();
}

engine::OutletOptions tst_Notices::posting() const
{
    return {.webhook = engine::WebhookOptions{
                .url = QUrl(m_hook->url()), .secret = kSecret, .timeout = 2s}};
}

/// Many at once: an alarm.
void tst_Notices::refuseMessages()
{
    for (int i = 0; i < 12; ++i)
        m_station->append("application/a/device/e8e1e10000000001/event/up",
                          "{ no JSON " + QByteArray::number(i));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
}

QList<AlarmNotice> tst_Notices::rows()
{
    const auto database = store::Database::open({.url = m_url});
    return database ? store::NoticeStore(**database).recent(100).valueOr({}) : QList<AlarmNotice>();
}

AlarmNotice tst_Notices::row(const AlarmNotice &wanted)
{
    for (const AlarmNotice &notice : rows()) {
        if (notice.id == wanted.id)
            return notice;
    }
    return {};
}

AlarmNotice tst_Notices::wait(int number, const QString &text)
{
    AlarmNotice notice{.id = domain::NoticeId::create(),
                       .outlet = m_outlets.mail ? Outlet::Mail : Outlet::Webhook,
                       .alarm = domain::AlarmId::create()};
    notice.madeAt = m_clock->now() - 1min + std::chrono::seconds(number);
    notice.nextAt = notice.madeAt;
    notice.content = {{u"id"_s, notice.id.toString()}, {u"text"_s, text}};
    const auto database = store::Database::open({.url = m_url});
    const Result<> done = store::NoticeStore(**database).insert({notice});
    Q_ASSERT(done);
    return notice;
}

QString tst_Notices::problem(const QString &check)
{
    m_clock->turn(1s);
    return m_station->problem(check);
}

void tst_Notices::whatIsRaisedAndClearedIsPosted()
{
    QFETCH(const store::Dialect, dialect);
    m_hook = std::make_unique<WebhookStandIn>();
    start(dialect, posting());
    QCOMPARE(problem(u"webhook"_s), u"-"_s); // nothing was seen to work
    refuseMessages();
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), m_hook->posts.size()), 1, kPatience);
    const WebhookStandIn::Post post = m_hook->posts.first();
    QVERIFY2(post.head.startsWith("POST /hook HTTP/1.1\r\n"), post.head.constData());
    const QJsonObject json = post.json();
    QCOMPARE(json[u"event"].toString(), u"alarm.raised"_s);
    QCOMPARE(json[u"alarm"][u"kind"].toString(), u"messages_refused"_s);
    QCOMPARE(json[u"text"].toString(), u"Many messages were set aside"_s);
    QCOMPARE(post.headers.value("x-parking-notice"), json[u"id"].toString().toLatin1());
    QCOMPARE(post.headers.value("content-type"), QByteArray("application/json"));
    // As a receiver checks it.
    const QByteArray signature = post.headers.value("x-parking-signature");
    QVERIFY(signature.startsWith("t="));
    const QByteArray seconds = signature.mid(2, signature.indexOf(',') - 2);
    QCOMPARE(signature.mid(signature.indexOf(',') + 1),
             "v1="
                 + QMessageAuthenticationCode::hash(seconds + '.' + post.body, kSecret,
                                                    QCryptographicHash::Sha256)
                       .toHex());
    QTRY_VERIFY_WITH_TIMEOUT(rows().value(0).sentAt.has_value(), kPatience);
    QCOMPARE(problem(u"webhook"_s), QString());

    const auto isOver = [&] {
        m_clock->turn(60s);
        return m_hook->posts.size() == 2;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), kPatience); // an hour later nobody speaks of them
    QCOMPARE(m_hook->posts[1].json()[u"event"].toString(), u"alarm.cleared"_s);
    QCOMPARE(m_hook->posts[1].json()[u"alarm"][u"id"].toString(), json[u"alarm"][u"id"].toString());
    QVERIFY(m_hook->posts[1].json()[u"id"] != json[u"id"]);
    m_clock->turn(10min);
    QCOMPARE(rows().size(), 2);
}

void tst_Notices::aRestartLosesAndDoublesNothing()
{
    QFETCH(const store::Dialect, dialect);
    m_hook = std::make_unique<WebhookStandIn>();
    m_hook->answer = [](const auto &) { return answered("500 Broken"); };
    start(dialect, posting());
    refuseMessages();
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), m_hook->posts.size()), 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"webhook"_s), u"WEBHOOK_FAILS"_s, kPatience);
    const domain::HealthCheck check = m_station->check(u"webhook"_s);
    QVERIFY2(check.detail.contains(u"HTTP 500"_s) && check.detail.contains(u"1 notices"_s),
             qPrintable(check.detail));
    // It is tried again, ever more seldom.
    const UtcTime from = m_clock->now();
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), m_hook->posts.size()), 4, kPatience);
    QVERIFY(m_clock->now() - from >= 30s); // 5 + 10 + 20, but for what passed before
    const QByteArray id = m_hook->posts.first().headers.value("x-parking-notice");
    for (const auto &post : std::as_const(m_hook->posts))
        QCOMPARE(post.headers.value("x-parking-notice"), id);
    m_station.reset();
    m_hook->posts.clear();
    m_hook->answer = {};
    m_clock->turn(1h);
    open();
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), m_hook->posts.size()), 1, kPatience);
    QCOMPARE(m_hook->posts.first().headers.value("x-parking-notice"), id);
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"webhook"_s), QString(), kPatience);
    QVERIFY(rows().last().sentAt.has_value());
    m_station.reset();
    m_hook->posts.clear();
    open();
    m_clock->turn(60s); // a minute of looks
    QCoreApplication::processEvents();
    for (const auto &post : std::as_const(m_hook->posts)) // at most, that it is over
        QVERIFY(post.headers.value("x-parking-notice") != id);
}

void tst_Notices::badReceiversAreTold_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("endless");
    QTest::addColumn<QString>("words"); // empty: it was taken
    QTest::newRow("a redirect") << answered("302 Found", "Location: http://127.0.0.1:1/\r\n")
                                << QByteArray() << u"redirect"_s;
    QTest::newRow("not found") << answered("404 Not Found") << QByteArray() << u"HTTP 404"_s;
    QTest::newRow("says nothing") << QByteArray() << QByteArray() << u"no answer in time"_s;
    QTest::newRow("no HTTP") << QByteArray("220 smtp\r\n") << QByteArray() << u"no HTTP"_s;
    QTest::newRow("a head without an end")
        << QByteArray("HTTP/1.1 500 Broken\r\n") << QByteArray("X: y\r\n").repeated(10'000)
        << u"HTTP 500"_s;
    QTest::newRow("a body without an end, and it was refused")
        << QByteArray("HTTP/1.1 503 Busy\r\n\r\n") << QByteArray(65'536, 'x') << u"HTTP 503"_s;
    QTest::newRow("a body without an end, and it was taken")
        << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << QByteArray(65'536, 'x') << QString();
}

/// While they do what they want, this thread, which is the engine's, goes on.
void tst_Notices::badReceiversAreTold()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QString, words);
    m_hook = std::make_unique<WebhookStandIn>();
    m_hook->answer = [&answer](const auto &) { return answer; };
    m_hook->endless =
        *static_cast<const QByteArray *>(QTest::qData("endless", qMetaTypeId<QByteArray>()));
    start(store::Dialect::Sqlite, posting());
    (void)wait(0, u"Gateway lost"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem(u"webhook"_s) != u"-"_s, kPatience);
    const domain::HealthCheck check = m_station->check(u"webhook"_s);
    QCOMPARE(check.level == domain::HealthLevel::Healthy, words.isEmpty());
    QVERIFY2(check.detail.contains(words), qPrintable(check.detail));
    QCOMPARE(rows().value(0).sentAt.has_value(), words.isEmpty());
    if (!words.isEmpty())
        QVERIFY2(rows().value(0).problem.contains(words), qPrintable(rows().value(0).problem));
}

void tst_Notices::oneThatIsRefusedHoldsNoOtherUp()
{
    m_hook = std::make_unique<WebhookStandIn>();
    start(store::Dialect::Sqlite, posting());
    const AlarmNotice bad = wait(0, u"one"_s);
    const AlarmNotice good = wait(1, u"two"_s);
    m_hook->answer = [&](const WebhookStandIn::Post &post) {
        const bool isBad = post.json()[u"id"] == bad.id.toString();
        return answered(isBad ? "422 Unprocessable" : "200 OK");
    };
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), row(good).sentAt.has_value()), kPatience);
    QVERIFY(!row(bad).sentAt && row(bad).attempts == 1);
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"webhook"_s), u"WEBHOOK_FAILS"_s, kPatience);
    const auto isGivenUp = [&] {
        m_clock->leap(1h);
        m_clock->turn(6s);
        return row(bad).givenUpAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isGivenUp(), kPatience);
    QVERIFY(*row(bad).givenUpAt - bad.madeAt >= 72h);
    QVERIFY(row(bad).attempts > 10);
    QCOMPARE(problem(u"webhook"_s), u"WEBHOOK_FAILS"_s);
    QVERIFY(m_station->check(u"webhook"_s).detail.contains(u"given up"_s));
}

/// Its receiver breaks over this one, and says so of itself.
void tst_Notices::oneThatFailsAgainAndAgainHoldsNoOtherUp()
{
    m_hook = std::make_unique<WebhookStandIn>();
    start(store::Dialect::Sqlite, posting());
    const AlarmNotice bad = wait(0, u"one"_s);
    const AlarmNotice good = wait(1, u"two"_s);
    m_hook->answer = [&](const WebhookStandIn::Post &post) {
        const bool isBad = post.json()[u"id"] == bad.id.toString();
        return answered(isBad ? "500 Broken" : "200 OK");
    };
    const auto isSent = [&] {
        m_clock->turn(1s);
        return row(good).sentAt.has_value() || m_hook->posts.size() > 6;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSent(), kPatience);
    QVERIFY(row(good).sentAt.has_value());
    QVERIFY(!row(bad).sentAt && row(bad).attempts == 3);
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_clock->turn(1s), m_station->check(u"webhook"_s).detail.contains(u"HTTP 500"_s)),
        kPatience); // not all is well
    m_hook->answer = {};
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), row(bad).sentAt.has_value()), kPatience);
}

/// The station changed while this one's attempt was on its way.
void tst_Notices::whatAnotherSentIsNotSentAgain()
{
    m_hook = std::make_unique<WebhookStandIn>();
    start(store::Dialect::Sqlite, posting());
    const AlarmNotice notice = wait(0, u"one"_s);
    m_hook->answer = [&](const auto &) {
        AlarmNotice sent = notice;
        sent.sentAt = m_clock->now();
        const auto database = store::Database::open({.url = m_url});
        const Result<> done = store::NoticeStore(**database).update({sent});
        Q_ASSERT(done);
        return answered("500 Broken");
    };
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"webhook"_s), u"WEBHOOK_FAILS"_s, kPatience);
    QVERIFY(row(notice).sentAt.has_value());
    m_clock->turn(60s);
    QCoreApplication::processEvents();
    QCOMPARE(m_hook->posts.size(), 1);
}

void tst_Notices::aClockThatIsSetBackHoldsNothingUp()
{
    m_hook = std::make_unique<WebhookStandIn>();
    m_hook->answer = [](const auto &) { return answered("500 Broken"); };
    start(store::Dialect::Sqlite, posting());
    const AlarmNotice notice = wait(0, u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"webhook"_s), u"WEBHOOK_FAILS"_s, kPatience);
    m_hook->answer = {};
    m_clock->set(m_clock->now() - 10 * 24h);
    const UtcTime from = m_clock->now();
    const auto isSentOrLate = [&] {
        m_clock->turn(1s);
        return row(notice).sentAt.has_value() || m_clock->now() - from > 1h;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSentOrLate(), kPatience);
    QVERIFY(row(notice).sentAt.has_value());
}

/// The station was off for days.
void tst_Notices::nothingIsGivenUpUntried()
{
    m_hook = std::make_unique<WebhookStandIn>();
    start(store::Dialect::Sqlite, posting());
    m_station.reset();
    const AlarmNotice first = wait(0, u"one"_s);
    const AlarmNotice second = wait(1, u"two"_s);
    m_clock->leap(4 * 24h);
    open();
    const auto isOver = [&](const AlarmNotice &notice) {
        m_clock->turn(1s);
        const AlarmNotice now = row(notice);
        return now.sentAt.has_value() || now.givenUpAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOver(first) && isOver(second), kPatience);
    QVERIFY(row(first).sentAt.has_value() && row(second).sentAt.has_value());
}

void tst_Notices::whatWaitsGoesInOneMail()
{
    test::SmtpServer server;
    VERIFY_OK(server.start(u"starttls"_s, u"desk"_s, u"hunter22"_s));
    engine::MailOptions mail{.smtp = {.host = u"localhost"_s,
                                      .port = server.port(),
                                      .user = u"desk"_s,
                                      .password = u"hunter22"_s,
                                      .caFile = server.file(u"ca.crt"_s)},
                             .from = u"parking@example.org"_s,
                             .to = {u"desk@example.org"_s}};
    server.stop(); // for now
    start(store::Dialect::Sqlite, {.mail = mail});
    const AlarmNotice first = wait(0, u"Gateway lost"_s);
    (void)wait(1, u"Battery low"_s);
    (void)wait(2, QString::fromUtf8("Fühler schweigen"));
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"mail"_s), u"MAIL_FAILS"_s, kPatience);
    QVERIFY(m_station->check(u"mail"_s).detail.contains(u"3 notices"_s));
    VERIFY_OK(server.start(u"starttls"_s, u"desk"_s, u"hunter22"_s, mail.smtp.port));
    QTRY_COMPARE_WITH_TIMEOUT((m_clock->turn(1s), server.taken().size()), 1, kPatience);
    const QByteArray bytes = server.taken().first()[u"bytes"].toString().toLatin1();
    const QString text =
        QString::fromUtf8(QByteArray::fromBase64(bytes.mid(bytes.indexOf("\r\n\r\n") + 4)));
    for (const QString &words :
         {u"Gateway lost"_s, u"Battery low"_s, QString::fromUtf8("Fühler schweigen")})
        QVERIFY2(text.contains(words), qPrintable(text));
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"mail"_s), QString(), kPatience);
    for (const AlarmNotice &notice : rows())
        QVERIFY(notice.sentAt.has_value());
    QVERIFY(rows().last().id == first.id);
    m_clock->turn(10min);
    QCOMPARE(server.taken().size(), 1);
}

namespace {

/// How often each receiver got a mail.
QMap<QString, int> receiversOf(const QList<QJsonObject> &mails)
{
    QMap<QString, int> receivers;
    for (const QJsonObject &mail : mails) {
        for (const QJsonValue &address : mail[u"to"].toArray())
            ++receivers[address.toString()];
    }
    return receivers;
}

engine::MailOptions mailTo(const test::SmtpServer &server, const QStringList &receivers)
{
    return {.smtp = {.host = u"localhost"_s, .port = server.port(), .tls = mail::Tls::None},
            .from = u"parking@example.org"_s,
            .to = receivers};
}

} // namespace

/// One server greylists; nobody gets it twice, over a restart neither.
void tst_Notices::whoIsPutOffGetsItAlone()
{
    QFETCH(const store::Dialect, dialect);
    test::SmtpServer server;
    VERIFY_OK(server.start(u"plain"_s));
    start(dialect,
          {.mail = mailTo(
               server, {u"desk@example.org"_s, u"guard@later.example"_s, u"x@refused.example"_s})});
    const AlarmNotice notice = wait(0, u"Gateway lost"_s);
    const auto isSent = [&] {
        m_clock->turn(1s);
        return row(notice).sentAt.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSent(), kPatience);
    QCOMPARE(receiversOf(server.taken()), (QMap<QString, int>{{u"desk@example.org"_s, 1}}));
    QCOMPARE(problem(u"mail"_s), u"MAIL_FAILS"_s);
    QCOMPARE(domain::owedTo(row(notice)), QStringList{u"guard@later.example"_s});
    const UtcTime sentAt = *row(notice).sentAt;
    m_station.reset();
    open();
    const QMap<QString, int> each{{u"desk@example.org"_s, 1}, {u"guard@later.example"_s, 1}};
    const auto hasAll = [&] {
        m_clock->turn(1s);
        return receiversOf(server.taken()) == each;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"mail"_s), QString(), kPatience);
    QCOMPARE(row(notice).sentAt, sentAt);
    QVERIFY(domain::owedTo(row(notice)).isEmpty());
    const AlarmNotice next = wait(1, u"Battery low"_s); // what others were owed holds nobody up
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), row(next).sentAt.has_value()), kPatience);
    m_clock->turn(30min);
    QCoreApplication::processEvents();
    QCOMPARE(receiversOf(server.taken()),
             (QMap<QString, int>{{u"desk@example.org"_s, 2}, {u"guard@later.example"_s, 2}}));
}

/// What begins is over by the time.
void tst_Notices::whoIsPutOffIsToldNoOldNews()
{
    test::SmtpServer server;
    VERIFY_OK(server.start(u"plain"_s));
    start(store::Dialect::Sqlite,
          {.mail = mailTo(server, {u"desk@example.org"_s, u"guard@later.example"_s})});
    const AlarmNotice raised = wait(0, u"Gateway lost"_s);
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), row(raised).sentAt.has_value()), kPatience);
    AlarmNotice cleared = raised;
    cleared.id = domain::NoticeId::create();
    cleared.event = domain::NoticeEvent::Cleared;
    cleared.madeAt = cleared.nextAt = m_clock->now();
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(store::NoticeStore(**database).insert({cleared}));
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->turn(1s), row(cleared).sentAt.has_value()), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(problem(u"mail"_s), QString(), kPatience);
    m_clock->turn(30min);
    QCoreApplication::processEvents();
    QCOMPARE(receiversOf(server.taken()),
             (QMap<QString, int>{{u"desk@example.org"_s, 2}, {u"guard@later.example"_s, 1}}));
    QVERIFY(row(raised).nextAt <= *row(raised).sentAt); // it is over
}

void tst_Notices::whoIsNotToldGetsNothing()
{
    start(store::Dialect::Sqlite, {});
    refuseMessages();
    m_clock->turn(60s);
    QVERIFY(rows().isEmpty());
    m_hook = std::make_unique<WebhookStandIn>();
    engine::OutletOptions outlets = posting();
    outlets.webhook->least = domain::AlarmLevel::Critical;
    start(store::Dialect::Sqlite, outlets);
    refuseMessages(); // a warning
    m_clock->turn(60s);
    QVERIFY(rows().isEmpty());
}

PARKING_TEST(tst_Notices)
#include "tst_notices.moc"
