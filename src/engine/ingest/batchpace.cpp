#include "engine/ingest/batchpace.h"

#include <algorithm>

namespace parking::engine {

namespace {

constexpr int kFirst = 500;
constexpr int kFewest = 20;
constexpr Milliseconds kGoal = BatchPace::kLong / 2; // twice as many are not long either

} // namespace

BatchPace::BatchPace(int most) : m_most(most), m_records(std::min(kFirst, most)) { }

void BatchPace::took(int records, Steady::duration time)
{
    if (records > 0 && time > kLong) {
        const auto fitting = qint64(records) * kGoal / time;
        m_records = int(std::clamp<qint64>(fitting, std::min(kFewest, m_most), m_records));
    } else if (records >= m_records && time < kGoal) {
        m_records = std::min(2 * m_records, m_most);
    }
}

} // namespace parking::engine
