#include "health/healthseries.h"

#include "base/literals.h"
#include "domain/problems.h"

namespace parking::ui {

namespace {

qint64 slotOf(UtcTime time)
{
    return toMillis(time) / std::chrono::milliseconds(HealthSeries::kStep).count();
}

UtcTime beginOf(qint64 slot)
{
    return fromMillis(slot * std::chrono::milliseconds(HealthSeries::kStep).count());
}

} // namespace

/// How many uplinks come is known where they come in: a viewer counts none.
void HealthSeries::add(const domain::Health &health)
{
    if (health.time == UtcTime() || health.checks.isEmpty())
        return;
    const qint64 now = slotOf(health.time);
    if (health.ingesting) {
        Slot &slot = m_slots[now];
        slot.uplinks += health.uplinksPerSecond;
        ++slot.told;
        slot.backlog = double(health.backlog);
    }
    for (const domain::HealthCheck &check : health.checks) {
        if (check.level != domain::HealthLevel::Unhealthy
            || check.problem == problem::kBrokerConnecting // it was not there before
            || (check.name != u"database" && check.name != u"mqtt"))
            continue;
        const Loss loss{check.since, check.name};
        if (check.since != UtcTime() && !m_losses.contains(loss))
            m_losses.append(loss);
    }
    forget(now);
}

/// A clock that was set back leaves nothing in the future.
void HealthSeries::forget(qint64 newest)
{
    std::erase_if(m_slots, [newest](const auto &entry) {
        return entry.first > newest || entry.first <= newest - kPoints;
    });
    m_losses.removeIf([newest](const Loss &loss) {
        const qint64 slot = slotOf(loss.time);
        return slot > newest || slot <= newest - kPoints;
    });
}

QList<HealthSeries::Point> HealthSeries::points(UtcTime now) const
{
    QList<Point> points;
    const qint64 last = slotOf(now);
    for (qint64 slot = last - kPoints + 1; slot <= last; ++slot) {
        Point point{beginOf(slot), {}, {}};
        if (const auto found = m_slots.find(slot); found != m_slots.end() && found->second.told) {
            point.uplinks = found->second.uplinks / found->second.told;
            point.backlog = found->second.backlog;
        }
        points.append(point);
    }
    return points;
}

} // namespace parking::ui
