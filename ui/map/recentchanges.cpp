#include "map/recentchanges.h"

namespace parking::ui {

namespace {

constexpr int kPauseMs = 33; // at most 30 times a second
constexpr int kFadeMs = 66;
constexpr qint64 kRingMs = 1500;
constexpr int kMostRings = 50;

} // namespace

RecentChanges::RecentChanges(QObject *parent) : QObject(parent), m_pause(this), m_fading(this)
{
    m_clock.start();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &RecentChanges::tell);
    m_fading.setInterval(kFadeMs);
    connect(&m_fading, &QTimer::timeout, this, &RecentChanges::fade);
}

void RecentChanges::add(const QList<int> &rows)
{
    for (const int row : rows)
        m_rows.insert(row);
    if (!m_pause.isActive())
        m_pause.start();
}

void RecentChanges::ring(const QList<int> &rows)
{
    for (const int row : rows) {
        if (m_rings.size() < kMostRings)
            m_rings.insert(row, m_clock.elapsed());
    }
    if (!m_rings.isEmpty() && !m_fading.isActive())
        m_fading.start();
}

QList<std::pair<int, double>> RecentChanges::rings() const
{
    QList<std::pair<int, double>> rings;
    for (auto it = m_rings.cbegin(); it != m_rings.cend(); ++it) {
        const double rest = 1.0 - double(m_clock.elapsed() - it.value()) / kRingMs;
        rings.append({it.key(), qBound(0.0, rest, 1.0)});
    }
    return rings;
}

void RecentChanges::fade()
{
    for (auto it = m_rings.begin(); it != m_rings.end();) {
        m_rows.insert(it.key());
        it = m_clock.elapsed() - it.value() > kRingMs ? m_rings.erase(it) : std::next(it);
    }
    if (m_rings.isEmpty())
        m_fading.stop();
    tell();
}

void RecentChanges::tell()
{
    Q_EMIT due(std::exchange(m_rows, {}));
}

} // namespace parking::ui
