#pragma once

#include "domain/reading.h"

#include <QSet>

namespace parking::engine {

/// The readings that were stored last, so that a redelivery is known without asking the database.
/// Holds between one and two generations; what it has forgotten, the database still knows.
class RecentReadings {
public:
    bool contains(const domain::Reading &reading) const
    {
        const Key key = keyOf(reading);
        return m_young.contains(key) || m_old.contains(key);
    }
    void add(const domain::Reading &reading)
    {
        if (m_young.size() >= kGeneration) {
            m_old.swap(m_young);
            m_young.clear();
        }
        m_young.insert(keyOf(reading));
    }
    void clear()
    {
        m_young.clear();
        m_old.clear();
    }

private:
    using Key = std::pair<QUuid, UtcTime::rep>;
    static constexpr qsizetype kGeneration = 16'384;
    static Key keyOf(const domain::Reading &reading)
    {
        return {QUuid::fromString(reading.eventKey), toMillis(reading.time)};
    }

    QSet<Key> m_young;
    QSet<Key> m_old;
};

} // namespace parking::engine
