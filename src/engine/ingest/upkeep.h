#pragma once

#include "engine/context.h"
#include "store/database.h"

namespace parking::engine {

/// What the station looks after beside the messages: what nobody needs any more goes, and devices
/// that the network server silences are told (check "devices").
class Upkeep {
public:
    explicit Upkeep(const Context &context) : m_context(context) { }
    void tick(); ///< once a second, where the station ingests
    void rest(); ///< it does not ingest any more

private:
    void forget();
    void checkDevices();

    const Context &m_context;
    int m_ticks = 0;
};

} // namespace parking::engine
