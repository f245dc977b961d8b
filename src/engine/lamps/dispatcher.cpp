#include "engine/lamps/dispatcher.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "engine/lamps/doubts.h"
#include "engine/lamps/lanereader.h"
#include "engine/lamps/postledger.h"
#include "store/devicestore.h"

namespace parking::engine {

using namespace std::chrono_literals;
using domain::DevEui;
using domain::Downlink;
using domain::DownlinkOutcome;
using domain::DownlinkState;

namespace {

constexpr auto kFreshCommit = 2s; // see isStillOurs()
constexpr auto kDatabasePause = 1s;
constexpr int kMaxRefusals = 5;
constexpr int kLampTicks = 60;
constexpr int kHeardProbes = 20; // devices that spoke lately: these ChirpStack surely knows

} // namespace

Dispatcher::Dispatcher(DispatcherOptions options, Clock &clock, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_clock(clock),
      m_chirpStack(m_options, clock, [this] { return knownDevices(); }),
      m_lanes(m_options.perMinute, m_options.patience), m_comparisons(m_options.comparePause),
      m_wake(clock)
{
    m_wake.setSingleShot(true);
    connect(&m_wake, &ClockTimer::timeout, this, &Dispatcher::pump);
    connect(&m_chirpStack, &ChirpStackLink::outageBegan, this,
            [this] { m_comparisons.noteOutage(); });
    connect(&m_chirpStack, &ChirpStackLink::probeEnded, this, [this] { wakeAt(m_clock.steady()); });
    connect(&m_chirpStack, &ChirpStackLink::returned, this, [this] { m_lanes.forgive(); });
    connect(&m_chirpStack, &ChirpStackLink::convicted, this, &Dispatcher::convict);
}

template <class T>
bool Dispatcher::worked(const Result<T> &done)
{
    if (!done)
        Q_EMIT databaseFailed(done.error());
    return done.hasValue();
}

/// A request about one lamp, which gets no other one before it ended.
template <class Fn>
auto Dispatcher::occupied(DevEui device, Lanes::Request request, Fn answered)
{
    m_lanes.occupy(device, request);
    return [this, device, answered = std::move(answered)](const auto &answer) {
        m_lanes.release(device);
        wakeAt(m_clock.steady());
        answered(answer);
    };
}

Result<> Dispatcher::activate(store::Database &database)
{
    deactivate();
    m_database = &database;
    if (const Result<> read = LaneReader(database, m_lanes).readAll(); !read) {
        deactivate();
        return read;
    }
    m_chirpStack.open();
    // A request of a process that died may still be on its way: look when it has arrived or never
    // will.
    const Steady::time_point now = m_clock.steady();
    for (const Downlink &row : m_lanes.doubtful())
        m_lanes.hold(
            row.devEui,
            now + doubts::untilArrived(row, m_options.rest.timeout, m_chirpStack.serverNow()));
    wakeAt(now);
    return {};
}

void Dispatcher::deactivate()
{
    m_chirpStack.close();
    m_database = nullptr;
    m_wake.stop();
    m_lanes.clear();
    m_comparisons.clear(); // activate's caller compares all
}

void Dispatcher::take(const LampOutcome &outcome)
{
    if (!m_database)
        return;
    const Steady::time_point now = m_clock.steady();
    for (const domain::Display &lamp : outcome.displays)
        m_lanes.setLamp(lamp);
    for (DevEui device : outcome.heard)
        m_lanes.heard(device, now);
    for (DevEui device : outcome.joined)
        m_lanes.joined(device);
    takeRows(outcome.rows);
    wakeAt(now);
}

void Dispatcher::takeRows(const QList<Downlink> &rows)
{
    if (!m_database || rows.isEmpty())
        return;
    const Steady::time_point now = m_clock.steady();
    for (const Downlink &row : rows) {
        m_lanes.put(row);
        if (!domain::isOpen(row.state))
            m_comparisons.noteEnd(row, now, m_lanes.isListening(row.devEui, now));
    }
    wakeAt(now);
}

DispatcherStatus Dispatcher::status() const
{
    const Pauses &pauses = m_chirpStack.pauses();
    const QUrl &base = m_options.rest.base;
    const bool isAway = pauses.problem() == problem::kChirpStackUnreachable;
    return {.problem = pauses.problem(),
            .detail = isAway ? u"%1:%2: %3"_s.arg(base.host())
                                   .arg(base.port(base.scheme() == u"https" ? 443 : 80))
                                   .arg(pauses.detail())
                             : pauses.detail(),
            .answered = pauses.hasAnswered(),
            .latencyMs = m_chirpStack.latencyMs(),
            .waiting = m_lanes.waiting(),
            .clockLead = m_chirpStack.clockLead(),
            .underWay = m_lanes.underWay() + m_chirpStack.lookingIdly()};
}

// --- Choosing and sending ------------------------------------------------------------------------

void Dispatcher::wakeAt(Steady::time_point time)
{
    if (m_wake.isActive() && m_wakesAt <= time)
        return;
    m_wakesAt = time;
    m_wake.start(std::max(0ms, std::chrono::ceil<Milliseconds>(time - m_clock.steady())));
}

void Dispatcher::pump()
{
    if (!m_database || m_chirpStack.isProbing())
        return;
    const Steady::time_point now = m_clock.steady();
    const Pauses &pauses = m_chirpStack.pauses();
    if (now < pauses.until())
        return wakeAt(pauses.until());
    if (m_chirpStack.isKeyRefused())
        return m_chirpStack.probe();
    if (m_lanes.hasStranger() && !worked(LaneReader(*m_database, m_lanes).readLamps()))
        return wakeAt(now + kDatabasePause);
    if (m_chirpStack.isToBeLookedFor()) {
        if (m_lanes.underWay() == 0 && m_lanes.anyone())
            m_chirpStack.look(*m_lanes.anyone());
        return; // an answer asks again
    }
    const int posts = pauses.isFeelingTheWayForPosts() ? 1 : m_options.parallel;
    const Lanes::Turn turn =
        m_lanes.next(now,
                     {.requests = m_options.parallel - m_chirpStack.lookingIdly(),
                      .posts = posts,
                      .postsFrom = pauses.postsUntil()});
    for (const Downlink &row : turn.looks)
        look(row);
    if (!turn.posts.isEmpty())
        begin(turn.posts);
    if (turn.next && m_database)
        wakeAt(*turn.next);
}

void Dispatcher::begin(const QList<Downlink> &rows)
{
    const Steady::time_point since = m_clock.steady();
    const UtcTime now = m_chirpStack.serverNow();
    if (!worked(LaneReader(*m_database, m_lanes).readLampsOf(rows)))
        return wakeAt(m_clock.steady() + kDatabasePause);
    QList<Downlink> posting;
    for (const Downlink &row : rows)
        posting.append(poststep::posted(row, m_lanes.lifetime(row.devEui), now));
    const Result<QList<Downlink>> begun = PostLedger(*m_database).begin(posting);
    if (!worked(begun))
        return wakeAt(m_clock.steady() + kDatabasePause);
    takeRows(*begun);
    for (const Downlink &row : *begun) {
        if (row.state != DownlinkState::Sending)
            continue; // withdrawn by another process
        if (!isStillOurs(since))
            return;
        send(row, since);
    }
    Q_EMIT moved(*begun);
}

bool Dispatcher::isStillOurs(Steady::time_point since)
{
    return m_clock.steady() - since < kFreshCommit || worked(m_database->ping());
}

void Dispatcher::send(const Downlink &row, Steady::time_point since)
{
    if (!m_flush.isIgnored() || m_lanes.queuedBefore(row).isEmpty())
        return post(row);
    const auto flushed = [this, row, since](const Result<> &done) {
        const bool isPaused = m_clock.steady() < m_chirpStack.pauses().until();
        if (!done)
            refuse(row, doubts::notPosted(done.error()));
        else if (isPaused) // another answer asked for it
            waitAgain(row, DownlinkOutcome::HeldBack, u"not sent: a pause began"_s);
        else if (isStillOurs(since))
            post(row);
    };
    m_chirpStack.ask().flush(row.devEui, occupied(row.devEui, Lanes::Request::Post, flushed));
}

void Dispatcher::post(const Downlink &row)
{
    const auto answered = [this, row](const Result<QString> &item) {
        const std::optional<Downlink> known = m_lanes.find(row);
        if (known && item)
            accept(*known, *item);
        else if (known)
            refuse(*known, item.error());
    };
    m_chirpStack.post(row, occupied(row.devEui, Lanes::Request::Post, answered));
}

/// Looks for a row whose POST has no outcome, or for an item that may be gone.
void Dispatcher::look(const Downlink &row)
{
    const auto looked = [this, row](const Result<Queue> &queue) {
        const std::optional<Downlink> known = m_lanes.find(row);
        if (known && known->state == DownlinkState::Sending)
            settle(*known, queue);
        else if (known && known->state == DownlinkState::Queued)
            settleQueued(*known, queue);
    };
    m_chirpStack.ask().queue(row.devEui, occupied(row.devEui, Lanes::Request::Other, looked));
}

// --- Answers -------------------------------------------------------------------------------------

/// ChirpStack has it as `item`.
void Dispatcher::accept(const Downlink &row, const QString &item)
{
    m_lanes.accepted(row.devEui, m_clock.steady());
    m_chirpStack.noteAccepted(row.devEui);
    // Its txack may have come before this answer.
    const auto known = PostLedger(*m_database).eventsOfItem(item);
    if (!worked(known))
        return;
    const QList<Downlink> older = m_lanes.queuedBefore(row);
    const PostStep step = poststep::queued(row, {item, *known, older}, m_chirpStack.serverNow());
    if (!write(step))
        return;
    if (!older.isEmpty() && m_flush.isOpen())
        checkFlush(step.rows.first(), older);
    // What they prove of the lamp may be less than it should show.
    if (!known->isEmpty() && row.cause != domain::DownlinkCause::Console)
        Q_EMIT recovered({row.devEui}); // last: whoever hears it may give up the database
}

/// Did the POST flush the older items?
void Dispatcher::checkFlush(const Downlink &row, const QList<Downlink> &older)
{
    const auto looked = [this, row, older](const Result<Queue> &queue) {
        if (!queue)
            m_chirpStack.noteIfBusy(queue.error()); // the next flush is looked at again
        else if (m_flush.look(*queue, older, row.queueItemId))
            withdrawAndRepeat(row);
    };
    m_chirpStack.ask().queue(row.devEui, occupied(row.devEui, Lanes::Request::Other, looked));
}

/// Empties the device's queue and sends the row anew, so that the stale item is not played first.
void Dispatcher::withdrawAndRepeat(const Downlink &row)
{
    qCInfo(lcEngine) << "this ChirpStack ignores flushQueue; queues are emptied by DELETE";
    const auto flushed = [this, row](const Result<> &done) {
        if (!done)
            return m_chirpStack.noteIfBusy(done.error()); // it is in the queue behind the older one
        std::optional<Downlink> known = m_lanes.find(row);
        if (!known || known->state != DownlinkState::Queued)
            return; // on the air meanwhile
        const QString item = std::exchange(known->queueItemId, {});
        known->queuedAt.reset();
        waitAgain(*known, DownlinkOutcome::Withdrawn, u"withdrew %1 by DELETE"_s.arg(item));
    };
    m_chirpStack.ask().flush(row.devEui, occupied(row.devEui, Lanes::Request::Other, flushed));
}

void Dispatcher::refuse(Downlink row, const Error &error)
{
    const DownlinkOutcome outcome = domain::outcomeOf(error.code);
    const bool isOpen = doubts::isOpen(outcome);
    const bool isInternal = outcome == DownlinkOutcome::Internal;
    row.problem = error.code;
    row.detail = chirpstack::messageOf(error);
    row.refusals += isInternal ? 1 : 0;
    m_chirpStack.notePostFailed(error);
    if (outcome == DownlinkOutcome::Refused || row.refusals >= kMaxRefusals) {
        write(poststep::failed(row, outcome, m_chirpStack.serverNow()));
        return;
    }
    if (isOpen || isInternal)
        backOff(row.devEui);
    if (isOpen) // it stays `sending` until the queue was looked at
        write(poststep::answered(row, outcome, poststep::wordsOf(row), m_chirpStack.serverNow()));
    else if (!waitAgain(row, outcome, poststep::wordsOf(row)))
        return;
    else if (outcome == DownlinkOutcome::Unauthorized)
        suspect(row);
    else if (isInternal && row.refusals == 1)
        askWhetherKnown(row); // what an administrator's key is told of a device that is none
}

/// A look for a row whose POST has no outcome was answered.
void Dispatcher::settle(const Downlink &row, const Result<Queue> &queue)
{
    Result<QString> item = QString();
    if (queue) {
        m_chirpStack.noteAnswer(row.devEui);
        item = PostLedger(*m_database).itemOf(row, *queue);
        if (!worked(item))
            return;
    } else if (const DownlinkOutcome outcome = domain::outcomeOf(queue.error().code);
               outcome == DownlinkOutcome::Unauthorized) {
        return suspect(row);
    } else if (outcome != DownlinkOutcome::Refused) {
        backOff(row.devEui);
        return m_chirpStack.noteTrouble(queue.error());
    }
    if (!item->isEmpty())
        return accept(row, *item);
    // It never arrived, or was played without a proof; now it cannot be played any more, and to
    // show a colour twice does no harm.
    waitAgain(row, DownlinkOutcome::NotInQueue, u"not in the queue"_s, PostStep::Shown::Unknown);
}

/// A look for an item of which nobody has told was answered. It may have been emptied away by the
/// lamp's join, or the word on its frame got lost.
void Dispatcher::settleQueued(const Downlink &row, const Result<Queue> &queue)
{
    const Steady::time_point now = m_clock.steady();
    if (!queue) {
        const DownlinkOutcome outcome = domain::outcomeOf(queue.error().code);
        m_lanes.hold(row.devEui, now + m_options.patience);
        if (outcome != DownlinkOutcome::Unauthorized && outcome != DownlinkOutcome::Refused)
            m_chirpStack.noteTrouble(queue.error());
        return;
    }
    m_chirpStack.noteAnswer(row.devEui);
    const bool isThere =
        std::any_of(queue->cbegin(), queue->cend(),
                    [&](const chirpstack::QueueItem &item) { return item.id == row.queueItemId; });
    if (isThere)
        m_lanes.found(row.devEui, now);
    else if (m_lanes.isGone(row.devEui, now))
        waitAgain(row, DownlinkOutcome::NotInQueue, u"not in the queue any more"_s,
                  PostStep::Shown::Unknown);
}

/// It is sent anew, unless something newer waits already. False: the database failed.
bool Dispatcher::waitAgain(const Downlink &row, DownlinkOutcome outcome, const QString &detail,
                           PostStep::Shown shown)
{
    const UtcTime now = m_chirpStack.serverNow();
    PostStep step = poststep::answered(m_lanes.backToWaiting(row, now), outcome, detail, now);
    step.shown = shown;
    return write(step);
}

/// False: the database failed, and the engine knows. The rows stay as the ledger has them then; a
/// doubtful one is looked up again.
bool Dispatcher::write(const PostStep &step)
{
    if (!worked(PostLedger(*m_database).write(step))) {
        backOff(step.rows.first().devEui);
        wakeAt(m_clock.steady() + kDatabasePause);
        return false;
    }
    takeRows(step.rows);
    Q_EMIT moved(step.rows);
    return true;
}

void Dispatcher::backOff(DevEui device)
{
    const Milliseconds pause = m_chirpStack.pauses().grown(m_lanes.failures(device));
    m_lanes.backOff(device, m_clock.steady() + pause);
}

void Dispatcher::suspect(const Downlink &row)
{
    // Others have their turn first: the same old row must not be what is tried again each time.
    backOff(row.devEui);
    m_chirpStack.suspect({.device = row.devEui, .row = row.id});
}

/// The key is good, so it is this device, or that the key may only read.
void Dispatcher::convict(const KeySuspicion::Suspect &suspect)
{
    if (const std::optional<Downlink> row = m_lanes.find(suspect.device, suspect.row))
        askWhetherKnown(*row);
}

void Dispatcher::askWhetherKnown(const Downlink &row)
{
    const auto asked = [this, row](const Result<> &done) {
        if (const std::optional<Downlink> known = m_lanes.find(row))
            judgeDevice(*known, done);
    };
    m_chirpStack.ask().device(row.devEui, occupied(row.devEui, Lanes::Request::Other, asked));
}

/// A command was refused; is its device known to ChirpStack?
void Dispatcher::judgeDevice(const Downlink &row, const Result<> &known)
{
    if (known) {
        m_chirpStack.noteAnswer(row.devEui);
        if (domain::outcomeOf(row.problem) == DownlinkOutcome::Unauthorized)
            m_chirpStack.noteOnlyReading();
    } else if (known.error().code == problem::kChirpStackNoDevice
               || known.error().code == problem::kChirpStackUnauthorized) {
        write(poststep::unknownDevice(row, known.error().code, m_chirpStack.serverNow()));
    } else {
        m_chirpStack.noteIfBusy(known.error()); // it is tried again, and asked about again
    }
}

std::optional<KeySuspicion::Devices> Dispatcher::knownDevices()
{
    const Result<QList<DevEui>> heard = store::DeviceStore(*m_database).heardLast(kHeardProbes);
    if (!worked(heard))
        return std::nullopt;
    return KeySuspicion::Devices{*heard, m_lanes.lamps().keys() + m_lanes.devices()};
}

// --- By the clock --------------------------------------------------------------------------------

void Dispatcher::tick()
{
    if (!m_database || !poll())
        return;
    const UtcTime serverNow = m_chirpStack.serverNow();
    const QList<Downlink> overdue = m_lanes.overdue(serverNow);
    if (!overdue.isEmpty() && !write(poststep::expired(overdue, serverNow)))
        return;
    const bool rereads = ++m_ticks % kLampTicks == 0;
    if ((rereads && !worked(LaneReader(*m_database, m_lanes).readLamps()))
        || !worked(PostLedger(*m_database).settle(m_flush, serverNow)))
        return;
    if (m_chirpStack.isToBeLookedFor())
        wakeAt(m_clock.steady());
    else if (m_lanes.underWay() == 0 && m_lanes.anyone())
        m_chirpStack.lookIfIdle(*m_lanes.anyone());
    const Steady::time_point steady = m_clock.steady();
    if (!m_chirpStack.pauses().isWell(steady))
        return; // commands would not reach lamps that are compared now
    if (const QList<DevEui> due = m_comparisons.due(m_lanes.lamps(), steady); !due.isEmpty())
        Q_EMIT recovered(due); // last: whoever hears it may give up the database
}

/// Rows that another process added or ended. False: the database failed.
bool Dispatcher::poll()
{
    const Result<QList<Downlink>> news = LaneReader(*m_database, m_lanes).news();
    if (worked(news))
        takeRows(*news);
    return news.hasValue();
}

} // namespace parking::engine
