#include "mqtt/connectrequest.h"

#include "base/authorities.h"
#include "base/literals.h"
#include "domain/problems.h"

#include <QFile>
#include <QFileInfo>

namespace parking::mqtt {

namespace {

constexpr int kConnectTimeoutSeconds = 10;
// TLS 1.2 at least: an older version knows none of these, and TLS 1.3 has its own, always on. Paho
// offers no other way with OpenSSL 1.1 and later: it overlooks sslVersion there.
// Source: Paho MQTT C 1.3.12, src/SSLSocket.c, SSLSocket_createContext.
constexpr char kCiphers[] = "TLSv1.2+HIGH:!aNULL:!eNULL:!PSK:!SRP";

Error invalid(const char *field, const QString &message)
{
    return {problem::kValidation,
            u"%1: %2"_s.arg(QLatin1StringView(field), message),
            {{u"field"_s, QLatin1StringView(field)}, {u"error"_s, message}}};
}

/// A word for Paho's structs: null when empty.
const char *orNull(const QByteArray &text)
{
    return text.isEmpty() ? nullptr : text.constData();
}

unsigned seconds(Milliseconds time)
{
    return unsigned(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

} // namespace

Result<> checkConnect(const MqttOptions &options)
{
    if (options.url.scheme() != u"mqtt" && options.url.scheme() != u"mqtts")
        return invalid("MQTT_URL", u"must begin with mqtt:// or mqtts://"_s);
    if (options.url.host().isEmpty())
        return invalid("MQTT_URL", u"the host is missing"_s);
    if (options.clientId.isEmpty())
        return invalid("MQTT_CLIENT_ID", u"must not be empty"_s);
    if (options.certificateFile.isEmpty() != options.keyFile.isEmpty())
        return invalid("MQTT_KEY_FILE", u"certificate and key go together"_s);
    const struct {
        const char *field;
        const QString &path;
    } files[] = {{"MQTT_CA_FILE", options.caFile},
                 {"MQTT_CERT_FILE", options.certificateFile},
                 {"MQTT_KEY_FILE", options.keyFile}};
    for (const auto &file : files) {
        if (!file.path.isEmpty() && !QFileInfo(file.path).isReadable())
            return invalid(file.field, u"%1 cannot be read"_s.arg(file.path));
    }
    return {};
}

QByteArray serverUri(const QUrl &url)
{
    const bool tls = url.scheme() == u"mqtts";
    QString host = url.host();
    if (host.contains(u':'))
        host = u'[' + host + u']';
    return u"%1://%2:%3"_s.arg(tls ? u"ssl"_s : u"tcp"_s, host)
        .arg(url.port(tls ? 8883 : 1883))
        .toUtf8();
}

ConnectRequest::ConnectRequest(const MqttOptions &options, int version)
    : m_user(options.user.toUtf8()), m_password(options.password.toUtf8()),
      m_willTopic(options.willTopic.toUtf8()), m_willPayload(options.willPayload),
      m_ca(QFile::encodeName(options.caFile.isEmpty() ? authoritiesForOpenSsl() : options.caFile)),
      m_certificate(QFile::encodeName(options.certificateFile)),
      m_key(QFile::encodeName(options.keyFile)), m_paho(MQTTAsync_connectOptions_initializer),
      m_properties(MQTTProperties_initializer), m_will(MQTTAsync_willOptions_initializer),
      m_tls(MQTTAsync_SSLOptions_initializer)
{
    if (version == MQTTVERSION_5) {
        m_paho = MQTTAsync_connectOptions_initializer5;
        m_paho.cleanstart = 0;
        addProperty(MQTTPROPERTY_CODE_SESSION_EXPIRY_INTERVAL, seconds(options.sessionExpiry));
        // A broker drops a larger one instead of sending it (MQTT 5, 3.1.2.11.4). ChirpStack's
        // events are a few KiB; without this a packet may be 256 MiB, which Paho would allocate.
        addProperty(MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE, kMaxPacketBytes);
        m_paho.connectProperties = &m_properties;
    } else {
        m_paho.MQTTVersion = MQTTVERSION_3_1_1;
        m_paho.cleansession = 0;
    }
    m_paho.keepAliveInterval = int(seconds(options.keepAlive));
    m_paho.connectTimeout = kConnectTimeoutSeconds;
    m_paho.maxInflight = kMaxInFlight;
    m_paho.automaticReconnect = 0; // ours tells what it does
    m_paho.username = orNull(m_user);
    m_paho.password = orNull(m_password);
    if (!m_willTopic.isEmpty())
        addWill();
    if (options.url.scheme() == u"mqtts")
        addTls();
}

ConnectRequest::~ConnectRequest()
{
    MQTTProperties_free(&m_properties);
}

void ConnectRequest::addProperty(MQTTPropertyCodes code, unsigned value)
{
    MQTTProperty property = {};
    property.identifier = code;
    property.value.integer4 = value;
    MQTTProperties_add(&m_properties, &property);
}

void ConnectRequest::addWill()
{
    m_will.topicName = m_willTopic.constData();
    m_will.payload.data = m_willPayload.constData();
    m_will.payload.len = int(m_willPayload.size());
    m_will.qos = 1;
    m_paho.will = &m_will;
}

void ConnectRequest::addTls()
{
    m_tls.trustStore = orNull(m_ca);
    m_tls.keyStore = orNull(m_certificate);
    m_tls.privateKey = orNull(m_key);
    m_tls.enabledCipherSuites = kCiphers;
    m_tls.sslVersion = MQTT_SSL_VERSION_TLS_1_2; // where OpenSSL is older
    m_tls.enableServerCertAuth = 1;
    m_tls.verify = 1; // the certificate's name against the host
    m_paho.ssl = &m_tls;
}

} // namespace parking::mqtt
