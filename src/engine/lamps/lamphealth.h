#pragma once

#include "engine/context.h"
#include "engine/lamps/dispatcher.h"

namespace parking::engine {

/// Tells in Health how it stands with the lamps: the checks "chirpstack" (can they be commanded?)
/// and "lamps" (do they show what they should?). The station's alone; others show what it tells.
class LampHealth {
public:
    explicit LampHealth(const Context &context) : m_context(context) { }

    /// Once a second. `dispatcher`: null when ChirpStack is not set up.
    void tick(const Dispatcher *dispatcher);

private:
    void look();
    void tellChirpStack(const DispatcherStatus &status);
    void tellNotSetUp();
    void tellNothing(const QString &check);

    const Context &m_context;
    int m_ticks = 0;
    int m_lamps = 0; ///< of the site, as last looked at
    QSet<QString> m_told; ///< checks that are ours
};

} // namespace parking::engine
