#include "engine/spaces/livestates.h"

#include "devices/devicetype.h"
#include "domain/counts.h"
#include "engine/station/databaselink.h"
#include "store/bookingstore.h"
#include "store/devicestore.h"
#include "store/sitestore.h"
#include "store/statestore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::SpaceId;
using domain::SpaceStatus;

namespace {

constexpr Milliseconds kGather = 50ms;
constexpr int kReloadTicks = 60;
constexpr int kRhythmTicks = 3600; // rhythms are learnt by the day
constexpr int kKnowledgeTicks = 15;

} // namespace

LiveStates::LiveStates(DatabaseLink &link, Clock &clock, QObject *parent)
    : QObject(parent), m_link(link), m_clock(clock), m_gathering(clock, this)
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(kGather);
    connect(&m_gathering, &ClockTimer::timeout, this, &LiveStates::flush);
}

Result<> LiveStates::load(store::Database &database)
{
    m_isShared = database.isPostgres();
    if (Result<> done = readBindings(database); !done)
        return done;
    return readStatuses(database, {});
}

Result<> LiveStates::reload()
{
    return m_link.with([this](store::Database &database) { return load(database); });
}

Result<> LiveStates::refresh(const QList<SpaceId> &spaces)
{
    return m_link.with([&](store::Database &database) { return readStatuses(database, spaces); });
}

void LiveStates::tick()
{
    const int pause = m_isShared ? kReloadTicks : kRhythmTicks;
    if (++m_ticks % pause == 0 && m_link.isUp())
        m_link.log(reload());
    if (m_ticks % kKnowledgeTicks == 0)
        checkKnowledge(all());
}

Result<> LiveStates::readBindings(store::Database &database)
{
    auto bindings = store::DeviceStore(database).bindings();
    if (!bindings)
        return bindings.error();
    m_bindings = std::move(*bindings);
    return {};
}

Result<> LiveStates::readStatuses(store::Database &database, const QList<SpaceId> &spaces)
{
    store::StateStore store(database);
    auto rows = [&]() -> Result<QList<store::StatusRow>> {
        if (!spaces.isEmpty())
            return store.statuses(spaces);
        const Result<domain::Site> site = store::SiteStore(database).first();
        if (!site)
            return site.error();
        return store.statuses(site->id);
    }();
    if (!rows)
        return rows.error();
    const auto booked = store::BookingStore(database).next(spaces, m_clock.now());
    if (!booked)
        return booked.error();
    QList<SpaceStatus> differing;
    QSet<SpaceId> moved;
    QHash<SpaceId, SpaceStatus> fresh;
    QHash<SpaceId, QList<Milliseconds>> rhythms;
    for (store::StatusRow &row : *rows) {
        row.status.setLimit(devices::silenceLimit(row.sensorType, row.longestOfDays));
        if (const auto next = booked->constFind(row.status.id); next != booked->cend())
            row.status.inputs.reservation = *next;
        rhythms.insert(row.status.id, row.longestOfDays);
        const SpaceStatus known = m_statuses.value(row.status.id);
        if (known != row.status)
            differing.append(row.status);
        if (known.state != row.status.state)
            moved.insert(row.status.id);
        fresh.insert(row.status.id, row.status);
    }
    if (spaces.isEmpty()) {
        m_statuses = std::move(fresh);
        m_rhythms = std::move(rhythms);
    } else {
        m_statuses.insert(fresh);
        m_rhythms.insert(rhythms);
    }
    if (!moved.isEmpty())
        Q_EMIT movedElsewhere(moved);
    if (!differing.isEmpty())
        Q_EMIT changed(differing);
    checkKnowledge(differing);
    return {};
}

void LiveStates::take(const QList<store::StateRow> &rows)
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
        touch(row.id);
    }
}

void LiveStates::take(const QList<domain::DeviceHeard> &heard)
{
    for (const domain::DeviceHeard &device : heard) {
        const std::optional<SpaceId> space = m_bindings.value(device.devEui).sensorOf;
        const auto it = space ? m_statuses.find(*space) : m_statuses.end();
        if (it == m_statuses.end())
            continue;
        domain::hear(*it, device);
        if (!device.resolvedType.isEmpty())
            it->setLimit(devices::silenceLimit(device.resolvedType, m_rhythms.value(*space)));
        touch(*space);
    }
}

void LiveStates::touch(SpaceId space)
{
    m_touched.insert(space);
    const SpaceStatus &status = *m_statuses.constFind(space);
    if (domain::whyUnknown(status, status.confidence(m_clock.now())))
        m_wasUnknown.insert(space);
    if (!m_gathering.isActive())
        m_gathering.start();
}

void LiveStates::flush()
{
    m_gathering.stop();
    if (m_touched.isEmpty())
        return;
    const QSet<SpaceId> touched = std::exchange(m_touched, {});
    QList<SpaceStatus> statuses;
    statuses.reserve(touched.size());
    for (const SpaceId &id : touched) {
        if (const auto it = m_statuses.constFind(id); it != m_statuses.cend())
            statuses.append(*it);
    }
    Q_EMIT changed(statuses);
    Q_EMIT flushed(touched);
    checkKnowledge(statuses);
}

void LiveStates::checkKnowledge(const QList<SpaceStatus> &statuses)
{
    const UtcTime now = m_clock.now();
    QSet<SpaceId> moved;
    for (const SpaceStatus &status : statuses) {
        const bool isUnknown = domain::whyUnknown(status, status.confidence(now)).has_value();
        // A lamp that was left alone meanwhile is to be looked at, though nothing differs now.
        const bool wasUnknown = m_wasUnknown.remove(status.id);
        if (isUnknown == m_unknown.contains(status.id) && (isUnknown || !wasUnknown))
            continue;
        moved.insert(status.id);
        if (isUnknown)
            m_unknown.insert(status.id);
        else
            m_unknown.remove(status.id);
    }
    if (!moved.isEmpty())
        Q_EMIT knowledgeMoved(moved);
}

std::optional<Milliseconds> LiveStates::shortestSilence() const
{
    std::optional<Milliseconds> shortest;
    for (const SpaceStatus &status : m_statuses) {
        if (status.hasSensor && status.silentAfter.count() > 0
            && status.limitFrom != domain::SilenceLimit::Origin::Usual)
            shortest = std::min(shortest.value_or(status.silentAfter), status.silentAfter);
    }
    return shortest;
}

} // namespace parking::engine
