#pragma once

#include "chirpstack/restclient.h"
#include "domain/downlink.h"

namespace parking::engine {

/// What this ChirpStack does with `flushQueue`, learnt from proof only: before 4.15 it ignores it
/// without a word. Pure, time comes in.
///
/// An older item that is still in the queue after the newer one's POST proves that it is ignored.
/// One that is gone proves nothing yet, for it may have been on the air just then: only when the
/// newer one was transmitted, and nobody ever told of the older one, was it flushed.
class FlushProof {
public:
    /// The older item was gone after the newer one's POST.
    struct Claim {
        QString older;
        QString newer;

        bool operator==(const Claim &) const = default;
    };

    bool isOpen() const { return m_answer == Answer::Open; } ///< look after each flush
    bool isIgnored() const { return m_answer == Answer::Ignored; } ///< queues are emptied by DELETE
    const std::optional<Claim> &claim() const { return m_claim; } ///< only while it is open

    /// The device's queue after the item `newer` was posted over those of `older`, oldest first.
    /// True: they wait still, before the newer one.
    bool look(const QList<chirpstack::QueueItem> &queue, const QList<domain::Downlink> &older,
              const QString &newer);
    /// What was told of the two items of claim() so far.
    void judge(const QList<domain::DownlinkEvent> &ofOlder,
               const QList<domain::DownlinkEvent> &ofNewer, UtcTime now);

private:
    enum class Answer { Open, Works, Ignored };

    Answer m_answer = Answer::Open;
    std::optional<Claim> m_claim;
};

} // namespace parking::engine
