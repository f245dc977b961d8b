// What lamps should show, and the rows that are to make them.

#include "base/literals.h"
#include "devices/displayframe.h"
#include "domain/problems.h"
#include "engine/lamps/lampledger.h"
#include "read/lamps.h"
#include "read/stations.h"
#include "store/displaystore.h"
#include "store/stationstore.h"
#include "store/transaction.h"

#include <algorithm>

namespace parking::engine {

using domain::DevEui;
using domain::Display;
using domain::Downlink;
using domain::LampDecision;
using domain::LampFrame;
using domain::LampOrder;

namespace {

const QString kNoType = problem::kNoType;
const QString kBadSettings = problem::kBadSettings;

} // namespace

void LampLedger::wish(const LampWish &wish)
{
    LampWish &known = m_wishes[wish.devEui];
    const bool isNew = known.devEui != wish.devEui;
    const bool always = known.always || wish.always;
    if (isNew || wish.cause < known.cause || wish.always)
        known = wish;
    known.always = always;
}

std::optional<LampFrame> LampLedger::wantedFrame(Display &display, bool isDark,
                                                 const domain::LampWord &word)
{
    const Display before = display;
    const std::optional<LampFrame> frame =
        devices::wantedFrame(display, m_context.policy, isDark, word);
    if (frame)
        clearProblem(display, kNoType);
    else
        setProblem(display, kNoType, m_now);
    if (display.settingsError.isEmpty())
        clearProblem(display, kBadSettings);
    else if (display.problem.isEmpty()) // what the lamp itself tells is worth more
        setProblem(display, kBadSettings, m_now);
    if (display != before)
        m_moved.insert(display.devEui);
    return frame;
}

LampDecision LampLedger::decide(const store::DisplayedState &shown, const QList<Downlink> &open,
                                LampFrame &frame)
{
    Display &display = m_displays[shown.displayEui];
    display.devEui = shown.displayEui;
    const LampOrder order =
        domain::lampOrder(m_context.policy, m_context.blind, !read::whyUnknown(shown, m_now));
    const std::optional<LampFrame> wanted =
        wantedFrame(display, order == LampOrder::GoDark, read::lampWord(shown));
    if (!wanted)
        return LampDecision::Nothing;
    if (order == LampOrder::StayAsItIs)
        return LampDecision::Withdraw; // what waits, from when more was known
    // What somebody sends by hand has its turn: the next comparison brings the space's colour back.
    const bool isCompared = m_wishes[shown.displayEui].cause == domain::DownlinkCause::Reconcile;
    if (isCompared && !m_wishes[shown.displayEui].always && !open.isEmpty()
        && open.last().cause == domain::DownlinkCause::Console)
        return LampDecision::Nothing;
    frame = *wanted;
    return domain::decide(frame, display, open, m_wishes[shown.displayEui].always);
}

Result<> LampLedger::decideWishes()
{
    if (Result<> done = m_store.lockWishes(); !done)
        return done;
    const QList<DevEui> devices = m_wishes.keys();
    if (Result<> done = load(devices); !done)
        return done;
    const Result<QList<store::DisplayedState>> states =
        store::StateStore(m_database).displayed(devices);
    if (!states)
        return states.error();
    const Result<QList<Downlink>> open = m_store.open(devices);
    if (!open)
        return open.error();
    QHash<DevEui, QList<Downlink>> openOf;
    for (const Downlink &row : *open)
        openOf[row.devEui].append(row);

    QList<Downlink> fresh;
    QList<DevEui> superseding;
    for (const store::DisplayedState &shown : *states) {
        Downlink row;
        const LampDecision decision = decide(shown, openOf.value(shown.displayEui), row.frame);
        if (decision == LampDecision::Nothing)
            continue;
        superseding.append(shown.displayEui);
        if (decision == LampDecision::Withdraw)
            continue;
        const LampWish &asked = m_wishes[shown.displayEui];
        row.id = domain::DownlinkId::create();
        row.devEui = shown.displayEui;
        row.spaceId = shown.status.id;
        row.cause = asked.cause;
        row.actor = asked.actor;
        row.decidedAt = m_now;
        row.receivedAt = asked.receivedAt;
        fresh.append(row);
    }
    const Result<QList<Downlink>> superseded = m_store.supersedePending(superseding, m_now);
    if (!superseded)
        return superseded.error();
    for (const Downlink &row : *superseded) {
        m_rows.insert(row.id, row);
        if (domain::forget(m_displays[row.devEui], row))
            m_moved.insert(row.devEui);
    }
    if (Result<> done = m_store.insert(fresh); !done)
        return done;
    for (const Downlink &row : std::as_const(fresh))
        m_rows.insert(row.id, row);
    return {};
}

Result<LampOutcome> LampLedger::finish()
{
    if (Result<> done = m_store.update(m_echoed.values()); !done)
        return done.error();
    m_rows.insert(m_echoed);
    if (Result<> done = m_store.addEvents(m_events); !done)
        return done.error();
    if (m_context.enabled && !m_wishes.isEmpty()) {
        if (Result<> done = decideWishes(); !done)
            return done.error();
    }
    LampOutcome outcome;
    outcome.rows = m_rows.values();
    std::sort(outcome.rows.begin(), outcome.rows.end(),
              [](const Downlink &a, const Downlink &b) { return a.sequence < b.sequence; });
    for (DevEui device : std::as_const(m_moved))
        outcome.displays.append(m_displays.value(device));
    std::sort(outcome.displays.begin(), outcome.displays.end(),
              [](const Display &a, const Display &b) { return a.devEui < b.devEui; });
    outcome.heard = m_heard;
    outcome.joined = m_joined;
    if (m_context.onlyWishes)
        outcome.displays.clear();
    if (Result<> done = store::DisplayStore(m_database).save(outcome.displays); !done)
        return done.error();
    return outcome;
}

// --- From other programs -------------------------------------------------------------------------

Result<> checkLampsCommanded(store::Database &database, UtcTime now)
{
    const auto found = read::workingStation(database, now);
    if (!found)
        return found.error();
    const std::optional<store::StationStatus> &station = *found;
    if (!station)
        return Error{problem::kStationDown,
                     u"no station has reported for 12 s: nobody would send it"_s};
    if (!station->details.value(store::kCommandsLamps).toBool())
        return Error{problem::kChirpStackNotSetUp,
                     u"the station on %1 has no CHIRPSTACK_API_KEY: it commands no "
                     "lamps"_s.arg(station->host)};
    return {};
}

Result<LampOutcome> wishLamps(store::Database &database, const domain::DisplayPolicy &policy,
                              const QList<LampWish> &wishes, UtcTime now)
{
    if (Result<> checked = checkLampsCommanded(database, now); !checked)
        return checked.error();
    const LampContext context{
        .enabled = true, .policy = policy, .blind = false, .onlyWishes = true};
    return store::transact(database, [&] {
        LampLedger ledger(database, context, now);
        for (const LampWish &wish : wishes)
            ledger.wish(wish);
        return ledger.finish();
    });
}

} // namespace parking::engine
