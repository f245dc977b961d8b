#include "models/situation.h"

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kLasting = 30s;

bool bringsStates(const domain::HealthCheck &check)
{
    return check.name != u"chirpstack";
}

} // namespace

const domain::HealthCheck *Situation::trouble() const
{
    const domain::HealthCheck *worst = nullptr;
    for (const domain::HealthCheck &check : m_health.checks) {
        if (check.level == domain::HealthLevel::Unhealthy && m_now - check.since >= kLasting
            && (!worst || bringsStates(check)))
            worst = &check;
    }
    return worst;
}

bool Situation::isStale() const
{
    const domain::HealthCheck *worst = trouble();
    return worst && bringsStates(*worst);
}

void Situation::setHealth(const domain::Health &health)
{
    m_health = health;
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
