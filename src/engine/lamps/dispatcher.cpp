#include "engine/lamps/dispatcher.h"

#include "base/literals.h"
#include "base/logging.h"
#include "devices/displayframe.h"
#include "engine/lamps/lampledger.h"

#include <QUuid>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEventKind;
using domain::DownlinkId;
using domain::DownlinkState;

namespace {

// Between the commit and the request lies nothing; when that took long, this process was frozen and
// another station may have taken over. What remains open: frozen after this look at the clock and
// before Qt's thread has written the request (milliseconds; as long as a connect on a new
// connection), and woken after the other station looked into the queue, which it does no earlier
// than a time-out after the POST began. Such a frame would flush a newer one. ChirpStack drops it
// when it is older than `expiresAt`, and a flushed item counts as failed when it expires, so that
// its lamp is compared again.
constexpr auto kFreshCommit = 2s;

domain::DownlinkEvent postEvent(const Downlink &row, UtcTime now)
{
    domain::DownlinkEvent event;
    event.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    event.downlinkId = row.id;
    event.devEui = row.devEui;
    event.kind = DownlinkEventKind::Post;
    event.time = now;
    event.detail = u"attempt %1, expires %2"_s.arg(row.attempts).arg(toIso(*row.expiresAt));
    return event;
}

} // namespace

Dispatcher::Dispatcher(DispatcherOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_rates(m_options.perMinute), m_wake(this)
{
    m_wake.setSingleShot(true);
    m_wake.setTimerType(Qt::PreciseTimer);
    connect(&m_wake, &QTimer::timeout, this, &Dispatcher::pump);
}

Dispatcher::~Dispatcher() = default;

Result<> Dispatcher::activate(store::Database &database)
{
    deactivate();
    m_database = &database;
    if (Result<> done = readDisplays(); !done)
        return done;
    m_status = {};
    m_asked.reset();
    const Result<QList<Downlink>> open = store::DownlinkStore(database).open();
    if (!open)
        return open.error();
    m_rest = std::make_unique<chirpstack::RestClient>(m_options.rest);
    take(*open);
    // A request of a process that died may still be on its way: look when it has arrived or never
    // will.
    const UtcTime now = systemNow();
    for (Lane &lane : m_lanes) {
        if (const Downlink *row = doubtful(lane); row && row->postedAt)
            lane.notBefore = Steady::now()
                + std::clamp<Milliseconds>(*row->postedAt + m_options.rest.timeout - now, 0ms,
                                           m_options.rest.timeout);
    }
    wakeAt(Steady::now());
    return {};
}

void Dispatcher::deactivate()
{
    m_rest.reset(); // aborts; no callback comes
    m_database = nullptr;
    m_wake.stop();
    m_lanes.clear();
    m_probe.reset();
    m_suspects.clear();
    m_failing.clear();
    m_compareAll = false; // activate's caller does
    m_inFlight = 0;
    m_posting = 0;
    m_status.waiting = 0;
}

Result<> Dispatcher::readDisplays()
{
    Result<QHash<DevEui, domain::Display>> displays = store::DownlinkStore(*m_database).displays();
    if (!displays)
        return displays.error();
    m_displays = std::move(*displays);
    m_displaysStale = false;
    return {};
}

void Dispatcher::take(const QList<Downlink> &rows)
{
    if (!m_database)
        return;
    for (const Downlink &row : rows) {
        Lane &lane = m_lanes[row.devEui];
        const auto at = std::find_if(lane.rows.begin(), lane.rows.end(),
                                     [&](const Downlink &known) { return known.id == row.id; });
        if (at != lane.rows.end())
            lane.rows.erase(at);
        if (!domain::isOpen(row.state)) {
            noteEnd(row);
            continue;
        }
        const auto after = std::upper_bound(
            lane.rows.begin(), lane.rows.end(), row,
            [](const Downlink &a, const Downlink &b) { return a.sequence < b.sequence; });
        lane.rows.insert(after, row);
    }
    if (rows.isEmpty())
        return;
    m_displaysStale = m_displaysStale
        || std::any_of(rows.cbegin(), rows.cend(),
                       [this](const Downlink &row) { return !m_displays.contains(row.devEui); });
    wakeAt(Steady::now());
}

DispatcherStatus Dispatcher::status() const
{
    DispatcherStatus status = m_status;
    for (const Lane &lane : m_lanes)
        status.waiting +=
            std::count_if(lane.rows.cbegin(), lane.rows.cend(),
                          [](const Downlink &r) { return r.state != DownlinkState::Queued; });
    return status;
}

Downlink *Dispatcher::find(DevEui device, DownlinkId id)
{
    const auto lane = m_lanes.find(device);
    if (lane == m_lanes.end())
        return nullptr;
    const auto row = std::find_if(lane->rows.begin(), lane->rows.end(),
                                  [id](const Downlink &known) { return known.id == id; });
    return row == lane->rows.end() ? nullptr : &*row;
}

/// A row whose POST has no outcome: nothing newer may go out before that is settled.
Downlink *Dispatcher::doubtful(Lane &lane)
{
    const auto row = std::find_if(lane.rows.begin(), lane.rows.end(), [](const Downlink &known) {
        return known.state == DownlinkState::Sending;
    });
    return row == lane.rows.end() ? nullptr : &*row;
}

/// The newest one that waits. Older ones would be superseded already; if not, they stay behind.
Downlink *Dispatcher::pending(Lane &lane)
{
    const auto row = std::find_if(lane.rows.rbegin(), lane.rows.rend(), [](const Downlink &known) {
        return known.state == DownlinkState::Pending;
    });
    return row == lane.rows.rend() ? nullptr : &*row;
}

// --- Choosing ------------------------------------------------------------------------------------

void Dispatcher::wakeAt(Steady::time_point time)
{
    const auto wait =
        std::max<Milliseconds>(0ms, std::chrono::ceil<Milliseconds>(time - Steady::now()));
    if (!m_wake.isActive() || m_wake.remainingTimeAsDuration() > wait)
        m_wake.start(wait);
}

/// Devices with something to do, in the order in which it is to be done: open questions, then what
/// people wait for, then the rest; the oldest first.
QList<DevEui> Dispatcher::ready() const
{
    struct Candidate {
        int rank;
        qint64 sequence;
        DevEui device;
    };
    std::vector<Candidate> candidates;
    for (auto it = m_lanes.cbegin(); it != m_lanes.cend(); ++it) {
        Lane &lane = const_cast<Lane &>(*it);
        if (lane.busy)
            continue;
        if (const Downlink *row = doubtful(lane))
            candidates.push_back({0, row->sequence, it.key()});
        else if (const Downlink *next = pending(lane))
            candidates.push_back({domain::isUrgent(next->cause) ? 1 : 2, next->sequence, it.key()});
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        return a.rank != b.rank ? a.rank < b.rank : a.sequence < b.sequence;
    });
    QList<DevEui> devices;
    for (const Candidate &candidate : candidates)
        devices.append(candidate.device);
    return devices;
}

void Dispatcher::pump()
{
    if (!m_database || m_probe)
        return;
    const Steady::time_point now = Steady::now();
    if (now < pausedUntil())
        return wakeAt(pausedUntil());
    if (m_keyRefused)
        return startProbe(); // nothing is sent with it before it was taken somewhere
    if (m_displaysStale) {
        if (const Result<> done = readDisplays(); !done) {
            Q_EMIT databaseFailed(done.error());
            return wakeAt(now + 1s);
        }
    }
    // After trouble one request feels the way.
    const int limit = m_awayFailures > 0 ? 1 : m_options.parallel;
    QList<Downlink> starting;
    std::optional<Steady::time_point> next;
    const auto later = [&next](Steady::time_point time) {
        next = next ? std::min(*next, time) : time;
    };
    for (DevEui device : ready()) {
        if (m_inFlight + starting.size() >= limit)
            break; // an answer pumps again
        Lane &lane = m_lanes[device];
        if (lane.notBefore > now) {
            later(lane.notBefore);
        } else if (const Downlink *row = doubtful(lane)) {
            lookUp(*row);
        } else if (m_postsUntil > now) {
            later(m_postsUntil);
        } else if (m_postFailures > 0 && m_posting + starting.size() > 0) {
            continue; // one feels the way here too
        } else {
            const auto wait = m_rates.take(m_displays.value(device).gatewayId, now);
            if (wait)
                later(*wait);
            else
                starting.append(*pending(lane));
        }
    }
    if (!starting.isEmpty())
        begin(std::move(starting));
    if (next && m_database)
        wakeAt(*next);
}

Milliseconds Dispatcher::lifetime(DevEui device) const
{
    const domain::Display display = m_displays.value(device);
    const devices::DeviceType *type = devices::displayType(display);
    return domain::queueLifetime(display.deviceClass, type ? type->heartbeat : 0ms);
}

// --- Sending -------------------------------------------------------------------------------------

void Dispatcher::begin(QList<Downlink> rows)
{
    const Steady::time_point since = Steady::now();
    const UtcTime now = systemNow();
    QList<domain::DownlinkEvent> events;
    for (Downlink &row : rows) {
        row.state = DownlinkState::Sending;
        row.postedAt = now;
        row.expiresAt = now + lifetime(row.devEui);
        ++row.attempts;
    }
    store::DownlinkStore ledger(*m_database);
    const auto transact = [&]() -> Result<QSet<DownlinkId>> {
        Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
        if (!transaction)
            return transaction.error();
        Result<QSet<DownlinkId>> begun = ledger.begin(rows);
        if (!begun)
            return begun;
        for (const Downlink &row : std::as_const(rows)) {
            if (begun->contains(row.id))
                events.append(postEvent(row, now));
        }
        if (Result<> done = ledger.addEvents(events); !done)
            return done.error();
        if (Result<> done = transaction->commit(); !done)
            return done.error();
        return begun;
    };
    const Result<QSet<DownlinkId>> begun = transact();
    if (!begun) {
        wakeAt(Steady::now() + 1s);
        Q_EMIT databaseFailed(begun.error());
        return;
    }
    for (Downlink &row : rows) {
        if (!begun->contains(row.id))
            row.state = DownlinkState::Superseded; // withdrawn by another process
    }
    take(rows);
    for (const Downlink &row : std::as_const(rows)) {
        if (row.state != DownlinkState::Sending)
            continue;
        if (!stillOurs(since))
            return;
        send(row, since);
    }
    Q_EMIT moved(rows);
}

/// False: the ledger is not ours any more, and the engine knows.
bool Dispatcher::stillOurs(Steady::time_point since)
{
    if (Steady::now() - since < kFreshCommit)
        return true;
    const auto ping = m_database->ping();
    if (ping)
        return true;
    Q_EMIT databaseFailed(ping.error());
    return false;
}

void Dispatcher::send(const Downlink &row, Steady::time_point since)
{
    Lane &lane = m_lanes[row.devEui];
    lane.busy = true;
    ++m_inFlight;
    ++m_posting;
    m_asked = Steady::now();
    const bool hasOlder = std::any_of(lane.rows.cbegin(), lane.rows.cend(), [&](const Downlink &r) {
        return r.state == DownlinkState::Queued && r.sequence < row.sequence;
    });
    if (!m_flushIgnored || !hasOlder)
        return post(row);
    m_rest->flush(row.devEui, [this, row, since](const Result<> &done) {
        if (done && Steady::now() < pausedUntil()) // meanwhile another answer asked for a pause
            return notSent(row.devEui, row.id);
        if (done && !stillOurs(since))
            return sent(row.devEui);
        if (done)
            return post(row);
        // The POST did not leave, whatever became of the DELETE.
        Error error = done.error();
        if (error.code == u"CHIRPSTACK_DOUBTFUL" || error.code == u"CHIRPSTACK_UNAVAILABLE")
            error.code = u"CHIRPSTACK_UNREACHABLE"_s;
        answered(row.devEui, row.id, error);
    });
}

void Dispatcher::post(const Downlink &row)
{
    const chirpstack::EnqueueRequest request{.fPort = row.frame.fPort,
                                             .data = row.frame.payload,
                                             .confirmed = row.frame.confirmed,
                                             .expiresAt = row.expiresAt,
                                             .flushQueue = true};
    m_rest->enqueue(row.devEui, request,
                    [this, device = row.devEui, id = row.id,
                     asked = Steady::now()](const Result<QString> &item) {
                        if (item)
                            measure(asked);
                        answered(device, id, item);
                    });
}

} // namespace parking::engine
