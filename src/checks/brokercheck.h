#pragma once

#include "checks/check.h"
#include "domain/deveui.h"
#include "mqtt/mqttclient.h"
#include "mqtt/wire.h"

#include <QElapsedTimer>
#include <QSet>
#include <QSslConfiguration>

namespace parking::checks {

struct BrokerLimits {
    Milliseconds patience = std::chrono::seconds(10); ///< until it is connected
    Milliseconds listen = std::chrono::seconds(30); ///< for a first uplink
    Milliseconds more = std::chrono::seconds(3); ///< and for others after it
};

/// A broker, as a station would connect, but with a session of its own that is gone afterwards:
/// name, port, TLS, login, the subscription; then what comes there. Only what comes shows that the
/// user may read it: brokers take subscriptions to what they will not deliver.
class BrokerCheck : public Check {
    Q_OBJECT

public:
    explicit BrokerCheck(mqtt::MqttOptions options, BrokerLimits limits = {},
                         QObject *parent = nullptr);

    /// Who was heard, for a question to ChirpStack.
    QList<domain::DevEui> heard() const { return m_devices.values(); }

Q_SIGNALS:
    void connectedNow(); ///< and listens

protected:
    void start() override;
    void expire() override;

private:
    void connectBy(mqtt::wire::Version version);
    void greet();
    void onPacket(const mqtt::wire::Packet &packet);
    void onAnswer(int code);
    void onMessage(const mqtt::MqttMessage &message);
    void listen(int grantedQos);
    void conclude();
    bool isSecure() const { return m_options.url.scheme() == u"mqtts"; }

    const mqtt::MqttOptions m_options;
    const BrokerLimits m_limits;
    QSslConfiguration m_tls;
    Reach *m_way = nullptr;
    mqtt::wire::Version m_version = mqtt::wire::Version::V5;
    mqtt::wire::PacketReader m_reader;
    bool m_isFirst = true; ///< nothing came yet
    bool m_isListening = false;
    QElapsedTimer m_listening;
    int m_grantedQos = 0;
    int m_messages = 0;
    int m_uplinks = 0;
    int m_atQosZero = 0;
    QString m_why; ///< the first message that is none of ChirpStack's
    QSet<domain::DevEui> m_devices;
    QElapsedTimer m_newest;
    std::optional<Milliseconds> m_ahead; ///< this computer's clock, by the quickest message
};

/// The TLS that a CA file, a certificate and its key make; empty names: the system's, none. Error:
/// the file and why (details {file, why}).
Result<QSslConfiguration> tlsOf(const QString &caFile, const QString &certificateFile = {},
                                const QString &keyFile = {});

} // namespace parking::checks
