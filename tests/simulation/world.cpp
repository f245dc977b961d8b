#include "world.h"

#include "base/failpoint.h"
#include "base/literals.h"
#include "store/databaseurl.h"
#include "store/migrator.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cmath>

namespace parking::simulation {

using namespace std::chrono_literals;

namespace {

constexpr UtcTime kMorning = fromMillis(1'764'000'000'000);
constexpr auto kDay = 24h;
constexpr auto kFirstHour = 1h; // in days without faults cars come later
constexpr auto kFaults = 18h; // from the morning on
constexpr auto kRush = 23h;
constexpr auto kFollow = 90s; // less than until a lamp tells by itself what it shows
constexpr double kInTheWay = 0.7; // share of what goes wrong that waits for a car
constexpr auto kHop = 3min; // a quiet station ticks at least so often

} // namespace

World::World(quint64 seed, const QString &folder, bool isLoud)
    : m_seed(seed), m_folder(folder), m_clock(kMorning), m_random(seed), m_ids(seed ^ 0x696473),
      m_chance(quint32(seed)), m_trace(m_clock, isLoud), m_faults(faultsOf(seed)),
      m_site(sim::makeSite(4 + int(seed % 5), seed)), m_oracle(m_site),
      m_broker(m_clock, m_random, m_life, m_oracle, m_trace),
      m_network(m_clock, m_random, m_life, m_broker, m_trace, m_site, m_faults, seed),
      m_carPark(m_clock, m_random, m_network, m_oracle, m_site, m_faults), m_busyUntil(kMorning)
{
    drawIdsFrom(&m_ids);
    plantFaults([this](const char *place) { return plantedFault(place); });
}

World::~World()
{
    m_life.end();
    m_station.reset();
    plantFaults({});
    drawIdsFrom(nullptr);
}

Result<> World::makeDatabase()
{
    const QString path = QDir(m_folder).filePath(u"site.sqlite"_s);
    m_url = store::sqliteUrl(path);
    const auto database = store::Database::open({.url = m_url});
    if (!database)
        return database.error();
    if (const auto done = store::Migrator(**database).migrate(m_clock.now()); !done)
        return done.error();
    const auto site = store::SiteStore(**database).first();
    if (!site)
        return site.error();
    for (domain::Space &space : m_site.spaces)
        space.siteId = site->id;
    return store::transact(**database, [&] {
        return store::SpaceStore(**database).createMany(m_site.spaces, m_clock.now());
    });
}

// --- The station ---------------------------------------------------------------------------------

void World::startStation()
{
    if (m_station)
        return;
    m_trace.note("start");
    ++m_lives;
    m_life.begin();
    engine::EngineOptions options;
    options.databaseUrl = m_url;
    options.dataFolder = QDir(m_folder).filePath(u"station"_s);
    options.version = u"simulated"_s;
    options.mqtt.emplace();
    options.mqtt->url = QUrl(u"mqtt://broker"_s);
    options.chirpstack.emplace();
    options.chirpstack->rest.base = QUrl(u"http://chirpstack"_s);
    options.chirpstack->rest.apiKey = u"key"_s;
    options.chirpstack->chance = &m_chance;
    options.sync = journal::JournalSync::Never; // no power cuts here
    options.clock = std::shared_ptr<Clock>(&m_clock, [](Clock *) {});
    m_station = std::make_unique<engine::Engine>(options);
    QObject::connect(m_station.get(), &engine::Engine::spacesChanged,
                     [this](const QList<domain::SpaceStatus> &statuses) {
                         if (m_life.isOver())
                             return;
                         for (const domain::SpaceStatus &status : statuses)
                             m_trace.note("state",
                                          status.id.toString().toLatin1() + ' '
                                              + domain::nameOf(status.state).toLatin1());
                         m_oracle.claimed(statuses);
                     });
    QObject::connect(m_station.get(), &engine::Engine::downlinksMoved,
                     [this](const QList<domain::Downlink> &rows) {
                         if (m_life.isOver())
                             return;
                         m_busyUntil = std::max(m_busyUntil, m_clock.now() + 3s);
                         for (const domain::Downlink &row : rows)
                             m_trace.note("row",
                                          QByteArray::number(row.sequence) + ' '
                                              + row.devEui.toString().toLatin1() + ' '
                                              + domain::nameOf(row.state).toLatin1() + ' '
                                              + row.frame.payload.toHex() + ' '
                                              + row.problem.toLatin1());
                     });
    QObject::connect(m_station.get(), &engine::Engine::healthChanged, [this] { ++m_ticks; });
    m_busyUntil = std::max(m_busyUntil, m_clock.now() + 6s);
    if (const Result<> started = m_station->start(); !started && !m_life.isOver())
        m_oracle.blame(u"the station does not start: %1"_s.arg(started.error().detail));
}

/// It died: its memory is gone, and what it did not finish.
void World::buryStation()
{
    m_trace.note("died");
    m_station.reset();
    if (m_random.chance(0.3))
        tearJournal();
    startLater();
}

/// It died within an append: half a record stands at the end.
void World::tearJournal()
{
    const QDir folder(QDir(m_folder).filePath(u"station/journal"_s));
    QString newest;
    for (const QString &name : folder.entryList({u"*.journal"_s}, QDir::Files, QDir::Name)) {
        if (name.size() >= newest.size())
            newest = name;
    }
    QFile file(folder.filePath(newest));
    if (newest.isEmpty() || !file.open(QIODevice::Append))
        return;
    QByteArray half(1 + m_random.below(100), '\0');
    for (char &byte : half)
        byte = char(m_random.below(256));
    m_trace.note("torn");
    file.write(half);
}

void World::stopStation()
{
    if (!m_station || m_life.isOver())
        return;
    m_trace.note("stop");
    m_station->stop();
    m_life.end();
    m_station.reset();
    startLater();
}

void World::startLater()
{
    const int longest = m_random.chance(0.2) ? 1'800'000 : 20'000; // ms
    m_clock.after(Milliseconds(m_isOver ? 1000 : 200 + m_random.below(longest)),
                  [this] { startStation(); });
}

// --- What goes wrong -----------------------------------------------------------------------------

void World::plan(double perDay, std::function<void()> event)
{
    if (perDay <= 0)
        return;
    const double pause = -std::log(1 - m_random.unit()) * 86'400'000 / perDay;
    m_clock.after(Milliseconds(qint64(pause)), [this, perDay, event] {
        if (m_isOver)
            return;
        if (m_random.chance(kInTheWay))
            m_waiting.push_back(event);
        else
            event();
        plan(perDay, event);
    });
}

/// What waits for a car goes wrong in the seconds after it: then the station has most in hand.
void World::onChange()
{
    for (const auto &event : std::exchange(m_waiting, {})) {
        m_clock.after(Milliseconds(m_random.below(4000)), [this, event] {
            if (!m_isOver)
                event();
        });
    }
}

void World::planOutage(double perDay, Milliseconds longest, std::function<void(bool)> set)
{
    plan(perDay, [this, longest, set] {
        set(true);
        m_busyUntil = std::max(m_busyUntil, m_clock.now() + 3s);
        const Milliseconds most = m_random.chance(0.3) ? longest : Milliseconds(30s);
        m_clock.after(Milliseconds(500 + m_random.below(int(most.count()))), [this, set] {
            set(false);
            m_busyUntil = std::max(m_busyUntil, m_clock.now() + 6s);
        });
    });
}

void World::planFaults()
{
    plan(m_faults.kills, [this] {
        m_trace.note("to die");
        if (m_random.chance(0.5))
            m_life.end();
        else
            m_life.endAfter(1 + m_random.below(60));
    });
    plan(m_faults.stops, [this] { stopStation(); });
    planOutage(m_faults.brokerOutages, 30min, [this](bool is) { m_broker.setAway(is); });
    planOutage(m_faults.databaseOutages, 20min, [this](bool is) {
        m_trace.note(is ? "database away" : "database back");
        m_isDatabaseAway = is;
    });
    planOutage(m_faults.databaseTroubles, 5min, [this](bool is) {
        m_trace.note(is ? "database troubled" : "database well");
        m_databaseTrouble = is ? 0.002 + 0.1 * m_random.unit() * m_random.unit() : 0;
    });
    planOutage(m_faults.restOutages, 30min, [this](bool is) { m_network.setRestAway(is); });
    planOutage(m_faults.restTroubles, 5min, [this](bool is) { m_network.setRestTroubled(is); });
    planOutage(m_faults.serverOutages, 30min, [this](bool is) { m_network.setAway(is); });
    m_broker.setLostPuback(m_faults.lostPuback);
}

/// Each statement is a step at which the station may die.
const char *World::plantedFault(const char *place)
{
    constexpr const char *kAway = "08006";
    if (!m_station && m_lives == 0)
        return nullptr; // the database is being made
    if (!m_life.step() || m_isDatabaseAway)
        return kAway;
    if (m_databaseTrouble <= 0 || !m_random.chance(m_databaseTrouble))
        return nullptr;
    m_trace.note("database fails", place);
    if (qstrcmp(place, "committed") == 0)
        return kAway; // its answer got lost with the connection
    constexpr const char *kStates[] = {"40001", "53100", "57014", "58030", kAway};
    return kStates[m_random.below(int(std::size(kStates)))];
}

// --- The day -------------------------------------------------------------------------------------

bool World::isQuiet() const
{
    const UtcTime now = m_clock.now();
    return now >= m_busyUntil && now >= m_carPark.busyUntil() && m_network.isIdle()
        && m_broker.isIdle();
}

/// Over a time in which nothing happens; the station's timers come late.
void World::leap(UtcTime end)
{
    const UtcTime goal = std::min({m_clock.nextEvent().value_or(end), m_clock.now() + kHop, end});
    m_clock.leap(goal);
    m_network.pass();
    m_passedAt = m_clock.now();
}

void World::goOnUntil(UtcTime end)
{
    while (m_clock.now() < end && !m_clock.isOver() && m_oracle.blames().isEmpty()) {
        if (isQuiet())
            leap(end);
        m_clock.step();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (m_station && m_life.isOver())
            buryStation();
        if (m_clock.now() - m_passedAt >= 50ms) {
            m_passedAt = m_clock.now();
            m_network.pass();
        }
        if (!m_network.isIdle()) // it goes on by small steps
            m_busyUntil = std::max(m_busyUntil, m_clock.now() + 1s);
    }
}

Outcome World::run()
{
    if (const Result<> made = makeDatabase(); !made)
        m_oracle.blame(made.error().detail);
    m_carPark.begin([this] { onChange(); });
    planFaults();
    startStation();
    goOnUntil(kMorning + kFirstHour);
    const qint64 framesAtFirst = m_network.lamps().counts().transmitted;
    goOnUntil(kMorning + kFaults);
    m_trace.note("all faults end");
    m_isOver = true;
    m_isDatabaseAway = false;
    m_databaseTrouble = 0;
    m_life.endAfter(0);
    m_broker.setAway(false);
    m_broker.setLostPuback(0);
    m_network.end();
    m_carPark.end();
    m_busyUntil = m_clock.now() + 30s;
    goOnUntil(kMorning + kRush);
    rushHour();
    goOnUntil(kMorning + kDay);
    for (int i = 0; i < 20 && !m_broker.isEmpty(); ++i) // what is just on its way
        goOnUntil(m_clock.now() + 1s);
    judge();
    const qint64 frames = m_network.lamps().counts().transmitted - framesAtFirst;
    if (m_faults.areNone && frames != m_carPark.changes())
        m_oracle.blame(u"%1 frames for %2 changes"_s.arg(frames).arg(m_carPark.changes()));
    Outcome outcome;
    outcome.seed = m_seed;
    outcome.blames = m_oracle.blames();
    outcome.trace = m_trace.hash();
    outcome.lines = m_trace.lines();
    outcome.lives = m_lives;
    outcome.ticks = m_ticks;
    outcome.frames = m_network.lamps().counts().transmitted;
    outcome.uplinks = m_oracle.uplinks();
    return outcome;
}

/// Nothing goes wrong but that frames overlap and lamps lose their power: those that listen always
/// are right soon, without a word of theirs but the first one after a join. None gets a frame whose
/// counter it had: a station that replaced an item on the air sends once more for it, and the lamp
/// would be right all the same.
void World::rushHour()
{
    if (m_faults.areNone || m_faults.lamps.classA || !m_oracle.blames().isEmpty())
        return;
    m_trace.note("rush");
    const qint64 droppedBefore = m_network.lamps().counts().dropped;
    m_carPark.rush();
    m_network.joinSome();
    const UtcTime end = m_clock.now() + kFollow;
    m_busyUntil = end;
    goOnUntil(end);
    const qint64 dropped = m_network.lamps().counts().dropped - droppedBefore;
    if (dropped > 0)
        m_oracle.blame(u"%1 frames were dropped: items were replaced on the air"_s.arg(dropped));
    const auto database = store::Database::open({.url = m_url, .readOnly = true});
    if (!database)
        return m_oracle.blame(database.error().detail);
    m_oracle.judgeLamps(**database, m_network.lamps());
}

void World::judge()
{
    if (!m_oracle.blames().isEmpty())
        return;
    if (!m_station || !m_broker.isEmpty())
        return m_oracle.blame(u"the evening does not find the station at work"_s);
    if (!m_station->isIdle())
        m_oracle.blame(u"something is left in the journal"_s);
    m_station->stop();
    m_life.end();
    m_station.reset();
    plantFaults({});
    const auto database = store::Database::open({.url = m_url});
    if (!database)
        return m_oracle.blame(database.error().detail);
    m_oracle.judge(**database, m_network.lamps());
}

} // namespace parking::simulation
