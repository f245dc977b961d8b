#include "engine/engine.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QDir>
#include <QStorageInfo>

namespace parking::engine {

using namespace std::chrono_literals;

namespace {

/// Of the disk with this folder.
std::optional<domain::DiskRoom> diskRoom(const QString &folder)
{
    const QStorageInfo disk(folder);
    if (!disk.isValid() || !disk.isReady())
        return std::nullopt;
    return domain::DiskRoom{disk.bytesTotal(), disk.bytesAvailable()};
}

} // namespace

Engine::Engine(EngineOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)),
      m_clock(*m_options.clock), m_rules{.states = m_options.policy, .bounds = m_options.bounds},
      m_health(m_options.version),
      m_link({.url = m_options.databaseUrl, .holdsLock = m_options.ingest}, m_clock, this),
      m_role(m_link, m_health, m_clock, m_options.frozenAfter, this),
      m_peers(m_link, m_clock, this), m_report(m_link, m_role, m_health, m_clock,
                                               {.version = m_options.version,
                                                .standsBy = m_options.ingest,
                                                .facts = [this] { return facts(); }},
                                               this),
      m_outages(m_link, m_role, m_clock, this),
      m_states(m_link, m_clock, this), m_context{.link = m_link,
                                                 .role = m_role,
                                                 .peers = m_peers,
                                                 .health = m_health,
                                                 .lamps = m_lamps,
                                                 .states = m_states,
                                                 .rules = m_rules,
                                                 .clock = m_clock},
      m_lamps(m_context, m_rules.lamps,
              {.chirpstack = m_options.chirpstack,
               .blindAfter = m_options.blindAfter,
               .keep = m_options.downlinksKeep},
              this),
      m_spaces(m_context, this),
      m_directory(m_context,
                  m_options.chirpstack ? std::optional(m_options.chirpstack->rest) : std::nullopt,
                  this),
      m_bookings(m_context, m_rules, this), m_silence(m_context),
      m_alarms(
          m_context,
          {.disk = [this] { return diskRoom(m_options.dataFolder); }, .outlets = m_options.outlets},
          this),
      m_arrival(
          m_context,
          {.journalFolder = QDir(m_options.dataFolder).filePath(u"journal"_s),
           .sync = m_options.sync,
           .batchSize = m_options.batchSize,
           .mqtt = m_options.mqtt,
           .retention = {.readings = m_options.readingsKeep, .changes = m_options.changesKeep}},
          this),
      m_tick(m_clock, this)
{
    m_tick.setInterval(1s);
    connectParts();
}

Engine::~Engine() = default;

/// The one place that knows who follows whom.
void Engine::connectParts()
{
    m_link.beforeUp([this](store::Database &database) { return m_peers.listen(database); });
    m_link.beforeUp([this](store::Database &database) { return m_bookings.load(database); });
    m_link.beforeUp([this](store::Database &database) { return m_states.load(database); });
    m_link.beforeUp([this](store::Database &database) { return m_silence.load(database); });
    m_link.beforeUp([this](store::Database &database) { return m_alarms.load(database); });
    m_link.beforeUp([this](store::Database &database) { return m_lamps.readPolicy(database); });
    m_link.beforeUp([this](store::Database &database) { return m_arrival.resume(database); });
    connect(&m_link, &DatabaseLink::up, this, [this] {
        if (m_options.ingest)
            m_role.stand();
        Q_EMIT ready();
        Q_EMIT layoutChanged();
        m_arrival.drain();
    });
    connect(&m_role, &IngestRole::taken, &m_report, &StationReport::reportNow);
    connect(&m_role, &IngestRole::taken, &m_arrival, &Arrival::begin);
    connect(&m_report, &StationReport::standbyKnown, &m_arrival.broker(),
            &BrokerLink::setHasStandby);
    connect(&m_arrival, &Arrival::caughtUp, &m_lamps, &Lamps::begin);
    connect(&m_arrival, &Arrival::caughtUp, &m_bookings, &Bookings::begin);
    connect(&m_arrival, &Arrival::caughtUp, &m_alarms, &Alarms::begin);

    connect(&m_peers, &Peers::heard, this, [this](const QList<domain::SpaceId> &spaces) {
        // A batch may have read a new state before this message came: what is known here does not
        // tell whether the lamp was.
        if (spaces.isEmpty())
            m_lamps.compareAllLater();
        m_lamps.compareLater(QSet<domain::SpaceId>(spaces.cbegin(), spaces.cend()));
        m_link.log(m_states.refresh(spaces));
        m_bookings.lookSoon();
    });
    connect(&m_peers, &Peers::layoutHeard, this, &Engine::reloadLayout);
    connect(&m_peers, &Peers::bookingsHeard, this, &Engine::bookingsHeard);
    connect(&m_bookings, &Bookings::moved, &m_peers, &Peers::tellBookings);
    connect(&m_states, &LiveStates::flushed, &m_peers, &Peers::tell);
    connect(&m_states, &LiveStates::movedElsewhere, &m_lamps, &Lamps::compareLater);
    connect(&m_states, &LiveStates::knowledgeMoved, &m_lamps, &Lamps::compareLater);
    connect(&m_spaces, &Spaces::layoutChanged, this, &Engine::announceLayout);
    connect(&m_lamps, &Lamps::layoutChanged, this, &Engine::announceLayout);
    connect(&m_bookings, &Bookings::layoutChanged, this, &Engine::announceLayout);
    connect(&m_lamps, &Lamps::factsChanged, &m_report, &StationReport::reportNow);

    connect(&m_states, &LiveStates::changed, this, &Engine::spacesChanged);
    connect(&m_lamps, &Lamps::moved, this, &Engine::downlinksMoved);
    connect(&m_bookings, &Bookings::moved, this, &Engine::bookingsMoved);
    connect(&m_bookings, &Bookings::alerted, this, &Engine::bookingsAlerted);
    connect(&m_alarms, &Alarms::moved, this, &Engine::alarmsMoved);
    connect(&m_arrival, &Arrival::committed, this, &Engine::committed);
    connect(&m_arrival, &Arrival::idle, this, &Engine::idle);
    connect(&m_arrival, &Arrival::connectionChanged, this, &Engine::tellHealth);
    connect(&m_tick, &ClockTimer::timeout, this, &Engine::tick);
}

Result<> Engine::start()
{
    const Result<QString> station = stationId(m_options.dataFolder);
    if (!station)
        return station.error();
    m_peers.setStation(*station);
    m_report.begin(*station);
    m_outages.setStation(*station);
    tellWeakConnections();
    if (m_options.ingest) {
        if (Result<> opened = m_arrival.open(); !opened)
            return opened;
    }
    m_tick.start();
    const Result<> opened = m_link.open();
    if (!opened) {
        m_tick.stop();
        m_arrival.close();
    }
    return opened;
}

/// A viewer speaks with the database alone.
void Engine::tellWeakConnections()
{
    QStringList told;
    for (auto it = m_options.weakConnections.cbegin(); it != m_options.weakConnections.cend();
         ++it) {
        if (m_options.ingest || it.key() == u"DATABASE_URL")
            told.append(it.key() + u": "_s + *it);
    }
    if (!told.isEmpty())
        m_health.set(u"security"_s, domain::HealthLevel::Degraded, problem::kWeakConnection,
                     told.join(u"; "_s), m_clock.now());
}

void Engine::stop(Milliseconds limit)
{
    m_tick.stop();
    m_role.stopTrying();
    m_outages.rest();
    m_lamps.stop();
    m_arrival.stop(limit);
    m_states.flush();
    m_peers.flush();
    m_outages.end();
    m_report.sayGoodBye();
    m_arrival.close();
    m_link.close();
}

void Engine::tick()
{
    m_peers.tick();
    m_spaces.tick();
    m_bookings.tick(m_arrival.hasTakenAll());
    m_report.tick();
    m_states.tick();
    m_silence.tick();
    m_alarms.tick(m_arrival.keepsUp());
    m_arrival.tick();
    m_lamps.tick(m_arrival.hearing(), m_states.shortestSilence());
    tellHealth();
}

void Engine::tellHealth()
{
    m_report.checkDatabase();
    m_arrival.checkHealth();
    const domain::Health found = health();
    m_outages.note(found);
    Q_EMIT healthChanged(found);
}

void Engine::reloadLayout()
{
    if (const Result<> done = m_bookings.reload(); !done)
        return m_link.log(done);
    if (const Result<> done = m_states.reload(); !done)
        return m_link.log(done);
    const Result<> loaded = m_link.with([this](store::Database &database) -> Result<> {
        const Result<> done = m_silence.load(database);
        return done ? m_alarms.load(database) : done;
    });
    if (!loaded)
        return m_link.log(loaded);
    if (const Result<> done = m_lamps.reload(); !done)
        return m_link.log(done);
    Q_EMIT layoutChanged();
}

void Engine::announceLayout()
{
    m_peers.tellLayout();
    reloadLayout();
}

StationFacts Engine::facts() const
{
    return {.mqttState = m_arrival.broker().state(), .details = m_lamps.facts()};
}

} // namespace parking::engine
