#include "sim/devicequeue.h"

#include <algorithm>

namespace parking::sim {

void DeviceQueue::add(LampItem item, bool flush)
{
    if (flush)
        std::erase_if(m_items, [](const LampItem &old) { return !old.isPending; });
    item.isPending = false;
    item.fCntDown = 0;
    m_items.push_back(std::move(item));
}

void DeviceQueue::activate()
{
    clear();
    m_fCnt = 0;
}

std::optional<LampItem> DeviceQueue::takeExpired(UtcTime now)
{
    if (m_items.empty() || m_items.front().isPending || !m_items.front().expiresAt
        || *m_items.front().expiresAt > now)
        return std::nullopt;
    const LampItem item = m_items.front();
    m_items.pop_front();
    return item;
}

std::optional<LampItem> DeviceQueue::handOver()
{
    if (m_items.empty() || m_items.front().isPending)
        return std::nullopt;
    m_items.front().fCntDown = m_fCnt;
    return m_items.front();
}

std::optional<LampItem> DeviceQueue::transmitted(const QString &id)
{
    const auto item = std::find_if(m_items.begin(), m_items.end(),
                                   [&](const LampItem &known) { return known.id == id; });
    if (item == m_items.end() || item->isPending)
        return std::nullopt;
    ++m_fCnt;
    const LampItem sent = *item;
    if (sent.confirmed)
        item->isPending = true;
    else
        m_items.erase(item);
    return sent;
}

std::optional<LampItem> DeviceQueue::takePending()
{
    if (m_items.empty() || !m_items.front().isPending)
        return std::nullopt;
    const LampItem item = m_items.front();
    m_items.pop_front();
    return item;
}

bool FrameCounter::takes(quint32 fCnt)
{
    if (fCnt < m_next)
        return false;
    m_next = fCnt + 1;
    return true;
}

} // namespace parking::sim
