// What a broker is told with CONNECT, in either MQTT.

#include "base/authorities.h"
#include "mqtt/connectrequest.h"
#include "testmain.h"
#include "testprocess.h"

#include <QTest>

using namespace parking::mqtt;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

MqttOptions options()
{
    MqttOptions options;
    options.url = QUrl(u"mqtts://broker.example"_s);
    options.user = u"u"_s;
    options.clientId = u"station"_s;
    options.caFile = u"/ca.pem"_s;
    options.keepAlive = 45s;
    options.sessionExpiry = 24h;
    options.willTopic = u"gone"_s;
    options.willPayload = "bye";
    return options;
}

} // namespace

class tst_ConnectRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothKeepTheSession_data();
    void bothKeepTheSession();
    void onlyMqtt5SaysMore();
    void withoutAFileTheSystemIsTrusted();
    void noTlsBefore12_data();
    void noTlsBefore12();
    void withoutTlsThereIsNone();
    void serversAreNamed_data();
    void serversAreNamed();
};

void tst_ConnectRequest::bothKeepTheSession_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("MQTT 5") << MQTTVERSION_5;
    QTest::newRow("MQTT 3.1.1") << MQTTVERSION_3_1_1;
}

void tst_ConnectRequest::bothKeepTheSession()
{
    QFETCH(const int, version);
    ConnectRequest request(options(), version);
    const MQTTAsync_connectOptions &paho = request.paho();
    QCOMPARE(paho.MQTTVersion, version);
    QCOMPARE(version == MQTTVERSION_5 ? paho.cleanstart : paho.cleansession, 0);
    QCOMPARE(paho.automaticReconnect, 0);
    QCOMPARE(paho.keepAliveInterval, 45);
    QCOMPARE(QByteArray(paho.username), "u");
    QVERIFY(!paho.password); // an empty one is none
    QVERIFY(paho.will);
    QCOMPARE(QByteArray(paho.will->topicName), "gone");
    QCOMPARE(QByteArray(static_cast<const char *>(paho.will->payload.data), paho.will->payload.len),
             "bye");
    QCOMPARE(paho.will->qos, 1);
    const MQTTAsync_SSLOptions *tls = request.tls();
    QVERIFY(tls);
    QCOMPARE(QByteArray(tls->trustStore), "/ca.pem");
    QVERIFY(tls->enableServerCertAuth && tls->verify);
    QVERIFY(QByteArray(tls->enabledCipherSuites).contains("TLSv1.2"));
}

/// For how long the session is kept, and how large a packet may be: 3.1.1 has no words for it.
void tst_ConnectRequest::onlyMqtt5SaysMore()
{
    ConnectRequest five(options(), MQTTVERSION_5);
    MQTTProperties *properties = five.paho().connectProperties;
    QVERIFY(properties);
    const auto value = [properties](MQTTPropertyCodes code) {
        return qint64(MQTTProperties_getNumericValue(properties, code));
    };
    QCOMPARE(value(MQTTPROPERTY_CODE_SESSION_EXPIRY_INTERVAL), 24 * 3600);
    QCOMPARE(value(MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE), ConnectRequest::kMaxPacketBytes);
    ConnectRequest old(options(), MQTTVERSION_3_1_1);
    QVERIFY(!old.paho().connectProperties);
}

/// Paho's own default is where its OpenSSL was built to look, which may be on another system.
void tst_ConnectRequest::withoutAFileTheSystemIsTrusted()
{
    MqttOptions plain = options();
    plain.caFile.clear();
    qunsetenv("SSL_CERT_FILE");
    qunsetenv("SSL_CERT_DIR");
    {
        ConnectRequest request(plain, MQTTVERSION_5);
        QCOMPARE(QString::fromLocal8Bit(request.tls()->trustStore), parking::systemAuthorities());
        QVERIFY(request.tls()->verify);
    }
    qputenv("SSL_CERT_FILE", "/somewhere.pem"); // OpenSSL reads it itself
    ConnectRequest request(plain, MQTTVERSION_5);
    qunsetenv("SSL_CERT_FILE");
    QVERIFY(!request.tls()->trustStore);
    QVERIFY(request.tls()->enableServerCertAuth && request.tls()->verify);
}

void tst_ConnectRequest::noTlsBefore12_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("isSpoken");
    QTest::newRow("TLS 1.0") << u"-tls1"_s << false;
    QTest::newRow("TLS 1.1") << u"-tls1_1"_s << false;
    QTest::newRow("TLS 1.2") << u"-tls1_2"_s << true;
    QTest::newRow("TLS 1.3") << u"-tls1_3"_s << true;
}

/// An older version has none of the suites that are offered, however little OpenSSL is content
/// with.
void tst_ConnectRequest::noTlsBefore12()
{
    QFETCH(const QString, version);
    QFETCH(const bool, isSpoken);
    ConnectRequest request(options(), MQTTVERSION_5);
    const QString suites = QString::fromLatin1(request.tls()->enabledCipherSuites);
    const parking::test::Finished listed = parking::test::run(
        u"openssl"_s, {u"ciphers"_s, u"-s"_s, version, suites + u":@SECLEVEL=0"_s});
    QCOMPARE(!listed.out.trimmed().isEmpty(), isSpoken);
}

void tst_ConnectRequest::withoutTlsThereIsNone()
{
    MqttOptions clear = options();
    clear.url.setScheme(u"mqtt"_s);
    clear.willTopic.clear();
    ConnectRequest request(clear, MQTTVERSION_5);
    QVERIFY(!request.tls());
    QVERIFY(!request.paho().ssl);
    QVERIFY(!request.paho().will);
}

void tst_ConnectRequest::serversAreNamed_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<QByteArray>("uri");
    QTest::newRow("port of the scheme") << QUrl(u"mqtt://h"_s) << QByteArray("tcp://h:1883");
    QTest::newRow("TLS") << QUrl(u"mqtts://h"_s) << QByteArray("ssl://h:8883");
    QTest::newRow("IPv6") << QUrl(u"mqtts://[::1]:99"_s) << QByteArray("ssl://[::1]:99");
}

void tst_ConnectRequest::serversAreNamed()
{
    QFETCH(const QUrl, url);
    QFETCH(const QByteArray, uri);
    QCOMPARE(serverUri(url), uri);
}

PARKING_TEST(tst_ConnectRequest)
#include "tst_connectrequest.moc"
