// What the engine tells about itself: health, station_status, the once-a-second work.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/engine.h"
#include "read/stations.h"
#include "store/readingstore.h"

#include <QSysInfo>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::HealthLevel;

namespace {

constexpr int kReportTicks = 5;
constexpr int kRefreshTicks = 60;
constexpr int kPartitionTicks = 3600;
constexpr auto kQosZeroMemory = 10min;
constexpr qint64 kBacklogLimit = 5000;

QString stateName(mqtt::ConnectionState state)
{
    switch (state) {
    case mqtt::ConnectionState::Stopped:
        return u"stopped"_s;
    case mqtt::ConnectionState::Connecting:
        return u"connecting"_s;
    case mqtt::ConnectionState::Connected:
        return u"connected"_s;
    case mqtt::ConnectionState::Waiting:
        return u"waiting"_s;
    }
    return {};
}

QJsonObject checksJson(const domain::Health &health)
{
    QJsonObject checks;
    for (const domain::HealthCheck &check : health.checks)
        checks.insert(check.name,
                      QJsonObject{{u"level"_s, domain::nameOf(check.level)},
                                  {u"problem"_s, check.problem},
                                  {u"detail"_s, check.detail},
                                  {u"since"_s, toIso(check.since)}});
    return {{u"checks"_s, checks}};
}

/// How it stands with ChirpStack as the station last said; empty: it said nothing.
std::optional<domain::HealthCheck> chirpStackOf(const store::StationStatus &station)
{
    const QString name = u"chirpstack"_s;
    const QJsonObject told = station.details.value(u"checks").toObject().value(name).toObject();
    if (told.isEmpty())
        return std::nullopt;
    domain::HealthCheck check;
    check.name = name;
    check.problem = told.value(u"problem").toString();
    check.detail = told.value(u"detail").toString();
    check.since = fromIso(told.value(u"since").toString()).value_or(station.reportedAt);
    for (const HealthLevel level : {HealthLevel::Degraded, HealthLevel::Unhealthy}) {
        if (told.value(u"level").toString() == domain::nameOf(level))
            check.level = level;
    }
    return check;
}

} // namespace

domain::Health Engine::health() const
{
    return m_health.health(systemNow());
}

void Engine::tick()
{
    const UtcTime now = systemNow();
    ++m_ticks;
    if (isConnected()) {
        if (m_holdsLock)
            noteFailure(settleDue());
        if (isConnected() && m_ticks % kReportTicks == 0)
            m_holdsLock ? report(false) : readStations(now);
        if (isConnected() && m_ticks % kRefreshTicks == 0 && m_database->isPostgres())
            reload();
        if (isConnected() && m_ticks % kPartitionTicks == 0 && m_database->isPostgres()
            && m_holdsLock)
            noteFailure(store::ReadingStore(*m_database).ensurePartitions(now));
        if (isConnected() && m_holdsLock)
            noteFailure(pruneDownlinks(now));
    }
    if (isConnected())
        tickLamps(now);
    if (m_journal && m_journal->stats().backlog > 0)
        queueDrain(0ms); // nothing should be left behind a wake; if so, it waits a second at most
    checkHealth(now);
    Q_EMIT healthChanged(health());
}

void Engine::reload()
{
    if (Result<> done = refreshBindings(); !done)
        return noteFailure(done);
    if (Result<> done = readLampPolicy(); !done)
        return noteFailure(done);
    noteFailure(refreshStatuses({}));
}

void Engine::checkHealth(UtcTime now)
{
    checkDatabase(now);
    checkJournal(now);
    checkMqtt(now);
}

void Engine::checkDatabase(UtcTime now)
{
    if (!isConnected())
        return; // loseDatabase said why
    const Result<std::chrono::microseconds> ping = m_database->ping();
    if (!ping)
        return noteFailure(ping.error());
    m_health.set(u"database"_s, HealthLevel::Healthy, {}, {}, now, double(ping->count()) / 1000.0);
}

void Engine::checkJournal(UtcTime now)
{
    if (!m_journal)
        return;
    const journal::JournalStats stats = m_journal->stats();
    m_health.setBacklog(stats.backlog);
    HealthLevel level = HealthLevel::Healthy;
    QString problem;
    QString detail;
    if (!stats.problem.isEmpty()) {
        level = HealthLevel::Unhealthy;
        problem = problem::kJournalWrite;
        detail = stats.problem;
    } else if (stats.corruptRecords > 0) {
        level = HealthLevel::Degraded;
        problem = problem::kJournalCorrupt;
        detail = u"%1 records could not be read"_s.arg(stats.corruptRecords);
    } else if (stats.backlog > kBacklogLimit) {
        level = HealthLevel::Degraded;
        problem = problem::kBacklog;
        detail = u"%1 messages wait for the database"_s.arg(stats.backlog);
    }
    m_health.set(u"journal"_s, level, problem, detail, now);
}

void Engine::checkMqtt(UtcTime now)
{
    if (!m_options.mqtt || !m_mqtt)
        return;
    HealthLevel level = HealthLevel::Healthy;
    QString problem;
    QString detail;
    if (m_connection.state != mqtt::ConnectionState::Connected) {
        level = HealthLevel::Unhealthy;
        problem = problem::kBrokerUnreachable;
        detail = m_connection.error;
    } else if (m_qosZeroSeen && now - *m_qosZeroSeen < kQosZeroMemory) {
        level = HealthLevel::Degraded;
        problem = problem::kQosZero;
        detail = u"uplinks arrive at QoS 0: set integration.mqtt.qos = 1 in ChirpStack"_s;
    } else if (!m_connection.sessionPresent && !m_connection.firstConnect) {
        level = HealthLevel::Degraded;
        problem = problem::kSessionLost;
        detail = u"the broker forgot our session: give it persistence"_s;
    }
    m_health.set(u"mqtt"_s, level, problem, detail, now);
}

void Engine::report(bool leaving)
{
    const domain::Health now = health();
    store::StationStatus status;
    status.stationId = m_stationId;
    status.host = QSysInfo::machineHostName();
    status.version = m_options.version;
    status.reportedAt = now.time;
    status.startedAt = m_startedAt;
    status.ingesting = !leaving;
    status.mqttState = stateName(leaving ? mqtt::ConnectionState::Stopped : m_connection.state);
    status.backlog = now.backlog;
    status.uplinksPerSecond = now.uplinksPerSecond;
    status.lastUplink = now.lastUplink;
    status.details = checksJson(now);
    status.details.insert(store::kCommandsLamps, !leaving && m_lamps.enabled);
    status.details.insert(store::kLampsDark, !leaving && m_lamps.blind);
    noteFailure(store::StationStore(*m_database).report(status));
}

/// Viewers and standbys: is there a station that works?
void Engine::readStations(UtcTime now)
{
    const auto found = read::workingStation(*m_database, now);
    if (!found)
        return noteFailure(found.error());
    const std::optional<store::StationStatus> &alive = *found;
    const auto chirpStack = alive ? chirpStackOf(*alive) : std::nullopt;
    if (chirpStack)
        m_health.relay(*chirpStack);
    else
        m_health.remove(u"chirpstack"_s);
    if (!alive) {
        m_health.set(u"station"_s, HealthLevel::Unhealthy, problem::kStationDown,
                     u"no station has reported for 15 s"_s, now);
    } else {
        m_health.set(u"station"_s, HealthLevel::Healthy,
                     m_options.ingest ? problem::kStandby : QString(), alive->host, now);
        m_health.setBacklog(alive->backlog);
        if (alive->lastUplink)
            m_health.setLastUplink(*alive->lastUplink);
    }
}

} // namespace parking::engine
