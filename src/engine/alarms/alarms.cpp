#include "engine/alarms/alarms.h"

#include "base/clock.h"
#include "base/literals.h"
#include "base/logging.h"
#include "devices/cellfigures.h"
#include "engine/alarms/alarmwork.h"
#include "engine/spaces/livestates.h"
#include "engine/station/databaselink.h"
#include "engine/station/healthtracker.h"
#include "engine/station/ingestrole.h"
#include "engine/station/peers.h"
#include "read/bookings.h"
#include "read/fleet.h"
#include "read/lamps.h"
#include "store/alarmstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/stationstore.h"

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::Alarm;
using domain::AlarmChanges;
using domain::AlarmId;
using domain::SpaceStatus;

namespace {

constexpr int kLookTicks = 5;
constexpr int kSlowTicks = 15; // what may wait for a moment
constexpr int kDeviceTicks = 60;
constexpr int kPruneTicks = 3600;
constexpr Milliseconds kStillHears = 60s; // a busy journal is seldom empty when somebody looks
constexpr qsizetype kDeafTimes = 50;
constexpr auto kKeep = 400 * 24h;

Result<QList<domain::AlarmDevice>> devicesOf(store::Database &database, UtcTime now,
                                             const domain::AlarmLimits &limits)
{
    auto fleet = read::fleet(database, now);
    if (!fleet)
        return fleet.error();
    QList<domain::AlarmDevice> devices;
    devices.reserve(fleet->size());
    for (const domain::FleetDevice &d : std::as_const(*fleet))
        devices.append({.fleet = d,
                        .battery = domain::batteryStanding(
                            d, devices::cellFigures(d.device.resolvedType), limits)});
    return devices;
}

template <class T>
std::optional<T> known(DatabaseLink &link, const Result<T> &result)
{
    link.log(result);
    return result ? std::optional<T>(*result) : std::nullopt;
}

} // namespace

Alarms::Alarms(const Context &context, AlarmsOptions options, QObject *parent)
    : QObject(parent), m_context(context), m_options(std::move(options)),
      m_notices(context, m_options.outlets, this)
{
    connect(&context.states, &LiveStates::changed, this, &Alarms::noteMoves);
    connect(&context.peers, &Peers::alarmsHeard, this, &Alarms::moved);
}

// --- What people do ------------------------------------------------------------------------------

Result<QList<Alarm>> Alarms::acknowledge(const QList<AlarmId> &ids, const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    const auto done = m_context.link.transact(
        [&](store::Database &database) { return acknowledgeAlarms(database, ids, actor, now); });
    if (done)
        tellMoved();
    return done;
}

Result<> Alarms::withdraw(const QList<Alarm> &acknowledged, const QString &actor)
{
    const UtcTime now = m_context.clock.now();
    const Result<> done = m_context.link.transact([&](store::Database &database) {
        return withdrawAcknowledgement(database, acknowledged, actor, now);
    });
    if (done)
        tellMoved();
    return done;
}

void Alarms::tellMoved()
{
    m_context.peers.tellAlarms();
    Q_EMIT moved();
}

// --- What is known of the site -------------------------------------------------------------------

Result<> Alarms::load(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    auto spaces = store::SpaceStore(database).all(site->id);
    if (!spaces)
        return spaces.error();
    m_spaces = std::move(*spaces);
    m_notices.setSite(site->name);
    const auto limits = domain::parseAlarmLimits(site->settings);
    if (!limits)
        qCWarning(lcEngine).noquote() << "alarms go by what is usual:" << limits.error().detail;
    m_limits = limits.valueOr({});
    m_ticks = 0;
    if (!m_reportBefore) { // this program has not reported yet
        const auto stations = store::StationStore(database).all();
        if (!stations)
            return stations.error();
        m_reportBefore = UtcTime::min();
        for (const store::StationStatus &station : *stations)
            m_reportBefore = std::max(*m_reportBefore, station.reportedAt);
    }
    return {};
}

/// When a station last ran before this one listened; a later beginning follows another station,
/// within seconds.
std::optional<UtcTime> Alarms::lastReport()
{
    const UtcTime before = std::exchange(m_reportBefore, UtcTime::max()).value_or(UtcTime::max());
    return before == UtcTime::min() || before == UtcTime::max() ? std::nullopt
                                                                : std::optional(before);
}

void Alarms::begin()
{
    forget();
    const UtcTime now = m_context.clock.now();
    m_hasBegun = true;
    m_watchedSince = now;
    m_heardAllAt = now;
    // Nobody listened since the newest word of all sensors, or since a station last said that it
    // runs: what came first of all after that made this one begin.
    UtcTime newest = UtcTime::min();
    for (const SpaceStatus &status : m_context.states.known())
        newest = std::max(newest, std::min(now, status.lastHeard.value_or(newest)));
    if (newest > UtcTime::min()) // else what comes is a history that somebody puts in
        m_deaf.append({std::min(newest, lastReport().value_or(newest)), now});
    readExcused(now);
    m_ticks = 0;
}

/// Another station's to look at from now on.
void Alarms::forget()
{
    m_hasBegun = false;
    m_heardAllAt.reset();
    m_deafSince.reset();
    m_deaf.clear();
    m_flaps = {};
    m_memory = {};
    m_devices.reset();
    m_bookings.reset();
    m_lamps.reset();
    m_letters.reset();
}

/// Whose silence was explained by a cause that ended lately, maybe before this start.
void Alarms::readExcused(UtcTime now)
{
    const auto cleared = m_context.link.with([now](store::Database &database) {
        return store::AlarmStore(database).clearedSince(now - domain::kExcusedFor);
    });
    m_context.link.log(cleared);
    const domain::AlarmPicture seen = picture(now);
    for (const Alarm &alarm : cleared.valueOr({}))
        domain::excuse(m_memory, alarm, seen);
}

void Alarms::noteMoves(const QList<SpaceStatus> &statuses)
{
    if (!m_hasBegun)
        return;
    for (const SpaceStatus &status : statuses) {
        if (status.hasSensor && status.inputs.sensor && status.since >= m_watchedSince - 1h)
            m_flaps.note(status.id, status.since);
    }
}

void Alarms::noteHearing(bool hasHeardAll, UtcTime now)
{
    if (hasHeardAll) {
        if (m_deafSince)
            m_deaf.append({*m_deafSince, now});
        while (m_deaf.size() > kDeafTimes)
            m_deaf.removeFirst();
        m_deafSince.reset();
        m_heardAllAt = now;
    } else if (!m_deafSince && m_heardAllAt && now - *m_heardAllAt > kStillHears) {
        m_deafSince = m_heardAllAt;
    }
}

// --- By the clock --------------------------------------------------------------------------------

void Alarms::tick(bool hasHeardAll)
{
    m_notices.tick();
    if (!m_context.role.isHeld()) {
        if (m_hasBegun && m_context.link.isUp())
            forget();
        return;
    }
    if (!m_hasBegun)
        return;
    const UtcTime now = m_context.clock.now();
    noteHearing(hasHeardAll, now);
    if (!m_context.link.isUp())
        return;
    const int tick = m_ticks++;
    if (tick % kPruneTicks == 0)
        m_context.link.log(m_context.link.with([now](store::Database &database) {
            return store::AlarmStore(database).prune(now - kKeep);
        }));
    if (tick % kDeviceTicks == 0)
        m_devices =
            known(m_context.link, m_context.link.with([this, now](store::Database &database) {
                return devicesOf(database, now, m_limits);
            }));
    if (tick % kLookTicks == 0) {
        read(now);
        look();
    }
}

void Alarms::read(UtcTime now)
{
    DatabaseLink &link = m_context.link;
    m_bookings = known(link, link.with([now](store::Database &database) {
        // Bookings begin and end by the clock that all share.
        const Result<UtcTime> shared = store::sharedNow(database, now);
        using Amiss = Result<QList<domain::BookingAmiss>>;
        return shared
            ? read::bookingsAmiss(database, *shared, domain::Persons::Hidden, read::Offers::Made)
            : Amiss(shared.error());
    }));
    if ((m_ticks - 1) % kSlowTicks != 0)
        return;
    m_lamps = known(
        link, link.with([now](store::Database &database) { return read::lamps(database, now); }));
    m_letters = known(link, link.with([now](store::Database &database) {
        return store::lettersSince(database, now - 1h);
    }));
}

domain::AlarmPicture Alarms::picture(UtcTime now)
{
    domain::AlarmPicture picture{.now = now,
                                 .limits = m_limits,
                                 .spaces = m_spaces,
                                 .hears = !m_deafSince,
                                 .deaf = m_deaf,
                                 .watchedSince = m_watchedSince,
                                 .movesInHour = m_flaps.lastHour(now),
                                 .checks = m_context.health.health(now).checks,
                                 .comparesClocks =
                                     m_context.health.intake().clockLead().has_value(),
                                 .devices = m_devices,
                                 .bookings = m_bookings,
                                 .lamps = m_lamps,
                                 .lettersInHour = m_letters,
                                 .disk = m_options.disk ? m_options.disk() : std::nullopt};
    picture.statuses.reserve(m_spaces.size());
    for (const domain::Space &space : std::as_const(m_spaces)) {
        SpaceStatus status = m_context.states.of(space.id);
        status.id = space.id;
        picture.statuses.append(status);
    }
    return picture;
}

Result<AlarmChanges> Alarms::settle(store::Database &database, const domain::AlarmPicture &picture,
                                    domain::AlarmMemory &memory)
{
    const auto open = store::AlarmStore(database).open();
    if (!open)
        return open.error();
    memory = m_memory;
    return domain::settleAlarms(*open, picture, memory);
}

void Alarms::look()
{
    const domain::AlarmPicture seen = picture(m_context.clock.now());
    domain::AlarmMemory memory;
    auto changes = m_context.link.with(
        [&](store::Database &database) { return settle(database, seen, memory); });
    if (changes && !changes->isEmpty()) {
        changes = m_context.link.transact([&](store::Database &database) -> Result<AlarmChanges> {
            auto found = settle(database, seen, memory);
            if (!found)
                return found;
            store::AlarmStore store(database);
            if (Result<> done = store.update(found->updated + found->cleared); !done)
                return done.error();
            if (Result<> done = store.insert(found->raised); !done)
                return done.error();
            for (const Alarm &alarm : std::as_const(found->renewed)) {
                if (auto done = store.withdraw(alarm.id, *alarm.acknowledgedAt); !done)
                    return done.error();
            }
            if (Result<> done = m_notices.insert(database, *found, seen.now); !done)
                return done.error();
            return found;
        });
    }
    m_context.link.log(changes);
    if (!changes)
        return;
    m_memory = memory;
    if (changes->isEmpty())
        return;
    m_notices.lookSoon();
    tellMoved();
}

} // namespace parking::engine
