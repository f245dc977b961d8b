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
const QString kHandover = u"handover"_s;

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
    m_health.remove(kHandover);
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
    const UtcTime reported = newest.value_or(UtcTime::min()); // never: it may be no station
    const Steady::time_point now = m_clock.steady();
    if (m_holderReport != reported) {
        m_health.remove(kHandover);
        m_holderReport = reported;
        m_holderSeen = now;
        return;
    }
    if (now - m_holderSeen < m_frozenAfter)
        return;
    endHolder();
}

void IngestRole::endHolder()
{
    const auto holder =
        m_link.with([](store::Database &database) { return store::lockHolder(database, kLock); });
    const Result<bool> ended = m_link.with(
        [](store::Database &database) { return store::endLockHolder(database, kLock); });
    if (!m_link.isUp())
        return m_link.log(ended);
    const QString who =
        holder && *holder ? (*holder)->inWords() : u"another session of the database"_s;
    if (ended && *ended) {
        qCWarning(lcEngine).noquote() << "who held the ingest has not reported for long and was "
                                         "put aside:"
                                      << who;
        m_holderSeen = m_clock.steady();
        return m_retry.start(kAfterEnded);
    }
    // Two stations can never ingest: the lock stays where it is, and a person has to know.
    QString detail = u"%1 holds the ingest and reports nothing"_s.arg(who);
    if (!ended && holder && *holder)
        detail += u"; this login may not end it: %1"_s.arg((*holder)->endStatement());
    m_health.set(kHandover, HealthLevel::Unhealthy, problem::kLockHeld, detail, m_clock.now());
}

} // namespace parking::engine
