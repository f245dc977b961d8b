#pragma once

#include "domain/lampqueue.h"
#include "engine/lamps/chirpstacklink.h"
#include "engine/lamps/comparisons.h"
#include "engine/lamps/flushproof.h"
#include "engine/lamps/lampledger.h"
#include "engine/lamps/lanes.h"
#include "engine/lamps/poststep.h"
#include "store/database.h"

#include <QObject>

namespace parking::engine {

struct DispatcherOptions : ChirpStackOptions {
    int perMinute = 30; ///< POSTs a minute for each gateway; 0: no limit
    int parallel = 8; ///< requests at the same time at most
    Milliseconds patience{10'000}; ///< for the word on a frame, before a look at its item
    Milliseconds comparePause{10'000}; ///< until a lamp whose command failed is compared again;
                                       ///< doubles up to an hour

    bool operator==(const DispatcherOptions &) const = default;
};

/// How it stands with ChirpStack, for health.
struct DispatcherStatus {
    QString problem; ///< empty: well. CHIRPSTACK_UNREACHABLE, CHIRPSTACK_UNAVAILABLE,
                     ///< CHIRPSTACK_DOUBTFUL, CHIRPSTACK_INTERNAL, CHIRPSTACK_BUSY,
                     ///< CHIRPSTACK_KEY, NOT_CHIRPSTACK
    QString detail;
    bool answered = false; ///< some request was answered since activate(); until then nothing is
                           ///< known, also without a problem
    std::optional<double> latencyMs; ///< of the last request that was answered well
    qint64 waiting = 0; ///< rows that are pending or sending
    std::optional<Milliseconds> clockLead; ///< of this computer's clock before ChirpStack's
    int underWay = 0; ///< requests
};

/// Brings pending rows of the ledger to ChirpStack: picks them (Lanes), commits them as `sending`
/// (PostLedger), and only then posts; what a POST's outcome leaves open is settled by looking into
/// the device's queue. One request at a time for each device. A station that lost its connection
/// sends nothing: there the commit fails.
///
/// Times of its rows are by the network server's clock, as those of its events are.
///
/// It pumps, commits, posts and takes answers. What they mean for a row is said by poststep, how
/// ChirpStack fares by ChirpStackLink, how queues are emptied by FlushProof, which lamps are to be
/// compared anew by Comparisons.
///
/// Thread: the engine's; requests run in its event loop.
class Dispatcher : public QObject {
    Q_OBJECT

public:
    Dispatcher(DispatcherOptions options, Clock &clock, QObject *parent = nullptr);

    /// Reads the open rows and begins; this station holds the ingest lock. Rows that were being
    /// sent when somebody died are looked up first. The caller compares all lamps afterwards.
    Result<> activate(store::Database &database);
    /// Nothing is sent from now on; what is under way stays `sending` in the ledger.
    void deactivate();
    bool isActive() const { return m_database != nullptr; }

    /// What a batch or command did: rows that it inserted or moved, and lamps that were heard.
    void take(const LampOutcome &outcome);
    /// Once a second: rows of other processes, items that nobody transmitted, a look at an idle
    /// ChirpStack.
    void tick();

    DispatcherStatus status() const;

    using QueueTold = std::function<void(const Result<domain::LampQueue> &)>;
    using FlushTold = std::function<void(const Result<domain::FlushedQueue> &)>;
    /// What ChirpStack has for this lamp; only while active. Errors are the client's. As for all
    /// requests: no answer comes when it is deactivated before.
    void askQueue(domain::DevEui device, QueueTold told);
    /// Empties that queue, and withdraws what waits here; only while active. LAMP_BUSY while a
    /// request about the lamp is under way, MAY_BE_ON_AIR where a frame could be at a gateway: then
    /// nothing was removed. Other errors are the client's; after a doubtful one the queue may be
    /// empty, and rows are looked for as ever.
    void emptyQueue(domain::DevEui device, FlushTold told);

Q_SIGNALS:
    void moved(const QList<parking::domain::Downlink> &rows);
    /// ChirpStack works again after an outage, or may do so for lamps whose commands failed: what
    /// these lamps show is to be compared with what they should show.
    void recovered(const QList<parking::domain::DevEui> &devices);
    void databaseFailed(const parking::Error &error);

private:
    using Queue = QList<chirpstack::QueueItem>;

    void takeRows(const QList<domain::Downlink> &rows);

    // Choosing and sending
    void wakeAt(Steady::time_point time);
    void pump();
    void begin(const QList<domain::Downlink> &rows);
    /// False: the ledger is not ours any more, and the engine knows. Between the commit and the
    /// request lies nothing; when that took long, this process was frozen and another station may
    /// have taken over; HttpCall looks at the clock once more when it is connected, for this thread
    /// may wait for a database that was cut off meanwhile. What remains open: frozen between that
    /// look and the writing of the request (microseconds), and woken after the other station looked
    /// into the queue, which it does no earlier than a time-out after the POST began. Such a frame
    /// would flush a newer one. ChirpStack drops it when it is older than `expiresAt`, and a
    /// flushed item counts as failed when it expires, so that its lamp is compared again.
    bool isStillOurs(Steady::time_point since);
    void send(const domain::Downlink &row, Steady::time_point since);
    void post(const domain::Downlink &row);
    void look(const domain::Downlink &row);

    // Answers
    template <class Fn>
    auto occupied(domain::DevEui device, Lanes::Request request, Fn answered);
    void accept(const domain::Downlink &row, const QString &item);
    void checkFlush(const domain::Downlink &row, const QList<domain::Downlink> &older);
    void withdrawAndRepeat(const domain::Downlink &row);
    void refuse(domain::Downlink row, const Error &error);
    void settle(const domain::Downlink &row, const Result<Queue> &queue);
    void settleQueued(const domain::Downlink &row, const Result<Queue> &queue);
    bool waitAgain(const domain::Downlink &row, domain::DownlinkOutcome outcome,
                   const QString &detail, PostStep::Shown shown = PostStep::Shown::AsBefore);
    bool write(const PostStep &step);

    void backOff(domain::DevEui device);
    void suspect(const domain::Downlink &row);
    void convict(const KeySuspicion::Suspect &suspect);
    void askWhetherKnown(const domain::Downlink &row);
    void judgeDevice(const domain::Downlink &row, const Result<> &known);
    std::optional<KeySuspicion::Devices> knownDevices();

    // Asked by people (dispatcherqueue.cpp)
    domain::LampQueue queueOf(domain::DevEui device, const Queue &queue) const;
    void deleteQueue(const domain::LampQueue &known, const FlushTold &over);

    // By the clock
    bool poll();

    template <class T>
    bool worked(const Result<T> &done); ///< else the engine hears that the database failed

    DispatcherOptions m_options;
    Clock &m_clock;
    store::Database *m_database = nullptr;
    ChirpStackLink m_chirpStack;
    Lanes m_lanes;
    FlushProof m_flush;
    Comparisons m_comparisons;
    ClockTimer m_wake;
    Steady::time_point m_wakesAt{};
    int m_ticks = 0;
};

} // namespace parking::engine
