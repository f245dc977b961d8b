#include "engine/station/stationreport.h"

#include "base/literals.h"
#include "base/privatefile.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "read/stations.h"
#include "store/stationstore.h"

#include <QDir>
#include <QSaveFile>
#include <QSysInfo>
#include <QUuid>

namespace parking::engine {

using domain::HealthLevel;

namespace {

constexpr int kReportTicks = 2;
const QString kDatabase = u"database"_s;
const QString kStation = u"station"_s;
const QString kHandover = u"handover"_s;

Error folderError(const QString &detail, const QString &path)
{
    return {problem::kDataFolder, detail, {{u"path"_s, path}}};
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
    return checks;
}

/// What the station last said of its own parts. How it stands with the database and with the
/// station everybody sees for themselves.
QList<domain::HealthCheck> checksOf(const store::StationStatus &station)
{
    return read::toldChecks(station, {kDatabase, kStation});
}

} // namespace

Result<QString> stationId(const QString &folder)
{
    if (!makePrivateFolder(folder))
        return folderError(u"cannot make the folder %1"_s.arg(folder), folder);
    const QString path = QDir(folder).filePath(u"station-id"_s);
    narrow(path);
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QUuid known = QUuid::fromString(QString::fromLatin1(file.readAll()).trimmed());
        if (!known.isNull())
            return known.toString(QUuid::WithoutBraces);
    }
    const QString fresh = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QSaveFile out(path);
    if (!out.open(QIODevice::WriteOnly)
        || !out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        || out.write(fresh.toLatin1()) < 0 || !out.commit())
        return folderError(u"cannot write %1: %2"_s.arg(path, out.errorString()), path);
    return fresh;
}

StationReport::StationReport(DatabaseLink &link, IngestRole &role, HealthTracker &health,
                             Clock &clock, Options options, QObject *parent)
    : QObject(parent), m_link(link), m_role(role), m_health(health), m_clock(clock),
      m_options(std::move(options))
{
    connect(&link, &DatabaseLink::up, this,
            [this] { m_health.set(kDatabase, HealthLevel::Healthy, {}, {}, m_clock.now()); });
    connect(&link, &DatabaseLink::lost, this, [this](const Error &error) {
        m_health.set(kDatabase, HealthLevel::Unhealthy,
                     mayMend(error) ? QString(problem::kUnreachable) : error.code, error.detail,
                     m_clock.now());
    });
    connect(&role, &IngestRole::taken, this, [this] {
        relay({}); // what the former station said of it
        recall();
    });
}

void StationReport::begin(const QString &stationId)
{
    m_stationId = stationId;
    m_startedAt = m_clock.now();
}

void StationReport::tick()
{
    if (++m_ticks % kReportTicks != 0 || !m_link.isUp())
        return;
    const bool isHeld = m_role.isHeld();
    if (isHeld || m_options.standsBy)
        report(false);
    isHeld ? readOthers() : readStations();
}

void StationReport::checkDatabase()
{
    if (!m_link.isUp())
        return; // it was said why
    QList<Error> unreadable;
    const auto ping = m_link.with([&unreadable](store::Database &database) {
        unreadable = database.unreadable();
        return database.ping();
    });
    if (!ping)
        return m_link.log(ping);
    const double latencyMs = double(ping->count()) / 1000.0;
    if (unreadable.isEmpty())
        return m_health.set(kDatabase, HealthLevel::Healthy, {}, {}, m_clock.now(), latencyMs);
    m_health.set(kDatabase, HealthLevel::Degraded, problem::kRowUnreadable,
                 u"%1 rows; %2"_s.arg(unreadable.size()).arg(unreadable.first().detail),
                 m_clock.now(), latencyMs);
}

void StationReport::reportNow()
{
    if (m_role.isHeld())
        report(false);
}

void StationReport::sayGoodBye()
{
    if (m_role.isHeld() || (m_options.standsBy && m_link.isUp()))
        report(true);
}

void StationReport::report(bool leaving)
{
    const domain::Health health = m_health.health(m_clock.now());
    const StationFacts facts = m_options.facts();
    const bool isHeld = m_role.isHeld();
    store::StationStatus status;
    status.stationId = m_stationId;
    status.host = QSysInfo::machineHostName();
    status.version = m_options.version;
    status.startedAt = m_startedAt;
    status.ingesting = isHeld && !leaving;
    status.mqttState = isHeld || leaving ? facts.mqttState : store::kStandingBy;
    status.backlog = health.backlog;
    status.uplinksPerSecond = health.uplinksPerSecond;
    status.lastUplink = health.lastUplink;
    status.details = facts.details;
    status.details.insert(u"checks"_s, checksJson(health));
    status.details.insert(store::kOwnClock, toIso(health.time));
    m_link.log(m_link.with([&](store::Database &database) -> Result<> {
        const Result<UtcTime> now = store::sharedNow(database, health.time);
        if (!now)
            return now.error();
        status.reportedAt = *now;
        return store::StationStore(database).report(status);
    }));
}

/// The last uplink is a fact, whichever program took it in.
void StationReport::recall()
{
    const UtcTime now = m_clock.now();
    const auto last =
        m_link.with([now](store::Database &database) { return read::lastUplink(database, now); });
    m_link.log(last);
    if (const std::optional<UtcTime> told = last.valueOr(std::nullopt))
        m_health.setLastUplink(*told);
}

/// Whether there is somebody to leave the broker to, and who went without a good-bye.
void StationReport::readOthers()
{
    const UtcTime now = m_clock.now();
    const auto others = m_link.with([this, now](store::Database &database) {
        return read::otherStations(database, m_stationId, now);
    });
    if (!others)
        return m_link.log(others);
    Q_EMIT standbyKnown(others->hasStandby);
    if (others->unfinished.isEmpty())
        return m_health.remove(kHandover);
    QStringList hosts;
    for (const store::StationStatus &station : others->unfinished) {
        hosts.append(u"%1 (%2, heard until %3, %4 messages then)"_s
                         .arg(station.host, station.stationId, toIso(station.reportedAt))
                         .arg(station.backlog));
    }
    m_health.set(kHandover, HealthLevel::Degraded, problem::kLeftBehind, hosts.join(u", "_s), now);
}

/// Shows the checks of another station instead of those that it showed before. What this program
/// checks itself (a standby its journal) it tells itself.
void StationReport::relay(const QList<domain::HealthCheck> &checks)
{
    for (const QString &name : std::as_const(m_relayed))
        m_health.remove(name);
    m_relayed.clear();
    for (const domain::HealthCheck &check : checks) {
        if (m_health.has(check.name))
            continue;
        m_health.relay(check);
        m_relayed.append(check.name);
    }
}

/// Viewers and standbys: is there a station that works?
void StationReport::readStations()
{
    const UtcTime now = m_clock.now();
    const auto found = m_link.with(
        [now](store::Database &database) { return read::workingStation(database, now); });
    if (!found)
        return m_link.log(found);
    const std::optional<store::StationStatus> &alive = *found;
    relay(alive ? checksOf(*alive) : QList<domain::HealthCheck>());
    if (!alive) {
        m_health.set(kStation, HealthLevel::Unhealthy, problem::kStationDown,
                     u"no station has reported for 12 s"_s, now);
        return;
    }
    m_health.set(kStation, HealthLevel::Healthy,
                 m_options.standsBy ? QString(problem::kStandby) : QString(), alive->host, now);
    m_health.setBacklog(alive->backlog);
    if (alive->lastUplink)
        m_health.setLastUplink(*alive->lastUplink);
}

} // namespace parking::engine
