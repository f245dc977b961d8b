// What ChirpStack's answers mean for the rows of the ledger.

#include "base/literals.h"
#include "base/logging.h"
#include "engine/lamps/dispatcher.h"
#include "engine/lamps/lampledger.h"

#include <QUuid>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkId;
using domain::DownlinkOutcome;
using domain::DownlinkState;

namespace {

constexpr int kMaxRefusals = 5;
// Somebody who commanded a lamp past us lately may be doing it now.
constexpr auto kForeignMemory = 24h;
constexpr int kRowsThatMayPlay = 50; // of one lamp, within the life of a queue item

DownlinkEvent answerEvent(const Downlink &row, domain::DownlinkOutcome outcome,
                          const QString &detail, UtcTime now)
{
    DownlinkEvent event;
    event.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    event.downlinkId = row.id;
    event.devEui = row.devEui;
    event.kind = DownlinkEventKind::Answer;
    event.time = now;
    event.detail = detail;
    event.outcome = outcome;
    return event;
}

/// What the lamp shows is open until it is told anew: else a wish for the colour that it showed
/// before would seem to be fulfilled.
Result<> forgetShown(store::DownlinkStore &ledger, const Downlink &row)
{
    Result<QHash<DevEui, domain::Display>> found = ledger.displays({row.devEui});
    if (!found)
        return found.error();
    domain::Display display = found->value(row.devEui);
    domain::forgetShown(display, row.postedAt);
    return ledger.saveDisplays({display});
}

} // namespace

/// Writes rows with what happened to them. False: the database failed, and the engine knows.
bool Dispatcher::write(const QList<Downlink> &rows, const QList<DownlinkEvent> &events, Shown shown,
                       const QList<DownlinkEvent> &ofItem)
{
    store::DownlinkStore ledger(*m_database);
    const auto transact = [&]() -> Result<> {
        Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
        if (!transaction)
            return transaction.error();
        if (Result<> done = ledger.update(rows); !done)
            return done;
        if (Result<> done = ledger.addEvents(events); !done)
            return done;
        const Result<> noted = shown == Shown::ByEvents ? noteShown(ledger, rows.first(), ofItem)
            : shown == Shown::Unknown                   ? forgetShown(ledger, rows.first())
                                                        : Result<>();
        if (!noted)
            return noted;
        return transaction->commit();
    };
    if (const Result<> done = transact(); !done) {
        // The rows stay as the ledger has them; a doubtful one is looked up again.
        backOff(rows.first().devEui);
        wakeAt(Steady::now() + 1s);
        Q_EMIT databaseFailed(done.error());
        return false;
    }
    take(rows);
    Q_EMIT moved(rows);
    return true;
}

void Dispatcher::answered(DevEui device, DownlinkId id, const Result<QString> &item)
{
    sent(device);
    const Downlink *row = find(device, id);
    if (!row)
        return;
    if (!item)
        return refused(*row, item.error());
    accept(*row, *item);
}

/// A row's way to ChirpStack is over, one way or the other.
void Dispatcher::sent(DevEui device)
{
    --m_inFlight;
    --m_posting;
    m_lanes[device].busy = false;
    wakeAt(Steady::now());
}

/// Begun, and held back before its POST left.
void Dispatcher::notSent(DevEui device, DownlinkId id)
{
    sent(device);
    const Downlink *known = find(device, id);
    if (!known)
        return;
    Downlink row = *known;
    toPending(row);
    write({row},
          {answerEvent(row, DownlinkOutcome::HeldBack, u"not sent: a pause began"_s, systemNow())});
}

/// ChirpStack has it as `item`.
void Dispatcher::accept(Downlink row, const QString &item)
{
    accepted(row.devEui);
    const UtcTime now = systemNow();
    row.queueItemId = item;
    row.queuedAt = now;
    row.state = DownlinkState::Queued;
    row.problem.clear();
    row.detail.clear();
    // Its txack may have come before this answer.
    const Result<QList<DownlinkEvent>> known = store::DownlinkStore(*m_database).eventsOfItem(item);
    if (!known) {
        Q_EMIT databaseFailed(known.error());
        return;
    }
    for (const DownlinkEvent &event : *known)
        domain::apply(row, event);
    QList<Downlink> rows{row};
    QStringList olderItems;
    for (Downlink older : std::as_const(m_lanes[row.devEui].rows)) {
        if (older.sequence >= row.sequence || older.state != DownlinkState::Queued)
            continue;
        olderItems.append(older.queueItemId);
        older.state = DownlinkState::Superseded; // flushed with the POST
        older.endedAt = now;
        rows.append(older);
    }
    if (!write(rows, {answerEvent(row, DownlinkOutcome::Queued, u"queued as %1"_s.arg(item), now)},
               Shown::ByEvents, *known))
        return;
    if (!olderItems.isEmpty() && !m_flushWorks && !m_flushIgnored)
        checkFlush(row, olderItems);
}

/// ChirpStack before 4.15 ignores flushQueue without a word: are the older items still there? That
/// they are gone proves nothing yet (settleFlush).
void Dispatcher::checkFlush(const Downlink &row, const QStringList &olderItems)
{
    ++m_inFlight;
    m_lanes[row.devEui].busy = true;
    m_rest->queue(row.devEui,
                  [this, device = row.devEui, id = row.id, item = row.queueItemId,
                   olderItems](const Result<QList<chirpstack::QueueItem>> &items) {
                      --m_inFlight;
                      m_lanes[device].busy = false;
                      wakeAt(Steady::now());
                      if (!items) { // the next flush is looked at again
                          if (items.error().code == u"CHIRPSTACK_BUSY")
                              busy(items.error());
                          return;
                      }
                      const bool remain = std::any_of(
                          items->cbegin(), items->cend(), [&](const chirpstack::QueueItem &queued) {
                              return !queued.isPending && olderItems.contains(queued.id);
                          });
                      m_flushIgnored = remain;
                      if (remain)
                          withdrawAndRepeat(device, id);
                      else if (!m_flushClaim || olderItems.contains(m_flushClaim->newer))
                          m_flushClaim = {.older = olderItems.last(), .newer = item};
                  });
}

/// Empties the device's queue and sends the row anew, so that the stale item is not played first.
void Dispatcher::withdrawAndRepeat(DevEui device, DownlinkId id)
{
    qCInfo(lcEngine) << "this ChirpStack ignores flushQueue; queues are emptied by DELETE";
    ++m_inFlight;
    m_lanes[device].busy = true;
    m_rest->flush(device, [this, device, id](const Result<> &done) {
        --m_inFlight;
        m_lanes[device].busy = false;
        wakeAt(Steady::now());
        if (!done && done.error().code == u"CHIRPSTACK_BUSY")
            busy(done.error());
        const Downlink *known = find(device, id);
        if (!done || !known || known->state != DownlinkState::Queued)
            return; // in the queue behind the older one, or on the air meanwhile
        Downlink row = *known;
        const QString item = row.queueItemId;
        row.queueItemId.clear();
        row.queuedAt.reset();
        toPending(row);
        write({row},
              {answerEvent(row, DownlinkOutcome::Withdrawn, u"withdrew %1 by DELETE"_s.arg(item),
                           systemNow())});
    });
}

/// Back to waiting; or, when something newer waits already, out of the way.
void Dispatcher::toPending(Downlink &row)
{
    const QList<Downlink> &rows = m_lanes[row.devEui].rows;
    const bool hasNewer = std::any_of(rows.cbegin(), rows.cend(), [&](const Downlink &other) {
        return other.sequence > row.sequence && other.state == DownlinkState::Pending;
    });
    row.state = hasNewer ? DownlinkState::Superseded : DownlinkState::Pending;
    if (hasNewer)
        row.endedAt = systemNow();
}

// --- Refusals ------------------------------------------------------------------------------------

void Dispatcher::refused(Downlink row, const Error &error)
{
    const QString &code = error.code;
    row.problem = code;
    row.detail = chirpstack::messageOf(error);
    if (code == u"CHIRPSTACK_DOUBTFUL" || code == u"CHIRPSTACK_UNAVAILABLE")
        return doubt(row, error);
    if (code == u"CHIRPSTACK_REFUSED")
        return fail(row, code, error);
    if (code == u"CHIRPSTACK_INTERNAL") {
        m_status.answered = true;
        if (++row.refusals >= kMaxRefusals)
            return fail(row, code, error);
        backOff(row.devEui);
    } else if (code != u"CHIRPSTACK_UNAUTHORIZED") {
        troubled(error);
    }
    toPending(row);
    if (!write({row},
               {answerEvent(row, domain::outcomeOf(code), code + u' ' + row.detail, systemNow())}))
        return;
    if (code == u"CHIRPSTACK_UNAUTHORIZED")
        suspect(row);
}

/// Whether it was done is open: it stays `sending` until the queue was looked at.
void Dispatcher::doubt(Downlink row, const Error &error)
{
    backOff(row.devEui);
    holdPosts();
    away(error);
    write({row},
          {answerEvent(row, domain::outcomeOf(error.code), error.code + u' ' + row.detail,
                       systemNow())});
}

void Dispatcher::fail(Downlink row, const QString &problem, const Error &error, Shown shown)
{
    row.state = DownlinkState::Failed;
    row.problem = problem;
    row.detail = chirpstack::messageOf(error);
    row.endedAt = systemNow();
    write({row},
          {answerEvent(row, domain::outcomeOf(problem), problem + u' ' + row.detail, *row.endedAt)},
          shown);
}

// --- Open questions ------------------------------------------------------------------------------

void Dispatcher::lookUp(const Downlink &row)
{
    ++m_inFlight;
    m_lanes[row.devEui].busy = true;
    m_asked = Steady::now();
    m_rest->queue(row.devEui,
                  [this, device = row.devEui,
                   id = row.id](const Result<QList<chirpstack::QueueItem>> &items) {
                      --m_inFlight;
                      m_lanes[device].busy = false;
                      wakeAt(Steady::now());
                      lookedUp(device, id, items);
                  });
}

void Dispatcher::lookedUp(DevEui device, DownlinkId id,
                          const Result<QList<chirpstack::QueueItem>> &items)
{
    const Downlink *known = find(device, id);
    if (!known || known->state != DownlinkState::Sending)
        return;
    Downlink row = *known;
    if (!items && items.error().code != u"CHIRPSTACK_REFUSED") {
        if (items.error().code == u"CHIRPSTACK_UNAUTHORIZED")
            return suspect(row);
        backOff(device);
        return troubled(items.error());
    }
    Result<QString> item = QString();
    if (items) {
        well(device);
        item = waitingItem(row, *items);
        if (item && item->isEmpty())
            item = transmittedItem(row, *items);
    }
    if (!item) {
        Q_EMIT databaseFailed(item.error());
        return;
    }
    if (!item->isEmpty())
        return accept(row, *item);
    // It never arrived, or was played without a proof; now it cannot be played any more, and to
    // show a colour twice does no harm.
    toPending(row);
    write({row},
          {answerEvent(row, DownlinkOutcome::NotInQueue, u"not in the queue"_s, systemNow())},
          Shown::Unknown);
}

/// Our item in the device's queue; empty when it is not there.
Result<QString> Dispatcher::waitingItem(const Downlink &row,
                                        const QList<chirpstack::QueueItem> &items)
{
    QStringList withoutExpiry; // ChirpStack before 4.10 keeps none
    for (const chirpstack::QueueItem &item : items) {
        if (item.fPort != row.frame.fPort || item.data != row.frame.payload)
            continue;
        if (item.expiresAt && item.expiresAt == row.expiresAt)
            return item.id;
        if (!item.expiresAt)
            withoutExpiry.prepend(item.id);
    }
    const Result<QList<Downlink>> known = store::DownlinkStore(*m_database).byItems(withoutExpiry);
    if (!known)
        return known.error();
    for (const Downlink &other : *known)
        withoutExpiry.removeAll(other.queueItemId);
    return withoutExpiry.isEmpty() ? QString() : withoutExpiry.first();
}

/// The item that was on the air before we looked; empty when that cannot be known.
///
/// A txack names an item and no bytes. It is this row's when it came after the POST, when it is the
/// only item of this device that no row has, when no earlier command of ours got lost that may
/// still have been out, and when nobody else has commanded this lamp for a day or has something in
/// its queue now. One foreign command, the first for a day, in the seconds of a POST that got lost:
/// that alone would be taken for ours.
Result<QString> Dispatcher::transmittedItem(const Downlink &row,
                                            const QList<chirpstack::QueueItem> &items)
{
    store::DownlinkStore ledger(*m_database);
    QStringList waiting;
    for (const chirpstack::QueueItem &item : items)
        waiting.append(item.id);
    const Result<QList<Downlink>> known = ledger.byItems(waiting);
    if (!known)
        return known.error();
    for (const Downlink &other : *known)
        waiting.removeAll(other.queueItemId);
    if (!waiting.isEmpty() || !row.postedAt)
        return QString();
    const Result<QList<DownlinkEvent>> strays =
        ledger.strayEvents(row.devEui, *row.postedAt - kForeignMemory);
    if (!strays)
        return strays.error();
    QString item;
    bool wasOnAir = false;
    for (const DownlinkEvent &event : *strays) {
        if (event.time < *row.postedAt || (!item.isEmpty() && item != event.queueItemId))
            return QString();
        item = event.queueItemId;
        wasOnAir = wasOnAir || event.kind == DownlinkEventKind::TxAck
            || event.kind == DownlinkEventKind::Ack;
    }
    if (!wasOnAir)
        return QString();
    const auto rows = ledger.list({.devEui = row.devEui}, {.limit = kRowsThatMayPlay});
    if (!rows)
        return rows.error();
    const bool hasLost =
        std::any_of(rows->rows.cbegin(), rows->rows.cend(), [&](const Downlink &other) {
            return other.id != row.id && other.attempts > 0 && other.queueItemId.isEmpty()
                && other.expiresAt > row.postedAt;
        });
    return hasLost ? QString() : item;
}

} // namespace parking::engine
