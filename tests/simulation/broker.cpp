#include "broker.h"

#include "base/literals.h"
#include "mqtt/pahobackend.h"

namespace parking::simulation {

using namespace std::chrono_literals;
using mqtt::ConnectionState;
using mqtt::MqttClient;

namespace {

thread_local Broker *theBroker = nullptr;

} // namespace

Broker::Broker(VirtualClock &clock, sim::Random &random, Life &life, Oracle &oracle, Trace &trace)
    : m_clock(clock), m_random(random), m_life(life), m_oracle(oracle), m_trace(trace)
{
    theBroker = this;
}

Broker::~Broker()
{
    theBroker = nullptr;
}

Broker *Broker::current()
{
    return theBroker;
}

// --- From ChirpStack -----------------------------------------------------------------------------

void Broker::publish(const sim::SimMessage &message)
{
    if (m_isAway) {
        m_held.push_back(message);
        return;
    }
    m_trace.note("publish", message.topic.right(40) + ' ' + message.key.toLatin1());
    m_queue.push_back({message, false});
    deliverSoon();
}

void Broker::setAway(bool isAway)
{
    m_trace.note(isAway ? "broker away" : "broker back");
    m_isAway = isAway;
    if (isAway)
        return drop();
    for (const sim::SimMessage &message : std::exchange(m_held, {}))
        publish(message);
}

bool Broker::isIdle() const
{
    const bool waits =
        m_info.state == ConnectionState::Connecting || m_info.state == ConnectionState::Waiting;
    return !m_isDelivering && (m_isAway || m_life.isOver() || !waits);
}

// --- To the station ------------------------------------------------------------------------------

void Broker::attach(MqttClient *client, MqttClient::ArrivalHandler handler)
{
    m_client = client;
    m_handler = std::move(handler);
    m_info = {};
}

void Broker::detach(MqttClient *client)
{
    if (m_client != client)
        return;
    ++m_attempt;
    m_client = nullptr;
    m_handler = {};
    m_info = {};
}

mqtt::ConnectionInfo Broker::info(const MqttClient *client) const
{
    return client == m_client ? m_info : mqtt::ConnectionInfo();
}

void Broker::tell(ConnectionState state)
{
    m_info.state = state;
    if (!m_client || m_life.isOver())
        return;
    const mqtt::ConnectionInfo info = m_info;
    MqttClient *client = m_client;
    QMetaObject::invokeMethod(
        client, [client, info] { Q_EMIT client->connectionChanged(info); }, Qt::QueuedConnection);
}

void Broker::connectTo(MqttClient *client)
{
    const bool isUnderWay =
        m_info.state != ConnectionState::Stopped && m_info.state != ConnectionState::TakenOver;
    if (client != m_client || isUnderWay)
        return;
    tell(ConnectionState::Connecting);
    tryToConnect(++m_attempt);
}

void Broker::disconnectFrom(MqttClient *client)
{
    if (client != m_client || m_info.state == ConnectionState::Stopped)
        return;
    ++m_attempt;
    m_trace.note("disconnect");
    tell(ConnectionState::Stopped);
}

void Broker::tryToConnect(int attempt)
{
    m_clock.after(Milliseconds(20 + m_random.below(300)), [this, attempt] {
        if (attempt != m_attempt || m_life.isOver())
            return;
        if (m_isAway) {
            tell(ConnectionState::Waiting);
            m_clock.after(Milliseconds(500 + m_random.below(4000)), [this, attempt] {
                if (attempt == m_attempt)
                    tryToConnect(attempt);
            });
            return;
        }
        m_trace.note("connect");
        m_info.sessionPresent = std::exchange(m_hasSession, true);
        m_info.protocol = 5;
        tell(ConnectionState::Connected);
        m_info.firstConnect = false;
        deliverSoon();
    });
}

/// The connection ends; what was under way is sent again.
void Broker::drop()
{
    if (!m_client || m_info.state != ConnectionState::Connected)
        return;
    m_trace.note("connection lost");
    tell(ConnectionState::Waiting);
    const int attempt = ++m_attempt;
    m_clock.after(Milliseconds(500 + m_random.below(1000)), [this, attempt] {
        if (attempt == m_attempt)
            tryToConnect(attempt);
    });
}

void Broker::deliverSoon()
{
    if (m_isDelivering || m_queue.empty() || m_info.state != ConnectionState::Connected)
        return;
    m_isDelivering = true;
    m_clock.after(Milliseconds(1 + m_random.below(15)), [this] {
        m_isDelivering = false;
        deliver();
    });
}

void Broker::deliver()
{
    if (m_queue.empty() || !m_client || m_info.state != ConnectionState::Connected)
        return;
    if (!m_life.step())
        return;
    Kept &kept = m_queue.front();
    m_trace.note("deliver", kept.message.key.toLatin1());
    m_handler({kept.message.topic, kept.message.payload, 1, false, kept.isRepeated});
    m_oracle.appended(kept.message);
    kept.isRepeated = true;
    if (!m_life.step())
        return; // it died before the PUBACK
    if (m_random.chance(m_lostPuback))
        return drop();
    m_oracle.acknowledged(kept.message);
    m_queue.pop_front();
    deliverSoon();
}

} // namespace parking::simulation

// --- The client that this program is linked with ------------------------------------------------

namespace parking::mqtt {

MqttClient::MqttClient(MqttOptions, ArrivalHandler onArrival, QObject *parent) : QObject(parent)
{
    simulation::Broker::current()->attach(this, std::move(onArrival));
}

MqttClient::~MqttClient()
{
    blockSignals(true);
    simulation::Broker::current()->detach(this);
}

Result<> MqttClient::start()
{
    simulation::Broker::current()->connectTo(this);
    return {};
}

void MqttClient::stop(Milliseconds)
{
    simulation::Broker::current()->disconnectFrom(this);
}

/// A message is kept at once here.
bool MqttClient::isOver() const
{
    return true;
}

ConnectionInfo MqttClient::info() const
{
    return simulation::Broker::current()->info(this);
}

bool MqttClient::publish(const QByteArray &, const QByteArray &, int, bool)
{
    return false; // the station publishes nothing
}

int MqttClient::inFlight() const
{
    return 0;
}

} // namespace parking::mqtt
