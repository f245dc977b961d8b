#include "engine/lamps/lanes.h"

#include "devices/devicetype.h"
#include "devices/displayframe.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkId;
using domain::DownlinkState;

namespace {

constexpr auto kTold = 2s; // from an item's end at ChirpStack to its event here
constexpr auto kSilentExpiry = 30s; // ChirpStack's own EXPIRED would be here by then

} // namespace

void Lanes::clear()
{
    m_lanes.clear();
    m_underWay = 0;
    m_posting = 0;
}

void Lanes::setLamps(QHash<DevEui, domain::Display> lamps)
{
    m_lamps = std::move(lamps);
    m_hasStranger = false;
}

std::optional<DevEui> Lanes::anyone() const
{
    if (!m_lamps.isEmpty())
        return m_lamps.cbegin().key();
    return m_lanes.isEmpty() ? std::nullopt : std::optional(m_lanes.cbegin().key());
}

Milliseconds Lanes::lifetime(DevEui device) const
{
    const domain::Display lamp = m_lamps.value(device);
    const devices::DeviceType *type = devices::displayType(lamp);
    return domain::queueLifetime(lamp.deviceClass, type ? type->heartbeat : 0ms);
}

// --- Rows ----------------------------------------------------------------------------------------

void Lanes::put(const Downlink &row)
{
    QList<Downlink> &rows = m_lanes[row.devEui].rows;
    rows.removeIf([&](const Downlink &known) { return known.id == row.id; });
    m_hasStranger = m_hasStranger || !m_lamps.contains(row.devEui);
    noteEcho(row);
    if (!domain::isOpen(row.state))
        return;
    const auto after =
        std::upper_bound(rows.begin(), rows.end(), row, [](const Downlink &a, const Downlink &b) {
            return a.sequence < b.sequence;
        });
    rows.insert(after, row);
}

/// A lamp may report its new colour before its gateway tells that the frame went out. Then the row
/// is done, and its item is still at the gateway: removed now, its frame counter would come again.
void Lanes::noteEcho(const Downlink &row)
{
    Lane &lane = m_lanes[row.devEui];
    if (row.state == DownlinkState::Echoed && !row.sentAt && row.queueItemId == lane.newestItem)
        lane.toldFrom = lane.queuedAt + m_patience;
    else if (row.sentAt && row.queueItemId == lane.newestItem)
        lane.toldFrom = {};
    if (row.state == DownlinkState::Queued)
        lane.newestItem = row.queueItemId;
}

std::optional<Downlink> Lanes::find(DevEui device, DownlinkId id) const
{
    const auto lane = m_lanes.constFind(device);
    if (lane == m_lanes.cend())
        return std::nullopt;
    const auto row = std::find_if(lane->rows.cbegin(), lane->rows.cend(),
                                  [id](const Downlink &known) { return known.id == id; });
    return row == lane->rows.cend() ? std::nullopt : std::optional(*row);
}

const Downlink *Lanes::doubtful(const Lane &lane)
{
    const auto row = std::find_if(lane.rows.cbegin(), lane.rows.cend(), [](const Downlink &known) {
        return known.state == DownlinkState::Sending;
    });
    return row == lane.rows.cend() ? nullptr : &*row;
}

/// The newest one that waits. Older ones would be superseded already; if not, they stay behind.
const Downlink *Lanes::pending(const Lane &lane)
{
    const auto row =
        std::find_if(lane.rows.crbegin(), lane.rows.crend(),
                     [](const Downlink &known) { return known.state == DownlinkState::Pending; });
    return row == lane.rows.crend() ? nullptr : &*row;
}

/// The newest one in the queue.
const Downlink *Lanes::queued(const Lane &lane)
{
    const auto row =
        std::find_if(lane.rows.crbegin(), lane.rows.crend(),
                     [](const Downlink &known) { return known.state == DownlinkState::Queued; });
    return row == lane.rows.crend() ? nullptr : &*row;
}

QList<Downlink> Lanes::doubtful() const
{
    QList<Downlink> rows;
    for (const Lane &lane : m_lanes) {
        if (const Downlink *row = doubtful(lane))
            rows.append(*row);
    }
    return rows;
}

QList<Downlink> Lanes::queued() const
{
    QList<Downlink> rows;
    for (const Lane &lane : m_lanes) {
        for (const Downlink &row : lane.rows) {
            if (row.state == DownlinkState::Queued)
                rows.append(row);
        }
    }
    return rows;
}

QList<Downlink> Lanes::queuedBefore(const Downlink &row) const
{
    QList<Downlink> older;
    for (const Downlink &known : m_lanes.value(row.devEui).rows) {
        if (known.sequence < row.sequence && known.state == DownlinkState::Queued)
            older.append(known);
    }
    return older;
}

QList<Downlink> Lanes::overdue(UtcTime now) const
{
    QList<Downlink> rows;
    for (const Lane &lane : m_lanes) {
        for (const Downlink &row : lane.rows) {
            if (row.state == DownlinkState::Queued && row.expiresAt
                && now >= *row.expiresAt + kSilentExpiry)
                rows.append(row);
        }
    }
    return rows;
}

qint64 Lanes::waiting() const
{
    qint64 count = 0;
    for (const Lane &lane : m_lanes)
        count += std::count_if(lane.rows.cbegin(), lane.rows.cend(), [](const Downlink &row) {
            return row.state != DownlinkState::Queued;
        });
    return count;
}

Downlink Lanes::backToWaiting(Downlink row, UtcTime now) const
{
    const QList<Downlink> rows = m_lanes.value(row.devEui).rows;
    const bool hasNewer = std::any_of(rows.cbegin(), rows.cend(), [&](const Downlink &other) {
        return other.sequence > row.sequence && other.state == DownlinkState::Pending;
    });
    row.state = hasNewer ? DownlinkState::Superseded : DownlinkState::Pending;
    if (hasNewer)
        row.endedAt = now;
    return row;
}

// --- Requests ------------------------------------------------------------------------------------

void Lanes::occupy(DevEui device, Request request)
{
    release(device);
    Lane &lane = m_lanes[device];
    lane.request = request;
    if (request == Request::Post)
        lane.hasJoined = false; // its item comes later
    ++m_underWay;
    m_posting += request == Request::Post ? 1 : 0;
}

bool Lanes::isOccupied(DevEui device) const
{
    const auto lane = m_lanes.constFind(device);
    return lane != m_lanes.cend() && lane->request.has_value();
}

bool Lanes::isListening(DevEui device, Steady::time_point now) const
{
    const auto lane = m_lanes.constFind(device);
    return lane != m_lanes.cend() && lane->heardAt != Steady::time_point()
        && now < lane->heardAt + m_patience;
}

void Lanes::release(DevEui device)
{
    const std::optional<Request> ended = std::exchange(m_lanes[device].request, std::nullopt);
    if (!ended)
        return;
    --m_underWay;
    m_posting -= *ended == Request::Post ? 1 : 0;
}

void Lanes::backOff(DevEui device, Steady::time_point time)
{
    hold(device, time);
    ++m_lanes[device].failures;
}

void Lanes::forgive()
{
    for (Lane &lane : m_lanes) {
        if (lane.failures > 0)
            lane.notBefore = {};
        lane.failures = 0;
    }
}

int Lanes::failures(DevEui device) const
{
    const auto lane = m_lanes.constFind(device);
    return lane == m_lanes.cend() ? 0 : lane->failures;
}

void Lanes::accepted(DevEui device, Steady::time_point now)
{
    Lane &lane = m_lanes[device];
    lane.failures = 0;
    lane.notBefore = {};
    lane.queuedAt = now;
    lane.lookFrom = now + m_patience;
    lane.isMissed = false;
}

// --- What tells of items -------------------------------------------------------------------------

void Lanes::heard(DevEui device, Steady::time_point now)
{
    m_lanes[device].heardAt = now;
}

void Lanes::joined(DevEui device)
{
    Lane &lane = m_lanes[device];
    lane.hasJoined = true;
    lane.lookFrom = {};
}

void Lanes::found(DevEui device, Steady::time_point now)
{
    Lane &lane = m_lanes[device];
    lane.hasJoined = false;
    lane.isMissed = false;
    lane.lookFrom = now + m_patience;
}

bool Lanes::isGone(DevEui device, Steady::time_point now)
{
    Lane &lane = m_lanes[device];
    lane.lookFrom = now + kTold;
    return std::exchange(lane.isMissed, !lane.isMissed);
}

// --- Whose turn it is ----------------------------------------------------------------------------

/// What comes next for a lamp that nobody asks about now.
std::optional<Lanes::Candidate> Lanes::candidate(DevEui device, const Lane &lane) const
{
    if (const Downlink *row = doubtful(lane))
        return Candidate{Urgency::OpenQuestion, row, lane.notBefore};
    const Downlink *before = queued(lane);
    const Downlink *next = pending(lane);
    const QString deviceClass = m_lamps.value(device).deviceClass;
    if (before && (lane.hasJoined || (next && domain::isClassC(deviceClass))))
        return Candidate{Urgency::OpenQuestion, before, std::max(lane.notBefore, lane.lookFrom)};
    if (!next)
        return std::nullopt;
    Steady::time_point from = lane.notBefore;
    if (before && lane.heardAt != Steady::time_point())
        from = std::max(from, lane.heardAt + m_patience);
    if (!domain::isClassA(deviceClass))
        from = std::max(from, before ? lane.queuedAt + m_patience : lane.toldFrom);
    return Candidate{domain::isUrgent(next->cause) ? Urgency::People : Urgency::Comparison, next,
                     from};
}

std::vector<Lanes::Candidate> Lanes::candidates() const
{
    std::vector<Candidate> found;
    for (auto lane = m_lanes.cbegin(); lane != m_lanes.cend(); ++lane) {
        if (lane->request)
            continue;
        if (const auto next = candidate(lane.key(), *lane))
            found.push_back(*next);
    }
    std::sort(found.begin(), found.end(), [](const Candidate &a, const Candidate &b) {
        return std::tuple(a.urgency, a.row->sequence) < std::tuple(b.urgency, b.row->sequence);
    });
    return found;
}

Lanes::Turn Lanes::next(Steady::time_point now, const Allowance &allowance)
{
    Turn turn;
    const auto later = [&turn](Steady::time_point time) {
        turn.next = std::min(turn.next.value_or(time), time);
    };
    for (const Candidate &candidate : candidates()) {
        if (m_underWay + turn.looks.size() + turn.posts.size() >= allowance.requests)
            break; // an answer asks again
        if (candidate.notBefore > now) {
            later(candidate.notBefore);
        } else if (candidate.urgency == Urgency::OpenQuestion) {
            turn.looks.append(*candidate.row);
        } else if (allowance.postsFrom > now) {
            later(allowance.postsFrom);
        } else if (m_posting + turn.posts.size() < allowance.posts) {
            const QString gateway = m_lamps.value(candidate.row->devEui).gatewayId;
            if (const auto wait = m_rates.take(gateway, now))
                later(*wait);
            else
                turn.posts.append(*candidate.row);
        }
    }
    return turn;
}

} // namespace parking::engine
