#include "engine/lamps/lamphealth.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "read/lamps.h"

namespace parking::engine {

using domain::HealthLevel;

namespace {

constexpr int kLookTicks = 5;
const QString kChirpStack = u"chirpstack"_s;
const QString kLamps = u"lamps"_s;

} // namespace

void LampHealth::tick(const Dispatcher *dispatcher)
{
    if (!m_context.role.isHeld()) {
        tellNothing(kChirpStack);
        tellNothing(kLamps);
        m_ticks = 0;
        return;
    }
    if (m_ticks++ % kLookTicks == 0)
        look();
    if (dispatcher)
        tellChirpStack(dispatcher->status());
    else
        tellNotSetUp();
}

/// What a station told of the same thing, and a viewer shows, stays.
void LampHealth::tellNothing(const QString &check)
{
    if (m_told.remove(check))
        m_context.health.remove(check);
}

void LampHealth::look()
{
    const UtcTime now = m_context.clock.now();
    const auto known = m_context.link.with(
        [now](store::Database &database) { return read::lamps(database, now); });
    if (!known)
        return m_context.link.log(Result<>(known.error()));
    m_lamps = known->lamps;
    const std::optional<domain::HealthCheck> check = domain::lampsCheck(*known, now);
    if (!check)
        return tellNothing(kLamps);
    m_told.insert(kLamps);
    m_context.health.set(check->name, check->level, check->problem, check->detail, now);
}

/// A site without lamps needs no ChirpStack.
void LampHealth::tellNotSetUp()
{
    if (m_lamps == 0)
        return tellNothing(kChirpStack);
    m_told.insert(kChirpStack);
    m_context.health.set(kChirpStack, HealthLevel::Degraded, problem::kChirpStackNotSetUp,
                         m_lamps == 1 ? u"1 lamp is not commanded"_s
                                      : u"%1 lamps are not commanded"_s.arg(m_lamps),
                         m_context.clock.now());
}

void LampHealth::tellChirpStack(const DispatcherStatus &status)
{
    const UtcTime now = m_context.clock.now();
    HealthTracker &health = m_context.health;
    m_told.insert(kChirpStack);
    health.setDownlinksWaiting(status.waiting);
    health.intake().noteServerLead(status.clockLead);
    if (status.problem.isEmpty() && !status.answered) {
        // No displays, or a start: nobody shall read that it works.
        health.set(kChirpStack, HealthLevel::Healthy, problem::kChirpStackNotAsked,
                   u"nothing was asked of ChirpStack yet"_s, now);
        return;
    }
    HealthLevel level = HealthLevel::Healthy;
    if (!status.problem.isEmpty())
        level = status.problem == problem::kChirpStackBusy ? HealthLevel::Degraded
                                                           : HealthLevel::Unhealthy;
    health.set(kChirpStack, level, status.problem, status.detail, now, status.latencyMs);
}

} // namespace parking::engine
