#pragma once

#include "base/result.h"
#include "base/time.h"
#include "mqtt/mqttmessage.h"

#include <QObject>
#include <QStringList>
#include <QUrl>

#include <functional>
#include <memory>

namespace parking::mqtt {

struct MqttOptions {
    QUrl url; ///< mqtt://host[:1883] or mqtts://host[:8883]
    QString user;
    QString password;
    QString caFile; ///< PEM; empty: the system's
    QString certificateFile; ///< PEM client certificate, with keyFile
    QString keyFile;
    QString clientId; ///< stays the same over restarts, else the session is lost
    bool onlyMqtt311 = false; ///< else MQTT 5, and 3.1.1 where the broker does not know it
    QStringList topics; ///< subscribed with QoS 1 after each connect
    Milliseconds keepAlive = std::chrono::seconds(30);
    Milliseconds sessionExpiry = std::chrono::hours(24 * 7);
    Milliseconds firstPause =
        std::chrono::milliseconds(500); ///< doubles up to maxPause, with jitter
    Milliseconds maxPause = std::chrono::seconds(30);
    QString willTopic; ///< empty: no last will
    QByteArray willPayload;
};

/// TakenOver: the broker gave our session to another program with the same client id, or seems to:
/// some brokers (mosquitto 2.0.11) do not say so and only end one connection after the other soon
/// after it stood. Coming back would take it from that one, and so on for ever; start() does.
enum class ConnectionState { Stopped, Connecting, Connected, Waiting, TakenOver };

struct ConnectionInfo {
    ConnectionState state = ConnectionState::Stopped;
    bool sessionPresent = false; ///< the broker had our session at the last connect
    bool firstConnect = true; ///< no connect of this process succeeded before this one
    int protocol = 0; ///< 5 or 4 (3.1.1) once connected
    int shortLived = 0; ///< connections in a row that the broker ended soon after they stood
    QString error; ///< English, of the last failure
};

/// The way to an MQTT broker: QoS 1, persistent session, reconnects by itself.
///
/// Thread: the owner's, except the arrival handler. Signals are emitted in the owner's thread.
class MqttClient : public QObject {
    Q_OBJECT

public:
    /// Called in the arrival thread for each message. The PUBACK leaves after it returns, so the
    /// message must be safe by then. It may block for as long as it takes.
    using ArrivalHandler = std::function<void(const MqttMessage &)>;

    explicit MqttClient(MqttOptions options, ArrivalHandler onArrival, QObject *parent = nullptr);
    ~MqttClient() override; ///< stops without a signal, and waits for isOver()

    /// Checks the options (URL scheme, files readable, certificate with key) and starts connecting,
    /// also where the session was taken over.
    Result<> start();
    /// Ends the connection. Waits so long at most: while a message is handled the rest is done by a
    /// thread of its own, and start() connects after that.
    void stop(Milliseconds patience = std::chrono::seconds(5));
    /// After stop(): the arrival handler has returned, and is called no more.
    bool isOver() const;

    ConnectionInfo info() const;

    /// Hands a message to the client; false when not connected or 2,000 are unacknowledged.
    /// `published` follows for each accepted QoS 1 message once the broker acknowledged it; what is
    /// accepted outlives a lost connection, but not stop().
    bool publish(const QByteArray &topic, const QByteArray &payload, int qos = 1,
                 bool retain = false);
    int inFlight() const; ///< accepted, not yet acknowledged

Q_SIGNALS:
    void connectionChanged(const parking::mqtt::ConnectionInfo &info);
    void published(int count); ///< coalesced

private:
    class Backend;
    std::unique_ptr<Backend> m_backend;
};

} // namespace parking::mqtt

Q_DECLARE_METATYPE(parking::mqtt::ConnectionInfo)
