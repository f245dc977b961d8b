#pragma once

#include "base/time.h"

#include <MQTTAsync.h>

#include <future>
#include <thread>

namespace parking::mqtt {

/// Ends a client of Paho's in a thread of its own. Each of Paho's functions waits while a message
/// is handled (messageArrived), and that may take as long as a disk is full.
class Farewell {
public:
    /// Says DISCONNECT, where there is a connection, and takes the client away.
    Farewell(MQTTAsync handle, int mqttVersion);
    ~Farewell(); ///< waits until it is over

    /// No callback runs any more. Waits for it so long at most.
    bool isOver(Milliseconds patience = {}) const;

private:
    std::promise<void> m_done;
    std::future<void> m_over;
    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace parking::mqtt
