#include "models/situation.h"

#include "domain/problems.h"

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kLasting = 30s;
constexpr auto kMoment = 3s; ///< a connection that is there again by then was no trouble

bool bringsStates(const domain::HealthCheck &check)
{
    return check.name != u"chirpstack";
}

/// Without it nothing moves on the map any more.
bool movesStates(const domain::HealthCheck &check)
{
    return check.name == u"mqtt" || check.name == u"database" || check.name == u"journal"
        || check.name == u"station";
}

} // namespace

bool Situation::neverWorked(const domain::HealthCheck &check) const
{
    return check.level == domain::HealthLevel::Unhealthy && !m_worked.contains(check.name);
}

/// A break of a moment is no trouble. But before a part has worked nothing is known by it.
bool Situation::isTrouble(const domain::HealthCheck &check) const
{
    if (check.level != domain::HealthLevel::Unhealthy)
        return false;
    return m_now - check.since >= (movesStates(check) ? kMoment : kLasting)
        || (neverWorked(check) && check.problem != problem::kBrokerConnecting);
}

const domain::HealthCheck *Situation::trouble() const
{
    const domain::HealthCheck *worst = nullptr;
    for (const domain::HealthCheck &check : m_health.checks) {
        if (isTrouble(check) && (!worst || bringsStates(check)))
            worst = &check;
    }
    return worst;
}

bool Situation::isStale() const
{
    const domain::HealthCheck *worst = trouble();
    return (worst && bringsStates(*worst))
        || std::any_of(m_health.checks.cbegin(), m_health.checks.cend(),
                       [this](const domain::HealthCheck &check) {
                           return bringsStates(check) && neverWorked(check);
                       });
}

void Situation::setHealth(const domain::Health &health)
{
    m_health = health;
    for (const domain::HealthCheck &check : health.checks) {
        if (check.level != domain::HealthLevel::Unhealthy)
            m_worked.insert(check.name);
    }
    Q_EMIT healthChanged();
}

void Situation::setNow(UtcTime now)
{
    m_now = now;
    Q_EMIT nowChanged();
}

void Situation::setRole(const QString &role, bool readOnly)
{
    m_role = role;
    m_readOnly = readOnly;
    Q_EMIT roleChanged();
}

void Situation::setRefusal(const std::optional<Error> &refusal)
{
    m_refusal = refusal;
    Q_EMIT refusalChanged();
}

} // namespace parking::ui
