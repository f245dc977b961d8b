#include "engine/lamps/comparisons.h"

#include <QSet>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::DownlinkState;

namespace {

constexpr Milliseconds kMaxPause = 1h;

} // namespace

void Comparisons::clear()
{
    m_failing.clear();
    m_all = false;
}

void Comparisons::noteEnd(const domain::Downlink &row, Steady::time_point now, bool isListening)
{
    switch (row.state) {
    case DownlinkState::Sent:
    case DownlinkState::Acked:
    case DownlinkState::Echoed:
        m_failing.remove(row.devEui);
        break;
    case DownlinkState::Failed:
    case DownlinkState::Expired: {
        Failing &failing = m_failing[row.devEui];
        const Milliseconds pause =
            std::min(m_pause * (1 << std::min(failing.times, 12)), kMaxPause);
        const bool isLate = row.state == DownlinkState::Expired && isListening;
        failing.again = isLate ? now : now + pause;
        ++failing.times;
        break;
    }
    default:
        break;
    }
}

QList<DevEui> Comparisons::due(const QHash<DevEui, domain::Display> &lamps, Steady::time_point now)
{
    QSet<DevEui> due;
    if (m_all && now - m_comparedAll >= m_pause) {
        m_all = false;
        m_comparedAll = now;
        for (const domain::Display &lamp : lamps) {
            if (lamp.mismatches == 0) // those are asked again when they speak
                due.insert(lamp.devEui);
        }
    }
    for (auto it = m_failing.begin(); it != m_failing.end(); ++it) {
        if (!it->again)
            continue;
        if (*it->again <= now) {
            it->again.reset();
            due.insert(it.key());
        } else {
            due.remove(it.key()); // its own time is later
        }
    }
    return due.values();
}

} // namespace parking::engine
