#include "mqtt/mqttclient.h"

#include "mqtt/pahobackend.h"

namespace parking::mqtt {

MqttClient::MqttClient(MqttOptions options, ArrivalHandler onArrival, QObject *parent)
    : QObject(parent),
      m_backend(std::make_unique<Backend>(*this, std::move(options), std::move(onArrival)))
{
}

MqttClient::~MqttClient()
{
    // The owner may be half gone already: an object that ends says nothing more.
    blockSignals(true);
}

Result<> MqttClient::start()
{
    return m_backend->start();
}

void MqttClient::stop(Milliseconds patience)
{
    m_backend->stop(patience);
}

bool MqttClient::isOver() const
{
    return m_backend->isOver();
}

ConnectionInfo MqttClient::info() const
{
    return m_backend->info();
}

bool MqttClient::publish(const QByteArray &topic, const QByteArray &payload, int qos, bool retain)
{
    return m_backend->publish(topic, payload, qos, retain);
}

int MqttClient::inFlight() const
{
    return m_backend->inFlight();
}

} // namespace parking::mqtt
