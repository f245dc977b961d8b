#pragma once

#include "base/clock.h"
#include "domain/downlink.h"
#include "engine/lamps/ratelimits.h"

#include <QHash>

#include <optional>
#include <vector>

namespace parking::engine {

/// What waits for which lamp, in which order, and whose turn it is: a lane per lamp, and the rate
/// of the gateway that it shares with others. Pure, time comes in.
///
/// A lamp is asked about or posted to once at a time. A row whose POST has no outcome stops its
/// lane: nothing newer may go out before that is settled.
///
/// An item whose frame may be at a gateway is never replaced: ChirpStack would not count that
/// frame, and the lamp would drop the next one, which has its number. So at a lamp that listens
/// always the next frame waits for the word on the one before; when none comes for a while, a look
/// tells whether its item is still there. A class A lamp's item is replaced, but not while it
/// listens after an uplink; where the class is not known, after a while.
class Lanes {
public:
    enum class Request { Post, Other };

    /// How many requests may be under way, as ChirpStack fares.
    struct Allowance {
        int requests = 0; ///< of all kinds
        int posts = 0; ///< of these
        Steady::time_point postsFrom{}; ///< until then only looking is allowed
    };
    /// What is to be begun now. Rates count its POSTs as gone.
    struct Turn {
        QList<domain::Downlink>
            looks; ///< rows whose POST has no outcome, or whose item may be gone
        QList<domain::Downlink> posts;
        std::optional<Steady::time_point> next; ///< when to ask again, unless an answer comes first
    };

    /// `perMinute`: for each gateway; 0: no limit. `patience`: how long a word may take.
    explicit Lanes(int perMinute, Milliseconds patience = std::chrono::seconds(10))
        : m_patience(patience), m_rates(perMinute)
    {
    }

    /// Forgets rows, requests and pauses; not what went through gateways lately, nor the lamps.
    void clear();

    /// What is known of all lamps: the gateway and the class of each.
    void setLamps(QHash<domain::DevEui, domain::Display> lamps);
    void setLamp(const domain::Display &lamp) { m_lamps.insert(lamp.devEui, lamp); }
    const QHash<domain::DevEui, domain::Display> &lamps() const { return m_lamps; }
    bool hasStranger() const { return m_hasStranger; } ///< a row of a lamp that is not among them
    /// How long an item for this lamp may wait in ChirpStack's queue.
    Milliseconds lifetime(domain::DevEui device) const;
    std::optional<domain::DevEui> anyone() const; ///< some lamp, to ask about
    QList<domain::DevEui> devices() const { return m_lanes.keys(); } ///< that were ever commanded

    /// Takes a row as the ledger has it; one that ended goes.
    void put(const domain::Downlink &row);
    std::optional<domain::Downlink> find(domain::DevEui device, domain::DownlinkId id) const;
    /// The row as it is now.
    std::optional<domain::Downlink> find(const domain::Downlink &row) const
    {
        return find(row.devEui, row.id);
    }
    /// Of each lamp the oldest row whose POST has no outcome.
    QList<domain::Downlink> doubtful() const;
    QList<domain::Downlink> queued() const; ///< of all lamps
    /// Items that were in ChirpStack's queue when `row` was posted.
    QList<domain::Downlink> queuedBefore(const domain::Downlink &row) const;
    /// Items that nobody transmitted and ChirpStack did not tell of either.
    QList<domain::Downlink> overdue(UtcTime now) const;
    qint64 waiting() const; ///< rows that are pending or sending

    /// `row`, which did not get into ChirpStack's queue or was taken out: it waits again, or is out
    /// of the way when something newer waits already.
    domain::Downlink backToWaiting(domain::Downlink row, UtcTime now) const;

    void occupy(domain::DevEui device, Request request); ///< a request begins
    void release(domain::DevEui device); ///< it ended, one way or the other
    int underWay() const { return m_underWay; } ///< requests
    bool isOccupied(domain::DevEui device) const;
    /// It was heard a moment ago: what waits for it may be on its way to it.
    bool isListening(domain::DevEui device, Steady::time_point now) const;

    /// Nothing of this lamp before `time`.
    void hold(domain::DevEui device, Steady::time_point time) { m_lanes[device].notBefore = time; }
    /// A request of it failed: nothing more before `time`.
    void backOff(domain::DevEui device, Steady::time_point time);
    int failures(domain::DevEui device) const; ///< in a row
    void forgive(); ///< ChirpStack was away, which was no lamp's fault: all may go
    /// A command got into its queue: they are over.
    void accepted(domain::DevEui device, Steady::time_point now);

    // What tells of items
    void heard(domain::DevEui device, Steady::time_point now); ///< an uplink: it listens
    /// It joined: ChirpStack may have emptied its queue, so a look tells whether an item is there.
    void joined(domain::DevEui device);
    void found(domain::DevEui device, Steady::time_point now); ///< its item is still there
    /// Its item is not there. True when that is certain: its txack, which may have been on its way
    /// here, did not come for another look.
    bool isGone(domain::DevEui device, Steady::time_point now);

    /// Open questions first, then what people wait for, then the rest; the oldest first.
    Turn next(Steady::time_point now, const Allowance &allowance);

private:
    struct Lane {
        QList<domain::Downlink> rows; ///< open ones, oldest first
        std::optional<Request> request; ///< that is under way
        int failures = 0; ///< in a row
        Steady::time_point notBefore{};
        Steady::time_point queuedAt{}; ///< its last item
        Steady::time_point heardAt{}; ///< its last uplink
        QString newestItem; ///< that ChirpStack took
        Steady::time_point toldFrom{}; ///< the lamp shows it, and its gateway told nothing yet
        Steady::time_point lookFrom{}; ///< for the item of which nobody tells
        bool hasJoined = false; ///< since the last POST began, and nobody has looked
        bool isMissed = false; ///< the last look did not find it
    };
    enum class Urgency { OpenQuestion, People, Comparison };
    struct Candidate {
        Urgency urgency;
        const domain::Downlink *row;
        Steady::time_point notBefore;
    };

    void noteEcho(const domain::Downlink &row);
    static const domain::Downlink *doubtful(const Lane &lane);
    static const domain::Downlink *pending(const Lane &lane);
    static const domain::Downlink *queued(const Lane &lane);
    std::optional<Candidate> candidate(domain::DevEui device, const Lane &lane) const;
    std::vector<Candidate> candidates() const;

    QHash<domain::DevEui, Lane> m_lanes;
    QHash<domain::DevEui, domain::Display> m_lamps;
    bool m_hasStranger = false;
    Milliseconds m_patience;
    RateLimits m_rates;
    int m_underWay = 0;
    int m_posting = 0; ///< of these
};

} // namespace parking::engine
