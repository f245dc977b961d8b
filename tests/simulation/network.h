#pragma once

#include "broker.h"
#include "chirpstack/httpcall.h"
#include "faults.h"
#include "sim/lamps.h"

namespace parking::simulation {

/// ChirpStack and what is behind it: lamps, gateways and queues by sim::LampNetwork, its REST side
/// by handed-over requests, and its events on their way to the broker, where they get lost,
/// doubled, late and out of order.
///
/// This program links its own chirpstack::HttpCall, whose requests come here (network.cpp); the
/// client that makes them and reads the answers is the station's.
class Network {
public:
    using Answered = std::function<void(const chirpstack::HttpAnswer &)>;

    Network(VirtualClock &clock, sim::Random &random, Life &life, Broker &broker, Trace &trace,
            const sim::SimSite &site, const Faults &faults, quint64 seed);
    ~Network();

    /// Lamps and gateways go on, up to now.
    void pass();
    bool isIdle() const { return m_isAway || (m_lamps.isIdle() && m_requests == 0); }
    /// An event on its way to the broker.
    void publish(const sim::SimMessage &message);
    bool isHearing() const { return !m_isAway; } ///< an uplink gets to ChirpStack now

    void setAway(bool isAway); ///< as a whole
    void setRestAway(bool isAway);
    void setRestTroubled(bool isTroubled);
    void end(); ///< of all faults
    void joinSome(); ///< some lamps lose their power in the next seconds, and speak then

    sim::LampNetwork &lamps() { return m_lamps; }

    static Network *current(); ///< of this thread
    void request(const chirpstack::HttpRequest &request, Answered answered);

private:
    enum class Fate { Well, Refused, Lost, AnswerLost, Unavailable, Internal, Busy, Garbage, Slow };

    Fate fate();
    chirpstack::HttpAnswer answer(const chirpstack::HttpRequest &request);
    chirpstack::HttpAnswer enqueue(domain::DevEui device, const QByteArray &body);
    chirpstack::HttpAnswer list(domain::DevEui device) const;
    chirpstack::HttpAnswer whole(int status, const QJsonObject &object) const;
    chirpstack::HttpAnswer refusal(int status, int code, const QString &words) const;
    void reply(Milliseconds pause, chirpstack::HttpAnswer answer, Answered answered);

    VirtualClock &m_clock;
    sim::Random &m_random;
    Life &m_life;
    Broker &m_broker;
    Trace &m_trace;
    const sim::SimSite &m_site;
    Faults m_faults;
    sim::LampNetwork m_lamps;
    bool m_isAway = false;
    bool m_isRestAway = false;
    bool m_isRestTroubled = false;
    int m_requests = 0; ///< under way
};

} // namespace parking::simulation
