#include "mqtt/mqttclient.h"
#include "testmain.h"

#include "mosquitto.h"
#include "testprocess.h"
#include "verify.h"

#include <QFile>
#include <QMutex>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace parking;
using namespace parking::mqtt;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::Mosquitto;

namespace {

constexpr int kPatience = 20'000; // of QTRY, ms: for slow machines only

/// What arrived, collected from the arrival thread.
class Inbox {
public:
    MqttClient::ArrivalHandler handler()
    {
        return [this](const MqttMessage &message) {
            const QMutexLocker lock(&m_mutex);
            m_messages.append(message);
        };
    }
    QList<MqttMessage> messages() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_messages;
    }
    QList<int> numbers() const
    {
        QSet<int> seen;
        for (const MqttMessage &message : messages())
            seen.insert(message.payload.toInt());
        QList<int> result = seen.values();
        std::sort(result.begin(), result.end());
        return result;
    }

private:
    mutable QMutex m_mutex;
    QList<MqttMessage> m_messages;
};

QList<int> upTo(int count)
{
    QList<int> numbers;
    for (int i = 1; i <= count; ++i)
        numbers.append(i);
    return numbers;
}

/// Stands between client and broker: one that knows no MQTT 5, or a line that can be cut.
class Between : public QTcpServer {
public:
    enum Kind { OldBroker, Line };
    Between(const QUrl &broker, Kind kind) : m_broker(broker), m_kind(kind)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *client = nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, this, [this, client] { forward(client); });
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        });
    }
    QUrl url() const { return QUrl(u"mqtt://127.0.0.1:%1"_s.arg(serverPort())); }
    void cut()
    {
        for (QTcpSocket *socket : findChildren<QTcpSocket *>())
            socket->abort();
    }
    void sayLast(const QByteArray &bytes) ///< as if the broker did, and ended
    {
        for (QTcpSocket *socket : findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly)) {
            socket->write(bytes);
            socket->disconnectFromHost();
        }
    }
    void setKind(Kind kind) { m_kind = kind; }
    int refused = 0;

private:
    void forward(QTcpSocket *client)
    {
        const QByteArray bytes = client->readAll();
        auto *broker = client->findChild<QTcpSocket *>();
        if (!broker) {
            // CONNECT: fixed header of 2 bytes (ours is short), "\0\4MQTT", protocol level
            if (m_kind == OldBroker && bytes.size() > 8 && bytes[8] == 5) {
                ++refused;
                client->write(QByteArray("\x20\x02\x00\x01", 4)); // CONNACK 3.1.1, table 3.1: 1
                client->disconnectFromHost();
                return;
            }
            broker = new QTcpSocket(client);
            broker->connectToHost(m_broker.host(), quint16(m_broker.port()));
            connect(broker, &QTcpSocket::readyRead, client,
                    [client, broker] { client->write(broker->readAll()); });
        }
        broker->write(bytes);
    }

    QUrl m_broker;
    Kind m_kind;
};

} // namespace

class TestMqttClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wrongOptions_data();
    void wrongOptions();
    void wildcardsSelect();
    void payloadsComeUnchanged_data();
    void payloadsComeUnchanged();
    void aPacketBeyondAllMeasureIsNotSent();
    void sessionKeepsWhatCameMeanwhile_data() { addProtocols(); }
    void sessionKeepsWhatCameMeanwhile();
    void comesBackAfterTheBrokerWasKilled_data() { addProtocols(); }
    void comesBackAfterTheBrokerWasKilled();
    void aBrokerThatIsKilledOftenIsNoRival();
    void unconfirmedComesAgain_data() { addProtocols(); }
    void unconfirmedComesAgain();
    void pubackLeavesAfterTheHandler_data() { addProtocols(); }
    void pubackLeavesAfterTheHandler();
    void aHandlerThatWaitsKeepsNobodyWaiting_data() { addProtocols(); }
    void aHandlerThatWaitsKeepsNobodyWaiting();
    void waitsForABrokerThatIsNotThere();
    void wrongPasswordIsToldAndMended();
    void tls_data();
    void tls();
    void fallsBackToMqtt311();
    void lastWill();
    void sameClientIdTwice_data() { addProtocols(); }
    void sameClientIdTwice();
    void aFarewellIsTold();
    void publishedCountsAcknowledgements();
    void publishWithoutConnectionSaysSo();
    void theEndWaitsForTheHandler();
    void stopWaitsNoLongerThanItIsTold_data() { addProtocols(); }
    void stopWaitsNoLongerThanItIsTold();

private:
    static void addProtocols();
    MqttOptions options(const Mosquitto &broker, const QString &clientId = u"station"_s);
    /// Leaves one message in the session of `station`: Paho has one arrival thread for all clients
    /// of a process, so nobody can send while a handler blocks it.
    void queueOne(const Mosquitto &broker);
    /// Sends and waits until the broker has all of them.
    void send(const Mosquitto &broker, const QList<QPair<QByteArray, QByteArray>> &messages);

    bool m_onlyMqtt311 = false;
};

#define QTRY_CONNECTED(client)                                                                     \
    QTRY_COMPARE_WITH_TIMEOUT(int((client).info().state), int(ConnectionState::Connected),         \
                              kPatience)

/// What holds whichever MQTT the broker speaks.
void TestMqttClient::addProtocols()
{
    QTest::addColumn<bool>("onlyMqtt311");
    QTest::newRow("MQTT 5") << false;
    QTest::newRow("MQTT 3.1.1") << true;
}

void TestMqttClient::init()
{
    const QByteArray row = QTest::currentDataTag();
    m_onlyMqtt311 = row == "MQTT 3.1.1";
}

MqttOptions TestMqttClient::options(const Mosquitto &broker, const QString &clientId)
{
    MqttOptions options;
    options.onlyMqtt311 = m_onlyMqtt311;
    options.url = broker.url();
    options.clientId = clientId;
    options.topics = {u"application/+/device/+/event/+"_s};
    options.firstPause = 50ms;
    options.maxPause = 200ms;
    return options;
}

void TestMqttClient::queueOne(const Mosquitto &broker)
{
    {
        MqttClient client(options(broker), [](const MqttMessage &) {});
        VERIFY_OK(client.start());
        QTRY_CONNECTED(client);
    }
    send(broker, {{"application/1/device/a/event/up", "1"}});
}

void TestMqttClient::send(const Mosquitto &broker,
                          const QList<QPair<QByteArray, QByteArray>> &messages)
{
    MqttOptions sender = options(broker, u"sender"_s);
    sender.topics.clear();
    MqttClient client(sender, [](const MqttMessage &) {});
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    for (const auto &[topic, payload] : messages)
        QVERIFY(client.publish(topic, payload));
    QTRY_COMPARE_WITH_TIMEOUT(client.inFlight(), 0, kPatience);
}

void TestMqttClient::wrongOptions_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<QString>("clientId");
    QTest::addColumn<QStringList>("files"); // CA, certificate, key
    QTest::addColumn<QString>("field");
    const QUrl good(u"mqtt://127.0.0.1:1"_s);
    QTest::newRow("http") << QUrl(u"http://host"_s) << u"x"_s << QStringList{{}, {}, {}}
                          << u"MQTT_URL"_s;
    QTest::newRow("no host") << QUrl(u"mqtt:///path"_s) << u"x"_s << QStringList{{}, {}, {}}
                             << u"MQTT_URL"_s;
    QTest::newRow("no client id") << good << QString() << QStringList{{}, {}, {}}
                                  << u"MQTT_CLIENT_ID"_s;
    QTest::newRow("certificate without key")
        << good << u"x"_s << QStringList{{}, u"/dev/null"_s, {}} << u"MQTT_KEY_FILE"_s;
    QTest::newRow("CA file missing")
        << good << u"x"_s << QStringList{u"/nowhere/ca.crt"_s, {}, {}} << u"MQTT_CA_FILE"_s;
    QTest::newRow("key file missing")
        << good << u"x"_s << QStringList{{}, u"/dev/null"_s, u"/nowhere/key"_s}
        << u"MQTT_KEY_FILE"_s;
}

void TestMqttClient::wrongOptions()
{
    QFETCH(const QUrl, url);
    QFETCH(const QString, clientId);
    QFETCH(const QStringList, files);
    QFETCH(const QString, field);
    MqttOptions wrong;
    wrong.url = url;
    wrong.clientId = clientId;
    wrong.caFile = files[0];
    wrong.certificateFile = files[1];
    wrong.keyFile = files[2];
    MqttClient client(wrong, [](const MqttMessage &) {});
    const Result<> started = client.start();
    VERIFY_ERROR(started, "VALIDATION_ERROR");
    QCOMPARE(started.error().details.value(u"field"_s).toString(), field);
    QCOMPARE(int(client.info().state), int(ConnectionState::Stopped));
}

void TestMqttClient::wildcardsSelect()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttClient client(options(broker), inbox.handler());
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    QVERIFY(client.info().firstConnect);
    QVERIFY(!client.info().sessionPresent);
    QCOMPARE(client.info().protocol, 5);
    send(broker,
         {{"application/1/device/a/event/up", "1"},
          {"application/1/device/a/command/down", "no"},
          {"eu868/gateway/b/event/up", "no"},
          {"application/1/device/a/event/up/more", "no"},
          {"application/2/device/b/event/join", "2"},
          {"application//device//event/", "3"}});
    QTRY_COMPARE_WITH_TIMEOUT(inbox.messages().size(), 3, kPatience);
    QCOMPARE(inbox.numbers(), upTo(3));
    QCOMPARE(inbox.messages()[0].topic, "application/1/device/a/event/up");
    QCOMPARE(inbox.messages()[0].qos, 1);
}

/// What nobody can mean costs neither memory nor the connection: the broker keeps it.
void TestMqttClient::aPacketBeyondAllMeasureIsNotSent()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttClient client(options(broker), inbox.handler());
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    const QSignalSpy changes(&client, &MqttClient::connectionChanged);
    send(broker, {{"application/1/device/a/event/up", "1"}});
    send(broker, {{"application/1/device/a/event/up", QByteArray(10'000'000, '0')}});
    send(broker, {{"application/1/device/a/event/up", QByteArray(1024 * 1024, '0')}});
    send(broker, {{"application/1/device/a/event/up", "2"}});
    QTRY_VERIFY_WITH_TIMEOUT(inbox.numbers().contains(2), kPatience);
    QCOMPARE(inbox.numbers(), upTo(2));
    QCOMPARE(inbox.messages().size(), 2);
    QCOMPARE(changes.size(), 0);
}

void TestMqttClient::payloadsComeUnchanged_data()
{
    QTest::addColumn<QByteArray>("payload");
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(char(i));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("every byte") << all;
    QTest::newRow("1000 KiB") << all.repeated(4000);
}

void TestMqttClient::payloadsComeUnchanged()
{
    QFETCH(const QByteArray, payload);
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttClient client(options(broker), inbox.handler());
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    send(broker, {{"application/1/device/a/event/up", payload}});
    QTRY_COMPARE_WITH_TIMEOUT(inbox.messages().size(), 1, kPatience);
    QVERIFY(inbox.messages()[0].payload == payload);
}

void TestMqttClient::sessionKeepsWhatCameMeanwhile()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Inbox inbox;
    {
        MqttClient client(options(broker), inbox.handler());
        VERIFY_OK(client.start());
        QTRY_CONNECTED(client);
    }
    QList<QPair<QByteArray, QByteArray>> messages;
    for (int i = 1; i <= 500; ++i)
        messages.append({"application/1/device/a/event/up", QByteArray::number(i)});
    send(broker, messages);
    broker.stop(); // and over a restart of the broker
    VERIFY_OK(broker.start());
    MqttClient client(options(broker), inbox.handler());
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    QCOMPARE(client.info().protocol, m_onlyMqtt311 ? 4 : 5);
    QVERIFY(client.info().sessionPresent);
    QTRY_COMPARE_WITH_TIMEOUT(inbox.messages().size(), 500, kPatience);
    QCOMPARE(inbox.numbers(), upTo(500));
}

void TestMqttClient::comesBackAfterTheBrokerWasKilled()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttClient client(options(broker), inbox.handler());
    QSignalSpy changes(&client, &MqttClient::connectionChanged);
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    send(broker, {{"application/1/device/a/event/up", "1"}});
    QTRY_COMPARE_WITH_TIMEOUT(inbox.messages().size(), 1, kPatience);
    broker.kill();
    QTRY_COMPARE_WITH_TIMEOUT(int(client.info().state), int(ConnectionState::Waiting), kPatience);
    QVERIFY(!client.info().error.isEmpty());
    VERIFY_OK(broker.start());
    QTRY_CONNECTED(client);
    QVERIFY(!client.info().firstConnect);
    QVERIFY(client.info().error.isEmpty());
    send(broker, {{"application/1/device/a/event/up", "2"}});
    QTRY_COMPARE_WITH_TIMEOUT(inbox.numbers(), upTo(2), kPatience);
    QVERIFY(changes.size() >= 4);
}

/// Between two of its lives nobody answers: no other program took the session.
void TestMqttClient::aBrokerThatIsKilledOftenIsNoRival()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    MqttClient client(options(broker), [](const MqttMessage &) {});
    int refused = 0;
    connect(&client, &MqttClient::connectionChanged, this, [&](const ConnectionInfo &info) {
        refused += info.state == ConnectionState::Waiting ? 1 : 0;
        QVERIFY2(info.state != ConnectionState::TakenOver, qPrintable(info.error));
    });
    VERIFY_OK(client.start());
    for (int life = 1; life <= 6; ++life) {
        QTRY_CONNECTED(client);
        refused = 0;
        broker.kill();
        QTRY_VERIFY_WITH_TIMEOUT(refused >= 2, kPatience); // the loss, and a vain attempt
        VERIFY_OK(broker.start());
    }
    QTRY_CONNECTED(client);
    QCOMPARE(client.info().shortLived, 0);
}

/// What the handler never finished is delivered again, marked as a duplicate.
void TestMqttClient::unconfirmedComesAgain()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    queueOne(broker);
    QSemaphore arrived;
    QSemaphore mayReturn;
    {
        MqttClient client(options(broker), [&](const MqttMessage &) {
            arrived.release();
            mayReturn.acquire();
        });
        VERIFY_OK(client.start());
        QVERIFY(arrived.tryAcquire(1, kPatience));
        broker.stop(); // no acknowledgement can reach it any more
        mayReturn.release();
    }
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttClient client(options(broker), inbox.handler());
    VERIFY_OK(client.start());
    QTRY_COMPARE_WITH_TIMEOUT(inbox.messages().size(), 1, kPatience);
    QVERIFY(inbox.messages()[0].duplicate);
    QCOMPARE(inbox.messages()[0].payload, "1");
}

void TestMqttClient::pubackLeavesAfterTheHandler()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    queueOne(broker);
    QSemaphore arrived;
    QSemaphore mayReturn;
    const auto pubacks = [&] { return broker.log().count(u"Received PUBACK from station"_s); };
    MqttClient client(options(broker), [&](const MqttMessage &) {
        arrived.release();
        mayReturn.acquire();
    });
    VERIFY_OK(client.start());
    QVERIFY(arrived.tryAcquire(1, kPatience));
    // A stranger's whole way to the broker and back: what the blocked one had sent would be there.
    QTcpSocket stranger;
    stranger.connectToHost(broker.url().host(), quint16(broker.url().port()));
    stranger.write(QByteArray("\x10\x0d\0\4MQTT\4\2\0\x3c\0\1z", 15)); // CONNECT 3.1.1 of "z"
    QVERIFY(stranger.waitForReadyRead(kPatience));
    QTRY_VERIFY(broker.log().contains(u"Sending CONNACK to z"_s));
    QCOMPARE(pubacks(), 0);
    mayReturn.release();
    QTRY_COMPARE_WITH_TIMEOUT(pubacks(), 1, kPatience);
}

/// A disk that is full when the station connects: what the broker kept comes at once, before the
/// owner's thread has heard of the connection.
void TestMqttClient::aHandlerThatWaitsKeepsNobodyWaiting()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    queueOne(broker);
    QSemaphore arrived;
    QSemaphore mayGo;
    std::atomic<bool> wasLet = false;
    MqttClient client(options(broker), [&](const MqttMessage &) {
        arrived.release();
        wasLet = mayGo.tryAcquire(1, kPatience / 2);
    });
    VERIFY_OK(client.start());
    QVERIFY(arrived.tryAcquire(1, kPatience));
    // Behind what the connection has left to do in this thread.
    QMetaObject::invokeMethod(
        this, [&] { mayGo.release(); }, Qt::QueuedConnection);
    QTRY_CONNECTED(client);
    QVERIFY(wasLet);
}

void TestMqttClient::waitsForABrokerThatIsNotThere()
{
    Mosquitto broker;
    Inbox inbox;
    MqttClient client(options(broker), inbox.handler());
    VERIFY_OK(client.start());
    QTRY_COMPARE_WITH_TIMEOUT(int(client.info().state), int(ConnectionState::Waiting), kPatience);
    VERIFY_OK(broker.start());
    QTRY_CONNECTED(client);
}

void TestMqttClient::wrongPasswordIsToldAndMended()
{
    Mosquitto::Options asked;
    asked.user = u"station"_s;
    asked.password = u"right pässword"_s;
    Mosquitto broker(asked);
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttOptions login = options(broker);
    login.user = u"station"_s;
    login.password = u"wrong secret"_s;
    {
        MqttClient client(login, inbox.handler());
        VERIFY_OK(client.start());
        QTRY_COMPARE_WITH_TIMEOUT(int(client.info().state), int(ConnectionState::Waiting),
                                  kPatience);
        QCOMPARE(client.info().error, u"the broker refuses user or password"_s);
    }
    login.password = u"right pässword"_s;
    MqttClient client(login, inbox.handler());
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
}

void TestMqttClient::tls_data()
{
    QTest::addColumn<bool>("clientCertificates");
    QTest::addColumn<QString>("ca");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("good");
    QTest::newRow("own CA") << false << u"ca.crt"_s << QString() << u"localhost"_s << true;
    QTest::newRow("CA of somebody else")
        << false << u"other-ca.crt"_s << QString() << u"localhost"_s << false;
    QTest::newRow("the system's CAs") << false << QString() << QString() << u"localhost"_s << false;
    QTest::newRow("the system's CAs, told by the environment")
        << false << u"SSL_CERT_FILE"_s << QString() << u"localhost"_s << true;
    QTest::newRow("name is not in the certificate")
        << false << u"ca.crt"_s << QString() << u"127.0.0.1"_s << false;
    QTest::newRow("client certificate")
        << true << u"ca.crt"_s << u"client"_s << u"localhost"_s << true;
    QTest::newRow("client certificate missing")
        << true << u"ca.crt"_s << QString() << u"localhost"_s << false;
    QTest::newRow("client certificate of another CA")
        << true << u"ca.crt"_s << u"other-ca"_s << u"localhost"_s << false;
}

void TestMqttClient::tls()
{
    QFETCH(const bool, clientCertificates);
    QFETCH(const QString, ca);
    QFETCH(const QString, certificate);
    QFETCH(const QString, host);
    QFETCH(const bool, good);
    Mosquitto::Options asked;
    asked.tls = true;
    asked.clientCertificates = clientCertificates;
    Mosquitto broker(asked);
    VERIFY_OK(broker.start());
    MqttOptions secure = options(broker);
    secure.url.setHost(host);
    const auto forget = qScopeGuard([] { qunsetenv("SSL_CERT_FILE"); });
    if (ca == u"SSL_CERT_FILE")
        qputenv("SSL_CERT_FILE", QFile::encodeName(broker.file(u"ca.crt"_s)));
    else if (!ca.isEmpty())
        secure.caFile = broker.file(ca);
    if (!certificate.isEmpty()) {
        secure.certificateFile = broker.file(certificate + u".crt"_s);
        secure.keyFile = broker.file(certificate + u".key"_s);
    }
    Inbox inbox;
    MqttClient client(secure, inbox.handler());
    QSignalSpy changes(&client, &MqttClient::connectionChanged);
    VERIFY_OK(client.start());
    if (good) {
        QTRY_CONNECTED(client);
        QVERIFY(client.publish("application/1/device/a/event/up", "1"));
        QTRY_COMPARE_WITH_TIMEOUT(inbox.numbers(), upTo(1), kPatience);
        return;
    }
    // Refused, and not only once: it never slips through at a later attempt.
    const auto failures = [&] {
        return std::count_if(changes.cbegin(), changes.cend(), [](const QList<QVariant> &call) {
            return call.first().value<ConnectionInfo>().state == ConnectionState::Waiting;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(failures() >= 3, kPatience);
    for (const QList<QVariant> &call : changes)
        QVERIFY(call.first().value<ConnectionInfo>().state != ConnectionState::Connected);
    QVERIFY(!client.info().error.isEmpty());
}

void TestMqttClient::fallsBackToMqtt311()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Between old(broker.url(), Between::OldBroker);
    MqttOptions through = options(broker);
    through.url = old.url();
    Inbox inbox;
    {
        MqttClient client(through, inbox.handler());
        VERIFY_OK(client.start());
        QTRY_CONNECTED(client);
        QCOMPARE(client.info().protocol, 4);
        QCOMPARE(old.refused, 1);
    }
    send(broker, {{"application/1/device/a/event/up", "1"}});
    MqttClient client(through, inbox.handler());
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    QVERIFY(client.info().sessionPresent); // cleansession = 0 keeps it there as well
    QTRY_COMPARE_WITH_TIMEOUT(inbox.numbers(), upTo(1), kPatience);
    // An updated broker is asked anew with the next connection.
    QCOMPARE(old.refused, 2);
    old.setKind(Between::Line);
    old.cut();
    QTRY_COMPARE_WITH_TIMEOUT(client.info().protocol, 5, kPatience);
    QTRY_CONNECTED(client);
    QVERIFY(client.info().sessionPresent);
}

void TestMqttClient::lastWill()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Inbox inbox;
    MqttClient watcher(options(broker, u"watcher"_s), inbox.handler());
    VERIFY_OK(watcher.start());
    QTRY_CONNECTED(watcher);
    MqttOptions mortal = options(broker);
    mortal.willTopic = u"application/0/device/station/event/gone"_s;
    mortal.willPayload = "77";
    {
        MqttClient polite(mortal, [](const MqttMessage &) {});
        VERIFY_OK(polite.start());
        QTRY_CONNECTED(polite);
    }
    send(broker, {{"application/1/device/a/event/up", "1"}});
    QTRY_COMPARE_WITH_TIMEOUT(inbox.numbers(), upTo(1), kPatience); // it said good-bye: no will

    Between line(broker.url(), Between::Line);
    mortal.url = line.url();
    MqttClient client(mortal, [](const MqttMessage &) {});
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    line.cut();
    QTRY_VERIFY_WITH_TIMEOUT(inbox.numbers().contains(77), kPatience);
}

/// mosquitto 2.0.11 does not say why it ends a connection, later ones do.
void TestMqttClient::sameClientIdTwice()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    MqttClient first(options(broker), [](const MqttMessage &) {});
    VERIFY_OK(first.start());
    QTRY_CONNECTED(first);
    MqttClient second(options(broker), [](const MqttMessage &) {});
    VERIFY_OK(second.start());
    const auto isTaken = [](const MqttClient &client) {
        return client.info().state == ConnectionState::TakenOver;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isTaken(first) || isTaken(second), kPatience);
    MqttClient &loser = isTaken(first) ? first : second;
    MqttClient &winner = isTaken(first) ? second : first;
    QVERIFY2(loser.info().error.contains(u"client id"), qPrintable(loser.info().error));
    // It leaves the session to the other one until somebody says otherwise.
    QTRY_CONNECTED(winner);
    QSignalSpy changed(&loser, &MqttClient::connectionChanged);
    QVERIFY(winner.publish("here", "1"));
    QTRY_COMPARE_WITH_TIMEOUT(winner.inFlight(), 0, kPatience);
    QCOMPARE(changed.size(), 0);
    winner.stop();
    VERIFY_OK(loser.start());
    QTRY_CONNECTED(loser);
}

/// Source of the bytes: MQTT 5, 3.14 and 3.1.2.11.9. Paho 1.3.12 reads the reason only of a packet
/// with properties.
void TestMqttClient::aFarewellIsTold()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    Between line(broker.url(), Between::Line);
    MqttOptions through = options(broker);
    through.url = line.url();
    through.firstPause = 60s;
    MqttClient client(through, [](const MqttMessage &) {});
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    line.sayLast(QByteArray("\xE0\x08\x8B\x06\x1F\x00\x03off", 10)); // server shutting down
    QTRY_COMPARE_WITH_TIMEOUT(int(client.info().state), int(ConnectionState::Waiting), kPatience);
    QCOMPARE(client.info().error, u"the broker ended the connection: Server shutting down"_s);
    client.stop();
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    line.sayLast(QByteArray("\xE0\x0A\x8E\x08\x1F\x00\x05taken", 12)); // session taken over
    QTRY_COMPARE_WITH_TIMEOUT(int(client.info().state), int(ConnectionState::TakenOver), kPatience);
    QCOMPARE(client.info().error, u"another program took over our session (same client id)"_s);
}

void TestMqttClient::publishedCountsAcknowledgements()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    MqttClient client(options(broker), [](const MqttMessage &) {});
    QSignalSpy published(&client, &MqttClient::published);
    VERIFY_OK(client.start());
    QTRY_CONNECTED(client);
    for (int i = 0; i < 200; ++i)
        QVERIFY(client.publish("nobody/listens", "x"));
    QTRY_COMPARE_WITH_TIMEOUT(client.inFlight(), 0, kPatience);
    const auto total = [&] {
        int sum = 0;
        for (const QList<QVariant> &call : published)
            sum += call.first().toInt();
        return sum;
    };
    QTRY_COMPARE_WITH_TIMEOUT(total(), 200, kPatience);
}

void TestMqttClient::publishWithoutConnectionSaysSo()
{
    Mosquitto broker;
    MqttClient client(options(broker), [](const MqttMessage &) {});
    QVERIFY(!client.publish("a", "b"));
    VERIFY_OK(client.start());
    QVERIFY(!client.publish("a", "b"));
}

void TestMqttClient::theEndWaitsForTheHandler()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    queueOne(broker);
    QSemaphore arrived;
    std::atomic<bool> returned = false;
    auto client = std::make_unique<MqttClient>(options(broker), [&](const MqttMessage &) {
        arrived.release();
        QThread::msleep(200); // work that stop() has to wait for
        returned = true;
    });
    VERIFY_OK(client->start());
    QVERIFY(arrived.tryAcquire(1, kPatience));
    client.reset();
    QVERIFY(returned);
}

/// A handler may wait as long as a disk is full, and with it each function of Paho.
void TestMqttClient::stopWaitsNoLongerThanItIsTold()
{
    Mosquitto broker;
    VERIFY_OK(broker.start());
    queueOne(broker);
    QSemaphore arrived;
    QSemaphore mayGo;
    std::atomic<bool> wasLet = false;
    std::atomic<int> handled = 0;
    MqttClient client(options(broker), [&](const MqttMessage &) {
        if (handled++ > 0)
            return;
        arrived.release();
        wasLet = mayGo.tryAcquire(1, kPatience / 2);
    });
    VERIFY_OK(client.start());
    QVERIFY(arrived.tryAcquire(1, kPatience));
    client.stop(10ms);
    QVERIFY(!client.isOver());
    QCOMPARE(int(client.info().state), int(ConnectionState::Stopped));
    // It connects again when the former connection has ended.
    VERIFY_OK(client.start());
    QTest::qWait(0);
    QCOMPARE(int(client.info().state), int(ConnectionState::Stopped));
    QCOMPARE(handled, 1);
    mayGo.release();
    QTRY_CONNECTED(client);
    QVERIFY(wasLet);
    client.stop(Milliseconds(kPatience));
    QVERIFY(client.isOver());
}

PARKING_TEST(TestMqttClient)
#include "tst_mqttclient.moc"
