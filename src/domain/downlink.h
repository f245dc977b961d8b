#pragma once

#include "base/id.h"
#include "domain/counts.h"
#include "domain/display.h"
#include "domain/ids.h"

#include <QList>
#include <QMetaType>

namespace parking::domain {

/// pending -> sending -> queued -> sent -> acked or echoed; or superseded, failed, expired.
enum class DownlinkState : quint8 {
    Pending, ///< waits for its turn (rate, pause, an earlier frame)
    Sending, ///< a POST is under way, or its outcome is open
    Queued, ///< in ChirpStack's queue
    Sent, ///< a gateway transmitted it
    Acked, ///< the device acknowledged it (confirmed downlinks)
    Echoed, ///< the device says that it shows it
    Superseded, ///< a newer frame took its place before it was on the air, or it was withdrawn
    Failed,
    Expired, ///< nobody could transmit it in time
};
QString nameOf(DownlinkState state); ///< pending, sending ...
std::optional<DownlinkState> downlinkStateFromString(QStringView text);
constexpr bool isOpen(DownlinkState state)
{
    return state == DownlinkState::Pending || state == DownlinkState::Sending
        || state == DownlinkState::Queued;
}

/// Why a frame is wanted.
enum class DownlinkCause : quint8 {
    Change, ///< the space's state changed
    Operator, ///< somebody asked for it
    Join, ///< the display joined: it forgot what it showed
    Mismatch, ///< its echo shows another colour
    Reconcile, ///< after a start or an outage the known colour differs from the wanted one
    Console, ///< somebody sent this lamp something by hand, whatever its space is
};
QString nameOf(DownlinkCause cause); ///< change, operator, join, mismatch, reconcile, console
std::optional<DownlinkCause> downlinkCauseFromString(QStringView text);
/// Changes and people go before the rest.
constexpr bool isUrgent(DownlinkCause cause)
{
    return cause == DownlinkCause::Change || cause == DownlinkCause::Operator
        || cause == DownlinkCause::Console;
}

/// What happened to a downlink: rows of `downlink_events`.
enum class DownlinkEventKind : quint8 {
    Post, ///< a request to ChirpStack begins
    Answer, ///< it ended, see `outcome`
    TxAck, ///< a gateway transmitted the frame
    Ack, ///< the device acknowledged it
    Nack, ///< the device did not acknowledge it
    Expired, ///< ChirpStack threw it away: too old
    Refused, ///< ChirpStack threw it away for another reason, in `detail`
    Echo, ///< an uplink shows the colour
};
QString nameOf(DownlinkEventKind kind); ///< post, answer, txack, ack, nack, expired, refused, echo
std::optional<DownlinkEventKind> downlinkEventKindFromString(QStringView text);

/// How a request about a downlink ended.
enum class DownlinkOutcome : quint8 {
    Queued, ///< ChirpStack has the frame in the device's queue
    HeldBack, ///< a pause began before its POST left: it waits again
    NotInQueue, ///< whether it had arrived was open, and it is not there: it waits again
    Withdrawn, ///< taken out of the queue again, to be sent anew
    // What the client's error said: see outcomeOf()
    Unreachable, ///< surely not asked
    Unavailable, ///< whether it arrived is open
    Doubtful, ///< whether it arrived is open
    Busy, ///< ChirpStack asked for a pause
    Unauthorized, ///< the key may not do that, or the device is unknown
    Refused,
    Internal, ///< ChirpStack failed
    NotChirpStack, ///< something else answered
    Other, ///< none of these; the event's detail says more
};
/// queued, held_back, not_in_queue, withdrawn, unreachable ...: kept in the ledger.
QString nameOf(DownlinkOutcome outcome);
std::optional<DownlinkOutcome> downlinkOutcomeFromString(QStringView text);
/// By the code of an error of ChirpStack's client; Other for any other code.
DownlinkOutcome outcomeOf(QStringView code);

struct DownlinkEvent {
    QString key = {}; ///< of the event that told it; unique; made by us for post and answer
    DownlinkId downlinkId = {}; ///< null while the queue item's id is not known yet
    QString queueItemId = {}; ///< empty: post, answer, echo
    DevEui devEui = {};
    DownlinkEventKind kind = DownlinkEventKind::TxAck;
    UtcTime time = {};
    QString gatewayId = {}; ///< txack
    QString detail = {}; ///< English, for logs and for people who want to know more
    std::optional<DownlinkOutcome> outcome = {}; ///< answer

    bool operator==(const DownlinkEvent &) const = default;
};

/// One wanted frame: a row of the ledger.
struct Downlink {
    DownlinkId id;
    qint64 sequence = 0; ///< given by the database; later wanted, higher
    DevEui devEui;
    SpaceId spaceId; ///< null when the display belongs to no space
    LampFrame frame;
    DownlinkCause cause = DownlinkCause::Change;
    QString actor; ///< who, with cause operator
    DownlinkState state = DownlinkState::Pending;
    QString problem; ///< stable code of the last trouble: words are in ui/labels
    QString detail; ///< English, ChirpStack's message
    int attempts = 0; ///< POSTs that were begun
    int refusals = 0; ///< answers CHIRPSTACK_INTERNAL, which end at five
    QString queueItemId;
    QString gatewayId; ///< that transmitted it
    UtcTime decidedAt;
    std::optional<UtcTime> receivedAt; ///< of the uplink that caused it
    std::optional<UtcTime> postedAt; ///< the last POST
    std::optional<UtcTime> queuedAt;
    std::optional<UtcTime> sentAt;
    std::optional<UtcTime> ackedAt;
    std::optional<UtcTime> echoedAt;
    std::optional<UtcTime> endedAt; ///< superseded, failed, expired
    std::optional<UtcTime> expiresAt; ///< told to ChirpStack with the last POST

    bool operator==(const Downlink &) const = default;
};

/// Moves a row by one event of its queue item. The result does not depend on the order of events.
/// True when the row changed. Post, Answer and Echo change nothing here.
bool apply(Downlink &row, const DownlinkEvent &event);

/// True when the row's frame may have reached the lamp although nobody told so: it was given to
/// ChirpStack and no event says what became of it, or it was on the air and the device did not
/// acknowledge it. What the lamp shows is then unknown.
bool mayHavePlayed(const Downlink &row);

/// Takes what is known of a lamp away when `row` ended so (mayHavePlayed) and nothing newer is
/// known. True when that changed something. Events from its POST on stay news: its own txack may
/// come late, and that of the frame after it follows at once. Older ones prove nothing, such as a
/// txack that the broker brings twice: the frame may have been played since.
bool forget(Display &display, const Downlink &row);
/// True when the frame of `row`, which a gateway transmitted, may have the counter of an older one
/// that left ChirpStack's queue without a word: a lamp that had that one drops this one. What the
/// lamp shows is open then, and sending once more tells. `rows`: of its lamp, the newest that was
/// on the air and younger ones.
bool mayRepeatCounter(const Downlink &row, const Display &display, const QList<Downlink> &rows);

/// The latest time at which a row that ended may have been on the air.
UtcTime lastChance(const Downlink &row);

bool isClassC(const QString &deviceClass); ///< it listens always
bool isClassA(const QString &deviceClass); ///< it listens after its own uplinks

/// How long an item may wait in ChirpStack's queue, from dispatch: class C two minutes; others the
/// larger of ten minutes and twice the uplink interval.
Milliseconds queueLifetime(const QString &deviceClass, Milliseconds uplinkInterval);

/// What is to be done about a lamp, decided from what is known.
enum class LampDecision : quint8 {
    Nothing, ///< it shows it, or the newest open row already says so
    Send, ///< insert a row; pending ones of the device are superseded
    Withdraw, ///< it shows it, or what is under way does: pending rows are superseded
};
/// `open`: the device's open rows, oldest first. `always`: an operator asks, so it is sent even
/// when the lamp should show it already (B17).
LampDecision decide(const LampFrame &wanted, const Display &display, const QList<Downlink> &open,
                    bool always);

/// Everything the inspector tells about a space's lamp.
struct LampStatus {
    Display display;
    std::optional<LampFrame> wanted; ///< empty: no type is known, or it stays as it is
    LampOrder order = LampOrder::Show;
    std::optional<Unknown> unknown; ///< why it is not known whether its space is free
    std::optional<Downlink> last;
    QList<DownlinkEvent> chain; ///< of `last`, oldest first
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::Downlink)
