#pragma once

#include "mqtt/farewell.h"
#include "mqtt/mqttclient.h"

#include <MQTTAsync.h>

#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <mutex>

namespace parking::mqtt {

/// MqttClient over Eclipse Paho C (asynchronous). Lives in the owner's thread; Paho's callbacks
/// come in its own threads and post what they found. What ends goes by a Farewell, so that nobody
/// in the owner's thread waits for the arrival handler.
///
/// Paho sends the PUBACK after messageArrived returned (and also when that returns 0), so the
/// arrival handler runs inside it and it always returns 1: docs/wire.md.
class MqttClient::Backend : public QObject {
    Q_OBJECT

public:
    Backend(MqttClient &client, MqttOptions options, ArrivalHandler onArrival);
    ~Backend() override;

    Result<> start();
    void stop(Milliseconds patience);
    bool isOver() const { return !m_handle && (!m_farewell || m_farewell->isOver()); }
    ConnectionInfo info() const { return m_info; }
    bool publish(const QByteArray &topic, const QByteArray &payload, int qos, bool retain);
    int inFlight() const { return int(m_waiting.size()) + m_inFlight; }

private:
    int newestVersion() const;
    bool create();
    void leave();
    bool clearAway();
    void connectNow();
    void subscribe();
    void onConnected(bool sessionPresent, int receiveMaximum);
    void onSubscribed(bool granted);
    void onFailed(int code, const QString &text);
    void onRefused(int code, const QString &text);
    void onFarewell(int code);
    void countLoss();
    void onTakenOver(const QString &error);
    void retryLater();
    void setState(ConnectionState state);
    void post(std::function<void(Backend &)> what);

    static void connectionLost(void *context, char *cause);
    static void disconnected(void *context, MQTTProperties *properties, enum MQTTReasonCodes code);
    static int messageArrived(void *context, char *topic, int topicLength,
                              MQTTAsync_message *message);
    static void connectOk(void *context, MQTTAsync_successData *data);
    static void connectOk5(void *context, MQTTAsync_successData5 *data);
    static void connectFailed(void *context, MQTTAsync_failureData *data);
    static void connectFailed5(void *context, MQTTAsync_failureData5 *data);
    static void subscribeOk(void *context, MQTTAsync_successData *data);
    static void subscribeOk5(void *context, MQTTAsync_successData5 *data);
    static void subscribeFailed(void *context, MQTTAsync_failureData *data);
    static void subscribeFailed5(void *context, MQTTAsync_failureData5 *data);
    static void published(void *context, MQTTAsync_successData *data);
    static void published5(void *context, MQTTAsync_successData5 *data);
    static void publishFailed(void *context, MQTTAsync_failureData *data);
    static void publishFailed5(void *context, MQTTAsync_failureData5 *data);
    static int tlsError(const char *text, size_t length, void *context);
    void countPublished(bool acknowledged);
    void sendWaiting();

    MqttClient &m_client;
    const MqttOptions m_options;
    const ArrivalHandler m_onArrival;
    std::atomic<MQTTAsync> m_handle{nullptr}; ///< null: what is posted comes from one that ends
    std::atomic<int> m_version{MQTTVERSION_5};
    ConnectionInfo m_info;
    QString m_brokersReason; ///< why the broker ended the connection, if it said so
    bool m_everConnected = false;
    QElapsedTimer m_connected; ///< since when
    Milliseconds m_pause;
    QTimer m_retry;
    struct Outgoing {
        QByteArray topic;
        QByteArray payload;
        int qos;
        bool retain;
    };
    QList<Outgoing> m_waiting; ///< accepted, but the broker takes no more at once
    int m_receiveMaximum; ///< unacknowledged QoS 1 messages that the broker allows
    std::atomic<int> m_inFlight{0}; ///< with Paho
    std::atomic<int> m_acknowledged{0}; ///< since the last signal
    std::atomic<bool> m_tellQueued{false};
    std::mutex m_tlsMutex;
    QByteArray m_tlsText; ///< what OpenSSL said last
    std::unique_ptr<Farewell> m_farewell; ///< last: until it is over Paho uses all of the above
};

} // namespace parking::mqtt
