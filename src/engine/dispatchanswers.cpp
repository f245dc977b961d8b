// What ChirpStack's answers mean for the rows of the ledger.

#include "base/logging.h"
#include "engine/dispatcher.h"
#include "engine/lampledger.h"

#include <QUuid>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkId;
using domain::DownlinkState;

namespace {

constexpr int kMaxRefusals = 5;
// ChirpStack's clock may differ from ours a little.
constexpr auto kClockMargin = 60s;

DownlinkEvent answerEvent(const Downlink &row, const QString &detail, UtcTime now)
{
    DownlinkEvent event;
    event.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    event.downlinkId = row.id;
    event.devEui = row.devEui;
    event.kind = DownlinkEventKind::Answer;
    event.time = now;
    event.detail = detail;
    return event;
}

/// ChirpStack's own words where it gave some.
QString messageOf(const Error &error)
{
    const QString message = error.details.value(u"message").toString();
    return message.isEmpty() ? error.detail : message;
}

} // namespace

/// Writes rows with what happened to them. False: the database failed, and the engine knows.
bool Dispatcher::write(const QList<Downlink> &rows, const QList<DownlinkEvent> &events,
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
        if (!ofItem.isEmpty()) {
            if (Result<> done = noteShown(ledger, rows.first(), ofItem); !done)
                return done;
        }
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
    m_status.latencyMs = std::chrono::duration<double, std::milli>(Steady::now() - m_asked).count();
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
    write({row}, {answerEvent(row, QStringLiteral("not sent: a pause began"), systemNow())});
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
    if (!write(rows, {answerEvent(row, QStringLiteral("queued as %1").arg(item), now)}, *known))
        return;
    if (!olderItems.isEmpty() && !m_flushWorks && !m_flushIgnored)
        checkFlush(row, olderItems);
}

/// ChirpStack before 4.15 ignores flushQueue without a word: are the older items still there?
void Dispatcher::checkFlush(const Downlink &row, const QStringList &olderItems)
{
    ++m_inFlight;
    m_lanes[row.devEui].busy = true;
    m_rest->queue(row.devEui,
                  [this, device = row.devEui, id = row.id,
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
                      m_flushWorks = !remain;
                      if (remain)
                          withdrawAndRepeat(device, id);
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
              {answerEvent(row, QStringLiteral("withdrew %1 by DELETE").arg(item), systemNow())});
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
    row.detail = messageOf(error);
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
    if (!write({row}, {answerEvent(row, code + u' ' + row.detail, systemNow())}))
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
    write({row}, {answerEvent(row, error.code + u' ' + row.detail, systemNow())});
}

void Dispatcher::fail(Downlink row, const QString &problem, const Error &error)
{
    row.state = DownlinkState::Failed;
    row.problem = problem;
    row.detail = messageOf(error);
    row.endedAt = systemNow();
    write({row}, {answerEvent(row, problem + u' ' + row.detail, *row.endedAt)});
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
    if (items) {
        well(device);
        for (const chirpstack::QueueItem &item : *items) {
            if (item.fPort == row.frame.fPort && item.data == row.frame.payload
                && item.expiresAt == row.expiresAt)
                return accept(row, item.id);
        }
    }
    // Not in the queue: never arrived, or on the air already.
    const Result<QList<DownlinkEvent>> strays =
        store::DownlinkStore(*m_database)
            .strayEvents(device, row.postedAt.value_or(row.decidedAt) - kClockMargin);
    if (!strays) {
        Q_EMIT databaseFailed(strays.error());
        return;
    }
    if (!strays->isEmpty())
        return accept(row, strays->last().queueItemId);
    toPending(row);
    write({row}, {answerEvent(row, QStringLiteral("not in the queue"), systemNow())});
}

} // namespace parking::engine
