#include "engine/engine.h"

#include "base/literals.h"
#include "base/logging.h"
#include "devices/devicetype.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "engine/spaces/spacecommands.h"
#include "store/changestore.h"
#include "store/floorstore.h"
#include "store/migrator.h"
#include "store/readingstore.h"

#include <QDir>
#include <QSaveFile>

#include <cstdlib>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::HealthLevel;
using domain::SpaceId;
using domain::SpaceStatus;

namespace {

constexpr Milliseconds kFirstPause = 500ms;
constexpr Milliseconds kMaxPause = 5s;
constexpr Milliseconds kLockRetry = 2s;
constexpr Milliseconds kFlush = 50ms;
constexpr Milliseconds kNotify = 200ms;
constexpr Milliseconds kLampsWait = 100ms;
constexpr int kNotifyIds = 200; // 8000 bytes are a NOTIFY's limit, an id takes 37
const QString kChannel = u"parking_spaces"_s;
const QString kIngestLock = u"ingest"_s;

/// The id of this computer's station: a UUID in the data folder, made at the first start.
Result<QString> stationId(const QString &folder)
{
    const QString path = QDir(folder).filePath(u"station-id"_s);
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QUuid known = QUuid::fromString(QString::fromLatin1(file.readAll()).trimmed());
        if (!known.isNull())
            return known.toString(QUuid::WithoutBraces);
    }
    const QString fresh = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QSaveFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(fresh.toLatin1()) < 0 || !out.commit())
        return Error{problem::kDataFolder,
                     u"cannot write %1: %2"_s.arg(path, out.errorString()),
                     {{u"path"_s, path}}};
    return fresh;
}

bool isForWaiting(const Error &error)
{
    return error.code == problem::kDatabase
        && store::Database::failureKind(error) == store::FailureKind::Wait;
}

} // namespace

Milliseconds silentAfter(const QString &deviceType)
{
    const devices::DeviceType *type = devices::findType(deviceType);
    return type ? type->heartbeat * 5 / 2 : Milliseconds(0);
}

void tellLayoutChanged(store::Database &database)
{
    const Result<> told = database.notify(kChannel, u"-;layout"_s);
    if (!told)
        qCWarning(lcEngine).noquote() << told.error().detail;
}

Engine::Engine(EngineOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_health(m_options.version),
      m_reconnect(this), m_lockRetry(this), m_flush(this), m_notifyTimer(this), m_tick(this),
      m_lampsWait(this)
{
    m_reconnect.setSingleShot(true);
    m_lockRetry.setInterval(kLockRetry);
    m_flush.setSingleShot(true);
    m_flush.setInterval(kFlush);
    m_notifyTimer.setSingleShot(true);
    m_notifyTimer.setInterval(kNotify);
    m_tick.setInterval(1s);
    connect(&m_reconnect, &QTimer::timeout, this, &Engine::connectDatabase);
    connect(&m_lockRetry, &QTimer::timeout, this, &Engine::takeRole);
    connect(&m_flush, &QTimer::timeout, this, &Engine::flushChanges);
    connect(&m_notifyTimer, &QTimer::timeout, this, &Engine::sendNotify);
    connect(&m_tick, &QTimer::timeout, this, &Engine::tick);
    m_lampsWait.setInterval(kLampsWait);
    connect(&m_lampsWait, &QTimer::timeout, this, [this] { beginLamps(); });
}

Engine::~Engine() = default;

Result<> Engine::start()
{
    m_startedAt = systemNow();
    if (!QDir().mkpath(m_options.dataFolder))
        return Error{problem::kDataFolder,
                     u"cannot make the folder %1"_s.arg(m_options.dataFolder),
                     {{u"path"_s, m_options.dataFolder}}};
    Result<QString> station = stationId(m_options.dataFolder);
    if (!station)
        return station.error();
    m_stationId = *station;
    if (m_options.ingest) {
        journal::JournalOptions options;
        options.folder = QDir(m_options.dataFolder).filePath(u"journal"_s);
        options.sync = m_options.sync;
        Result<std::unique_ptr<journal::Journal>> journal = journal::Journal::open(options);
        if (!journal)
            return journal.error();
        m_journal = std::move(*journal);
        m_journal->setWake(
            [this] { QMetaObject::invokeMethod(this, &Engine::drain, Qt::QueuedConnection); });
    }
    m_tick.start();
    const Result<> connected = tryConnect();
    if (connected || isForWaiting(connected.error())) {
        if (!connected)
            loseDatabase(connected.error());
        return {};
    }
    m_tick.stop();
    m_ingester.reset();
    m_database.reset();
    m_journal.reset();
    return connected;
}

Result<> Engine::migrate()
{
    const auto database = store::Database::open({.url = m_options.databaseUrl});
    if (!database)
        return database.error();
    const Result<QStringList> done = store::Migrator(**database).migrate(systemNow());
    return done ? Result<>() : Result<>(done.error());
}

void Engine::stop(Milliseconds limit)
{
    m_stopping = true;
    for (QTimer *timer : {&m_reconnect, &m_lockRetry, &m_tick, &m_lampsWait})
        timer->stop();
    if (m_dispatcher)
        m_dispatcher->deactivate();
    // A message that cannot be kept must not be acknowledged: append() does not return, and this
    // process ends without waiting for it. The broker sends it again.
    if (m_journal && !m_journal->stats().problem.isEmpty())
        std::_Exit(EXIT_FAILURE);
    if (m_mqtt)
        m_mqtt->stop();
    const UtcTime end = systemNow() + limit;
    while (isConnected() && m_ingester && m_journal->stats().backlog > 0 && systemNow() < end) {
        const Result<Ingester::Step> step =
            m_ingester->step(m_bindings, m_options.batchSize, systemNow());
        if (!step || step->records == 0)
            break;
        for (const BatchOutcome &outcome : step->outcomes)
            takeOutcome(outcome);
    }
    flushChanges();
    sendNotify();
    if (isConnected() && m_holdsLock)
        report(true);
    m_mqtt.reset();
    m_ingester.reset();
    m_database.reset();
    m_ready = false;
}

bool Engine::isIdle() const
{
    return isConnected() && m_holdsLock && m_journal && m_journal->stats().backlog == 0;
}

// --- Connection and role -------------------------------------------------------------------------

Result<> Engine::tryConnect()
{
    if (m_database) {
        if (Result<> opened = m_database->reopen(); !opened)
            return opened;
    } else {
        Result<std::unique_ptr<store::Database>> opened =
            store::Database::open({.url = m_options.databaseUrl, .holdsLock = m_options.ingest});
        if (!opened)
            return opened.error();
        m_database = std::move(*opened);
    }
    return prepareDatabase();
}

Result<> Engine::prepareDatabase()
{
    store::Migrator migrator(*m_database);
    const Result<store::MigrationState> state = migrator.state();
    if (!state)
        return state.error();
    if (state->tooNew)
        return Error{problem::kDatabaseTooNew,
                     u"the database was made by a newer version of this program"_s,
                     {{u"current"_s, state->current}, {u"latest"_s, state->latest}}};
    if (!state->pending.isEmpty()) {
        if (m_database->isPostgres())
            return Error{problem::kMigrationNeeded,
                         u"the database needs its tables: run `parkctl migrate`"_s,
                         {{u"current"_s, state->current}, {u"latest"_s, state->latest}}};
        if (const Result<QStringList> done = migrator.migrate(systemNow()); !done)
            return done.error();
    }
    if (Result<> done =
            m_database->listen(kChannel, [this](const QString &payload) { onNotified(payload); });
        !done)
        return done;
    if (Result<> done = refreshBindings(); !done)
        return done;
    if (Result<> done = refreshStatuses({}); !done)
        return done;
    if (Result<> done = readLampPolicy(); !done)
        return done;
    if (m_journal && !m_ingester)
        m_ingester = std::make_unique<Ingester>(*m_database, *m_journal, m_options.policy, m_lamps);
    if (m_ingester) {
        if (Result<> done = m_ingester->resume(); !done)
            return done;
    }
    m_ready = true;
    m_pause = kFirstPause;
    m_health.set(u"database"_s, HealthLevel::Healthy, {}, {}, systemNow());
    takeRole();
    Q_EMIT ready();
    Q_EMIT layoutChanged();
    drain();
    return {};
}

void Engine::connectDatabase()
{
    const Result<> connected = tryConnect();
    if (!connected)
        loseDatabase(connected.error());
}

void Engine::loseDatabase(const Error &error)
{
    if (m_ready || m_pause == kFirstPause)
        qCWarning(lcEngine).noquote() << "database:" << error.detail;
    m_ready = false;
    m_holdsLock = false;
    enableLamps();
    if (m_dispatcher)
        m_dispatcher->deactivate();
    m_lampsDue.reset();
    m_lampsWait.stop();
    m_lockRetry.stop();
    m_health.setIngesting(false);
    const bool cannotWait = !isForWaiting(error);
    m_health.set(u"database"_s, HealthLevel::Unhealthy,
                 cannotWait ? error.code : problem::kUnreachable, error.detail, systemNow());
    if (!m_stopping)
        m_reconnect.start(m_pause);
    m_pause = std::min(m_pause * 2, kMaxPause);
}

void Engine::takeRole()
{
    if (!m_ready || !m_options.ingest || m_holdsLock)
        return;
    const Result<bool> locked = m_database->tryAdvisoryLock(kIngestLock);
    if (!locked)
        return noteFailure(locked.error());
    if (!*locked) {
        m_health.set(u"station"_s, HealthLevel::Healthy, problem::kStandby,
                     u"another station ingests; this one takes over when it ends"_s, systemNow());
        watchHolder(systemNow());
        m_lockRetry.start();
        return;
    }
    m_lockRetry.stop();
    m_holderReport.reset();
    m_holdsLock = true;
    m_hearing.since = systemNow();
    enableLamps();
    m_health.remove(u"station"_s);
    m_health.remove(u"chirpstack"_s); // what the former station said
    m_health.setIngesting(true);
    if (m_database->isPostgres())
        noteFailure(store::ReadingStore(*m_database).ensurePartitions(systemNow()));
    report(false);
    startDispatcher();
    startMqtt();
}

/// A frozen station keeps its connection and with it the lock: its computer still answers for it.
/// A standby that sees no new report for long ends that connection; whatever the frozen one still
/// wants to write, when it wakes, fails. Its own clock counts, not the report's.
void Engine::watchHolder(UtcTime now)
{
    const auto stations = store::StationStore(*m_database).all();
    if (!stations)
        return noteFailure(stations.error());
    std::optional<UtcTime> newest;
    for (const store::StationStatus &station : *stations) {
        if (station.ingesting && (!newest || station.reportedAt > *newest))
            newest = station.reportedAt;
    }
    if (!m_holderReport || newest != m_holderReport) {
        m_holderReport = newest.value_or(UtcTime::min());
        m_holderSeen = Steady::now();
        return;
    }
    if (Steady::now() - m_holderSeen < m_options.frozenAfter)
        return;
    m_holderSeen = Steady::now();
    const Result<bool> ended = m_database->endLockHolder(kIngestLock);
    if (!ended)
        return noteFailure(ended.error());
    qCWarning(lcEngine) << "the station that ingests has not reported since"
                        << toIso(*m_holderReport) << "and was put aside:" << *ended;
    m_health.set(u"station"_s, HealthLevel::Degraded, problem::kStandby,
                 u"the station that ingests is frozen"_s, now);
}

void Engine::startMqtt()
{
    if (!m_options.mqtt || !m_ready)
        return;
    if (!m_mqtt) {
        mqtt::MqttOptions options = *m_options.mqtt;
        if (options.clientId.isEmpty()) {
            // All stations of one database share the id, so that a standby that takes over also
            // takes over what the broker kept for the one before.
            const Result<domain::Site> site = store::SiteStore(*m_database).first();
            if (!site)
                return noteFailure(site.error());
            options.clientId = u"smart-parking-%1"_s.arg(site->id.toString());
        }
        m_mqtt = std::make_unique<mqtt::MqttClient>(
            std::move(options), [journal = m_journal.get()](const mqtt::MqttMessage &message) {
                journal->append(message, systemNow());
            });
        connect(m_mqtt.get(), &mqtt::MqttClient::connectionChanged, this, &Engine::onConnection);
    }
    const mqtt::ConnectionState state = m_mqtt->info().state;
    if (state != mqtt::ConnectionState::Stopped)
        return; // still connected from before the database was lost
    if (const Result<> started = m_mqtt->start(); !started)
        m_health.set(u"mqtt"_s, HealthLevel::Unhealthy, started.error().code,
                     started.error().detail, systemNow());
}

void Engine::onConnection(const mqtt::ConnectionInfo &info)
{
    if (info.state == mqtt::ConnectionState::Connected && m_connection.state != info.state) {
        m_connectedAt = systemNow();
        m_lastArrival = Steady::now();
    }
    m_connection = info;
    // Without the lock another station may be at the broker with our id: reconnecting would throw
    // it out. While the connection holds we go on collecting into the journal.
    if (!m_holdsLock && info.state == mqtt::ConnectionState::Waiting) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_holdsLock && m_mqtt)
                    m_mqtt->stop();
            },
            Qt::QueuedConnection);
    }
    checkHealth(systemNow());
    Q_EMIT healthChanged(health());
}

// --- Ingest --------------------------------------------------------------------------------------

void Engine::queueDrain(Milliseconds pause)
{
    if (m_drainQueued)
        return;
    m_drainQueued = true;
    QTimer::singleShot(pause, this, [this] {
        m_drainQueued = false;
        drain();
    });
}

void Engine::drain()
{
    if (!m_ready || !m_ingester || m_stopping)
        return;
    const UtcTime now = systemNow();
    const Result<Ingester::Step> step = m_ingester->step(m_bindings, m_options.batchSize, now);
    if (!step) {
        noteFailure(step.error());
        if (m_ready) // the connection stands: a full disk, a deadlock
            queueDrain(1s);
        return;
    }
    for (const BatchOutcome &outcome : step->outcomes)
        takeOutcome(outcome);
    m_health.countUplinks(step->records, now);
    if (step->qosZero)
        m_qosZeroSeen = now;
    if (step->lastReceived) {
        m_health.setLastUplink(*step->lastReceived);
        m_hearing.arrival = std::max(m_hearing.arrival, *step->lastReceived);
    }
    if (step->records > 0) {
        m_lastArrival = Steady::now();
        Q_EMIT committed(step->records);
    }
    if (step->more)
        return queueDrain(0ms);
    if (step->records > 0)
        Q_EMIT idle();
    beginLamps(true);
}

void Engine::takeOutcome(const BatchOutcome &outcome)
{
    m_health.addDeadLetters(outcome.deadLetters);
    takeStates(outcome.states);
    takeLamps(outcome.lamps);
    for (const domain::DeviceHeard &heard : outcome.heard) {
        m_newestUplink = std::max(m_newestUplink, heard.lastHeard);
        const std::optional<SpaceId> space = m_bindings.value(heard.devEui).sensorOf;
        const auto it = space ? m_statuses.find(*space) : m_statuses.end();
        if (it == m_statuses.end())
            continue;
        domain::hear(*it, heard);
        if (!heard.resolvedType.isEmpty())
            it->silentAfter = silentAfter(heard.resolvedType);
        m_changed.insert(*space);
    }
    if (!m_changed.isEmpty() && !m_flush.isActive())
        m_flush.start();
}

void Engine::takeStates(const QList<store::StateRow> &rows)
{
    for (const store::StateRow &row : rows) {
        const auto it = m_statuses.find(row.id);
        if (it == m_statuses.end())
            continue;
        it->state = row.state;
        it->reason = row.reason;
        it->reservedForSomeone = row.reservedForSomeone;
        it->since = row.since;
        it->inputs = row.inputs;
        it->hasSensor = row.sensorEui.has_value();
        m_changed.insert(row.id);
    }
    if (!m_changed.isEmpty() && !m_flush.isActive())
        m_flush.start();
}

void Engine::flushChanges()
{
    m_flush.stop();
    if (m_changed.isEmpty())
        return;
    QList<SpaceStatus> statuses;
    statuses.reserve(m_changed.size());
    for (const SpaceId &id : std::as_const(m_changed))
        statuses.append(m_statuses.value(id));
    m_notify.unite(m_changed);
    m_changed.clear();
    Q_EMIT spacesChanged(statuses);
    if (!m_notifyTimer.isActive())
        m_notifyTimer.start();
}

// --- Between stations and viewers ----------------------------------------------------------------

void Engine::sendNotify()
{
    m_notifyTimer.stop();
    if (!isConnected() || !m_database->isPostgres() || (m_notify.isEmpty() && !m_notifyLayout))
        return;
    QString what = u"layout"_s;
    if (!m_notifyLayout) {
        what = u"all"_s;
        if (m_notify.size() <= kNotifyIds) {
            QStringList ids;
            for (const SpaceId &id : std::as_const(m_notify))
                ids.append(id.toString());
            what = ids.join(u',');
        }
    }
    m_notify.clear();
    m_notifyLayout = false;
    noteFailure(m_database->notify(kChannel, m_stationId + u';' + what));
}

void Engine::onNotified(const QString &payload)
{
    const QString what = payload.section(u';', 1);
    if (!m_ready || payload.section(u';', 0, 0) == m_stationId)
        return;
    if (what == "layout"_L1) {
        reloadLayout();
        return;
    }
    QList<SpaceId> ids;
    if (what != "all"_L1) {
        for (const QString &text : what.split(u',', Qt::SkipEmptyParts)) {
            if (const auto id = SpaceId::parse(text))
                ids.append(*id);
        }
        if (ids.isEmpty())
            return;
    }
    // A batch may have read a new state before this message came: what is known here does not tell
    // whether the lamp was.
    if (ids.isEmpty())
        m_compareAll = true;
    compareLater(QSet<SpaceId>(ids.cbegin(), ids.cend()));
    noteFailure(refreshStatuses(ids));
}

void Engine::reloadLayout()
{
    if (Result<> done = refreshBindings(); !done)
        return noteFailure(done);
    if (Result<> done = refreshStatuses({}); !done)
        return noteFailure(done);
    if (Result<> done = readLampPolicy(); !done)
        return noteFailure(done);
    if (m_dispatcher && m_holdsLock) // lamps may have come, gone or changed places
        noteFailure(reconcileLamps());
    Q_EMIT layoutChanged();
}

void Engine::announceLayout()
{
    m_notifyLayout = true;
    if (!m_notifyTimer.isActive())
        m_notifyTimer.start();
    reloadLayout();
}

Result<> Engine::refreshBindings()
{
    Result<Bindings> bindings = store::DeviceStore(*m_database).bindings();
    if (!bindings)
        return bindings.error();
    m_bindings = std::move(*bindings);
    return {};
}

/// Reads the statuses of some spaces, or of all when `ids` is empty, and tells what differs.
Result<> Engine::refreshStatuses(const QList<SpaceId> &ids)
{
    store::SpaceStore spaces(*m_database);
    Result<QList<store::StatusRow>> rows = [&]() -> Result<QList<store::StatusRow>> {
        if (!ids.isEmpty())
            return spaces.statuses(ids);
        const Result<domain::Site> site = store::SiteStore(*m_database).first();
        if (!site)
            return site.error();
        return spaces.statuses(site->id);
    }();
    if (!rows)
        return rows.error();
    QSet<SpaceId> differing;
    QSet<SpaceId> moved;
    QHash<SpaceId, SpaceStatus> fresh;
    for (store::StatusRow &row : *rows) {
        row.status.silentAfter = silentAfter(row.sensorType);
        const SpaceStatus known = m_statuses.value(row.status.id);
        if (known != row.status)
            differing.insert(row.status.id);
        if (known.state != row.status.state)
            moved.insert(row.status.id);
        fresh.insert(row.status.id, row.status);
    }
    if (ids.isEmpty())
        m_statuses = std::move(fresh);
    else
        m_statuses.insert(fresh);
    compareLater(moved); // a message of it may have been lost
    if (differing.isEmpty())
        return {};
    QList<SpaceStatus> statuses;
    for (const SpaceId &id : std::as_const(differing))
        statuses.append(m_statuses.value(id));
    Q_EMIT spacesChanged(statuses);
    return {};
}

void Engine::noteFailure(const Error &error)
{
    if (m_database && !m_database->isOpen())
        loseDatabase(error);
    else
        qCWarning(lcEngine).noquote() << error.code << error.detail;
}

void Engine::noteFailure(const Result<> &result)
{
    if (!result)
        noteFailure(result.error());
}

} // namespace parking::engine
