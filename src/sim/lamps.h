#pragma once

#include "base/result.h"
#include "sim/devicequeue.h"
#include "sim/messages.h"

#include <QHash>

namespace parking::sim {

enum class LampFamily : quint8 { Kuando, HeltecStatus };
enum class LampCondition : quint8 {
    Well,
    Lossy, ///< one frame in five does not reach it
    Ignoring, ///< hears everything, follows nothing
};

struct LampCounts {
    qint64 accepted = 0; ///< items that got into a queue
    qint64 transmitted = 0; ///< frames on the air, repeated ones too
    qint64 expired = 0;
    qint64 lost = 0; ///< on the air, not received
    qint64 dropped = 0; ///< received with a counter that the lamp had already
    qint64 unheard = 0; ///< tx acks that nobody heard of: lost, or their items were gone
    qint64 rejoined = 0;
};

struct LampOptions {
    double delayScale = 1; ///< of all delays on the air; 0: at once
    double ignoring = 0; ///< share of lamps that ignore commands
    double lossy = 0.02; ///< share of lamps that lose frames
    double mute = 0; ///< share of tx acks that gateways lose: then the frame is repeated
    bool classA = false; ///< lamps listen after their own uplinks only
    double rejoins = 0; ///< of each lamp in a day, on average: then it is dark and says so soon
};

/// The network server's downlink side and the lamps behind it: queues by the rules of ChirpStack
/// (DeviceQueue; a scheduler hands the first item to a gateway, which tells a little later that it
/// took the frame; confirmed ones wait for the lamp), gateways that transmit, lamps that follow,
/// report, and drop a counter that they had. Tells what ChirpStack would publish. Deterministic by
/// seed; time comes in and never goes back.
class LampNetwork {
public:
    LampNetwork(const SimSite &site, quint64 seed, const LampOptions &options = {});

    bool knows(domain::DevEui device) const { return m_index.contains(device); }
    /// VALIDATION_ERROR for a port outside 1..255, RECORD_NOT_FOUND for unknown devices.
    Result<QString> enqueue(domain::DevEui device, LampItem item, bool flush, UtcTime now);
    QList<LampItem> queue(domain::DevEui device) const; ///< oldest first
    void flush(domain::DevEui device);

    /// Everything that happens up to `now`, in order; one frame of a lamp at most.
    QList<SimMessage> step(UtcTime now);
    /// The lamp joins anew: it forgets its colour and its counters. Until it speaks, the server
    /// sends it nothing, and tells nothing of what grows too old in its queue.
    /// Source: docs/wire.md, "REST".
    SimMessage rejoin(domain::DevEui device, UtcTime now);
    /// No lamp speaks by itself until then.
    void holdReports(UtcTime until);
    /// A status uplink, out of its turn.
    SimMessage report(domain::DevEui device, UtcTime now);

    /// Chance has other odds from now on. Lamps that lose frames lose none where `lossy` is 0.
    void setOptions(const LampOptions &options);
    bool isIdle() const; ///< nothing is at a gateway, and no lamp listens for what waits in a queue

    const LampCounts &counts() const { return m_counts; }
    LampCondition condition(domain::DevEui device) const; ///< Well for unknown ones
    QByteArray applied(domain::DevEui device) const; ///< the last payload it follows; empty: none

private:
    struct Lamp {
        int space = 0; ///< index into SimSite::spaces
        domain::DevEui eui;
        LampFamily family = LampFamily::Kuando;
        LampCondition condition = LampCondition::Well;
        DeviceQueue queue;
        FrameCounter counter;
        QString atGateway; ///< the item whose frame is there; empty: none
        UtcTime toldAt; ///< when the gateway tells that it took that
        UtcTime readyAt; ///< earliest next transmission
        std::optional<UtcTime> listensAt; ///< class A: after its uplink
        UtcTime nextReport;
        bool hasJoined = false; ///< and has not spoken since: nothing is sent to it
        QByteArray shown;
        quint32 fCnt = 0;
        quint32 received = 0;
        UtcTime ackAt; ///< of the pending item
        bool ackGood = false; ///< it got the pending item
        std::optional<UtcTime> joinAt; ///< the next one by itself
    };

    void speak(Lamp &lamp, UtcTime now, QList<SimMessage> &messages);
    void settle(Lamp &lamp, UtcTime now, QList<SimMessage> &messages);
    void settleGateway(Lamp &lamp, QList<SimMessage> &messages);
    bool isDue(Lamp &lamp, UtcTime now) const;
    void joinDue(Lamp &lamp, UtcTime now, QList<SimMessage> &messages);
    SimMessage join(Lamp &lamp, UtcTime now);
    void play(Lamp &lamp, UtcTime now, QList<SimMessage> &messages);
    void transmit(Lamp &lamp, UtcTime now);
    SimMessage status(Lamp &lamp, UtcTime now);
    SimMessage event(const Lamp &lamp, const char *kind, const QByteArray &body, UtcTime now);
    QByteArray statusPayload(const Lamp &lamp) const;
    Milliseconds delay(double low, double high);

    const SimSite &m_site;
    LampOptions m_options;
    Random m_random;
    MessageWriter m_writer;
    std::vector<Lamp> m_lamps;
    QHash<domain::DevEui, size_t> m_index;
    LampCounts m_counts;
    bool m_started = false;
};

} // namespace parking::sim
