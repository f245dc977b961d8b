#pragma once

#include "mqtt/mqttmessage.h"

#include <QString>

#include <optional>

namespace parking::mqtt::wire {

// The few packets by which somebody looks at a broker and leaves no trace there: a clean session,
// one subscription. Stations work with MqttClient. Source: OASIS, MQTT 3.1.1 (chapters 2 and 3) and
// MQTT 5.0 (the same, and 2.2.2 for properties).

enum class Kind {
    Connect = 1,
    ConnAck = 2,
    Publish = 3,
    PubAck = 4,
    Subscribe = 8,
    SubAck = 9,
    Disconnect = 14
};
enum class Version { V311 = 4, V5 = 5 };

struct Login {
    QString clientId;
    QString user; ///< empty: none
    QString password;
};

QByteArray connectPacket(Version version, const Login &login, int keepAliveSeconds);
/// At QoS 1, as packet 1.
QByteArray subscribePacket(Version version, const QString &topic);
QByteArray pubAckPacket(quint16 id);
QByteArray disconnectPacket();

struct Packet {
    int kind = 0; ///< the first four bits
    int flags = 0; ///< the next four
    QByteArray body;
};

/// Bytes as they come, whole packets out. A packet that is longer than `longest`, or none of MQTT,
/// breaks it for good.
class PacketReader {
public:
    explicit PacketReader(qsizetype longest) : m_longest(longest) { }
    void take(const QByteArray &bytes) { m_bytes += bytes; }
    std::optional<Packet> next();
    bool isBroken() const { return m_isBroken; }

private:
    qsizetype m_longest;
    QByteArray m_bytes;
    bool m_isBroken = false;
};

/// The code of a CONNACK; empty: it is none.
std::optional<int> connAckCode(const Packet &packet);
/// What was granted: 0..2; empty: refused, or no SUBACK.
std::optional<int> grantedQos(Version version, const Packet &packet);

struct Delivered {
    MqttMessage message;
    quint16 id = 0; ///< 0: nothing is to be acknowledged
};
std::optional<Delivered> delivered(Version version, const Packet &packet);

} // namespace parking::mqtt::wire
