#include "engine/lamps/lampledger.h"

#include "base/literals.h"
#include "devices/displayframe.h"
#include "domain/problems.h"
#include "store/displaystore.h"

#include <QUuid>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Display;
using domain::Downlink;
using domain::DownlinkCause;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkState;
using domain::Evidence;
using domain::LampFrame;

namespace {

// An uplink that was on the air while the command was: the lamp could not know it yet.
constexpr auto kEchoGrace = 10s;
// A lamp that ignores us is asked again after each of its first echoes, then no more by itself.
constexpr int kMismatchResends = 3;

const QString kNotFollowing = problem::kNotFollowing;
const QString kWrongLayout = problem::kWrongLayout;

/// Takes what `row`'s frame did at `time`, unless something newer is known.
bool show(Display &display, const LampFrame &frame, Evidence evidence, UtcTime time)
{
    if (display.shownAt && time < *display.shownAt)
        return false;
    display.shown = frame;
    display.shownColour = frame.colour;
    display.shownState = frame.state;
    display.shownAt = time;
    display.evidence = evidence;
    return true;
}

Evidence evidenceOf(DownlinkEventKind kind)
{
    switch (kind) {
    case DownlinkEventKind::TxAck:
        return Evidence::Sent;
    case DownlinkEventKind::Ack:
        return Evidence::Acked;
    case DownlinkEventKind::Echo:
        return Evidence::Echoed;
    default:
        return Evidence::None;
    }
}

/// What an event of `row`, which it has moved already, tells about the lamp. An ack that did not
/// come takes the txack's word back. `before`: see domain::mayRepeatCounter().
bool learn(Display &display, const Downlink &row, const DownlinkEvent &event,
           const QList<Downlink> &before)
{
    if (!domain::isOpen(row.state) && domain::mayHavePlayed(row))
        return domain::forget(display, row);
    if (event.kind == DownlinkEventKind::TxAck && domain::mayRepeatCounter(row, display, before)) {
        const Display known = display;
        if (!display.shownAt || *display.shownAt <= event.time)
            domain::forgetShown(display, event.time);
        return display != known;
    }
    const Evidence evidence = evidenceOf(event.kind);
    if (row.frame.isRaw() && evidence != Evidence::None) {
        // It may have done anything to the lamp.
        const Display known = display;
        if (!display.shownAt || *display.shownAt <= event.time)
            domain::forgetShown(display, event.time);
        return display != known;
    }
    return evidence != Evidence::None && show(display, row.frame, evidence, event.time);
}

devices::DownlinkFrame wire(const LampFrame &frame)
{
    return {frame.fPort, frame.payload};
}

bool confirms(const devices::DeviceType *type, const LampFrame &frame, const DisplayHeard &heard)
{
    return type && type->confirms && heard.echo && type->confirms(wire(frame), *heard.echo);
}

} // namespace

Result<> LampLedger::load(const QList<DevEui> &devices)
{
    QList<DevEui> missing;
    for (DevEui device : devices) {
        if (!m_displays.contains(device))
            missing.append(device);
    }
    if (missing.isEmpty())
        return {};
    Result<QHash<DevEui, Display>> found = store::DisplayStore(m_database).find(missing);
    if (!found)
        return found.error();
    m_displays.insert(*found);
    return {};
}

// --- What devices and ChirpStack tell ------------------------------------------------------------

Result<> LampLedger::takeEvents(const QList<DownlinkEvent> &events)
{
    if (events.isEmpty())
        return {};
    QStringList items;
    for (const DownlinkEvent &event : events)
        items.append(event.queueItemId);
    Result<QList<Downlink>> rows = m_store.byItems(items);
    if (!rows)
        return rows.error();
    QList<DevEui> devices;
    for (const Downlink &row : std::as_const(*rows))
        devices.append(row.devEui);
    if (Result<> done = load(devices); !done)
        return done;
    const Result<QList<Downlink>> before = m_store.lastSent(devices);
    if (!before)
        return before.error();
    QList<Downlink> changedRows;
    m_events += events;
    for (Downlink &row : *rows) {
        bool changed = false;
        for (const DownlinkEvent &event : events) {
            if (event.queueItemId != row.queueItemId || event.devEui != row.devEui)
                continue;
            if (!domain::apply(row, event))
                continue; // told before
            changed = true;
            learn(row, event, *before);
        }
        if (changed) {
            changedRows.append(row);
            m_rows.insert(row.id, row);
        }
    }
    // Written now: echoes of the same batch look for the newest row that was sent.
    return m_store.update(changedRows);
}

void LampLedger::learn(const Downlink &row, const DownlinkEvent &event,
                       const QList<Downlink> &before)
{
    Display &display = m_displays[row.devEui];
    const bool isNews = engine::learn(display, row, event, before);
    if (isNews)
        m_moved.insert(row.devEui);
    // Once more: the lamp may have had this counter, or it joined after this frame and forgot it.
    // The join's own wish may have been told that this row says it already. What raw bytes do is
    // not to be seen for a moment only: the lamp gets its colour again when it is heard.
    if (event.kind == DownlinkEventKind::TxAck && !row.frame.isRaw()
        && display.evidence == Evidence::None && (isNews || row.state == DownlinkState::Sent))
        wish({.devEui = row.devEui, .cause = DownlinkCause::Reconcile});
}

Result<> LampLedger::hear(const QList<DisplayHeard> &heard)
{
    if (heard.isEmpty())
        return {};
    QList<DevEui> devices;
    QList<DevEui> echoing;
    for (const DisplayHeard &one : heard) {
        devices.append(one.devEui);
        if (one.echo)
            echoing.append(one.devEui);
    }
    if (Result<> done = load(devices); !done)
        return done;
    const Result<QList<Downlink>> sent = m_store.lastSent(echoing);
    if (!sent)
        return sent.error();
    QHash<DevEui, QList<Downlink>> sentTo;
    for (const Downlink &row : *sent)
        sentTo[row.devEui].append(row);
    for (const DisplayHeard &one : heard)
        hearOne(m_displays[one.devEui], one, sentTo.value(one.devEui));
    return {};
}

void LampLedger::hearOne(Display &display, const DisplayHeard &heard, const QList<Downlink> &sent)
{
    const Display before = display;
    display.devEui = heard.devEui;
    (heard.joined ? m_joined : m_heard).append(heard.devEui);
    // ChirpStack knows it from the first uplink on: a join says CLASS_A until then.
    if (!heard.deviceClass.isEmpty() && !heard.joined)
        display.deviceClass = heard.deviceClass;
    if (heard.joined) {
        if (!display.joinedAt || heard.time > *display.joinedAt)
            display.joinedAt = heard.time;
        if (!display.shownAt || heard.time >= *display.shownAt) {
            domain::forgetShown(display, heard.time);
            display.mismatches = 0;
            clearProblem(display, kNotFollowing);
            wish({.devEui = heard.devEui, .cause = DownlinkCause::Join});
        }
    } else {
        const devices::DeviceType *type = devices::displayType(display);
        const devices::DeviceType *spoken = devices::recogniseDisplay(heard.fPort, heard.payload);
        if (spoken && spoken != type)
            setProblem(display, kWrongLayout, heard.time, QString::fromLatin1(spoken->name));
        else if (spoken)
            clearProblem(display, kWrongLayout);
        if (heard.echo && (!display.shownAt || heard.time >= *display.shownAt))
            checkEcho(display, heard, sent);
        // Heard again: what failed or expired before gets another chance, and so does what nobody
        // acknowledged, for that leaves no evidence.
        if (display.mismatches == 0)
            wish({.devEui = heard.devEui, .cause = DownlinkCause::Reconcile});
    }
    if (display != before)
        m_moved.insert(heard.devEui);
}

/// `sent`: the newest row that was on the air and newer ones that may have been, oldest first.
void LampLedger::checkEcho(Display &display, const DisplayHeard &heard, const QList<Downlink> &sent)
{
    const devices::DeviceType *type = devices::displayType(display);
    if (!type || !type->confirms)
        return;
    const auto couldShow = [&](const Downlink &row) {
        // What was on the air before the lamp joined is forgotten.
        const bool isForgotten = row.sentAt && display.joinedAt && heard.time > *display.joinedAt
            && *row.sentAt <= *display.joinedAt;
        return !isForgotten
            && (row.sentAt
                || (domain::mayHavePlayed(row) && row.postedAt && *row.postedAt < heard.time));
    };
    const Downlink *confirmed = nullptr;
    const Downlink *newest = nullptr;
    for (const Downlink &row : sent) {
        if (!couldShow(row))
            continue;
        newest = &row;
        if (confirms(type, row.frame, heard))
            confirmed = &row;
    }
    if (!confirmed && newest && newest->sentAt && heard.time < *newest->sentAt + kEchoGrace)
        return; // it crossed the command on the air
    display.shownAt = heard.time;
    display.evidence = Evidence::Echoed;
    display.shownState = heard.echo->state;
    display.shownColour.reset();
    if (heard.echo->rgb)
        display.shownColour = domain::Rgb{quint8(*heard.echo->rgb >> 16),
                                          quint8(*heard.echo->rgb >> 8), quint8(*heard.echo->rgb)};
    if (confirmed)
        return echoed(display, heard, *confirmed);
    display.shown.reset();
    // Nobody asked it for anything since it joined, what was asked is still on its way, or nobody
    // knows what it was to do.
    if (!newest || !newest->sentAt || newest->frame.isRaw())
        return;
    ++display.mismatches;
    setProblem(display, kNotFollowing, heard.time);
    if (display.mismatches <= kMismatchResends)
        wish({.devEui = heard.devEui, .cause = DownlinkCause::Mismatch});
}

/// The lamp shows the row's frame, whether or not a gateway told that it went out.
void LampLedger::echoed(Display &display, const DisplayHeard &heard, const Downlink &row)
{
    display.shown = row.frame;
    if (!row.frame.isRaw())
        display.shownState = row.frame.state;
    display.mismatches = 0;
    clearProblem(display, kNotFollowing);
    // The dispatcher has the last word about what waits or is being sent.
    if (row.echoedAt || m_echoed.contains(row.id) || row.state == DownlinkState::Pending
        || row.state == DownlinkState::Sending)
        return;
    Downlink moved = row;
    moved.state = DownlinkState::Echoed;
    moved.echoedAt = heard.time;
    moved.endedAt.reset();
    moved.problem.clear();
    moved.detail.clear();
    m_echoed.insert(moved.id, moved);
    m_events.append({.key = QUuid::createUuid().toString(QUuid::WithoutBraces),
                     .downlinkId = row.id,
                     .devEui = row.devEui,
                     .kind = DownlinkEventKind::Echo,
                     .time = heard.time});
}

void LampLedger::setProblem(Display &display, const QString &problem, UtcTime since,
                            const QString &suggestedType)
{
    // The layout explains why it does not follow; the other way round it would hide the reason.
    if (display.problem == problem || (display.problem == kWrongLayout && problem == kNotFollowing))
        return;
    display.problem = problem;
    display.suggestedType = suggestedType;
    display.problemSince = since;
}

void LampLedger::clearProblem(Display &display, QStringView problem)
{
    if (display.problem != problem)
        return;
    display.problem.clear();
    display.suggestedType.clear();
    display.problemSince.reset();
}

Result<> noteShown(store::Database &database, const Downlink &row,
                   const QList<DownlinkEvent> &events, const QList<Downlink> &before)
{
    store::DisplayStore store(database);
    Result<QHash<DevEui, Display>> found = store.find({row.devEui});
    if (!found)
        return found.error();
    Display display = found->value(row.devEui);
    bool moved = false;
    for (const DownlinkEvent &event : events)
        moved = learn(display, row, event, before) || moved;
    return moved ? store.save({display}) : Result<>();
}

} // namespace parking::engine
