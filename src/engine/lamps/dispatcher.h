#pragma once

#include "chirpstack/restclient.h"
#include "domain/downlink.h"
#include "engine/lamps/keyprobe.h"
#include "engine/lamps/ratelimits.h"
#include "store/downlinkstore.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace parking::engine {

struct DispatcherOptions {
    chirpstack::RestOptions rest;
    int perMinute = 30; ///< POSTs a minute for each gateway; 0: no limit
    int parallel = 8; ///< requests at the same time at most
    Milliseconds firstPause{500}; ///< after trouble; doubles up to a minute
    Milliseconds refusedPause{60'000}; ///< until a refused key is tried again
    Milliseconds comparePause{10'000}; ///< until a lamp whose command failed is compared again;
                                       ///< doubles up to an hour
    Milliseconds idleLook{30'000}; ///< nothing was asked for so long: is ChirpStack still there?

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
};

/// Brings pending rows of the ledger to ChirpStack (DESIGN.md, "Downlinks").
///
/// A row goes to `sending` in a committed transaction before its POST leaves; what a POST's outcome
/// leaves open is settled by looking into the device's queue. One request at a time for each
/// device. A station that lost its connection sends nothing: there the commit fails.
///
/// After 429 nothing is sent before the time that ChirpStack asked for; an hour at most, so that a
/// wrong header does not stop lamps for ever.
///
/// Thread: the engine's; requests run in its event loop.
class Dispatcher : public QObject {
    Q_OBJECT

public:
    explicit Dispatcher(DispatcherOptions options, QObject *parent = nullptr);
    ~Dispatcher() override;

    /// Reads the open rows and begins; this station holds the ingest lock. Rows that were being
    /// sent when somebody died are looked up first. The caller compares all lamps afterwards.
    Result<> activate(store::Database &database);
    /// Nothing is sent from now on; what is under way stays `sending` in the ledger.
    void deactivate();
    bool isActive() const { return m_database != nullptr; }

    /// Rows that a batch or command inserted or moved.
    void take(const QList<domain::Downlink> &rows);
    /// Once a second: rows of other processes, items that nobody transmitted, a look at an idle
    /// ChirpStack.
    void tick(UtcTime now);

    DispatcherStatus status() const;

Q_SIGNALS:
    void moved(const QList<parking::domain::Downlink> &rows);
    /// ChirpStack works again after an outage, or may do so for lamps whose commands failed: what
    /// these lamps show is to be compared with what they should show.
    void recovered(const QList<parking::domain::DevEui> &devices);
    void databaseFailed(const parking::Error &error);

private:
    /// The open rows of one device, oldest first.
    struct Lane {
        QList<domain::Downlink> rows;
        bool busy = false; ///< a request is under way
        int failures = 0; ///< in a row
        Steady::time_point notBefore{};
    };
    /// What becomes of the ledger's knowledge of a lamp.
    enum class Shown {
        AsBefore,
        ByEvents, ///< what the item's events prove
        Unknown, ///< a frame may have been played, and nobody told
    };
    /// A row that was refused with 401: fails when the key is good.
    struct Suspect {
        domain::DevEui device;
        domain::DownlinkId row;
    };

    /// The older item was gone after the newer one's POST: flushed, unless it was on the air.
    struct FlushClaim {
        QString older;
        QString newer;
    };

    /// A lamp whose last command failed or expired.
    struct Failing {
        int times = 0;
        Steady::time_point again{}; ///< max: compared already
    };

    // Choosing and sending (dispatcher.cpp)
    void pump();
    void wakeAt(Steady::time_point time);
    QList<domain::DevEui> ready() const;
    domain::Downlink *find(domain::DevEui device, domain::DownlinkId id);
    static domain::Downlink *doubtful(Lane &lane);
    static domain::Downlink *pending(Lane &lane);
    void begin(QList<domain::Downlink> rows);
    bool stillOurs(Steady::time_point since);
    void send(const domain::Downlink &row, Steady::time_point since);
    void post(const domain::Downlink &row);
    Milliseconds lifetime(domain::DevEui device) const;
    Result<> readDisplays();

    // By the clock (dispatchclock.cpp)
    Result<> poll();
    void expire(UtcTime now);
    Result<> settleFlush(UtcTime now);
    void noteEnd(const domain::Downlink &row);
    void compare();
    void lookIfIdle();

    // Answers (dispatchanswers.cpp)
    void answered(domain::DevEui device, domain::DownlinkId id, const Result<QString> &item);
    void sent(domain::DevEui device);
    void notSent(domain::DevEui device, domain::DownlinkId id);
    void accept(domain::Downlink row, const QString &item);
    void checkFlush(const domain::Downlink &row, const QStringList &olderItems);
    void withdrawAndRepeat(domain::DevEui device, domain::DownlinkId id);
    void refused(domain::Downlink row, const Error &error);
    void doubt(domain::Downlink row, const Error &error);
    void lookUp(const domain::Downlink &row);
    void lookedUp(domain::DevEui device, domain::DownlinkId id,
                  const Result<QList<chirpstack::QueueItem>> &items);
    void toPending(domain::Downlink &row);
    Result<QString> waitingItem(const domain::Downlink &row,
                                const QList<chirpstack::QueueItem> &items);
    Result<QString> transmittedItem(const domain::Downlink &row,
                                    const QList<chirpstack::QueueItem> &items);
    void fail(domain::Downlink row, const QString &problem, const Error &error,
              Shown shown = Shown::AsBefore);
    bool write(const QList<domain::Downlink> &rows, const QList<domain::DownlinkEvent> &events,
               Shown shown = Shown::AsBefore, const QList<domain::DownlinkEvent> &ofItem = {});

    // Pauses, and what is asked meanwhile (dispatchtrouble.cpp)
    void suspect(const domain::Downlink &row);
    void startProbe();
    void judged(const KeyProbe::Outcome &outcome);
    void troubled(const Error &error);
    void close(const QString &problem, const QString &detail, Milliseconds pause);
    void busy(const Error &error);
    void away(const Error &error);
    void holdPosts();
    Steady::time_point pausedUntil() const { return std::max(m_closedUntil, m_busyUntil); }
    void backOff(domain::DevEui device);
    Milliseconds pauseAfter(int failures) const;
    void measure(Steady::time_point asked);
    void wasAnswered();
    void well(domain::DevEui device);
    void accepted(domain::DevEui device);
    void clearProblem();

    DispatcherOptions m_options;
    store::Database *m_database = nullptr;
    std::unique_ptr<chirpstack::RestClient> m_rest; ///< only while active
    QHash<domain::DevEui, Lane> m_lanes;
    QHash<domain::DevEui, domain::Display> m_displays; ///< gateway and class of each
    bool m_displaysStale = false; ///< a row of a device that m_displays does not know
    RateLimits m_rates;
    QHash<domain::DevEui, Failing> m_failing;
    bool m_compareAll = false; ///< there was an outage
    Steady::time_point m_comparedAll{};
    QTimer m_wake;
    int m_inFlight = 0;
    int m_posting = 0; ///< of these, the rows whose POST is under way
    Steady::time_point m_closedUntil{}; ///< ends with the next good answer
    Steady::time_point m_busyUntil{}; ///< what 429 asked for: nothing ends it earlier
    Steady::time_point m_postsUntil{}; ///< only looking is allowed
    std::optional<Steady::time_point> m_asked; ///< the last request since activate()
    int m_awayFailures = 0; ///< in a row, of any request
    int m_postFailures = 0; ///< in a row, of POSTs: looking may work while they do not
    int m_ticks = 0;
    bool m_flushWorks = false; ///< proved: this ChirpStack knows flushQueue
    bool m_flushIgnored = false; ///< seen: it does not (before 4.15)
    std::optional<FlushClaim> m_flushClaim;
    std::shared_ptr<KeyProbe> m_probe; ///< nothing else is begun meanwhile
    QList<Suspect> m_suspects; ///< wait for its verdict
    bool m_keyRefused = false; ///< it alone is asked again after the pause
    domain::DevEui m_probeCursor; ///< the last one of those that are asked in turn
    domain::DevEui m_knownGood; ///< a device that the key may use
    DispatcherStatus m_status;
};

} // namespace parking::engine
