// Lamps: what they should show, who sends it, and what people ask about them.

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/engine.h"
#include "engine/lamps/lampsettings.h"
#include "store/floorstore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::DownlinkCause;
using domain::HealthLevel;

namespace {

constexpr int kReconcileTicks = 3600;
constexpr int kPolicyTicks = 15;
constexpr int kPruneStep = 500; // rows
constexpr Milliseconds kSilenceUnknown = 150min; // 2.5 hours, as of sensors that beat hourly
constexpr auto kKeptQuiet = 500ms; // nothing has arrived for so long: it was all
constexpr auto kKeptLimit = 15s;

int countPending(const QList<domain::Downlink> &rows)
{
    return int(std::count_if(rows.cbegin(), rows.cend(), [](const domain::Downlink &row) {
        return row.state == domain::DownlinkState::Pending;
    }));
}

} // namespace

/// The site's colours. Wrong ones are told in the log and the plan's are used. When they are others
/// than before, all lamps are compared with the next tick.
Result<> Engine::readLampPolicy()
{
    const Result<domain::Site> site = store::SiteStore(*m_database).first();
    if (!site)
        return site.error();
    const Result<domain::DisplayPolicy> read = domain::parseDisplayPolicy(site->settings);
    if (!read)
        qCWarning(lcEngine).noquote() << "colours of the lamps:" << read.error().detail;
    const domain::DisplayPolicy policy = read.valueOr({});
    m_compareAll = m_compareAll || policy != m_lamps.policy;
    m_lamps.policy = policy;
    enableLamps();
    return {};
}

/// Whoever changes a state, its lamp's row is made by the station: it knows whether it can send,
/// and a single writer keeps the order.
void Engine::enableLamps()
{
    m_lamps.enabled = m_options.chirpstack.has_value() && m_holdsLock && !m_lampsHeld;
}

void Engine::holdLamps(bool hold)
{
    m_lampsHeld = hold;
    enableLamps();
    if (!hold && isConnected() && m_dispatcher && m_holdsLock)
        noteFailure(reconcileLamps());
}

void Engine::startDispatcher()
{
    if (!m_options.chirpstack)
        return;
    if (!m_dispatcher) {
        m_dispatcher = std::make_unique<Dispatcher>(*m_options.chirpstack);
        // Queued: the connection may be given up, which ends the dispatcher's requests.
        connect(
            m_dispatcher.get(), &Dispatcher::databaseFailed, this,
            [this](const Error &error) { noteFailure(error); }, Qt::QueuedConnection);
        connect(m_dispatcher.get(), &Dispatcher::moved, this, &Engine::downlinksMoved);
        connect(m_dispatcher.get(), &Dispatcher::recovered, this,
                [this](const QList<DevEui> &devices) { noteFailure(reconcileLamps(devices)); });
    }
    m_lampsDue = Steady::now();
    m_lampsWait.start();
    beginLamps();
}

/// What the broker and the journal kept tells what became of commands that were under way when
/// somebody died, and what spaces are now. The dispatcher begins after that was taken in: else it
/// would send again what was on the air, and colours of yesterday.
void Engine::beginLamps(bool isDrained)
{
    if (!m_lampsDue || !m_holdsLock || !isConnected() || m_stopping || !isCaughtUp(isDrained))
        return;
    m_lampsDue.reset();
    m_lampsWait.stop();
    if (const Result<> done = m_dispatcher->activate(*m_database); !done)
        return noteFailure(done.error());
    noteFailure(reconcileLamps());
}

bool Engine::isCaughtUp(bool isDrained) const
{
    if (!isDrained && m_journal->stats().backlog > 0)
        return false;
    if (!m_options.mqtt)
        return true;
    const Steady::time_point now = Steady::now();
    if (now - *m_lampsDue >= kKeptLimit)
        return true; // a dead broker, or one that never falls silent, does not stop lamps for ever
    if (m_connection.state != mqtt::ConnectionState::Connected || !m_connectedAt)
        return false;
    // The broker gives them in order: after one that is newer than the connection none is left.
    return (m_newestUplink && *m_newestUplink >= *m_connectedAt)
        || now - m_lastArrival >= kKeptQuiet;
}

/// Compares what these lamps, or all, show as far as known with what they should show.
Result<> Engine::reconcileLamps(const QList<DevEui> &devices)
{
    if (!m_dispatcher || !m_dispatcher->isActive())
        return {}; // beginLamps() will
    const auto states = devices.isEmpty() ? store::SpaceStore(*m_database).displayedStates()
                                          : store::SpaceStore(*m_database).displayedStates(devices);
    if (!states)
        return states.error();
    QList<LampWish> wishes;
    for (const store::DisplayedState &state : *states)
        wishes.append({.devEui = state.displayEui, .cause = DownlinkCause::Reconcile});
    const Result<int> done = wishLamps(wishes);
    if (!done)
        return done.error();
    m_compareAll = m_compareAll && !devices.isEmpty();
    return {};
}

/// States that differ from what this station knew: an operator's program changed them.
void Engine::compareLater(const QSet<domain::SpaceId> &spaces)
{
    if (!m_lamps.enabled || !m_dispatcher)
        return; // a station that begins compares all
    const bool isQueued = !m_toCompare.isEmpty();
    m_toCompare.unite(spaces);
    if (!isQueued && !m_toCompare.isEmpty())
        QMetaObject::invokeMethod(
            this, [this] { noteFailure(compareLamps()); }, Qt::QueuedConnection);
}

/// What fails stays to be compared; the tick tries again.
Result<> Engine::compareLamps()
{
    if (m_toCompare.isEmpty() || !isConnected() || !m_lamps.enabled)
        return {};
    const auto states = store::SpaceStore(*m_database).displayedStates();
    if (!states)
        return states.error();
    QList<LampWish> wishes;
    for (const store::DisplayedState &state : *states) {
        if (m_toCompare.contains(state.spaceId))
            wishes.append({.devEui = state.displayEui, .cause = DownlinkCause::Change});
    }
    if (const Result<int> done = wishLamps(wishes); !done)
        return done.error();
    m_toCompare.clear();
    return {};
}

/// One transaction for wishes that no uplink brought. Gives the number of new rows.
Result<int> Engine::wishLamps(const QList<LampWish> &wishes)
{
    if (wishes.isEmpty())
        return 0;
    LampOutcome outcome;
    {
        Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
        if (!transaction)
            return transaction.error();
        LampLedger ledger(*m_database, m_lamps, systemNow());
        for (const LampWish &wish : wishes)
            ledger.wish(wish);
        Result<LampOutcome> finished = ledger.finish();
        if (!finished)
            return finished.error();
        if (Result<> done = transaction->commit(); !done)
            return done.error();
        outcome = std::move(*finished);
    }
    takeLamps(outcome);
    return countPending(outcome.rows);
}

void Engine::takeLamps(const LampOutcome &outcome)
{
    if (outcome.isEmpty())
        return;
    if (m_dispatcher)
        m_dispatcher->take(outcome.rows);
    Q_EMIT downlinksMoved(outcome.rows);
}

// --- By the clock --------------------------------------------------------------------------------

void Engine::tickLamps(UtcTime now)
{
    if (!m_dispatcher || !m_holdsLock)
        return;
    m_dispatcher->tick(now);
    if (isConnected())
        noteFailure(compareLamps());
    // A parkctl beside an SQLite file can tell nobody that it set colours.
    if (isConnected() && m_ticks % kPolicyTicks == 0)
        noteFailure(readLampPolicy());
    if (isConnected() && (m_compareAll || m_ticks % kReconcileTicks == 0))
        noteFailure(reconcileLamps());
    if (isConnected())
        noteFailure(checkBlind(now));
    checkChirpStack(now);
}

/// How long nothing at all may arrive from a broker that is there: until the liveliest sensors
/// count as silent, for then every state is old.
Milliseconds Engine::silenceLimit() const
{
    std::optional<Milliseconds> shortest;
    for (const domain::SpaceStatus &status : m_statuses) {
        if (status.hasSensor && status.silentAfter.count() > 0)
            shortest = std::min(shortest.value_or(status.silentAfter), status.silentAfter);
    }
    return std::max(shortest.value_or(kSilenceUnknown), m_options.blindAfter);
}

/// A site may want dark lamps rather than old colours when the station does not know the truth.
Result<> Engine::checkBlind(UtcTime now)
{
    if (!m_options.mqtt || m_connection.state == mqtt::ConnectionState::Connected)
        m_hearing.broker = now;
    bool blind = false;
    if (m_lamps.policy.whenBlind == domain::LampsWhenBlind::Off) {
        m_hearing.brokerLimit = m_options.blindAfter;
        m_hearing.silenceLimit = silenceLimit();
        blind = domain::isBlind(m_hearing, now);
    }
    if (blind == m_lamps.blind)
        return {};
    qCWarning(lcEngine) << (blind ? "nothing arrives: the lamps are to be dark"
                                  : "the lamps show their colours again");
    m_lamps.blind = blind;
    m_compareAll = true; // also when this comparison fails
    report(false); // people who look at a lamp are told the same
    return reconcileLamps();
}

void Engine::checkChirpStack(UtcTime now)
{
    const DispatcherStatus status = m_dispatcher->status();
    m_health.setDownlinksWaiting(status.waiting);
    if (status.problem.isEmpty() && !status.answered) {
        // No displays, or a start: nobody shall read that it works.
        m_health.set(u"chirpstack"_s, HealthLevel::Healthy, problem::kChirpStackNotAsked,
                     u"nothing was asked of ChirpStack yet"_s, now);
        return;
    }
    HealthLevel level = HealthLevel::Healthy;
    if (!status.problem.isEmpty())
        level = status.problem == problem::kChirpStackBusy ? HealthLevel::Degraded
                                                           : HealthLevel::Unhealthy;
    m_health.set(u"chirpstack"_s, level, status.problem, status.detail, now, status.latencyMs);
}

/// Once a day, in steps that do not hold up ingest: the next tick goes on.
Result<> Engine::pruneDownlinks(UtcTime now)
{
    if (now < m_nextPrune)
        return {};
    const Result<qint64> gone =
        store::DownlinkStore(*m_database).prune(now - m_options.downlinksKeep, kPruneStep);
    if (!gone)
        return gone.error();
    if (*gone < kPruneStep)
        m_nextPrune = now + std::chrono::days(1);
    return {};
}

// --- Questions and commands ----------------------------------------------------------------------

/// The lamps of these spaces show their colour anew, also where they should show it already.
Result<int> Engine::resendLamps(const QList<domain::SpaceId> &spaces, const QString &actor)
{
    if (!isConnected())
        return notConnected();
    if (m_holdsLock && !m_options.chirpstack)
        return Error{problem::kChirpStackNotSetUp, u"set CHIRPSTACK_API_KEY to command lamps"_s};
    const auto states = noted(store::SpaceStore(*m_database).displayedStates());
    if (!states)
        return states.error();
    const QSet<domain::SpaceId> asked(spaces.cbegin(), spaces.cend());
    QList<LampWish> wishes;
    for (const store::DisplayedState &state : *states) {
        if (asked.contains(state.spaceId))
            wishes.append({.devEui = state.displayEui,
                           .cause = DownlinkCause::Operator,
                           .actor = actor,
                           .always = true});
    }
    if (m_holdsLock)
        return noted(wishLamps(wishes));
    const auto made = noted(engine::wishLamps(*m_database, m_lamps.policy, wishes, systemNow()));
    if (!made)
        return made.error();
    Q_EMIT downlinksMoved(made->rows);
    return countPending(made->rows);
}

/// The operator's choice of a type; for a display its lamp is set again in the new layout. A
/// station elsewhere hears of the changed layout and compares.
Result<> Engine::setDeviceType(DevEui device, const QString &type)
{
    const Result<> stored =
        inTransaction([&] { return storeDeviceType(*m_database, device, type, systemNow()); });
    if (!stored)
        return stored;
    const Result<int> wished =
        noted(wishLamps({{.devEui = device, .cause = DownlinkCause::Operator, .always = true}}));
    return wished ? Result<>() : Result<>(wished.error());
}

Result<> Engine::setDisplaySettings(DevEui display, const domain::DisplaySettings &settings)
{
    return inTransaction([&] { return storeDisplaySettings(*m_database, display, settings); });
}

Result<> Engine::setDisplayPolicy(const domain::DisplayPolicy &policy)
{
    return inTransaction([&] { return storeDisplayPolicy(*m_database, policy); });
}

} // namespace parking::engine
