// What people ask of a lamp's queue at ChirpStack: what is in it, and to empty it.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/lamps/dispatcher.h"
#include "store/downlinkstore.h"
#include "store/transaction.h"

namespace parking::engine {

using domain::DevEui;
using domain::Downlink;
using domain::DownlinkState;
using domain::FlushedQueue;
using domain::LampQueue;

/// The items with the rows of the ledger that they are of.
LampQueue Dispatcher::queueOf(DevEui device, const Queue &queue) const
{
    LampQueue told;
    told.device = device;
    told.askedAt = m_clock.now();
    const QList<Downlink> rows = m_lanes.queued();
    for (const chirpstack::QueueItem &item : queue) {
        domain::LampQueueItem one;
        one.id = item.id;
        one.fPort = item.fPort;
        one.payload = item.data;
        one.confirmed = item.confirmed;
        one.isPending = item.isPending;
        one.isAtGateway = item.fCntDown > 0;
        one.expiresAt = item.expiresAt;
        for (const Downlink &row : rows) {
            if (row.queueItemId == item.id)
                one.row = row.id;
        }
        told.items.append(one);
    }
    return told;
}

void Dispatcher::askQueue(DevEui device, QueueTold told)
{
    m_chirpStack.ask().queue(device, [this, device, told](const Result<Queue> &queue) {
        if (queue)
            m_chirpStack.noteAnswer(device);
        else
            m_chirpStack.noteIfBusy(queue.error());
        told(queue ? Result<LampQueue>(queueOf(device, *queue)) : queue.error());
    });
}

/// Looks first: what may be at a gateway stays. Nothing else is asked about the lamp meanwhile, so
/// that no command gets in between.
void Dispatcher::emptyQueue(DevEui device, FlushTold told)
{
    if (m_lanes.isOccupied(device))
        return told(Error{problem::kLampBusy, u"a request about this lamp is under way"_s});
    m_lanes.occupy(device, Lanes::Request::Other);
    const auto over = [this, device, told](const Result<FlushedQueue> &result) {
        m_lanes.release(device);
        wakeAt(m_clock.steady());
        told(result);
    };
    m_chirpStack.ask().queue(device, [this, device, over](const Result<Queue> &queue) {
        if (!queue) {
            m_chirpStack.noteIfBusy(queue.error());
            return over(queue.error());
        }
        const LampQueue known = queueOf(device, *queue);
        if (domain::mayBeOnAir(known.items, m_lanes.lamps().value(device).deviceClass,
                               m_lanes.isListening(device, m_clock.steady())))
            return over(Error{problem::kMayBeOnAir, u"an item may be at a gateway"_s});
        deleteQueue(known, over);
    });
}

void Dispatcher::deleteQueue(const LampQueue &known, const FlushTold &over)
{
    const auto deleted = [this, known, over](const Result<> &done) {
        if (!done) {
            m_chirpStack.noteIfBusy(done.error());
            return over(done.error());
        }
        QList<domain::DownlinkId> queued;
        for (const domain::LampQueueItem &item : known.items) {
            if (!item.row.isNull())
                queued.append(item.row);
        }
        const UtcTime now = m_chirpStack.serverNow();
        const auto rows = store::transact(*m_database, [&] {
            return store::DownlinkStore(*m_database).flushed(known.device, queued, now);
        });
        if (!rows) {
            over(rows.error());
            Q_EMIT databaseFailed(rows.error());
            return;
        }
        takeRows(*rows);
        FlushedQueue flushed;
        flushed.device = known.device;
        flushed.removed = int(known.items.size());
        for (const Downlink &row : *rows)
            flushed.withdrawn += row.queuedAt ? 0 : 1;
        over(flushed);
        Q_EMIT moved(*rows);
    };
    m_chirpStack.ask().flush(known.device, deleted);
}

} // namespace parking::engine
