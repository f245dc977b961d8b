#include "engine/lamps/flushproof.h"

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::Downlink;
using domain::DownlinkEvent;

namespace {

constexpr auto kEventsLate = 2s; // ChirpStack tells them side by side, not one after the other

} // namespace

bool FlushProof::look(const QList<chirpstack::QueueItem> &queue, const QList<Downlink> &older,
                      const QString &newer)
{
    QStringList items;
    for (const Downlink &row : older)
        items.append(row.queueItemId);
    const bool remain =
        std::any_of(queue.cbegin(), queue.cend(), [&](const chirpstack::QueueItem &item) {
            return !item.isPending && items.contains(item.id);
        });
    if (remain) {
        m_answer = Answer::Ignored;
        m_claim.reset();
    } else if (isOpen() && !items.isEmpty() && (!m_claim || items.contains(m_claim->newer))) {
        m_claim = {.older = items.last(), .newer = newer};
    }
    return remain;
}

void FlushProof::judge(const QList<DownlinkEvent> &ofOlder, const QList<DownlinkEvent> &ofNewer,
                       UtcTime now)
{
    if (!m_claim)
        return;
    const auto sent =
        std::find_if(ofNewer.cbegin(), ofNewer.cend(), [](const DownlinkEvent &event) {
            return event.kind == domain::DownlinkEventKind::TxAck;
        });
    const bool wasSent = sent != ofNewer.cend();
    if (!ofOlder.isEmpty() || (!ofNewer.isEmpty() && !wasSent)) {
        m_claim.reset(); // the next one may prove it
    } else if (wasSent && sent->time + kEventsLate < now) {
        m_answer = Answer::Works;
        m_claim.reset();
    }
}

} // namespace parking::engine
