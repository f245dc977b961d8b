#pragma once

#include "base/clock.h"

namespace parking::engine {

/// How many records go into one transaction. Until it ends its thread looks at nothing else: it
/// reports nothing, commands no lamp, and hears nobody who wants it to end. So few follow what took
/// long, and more what was not: most of a small one may be what any transaction takes.
class BatchPace {
public:
    /// After so long a step ends at the next transaction.
    static constexpr Milliseconds kLong{2'000};

    explicit BatchPace(int most);

    int records() const { return m_records; }
    /// So many records were stored within `time`.
    void took(int records, Steady::duration time);

private:
    const int m_most;
    int m_records;
};

} // namespace parking::engine
