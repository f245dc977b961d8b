#include "engine/lamps/postledger.h"

#include "engine/lamps/doubts.h"
#include "engine/lamps/lampledger.h"
#include "store/displaystore.h"
#include "store/downlinkquery.h"
#include "store/transaction.h"

namespace parking::engine {

using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkId;

namespace {

constexpr int kRowsThatMayPlay = 50; // of one lamp, within the life of a queue item

/// What the lamp shows is open until it is told anew: else a wish for the colour that it showed
/// before would seem to be fulfilled.
Result<> forgetShown(store::Database &database, const Downlink &row)
{
    store::DisplayStore store(database);
    Result<QHash<domain::DevEui, domain::Display>> found = store.find({row.devEui});
    if (!found)
        return found.error();
    domain::Display display = found->value(row.devEui);
    domain::forgetShown(display, row.postedAt);
    return store.save({display});
}

} // namespace

Result<QList<Downlink>> PostLedger::begin(QList<Downlink> rows)
{
    return store::transact(m_database, [&]() -> Result<QList<Downlink>> {
        const Result<QSet<DownlinkId>> begun = m_store.begin(rows);
        if (!begun)
            return begun.error();
        QList<DownlinkEvent> events;
        for (Downlink &row : rows) {
            if (begun->contains(row.id))
                events.append(poststep::postEvent(row));
            else
                row.state = domain::DownlinkState::Superseded;
        }
        if (Result<> done = m_store.addEvents(events); !done)
            return done.error();
        return rows;
    });
}

Result<> PostLedger::write(const PostStep &step)
{
    return store::transact(m_database, [&]() -> Result<> {
        const Result<QList<Downlink>> before = step.ofItem.isEmpty()
            ? QList<Downlink>()
            : m_store.lastSent({step.rows.first().devEui});
        if (!before)
            return before.error();
        if (Result<> done = m_store.update(step.rows); !done)
            return done;
        if (Result<> done = m_store.addEvents(step.events); !done)
            return done;
        if (step.shown == PostStep::Shown::ByEvents)
            return noteShown(m_database, step.rows.first(), step.ofItem, *before);
        if (step.shown == PostStep::Shown::Unknown)
            return forgetShown(m_database, step.rows.first());
        return {};
    });
}

Result<> PostLedger::settle(FlushProof &proof, UtcTime now)
{
    const std::optional<FlushProof::Claim> claim = proof.claim();
    if (!claim)
        return {};
    const auto ofOlder = eventsOfItem(claim->older);
    const auto ofNewer = eventsOfItem(claim->newer);
    if (!ofOlder || !ofNewer)
        return ofOlder ? ofNewer.error() : ofOlder.error();
    proof.judge(*ofOlder, *ofNewer, now);
    return {};
}

Result<QString> PostLedger::itemOf(const Downlink &row, const QList<chirpstack::QueueItem> &queue)
{
    doubts::Evidence evidence{.queue = queue};
    QStringList items;
    for (const chirpstack::QueueItem &item : queue)
        items.append(item.id);
    Result<QList<Downlink>> claimants = m_store.byItems(items);
    if (!claimants)
        return claimants.error();
    evidence.claimants = std::move(*claimants);
    if (const QString item = doubts::waitingItem(row, evidence); !item.isEmpty())
        return item;
    Result<QList<DownlinkEvent>> strays = m_store.strayEvents(row.devEui, doubts::straysSince(row));
    if (!strays)
        return strays.error();
    evidence.strays = std::move(*strays);
    auto rows =
        store::DownlinkQuery(m_database).page({.devEui = row.devEui}, {.limit = kRowsThatMayPlay});
    if (!rows)
        return rows.error();
    evidence.rows = std::move(rows->rows);
    return doubts::transmittedItem(row, evidence);
}

} // namespace parking::engine
