#pragma once

#include "chirpstack/restclient.h"

#include <functional>
#include <memory>

namespace parking::engine {

/// After a request was refused with 401: is it the key, or this one device?
///
/// ChirpStack answers 401 with a text to a key that it cannot read, and 401 without text both to a
/// key that was deleted there and to a device that the key may not see (docs/wire.md, REST;
/// only an administrator's key gets other answers for unknown devices). So the queues of other
/// devices are looked at, one after the other, until one of them answers.
///
/// Thread: the owner's. Destroyed while it asks, it stays silent.
class KeyProbe : public std::enable_shared_from_this<KeyProbe> {
public:
    enum class Verdict {
        Good, ///< ChirpStack takes the key
        Refused, ///< it does not
        Unclear, ///< every device was refused without a text, and none of them is surely known
                 ///< there
        Trouble, ///< the question got no answer: see `error`
    };
    struct Outcome {
        Verdict verdict = Verdict::Unclear;
        domain::DevEui device; ///< Good: the one that answered; null for the list of tenants
        Error error; ///< of the last answer, unless Good
    };
    using Done = std::function<void(const Outcome &)>;

    /// `devices` are asked for in this order; the first `heard` of them have spoken through this
    /// ChirpStack lately, so that it should know them.
    KeyProbe(chirpstack::RestClient &rest, QList<domain::DevEui> devices, qsizetype heard);

    /// Begins; `done` comes once, later.
    void start(Done done);

private:
    void next();
    void answered(domain::DevEui device, const Result<> &result);
    void end(Outcome outcome);

    chirpstack::RestClient &m_rest;
    QList<domain::DevEui> m_devices;
    qsizetype m_heard;
    qsizetype m_asked = 0;
    int m_texts = 0; ///< refusals that said why
    Done m_done;
};

} // namespace parking::engine
