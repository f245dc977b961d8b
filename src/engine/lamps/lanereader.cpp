#include "engine/lamps/lanereader.h"

#include "store/displaystore.h"
#include "store/downlinkstore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkState;

namespace {

constexpr auto kJoinLate = 1min; // by two clocks

} // namespace

Result<> LaneReader::readAll()
{
    if (Result<> done = readLamps(); !done)
        return done;
    const Result<QList<Downlink>> open = store::DownlinkStore(m_database).open();
    if (!open)
        return open.error();
    for (const Downlink &row : *open) {
        m_lanes.put(row);
        const std::optional<UtcTime> joined = m_lanes.lamps().value(row.devEui).joinedAt;
        if (row.queuedAt && joined && *joined + kJoinLate > *row.queuedAt)
            m_lanes.joined(row.devEui);
    }
    return {};
}

Result<> LaneReader::readLamps()
{
    Result<QHash<DevEui, domain::Display>> lamps = store::DisplayStore(m_database).find();
    if (!lamps)
        return lamps.error();
    m_lanes.setLamps(std::move(*lamps));
    return {};
}

Result<> LaneReader::readLampsOf(const QList<Downlink> &rows)
{
    QList<DevEui> devices;
    for (const Downlink &row : rows)
        devices.append(row.devEui);
    if (devices.isEmpty())
        return {};
    const Result<QHash<DevEui, domain::Display>> lamps =
        store::DisplayStore(m_database).find(devices);
    if (!lamps)
        return lamps.error();
    for (const domain::Display &lamp : *lamps)
        m_lanes.setLamp(lamp);
    return {};
}

Result<QList<Downlink>> LaneReader::news()
{
    const Result<QList<Downlink>> open = store::DownlinkStore(m_database).open();
    if (!open)
        return open.error();
    QSet<domain::DownlinkId> ids;
    QList<Downlink> news;
    for (const Downlink &row : *open) {
        ids.insert(row.id);
        if (row.state == DownlinkState::Pending && !m_lanes.find(row))
            news.append(row);
    }
    for (Downlink row : m_lanes.queued()) {
        if (ids.contains(row.id))
            continue;
        row.state = DownlinkState::Superseded; // somebody emptied the queue, and wrote it
        news.append(row);
    }
    return news;
}

} // namespace parking::engine
