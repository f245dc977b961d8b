#pragma once

#include "mqtt/mqttclient.h"

#include <MQTTAsync.h>

namespace parking::mqtt {

/// What a broker's address, login and certificates must be before anybody connects: the scheme, a
/// host, a client id, files that can be read, a certificate with its key. VALIDATION_ERROR, details
/// {field}.
Result<> checkConnect(const MqttOptions &options);

/// The broker as Paho names it: ssl://host:8883.
QByteArray serverUri(const QUrl &url);

/// One CONNECT as Paho wants it, in MQTT 5 or 3.1.1: a session that the broker keeps, the last
/// will, and TLS 1.2 at least with a certificate that names the host. MQTT 5 alone can say for how
/// long the session is kept and how large a packet may be.
///
/// Paho's structs point to texts of this object, which outlives the call of MQTTAsync_connect.
class ConnectRequest {
public:
    static constexpr unsigned kMaxPacketBytes = 1024 * 1024;
    static constexpr int kMaxInFlight = 1000; ///< unacknowledged messages of ours

    /// `version`: MQTTVERSION_5 or MQTTVERSION_3_1_1.
    ConnectRequest(const MqttOptions &options, int version);
    ~ConnectRequest();
    Q_DISABLE_COPY_MOVE(ConnectRequest)

    /// The caller adds who is called back.
    MQTTAsync_connectOptions &paho() { return m_paho; }
    /// Null without TLS.
    MQTTAsync_SSLOptions *tls() { return m_paho.ssl ? &m_tls : nullptr; }

private:
    void addProperty(MQTTPropertyCodes code, unsigned value);
    void addWill();
    void addTls();

    const QByteArray m_user;
    const QByteArray m_password;
    const QByteArray m_willTopic;
    const QByteArray m_willPayload;
    const QByteArray m_ca;
    const QByteArray m_certificate;
    const QByteArray m_key;
    MQTTAsync_connectOptions m_paho;
    MQTTProperties m_properties;
    MQTTAsync_willOptions m_will;
    MQTTAsync_SSLOptions m_tls;
};

} // namespace parking::mqtt
