#include "engine/ingest/arrival.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/ingest/retriedletters.h"
#include "engine/lamps/lamps.h"
#include "engine/spaces/livestates.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "store/devicestore.h"
#include "store/sitestore.h"

#include <cstdlib>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::HealthLevel;

namespace {

constexpr Milliseconds kRetry = 1s; // the database stands, and refuses: a full disk, a deadlock
constexpr Milliseconds kLook = 100ms;
constexpr auto kKeptQuiet = 500ms; // nothing has arrived for so long: it was all
constexpr auto kKeptLimit = 15s;
constexpr auto kKeptOver = 60s; // after connecting: what arrives then is from now
constexpr int kPartitionTicks = 3600;
constexpr int kRetryTicks = 3;
constexpr auto kQosZeroMemory = 10min;
constexpr qint64 kBacklogLimit = 5000;

} // namespace

Arrival::Arrival(const Context &context, ArrivalOptions options, QObject *parent)
    : QObject(parent), m_context(context), m_options(std::move(options)),
      m_again(context.clock, this), m_waiting(context.clock, this)
{
    m_again.setSingleShot(true);
    connect(&m_again, &ClockTimer::timeout, this, &Arrival::drain);
    m_waiting.setInterval(kLook);
    connect(&m_waiting, &ClockTimer::timeout, this, [this] { lookWhetherCaughtUp(); });
    connect(&context.link, &DatabaseLink::lost, this, [this] {
        m_began.reset();
        m_waiting.stop();
        m_stuck.reset(); // the connection says what is wrong
    });
}

Arrival::~Arrival() = default;

Result<> Arrival::open()
{
    journal::JournalOptions options;
    options.folder = m_options.journalFolder;
    options.sync = m_options.sync;
    Result<std::unique_ptr<journal::Journal>> journal = journal::Journal::open(options);
    if (!journal)
        return journal.error();
    m_journal = std::move(*journal);
    m_journal->setWake(
        [this] { QMetaObject::invokeMethod(this, &Arrival::drain, Qt::QueuedConnection); });
    return {};
}

Result<> Arrival::resume(store::Database &database)
{
    if (!m_journal)
        return {};
    if (!m_ingester)
        m_ingester = std::make_unique<Ingester>(database, *m_journal, m_context.rules);
    return m_ingester->resume();
}

void Arrival::begin()
{
    m_hearing.since = m_context.clock.now();
    ensurePartitions();
    m_began = m_context.clock.steady();
    m_waiting.start();
    lookWhetherCaughtUp();
    startMqtt();
}

void Arrival::stop(Milliseconds limit)
{
    m_stopping = true;
    m_again.stop();
    m_waiting.stop();
    // A message that cannot be kept must not be acknowledged: append() does not return, and this
    // process ends without waiting for it. The broker sends it again.
    if (m_journal && !m_journal->stats().problem.isEmpty())
        std::_Exit(EXIT_FAILURE);
    if (m_mqtt)
        m_mqtt->stop();
    const Clock &clock = m_context.clock;
    const Steady::time_point end = clock.steady() + limit;
    while (m_ingester && m_journal->stats().backlog > 0 && clock.steady() < end) {
        const auto step = m_context.link.with([&](store::Database &) {
            return m_ingester->step(m_context.states.bindings(), m_options.batchSize, clock.now());
        });
        if (!step || step->records == 0)
            break;
        for (const BatchOutcome &outcome : step->outcomes)
            take(outcome);
    }
}

void Arrival::close()
{
    m_mqtt.reset();
    m_ingester.reset();
    m_journal.reset();
}

// --- The broker ----------------------------------------------------------------------------------

void Arrival::startMqtt()
{
    if (!m_options.mqtt || !m_context.link.isUp())
        return;
    if (!m_mqtt) {
        mqtt::MqttOptions options = *m_options.mqtt;
        if (options.clientId.isEmpty()) {
            // All stations of one database share the id, so that a standby that takes over also
            // takes over what the broker kept for the one before.
            const auto site = m_context.link.with(
                [](store::Database &database) { return store::SiteStore(database).first(); });
            if (!site)
                return m_context.link.log(site);
            options.clientId = u"smart-parking-%1"_s.arg(site->id.toString());
        }
        m_mqtt = std::make_unique<mqtt::MqttClient>(
            std::move(options),
            [journal = m_journal.get(), clock = &m_context.clock](
                const mqtt::MqttMessage &message) { journal->append(message, clock->now()); });
        connect(m_mqtt.get(), &mqtt::MqttClient::connectionChanged, this, &Arrival::onConnection);
    }
    connectToBroker(); // still connected, maybe, from before the database was lost
}

void Arrival::connectToBroker()
{
    m_dispute.cameBack(m_context.clock.steady());
    if (const Result<> started = m_mqtt->start(); !started)
        m_context.health.set(u"mqtt"_s, HealthLevel::Unhealthy, started.error().code,
                             started.error().detail, m_context.clock.now());
}

void Arrival::onConnection(const mqtt::ConnectionInfo &info)
{
    if (info.state == mqtt::ConnectionState::Connected && m_connection.state != info.state) {
        m_connectedAt = m_context.clock.now();
        m_lastArrival = m_context.clock.steady();
    }
    if (info.state == mqtt::ConnectionState::TakenOver && m_connection.state != info.state)
        m_dispute.lost(m_context.clock.steady());
    m_connection = info;
    // Without the lock another station may be at the broker with our id: reconnecting would throw
    // it out. While the connection holds we go on collecting into the journal.
    const bool isGone = info.state == mqtt::ConnectionState::Waiting
        || info.state == mqtt::ConnectionState::TakenOver;
    if (!m_context.role.isHeld() && isGone) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_context.role.isHeld() && m_mqtt)
                    m_mqtt->stop();
            },
            Qt::QueuedConnection);
    }
    Q_EMIT connectionChanged();
}

QString Arrival::mqttState() const
{
    switch (m_mqtt ? m_mqtt->info().state : mqtt::ConnectionState::Stopped) {
    case mqtt::ConnectionState::Stopped:
        return u"stopped"_s;
    case mqtt::ConnectionState::Connecting:
        return u"connecting"_s;
    case mqtt::ConnectionState::Connected:
        return u"connected"_s;
    case mqtt::ConnectionState::Waiting:
        return u"waiting"_s;
    case mqtt::ConnectionState::TakenOver:
        return u"taken over"_s;
    }
    return {};
}

// --- From the journal into the database ----------------------------------------------------------

void Arrival::drainAfter(Milliseconds pause)
{
    if (!m_again.isActive())
        m_again.start(pause);
}

void Arrival::drain()
{
    if (!m_context.link.isUp() || !m_ingester || m_stopping)
        return;
    const UtcTime now = m_context.clock.now();
    const auto step = m_context.link.with([&](store::Database &) {
        return m_ingester->step(m_context.states.bindings(), m_options.batchSize, now);
    });
    if (!step) {
        m_context.link.log(step);
        if (m_context.link.isUp()) {
            m_stuck = step.error();
            drainAfter(kRetry);
        }
        return;
    }
    m_stuck.reset();
    for (const BatchOutcome &outcome : step->outcomes)
        take(outcome);
    m_context.health.countUplinks(step->records, now);
    if (step->qosZero)
        m_qosZeroSeen = now;
    if (step->lastReceived) {
        m_context.health.setLastUplink(*step->lastReceived);
        m_hearing.arrival = std::max(m_hearing.arrival, *step->lastReceived);
    }
    if (step->records > 0) {
        m_lastArrival = m_context.clock.steady();
        Q_EMIT committed(step->records);
    }
    if (step->more)
        return drainAfter(0ms);
    if (step->records > 0)
        Q_EMIT idle();
    lookWhetherCaughtUp(true);
}

void Arrival::take(const BatchOutcome &outcome)
{
    noteIntake(outcome);
    publishOutcome(outcome);
}

void Arrival::publishOutcome(const BatchOutcome &outcome)
{
    publish(m_context, outcome.moved);
    m_context.states.take(outcome.heard);
    for (const domain::DeviceHeard &heard : outcome.heard)
        m_newestUplink = std::max(m_newestUplink, heard.lastHeard);
}

void Arrival::noteIntake(const BatchOutcome &outcome)
{
    domain::Intake &intake = m_context.health.intake();
    intake.note(outcome.taken, m_context.clock.now());
    for (const Arrived &arrived : outcome.arrived) {
        // What the broker had kept comes late through no fault of a clock.
        const bool isLive = m_connectedAt && arrived.receivedAt >= *m_connectedAt + kKeptOver;
        if (isLive || arrived.lead < 0ms)
            intake.noteLead(arrived.lead);
    }
}

void Arrival::lookWhetherCaughtUp(bool isDrained)
{
    if (!m_began || !m_context.role.isHeld() || m_stopping || !isCaughtUp(isDrained))
        return;
    m_began.reset();
    m_waiting.stop();
    Q_EMIT caughtUp();
}

bool Arrival::isCaughtUp(bool isDrained) const
{
    if (!isDrained && !isEmpty())
        return false;
    if (!m_options.mqtt)
        return true;
    const Steady::time_point now = m_context.clock.steady();
    if (now - *m_began >= kKeptLimit)
        return true; // a dead broker, or one that never falls silent, does not stop lamps for ever
    if (m_connection.state != mqtt::ConnectionState::Connected || !m_connectedAt)
        return false;
    // The broker gives them in order: after one that is newer than the connection none is left.
    return (m_newestUplink && *m_newestUplink >= *m_connectedAt)
        || now - m_lastArrival >= kKeptQuiet;
}

Result<> Arrival::ingestHistory(const QList<journal::JournalRecord> &records)
{
    QList<IngestItem> items;
    items.reserve(records.size());
    for (const journal::JournalRecord &record : records)
        items.append(prepare(record, m_context.states.bindings(), record.receivedAt));
    const MovementRules rules{.states = m_context.rules.states}; // history moves no lamps
    const UtcTime now = records.isEmpty() ? m_context.clock.now() : records.last().receivedAt;
    const Result<BatchOutcome> outcome = m_context.link.with([&](store::Database &database) {
        return write(database, fold({items.constData(), size_t(items.size())}), rules, now);
    });
    if (!outcome)
        return outcome.error();
    take(*outcome);
    return {};
}

// --- By the clock --------------------------------------------------------------------------------

void Arrival::tick()
{
    const bool isStation = m_context.role.isHeld();
    if (++m_ticks % kPartitionTicks == 0 && isStation)
        ensurePartitions();
    if (isStation && m_ticks % kRetryTicks == 0)
        retryAsked();
    if (isStation && m_mqtt && m_connection.state == mqtt::ConnectionState::TakenOver
        && m_dispute.isTimeToComeBack(m_context.clock.steady()))
        connectToBroker();
    if (m_journal && !isEmpty())
        drainAfter(0ms); // nothing should be left behind a wake; if so, it waits a second at most
    if (!m_options.mqtt || m_connection.state == mqtt::ConnectionState::Connected)
        m_hearing.broker = m_context.clock.now();
}

/// Dead letters that somebody wants in.
void Arrival::retryAsked()
{
    if (!m_context.link.isUp() || m_stopping)
        return;
    const auto retried = m_context.link.with([this](store::Database &database) {
        return retryLetters(database, m_context.states.bindings(), m_context.rules,
                            m_context.clock.now());
    });
    if (!retried)
        return m_context.link.log(retried);
    for (const BatchOutcome &outcome : retried->outcomes)
        publishOutcome(outcome);
}

void Arrival::ensurePartitions()
{
    m_context.link.log(m_context.link.with([this](store::Database &database) -> Result<> {
        if (!database.isPostgres())
            return {};
        return store::ReadingStore(database).ensurePartitions(m_context.clock.now());
    }));
}

void Arrival::checkHealth()
{
    const UtcTime now = m_context.clock.now();
    if (m_journal)
        checkJournal(now);
    if (m_context.role.isHeld())
        m_context.health.checkIntake(now);
    if (m_options.mqtt && m_mqtt)
        checkMqtt(now);
}

void Arrival::checkJournal(UtcTime now)
{
    const journal::JournalStats stats = m_journal->stats();
    m_context.health.setBacklog(stats.backlog);
    HealthLevel level = HealthLevel::Healthy;
    QString problem;
    QString detail;
    if (!stats.problem.isEmpty()) {
        level = HealthLevel::Unhealthy;
        problem = problem::kJournalWrite;
        detail = stats.problem;
    } else if (m_stuck) {
        level = HealthLevel::Unhealthy;
        const bool isFolder = m_stuck->code == problem::kJournalFolder;
        problem = isFolder ? problem::kJournalUnreadable : problem::kNothingStored;
        detail = m_stuck->detail;
    } else if (!stats.unreadable.isEmpty()) {
        level = HealthLevel::Unhealthy;
        problem = problem::kJournalUnreadable;
        detail = stats.unreadable.join(u", "_s);
    } else if (m_ingester && m_ingester->isJournalReplaced()) {
        level = HealthLevel::Degraded;
        problem = problem::kJournalReplaced;
        detail = m_options.journalFolder;
    } else if (stats.corruptRecords > 0) {
        level = HealthLevel::Degraded;
        problem = problem::kJournalCorrupt;
        detail = u"%1 records could not be read"_s.arg(stats.corruptRecords);
    } else if (stats.backlog > kBacklogLimit) {
        level = HealthLevel::Degraded;
        problem = problem::kBacklog;
        detail = u"%1 messages wait for the database"_s.arg(stats.backlog);
    }
    m_context.health.set(u"journal"_s, level, problem, detail, now);
}

void Arrival::checkMqtt(UtcTime now)
{
    HealthLevel level = HealthLevel::Healthy;
    QString problem;
    QString detail;
    if (m_connection.state == mqtt::ConnectionState::TakenOver) {
        level = HealthLevel::Unhealthy;
        problem = problem::kSessionTakenOver;
        detail = u"%1; this station stands by"_s.arg(m_connection.error);
    } else if (m_connection.state != mqtt::ConnectionState::Connected) {
        level = HealthLevel::Unhealthy;
        problem = problem::kBrokerUnreachable;
        detail = m_connection.error;
    } else if (m_dispute.isOpen(m_context.clock.steady())) {
        level = HealthLevel::Degraded;
        problem = problem::kSessionTakenOver;
        detail = u"another program with our client id was at the broker: uplinks may be with it"_s;
    } else if (m_qosZeroSeen && now - *m_qosZeroSeen < kQosZeroMemory) {
        level = HealthLevel::Degraded;
        problem = problem::kQosZero;
        detail = u"uplinks arrive at QoS 0: set integration.mqtt.qos = 1 in ChirpStack"_s;
    } else if (!m_connection.sessionPresent && !m_connection.firstConnect) {
        level = HealthLevel::Degraded;
        problem = problem::kSessionLost;
        detail = u"the broker forgot our session: give it persistence"_s;
    }
    m_context.health.set(u"mqtt"_s, level, problem, detail, now);
}

} // namespace parking::engine
