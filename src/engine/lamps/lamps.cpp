#include "engine/lamps/lamps.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/lamps/lampconsole.h"
#include "engine/lamps/lampsettings.h"
#include "engine/station/databaselink.h"
#include "engine/station/ingestrole.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/statestore.h"
#include "store/stationstore.h"

#include <algorithm>
#include <utility>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::DownlinkCause;

namespace {

constexpr int kReconcileTicks = 3600;
constexpr int kPolicyTicks = 15;
constexpr int kPruneStep = 500; // rows
constexpr Milliseconds kSilenceUnknown = 150min; // 2.5 hours, as of sensors that beat hourly

int countPending(const QList<domain::Downlink> &rows)
{
    return int(std::count_if(rows.cbegin(), rows.cend(), [](const domain::Downlink &row) {
        return row.state == domain::DownlinkState::Pending;
    }));
}

} // namespace

Lamps::Lamps(const Context &context, LampContext &rules, LampsOptions options, QObject *parent)
    : QObject(parent), m_context(context), m_rules(rules), m_options(std::move(options)),
      m_health(context)
{
    connect(&context.role, &IngestRole::taken, this, [this] {
        enable();
        makeDispatcher();
    });
    connect(&context.link, &DatabaseLink::lost, this, [this] {
        m_mayBegin = false;
        enable();
    });
    // Queued: the loss may be noticed within an answer of ChirpStack, and this ends all requests.
    connect(
        &context.link, &DatabaseLink::lost, this,
        [this] {
            if (m_dispatcher)
                m_dispatcher->deactivate();
        },
        Qt::QueuedConnection);
}

Lamps::~Lamps() = default;

bool Lamps::isStation() const
{
    return m_context.role.isHeld();
}

/// Whoever changes a state, its lamp's row is made by the station: it knows whether it can send,
/// and a single writer keeps the order.
void Lamps::enable()
{
    m_rules.enabled = m_options.chirpstack.has_value() && isStation() && !m_held;
}

Result<> Lamps::readPolicy(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const Result<domain::DisplayPolicy> read = domain::parseDisplayPolicy(site->settings);
    if (!read)
        qCWarning(lcEngine).noquote() << "colours of the lamps:" << read.error().detail;
    const domain::DisplayPolicy policy = read.valueOr({});
    m_compareAll = m_compareAll || policy != m_rules.policy;
    m_rules.policy = policy;
    return {};
}

Result<> Lamps::reload()
{
    const Result<> done =
        m_context.link.with([this](store::Database &database) { return readPolicy(database); });
    if (!done || !m_dispatcher || !isStation())
        return done;
    return reconcile(); // lamps may have come, gone or changed places
}

// --- Sending -------------------------------------------------------------------------------------

void Lamps::makeDispatcher()
{
    if (!m_options.chirpstack || m_dispatcher)
        return;
    m_dispatcher = std::make_unique<Dispatcher>(*m_options.chirpstack, m_context.clock);
    connect(m_dispatcher.get(), &Dispatcher::databaseFailed, this,
            [this](const Error &error) { m_context.link.log(Result<>(error)); });
    connect(m_dispatcher.get(), &Dispatcher::moved, this, &Lamps::moved);
    connect(m_dispatcher.get(), &Dispatcher::recovered, this,
            [this](const QList<DevEui> &devices) { m_context.link.log(reconcile(devices)); });
}

void Lamps::begin()
{
    if (!m_dispatcher || !isStation())
        return;
    m_mayBegin = true; // should it fail, the next tick tries again
    const Result<> active = m_context.link.with(
        [this](store::Database &database) { return m_dispatcher->activate(database); });
    m_context.link.log(active ? reconcile() : active);
}

void Lamps::stop()
{
    m_mayBegin = false;
    m_rules.enabled = false;
    if (m_dispatcher)
        m_dispatcher->deactivate();
}

void Lamps::hold(bool hold)
{
    m_held = hold;
    enable();
    if (!hold && m_dispatcher && isStation())
        m_context.link.log(reconcile());
}

void Lamps::take(const LampOutcome &outcome)
{
    if (outcome.isEmpty())
        return;
    if (m_dispatcher)
        m_dispatcher->take(outcome);
    if (!outcome.rows.isEmpty())
        Q_EMIT moved(outcome.rows);
}

// --- Comparing -----------------------------------------------------------------------------------

/// Compares what these lamps, or all, show as far as known with what they should show. Where that
/// fails the next tick compares all.
Result<> Lamps::reconcile(const QList<DevEui> &devices)
{
    if (!m_dispatcher || !m_dispatcher->isActive())
        return {}; // begin() will
    const bool isAllDue = std::exchange(m_compareAll, true);
    const auto states = m_context.link.with(
        [&](store::Database &database) { return store::StateStore(database).displayed(devices); });
    if (!states)
        return states.error();
    QList<LampWish> wishes;
    for (const store::DisplayedState &state : *states)
        wishes.append({.devEui = state.displayEui, .cause = DownlinkCause::Reconcile});
    if (const Result<int> done = wish(wishes); !done)
        return done.error();
    m_compareAll = isAllDue && !devices.isEmpty();
    return {};
}

void Lamps::compareLater(const QSet<domain::SpaceId> &spaces)
{
    if (!m_rules.enabled || !m_dispatcher)
        return; // a station that begins compares all
    const bool isQueued = !m_toCompare.isEmpty();
    m_toCompare.unite(spaces);
    if (!isQueued && !m_toCompare.isEmpty())
        QMetaObject::invokeMethod(
            this, [this] { m_context.link.log(compare()); }, Qt::QueuedConnection);
}

/// What fails stays to be compared; the tick tries again.
Result<> Lamps::compare()
{
    if (m_toCompare.isEmpty() || !m_rules.enabled)
        return {};
    const auto states = m_context.link.with(
        [](store::Database &database) { return store::StateStore(database).displayed(); });
    if (!states)
        return states.error();
    QList<LampWish> wishes;
    for (const store::DisplayedState &state : *states) {
        if (m_toCompare.contains(state.status.id))
            wishes.append({.devEui = state.displayEui, .cause = DownlinkCause::Change});
    }
    if (const Result<int> done = wish(wishes); !done)
        return done.error();
    m_toCompare.clear();
    return {};
}

/// One transaction for wishes that no movement brought. Gives the number of new rows.
Result<int> Lamps::wish(const QList<LampWish> &wishes)
{
    if (wishes.isEmpty())
        return 0;
    const UtcTime now = m_context.clock.now();
    const Result<LampOutcome> outcome = m_context.link.transact([&](store::Database &database) {
        LampLedger ledger(database, m_rules, now);
        for (const LampWish &wish : wishes)
            ledger.wish(wish);
        return ledger.finish();
    });
    if (!outcome)
        return outcome.error();
    take(*outcome);
    return countPending(outcome->rows);
}

// --- By the clock --------------------------------------------------------------------------------

void Lamps::tick(domain::Hearing hearing, std::optional<Milliseconds> shortestSilence)
{
    ++m_ticks;
    const UtcTime now = m_context.clock.now();
    DatabaseLink &link = m_context.link;
    // A parkctl beside an SQLite file can tell nobody that it set colours.
    if (link.isUp() && m_ticks % kPolicyTicks == 0)
        link.log(link.with([this](store::Database &database) { return readPolicy(database); }));
    m_health.tick(m_dispatcher.get());
    if (!isStation())
        return;
    link.log(prune(now));
    if (!m_dispatcher)
        return;
    if (m_mayBegin && !m_dispatcher->isActive())
        begin();
    m_dispatcher->tick();
    link.log(compare());
    if (m_compareAll || m_ticks % kReconcileTicks == 0)
        link.log(reconcile());
    link.log(checkBlind(hearing, shortestSilence));
}

/// A site may want dark lamps rather than old colours when the station does not know the truth.
/// From a broker that is there nothing at all may arrive until the liveliest sensors count as
/// silent, for then every state is old.
Result<> Lamps::checkBlind(domain::Hearing hearing, std::optional<Milliseconds> shortestSilence)
{
    hearing.brokerLimit = m_options.blindAfter;
    hearing.silenceLimit =
        std::max(shortestSilence.value_or(kSilenceUnknown), m_options.blindAfter);
    const bool blind = m_rules.policy.whenBlind == domain::LampsWhenBlind::Off
        && domain::isBlind(hearing, m_context.clock.now());
    if (blind == m_rules.blind)
        return {};
    qCWarning(lcEngine) << (blind ? "nothing arrives: the lamps are to be dark"
                                  : "the lamps show their colours again");
    m_rules.blind = blind;
    m_compareAll = true; // also when this comparison fails
    Q_EMIT factsChanged();
    return reconcile();
}

/// Once a day, in steps that do not hold up ingest: the next tick goes on.
Result<> Lamps::prune(UtcTime now)
{
    if (now < m_nextPrune)
        return {};
    const Result<qint64> gone = m_context.link.with([&](store::Database &database) {
        return store::DownlinkStore(database).prune(now - m_options.keep, kPruneStep);
    });
    if (!gone)
        return gone.error();
    if (*gone < kPruneStep)
        m_nextPrune = now + std::chrono::days(1);
    return {};
}

QJsonObject Lamps::facts() const
{
    return {{store::kCommandsLamps, m_rules.enabled}, {store::kLampsDark, m_rules.blind}};
}

// --- Commands ------------------------------------------------------------------------------------

Result<int> Lamps::resend(const QList<domain::SpaceId> &spaces, const QString &actor)
{
    DatabaseLink &link = m_context.link;
    if (isStation() && !m_options.chirpstack)
        return Error{problem::kChirpStackNotSetUp, u"set CHIRPSTACK_API_KEY to command lamps"_s};
    const auto states = link.with(
        [](store::Database &database) { return store::StateStore(database).displayed(); });
    if (!states)
        return states.error();
    QList<LampWish> wishes;
    for (const store::DisplayedState &state : *states) {
        if (spaces.contains(state.status.id))
            wishes.append({.devEui = state.displayEui,
                           .cause = DownlinkCause::Operator,
                           .actor = actor,
                           .always = true});
    }
    if (isStation())
        return wish(wishes);
    const UtcTime now = m_context.clock.now();
    const auto made = link.with([&](store::Database &database) {
        return wishLamps(database, m_rules.policy, wishes, now);
    });
    if (!made)
        return made.error();
    Q_EMIT moved(made->rows);
    return countPending(made->rows);
}

Result<> Lamps::command(const domain::LampCommand &command, const QString &actor)
{
    if (isStation() && !m_options.chirpstack)
        return Error{problem::kChirpStackNotSetUp, u"set CHIRPSTACK_API_KEY to command lamps"_s};
    const UtcTime now = m_context.clock.now();
    const auto made = m_context.link.with([&](store::Database &database) -> Result<LampOutcome> {
        if (!isStation()) {
            if (const Result<> checked = checkLampsCommanded(database, now); !checked)
                return checked.error();
        }
        return commandLamp(database, m_rules.policy, command, actor, now);
    });
    if (!made)
        return made.error();
    if (isStation())
        take(*made);
    else
        Q_EMIT moved(made->rows);
    return {};
}

/// May this program ask ChirpStack about a lamp? It goes by the requests of commands, so that none
/// gets in between.
Result<> Lamps::checkAsks() const
{
    if (!m_options.chirpstack)
        return Error{problem::kChirpStackNotSetUp, u"set CHIRPSTACK_API_KEY to ask ChirpStack"_s};
    if (!isStation())
        return Error{problem::kChirpStackOnlyStation, u"the station asks ChirpStack"_s};
    if (!m_dispatcher || !m_dispatcher->isActive())
        return Error{problem::kChirpStackNotAsked, u"the station begins just now"_s};
    return {};
}

void Lamps::askQueue(DevEui device, Dispatcher::QueueTold told)
{
    if (const Result<> checked = checkAsks(); !checked)
        return told(checked.error());
    m_dispatcher->askQueue(device, std::move(told));
}

void Lamps::emptyQueue(DevEui device, Dispatcher::FlushTold told)
{
    if (const Result<> checked = checkAsks(); !checked)
        return told(checked.error());
    m_dispatcher->emptyQueue(device, std::move(told));
}

Result<> Lamps::changeSettings(const std::function<Result<>(store::Database &)> &work)
{
    const Result<> done = m_context.link.transact(work);
    if (done)
        Q_EMIT layoutChanged();
    return done;
}

/// A station elsewhere hears of the changed layout and compares.
Result<> Lamps::setDeviceType(DevEui device, const QString &type, const QString &actor,
                              const std::optional<QString> &expected)
{
    const UtcTime now = m_context.clock.now();
    const Result<> stored = changeSettings([&](store::Database &database) {
        return storeDeviceType(database, device, type, actor, now, expected);
    });
    if (!stored)
        return stored;
    const Result<int> wished =
        wish({{.devEui = device, .cause = DownlinkCause::Operator, .always = true}});
    return wished ? Result<>() : Result<>(wished.error());
}

Result<> Lamps::setDisplaySettings(DevEui display, const domain::DisplaySettings &settings,
                                   const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    return changeSettings([&](store::Database &database) {
        return storeDisplaySettings(database, display, settings, actor, now);
    });
}

Result<> Lamps::setDisplayPolicy(const domain::DisplayPolicy &policy, const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    return changeSettings([&](store::Database &database) {
        return storeDisplayPolicy(database, policy, actor, now);
    });
}

} // namespace parking::engine
