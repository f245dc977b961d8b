#include "engine/station/outagelog.h"

#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "engine/station/ingestrole.h"
#include "store/outagestore.h"

#include <QUuid>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::Outage;

namespace {

constexpr auto kKeep = 400 * 24h;
constexpr auto kSameOutage = 60s; // what comes again so soon has not been away
constexpr qsizetype kMostUnwritten = 1000;

} // namespace

OutageLog::OutageLog(DatabaseLink &link, IngestRole &role, Clock &clock, QObject *parent)
    : QObject(parent), m_link(link), m_role(role), m_clock(clock)
{
    connect(&role, &IngestRole::taken, this, &OutageLog::begin);
}

/// What lasts by the table was begun by a station that is gone, or by this one, which goes on.
void OutageLog::begin()
{
    m_wasStation = true;
    m_isResting = false;
    const UtcTime now = m_clock.now();
    m_link.log(m_link.transact([now](store::Database &database) -> Result<> {
        store::OutageStore store(database);
        if (Result<> ended = store.endAll(now); !ended)
            return ended;
        const Result<qint64> pruned = store.prune(now - kKeep);
        return pruned ? Result<>() : pruned.error();
    }));
    for (const Outage &outage : std::as_const(m_open))
        m_unwritten.insert(outage.id, outage);
}

void OutageLog::note(const domain::Health &health)
{
    if (m_isResting)
        return;
    if (m_link.isUp())
        m_wasStation = m_role.isHeld();
    if (!m_wasStation)
        return;
    for (const domain::HealthCheck &check : health.checks)
        noteOne(check, health.time);
    for (Outage &outage : m_open) {
        const auto isThere = [&outage](const domain::HealthCheck &check) {
            return check.name == outage.check;
        };
        if (std::none_of(health.checks.cbegin(), health.checks.cend(), isThere))
            close(outage, health.time);
    }
    m_open.removeIf([](const auto &entry) { return entry->to.has_value(); });
    write();
}

void OutageLog::noteOne(const domain::HealthCheck &check, UtcTime now)
{
    const auto is = [&check](const Outage &outage) {
        return outage.level == check.level && outage.problem == check.problem;
    };
    if (check.problem == problem::kBrokerConnecting)
        return; // no outage begins or ends by a first try
    const auto open = m_open.find(check.name);
    if (open != m_open.end()) {
        if (is(*open))
            return;
        close(*open, now);
        m_open.erase(open);
    }
    if (check.level == domain::HealthLevel::Healthy)
        return;
    Outage outage;
    const auto last = m_closed.constFind(check.name);
    if (last != m_closed.cend() && is(*last) && now - *last->to < kSameOutage) {
        outage = *last;
        outage.to.reset();
    } else {
        outage = {.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                  .stationId = m_stationId,
                  .check = check.name,
                  .level = check.level,
                  .problem = check.problem,
                  .detail = check.detail,
                  .from = check.since,
                  .to = {}};
    }
    m_open.insert(check.name, outage);
    m_unwritten.insert(outage.id, outage);
}

void OutageLog::close(Outage &outage, UtcTime now)
{
    outage.to = std::max(now, outage.from);
    m_closed.insert(outage.check, outage);
    m_unwritten.insert(outage.id, outage);
}

void OutageLog::end()
{
    if (!m_wasStation)
        return;
    for (Outage &outage : m_open)
        close(outage, m_clock.now());
    m_open.clear();
    write();
}

void OutageLog::write()
{
    if (m_unwritten.isEmpty())
        return;
    if (!m_link.isUp() || !m_role.isHeld()) {
        while (m_unwritten.size() > kMostUnwritten)
            m_unwritten.erase(m_unwritten.begin());
        return;
    }
    const Result<> written = m_link.with([this](store::Database &database) {
        return store::OutageStore(database).write(m_unwritten.values());
    });
    m_link.log(written);
    if (written || m_link.isUp()) // refused: it would be refused for ever
        m_unwritten.clear();
}

} // namespace parking::engine
