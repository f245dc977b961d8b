#include "domain/downlink.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <algorithm>
#include <span>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

using Names = std::span<const QLatin1StringView>;

template <class E>
std::optional<E> valueIn(Names names, QStringView text)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (text == names[i])
            return E(i);
    }
    return std::nullopt;
}

constexpr QLatin1StringView kStates[] = {"pending"_L1,    "sending"_L1, "queued"_L1,
                                         "sent"_L1,       "acked"_L1,   "echoed"_L1,
                                         "superseded"_L1, "failed"_L1,  "expired"_L1};
constexpr QLatin1StringView kCauses[] = {"change"_L1,   "operator"_L1,  "join"_L1,
                                         "mismatch"_L1, "reconcile"_L1, "console"_L1};
constexpr QLatin1StringView kKinds[] = {"post"_L1, "answer"_L1,  "txack"_L1,   "ack"_L1,
                                        "nack"_L1, "expired"_L1, "refused"_L1, "echo"_L1};

constexpr QLatin1StringView kOutcomes[] = {
    "queued"_L1,      "held_back"_L1,      "not_in_queue"_L1, "withdrawn"_L1,    "unreachable"_L1,
    "unavailable"_L1, "doubtful"_L1,       "busy"_L1,         "unauthorized"_L1, "refused"_L1,
    "internal"_L1,    "not_chirpstack"_L1, "other"_L1};

/// The better end wins, whatever came first: what a gateway transmitted was transmitted.
int rank(DownlinkState state)
{
    switch (state) {
    case DownlinkState::Pending:
        return 0;
    case DownlinkState::Sending:
        return 1;
    case DownlinkState::Queued:
        return 2;
    case DownlinkState::Superseded:
        return 3;
    case DownlinkState::Expired:
        return 4;
    case DownlinkState::Failed:
        return 5;
    case DownlinkState::Sent:
        return 6;
    case DownlinkState::Acked:
        return 8;
    case DownlinkState::Echoed:
        return 9;
    }
    return 0;
}

void raise(Downlink &row, DownlinkState state)
{
    if (rank(state) > rank(row.state))
        row.state = state;
}

void end(Downlink &row, DownlinkState state, QLatin1StringView problem, const DownlinkEvent &event)
{
    if (rank(state) <= rank(row.state))
        return;
    row.state = state;
    row.problem = problem;
    row.detail = event.detail;
    row.endedAt = event.time;
}

void earliest(std::optional<UtcTime> &target, UtcTime time)
{
    if (!target || time < *target)
        target = time;
}

} // namespace

QString nameOf(DownlinkState state)
{
    return kStates[size_t(state)];
}

std::optional<DownlinkState> downlinkStateFromString(QStringView text)
{
    return valueIn<DownlinkState>(kStates, text);
}

QString nameOf(DownlinkCause cause)
{
    return kCauses[size_t(cause)];
}

std::optional<DownlinkCause> downlinkCauseFromString(QStringView text)
{
    return valueIn<DownlinkCause>(kCauses, text);
}

QString nameOf(DownlinkEventKind kind)
{
    return kKinds[size_t(kind)];
}

std::optional<DownlinkEventKind> downlinkEventKindFromString(QStringView text)
{
    return valueIn<DownlinkEventKind>(kKinds, text);
}

QString nameOf(DownlinkOutcome outcome)
{
    return kOutcomes[size_t(outcome)];
}

std::optional<DownlinkOutcome> downlinkOutcomeFromString(QStringView text)
{
    return valueIn<DownlinkOutcome>(kOutcomes, text);
}

DownlinkOutcome outcomeOf(QStringView code)
{
    struct Meaning {
        QLatin1StringView code;
        DownlinkOutcome outcome;
    };
    static constexpr Meaning kMeanings[] = {
        {problem::kChirpStackUnreachable, DownlinkOutcome::Unreachable},
        {problem::kChirpStackUnavailable, DownlinkOutcome::Unavailable},
        {problem::kChirpStackDoubtful, DownlinkOutcome::Doubtful},
        {problem::kChirpStackBusy, DownlinkOutcome::Busy},
        {problem::kChirpStackUnauthorized, DownlinkOutcome::Unauthorized},
        {problem::kChirpStackKey, DownlinkOutcome::Unauthorized},
        {problem::kChirpStackReadOnly, DownlinkOutcome::Unauthorized},
        {problem::kChirpStackNoDevice, DownlinkOutcome::Refused},
        {problem::kChirpStackRefused, DownlinkOutcome::Refused},
        {problem::kChirpStackInternal, DownlinkOutcome::Internal},
        {problem::kNotChirpStack, DownlinkOutcome::NotChirpStack},
    };
    for (const Meaning &meaning : kMeanings) {
        if (meaning.code == code)
            return meaning.outcome;
    }
    return DownlinkOutcome::Other;
}

bool apply(Downlink &row, const DownlinkEvent &event)
{
    const Downlink before = row;
    switch (event.kind) {
    case DownlinkEventKind::TxAck:
        earliest(row.sentAt, event.time);
        if (row.sentAt == event.time)
            row.gatewayId = event.gatewayId;
        if (!(row.state == DownlinkState::Failed && row.problem == problem::kNotAcknowledged))
            raise(row, DownlinkState::Sent);
        break;
    case DownlinkEventKind::Ack:
        earliest(row.ackedAt, event.time);
        raise(row, DownlinkState::Acked);
        break;
    case DownlinkEventKind::Nack:
        // It was on the air, so only "sent" gives way to it.
        if (row.state != DownlinkState::Acked && row.state != DownlinkState::Echoed) {
            row.state = DownlinkState::Failed;
            row.problem = problem::kNotAcknowledged;
            row.detail = event.detail;
            row.endedAt = event.time;
        }
        break;
    case DownlinkEventKind::Expired:
        end(row, DownlinkState::Expired, problem::kExpired, event);
        break;
    case DownlinkEventKind::Refused:
        end(row, DownlinkState::Failed, problem::kRefusedByNetwork, event);
        break;
    case DownlinkEventKind::Post:
    case DownlinkEventKind::Answer:
    case DownlinkEventKind::Echo:
        break;
    }
    if (rank(row.state) >= rank(DownlinkState::Sent)) {
        row.endedAt.reset();
        row.problem.clear();
        row.detail.clear();
    }
    return row != before;
}

bool mayHavePlayed(const Downlink &row)
{
    switch (row.state) {
    case DownlinkState::Pending:
    case DownlinkState::Sending:
    case DownlinkState::Queued:
    case DownlinkState::Superseded:
        // A POST without an answer counts too: the item may have come and gone before the queue was
        // looked at.
        return row.attempts > 0;
    case DownlinkState::Expired:
        return true; // a gateway that tells nothing transmits all the same, until then
    case DownlinkState::Failed:
        // Of several attempts one may have arrived, unless each was refused.
        return row.problem == problem::kNotAcknowledged
            || (row.problem != problem::kRefusedByNetwork
                && row.attempts > std::max(1, row.refusals));
    case DownlinkState::Sent:
    case DownlinkState::Acked:
    case DownlinkState::Echoed:
        break;
    }
    return false;
}

bool mayRepeatCounter(const Downlink &row, const Display &display, const QList<Downlink> &rows)
{
    return std::any_of(rows.cbegin(), rows.cend(), [&](const Downlink &older) {
        if (older.devEui != row.devEui || older.sequence >= row.sequence || older.sentAt
            || older.queueItemId.isEmpty())
            return false;
        if (display.joinedAt && older.queuedAt && *older.queuedAt < *display.joinedAt)
            return false; // it counts anew
        switch (older.state) {
        case DownlinkState::Expired:
            return true;
        case DownlinkState::Queued:
        case DownlinkState::Superseded: // class A: never while it listened
        case DownlinkState::Echoed: // it shows it, and its item may wait all the same
            return !isClassA(display.deviceClass);
        default:
            return false;
        }
    });
}

UtcTime lastChance(const Downlink &row)
{
    if (row.problem == problem::kNotAcknowledged && row.sentAt)
        return *row.sentAt;
    const UtcTime ended = row.endedAt.value_or(row.decidedAt);
    return row.state == DownlinkState::Expired ? row.expiresAt.value_or(ended) : ended;
}

bool forget(Display &display, const Downlink &row)
{
    if (isOpen(row.state) || !mayHavePlayed(row)
        || (display.shownAt && *display.shownAt > lastChance(row)))
        return false;
    const Display before = display;
    forgetShown(display, row.postedAt);
    return display != before;
}

bool isClassC(const QString &deviceClass)
{
    return deviceClass == u"CLASS_C";
}

bool isClassA(const QString &deviceClass)
{
    return deviceClass == u"CLASS_A";
}

Milliseconds queueLifetime(const QString &deviceClass, Milliseconds uplinkInterval)
{
    if (isClassC(deviceClass))
        return 2min;
    return std::max<Milliseconds>(10min, uplinkInterval * 2);
}

LampDecision decide(const LampFrame &wanted, const Display &display, const QList<Downlink> &open,
                    bool always)
{
    const auto saysIt = [&](const Downlink &row) {
        return row.frame.sameBytes(wanted) && row.frame.state == wanted.state;
    };
    // A row that waits says it already; one that is under way may be repeated on request.
    if (!open.isEmpty() && saysIt(open.last())
        && (!always || open.last().state == DownlinkState::Pending))
        return LampDecision::Nothing;
    if (always)
        return LampDecision::Send;
    // Back to what is under way, before what was wanted in between has left.
    const auto underWay = std::find_if(open.crbegin(), open.crend(), [](const Downlink &row) {
        return row.state != DownlinkState::Pending;
    });
    if (underWay != open.crend() && saysIt(*underWay))
        return LampDecision::Withdraw;
    const bool isShown =
        display.evidence != Evidence::None && display.shown && display.shown->sameBytes(wanted);
    if (!isShown || std::any_of(open.cbegin(), open.cend(), mayHavePlayed))
        return LampDecision::Send;
    return open.isEmpty() ? LampDecision::Nothing : LampDecision::Withdraw;
}

} // namespace parking::domain
