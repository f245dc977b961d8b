#include "mqtt/farewell.h"

namespace parking::mqtt {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kDisconnect = 1s;
constexpr Milliseconds kLook = 5ms;

void disconnect(MQTTAsync handle, int mqttVersion)
{
    if (!MQTTAsync_isConnected(handle))
        return;
    MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
    if (mqttVersion == MQTTVERSION_5)
        options = MQTTAsync_disconnectOptions_initializer5;
    options.timeout = int(kDisconnect.count());
    if (MQTTAsync_disconnect(handle, &options) != MQTTASYNC_SUCCESS)
        return;
    // Without the DISCONNECT on its way the broker would publish our last will.
    for (auto waited = 0ms; waited < kDisconnect && MQTTAsync_isConnected(handle); waited += kLook)
        std::this_thread::sleep_for(kLook);
}

} // namespace

Farewell::Farewell(MQTTAsync handle, int mqttVersion)
    : m_over(m_done.get_future()), m_thread([this, handle, mqttVersion]() mutable {
          disconnect(handle, mqttVersion);
          MQTTAsync_destroy(&handle); // Paho waits for a callback that is under way
          m_done.set_value();
      })
{
}

Farewell::~Farewell()
{
    m_thread.join();
}

bool Farewell::isOver(Milliseconds patience) const
{
    return m_over.wait_for(patience) == std::future_status::ready;
}

} // namespace parking::mqtt
