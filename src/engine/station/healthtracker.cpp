#include "engine/station/healthtracker.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;

namespace {
constexpr auto kRateWindow = 10s;

bool isBrokerAway(const domain::HealthCheck &check)
{
    return check.name == u"mqtt" && check.level == domain::HealthLevel::Unhealthy;
}

/// What is heard through the broker was well when it was last heard: while the broker is away, and
/// until something came after it was there, nobody knows whether it still is. What was amiss then
/// is told on. Afterwards what is heard works since the broker is back: what it did meanwhile
/// nobody saw.
void markUnheard(QList<domain::HealthCheck> &checks, std::optional<UtcTime> hearsSince,
                 std::optional<UtcTime> lastUplink)
{
    const bool hasHeard = !hearsSince || (lastUplink && *lastUplink >= *hearsSince);
    const auto broker = std::find_if(checks.cbegin(), checks.cend(), isBrokerAway);
    const bool isAway = broker != checks.cend();
    const UtcTime since = isAway ? broker->since : UtcTime();
    for (domain::HealthCheck &check : checks) {
        const bool isHeard =
            check.name == u"sensors" || check.name == u"gateways" || check.name == u"messages";
        if (!isHeard || check.level != domain::HealthLevel::Healthy)
            continue;
        if (!isAway)
            check.since = std::max(check.since, hearsSince.value_or(check.since));
        if (!isAway && hasHeard)
            continue;
        if (isAway)
            check.since = since;
        check.problem = problem::kNotHeard;
        check.detail = u"since %1"_s.arg(toIso(check.since));
    }
}

} // namespace

HealthTracker::HealthTracker(QString version) : m_version(std::move(version)) { }

void HealthTracker::set(const QString &name, domain::HealthLevel level, const QString &problem,
                        const QString &detail, UtcTime now, std::optional<double> latencyMs)
{
    auto it = m_checks.find(name);
    const bool wasThere = it != m_checks.end() && !isBrokerAway(*it);
    if (name == u"mqtt" && !wasThere && level != domain::HealthLevel::Unhealthy)
        m_hearsSince = now;
    if (it == m_checks.end() || it->level != level || it->problem != problem) {
        const domain::HealthCheck check{name, level, problem, detail, now, latencyMs};
        m_checks.insert(name, check);
        return;
    }
    it->detail = detail;
    it->latencyMs = latencyMs;
}

void HealthTracker::relay(const domain::HealthCheck &check)
{
    m_checks.insert(check.name, check);
    if (check.name == u"mqtt")
        m_hearsSince.reset(); // that process hears, and tells what it heard
}

void HealthTracker::remove(const QString &name)
{
    m_checks.remove(name);
}

void HealthTracker::checkIntake(UtcTime now)
{
    const domain::HealthCheck check = m_intake.check(now);
    if (check.problem.isEmpty() && m_intake.lastHour(now).messages == 0)
        return remove(check.name);
    set(check.name, check.level, check.problem, check.detail, now);
}

void HealthTracker::countUplinks(int count, UtcTime now)
{
    if (count > 0)
        m_counted.push_back({now, count});
}

domain::Health HealthTracker::health(UtcTime now) const
{
    while (!m_counted.empty() && now - m_counted.front().time >= kRateWindow)
        m_counted.pop_front();
    domain::Health health;
    health.version = m_version;
    health.time = now;
    health.checks = m_checks.values();
    markUnheard(health.checks, m_hearsSince, m_lastUplink);
    for (const domain::HealthCheck &check : health.checks)
        health.level = qMax(health.level, check.level);
    qint64 uplinks = 0;
    for (const Counted &counted : m_counted)
        uplinks += counted.count;
    health.uplinksPerSecond = double(uplinks) / std::chrono::duration<double>(kRateWindow).count();
    health.backlog = m_backlog;
    health.lastUplink = m_lastUplink;
    health.deadLetters = m_intake.setAsideInHour(now);
    health.downlinksWaiting = m_downlinksWaiting;
    health.ingesting = m_ingesting;
    return health;
}

} // namespace parking::engine
