#pragma once

#include "engine/context.h"
#include "engine/ingest/sessiondispute.h"
#include "journal/journal.h"
#include "mqtt/mqttclient.h"

#include <memory>

namespace parking::engine {

/// The station's connection with the broker: only the station that ingests has one, and whatever
/// arrives goes into the journal before it is acknowledged.
///
/// Without the ingest lock another station may be at the broker with our id, and connecting would
/// throw it out. So a connection that stands goes on collecting while the database is away, and one
/// that is lost then does not come back. Where a standby waits, a station that cannot commit leaves
/// the broker to it: what it would acknowledge would lie on its disk, where nobody reads it.
class BrokerLink : public QObject {
    Q_OBJECT

public:
    /// `options` empty: nothing arrives by MQTT.
    BrokerLink(const Context &context, std::optional<mqtt::MqttOptions> options,
               QObject *parent = nullptr);
    ~BrokerLink() override;

    /// This station ingests: messages go into `journal`, which outlives close().
    void begin(journal::Journal &journal);
    void tick(); ///< once a second
    void stop(Milliseconds patience); ///< disconnects, and waits for a message that is under way
    bool isOver() const; ///< after stop(): none is
    void close();

    void setHasStandby(bool hasStandby) { m_hasStandby = hasStandby; }
    void noteQosZero(UtcTime now) { m_qosZeroSeen = now; }

    bool isUsed() const { return m_options.has_value(); }
    bool isConnected() const { return m_connection.state == mqtt::ConnectionState::Connected; }
    std::optional<UtcTime> connectedAt() const { return m_connectedAt; }
    QString state() const; ///< connected, connecting, waiting, stopped, taken over
    void checkHealth();

Q_SIGNALS:
    void changed();
    void connected();

private:
    void make(journal::Journal &journal);
    void connectToBroker();
    void onConnection(const mqtt::ConnectionInfo &info);
    void leaveOrReturn();
    bool isFirstTry() const;

    const Context &m_context;
    const std::optional<mqtt::MqttOptions> m_options;
    std::unique_ptr<mqtt::MqttClient> m_client;
    mqtt::ConnectionInfo m_connection;
    SessionDispute m_dispute;
    std::optional<UtcTime> m_connectedAt;
    std::optional<UtcTime> m_qosZeroSeen;
    std::optional<Steady::time_point> m_triesSince; ///< and nothing has failed yet
    bool m_hasStandby = false;
    bool m_isTold = false; ///< the check "mqtt" is ours
    bool m_hasLeft = false; ///< to a standby, because the database is away
    std::optional<Steady::time_point> m_databaseLost;
};

} // namespace parking::engine
