#pragma once

#include "life.h"
#include "mqtt/mqttclient.h"
#include "oracle.h"
#include "sim/messages.h"
#include "trace.h"
#include "virtualclock.h"

#include <deque>

namespace parking::simulation {

/// An MQTT broker with one persistent session at QoS 1: it keeps what it was given until the PUBACK
/// comes, in order, and sends again what was under way when a connection ended. It keeps its memory
/// when it is away for a while; ChirpStack holds what it could not hand over meanwhile.
///
/// This program links its own mqtt::MqttClient, which is a connection with the broker of this
/// thread (broker.cpp).
class Broker {
public:
    Broker(VirtualClock &clock, sim::Random &random, Life &life, Oracle &oracle, Trace &trace);
    ~Broker();

    void publish(const sim::SimMessage &message); ///< by ChirpStack
    void setAway(bool isAway);
    void setLostPuback(double share) { m_lostPuback = share; }
    bool isIdle() const; ///< nothing is on its way to the station
    bool isEmpty() const { return m_queue.empty() && m_held.empty(); }

    // For the MqttClient
    static Broker *current(); ///< of this thread
    void attach(mqtt::MqttClient *client, mqtt::MqttClient::ArrivalHandler handler);
    void detach(mqtt::MqttClient *client);
    void connectTo(mqtt::MqttClient *client);
    void disconnectFrom(mqtt::MqttClient *client);
    mqtt::ConnectionInfo info(const mqtt::MqttClient *client) const;

private:
    struct Kept {
        sim::SimMessage message;
        bool isRepeated = false;
    };

    void tell(mqtt::ConnectionState state);
    void tryToConnect(int attempt);
    void drop();
    void deliverSoon();
    void deliver();

    VirtualClock &m_clock;
    sim::Random &m_random;
    Life &m_life;
    Oracle &m_oracle;
    Trace &m_trace;
    std::deque<Kept> m_queue; ///< of the session
    std::deque<sim::SimMessage> m_held; ///< at ChirpStack, while the broker is away
    bool m_isAway = false;
    bool m_hasSession = false;
    double m_lostPuback = 0;
    mqtt::MqttClient *m_client = nullptr;
    mqtt::MqttClient::ArrivalHandler m_handler;
    mqtt::ConnectionInfo m_info;
    int m_attempt = 0; ///< counts connections, so that old events find out that they are
    bool m_isDelivering = false;
};

} // namespace parking::simulation
