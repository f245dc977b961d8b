// A broker is tried: at each step something may be wrong, and the verdict names which.

#include "checks/checkthread.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "silentport.h"
#include "testmain.h"
#include "testprocess.h"
#include "verify.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::checks;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 60'000; // ms: for slow machines only
const BrokerLimits kShort{.patience = 5s, .listen = 300ms, .more = 100ms};
const QString kTopic = u"application/+/device/+/event/+"_s;
const QString kEui = u"e8e1e10001060010"_s;

Verdict tried(const mqtt::MqttOptions &options, const BrokerLimits &limits = kShort,
              const std::function<void()> &onConnected = {})
{
    CheckThread thread;
    QSignalSpy done(&thread, &CheckThread::done);
    if (onConnected)
        QObject::connect(&thread, &CheckThread::connectedNow, &thread, onConnected);
    thread.testBroker(options, limits);
    if (done.isEmpty() && !done.wait(kPatience)) {
        QTest::qFail("no verdict", __FILE__, __LINE__);
        return {};
    }
    return done.first().first().value<Verdict>();
}

mqtt::MqttOptions optionsFor(const QUrl &url)
{
    mqtt::MqttOptions options;
    options.url = url;
    options.topics = {kTopic};
    return options;
}

QUrl local(int port)
{
    return QUrl(u"mqtt://127.0.0.1:%1"_s.arg(port));
}

/// A PUBLISH of MQTT 5 at QoS 1.
QByteArray published(const QByteArray &event, const QByteArray &payload)
{
    const QByteArray topic = "application/a/device/" + kEui.toLatin1() + "/event/" + event;
    const QByteArray body = QByteArray("\0", 1) + char(topic.size()) + topic
        + QByteArray("\0\7\0", 3) + payload; // id 7, no properties
    return QByteArray(1, '\x32') + char(body.size() % 128 | 0x80) + char(body.size() / 128) + body;
}

void publish(const test::Mosquitto &broker, const QByteArray &payload, int qos)
{
    const test::Finished sent =
        test::run(test::findProgram(u"mosquitto_pub"_s),
                  {u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(broker.url().port()), u"-q"_s,
                   QString::number(qos), u"-t"_s, QString::fromUtf8(test::uplinkTopic(kEui)),
                   u"-m"_s, QString::fromUtf8(payload)});
    QCOMPARE(sent.exitCode, 0);
}

} // namespace

#define COMPARE_FINDING(verdict, wanted)                                                           \
    QVERIFY2(                                                                                      \
        (verdict).finding == (wanted),                                                             \
        qPrintable(codeOf((verdict).finding) + u' ' + text(verdict) + u' ' + (verdict).detail))

class TestBrokerCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyBrokerIsAWarning();
    void aSubscriptionIsNoRight();
    void uplinksAreCounted_data();
    void uplinksAreCounted();
    void whatIsDelivered_data();
    void whatIsDelivered();
    void logins_data();
    void logins();
    void tls_data();
    void tls();
    void waysThatFail_data();
    void waysThatFail();
    void cancelledItSaysNothing();
};

void TestBrokerCheck::anEmptyBrokerIsAWarning()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    const Verdict verdict = tried(optionsFor(broker.url()));
    COMPARE_FINDING(verdict, Finding::NoUplinks);
    QVERIFY(verdict.isGood());
    QVERIFY(verdict.passed.contains(Step::Login));
    // Nothing came, so that nobody knows whether it would be delivered.
    QVERIFY(!verdict.passed.contains(Step::Right) && !verdict.passed.contains(Step::Uplinks));
}

/// mosquitto takes the subscription of somebody who may not read, and delivers nothing.
void TestBrokerCheck::aSubscriptionIsNoRight()
{
    test::Mosquitto broker({.acl = u"topic write #\n"_s});
    VERIFY_OK(broker.start());
    const Verdict verdict = tried(optionsFor(broker.url()), kShort, [&] {
        publish(broker, test::goodUplink(kEui, true, systemNow()), 1);
    });
    COMPARE_FINDING(verdict, Finding::NoUplinks);
    QVERIFY(!verdict.passed.contains(Step::Right));
    QVERIFY2(advice(verdict).contains(u"acl_file"_s), qPrintable(advice(verdict)));
}

void TestBrokerCheck::uplinksAreCounted_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("qos");
    QTest::addColumn<Finding>("finding");
    const UtcTime now = systemNow();
    QTest::newRow("well") << test::goodUplink(kEui, true, now) << 1 << Finding::BrokerGood;
    QTest::newRow("at QoS 0") << test::goodUplink(kEui, true, now) << 0 << Finding::QosZero;
    QTest::newRow("another clock")
        << test::goodUplink(kEui, true, now - 10min) << 1 << Finding::BrokerClock;
    QTest::newRow("no JSON") << QByteArray("hello") << 1 << Finding::OtherMessages;
}

void TestBrokerCheck::uplinksAreCounted()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const int, qos);
    QFETCH(const Finding, finding);
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    BrokerLimits limits = kShort;
    limits.listen = finding == Finding::OtherMessages ? 1500ms : Milliseconds(kPatience);
    const Verdict verdict =
        tried(optionsFor(broker.url()), limits, [&] { publish(broker, payload, qos); });
    COMPARE_FINDING(verdict, finding);
    QVERIFY(verdict.isGood() && verdict.passed.contains(Step::Right));
    if (finding == Finding::BrokerGood) {
        QCOMPARE(verdict.facts.value(u"uplinks"_s).toInt(), 1);
        QCOMPARE(verdict.facts.value(u"devices"_s).toInt(), 1);
    }
    QVERIFY2(!text(verdict).contains(u'?'), qPrintable(text(verdict)));
}

void TestBrokerCheck::whatIsDelivered_data()
{
    QTest::addColumn<int>("granted");
    QTest::addColumn<QByteArray>("delivered");
    QTest::addColumn<Finding>("finding");
    const QByteArray uplink = published("up", test::goodUplink(kEui, true, systemNow()));
    QTest::newRow("an uplink as the time ends") << 1 << uplink << Finding::BrokerGood;
    QTest::newRow("the broker grants QoS 0") << 0 << uplink << Finding::GrantedZero;
    const QByteArray join = published(
        "join",
        QJsonDocument(
            QJsonObject{{u"deduplicationId"_s, u"8c5279ae-9544-4950-929d-c2a33e734d4b"_s},
                        {u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                        {u"devAddr"_s, u"01abeb7e"_s},
                        {u"deviceInfo"_s, QJsonObject{{u"devEui"_s, kEui}}}})
            .toJson(QJsonDocument::Compact));
    QTest::newRow("a join alone") << 1 << join << Finding::OtherEvents;
    QTest::newRow("a join, and something else")
        << 1 << join + published("up", QByteArray(100, 'x')) << Finding::OtherMessages;
}

/// By a broker that says all at once; what it delivers late in the time to listen counts too.
void TestBrokerCheck::whatIsDelivered()
{
    QFETCH(const int, granted);
    QFETCH(const QByteArray, delivered);
    QFETCH(const Finding, finding);
    // CONNACK and SUBACK, both good, of MQTT 5.
    test::SilentPort port(QByteArray::fromHex("2003000000"
                                              "9004000100")
                          + char(granted) + delivered);
    BrokerLimits limits = kShort;
    limits.more = limits.listen + 100ms;
    const Verdict verdict = tried(optionsFor(local(port.serverPort())), limits);
    COMPARE_FINDING(verdict, finding);
    QVERIFY2(!text(verdict).contains(u'?'), qPrintable(text(verdict)));
}

void TestBrokerCheck::logins_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<Finding>("finding");
    QTest::newRow("right") << u"anna"_s << u"right-word"_s << Finding::NoUplinks;
    QTest::newRow("wrong") << u"anna"_s << u"wrong-word"_s << Finding::BrokerLogin;
    QTest::newRow("none") << QString() << QString() << Finding::BrokerNoLogin;
}

void TestBrokerCheck::logins()
{
    QFETCH(const QString, user);
    QFETCH(const QString, password);
    QFETCH(const Finding, finding);
    test::Mosquitto broker({.user = u"anna"_s, .password = u"right-word"_s});
    VERIFY_OK(broker.start());
    mqtt::MqttOptions options = optionsFor(broker.url());
    options.user = user;
    options.password = password;
    for (const bool old : {false, true}) {
        options.onlyMqtt311 = old;
        const Verdict verdict = tried(options);
        COMPARE_FINDING(verdict, finding);
        QVERIFY(!text(verdict).contains(u"-word"_s) && !verdict.detail.contains(u"-word"_s));
    }
}

void TestBrokerCheck::tls_data()
{
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("host");
    QTest::addColumn<Finding>("finding");
    const QString none;
    const QString localhost = u"localhost"_s;
    QTest::newRow("right") << u"ca"_s << u"client"_s << localhost << Finding::NoUplinks;
    QTest::newRow("right, by OpenSSL's variable")
        << u"SSL_CERT_FILE"_s << u"client"_s << localhost << Finding::NoUplinks;
    QTest::newRow("unknown authority")
        << none << u"client"_s << localhost << Finding::CertificateUnknown;
    QTest::newRow("another name") << u"ca"_s << u"client"_s << u"127.0.0.1"_s
                                  << Finding::CertificateName;
    QTest::newRow("no client certificate")
        << u"ca"_s << none << localhost << Finding::ClientCertificate;
    QTest::newRow("no such file") << u"nowhere"_s << none << localhost << Finding::FileUnreadable;
}

void TestBrokerCheck::tls()
{
    QFETCH(const QString, authority);
    QFETCH(const QString, certificate);
    QFETCH(const QString, host);
    QFETCH(const Finding, finding);
    test::Mosquitto broker({.tls = true, .clientCertificates = true});
    VERIFY_OK(broker.start());
    QUrl url = broker.url();
    url.setHost(host);
    mqtt::MqttOptions options = optionsFor(url);
    // As the station, which has OpenSSL inside.
    const auto asBefore = qScopeGuard([] { qunsetenv("SSL_CERT_FILE"); });
    if (authority == u"SSL_CERT_FILE")
        qputenv("SSL_CERT_FILE", QFile::encodeName(broker.file(u"ca.crt"_s)));
    else if (!authority.isEmpty())
        options.caFile = broker.file(authority + u".crt"_s);
    if (!certificate.isEmpty()) {
        options.certificateFile = broker.file(certificate + u".crt"_s);
        options.keyFile = broker.file(certificate + u".key"_s);
    }
    const Verdict verdict = tried(options);
    COMPARE_FINDING(verdict, finding);
    QVERIFY2(!text(verdict).contains(u'?'), qPrintable(text(verdict)));
}

void TestBrokerCheck::waysThatFail_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QByteArray>("words"); // of whoever is there
    QTest::addColumn<Finding>("finding");
    QTest::newRow("refused") << u"mqtt"_s << QByteArray("-") << Finding::PortRefused;
    QTest::newRow("silent") << u"mqtt"_s << QByteArray() << Finding::AnswerSilent;
    QTest::newRow("silent to TLS") << u"mqtts"_s << QByteArray() << Finding::AnswerSilent;
    QTest::newRow("a web server") << u"mqtt"_s
                                  << QByteArray("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n")
                                  << Finding::OtherServer;
    QTest::newRow("speaks no TLS")
        << u"mqtts"_s << QByteArray("220 mail.example ESMTP\r\n") << Finding::TlsMissing;
    QTest::newRow("an endless packet")
        << u"mqtt"_s << QByteArray::fromHex("30ffffff7f") << Finding::OtherServer;
    QTest::newRow("another scheme") << u"http"_s << QByteArray() << Finding::AddressWrong;
}

void TestBrokerCheck::waysThatFail()
{
    QFETCH(const QString, scheme);
    QFETCH(const QByteArray, words);
    QFETCH(const Finding, finding);
    test::SilentPort port(words);
    QUrl url = local(port.serverPort());
    url.setScheme(scheme);
    if (words == "-")
        port.close();
    BrokerLimits limits = kShort;
    limits.patience = finding == Finding::AnswerSilent ? 500ms : Milliseconds(kPatience);
    const Verdict verdict = tried(optionsFor(url), limits);
    COMPARE_FINDING(verdict, finding);
    QVERIFY(!verdict.isGood());
    QCOMPARE(verdict.passed.contains(Step::Port), stepOf(finding) > Step::Port);
    // A name that cannot be: RFC 2606.
    QUrl unknown = local(1883);
    unknown.setHost(u"broker.invalid"_s);
    COMPARE_FINDING(tried(optionsFor(unknown), {.patience = 20s}), Finding::NameUnknown);
}

void TestBrokerCheck::cancelledItSaysNothing()
{
    test::SilentPort port;
    CheckThread thread;
    QSignalSpy done(&thread, &CheckThread::done);
    thread.testBroker(optionsFor(local(port.serverPort())), {.patience = 10min});
    QTRY_VERIFY_WITH_TIMEOUT(port.isListening() && thread.isRunning(), kPatience);
    thread.cancel();
    QVERIFY(!thread.isRunning());
    // The next one answers, and is the only one that does.
    thread.testBroker(optionsFor(QUrl(u"http://x"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, kPatience);
    COMPARE_FINDING(done.first().first().value<Verdict>(), Finding::AddressWrong);
}

PARKING_TEST(TestBrokerCheck)
#include "tst_brokercheck.moc"
