#include "engine/ingest/sessiondispute.h"

namespace parking::engine {

using namespace std::chrono_literals;

namespace {

constexpr auto kComeBack = 2s;
constexpr auto kStandBy = 15min;
// Shorter than kStandBy: whoever is asked for the session after that long takes it back at once.
constexpr auto kMemory = 10min;

} // namespace

void SessionDispute::lost(Steady::time_point now)
{
    const bool isAgain = m_cameBack && now - *m_cameBack < kMemory;
    m_lost = now;
    m_again = isAgain ? now + kStandBy : now + kComeBack;
}

void SessionDispute::cameBack(Steady::time_point now)
{
    if (m_again)
        m_cameBack = now;
    m_again.reset();
}

bool SessionDispute::isOpen(Steady::time_point now) const
{
    return m_lost && now - *m_lost < kStandBy + kMemory;
}

} // namespace parking::engine
