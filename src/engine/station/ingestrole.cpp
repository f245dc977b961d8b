#include "engine/station/ingestrole.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "store/sessions.h"
#include "store/stationstore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::HealthLevel;

namespace {

constexpr Milliseconds kRetry = 1s;
constexpr Milliseconds kAfterEnded = 100ms; // the server frees the lock at once
const QString kLock = u"ingest"_s;

} // namespace

IngestRole::IngestRole(DatabaseLink &link, HealthTracker &health, Clock &clock,
                       Milliseconds frozenAfter, QObject *parent)
    : QObject(parent), m_link(link), m_health(health), m_clock(clock), m_frozenAfter(frozenAfter),
      m_retry(clock, this)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &ClockTimer::timeout, this, &IngestRole::stand);
    connect(&link, &DatabaseLink::lost, this, &IngestRole::lose);
}

bool IngestRole::isHeld() const
{
    return m_held && m_link.isUp();
}

void IngestRole::stopTrying()
{
    m_retry.stop();
}

/// The lock goes with the connection.
void IngestRole::lose()
{
    m_held = false;
    m_retry.stop();
    m_health.setIngesting(false);
}

void IngestRole::stand()
{
    if (isHeld())
        return;
    const Result<bool> locked =
        m_link.with([](store::Database &database) { return store::tryLock(database, kLock); });
    if (!locked) {
        m_link.log(locked);
        if (m_link.isUp())
            m_retry.start(kRetry);
        return;
    }
    if (!*locked) {
        m_health.set(u"station"_s, HealthLevel::Healthy, problem::kStandby,
                     u"another station ingests; this one takes over when it ends"_s, m_clock.now());
        m_retry.start(kRetry);
        return watchHolder();
    }
    m_retry.stop();
    m_holderReport.reset();
    m_held = true;
    m_health.remove(u"station"_s);
    m_health.setIngesting(true);
    Q_EMIT taken();
}

/// A frozen station keeps its connection and with it the lock: its computer still answers for it.
/// A standby that sees no new report for long ends that connection; whatever the frozen one still
/// wants to write, when it wakes, fails. Its own clock counts, not the report's.
void IngestRole::watchHolder()
{
    const auto stations =
        m_link.with([](store::Database &database) { return store::StationStore(database).all(); });
    if (!stations)
        return m_link.log(stations);
    std::optional<UtcTime> newest;
    for (const store::StationStatus &station : *stations) {
        if (station.ingesting)
            newest = std::max(newest, std::optional(station.reportedAt));
    }
    const Steady::time_point now = m_clock.steady();
    if (!m_holderReport || newest != m_holderReport) {
        m_holderReport = newest.value_or(UtcTime::min());
        m_holderSeen = now;
        return;
    }
    if (now - m_holderSeen < m_frozenAfter)
        return;
    m_holderSeen = now;
    const Result<bool> ended = m_link.with(
        [](store::Database &database) { return store::endLockHolder(database, kLock); });
    if (!ended)
        return m_link.log(ended);
    qCWarning(lcEngine) << "the station that ingests has not reported since"
                        << toIso(*m_holderReport) << "and was put aside:" << *ended;
    m_health.set(u"station"_s, HealthLevel::Degraded, problem::kStandby,
                 u"the station that ingests is frozen"_s, m_clock.now());
    m_retry.start(kAfterEnded);
}

} // namespace parking::engine
