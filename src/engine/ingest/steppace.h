#pragma once

#include "base/time.h"

#include <algorithm>

namespace parking::engine {

/// How much a step of work beside the ingest may do: as much as was over within 5 ms. A disk's sync
/// and a checkpoint may add several times that, and no message is to wait for longer than 50 ms.
/// Pure.
class StepPace {
public:
    static constexpr Milliseconds kAim{5};

    StepPace(int first, int most) : m_size(first), m_most(most) { }

    int size() const { return m_size; }
    /// The step of that size took so long.
    void took(Milliseconds time)
    {
        if (time > kAim)
            m_size = std::max<int>(1, int(m_size * kAim.count() / time.count()) / 2);
        else if (2 * time < kAim)
            m_size = std::min(m_size * 2, m_most);
    }

private:
    int m_size;
    const int m_most;
};

} // namespace parking::engine
