#include "engine/ingest/arrival.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/ingest/letterwork.h"
#include "engine/ingest/retriedletters.h"
#include "engine/lamps/lamps.h"
#include "engine/spaces/livestates.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "store/devicestore.h"
#include "store/ingeststore.h"

#include <cstdlib>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::HealthLevel;

namespace {

constexpr Milliseconds kRetry = 1s; // the database stands, and refuses: a full disk, a deadlock
// What the database refuses it is asked for again by a few: a whole batch, and its halves, may take
// so long that the station's own report comes too late.
constexpr int kMostWhenStuck = 32;
constexpr Milliseconds kLook = 100ms;
constexpr auto kKeptQuiet = 500ms; // nothing has arrived for so long: it was all
constexpr auto kKeptLimit = 15s;
constexpr auto kKeepsUp = 10s;
constexpr auto kKeptOver = 60s; // after connecting: what arrives then is from now
constexpr int kPartitionTicks = 3600;
constexpr int kRetryTicks = 3;
constexpr qint64 kBacklogLimit = 5000;

} // namespace

Arrival::Arrival(const Context &context, ArrivalOptions options, QObject *parent)
    : QObject(parent), m_context(context), m_options(std::move(options)),
      m_broker(context, m_options.mqtt, this), m_upkeep(context),
      m_retention(context, m_options.retention), m_pace(m_options.batchSize),
      m_again(context.clock, this), m_waiting(context.clock, this)
{
    m_again.setSingleShot(true);
    connect(&m_again, &ClockTimer::timeout, this, &Arrival::drain);
    m_waiting.setInterval(kLook);
    connect(&m_waiting, &ClockTimer::timeout, this, [this] { lookWhetherCaughtUp(); });
    connect(&m_broker, &BrokerLink::connected, this,
            [this] { m_lastArrival = m_context.clock.steady(); });
    connect(&m_broker, &BrokerLink::changed, this, &Arrival::connectionChanged);
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
    recall();
    m_began = m_context.clock.steady();
    m_owed = m_journal->stats().backlog;
    m_waiting.start();
    lookWhetherCaughtUp();
    m_broker.begin(*m_journal);
}

/// What was before this program took over stays told: what is set aside is not there to be missed.
void Arrival::recall()
{
    const UtcTime now = m_context.clock.now();
    const auto before = m_context.link.with([now](store::Database &database) {
        return store::IngestStore(database).setAsideSince(now - 1h);
    });
    m_context.link.log(before);
    m_context.health.intake().begin(before.valueOr({}));
}

void Arrival::stop(Milliseconds limit)
{
    m_stopping = true;
    m_again.stop();
    m_waiting.stop();
    m_broker.stop(limit);
    const Clock &clock = m_context.clock;
    const Steady::time_point end = clock.steady() + limit;
    while (m_ingester && m_journal->stats().backlog > 0 && clock.steady() < end) {
        const auto step = takeStep();
        if (!step || (step->records == 0 && !step->more))
            break;
        for (const BatchOutcome &outcome : step->outcomes)
            take(outcome);
    }
}

void Arrival::close()
{
    // A message that cannot be kept must not be acknowledged: append() does not return, and this
    // process ends without waiting for it. The broker sends it again.
    if (!m_broker.isOver()) {
        qCCritical(lcEngine) << "ends without the message that cannot be kept";
        std::_Exit(EXIT_FAILURE);
    }
    m_broker.close();
    m_ingester.reset();
    m_journal.reset();
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
    // The clock tries again, not each message that arrives meanwhile: this thread would do nothing
    // else, and report nothing.
    if (m_stuck && m_again.isActive())
        return;
    const auto step = takeStep();
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
    const UtcTime now = m_context.clock.now();
    m_context.health.countUplinks(step->records, now);
    if (step->qosZero)
        m_broker.noteQosZero(now);
    if (step->lastReceived) {
        m_context.health.setLastUplink(*step->lastReceived);
        m_hearing.arrival = std::max(m_hearing.arrival, *step->lastReceived);
    }
    m_owed -= step->records;
    if (step->records > 0) {
        m_lastArrival = m_context.clock.steady();
        Q_EMIT committed(step->records);
    }
    lookWhetherCaughtUp();
    if (step->more)
        return drainAfter(0ms);
    if (step->records > 0)
        Q_EMIT idle();
}

Result<Ingester::Step> Arrival::takeStep()
{
    const Clock &clock = m_context.clock;
    const int most = m_stuck ? std::min(kMostWhenStuck, m_pace.records()) : m_pace.records();
    const Steady::time_point begun = clock.steady();
    auto step = m_context.link.with([&](store::Database &) {
        return m_ingester->step(m_context.states.bindings(), most, clock.now(),
                                [&] { return clock.steady() - begun > BatchPace::kLong; });
    });
    if (step && !m_stuck)
        m_pace.took(step->records, clock.steady() - begun);
    return step;
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
    const std::optional<UtcTime> connectedAt = m_broker.connectedAt();
    for (const Arrived &arrived : outcome.arrived) {
        // What the broker had kept comes late through no fault of a clock.
        const bool isLive = connectedAt && arrived.receivedAt >= *connectedAt + kKeptOver;
        if (isLive || arrived.lead < 0ms)
            intake.noteLead(arrived.lead);
    }
}

void Arrival::lookWhetherCaughtUp()
{
    if (!m_began || !m_context.role.isHeld() || m_stopping || !isCaughtUp())
        return;
    m_began.reset();
    m_waiting.stop();
    Q_EMIT caughtUp();
}

/// What comes meanwhile is from now: a site that is never idle commands its lamps all the same.
bool Arrival::isCaughtUp() const
{
    if (m_owed > 0)
        return false;
    // A dead broker, or one that never falls silent, does not stop lamps for ever.
    return m_context.clock.steady() - *m_began >= kKeptLimit || isBrokerDone();
}

bool Arrival::isBrokerDone() const
{
    if (!m_broker.isUsed())
        return true;
    const Steady::time_point now = m_context.clock.steady();
    const std::optional<UtcTime> connectedAt = m_broker.connectedAt();
    if (!m_broker.isConnected() || !connectedAt)
        return false;
    // The broker gives them in order: after one that is newer than the connection none is left.
    return (m_newestUplink && *m_newestUplink >= *connectedAt)
        || (isEmpty() && now - m_lastArrival >= kKeptQuiet);
}

bool Arrival::keepsUp() const
{
    const bool isClose = isEmpty() || m_context.clock.now() - m_hearing.arrival < kKeepsUp;
    return m_journal && isClose && isBrokerDone();
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
    m_broker.tick();
    isStation ? m_upkeep.tick() : m_upkeep.rest();
    isStation ? m_retention.tick() : m_retention.rest();
    if (m_journal && !isEmpty())
        drainAfter(0ms); // nothing should be left behind a wake; if so, it waits a second at most
    if (!m_broker.isUsed() || m_broker.isConnected())
        m_hearing.broker = m_context.clock.now();
}

/// Dead letters that somebody wants in.
void Arrival::retryAsked()
{
    if (!m_context.link.isUp() || m_stopping)
        return;
    const auto retried = m_context.link.with([this](store::Database &database) {
        return engine::retryLetters(database, m_context.states.bindings(), m_context.rules,
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
    m_broker.checkHealth();
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

// --- Messages that were set aside ----------------------------------------------------------------

Result<qint64> Arrival::retryLetters(const QList<qint64> &ids, const QString &actor)
{
    if (ids.isEmpty()) // the store's word for all of them
        return 0;
    return m_context.link.transact([&](store::Database &database) {
        return askLettersAgain(database, ids, actor, m_context.clock.now());
    });
}

Result<QList<store::DeadLetter>> Arrival::deleteLetters(const QList<qint64> &ids,
                                                        const QString &actor)
{
    using Letters = Result<QList<store::DeadLetter>>;
    if (ids.isEmpty())
        return QList<store::DeadLetter>();
    return m_context.link.transact([&](store::Database &database) -> Letters {
        const Letters letters = store::IngestStore(database).lettersOf(ids);
        if (!letters)
            return letters;
        const auto gone = engine::deleteLetters(database, ids, actor, m_context.clock.now());
        return gone ? letters : gone.error();
    });
}

Result<QList<qint64>> Arrival::restoreLetters(const QList<store::DeadLetter> &letters,
                                              const QString &actor)
{
    return m_context.link.transact([&](store::Database &database) {
        return engine::restoreLetters(database, letters, actor, m_context.clock.now());
    });
}

} // namespace parking::engine
