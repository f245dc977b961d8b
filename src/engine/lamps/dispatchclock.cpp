// What the dispatcher does once a second.

#include "base/literals.h"
#include "engine/lamps/dispatcher.h"

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkState;

namespace {

constexpr auto kSilentExpiry = 30s; // ChirpStack's own EXPIRED would be here by then
constexpr auto kEventsLate = 2s; // ChirpStack tells them side by side, not one after the other
constexpr Milliseconds kMaxComparePause = 1h;
constexpr int kDisplayTicks = 60;

} // namespace

void Dispatcher::tick(UtcTime now)
{
    if (!m_database)
        return;
    ++m_ticks;
    const Result<> polled = poll();
    if (!polled) {
        Q_EMIT databaseFailed(polled.error());
        return;
    }
    expire(now);
    if (m_database && m_ticks % kDisplayTicks == 0) {
        if (const Result<> done = readDisplays(); !done)
            Q_EMIT databaseFailed(done.error());
    }
    if (m_database) {
        if (const Result<> done = settleFlush(now); !done)
            Q_EMIT databaseFailed(done.error());
    }
    if (m_database)
        lookIfIdle();
    if (m_database)
        compare();
}

/// Rows that another process added: an operator's desktop, `parkctl downlinks send`.
Result<> Dispatcher::poll()
{
    const Result<QList<Downlink>> waiting = store::DownlinkStore(*m_database).pending();
    if (!waiting)
        return waiting.error();
    QList<Downlink> fresh;
    for (const Downlink &row : *waiting) {
        if (!find(row.devEui, row.id))
            fresh.append(row);
    }
    take(fresh);
    return {};
}

/// Items that nobody transmitted and ChirpStack did not tell of either.
void Dispatcher::expire(UtcTime now)
{
    QList<Downlink> rows;
    for (const Lane &lane : std::as_const(m_lanes)) {
        for (Downlink row : lane.rows) {
            if (row.state != DownlinkState::Queued || !row.expiresAt
                || now < *row.expiresAt + kSilentExpiry)
                continue;
            row.state = DownlinkState::Expired;
            row.problem = u"EXPIRED_SILENTLY"_s;
            row.endedAt = now;
            rows.append(row);
        }
    }
    if (!rows.isEmpty())
        write(rows, {});
}

/// An older item that went away without having been on the air was flushed. Its txack would have
/// come by the time of the newer one's.
Result<> Dispatcher::settleFlush(UtcTime now)
{
    if (!m_flushClaim || m_flushWorks)
        return {};
    store::DownlinkStore ledger(*m_database);
    const auto newer = ledger.eventsOfItem(m_flushClaim->newer);
    const auto older = ledger.eventsOfItem(m_flushClaim->older);
    if (!newer || !older)
        return newer ? older.error() : newer.error();
    const auto isTxAck = [](const domain::DownlinkEvent &event) {
        return event.kind == domain::DownlinkEventKind::TxAck;
    };
    const auto sent = std::find_if(newer->cbegin(), newer->cend(), isTxAck);
    const bool wasSent = sent != newer->cend();
    if (!older->isEmpty() || (!newer->isEmpty() && !wasSent))
        m_flushClaim.reset(); // the next one may prove it
    else if (wasSent && sent->time + kEventsLate < now)
        m_flushWorks = true;
    return {};
}

/// A lamp whose command failed keeps a wrong colour: it is tried again, later and later, so that
/// one that can never be set (unknown to ChirpStack, say) does not cost much.
void Dispatcher::noteEnd(const Downlink &row)
{
    if (row.state == DownlinkState::Sent || row.state == DownlinkState::Acked
        || row.state == DownlinkState::Echoed) {
        m_failing.remove(row.devEui);
        return;
    }
    if (row.state != DownlinkState::Failed && row.state != DownlinkState::Expired)
        return;
    Failing &failing = m_failing[row.devEui];
    const Milliseconds pause =
        std::min(m_options.comparePause * (1 << std::min(failing.times, 12)), kMaxComparePause);
    failing.again = Steady::now() + pause;
    ++failing.times;
}

void Dispatcher::compare()
{
    const Steady::time_point now = Steady::now();
    if (!m_status.answered || !m_status.problem.isEmpty() || now < pausedUntil())
        return;
    QSet<DevEui> due;
    // A flickering ChirpStack is no reason to read all lamps again and again.
    if (m_compareAll && now - m_comparedAll >= m_options.comparePause) {
        m_compareAll = false;
        m_comparedAll = now;
        for (const domain::Display &display : std::as_const(m_displays)) {
            if (display.mismatches == 0) // those are asked again when they speak
                due.insert(display.devEui);
        }
    }
    for (auto it = m_failing.begin(); it != m_failing.end(); ++it) {
        if (it->again <= now) {
            it->again = Steady::time_point::max();
            due.insert(it.key());
        } else if (it->again != Steady::time_point::max()) {
            due.remove(it.key());
        }
    }
    if (!due.isEmpty())
        Q_EMIT recovered(due.values());
}

/// Nothing was asked for long, or not yet: is ChirpStack there, and does it take the key?
void Dispatcher::lookIfIdle()
{
    const Steady::time_point now = Steady::now();
    if (m_inFlight > 0 || m_probe || m_displays.isEmpty() || now < pausedUntil()
        || (m_asked && now - *m_asked < m_options.idleLook))
        return;
    const DevEui device = m_knownGood.isNull() ? m_displays.cbegin().key() : m_knownGood;
    m_asked = Steady::now();
    ++m_inFlight;
    m_rest->queue(device, [this, device, now](const Result<QList<chirpstack::QueueItem>> &items) {
        --m_inFlight;
        if (items) {
            measure(now);
            well(device);
        } else if (items.error().code == u"CHIRPSTACK_UNAUTHORIZED")
            startProbe(); // this device may be unknown there
        else
            troubled(items.error());
    });
}

} // namespace parking::engine
